//! Where `go.mod` and `go.work` are looked for, and the two lines of them that choose a toolchain
//! (`cmd/go/internal/modload/init.go`, `cmd/go/internal/gover/gomod.go`). Not a parser of these files.

use bstr::{BStr, BString, ByteSlice};

use crate::environ::Os;
use crate::filepath;
use crate::files::{FileKind, Files};

/// The first line that begins with `key` and a blank, by text alone: comments of several lines and
/// parentheses do not exist for this scan. The line number is 1-based.
pub fn lookup<'a>(text: &'a [u8], key: &str) -> Option<(u32, &'a BStr)> {
    text.split_str("\n").zip(1u32..).find_map(|(line, number)| {
        let rest = line.trim().strip_prefix(key.as_bytes())?;
        if !matches!(rest.first(), Some(b' ' | b'\t')) {
            return None;
        }
        let value = rest.find("//").map_or(rest, |at| &rest[..at]);
        Some((number, value.trim().as_bstr()))
    })
}

/// The nearest directory at or above `dir` with a `go.mod` that is no directory (`findModuleRoot`).
pub fn module_root(files: &dyn Files, os: Os, dir: &BStr) -> Option<BString> {
    filepath::ancestors(os, dir).find(|at| is_file(files, os, at, "go.mod"))
}

/// The nearest `go.work` at or above `dir`; the search does not climb from below GOROOT into it
/// (`findWorkspaceFile`).
pub fn workspace_file(files: &dyn Files, os: Os, dir: &BStr, goroot: &BStr) -> Option<BString> {
    for (step, at) in filepath::ancestors(os, dir).enumerate() {
        if step > 0 && at == goroot {
            return None;
        }
        if is_file(files, os, &at, "go.work") {
            return Some(filepath::join(os, &[at.as_slice(), b"go.work"]));
        }
    }
    None
}

fn is_file(files: &dyn Files, os: Os, dir: &BString, name: &str) -> bool {
    let path = filepath::join(os, &[dir.as_slice(), name.as_bytes()]);
    matches!(files.kind(path.as_bstr()), Some(FileKind::File { .. } | FileKind::Other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::memory::MemoryFiles;

    #[test]
    fn the_scan_is_textual() {
        let text = b"module x\n\n/*\n\tgo 1.99.0 // why not\n*/\ngo 1.21\ntoolchain\tgo1.22.1\n";
        assert_eq!(lookup(text, "go"), Some((4, BStr::new("1.99.0"))));
        assert_eq!(lookup(text, "toolchain"), Some((7, BStr::new("go1.22.1"))));
        assert_eq!(lookup(b"go\ngopher 1\ngo\r\n", "go"), None);
    }

    #[test]
    fn a_directory_called_go_mod_is_none() {
        let files = MemoryFiles::new().with_file("/a/go.mod", "").with_dir("/a/b/go.mod").with_dir("/a/b/c");
        assert_eq!(module_root(&files, Os::Linux, "/a/b/c".into()).unwrap(), "/a");
        assert_eq!(module_root(&files, Os::Linux, "/x".into()), None);
    }

    #[test]
    fn goroot_stops_the_search_for_a_workspace() {
        let files = MemoryFiles::new().with_file("/w/go.work", "").with_dir("/w/sdk/src");
        let find = |dir: &str, goroot: &str| workspace_file(&files, Os::Linux, dir.into(), goroot.into());
        assert_eq!(find("/w/sdk/src", "/usr/go").unwrap(), "/w/go.work");
        assert_eq!(find("/w/sdk/src", "/w/sdk"), None);
        assert_eq!(find("/w/sdk", "/w/sdk").unwrap(), "/w/go.work");
    }
}
