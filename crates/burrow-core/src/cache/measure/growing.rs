//! The figures while they grow.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::{Cache, Growing};
use crate::tree::Size;

/// How often somebody is told.
const BEAT: Duration = Duration::from_millis(40);

/// What is counted so far, by all threads.
pub struct Grown<'a> {
    cache: Cache,
    tell: &'a (dyn Fn(&Growing) + Sync),
    begun: Instant,
    /// Milliseconds after the begin at which somebody is told next.
    next: AtomicU64,
    bytes: AtomicU64,
    disk_bytes: AtomicU64,
    files: AtomicU64,
}

impl<'a> Grown<'a> {
    pub fn new(cache: Cache, tell: &'a (dyn Fn(&Growing) + Sync)) -> Grown<'a> {
        tell(&Growing { cache, size: Size::default() });
        Grown {
            cache,
            tell,
            begun: Instant::now(),
            next: AtomicU64::new(millis(BEAT)),
            bytes: AtomicU64::new(0),
            disk_bytes: AtomicU64::new(0),
            files: AtomicU64::new(0),
        }
    }

    /// A folder was counted.
    pub fn add(&self, size: Size) {
        let add = |sum: &AtomicU64, more: u64| sum.fetch_add(more, Ordering::Relaxed) + more;
        let size = Size {
            bytes: add(&self.bytes, size.bytes),
            disk_bytes: add(&self.disk_bytes, size.disk_bytes),
            files: add(&self.files, size.files),
        };
        let (now, next) = (millis(self.begun.elapsed()), self.next.load(Ordering::Relaxed));
        let later = now + millis(BEAT);
        // One of all threads tells.
        if now >= next
            && self.next.compare_exchange(next, later, Ordering::Relaxed, Ordering::Relaxed).is_ok()
        {
            self.tell(size);
        }
    }

    /// Tells a figure.
    pub fn tell(&self, size: Size) {
        (self.tell)(&Growing { cache: self.cache, size });
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
