//! Go's own way through its code, with the answers known so far, as far as the first that is not known.

use bstr::{BStr, BString, ByteSlice};

use super::hops::{Refused, To};
use super::memory::{Kind, Lack, Memory, Phase};
use super::request::{Purpose, Request, Via, Why};
use super::scheme::{Existence, Scheme, download};
use super::setup::Route;
use super::{FIPS, NEWEST, PICKED};
use crate::go_url::GoUrl;
use crate::netrc::Sent;
use crate::vcs::Place;
use crate::{module, semver};

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Answer {
    /// 200, or the file is there.
    Found(Body),
    /// 404, 410, or there is no such file; of the module's own server: it has no repository, or no such version.
    Absent,
    /// Anything else.
    Failed,
}

/// What an answer says, as far as it decides what is asked next.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Body {
    /// Nobody has looked: a list has a version that will do, an `.info` is of the version that was asked for.
    Unknown,
    /// A list without any version that will do.
    NoVersions,
    /// The version that an `.info` or `@latest` names.
    Version(BString),
    /// A list, or a go.mod.
    Text(BString),
}

/// How far go has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Walked {
    /// It asks this now.
    Asks(Box<Request>),
    Done,
    /// With what it says, where it has not asked anybody.
    Failed(Option<String>),
}

pub(super) enum Stop {
    Asks(Box<Request>),
    /// Go ends itself, in these words.
    Fatal(String),
}

/// Something, or why there is none; or the walk goes no further.
pub(super) type Got<T> = Result<Result<T, Lack>, Stop>;

pub(super) struct Walker<'r, 'a> {
    pub route: &'r Route<'a>,
    tape: std::slice::Iter<'r, Answer>,
    pub memory: Memory,
    /// What is retracted is not asked for: a graph with all ways to know it would be too large.
    pub brief: bool,
    /// The best of what was said without asking, and how good it is.
    said: Option<(Lack, String)>,
}

/// Whom an entry leads to.
pub(super) enum Reach<'r> {
    Proxy(&'r GoUrl),
    Direct,
    Nobody(Lack),
}

impl Route<'_> {
    /// Where go stands once these answers have come, in this order.
    pub fn walk(&self, answers: &[Answer]) -> Walked {
        self.walk_to(answers, false).0
    }

    /// The same, and what go remembers there.
    pub(super) fn walk_to(&self, answers: &[Answer], brief: bool) -> (Walked, Memory) {
        let mut walker =
            Walker { route: self, tape: answers.iter(), memory: Memory::default(), brief, said: None };
        let walked = match walker.download() {
            Err(Stop::Asks(request)) => Walked::Asks(request),
            Err(Stop::Fatal(words)) => Walked::Failed(answers.is_empty().then_some(words)),
            Ok(Ok(())) => Walked::Done,
            Ok(Err(_)) => {
                let said = walker.said.take().map(|(_, words)| words);
                Walked::Failed(said.filter(|_| answers.is_empty()))
            }
        };
        (walked, walker.memory)
    }
}

impl<'r, 'a> Walker<'r, 'a> {
    /// `go mod download`.
    fn download(&mut self) -> Got<()> {
        let version = match self.query()? {
            Ok(version) => version,
            Err(lack) => return Ok(Err(lack)),
        };
        self.memory.forget_queries();
        if self.route.scheme != Scheme::Module {
            return Err(Stop::Fatal("go: internal error: invalid operation on toolchain module".into()));
        }
        if let Err(lack) = self.go_mod(version.as_bstr())? {
            return Ok(Err(lack));
        }
        self.memory.forget_mods();
        // From Go 1.27 on; before, it was downloaded as any other.
        if self.route.module == FIPS && self.route.question.rules.since(27) {
            return Ok(Err(Lack::Failed));
        }
        if let Err(lack) = self.zip(version.as_bstr())? {
            return Ok(Err(lack));
        }
        let fine = self.route.knows(version.as_bstr(), |known| known.zip)
            || self.is_vouched_for(version.as_bstr())?;
        Ok(if fine { Ok(()) } else { Err(Lack::Failed) })
    }

