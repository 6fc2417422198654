//! What a person wants to know of a server's certificate: whose it is, who vouches for it, how long it holds. Whether
//! it is believed is not decided here but in `trust`; only the few fields are read, the rest is passed over.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The facts of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    pub subject: Name,
    pub issuer: Name,
    pub not_before: SystemTime,
    pub not_after: SystemTime,
}

/// What of a distinguished name tells somebody who it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Name {
    pub common: Option<String>,
    pub organization: Option<String>,
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.common, &self.organization) {
            (Some(common), Some(organization)) if common != organization => {
                write!(f, "{common} ({organization})")
            }
            (Some(name), _) | (None, Some(name)) => f.write_str(name),
            (None, None) => f.write_str("?"),
        }
    }
}

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const VERSION: u8 = 0xa0;
const UTC_TIME: u8 = 0x17;
const BMP_STRING: u8 = 0x1e;
const COMMON_NAME: &[u8] = &[0x55, 4, 3];
const ORGANIZATION: &[u8] = &[0x55, 4, 10];
/// Longer names are cut: nobody reads them, and the server chose them.
const LONGEST: usize = 120;

impl Certificate {
    /// Reads DER (RFC 5280, 4.1). `None`: it is none.
    pub fn read(der: &[u8]) -> Option<Certificate> {
        let mut certificate = Der(der).inside(SEQUENCE)?;
        let mut signed = certificate.inside(SEQUENCE)?;
        if signed.0.first() == Some(&VERSION) {
            signed.next()?;
        }
        let _serial = signed.next()?;
        let _algorithm = signed.inside(SEQUENCE)?;
        let issuer = name(signed.inside(SEQUENCE)?);
        let mut validity = signed.inside(SEQUENCE)?;
        let not_before = time(validity.next()?)?;
        let not_after = time(validity.next()?)?;
        let subject = name(signed.inside(SEQUENCE)?);
        Some(Certificate { subject, issuer, not_before, not_after })
    }

    /// Whether it holds at that time.
    pub fn holds_at(&self, time: SystemTime) -> bool {
        (self.not_before..=self.not_after).contains(&time)
    }
}

/// What is left to read: values with a tag and a length before each.
struct Der<'a>(&'a [u8]);

impl<'a> Der<'a> {
    /// The tag and the content of the next value.
    fn next(&mut self) -> Option<(u8, &'a [u8])> {
        let (&tag, rest) = self.0.split_first()?;
        let (&first, rest) = rest.split_first()?;
        let (length, rest) = match first {
            0..=0x7f => (usize::from(first), rest),
            0x81..=0x84 => {
                let (bytes, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
                (bytes.iter().fold(0, |all, byte| all << 8 | usize::from(*byte)), rest)
            }
            _ => return None,
        };
        let (content, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some((tag, content))
    }

    /// What is in the next value, when it has this tag.
    fn inside(&mut self, wanted: u8) -> Option<Der<'a>> {
        self.next().filter(|(tag, _)| *tag == wanted).map(|(_, content)| Der(content))
    }
}

fn name(mut parts: Der<'_>) -> Name {
    let mut name = Name::default();
    while let Some(mut set) = parts.inside(SET) {
        while let Some(mut attribute) = set.inside(SEQUENCE) {
            let (Some((_, kind)), Some((tag, value))) = (attribute.next(), attribute.next()) else {
                continue;
            };
            match kind {
                COMMON_NAME => name.common = Some(string(tag, value)),
                ORGANIZATION => name.organization = Some(string(tag, value)),
                _ => {}
            }
        }
    }
    name
}

fn string(tag: u8, value: &[u8]) -> String {
    let text = if tag == BMP_STRING {
        let units: Vec<u16> = value.chunks_exact(2).map(|two| u16::from_be_bytes([two[0], two[1]])).collect();
        String::from_utf16_lossy(&units)
    } else {
        String::from_utf8_lossy(value).into_owned()
    };
    text.chars().filter(|c| !c.is_control()).take(LONGEST).collect()
}

/// `YYMMDDHHMMSSZ` or `YYYYMMDDHHMMSSZ`.
fn time((tag, text): (u8, &[u8])) -> Option<SystemTime> {
    let text = std::str::from_utf8(text).ok()?.strip_suffix('Z')?;
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u64>().ok();
    let (year, rest) = match tag {
        UTC_TIME => (number(0, 2).map(|year| if year < 50 { 2000 + year } else { 1900 + year })?, 2),
        _ => (number(0, 4)?, 4),
    };
    let part = |at: usize| number(rest + 2 * at, rest + 2 * at + 2);
    let seconds = part(2)? * 3600 + part(3)? * 60 + part(4)?;
    // Before 1970 nothing was certified; that it is over is all that matters.
    let days = days(year, part(0)?, part(1)?).unwrap_or(0);
    UNIX_EPOCH.checked_add(Duration::from_secs(days * 86_400 + seconds))
}

/// Days from 1970-01-01 to a date, counted in years that begin in March.
fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    let year = if month <= 2 { year.checked_sub(1)? } else { year };
    let month = if month <= 2 { month + 9 } else { month - 3 };
    (365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day).checked_sub(719_469)
}

#[cfg(test)]
mod tests {
    use rustls::pki_types::CertificateDer;
    use rustls::pki_types::pem::PemObject;

    use super::*;
    use crate::system::clock;

    fn at(text: &str) -> SystemTime {
        let tag = if text.len() == 13 { UTC_TIME } else { 0x18 };
        time((tag, text.as_bytes())).unwrap()
    }

    #[test]
    fn times_of_both_forms_are_read() {
        assert_eq!(clock::rfc3339(at("700101000000Z")), "1970-01-01T00:00:00Z");
        assert_eq!(clock::rfc3339(at("20000229123456Z")), "2000-02-29T12:34:56Z");
        assert_eq!(clock::rfc3339(at("261121100933Z")), "2026-11-21T10:09:33Z");
        assert_eq!(at("19500101000000Z"), UNIX_EPOCH);
        assert_eq!(time((UTC_TIME, b"yesterday")), None);
    }

    #[test]
    fn the_names_and_times_of_a_certificate_are_read() {
        let authority = burrow_servers::tls::Authority::new("Corp Root");
        let pem = authority.pem();
        let der = CertificateDer::from_pem_slice(pem.as_bytes()).unwrap();
        let certificate = Certificate::read(&der).unwrap();
        assert_eq!(certificate.issuer.to_string(), "Corp Root (Burrow tests)");
        assert!(certificate.holds_at(clock::now()) && !certificate.holds_at(UNIX_EPOCH));
    }

    #[test]
    fn whatever_is_cut_short_is_no_certificate_and_no_panic() {
        let pem = burrow_servers::tls::Authority::new("Corp Root").pem();
        let der = CertificateDer::from_pem_slice(pem.as_bytes()).unwrap();
        let signed_part = der.len() / 4;
        for end in 0..signed_part {
            assert_eq!(Certificate::read(&der[..end]), None, "{end}");
        }
        for at in 0..der.len() {
            let mut broken = der.to_vec();
            broken[at] ^= 0xff;
            let _ = Certificate::read(&broken);
        }
    }
}
