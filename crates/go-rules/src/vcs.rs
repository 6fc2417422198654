//! Repositories that go knows by the path alone, so that it asks no server where they are (`vcsPaths`,
//! `repoRootFromVCSPaths` in `cmd/go/internal/vcs`), and GOVCS, which says what may fetch them. Nothing is asked or run
//! here.

use bstr::{BStr, BString, ByteSlice};

use crate::go_command::Rules;
use crate::go_quote::quote;
use crate::module::has_path_prefix;
use crate::pattern;

/// A program that fetches repositories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Vcs {
    Git,
    Mercurial,
    Subversion,
    Fossil,
    /// Until Go 1.26.
    Bazaar,
}

impl Vcs {
    const ALL: [Vcs; 5] = [Vcs::Mercurial, Vcs::Git, Vcs::Subversion, Vcs::Bazaar, Vcs::Fossil];

    /// The name of the program, which is also the suffix of paths.
    pub fn name(self) -> &'static str {
        match self {
            Vcs::Git => "git",
            Vcs::Mercurial => "hg",
            Vcs::Subversion => "svn",
            Vcs::Fossil => "fossil",
            Vcs::Bazaar => "bzr",
        }
    }

    /// What go runs first where the path does not say how the repository is reached: it tries one way after the other.
    fn try_out(self, url: &BStr) -> String {
        match self {
            Vcs::Git => format!("git ls-remote {url}"),
            Vcs::Mercurial => format!("hg identify -- {url}"),
            Vcs::Subversion | Vcs::Bazaar => format!("{} info -- {url}", self.name()),
            // There is nothing to try it with.
            Vcs::Fossil => self.fetch(url, Rules::newest()),
        }
    }

    /// What go runs first in a repository whose address it knows (`cmd/go/internal/modfetch/codehost`). Hosts of known
    /// paths have those of git and Fossil only.
    fn fetch(self, url: &BStr, rules: Rules) -> String {
        match self {
            Vcs::Git if rules.since(26) => format!("git ls-remote -q --end-of-options {url}"),
            Vcs::Git => format!("git ls-remote -q {url}"),
            Vcs::Fossil => format!("fossil clone -- {url} .fossil"),
            _ => self.try_out(url),
        }
    }

    fn known(rules: Rules) -> impl Iterator<Item = Vcs> {
        Vcs::ALL.into_iter().filter(move |vcs| *vcs != Vcs::Bazaar || !rules.since(27))
    }
}

/// A repository that a path names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Repository {
    pub vcs: Vcs,
    /// The path of the whole repository.
    pub root: BString,
    /// `https://`, which go takes first.
    pub url: BString,
    /// What go runs first to see whether there is a repository.
    pub command: String,
}

/// How go finds the repository of a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// By the path.
    Named(Repository),
    /// Not at all, in Go's words.
    Refused(String),
    /// It asks the server that the path begins with.
    Asked,
}

/// Where a module's repository is, and whether it may be fetched. `govcs`, `goprivate`: as in effect.
pub fn place(path: &BStr, govcs: &BStr, goprivate: &BStr, rules: Rules) -> Place {
    if has_path_prefix(path, b"example.net") {
        return Place::Refused("no modules on example.net".into());
    }
    if path == "rsc.io" {
        return Place::Refused("rsc.io is not a module".into());
    }
    let found = match of_known_host(path, rules) {
        Ok(None) => of_suffix(path, rules),
        Ok(found) => found,
        Err(words) => return Place::Refused(words),
    };
    match found {
        None => Place::Asked,
        Some(repository) => match allowed(govcs, goprivate, repository.vcs, repository.root.as_bstr()) {
            Ok(()) => Place::Named(repository),
            Err(words) => Place::Refused(words),
        },
    }
}

/// Whether a path lies on a host whose repositories go knows by their paths.
pub fn is_known_host(host: &str) -> bool {
    HOSTS.iter().any(|known| known.prefix.split('/').next() == Some(host))
}

