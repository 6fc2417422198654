//! What a stranger need not see: secrets always, and on demand the names of private hosts, of the person and the home.
//!
//! Values were masked where they were read. Here every text of the finished report is gone through once more: a secret
//! that is known to this machine is replaced wherever it stands, whatever it stands in.

use std::collections::BTreeSet;
use std::path::Path;

use bstr::{BStr, ByteSlice};
use go_rules::pattern;

use super::{Body, Fact, Report};
use crate::proxy::probe::known::is_public;
use crate::secret::{MASK, Masked, SHORTEST};

/// Hosts that everybody uses: they tell nothing of a company.
const EVERYBODY: [&str; 16] = [
    "github.com",
    "gitlab.com",
    "bitbucket.org",
    "gitee.com",
    "golang.org",
    "go.dev",
    "googlesource.com",
    "google.com",
    "google.cn",
    "gopkg.in",
    "k8s.io",
    "uber.org",
    "goproxy.cn",
    "goproxy.io",
    "aliyun.com",
    "localhost",
];

/// What is to be hidden.
#[derive(Default)]
pub struct Hide {
    /// Longest first.
    secrets: Vec<String>,
    /// Hosts, and domains with all below them.
    hosts: Vec<String>,
    /// Beginnings of module paths on hosts that everybody uses.
    paths: Vec<String>,
    /// Lists of patterns.
    patterns: Vec<String>,
    home: Option<String>,
    user: Option<String>,
}

/// Secrets are not printed, by no way of printing.
impl std::fmt::Debug for Hide {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Hide({} secrets, {} hosts)", self.secrets.len(), self.hosts.len())
    }
}

impl Hide {
    /// Hides these, in whatever they stand.
    pub fn secrets(&mut self, secrets: impl IntoIterator<Item = Vec<u8>>) {
        for secret in secrets {
            let plain = secret.to_str_lossy().into_owned();
            let decoded = percent_encoding::percent_decode(&secret).decode_utf8_lossy().into_owned();
            for form in [plain, decoded] {
                let password = form.split_once(':').map(|(_, password)| password.to_owned());
                self.secrets.extend(password);
                self.secrets.push(form);
            }
        }
        self.secrets.retain(|secret| secret.len() >= SHORTEST && secret != MASK);
        self.secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        self.secrets.dedup();
    }

    /// Hides a host, unless everybody knows it; with a port or without.
    pub fn host(&mut self, host: &str) {
        let host =
            host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()).map_or(host, |(h, _)| h);
        let host = host.trim_matches(['[', ']', '.', '*']).to_ascii_lowercase();
        if host.is_empty() || is_everybodys(&host) || host.contains('*') {
            return;
        }
        // What belongs to the same company is told by the end of a name.
        let labels: Vec<&str> = host.split('.').collect();
        let is_address = host.parse::<std::net::IpAddr>().is_ok();
        let domain = match labels.as_slice() {
            [.., name, top] if labels.len() > 2 && !is_address => Some(format!("{name}.{top}")),
            _ => None,
        };
        self.hosts.extend([Some(host), domain.filter(|domain| !is_everybodys(domain))].into_iter().flatten());
        self.hosts.sort_by_key(|host| std::cmp::Reverse(host.len()));
        self.hosts.dedup();
    }

    /// Hides the host of a URL.
    pub fn url(&mut self, url: &str) {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        self.host(authority.rsplit_once('@').map_or(authority, |(_, host)| host));
    }

    /// Hides what a list of private patterns matches: hosts, and groups on hosts that everybody uses.
    pub fn patterns(&mut self, list: &str) {
        for entry in list.split(',').map(str::trim).filter(|entry| !entry.is_empty() && *entry != "none") {
            let entry = entry.split_once("://").map_or(entry, |(_, rest)| rest);
            let mut elements = entry.split('/');
            let host = elements.next().unwrap_or_default();
            // Of a host with a glob in it, what follows the last one names the company.
            let fixed = host.rsplit(['*', '?', ']']).next().unwrap_or_default();
            self.host(fixed.trim_start_matches('.'));
            let group = elements.next().filter(|group| !group.is_empty() && !group.contains(['*', '?', '[']));
            if let (true, Some(group)) = (is_everybodys(&host.to_ascii_lowercase()), group) {
                self.paths.push(format!("{host}/{group}"));
            }
        }
        self.patterns.push(list.to_owned());
    }

    /// Hides the home, and the person's name in paths.
    pub fn person(&mut self, home: Option<&Path>, user: Option<&str>) {
        self.home = home.filter(|home| home.parent().is_some()).map(|home| home.display().to_string());
        let last = home.and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        let user = user.map(ToOwned::to_owned).or(last);
        self.user = user.filter(|user| user.len() > 1 && user != "root");
    }

    /// Goes through every text of a report.
    pub fn apply(&self, report: &mut Report) {
        for section in &mut report.sections {
            match &mut section.body {
                Body::One(entry) => self.entry(entry),
                Body::Many(entries) => entries.iter_mut().for_each(|entry| self.entry(entry)),
                Body::Missing(why) => *why = self.text(why),
            }
        }
        report.hosts_masked = self.hides_hosts();
    }

    fn hides_hosts(&self) -> bool {
        self.home.is_some() || self.user.is_some() || !self.hosts.is_empty() || !self.patterns.is_empty()
    }

    fn entry(&self, entry: &mut super::Entry) {
        for (_, fact) in &mut entry.0 {
            match fact {
                Fact::Text(text) => *text = self.text(text),
                Fact::Texts(texts) => texts.iter_mut().for_each(|text| *text = self.text(text)),
                Fact::None | Fact::Number(_) | Fact::Bytes(_) | Fact::Flag(_) => {}
            }
        }
    }

    /// One text without what is hidden.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        let mut text = Masked::path(text).into_string();
        for secret in &self.secrets {
            text = text.replace(secret.as_str(), MASK);
        }
        if let Some(home) = &self.home {
            text = text.replace(home.as_str(), "~");
        }
        if !self.hides_hosts() {
            return text;
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let word = rest.find(|c| !is_of_name(c)).unwrap_or(rest.len());
            if word > 0 {
                out += &self.word(&rest[..word]);
                rest = &rest[word..];
            } else {
                let next = rest.find(is_of_name).unwrap_or(rest.len());
                out += &rest[..next];
                rest = &rest[next..];
            }
        }
        out
    }

    /// A run of what names are made of: a host, a module path, a file.
    fn word(&self, word: &str) -> String {
        let path = word.split('@').next().unwrap_or(word);
        if self.patterns.iter().any(|list| matches(list, path)) {
            return self.named(&self.elements(word), word, path);
        }
        self.elements(word)
    }

    /// A module path that a pattern matches: nothing of it but its form is told.
    fn named(&self, elements: &str, word: &str, path: &str) -> String {
        let host = path.split('/').next().unwrap_or_default();
        match path.contains('/') {
            true => format!("private-{}/{MASK}{}", self.number(host), &word[path.len()..]),
            false => elements.to_owned(),
        }
    }

    fn elements(&self, word: &str) -> String {
        let mut word = word.to_owned();
        for group in &self.paths {
            if let Some(rest) =
                word.strip_prefix(group.as_str()).filter(|rest| rest.is_empty() || rest.starts_with('/'))
            {
                let host = group.split('/').next().unwrap_or_default();
                word = format!("{host}/private-{}{rest}", self.number(group));
            }
        }
        let hidden: Vec<String> = word.split('/').map(|element| self.element(element)).collect();
        hidden.join("/")
    }

    fn element(&self, element: &str) -> String {
        let plain = element.to_ascii_lowercase();
        if self.user.as_deref().is_some_and(|user| user.to_lowercase() == plain) {
            return "user".to_owned();
        }
        let found = self.hosts.iter().find(|host| {
            plain == **host || plain.strip_suffix(host.as_str()).is_some_and(|before| before.ends_with('.'))
        });
        match found {
            Some(host) => format!("private-{}", self.number(host)),
            None => element.to_owned(),
        }
    }

    /// The same host has the same number throughout; hosts of one domain differ.
    fn number(&self, host: &str) -> usize {
        let all: BTreeSet<&str> = self.hosts.iter().chain(&self.paths).map(String::as_str).collect();
        let host = host.to_ascii_lowercase();
        let below =
            |known: &str| host == *known || host.strip_suffix(known).is_some_and(|b| b.ends_with('.'));
        all.iter()
            .position(|known| *known == host)
            .or_else(|| all.iter().position(|known| below(known)))
            .map_or(0, |at| at + 1)
    }
}

