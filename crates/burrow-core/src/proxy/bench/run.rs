//! The course of a benchmark: who answers at all, then what each has and how fast, then how much comes through.

use std::sync::Arc;
use std::time::Duration;

use bstr::ByteSlice;
use go_rules::semver;
use go_rules::sumdb::setting::Database;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;

use super::candidate::Candidate;
use super::download;
use super::found::{Behind, Bench, Fresh, Measured, Offer};
use super::judge::{Need, recommend};
use super::measure::{Said, Work, measure, questions};
use super::sample::{Member, Sample};
use crate::job::{Cancel, Cancelled};
use crate::proxy::probe::{AT_ONCE, Ask, Hop, Note, ProbeError, Probed, Verdict, probe_all};
use crate::proxy::{Client, Deadlines, FetchError, Settings};

/// So many candidates are asked at once. Their answers are small, so that they do not take the line from each other.
const BESIDE: usize = 4;
/// So many times the time of one answer, for all answers of one candidate.
const BUDGET: u32 = 6;

/// What is compared, and how.
#[derive(Debug, Clone)]
pub struct Plan {
    pub candidates: Vec<Candidate>,
    pub sample: Sample,
    /// How long one answer may take.
    pub timeout: Duration,
}

/// How far it is.
#[derive(Debug)]
pub enum Heard<'a> {
    /// So many questions were asked, of as many as there may be.
    Asked { done: usize, total: usize },
    /// One candidate has answered all but the download, or never will; with its place among them.
    Row(usize, &'a Measured),
    /// Something is downloaded from this one.
    Downloading(usize),
}

/// Why nothing was compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BenchError {
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// There is nobody to ask.
    #[error("no candidate")]
    NoCandidates,
    /// More than are asked at once.
    #[error("more than {AT_ONCE} candidates")]
    TooMany,
    /// There is nothing that may be asked for: everything is private.
    #[error("no module may be asked for")]
    NoSample,
    #[error(transparent)]
    Probe(ProbeError),
    #[error(transparent)]
    Fetch(FetchError),
}

impl From<ProbeError> for BenchError {
    fn from(error: ProbeError) -> BenchError {
        match error {
            ProbeError::Cancelled(cancelled) => BenchError::Cancelled(cancelled),
            error => BenchError::Probe(error),
        }
    }
}

