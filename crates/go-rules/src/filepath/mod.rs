//! Go's `path/filepath` for both families of systems. Rust's `Path` would not do: it knows only the system it was
//! compiled for, and Go prints what its own rules made of a path.

mod windows;

use bstr::{BStr, BString, ByteSlice};

use crate::environ::Os;

/// Whether `byte` parts the elements of a path.
pub fn is_separator(os: Os, byte: u8) -> bool {
    byte == b'/' || (byte == b'\\' && os == Os::Windows)
}

fn separator(os: Os) -> u8 {
    if os == Os::Windows { b'\\' } else { b'/' }
}

/// `filepath.IsAbs`.
pub fn is_abs(os: Os, path: &[u8]) -> bool {
    match os {
        Os::Windows => windows::is_abs(path),
        _ => path.starts_with(b"/"),
    }
}

/// The length of a leading volume name such as `C:` or `\\host\share`; 0 on Unix.
pub fn volume_len(os: Os, path: &[u8]) -> usize {
    match os {
        Os::Windows => windows::volume_len(path),
        _ => 0,
    }
}

/// `filepath.Clean`: the shortest path of the same meaning, told by its text alone.
pub fn clean(os: Os, path: &[u8]) -> BString {
    if os != Os::Windows {
        let bare = path.strip_suffix(b"/").filter(|bare| !bare.is_empty()).unwrap_or(path);
        if is_clean(bare) {
            return bare.into();
        }
    }
    let volume = volume_len(os, path);
    let (volume, rest) = path.split_at(volume);
    if rest.is_empty() {
        let unc = volume.len() > 1 && is_separator(os, volume[0]) && is_separator(os, volume[1]);
        let mut out = BString::from(volume);
        if !unc {
            out.push(b'.');
            return out;
        }
        return from_slash(os, out);
    }
    let rooted = is_separator(os, rest[0]);
    let mut kept: Vec<&[u8]> = Vec::new();
    for element in rest.split(|b| is_separator(os, *b)) {
        match element {
            b"" | b"." => {}
            b".." => match kept.last() {
                Some(&last) if last != b".." => {
                    kept.pop();
                }
                _ if rooted => {}
                _ => kept.push(element),
            },
            _ => kept.push(element),
        }
    }
    let mut tail = if rooted { BString::from(vec![separator(os)]) } else { BString::default() };
    tail.extend_from_slice(&bstr::join([separator(os)], &kept));
    if tail.is_empty() {
        tail.push(b'.');
    }
    if os == Os::Windows && volume.is_empty() {
        windows::keep_relative(rest, &mut tail);
    }
    let mut out = BString::from(volume);
    out.extend_from_slice(&tail);
    from_slash(os, out)
}

/// Whether every element of a path stands for itself, as in most paths, and no separator ends it.
fn is_clean(path: &[u8]) -> bool {
    if path == b"/" {
        return true;
    }
    let below = path.strip_prefix(b"/").unwrap_or(path);
    below.split(|b| *b == b'/').all(|element| !matches!(element, b"" | b"." | b".."))
}

fn from_slash(os: Os, mut path: BString) -> BString {
    if os == Os::Windows {
        path.iter_mut().filter(|b| **b == b'/').for_each(|b| *b = b'\\');
    }
    path
}

/// `filepath.Join`: empty elements count for nothing, the result is clean.
pub fn join<P: AsRef<[u8]>>(os: Os, elements: &[P]) -> BString {
    match os {
        Os::Windows => windows::join(elements),
        _ => {
            let first = elements.iter().position(|e| !e.as_ref().is_empty());
            match first {
                Some(first) => {
                    let joined = bstr::join("/", &elements[first..]);
                    if is_clean(&joined) { joined.into() } else { clean(os, &joined) }
                }
                None => BString::default(),
            }
        }
    }
}

/// `filepath.Dir`.
pub fn dir(os: Os, path: &[u8]) -> BString {
    let volume = volume_len(os, path);
    let end = path[volume..].iter().rposition(|b| is_separator(os, *b)).map_or(volume, |at| volume + at + 1);
    let dir = clean(os, &path[volume..end]);
    if volume == 0 {
        return dir;
    }
    let mut out = from_slash(os, BString::from(&path[..volume]));
    if dir == "." && volume > 2 {
        return out;
    }
    out.extend_from_slice(&dir);
    out
}

/// `filepath.Base`.
pub fn base(os: Os, path: &[u8]) -> BString {
    if path.is_empty() {
        return BString::from(".");
    }
    let end = path.iter().rposition(|b| !is_separator(os, *b)).map_or(0, |at| at + 1);
    let path = &path[..end];
    let path = &path[volume_len(os, path)..];
    let start = path.iter().rposition(|b| is_separator(os, *b)).map_or(0, |at| at + 1);
    match &path[start..] {
        b"" => BString::from(vec![separator(os)]),
        name => name.into(),
    }
}

/// `filepath.SplitList`: the elements of a value like PATH. Nothing at all for an empty one.
pub fn split_list(os: Os, list: &[u8]) -> Vec<BString> {
    if list.is_empty() {
        return Vec::new();
    }
    match os {
        Os::Windows => windows::split_list(list),
        _ => list.split(|b| *b == b':').map(BString::from).collect(),
    }
}

