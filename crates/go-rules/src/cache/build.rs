//! Names in the build cache, GOCACHE (`cmd/go/internal/cache`).
//!
//! ```text
//! README  trim.txt  testexpire.txt  log.txt  fuzz/<import path>/<FuzzName>/<hash>
//! 00/ … ff/   <64 hex>-a   <64 hex>-d   <64 hex>-d/<program>
//! ```

/// A folder of the build cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Folder {
    /// GOCACHE itself.
    Root,
    /// `00` to `ff`.
    Entries,
    /// `<64 hex>-d/` or a folder in it: a program that go keeps (Go 1.24).
    Program,
    /// `fuzz` or a folder in it.
    Fuzz,
    /// Go makes no such folder.
    Stray,
}

/// What a name in it is that is no folder's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum File {
    /// `<64 hex>-a`: which output an action had.
    Action,
    /// `<64 hex>-d`: an output, named by the hash of what is in it.
    Output,
    /// A file in `<64 hex>-d/`.
    Program,
    /// A file below `fuzz/`.
    Fuzz,
    /// `README`: says what the folder is.
    Readme,
    /// `trim.txt`: when go last removed old entries.
    Trim,
    /// `testexpire.txt`: results of tests that are older do not count (`go clean -testcache`).
    TestExpire,
    /// `log.txt` of old versions of Go.
    Log,
    /// Go makes no such file.
    Stray,
}

impl Folder {
    /// The folder `name` in this one.
    #[must_use]
    pub fn folder(self, name: &[u8]) -> Folder {
        match self {
            Folder::Root if is_entries(name) => Folder::Entries,
            Folder::Root if name == b"fuzz" => Folder::Fuzz,
            Folder::Entries if matches!(entry(name), Some((_, Part::Output))) => Folder::Program,
            Folder::Program => Folder::Program,
            Folder::Fuzz => Folder::Fuzz,
            _ => Folder::Stray,
        }
    }

    /// What `name` in this folder is, when it is no folder.
    #[must_use]
    pub fn file(self, name: &[u8]) -> File {
        match self {
            Folder::Root => match name {
                b"README" => File::Readme,
                b"trim.txt" => File::Trim,
                b"testexpire.txt" => File::TestExpire,
                b"log.txt" => File::Log,
                _ => File::Stray,
            },
            Folder::Entries => match entry(name) {
                Some((_, Part::Action)) => File::Action,
                Some((_, Part::Output)) => File::Output,
                None => File::Stray,
            },
            Folder::Program => File::Program,
            Folder::Fuzz => File::Fuzz,
            Folder::Stray => File::Stray,
        }
    }
}

/// The folder that elements of a path lead to.
#[must_use]
pub fn folder<'a>(elements: impl IntoIterator<Item = &'a [u8]>) -> Folder {
    elements.into_iter().fold(Folder::Root, Folder::folder)
}

/// Which of the two files an entry has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// `-a`
    Action,
    /// `-d`
    Output,
}

/// The hash (64 hexadecimal digits) and the part that the name of an entry has; `None` when it is no entry's.
#[must_use]
pub fn entry(name: &[u8]) -> Option<(&[u8], Part)> {
    let (id, part) = name.split_at_checked(64)?;
    let part = match part {
        b"-a" => Part::Action,
        b"-d" => Part::Output,
        _ => return None,
    };
    // To the end in any case, and so sixteen digits at once: of a cache every name is asked.
    id.iter().fold(true, |all, b| all & is_hex(*b)).then_some((id, part))
}

fn is_entries(name: &[u8]) -> bool {
    name.len() == 2 && name.iter().all(|b| is_hex(*b))
}

/// Go writes small letters, and opens nothing else.
fn is_hex(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

/// Whether an output is the result of a test, told by how it begins and ends: go keeps what a test has printed, whose
/// last line is `ok  \t<package>…`, and what it has looked at (`cmd/go/internal/test`, `testLog`).
///
/// `head` are its first bytes, eleven or all; `tail` its end, with the whole last line or all of it.
#[must_use]
pub fn is_test_result(head: &[u8], tail: &[u8]) -> bool {
    if head.starts_with(b"# test log\n") {
        return true;
    }
    let tail = tail.strip_suffix(b"\n").unwrap_or(tail);
    let line = tail.iter().rposition(|b| *b == b'\n').map_or(tail, |at| &tail[at + 1..]);
    line.starts_with(b"ok  \t")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "00ab4f0b5c8f1c9e2c3b9f0e1d2c3b4a5968778695a4b3c2d1e0f00ff0e1d2c3";

    fn at(path: &str) -> Folder {
        folder(path.split('/').filter(|e| !e.is_empty()).map(str::as_bytes))
    }

    #[test]
    fn entries_lie_in_folders_of_two_digits_and_have_whole_names() {
        let file = |dir: &str, name: String| at(dir).file(name.as_bytes());
        assert_eq!(file("00", format!("{ID}-a")), File::Action);
        assert_eq!(file("00", format!("{ID}-d")), File::Output);
        assert_eq!(file(&format!("00/{ID}-d"), "tool".into()), File::Program);
        assert_eq!(at(&format!("00/{ID}-d/deeper")), Folder::Program);
        for stray in [
            ("00", format!("{ID}-b")),
            ("00", format!("{ID}-a.tmp")),
            ("00", ID.to_owned()),
            ("00", format!("{}-a", ID.to_uppercase())),
            ("00", format!("{}-a", &ID[1..])),
            ("", format!("{ID}-a")),
            ("0", format!("{ID}-a")),
            ("0G", format!("{ID}-a")),
            ("AB", format!("{ID}-a")),
            ("00/x", format!("{ID}-a")),
            ("00/00", format!("{ID}-a")),
            (&format!("00/{ID}-a"), "tool".into()),
        ] {
            assert_eq!(file(stray.0, stray.1.clone()), File::Stray, "{stray:?}");
        }
    }

    #[test]
    fn go_s_own_files_lie_in_the_root_only() {
        assert_eq!(at("").file(b"trim.txt"), File::Trim);
        assert_eq!(at("").file(b"README"), File::Readme);
        assert_eq!(at("00").file(b"trim.txt"), File::Stray);
        assert_eq!(at("fuzz/a.com/m/FuzzX").file(b"0123"), File::Fuzz);
        assert_eq!(at("x/fuzz").file(b"0123"), File::Stray);
        assert_eq!(at("").file(b"fuzz"), File::Stray);
    }

    #[test]
    fn results_of_tests_are_told_by_both_ends() {
        let told = |text: &str| is_test_result(text.as_bytes(), text.as_bytes());
        assert!(told("# test log\ngetenv HOME\n"));
        assert!(told("=== RUN\nok  \ta.com/m\t0.1s\n") && told("ok  \ta.com/m\t0.1s"));
        assert!(!told("ok  \ta.com/m\t0.1s\nmore\n"));
        assert!(!told("# test log") && !told("") && !told("\n") && !told("xok  \t"));
        assert!(!told("ok  \ta\n\n"));
    }
}
