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
    rfc3339_ms(unix_ms(time))
}

/// The same of milliseconds since 1970.
pub fn rfc3339_ms(ms: u64) -> String {
    utc_text(ms).replace(' ', "T")
}

/// A time such as `2026-11-21T10:09:33Z` in milliseconds since 1970; `None` for any other form.
pub fn from_rfc3339(text: &str) -> Option<u64> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u64>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let marks = [4, 7, 10, 13, 16, 19].map(|at| text.as_bytes().get(at).copied());
    let formed = marks == [b'-', b'-', b'T', b':', b':', b'Z'].map(Some) && text.len() == 20;
    // No day of a year is earlier than this, nor much later than a year after it.
    let first = year.checked_sub(1970)? * 365;
    let day = (first..first + 3 * 365).find(|days| civil(*days) == (year, month, day))?;
    formed.then(|| ((day * 24 + hour) * 60 + minute) * 60_000 + second * 1000)
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
        for ms in [0, 951_782_400_000, 1_795_255_773_000, 4_102_444_799_000] {
            assert_eq!(from_rfc3339(&utc_text(ms).replace(' ', "T")), Some(ms));
        }
        assert_eq!(from_rfc3339("2026-13-01T00:00:00Z"), None);
        assert_eq!(from_rfc3339("2026-11-21 10:09:33Z"), None);
        let time = UNIX_EPOCH + std::time::Duration::from_millis(1_795_255_773_123);
        assert_eq!((rfc3339(time).as_str(), date(time).as_str()), ("2026-11-21T10:09:33Z", "2026-11-21"));
    }
}
