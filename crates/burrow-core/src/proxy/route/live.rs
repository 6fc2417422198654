//! The way of a module gone for real: each request made as Go's client makes it, with a deadline, and its answer beside
//! the step of the forecast. Nothing is written; a zip is not received, only whether it is there.

use std::time::Instant;

use bstr::{BStr, BString, ByteSlice};
use go_rules::go_url::GoUrl;
use go_rules::route::{Answer, Body, Next, Purpose, Request, Walked, Why};
use go_rules::semver;
use reqwest::Url;
use serde_json::Value;

use super::{Forecast, Ground, Step};
use crate::job::Cancel;
use crate::proxy::credentials::keys::{Keys, Trouble};
use crate::proxy::{Client, Deadlines, FetchError};
use crate::secret::Masked;

/// No list, go.mod or record is larger.
const MOST: u64 = 16 << 20;
/// No way has more steps that matter; a server that leads in circles must not keep anybody.
const MOST_STEPS: usize = 200;

/// A request that was made.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The step of the forecast; `None` where it had none for this.
    pub step: Option<usize>,
    pub purpose: Purpose,
    pub url: Option<Masked>,
    /// What the server answered; `None` where there was no server, or no answer.
    pub status: Option<u16>,
    /// Milliseconds, to the end of what was read.
    pub ms: u64,
    pub note: Option<Note>,
}

/// What there is to say about an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Note {
    /// Why there is no answer, or none that go can use.
    Failed(FetchError),
    /// The version that a list or an `.info` decided on.
    Version(BString),
    /// It is 200, and go cannot use it.
    Unusable,
    /// The proof is not asked for.
    NotAsked,
    /// Go asks nobody itself: it would run this, which is not done here.
    Runs(String),
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    Done,
    Failed,
    Cancelled,
    /// What comes next depends on what is not asked here.
    Unknown,
}

/// The requests that were made, and how it ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Live {
    pub asked: Vec<Asked>,
    pub ended: Ended,
    /// Ways of GOAUTH that gave nothing.
    pub troubles: Vec<Trouble>,
}

pub(super) fn follow(forecast: &Forecast, ground: &Ground, cancel: &Cancel) -> Result<Live, FetchError> {
    let settings = ground.settings();
    let mut client = Client::new(&settings.environ, &settings.goauth, Deadlines::default())?;
    let keys = Keys::of(ground.rules(), &settings.environ, settings.goauth.as_bstr(), ground.dir());
    // A GOAUTH that Go refuses ends the way before the first request.
    if let Ok(keys) = keys {
        client = client.with_keys(keys);
    }
    let question = ground.question(&forecast.inquiry);
    let mut live = Live { asked: Vec::new(), ended: Ended::Failed, troubles: Vec::new() };
    let Ok(route) = question.route() else { return Ok(live) };
    let built = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = built.map_err(|why| FetchError::BadUrl { url: String::new(), reason: why.to_string() })?;
    let mut beside = Beside { steps: &forecast.steps, at: Some(1) };
    let mut answers = Vec::new();
    while live.asked.len() < MOST_STEPS {
        let request = match route.walk(&answers) {
            Walked::Done => {
                live.ended = Ended::Done;
                return Ok(live);
            }
            Walked::Failed(_) => return Ok(live),
            Walked::Asks(request) => *request,
        };
        let begun = Instant::now();
        let got = runtime.block_on(ask(&client, &request, cancel));
        live.troubles = client.troubles();
        if matches!(got.note, Some(Note::Failed(FetchError::Cancelled(_)))) {
            live.ended = Ended::Cancelled;
            return Ok(live);
        }
        live.asked.push(Asked {
            step: beside.step(&request),
            purpose: request.purpose,
            url: request.url.as_ref().map(super::shown),
            status: got.status,
            ms: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
            note: got.note,
        });
        beside.go_on(&got.answer);
        // What a repository says is not asked here.
        if matches!(got.answer, Answer::Found(Body::Unknown)) && decides(&request) {
            live.ended = Ended::Unknown;
            return Ok(live);
        }
        answers.push(got.answer);
    }
    Ok(live)
}

/// Whether what comes next depends on what the answer to a request says.
fn decides(request: &Request) -> bool {
    match request.purpose {
        Purpose::List | Purpose::Latest => true,
        Purpose::Direct => {
            request.repository.is_some()
                || semver::canonical(&request.version).is_none_or(|c| c != request.version.as_bytes())
        }
        _ => false,
    }
}

/// Where the forecast stands beside what is asked.
struct Beside<'a> {
    steps: &'a [Step],
    at: Option<usize>,
}

