//! What there is for a host, for a person: where logins stand, which of them go sends, what git does instead, and what to
//! write where if there is none. No server is asked and no command of GOAUTH is run.

use std::path::PathBuf;

use bstr::{BStr, ByteSlice};
use go_rules::files::Files;
use go_rules::go_command::Rules;
use go_rules::go_url::GoUrl;
use go_rules::goauth::{self, Way};
use go_rules::netrc::{self, Credentials, Sent};
use go_rules::route::{Hop, To, hops};

use super::git::{self, Git, Setting, Transport, What};
use super::keys;
use crate::proxy::Settings;
use crate::proxy::netrc::{place, text};
use crate::secret::Masked;
use crate::system::rights;

/// Everything about a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialsOf {
    /// `host` or `host:port`, as it was asked for.
    pub host: String,
    /// The entries of GOPROXY that are there, from 1, and whether a login stands in the URL.
    pub proxies: Vec<(usize, bool)>,
    pub netrc: NetrcFile,
    /// In Go's order. Before Go 1.24 only netrc.
    pub ways: Vec<WayView>,
    /// What Go says of a bad GOAUTH when it first asks a server by HTTPS.
    pub refused: Option<Masked>,
    /// What Go sends with its first request there.
    pub sent: Sent,
    pub git: GitOf,
    pub steps: Vec<Step>,
}

/// The netrc file, as far as it is about the host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetrcFile {
    /// Where go looks for it; `None`: there is no home.
    pub file: Option<PathBuf>,
    pub exists: bool,
    /// Others on this machine may read it.
    pub open_to_others: bool,
    /// GOAUTH lets go read it.
    pub counts: bool,
    pub lines: Vec<NetrcLine>,
}

/// A line about the host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetrcLine {
    /// 1-based.
    pub line: usize,
    /// `None`: the line says `default`.
    pub machine: Option<String>,
    pub use_: NetrcUse,
}

/// Whether go sends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NetrcUse {
    /// To every URL there, or to those below a path.
    Sent,
    /// Name or password are missing.
    Incomplete,
    /// An earlier line has the same machine.
    Repeated,
    /// For another port, another spelling of the name, or a path where this Go knows only hosts.
    Other,
    /// Go does not know `default`, and reads no further.
    Default,
    /// GOAUTH does not name netrc.
    Unread,
}

/// A way of GOAUTH.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayView {
    pub kind: WayKind,
    /// As it stands there.
    pub text: Masked,
}

/// What it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WayKind {
    Off,
    Netrc,
    Git,
    /// The program that would be run; `None`: it is not found.
    Command {
        program: Option<PathBuf>,
    },
}

/// What git does for the host, when go fetches a repository there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GitOf {
    /// `None`: git is not on PATH.
    pub program: Option<PathBuf>,
    /// How it gets there.
    pub transport: Transport,
    /// Where `https://host/` leads by `insteadOf`.
    pub instead: Option<Masked>,
    /// The URL has a login in it.
    pub login_in_url: bool,
    /// Settings about the host.
    pub settings: Vec<Setting>,
    /// git reads a login for it from the netrc file in the home (curl does; NETRC does not count there).
    pub netrc: bool,
}

/// Something to write somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub id: StepId,
    /// Where it belongs: a file, or `None` for a command in a terminal.
    pub file: Option<PathBuf>,
    /// The exact text. `NAME` and `TOKEN` stand for what only the person has.
    pub text: String,
}

/// What it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StepId {
    /// A line of netrc.
    Netrc,
    /// Nobody else may read netrc.
    NetrcMode,
    /// GOAUTH shall read netrc again.
    GoauthNetrc,
    /// GOAUTH asks git.
    GoauthGit,
    /// git goes by ssh.
    GitSsh,
    /// git keeps a login.
    GitHelper,
}

impl StepId {
    /// Stable, for scripts.
    pub fn id(self) -> &'static str {
        match self {
            StepId::Netrc => "netrc",
            StepId::NetrcMode => "netrc-mode",
            StepId::GoauthNetrc => "goauth-netrc",
            StepId::GoauthGit => "goauth-git",
            StepId::GitSsh => "git-ssh",
            StepId::GitHelper => "git-helper",
        }
    }
}

