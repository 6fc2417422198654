//! Secrets in values: found, masked as `***`, and put back into an edited value.
//!
//! One scanner (`secret/scan`) serves both ways: what it finds in a raw value is masked, what it finds in an
//! edited one is where `***` may stand for a secret that is known. Nothing here is kept on disk.

mod scan;

use std::collections::HashMap;
use std::ops::Range;

use bstr::{BString, ByteSlice};

/// What stands for a secret.
pub const MASK: &str = "***";

/// A shorter secret is replaced only where it was found: it may be part of any word.
pub(crate) const SHORTEST: usize = 4;

/// A text that may be shown: secrets in it are `***`. Made by masking only.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub struct Masked(String);

impl Masked {
    /// The value of `name` for a person. Bytes that are not UTF-8 become U+FFFD.
    pub fn value(name: &str, value: &[u8]) -> Masked {
        Masked(mask_value(name, value).to_str_lossy().into_owned())
    }

    /// A whole file in the GOENV format (or any text of `NAME=value` lines) for a person.
    pub fn file(text: &[u8]) -> Masked {
        Masked(mask_file(text).to_str_lossy().into_owned())
    }

    /// What go says: it quotes the values that it refuses, and these may hold a password.
    pub fn said(words: &impl std::fmt::Display) -> Masked {
        Masked::said_of("", words)
    }

    /// What go says of the value of `name`: whole, and then what is wrong with a piece of it.
    pub fn said_of(name: &str, words: &impl std::fmt::Display) -> Masked {
        let words = words.to_string();
        let words = words.trim_end();
        let mut shown = mask_value(name, words.as_bytes());
        for secret in secrets_of(name, words.as_bytes()) {
            let password = secret.split_once_str(":").map_or(&*secret, |(_, password)| password);
            for part in [&*secret, password].into_iter().filter(|part| part.len() >= SHORTEST) {
                shown = shown.replace(part, MASK).into();
            }
        }
        Masked(shown.to_str_lossy().into_owned())
    }

    /// A path, or a sentence with one in it, which may have been made of an address: without its login.
    pub fn path(path: &str) -> Masked {
        Masked(mask_logins(path.as_bytes()).to_str_lossy().into_owned())
    }

    /// What was masked before it was stored.
    pub(crate) fn stored(text: &[u8]) -> Masked {
        Masked(text.to_str_lossy().into_owned())
    }

    /// With a text before it that holds no secret.
    #[must_use]
    pub fn after(self, plain: &str) -> Masked {
        Masked(format!("{plain}{}", self.0))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn into_string(self) -> String {
        self.0
    }
}

impl std::fmt::Display for Masked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The value of `name` with `***` in place of every secret.
pub fn mask_value(name: &str, value: &[u8]) -> BString {
    replace(value, scan::value(name, value).into_iter().map(|s| (s.range, MASK.as_bytes())))
}

/// A whole file with `***` in place of every secret, line by line.
pub fn mask_file(text: &[u8]) -> BString {
    replace(text, scan::file(text).into_iter().map(|s| (s.range, MASK.as_bytes())))
}

/// A text that is no value with `***` in place of the login of every address.
pub(crate) fn mask_logins(text: &[u8]) -> BString {
    // Behind each login stands an `@`: itself, escaped, or as an input method writes it.
    if !text.iter().any(|byte| matches!(byte, b'@' | b'%') || !byte.is_ascii()) {
        return text.into();
    }
    let logins = scan::logins(text).into_iter().filter(|span| span.certain);
    replace(text, logins.map(|span| (span.range, MASK.as_bytes())))
}

/// Whether a value holds a secret for certain: what is worth a warning.
pub fn has_secret(name: &str, value: &[u8]) -> bool {
    scan::value(name, value).iter().any(|s| s.certain && &value[s.range.clone()] != MASK.as_bytes())
}

/// Whether a value holds what may be a secret: what is not kept, and given to nobody.
pub fn may_hold_secret(name: &str, value: &[u8]) -> bool {
    !secrets_of(name, value).is_empty()
}

/// The secrets of a value themselves, to look for them elsewhere.
pub(crate) fn secrets_of(name: &str, value: &[u8]) -> Vec<Vec<u8>> {
    let found = scan::value(name, value).into_iter().map(|span| value[span.range].to_vec());
    found.filter(|secret| secret != MASK.as_bytes()).collect()
}

fn replace<'a>(text: &[u8], spans: impl Iterator<Item = (Range<usize>, &'a [u8])>) -> BString {
    let mut out = Vec::with_capacity(text.len());
    let mut from = 0;
    for (range, with) in spans {
        out.extend_from_slice(&text[from..range.start]);
        out.extend_from_slice(with);
        from = range.end;
    }
    out.extend_from_slice(&text[from..]);
    out.into()
}