/// A host with paths of a known shape.
struct Host {
    prefix: &'static str,
    vcs: Vcs,
    /// What the parts behind the prefix look like, as far as the root goes.
    parts: &'static [Part],
    /// More may follow.
    goes_on: bool,
    /// A repository must not be called by the suffix of a program.
    no_suffix: bool,
}

#[derive(Clone, Copy)]
enum Part {
    /// `[\w.\-]+`
    Word,
    /// `[a-z0-9]+`, `[A-Za-z0-9]+`
    Lower,
    Alphanumeric,
    /// `[a-z0-9_.\-]+\.git`
    DotGit,
    Exactly(&'static str),
}

const HOSTS: [Host; 6] = [
    Host::git("github.com", &[Part::Word, Part::Word], true),
    Host::git("bitbucket.org", &[Part::Word, Part::Word], true),
    Host::git("hub.jazz.net/git", &[Part::Lower, Part::Word], true),
    Host::git("git.apache.org", &[Part::DotGit], false),
    Host::git("git.openstack.org", &[Part::Word, Part::Word], false),
    Host {
        prefix: "chiselapp.com",
        vcs: Vcs::Fossil,
        parts: &[Part::Exactly("user"), Part::Alphanumeric, Part::Exactly("repository"), Part::Word],
        goes_on: false,
        no_suffix: false,
    },
];

impl Host {
    const fn git(prefix: &'static str, parts: &'static [Part], no_suffix: bool) -> Host {
        Host { prefix, vcs: Vcs::Git, parts, goes_on: true, no_suffix }
    }

    /// How long the root is, where the path has the shape.
    fn root(&self, path: &[u8]) -> Option<usize> {
        let mut end = self.prefix.len();
        let mut rest = path[end..].strip_prefix(b"/")?.split_str("/");
        for part in self.parts {
            let next = rest.next().filter(|text| part.fits(text))?;
            end += 1 + next.len();
        }
        let more_fits = rest.all(|text| self.goes_on && Part::Word.fits(text));
        more_fits.then_some(end)
    }
}

impl Part {
    fn fits(self, text: &[u8]) -> bool {
        let all = |fits: fn(&u8) -> bool| !text.is_empty() && text.iter().all(fits);
        match self {
            Part::Word => all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(b)),
            Part::Lower => all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()),
            Part::Alphanumeric => all(u8::is_ascii_alphanumeric),
            Part::DotGit => text.strip_suffix(b".git").is_some_and(|name| {
                let fits = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_.-".contains(b);
                !name.is_empty() && name.iter().all(fits)
            }),
            Part::Exactly(word) => text == word.as_bytes(),
        }
    }
}

fn of_known_host(path: &BStr, rules: Rules) -> Result<Option<Repository>, String> {
    let Some(host) = HOSTS.iter().find(|host| has_path_prefix(path, host.prefix.as_bytes())) else {
        return Ok(None);
    };
    let Some(end) = host.root(path) else {
        return Err(format!("invalid {} import path {}", host.prefix, quote(path)));
    };
    let root = path[..end].as_bstr();
    let named = |vcs: Vcs| root.ends_with_str(format!(".{}", vcs.name()));
    if host.no_suffix && Vcs::known(rules).any(named) {
        return Err(format!("invalid version control suffix in {}/ path", host.prefix));
    }
    let url: BString = bstr::concat([b"https://", root.as_bytes()]).into();
    let command = host.vcs.fetch(url.as_bstr(), rules);
    Ok(Some(Repository { vcs: host.vcs, root: root.into(), url, command }))
}

