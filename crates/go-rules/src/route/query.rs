//! What stands behind the `@`: a version that can be asked for, or one that has to be chosen from a list
//! (`modload.newQueryMatcher`, `module.IsPseudoVersion`).

use std::cmp::Ordering;

use bstr::{BStr, BString, ByteSlice};

use super::scheme::Scheme;
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
    scheme: Scheme,
    /// What the versions begin with.
    pub prefix: BString,
    limit: Option<(Limit, BString)>,
    prefers_lower: bool,
    /// Where no version of the list will do, `@latest` is asked for.
    pub may_use_latest: bool,
    pub prefers_incompatible: bool,
    /// The version in the build, at which `upgrade` and `patch` may stay.
    pub current: Option<BString>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Limit {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Query {
    /// What a query for a module means. `current`: the version that is in the build here, which `upgrade` and `patch`
    /// go out from.
    ///
    /// # Errors
    /// Go's words.
    pub fn of(scheme: Scheme, module: &BStr, query: &BStr, current: Option<&BStr>) -> Result<Query, String> {
        let plain = Choice::latest(scheme);
        match (query.as_bytes(), current) {
            (b"latest", _) | (b"upgrade", None) => return Ok(Query::List(plain)),
            (b"patch", None) => {
                return Err(format!(
                    "can't query version \"patch\" of module {module}: no existing version is required"
                ));
            }
            (b"upgrade" | b"patch", Some(current)) => {
                let within = bstr::concat([scheme.major_minor(current).as_bytes(), b"."]);
                return Ok(Query::List(Choice {
                    prefix: if query == "patch" { within.into() } else { BString::default() },
                    limit: Some((Limit::GreaterOrEqual, current.into())),
                    may_use_latest: is_pseudo(current),
                    prefers_incompatible: current.ends_with(b"+incompatible"),
                    current: Some(current.into()),
                    ..plain
                }));
            }
            _ => {}
        }
        let limits = [
            ("<=", Limit::LessOrEqual),
            ("<", Limit::Less),
            (">=", Limit::GreaterOrEqual),
            (">", Limit::Greater),
        ];
        for (sign, limit) in limits {
            if let Some(version) = query.strip_prefix(sign.as_bytes()) {
                return limited(scheme, module, query, limit, version.as_bstr()).map(Query::List);
            }
        }
        let stat = |otherwise: Option<Vec<u8>>| {
            let otherwise = otherwise.map(BString::from).filter(|canonical| canonical != query);
            Ok(Query::Stat { otherwise })
        };
        if !scheme.is_valid(query) || !scheme.is_prefix(query) {
            return stat(semver::canonical(query));
        }
        Ok(Query::List(Choice {
            prefix: bstr::concat([query.as_bytes(), b"."]).into(),
            limit: Some((Limit::GreaterOrEqual, query.into())),
            prefers_incompatible: !fits(module, query),
            ..Choice::new(scheme)
        }))
    }
}

fn limited(
    scheme: Scheme,
    module: &BStr,
    query: &BStr,
    limit: Limit,
    version: &BStr,
) -> Result<Choice, String> {
    let words = |what: &str| format!("{what} semantic version {} in range {}", quote(version), quote(query));
    if !scheme.is_valid(version) {
        return Err(words("invalid"));
    }
    if scheme.is_prefix(version) && matches!(limit, Limit::LessOrEqual | Limit::Greater) {
        return Err(words("ambiguous"));
    }
    Ok(Choice {
        limit: Some((limit, version.into())),
        prefers_lower: matches!(limit, Limit::Greater | Limit::GreaterOrEqual),
        prefers_incompatible: !fits(module, version),
        ..Choice::new(scheme)
    })
}

impl Choice {
    fn new(scheme: Scheme) -> Choice {
        Choice {
            scheme,
            prefix: BString::default(),
            limit: None,
            prefers_lower: false,
            may_use_latest: false,
            prefers_incompatible: false,
            current: None,
        }
    }

    /// Any version: what go looks for when it wants to know of retractions.
    pub fn latest(scheme: Scheme) -> Choice {
        Choice { may_use_latest: true, ..Choice::new(scheme) }
    }

    /// Whether a version is one of those that are meant.
    pub fn allows(&self, version: &[u8]) -> bool {
        let within = |(limit, against): &(Limit, BString)| {
            let order = self.scheme.compare(version, against);
            match limit {
                Limit::Less => order == Ordering::Less,
                Limit::LessOrEqual => order != Ordering::Greater,
                Limit::Greater => order == Ordering::Greater,
                Limit::GreaterOrEqual => order != Ordering::Less,
            }
        };
        // Of Go's own versions `1.21` is one of those that begin with `1.21.`.
        let language = self.scheme != Scheme::Module && self.prefix.strip_suffix(b".") == Some(version);
        (language || version.starts_with(&self.prefix)) && self.limit.as_ref().is_none_or(within)
    }

    /// Whether every version that is meant is older than another, so that of `go` nobody need be asked for it.
    pub fn is_below(&self, other: &BStr) -> bool {
        let language = self.prefix.strip_suffix(b".").unwrap_or_default();
        let older = |text: &[u8]| self.scheme.compare(text, other).is_lt();
        match &self.limit {
            Some((Limit::Less | Limit::LessOrEqual, most)) => older(most),
            _ => !language.is_empty() && older(language) && !other.starts_with(&self.prefix),
        }
    }

    /// The one that is taken of those that may be, in ascending order.
    pub fn pick<'a>(&self, allowed: &'a [BString]) -> Option<&'a BString> {
        let of = |prerelease: bool| {
            let mut some = allowed.iter().filter(move |v| self.scheme.is_prerelease(v) == prerelease);
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

fn fits(module: &BStr, version: &[u8]) -> bool {
    semver::path_major(module).is_some_and(|major| semver::fits(version, major))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(query: &str) -> Result<Query, String> {
        Query::of(Scheme::Module, BStr::new("a.com/x"), BStr::new(query), None)
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
    fn an_upgrade_never_goes_back() {
        let of = |query: &str, current: &str| {
            let current = Some(BStr::new(current));
            match Query::of(Scheme::Module, BStr::new("a.com/x"), BStr::new(query), current) {
                Ok(Query::List(choice)) => choice,
                other => panic!("{other:?}"),
            }
        };
        assert!(of("upgrade", "v1.2.3").allows(b"v1.3.0") && !of("upgrade", "v1.2.3").allows(b"v1.2.2"));
        assert!(of("patch", "v1.2.3").allows(b"v1.2.4") && !of("patch", "v1.2.3").allows(b"v1.3.0"));
        assert!(of("upgrade", "v0.0.0-20200101000000-abcdefabcdef").may_use_latest);
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
