//! An action of the build cache, `<64 hex>-a`: which output it had (`cmd/go/internal/cache/cache.go`, `get`).

/// The length of every whole record.
pub const LEN: usize = 175;

/// What an action says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record {
    pub action: [u8; 32],
    /// The hash of the output, which its file is named by.
    pub output: [u8; 32],
    /// The bytes of the output.
    pub size: u64,
    /// When the action was done, in nanoseconds since 1970.
    pub time: i64,
}

/// Reads `v1 <64 hex> <64 hex> <20 columns> <20 columns>\n`; `None` where go would take it for no entry.
#[must_use]
pub fn parse(text: &[u8]) -> Option<Record> {
    let text: &[u8; LEN] = text.try_into().ok()?;
    let line = text.strip_prefix(b"v1 ")?.strip_suffix(b"\n")?;
    let (action, rest) = line.split_at_checked(64)?;
    let (output, rest) = rest.strip_prefix(b" ")?.split_at_checked(64)?;
    let (size, rest) = rest.strip_prefix(b" ")?.split_at_checked(20)?;
    let time = rest.strip_prefix(b" ")?;
    let time = number(time)?;
    Some(Record {
        action: hash(action)?,
        output: hash(output)?,
        size: u64::try_from(number(size)?).ok()?,
        time: (time >= 0).then_some(time)?,
    })
}

/// Blanks, then what `strconv.ParseInt` takes.
fn number(columns: &[u8]) -> Option<i64> {
    let blanks = columns.iter().take_while(|b| **b == b' ').count();
    std::str::from_utf8(&columns[blanks..]).ok()?.parse().ok()
}

fn hash(hex: &[u8]) -> Option<[u8; 32]> {
    let mut hash = [0; 32];
    for (byte, pair) in hash.iter_mut().zip(hex.chunks_exact(2)) {
        let digit = |b: u8| char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok());
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(size: &str, time: &str) -> Vec<u8> {
        format!("v1 {} {} {size:>20} {time:>20}\n", "ab".repeat(32), "01".repeat(32)).into_bytes()
    }

    #[test]
    fn a_whole_record_is_read_and_anything_else_is_none() {
        let record = parse(&line("1234", "1750000000000000000")).unwrap();
        assert_eq!((record.action, record.output), ([0xab; 32], [1; 32]));
        assert_eq!((record.size, record.time), (1234, 1_750_000_000_000_000_000));
        for (size, time) in [("-1", "1"), ("1", "-1"), ("", "1"), ("1 1", "1"), ("x", "1")] {
            assert_eq!(parse(&line(size, time)), None, "{size} {time}");
        }
        let whole = line("1", "2");
        assert_eq!(parse(&whole[..LEN - 1]), None);
        assert_eq!(parse(&[whole.as_slice(), b"\n"].concat()), None);
        for at in [0, 2, 3, 67, 132, 153, 174] {
            let mut broken = whole.clone();
            broken[at] = b'z';
            assert_eq!(parse(&broken), None, "{at}");
        }
    }
}
