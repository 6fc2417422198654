//! What git is set up for, as far as it concerns a host: other ways than HTTPS (`insteadOf`), helpers that know passwords,
//! and headers. Read with `git config`; what may be secret is masked here and goes no further.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use bstr::{BStr, ByteSlice};
use go_rules::environ::Environ;
use go_rules::look_path::look_path;
use reqwest::Url;

use crate::job::Cancel;
use crate::secret::Masked;
use crate::system::DiskFiles;
use crate::system::answer::{Answered, answer};
use crate::system::files::path_from_bytes;
use crate::system::run::Run;

/// Reading a few files takes no longer.
const LIMIT: Duration = Duration::from_secs(5);
/// What is asked for.
const WANTED: &str = r"^(url\..*\.(insteadof|pushinsteadof)|credential(\..*)?\.helper|http(\..*)?\.extraheader|core\.sshcommand)$";

/// A setting of git.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Where it stands; `None`: in the environment.
    pub file: Option<PathBuf>,
    pub what: What,
}

/// What it says.
#[derive(Clone, PartialEq, Eq)]
pub enum What {
    /// What begins with `from` is fetched from `to` instead.
    Rewrite { from: String, to: To, push_only: bool },
    /// A program that knows passwords: for all URLs, or for those that begin so.
    Helper { of: Option<String>, helper: Masked, resets: bool },
    /// Headers are sent along, for all URLs or for those that begin so. Their text is secret.
    Header { of: Option<String> },
    /// How ssh is called.
    Ssh { command: Masked },
}

impl std::fmt::Debug for What {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            What::Rewrite { .. } => "Rewrite",
            What::Helper { .. } => "Helper",
            What::Header { .. } => "Header",
            What::Ssh { .. } => "Ssh",
        })
    }
}

/// Where a rewrite leads. Holds the raw text, which may have a password in it.
#[derive(Clone, PartialEq, Eq)]
pub struct To(String);

impl To {
    /// Without its secret.
    pub fn shown(&self) -> Masked {
        Masked::value("GOPROXY", self.0.as_bytes())
    }

    /// Whether a name or a password for HTTP stands in it.
    pub fn has_login(&self) -> bool {
        Url::parse(&self.0).is_ok_and(|url| {
            matches!(url.scheme(), "https" | "http")
                && (url.password().is_some() || !url.username().is_empty())
        })
    }

    pub fn transport(&self) -> Transport {
        Transport::of(&self.0)
    }
}

/// How git gets at a repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    Https,
    Http,
    Ssh,
    Folder,
    /// `git://` and what only a helper of git knows.
    Other,
}

impl Transport {
    /// Stable, for scripts.
    pub fn id(self) -> &'static str {
        match self {
            Transport::Https => "https",
            Transport::Http => "http",
            Transport::Ssh => "ssh",
            Transport::Folder => "folder",
            Transport::Other => "other",
        }
    }

    fn of(url: &str) -> Transport {
        match url.split_once("://") {
            Some(("https", _)) => Transport::Https,
            Some(("http", _)) => Transport::Http,
            Some(("ssh" | "git+ssh" | "ssh+git", _)) => Transport::Ssh,
            Some(("file", _)) => Transport::Folder,
            Some(_) => Transport::Other,
            None => match url.split_once(':') {
                Some((host, _)) if host.len() > 1 && !host.contains(['/', '\\']) => Transport::Ssh,
                _ => Transport::Folder,
            },
        }
    }
}

/// git of an environment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Git {
    /// `None`: not on PATH.
    pub program: Option<PathBuf>,
    pub settings: Vec<Setting>,
}

impl Git {
    /// Asks git for its settings. Without git there are none.
    pub fn of(environ: &Environ, home: Option<&Path>, cancel: &Cancel) -> Git {
        let Some(program) = program(environ) else { return Git::default() };
        let args = ["config", "-z", "--show-origin", "--get-regexp", WANTED];
        let said = ask(environ, home, &program, &args, b"", LIMIT, cancel);
        let settings = said.map(|said| read(&said.stdout)).unwrap_or_default();
        Git { program: Some(program), settings }
    }