/// `host/dir/name.git/more`: any server, with the last part that ends like this. (Go's expression takes as few parts as
/// it can, but goes on to the next one before it takes less of the one before.)
fn of_suffix(path: &BStr, rules: Rules) -> Option<Repository> {
    let (host, _) = path.split_once_str("/")?;
    let of_host = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-".contains(b);
    let dotted = host.iter().all(of_host) && host.len() > 2 && host[1..host.len() - 1].contains(&b'.');
    if !dotted {
        return None;
    }
    let word = |text: &[u8]| Part::Word.fits(text.strip_prefix(b"~").unwrap_or(text));
    let mut found = None;
    let mut end = host.len();
    for part in path[host.len() + 1..].split_str("/") {
        if !word(part) {
            return None;
        }
        end += 1 + part.len();
        let ends = |vcs: &Vcs| {
            let name = part.strip_suffix(vcs.name().as_bytes()).and_then(|rest| rest.strip_suffix(b"."));
            name.is_some_and(word)
        };
        found = Vcs::known(rules).find(ends).map(|vcs| (vcs, end)).or(found);
    }
    let (vcs, end) = found?;
    let repo = &path[..end - 1 - vcs.name().len()];
    let url: BString = bstr::concat([b"https://".as_slice(), repo.as_bytes()]).into();
    let command = vcs.try_out(url.as_bstr());
    Some(Repository { vcs, root: path[..end].into(), url, command })
}

/// `checkGOVCS`.
fn allowed(govcs: &BStr, goprivate: &BStr, vcs: Vcs, root: &BStr) -> Result<(), String> {
    let private = pattern::matches_prefix(goprivate, root);
    let decides = |glob: &BStr| match glob.as_bytes() {
        b"private" => private,
        b"public" => !private,
        _ => pattern::matches_prefix(glob, root),
    };
    let rules = rules(govcs)?;
    let by_default: &[&[u8]] = if private { &[b"all"] } else { &[b"git", b"hg"] };
    let rule = rules.iter().find(|rule| decides(BStr::new(rule.glob)));
    let list = rule.map_or(by_default, |rule| rule.names.as_slice());
    if list.iter().any(|one| *one == b"all" || *one == vcs.name().as_bytes()) {
        return Ok(());
    }
    let what = if private { "private" } else { "public" };
    Err(format!("GOVCS disallows using {} for {what} {root}; see 'go help vcs'", vcs.name()))
}

/// An entry of GOVCS.
struct Rule<'a> {
    text: &'a [u8],
    glob: &'a [u8],
    names: Vec<&'a [u8]>,
}

