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

/// A time (milliseconds since 1970) as `2026-11-21 10:09:33Z`.
pub fn utc_text(ms: u64) -> String {
    let seconds = ms / 1000;
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = civil(days);
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}:{:02}Z", rest / 3600, rest / 60 % 60, rest % 60)
}

/// A time as `2026-11-21T10:09:33Z`, for scripts.
pub fn rfc3339(time: SystemTime) -> String {
    utc_text(unix_ms(time)).replace(' ', "T")
}

/// The date of a time (UTC) as `2026-11-21`.
pub fn date(time: SystemTime) -> String {
    utc_text(unix_ms(time)).chars().take_while(|c| *c != ' ').collect()
}

/// The date that many days after 1970-01-01, by counting in eras of 400 years that begin in March.
fn civil(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (year_of_era + era * 400 + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_as_dates() {
        assert_eq!(utc_text(0), "1970-01-01 00:00:00Z");
        assert_eq!(utc_text(951_782_400_000), "2000-02-29 00:00:00Z");
        assert_eq!(utc_text(1_795_255_773_123), "2026-11-21 10:09:33Z");
        let time = UNIX_EPOCH + std::time::Duration::from_millis(1_795_255_773_123);
        assert_eq!((rfc3339(time).as_str(), date(time).as_str()), ("2026-11-21T10:09:33Z", "2026-11-21"));
    }
}
