//! Signed notes, and the keys that verify them (`golang.org/x/mod/sumdb/note`).

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Verifier, VerifyingKey};
use sha2::{Digest, Sha256};

/// The one algorithm there is.
const ED25519: u8 = 1;
/// More signatures than any note has.
const MOST_SIGNATURES: usize = 100;
/// What begins the line of a signature.
const SIGNATURE: &str = "\u{2014} ";

/// A key that verifies notes: `name+hash+key`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteKey {
    name: String,
    hash: u32,
    key: VerifyingKey,
}

/// Why a text is no key; in Go's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadKey {
    Malformed,
    Algorithm,
    Hash,
}

impl fmt::Display for BadKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BadKey::Malformed => "malformed verifier id",
            BadKey::Algorithm => "unknown verifier algorithm",
            BadKey::Hash => "invalid verifier hash",
        })
    }
}

/// Why a note is not to be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadNote {
    Malformed,
    /// The signature of the key does not fit the text.
    Signature,
    /// The key has not signed it.
    Unsigned,
}

impl fmt::Display for BadNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BadNote::Malformed => "malformed note",
            BadNote::Signature => "invalid signature",
            BadNote::Unsigned => "note has no verifiable signatures",
        })
    }
}

impl NoteKey {
    /// Parses `name+hash+key`.
    ///
    /// # Errors
    /// [`BadKey`].
    pub fn parse(text: &str) -> Result<NoteKey, BadKey> {
        let mut parts = text.splitn(3, '+');
        let mut part = || parts.next().unwrap_or_default();
        let (name, hash, key) = (part(), part(), part());
        let key = STANDARD.decode(key).map_err(|_| BadKey::Malformed)?;
        let digits = hash.len() == 8 && hash.bytes().all(|b| b.is_ascii_hexdigit());
        let hash = u32::from_str_radix(hash, 16).map_err(|_| BadKey::Malformed)?;
        if !digits || !is_name(name) || key.is_empty() {
            return Err(BadKey::Malformed);
        }
        if hash != key_hash(name, &key) {
            return Err(BadKey::Hash);
        }
        if key[0] != ED25519 {
            return Err(BadKey::Algorithm);
        }
        let key: [u8; 32] = key[1..].try_into().map_err(|_| BadKey::Malformed)?;
        let key = VerifyingKey::from_bytes(&key).map_err(|_| BadKey::Malformed)?;
        Ok(NoteKey { name: name.into(), hash, key })
    }

    /// The name of the server that the key belongs to.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text of a note, if this key has signed it. Signatures of other keys are passed over.
    ///
    /// # Errors
    /// [`BadNote`].
    pub fn open<'a>(&self, note: &'a [u8]) -> Result<&'a str, BadNote> {
        let note = std::str::from_utf8(note).map_err(|_| BadNote::Malformed)?;
        if note.chars().any(|c| c < ' ' && c != '\n') {
            return Err(BadNote::Malformed);
        }
        let end = note.rfind("\n\n").ok_or(BadNote::Malformed)? + 1;
        let (text, signatures) = (&note[..end], &note[end + 1..]);
        let lines = signatures.strip_suffix('\n').ok_or(BadNote::Malformed)?;
        let mut signed = false;
        for (count, line) in lines.split('\n').enumerate() {
            let (name, hash, signature) = signature(line).ok_or(BadNote::Malformed)?;
            if count >= MOST_SIGNATURES {
                return Err(BadNote::Malformed);
            }
            if name != self.name || hash != self.hash || signed {
                continue;
            }
            let signature = Signature::from_slice(&signature).map_err(|_| BadNote::Signature)?;
            self.key.verify(text.as_bytes(), &signature).map_err(|_| BadNote::Signature)?;
            signed = true;
        }
        if signed { Ok(text) } else { Err(BadNote::Unsigned) }
    }
}

/// Name, key hash and signature of a line `— name base64`.
fn signature(line: &str) -> Option<(&str, u32, Vec<u8>)> {
    let (name, encoded) = line.strip_prefix(SIGNATURE)?.split_once(' ')?;
    let bytes = STANDARD.decode(encoded).ok()?;
    if !is_name(name) || bytes.len() < 5 {
        return None;
    }
    let hash = u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
    Some((name, hash, bytes[4..].to_vec()))
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c == '+')
}

fn key_hash(name: &str, key: &[u8]) -> u32 {
    let sum = Sha256::new().chain_update(name).chain_update(b"\n").chain_update(key).finalize();
    u32::from_be_bytes([sum[0], sum[1], sum[2], sum[3]])
}

#[cfg(test)]
pub(super) mod tests {
    use ed25519_dalek::{Signer, SigningKey};

    use super::*;

    /// The key and a way to sign with it, both from a seed.
    pub fn key(name: &str, seed: u8) -> (String, impl Fn(&str) -> String) {
        let secret = SigningKey::from_bytes(&[seed; 32]);
        let public = [&[ED25519], secret.verifying_key().as_bytes().as_slice()].concat();
        let hash = key_hash(name, &public);
        let text = format!("{name}+{hash:08x}+{}", STANDARD.encode(&public));
        let name = name.to_owned();
        let sign = move |text: &str| {
            let signature =
                [&hash.to_be_bytes(), secret.sign(text.as_bytes()).to_bytes().as_slice()].concat();
            format!("{text}\n{SIGNATURE}{name} {}\n", STANDARD.encode(signature))
        };
        (text, sign)
    }

    #[test]
    fn the_known_key_is_a_key() {
        let key = NoteKey::parse(super::super::setting::SUM_GOLANG_ORG).unwrap();
        assert_eq!(key.name(), "sum.golang.org");
    }

    #[test]
    fn a_note_opens_with_the_key_that_signed_it_and_no_other() {
        let (key, sign) = key("example.com", 1);
        let (other, _) = self::key("example.com", 2);
        let note = sign("If you think cryptography is the answer …\n");
        let key = NoteKey::parse(&key).unwrap();
        assert_eq!(key.open(note.as_bytes()), Ok("If you think cryptography is the answer …\n"));
        assert_eq!(NoteKey::parse(&other).unwrap().open(note.as_bytes()), Err(BadNote::Unsigned));
        assert_eq!(key.open(note.replace("think", "drink").as_bytes()), Err(BadNote::Signature));
        assert_eq!(key.open(note.trim_end().as_bytes()), Err(BadNote::Malformed));
        assert_eq!(key.open(note.replace('…', "\r").as_bytes()), Err(BadNote::Malformed));
        let twice = format!("{note}{SIGNATURE}other.com {}\n", STANDARD.encode(b"12345"));
        assert!(key.open(twice.as_bytes()).is_ok());
    }

    #[test]
    fn keys_that_are_none_are_refused_in_gos_words() {
        let (good, _) = key("example.com", 1);
        let broken = |text: &str| NoteKey::parse(text).unwrap_err().to_string();
        assert_eq!(broken("example.com"), "malformed verifier id");
        assert_eq!(broken(&good.replace("example", "sample")), "invalid verifier hash");
        let (spaced, _) = key("exam ple.com", 1);
        assert_eq!(broken(&spaced), "malformed verifier id");
        let odd = format!("example.com+{:08x}+{}", key_hash("example.com", &[7, 1]), STANDARD.encode([7, 1]));
        assert_eq!(broken(&odd), "unknown verifier algorithm");
    }
}
