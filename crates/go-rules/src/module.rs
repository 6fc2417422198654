//! Module paths and versions: which are valid, how they are written in URLs and file names, and the `h1:` hash of a
//! module's files (`golang.org/x/mod/module`, `golang.org/x/mod/sumdb/dirhash`).

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bstr::{BString, ByteSlice};
use sha2::{Digest, Sha256};

/// A version of a module, as a person writes both (nothing escaped).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModuleVersion {
    pub module: BString,
    /// Empty where a rule means every version, or a folder.
    pub version: BString,
}

impl ModuleVersion {
    pub fn new(module: impl Into<BString>, version: impl Into<BString>) -> ModuleVersion {
        ModuleVersion { module: module.into(), version: version.into() }
    }
}

impl fmt::Display for ModuleVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.version.is_empty() {
            true => write!(f, "{}", self.module),
            false => write!(f, "{}@{}", self.module, self.version),
        }
    }
}

/// Why a path or a version cannot be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    pub text: BString,
    pub why: &'static str,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "malformed module path or version {:?}: {}", self.text, self.why)
    }
}

impl std::error::Error for Malformed {}

/// Names that Windows keeps for devices.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
    "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Whether Windows takes a name for a device, whatever follows its first dot.
pub fn is_device_name(name: &[u8]) -> bool {
    let short = name.split(|b| *b == b'.').next().unwrap_or_default();
    DEVICES.iter().any(|device| short.eq_ignore_ascii_case(device.as_bytes()))
}

/// The path as it stands in URLs and file names: `github.com/!azure/x`.
///
/// # Errors
/// The path is none that a module can have (`module.CheckPath`).
pub fn escape_path(path: &[u8]) -> Result<BString, Malformed> {
    let bad = |why| Malformed { text: path.into(), why };
    check_path(path).map_err(bad)?;
    escape(path).map_err(bad)
}

/// The version as it stands in URLs and file names: `v1.0.0-!r!c1`.
///
/// # Errors
/// The version cannot be the name of a file (`module.EscapeVersion`).
pub fn escape_version(version: &[u8]) -> Result<BString, Malformed> {
    let bad = |why| Malformed { text: version.into(), why };
    let usable = |b: &u8| b.is_ascii_alphanumeric() || b"#$%&()+,-.=@[]^_{}~ ".contains(b);
    if !version.iter().all(usable) {
        return Err(bad("disallowed character"));
    }
    check_element(version).map_err(bad)?;
    escape(version).map_err(bad)
}

/// The text behind an escaped one; `None` where nothing is written like that.
pub fn unescape(escaped: &[u8]) -> Option<BString> {
    let mut plain = BString::default();
    let mut bytes = escaped.iter();
    while let Some(b) = bytes.next() {
        match b {
            b'!' => {
                let letter = bytes.next().filter(|b| b.is_ascii_lowercase())?;
                plain.push(letter.to_ascii_uppercase());
            }
            b if b.is_ascii_uppercase() || !b.is_ascii() => return None,
            b => plain.push(*b),
        }
    }
    Some(plain)
}

fn escape(text: &[u8]) -> Result<BString, &'static str> {
    let mut out = BString::default();
    for b in text {
        match b {
            b'!' | 0x80.. => return Err("disallowed character"),
            b if b.is_ascii_uppercase() => out.extend([b'!', b.to_ascii_lowercase()]),
            b => out.push(*b),
        }
    }
    Ok(out)
}

fn check_path(path: &[u8]) -> Result<(), &'static str> {
    if path.is_empty() {
        return Err("empty string");
    }
    if path[0] == b'-' {
        return Err("leading dash");
    }
    for element in path.split(|b| *b == b'/') {
        if !element.iter().all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(b)) {
            return Err("invalid char");
        }
        if element.first() == Some(&b'.') {
            return Err("leading dot in path element");
        }
        check_element(element)?;
    }
    let first = path.split(|b| *b == b'/').next().unwrap_or_default();
    if !first.contains(&b'.') {
        return Err("missing dot in first path element");
    }
    if !first.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.".contains(b)) {
        return Err("invalid char in first path element");
    }
    check_major(path)
}

/// Whether a main module or a package may be called so (`module.CheckImportPath`).
///
/// # Errors
/// Why not.
pub fn check_import_path(path: &[u8]) -> Result<(), Malformed> {
    let bad = |why| Malformed { text: path.into(), why };
    if path.is_empty() {
        return Err(bad("empty string"));
    }
    if path[0] == b'-' {
        return Err(bad("leading dash"));
    }
    for element in path.split(|b| *b == b'/') {
        if !element.iter().all(|b| b.is_ascii_alphanumeric() || b"-._~+".contains(b)) {
            return Err(bad("invalid char"));
        }
        check_element(element).map_err(bad)?;
    }
    Ok(())
}

fn check_element(element: &[u8]) -> Result<(), &'static str> {
    if element.is_empty() {
        return Err("empty path element");
    }
    if element.iter().all(|b| *b == b'.') {
        return Err("invalid path element");
    }
    if element.last() == Some(&b'.') {
        return Err("trailing dot in path element");
    }
    if is_device_name(element) {
        return Err("path element disallowed on Windows");
    }
    // Windows makes short names of long ones: `longna~1`.
    let short = element.split(|b| *b == b'.').next().unwrap_or_default();
    match short.rfind_byte(b'~') {
        Some(at) if at + 1 < short.len() && short[at + 1..].iter().all(u8::is_ascii_digit) => {
            Err("trailing tilde and digits in path element")
        }
        _ => Ok(()),
    }
}

