//! This machine's environment against another's, from a pasted or saved `go env -json`.

mod parse;

use std::collections::BTreeMap;

use crate::error::CoreError;
use crate::secret::Masked;

pub use parse::{decode, parse};

/// How two values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    Same,
    /// Differs, as paths and hosts do between machines.
    Expected,
    Differs,
    OnlyHere,
    OnlyThere,
}

/// One variable on both machines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    pub name: String,
    pub here: Option<Masked>,
    pub there: Option<Masked>,
    pub difference: Difference,
    /// Their value can be taken over with an edit.
    pub adoptable: bool,
}

/// The whole comparison, in the order of the list here; what only they have follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Their GOVERSION.
    pub there_version: Option<String>,
    pub variables: Vec<Compared>,
}

/// A variable of this machine, not masked.
#[derive(Debug, Clone, Copy)]
pub struct Here<'a> {
    pub name: &'a str,
    pub value: &'a str,
    /// The GOENV file may set it.
    pub editable: bool,
}

/// Compares with the output of `go env -json` or `go env`.
///
/// # Errors
/// [`CoreError::NotGoEnv`].
pub fn compare(here: &[Here<'_>], text: &str) -> Result<Comparison, CoreError> {
    let there = parse(text).map_err(CoreError::NotGoEnv)?;
    let hosts = Hosts { here, there: &there };
    let mut variables: Vec<Compared> =
        here.iter().map(|h| compared(h, there.get(h.name).map(String::as_str), &hosts)).collect();
    // GOGCCFLAGS names a temporary folder and is never the same twice: it is not asked here.
    for (name, value) in there.iter().filter(|(name, _)| *name != "GOGCCFLAGS") {
        if !here.iter().any(|h| h.name == name) {
            variables.push(Compared {
                name: name.clone(),
                here: None,
                there: Some(Masked::value(name, value.as_bytes())),
                difference: Difference::OnlyThere,
                adoptable: false,
            });
        }
    }
    Ok(Comparison { there_version: there.get("GOVERSION").cloned(), variables })
}

struct Hosts<'a> {
    here: &'a [Here<'a>],
    there: &'a BTreeMap<String, String>,
}

impl Hosts<'_> {
    fn here(&self, name: &str) -> Option<&str> {
        self.here.iter().find(|h| h.name == name).map(|h| h.value)
    }
}

fn compared(here: &Here<'_>, there: Option<&str>, hosts: &Hosts<'_>) -> Compared {
    let difference = match there {
        None => Difference::OnlyHere,
        Some(there) if there == here.value => Difference::Same,
        Some(there) if is_expected(here.name, here.value, there, hosts) => Difference::Expected,
        Some(_) => Difference::Differs,
    };
    let differs = matches!(difference, Difference::Differs | Difference::Expected);
    Compared {
        name: here.name.to_owned(),
        here: Some(Masked::value(here.name, here.value.as_bytes())),
        there: there.map(|value| Masked::value(here.name, value.as_bytes())),
        difference,
        // An empty setting cannot be told from one that is not there; setting it empty would mask go.env.
        adoptable: differs && here.editable && there.is_some_and(|value| !value.is_empty()),
    }
}

/// Whether a difference says nothing but that these are two machines.
fn is_expected(name: &str, here: &str, there: &str, hosts: &Hosts<'_>) -> bool {
    match name {
        // Places: every machine has its own.
        "GOROOT" | "GOTOOLDIR" | "GOMOD" | "GOWORK" | "GOENV" | "GOPATH" | "GOMODCACHE" | "GOCACHE"
        | "GOBIN" | "GOTMPDIR" | "GOTELEMETRYDIR" => is_place(here) && is_place(there),
        "GOHOSTOS" | "GOHOSTARCH" | "GOEXE" | "GOGCCFLAGS" | "GCCGO" => true,
        // What each machine has by itself; a chosen target is a real difference.
        "GOOS" => is_own(hosts, "GOHOSTOS", here, there),
        "GOARCH" => is_own(hosts, "GOHOSTARCH", here, there),
        _ => false,
    }
}

