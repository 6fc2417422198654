//! How late this machine is with everything just now, so that a test can tell a deadline that was missed from a machine
//! that had no time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Looks on while something else is timed.
pub struct Pace {
    over: Arc<AtomicBool>,
    looking: JoinHandle<Duration>,
}

impl Pace {
    pub fn start() -> Pace {
        let over = Arc::new(AtomicBool::new(false));
        let is_over = Arc::clone(&over);
        let looking = thread::spawn(move || {
            let step = Duration::from_millis(5);
            let mut latest = Duration::ZERO;
            while !is_over.load(Ordering::Relaxed) {
                let begin = Instant::now();
                thread::sleep(step);
                latest = latest.max(begin.elapsed().saturating_sub(step));
            }
            latest
        });
        Pace { over, looking }
    }

    /// What a handful of threads, each waiting for the one before, may be late by. Nothing to speak of on a machine that
    /// is idle.
    pub fn allowance(self) -> Duration {
        self.over.store(true, Ordering::Relaxed);
        self.looking.join().unwrap() * 4
    }
}
