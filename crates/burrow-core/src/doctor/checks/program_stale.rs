//! Programs built by an older release of Go: those that read Go code do not understand that of the newer one.

use bstr::{BStr, BString, ByteSlice};
use go_rules::version::{self, Version};

use crate::doctor::{CheckId, Evidence, Finding, Remedy, Seen, Severity, Skip, ToolchainsWrong};
use crate::place::Place;
use crate::sdk::programs::Program;

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let all = seen.programs();
    let Some(go) = &all.go else { return Ok(Vec::new()) };
    let stale: Vec<(&Program, &BString)> = all
        .programs
        .iter()
        .filter(|program| program.outdated && !main_package(program).is_some_and(is_go))
        .filter_map(|program| Some((program, &program.info.as_ref().ok()?.version)))
        .filter(|(_, built)| release(built) < release(go))
        .collect();
    let Some(oldest) = stale.iter().map(|(_, built)| *built).min_by(|a, b| order(a, b)) else {
        return Ok(Vec::new());
    };
    let evidence = stale.iter().map(|(program, built)| {
        Evidence::at(Place::file(&program.path), &format!("{}: {built}", program.name))
    });
    let can: Vec<_> =
        stale.iter().filter(|(program, _)| program.rebuild.is_ok()).map(|(p, _)| p.path.clone()).collect();
    let names: Vec<String> = stale.iter().map(|(program, _)| program.name.clone()).collect();
    Ok(vec![Finding {
        check: CheckId::ProgramStale,
        severity: Severity::Warning,
        subject: names.first().cloned().unwrap_or_default(),
        evidence: evidence.collect(),
        wrong: ToolchainsWrong::Stale {
            programs: names,
            oldest: oldest.to_str_lossy().into_owned(),
            go: go.to_str_lossy().into_owned(),
        }
        .into(),
        fixes: if can.is_empty() { Vec::new() } else { vec![Remedy::RebuildPrograms { programs: can }] },
    }])
}

/// Another version of Go under its own name is older because that was wanted: a link to its `go`, or the program of
/// `golang.org/dl` that runs it.
fn is_go(package: &BStr) -> bool {
    package == "cmd/go" || package.starts_with(b"golang.org/dl/")
}

fn main_package(program: &Program) -> Option<&BStr> {
    program.info.as_ref().ok()?.main_package()
}

/// The 27 of go1.27.3: later patches change nothing about the language.
fn release(toolchain: &[u8]) -> Option<u32> {
    Version::parse(version::of_toolchain(toolchain)?).map(|version| version.minor())
}

fn order(a: &[u8], b: &[u8]) -> std::cmp::Ordering {
    version::compare(
        version::of_toolchain(a).unwrap_or_default(),
        version::of_toolchain(b).unwrap_or_default(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_go_under_its_own_name_is_not_stale() {
        assert!(is_go("cmd/go".into()) && is_go("golang.org/dl/go1.22.10".into()));
        assert!(!is_go("cmd/gofmt".into()) && !is_go("golang.org/x/tools/gopls".into()));
    }
}
