//! The way a module would go, for a person: what `go_rules::route` makes of an environment, without secrets, with what
//! to be careful about; and the same way gone for real, when somebody asks for it (`live`).

mod ground;
mod live;
mod project;

use bstr::{BStr, BString, ByteSlice};
use go_rules::go_url::GoUrl;
use go_rules::netrc::Sent;
use go_rules::route::scheme::Scheme;
use go_rules::route::{Leak, LeakTo, Next, Private, Purpose, TooMany, Via, Why};

use crate::job::Cancel;
use crate::secret::{Masked, mask_logins};

pub use ground::Ground;
pub use live::{Asked, Ended, Live, Note};

/// Which module, and which of its versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inquiry {
    pub module: BString,
    /// A version or a query.
    pub version: BString,
}

impl Inquiry {
    /// `MODULE@VERSION`; without a version the newest is meant. An address with a login is neither, and is answered
    /// without it.
    pub fn parse(argument: &BStr) -> Inquiry {
        let argument = mask_logins(argument);
        match argument.split_once_str("@") {
            Some((module, version)) => Inquiry { module: module.into(), version: version.into() },
            None => Inquiry { module: argument, version: "latest".into() },
        }
    }
}

/// A request that go may make, and where its answers lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// From 1.
    pub id: usize,
    pub purpose: Purpose,
    pub via: Via,
    /// `None`: which URLs are asked, only the answers tell.
    pub url: Option<Masked>,
    pub why: Why,
    /// Go asks nobody itself: it runs this first.
    pub runs: Option<String>,
    pub credentials: Sent,
    /// Go asks once more after any 4xx status.
    pub repeated: bool,
    pub found: Next,
    pub absent: Next,
    pub failed: Next,
    /// Of a list: where it leads when no version in it will do.
    pub empty: Option<Next>,
}

/// What go would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecast {
    pub inquiry: Inquiry,
    pub private: Private,
    /// It is `go` or `toolchain`, which nobody can download.
    pub of_go_itself: bool,
    /// What go says before it asks anybody, in its own words.
    pub error: Option<Masked>,
    /// The first is where it begins.
    pub steps: Vec<Step>,
    /// The checksum database that is told of the module.
    pub database: Option<String>,
    /// The go.sum of the project here has its hashes: that is why no database is told of it.
    pub in_go_sum: bool,
    pub leaks: Vec<Leak>,
}

/// The way of a module.
///
/// # Errors
/// GOPROXY leads to more steps than can be told.
pub fn forecast(inquiry: &Inquiry, ground: &Ground) -> Result<Forecast, TooMany> {
    let question = ground.question(inquiry);
    let mut forecast = Forecast {
        inquiry: inquiry.clone(),
        private: question.private(),
        of_go_itself: question.scheme() != Scheme::Module,
        error: None,
        steps: Vec::new(),
        database: None,
        in_go_sum: false,
        leaks: Vec::new(),
    };
    if let Some(refusal) = ground.refusal() {
        forecast.error = Some(refusal.clone());
        return Ok(forecast);
    }
    let route = match question.route() {
        Ok(route) => route,
        Err(words) => {
            forecast.error = Some(masked(&words));
            return Ok(forecast);
        }
    };
    let graph = route.graph()?;
    forecast.error = graph.error.as_deref().map(masked);
    forecast.steps = graph.steps.into_iter().map(step).collect();
    // What go.sum has both hashes of, the database never hears of.
    let told =
        !question.known.iter().any(|known| known.version == question.version && known.zip && known.go_mod);
    forecast.in_go_sum = !told && route.database().is_some();
    forecast.database = route.database().filter(|_| told).map(ToString::to_string);
    forecast.leaks = route.leaks(&question);
    forecast.leaks.retain(|leak| told || matches!(leak.to, LeakTo::Proxy(_)));
    Ok(forecast)
}

/// A URL for a person. In a folder, names are as on disk.
fn shown(url: &GoUrl) -> Masked {
    let text = url.string();
    let text = if url.scheme == "file" { text.replace("%21", "!").into() } else { text };
    Masked::value("GOPROXY", &text)
}

/// Go's words may quote a URL; the module and its version look like one, and are none.
fn masked(words: &str) -> Masked {
    let end = words.strip_prefix("go: ").and_then(|rest| rest.find(": ")).map_or(0, |at| at + 6);
    let (about, rest) = words.split_at(if words[..end].contains("://") { 0 } else { end });
    Masked::value("GOPROXY", rest.as_bytes()).after(about)
}

fn step(step: go_rules::route::Step) -> Step {
    let request = step.request;
    Step {
        id: step.id,
        purpose: request.purpose,
        via: request.via,
        url: request.url.as_ref().map(shown),
        why: request.why,
        runs: request.repository.map(|found| found.command),
        credentials: request.credentials,
        repeated: request.repeated,
        found: step.found,
        absent: step.absent,
        failed: step.failed,
        empty: step.empty,
    }
}

/// Goes the way for real: each request is made once, and its answer decides on the next. Blocks until it is over or
/// cancelled.
///
/// # Errors
/// There is no client to be had.
pub fn follow(
    forecast: &Forecast,
    ground: &Ground,
    cancel: &Cancel,
) -> Result<Live, crate::proxy::FetchError> {
    live::follow(forecast, ground, cancel)
}
