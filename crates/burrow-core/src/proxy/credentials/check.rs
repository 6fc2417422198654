//! Whether a host accepts what there is for it: the same request without and with credentials, as go would make it, and
//! for repositories what git itself says. Asked only when a person asks; commands of GOAUTH are run for it.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use bstr::{BStr, BString, ByteSlice};
use go_rules::go_url::GoUrl;
use go_rules::module::escape_path;
use go_rules::netrc::{Credentials, Sent};
use go_rules::route::{To, hops};
use go_rules::vcs::{self, Place, Vcs};
use reqwest::Url;

use super::git;
use super::keys::{Keys, Trouble};
use super::view::Ground;
use crate::job::Cancel;
use crate::proxy::client::detail;
use crate::proxy::netrc::text;
use crate::proxy::probe::one::{Got, Header, ask_one};
use crate::proxy::probe::{MODULE, Verdict};
use crate::proxy::url::{below, parse, shown};
use crate::secret::Masked;

/// How long a request, or git, may take.
const LIMIT: Duration = Duration::from_secs(20);

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// go's own request; `None`: there it asks git alone.
    pub http: Option<HttpChecked>,
    /// What git says of the repository; `None`: no module there is known, or go would not ask git.
    pub git: Option<GitChecked>,
    /// Ways of GOAUTH that gave nothing.
    pub troubles: Vec<Trouble>,
    /// What Go says of a bad GOAUTH.
    pub refused: Option<Masked>,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedFor {
    /// `@v/list` of a module, of the entry of GOPROXY with this number.
    List(usize),
    /// Where a module's repository is (`?go-get=1`).
    GoImport,
}

/// go's own request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpChecked {
    pub asked_for: AskedFor,
    /// Without secrets.
    pub url: String,
    pub acceptance: Acceptance,
    /// Where the credentials came from.
    pub sent: Sent,
    /// Without credentials.
    pub status_without: Option<u16>,
    /// With them; `None`: there were none, or no answer.
    pub status_with: Option<u16>,
    pub took: Duration,
}

/// What the host makes of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acceptance {
    /// Refused without, answered with them.
    Accepted,
    /// Anybody is answered.
    NotNeeded,
    /// Refused with them, too.
    Refused,
    /// There are none, and the host wants some.
    Missing,
    /// Not there, with and without: or the host hides what somebody may not see.
    NotFound,
    /// No answer to go by.
    Failed(Verdict),
}

impl Acceptance {
    /// Stable, for scripts.
    pub fn id(self) -> &'static str {
        match self {
            Acceptance::Accepted => "accepted",
            Acceptance::NotNeeded => "not-needed",
            Acceptance::Refused => "refused",
            Acceptance::Missing => "missing",
            Acceptance::NotFound => "not-found",
            Acceptance::Failed(verdict) => verdict.id(),
        }
    }

    /// Whether Go gets what it asks for.
    pub fn is_well(self) -> bool {
        matches!(self, Acceptance::Accepted | Acceptance::NotNeeded)
    }
}

/// What git says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GitChecked {
    /// What it fetches in the end, without secrets.
    pub url: Masked,
    pub acceptance: GitAcceptance,
    /// Its own words, where it failed; without secrets.
    pub said: Option<String>,
    pub took: Duration,
}

/// Whether git gets the repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GitAcceptance {
    Accepted,
    /// It would have to ask for a name or a password, or ssh has no key.
    Missing,
    /// The login is refused.
    Refused,
    /// Not there: or hidden.
    NotFound,
    Late,
    NoGit,
    /// Something else: see its words.
    Failed,
}

impl GitAcceptance {
    /// Stable, for scripts.
    pub fn id(self) -> &'static str {
        match self {
            GitAcceptance::Accepted => "accepted",
            GitAcceptance::Missing => "missing",
            GitAcceptance::Refused => "refused",
            GitAcceptance::NotFound => "not-found",
            GitAcceptance::Late => "timeout",
            GitAcceptance::NoGit => "no-git",
            GitAcceptance::Failed => "failed",
        }
    }
}

