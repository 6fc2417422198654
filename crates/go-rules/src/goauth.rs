//! GOAUTH (Go 1.24): where go takes credentials from, and what a command of it says (`cmd/go/internal/auth`). Nothing is
//! run here.

use std::fmt;

use bstr::{BStr, BString, ByteSlice};

use crate::environ::Os;
use crate::filepath;
use crate::files::{FileKind, Files};
use crate::go_command::Rules;
use crate::go_url::GoUrl;
use crate::quoted;

/// One of the ways, in the order in which they stand: an earlier one wins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// Nothing is sent.
    Off,
    Netrc,
    /// `git credential fill`, run in this folder.
    Git(BString),
    /// A program and its arguments. The raw text is what go quotes in errors.
    Command {
        text: BString,
        words: Result<Vec<BString>, quoted::Unterminated>,
    },
}

/// Why go ends before its first HTTPS request; in its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadGoauth(String);

impl fmt::Display for BadGoauth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadGoauth {}

/// The ways of a setting. Before Go 1.24 there was only netrc.
///
/// # Errors
/// What go says when it first has to ask a server by HTTPS.
pub fn ways(rules: Rules, os: Os, goauth: &BStr, files: &dyn Files) -> Result<Vec<Way>, BadGoauth> {
    if !rules.since(24) || goauth.is_empty() {
        return Ok(vec![Way::Netrc]);
    }
    let count = goauth.split_str(";").count();
    let mut all = Vec::new();
    // Go takes the last command first, and ends at the first that is bad.
    for command in goauth.rsplit_str(";") {
        let words: Vec<&[u8]> = command.fields().collect();
        let bad = |why: &str| BadGoauth(format!("go: {why} (GOAUTH={goauth})"));
        all.push(match words.first() {
            None => return Err(bad("GOAUTH encountered an empty command")),
            Some(&b"off") if count != 1 => {
                return Err(bad("GOAUTH=off cannot be combined with other authentication commands"));
            }
            Some(&b"off") => Way::Off,
            Some(&b"netrc") => Way::Netrc,
            Some(&b"git") => Way::Git(git_folder(os, &words, files)?),
            Some(_) => {
                let text = command.trim();
                let words = quoted::split(text);
                let owned = |words: Vec<&BStr>| words.into_iter().map(ToOwned::to_owned).collect();
                Way::Command { text: text.into(), words: words.map(owned) }
            }
        });
    }
    all.reverse();
    Ok(all)
}

fn git_folder(os: Os, words: &[&[u8]], files: &dyn Files) -> Result<BString, BadGoauth> {
    let needs = "GOAUTH=git dir method requires an absolute path to the git working directory";
    let [_, dir] = words else { return Err(BadGoauth(format!("go: {needs}"))) };
    if !filepath::is_abs(os, dir) {
        return Err(BadGoauth(format!("go: {needs}, dir is not absolute")));
    }
    let dir = BStr::new(dir);
    match files.kind(dir) {
        Some(FileKind::Directory) => Ok(dir.into()),
        Some(_) => Err(BadGoauth(format!("go: {needs}, dir is not a directory"))),
        None => {
            let why = format!("cannot stat {dir}: stat {dir}: no such file or directory");
            Err(BadGoauth(format!("go: GOAUTH=git encountered an error; {why}")))
        }
    }
}

/// Headers for what begins with a prefix. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Grant {
    /// `host/path`, without `https://`.
    pub prefix: BString,
    pub headers: Vec<(String, BString)>,
}

impl fmt::Debug for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Grant({})", self.prefix)
    }
}

/// Why go can make nothing of what a command said. In its words, without a line of the answer: that may be secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadAnswer {
    UrlsNotEnded,
    Url,
    HeadersNotEnded,
    Header,
}

