//! What the names in a cache are, as far as a cleaning must know.

use bstr::{BString, ByteSlice};
use go_rules::module::{ModuleVersion, escape_path, escape_version, unescape};
use go_rules::semver::canonical;

/// Where what was cleaned lies, when it cannot lie beside the cache.
pub(super) const QUARANTINE: &str = ".burrow-quarantine";

/// The module that toolchains are versions of.
pub(super) const TOOLCHAIN: &str = "golang.org/toolchain";

/// A SHA-256.
pub(super) type Hash = [u8; 32];

/// The two halves of an entry of the build cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    /// `-a`
    Record,
    /// `-d`, named by the hash of what is in it.
    Output(Hash),
}

/// `00` … `ff`
pub(super) fn is_bucket(name: &[u8]) -> bool {
    name.len() == 2 && is_hex(name)
}

/// `<64 hex>-a`, `<64 hex>-d`, in the folder of its first byte.
pub(super) fn entry(bucket: &[u8], name: &[u8]) -> Option<Entry> {
    if !is_hash(name.get(..64)?) || !name.starts_with(bucket) {
        return None;
    }
    match &name[64..] {
        b"-a" => Some(Entry::Record),
        b"-d" => Some(Entry::Output(hash_of(&name[..64])?)),
        _ => None,
    }
}

/// The name that fuzzing gives to an input: the begin of its hash, all of it in old versions
/// (`internal/fuzz.writeToCorpus`).
pub(super) fn is_fuzz_input(name: &[u8]) -> bool {
    (16..=64).contains(&name.len()) && is_hex(name)
}

