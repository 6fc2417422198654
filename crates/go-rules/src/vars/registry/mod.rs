//! The variables of Go 1.19 to 1.27, one entry each. Lists, help and checks derive from this table.
//!
//! The rows stand in the order in which `go env` listed them up to Go 1.23; later versions sort by name.

use bstr::{BStr, ByteSlice};

use super::Kind;
use crate::go_command::Rules;

mod table;
pub use table::VARIABLES;

/// How variables are grouped in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    Modules,
    Places,
    Toolchain,
    Building,
    Target,
    Cgo,
    Telemetry,
}

/// Which layers can give a variable its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Settable {
    /// Process environment and files.
    Anywhere,
    /// Process environment and files, but `go env -w` refuses it from this version (minor) on.
    ByHandSince(u32),
    /// The process environment only.
    ProcessOnly,
    /// Go computes it.
    Never,
}

/// When `go env` lists a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    Always,
    /// Only when building for one of these architectures.
    For(&'static [&'static str]),
    /// Go reads it but does not list it.
    Unlisted,
}

/// What is known of one variable, whatever its value.
#[derive(Debug)]
pub struct VariableFacts {
    pub name: &'static str,
    pub kind: Kind,
    pub group: Group,
    pub settable: Settable,
    pub listing: Listing,
    /// The first version (minor) that lists it; `None` for what Go 1.19 already lists.
    pub since: Option<u32>,
    /// The first version (minor) that does not list it any more.
    pub until: Option<u32>,
    /// The first version (minor) whose `go env -w` knows the name (`KnownEnv`); `None` when none does.
    pub known_since: Option<u32>,
    /// The values Go accepts, where they are a fixed list. An empty setting always means the default.
    pub accepted: &'static [&'static str],
    /// The default, in words.
    pub default_rule: &'static str,
    /// What the variable is for, in one sentence.
    pub summary: &'static str,
    /// Go's own documentation.
    pub link: &'static str,
}

impl VariableFacts {
    /// Whether `go env` of this version lists it when building for `goarch`.
    pub fn listed(&self, rules: Rules, goarch: &[u8]) -> bool {
        let there = self.since.is_none_or(|s| rules.since(s)) && !self.until.is_some_and(|u| rules.since(u));
        there
            && match self.listing {
                Listing::Always => true,
                Listing::For(list) => list.iter().any(|a| a.as_bytes() == goarch),
                Listing::Unlisted => false,
            }
    }

    /// Whether `go env -w` of this version may set it.
    pub fn writable(&self, rules: Rules) -> bool {
        let allowed = match self.settable {
            Settable::Anywhere => true,
            Settable::ByHandSince(minor) => !rules.since(minor),
            Settable::ProcessOnly | Settable::Never => false,
        };
        allowed && self.known_since.is_some_and(|s| rules.since(s))
    }
}

/// The facts of a variable, by its exact name.
pub fn facts(name: impl AsRef<[u8]>) -> Option<&'static VariableFacts> {
    let name = name.as_ref();
    VARIABLES.iter().find(|v| v.name.as_bytes() == name)
}

/// Whether `internal/cfg.KnownEnv` of this version has the name.
pub fn known_to_go(name: &BStr, rules: Rules) -> bool {
    facts(name.as_bytes()).and_then(|v| v.known_since).is_some_and(|s| rules.since(s))
}

/// What this version lists when building for `goarch`, in its order. GOGCCFLAGS is among them.
pub fn listed(rules: Rules, goarch: &[u8]) -> Vec<&'static VariableFacts> {
    let mut listed: Vec<_> = VARIABLES.iter().filter(|v| v.listed(rules, goarch)).collect();
    if rules.since(24) {
        listed.sort_by_key(|v| v.name);
    }
    listed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_version_lists_as_many_variables_as_its_go_does() {
        for (minor, count) in [(19, 39), (21, 40), (22, 40), (23, 43), (24, 46), (26, 46), (27, 47)] {
            assert_eq!(listed(Rules::of_minor(minor), b"amd64").len(), count, "Go 1.{minor}");
        }
    }

    #[test]
    fn names_are_there_once() {
        let mut names: Vec<_> = VARIABLES.iter().map(|v| v.name).collect();
        names.sort_unstable();
        let before = names.len();
        names.dedup();
        assert_eq!(names.len(), before);
    }

    #[test]
    fn every_entry_says_something() {
        for v in VARIABLES {
            assert!(v.summary.ends_with('.') && v.link.starts_with("https://"), "{}", v.name);
            assert!(!v.default_rule.is_empty(), "{}", v.name);
        }
    }

    #[test]
    fn only_one_architecture_s_variable_is_listed() {
        let names = |goarch: &[u8], minor| -> Vec<_> {
            let all = listed(Rules::of_minor(minor), goarch);
            all.iter().filter(|v| v.kind == Kind::Arch).map(|v| v.name).collect()
        };
        assert_eq!(names(b"mipsle", 27), ["GOMIPS"]);
        assert_eq!(names(b"riscv64", 22), Vec::<&str>::new());
        assert_eq!(names(b"riscv64", 23), ["GORISCV64"]);
        assert_eq!(names(b"loong64", 27), Vec::<&str>::new());
    }

    #[test]
    fn goroot_is_settable_until_1_26() {
        let goroot = facts("GOROOT").unwrap();
        assert!(goroot.writable(Rules::of_minor(26)) && !goroot.writable(Rules::of_minor(27)));
    }
}
