//! A variable as a line for some shell, quoted for exactly that shell.
//!
//! Values are masked first: a line that is copied ends up in chats and tickets.

use go_rules::environ::Os;

use crate::secret::Masked;

/// A form in which a variable can be copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// The value alone.
    Value,
    /// `go env -w NAME=value`, quoted for the system's usual shell.
    GoEnvW,
    /// `export NAME=value` for sh, bash, zsh.
    Posix,
    Fish,
    PowerShell,
    /// `set NAME=value` for a cmd.exe prompt.
    Cmd,
    /// `setx NAME value`: for every later program of this Windows account.
    Setx,
}

/// A variable in one form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyForm {
    pub form: Form,
    pub text: String,
}

/// Every form in which this value can be written. cmd.exe has none for a value with a line break.
pub fn forms(name: &str, value: &Masked, os: Os) -> Vec<CopyForm> {
    let value = value.as_str();
    let mut forms = vec![
        CopyForm { form: Form::Value, text: value.to_owned() },
        CopyForm { form: Form::GoEnvW, text: go_env_w(name, value, os) },
        CopyForm { form: Form::Posix, text: format!("export {name}={}", posix(value)) },
        CopyForm { form: Form::Fish, text: format!("set -gx {name} {}", fish(value)) },
        CopyForm { form: Form::PowerShell, text: format!("$env:{name} = {}", powershell(value)) },
    ];
    if !value.contains(['\n', '\r']) {
        forms.push(CopyForm { form: Form::Cmd, text: cmd(name, value) });
        forms.push(CopyForm { form: Form::Setx, text: format!("setx {name} {}", setx(value)) });
    }
    forms
}

fn go_env_w(name: &str, value: &str, os: Os) -> String {
    if os != Os::Windows {
        return format!("go env -w {name}={}", posix(value));
    }
    if is_plain(value) && !value.contains(',') {
        // A bare comma is an operator in PowerShell.
        return format!("go env -w {name}={value}");
    }
    format!("go env -w {}", argument(&format!("{name}={value}")))
}

/// What no shell reads as anything but itself.
fn is_plain(value: &str) -> bool {
    !value.is_empty() && value.chars().all(|c| c.is_ascii_alphanumeric() || "_./:,@+-".contains(c))
}

fn posix(value: &str) -> String {
    if is_plain(value) { value.to_owned() } else { format!("'{}'", value.replace('\'', r"'\''")) }
}

fn fish(value: &str) -> String {
    if is_plain(value) {
        value.to_owned()
    } else {
        format!("'{}'", value.replace('\\', r"\\").replace('\'', r"\'"))
    }
}

/// PowerShell takes typographic single quotes for quotes too.
fn powershell(value: &str) -> String {
    let mut out = String::from("'");
    for c in value.chars() {
        if matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}') {
            out.push(c);
        }
        out.push(c);
    }
    out.push('\'');
    out
}

/// Within quotes cmd.exe reads everything literally but `%` and the quote itself; those are escaped outside.
fn cmd(name: &str, value: &str) -> String {
    if !value.contains(['%', '"']) {
        return format!("set \"{name}={value}\"");
    }
    let mut out = format!("set {name}=");
    for c in value.chars() {
        if "^&|<>()\"%".contains(c) {
            out.push('^');
        }
        out.push(c);
    }
    out
}

/// One argument by the rules of Windows programs, with `%` outside the quotes where `^` protects it.
fn setx(value: &str) -> String {
    argument(value).replace('%', "\"^%\"")
}

/// One argument by the rules of Windows programs: backslashes count double before a quote.
fn argument(value: &str) -> String {
    let mut out = String::from("\"");
    let mut backslashes = 0;
    for c in value.chars() {
        match c {
            '\\' => backslashes += 1,
            '"' => {
                out.push_str(&"\\".repeat(backslashes + 1));
                backslashes = 0;
            }
            _ => backslashes = 0,
        }
        out.push(c);
    }
    out.push_str(&"\\".repeat(backslashes));
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(value: &str, form: Form) -> String {
        let forms = forms("GOFLAGS", &Masked::value("GOFLAGS", value.as_bytes()), Os::Linux);
        forms.into_iter().find(|f| f.form == form).map(|f| f.text).unwrap_or_default()
    }

    #[test]
    fn plain_values_stay_plain() {
        assert_eq!(form("-mod=mod", Form::Posix), "export GOFLAGS='-mod=mod'");
        assert_eq!(form("-v", Form::Posix), "export GOFLAGS=-v");
        assert_eq!(form("-v", Form::Fish), "set -gx GOFLAGS -v");
        assert_eq!(form("-v", Form::GoEnvW), "go env -w GOFLAGS=-v");
        assert_eq!(form("", Form::Posix), "export GOFLAGS=''");
    }

    #[test]
    fn quotes_blanks_and_dollars_are_protected_for_each_shell() {
        let odd = r"it's $HOME \n";
        assert_eq!(form(odd, Form::Posix), r"export GOFLAGS='it'\''s $HOME \n'");
        assert_eq!(form(odd, Form::Fish), r"set -gx GOFLAGS 'it\'s $HOME \\n'");
        assert_eq!(form(odd, Form::PowerShell), r"$env:GOFLAGS = 'it''s $HOME \n'");
        assert_eq!(form("a’b", Form::PowerShell), "$env:GOFLAGS = 'a’’b'");
    }

    #[test]
    fn cmd_protects_percent_signs_and_quotes() {
        assert_eq!(form("a&b|c", Form::Cmd), "set \"GOFLAGS=a&b|c\"");
        assert_eq!(form("%PATH% \"x\"", Form::Cmd), "set GOFLAGS=^%PATH^% ^\"x^\"");
        assert_eq!(form("a%b", Form::Setx), "setx GOFLAGS \"a\"^%\"b\"");
        assert_eq!(form(r#"C:\x y\"#, Form::Setx), r#"setx GOFLAGS "C:\x y\\""#);
        assert_eq!(form(r#"say "hi""#, Form::Setx), r#"setx GOFLAGS "say \"hi\"""#);
    }

    #[test]
    fn a_line_break_has_no_form_for_cmd() {
        assert_eq!(form("a\nb", Form::Cmd), "");
        assert_eq!(form("a\nb", Form::Posix), "export GOFLAGS='a\nb'");
    }

    #[cfg(unix)]
    #[test]
    fn a_posix_shell_reads_back_what_was_meant() {
        for value in ["it's", "a b", "$(x) `y` \\", "\"", "*", "~", "a\nb", "!x"] {
            let line = format!("{}; printf %s \"$GOFLAGS\"", form(value, Form::Posix));
            #[allow(clippy::disallowed_methods)]
            let out = std::process::Command::new("sh").arg("-c").arg(line).output().unwrap();
            assert_eq!(String::from_utf8(out.stdout).unwrap(), value);
        }
    }
}
