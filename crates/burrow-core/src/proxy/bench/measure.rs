//! One candidate asked one question after the other, on connections that stay: which of the sample it has, how new its
//! lists are, what else it offers, and how long it takes to say so.

use std::sync::Arc;
use std::time::{Duration, Instant};

use go_rules::module;
use reqwest::Url;
use serde_json::Value;

use super::found::{Hits, Latency, Offer};
use super::sample::Member;
use crate::job::Cancel;
use crate::proxy::probe::newest_in;
use crate::proxy::url::below;
use crate::proxy::{Client, FetchError};

/// No go.mod and no list is larger.
const MOST: u64 = 4 << 20;
/// Of so many modules the newest version is asked for.
const COMPARED: usize = 5;
/// So many answers are timed at least, of those there are.
const TIMED: usize = 9;
/// After so many failures one behind the other, nothing more is asked.
const PATIENCE: usize = 3;

/// What all candidates are asked with.
pub(super) struct Work {
    pub client: Client,
    pub members: Vec<Member>,
    /// The checksum database that go would want.
    pub database: Option<String>,
    /// For one answer.
    pub timeout: Duration,
    /// For all of one candidate.
    pub budget: Duration,
    pub cancel: Cancel,
}

/// What one candidate said.
#[derive(Default)]
pub(super) struct Said {
    pub hits: Hits,
    /// Of the first modules of the sample, in their order.
    pub newest: Vec<Option<String>>,
    pub sumdb: Option<Offer>,
    pub toolchains: Option<Offer>,
    pub latency: Option<Latency>,
}

/// How a question was answered.
pub(super) enum Answered {
    Found(Vec<u8>),
    /// 404 or 410.
    Absent,
    Failed,
}

/// The work on one candidate.
struct Asker {
    base: Url,
    work: Arc<Work>,
    over: Instant,
    failures: usize,
    /// A connection stands.
    warm: bool,
    times: Vec<Duration>,
}

/// So many questions are asked of one candidate at most, not counting those that are repeated to be timed.
pub(super) fn questions(members: usize) -> usize {
    members + members.min(COMPARED) + 2
}

/// Asks one candidate everything; `asked` hears of each question.
pub(super) async fn measure(base: Url, turn: u64, work: Arc<Work>, asked: impl Fn() + Send + Sync) -> Said {
    let over = Instant::now() + work.budget;
    let order = shuffled(work.members.len(), turn);
    let mut asker =
        Asker { base, work: Arc::clone(&work), over, failures: 0, warm: false, times: Vec::new() };
    let mut said = Said { newest: vec![None; work.members.len().min(COMPARED)], ..Said::default() };
    let mut has = Vec::new();
    for at in &order {
        if asker.is_done() {
            break;
        }
        let member = &work.members[*at];
        match asker.go_mod(member).await {
            Answered::Found(bytes) if is_right(member, &bytes) => {
                said.hits.found += 1;
                has.push(*at);
            }
            Answered::Found(_) => said.hits.wrong.push(member.clone()),
            Answered::Absent => said.hits.absent.push(member.clone()),
            Answered::Failed => said.hits.failed.push(member.clone()),
        }
        said.hits.asked += 1;
        asked();
    }
    for at in order.iter().filter(|at| **at < COMPARED) {
        if !asker.is_done() {
            said.newest[*at] = asker.newest(&work.members[*at]).await;
        }
        asked();
    }
    // Of a small sample the same is asked again, so that there is something to go by.
    for at in has.iter().cycle().take(if has.is_empty() { 0 } else { TIMED * 2 }) {
        if asker.is_done() || asker.times.len() >= TIMED {
            break;
        }
        asker.go_mod(&work.members[*at]).await;
    }
    said.sumdb = match &work.database {
        Some(name) => Some(asker.offers(&format!("sumdb/{name}/supported"), true).await),
        None => None,
    };
    asked();
    said.toolchains = Some(asker.offers("golang.org/toolchain/@v/list", false).await);
    asked();
    said.latency = Latency::of(asker.times);
    said
}

