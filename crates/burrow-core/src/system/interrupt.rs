//! Ctrl-C in a terminal: the wish to cancel, instead of the end at any point.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use crate::job::Cancel;

/// Whether Ctrl-C ends this process at once: until something can be cancelled.
static AT_ONCE: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// Ends this process at once with this exit status on Ctrl-C, for as long as nothing is there that could be cancelled.
///
/// # Errors
/// When the system does not let signals be heard.
pub fn end_on_interrupt(status: i32) -> io::Result<()> {
    AT_ONCE.store(true, Ordering::Relaxed);
    flag::register_conditional_shutdown(SIGINT, status, Arc::clone(&AT_ONCE)).map(drop)
}

/// What cancels when this process is asked to end; asked again, it ends at once with this exit status. For programs that
/// do one thing.
///
/// # Errors
/// When the system does not let signals be heard.
pub fn cancel_on_interrupt(status: i32) -> io::Result<Cancel> {
    let asked = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // In this order: only the second one finds the flag set.
        flag::register_conditional_shutdown(signal, status, Arc::clone(&asked))?;
        flag::register(signal, Arc::clone(&asked))?;
    }
    AT_ONCE.store(false, Ordering::Relaxed);
    Ok(Cancel::by_flag(asked))
}