/// Asks a host. `module`: one that lies there, or, for a proxy, one that it is asked for.
pub fn check(host: &str, module: Option<&BStr>, ground: &Ground<'_>, cancel: &Cancel) -> Checked {
    let mut checked = Checked { http: None, git: None, troubles: Vec::new(), refused: None };
    let settings = ground.settings;
    let keys = Keys::of(ground.rules, &settings.environ, settings.goauth.as_bstr(), ground.dir);
    let mut keys = match keys {
        Ok(keys) => keys,
        Err(why) => {
            checked.refused = Some(Masked::said(&why));
            return checked;
        }
    };
    let mut page = BString::default();
    if let Some((asked_for, url)) = request(host, module, ground) {
        let (http, body) = ask(asked_for, &url, &mut keys, ground, cancel);
        checked.http = Some(http);
        checked.troubles = keys.troubles().to_vec();
        page = body;
    }
    let of_proxy = matches!(checked.http, Some(HttpChecked { asked_for: AskedFor::List(_), .. }));
    if let Some(module) = module.filter(|_| !of_proxy)
        && let Some(repository) = repository(module, &page, ground)
    {
        checked.git = Some(ask_git(&repository, ground, cancel));
    }
    checked
}

/// What go would ask there itself.
fn request(host: &str, module: Option<&BStr>, ground: &Ground<'_>) -> Option<(AskedFor, Url)> {
    let all = hops(ground.settings.goproxy.as_bstr(), BStr::new(""), ground.rules).unwrap_or_default();
    for hop in &all {
        let To::Proxy { url, refused: None } = &hop.to else { continue };
        if url.host.eq_ignore_ascii_case(host.as_bytes()) {
            let escaped = escape_path(module.unwrap_or(BStr::new(MODULE))).ok()?;
            let base = parse(url.string().as_bstr()).ok()?;
            return Some((AskedFor::List(hop.number?), below(&base, &format!("{escaped}/@v/list"))));
        }
    }
    // There go asks git alone.
    if vcs::is_known_host(host) || module.is_some_and(|module| place(module, ground) != Place::Asked) {
        return None;
    }
    let path = module.map_or_else(|| host.to_owned(), ToString::to_string);
    let url = parse(BStr::new(&format!("https://{path}?go-get=1"))).ok()?;
    Some((AskedFor::GoImport, url))
}

fn ask(
    asked_for: AskedFor,
    url: &Url,
    keys: &mut Keys,
    ground: &Ground<'_>,
    cancel: &Cancel,
) -> (HttpChecked, BString) {
    let begun = Instant::now();
    let settings = ground.settings;
    let in_url = url.password().is_some() || !url.username().is_empty();
    let mut bare = url.clone();
    let _ = bare.set_username("");
    let _ = bare.set_password(None);
    let text = BString::from(url.as_str());
    let once = |url: &Url, headers: Vec<Header>| ask_one(url, headers, settings, LIMIT, cancel);
    let without = once(&bare, Vec::new());
    let first = keys.headers(text.as_bstr(), cancel);
    let mut sent = source(url, &first, ground);
    let mut with =
        (in_url || !first.is_empty()).then(|| once(if first.is_empty() { url } else { &bare }, first));
    // After a refusal go asks the commands of GOAUTH once more.
    let refusal = with.as_ref().unwrap_or(&without);
    if let Ok(got) = refusal
        && (400..500).contains(&got.status)
        && sent != Sent::Netrc
    {
        let again = keys.headers_again(text.as_bstr(), &got.head(), cancel);
        if !again.is_empty() {
            sent = Sent::Goauth;
            with = Some(once(&bare, again));
        }
    }
    let acceptance = acceptance(&without, with.as_ref());
    let status = |got: &Result<Got, Verdict>| got.as_ref().ok().map(|got| got.status);
    let body =
        with.iter().chain([&without]).find_map(|got| got.as_ref().ok().filter(|got| got.status == 200));
    let page = body.map(|got| got.body.clone()).unwrap_or_default();
    let checked = HttpChecked {
        asked_for,
        url: shown(url),
        acceptance,
        sent,
        status_without: status(&without),
        status_with: with.as_ref().and_then(status),
        took: begun.elapsed(),
    };
    (checked, page)
}

/// Where the headers of a first request come from.
fn source(url: &Url, headers: &[Header], ground: &Ground<'_>) -> Sent {
    let settings = ground.settings;
    let text = text(&settings.environ, ground.files);
    let known =
        Credentials::of(ground.rules, settings.environ.os(), settings.goauth.as_bstr(), &text, ground.files);
    let url = GoUrl::parse(BStr::new(url.as_str()), ground.rules);
    match known.ok().zip(url.ok()).map_or(Sent::None, |(known, url)| known.sent(&url)) {
        Sent::Goauth if headers.is_empty() => Sent::None,
        sent => sent,
    }
}