impl Beside<'_> {
    fn step(&mut self, request: &Request) -> Option<usize> {
        let alike = |step: &&Step| step.purpose == request.purpose && step.why == request.why;
        let here = self.at.and_then(|id| self.steps.get(id - 1)).filter(alike);
        // An answer decided otherwise than the forecast took for likely.
        let found = here.or_else(|| self.steps.iter().find(alike)).or_else(|| {
            // What is asked to know of retractions, the forecast has as the version itself where both are one.
            let Why::Retractions(number) = request.why else { return None };
            let same = [Why::Entry(number), Why::DirectEntry(number)];
            self.steps.iter().find(|step| step.purpose == request.purpose && same.contains(&step.why))
        });
        self.at = found.map(|step| step.id);
        self.at
    }

    fn go_on(&mut self, answer: &Answer) {
        let Some(step) = self.at.and_then(|id| self.steps.get(id - 1)) else { return };
        let next = match answer {
            Answer::Found(Body::NoVersions) => step.empty.unwrap_or(step.found),
            Answer::Found(_) => step.found,
            Answer::Absent => step.absent,
            Answer::Failed => step.failed,
        };
        self.at = match next {
            Next::Step(id) => Some(id),
            Next::Done | Next::Fail => None,
        };
    }
}

struct Got {
    answer: Answer,
    status: Option<u16>,
    note: Option<Note>,
}

impl Got {
    fn failed(error: FetchError) -> Got {
        let status = match &error {
            FetchError::Status { status, .. } => Some(*status),
            FetchError::WebPage { .. } | FetchError::TooLarge { .. } | FetchError::CutOff { .. } => Some(200),
            _ => None,
        };
        let answer = if error.is_not_found() { Answer::Absent } else { Answer::Failed };
        Got { answer, status, note: Some(Note::Failed(error)) }
    }

    fn found(body: Body, note: Option<Note>) -> Got {
        Got { answer: Answer::Found(body), status: Some(200), note }
    }
}

async fn ask(client: &Client, request: &Request, cancel: &Cancel) -> Got {
    let Some(url) = &request.url else {
        return Got { answer: Answer::Found(Body::Unknown), status: None, note: Some(Note::NotAsked) };
    };
    if let Some(repository) = &request.repository {
        let note = Some(Note::Runs(repository.command.clone()));
        return Got { answer: Answer::Found(Body::Unknown), status: None, note };
    }
    match ask_for(client, request.purpose, url, cancel).await {
        Ok(got) => got,
        Err(error) => Got::failed(error),
    }
}

async fn ask_for(client: &Client, purpose: Purpose, url: &GoUrl, cancel: &Cancel) -> Result<Got, FetchError> {
    let parsed = parse(url)?;
    match purpose {
        // Whether it is there, is all that matters.
        Purpose::Zip | Purpose::SumdbSupported => {
            client.get(&parsed, None, cancel).await?;
            Ok(Got::found(Body::Unknown, None))
        }
        Purpose::Direct => direct(client, &parsed, cancel).await,
        Purpose::Info | Purpose::Latest => {
            let read = client.read(&parsed, MOST, cancel).await?;
            let named = serde_json::from_slice::<Value>(&read).ok();
            let version = named.and_then(|info| Some(BString::from(info.get("Version")?.as_str()?)));
            Ok(match version {
                Some(version) => Got::found(Body::Version(version.clone()), Some(Note::Version(version))),
                None => Got { answer: Answer::Failed, status: Some(200), note: Some(Note::Unusable) },
            })
        }
        Purpose::List | Purpose::Mod => {
            let read = client.read(&parsed, MOST, cancel).await?;
            Ok(Got::found(Body::Text(read.into()), None))
        }
        Purpose::SumdbLookup | Purpose::SumdbTile => {
            client.read(&parsed, MOST, cancel).await?;
            Ok(Got::found(Body::Unknown, None))
        }
    }
}

/// The module's own server: a page that says where the module lies, whatever its status.
async fn direct(client: &Client, url: &Url, cancel: &Cancel) -> Result<Got, FetchError> {
    let mut answer = client.get(url, None, cancel).await?;
    let mut page = Vec::new();
    while let Some(chunk) = answer.chunk(cancel).await? {
        page.extend_from_slice(&chunk);
        if page.len() as u64 > MOST {
            break;
        }
    }
    if page.contains_str("go-import") || url.query().is_none_or(|query| !query.contains("go-get")) {
        return Ok(Got::found(Body::Unknown, None));
    }
    Ok(Got { answer: Answer::Absent, status: Some(200), note: Some(Note::Unusable) })
}

/// Go's spelling of a URL for the client, which keeps it.
fn parse(url: &GoUrl) -> Result<Url, FetchError> {
    crate::proxy::url::parse(BStr::new(&url.string()))
}
