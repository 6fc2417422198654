//! Sizes as people type them: `500MB`, `1.5GB`, `8GiB`, `1000`.

/// A number of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bytes(pub u64);

/// Reads a size. `kB`, `MB`, `GB`, `TB` (and one letter alone) are decimal, as Burrow shows sizes; `KiB` … `TiB` count
/// by 1024.
///
/// # Errors
/// What is wrong with it, for clap.
pub fn bytes_of(text: &str) -> Result<Bytes, String> {
    const UNITS: [char; 5] = ['k', 'm', 'g', 't', 'p'];
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let unit = unit.trim().to_ascii_lowercase();
    let (letters, step) = match unit.strip_suffix("ib") {
        Some(letters) => (letters, 1024_f64),
        None => (unit.strip_suffix('b').unwrap_or(&unit), 1000_f64),
    };
    let power = match letters.chars().collect::<Vec<_>>().as_slice() {
        [] if step < 1024_f64 => Some(0),
        [one] => UNITS.iter().position(|unit| unit == one).map(|at| at + 1),
        _ => None,
    };
    let power = power.ok_or_else(|| format!("no unit of size: {unit}"))?;
    let number: f64 = number.parse().map_err(|_| format!("no number: {number}"))?;
    let bytes = number * step.powi(i32::try_from(power).unwrap_or_default());
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number in the range"
    )]
    match bytes.is_finite() && (0.0..1e19).contains(&bytes) && bytes < u64::MAX as f64 {
        true => Ok(Bytes(bytes.round() as u64)),
        false => Err(format!("too large: {text}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_decimal_unless_they_say_otherwise() {
        for (text, bytes) in [
            ("0", 0),
            ("1000", 1000),
            ("12B", 12),
            ("1k", 1000),
            ("500MB", 500_000_000),
            ("1.5 GB", 1_500_000_000),
            ("10g", 10_000_000_000),
            ("1KiB", 1024),
            ("8GiB", 8 << 30),
        ] {
            assert_eq!(bytes_of(text), Ok(Bytes(bytes)), "{text}");
        }
        for bad in ["", "GB", "1 apple", "1.2.3", "-1", "1iB", "99999999TB"] {
            assert!(bytes_of(bad).is_err(), "{bad}");
        }
    }
}