impl fmt::Display for BadAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BadAnswer::UrlsNotEnded => "invalid format: missing empty line after URLs",
            BadAnswer::Url => "could not parse URL",
            BadAnswer::HeadersNotEnded => "invalid format: missing empty line after headers",
            BadAnswer::Header => "invalid format: invalid header line",
        })
    }
}

impl std::error::Error for BadAnswer {}

/// What a command answered (`parseUserAuth`): URLs, an empty line, headers, an empty line, and again.
///
/// # Errors
/// [`BadAnswer`]: then none of it counts.
pub fn grants(answer: &[u8], rules: Rules) -> Result<Vec<Grant>, BadAnswer> {
    let mut all: Vec<Grant> = Vec::new();
    let mut rest = answer;
    while !rest.is_empty() {
        let mut prefixes = Vec::new();
        loop {
            let (line, after) = rest.split_once_str("\n").ok_or(BadAnswer::UrlsNotEnded)?;
            rest = after;
            if line.is_empty() {
                break;
            }
            prefixes.push(prefix(line, rules)?);
        }
        let mut headers = Vec::new();
        loop {
            let (line, after) = rest.split_once_str("\n").ok_or(BadAnswer::HeadersNotEnded)?;
            rest = after;
            if line.is_empty() {
                break;
            }
            headers.push(header(line)?);
        }
        for prefix in prefixes {
            all.retain(|grant| grant.prefix != prefix);
            all.push(Grant { prefix, headers: headers.clone() });
        }
    }
    Ok(all)
}

/// `url.ParseRequestURI`: absolute, or a path from the root, and no fragment.
fn prefix(line: &[u8], rules: Rules) -> Result<BString, BadAnswer> {
    let url = GoUrl::parse(BStr::new(line), rules).map_err(|_| BadAnswer::Url)?;
    if url.scheme.is_empty() && !line.starts_with(b"/") {
        return Err(BadAnswer::Url);
    }
    let text = url.string();
    Ok(text.strip_prefix(b"https://").unwrap_or(&text).into())
}

fn header(line: &[u8]) -> Result<(String, BString), BadAnswer> {
    let (name, value) = line.split_once_str(": ").ok_or(BadAnswer::Header)?;
    let value = value.trim();
    let token = |b: &u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(b);
    let text = |b: &u8| !b.is_ascii_control() || *b == b'\t';
    if name.is_empty() || !name.iter().all(token) || !value.iter().all(text) {
        return Err(BadAnswer::Header);
    }
    Ok((name.to_str_lossy().into_owned(), value.into()))
}

/// What go remembers for URLs (`storeCredential`, `loadCredential`).
#[derive(Debug, Clone, Default)]
pub struct Granted(Vec<Grant>);

impl Granted {
    /// Remembers; no headers forget.
    pub fn store(&mut self, rules: Rules, mut grant: Grant) {
        if let Some(rest) = grant.prefix.strip_prefix(b"https://") {
            grant.prefix = rest.into();
        }
        if rules.since(25) && grant.prefix.ends_with(b"/") {
            grant.prefix.pop();
        }
        self.0.retain(|known| known.prefix != grant.prefix);
        if !grant.headers.is_empty() {
            self.0.push(grant);
        }
    }

    /// What is sent to a URL: of the longest prefix that ends at a `/`; Go 1.24 knows only whole URLs and hosts.
    pub fn of(&self, rules: Rules, url: &BStr) -> Option<&Grant> {
        let mut prefix: &[u8] = url.strip_prefix(b"https://").unwrap_or(url);
        if rules.since(25) {
            prefix = prefix.strip_suffix(b"/").unwrap_or(prefix);
        }
        loop {
            if let Some(grant) = self.0.iter().find(|grant| grant.prefix == prefix) {
                return Some(grant);
            }
            let slash = if rules.since(25) { prefix.rfind_byte(b'/') } else { prefix.find_byte(b'/') };
            prefix = &prefix[..slash?];
        }
    }
}

