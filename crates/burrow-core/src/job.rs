//! Long work: how it is cancelled, and how it tells how far it is.
//!
//! Neither threads nor queues (but for one thread that hands a signal on to who waits): whoever starts the work decides
//! where it runs, and shows what is reported. Nothing is held back here either; a front end that can show ten steps a
//! second drops the others.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Once};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::project::warm::Figures;

/// Asks long work to end. Cheap to clone: every clone is the same wish, and it cannot be taken back.
#[derive(Debug, Clone, Default)]
pub struct Cancel {
    token: CancellationToken,
    signal: Option<Arc<Signal>>,
}

/// A wish that comes from outside as a flag: a signal may do no more than set one.
#[derive(Debug)]
struct Signal {
    flag: Arc<AtomicBool>,
    /// Whether somebody hands the flag on to who waits.
    heard: Once,
}

impl Cancel {
    /// Work that nobody has cancelled yet.
    #[must_use]
    pub fn new() -> Cancel {
        Cancel::default()
    }

    /// Work that ends when this flag is set, or when somebody cancels.
    #[must_use]
    pub fn by_flag(flag: Arc<AtomicBool>) -> Cancel {
        Cancel {
            token: CancellationToken::new(),
            signal: Some(Arc::new(Signal { flag, heard: Once::new() })),
        }
    }

    /// Asks the work to end; from any thread, as often as one likes.
    pub fn cancel(&self) {
        self.token.cancel();
    }

    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        let by_flag = |signal: &Arc<Signal>| signal.flag.load(Ordering::Relaxed);
        self.token.is_cancelled() || self.signal.as_ref().is_some_and(by_flag)
    }

    /// [`Cancelled`] once somebody has cancelled: for loops over files and bytes.
    ///
    /// # Errors
    /// [`Cancelled`].
    pub fn check(&self) -> Result<(), Cancelled> {
        if self.is_cancelled() { Err(Cancelled) } else { Ok(()) }
    }

    /// Waits until somebody cancels.
    pub async fn cancelled(&self) {
        self.hear();
        self.token.cancelled().await;
    }

    /// `work`, dropped at its next await when somebody cancels.
    ///
    /// # Errors
    /// [`Cancelled`] when that came first.
    pub async fn race<T>(&self, work: impl Future<Output = T>) -> Result<T, Cancelled> {
        self.hear();
        self.token.run_until_cancelled(work).await.ok_or(Cancelled)
    }

    /// From now on somebody waits, who must be woken. Work that only asks now and then needs no thread for it.
    fn hear(&self) {
        const BEAT: Duration = Duration::from_millis(30);
        let Some(signal) = &self.signal else { return };
        signal.heard.call_once(|| {
            let (token, flag) = (self.token.clone(), Arc::clone(&signal.flag));
            std::thread::spawn(move || {
                while !flag.load(Ordering::Relaxed) {
                    std::thread::sleep(BEAT);
                }
                token.cancel();
            });
        });
    }
}

/// The work ended because somebody wanted it to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;

/// What long work is busy with. Its words are in [`crate::text`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doing {
    /// Asks a server what it has; of no size.
    Asking {
        /// `host` or `host:port`, without userinfo.
        host: String,
    },
    /// Counts what is there (files).
    Measuring,
    /// Receives an archive (bytes).
    Downloading {
        /// As [`Doing::Asking`].
        host: String,
    },
    /// Compares what was received with its checksum (bytes).
    Verifying,
    /// Writes what an archive holds (bytes, unpacked).
    Unpacking,
    /// Looks whether what was unpacked is whole; of no size.
    Checking,
    /// Moves things to the trash (entries).
    Trashing,
    /// Removes files for good (files).
    Deleting,
    /// Moves what is cleaned into the quarantine (items).
    PuttingAside,
    /// Moves what was cleaned back to its place (items).
    BringingBack,
    /// Waits for programs of Go to end; of no size.
    Waiting {
        /// What they do: `go build`.
        programs: Vec<String>,
    },
    /// Lets go download modules (module versions).
    Fetching {
        /// With its version.
        module: String,
    },
    /// Lets go download what a project needs (module versions).
    Warming(Box<Figures>),
    /// Compares module proxies (questions).
    Comparing,
    /// Makes the slow checks of the doctor (checks).
    Examining,
    /// Lets go build a program; of no size.
    Building {
        /// The package, as it is given to `go install`.
        package: String,
    },
}

impl Doing {
    /// Whether [`Step::done`] counts bytes rather than things.
    #[must_use]
    pub fn counts_bytes(&self) -> bool {
        matches!(self, Doing::Downloading { .. } | Doing::Verifying | Doing::Unpacking)
    }
}

/// How far long work is. A phase begins with a step of its own, and `done` never goes back within one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub doing: Doing,
    /// In the unit of `doing`.
    pub done: u64,
    /// Of how many; `None` where that is not known.
    pub total: Option<u64>,
}

impl Step {
    /// The begin of a phase.
    #[must_use]
    pub fn begin(doing: Doing, total: Option<u64>) -> Step {
        Step { doing, done: 0, total }
    }
}

/// Where long work reports to. Called from any thread, often: it must return at once.
pub trait Progress: Send + Sync {
    fn report(&self, step: Step);
}

/// Nobody looks.
impl Progress for () {
    fn report(&self, _step: Step) {}
}

impl<F: Fn(Step) + Send + Sync> Progress for F {
    fn report(&self, step: Step) {
        self(step);
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use super::*;

    #[test]
    fn every_clone_is_the_same_wish() {
        let cancel = Cancel::new();
        let clone = cancel.clone();
        assert_eq!(clone.check(), Ok(()));
        cancel.cancel();
        assert_eq!((clone.is_cancelled(), clone.check()), (true, Err(Cancelled)));
    }

    #[tokio::test]
    async fn work_that_never_ends_ends_when_it_is_cancelled() {
        let cancel = Cancel::new();
        let clone = cancel.clone();
        std::thread::spawn(move || clone.cancel());
        assert_eq!(cancel.race(pending::<()>()).await, Err(Cancelled));
        assert_eq!(Cancel::new().race(async { 3 }).await, Ok(3));
    }

    #[tokio::test]
    async fn a_flag_cancels_who_asks_and_wakes_who_waits() {
        let flag = Arc::new(AtomicBool::new(false));
        let cancel = Cancel::by_flag(Arc::clone(&flag));
        let clone = cancel.clone();
        assert_eq!((clone.check(), cancel.race(async { 3 }).await), (Ok(()), Ok(3)));
        let waiting = tokio::spawn(async move { clone.race(pending::<()>()).await });
        flag.store(true, Ordering::Relaxed);
        assert!(cancel.is_cancelled());
        assert_eq!(waiting.await.unwrap(), Err(Cancelled));
    }
}
