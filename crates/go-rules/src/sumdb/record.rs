//! What `/lookup/` answers: a record of the log, and a signed tree that has it (`tlog.ParseRecord`).

use bstr::ByteSlice;

/// A record and the note that came with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record<'a> {
    /// Its place in the log.
    pub id: u64,
    /// Lines as in go.sum.
    pub text: &'a [u8],
    /// A signed tree that should have the record.
    pub tree: &'a [u8],
}

impl<'a> Record<'a> {
    /// Takes an answer apart; `None` when it is none.
    pub fn parse(answer: &'a [u8]) -> Option<Record<'a>> {
        let (id, rest) = answer.split_once_str("\n")?;
        let id: u64 = id.to_str().ok()?.parse().ok().filter(|id| i64::try_from(*id).is_ok())?;
        let end = rest.find("\n\n")? + 1;
        let text = &rest[..end];
        let plain = text.to_str().ok()?;
        let odd = |c: char| c < ' ' && c != '\n';
        if plain.contains(odd) || plain.starts_with('\n') && plain.len() == 1 {
            return None;
        }
        Some(Record { id, text, tree: &rest[end + 1..] })
    }

    /// The `h1:` hash that the record has for a module's zip.
    pub fn hash(&self, path: &[u8], version: &[u8]) -> Option<&'a str> {
        let prefix = bstr::concat([path, b" ", version, b" "]);
        self.text.lines().find_map(|line| line.strip_prefix(prefix.as_slice())?.to_str().ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_the_zip_not_of_the_go_mod() {
        let answer = b"12\na.com v1.0.0/go.mod h1:mod=\na.com v1.0.0 h1:zip=\n\nnote\n";
        let record = Record::parse(answer).unwrap();
        assert_eq!((record.id, record.tree), (12, b"note\n".as_slice()));
        assert_eq!(record.hash(b"a.com", b"v1.0.0"), Some("h1:zip="));
        assert_eq!(record.hash(b"a.com", b"v1.0"), None);
    }

    #[test]
    fn other_answers_are_no_records() {
        for bad in
            ["", "12", "x\na\n\n", "-1\na\n\nb", "1\na\rb\n\nn", "1\na\n", "99999999999999999999\na\n\n"]
        {
            assert_eq!(Record::parse(bad.as_bytes()), None, "{bad:?}");
        }
    }
}