/// What `git credential fill` answered (`parseGitAuth`): a URL, a name and a password.
pub fn of_git(answer: &[u8], rules: Rules) -> (BString, BString, BString) {
    let (mut url, mut name, mut password) = (GoUrl::default(), BString::default(), BString::default());
    for line in answer.split_str("\n") {
        let Some((key, value)) = line.trim().split_once_str("=") else { continue };
        match key {
            b"protocol" => url.scheme = value.into(),
            b"host" => url.host = value.into(),
            b"path" => url.path = value.into(),
            b"username" => name = value.into(),
            b"password" => password = value.into(),
            b"url" => {
                if let Ok(whole) = GoUrl::parse(BStr::new(value), rules) {
                    url = whole;
                }
            }
            _ => {}
        }
    }
    (url.string(), name, password)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::memory::MemoryFiles;

    fn of(text: &str) -> Result<Vec<(String, Vec<String>)>, BadAnswer> {
        let told = |grant: Grant| {
            let headers = grant.headers.iter().map(|(name, value)| format!("{name}={value}")).collect();
            (grant.prefix.to_string(), headers)
        };
        grants(text.as_bytes(), Rules::newest()).map(|all| all.into_iter().map(told).collect())
    }

    #[test]
    fn what_a_command_says_is_read_as_go_reads_it() {
        let one = |prefix: &str, headers: &[&str]| {
            (prefix.to_owned(), headers.iter().map(|h| (*h).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(
            of("https://a.com\nhttps://b.com/x/\n\nAuthorization: Basic x\nX-Y:  z \n\n"),
            Ok(vec![
                one("a.com", &["Authorization=Basic x", "X-Y=z"]),
                one("b.com/x/", &["Authorization=Basic x", "X-Y=z"])
            ])
        );
        assert_eq!(of("\n\n"), Ok(vec![]));
        assert_eq!(of(""), Ok(vec![]));
        assert_eq!(of("https://a.com\n"), Err(BadAnswer::UrlsNotEnded));
        assert_eq!(of("https://a.com\n\nA: b\n"), Err(BadAnswer::HeadersNotEnded));
        assert_eq!(of("a.com\n\nA: b\n\n"), Err(BadAnswer::Url));
        assert_eq!(of("https://a.com\n\nA b\n\n"), Err(BadAnswer::Header));
        assert_eq!(of("https://a.com\n\nA:b\n\n"), Err(BadAnswer::Header));
    }

    #[test]
    fn an_earlier_way_wins_and_a_longer_prefix() {
        let ways =
            |goauth: &str| ways(Rules::newest(), Os::Linux, BStr::new(goauth), &MemoryFiles::default());
        let all = ways("helper 'a b'; netrc").unwrap();
        assert!(matches!(&all[0], Way::Command { words: Ok(words), .. } if words == &["helper", "a b"]));
        assert_eq!(all[1], Way::Netrc);
        assert_eq!(ways("").unwrap(), [Way::Netrc]);
        let mut granted = Granted::default();
        for prefix in ["https://a.com/x/", "a.com"] {
            granted.store(
                Rules::newest(),
                Grant { prefix: prefix.into(), headers: vec![("A".into(), prefix.into())] },
            );
        }
        let sent = |minor, url: &str| {
            granted.of(Rules::of_minor(minor), BStr::new(url)).map(|grant| grant.prefix.to_string())
        };
        assert_eq!(sent(25, "https://a.com/x/y").as_deref(), Some("a.com/x"));
        assert_eq!(sent(24, "https://a.com/x/y").as_deref(), Some("a.com"));
        assert_eq!(sent(25, "https://a.com.evil/x"), None);
    }

    #[test]
    fn the_answer_of_git_is_read_line_by_line() {
        let said = b"protocol=https\nhost=a.com\nusername=ada\npassword=p=w\n";
        let (url, name, password) = of_git(said, Rules::newest());
        assert_eq!((url, name, password), ("https://a.com".into(), "ada".into(), "p=w".into()));
    }
}
