//! URLs as Go's `net/url` takes them apart and puts them together, as far as proxies and databases need it. What
//! other libraries would mend or refuse, Go keeps, so that a URL that go asks can be told byte for byte.

mod escape;

use std::fmt;

use bstr::{BStr, BString, ByteSlice};

use self::escape::{Mode, is_valid_encoded};
use crate::go_command::Rules;
use crate::go_quote::quote;

pub use self::escape::path_escape;

/// `url.URL` of a URL that has a scheme or a path.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GoUrl {
    /// In small letters.
    pub scheme: BString,
    /// What follows the scheme when that is no slash.
    pub opaque: BString,
    /// Name and password, unescaped.
    pub user: Option<(BString, Option<BString>)>,
    /// With its port.
    pub host: BString,
    /// Unescaped.
    pub path: BString,
    /// How the path was written, where that differs from how Go would write it.
    pub raw_path: BString,
    /// Without `?`.
    pub query: BString,
    force_query: bool,
    /// `scheme:/path`.
    omit_host: bool,
    /// As it was written, without `#`.
    pub fragment: BString,
}

/// Why Go takes a text for no URL; in its words, which quote the text and may hold secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadUrl {
    text: BString,
    why: Flaw,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Flaw {
    ControlCharacter,
    MissingScheme,
    ColonInSegment,
    Escape(BString),
    HostCharacter(BString),
    Port(BString),
    Bracket,
    Literal,
    Address(BString),
    Userinfo,
}

impl fmt::Display for BadUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "parse {}: ", quote(self.text.as_bstr()))?;
        match &self.why {
            Flaw::ControlCharacter => write!(f, "net/url: invalid control character in URL"),
            Flaw::MissingScheme => write!(f, "missing protocol scheme"),
            Flaw::ColonInSegment => write!(f, "first path segment in URL cannot contain colon"),
            Flaw::Escape(text) => write!(f, "invalid URL escape {}", quote(text.as_bstr())),
            Flaw::HostCharacter(c) => write!(f, "invalid character {} in host name", quote(c.as_bstr())),
            Flaw::Port(port) => write!(f, "invalid port {} after host", quote(port.as_bstr())),
            Flaw::Bracket => write!(f, "missing ']' in host"),
            Flaw::Literal => write!(f, "invalid IP-literal"),
            Flaw::Address(host) => {
                write!(f, "invalid host: ParseAddr({}): unable to parse IP", quote(host.as_bstr()))
            }
            Flaw::Userinfo => write!(f, "net/url: invalid userinfo"),
        }
    }
}

impl std::error::Error for BadUrl {}

impl GoUrl {
    /// `url.Parse`.
    ///
    /// # Errors
    /// [`BadUrl`].
    pub fn parse(text: &BStr, rules: Rules) -> Result<GoUrl, BadUrl> {
        let (before, fragment) = cut(text, b'#');
        let bad = |why| BadUrl { text: before.into(), why };
        let mut url = parse(before, rules).map_err(bad)?;
        let fragment = fragment.unwrap_or_default();
        escape::unescape(fragment, Mode::Fragment)
            .map_err(|flaw| BadUrl { text: text.into(), why: flaw.into() })?;
        url.fragment = fragment.into();
        Ok(url)
    }

    /// `URL.String`: what is asked, userinfo and all.
    pub fn string(&self) -> BString {
        let user = self.user.as_ref().map(|(name, password)| {
            let mut out = escape::escape(name, Mode::UserPassword);
            if let Some(password) = password {
                out.push(b':');
                out.extend(escape::escape(password, Mode::UserPassword));
            }
            out
        });
        self.with_userinfo(user.as_deref())
    }

    /// Without userinfo.
    pub fn bare(&self) -> BString {
        self.with_userinfo(None)
    }

