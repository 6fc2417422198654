//! Sizes for a person: `244 MB`. Decimal, as systems and disks count; the same in every language.

/// A number of bytes with its unit, to three places at most.
pub fn bytes(count: u64) -> String {
    const UNITS: [&str; 6] = ["kB", "MB", "GB", "TB", "PB", "EB"];
    if count < 1000 {
        return format!("{count} B");
    }
    let mut amount = count as f64 / 1000.0;
    let mut unit = 0;
    // What would be shown as 1000 belongs to the next unit.
    while amount >= 999.5 && unit + 1 < UNITS.len() {
        amount /= 1000.0;
        unit += 1;
    }
    let places = if amount < 9.95 { 1 } else { 0 };
    format!("{amount:.places$} {}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn three_places_at_most_and_never_a_thousand_of_a_unit() {
        for (count, text) in [
            (0, "0 B"),
            (999, "999 B"),
            (1000, "1.0 kB"),
            (9_949, "9.9 kB"),
            (9_950, "10 kB"),
            (999_499, "999 kB"),
            (999_500, "1.0 MB"),
            (243_900_000, "244 MB"),
            (1_250_000_000, "1.2 GB"),
            (u64::MAX, "18 EB"),
        ] {
            assert_eq!(bytes(count), text);
        }
    }
}