/// What is looked at. Holds secrets.
pub struct Ground<'a> {
    pub rules: Rules,
    pub settings: &'a Settings,
    pub git: &'a Git,
    /// Where go would be.
    pub dir: &'a std::path::Path,
    pub home: Option<PathBuf>,
    pub files: &'a dyn Files,
}

/// Looks at everything that is there for a host.
pub fn credentials_of(host: &str, ground: &Ground<'_>) -> CredentialsOf {
    let Ground { rules, settings, files, .. } = *ground;
    let os = settings.environ.os();
    let goauth = settings.goauth.as_bstr();
    let text = text(&settings.environ, files);
    let ways = goauth::ways(rules, os, goauth, files);
    let refused = ways.as_ref().err().map(|why| Masked::said(&why));
    let ways = ways.unwrap_or_default();
    let url = GoUrl::parse(BStr::new(&format!("https://{host}/")), rules).ok();
    let known = Credentials::of(rules, os, goauth, &text, files).ok();
    let sent = known.as_ref().zip(url.as_ref()).map_or(Sent::None, |(known, url)| known.sent(url));
    let netrc = netrc_file(host, &text, &ways, ground);
    let git = git_of(host, &text, ground);
    let proxies = proxies(host, ground);
    let has_login = sent == Sent::Netrc || proxies.iter().any(|(_, login)| *login);
    let steps = steps(host, (has_login, refused.is_some()), &netrc, &git, ground);
    let ways = ways.iter().map(|way| way_view(way, ground)).collect();
    CredentialsOf { host: host.to_owned(), proxies, netrc, ways, refused, sent, git, steps }
}

/// The entries of GOPROXY on a host.
pub(super) fn proxies(host: &str, ground: &Ground<'_>) -> Vec<(usize, bool)> {
    let all = hops(ground.settings.goproxy.as_bstr(), BStr::new(""), ground.rules).unwrap_or_default();
    let there = |hop: &Hop| match &hop.to {
        To::Proxy { url, refused: None } if url.host.eq_ignore_ascii_case(host.as_bytes()) => {
            Some((hop.number?, url.user.is_some()))
        }
        _ => None,
    };
    all.iter().filter_map(there).collect()
}

fn netrc_file(host: &str, text: &str, ways: &[Way], ground: &Ground<'_>) -> NetrcFile {
    let file = place(&ground.settings.environ, ground.files);
    let facts = file.as_ref().and_then(|file| std::fs::metadata(file).ok());
    let counts = ways.contains(&Way::Netrc);
    let (entries, default) = netrc::entries(text);
    let about: Vec<&netrc::Entry> = entries.iter().filter(|entry| is_about(&entry.machine, host)).collect();
    let use_of = |at: usize, entry: &netrc::Entry| {
        let earlier = about[..at].iter().any(|one| one.is_whole() && one.machine == entry.machine);
        match () {
            () if !counts => NetrcUse::Unread,
            () if !entry.is_whole() => NetrcUse::Incomplete,
            () if earlier => NetrcUse::Repeated,
            () if fits(&entry.machine, host, ground.rules) => NetrcUse::Sent,
            () => NetrcUse::Other,
        }
    };
    let line = |(at, entry): (usize, &&netrc::Entry)| NetrcLine {
        line: entry.line,
        machine: Some(entry.machine.clone()),
        use_: use_of(at, entry),
    };
    let mut lines: Vec<NetrcLine> = about.iter().enumerate().map(line).collect();
    lines.extend(default.map(|line| NetrcLine { line, machine: None, use_: NetrcUse::Default }));
    NetrcFile {
        exists: facts.as_ref().is_some_and(std::fs::Metadata::is_file),
        open_to_others: facts.as_ref().is_some_and(rights::is_open_to_others),
        file,
        counts,
        lines,
    }
}

/// Whether a person wrote it for this host, rightly or not.
fn is_about(machine: &str, host: &str) -> bool {
    let bare = machine.split_once("://").map_or(machine, |(_, rest)| rest);
    let bare = bare.split('/').next().unwrap_or_default();
    let name = |text: &str| text.split(':').next().unwrap_or_default().to_ascii_lowercase();
    name(bare) == name(host)
}

/// Whether go sends it to the host, or to something below it.
fn fits(machine: &str, host: &str, rules: Rules) -> bool {
    if !rules.since(24) {
        return machine == host;
    }
    let machine = machine.strip_prefix("https://").unwrap_or(machine);
    match machine.strip_prefix(host) {
        Some("") => true,
        Some(below) => rules.since(25) && below.starts_with('/'),
        None => false,
    }
}