    /// What git asks for when go gives it a URL (`git help config`: the longest prefix wins).
    pub fn fetches<'s>(&'s self, url: &'s str) -> Fetch<'s> {
        let rewrites = self.settings.iter().filter_map(|setting| match &setting.what {
            What::Rewrite { from, to, push_only: false } if url.starts_with(from.as_str()) => {
                Some((setting, from, to))
            }
            _ => None,
        });
        // Of two alike the one that was read first counts.
        let longest = rewrites.reduce(|a, b| if b.1.len() > a.1.len() { b } else { a });
        match longest {
            Some((setting, from, to)) => {
                let to = To(format!("{}{}", to.0, &url[from.len()..]));
                Fetch { by: Some(setting), transport: to.transport(), to }
            }
            None => Fetch { by: None, transport: Transport::of(url), to: To(url.into()) },
        }
    }

    /// What is fetched another way than by HTTPS without a login: `host/path`.
    pub fn rewritten(&self) -> Vec<String> {
        let all = self.settings.iter().filter_map(|setting| match &setting.what {
            What::Rewrite { from, to, push_only: false } => {
                let (_, path) = from.split_once("://")?;
                let path = path.split_once('@').map_or(path, |(_, path)| path);
                (to.transport() == Transport::Ssh || to.has_login()).then(|| path.to_owned())
            }
            _ => None,
        });
        all.filter(|path| !path.is_empty()).collect()
    }
}

/// What git fetches in the end.
#[derive(Clone, PartialEq, Eq)]
pub struct Fetch<'s> {
    /// The setting that leads elsewhere.
    pub by: Option<&'s Setting>,
    pub to: To,
    pub transport: Transport,
}

/// git, as go would start it.
pub fn program(environ: &Environ) -> Option<PathBuf> {
    let found = look_path(environ, BStr::new("/"), &DiskFiles, b"git").path()?;
    path_from_bytes(found.as_bstr())
}

/// Asks git something, as go does: without a terminal, and nobody is asked for a password (`modload.Init`).
pub fn ask(
    environ: &Environ,
    dir: Option<&Path>,
    program: &Path,
    args: &[&str],
    told: &[u8],
    limit: Duration,
    cancel: &Cancel,
) -> Option<Answered> {
    let environ = quiet(environ);
    // What a repository around this folder says is not asked.
    let root = dir.and_then(|dir| dir.ancestors().last()).unwrap_or(Path::new("/"));
    let args: Vec<OsString> = args.iter().map(OsString::from).collect();
    answer(&Run { program, args, environ: &environ, dir: root }, told, limit, cancel).ok()
}

/// The environment in which go starts git.
pub fn quiet(environ: &Environ) -> Environ {
    let mut environ = environ.clone();
    for (name, value) in [("GIT_TERMINAL_PROMPT", "0"), ("GCM_INTERACTIVE", "never")] {
        if environ.set(name).is_none() {
            environ = environ.with(name, Some(value.as_bytes()));
        }
    }
    if environ.set("GIT_SSH_COMMAND").is_none() && environ.set("GIT_SSH").is_none() {
        let quiet = b"ssh -o ControlMaster=no -o BatchMode=yes";
        environ = environ.with("GIT_SSH_COMMAND", Some(quiet));
    }
    environ
}

/// `origin NUL name LF value NUL`, as often as there are settings.
fn read(said: &[u8]) -> Vec<Setting> {
    let mut parts = said.split_str("\0");
    let mut all = Vec::new();
    while let (Some(origin), Some(entry)) = (parts.next(), parts.next()) {
        let (name, value) = entry.split_once_str("\n").unwrap_or((entry, b""));
        let file = origin.strip_prefix(b"file:").and_then(|path| path_from_bytes(BStr::new(path)));
        if let Some(what) = what(&name.to_str_lossy(), &value.to_str_lossy()) {
            all.push(Setting { file, what });
        }
    }
    all
}

