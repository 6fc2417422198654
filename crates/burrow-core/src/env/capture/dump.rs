//! Getting a whole environment out of any shell, between whatever else it prints.

use std::hash::{BuildHasher, RandomState};

use bstr::{BString, ByteSlice};
use go_rules::environ::{Environ, Os};

/// Printed before and after the environment. Random, and handed to the shell in two halves: a shell that echoes
/// its commands does not print it whole.
#[derive(Debug, Clone)]
pub struct Marker {
    halves: [String; 2],
}

impl Marker {
    /// One that no start file can know.
    pub fn random() -> Marker {
        let half = |salt: u8| format!("{:016x}", RandomState::new().hash_one(salt));
        Marker { halves: [half(0), half(1)] }
    }

    /// One half, for who needs a word that occurs nowhere else.
    pub fn word(self) -> String {
        let [word, _] = self.halves;
        word
    }

    /// A command in every shell's language (no shell does anything inside these quotes) that prints the
    /// environment it was handed, NUL-separated. Not every `env` can do that: `/proc` and perl stand in.
    pub fn command(&self) -> String {
        let [a, b] = &self.halves;
        format!(
            "/bin/sh -c 'printf %s%s $1 $2; \
             /usr/bin/env -0 2>/dev/null || /bin/env -0 2>/dev/null || /bin/cat /proc/self/environ 2>/dev/null \
             || /usr/bin/perl -e print\\ map\\{{\\$_.chr\\(61\\).\\$ENV\\{{\\$_\\}}.chr\\(0\\)\\}}keys\\%ENV; \
             printf %s%s $2 $1' sh {a} {b}"
        )
    }

    /// What is printed in front of the environment.
    fn opening(&self) -> String {
        self.halves.concat()
    }

    fn closing(&self) -> String {
        format!("{}{}", self.halves[1], self.halves[0])
    }

    /// Whether the closing marker came with the last bytes (at most `fresh` of them) of what was printed.
    pub fn closed(&self, printed: &[u8], fresh: usize) -> bool {
        let closing = self.closing();
        let from = printed.len().saturating_sub(fresh + closing.len());
        printed[from..].contains_str(&closing)
    }

    /// The environment between the markers; `None` when they are not both there, or nothing is between.
    pub fn environ(&self, printed: &[u8]) -> Option<Environ> {
        let opening = self.opening();
        let from = printed.find(&opening)? + opening.len();
        let block = &printed[from..];
        let block = &block[..block.find(self.closing())?];
        (!block.is_empty()).then(|| parse_block(block))
    }
}

/// NUL-separated `NAME=value`; what has no name is left out.
pub fn parse_block(block: &[u8]) -> Environ {
    let entries = block.split(|&b| b == 0).filter_map(|entry| {
        let at = entry.iter().skip(1).position(|&b| b == b'=')? + 1;
        Some((BString::from(&entry[..at]), BString::from(&entry[at + 1..])))
    });
    Environ::new(Os::host(), entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_around_the_markers_is_ignored() {
        let marker = Marker::random();
        let text = format!("hello\n{}A=1\0B=x\ny\0=odd\0junk\0{}bye", marker.opening(), marker.closing());
        let environ = marker.environ(text.as_bytes()).unwrap();
        let entries: Vec<_> = environ.iter().map(|(n, v)| format!("{n}={v}")).collect();
        assert_eq!(entries, ["A=1", "B=x\ny"]);
    }

    #[test]
    fn half_an_answer_is_none() {
        let marker = Marker::random();
        assert_eq!(marker.environ(format!("{}A=1\0", marker.opening()).as_bytes()), None);
        assert_eq!(marker.environ(marker.command().as_bytes()), None, "an echoed command is no answer");
    }

    #[test]
    fn the_closing_marker_is_seen_across_two_reads() {
        let marker = Marker::random();
        let text = format!("noise{}", marker.closing());
        assert!(marker.closed(text.as_bytes(), 3));
        assert!(!marker.closed(&text.as_bytes()[..text.len() - 1], 3));
    }
}
