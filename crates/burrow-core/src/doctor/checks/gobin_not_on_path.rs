//! `go install` puts programs where their names do not run them.

use std::path::{Path, PathBuf};

use bstr::ByteSlice;
use go_rules::filepath;

use crate::doctor::{CheckId, Evidence, Finding, Remedy, Seen, Severity, Skip, ToolchainsWrong};
use crate::place::Place;
use crate::sdk::programs::Program;
use crate::system::files::path_from_bytes;

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let all = seen.programs();
    let Some((number, folder)) = all.folders.iter().enumerate().find(|(_, folder)| folder.installs) else {
        return Ok(Vec::new());
    };
    let missed = |p: &&Program| p.folder == number && p.info.is_ok() && !is_reached(p);
    let here: Vec<&Program> = all.programs.iter().filter(missed).collect();
    if folder.on_path || here.is_empty() {
        return Ok(Vec::new());
    }
    let mut evidence = vec![Evidence::path(&folder.path)];
    evidence.extend(here.iter().map(|p| Evidence::at(Place::file(&p.path), &p.name)));
    Ok(vec![Finding {
        check: CheckId::GobinNotOnPath,
        severity: Severity::Warning,
        subject: folder.path.display().to_string(),
        wrong: ToolchainsWrong::NotOnPath { folder: folder.path.clone(), programs: here.len() }.into(),
        evidence,
        fixes: own_folder_on_path(seen).map(|bin| into(seen, &bin)).into_iter().collect(),
    }])
}

/// Whether the name runs it: by a link, or by a shim, which version managers make for each program that they have
/// installed (asdf's GOBIN is on nobody's PATH).
fn is_reached(program: &Program) -> bool {
    let folder = program.hidden_by.as_deref().and_then(Path::parent);
    program.first_on_path || folder.is_some_and(|folder| folder.ends_with("shims"))
}

/// A folder for programs in the home that PATH has already.
fn own_folder_on_path(seen: &Seen) -> Option<PathBuf> {
    let home = seen.ground().home.as_deref()?;
    let path = seen.environ().set("PATH")?;
    let on_path = filepath::split_list(seen.environ().os(), path);
    let entries: Vec<PathBuf> = on_path.iter().filter_map(|entry| path_from_bytes(entry.as_bstr())).collect();
    let usual = [home.join(".local").join("bin"), home.join("bin")];
    usual.into_iter().find(|bin| bin.is_dir() && entries.contains(bin))
}

fn into(seen: &Seen, bin: &Path) -> Remedy {
    seen.with("GOBIN", bin.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sdk::programs::{NoRebuild, Strange};

    #[test]
    fn a_program_that_a_shim_or_a_link_runs_is_reached() {
        let program = |first_on_path: bool, hidden_by: Option<&str>| Program {
            path: "/home/ada/.asdf/installs/golang/1.25.5/bin/gopls".into(),
            name: "gopls".into(),
            folder: 0,
            leads_to: None,
            bytes: 1,
            modified: None,
            info: Err(Strange::NotGo),
            first_on_path,
            hidden_by: hidden_by.map(PathBuf::from),
            outdated: false,
            rebuild: Err(NoRebuild::NotGo),
        };
        assert!(is_reached(&program(false, Some("/home/ada/.asdf/shims/gopls"))));
        assert!(is_reached(&program(true, None)));
        assert!(!is_reached(&program(false, Some("/usr/bin/gopls"))));
        assert!(!is_reached(&program(false, None)));
    }
}
