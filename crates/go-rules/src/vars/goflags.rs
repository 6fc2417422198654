//! What GOFLAGS does to `go env` itself and to an ordinary command (`cmd/go/internal/base/goflags.go`). Flags that
//! would make another command of `go env` (`-json`, `-u`, `-w`, `-changed`) are passed over here; what makes it
//! fail is not.

use bstr::{BStr, ByteSlice};

use super::{Settings, known_flags};
use crate::quoted;
use crate::refusal::{BadFlag, Refusal};

/// What of GOFLAGS matters for what follows.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Flags {
    /// `-n`: go only says what it would do, so it makes no folder and starts no compiler.
    pub dry: bool,
}

/// `base.SetFromGOFLAGS` for `go env`.
pub(crate) fn check(settings: &Settings<'_>) -> Result<Flags, Refusal> {
    let mut flags = Flags::default();
    // Go forgives bad quoting here, so that a person can look at GOFLAGS.
    let words = quoted::split(settings.get("GOFLAGS")).unwrap_or_default();
    for word in words {
        let word = word.as_bytes();
        let (name, value) = match word.find_byte(b'=') {
            Some(0) => continue,
            Some(at) => (&word[..at], Some(&word[at + 1..])),
            None => (word, None),
        };
        let shown = if name.starts_with(b"--") { &name[1..] } else { name };
        if shown.is_empty() {
            return Err(Refusal::Goflags(BadFlag::EmptyWord));
        }
        // Whatever the first byte is, go takes it for the dash.
        one(settings, ENV, &shown[1..], shown, value.map(ByteSlice::as_bstr), &mut flags)?;
    }
    Ok(flags)
}

/// `base.SetFromGOFLAGS` for `go version`, which stands for every command that does not forgive bad flags.
pub(crate) fn check_ordinary(settings: &Settings<'_>) -> Result<(), Refusal> {
    check_for(settings, VERSION)
}

/// `base.SetFromGOFLAGS` for `go mod download`.
pub(crate) fn check_download(settings: &Settings<'_>) -> Result<(), Refusal> {
    check_for(settings, DOWNLOAD)
}

fn check_for(settings: &Settings<'_>, booleans: &Booleans) -> Result<(), Refusal> {
    let value = settings.get("GOFLAGS");
    let words: Vec<_> = if settings.rules.since(21) {
        quoted::split(value).map_err(|why| Refusal::Goflags(BadFlag::Quoting(why)))?
    } else {
        value.fields().map(ByteSlice::as_bstr).collect()
    };
    let words: Vec<&[u8]> = words.iter().map(|word| word.as_bytes()).collect();
    for word in &words {
        let (name, _) = cut(word);
        let bare = !name.starts_with(b"-") || matches!(name, b"-" | b"--") || name.starts_with(b"---");
        if bare {
            return Err(Refusal::Goflags(BadFlag::NoFlag { word: (*word).into() }));
        }
        let name = name.strip_prefix(b"--").unwrap_or(&name[1..]);
        if !known_flags::to_any_command(settings.rules, name) {
            return Err(Refusal::Goflags(BadFlag::Unknown { name: name.into() }));
        }
    }
    for word in words {
        let (name, value) = cut(word);
        let shown = if name.starts_with(b"--") { &name[1..] } else { name };
        one(settings, booleans, &shown[1..], shown, value.map(ByteSlice::as_bstr), &mut Flags::default())?;
    }
    Ok(())
}

/// A flag and what it is set to.
fn cut(word: &[u8]) -> (&[u8], Option<&[u8]>) {
    match word.find_byte(b'=') {
        Some(at) => (&word[..at], Some(&word[at + 1..])),
        None => (word, None),
    }
}

/// The boolean flags of a command, each with the first version (minor) that has it.
type Booleans = [(&'static str, u32)];
const ENV: &Booleans = &[("json", 0), ("u", 0), ("w", 0), ("n", 20), ("x", 20), ("changed", 23)];
const DOWNLOAD: &Booleans = &[("x", 0), ("json", 0), ("modcacherw", 0)];
const VERSION: &Booleans = &[("m", 0), ("v", 0), ("json", 25)];

fn one(
    settings: &Settings<'_>,
    booleans: &Booleans,
    name: &[u8],
    shown: &[u8],
    value: Option<&BStr>,
    flags: &mut Flags,
) -> Result<(), Refusal> {
    if name == b"C" && settings.rules.since(20) {
        let value = value.map(Into::into);
        return Err(Refusal::Goflags(BadFlag::Chdir { flag: shown.into(), value }));
    }
    let known = |(flag, since): &(&str, u32)| flag.as_bytes() == name && settings.rules.since(*since);
    if !booleans.iter().any(known) {
        return Ok(());
    }
    let on = match value.map(|v| v.as_bytes()) {
        None | Some(b"1" | b"t" | b"T" | b"true" | b"TRUE" | b"True") => true,
        Some(b"0" | b"f" | b"F" | b"false" | b"FALSE" | b"False") => false,
        Some(other) => {
            let bad = BadFlag::NotBoolean { flag: shown.into(), value: other.into() };
            return Err(Refusal::Goflags(bad));
        }
    };
    if name == b"n" {
        flags.dry = on;
    }
    Ok(())
}