/// `***` stands where no secret is known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the secret that *** stands for in {name} is not known")]
pub struct UnknownSecret {
    pub name: String,
}

/// The secrets seen by this process, in memory only, by what they belong to (variable, scheme and host, flag).
#[derive(Clone, Default)]
pub struct Vault {
    known: HashMap<String, BString>,
}

/// Secrets are not printed, by no way of printing.
impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Vault({} secrets)", self.known.len())
    }
}

impl Vault {
    /// Remembers the secrets of a value; newer ones take the place of older ones.
    pub fn remember_value(&mut self, name: &str, value: &[u8]) {
        for span in scan::value(name, value) {
            self.keep(span.anchor, &value[span.range], true);
        }
    }

    /// As [`Vault::remember_value`], but what is known already stays: for values from elsewhere.
    pub fn remember_foreign(&mut self, name: &str, value: &[u8]) {
        for span in scan::value(name, value) {
            self.keep(span.anchor, &value[span.range], false);
        }
    }

    /// Remembers the secrets of a whole GOENV file.
    pub fn remember_file(&mut self, text: &[u8]) {
        for span in scan::file(text) {
            self.keep(span.anchor, &text[span.range], true);
        }
        for line in text.lines() {
            if let Some((name, value)) = line.split_once_str("=") {
                self.remember_value(&name.to_str_lossy(), value);
            }
        }
    }

    fn keep(&mut self, anchor: String, secret: &[u8], newer_wins: bool) {
        // What is read from a file or an environment stands there: then `***` is no more than that.
        if newer_wins && secret != MASK.as_bytes() {
            self.known.insert(anchor, secret.into());
        } else {
            self.known.entry(anchor).or_insert_with(|| secret.into());
        }
    }

    /// The value with every `***` that stands for a secret replaced by it.
    ///
    /// # Errors
    /// A `***` in the place of a secret that is not known here.
    pub fn unmask_value(&self, name: &str, value: &[u8]) -> Result<BString, UnknownSecret> {
        self.put_back(value, scan::value(name, value)).map_err(|_| UnknownSecret { name: name.to_owned() })
    }

    /// The same for a whole file.
    ///
    /// # Errors
    /// As [`Vault::unmask_value`]; the name is that of the line.
    pub fn unmask_file(&self, text: &[u8]) -> Result<BString, UnknownSecret> {
        self.put_back(text, scan::file(text)).map_err(|at| {
            let line_start = text[..at].rfind_byte(b'\n').map_or(0, |i| i + 1);
            let line = text[line_start..].lines().next().unwrap_or_default();
            let name = line.split_once_str("=").map_or(line, |(name, _)| name);
            UnknownSecret { name: name.to_str_lossy().into_owned() }
        })
    }

    fn put_back(&self, text: &[u8], spans: Vec<scan::Span>) -> Result<BString, usize> {
        let mut with = Vec::new();
        for span in spans {
            if &text[span.range.clone()] == MASK.as_bytes() {
                let secret = self.known.get(&span.anchor).ok_or(span.range.start)?;
                with.push((span.range, secret.as_slice()));
            }
        }
        Ok(replace(text, with.into_iter()))
    }
}

#[cfg(test)]
mod tests;
