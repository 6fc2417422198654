//! Shell patterns: `*`, `?`, `[…]`, with quoted bytes that stand for themselves.

use super::state::Tri;

/// A byte of a pattern, and whether it is quoted.
pub type Byte = (u8, bool);

/// Whether `pattern` matches all of `text`. Extended forms (`@(…)`, zsh's `#`) only the shell can tell.
pub fn matches(pattern: &[Byte], text: &[u8]) -> Tri {
    if pattern.windows(2).any(|w| w[1] == (b'(', false)) {
        return Tri::Maybe;
    }
    let mut steps = 100_000;
    match fits(pattern, text, &mut steps) {
        Some(fit) => fit.into(),
        None => Tri::Maybe,
    }
}

/// Whether there is anything in `pattern` that stands for more than itself.
pub fn is_pattern(pattern: &[Byte]) -> bool {
    pattern.iter().any(|(byte, quoted)| !quoted && b"*?[".contains(byte))
}

fn fits(pattern: &[Byte], text: &[u8], steps: &mut u32) -> Option<bool> {
    *steps = steps.checked_sub(1)?;
    let Some((&(byte, quoted), rest)) = pattern.split_first() else { return Some(text.is_empty()) };
    match byte {
        b'*' if !quoted => {
            for skipped in 0..=text.len() {
                if fits(rest, &text[skipped..], steps)? {
                    return Some(true);
                }
            }
            Some(false)
        }
        b'?' if !quoted => match text.split_first() {
            Some((_, tail)) => fits(rest, tail, steps),
            None => Some(false),
        },
        b'[' if !quoted && let Some((set, after)) = bracket(rest) => match text.split_first() {
            Some((&b, tail)) if in_bracket(set, b) => fits(after, tail, steps),
            _ => Some(false),
        },
        _ => match text.split_first() {
            Some((&b, tail)) if b == byte => fits(rest, tail, steps),
            _ => Some(false),
        },
    }
}

/// What stands between the brackets, and what follows.
fn bracket(rest: &[Byte]) -> Option<(&[Byte], &[Byte])> {
    let negated = usize::from(matches!(rest.first(), Some((b'!' | b'^', false))));
    // A bracket that comes first is one of the set.
    let end = rest.iter().skip(negated + 1).position(|b| *b == (b']', false))? + negated + 1;
    Some((&rest[..end], &rest[end + 1..]))
}

fn in_bracket(set: &[Byte], byte: u8) -> bool {
    let (negated, mut set) = match set.split_first() {
        Some(((b'!' | b'^', false), rest)) => (true, rest),
        _ => (false, set),
    };
    let mut found = false;
    while let Some((&(first, _), rest)) = set.split_first() {
        set = rest;
        found |= match rest {
            [(b'-', false), (last, _), after @ ..] => {
                set = after;
                (first..=*last).contains(&byte)
            }
            _ => first == byte,
        };
    }
    found != negated
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: &str, text: &str) -> bool {
        let pattern: Vec<Byte> = pattern.bytes().map(|b| (b, false)).collect();
        matches(&pattern, text.as_bytes()) == Tri::Yes
    }

    #[test]
    fn patterns_match_as_in_a_shell() {
        assert!(fits("*i*", "himBH") && fits("/etc/*.sh", "/etc/a.sh") && fits("?[a-c]", "xb"));
        assert!(fits("[!a]", "b") && fits("[]x]", "]") && fits("a[", "a["));
        assert!(!fits("*.sh", "a.shx") && !fits("[!a]", "a") && !fits("?", ""));
    }

    #[test]
    fn a_quoted_star_is_a_star() {
        assert_eq!(matches(&[(b'*', true)], b"x"), Tri::No);
        assert_eq!(matches(&[(b'*', true)], b"*"), Tri::Yes);
    }
}
