//! How often something that moves is told: at once, and then not again before some time has passed.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// When something was last told.
#[derive(Debug)]
pub(super) struct Pace {
    between: Duration,
    last: Mutex<Option<Instant>>,
}

impl Pace {
    pub fn new(between: Duration) -> Pace {
        Pace { between, last: Mutex::default() }
    }

    /// Whether it is time to tell again; whoever hears so does.
    pub fn is_due(&self) -> bool {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let due = last.is_none_or(|last| last.elapsed() >= self.between);
        if due {
            *last = Some(Instant::now());
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_told_at_once_and_the_next_after_a_while() {
        let pace = Pace::new(Duration::from_millis(20));
        assert!(pace.is_due());
        let early = Pace::new(Duration::from_secs(3600));
        assert!(early.is_due());
        assert!(!early.is_due());
        std::thread::sleep(Duration::from_millis(25));
        assert!(pace.is_due());
    }
}