/// Compares the candidates. Blocks until it is over or cancelled.
///
/// # Errors
/// [`BenchError`].
pub fn bench(
    plan: &Plan,
    settings: &Settings,
    cancel: &Cancel,
    heard: &dyn Fn(Heard<'_>),
) -> Result<Bench, BenchError> {
    match plan.candidates.len() {
        0 => return Err(BenchError::NoCandidates),
        some if some > AT_ONCE => return Err(BenchError::TooMany),
        _ if plan.sample.members.is_empty() => return Err(BenchError::NoSample),
        _ => {}
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .enable_all()
        .build()
        .map_err(|error| BenchError::Probe(ProbeError::Means(error.to_string())))?;
    let found = runtime.block_on(all(plan, settings, cancel, heard));
    // A name that is still being looked for cannot be called off: it is left behind.
    runtime.shutdown_background();
    found
}

async fn all(
    plan: &Plan,
    settings: &Settings,
    cancel: &Cancel,
    heard: &dyn Fn(Heard<'_>),
) -> Result<Bench, BenchError> {
    let database = Database::of(settings.gosumdb.as_bstr()).ok();
    let deadlines = Deadlines { connect: plan.timeout, first_byte: plan.timeout, stall: plan.timeout };
    let client = Client::new(&settings.environ, &settings.goauth, deadlines).map_err(BenchError::Fetch)?;
    let work = Arc::new(Work {
        client,
        members: plan.sample.members.clone(),
        // One with an address of its own is asked past every proxy.
        database: database.as_ref().filter(|known| known.url.is_none()).map(|known| known.key.name().into()),
        timeout: plan.timeout,
        budget: plan.timeout * BUDGET,
        cancel: cancel.clone(),
    });
    let (mut rows, reachable) = reach(plan, settings, database.is_some(), cancel).await?;
    let newest = ask_all(plan, &work, &mut rows, heard).await?;
    compare(&plan.sample.members, &newest, &mut rows);
    let downloaded = download_all(&work, &mut rows, heard).await;
    cancel.check()?;
    let need = Need { sumdb: work.database.is_some(), database_reachable: reachable == Some(true) };
    let recommendation = recommend(&rows, need);
    Ok(Bench { sample: plan.sample.clone(), rows, downloaded, database_reachable: reachable, recommendation })
}

/// The first connection of each, all at once; and whether the checksum database can be had without any of them.
async fn reach(
    plan: &Plan,
    settings: &Settings,
    has_database: bool,
    cancel: &Cancel,
) -> Result<(Vec<Measured>, Option<bool>), BenchError> {
    let ask = Ask {
        module: plan.sample.members.first().map(|member| member.module.clone()),
        timeout: plan.timeout,
    };
    let mut hops: Vec<Hop> = plan.candidates.iter().map(|candidate| candidate.hop.clone()).collect();
    if has_database {
        hops.push(Hop::sumdb(&Settings { goproxy: "direct".into(), ..settings.clone() }));
    }
    let probed = probe_all(&hops, &ask, settings, cancel, &|_, _| {}).await?;
    let database = has_database
        .then(|| probed.get(plan.candidates.len()).is_some_and(|probed| probed.verdict == Verdict::Ok));
    let rows =
        plan.candidates.iter().cloned().zip(probed).map(|(candidate, reach)| Measured::of(candidate, reach));
    Ok((rows.collect(), database))
}

/// Whether it is worth asking further: it works, or has just not got the module that was asked for.
fn is_worth_asking(reach: &Probed) -> bool {
    reach.verdict == Verdict::Ok || matches!(reach.status, Some(404 | 410))
}

/// What one of those that are asked at the same time has to tell.
enum Told {
    Asked,
    Said(usize, Box<Said>),
}

/// Everything but the download; gives the newest versions that each told.
async fn ask_all(
    plan: &Plan,
    work: &Arc<Work>,
    rows: &mut [Measured],
    heard: &dyn Fn(Heard<'_>),
) -> Result<Vec<Vec<Option<String>>>, Cancelled> {
    let turns = Arc::new(Semaphore::new(BESIDE));
    let (tell, mut told) = mpsc::unbounded_channel();
    let mut running = JoinSet::new();
    let mut newest = vec![Vec::new(); rows.len()];
    let mut total = 0;
    for (at, row) in rows.iter().enumerate() {
        let Some(base) = row.candidate.hop.server().filter(|_| is_worth_asking(&row.reach)) else {
            heard(Heard::Row(at, row));
            continue;
        };
        total += questions(plan.sample.members.len());
        let (base, work, turns, tell) = (base.clone(), Arc::clone(work), Arc::clone(&turns), tell.clone());
        running.spawn(async move {
            let _turn = turns.acquire_owned().await;
            // Who does not listen any more has cancelled.
            let asked = || drop(tell.send(Told::Asked));
            let said = measure(base, u64::try_from(at).unwrap_or(0), work, asked).await;
            let _ = tell.send(Told::Said(at, Box::new(said)));
        });
    }
    drop(tell);
    let mut done = 0;
    heard(Heard::Asked { done, total });
    while let Some(news) = work.cancel.race(told.recv()).await? {
        match news {
            Told::Asked => {
                done += 1;
                heard(Heard::Asked { done, total });
            }
            Told::Said(at, said) => {
                newest[at].clone_from(&said.newest);
                take(&mut rows[at], *said);
                heard(Heard::Row(at, &rows[at]));
            }
        }
    }
    Ok(newest)
}

fn take(row: &mut Measured, said: Said) {
    if said.hits.found + said.hits.wrong.len() > 0 {
        // It had just not got the module that it was asked for first.
        row.reach.verdict = Verdict::Ok;
        row.reach.notes.retain(|note| !matches!(note, Note::NotFound | Note::Said(_) | Note::NoVersions));
    }
    row.hits = said.hits;
    row.sumdb = said.sumdb.unwrap_or(Offer::NotAsked);
    row.toolchains = said.toolchains.unwrap_or(Offer::NotAsked);
    row.latency = said.latency;
}

/// Who has an older newest version than somebody else.
fn compare(members: &[Member], newest: &[Vec<Option<String>>], rows: &mut [Measured]) {
    let order = |a: &str, b: &str| semver::compare(a.as_bytes(), b.as_bytes());
    for (at, member) in members.iter().enumerate() {
        let told = |row: usize| newest[row].get(at)?.as_deref();
        let all: Vec<&str> = (0..rows.len()).filter_map(told).collect();
        let Some(best) = all.iter().max_by(|a, b| order(a, b)).filter(|_| all.len() > 1) else { continue };
        for (row, measured) in rows.iter_mut().enumerate() {
            let Some(version) = told(row) else { continue };
            let Fresh { compared, behind } = &mut measured.fresh;
            *compared += 1;
            if order(version, best).is_lt() {
                behind.push(Behind {
                    module: member.module.clone(),
                    version: version.to_owned(),
                    newest: (*best).to_owned(),
                });
            }
        }
    }
}

/// The same zip from each that has it, one after the other.
async fn download_all(work: &Work, rows: &mut [Measured], heard: &dyn Fn(Heard<'_>)) -> Option<Member> {
    let answering = |row: &&Measured| row.answers() && row.hits.wrong.is_empty();
    let missing = |row: &Measured, member: &Member| {
        row.hits.absent.contains(member) || row.hits.failed.contains(member)
    };
    let lacks = |member: &Member| rows.iter().filter(answering).filter(|row| missing(row, member)).count();
    let least = work.members.iter().map(&lacks).min()?;
    let everywhere: Vec<Member> =
        work.members.iter().filter(|member| lacks(member) == least).cloned().collect();
    let first = rows.iter().filter(answering).max_by_key(|row| row.hits.found)?;
    let member = download::choose(first.candidate.hop.server()?, &everywhere, work).await?;
    for (at, row) in rows.iter_mut().enumerate() {
        let has = row.answers() && row.hits.wrong.is_empty() && !missing(row, &member);
        let Some(base) = row.candidate.hop.server().filter(|_| has).cloned() else { continue };
        if work.cancel.is_cancelled() {
            return None;
        }
        heard(Heard::Downloading(at));
        row.download = download::download(&base, &member, work).await;
        heard(Heard::Row(at, row));
    }
    Some(member)
}
