//! GOEXPERIMENT: which names each version knows (`internal/goexperiment`, `internal/buildcfg/exp.go`).

use std::collections::BTreeSet;

use bstr::{BStr, BString, ByteSlice};

use crate::go_command::Rules;

/// A name with the first version (minor) that knows it and the first that does not any more.
const NAMES: &[(&str, u32, u32)] = &[
    ("fieldtrack", 0, u32::MAX),
    ("preemptibleloops", 0, u32::MAX),
    ("staticlockranking", 0, u32::MAX),
    ("boringcrypto", 0, u32::MAX),
    ("unified", 0, 21),
    ("regabiwrappers", 0, u32::MAX),
    ("regabiargs", 0, u32::MAX),
    ("heapminimum512kib", 0, u32::MAX),
    ("coverageredesign", 20, 25),
    ("arenas", 20, u32::MAX),
    ("pagetrace", 20, 23),
    ("cgocheck2", 21, u32::MAX),
    ("loopvar", 21, u32::MAX),
    ("cacheprog", 21, 26),
    ("newinliner", 22, u32::MAX),
    ("rangefunc", 22, 26),
    ("range", 22, 23),
    ("allocheaders", 22, 23),
    ("exectracer2", 22, 23),
    ("aliastypeparams", 23, 26),
    ("swissmap", 24, 26),
    ("spinbitmutex", 24, 25),
    ("synchashtriemap", 24, 26),
    ("synctest", 24, 26),
    ("dwarf5", 25, u32::MAX),
    ("jsonv2", 25, u32::MAX),
    ("greenteagc", 25, u32::MAX),
    ("randomizedheapbase64", 26, u32::MAX),
    ("runtimefreegc", 26, u32::MAX),
    ("sizespecializedmalloc", 26, u32::MAX),
    ("goroutineleakprofile", 26, 27),
    ("simd", 26, u32::MAX),
    ("runtimesecret", 26, u32::MAX),
    ("mapsplitgroup", 27, u32::MAX),
];

/// Those that are on without being asked for, each with the first version (minor) in which it is, and the first in which
/// it is not any more; those of the register ABI apart, and where only some systems have it.
const ON: &[(&str, u32, u32)] = &[
    ("unified", 20, 21),
    ("coverageredesign", 20, 25),
    ("allocheaders", 22, 23),
    ("exectracer2", 22, 23),
    ("aliastypeparams", 24, 26),
    ("swissmap", 24, 26),
    ("synchashtriemap", 24, 26),
    ("spinbitmutex", 24, 25),
    ("dwarf5", 25, u32::MAX),
    ("randomizedheapbase64", 26, u32::MAX),
    ("greenteagc", 26, u32::MAX),
    ("jsonv2", 27, u32::MAX),
    ("sizespecializedmalloc", 27, u32::MAX),
];

/// What is wrong with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum BadExperiment {
    Unknown(BString),
    RegabiDependency,
}

/// What of a good value matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Experiments {
    pub boringcrypto: bool,
}

/// `buildcfg.ParseGOEXPERIMENT`.
pub(crate) fn parse(rules: Rules, goarch: &[u8], value: &BStr) -> Result<Experiments, BadExperiment> {
    let (supported, always) = regabi(rules, goarch);
    let (mut wrappers, mut args) = (supported, supported);
    let mut found = Experiments::default();
    for word in value.split_str(",").filter(|w| !w.is_empty()) {
        if word == b"none" {
            (wrappers, args) = (false, false);
            found = Experiments::default();
            continue;
        }
        let (name, on) = word.strip_prefix(b"no").map_or((word, true), |name| (name, false));
        match name {
            b"regabi" => (wrappers, args) = (on, on),
            b"regabiwrappers" => wrappers = on,
            b"regabiargs" => args = on,
            b"boringcrypto" => found.boringcrypto = on,
            _ if known(rules, name) => {}
            _ => return Err(BadExperiment::Unknown(name.into())),
        }
    }
    if supported && !always && args && !wrappers {
        return Err(BadExperiment::RegabiDependency);
    }
    Ok(found)
}

