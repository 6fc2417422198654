//! The `.netrc` file, and which credentials go sends to a URL (`cmd/go/internal/auth`).

use std::fmt;

use bstr::{BStr, BString, ByteSlice};

use crate::environ::Os;
use crate::filepath;
use crate::files::Files;
use crate::go_command::Rules;
use crate::go_url::GoUrl;
use crate::goauth::{self, Way};

pub use crate::goauth::BadGoauth;

/// A name and a password for a machine. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Login {
    pub machine: String,
    pub name: String,
    pub password: String,
}

/// Secrets are not printed, by no way of printing.
impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Login({})", self.machine)
    }
}

/// What stands for a machine, whole or not. Never printed.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Entry {
    pub machine: String,
    /// 1-based: of the word `machine`.
    pub line: usize,
    pub name: String,
    pub password: String,
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Entry({} in line {})", self.machine, self.line)
    }
}

impl Entry {
    /// Go takes only those that have all three.
    pub fn is_whole(&self) -> bool {
        !self.machine.is_empty() && !self.name.is_empty() && !self.password.is_empty()
    }
}

/// `parseNetrc`.
pub fn parse(text: &str) -> Vec<Login> {
    let whole = entries(text).0.into_iter().filter(Entry::is_whole);
    whole.map(|Entry { machine, name, password, .. }| Login { machine, name, password }).collect()
}

/// What stands for each machine, as far as go reads; and the line of the `default` at which it stops.
pub fn entries(text: &str) -> (Vec<Entry>, Option<usize>) {
    let mut all = Vec::new();
    let mut entry = Entry::default();
    let mut in_macro = false;
    for (number, line) in text.split('\n').enumerate() {
        if in_macro {
            in_macro = !line.is_empty();
            continue;
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        let mut at = 0;
        while at + 1 < words.len() {
            let value = words[at + 1].to_owned();
            match words[at] {
                "machine" => {
                    let next = Entry { machine: value, line: number + 1, ..Entry::default() };
                    all.push(std::mem::replace(&mut entry, next));
                }
                "login" => entry.name = value,
                "password" => entry.password = value,
                "macdef" => in_macro = true,
                _ => {}
            }
            if entry.is_whole() {
                all.push(std::mem::take(&mut entry));
            }
            at += 2;
        }
        // Go stops at a `default` only where it stands alone or at the end of a line.
        if words.get(at) == Some(&"default") {
            all.push(entry);
            return (named(all), Some(number + 1));
        }
    }
    all.push(entry);
    (named(all), None)
}

fn named(mut all: Vec<Entry>) -> Vec<Entry> {
    all.retain(|entry| !entry.machine.is_empty());
    all
}

/// Where the credentials of a request come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sent {
    None,
    /// They stand in the URL.
    Url,
    Netrc,
    /// A command or git of GOAUTH may have some; it is not asked here.
    Goauth,
}

/// What go knows of credentials.
#[derive(Debug, Clone)]
pub struct Credentials {
    rules: Rules,
    logins: Vec<Login>,
    /// GOAUTH has a command, or git.
    commands: bool,
}

impl Credentials {
    /// Those of a netrc file, as far as GOAUTH (Go 1.24) lets go look at it.
    ///
    /// # Errors
    /// What go says when it first has to ask a server by HTTPS.
    pub fn of(
        rules: Rules,
        os: Os,
        goauth: &BStr,
        netrc: &str,
        files: &dyn Files,
    ) -> Result<Credentials, BadGoauth> {
        let mut known = Credentials { rules, logins: parse(netrc), commands: false };
        let ways = goauth::ways(rules, os, goauth, files)?;
        known.commands = ways.iter().any(|way| matches!(way, Way::Git(_) | Way::Command { .. }));
        if !ways.contains(&Way::Netrc) {
            known.logins.clear();
        }
        Ok(known)
    }

    /// Where those come from that go sends with its first request to a URL.
    pub fn sent(&self, url: &GoUrl) -> Sent {
        let in_url = url.user.is_some();
        if url.scheme != "https" {
            return if in_url { Sent::Url } else { Sent::None };
        }
        match self.login(url) {
            Some(_) => Sent::Netrc,
            None if in_url => Sent::Url,
            None if self.commands => Sent::Goauth,
            None => Sent::None,
        }
    }

