//! go.sum and its like, as go holds against them what it reads from the cache (`modfetch.haveModSumLocked`).

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use bstr::BString;
use go_rules::gomod::SumLine as Line;
use go_rules::module::ModuleVersion;
use go_rules::semver;

use super::report::SumLine;

/// The lines, and what was found missing or wrong.
pub struct GoSums {
    lines: HashMap<SumLine, Hashes>,
    /// Lines must be there: no workspace, and `-mod=readonly`.
    pub strict: bool,
    /// Of these go.mod files a download writes the lines.
    written: HashSet<ModuleVersion>,
    noted: Mutex<Noted>,
}

/// What the files say of one thing.
#[derive(Default)]
struct Hashes {
    /// In go.sum or go.work.sum, beside the file that counts.
    beside: Vec<BString>,
    /// In the go.sum of modules of a workspace.
    members: Vec<BString>,
}

impl Hashes {
    fn all(&self) -> impl Iterator<Item = &BString> {
        self.beside.iter().chain(&self.members)
    }
}

/// What was noted while packages were loaded.
#[derive(Debug, Default)]
pub struct Noted {
    pub missing: BTreeSet<SumLine>,
    pub mismatched: BTreeSet<SumLine>,
    /// Lines that go would get from the checksum database.
    pub asked: BTreeSet<SumLine>,
    /// Go looks into the files at all.
    pub read: bool,
}

impl GoSums {
    /// The first `beside` lines are of the file beside the one that counts.
    pub fn new(all: &[Line], beside: usize, strict: bool) -> GoSums {
        let mut lines: HashMap<SumLine, Hashes> = HashMap::new();
        for (at, line) in all.iter().enumerate() {
            let of = SumLine { version: line.version.clone(), of_go_mod: line.of_go_mod };
            let known = lines.entry(of).or_default();
            let hashes = if at < beside { &mut known.beside } else { &mut known.members };
            hashes.push(line.hash.clone());
        }
        GoSums { lines, strict, written: HashSet::new(), noted: Mutex::default() }
    }

    /// As they are after these go.mod files were looked at by `go mod download`.
    pub fn with(mut self, written: HashSet<ModuleVersion>) -> GoSums {
        self.written = written;
        self
    }

    /// Notes when the line that go wants is not there; `vouched`: a checksum database would be asked.
    pub fn want(&self, version: &ModuleVersion, of_go_mod: bool, vouched: bool) {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner).read = true;
        let line = SumLine { version: version.clone(), of_go_mod };
        let there = self.lines.get(&line).is_some_and(|known| known.all().any(|it| it.starts_with(b"h1:")));
        if there || of_go_mod && self.written.contains(version) {
            return;
        }
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        if self.strict {
            noted.missing.insert(line);
        } else if vouched {
            noted.asked.insert(line);
        }
    }

    /// Whether there is a line for the content of a higher version of the same module.
    pub fn knows_higher(&self, than: &ModuleVersion) -> bool {
        self.lines.keys().any(|line| {
            !line.of_go_mod
                && line.version.module == than.module
                && semver::compare(&line.version.version, &than.version).is_gt()
        })
    }

    /// Notes when a line says something else than what go found.
    pub fn hold(&self, version: &ModuleVersion, of_go_mod: bool, found: &[u8]) {
        let line = SumLine { version: version.clone(), of_go_mod };
        if self.stops(&line, found) {
            self.noted.lock().unwrap_or_else(PoisonError::into_inner).mismatched.insert(line);
        }
    }

    /// Whether go would stop at a line: nothing is read behind the one that fits in the file beside, and else all is.
    pub fn stops(&self, line: &SumLine, found: &[u8]) -> bool {
        let Some(known) = self.lines.get(line) else { return false };
        let wrong = |hash: &BString| hash.starts_with(b"h1:") && *hash != found;
        match known.beside.iter().find(|hash| **hash == found || wrong(hash)) {
            Some(first) => *first != found,
            None => known.members.iter().any(wrong),
        }
    }

    /// Every line.
    pub fn all(&self) -> impl Iterator<Item = &SumLine> {
        self.lines.keys()
    }

    /// Whether a line says something else, be it read or not.
    pub fn contradicts(&self, line: &SumLine, found: &[u8]) -> bool {
        let wrong = |hash: &BString| hash.starts_with(b"h1:") && *hash != found;
        self.lines.get(line).is_some_and(|known| known.all().any(wrong))
    }

    /// What was noted so far; it is begun anew.
    pub fn noted(&self) -> Noted {
        std::mem::take(&mut *self.noted.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
