//! Systems and architectures in the names of files (`imports.MatchFile`).

use super::Tags;

/// Systems of which the `unix` tag holds, and the others (`internal/syslist`).
const UNIX: [&str; 12] = [
    "aix",
    "android",
    "darwin",
    "dragonfly",
    "freebsd",
    "hurd",
    "illumos",
    "ios",
    "linux",
    "netbsd",
    "openbsd",
    "solaris",
];
const OTHERS: [&str; 6] = ["js", "nacl", "plan9", "wasip1", "windows", "zos"];

const KNOWN_ARCH: [&str; 24] = [
    "386",
    "amd64",
    "amd64p32",
    "arm",
    "armbe",
    "arm64",
    "arm64be",
    "loong64",
    "mips",
    "mipsle",
    "mips64",
    "mips64le",
    "mips64p32",
    "mips64p32le",
    "ppc",
    "ppc64",
    "ppc64le",
    "riscv",
    "riscv64",
    "s390",
    "s390x",
    "sparc",
    "sparc64",
    "wasm",
];

/// Whether the `unix` tag holds of a system.
pub(super) fn is_unix(goos: &[u8]) -> bool {
    UNIX.iter().any(|os| os.as_bytes() == goos)
}

/// Whether a file is built here by its name; what it says inside is another matter.
#[must_use]
pub fn fits(name: &[u8], tags: &Tags, minor: u32) -> bool {
    let name = name.split(|b| *b == b'.').next().unwrap_or_default();
    let Some(at) = name.iter().position(|b| *b == b'_') else { return true };
    // What stands before the first `_` says nothing, so that `linux.go` is built everywhere.
    let mut words: Vec<&[u8]> = name[at..].split(|b| *b == b'_').collect();
    if words.last() == Some(&&b"test"[..]) {
        words.pop();
    }
    let is_other = |word: &[u8]| OTHERS.iter().any(|os| os.as_bytes() == word);
    let os = |word: &[u8]| is_unix(word) || is_other(word) && (word != b"wasip1" || minor >= 21);
    let arch = |word: &[u8]| KNOWN_ARCH.iter().any(|arch| arch.as_bytes() == word);
    match words.as_slice() {
        [.., a, b] if os(a) && arch(b) => tags.holds(a) && tags.holds(b),
        [.., last] if os(last) || arch(last) => tags.holds(last),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use bstr::BStr;

    use super::*;

    #[test]
    fn names_of_other_systems_are_not_built() {
        let tags = Tags::new(BStr::new("linux"), BStr::new("amd64"), true, 21, []);
        for name in [
            "x.go",
            "linux.go",
            "windows.go",
            "x_linux.go",
            "x_linux_amd64_test.go",
            "x_y.go",
            "x_test.go",
            "x_amd64.s",
        ] {
            assert!(fits(name.as_bytes(), &tags, 21), "{name}");
        }
        for name in [
            "x_windows.go",
            "x_linux_arm64.go",
            "x_arm64.go",
            "_windows.go",
            "x_darwin_test.go",
            "x_wasip1.go",
        ] {
            assert!(!fits(name.as_bytes(), &tags, 21), "{name}");
        }
        assert!(fits(b"x_wasip1.go", &tags, 20));
    }
}