fn hash_of(hex: &[u8]) -> Option<Hash> {
    let mut hash = [0; 32];
    for (byte, pair) in hash.iter_mut().zip(hex.chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(hash)
}

/// 64 small hexadecimal digits.
pub(super) fn is_hash(name: &[u8]) -> bool {
    name.len() == 64 && is_hex(name)
}

fn is_hex(name: &[u8]) -> bool {
    name.iter().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// The version that a folder `<path>@<version>` below the root of the module cache is of.
pub(super) fn unpacked(below: &[u8]) -> Option<ModuleVersion> {
    let at = below.find_byte(b'@')?;
    version_of(module_of(&below[..at])?, &below[at + 1..])
}

/// The module that an escaped path is of.
pub(super) fn module_of(escaped: &[u8]) -> Option<BString> {
    let module = unescape(escaped)?;
    // Only what is written as go writes it: two names never stand for one module.
    (escape_path(&module).ok()? == escaped).then_some(module)
}

fn version_of(module: BString, escaped: &[u8]) -> Option<ModuleVersion> {
    let version = unescape(escaped)?;
    let real = canonical(&version).is_some_and(|canonical| version == canonical)
        && escape_version(&version).ok()? == escaped;
    real.then_some(ModuleVersion { module, version })
}

/// A file in `@v`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Part {
    Info,
    Mod,
    Zip,
    Ziphash,
    /// go holds it while it fetches and unpacks.
    Lock,
    /// It is there while go unpacks.
    Partial,
    /// What a download left, or writes right now.
    Temporary,
}

const PARTS: [(&[u8], Part); 6] = [
    (b"info", Part::Info),
    (b"mod", Part::Mod),
    (b"zip", Part::Zip),
    (b"ziphash", Part::Ziphash),
    (b"lock", Part::Lock),
    (b"partial", Part::Partial),
];

/// What a file in the `@v` of a module is, and of which version.
pub(super) fn in_downloads(module: &BString, name: &[u8]) -> Option<(ModuleVersion, Part)> {
    let (name, temporary) = match name.strip_suffix(b".tmp") {
        Some(begin) => (numbered(begin)?, true),
        None => (name, false),
    };
    let dot = name.rfind_byte(b'.')?;
    let (_, part) = PARTS.into_iter().find(|(suffix, _)| *suffix == &name[dot + 1..])?;
    let part = if temporary { Part::Temporary } else { part };
    Some((version_of(module.clone(), &name[..dot])?, part))
}

/// `list123.tmp`: what old versions of go left of a list.
pub(super) fn is_left_of_list(name: &[u8]) -> bool {
    name.strip_suffix(b".tmp").and_then(numbered) == Some(b"list")
}

/// What stands before the number in a name that `modfetch.tempFile` gives.
fn numbered(name: &[u8]) -> Option<&[u8]> {
    let begin = name.trim_end_with(|c| c.is_ascii_digit());
    (begin.len() < name.len()).then_some(begin)
}

/// A record of a checksum database, below `sumdb/<name>/`.
pub(super) fn is_sum_record(below: &[u8]) -> bool {
    if let Some(lookup) = below.strip_prefix(b"lookup/") {
        return lookup.find_byte(b'@').is_some_and(|at| at > 0 && at + 1 < lookup.len());
    }
    let Some(tile) = below.strip_prefix(b"tile/") else { return false };
    let digits = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    let number = |part: &[u8]| {
        let part = part.strip_prefix(b"x").unwrap_or(part);
        digits(part.strip_suffix(b".p").unwrap_or(part))
    };
    let mut parts = tile.split(|b| *b == b'/');
    let height = parts.next().is_some_and(digits);
    let level = parts.next().is_some_and(|part| part == b"data" || digits(part));
    let mut rest = parts.peekable();
    height && level && rest.peek().is_some() && rest.all(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_go_writes_is_taken_for_its_own() {
        let hash = "0123456789abcdef".repeat(4);
        assert_eq!(entry(b"01", format!("{hash}-a").as_bytes()), Some(Entry::Record));
        assert_eq!(
            entry(b"01", format!("{hash}-d").as_bytes()),
            Some(Entry::Output(hash_of(hash.as_bytes()).unwrap()))
        );
        for stray in [
            hash.clone(),
            format!("{hash}-b"),
            format!("{hash}-a.bak"),
            hash.to_uppercase() + "-a",
            "-a".into(),
        ] {
            assert_eq!(entry(b"01", stray.as_bytes()), None, "{stray}");
        }
        assert_eq!(entry(b"02", format!("{hash}-a").as_bytes()), None);
        assert!(is_bucket(b"0f") && !is_bucket(b"0F") && !is_bucket(b"0") && !is_bucket(b"zz"));
        assert!(
            is_fuzz_input(&hash.as_bytes()[..16]) && !is_fuzz_input(b"notes.txt") && !is_fuzz_input(b"abc")
        );
    }

    #[test]
    fn folders_of_modules_have_a_path_and_a_version_that_go_would_write() {
        let of = |name: &str| unpacked(name.as_bytes()).map(|v| format!("{} {}", v.module, v.version));
        assert_eq!(of("github.com/!azure/x@v1.0.0-!r!c1").unwrap(), "github.com/Azure/x v1.0.0-RC1");
        assert_eq!(
            of("golang.org/toolchain@v0.0.1-go1.27.3.linux-amd64").unwrap(),
            "golang.org/toolchain v0.0.1-go1.27.3.linux-amd64"
        );
        assert!(of("a.com@v2.0.0+incompatible").is_some());
        for stray in [
            "a.com/x@v1",
            "a.com/x@v1.2",
            "a.com/x@latest",
            "a.com/X@v1.0.0",
            "x@v1.0.0",
            "a.com/x@v01.0.0",
            "a.com/x@v1.0.0.tmp-12",
            "a.com/x",
        ] {
            assert_eq!(of(stray), None, "{stray}");
        }
    }

    #[test]
    fn files_of_downloads_are_told_by_their_endings() {
        let module = BString::from("a.com/x");
        let of = |name: &str| {
            in_downloads(&module, name.as_bytes()).map(|(v, part)| (v.version.to_string(), part))
        };
        assert_eq!(of("v1.0.0.zip"), Some(("v1.0.0".into(), Part::Zip)));
        assert_eq!(of("v1.0.0-!r!c1.ziphash"), Some(("v1.0.0-RC1".into(), Part::Ziphash)));
        assert_eq!(of("v1.0.0.zip123456.tmp"), Some(("v1.0.0".into(), Part::Temporary)));
        assert_eq!(of("v1.0.0.info7.tmp"), Some(("v1.0.0".into(), Part::Temporary)));
        assert_eq!(of("v2.0.0+incompatible.mod"), Some(("v2.0.0+incompatible".into(), Part::Mod)));
        for stray in [
            "list",
            "v1.0.0.zip.bak",
            "notes.txt",
            "v1.0.0",
            "x.zip",
            "notes.tmp",
            "v1.zip",
            "v1.0.0.zip.tmp",
        ] {
            assert_eq!(of(stray), None, "{stray}");
        }
    }

    #[test]
    fn records_of_a_checksum_database_are_lookups_and_tiles() {
        for record in ["lookup/a.com/x@v1.0.0", "tile/8/0/x001/234", "tile/8/1/000.p/12", "tile/8/data/005"] {
            assert!(is_sum_record(record.as_bytes()), "{record}");
        }
        for stray in ["lookup/notes", "tile/8", "tile/8/0", "tile/notes", "latest", "tile/8/0/notes.txt"] {
            assert!(!is_sum_record(stray.as_bytes()), "{stray}");
        }
    }
}
