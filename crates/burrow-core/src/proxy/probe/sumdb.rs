//! The checksum database, asked on the way that Go takes: where GOSUMDB says, else through the first proxy that offers
//! it, else at its own address (`sumdb.go` in `cmd/go/internal/modfetch`). All ways are tried at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use go_rules::sumdb::note::NoteKey;
use reqwest::Url;
use tokio_util::task::AbortOnDropHandle;

use super::hop::{Sumdb, Ways};
use super::judge;
use super::question::{Read, ask as question};
use super::run::{Found, Work, in_time};
use super::trace::Trace;
use super::verdict::{Fault, Note};
use crate::proxy::url::{below, shown};

/// No signed tree is larger.
const MOST: usize = 1 << 20;

/// A way that is being tried.
struct Way {
    base: Url,
    trace: Arc<Trace>,
    /// The proxy has said that it has the database: then Go asks nobody else.
    offered: Arc<AtomicBool>,
    task: AbortOnDropHandle<Result<(), Fault>>,
}

/// Asks for the newest signed tree; gives the trace of the way that counts.
pub(super) async fn ask(
    database: Sumdb,
    work: &Arc<Work>,
    deadline: Instant,
) -> (Result<Found, Fault>, Arc<Trace>) {
    let key = Arc::new(database.key);
    let begin = |base: Url, asks_first: bool| Way::begin(base, asks_first, &key, work, deadline);
    let (proxies, own, ends_with_direct) = match database.ways {
        Ways::At(url) => return begin(url, false).end(false).await,
        Ways::Through { proxies, own, ends_with_direct } => (proxies, own, ends_with_direct),
    };
    let name = format!("sumdb/{}", key.name());
    let through: Vec<(Way, bool)> = proxies
        .into_iter()
        .map(|(proxy, falls_back)| (begin(below(&proxy, &name), true), falls_back))
        .collect();
    let own = begin(own, false);
    let mut failure = None;
    for (way, falls_back) in through {
        let offered = Arc::clone(&way.offered);
        let (found, trace) = way.end(true).await;
        match found {
            Err(fault) if !offered.load(Ordering::Relaxed) => {
                let not_found = matches!(fault.status, Some(404 | 410));
                if !not_found && !falls_back {
                    return (Err(fault), trace);
                }
                if !not_found {
                    failure = Some((Err(fault), trace));
                }
            }
            found => return (found, trace),
        }
    }
    match failure {
        Some(failure) if !ends_with_direct => failure,
        _ => own.end(false).await,
    }
}

impl Way {
    fn begin(base: Url, asks_first: bool, key: &Arc<NoteKey>, work: &Arc<Work>, deadline: Instant) -> Way {
        let trace = Arc::new(Trace::default());
        let offered = Arc::new(AtomicBool::new(false));
        let way = {
            let (base, trace, offered) = (base.clone(), Arc::clone(&trace), Arc::clone(&offered));
            let (key, work) = (Arc::clone(key), Arc::clone(work));
            async move {
                if asks_first {
                    let supported = below(&base, "supported");
                    judge::status(&question(&supported, Read::Head, &work.means, &trace).await?)?;
                    offered.store(true, Ordering::Relaxed);
                }
                let answer =
                    question(&below(&base, "latest"), Read::Whole(MOST), &work.means, &trace).await?;
                judge::latest(&answer, &key)
            }
        };
        let watched = Arc::clone(&trace);
        let task = async move { in_time(deadline, &watched, way).await };
        Way { base, trace, offered, task: AbortOnDropHandle::new(tokio::spawn(task)) }
    }

    async fn end(self, through_a_proxy: bool) -> (Result<Found, Fault>, Arc<Trace>) {
        let shown = shown(&self.base);
        let note = through_a_proxy.then_some(Note::SumdbThrough(shown));
        let found = match self.task.await.unwrap_or_else(|_| super::run::broken()) {
            Ok(()) => Ok(Found { notes: note.into_iter().collect(), ..Found::default() }),
            Err(fault) => Err(note.into_iter().fold(fault, Fault::note)),
        };
        (found, self.trace)
    }
}
