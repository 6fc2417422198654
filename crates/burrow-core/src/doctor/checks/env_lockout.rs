//! A value that keeps `go` from working, wholly or in part (go-rules' `lockout`).

use bstr::ByteSlice;
use go_rules::vars::Layer;

use crate::doctor::{CheckId, Evidence, Finding, Seen, SettingsWrong, Severity, Skip};

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let lockouts = &seen.resolved().lockouts;
    let finding = |lockout: &go_rules::vars::lockout::Lockout| {
        let name = lockout.name.to_str_lossy().into_owned();
        let place = seen.place(&name, lockout.layer);
        let fixes = match lockout.layer {
            Layer::User => vec![seen.without(&name)],
            Layer::Process | Layer::Goroot | Layer::Default => Vec::new(),
        };
        Finding {
            check: CheckId::EnvLockout,
            severity: Severity::Error,
            subject: name.clone(),
            evidence: vec![Evidence::setting(&name, &lockout.value, place)],
            wrong: SettingsWrong::LocksOut {
                reason: lockout.reason,
                reach: lockout.reach,
                layer: lockout.layer,
                name,
            }
            .into(),
            fixes,
        }
    };
    Ok(lockouts.iter().map(finding).collect())
}
