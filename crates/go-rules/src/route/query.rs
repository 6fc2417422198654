//! What stands behind the `@`: a version that can be asked for, or one that has to be chosen from a list
//! (`modload.newQueryMatcher`, `module.IsPseudoVersion`).

use std::cmp::Ordering;

use bstr::{BStr, BString, ByteSlice};

use crate::go_quote::quote;
use crate::semver;

/// How a version is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// Its `.info` is asked for. `otherwise`: and when there is none, that of this version.
    Stat { otherwise: Option<BString> },
    /// It is chosen from the list of versions.
    List(Choice),
}

/// Which version of a list is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What the versions begin with.
    pub prefix: BString,
    limit: Option<(Limit, BString)>,
    prefers_lower: bool,
    /// Where no version of the list will do, `@latest` is asked for.
    pub may_use_latest: bool,
    pub prefers_incompatible: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Limit {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Query {
    /// What a query for a module means.
    ///
    /// # Errors
    /// Go's words.
    pub fn of(module: &BStr, query: &BStr) -> Result<Query, String> {
        if query == "latest" || query == "upgrade" {
            return Ok(Query::List(Choice { may_use_latest: true, ..Choice::new() }));
        }
        if query == "patch" {
            return Err(format!(
                "can't query version \"patch\" of module {module}: no existing version is required"
            ));
        }
        let limits = [
            ("<=", Limit::LessOrEqual),
            ("<", Limit::Less),
            (">=", Limit::GreaterOrEqual),
            (">", Limit::Greater),
        ];
        for (sign, limit) in limits {
            if let Some(version) = query.strip_prefix(sign.as_bytes()) {
                return limited(module, query, limit, version.as_bstr()).map(Query::List);
            }
        }
        let Some(canonical) = semver::canonical(query) else { return Ok(Query::Stat { otherwise: None }) };
        if !is_prefix(query) {
            let otherwise = Some(BString::from(canonical)).filter(|canonical| canonical != query);
            return Ok(Query::Stat { otherwise });
        }
        Ok(Query::List(Choice {
            prefix: bstr::concat([query.as_bytes(), b"."]).into(),
            limit: Some((Limit::GreaterOrEqual, query.into())),
            prefers_incompatible: !fits(module, query),
            ..Choice::new()
        }))
    }
}

fn limited(module: &BStr, query: &BStr, limit: Limit, version: &BStr) -> Result<Choice, String> {
    let words = |what: &str| format!("{what} semantic version {} in range {}", quote(version), quote(query));
    if semver::canonical(version).is_none() {
        return Err(words("invalid"));
    }
    if is_prefix(version) && matches!(limit, Limit::LessOrEqual | Limit::Greater) {
        return Err(words("ambiguous"));
    }
    Ok(Choice {
        limit: Some((limit, version.into())),
        prefers_lower: matches!(limit, Limit::Greater | Limit::GreaterOrEqual),
        prefers_incompatible: !fits(module, version),
        ..Choice::new()
    })
}

impl Choice {
    fn new() -> Choice {
        Choice {
            prefix: BString::default(),
            limit: None,
            prefers_lower: false,
            may_use_latest: false,
            prefers_incompatible: false,
        }
    }

    /// Any version: what go looks for when it wants to know of retractions.
    pub fn latest() -> Choice {
        Choice { may_use_latest: true, ..Choice::new() }
    }

    /// Whether a version is one of those that are meant.
    pub fn allows(&self, version: &[u8]) -> bool {
        let within = |(limit, against): &(Limit, BString)| {
            let order = semver::compare(version, against);
            match limit {
                Limit::Less => order == Ordering::Less,
                Limit::LessOrEqual => order != Ordering::Greater,
                Limit::Greater => order == Ordering::Greater,
                Limit::GreaterOrEqual => order != Ordering::Less,
            }
        };
        version.starts_with(&self.prefix) && self.limit.as_ref().is_none_or(within)
    }

    /// The one that is taken of those that may be, in ascending order.
    pub fn pick<'a>(&self, allowed: &'a [BString]) -> Option<&'a BString> {
        let of = |prerelease: bool| {
            let mut some = allowed.iter().filter(move |v| is_prerelease(v) == prerelease);
            if self.prefers_lower { some.next() } else { some.next_back() }
        };
        of(false).or_else(|| of(true))
    }
}

/// The usable versions of an answer to `@v/list`, in ascending order.
pub fn versions(list: &[u8], prefix: &[u8]) -> Vec<BString> {
    let words = list.lines().filter_map(|line| line.fields().next());
    let usable = |v: &&[u8]| semver::canonical(v).is_some() && v.starts_with(prefix) && !is_pseudo(v);
    let mut all: Vec<BString> = words.filter(usable).map(BString::from).collect();
    all.sort_by(|a, b| semver::compare(a, b).then_with(|| a.cmp(b)));
    all
}

/// The version that `proxyRepo.latestFromList` takes: the newest by its time, of the lines that have one.
pub fn newest_dated(list: &[u8]) -> Option<BString> {
    let mut best: Option<(BString, BString)> = None;
    for line in list.lines() {
        let mut words = line.fields();
        let Some(version) = words.next().filter(|v| semver::canonical(v).is_some()) else { continue };
        let time: BString = match words.next() {
            Some(time) if is_time(time) => digits(time),
            Some(_) => continue,
            None if is_pseudo(version) => pseudo_time(version),
            None => continue,
        };
        if best.as_ref().is_none_or(|(newest, _)| *newest < time) {
            best = Some((time, version.into()));
        }
    }
    best.map(|(_, version)| version)
}

