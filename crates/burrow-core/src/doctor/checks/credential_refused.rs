//! A server refuses the login that Go, or git, has for it.

use bstr::ByteSlice;
use go_rules::vars::Layer;

use crate::doctor::{CheckId, Evidence, Finding, LoginFrom, NetworkWrong, Seen, Severity, Skip};
use crate::place::Place;
use crate::proxy::credentials::NetrcUse;

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let refused = seen.refusing_logins().iter();
    let finding = |one: &super::logins::Refusing| {
        let from = one.login?;
        let mut evidence = vec![Evidence::fact(&one.answer)];
        evidence.extend(place(seen, &one.host, from).map(|place| Evidence::at(place, &one.host)));
        Some(Finding {
            check: CheckId::CredentialRefused,
            severity: Severity::Error,
            subject: one.host.clone(),
            wrong: NetworkWrong::CredentialRefused { host: one.host.clone(), asker: one.asker, from }.into(),
            evidence,
            fixes: Vec::new(),
        })
    };
    Ok(refused.filter_map(finding).collect())
}

/// Where the login stands.
fn place(seen: &Seen, host: &str, from: LoginFrom) -> Option<Place> {
    match from {
        LoginFrom::Netrc => {
            let netrc = seen.grounds().credentials_of(host).netrc;
            let line = netrc.lines.iter().find(|line| line.use_ == NetrcUse::Sent)?;
            Some(Place { file: netrc.file?, line: u32::try_from(line.line).ok() })
        }
        LoginFrom::Url => {
            let has_host = |set: &crate::doctor::SetBy| set.value.contains_str(host);
            seen.set_by("GOPROXY").filter(has_host)?.place
        }
        LoginFrom::Goauth => {
            let set = seen.set_by("GOAUTH").filter(|set| set.layer != Layer::Default)?;
            set.place
        }
        LoginFrom::Git => None,
    }
}