    fn with_userinfo(&self, user: Option<&[u8]>) -> BString {
        let mut out = self.scheme.clone();
        if !out.is_empty() {
            out.push(b':');
        }
        if !self.opaque.is_empty() {
            out.extend_from_slice(&self.opaque);
        } else {
            let has_host = !self.scheme.is_empty() || !self.host.is_empty() || user.is_some();
            let omitted = self.omit_host && self.host.is_empty() && user.is_none();
            if has_host && !omitted {
                if !self.host.is_empty() || !self.path.is_empty() || user.is_some() {
                    out.extend_from_slice(b"//");
                }
                if let Some(user) = user {
                    out.extend_from_slice(user);
                    out.push(b'@');
                }
                out.extend(escape::escape(&self.host, Mode::Host));
            }
            let path = self.escaped_path();
            if !path.is_empty() && path[0] != b'/' && !self.host.is_empty() {
                out.push(b'/');
            }
            out.extend_from_slice(&path);
        }
        if self.force_query || !self.query.is_empty() {
            out.push(b'?');
            out.extend_from_slice(&self.query);
        }
        if !self.fragment.is_empty() {
            out.push(b'#');
            out.extend_from_slice(&self.fragment);
        }
        out
    }

    /// `URL.EscapedPath`.
    pub fn escaped_path(&self) -> BString {
        let fits = !self.raw_path.is_empty()
            && is_valid_encoded(&self.raw_path)
            && escape::unescape(&self.raw_path, Mode::Path).is_ok_and(|plain| plain == self.path);
        if fits { self.raw_path.clone() } else { escape::escape(&self.path, Mode::Path).into() }
    }

    /// `URL.Redacted`: the password is `xxxxx`.
    pub fn redacted(&self) -> BString {
        let mut url = self.clone();
        if let Some((_, password)) = &mut url.user {
            *password = password.as_ref().map(|_| "xxxxx".into());
        }
        url.string()
    }

    /// Whether it is a plain `file:///path`, which is all that Go takes for a proxy in a folder.
    pub fn is_plain_file(&self) -> bool {
        let plain = self.opaque.is_empty() && self.user.is_none() && self.host.is_empty();
        plain && self.query.is_empty() && !self.force_query && !self.omit_host && self.fragment.is_empty()
    }

    /// `web.Join`.
    #[must_use]
    pub fn join(&self, path: &[u8]) -> GoUrl {
        let path = path.strip_prefix(b"/").unwrap_or(path);
        let joined = |base: &BString| bstr::concat([trimmed(base), b"/", path]).into();
        GoUrl { path: joined(&self.path), raw_path: joined(&self.raw_path), ..self.clone() }
    }

    /// What `proxyRepo` asks: an escaped module path and a file of it below this URL.
    #[must_use]
    pub fn below(&self, module: &[u8], file: &[u8]) -> GoUrl {
        let path = bstr::concat([trimmed(&self.path), b"/", module, b"/", file]);
        let raw =
            bstr::concat([trimmed(&self.raw_path), b"/", &path_escape(module), b"/", &path_escape(file)]);
        GoUrl { path: clean(&path), raw_path: clean(&raw), ..self.clone() }
    }
}

fn trimmed(base: &BString) -> &[u8] {
    base.strip_suffix(b"/").unwrap_or(base)
}

/// `path.Clean` of a path that is not empty.
fn clean(path: &[u8]) -> BString {
    let rooted = path.starts_with(b"/");
    let mut elements: Vec<&[u8]> = Vec::new();
    for element in path.split(|b| *b == b'/') {
        match element {
            b"" | b"." => {}
            b".." if elements.last().is_some_and(|last| *last != b"..") => {
                elements.pop();
            }
            b".." if rooted => {}
            other => elements.push(other),
        }
    }
    let joined = elements.join(b"/".as_slice());
    if rooted { bstr::concat([b"/".as_slice(), &joined]).into() } else { joined.into() }
}

fn cut(text: &[u8], at: u8) -> (&[u8], Option<&[u8]>) {
    match text.find_byte(at) {
        Some(end) => (&text[..end], Some(&text[end + 1..])),
        None => (text, None),
    }
}