fn acceptance(without: &Result<Got, Verdict>, with: Option<&Result<Got, Verdict>>) -> Acceptance {
    let refuses = |status: u16| matches!(status, 401 | 403);
    let (open, with) = match (without, with) {
        (Err(verdict), None) | (_, Some(Err(verdict))) => return Acceptance::Failed(*verdict),
        (Err(_), Some(Ok(got))) => (0, Some(got.status)),
        (Ok(got), with) => (got.status, with.and_then(|with| with.as_ref().ok()).map(|got| got.status)),
    };
    match (open, with) {
        (_, Some(status)) if refuses(status) => Acceptance::Refused,
        (200, Some(200) | None) => Acceptance::NotNeeded,
        (_, Some(200)) => Acceptance::Accepted,
        (open, Some(404 | 410)) if refuses(open) => Acceptance::Accepted,
        (open, None) if refuses(open) => Acceptance::Missing,
        (404 | 410, Some(404 | 410) | None) => Acceptance::NotFound,
        (open, with) => {
            Acceptance::Failed(Verdict::of_status(with.unwrap_or(open)).unwrap_or(Verdict::NotAProxy))
        }
    }
}

fn place(module: &BStr, ground: &Ground<'_>) -> Place {
    let settings = ground.settings;
    vcs::place(module, settings.govcs.as_bstr(), settings.goprivate.as_bstr(), ground.rules)
}

/// The repository of a module: by its path, or as its host's page says.
fn repository(module: &BStr, page: &[u8], ground: &Ground<'_>) -> Option<String> {
    let path = module.to_str().ok()?;
    match place(module, ground) {
        Place::Named(repository) if repository.vcs == Vcs::Git => return Some(repository.url.to_string()),
        Place::Named(_) | Place::Refused(_) => return None,
        Place::Asked => {}
    }
    let page = page.to_str_lossy();
    page.split("<meta ").skip(1).find_map(|meta| {
        let tag = meta.split('>').next()?;
        let content = tag.split("content=").nth(1)?;
        let quote = content.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let words: Vec<&str> = content[1..].split(quote).next()?.split_whitespace().collect();
        let below =
            |root: &str| path == root || path.strip_prefix(root).is_some_and(|rest| rest.starts_with('/'));
        let fits = tag.contains("go-import") && words.len() == 3 && below(words[0]) && words[1] == "git";
        fits.then(|| words[2].to_owned())
            .filter(|url| url.starts_with("https://") || url.starts_with("ssh://"))
    })
}

fn ask_git(repository: &str, ground: &Ground<'_>, cancel: &Cancel) -> GitChecked {
    let begun = Instant::now();
    let url = ground.git.fetches(repository).to.shown();
    let Some(program) = &ground.git.program else {
        return GitChecked { url, acceptance: GitAcceptance::NoGit, said: None, took: Duration::ZERO };
    };
    let args = ["ls-remote", "-q", "--", repository, "HEAD"];
    let home: Option<PathBuf> = ground.home.clone();
    let environ = &ground.settings.environ;
    let said = git::ask(environ, home.as_deref(), program, &args, b"", LIMIT, cancel);
    let (acceptance, said) = match said {
        None => (GitAcceptance::NoGit, None),
        Some(said) if said.late => (GitAcceptance::Late, None),
        Some(said) if said.ok() => (GitAcceptance::Accepted, None),
        Some(said) => (why(&said.stderr.to_str_lossy()), detail(&said.stderr)),
    };
    GitChecked { url, acceptance, said, took: begun.elapsed() }
}

/// What git means, in the words that it has used for years.
fn why(said: &str) -> GitAcceptance {
    let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
    match () {
        () if has(&["terminal prompts disabled", "could not read Username", "could not read Password"]) => {
            GitAcceptance::Missing
        }
        () if has(&["Permission denied (publickey", "Host key verification failed"]) => {
            GitAcceptance::Missing
        }
        () if has(&["Authentication failed", "error: 403", "error: 401", "Access denied"]) => {
            GitAcceptance::Refused
        }
        () if has(&["not found", "does not exist", "error: 404"]) => GitAcceptance::NotFound,
        () => GitAcceptance::Failed,
    }
}