    /// The login for an HTTPS URL.
    pub fn login(&self, url: &GoUrl) -> Option<&Login> {
        let machine = |wanted: &[u8]| {
            let plain = |login: &Login| login.machine.as_bytes() == wanted;
            self.logins.iter().find(|login| plain(login))
        };
        if !self.rules.since(24) {
            return machine(&url.host);
        }
        let stored = |wanted: &[u8]| {
            let wanted = wanted.to_owned();
            let key = |login: &Login| {
                let machine = login.machine.strip_prefix("https://").unwrap_or(&login.machine);
                let bare = machine.strip_suffix('/').unwrap_or(machine);
                if self.rules.since(25) { bare.to_owned() } else { machine.to_owned() }
            };
            self.logins.iter().find(|login| key(login).as_bytes() == wanted)
        };
        let text = url.string();
        let mut prefix: &[u8] = text.strip_prefix(b"https://").unwrap_or(&text);
        if self.rules.since(25) {
            prefix = prefix.strip_suffix(b"/").unwrap_or(prefix);
        }
        loop {
            if let Some(login) = stored(prefix) {
                return Some(login);
            }
            // Go 1.24 goes from the whole URL to its host at once.
            let slash = if self.rules.since(25) { prefix.rfind_byte(b'/') } else { prefix.find_byte(b'/') };
            prefix = &prefix[..slash?];
        }
    }
}

/// The netrc file that go reads: NETRC, else in the home, where Windows has another name that comes first.
pub fn place(netrc: Option<&BStr>, home: Option<&BStr>, os: Os, files: &dyn Files) -> Option<BString> {
    if let Some(named) = netrc {
        return Some(named.into());
    }
    let home = home?;
    let legacy = filepath::join(os, &[home.as_bytes(), b"_netrc"]);
    if os == Os::Windows && files.kind(legacy.as_bstr()).is_some() {
        return Some(legacy);
    }
    Some(filepath::join(os, &[home.as_bytes(), b".netrc"]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::memory::MemoryFiles;

    #[test]
    fn logins_are_read_as_go_reads_them() {
        let text = "machine a.com login ada password x\nmacdef m\nmachine evil.com login e password e\n\n\
                    machine b.com\n login bob\n password y\ndefault login d password d\n\
                    machine c.com login c password c\ndefault\nmachine d.com login d password d\n";
        let logins = parse(text);
        let told: Vec<_> = logins.iter().map(|l| (l.machine.as_str(), l.name.as_str())).collect();
        assert_eq!(told, [("a.com", "ada"), ("b.com", "bob"), ("c.com", "c")]);
    }

    const NETRC: &str = "machine a.com login one password p\nmachine a.com/x login two password p\n\
                         machine a.com login three password p\nmachine b.com:81 login four password p\n";

    fn name(minor: u32, url: &str) -> (Option<String>, Sent) {
        let rules = Rules::of_minor(minor);
        let known = Credentials::of(rules, Os::Linux, BStr::new(""), NETRC, &MemoryFiles::default()).unwrap();
        let url = GoUrl::parse(BStr::new(url), rules).unwrap();
        (known.login(&url).map(|login| login.name.clone()), known.sent(&url))
    }

    #[test]
    fn which_login_fits_is_another_question_for_each_version() {
        let one = || Some("one".to_owned());
        assert_eq!(name(23, "https://a.com/x/y"), (one(), Sent::Netrc));
        assert_eq!(name(24, "https://a.com/x/y"), (one(), Sent::Netrc));
        assert_eq!(name(25, "https://a.com/x/y").0, Some("two".into()));
        assert_eq!(name(25, "https://a.com/xy").0, one());
        assert_eq!(name(25, "https://b.com/"), (None, Sent::None));
        assert_eq!(name(25, "https://b.com:81/").0, Some("four".into()));
        assert_eq!(name(23, "https://u:p@a.com/"), (one(), Sent::Netrc));
        assert_eq!(name(24, "https://u:p@a.com/"), (None, Sent::Url));
    }

    #[test]
    fn a_bad_goauth_is_told_in_gos_words() {
        let of = |goauth: &str, minor| {
            let rules = Rules::of_minor(minor);
            Credentials::of(rules, Os::Linux, BStr::new(goauth), NETRC, &MemoryFiles::default())
                .map(|known| (known.logins.len(), known.commands))
                .map_err(|why| why.to_string())
        };
        assert_eq!(of(";", 23), Ok((4, false)));
        assert_eq!(of(";", 24).unwrap_err(), "go: GOAUTH encountered an empty command (GOAUTH=;)");
        assert!(of("off;netrc", 24).unwrap_err().contains("cannot be combined"));
        assert!(of("git x", 24).unwrap_err().ends_with("dir is not absolute"));
        assert_eq!(of("off", 24), Ok((0, false)));
        assert_eq!(of("helper --x; netrc", 24), Ok((4, true)));
    }
}
