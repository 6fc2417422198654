//! Secrets in values: found, masked as `***`, and put back into an edited value.
//!
//! One scanner (`secret/scan.rs`) serves both ways: what it finds in a raw value is masked, what it finds in an
//! edited one is where `***` may stand for a secret that is known. Nothing here is kept on disk.

mod scan;

use std::collections::HashMap;
use std::ops::Range;

use bstr::{BString, ByteSlice};

/// What stands for a secret.
pub const MASK: &str = "***";

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

/// Whether a value holds a secret.
pub fn has_secret(name: &str, value: &[u8]) -> bool {
    scan::value(name, value).iter().any(|s| &value[s.range.clone()] != MASK.as_bytes())
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
        if secret == MASK.as_bytes() {
            return;
        }
        if newer_wins {
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
mod tests {
    use super::*;

    fn masked(name: &str, value: &str) -> String {
        Masked::value(name, value.as_bytes()).into_string()
    }

    #[test]
    fn userinfo_of_every_url_is_masked_and_the_rest_stays() {
        assert_eq!(
            masked("GOPROXY", "https://ada:s3c@proxy.corp/go,https://t0ken@b.corp|direct"),
            "https://***@proxy.corp/go,https://***@b.corp|direct"
        );
        assert_eq!(masked("GOPROXY", "https://proxy.golang.org,direct"), "https://proxy.golang.org,direct");
        assert_eq!(masked("GOPROXY", "https://proxy.corp/mod@v1"), "https://proxy.corp/mod@v1");
    }

    #[test]
    fn a_password_with_a_slash_is_masked_whole() {
        assert_eq!(masked("GOPROXY", "https://ada:pa/ss@host/x"), "https://***@host/x");
    }

    #[test]
    fn userinfo_without_a_scheme_is_masked_where_go_adds_one() {
        assert_eq!(masked("GOPROXY", "ada:pw@proxy.corp,direct"), "***@proxy.corp,direct");
        assert_eq!(masked("GOFLAGS", "-ldflags=-X=a.b=c:d@e"), "-ldflags=-X=a.b=c:d@e");
    }

    #[test]
    fn an_ssh_user_is_no_secret() {
        assert_eq!(masked("GOAUTH", "git /home/ada/repo"), "git /home/ada/repo");
        assert_eq!(masked("X", "ssh://git@github.com/x"), "ssh://git@github.com/x");
        assert_eq!(masked("X", "ssh://git:pw@github.com/x"), "ssh://***@github.com/x");
    }

    #[test]
    fn tokens_in_commands_and_queries_are_masked() {
        assert_eq!(
            masked("GOAUTH", "netrc;mycred --token=abc --user ada --password hunter2"),
            "netrc;mycred --token=*** --user ada --password ***"
        );
        assert_eq!(
            masked("GOAUTH", "curl -H 'Authorization: Bearer eyJhbGciOiJI'"),
            "curl -H 'Authorization: Bearer ***'"
        );
        assert_eq!(masked("GOPROXY", "https://p/go?token=abc&x=1"), "https://p/go?token=***&x=1");
        assert_eq!(masked("GOAUTH", "cred ghp_0123456789abcdefghij"), "cred ***");
    }

    #[test]
    fn files_are_masked_line_by_line_comments_included() {
        let text = b"# old: https://a:b@c\nGOPROXY=https://u:p@h\nGOFLAGS=-v\n";
        assert_eq!(Masked::file(text).as_str(), "# old: https://***@c\nGOPROXY=https://***@h\nGOFLAGS=-v\n");
    }

    #[test]
    fn an_edited_value_gets_its_secrets_back_by_scheme_and_host() {
        let mut vault = Vault::default();
        vault.remember_file(b"GOPROXY=https://u:p@one,https://x:y@two\n");
        let back = vault.unmask_value("GOPROXY", b"https://***@two,https://***@one/go,direct").unwrap();
        assert_eq!(back, "https://x:y@two,https://u:p@one/go,direct");
    }

    #[test]
    fn a_mask_for_another_host_or_scheme_is_refused() {
        let mut vault = Vault::default();
        vault.remember_value("GOPROXY", b"https://u:p@one");
        assert!(vault.unmask_value("GOPROXY", b"https://***@evil").is_err());
        assert!(vault.unmask_value("GOPROXY", b"http://***@one").is_err());
    }

    #[test]
    fn a_masked_file_comes_back_as_it_was() {
        let text =
            b"# https://c:d@e\nGOAUTH=cmd --token=abc x\nGOPROXY=https://u:p@h\nGOPROXY=https://u:q@h\n";
        let mut vault = Vault::default();
        vault.remember_file(text);
        assert_eq!(vault.unmask_file(&mask_file(text)).unwrap(), text.as_bstr());
    }

    #[test]
    fn a_pattern_of_stars_is_no_secret() {
        assert_eq!(Vault::default().unmask_value("GOPRIVATE", b"***").unwrap(), "***");
    }

    #[test]
    fn what_is_not_utf8_survives_masking_by_bytes() {
        assert_eq!(mask_value("GOPROXY", b"https://u:\xff@h/\xfe"), b"https://***@h/\xfe".as_bstr());
    }

    #[test]
    fn a_vault_prints_no_secret() {
        let mut vault = Vault::default();
        vault.remember_value("GOPROXY", b"https://u:hunter2@one");
        assert!(!format!("{vault:?}").contains("hunter2"));
    }
}
