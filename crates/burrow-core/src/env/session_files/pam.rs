//! `/etc/environment` and `~/.pam_environment`, as pam_env reads them.

use bstr::{BStr, BString, ByteSlice};
use go_rules::environ::Environ;

use super::Raw;

/// `/etc/environment`: `NAME=value`, perhaps after `export `; everything from `#` on is comment; one pair of
/// quotes around the value goes. Nothing is expanded.
pub fn environment(text: &[u8]) -> Vec<Raw> {
    (1..)
        .zip(text.lines())
        .filter_map(|(line, bytes)| pair(bytes).map(|(name, value)| (name, value, line)))
        .collect()
}

fn pair(line: &[u8]) -> Option<(BString, BString)> {
    let line = line.trim_start();
    let line = line.strip_prefix(b"export ").unwrap_or(line);
    let line = line.split(|&b| b == b'#').next()?.trim_end();
    let (name, value) = line.split_once_str("=")?;
    let plain = !name.is_empty() && name.iter().all(|&b| b.is_ascii_alphanumeric() || b == b'_');
    plain.then(|| (name.into(), unquote(value).into()))
}

/// Leading quote: it and a quote at the very end go, others stay.
fn unquote(value: &[u8]) -> &[u8] {
    let quote = |b: Option<&u8>| matches!(b, Some(b'"' | b'\''));
    match value {
        [first, rest @ ..] if quote(Some(first)) => {
            if quote(rest.last()) {
                &rest[..rest.len() - 1]
            } else {
                rest
            }
        }
        _ => value,
    }
}

/// `~/.pam_environment`: `NAME DEFAULT=value OVERRIDE=value` with `${NAME}` and `@{HOME}`. A non-empty override
/// counts before the default.
pub fn config(text: &[u8], known: &Environ, home: Option<&BStr>) -> Vec<Raw> {
    let mut found = Vec::new();
    for (line, bytes) in (1..).zip(text.lines()) {
        let bytes = bytes.trim();
        if bytes.is_empty() || bytes.starts_with(b"#") {
            continue;
        }
        let Some((name, rest)) = bytes.split_once_str(" ").or_else(|| bytes.split_once_str("\t")) else {
            continue;
        };
        let choice = |key: &str| field(rest, key).map(|v| expand(v, known, home)).filter(|v| !v.is_empty());
        if let Some(value) = choice("OVERRIDE=").or_else(|| choice("DEFAULT=")) {
            found.push((name.into(), value, line));
        }
    }
    found
}

/// What follows `key`, to the closing quote or the next blank.
fn field<'a>(rest: &'a [u8], key: &str) -> Option<&'a [u8]> {
    let value = &rest[rest.find(key)? + key.len()..];
    match value.strip_prefix(b"\"") {
        Some(quoted) => quoted.split(|&b| b == b'"').next(),
        None => value.split(|b| b.is_ascii_whitespace()).next(),
    }
}

fn expand(value: &[u8], known: &Environ, home: Option<&BStr>) -> BString {
    let mut out = BString::default();
    let mut rest = value;
    while let Some(at) = rest.find_byteset(b"$@\\") {
        out.extend_from_slice(&rest[..at]);
        let (sign, after) = (rest[at], &rest[at + 1..]);
        let named = after.strip_prefix(b"{").and_then(|a| a.split_once_str("}"));
        rest = match (sign, named) {
            (b'\\', _) => {
                out.extend(after.first());
                after.get(1..).unwrap_or_default()
            }
            (b'$', Some((name, tail))) => {
                out.extend_from_slice(known.get(name).unwrap_or_default());
                tail
            }
            (b'@', Some((b"HOME", tail))) => {
                out.extend_from_slice(home.unwrap_or_default());
                tail
            }
            _ => {
                out.push(sign);
                after
            }
        };
    }
    out.extend_from_slice(rest);
    out
}

#[cfg(test)]
mod tests {
    use go_rules::environ::Os;

    use super::*;

    fn raw(name: &str, value: &str, line: u32) -> Raw {
        (name.into(), value.into(), line)
    }

    #[test]
    fn quotes_go_and_comments_are_cut() {
        let text = b"# GOPROXY=no\nexport GOPROXY=\"https://a b\" # mine\n  GOSUMDB='off'\nbad name=1\nGOFLAGS=-x#y\nGOBIN=$HOME/x\n";
        let expected = [
            raw("GOPROXY", "https://a b", 2),
            raw("GOSUMDB", "off", 3),
            raw("GOFLAGS", "-x", 5),
            raw("GOBIN", "$HOME/x", 6),
        ];
        assert_eq!(environment(text), expected);
    }

    #[test]
    fn an_override_counts_before_a_default() {
        let known = Environ::new(Os::Linux, [("USER".into(), "ada".into())]);
        let text =
            b"GOPATH DEFAULT=@{HOME}/go\nGOBIN DEFAULT=/x OVERRIDE=\"/bin of/${USER}\"\n#GOX DEFAULT=1\n";
        let found = config(text, &known, Some(b"/h".as_bstr()));
        assert_eq!(found, [raw("GOPATH", "/h/go", 1), raw("GOBIN", "/bin of/ada", 2)]);
    }
}
