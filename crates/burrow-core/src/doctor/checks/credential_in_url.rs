//! A password stands in a value: `go env` prints it, and so does every log that somebody is shown.

use bstr::ByteSlice;
use go_rules::vars::Layer;

use crate::doctor::{CheckId, Evidence, Finding, NetworkWrong, Seen, Severity, Skip};
use crate::secret::has_secret;

/// Variables that URLs stand in.
const NAMES: [&str; 7] =
    ["GOPROXY", "GOSUMDB", "GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOINSECURE", "GOAUTH"];

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    Ok(NAMES.iter().filter_map(|name| of(name, seen)).collect())
}

fn of(name: &str, seen: &Seen) -> Option<Finding> {
    let variable = seen.resolved().get(name)?;
    // It is in the open in every layer, also where another one wins.
    let evidence: Vec<Evidence> = variable
        .rungs
        .iter()
        .filter(|rung| matches!(rung.layer, Layer::Process | Layer::User | Layer::Goroot))
        .filter_map(|rung| Some((rung.layer, rung.value.as_ref()?)))
        .filter(|(_, value)| has_secret(name, value.as_bytes()))
        .map(|(layer, value)| Evidence::setting(name, value, seen.place(name, layer)))
        .collect();
    (!evidence.is_empty()).then(|| Finding {
        check: CheckId::CredentialInUrl,
        severity: Severity::Warning,
        subject: name.to_owned(),
        wrong: NetworkWrong::CredentialInUrl { variable: name.to_owned() }.into(),
        evidence,
        // The password would be kept nowhere, and the change could not be taken back.
        fixes: Vec::new(),
    })
}
