//! Several module caches are filled, because managers of toolchains give each version a GOPATH of its own: the same
//! modules are downloaded and kept several times. Once GOMODCACHE stands in the GOENV file, all versions share one.

use std::path::{Path, PathBuf};

use go_rules::vars::Layer;

use crate::cache::Cache;
use crate::doctor::seen::is_filled;
use crate::doctor::{CachesWrong, CheckId, Evidence, Finding, Seen, Severity, Skip};
use crate::system::files::path_from_bytes;

const NAME: &str = "GOMODCACHE";

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let set = seen.set_by(NAME);
    if set.as_ref().is_some_and(|set| matches!(set.layer, Layer::User | Layer::Goroot)) {
        return Ok(Vec::new());
    }
    let Some(home) = seen.home() else { return Ok(Vec::new()) };
    let own = seen.roots().root(Cache::Modules).folder();
    let own: PathBuf = own.map_or_else(|| home.join("go").join("pkg").join("mod"), Path::to_path_buf);
    let mut places = places(seen, home);
    places.insert(0, own.clone());
    let mut filled: Vec<(PathBuf, PathBuf)> = Vec::new();
    for place in places.into_iter().filter(|place| is_filled(place)) {
        // Different names of one folder are one cache.
        let Ok(real) = dunce::canonicalize(&place) else { continue };
        if !filled.iter().any(|(known, _)| *known == real) {
            filled.push((real, place));
        }
    }
    if filled.len() < 2 {
        return Ok(Vec::new());
    }
    let others = filled.iter().filter(|(_, place)| *place != own).count();
    let mut evidence: Vec<Evidence> = filled.into_iter().map(|(_, place)| Evidence::path(place)).collect();
    for name in [NAME, "GOPATH"] {
        evidence.extend(seen.set_by(name).map(|set| Evidence::setting(name, &set.value, set.place)));
    }
    let shared = home.join("go").join("pkg").join("mod");
    Ok(vec![Finding {
        check: CheckId::CacheSplit,
        severity: Severity::Note,
        subject: NAME.to_owned(),
        wrong: CachesWrong::Split { own, others }.into(),
        evidence,
        fixes: shared.to_str().map(|path| seen.mend(NAME, Some(path.to_owned()))).unwrap_or_default(),
    }])
}

/// Where Go and the managers keep modules.
fn places(seen: &Seen, home: &Path) -> Vec<PathBuf> {
    let set = |name: &str| seen.environ().set(name).and_then(path_from_bytes).filter(|p| p.is_absolute());
    let mut gopaths = vec![home.join("go")];
    // goenv: `~/go/1.22.1`; version 3 has one for all in its own folder.
    let prefix = set("GOENV_GOPATH_PREFIX").unwrap_or_else(|| home.join("go"));
    gopaths.extend(below(&prefix).filter(|path| is_version(path)));
    let goenv = set("GOENV_ROOT").unwrap_or_else(|| home.join(".goenv"));
    let mut caches = vec![goenv.join("shared").join("go-mod")];
    // asdf and mise: a folder of packages in each installation.
    let asdf = set("ASDF_DATA_DIR").unwrap_or_else(|| home.join(".asdf"));
    let mise = set("MISE_DATA_DIR").unwrap_or_else(|| home.join(".local").join("share").join("mise"));
    let installed = [asdf.join("installs").join("golang"), mise.join("installs").join("go")];
    gopaths.extend(installed.iter().flat_map(|folder| below(folder)).map(|version| version.join("packages")));
    // gvm: sets of packages for each version.
    let gvm = set("GVM_ROOT").unwrap_or_else(|| home.join(".gvm"));
    gopaths.extend(below(&gvm.join("pkgsets")).flat_map(|version| below(&version).collect::<Vec<_>>()));
    caches.extend(gopaths.into_iter().map(|gopath| gopath.join("pkg").join("mod")));
    caches
}

fn below(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let mut all: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    all.sort();
    all.into_iter()
}

fn is_version(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    name.starts_with(|c: char| c.is_ascii_digit()) && name.contains('.')
}