/// A last element `vN` must be one that a major version has (`module.SplitPathVersion`).
fn check_major(path: &[u8]) -> Result<(), &'static str> {
    const BAD: &str = "invalid version";
    if path.starts_with(b"gopkg.in/") {
        let path = path.strip_suffix(b"-unstable").unwrap_or(path);
        let digits = path.iter().rev().take_while(|b| b.is_ascii_digit()).count();
        let (before, number) = path.split_at(path.len() - digits);
        let zero_led = number.len() > 1 && number[0] == b'0';
        return if number.is_empty() || !before.ends_with(b".v") || zero_led { Err(BAD) } else { Ok(()) };
    }
    let last = path.rsplit(|b| *b == b'/').next().unwrap_or_default();
    let Some(number) = last.strip_prefix(b"v").filter(|_| last.len() < path.len()) else { return Ok(()) };
    let numeric = !number.is_empty() && number.iter().all(|b| b.is_ascii_digit() || *b == b'.');
    if !numeric {
        return Ok(());
    }
    if number[0] == b'0' || number == b"1" || number.contains(&b'.') { Err(BAD) } else { Ok(()) }
}

/// The `h1:` hash of files: `name` as in the zip of the module (`mod@version/path`), and the SHA-256 of each.
///
/// # Errors
/// A name with a line break in it cannot be hashed.
pub fn h1<'a>(files: impl IntoIterator<Item = (&'a [u8], [u8; 32])>) -> Result<String, Malformed> {
    let mut files: Vec<_> = files.into_iter().collect();
    files.sort_by_key(|(name, _)| *name);
    let mut all = Sha256::new();
    for (name, sum) in files {
        if name.contains(&b'\n') {
            return Err(Malformed { text: name.into(), why: "file name with a newline" });
        }
        all.update(hex(&sum));
        all.update(b"  ");
        all.update(name);
        all.update(b"\n");
    }
    Ok(format!("h1:{}", STANDARD.encode(all.finalize())))
}

fn hex(sum: &[u8; 32]) -> [u8; 64] {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = [0; 64];
    for (pair, byte) in text.chunks_exact_mut(2).zip(sum) {
        pair[0] = DIGITS[usize::from(byte >> 4)];
        pair[1] = DIGITS[usize::from(byte & 15)];
    }
    text
}

/// The `h1:` hash of a go.mod, as go.sum has it.
pub fn h1_of_go_mod(content: &[u8]) -> String {
    let sum: [u8; 32] = Sha256::digest(content).into();
    // A fixed name has no line break.
    h1([(b"go.mod".as_slice(), sum)]).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_are_escaped_and_come_back() {
        assert_eq!(escape_path(b"github.com/Azure/azure-SDK").unwrap(), "github.com/!azure/azure-!s!d!k");
        assert_eq!(escape_version(b"v1.0.0-RC1").unwrap(), "v1.0.0-!r!c1");
        assert_eq!(unescape(b"github.com/!azure/x").unwrap(), "github.com/Azure/x");
        assert_eq!((unescape(b"a!B"), unescape(b"A"), unescape(b"a!")), (None, None, None));
    }

    /// What `go get` says of them, seen in `go mod edit -require` and `go list -m`.
    #[test]
    fn paths_that_no_module_has_are_refused() {
        for bad in [
            "",
            "example.com//x",
            "/example.com",
            "example.com/",
            "-a.com/x",
            "example/x",
            "Example.com/x",
            "a.com/x!y",
            "a.com/\u{e9}",
            "a.com/.x",
            "a.com/x.",
            "a.com/..",
            "a.com/con",
            "a.com/Aux.txt",
            "a.com/long~1",
            "a.com/v1",
            "a.com/v0",
            "a.com/v02",
            "a.com/v1.2",
            "gopkg.in/yaml",
            "gopkg.in/yaml.v02",
        ] {
            assert!(escape_path(bad.as_bytes()).is_err(), "{bad}");
        }
        for good in
            ["a.com", "a.com/v2", "a.com/x/v10", "a.com/vx", "gopkg.in/yaml.v2", "gopkg.in/yaml.v2-unstable"]
        {
            assert!(escape_path(good.as_bytes()).is_ok(), "{good}");
        }
        assert!(escape_version(b"v1.0.0/x").is_err() && escape_version(b"v1!").is_err());
    }

    /// `rsc.io/quote v1.5.2/go.mod` in any go.sum.
    #[test]
    fn the_hash_of_a_go_mod_is_that_of_go_sum() {
        let quote = b"module \"rsc.io/quote\"\n\nrequire \"rsc.io/sampler\" v1.3.0\n";
        assert_eq!(h1_of_go_mod(quote), "h1:LzX7hefJvL54yjefDEDHNONDjII0t9xZLPXsUe+TKr0=");
    }

    #[test]
    fn the_order_of_files_does_not_matter_and_their_names_do() {
        let a = (b"m@v1/a".as_slice(), [1; 32]);
        let b = (b"m@v1/b".as_slice(), [2; 32]);
        assert_eq!(h1([a, b]), h1([b, a]));
        assert_ne!(h1([a]), h1([(b"m@v1/c".as_slice(), [1; 32])]));
        assert!(h1([(b"a\nb".as_slice(), [0; 32])]).is_err());
    }
}