fn parse(text: &[u8], rules: Rules) -> Result<GoUrl, Flaw> {
    if text.iter().any(|b| *b < b' ' || *b == 0x7f) {
        return Err(Flaw::ControlCharacter);
    }
    let mut url = GoUrl::default();
    if text == b"*" {
        url.path = "*".into();
        return Ok(url);
    }
    let (scheme, mut rest) = split_scheme(text)?;
    url.scheme = scheme.to_ascii_lowercase().into();
    if rest.ends_with(b"?") && rest.iter().filter(|b| **b == b'?').count() == 1 {
        url.force_query = true;
        rest = &rest[..rest.len() - 1];
    } else {
        let (before, query) = cut(rest, b'?');
        (rest, url.query) = (before, query.unwrap_or_default().into());
    }
    if !rest.starts_with(b"/") {
        if !scheme.is_empty() {
            url.opaque = rest.into();
            return Ok(url);
        }
        if cut(rest, b'/').0.contains(&b':') {
            return Err(Flaw::ColonInSegment);
        }
    }
    let has_authority = rest.starts_with(b"//") && (!scheme.is_empty() || !rest.starts_with(b"///"));
    if has_authority {
        let after = &rest[2..];
        let end = after.find_byte(b'/').unwrap_or(after.len());
        authority(&mut url, &after[..end], rules)?;
        rest = &after[end..];
    } else if !scheme.is_empty() && rest.starts_with(b"/") {
        url.omit_host = true;
    }
    url.path = escape::unescape(rest, Mode::Path)?;
    if escape::escape(&url.path, Mode::Path) != rest {
        url.raw_path = rest.into();
    }
    Ok(url)
}

fn split_scheme(text: &[u8]) -> Result<(&[u8], &[u8]), Flaw> {
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => {}
            b'0'..=b'9' | b'+' | b'-' | b'.' if at > 0 => {}
            b':' if at == 0 => return Err(Flaw::MissingScheme),
            b':' => return Ok((&text[..at], &text[at + 1..])),
            _ => break,
        }
    }
    Ok((b"", text))
}

fn authority(url: &mut GoUrl, authority: &[u8], rules: Rules) -> Result<(), Flaw> {
    let Some(at) = authority.rfind_byte(b'@') else {
        url.host = host(&url.scheme, authority, rules)?;
        return Ok(());
    };
    url.host = host(&url.scheme, &authority[at + 1..], rules)?;
    let info = &authority[..at];
    let usable = |b: &u8| b.is_ascii_alphanumeric() || b"-._:~!$&'()*+,;=%@".contains(b);
    if !info.iter().all(usable) {
        return Err(Flaw::Userinfo);
    }
    let (name, password) = cut(info, b':');
    let name = escape::unescape(name, Mode::UserPassword)?;
    let password = password.map(|p| escape::unescape(p, Mode::UserPassword)).transpose()?;
    url.user = Some((name, password));
    Ok(())
}

fn host(scheme: &[u8], host: &[u8], rules: Rules) -> Result<BString, Flaw> {
    match host.rfind_byte(b'[') {
        Some(0) => return literal(host, rules),
        Some(_) if rules.since(26) => return Err(Flaw::Literal),
        Some(at) if rules.since(24) => return literal(&host[at..], rules),
        _ => {}
    }
    let strict = rules.since(26) && matches!(scheme, b"http" | b"https");
    let colon = if strict { host.find_byte(b':') } else { host.rfind_byte(b':') };
    if let Some(at) = colon {
        port(&host[at..])?;
    }
    Ok(escape::unescape(host, Mode::Host)?)
}

fn port(port: &[u8]) -> Result<(), Flaw> {
    let fine = port.is_empty() || port.strip_prefix(b":").is_some_and(|p| p.iter().all(u8::is_ascii_digit));
    if fine { Ok(()) } else { Err(Flaw::Port(port.into())) }
}

