//! GOPROXY names a service that is no more (`proxy::gone`).

use bstr::ByteSlice;
use go_rules::goproxy::{self, To};

use crate::doctor::{CheckId, Evidence, Finding, NetworkWrong, Seen, Severity, Skip};
use crate::proxy::gone::gone;
use crate::proxy::list::without;
use crate::proxy::url::written_host;
use crate::secret::Masked;

const NAME: &str = "GOPROXY";

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    // Also where Go refuses the list for another entry.
    let entries = goproxy::entries(seen.goproxy().as_bstr());
    let hosts: Vec<(usize, String, bool)> = entries
        .iter()
        .enumerate()
        .filter_map(|(at, entry)| match &entry.to {
            Ok(To::Proxy(url)) => {
                let masked = Masked::value(NAME, url);
                Some((at + 1, written_host(masked.as_str()), entry.separator != Some(b'|')))
            }
            Ok(To::Direct | To::Off) | Err(_) => None,
        })
        .filter(|(_, host, _)| gone(host).is_some())
        .collect();
    let set = seen.set_by(NAME);
    let is_gone = |number: usize| hosts.iter().any(|(gone, ..)| *gone == number);
    let left = without(Masked::value(NAME, seen.goproxy()).as_str(), is_gone);
    let mut findings = Vec::new();
    for (_, host, stops) in &hosts {
        let Some(service) = gone(host) else { continue };
        let stops = *stops;
        findings.push(Finding {
            check: CheckId::GoproxyGone,
            severity: if stops { Severity::Error } else { Severity::Warning },
            subject: host.clone(),
            wrong: NetworkWrong::ProxyGone {
                host: service.host.to_owned(),
                since: service.since,
                stops,
                layer: set.as_ref().map(|set| set.layer),
            }
            .into(),
            evidence: vec![Evidence::setting(
                NAME,
                seen.goproxy(),
                set.as_ref().and_then(|set| set.place.clone()),
            )],
            fixes: seen.mend(NAME, Some(left.clone())),
        });
    }
    findings.dedup_by(|a, b| a.subject == b.subject);
    Ok(findings)
}