/// `parseGOVCS`.
fn rules(govcs: &BStr) -> Result<Vec<Rule<'_>>, String> {
    let mut all: Vec<Rule<'_>> = Vec::new();
    if govcs.trim().is_empty() {
        return Ok(Vec::new());
    }
    for item in govcs.trim().split_str(",").map(ByteSlice::trim) {
        let quoted = || quote(BStr::new(item));
        if item.is_empty() {
            return Err("empty entry in GOVCS".into());
        }
        let Some((glob, list)) = item.split_once_str(":") else {
            return Err(format!("malformed entry in GOVCS (missing colon): {}", quoted()));
        };
        let (glob, list) = (glob.trim(), list.trim());
        if glob.is_empty() {
            return Err(format!("empty pattern in GOVCS: {}", quoted()));
        }
        if list.is_empty() {
            return Err(format!("empty VCS list in GOVCS: {}", quoted()));
        }
        if glob == b"." || glob == b".." || glob.starts_with(b"./") || glob.starts_with(b"../") {
            return Err(format!("relative pattern not allowed in GOVCS: {}", quote(BStr::new(glob))));
        }
        if let Some(old) = all.iter().find(|known| known.glob == glob) {
            let old = quote(BStr::new(old.text));
            return Err(format!("unreachable pattern in GOVCS: {} after {old}", quoted()));
        }
        let names: Vec<&[u8]> = list.split_str("|").map(ByteSlice::trim).collect();
        if names.contains(&&b""[..]) {
            return Err(format!("empty VCS name in GOVCS: {}", quoted()));
        }
        all.push(Rule { text: item, glob, names });
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(path: &str, govcs: &str, goprivate: &str) -> Place {
        place(path.into(), govcs.into(), goprivate.into(), Rules::newest())
    }

    fn url(path: &str) -> Option<String> {
        match of(path, "", "*.corp.test") {
            Place::Named(repository) => Some(repository.url.to_string()),
            _ => None,
        }
    }

    #[test]
    fn known_hosts_and_suffixes_name_the_repository() {
        assert_eq!(url("github.com/acme/quote/v2").as_deref(), Some("https://github.com/acme/quote"));
        assert_eq!(url("bitbucket.org/a/b/c").as_deref(), Some("https://bitbucket.org/a/b"));
        assert_eq!(
            url("git.apache.org/thrift.git/lib").as_deref(),
            Some("https://git.apache.org/thrift.git")
        );
        assert_eq!(
            url("git.corp.test/~ada/x/quote.git/v2").as_deref(),
            Some("https://git.corp.test/~ada/x/quote")
        );
        assert_eq!(url("svn.corp.test/x.svn/a").as_deref(), Some("https://svn.corp.test/x"));
        assert_eq!(url("svn.corp.test/x.svn/a.git/b").as_deref(), Some("https://svn.corp.test/x.svn/a"));
        for asked in
            ["gitlab.com/a/b", "golang.org/x/mod", "github.company/a/b", "a.com/x.git~1", "a.com/.git"]
        {
            assert_eq!(of(asked, "", ""), Place::Asked, "{asked}");
        }
    }

    #[test]
    fn the_first_command_is_the_one_that_go_runs() {
        let command =
            |path: &str, minor| match place(path.into(), "*:all".into(), "".into(), Rules::of_minor(minor)) {
                Place::Named(repository) => repository.command,
                other => panic!("{path}: {other:?}"),
            };
        assert_eq!(command("github.com/acme/quote", 25), "git ls-remote -q https://github.com/acme/quote");
        assert_eq!(
            command("github.com/acme/quote", 26),
            "git ls-remote -q --end-of-options https://github.com/acme/quote"
        );
        assert_eq!(command("a.test/x.git/v2", 26), "git ls-remote https://a.test/x");
        assert_eq!(command("a.test/x.svn/y", 26), "svn info -- https://a.test/x");
        assert_eq!(command("a.test/x.hg", 26), "hg identify -- https://a.test/x");
        assert_eq!(command("a.test/x.bzr", 26), "bzr info -- https://a.test/x");
        assert_eq!(command("a.test/x.fossil", 26), "fossil clone -- https://a.test/x .fossil");
    }

    #[test]
    fn what_has_not_the_shape_of_its_host_is_refused() {
        let words = |path: &str| match of(path, "", "") {
            Place::Refused(words) => words,
            other => panic!("{path}: {other:?}"),
        };
        assert_eq!(words("github.com/acme"), r#"invalid github.com import path "github.com/acme""#);
        assert_eq!(words("github.com/acme/x.git"), "invalid version control suffix in github.com/ path");
        assert_eq!(words("chiselapp.com/user/a/repository/b/c").split(' ').next(), Some("invalid"));
        assert_eq!(words("example.net/x"), "no modules on example.net");
        assert_eq!(
            words("svn.example.com/x.svn"),
            "GOVCS disallows using svn for public svn.example.com/x.svn; see 'go help vcs'"
        );
    }

    #[test]
    fn govcs_says_what_may_be_used() {
        let fetched = |govcs: &str, goprivate: &str| {
            matches!(of("github.com/acme/quote", govcs, goprivate), Place::Named(_))
        };
        assert!(fetched("", "") && fetched("*:hg,github.com:git", "") == fetched("*:hg", ""));
        assert!(!fetched("github.com:off", "") && fetched(" github.com/acme : hg | git ,*:off", ""));
        assert!(fetched("public:off", "github.com") && !fetched("private:hg", "github.com/acme"));
        for bad in ["x", ":git", "a:", "a:git|", "./a:git", "a:git,a:hg", "a:git,"] {
            assert!(!fetched(bad, ""), "{bad}");
        }
    }
}