/// `filepath.Rel`, for two absolute clean paths of one volume; `None` when there is no relative way.
pub fn rel(os: Os, from: &[u8], to: &[u8]) -> Option<BString> {
    let (from, to) = (clean(os, from), clean(os, to));
    if !is_abs(os, &from) || !is_abs(os, &to) {
        return None;
    }
    let (from_volume, to_volume) = (volume_len(os, &from), volume_len(os, &to));
    let same_word = |a: &[u8], b: &[u8]| if os == Os::Windows { a.eq_ignore_ascii_case(b) } else { a == b };
    if !same_word(&from[..from_volume], &to[..to_volume]) {
        return None;
    }
    let words = |path: &BString, volume: usize| -> Vec<BString> {
        path[volume..].split(|b| is_separator(os, *b)).filter(|e| !e.is_empty()).map(BString::from).collect()
    };
    let (from, to) = (words(&from, from_volume), words(&to, to_volume));
    let common = from.iter().zip(&to).take_while(|(a, b)| same_word(a, b)).count();
    let mut out: Vec<BString> = vec![BString::from(".."); from.len() - common];
    out.extend_from_slice(&to[common..]);
    if out.is_empty() {
        return Some(BString::from("."));
    }
    Some(bstr::join([separator(os)], &out).into())
}

/// The directories above `dir` and itself, nearest first: what a search for `go.mod` passes.
pub fn ancestors(os: Os, start: &BStr) -> impl Iterator<Item = BString> {
    let mut next = Some(clean(os, start));
    std::iter::from_fn(move || {
        let here = next.take()?;
        let above = dir(os, &here);
        if above.as_bstr() != here.as_bstr() {
            next = Some(above);
        }
        Some(here)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cleaning_a_unix_path() {
        for (path, expected) in [
            ("", "."),
            ("/", "/"),
            ("//a//b/", "/a/b"),
            ("a/../..", ".."),
            ("/../a/./b/..", "/a"),
            ("../../a/..", "../.."),
            ("a/b/../../../c", "../c"),
        ] {
            assert_eq!(clean(Os::Linux, path.as_bytes()), expected, "{path}");
        }
    }

    #[test]
    fn cleaning_a_windows_path() {
        for (path, expected) in [
            (r"c:\a\..\b/", r"c:\b"),
            ("c:", "c:."),
            ("c:a/../..", r"c:.."),
            (r"\\host\share", r"\\host\share"),
            ("//host/share/../x", r"\\host\share\x"),
            (r"a/../c:", r".\c:"),
            (r"/a/../??/a", r"\.\??\a"),
        ] {
            assert_eq!(clean(Os::Windows, path.as_bytes()), expected, "{path}");
        }
    }

    #[test]
    fn joining_skips_what_is_empty() {
        assert_eq!(join(Os::Linux, &["", "a", "", "../b"]), "b");
        assert_eq!(join(Os::Linux, &["", ""]), "");
        assert_eq!(join(Os::Windows, &["c:", "a"]), "c:a");
        assert_eq!(join(Os::Windows, &[r"c:\x\", "/go/env"]), r"c:\x\go\env");
        assert_eq!(join(Os::Windows, &[r"C:\Users\a b", "go/env"]), r"C:\Users\a b\go\env");
    }

    #[test]
    fn directories_and_names() {
        assert_eq!(dir(Os::Linux, b"/a/b"), "/a");
        assert_eq!(dir(Os::Linux, b"/"), "/");
        assert_eq!(dir(Os::Linux, b"a"), ".");
        assert_eq!(dir(Os::Windows, br"c:\"), r"c:\");
        assert_eq!(dir(Os::Windows, br"\\h\s\"), r"\\h\s\");
        assert_eq!(base(Os::Linux, b"/a/b//"), "b");
        assert_eq!(base(Os::Linux, b"///"), "/");
        assert_eq!(base(Os::Windows, br"c:\"), r"\");
    }

    #[test]
    fn absolute_on_windows_needs_a_volume() {
        assert!(is_abs(Os::Windows, br"c:\a"));
        assert!(is_abs(Os::Windows, br"\\h\s"));
        assert!(!is_abs(Os::Windows, br"\a"));
        assert!(!is_abs(Os::Windows, b"c:a"));
        assert!(!is_abs(Os::Windows, b"/a"));
    }

    #[test]
    fn quotes_protect_semicolons_in_a_windows_list() {
        assert_eq!(split_list(Os::Windows, br#"a;"b;c";;d"#), ["a", "b;c", "", "d"]);
        assert_eq!(split_list(Os::Linux, b"a::b"), ["a", "", "b"]);
        assert_eq!(split_list(Os::Linux, b""), Vec::<BString>::new());
    }

    #[test]
    fn relative_ways() {
        assert_eq!(rel(Os::Linux, b"/a/b", b"/a/c/d").unwrap(), "../c/d");
        assert_eq!(rel(Os::Linux, b"/a", b"/a").unwrap(), ".");
        assert_eq!(rel(Os::Windows, br"c:\a", br"C:\A\b").unwrap(), "b");
        assert_eq!(rel(Os::Windows, br"c:\a", br"d:\a"), None);
    }

    #[test]
    fn ancestors_end_at_the_root() {
        let all: Vec<_> = ancestors(Os::Linux, "/a/b/".into()).collect();
        assert_eq!(all, ["/a/b", "/a", "/"]);
        let all: Vec<_> = ancestors(Os::Windows, r"c:\a".into()).collect();
        assert_eq!(all, [r"c:\a", r"c:\"]);
    }
}
