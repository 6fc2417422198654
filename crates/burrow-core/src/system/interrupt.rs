//! Ctrl-C in a terminal: the wish to cancel, instead of the end at any point.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use crate::job::Cancel;

/// What cancels when this process is asked to end; asked again, it ends at once. For programs that do one thing.
///
/// # Errors
/// When the system does not let signals be heard.
pub fn cancel_on_interrupt() -> io::Result<Cancel> {
    cancel_on_interrupt_with(|signal| 128 + signal)
}

/// As [`cancel_on_interrupt`]; `status` is the exit status of the end at once, by the signal.
///
/// # Errors
/// When the system does not let signals be heard.
pub fn cancel_on_interrupt_with(status: impl Fn(i32) -> i32) -> io::Result<Cancel> {
    let asked = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // In this order: only the second one finds the flag set.
        flag::register_conditional_shutdown(signal, status(signal), Arc::clone(&asked))?;
        flag::register(signal, Arc::clone(&asked))?;
    }
    let cancel = Cancel::new();
    let hand_on = cancel.clone();
    std::thread::spawn(move || {
        while !asked.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(30));
        }
        hand_on.cancel();
    });
    Ok(cancel)
}
