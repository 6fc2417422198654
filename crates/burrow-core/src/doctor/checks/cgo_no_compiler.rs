//! cgo was switched on, or given a compiler, that is not there. Left alone, Go switches cgo off by itself.

use bstr::BStr;
use go_rules::look_path::{Found, look_path};
use go_rules::quoted;
use go_rules::vars::Layer;

use crate::doctor::{CheckId, Evidence, Finding, Seen, Severity, Skip, ToolchainsWrong};
use crate::secret::Masked;
use crate::system::DiskFiles;

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    if seen.value("CGO_ENABLED") != "1" {
        return Ok(Vec::new());
    }
    let by_person = |name: &str| {
        seen.set_by(name)
            .filter(|set| matches!(set.layer, Layer::Process | Layer::User) && !set.value.is_empty())
    };
    let value = seen.value("CC");
    let words = quoted::split(value).unwrap_or_default();
    let Some(compiler) = words.first().filter(|compiler| !is_there(seen, compiler)) else {
        return Ok(Vec::new());
    };
    let shown = Masked::value("CC", compiler).into_string();
    let set = by_person("CC").map(|set| ("CC", set));
    let Some((variable, set)) = set.or_else(|| by_person("CGO_ENABLED").map(|set| ("CGO_ENABLED", set)))
    else {
        return Ok(Vec::new());
    };
    let fixes = if set.layer == Layer::User { vec![seen.without(variable)] } else { Vec::new() };
    Ok(vec![Finding {
        check: CheckId::CgoNoCompiler,
        severity: Severity::Warning,
        subject: variable.to_owned(),
        evidence: vec![
            Evidence::setting(variable, &set.value, set.place),
            Evidence::fact(&format!("exec: \"{shown}\": executable file not found in $PATH")),
        ],
        wrong: ToolchainsWrong::NoCompiler { variable, compiler: shown.clone(), layer: set.layer }.into(),
        fixes,
    }])
}

fn is_there(seen: &Seen, compiler: &BStr) -> bool {
    let asked = seen.asked();
    !matches!(look_path(asked.environ, asked.dir, &DiskFiles, compiler), Found::Nowhere)
}
