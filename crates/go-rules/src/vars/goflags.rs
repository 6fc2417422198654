//! What GOFLAGS does to `go env` itself (`cmd/go/internal/base/goflags.go`). Flags that would make another
//! command of it (`-json`, `-u`, `-w`, `-changed`) are passed over here; what makes it fail is not.

use bstr::{BStr, ByteSlice};

use super::Settings;
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
        one(settings, &shown[1..], shown, value.map(ByteSlice::as_bstr), &mut flags)?;
    }
    Ok(flags)
}

fn one(
    settings: &Settings<'_>,
    name: &[u8],
    shown: &[u8],
    value: Option<&BStr>,
    flags: &mut Flags,
) -> Result<(), Refusal> {
    let known = match name {
        b"json" | b"u" | b"w" => true,
        b"n" | b"x" => settings.rules.since(20),
        b"changed" => settings.rules.since(23),
        b"C" if settings.rules.since(20) => {
            let value = value.map(Into::into);
            return Err(Refusal::Goflags(BadFlag::Chdir { flag: shown.into(), value }));
        }
        _ => false,
    };
    if !known {
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