fn is_own(hosts: &Hosts<'_>, host: &str, here: &str, there: &str) -> bool {
    hosts.here(host) == Some(here) && hosts.there.get(host).is_some_and(|h| h == there)
}

/// A path of any system; `off`, empty and `/dev/null` are settings or states.
fn is_place(value: &str) -> bool {
    let drive = value.as_bytes().get(1) == Some(&b':');
    (value.starts_with('/') || value.starts_with('\\') || drive) && value != "/dev/null"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::NotGoEnv;

    const HERE: &[Here<'static>] = &[
        Here { name: "GOHOSTOS", value: "linux", editable: false },
        Here { name: "GOOS", value: "linux", editable: true },
        Here { name: "GOPATH", value: "/home/ada/go", editable: true },
        Here { name: "GOPROXY", value: "https://ada:pw@corp,direct", editable: true },
        Here { name: "GOSUMDB", value: "off", editable: true },
        Here { name: "GOAUTH", value: "netrc", editable: true },
    ];

    fn by_name<'a>(comparison: &'a Comparison, name: &str) -> &'a Compared {
        comparison.variables.iter().find(|v| v.name == name).unwrap()
    }

    #[test]
    fn places_and_hosts_differ_as_expected_and_settings_for_real() {
        let there = r#"{"GOHOSTOS":"darwin","GOOS":"darwin","GOPATH":"/Users/bob/go","GOPROXY":"direct",
            "GOSUMDB":"off","GOVERSION":"go1.24.1","GONEW":"x"}"#;
        let comparison = compare(HERE, there).unwrap();
        assert_eq!(comparison.there_version.as_deref(), Some("go1.24.1"));
        assert_eq!(by_name(&comparison, "GOOS").difference, Difference::Expected);
        assert_eq!(by_name(&comparison, "GOPATH").difference, Difference::Expected);
        assert_eq!(by_name(&comparison, "GOPROXY").difference, Difference::Differs);
        assert!(by_name(&comparison, "GOPROXY").adoptable);
        assert_eq!(by_name(&comparison, "GOSUMDB").difference, Difference::Same);
        assert_eq!(by_name(&comparison, "GOAUTH").difference, Difference::OnlyHere);
        assert_eq!(by_name(&comparison, "GONEW").difference, Difference::OnlyThere);
    }

    #[test]
    fn a_chosen_target_is_a_real_difference() {
        let comparison = compare(HERE, r#"{"GOHOSTOS":"linux","GOOS":"js"}"#).unwrap();
        assert_eq!(by_name(&comparison, "GOOS").difference, Difference::Differs);
    }

    #[test]
    fn a_cache_switched_off_is_a_real_difference() {
        let here = [Here { name: "GOCACHE", value: "/c", editable: true }];
        let comparison = compare(&here, r#"{"GOCACHE":"off"}"#).unwrap();
        assert_eq!(comparison.variables[0].difference, Difference::Differs);
    }

    #[test]
    fn secrets_of_neither_side_are_shown_but_they_are_compared() {
        let comparison = compare(HERE, r#"{"GOPROXY":"https://bob:other@corp,direct"}"#).unwrap();
        let proxy = by_name(&comparison, "GOPROXY");
        assert_eq!(proxy.difference, Difference::Differs);
        assert_eq!(proxy.here.as_ref().unwrap().as_str(), "https://***@corp,direct");
        assert_eq!(proxy.there.as_ref().unwrap().as_str(), "https://***@corp,direct");
    }

    #[test]
    fn an_empty_value_of_theirs_is_not_adopted() {
        assert!(!by_name(&compare(HERE, r#"{"GOPROXY":""}"#).unwrap(), "GOPROXY").adoptable);
    }

    #[test]
    fn what_is_no_go_env_is_refused() {
        assert_eq!(compare(HERE, "[1]"), Err(CoreError::NotGoEnv(NotGoEnv::OtherJson)));
    }
}
