//! Values that do not do what they were meant to do.

use bstr::{BStr, ByteSlice};
use go_rules::pattern::{self, Verdict};

use super::VariableProblem;
use crate::secret::{Masked, has_secret};

/// What is wrong with a value in effect, the worst first.
pub fn problem_of(name: &str, value: &BStr, locks_out: bool) -> Option<VariableProblem> {
    if locks_out {
        return Some(VariableProblem::LocksOut { name: name.to_owned() });
    }
    problems_of_value(name, value).into_iter().next()
}

/// What is wrong with a value whatever stands elsewhere.
pub fn problems_of_value(name: &str, value: &BStr) -> Vec<VariableProblem> {
    let mut problems = Vec::new();
    match name {
        // Go splits at both separators, trims, and skips what is empty.
        "GOPROXY" if value.split(|b| matches!(b, b',' | b'|')).all(|entry| entry.trim().is_empty()) => {
            problems.push(VariableProblem::EmptyProxy);
        }
        "GOSUMDB" if value.trim().is_empty() => problems.push(VariableProblem::EmptySumdb),
        "GOPRIVATE" | "GONOPROXY" | "GONOSUMDB" | "GOINSECURE" => patterns(name, value, &mut problems),
        _ => {}
    }
    if has_secret(name, value) {
        problems.push(VariableProblem::SecretInValue { name: name.to_owned() });
    }
    problems
}

/// Patterns that can never match a module path.
fn patterns(name: &str, value: &BStr, problems: &mut Vec<VariableProblem>) {
    for entry in pattern::judge(value) {
        if let Verdict::Never(flaw) = entry.verdict {
            let pattern = Masked::value(name, &entry.text);
            problems.push(VariableProblem::NeverMatches { name: name.to_owned(), pattern, flaw });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(name: &str, value: &str) -> usize {
        problems_of_value(name, value.into()).len()
    }

    #[test]
    fn proxies_without_an_entry_are_told() {
        assert_eq!(problem_of("GOPROXY", " ,|".into(), false), Some(VariableProblem::EmptyProxy));
        assert_eq!(problem_of("GOPROXY", "off".into(), false), None);
    }

    #[test]
    fn patterns_that_never_match_are_told() {
        assert_eq!(count("GOPRIVATE", "b.com, a.com"), 1);
        assert_eq!(count("GOPRIVATE", "b.com,a.com"), 0);
        assert_eq!(count("GONOSUMDB", "https://a.com,b.com"), 1);
        assert_eq!(count("GOPRIVATE", "b.com,^a\\.com,none,nodot/x"), 2);
        assert_eq!(count("GOFLAGS", "-a, b"), 0);
    }

    #[test]
    fn a_lockout_comes_first() {
        let problem = problem_of("GOPATH", "rel".into(), true);
        assert_eq!(problem, Some(VariableProblem::LocksOut { name: "GOPATH".into() }));
    }
}
