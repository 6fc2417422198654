//! GOPROXY has no entry: an empty line hides what `go.env` says, or there is no `go.env`
//! (`modfetch.proxyList`: "contains no entries").

use bstr::ByteSlice;

use crate::doctor::{CheckId, Evidence, Finding, NetworkWrong, Seen, Severity, Skip};

const NAME: &str = "GOPROXY";
/// What `go.env` of every upstream toolchain says.
const UPSTREAM: &str = "https://proxy.golang.org,direct";

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let value = seen.goproxy();
    if !value.split(|byte| matches!(byte, b',' | b'|')).all(|entry| entry.trim().is_empty()) {
        return Ok(Vec::new());
    }
    let set = seen.decided_by(NAME);
    if set.is_none() && seen.goroot_is_lost() {
        return Ok(Vec::new());
    }
    let layer = set.as_ref().map(|set| set.layer);
    // Where nothing is set, taking a line away gives nothing back.
    let upstream = seen.resolved().goroot_file.entries().iter().any(|entry| entry.name == NAME);
    let wanted = (!upstream && seen.at_hand().go.is_some()).then(|| UPSTREAM.to_owned());
    Ok(vec![Finding {
        check: CheckId::GoproxyEmpty,
        severity: Severity::Error,
        subject: NAME.to_owned(),
        wrong: NetworkWrong::ProxyEmpty { layer }.into(),
        evidence: vec![Evidence::setting(NAME, value, set.and_then(|set| set.place))],
        fixes: seen.mend(NAME, wanted),
    }])
}
