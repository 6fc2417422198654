//! Reading what `go env` printed elsewhere: JSON, or the lines of any Go version and system.

use std::collections::BTreeMap;

use crate::error::NotGoEnv;

/// The text in a file's bytes. PowerShell's `>` writes UTF-16; a byte order mark is dropped.
pub fn decode(bytes: &[u8]) -> String {
    let wide = |unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        _ => String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).into_owned(),
    }
}

/// Names and values of a pasted `go env -json` or `go env`.
///
/// # Errors
/// Why it is neither.
pub fn parse(text: &str) -> Result<BTreeMap<String, String>, NotGoEnv> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(NotGoEnv::Empty);
    }
    if text.starts_with(['{', '[', '"']) {
        return json(text);
    }
    lines(text).ok_or(NotGoEnv::NeitherForm)
}

fn json(text: &str) -> Result<BTreeMap<String, String>, NotGoEnv> {
    serde_json::from_str(text).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => NotGoEnv::OtherJson,
        _ => NotGoEnv::BadJson { line: error.line(), column: error.column() },
    })
}

/// `K='V'` (Unix), `K="V"` (Unix up to Go 1.20), `set K=V` (Windows). Every line must be one of them.
fn lines(text: &str) -> Option<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    let mut rest = text;
    while !rest.is_empty() {
        let windows = rest.strip_prefix("set ");
        let (name, after) = windows.unwrap_or(rest).split_once('=')?;
        if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') || name.is_empty() {
            return None;
        }
        let (value, after) = match (windows, after.chars().next()) {
            (None, Some('\'')) => single_quoted(after)?,
            (None, Some('"')) => double_quoted(after)?,
            (Some(_), _) => line(after).map_first(unescape_cmd),
            // `export`-like lines without quotes: people clean them up by hand.
            (None, _) => line(after).map_first(str::to_owned),
        };
        found.insert(name.to_owned(), value);
        rest = after.trim_start_matches([' ', '\t', '\r', '\n']);
    }
    Some(found)
}

trait MapFirst<'a> {
    fn map_first(self, f: impl Fn(&str) -> String) -> (String, &'a str);
}

impl<'a> MapFirst<'a> for (&'a str, &'a str) {
    fn map_first(self, f: impl Fn(&str) -> String) -> (String, &'a str) {
        (f(self.0), self.1)
    }
}

fn line(text: &str) -> (&str, &str) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    (line.trim_end_matches('\r'), rest)
}

/// `'it'\''s'`: quoted runs and escaped quotes without a blank between them.
fn single_quoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut rest = text;
    loop {
        if let Some(after) = rest.strip_prefix('\'') {
            let (run, after) = after.split_once('\'')?;
            value.push_str(run);
            rest = after;
        } else if let Some(after) = rest.strip_prefix("\\'") {
            value.push('\'');
            rest = after;
        } else {
            return Some((value, rest));
        }
    }
}

/// Go up to 1.20 quotes without escaping anything: the value ends at the last quote of the line.
fn double_quoted(text: &str) -> Option<(String, &str)> {
    let (line, rest) = line(text);
    let value = line.strip_prefix('"')?.strip_suffix('"')?;
    Some((value.to_owned(), rest))
}

/// `^` protects the next character, `%%` is one `%`.
fn unescape_cmd(value: &str) -> String {
    let mut out = String::new();
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '^' => out.extend(chars.next()),
            '%' if chars.peek() == Some(&'%') => out.extend(chars.next()),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(text: &str, name: &str) -> String {
        parse(text).unwrap().remove(name).unwrap()
    }

    #[test]
    fn json_of_any_layout_is_read() {
        assert_eq!(get("\u{feff}{\n\t\"GOPROXY\": \"a\\u0026b\"\n}\n", "GOPROXY"), "a&b");
    }

    #[test]
    fn lines_of_every_system_and_version_are_read() {
        assert_eq!(get("GOA='it'\\''s'\nGOB=''\n", "GOA"), "it's");
        assert_eq!(get("GOA='two\nlines'\nGOB='x'", "GOB"), "x");
        assert_eq!(get("GOA=\"say \"hi\"\"\nGOB=\"\"", "GOA"), "say \"hi\"");
        assert_eq!(get("set GOA=a^&b%%c\r\nset GOB=\r\n", "GOA"), "a&b%c");
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert_eq!(parse(" \n"), Err(NotGoEnv::Empty));
        assert_eq!(parse("{\"GOA\": \"x\""), Err(NotGoEnv::BadJson { line: 1, column: 11 }));
        assert_eq!(parse("{\"GOA\": 1}"), Err(NotGoEnv::OtherJson));
        assert_eq!(parse("<html>"), Err(NotGoEnv::NeitherForm));
        assert_eq!(parse("GOA='never closed"), Err(NotGoEnv::NeitherForm));
    }

    #[test]
    fn utf16_of_powershell_is_decoded() {
        let wide: Vec<u8> = "\u{feff}{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&wide), "{}");
        assert_eq!(decode(b"\xef\xbb\xbf{}"), "{}");
    }
}
