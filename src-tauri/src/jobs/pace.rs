//! How fast bytes come, over the last seconds.

use std::collections::VecDeque;
use std::mem;
use std::time::{Duration, Instant};

use burrow_core::job::{Doing, Step};

/// What the rate is reckoned over.
const WINDOW: Duration = Duration::from_secs(4);
/// Before this long a rate would only be noise.
const SHORTEST: Duration = Duration::from_millis(500);
/// Marks are this far apart at least, so that a thousand steps a second stay a handful.
const BETWEEN: Duration = Duration::from_millis(50);

/// Marks of one phase: when how much was done.
#[derive(Debug, Default)]
pub struct Pace {
    phase: Option<mem::Discriminant<Doing>>,
    marks: VecDeque<(Instant, u64)>,
    last: u64,
}

impl Pace {
    /// Takes a step in. Another phase begins anew.
    pub fn take(&mut self, step: &Step, at: Instant) {
        if !step.doing.counts_bytes() {
            *self = Pace::default();
            return;
        }
        let phase = mem::discriminant(&step.doing);
        if self.phase != Some(phase) {
            *self = Pace { phase: Some(phase), ..Pace::default() };
        }
        self.last = step.done;
        if self.marks.back().is_none_or(|(before, _)| at.duration_since(*before) >= BETWEEN) {
            self.marks.push_back((at, step.done));
        }
        self.forget(at);
    }

    /// Bytes a second; `None` when none are counted, or not for long enough.
    pub fn rate(&mut self, at: Instant) -> Option<u64> {
        self.forget(at);
        let (since, done) = self.marks.front()?;
        let span = at.duration_since(*since);
        if span < SHORTEST {
            return None;
        }
        let milliseconds = u64::try_from(span.as_millis()).ok()?;
        self.last.saturating_sub(*done).checked_mul(1000)?.checked_div(milliseconds)
    }

    /// Drops marks that are too old, but for the last one: without it a standstill could not be told.
    fn forget(&mut self, at: Instant) {
        while self.marks.len() > 1
            && self.marks.front().is_some_and(|(mark, _)| at.duration_since(*mark) > WINDOW)
        {
            self.marks.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(done: u64) -> Step {
        Step { doing: Doing::Unpacking, done, total: None }
    }

    #[test]
    fn the_rate_is_that_of_the_last_seconds() {
        let begin = Instant::now();
        let after = |ms| begin + Duration::from_millis(ms);
        let mut pace = Pace::default();
        pace.take(&step(0), begin);
        assert_eq!(pace.rate(after(100)), None, "too soon");
        pace.take(&step(1_000_000), after(1000));
        assert_eq!(pace.rate(after(1000)), Some(1_000_000));
        for second in 2..=12 {
            pace.take(&step(1_000_000 + (second - 1) * 10_000), after(second * 1000));
        }
        assert_eq!(pace.rate(after(12_000)), Some(10_000), "the quick first second is forgotten");
    }

    #[test]
    fn a_standstill_is_told() {
        let begin = Instant::now();
        let mut pace = Pace::default();
        pace.take(&step(0), begin);
        pace.take(&step(500), begin + Duration::from_secs(1));
        assert_eq!(pace.rate(begin + Duration::from_secs(20)), Some(0));
    }

    #[test]
    fn another_phase_begins_anew_and_things_have_no_rate() {
        let begin = Instant::now();
        let mut pace = Pace::default();
        pace.take(&step(5_000), begin);
        let other = Step { doing: Doing::Verifying, done: 10, total: None };
        pace.take(&other, begin + Duration::from_secs(1));
        assert_eq!(pace.rate(begin + Duration::from_secs(2)), Some(0));
        pace.take(&Step::begin(Doing::Deleting, Some(7)), begin + Duration::from_secs(3));
        assert_eq!(pace.rate(begin + Duration::from_secs(9)), None);
    }
}
