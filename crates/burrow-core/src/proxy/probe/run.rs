//! All rows at once, each with its own deadline from the name to the last byte.

use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bstr::{BStr, BString};
use go_rules::module;
use reqwest::Url;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;
use tokio_util::task::AbortOnDropHandle;

use super::hop::{Hop, Target};
use super::means::Means;
use super::question::{Read, ask};
use super::trace::{Between, Seen, Trace};
use super::verdict::{Fault, Note, Phases, Probed, Software, Verdict};
use super::{between, judge, known, software, sumdb};
use crate::job::{Cancel, Cancelled};
use crate::proxy::settings::Settings;
use crate::proxy::url::below;

/// A module that every public proxy has, with a short list of versions.
pub const MODULE: &str = "golang.org/x/mod";
/// So many rows are asked at the same time.
pub const AT_ONCE: usize = 32;
/// More than any list is: the longest that are known have some hundred kilobytes.
pub(super) const LIST: usize = 4 << 20;
/// What runs behind a URL is not worth waiting longer for.
const SOFTWARE: Duration = Duration::from_secs(1);

/// What is asked of every row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Whose list of versions; `None`: [`MODULE`].
    pub module: Option<BString>,
    /// From the name to the last byte, of each row.
    pub timeout: Duration,
}

/// Why nothing was probed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProbeError {
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// No path that a module can have, in Go's words.
    #[error("{0}")]
    Module(String),
    /// In the words of the system or the library.
    #[error("{0}")]
    Means(String),
}

/// What a row needs besides itself.
pub(super) struct Work {
    pub means: Means,
    /// `example.com/!m`, escaped.
    pub module: String,
    pub timeout: Duration,
    /// The module was named: not every folder need have another.
    named: bool,
}

/// Probes the rows; `heard` is told of each as soon as it is known, with its place among them.
///
/// The answer has the rows in their order, and behind them the HTTP proxies that were between.
///
/// # Errors
/// [`ProbeError`].
pub fn probe(
    hops: &[Hop],
    ask: &Ask,
    settings: &Settings,
    cancel: &Cancel,
    heard: &dyn Fn(usize, &Probed),
) -> Result<Vec<Probed>, ProbeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .enable_all()
        .build()
        .map_err(|error| ProbeError::Means(error.to_string()))?;
    let probed = runtime.block_on(probe_all(hops, ask, settings, cancel, heard));
    // A name that is still being looked for cannot be called off: it is left behind.
    runtime.shutdown_background();
    probed
}

/// As [`probe`], on a runtime that runs already, with several threads.
///
/// # Errors
/// [`ProbeError`].
pub async fn probe_all(
    hops: &[Hop],
    ask: &Ask,
    settings: &Settings,
    cancel: &Cancel,
    heard: &dyn Fn(usize, &Probed),
) -> Result<Vec<Probed>, ProbeError> {
    cancel.check()?;
    let work = Arc::new(Work::of(ask, settings)?);
    if hops.iter().any(Hop::needs_tls) {
        let work = Arc::clone(&work);
        tokio::spawn(async move { drop(work.means.verifier().await) });
    }
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    let mut rows = JoinSet::new();
    let (tell, mut told) = mpsc::unbounded_channel();
    let spoiled = hops.iter().any(Hop::spoils_the_list);
    for (at, hop) in hops.iter().cloned().enumerate() {
        let (work, turns, tell) = (Arc::clone(&work), Arc::clone(&turns), tell.clone());
        rows.spawn(async move {
            let _turn = turns.acquire_owned().await;
            let (mut probed, seen) = row(hop, work).await;
            if spoiled && probed.verdict != Verdict::BadUrl && probed.hop.number.is_some() {
                probed.notes.push(Note::ListSpoiled);
            }
            // Who does not listen any more has cancelled.
            let _ = tell.send((at, probed, seen));
        });
    }
    drop(tell);
    let mut all: Vec<Option<(Probed, Seen)>> = hops.iter().map(|_| None).collect();
    while let Some((at, probed, seen)) = cancel.race(told.recv()).await? {
        heard(at, &probed);
        all[at] = Some((probed, seen));
    }
    let all: Vec<(Probed, Seen)> = all.into_iter().flatten().collect();
    let http_proxies = between::judged(all.iter().map(|(_, seen)| seen));
    let mut probed: Vec<Probed> = all.into_iter().map(|(probed, _)| probed).collect();
    judge_freshness(&mut probed);
    for row in &http_proxies {
        heard(probed.len(), row);
    }
    probed.extend(http_proxies);
    Ok(probed)
}

