//! GOSUMDB: which database is asked, with which key, and where (`cmd/go/internal/modfetch/sumdb.go`, `key.go`).

use std::fmt;

use bstr::{BStr, BString, ByteSlice};

use super::note::{BadKey, NoteKey};
use crate::go_command::Rules;
use crate::go_url::{BadUrl, GoUrl};

/// The key that Go knows by name.
pub const SUM_GOLANG_ORG: &str = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";

/// A database that is to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Database {
    pub key: NoteKey,
    /// Where to ask, past every proxy; `None`: through the proxies, else `https://` and its name.
    pub url: Option<BString>,
}

/// Why there is none to ask; in Go's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoDatabase {
    Off,
    Missing,
    TooManyFields,
    Key(BadKey),
    /// The address is no URL.
    Url(BadUrl),
    /// The name is no host with a path.
    Name(String),
}

impl fmt::Display for NoDatabase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoDatabase::Off => write!(f, "checksum database disabled by GOSUMDB=off"),
            NoDatabase::Missing => write!(f, "missing GOSUMDB"),
            NoDatabase::TooManyFields => write!(f, "invalid GOSUMDB: too many fields"),
            NoDatabase::Key(why) => write!(f, "invalid GOSUMDB: {why}"),
            NoDatabase::Url(why) => write!(f, "invalid GOSUMDB URL: {why}"),
            NoDatabase::Name(name) => write!(f, "invalid sumdb name (must be host[/path]): {name}"),
        }
    }
}

impl Database {
    /// The database that a GOSUMDB names.
    ///
    /// # Errors
    /// [`NoDatabase`].
    pub fn of(gosumdb: &BStr) -> Result<Database, NoDatabase> {
        let setting: &[u8] = match gosumdb.as_bytes() {
            b"sum.golang.google.cn" => b"sum.golang.org https://sum.golang.google.cn",
            b"off" => return Err(NoDatabase::Off),
            other => other,
        };
        let fields: Vec<&[u8]> = setting.fields().collect();
        let (key, url) = match fields[..] {
            [] => return Err(NoDatabase::Missing),
            [key] => (key, None),
            [key, url] => (key, Some(BString::from(url))),
            _ => return Err(NoDatabase::TooManyFields),
        };
        let key = if key == b"sum.golang.org" { SUM_GOLANG_ORG.as_bytes() } else { key };
        let key = key.to_str().map_err(|_| NoDatabase::Key(BadKey::Malformed))?;
        let key = NoteKey::parse(key).map_err(NoDatabase::Key)?;
        if !is_host_and_path(key.name()) {
            return Err(NoDatabase::Name(key.name().into()));
        }
        if let Some(url) = &url {
            GoUrl::parse(url.as_bstr(), Rules::newest()).map_err(NoDatabase::Url)?;
        }
        Ok(Database { key, url })
    }
}

fn is_host_and_path(name: &str) -> bool {
    let odd = |c: char| "?#@%\\".contains(c);
    !name.is_empty() && !name.starts_with('/') && !name.ends_with('/') && !name.contains(odd)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_the_setting_is_known() {
        let of = |text: &str| Database::of(BStr::new(text)).map(|d| (d.key.name().to_owned(), d.url));
        let golang = || "sum.golang.org".to_owned();
        assert_eq!(of("sum.golang.org"), Ok((golang(), None)));
        assert_eq!(of(SUM_GOLANG_ORG), Ok((golang(), None)));
        assert_eq!(of("sum.golang.google.cn"), Ok((golang(), Some("https://sum.golang.google.cn".into()))));
        assert_eq!(of(" sum.golang.org\thttps://x/y "), Ok((golang(), Some("https://x/y".into()))));
        let words = |text: &str| of(text).unwrap_err().to_string();
        assert_eq!(words("off"), "checksum database disabled by GOSUMDB=off");
        assert_eq!(words("  "), "missing GOSUMDB");
        assert_eq!(words("a b c"), "invalid GOSUMDB: too many fields");
        let url = "invalid GOSUMDB URL: parse \"://x\": missing protocol scheme";
        assert_eq!(words("sum.golang.org ://x"), url);
        assert_eq!(words("example.com"), "invalid GOSUMDB: malformed verifier id");
    }
}
