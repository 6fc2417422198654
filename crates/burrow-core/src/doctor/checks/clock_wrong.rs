//! The clock is wrong: certificates are then not valid yet, or not any more, and builds take old files for new.

use std::path::Path;

use bstr::ByteSlice;

use crate::doctor::{CheckId, Evidence, Finding, Seen, SettingsWrong, Severity, Skip};
use crate::place::Place;
use crate::proxy::probe::Verdict;
use crate::proxy::probe::known::is_public;
use crate::proxy::url::written_host;
use crate::system::clock;
use crate::system::files::path_from_bytes;

/// Time zones and clocks that are a little off are none of this.
const TOLERANCE_MS: u64 = 24 * 3600 * 1000;

/// What can be told without asking anybody: no clock is behind the time at which the Go at hand was made.
pub fn behind(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let Some(go) = &seen.at_hand().go else { return Ok(Vec::new()) };
    let Some(goroot) = path_from_bytes(go.tree(seen.environ().os()).as_bstr()) else { return Ok(Vec::new()) };
    let file = goroot.join("VERSION");
    let Some(made) = made(&file) else { return Ok(Vec::new()) };
    let now = seen.ground().now;
    if now + TOLERANCE_MS >= made {
        return Ok(Vec::new());
    }
    let (now, known) = (clock::utc_text(now), clock::utc_text(made));
    Ok(vec![Finding {
        check: CheckId::ClockWrong,
        severity: Severity::Error,
        subject: now.clone(),
        evidence: vec![
            Evidence::fact(&now),
            Evidence::at(Place::line(&file, 2), &format!("{}: {known}", go.version)),
        ],
        wrong: SettingsWrong::ClockBehind { now, known }.into(),
        fixes: Vec::new(),
    }])
}

/// What servers tell: those that everybody uses do not let their certificates run out.
pub fn against_servers(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let expired =
        seen.probed().iter().filter(|probed| probed.verdict == Verdict::TlsExpired).find_map(|probed| {
            let host = written_host(&probed.hop.shown);
            let known = is_public(host.split(':').next().unwrap_or_default());
            Some((host, probed.certificate.as_ref()?)).filter(|_| known)
        });
    let Some((server, certificate)) = expired else { return Ok(Vec::new()) };
    let now = clock::utc_text(seen.ground().now);
    let told = |time| clock::utc_text(clock::unix_ms(time));
    let (from, until) = (told(certificate.not_before), told(certificate.not_after));
    Ok(vec![Finding {
        check: CheckId::ClockWrong,
        severity: Severity::Error,
        subject: now.clone(),
        evidence: vec![Evidence::fact(&now), Evidence::fact(&format!("{server}: {from} – {until}"))],
        wrong: SettingsWrong::ClockAgainstServer { now, server, from, until }.into(),
        fixes: Vec::new(),
    }])
}

/// The second line of VERSION since Go 1.21: `time 2026-08-05T18:24:41Z`.
fn made(version: &Path) -> Option<u64> {
    let text = std::fs::read_to_string(version).ok()?;
    clock::from_rfc3339(text.lines().nth(1)?.strip_prefix("time ")?)
}
