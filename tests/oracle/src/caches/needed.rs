//! Which module versions projects refer to, as real go lists them and their files name them; nothing of Burrow is asked.

use super::projects::Project;
use super::stage::{Stage, said};
use crate::sdk::Sdk;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

/// A module path and a version.
pub type Named = (String, String);

/// What projects refer to.
#[derive(Debug, Default, Clone)]
pub struct Referred {
    /// In a build list, or with the hash of its content in a go.sum, go.work.sum or modules.txt.
    pub versions: BTreeSet<Named>,
    /// Only its go.mod has a hash there.
    pub mods: BTreeSet<Named>,
    /// In a build list only as what something else stands for: may stay or go.
    pub replaced: BTreeSet<Named>,
}

impl Referred {
    /// What these projects refer to, with and without their workspaces.
    ///
    /// # Errors
    /// When go cannot list one, or a file not be read.
    pub fn by(stage: &Stage, sdk: &Sdk, projects: &[&Project]) -> io::Result<Referred> {
        let mut all = Referred::default();
        for project in projects {
            for folder in &project.modules {
                for work in ["", "off"] {
                    all.listed(&list(stage, sdk, folder, work)?);
                }
                all.summed(&folder.join("go.sum"));
                all.vendored(&folder.join("vendor/modules.txt"));
            }
            all.summed(&project.folder.join("go.work.sum"));
        }
        Ok(all)
    }

    fn listed(&mut self, listing: &str) {
        for line in listing.lines() {
            let mut words = line.split(' ').map(str::to_owned);
            let named = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
            match (words.next(), words.next()) {
                (Some(path), Some(version)) => {
                    self.versions.insert((path, version));
                    self.replaced.insert(named);
                }
                _ => {
                    self.versions.insert(named);
                }
            }
        }
    }

    fn summed(&mut self, file: &Path) {
        for line in fs::read_to_string(file).unwrap_or_default().lines() {
            let mut words = line.split(' ');
            let (Some(path), Some(version)) = (words.next(), words.next()) else { continue };
            match version.strip_suffix("/go.mod") {
                Some(version) => self.mods.insert((path.to_owned(), version.to_owned())),
                None => self.versions.insert((path.to_owned(), version.to_owned())),
            };
        }
    }

    fn vendored(&mut self, file: &Path) {
        for line in fs::read_to_string(file).unwrap_or_default().lines() {
            let words: Vec<&str> = line.strip_prefix("# ").unwrap_or_default().split(' ').collect();
            match words[..] {
                [path, version] => self.versions.insert((path.to_owned(), version.to_owned())),
                [path, version, "=>", ..] => self.replaced.insert((path.to_owned(), version.to_owned())),
                _ => false,
            };
        }
    }
}

fn list(stage: &Stage, sdk: &Sdk, folder: &Path, work: &str) -> io::Result<String> {
    let format = "{{.Path}} {{.Version}}{{with .Replace}} {{.Path}} {{.Version}}{{end}}";
    let words = ["list", "-mod=mod", "-m", "-f", format, "all"];
    // In a workspace the flag is refused; with a vendor folder it is needed.
    let words: Vec<&str> =
        words.into_iter().filter(|word| *word != "-mod=mod" || folder.join("vendor").is_dir()).collect();
    said(stage.go_offline(sdk, folder).env("GOWORK", work).args(words))
}
