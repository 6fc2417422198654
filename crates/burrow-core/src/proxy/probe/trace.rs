//! Which phase a probe is in, and how long each took: written by the work, read by whoever watches its deadline.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::verdict::{Phases, Software, Verdict};
use crate::proxy::Certificate;

/// A part of a probe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Dns,
    Connect,
    Tls,
    FirstByte,
    Transfer,
}

impl Phase {
    /// What it is called when this did not end in time.
    fn timeout(self) -> Verdict {
        match self {
            // A name that is being looked for is no connection yet.
            Phase::Dns | Phase::Connect => Verdict::TimeoutConnect,
            Phase::Tls => Verdict::TimeoutTls,
            Phase::FirstByte => Verdict::TimeoutFirstByte,
            Phase::Transfer => Verdict::TimeoutTransfer,
        }
    }
}

/// How far the way through an HTTP proxy was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Between {
    /// Not even to the proxy.
    Away,
    /// The proxy is connected; it has not answered.
    Reached,
    /// The proxy has answered with its own status, or has handed something on.
    Answered(Option<u16>),
}

/// What is known of a probe so far.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    pub phases: Phases,
    pub certificate: Option<Certificate>,
    pub status: Option<u16>,
    /// What the head of the answer tells of it.
    pub software: Software,
    /// How it ended, where that was not well.
    pub failed: Option<Verdict>,
    /// The HTTP proxy of the last connection as it may be shown, how far it was, and what the way to it took.
    pub between: Option<(String, Between, Phases)>,
    now: Option<(Phase, Instant)>,
}

impl Seen {
    /// The verdict when nothing more is waited for.
    pub fn timeout(&self) -> Verdict {
        self.now.map_or(Verdict::TimeoutConnect, |(phase, _)| phase.timeout())
    }

    fn close(&mut self, at: Instant) {
        let Some((phase, since)) = self.now.take() else { return };
        let slot = match phase {
            Phase::Dns => &mut self.phases.dns,
            Phase::Connect => &mut self.phases.connect,
            Phase::Tls => &mut self.phases.tls,
            Phase::FirstByte => &mut self.phases.first_byte,
            Phase::Transfer => &mut self.phases.transfer,
        };
        *slot = Some(slot.unwrap_or(Duration::ZERO) + at.saturating_duration_since(since));
    }
}

/// The trace of one probe.
#[derive(Debug, Default)]
pub struct Trace(Mutex<Seen>);

impl Trace {
    /// The phase before ends, and this one begins.
    pub fn enter(&self, phase: Phase) {
        let now = Instant::now();
        let mut seen = self.seen();
        seen.close(now);
        seen.now = Some((phase, now));
    }

    /// Writes down what was found out.
    pub fn learn(&self, write: impl FnOnce(&mut Seen)) {
        write(&mut self.seen());
    }

    /// How far the way through the HTTP proxy is, with what it took so far.
    pub fn between(&self, proxy: &str, how_far: Between) {
        let now = Instant::now();
        self.learn(|seen| {
            let mut so_far = seen.clone();
            so_far.close(now);
            seen.between = Some((proxy.to_owned(), how_far, so_far.phases));
        });
    }

    /// What is known now; the phase that goes on counts so far.
    pub fn read(&self) -> Seen {
        let mut seen = self.seen().clone();
        let now = seen.now;
        seen.close(Instant::now());
        seen.now = now;
        seen
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phases_add_up_and_the_last_one_names_the_timeout() {
        let trace = Trace::default();
        assert_eq!(trace.read().timeout(), Verdict::TimeoutConnect);
        trace.enter(Phase::Dns);
        trace.enter(Phase::FirstByte);
        std::thread::sleep(Duration::from_millis(5));
        trace.enter(Phase::Transfer);
        trace.enter(Phase::FirstByte);
        let seen = trace.read();
        assert_eq!(seen.timeout(), Verdict::TimeoutFirstByte);
        assert!(seen.phases.dns.is_some() && seen.phases.transfer.is_some());
        assert!(seen.phases.first_byte >= Some(Duration::from_millis(5)));
        assert_eq!((seen.phases.connect, seen.phases.tls), (None, None));
    }
}