/// The experiments that are on for a target with this value (`buildcfg.ParseGOEXPERIMENT`): each is a build tag behind
/// `goexperiment.`. What is wrong in a value is passed over.
#[must_use]
pub fn enabled(rules: Rules, goos: &[u8], goarch: &[u8], value: &BStr) -> Vec<&'static str> {
    let (supported, always) = regabi(rules, goarch);
    let has = |name: &str| match name {
        "spinbitmutex" => matches!(goarch, b"386" | b"amd64" | b"arm" | b"arm64" | b"ppc64" | b"ppc64le"),
        "dwarf5" => !matches!(goos, b"darwin" | b"ios" | b"aix"),
        _ => true,
    };
    let now = |since: u32, until: u32| (since..until).contains(&rules.minor());
    let of_abi = ["regabiwrappers", "regabiargs"];
    let mut on: BTreeSet<&'static str> = BTreeSet::new();
    on.extend(ON.iter().filter(|(name, since, until)| now(*since, *until) && has(name)).map(|row| row.0));
    on.extend(of_abi.iter().filter(|_| supported));
    for word in value.split_str(",") {
        if word == b"none" {
            on.clear();
            continue;
        }
        let (name, sets) = word.strip_prefix(b"no").map_or((word, true), |name| (name, false));
        let named = NAMES.iter().filter(|(known, since, until)| {
            let is_meant = known.as_bytes() == name || name == b"regabi" && of_abi.contains(known);
            is_meant && now(*since, *until)
        });
        for (name, ..) in named {
            if sets {
                on.insert(name)
            } else {
                on.remove(name)
            };
        }
    }
    for name in of_abi {
        match (always, supported) {
            (true, _) => _ = on.insert(name),
            (_, false) => _ = on.remove(name),
            _ => {}
        }
    }
    on.into_iter().collect()
}

fn known(rules: Rules, name: &[u8]) -> bool {
    NAMES.iter().any(|(n, since, until)| n.as_bytes() == name && (*since..*until).contains(&rules.minor()))
}

/// Whether the register ABI is there, and whether it cannot be switched off.
fn regabi(rules: Rules, goarch: &[u8]) -> (bool, bool) {
    match goarch {
        b"amd64" | b"arm64" | b"ppc64" | b"ppc64le" => (true, true),
        b"riscv64" => (true, rules.since(20)),
        b"loong64" => (rules.since(22), rules.since(23)),
        b"s390x" => (rules.since(26), rules.since(27)),
        _ => (false, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minor: u32, goarch: &str, value: &str) -> Result<Experiments, BadExperiment> {
        parse(Rules::of_minor(minor), goarch.as_bytes(), value.into())
    }

    #[test]
    fn names_belong_to_versions() {
        assert_eq!(at(23, "amd64", "synctest"), Err(BadExperiment::Unknown("synctest".into())));
        assert!(at(24, "amd64", "synctest").is_ok());
        assert_eq!(at(26, "amd64", "nosynctest"), Err(BadExperiment::Unknown("synctest".into())));
        assert!(at(27, "amd64", ",none,,regabi,nodwarf5").is_ok());
    }

    #[test]
    fn the_register_abi_needs_its_wrappers_where_both_can_be_switched() {
        assert!(at(27, "amd64", "noregabiwrappers").is_ok());
        assert_eq!(at(26, "s390x", "noregabiwrappers"), Err(BadExperiment::RegabiDependency));
        assert!(at(26, "386", "regabiargs").is_ok());
    }

    #[test]
    fn some_are_on_without_being_asked_for() {
        let on = |minor: u32, value: &str| {
            enabled(Rules::of_minor(minor), b"linux", b"amd64", value.into()).join(" ")
        };
        assert_eq!(on(19, ""), "regabiargs regabiwrappers");
        assert_eq!(
            on(22, "loopvar"),
            "allocheaders coverageredesign exectracer2 loopvar regabiargs regabiwrappers"
        );
        assert_eq!(
            on(24, "noswissmap,noregabi"),
            "aliastypeparams coverageredesign regabiargs regabiwrappers spinbitmutex synchashtriemap"
        );
        assert_eq!(on(27, "none,jsonv2"), "jsonv2 regabiargs regabiwrappers");
        let of = |goos: &str, goarch: &str| {
            enabled(Rules::of_minor(25), goos.as_bytes(), goarch.as_bytes(), "".into())
        };
        assert_eq!(of("darwin", "386").join(" "), "aliastypeparams swissmap synchashtriemap");
    }
}
