//! What time it is.

use std::time::{SystemTime, UNIX_EPOCH};

/// The time of the wall clock. It may jump; for durations use `std::time::Instant`.
#[allow(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
pub fn now() -> SystemTime {
    SystemTime::now()
}

/// The same in milliseconds since 1970 (UTC), 0 before that.
pub fn now_ms() -> u64 {
    unix_ms(now())
}

/// A time in milliseconds since 1970 (UTC), 0 before that.
pub fn unix_ms(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).map_or(0, |d| u64::try_from(d.as_millis()).unwrap_or(u64::MAX))
}
