//! What the project that go would be in adds to the question of a module's way: hashes that its go.sum has, and versions
//! that its go.mod requires.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use bstr::{BString, ByteSlice};
use go_rules::gomod::{ModFile, SumLine, WorkFile, sums};
use go_rules::route::Known;
use go_rules::semver;
use go_rules::vars::Resolved;

use crate::project::{ProjectFile, modfile, needs};
use crate::system::files::path_from_bytes;

/// The project of a folder. What go would not read has nothing.
#[derive(Default)]
pub(super) struct Project {
    /// What go.sum knows, by module; with go.work.sum and those of its modules where there is a workspace.
    pub sums: BTreeMap<BString, Vec<Known>>,
    /// The required version by module; `None`: there is no project.
    pub required: Option<BTreeMap<BString, BString>>,
    /// What go says to `-modfile` before it asks anybody.
    pub refusal: Option<String>,
}

impl Project {
    /// `directory`: where go would be.
    pub fn of(resolved: &Resolved, directory: &Path) -> Project {
        let file = |name: &str| path_from_bytes(resolved.value(name)).filter(|path| path.is_file());
        let (work, module) = (file("GOWORK"), file("GOMOD"));
        if let Some(other) = modfile::modfile(resolved, directory) {
            let name = modfile::named(resolved).unwrap_or_default();
            return match refusal(&name, &other, work.is_some(), module.is_some()) {
                Some(refusal) => Project { refusal: Some(refusal), ..Project::default() },
                None => Project::by_modfile(&other, resolved),
            };
        }
        let Some(project) = work.clone().or(module.clone()).and_then(ProjectFile::of) else {
            return Project::default();
        };
        let files = match &work {
            Some(work) => members(work, resolved),
            None => module.into_iter().collect(),
        };
        let lines = needs::sums(&project, resolved.os).unwrap_or_default();
        Project { sums: known(lines), required: Some(required(&files, resolved)), refusal: None }
    }

    fn by_modfile(file: &Path, resolved: &Resolved) -> Project {
        let text = std::fs::read(file.with_extension("sum")).unwrap_or_default();
        let lines = sums(&text).unwrap_or_default();
        Project {
            sums: known(lines),
            required: Some(required(&[file.to_path_buf()], resolved)),
            refusal: None,
        }
    }
}

/// In go's words (`modload.Init`).
fn refusal(name: &BString, file: &Path, work: bool, module: bool) -> Option<String> {
    if work {
        return Some("go: -modfile cannot be used in workspace mode".into());
    }
    if !module {
        return Some(
            "go: cannot find main module, but -modfile was set.\n\t-modfile cannot be used to set the module root \
             directory."
                .into(),
        );
    }
    if !name.ends_with(b".mod") {
        return Some(format!("go: -modfile={name}: file does not have .mod extension"));
    }
    (!file.exists()).then(|| format!("go: open {name}: no such file or directory"))
}

/// The go.mod files of a workspace.
fn members(work: &Path, resolved: &Resolved) -> Vec<PathBuf> {
    let text = std::fs::read(work).unwrap_or_default();
    let uses = WorkFile::read(resolved.os, &text).map(|file| file.uses).unwrap_or_default();
    let folder = work.parent().unwrap_or(work);
    let paths = uses.iter().filter_map(|used| path_from_bytes(used.path.as_bstr()));
    paths.map(|path| folder.join(path).join("go.mod")).collect()
}

/// Of several requirements the highest version counts.
fn required(files: &[PathBuf], resolved: &Resolved) -> BTreeMap<BString, BString> {
    let mut all: BTreeMap<BString, BString> = BTreeMap::new();
    let texts = files.iter().filter_map(|file| std::fs::read(file).ok());
    for file in texts.filter_map(|text| ModFile::read(resolved.os, &text).ok()) {
        for version in file.require.into_iter().map(|require| require.version) {
            let highest = all.entry(version.module).or_insert_with(|| version.version.clone());
            if semver::compare(highest, &version.version).is_lt() {
                *highest = version.version;
            }
        }
    }
    all
}

fn known(lines: Vec<SumLine>) -> BTreeMap<BString, Vec<Known>> {
    let mut all: BTreeMap<BString, Vec<Known>> = BTreeMap::new();
    for line in lines {
        let known = all.entry(line.version.module).or_default();
        let version = line.version.version;
        let at = known.iter().position(|known| known.version == version).unwrap_or_else(|| {
            known.push(Known { version, ..Known::default() });
            known.len() - 1
        });
        if line.of_go_mod {
            known[at].go_mod = true;
        } else {
            known[at].zip = true;
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use go_rules::environ::{Environ, Os};

    use super::*;
    use crate::env::resolve::{Asked, resolve_tolerantly};
    use crate::system::DiskFiles;
    use crate::system::files::path_to_bytes;

    fn project(folder: &Path, flags: &str) -> Project {
        let environ = Environ::new(
            Os::host(),
            [("GOENV", "off"), ("GOFLAGS", flags)].map(|(n, v)| (n.into(), v.into())),
        );
        let dir = path_to_bytes(folder);
        let asked = Asked { environ: &environ, dir: dir.as_bstr(), started_in: None, goroot: None };
        Project::of(&resolve_tolerantly(&asked, &DiskFiles).0.resolved, folder)
    }

    #[test]
    fn another_go_mod_takes_the_place_of_the_projects() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        let sum = "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        assert!(project(folder.path(), "").required.is_none());
        assert!(
            project(folder.path(), "-modfile=o.mod").refusal.unwrap().contains("cannot find main module")
        );
        write("go.mod", "module a.test/a\n\ngo 1.21\n\nrequire b.test/b v1.0.0\n");
        write("go.sum", &format!("b.test/b v1.0.0 {sum}\n"));
        let own = project(folder.path(), "-tags=a");
        assert_eq!(own.required.unwrap()[&BString::from("b.test/b")], "v1.0.0");
        assert!(own.sums[&BString::from("b.test/b")][0].zip);
        assert!(project(folder.path(), "-modfile=o.mod").refusal.unwrap().contains("open o.mod"));
        write("o.mod", "module a.test/a\n\ngo 1.21\n\nrequire b.test/b v1.2.0\n");
        write("o.sum", &format!("b.test/b v1.2.0/go.mod {sum}\n"));
        let other = project(folder.path(), "-v --modfile=o.mod");
        assert_eq!(other.required.unwrap()[&BString::from("b.test/b")], "v1.2.0");
        let known = &other.sums[&BString::from("b.test/b")];
        assert!(known.len() == 1 && known[0].go_mod && !known[0].zip);
        assert!(project(folder.path(), "-modfile=go.sum").refusal.unwrap().contains(".mod extension"));
        write("go.work", "go 1.21\n\nuse .\n");
        assert!(project(folder.path(), "-modfile=o.mod").refusal.unwrap().contains("workspace mode"));
        assert_eq!(project(folder.path(), "").required.unwrap()[&BString::from("b.test/b")], "v1.0.0");
    }
}
