//! GO111MODULE is left from the time when modules were new: unset means `on` since Go 1.16.

use go_rules::vars::Layer;

use crate::doctor::{CheckId, Evidence, Finding, ModulesSwitch, Seen, SettingsWrong, Severity, Skip};

const NAME: &str = "GO111MODULE";

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let Some(set) = seen.set_by(NAME).filter(|set| matches!(set.layer, Layer::Process | Layer::User)) else {
        return Ok(Vec::new());
    };
    let (value, severity) = match set.value.as_slice() {
        b"on" => (ModulesSwitch::On, Severity::Note),
        b"auto" => (ModulesSwitch::Auto, Severity::Warning),
        b"off" => (ModulesSwitch::Off, Severity::Warning),
        _ => (ModulesSwitch::Unknown, Severity::Error),
    };
    Ok(vec![Finding {
        check: CheckId::Go111moduleSet,
        severity,
        subject: NAME.to_owned(),
        wrong: SettingsWrong::ModulesSwitch { value, layer: set.layer }.into(),
        evidence: vec![Evidence::setting(NAME, &set.value, set.place)],
        fixes: if set.layer == Layer::User { vec![seen.without(NAME)] } else { Vec::new() },
    }])
}