impl Work {
    pub fn list(&self) -> String {
        format!("{}/@v/list", self.module)
    }

    pub fn of(ask: &Ask, settings: &Settings) -> Result<Work, ProbeError> {
        let module = ask.module.as_ref().map_or(BStr::new(MODULE), |module| BStr::new(module.as_slice()));
        let escaped = module::escape_path(module).map_err(|why| ProbeError::Module(why.to_string()))?;
        let means = Means::of(settings);
        Ok(Work { means, module: escaped.to_string(), timeout: ask.timeout, named: ask.module.is_some() })
    }
}

/// What a row's own question came to.
#[derive(Default)]
pub(super) struct Found {
    pub newest: Option<String>,
    pub notes: Vec<Note>,
}

async fn row(hop: Hop, work: Arc<Work>) -> (Probed, Seen) {
    let begin = Instant::now();
    let deadline = begin + work.timeout;
    match hop.target.clone() {
        Target::Off => (Probed::unasked(hop, Verdict::Off, Vec::new()), Seen::default()),
        Target::Bad(note) => (Probed::unasked(hop, Verdict::BadUrl, vec![note]), Seen::default()),
        Target::Between => (Probed::unasked(hop, Verdict::Off, Vec::new()), Seen::default()),
        Target::Folder(folder) => {
            let list = work.named.then(|| work.list());
            let looked = tokio::task::spawn_blocking(move || in_folder(&folder, list.as_deref()));
            let trace = Arc::new(Trace::default());
            let found = in_time(deadline, &trace, async { looked.await.unwrap_or_else(|_| broken()) }).await;
            judged(hop, begin, &trace, found)
        }
        Target::Server(url) => {
            let trace = Arc::new(Trace::default());
            let found =
                in_time(deadline, &trace, server(url.clone(), Arc::clone(&work), Arc::clone(&trace))).await;
            let (mut probed, seen) = judged(hop, begin, &trace, found);
            let known = known::is_public(url.host_str().unwrap_or_default());
            if probed.status.is_some() && probed.software == Software::Unknown && !known {
                look_behind(&mut probed, &url, &work, deadline).await;
            }
            (probed, seen)
        }
        Target::Sumdb(database) => {
            let (found, trace) = sumdb::ask(*database, &work, deadline).await;
            judged(hop, begin, &trace, found)
        }
    }
}

/// The work, or the verdict of the phase in which it was when its time was over. The work has a task of its own, so
/// that one that keeps its thread does not keep the deadline.
pub(super) async fn in_time<T: Send + 'static>(
    deadline: Instant,
    trace: &Arc<Trace>,
    work: impl Future<Output = Result<T, Fault>> + Send + 'static,
) -> Result<T, Fault> {
    let task = AbortOnDropHandle::new(tokio::spawn(work));
    match tokio::time::timeout_at(deadline.into(), task).await {
        Ok(Ok(done)) => done,
        Ok(Err(_)) => broken(),
        Err(_) => {
            let seen = trace.read();
            let fault = Fault::new(seen.timeout());
            Err(Fault { status: seen.status, ..fault })
        }
    }
}

/// Work of our own that broke off is no answer either.
pub(super) fn broken<T>() -> Result<T, Fault> {
    Err(Fault::new(Verdict::CutOff))
}

async fn server(url: Url, work: Arc<Work>, trace: Arc<Trace>) -> Result<Found, Fault> {
    let answer = ask(&below(&url, &work.list()), Read::Whole(LIST), &work.means, &trace).await?;
    let software = software::of_headers(&url, &answer.headers);
    trace.learn(|seen| seen.software = software.unwrap_or_default());
    let newest = judge::list(&answer)?;
    let notes = if newest.is_none() { vec![Note::NoVersions] } else { Vec::new() };
    Ok(Found { newest, notes })
}

