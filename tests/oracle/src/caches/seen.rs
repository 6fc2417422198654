//! What was looked at, and what was not as it must be.

/// Grows while a part runs; one a world, added up at the end.
#[derive(Debug, Default)]
pub struct Seen {
    pub passed: u64,
    /// Each with what is needed to see it again.
    pub faults: Vec<String>,
    /// Facts for the report, added up by name.
    pub counts: std::collections::BTreeMap<&'static str, u64>,
    /// Put before each fault.
    place: String,
}

impl Seen {
    /// `place` goes before each fault: the world and the case.
    pub fn at(place: impl Into<String>) -> Seen {
        Seen { place: place.into(), ..Seen::default() }
    }

    pub fn must(&mut self, what: &str, is_so: bool, saw: impl FnOnce() -> String) {
        if is_so {
            self.passed += 1;
        } else {
            self.faults.push(self.placed(&format!("{what}: {}", saw())));
        }
    }

    pub fn same<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, seen: &T, wanted: &T) {
        self.must(what, seen == wanted, || format!("{seen:?}, not {wanted:?}"));
    }

    /// No lines may be there; a few of them are told.
    pub fn none(&mut self, what: &str, lines: &[String]) {
        self.must(what, lines.is_empty(), || {
            let few = lines.iter().take(4).map(String::as_str).collect::<Vec<_>>().join("; ");
            format!("{} in all: {few}", lines.len())
        });
    }

    fn placed(&self, fault: &str) -> String {
        if self.place.is_empty() { fault.to_owned() } else { format!("{}: {fault}", self.place) }
    }

    pub fn count(&mut self, what: &'static str, more: u64) {
        *self.counts.entry(what).or_default() += more;
    }

    pub fn add(&mut self, other: Seen) {
        self.passed += other.passed;
        let placed: Vec<String> = other.faults.iter().map(|fault| self.placed(fault)).collect();
        self.faults.extend(placed);
        for (what, more) in other.counts {
            self.count(what, more);
        }
    }
}