fn matches(list: &str, path: &str) -> bool {
    path.contains('.') && pattern::matches_prefix(BStr::new(list), path.as_bytes())
}

/// What names of hosts, modules and files are made of. No `:`, so that a port stays.
fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | '@' | '~' | '+' | '*')
}

fn is_everybodys(host: &str) -> bool {
    let loopback = host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    let known = EVERYBODY
        .iter()
        .any(|known| host == *known || host.strip_suffix(known).is_some_and(|before| before.ends_with('.')));
    loopback || known || is_public(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn office() -> Hide {
        let mut hide = Hide::default();
        hide.secrets([b"ada:hunter%21two".to_vec()]);
        hide.url("https://ada@athens.corp.example:8443/go");
        hide.patterns("*.corp.example,github.com/acme/*,lone");
        hide.person(Some(Path::new("/home/ada")), Some("ada"));
        hide
    }

    #[test]
    fn a_secret_is_hidden_in_whatever_it_stands() {
        let mut hide = Hide::default();
        hide.secrets([b"ada:hunter%21two".to_vec(), b"abc".to_vec()]);
        assert_eq!(hide.text("x hunter%21two hunter!two abc"), "x *** *** abc");
        assert!(!format!("{hide:?}").contains("hunter"));
    }

    #[test]
    fn private_hosts_get_numbers_and_public_ones_keep_their_names() {
        let hide = office();
        let told = hide.text("https://athens.corp.example:8443/go,https://proxy.golang.org,direct");
        assert!(!told.contains("corp") && told.ends_with(",https://proxy.golang.org,direct"), "{told}");
        assert!(told.starts_with("https://private-") && told.contains(":8443/go"), "{told}");
        for text in ["git.corp.example/team/secret@v1.2.3", "*.corp.example", "wiki.corp.example"] {
            let told = hide.text(text);
            assert!(!told.contains("corp") && !told.contains("secret"), "{told}");
        }
        assert_eq!(hide.text("github.com/acme/x/y@v1"), hide.text("github.com/acme/z/w@v1"));
        assert!(!hide.text("github.com/acme/*").contains("acme"));
        assert_eq!(hide.text("github.com/other/x"), "github.com/other/x");
        assert_eq!(hide.text("http://127.0.0.1:3000"), "http://127.0.0.1:3000");
    }

    #[test]
    fn the_person_is_not_told() {
        let hide = office();
        assert_eq!(hide.text("/home/ada/.zshrc:3"), "~/.zshrc:3");
        assert_eq!(hide.text("/mnt/users/Ada/x"), "/mnt/users/user/x");
        assert_eq!(hide.text("Canada"), "Canada");
    }
}