impl Asker {
    fn is_done(&self) -> bool {
        self.failures >= PATIENCE || Instant::now() >= self.over || self.work.cancel.is_cancelled()
    }

    /// The go.mod of a version: what go downloads of every module, and small.
    async fn go_mod(&mut self, member: &Member) -> Answered {
        let Some(path) = path(member, "mod") else { return Answered::Failed };
        let begin = Instant::now();
        let answered = self.ask(&path).await;
        // The first opens the connection, which is told apart; what is not there is answered without a look for it.
        if matches!(answered, Answered::Found(_)) && std::mem::replace(&mut self.warm, true) {
            self.times.push(begin.elapsed());
        }
        answered
    }

    /// The version that go would take for `latest`: that of the list, and only without any that of `@latest`.
    async fn newest(&mut self, member: &Member) -> Option<String> {
        let escaped = module::escape_path(&member.module).ok()?;
        if let Answered::Found(list) = self.ask(&format!("{escaped}/@v/list")).await
            && let Some(newest) = newest_in(&String::from_utf8_lossy(&list))
        {
            return Some(newest);
        }
        let Answered::Found(info) = self.ask(&format!("{escaped}/@latest")).await else { return None };
        let info: Value = serde_json::from_slice(&info).ok()?;
        let version = info.get("Version")?.as_str()?;
        go_rules::semver::canonical(version.as_bytes()).map(|_| version.to_owned())
    }

    async fn offers(&mut self, path: &str, may_be_empty: bool) -> Offer {
        if self.is_done() {
            return Offer::Failed;
        }
        match self.ask(path).await {
            Answered::Found(bytes)
                if may_be_empty || newest_in(&String::from_utf8_lossy(&bytes)).is_some() =>
            {
                Offer::Yes
            }
            Answered::Found(_) | Answered::Absent => Offer::No,
            Answered::Failed => Offer::Failed,
        }
    }

    async fn ask(&mut self, path: &str) -> Answered {
        let url = below(&self.base, path);
        let work = &self.work;
        let left = self.over.saturating_duration_since(Instant::now()).min(work.timeout);
        let answered = match tokio::time::timeout(left, work.client.read(&url, MOST, &work.cancel)).await {
            Ok(Ok(bytes)) => Answered::Found(bytes),
            Ok(Err(error)) if error.is_not_found() => Answered::Absent,
            Ok(Err(FetchError::Status { .. })) | Ok(Err(_)) | Err(_) => Answered::Failed,
        };
        self.failures = if matches!(answered, Answered::Failed) { self.failures + 1 } else { 0 };
        answered
    }
}

/// Whether a go.mod is the one that go.sum knows; one that it does not know is.
fn is_right(member: &Member, bytes: &[u8]) -> bool {
    member.go_mod.as_ref().is_none_or(|hash| {
        // Another way of hashing than the one there is, is not for us to judge.
        !hash.starts_with(b"h1:") || *hash == module::h1_of_go_mod(bytes)
    })
}

/// `example.com/!m/@v/v1.0.0.mod`; `None`: go could not ask for it.
pub(super) fn path(member: &Member, kind: &str) -> Option<String> {
    let path = module::escape_path(&member.module).ok()?;
    let version = module::escape_version(&member.version).ok()?;
    Some(format!("{path}/@v/{version}.{kind}"))
}

/// The numbers below this one in an order that is another for each turn, and the same each time.
fn shuffled(length: usize, turn: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    let mut state = turn.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for at in (1..length).rev() {
        // xorshift64*; how good it is does not matter here.
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        let bound = u64::try_from(at + 1).unwrap_or(1);
        let other = state.wrapping_mul(0x2545_f491_4f6c_dd1d) % bound;
        order.swap(at, usize::try_from(other).unwrap_or(0));
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_candidate_has_an_order_of_its_own_with_everything_in_it() {
        let (one, two) = (shuffled(20, 0), shuffled(20, 1));
        assert_ne!(one, two);
        for order in [one, two] {
            let mut sorted = order.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, (0..20).collect::<Vec<_>>());
        }
        assert!(shuffled(0, 3).is_empty());
    }
}
