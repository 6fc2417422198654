//! Makes a case that fails smaller for as long as it still fails.

use crate::case::{Case, GoAt, What};

/// Runs at most this many smaller cases.
const BUDGET: usize = 400;

/// The smallest case found for which `fails` still holds.
pub fn shrink(mut case: Case, mut fails: impl FnMut(&Case) -> bool) -> Case {
    let mut left = BUDGET;
    loop {
        let before = left;
        let mut smaller = false;
        let mut step = 0;
        while let Some(candidate) = without(&case, step) {
            if left == 0 {
                return case;
            }
            left -= 1;
            if size(&candidate) < size(&case) && fails(&candidate) {
                case = candidate;
                smaller = true;
            } else {
                step += 1;
            }
        }
        if !smaller || left == before {
            return case;
        }
    }
}

/// How many parts a case has.
fn size(case: &Case) -> usize {
    let lines = |what: &What| if let What::File { lines, .. } = what { lines.len() } else { 0 };
    let entries: usize = case.entries.iter().map(|entry| 1 + lines(&entry.what)).sum();
    case.env.len() + case.ask.words().len() + usize::from(case.chdir.is_some()) + entries
}

/// The case without its `step`th removable part; None when there are no more parts.
fn without(case: &Case, step: usize) -> Option<Case> {
    let mut smaller = case.clone();
    let mut step = step;
    let mut here = |count: usize| {
        if step < count {
            return Some(step);
        }
        step -= count;
        None
    };
    if let Some(i) = here(case.entries.len()) {
        smaller.entries.remove(i);
        return Some(smaller);
    }
    if let Some(i) = here(case.env.len()) {
        // The PATH that leads to go is part of the question; a GOPROXY may be what keeps go from asking a server.
        let name = case.env[i].0.to_ascii_uppercase();
        let server = matches!(&name[..], b"GOPROXY" | b"HTTPS_PROXY" | b"HTTP_PROXY");
        let needed = server || (name == b"PATH" && matches!(case.go, GoAt::Path(_)));
        if !needed {
            smaller.env.remove(i);
        }
        return Some(smaller);
    }
    // Fewer words, but never none: without any the question is another one.
    let words = case.ask.words().len();
    if words > 1
        && let Some(i) = here(words)
    {
        smaller.ask.words_mut()?.remove(i);
        return Some(smaller);
    }
    for (at, entry) in case.entries.iter().enumerate() {
        let What::File { lines, .. } = &entry.what else { continue };
        if let Some(i) = here(lines.len()) {
            if let What::File { lines, .. } = &mut smaller.entries[at].what {
                lines.remove(i);
            }
            return Some(smaller);
        }
    }
    if case.chdir.is_some() && here(1).is_some() {
        smaller.chdir = None;
        return Some(smaller);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Ask, Entry};

    #[test]
    fn only_what_matters_is_left() {
        let var = |name: &str| (name.into(), "x".into());
        let lines = vec!["A=1\n".into(), "B=2\n".into()];
        let case = Case {
            env: vec![var("KEEP"), var("DROP"), var("ALSO")],
            cwd: "/".into(),
            chdir: Some(".".into()),
            entries: vec![Entry { path: "/f".into(), what: What::File { lines, mode: 0o644 } }],
            go: GoAt::Root("/go".into()),
            ask: Ask::Json(vec!["A".into(), "B".into()]),
        };
        let fails = |case: &Case| {
            let line = |l: &bstr::BString| l.starts_with(b"B=");
            case.env.iter().any(|(n, _)| *n == "KEEP")
                && case
                    .entries
                    .iter()
                    .any(|e| matches!(&e.what, What::File { lines, .. } if lines.iter().any(line)))
        };
        let small = shrink(case, fails);
        assert_eq!(small.env, [var("KEEP")]);
        assert_eq!(small.ask.words().len(), 1);
        assert!(small.chdir.is_none());
        assert!(matches!(&small.entries[0].what, What::File { lines, .. } if lines.len() == 1));
    }
}