fn what(name: &str, value: &str) -> Option<What> {
    let (section, rest) = name.split_once('.')?;
    let (of, key) = match rest.rsplit_once('.') {
        Some((of, key)) => (Some(of), key),
        None => (None, rest),
    };
    // A part of a URL may hold a login, too.
    let of_shown = || of.map(|of| Masked::value("GOPROXY", of.as_bytes()).into_string());
    match (section, key) {
        ("url", "insteadof" | "pushinsteadof") => {
            let push_only = key == "pushinsteadof";
            Some(What::Rewrite { from: value.to_owned(), to: To(of?.to_owned()), push_only })
        }
        ("credential", "helper") => {
            // What a shell is to run may hold anything.
            let shown = if value.starts_with('!') { "!***" } else { value };
            let helper = Masked::value("GOAUTH", shown.as_bytes());
            Some(What::Helper { of: of_shown(), helper, resets: value.is_empty() })
        }
        ("http", "extraheader") => (!value.is_empty()).then(|| What::Header { of: of_shown() }),
        ("core", "sshcommand") => Some(What::Ssh { command: Masked::value("GOAUTH", value.as_bytes()) }),
        _ => None,
    }
}

/// Whether a setting for URLs that begin so counts for a host (`git help credentials`).
pub fn is_for(of: Option<&str>, host: &str) -> bool {
    let Some(of) = of else { return true };
    let of = of.split_once("://").map_or(of, |(_, rest)| rest);
    let of = of.rsplit_once('@').map_or(of, |(_, rest)| rest);
    let wanted = of.split('/').next().unwrap_or_default();
    let (wanted, host) = (wanted.to_ascii_lowercase(), host.to_ascii_lowercase());
    match wanted.strip_prefix("*.") {
        Some(rest) => host
            .strip_suffix(rest)
            .is_some_and(|sub| sub.ends_with('.') && !sub[..sub.len() - 1].contains('.')),
        None => wanted == host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn git(entries: &[(&str, &str)]) -> Git {
        let said: String =
            entries.iter().map(|(name, value)| format!("file:/h/.gitconfig\0{name}\n{value}\0")).collect();
        Git { program: None, settings: read(said.as_bytes()) }
    }

    #[test]
    fn the_longest_prefix_says_where_git_goes() {
        let git = git(&[
            ("url.git@github.com:.insteadof", "https://github.com/"),
            ("url.https://ada:hunter2@github.com/acme/.insteadof", "https://github.com/acme/"),
            ("url.ssh://git@push/.pushinsteadof", "https://github.com/acme/secret/"),
        ]);
        let fetch = git.fetches("https://github.com/acme/secret/x");
        assert_eq!(fetch.to.shown().as_str(), "https://***@github.com/acme/secret/x");
        assert!(fetch.to.has_login() && fetch.transport == Transport::Https);
        assert_eq!(git.fetches("https://github.com/b/x").transport, Transport::Ssh);
        assert_eq!(git.fetches("https://a.com/b/x").transport, Transport::Https);
        assert_eq!(git.rewritten(), ["github.com/", "github.com/acme/"]);
        assert!(!format!("{git:?}").contains("hunter2"));
    }

    #[test]
    fn settings_for_a_host_are_told_from_those_for_others() {
        let git = git(&[
            ("credential.helper", ""),
            ("credential.https://git.corp.helper", "!echo password=hunter2"),
            ("http.https://git.corp/.extraheader", "Authorization: Bearer hunter2"),
            ("core.sshcommand", "ssh -i key"),
        ]);
        assert_eq!(git.settings.len(), 4);
        for (of, host, expected) in [
            (None, "a.com", true),
            (Some("https://git.corp"), "git.corp", true),
            (Some("https://ada@git.corp/x"), "git.corp", true),
            (Some("https://*.corp"), "git.corp", true),
            (Some("https://*.corp"), "a.git.corp", false),
            (Some("https://git.corp"), "corp", false),
        ] {
            assert_eq!(is_for(of, host), expected, "{of:?} {host}");
        }
        let shown: Vec<String> = git.settings.iter().map(|one| format!("{:?}", one)).collect();
        assert!(!shown.concat().contains("hunter2"));
        let What::Helper { helper, .. } = &git.settings[1].what else { panic!() };
        assert!(!helper.as_str().contains("hunter2"), "{helper}");
    }
}