/// `[::1]:80`. A zone (`%25eth0`) is kept as it is.
fn literal(host: &[u8], rules: Rules) -> Result<BString, Flaw> {
    let end = host.rfind_byte(b']').ok_or(Flaw::Bracket)?;
    port(&host[end + 1..])?;
    let inner = &host[1..end];
    let zone = inner.find("%25").unwrap_or(inner.len());
    let address = escape::unescape(&inner[..zone], Mode::Host)?;
    let known = address.to_str().is_ok_and(|text| text.parse::<std::net::Ipv6Addr>().is_ok());
    if !known && rules.since(24) {
        return Err(Flaw::Address(address));
    }
    let zone = escape::unescape(&inner[zone..], Mode::Zone)?;
    Ok(bstr::concat([b"[".as_slice(), &address, &zone, &host[end..]]).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<GoUrl, String> {
        GoUrl::parse(BStr::new(text), Rules::newest()).map_err(|why| why.to_string())
    }

    /// What Go 1.27 says of each, by a program that prints `url.Parse`.
    #[test]
    fn texts_that_are_no_urls_are_refused_in_gos_words() {
        for (text, words) in [
            ("https://h:x/", r#"parse "https://h:x/": invalid port ":x" after host"#),
            ("https://h/%zz", r#"parse "https://h/%zz": invalid URL escape "%zz""#),
            ("https://a b/", r#"parse "https://a b/": invalid character " " in host name"#),
            ("https://u p@h/", r#"parse "https://u p@h/": net/url: invalid userinfo"#),
            (":x", r#"parse ":x": missing protocol scheme"#),
            ("1:2", r#"parse "1:2": first path segment in URL cannot contain colon"#),
            ("https://h/\u{7}", r#"parse "https://h/\a": net/url: invalid control character in URL"#),
            ("https://[::1", r#"parse "https://[::1": missing ']' in host"#),
        ] {
            assert_eq!(parsed(text).unwrap_err(), words);
        }
    }

    #[test]
    fn what_is_put_together_again_is_what_was_taken_apart() {
        for text in [
            "https://u:p@h:1/a%2Fb/?q=1#f",
            "https://h?",
            "file:///a%20b",
            "https://[::1]:80/x",
            "http://h/a!b",
            "https:///x",
        ] {
            assert_eq!(parsed(text).unwrap().string(), text);
        }
        assert_eq!(parsed("https://u:p@h/x").unwrap().redacted(), "https://u:xxxxx@h/x");
        assert!(parsed("file:///x").unwrap().is_plain_file());
        assert!(!parsed("file:/x").unwrap().is_plain_file());
    }

    /// Seen in the requests of real go: `!` is escaped in a module's own files, and for the checksum database only
    /// where the proxy has a path.
    #[test]
    fn an_exclamation_mark_travels_as_go_sends_it() {
        let of = |text: &str| parsed(text).unwrap();
        let file = b"@v/v1.0.0-!r!c1.info";
        assert_eq!(
            of("http://h").below(b"a.com/!x", file).string(),
            "http://h/a.com/%21x/@v/v1.0.0-%21r%21c1.info"
        );
        assert_eq!(
            of("http://h/p/").below(b"a.com/!x", file).string(),
            "http://h/p/a.com/%21x/@v/v1.0.0-%21r%21c1.info"
        );
        assert_eq!(
            of("http://h").join(b"sumdb/n").join(b"/lookup/!x@v1").string(),
            "http://h/sumdb/n/lookup/!x@v1"
        );
        assert_eq!(
            of("http://h/p").join(b"sumdb/n").join(b"/lookup/!x@v1").string(),
            "http://h/p/sumdb/n/lookup/%21x@v1"
        );
        assert_eq!(of("http://h/a/../b//c").below(b"m", b"@latest").string(), "http://h/b/c/m/@latest");
    }
}
