//! Module paths and versions: which are valid, how they are written in URLs and file names, and the `h1:` hash of a
//! module's files (`golang.org/x/mod/module`, `golang.org/x/mod/sumdb/dirhash`).

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bstr::{BString, ByteSlice};
use sha2::{Digest, Sha256};

use crate::go_quote::{quote, quote_char};
use crate::semver;

/// Whether a path is another one, or lies below it (`str.HasPathPrefix`).
#[must_use]
pub fn has_path_prefix(path: &[u8], prefix: &[u8]) -> bool {
    path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with(b"/"))
}

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
    pub what: Named,
    pub why: String,
}

/// What a text should be the name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    Module,
    Import,
    File,
    Version,
}

/// In Go's words.
impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = quote(self.text.as_bstr());
        match self.what {
            Named::Module => write!(f, "malformed module path {text}: {}", self.why),
            Named::Import => write!(f, "malformed import path {text}: {}", self.why),
            Named::File => write!(f, "malformed file path {text}: {}", self.why),
            Named::Version => write!(f, "version {text} invalid: {}", self.why),
        }
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
    let bad = |why| Malformed { text: path.into(), what: Named::Module, why };
    check_path(path).map_err(bad)?;
    Ok(escape(path))
}

/// The version as it stands in URLs and file names: `v1.0.0-!r!c1`.
///
/// # Errors
/// The version cannot be the name of a file (`module.EscapeVersion`).
pub fn escape_version(version: &[u8]) -> Result<BString, Malformed> {
    let fine = check_element(version, Named::File).is_ok() && version.is_ascii() && !version.contains(&b'!');
    let why = || "disallowed version string".to_owned();
    if !fine {
        return Err(Malformed { text: version.into(), what: Named::Version, why: why() });
    }
    Ok(escape(version))
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

fn escape(text: &[u8]) -> BString {
    let mut out = BString::default();
    for b in text {
        match b {
            b if b.is_ascii_uppercase() => out.extend([b'!', b.to_ascii_lowercase()]),
            b => out.push(*b),
        }
    }
    out
}

/// `module.CheckPath`.
fn check_path(path: &[u8]) -> Result<(), String> {
    check_elements(path, Named::Module)?;
    let first = path.split(|b| *b == b'/').next().unwrap_or_default();
    if first.is_empty() {
        return Err("leading slash".into());
    }
    if !first.contains(&b'.') {
        return Err("missing dot in first path element".into());
    }
    let usable = |c: &char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(*c);
    if let Some(bad) = first.chars().find(|c| !usable(c)) {
        return Err(format!("invalid char {} in first path element", quote_char(bad)));
    }
    semver::path_major(path).map(|_| ()).ok_or_else(|| "invalid version".into())
}

/// Whether a main module or a package may be called so (`module.CheckImportPath`).
///
/// # Errors
/// Why not.
pub fn check_import_path(path: &[u8]) -> Result<(), Malformed> {
    check_elements(path, Named::Import).map_err(|why| Malformed {
        text: path.into(),
        what: Named::Import,
        why,
    })
}

fn check_elements(path: &[u8], what: Named) -> Result<(), String> {
    if path.to_str().is_err() {
        return Err("invalid UTF-8".into());
    }
    match path {
        [] => return Err("empty string".into()),
        [b'-', ..] => return Err("leading dash".into()),
        path if path.contains_str("//") => return Err("double slash".into()),
        [.., b'/'] => return Err("trailing slash".into()),
        _ => {}
    }
    path.split(|b| *b == b'/').try_for_each(|element| check_element(element, what))
}

/// `checkElem`.
fn check_element(element: &[u8], what: Named) -> Result<(), String> {
    if element.is_empty() {
        return Err("empty path element".into());
    }
    if element.iter().all(|b| *b == b'.') {
        return Err(format!("invalid path element {}", quote(element.as_bstr())));
    }
    if element[0] == b'.' && what == Named::Module {
        return Err("leading dot in path element".into());
    }
    if element.last() == Some(&b'.') {
        return Err("trailing dot in path element".into());
    }
    let usable = |c: &char| {
        c.is_ascii_alphanumeric()
            || match what {
                Named::Module => "-._~".contains(*c),
                Named::Import => "-._~+".contains(*c),
                Named::File | Named::Version => {
                    "!#$%&()+,-.=@[]^_{}~ ".contains(*c) || !c.is_ascii() && c.is_alphabetic()
                }
            }
    };
    if let Some(bad) = element.chars().find(|c| !usable(c)) {
        return Err(format!("invalid char {}", quote_char(bad)));
    }
    let short = element.split(|b| *b == b'.').next().unwrap_or_default();
    if is_device_name(element) {
        return Err(format!("{} disallowed as path element component on Windows", quote(short.as_bstr())));
    }
    if matches!(what, Named::File | Named::Version) {
        return Ok(());
    }
    // Windows makes short names of long ones: `longna~1`.
    match short.rfind_byte(b'~') {
        Some(at) if at + 1 < short.len() && short[at + 1..].iter().all(u8::is_ascii_digit) => {
            Err("trailing tilde and digits in path element".into())
        }
        _ => Ok(()),
    }
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
            let why = "file name with a newline".into();
            return Err(Malformed { text: name.into(), what: Named::File, why });
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