/// A module's list in a folder; without a module, whether there is a folder.
fn in_folder(folder: &Path, list: Option<&str>) -> Result<Found, Fault> {
    let failed = |error: &std::io::Error| {
        let verdict = match error.kind() {
            std::io::ErrorKind::PermissionDenied => Verdict::Forbidden,
            _ => Verdict::NotAProxy,
        };
        let missing = error.kind() == std::io::ErrorKind::NotFound;
        let note = if missing { Note::NotFound } else { Note::Reason(super::fault::plain(error)) };
        Fault::new(verdict).note(note)
    };
    let Some(list) = list else {
        let facts = std::fs::metadata(folder).map_err(|error| failed(&error))?;
        let no_folder = || failed(&std::io::ErrorKind::NotADirectory.into());
        return if facts.is_dir() { Ok(Found::default()) } else { Err(no_folder()) };
    };
    let file = folder.join(list);
    let facts = std::fs::metadata(&file).map_err(|error| failed(&error))?;
    if facts.len() > LIST as u64 {
        return Err(Fault::new(Verdict::TooLarge));
    }
    let body = std::fs::read(&file).map_err(|error| failed(&error))?;
    let answer = super::question::Answer { status: 200, headers: hyper::HeaderMap::new(), body };
    // There is no status where nobody was asked.
    let newest = judge::list(&answer).map_err(|fault| Fault { status: None, ..fault })?;
    Ok(Found { newest, ..Found::default() })
}

fn judged(hop: Hop, begin: Instant, trace: &Trace, found: Result<Found, Fault>) -> (Probed, Seen) {
    let took = begin.elapsed();
    let mut seen = trace.read();
    let mut probed = Probed::unasked(hop, Verdict::Ok, Vec::new());
    match found {
        Ok(found) => {
            probed.status = seen.status;
            probed.newest = found.newest;
            probed.notes = found.notes;
        }
        Err(fault) => {
            probed.verdict = fault.verdict;
            probed.status = fault.status;
            probed.notes = fault.notes;
            seen.failed = Some(fault.verdict);
        }
    }
    probed.software = seen.software;
    if let Some((proxy, how_far, _)) = &seen.between {
        let told = probed.notes.iter().any(|note| matches!(note, Note::Through(_) | Note::AboutHttpProxy(_)));
        if !told {
            let about =
                *how_far == Between::Away || *how_far == Between::Reached && probed.verdict != Verdict::Ok;
            let note = if about { Note::AboutHttpProxy } else { Note::Through };
            probed.notes.push(note(proxy.clone()));
        }
    }
    probed.phases = seen.phases;
    let asked = total(&seen.phases);
    probed.took = if asked.is_zero() { took } else { asked };
    probed.certificate = seen.certificate.clone();
    (probed, seen)
}

/// What runs there, if it tells soon.
async fn look_behind(probed: &mut Probed, url: &Url, work: &Arc<Work>, deadline: Instant) {
    let soon = deadline.min(Instant::now() + SOFTWARE);
    let (url, work) = (url.clone(), Arc::clone(work));
    let looking = async move { software::asked(&url, &work.means).await };
    let looking = AbortOnDropHandle::new(tokio::spawn(looking));
    if let Ok(Ok((software, note))) = tokio::time::timeout_at(soon.into(), looking).await {
        probed.software = software;
        probed.notes.extend(note);
    }
}

/// Whether another hop has a newer version.
fn judge_freshness(rows: &mut [Probed]) {
    let order = |a: &str, b: &str| go_rules::semver::compare(a.as_bytes(), b.as_bytes());
    let known = rows.iter().filter_map(|row| Some((row.newest.clone()?, row.hop.shown.clone())));
    let Some((newest, elsewhere)) = known.max_by(|a, b| order(&a.0, &b.0)) else { return };
    for row in rows {
        if row.newest.as_ref().is_some_and(|own| order(own, &newest).is_lt()) {
            row.notes.push(Note::Behind { newest: newest.clone(), elsewhere: elsewhere.clone() });
        }
    }
}

/// All phases together.
pub(super) fn total(phases: &Phases) -> Duration {
    let all = [phases.dns, phases.connect, phases.tls, phases.first_byte, phases.transfer];
    all.into_iter().flatten().sum()
}