/// `2006-01-02T15:04:05Z`, of which other zones are not seen in lists.
fn is_time(text: &[u8]) -> bool {
    text.len() >= 20 && text[4] == b'-' && text[10] == b'T'
}

fn digits(time: &[u8]) -> BString {
    time.iter().copied().filter(u8::is_ascii_digit).take(14).collect::<Vec<u8>>().into()
}

fn pseudo_time(version: &[u8]) -> BString {
    let mut parts = version.rsplit(|b| *b == b'-');
    let stamp = parts.nth(1).unwrap_or_default();
    stamp[stamp.len().saturating_sub(14)..].into()
}

/// `module.IsPseudoVersion`.
pub fn is_pseudo(version: &[u8]) -> bool {
    if semver::canonical(version).is_none() || version.iter().filter(|b| **b == b'-').count() < 2 {
        return false;
    }
    let end = version.find_byte(b'+').unwrap_or(version.len());
    let Some((base, revision)) = version[..end].rsplit_once_str("-") else { return false };
    let plain = !revision.is_empty() && revision.iter().all(u8::is_ascii_alphanumeric);
    let Some(split) = base.len().checked_sub(14) else { return false };
    let (before, stamp) = base.split_at(split);
    let numbers = before.split_once_str("-").map_or(before, |(numbers, _)| numbers);
    let shaped = match before.split_once_str("-") {
        Some((_, b"")) => numbers.ends_with(b".0.0"),
        Some((_, rest)) => rest == b"0." || rest.ends_with(b".0."),
        None => false,
    };
    plain && shaped && stamp.iter().all(u8::is_ascii_digit)
}

fn is_prerelease(version: &[u8]) -> bool {
    version.split(|b| *b == b'+').next().unwrap_or_default().contains(&b'-')
}

/// `gover.ModIsPrefix`: `v1`, `v1.2`.
fn is_prefix(version: &[u8]) -> bool {
    let dots = version.iter().filter(|b| **b == b'.').count();
    dots < 2 && version.find_byteset(b"-+").is_none()
}

fn fits(module: &BStr, version: &[u8]) -> bool {
    semver::path_major(module).is_some_and(|major| semver::fits(version, major))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(query: &str) -> Result<Query, String> {
        Query::of(BStr::new("a.com/x"), BStr::new(query))
    }

    #[test]
    fn queries_are_told_apart() {
        assert_eq!(of("v1.2.3"), Ok(Query::Stat { otherwise: None }));
        assert_eq!(of("v1.2.3+meta"), Ok(Query::Stat { otherwise: Some("v1.2.3".into()) }));
        assert_eq!(of("v2.0.0+incompatible"), Ok(Query::Stat { otherwise: None }));
        assert_eq!(of("master"), Ok(Query::Stat { otherwise: None }));
        assert!(matches!(of("v1.2"), Ok(Query::List(choice)) if choice.prefix == "v1.2."));
        assert_eq!(of(">1.2").unwrap_err(), r#"invalid semantic version "1.2" in range ">1.2""#);
        assert_eq!(of("<=v1").unwrap_err(), r#"ambiguous semantic version "v1" in range "<=v1""#);
    }

    #[test]
    fn releases_come_before_what_precedes_them() {
        let list = b"v1.0.0\nv1.1.0-rc.1\nv0.9.0\nnonsense\nv1.0.1-0.20200101000000-abcdefabcdef\n";
        let all = versions(list, b"");
        assert_eq!(all, ["v0.9.0", "v1.0.0", "v1.1.0-rc.1"]);
        let pick = |query: &str| match of(query) {
            Ok(Query::List(choice)) => {
                let allowed: Vec<BString> = all.iter().filter(|v| choice.allows(v)).cloned().collect();
                choice.pick(&allowed).map(ToString::to_string)
            }
            other => panic!("{other:?}"),
        };
        assert_eq!(pick("latest"), Some("v1.0.0".into()));
        assert_eq!(pick(">=v0.1.0"), Some("v0.9.0".into()));
        assert_eq!(pick("v1.1"), None);
        assert_eq!(pick(">v1.0.0"), Some("v1.1.0-rc.1".into()));
        assert_eq!(newest_dated(list), Some("v1.0.1-0.20200101000000-abcdefabcdef".into()));
    }

    #[test]
    fn pseudo_versions_are_known_by_their_shape() {
        for yes in [
            "v0.0.0-20200101000000-abcdefabcdef",
            "v1.2.4-0.20200101000000-abcdefabcdef",
            "v1.2.3-pre.0.20200101000000-abcdefabcdef",
            "v2.0.0-20200101000000-abcdefabcdef+incompatible",
        ] {
            assert!(is_pseudo(yes.as_bytes()), "{yes}");
        }
        for no in ["v1.0.0", "v1.2.3-20200101000000-abcdefabcdef", "v1.0.0-a-b", "v0.0.0-2020-abc"] {
            assert!(!is_pseudo(no.as_bytes()), "{no}");
        }
    }
}
