//! Windows' installers: Scoop, Chocolatey, Go's own.

use bstr::BString;
use go_rules::environ::Os;
use go_rules::filepath;

use super::ground::Ground;
use super::place::{Place, Trust, is_versioned};

/// `apps\go\1.22.3` and its other name `apps\go\current`; older versions are apps of their own (`apps\go122`).
pub(super) fn scoop(ground: &Ground<'_>) -> Vec<Place> {
    if ground.os != Os::Windows {
        return Vec::new();
    }
    let own = ground.variable_or_home("SCOOP", "scoop");
    let global = ground.variable("ProgramData").map(|dir| ground.join(&dir, "scoop"));
    let global = ground.variable("SCOOP_GLOBAL").or(global);
    let apps = own.into_iter().chain(global).map(|root| ground.join(&root, "apps"));
    let older = |dir: BString| Place::each_named(dir, is_versioned, &["current"]);
    apps.flat_map(|apps| [Place::each(ground.join(&apps, "go")), older(apps)]).collect()
}

/// Chocolatey runs Go's installer today; it used to unpack into `C:\tools\go`.
pub(super) fn chocolatey(ground: &Ground<'_>) -> Vec<Place> {
    if ground.os != Os::Windows {
        return Vec::new();
    }
    let root = ground.variable("ChocolateyInstall").unwrap_or_else(|| r"C:\ProgramData\chocolatey".into());
    let tools = ground.variable("ChocolateyToolsLocation").unwrap_or_else(|| r"C:\tools".into());
    let package = |name: &str| Place::one(ground.join(&root, &format!("lib/{name}/tools/go")));
    vec![
        Place::one(ground.join(&tools, "go")).trusted(Trust::Said),
        package("golang"),
        package("golang.portable"),
    ]
}

/// Where it was told to go, usually `C:\Program Files\Go`; before Go 1.17 the installer took `C:\Go`.
pub(super) fn msi(ground: &Ground<'_>) -> Vec<Place> {
    if ground.os != Os::Windows {
        return Vec::new();
    }
    let fixed = [
        ("ProgramW6432", r"C:\Program Files"),
        ("ProgramFiles", r"C:\Program Files"),
        ("ProgramFiles(x86)", r"C:\Program Files (x86)"),
    ];
    let mut dirs: Vec<BString> = Vec::new();
    for (variable, usual) in fixed {
        let dir = ground.join(&ground.variable(variable).unwrap_or_else(|| usual.into()), "Go");
        if !dirs.iter().any(|known| known.eq_ignore_ascii_case(&dir)) {
            dirs.push(dir);
        }
    }
    if let Some(recorded) = ground.installed.as_ref().map(|dir| filepath::clean(ground.os, dir))
        && !dirs.iter().any(|known| known.eq_ignore_ascii_case(&recorded))
    {
        dirs.insert(0, recorded);
    }
    let local = ground.variable("LOCALAPPDATA").map(|dir| ground.join(&dir, "Programs/Go"));
    let drive = ground.variable("SystemDrive").unwrap_or_else(|| "C:".into());
    let old = Place::one(ground.join(&drive, "\\Go")).trusted(Trust::Said);
    dirs.into_iter().chain(local).map(Place::one).chain([old]).collect()
}
