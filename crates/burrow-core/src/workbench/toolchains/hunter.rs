//! The thread that hears when to look for toolchains again. While nothing happens it sleeps.

use std::sync::mpsc::Receiver;
use std::sync::{Arc, Weak};
use std::thread;

use super::super::work::Inner;
use super::Inboxes;
use super::figures;

/// Why to look again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::workbench) enum Errand {
    /// The context may be another, or what it goes by.
    Context,
    /// SDKs may have come, gone or changed.
    Disk,
    /// A size is known now, or which projects there are.
    Measured,
    /// Programs may have come, gone or changed.
    Programs,
}

/// Starts the threads of the section. They end with the workbench and hold it only while they work.
pub(in crate::workbench) fn spawn_hunter(inner: &Arc<Inner>, inboxes: Inboxes) {
    let (hunter, measurer) = (Arc::downgrade(inner), Arc::downgrade(inner));
    inner.section.inner.get_or_init(|| Arc::downgrade(inner));
    let cancel = inner.section.figures.cancel();
    thread::spawn(move || hunt(&hunter, &inboxes.errands));
    thread::spawn(move || figures::measure(&measurer, &inboxes.orders, &cancel));
}

fn hunt(inner: &Weak<Inner>, errands: &Receiver<Errand>) {
    while let Ok(first) = errands.recv() {
        let Some(inner) = inner.upgrade() else { return };
        // What came in the meantime is answered by the same look.
        let all: Vec<Errand> = std::iter::once(first).chain(errands.try_iter()).collect();
        if inner.section.shown().is_some() && all.iter().any(|errand| *errand != Errand::Programs) {
            inner.look_for_toolchains(all.contains(&Errand::Disk));
        }
        if inner.section.programs_are_shown() && all.iter().any(|errand| *errand != Errand::Measured) {
            inner.look_for_programs();
        }
    }
}
