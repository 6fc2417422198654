//! Folders in which a person seems to have projects: offered, never taken for known.
//!
//! From GOPATH, from what editors say they had open, and from a bounded search of the home. Only paths are read of what
//! editors keep, and nothing is written.

mod editors;
mod recent;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use go_rules::environ::Environ;

use super::find::{self, Limits};

/// Where to look for folders to offer.
#[derive(Debug, Clone, Copy)]
pub struct Places<'a> {
    /// Whose editors.
    pub environ: &'a Environ,
    pub home: Option<&'a Path>,
    /// Every entry of GOPATH.
    pub gopath: &'a [PathBuf],
    /// Folders that are known: nothing in them is offered.
    pub known: &'a [PathBuf],
}

/// Who says so.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum OfferedBy {
    /// It is the `src` of an entry of GOPATH.
    Gopath,
    /// The editor of this name had it open.
    Editor(String),
    /// The search of the home.
    Home,
}

/// A folder to offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub path: PathBuf,
    /// Each once.
    pub by: Vec<OfferedBy>,
    /// How many go.mod and go.work are in it, as far as a short look shows.
    pub projects: usize,
}

/// What is offered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offered {
    /// In the order of their paths.
    pub offers: Vec<Offer>,
    /// The search of the home reached a limit: there may be more.
    pub cut_off: bool,
}

/// A short look into one folder.
const SHORT: Limits =
    Limits { depth: 4, entries: 20_000, time: Duration::from_millis(200), everywhere: false };
/// No more recent folders of editors are looked into.
const MOST_RECENT: usize = 300;

/// Folders that a person may want to name.
#[must_use]
pub fn offered(places: Places<'_>) -> Offered {
    let mut found = Found { places, offers: BTreeMap::new() };
    for entry in places.gopath {
        found.look(&entry.join("src"), &OfferedBy::Gopath);
    }
    let recent = places.home.map(|home| editors::recent(places.environ, home)).unwrap_or_default();
    for (editor, folder) in recent.into_iter().take(MOST_RECENT) {
        found.look(&folder, &OfferedBy::Editor(editor));
    }
    let cut_off = places.home.is_some_and(|home| found.search(home));
    Offered { offers: found.offers.into_values().collect(), cut_off }
}

struct Found<'a> {
    places: Places<'a>,
    offers: BTreeMap<PathBuf, Offer>,
}

impl Found<'_> {
    fn look(&mut self, folder: &Path, by: &OfferedBy) {
        // A home or a drive is searched, with a limit; it is no folder of projects.
        let too_wide = self.places.home.is_some_and(|home| home.starts_with(folder));
        if too_wide || !folder.is_absolute() || self.is_known(folder) {
            return;
        }
        if let Some(offer) = self.offers.get_mut(folder) {
            if !offer.by.contains(by) {
                offer.by.push(by.clone());
            }
            return;
        }
        let projects = find::files(&[folder.to_path_buf()], SHORT).files.len();
        if projects > 0 {
            self.offer(folder, by, projects);
        }
    }

    /// Of the home each folder directly in it that has projects; `true`: the search reached a limit.
    fn search(&mut self, home: &Path) -> bool {
        let found = find::files(&[home.to_path_buf()], Limits::default());
        let mut folders: BTreeMap<PathBuf, usize> = BTreeMap::new();
        for file in &found.files {
            let folder = file.parent().unwrap_or(home);
            let below = folder.strip_prefix(home).ok().and_then(|below| below.components().next());
            let top = below.map_or_else(|| file.clone(), |first| home.join(first));
            *folders.entry(top).or_default() += 1;
        }
        for (folder, projects) in folders {
            if !self.is_known(&folder) {
                self.offer(&folder, &OfferedBy::Home, projects);
            }
        }
        found.cut_off
    }

    fn offer(&mut self, folder: &Path, by: &OfferedBy, projects: usize) {
        let path = folder.to_path_buf();
        let offer = self.offers.entry(path.clone()).or_insert(Offer { path, by: Vec::new(), projects });
        offer.projects = offer.projects.max(projects);
        if !offer.by.contains(by) {
            offer.by.push(by.clone());
        }
    }

    fn is_known(&self, folder: &Path) -> bool {
        self.places.known.iter().any(|known| folder.starts_with(known))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use go_rules::environ::Os;

    use super::*;

    #[test]
    fn gopath_editors_and_the_home_offer_folders_that_have_projects() {
        let dir = tempfile::tempdir().unwrap();
        let home = dir.path().join("home");
        let write = |below: &str, text: &str| {
            let file = home.join(below);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        };
        for file in [
            "go/src/a/go.mod",
            "work/x/go.mod",
            "work/y/go.work",
            "known/z/go.mod",
            "docs/readme.md",
            "go.mod",
        ] {
            write(file, "module m\n");
        }
        let open = home.join("work").join("x");
        let xml = format!("<entry key=\"{}\">\n<entry key=\"$USER_HOME$/docs\">", open.display());
        write(".config/JetBrains/GoLand2026.1/options/recentProjects.xml", &xml);
        let environ = Environ::new(Os::Linux, []);
        let offered = offered(Places {
            environ: &environ,
            home: Some(&home),
            gopath: &[home.join("go")],
            known: &[home.join("known")],
        });
        let told: Vec<_> = offered
            .offers
            .iter()
            .map(|o| (o.path.strip_prefix(&home).unwrap().to_path_buf(), o.by.clone(), o.projects))
            .collect();
        let editor = OfferedBy::Editor("GoLand2026.1".into());
        let expected = [
            ("go", vec![OfferedBy::Home], 1),
            ("go/src", vec![OfferedBy::Gopath], 1),
            ("go.mod", vec![OfferedBy::Home], 1),
            ("work", vec![OfferedBy::Home], 2),
            ("work/x", vec![editor], 1),
        ];
        let expected: Vec<_> = expected.into_iter().map(|(p, by, n)| (PathBuf::from(p), by, n)).collect();
        assert_eq!(told, expected);
        assert!(!offered.cut_off);
    }
}