fn way_view(way: &Way, ground: &Ground<'_>) -> WayView {
    let kind = match way {
        Way::Off => WayKind::Off,
        Way::Netrc => WayKind::Netrc,
        Way::Git(_) => WayKind::Git,
        Way::Command { words, .. } => {
            let words = words.as_deref().unwrap_or_default();
            let program = keys::program(words, &ground.settings.environ, ground.dir, ground.files);
            WayKind::Command { program }
        }
    };
    WayView { kind, text: keys::shown(way) }
}

fn git_of(host: &str, netrc: &str, ground: &Ground<'_>) -> GitOf {
    let url = format!("https://{host}/");
    let fetch = ground.git.fetches(&url);
    let concerns = |setting: &&Setting| match &setting.what {
        What::Rewrite { from, .. } => {
            let path = from.split_once("://").map_or(from.as_str(), |(_, path)| path);
            path.split(['/', ':']).next() == host.split(':').next() || url.starts_with(from.as_str())
        }
        What::Helper { of, .. } | What::Header { of } => git::is_for(of.as_deref(), host),
        What::Ssh { .. } => fetch.transport == Transport::Ssh,
    };
    let name = host.split(':').next().unwrap_or_default();
    // curl knows no NETRC, and no ports.
    let in_home = ground.settings.environ.set("NETRC").is_none()
        && netrc::parse(netrc).iter().any(|login| login.machine == name);
    GitOf {
        program: ground.git.program.clone(),
        transport: fetch.transport,
        instead: fetch.by.is_some().then(|| fetch.to.shown()),
        login_in_url: fetch.to.has_login(),
        netrc: in_home && fetch.transport == Transport::Https,
        settings: ground.git.settings.iter().filter(concerns).cloned().collect(),
    }
}

fn steps(
    host: &str,
    (has_login, refused): (bool, bool),
    netrc: &NetrcFile,
    git: &GitOf,
    ground: &Ground<'_>,
) -> Vec<Step> {
    let mut all = Vec::new();
    let name = host.split(':').next().unwrap_or_default();
    let command = |id, text: String| Step { id, file: None, text };
    let goauth = ground.settings.goauth.to_str_lossy();
    // What go refuses, or what has a secret in it, cannot be written down anew here.
    let is_plain = Masked::value("GOAUTH", goauth.as_bytes()).as_str() == goauth && !refused;
    if !netrc.counts && ground.rules.since(24) && is_plain {
        let kept = if goauth == "off" { String::new() } else { format!("{goauth};") };
        all.push(command(StepId::GoauthNetrc, format!("go env -w 'GOAUTH={kept}netrc'")));
    }
    let waits = netrc.lines.iter().any(|line| line.use_ == NetrcUse::Unread);
    if !has_login && !waits {
        let text = format!("machine {host} login NAME password TOKEN");
        all.push(Step { id: StepId::Netrc, file: netrc.file.clone(), text });
    }
    if let Some(file) = netrc.file.as_ref().filter(|_| netrc.open_to_others) {
        all.push(command(StepId::NetrcMode, format!("chmod 600 '{}'", file.display())));
    }
    let helper = git.settings.iter().any(|one| matches!(one.what, What::Helper { resets: false, .. }));
    if !has_login && helper && ground.rules.since(24) {
        let dir = ground.home.as_ref().map_or_else(|| "/".into(), |home| home.display().to_string());
        all.push(command(StepId::GoauthGit, format!("go env -w 'GOAUTH=netrc;git {dir}'")));
    }
    if git.transport == Transport::Https && !git.login_in_url {
        let text = format!("git config --global 'url.ssh://git@{name}/.insteadOf' 'https://{host}/'");
        all.push(command(StepId::GitSsh, text));
        if !helper && !git.netrc {
            let own = match ground.settings.environ.os() {
                go_rules::environ::Os::Windows => "manager",
                go_rules::environ::Os::MacOs => "osxkeychain",
                go_rules::environ::Os::Linux | go_rules::environ::Os::Unix => "libsecret",
            };
            let text = format!("git config --global 'credential.https://{host}.helper' {own}");
            all.push(command(StepId::GitHelper, text));
        }
    }
    all
}
