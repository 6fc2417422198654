//! How large SDKs are: remembered, measured where the disk says otherwise, one after the other and behind
//! everything else.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant, UNIX_EPOCH};

use super::super::work::Inner;
use super::hunter::Errand;
use crate::job::Cancel;
use crate::sdk::size::{self, Size};
use crate::store::{Fingerprint, Store};
use crate::system::clock;

/// An SDK that changed within this time may still be growing …
const YOUNG: Duration = Duration::from_secs(20);
/// … so it is measured again after this pause, until it no longer grows or is no longer young.
const PAUSE: Duration = Duration::from_secs(3);

/// What changes with an SDK. Its files may be rewritten in their places without a trace here; nobody does that.
const SIGNS: [&str; 9] = ["", "bin", "bin/go", "bin/go.exe", "pkg", "pkg/tool", "src", "VERSION", "go.env"];

/// One SDK to measure.
pub(super) struct Order {
    goroot: PathBuf,
    print: Fingerprint,
}

/// All figures, and what is still to be measured.
pub(super) struct Figures {
    known: Mutex<Option<Known>>,
    orders: Mutex<Sender<Order>>,
    cancel: Cancel,
}

#[derive(Default)]
struct Known {
    sizes: HashMap<PathBuf, (Fingerprint, Size)>,
    ordered: HashSet<PathBuf>,
}

impl Drop for Figures {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}

impl Figures {
    pub fn new() -> (Figures, Receiver<Order>) {
        let (sender, orders) = channel();
        let figures = Figures { known: Mutex::default(), orders: Mutex::new(sender), cancel: Cancel::new() };
        (figures, orders)
    }

    /// Ends what is being measured when the workbench ends.
    pub fn cancel(&self) -> Cancel {
        self.cancel.clone()
    }

    /// The size as far as it is known, and measured since the folder last changed; else has it measured.
    pub fn of(&self, goroot: &Path, store: &Store) -> Option<Size> {
        let print = print(goroot);
        let mut known = self.known();
        let known = known.get_or_insert_with(|| Known {
            sizes: store.sdk_sizes().into_iter().map(|(path, print, size)| (path, (print, size))).collect(),
            ordered: HashSet::new(),
        });
        if let Some((then, size)) = known.sizes.get(goroot)
            && *then == print
        {
            return Some(*size);
        }
        if known.ordered.insert(goroot.to_path_buf()) {
            let orders = self.orders.lock().unwrap_or_else(PoisonError::into_inner);
            // Without a thread to hear it the workbench is closing.
            let _ = orders.send(Order { goroot: goroot.to_path_buf(), print });
        }
        None
    }

    fn known(&self) -> MutexGuard<'_, Option<Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a figure in; `true` when it is another than before.
    fn take(&self, order: &Order, size: Size, store: &Store) -> bool {
        let mut known = self.known();
        let known = known.get_or_insert_default();
        known.ordered.remove(&order.goroot);
        let new = (order.print.clone(), size);
        if known.sizes.get(&order.goroot) == Some(&new) {
            return false;
        }
        // What cannot be kept is measured again the next time.
        let _ = store.keep_sdk_size(&order.goroot, &order.print, size);
        known.sizes.insert(order.goroot.clone(), new);
        true
    }
}

/// The thread that measures.
pub(super) fn measure(inner: &Weak<Inner>, orders: &Receiver<Order>, cancel: &Cancel) {
    let mut again: Vec<(Instant, PathBuf)> = Vec::new();
    while let Some(order) = next(orders, &mut again) {
        let Ok(size) = size::measure(&order.goroot, cancel) else { return };
        let Some(inner) = inner.upgrade() else { return };
        if inner.section.figures.take(&order, size, &inner.store) {
            inner.errand(Errand::Measured);
        }
        if is_young(&order.goroot) && !again.iter().any(|(_, goroot)| *goroot == order.goroot) {
            again.push((Instant::now() + PAUSE, order.goroot));
        }
    }
}

/// The next SDK to measure; `None`: it is time to stop.
fn next(orders: &Receiver<Order>, again: &mut Vec<(Instant, PathBuf)>) -> Option<Order> {
    let Some((due, _)) = again.first() else { return orders.recv().ok() };
    match orders.recv_timeout(due.saturating_duration_since(Instant::now())) {
        Ok(order) => Some(order),
        Err(RecvTimeoutError::Timeout) => {
            let (_, goroot) = again.remove(0);
            let print = print(&goroot);
            Some(Order { goroot, print })
        }
        Err(RecvTimeoutError::Disconnected) => None,
    }
}

/// What the disk tells in no time of whether an SDK is still the same.
fn print(goroot: &Path) -> Fingerprint {
    let mut signs = Vec::new();
    for sign in SIGNS {
        if let Ok(facts) = fs::symlink_metadata(goroot.join(sign)) {
            let changed = facts.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
            let size = if facts.is_file() { facts.len() } else { 0 };
            signs.extend(format!("{sign} {size} {:?}\n", changed.unwrap_or_default()).into_bytes());
        }
    }
    Fingerprint::of(&signs)
}

/// Whether something in it changed a moment ago.
fn is_young(goroot: &Path) -> bool {
    let changed =
        SIGNS.iter().filter_map(|sign| fs::symlink_metadata(goroot.join(sign)).ok()?.modified().ok());
    changed.max().and_then(|at| clock::now().duration_since(at).ok()).is_some_and(|age| age < YOUNG)
}
