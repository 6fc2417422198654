//! The person's editor, from `VISUAL` or `EDITOR`, and how it is told a line. Only editors with a window of
//! their own: one that needs a terminal (vim, nano) cannot be started from a window.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use bstr::ByteSlice;
use go_rules::environ::{Environ, Os};

/// A program and its arguments, to be started and left alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invocation {
    pub program: PathBuf,
    pub args: Vec<OsString>,
}

/// How an editor is told a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Syntax {
    /// `--goto file:12`
    Goto,
    /// `file:12`
    Colon,
    /// `--line 12 file`
    LineOption,
    /// `+12 file`
    Plus,
    /// `-n12 file`
    N,
}

/// Editors with a window, by the name of the program without folder and extension, in lower case.
const EDITORS: &[(&[&str], Syntax)] = &[
    (&["code", "code-insiders", "codium", "vscodium", "code-oss", "cursor", "windsurf"], Syntax::Goto),
    (&["zed", "zeditor", "zed-editor", "subl", "sublime_text", "lapce"], Syntax::Colon),
    (
        &[
            "idea",
            "idea64",
            "goland",
            "goland64",
            "webstorm",
            "webstorm64",
            "pycharm",
            "pycharm64",
            "clion",
            "clion64",
            "rustrover",
            "rustrover64",
            "phpstorm",
            "rider",
            "kate",
            "mate",
            "mousepad",
        ],
        Syntax::LineOption,
    ),
    (&["gvim", "mvim", "gedit", "pluma", "xed", "bbedit"], Syntax::Plus),
    (&["notepad++"], Syntax::N),
];

/// The person's editor on `file` at `line`; `None` when the environment names none that has a window, or it is
/// not installed. Options in `VISUAL` (`code --wait`) are kept.
pub(super) fn at_line(
    environ: &Environ,
    file: &Path,
    line: Option<u32>,
    find: &dyn Fn(&str) -> Option<PathBuf>,
) -> Option<Invocation> {
    ["VISUAL", "EDITOR"].into_iter().find_map(|name| {
        let value = environ.set(name)?.to_str().ok()?;
        let mut words = words(value, environ.os()).into_iter();
        let command = words.next()?;
        let syntax = syntax(&command)?;
        let program = find(&command)?;
        let mut args: Vec<OsString> = words.map(OsString::from).collect();
        args.extend(arguments(syntax, file, line));
        Some(Invocation { program, args })
    })
}

fn syntax(command: &str) -> Option<Syntax> {
    let name = command.rsplit(['/', '\\']).next()?.to_ascii_lowercase();
    let name = [".exe", ".cmd", ".bat"].iter().find_map(|e| name.strip_suffix(e)).unwrap_or(&name);
    EDITORS.iter().find(|(names, _)| names.contains(&name)).map(|(_, syntax)| *syntax)
}

fn arguments(syntax: Syntax, file: &Path, line: Option<u32>) -> Vec<OsString> {
    let file = file.as_os_str().to_owned();
    let Some(line) = line else { return vec![file] };
    let with_colon = || {
        let mut text = file.clone();
        text.push(format!(":{line}"));
        text
    };
    match syntax {
        Syntax::Goto => vec!["--goto".into(), with_colon()],
        Syntax::Colon => vec![with_colon()],
        Syntax::LineOption => vec!["--line".into(), line.to_string().into(), file],
        Syntax::Plus => vec![format!("+{line}").into(), file],
        Syntax::N => vec![format!("-n{line}").into(), file],
    }
}

/// Splits a command as a shell does with blanks and quotes; nothing in it is expanded or run. On Windows a
/// backslash is part of a path.
fn words(command: &str, os: Os) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut chars = command.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(q), _) if c == q => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, ' ' | '\t' | '\n') => words.extend(word.take()),
            (None | Some('"'), '\\') if os != Os::Windows => {
                word.get_or_insert_default().extend(chars.next());
            }
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use bstr::BString;

    fn environ(os: Os, entries: &[(&str, &str)]) -> Environ {
        Environ::new(os, entries.iter().map(|(n, v)| (BString::from(*n), BString::from(*v))))
    }

    fn line_12(os: Os, visual: &str) -> Option<Vec<String>> {
        let found =
            at_line(&environ(os, &[("VISUAL", visual)]), Path::new("/home/ada/.zshrc"), Some(12), &|name| {
                Some(PathBuf::from(name))
            })?;
        let program = found.program.into_os_string();
        Some([program].into_iter().chain(found.args).map(|a| a.into_string().unwrap()).collect())
    }

    #[test]
    fn each_editor_is_told_the_line_in_its_own_way() {
        for (visual, expected) in [
            ("code", "code --goto /home/ada/.zshrc:12"),
            ("zed", "zed /home/ada/.zshrc:12"),
            ("goland", "goland --line 12 /home/ada/.zshrc"),
            ("gvim", "gvim +12 /home/ada/.zshrc"),
            ("notepad++", "notepad++ -n12 /home/ada/.zshrc"),
        ] {
            assert_eq!(line_12(Os::Linux, visual).unwrap().join(" "), expected);
        }
    }

    #[test]
    fn options_and_quoted_paths_are_kept() {
        assert_eq!(
            line_12(Os::Linux, "'/opt/my code/bin/code' --wait").unwrap(),
            ["/opt/my code/bin/code", "--wait", "--goto", "/home/ada/.zshrc:12"]
        );
        assert_eq!(
            line_12(Os::Windows, r#""C:\Program Files\Microsoft VS Code\bin\Code.cmd" -w"#).unwrap()[0],
            r"C:\Program Files\Microsoft VS Code\bin\Code.cmd"
        );
    }

    #[test]
    fn an_editor_that_needs_a_terminal_is_not_started() {
        for visual in ["vim", "nano", "emacs -nw", "/usr/bin/vi", "hx"] {
            assert_eq!(line_12(Os::Linux, visual), None, "{visual}");
        }
    }

    #[test]
    fn editor_is_asked_when_visual_has_no_window() {
        let both = environ(Os::Linux, &[("VISUAL", "vim"), ("EDITOR", "subl")]);
        let found = at_line(&both, Path::new("f"), None, &|name| Some(PathBuf::from(name))).unwrap();
        assert_eq!(found.program, PathBuf::from("subl"));
        assert_eq!(found.args, ["f"]);
    }

    #[test]
    fn an_editor_that_is_not_installed_is_passed_over() {
        let environ = environ(Os::Linux, &[("VISUAL", "code")]);
        assert_eq!(at_line(&environ, Path::new("f"), None, &|_| None), None);
    }

    #[test]
    fn a_file_name_is_never_taken_for_an_option_or_a_command() {
        let environ = environ(Os::Linux, &[("VISUAL", "code")]);
        let found = at_line(&environ, Path::new("/tmp/$(touch x); y"), Some(1), &|n| Some(n.into())).unwrap();
        assert_eq!(found.args, ["--goto", "/tmp/$(touch x); y:1"]);
    }
}
