//! `//go:embed` lines (`go/build.findEmbed`, `parseGoEmbed`): which patterns they name. What matches them is looked for on
//! the disk, by others.

use bstr::{BString, ByteSlice};

use crate::go_unquote::unquote;

/// The patterns of all `//go:embed` lines behind the imports of a file.
pub fn patterns(text: &[u8]) -> Vec<BString> {
    let mut all = Vec::new();
    // What ended the imports is no space, so the text does not begin a line.
    let (mut at, mut begins_line) = (0, false);
    while let Some(c) = text.get(at) {
        let rest = &text[at..];
        match c {
            b'\n' => begins_line = true,
            b' ' | b'\t' => {}
            b'/' if rest.starts_with(b"//") => {
                let end = rest.find_byte(b'\n').unwrap_or(rest.len());
                if begins_line {
                    all.extend(line(&rest[..end]).unwrap_or_default());
                }
                at += end;
                continue;
            }
            b'/' if rest.starts_with(b"/*") => {
                begins_line = false;
                at += rest[2..].find(b"*/").map_or(rest.len(), |end| end + 4);
                continue;
            }
            b'"' | b'\'' | b'`' => {
                begins_line = false;
                at += quoted(rest);
                continue;
            }
            _ => begins_line = false,
        }
        at += 1;
    }
    all
}

/// How long a string is that begins here, quotes included.
fn quoted(text: &[u8]) -> usize {
    let quote = text[0];
    let mut at = 1;
    while let Some(c) = text.get(at) {
        match c {
            b'\\' if quote != b'`' => at += 1,
            c if *c == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    text.len()
}

/// The patterns of one line; `None`: it is no such line, or go does not understand it and leaves it to the compiler.
fn line(text: &[u8]) -> Option<Vec<BString>> {
    let rest = text.strip_prefix(b"//go:embed")?;
    let mut rest = match rest.first() {
        Some(b' ' | b'\t' | b'\r') => rest.trim(),
        _ => return None,
    };
    let mut all = Vec::new();
    while !rest.is_empty() {
        let end = match rest[0] {
            b'"' | b'`' => quoted(rest),
            _ => rest.find_byteset(b" \t\r").unwrap_or(rest.len()),
        };
        let (word, behind) = rest.split_at(end);
        all.push(if matches!(rest[0], b'"' | b'`') { unquote(word)? } else { word.into() });
        if behind.first().is_some_and(|b| !b.is_ascii_whitespace()) {
            return None;
        }
        rest = behind.trim();
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_where_go_finds_them() {
        for (text, expected) in [
            ("\n//go:embed a b/*.c\n", "a b/*.c"),
            ("\n\t //go:embed \"a b\" `c`\r\n", "a b c"),
            ("var x = 1 //go:embed a\n", ""),
            ("//go:embed a\n", ""),
            ("\n// go:embed a\n//go:embedded b\n//go:embed\n", ""),
            ("\n/*\n//go:embed a\n*/\n//go:embed b\n", "b"),
            ("\nvar s = `\n//go:embed a\n` + \"\\\"\n\" + 'x'\n//go:embed b", "b"),
            ("\n//go:embed \"a\"b\n//go:embed \"a\n", ""),
        ] {
            let found = bstr::join(" ", patterns(text.as_bytes()));
            assert_eq!(found.to_str_lossy(), expected, "{text:?}");
        }
    }
}