    /// `TryProxies`.
    pub fn try_proxies<T>(
        &mut self,
        phase: Phase,
        mut each: impl FnMut(&mut Self, usize) -> Got<T>,
    ) -> Got<T> {
        // What is not here counts for less than a failure, and both for less than what the origin says.
        let (mut best, mut rank) = (Lack::Absent, 0);
        for at in 0..self.route.hops.len() {
            self.memory.place.push((phase, at));
            let got = each(self, at)?;
            self.memory.place.pop();
            let lack = match got {
                Ok(found) => return Ok(Ok(found)),
                Err(lack) => lack,
            };
            let hop = &self.route.hops[at];
            let of_origin = match hop.to {
                To::Direct => true,
                To::Private => self.route.private.noproxy && phase != Phase::Supported,
                _ => false,
            };
            if of_origin {
                (best, rank) = (lack, 2);
            } else if rank <= 1 && lack == Lack::Failed {
                (best, rank) = (lack, 1);
                self.memory.offers_failed |= phase == Phase::Supported;
            }
            if !hop.falls_back && lack == Lack::Failed {
                break;
            }
        }
        Ok(Err(best))
    }

    /// `modfetch.lookup`.
    pub fn reach(&mut self, at: usize) -> Reach<'r> {
        let route = self.route;
        let hop = &route.hops[at];
        if route.private.noproxy {
            return match hop.to {
                To::Private | To::Direct => Reach::Direct,
                _ => Reach::Nobody(Lack::Absent),
            };
        }
        match &hop.to {
            To::Private => Reach::Nobody(Lack::Absent),
            To::Direct => Reach::Direct,
            To::Off => {
                self.say(Lack::Absent, || "module lookup disabled by GOPROXY=off".into());
                Reach::Nobody(Lack::Absent)
            }
            To::Proxy { url, .. } => Reach::Proxy(url),
        }
    }

    /// Remembers what go would say if nobody is asked.
    pub fn say(&mut self, lack: Lack, words: impl FnOnce() -> String) {
        self.say_of_version((self.route.module, self.route.version.as_bstr()), lack, words);
    }

    /// The same where go asks for something else than was typed: without what stands behind a `+`, or a toolchain.
    fn say_of_version(
        &mut self,
        (path, version): (&BStr, &BStr),
        lack: Lack,
        words: impl FnOnce() -> String,
    ) {
        if self.said.as_ref().is_none_or(|(best, _)| *best <= lack) {
            let words = format!("go: {path}@{version}: {}", words());
            self.said = Some((lack, words));
        }
    }

    /// The same of a question that is not about one version.
    fn say_of_module(&mut self, path: &BStr, lack: Lack, words: &str) {
        if self.said.as_ref().is_none_or(|(best, _)| *best <= lack) {
            self.said = Some((lack, format!("go: module {path}: {words}")));
        }
    }

    /// The place that a file of the module has in URLs; `None` for a version that is none.
    fn file(&mut self, version: &BStr, ending: &str) -> Option<BString> {
        // What only an answer tells keeps its stand-in.
        if version == PICKED || version == NEWEST {
            let shown = if self.route.scheme == Scheme::Module { version.into() } else { download(version) };
            return Some(format!("@v/{shown}.{ending}").into());
        }
        match module::escape_version(version) {
            Ok(escaped) => Some(format!("@v/{escaped}.{ending}").into()),
            Err(why) => {
                let plain = self.route.question.rules.since(27) || version.is_empty();
                self.say(Lack::Failed, || match plain {
                    true => format!("invalid version: {}", why.why),
                    false => format!("invalid version: {why}"),
                });
                None
            }
        }
    }

    /// Asks an entry's proxy for a file of a version.
    pub fn ask_file(
        &mut self,
        url: &GoUrl,
        (purpose, ending): (Purpose, &str),
        version: &BStr,
        why: Why,
    ) -> Result<Answer, Stop> {
        match self.file(version, ending) {
            Some(file) => self.ask_proxy(url, &file, purpose, version, why),
            None => Ok(Answer::Failed),
        }
    }

    /// Asks a proxy for a file of the module.
    pub fn ask_proxy(
        &mut self,
        url: &GoUrl,
        file: &[u8],
        purpose: Purpose,
        version: &BStr,
        why: Why,
    ) -> Result<Answer, Stop> {
        self.ask_url(url.below(&self.route.escaped, file), purpose, Via::Proxy, version, why)
    }

    /// Asks a URL, unless it is one that go does not ask.
    pub fn ask_url(
        &mut self,
        url: GoUrl,
        purpose: Purpose,
        via: Via,
        version: &BStr,
        why: Why,
    ) -> Result<Answer, Stop> {
        let secure = url.scheme == "https";
        if let Some(refused) = refused(&url) {
            self.authenticates(secure)?;
            match purpose {
                Purpose::List | Purpose::Latest => {
                    self.say_of_module(self.route.asked, Lack::Failed, &refused)
                }
                Purpose::Info if semver::canonical(version).is_none_or(|c| c != version.as_bytes()) => {
                    self.say(Lack::Failed, || format!("invalid version: {refused}"));
                }
                Purpose::Info => {
                    self.say_of_version((self.route.asked, version), Lack::Failed, || refused);
                }
                _ => self.say(Lack::Failed, || refused),
            }
            return Ok(Answer::Failed);
        }
        let request = Request {
            purpose,
            via,
            credentials: self.route.sent(&url),
            repeated: secure && self.route.question.rules.since(24),
            why,
            repository: None,
            version: version.into(),
            url: Some(url),
        };
        self.ask(request, secure)
    }

    /// What comes of a request.
    pub fn ask(&mut self, request: Request, secure: bool) -> Result<Answer, Stop> {
        self.authenticates(secure)?;
        match self.tape.next() {
            Some(answer) => Ok(answer.clone()),
            None => Err(Stop::Asks(Box::new(request))),
        }
    }

    /// The first request over HTTPS is where go looks at GOAUTH, and may end.
    fn authenticates(&self, secure: bool) -> Result<(), Stop> {
        match &self.route.credentials {
            Err(bad) if secure => Err(Stop::Fatal(bad.to_string())),
            _ => Ok(()),
        }
    }

    /// Asks the module's own server; it is asked once, as far as this is told.
    pub fn direct(&mut self, why: Why) -> Got<()> {
        if let Some(known) = self.memory.direct {
            return Ok(known);
        }
        let (text, repository) = match &self.route.origin {
            Place::Refused(words) => {
                self.say(Lack::Absent, || words.clone());
                self.memory.direct = Some(Err(Lack::Absent));
                return Ok(Err(Lack::Absent));
            }
            Place::Named(repository) => (repository.url.clone(), Some(repository.clone())),
            Place::Asked => {
                let text = bstr::concat([b"https://", self.route.asked.as_bytes(), b"?go-get=1"]);
                (BString::from(text), None)
            }
        };
        let url = GoUrl::parse(text.as_bstr(), self.route.question.rules).unwrap_or_default();
        // What a program sends for itself is not known here.
        let own = repository.is_none();
        let request = Request {
            purpose: Purpose::Direct,
            via: Via::Direct,
            credentials: if own { self.route.sent(&url) } else { Sent::None },
            repeated: own && self.route.question.rules.since(24),
            why,
            repository,
            version: self.route.version.clone(),
            url: Some(url),
        };
        let got = match self.ask(request, own)? {
            Answer::Found(_) => Ok(()),
            Answer::Absent => Err(Lack::Absent),
            Answer::Failed => Err(Lack::Failed),
        };
        self.memory.direct = Some(got);
        Ok(got)
    }

    /// Why an entry has its turn.
    pub fn why(&self, at: usize) -> Why {
        let hop = &self.route.hops[at];
        let number = hop.number.unwrap_or_default();
        if self.memory.place.iter().any(|(phase, _)| *phase == Phase::Retractions) {
            return Why::Retractions(number);
        }
        match hop.to {
            _ if self.route.private.noproxy => Why::Private,
            To::Direct => Why::DirectEntry(number),
            _ => Why::Entry(number),
        }
    }

    /// Keeps what an entry answered. Where every failure leads to the next entry, one is as good as another.
    pub fn keep(&mut self, at: usize, kind: Kind, about: &BStr, got: Result<BString, Lack>) {
        let hop = &self.route.hops[at];
        let lack = |lack| if hop.always_falls_back { Lack::Absent } else { lack };
        self.memory.answers.insert((hop.text.clone(), kind, about.into()), got.map_err(lack));
    }

    pub fn kept(&self, at: usize, kind: Kind, about: &BStr) -> Option<Result<BString, Lack>> {
        let hop = &self.route.hops[at];
        self.memory.answers.get(&(hop.text.clone(), kind, about.into())).cloned()
    }

    /// The version that stands behind a revision (`Repo.Stat`).
    pub fn exists(&mut self, at: usize, revision: &BStr) -> Got<BString> {
        let Route { scheme, question, .. } = self.route;
        if *scheme == Scheme::Module || revision == PICKED || revision == NEWEST {
            return self.stat(at, revision);
        }
        match scheme.existence(revision, question.local) {
            Ok(Existence::Known(version)) => Ok(Ok(version)),
            Ok(Existence::Of { version, download }) => {
                Ok(self.stat(at, download.as_bstr())?.map(|_| version))
            }
            Err(words) if revision.is_empty() => {
                self.say_of_module(self.route.module, Lack::Failed, &words);
                Ok(Err(Lack::Failed))
            }
            Err(words) => {
                self.say(Lack::Failed, || words);
                Ok(Err(Lack::Failed))
            }
        }
    }

    /// `InfoFile`, `cachingRepo.Stat`: the same of a version that a proxy may have.
    pub fn stat(&mut self, at: usize, revision: &BStr) -> Got<BString> {
        if let Some(kept) = self.kept(at, Kind::Stat, revision) {
            return Ok(kept);
        }
        if self.memory.stats.contains(revision.as_bytes()) {
            return Ok(Ok(revision.into()));
        }
        let got = self.stat_anew(at, revision)?;
        if let Ok(version) = &got {
            self.memory.stats.insert(version.clone());
        }
        self.keep(at, Kind::Stat, revision, got.clone());
        Ok(got)
    }

    /// `proxyRepo.Stat`, which remembers nothing.
    pub fn stat_anew(&mut self, at: usize, revision: &BStr) -> Got<BString> {
        let why = self.why(at);
        match self.reach(at) {
            Reach::Nobody(lack) => Ok(Err(lack)),
            Reach::Direct => Ok(self.direct(why)?.map(|()| self.route.meant(revision))),
            Reach::Proxy(url) => {
                let answer = self.ask_file(url, (Purpose::Info, "info"), revision, why)?;
                Ok(match answer {
                    Answer::Absent => Err(Lack::Absent),
                    Answer::Failed => Err(Lack::Failed),
                    Answer::Found(Body::Version(version)) => self.fits(revision, version),
                    Answer::Found(_) if revision == NEWEST => Ok(revision.into()),
                    Answer::Found(_) => Ok(self.route.meant(revision)),
                })
            }
        }
    }

    /// A proxy must answer with the version that it was asked for, where that is one.
    fn fits(&self, revision: &BStr, version: BString) -> Result<BString, Lack> {
        let canonical = semver::canonical(revision).is_some_and(|c| c == revision.as_bytes());
        let own = semver::path_major(self.route.asked).is_some_and(|major| semver::fits(revision, major));
        if version != revision && canonical && own { Err(Lack::Failed) } else { Ok(version) }
    }

    /// The zip, which no entry's answer is remembered for.
    fn zip(&mut self, version: &BStr) -> Got<()> {
        self.try_proxies(Phase::Zip, |walker, at| {
            let why = walker.why(at);
            match walker.reach(at) {
                Reach::Nobody(lack) => Ok(Err(lack)),
                Reach::Direct => walker.direct(why),
                Reach::Proxy(url) => {
                    let answer = walker.ask_file(url, (Purpose::Zip, "zip"), version, why)?;
                    Ok(answer.lack().map_or(Ok(()), Err))
                }
            }
        })
    }
}

impl Answer {
    /// Why there is nothing; `None` when there is something.
    pub(super) fn lack(&self) -> Option<Lack> {
        match self {
            Answer::Found(_) => None,
            Answer::Absent => Some(Lack::Absent),
            Answer::Failed => Some(Lack::Failed),
        }
    }
}

/// What go says of a URL that it does not ask.
fn refused(url: &GoUrl) -> Option<String> {
    let told = |refused| match refused {
        Refused::InsecureCredentials => {
            format!("refusing to pass credentials to insecure URL: {}", url.redacted())
        }
        Refused::NoHost => {
            let url = url.redacted();
            format!("Get {}: http: no Host in request URL", crate::go_quote::quote(url.as_bstr()))
        }
        Refused::Scheme => format!("unsupported scheme: {}", url.redacted()),
    };
    super::hops::refused(url).map(told)
}
