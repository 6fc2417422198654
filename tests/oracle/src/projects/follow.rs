//! Takes the steps of a report, one after the other, as a person would with the app: does the list shorten, and does it
//! end with a project that is ready?

use super::judge::Judge;
use super::project::Project;
use super::world::shown;
use crate::caches::proxy::{Proxy, escaped};
use burrow_core::env::edit::Draft;
use burrow_core::project::ready::{Action, Readiness, Step};
use std::fs;
use std::io;
use std::path::Path;

/// No list is longer.
const MOST: usize = 8;

impl Judge<'_> {
    /// What is wrong with where the steps lead. `project` and `cache` are copies that may be written to.
    pub(super) fn follow(&self, project: &mut Project, cache: &Path) -> io::Result<Vec<String>> {
        let mut before: Option<Step> = None;
        for _ in 0..MOST {
            // What has no project is told elsewhere.
            let Ok(report) = self.burrow(project, cache) else { return Ok(Vec::new()) };
            let Some(step) = report.steps.first().cloned() else {
                let fits = report.readiness == Readiness::Offline;
                return Ok(if fits {
                    Vec::new()
                } else {
                    vec![format!("no step more, and {:?}", report.readiness)]
                });
            };
            if before.as_ref() == Some(&step) {
                return Ok(vec![format!("a step was taken and is there again: {step:?}")]);
            }
            // What only a person can do, or fails, ends it.
            if !self.take(&step, project, cache)? {
                return Ok(Vec::new());
            }
            before = Some(step);
        }
        Ok(vec![format!("the steps do not end: {before:?}")])
    }

    /// Whether it could be taken.
    fn take(&self, step: &Step, project: &mut Project, cache: &Path) -> io::Result<bool> {
        match step.action() {
            Some(Action::Go { folder, words }) => self.run_go(&folder, &words, project, cache),
            Some(Action::Warm) => {
                let words = ["mod".to_owned(), "download".to_owned()];
                self.run_go(&project.folder, &words, project, cache)
            }
            Some(Action::RepairModules(versions)) => {
                let fetched = Proxy::at(&cache.join("cache").join("download"));
                for of in versions {
                    let (module, version) = (of.module.to_string(), of.version.to_string());
                    crate::stage::clear(&cache.join(format!("{}@{}", escaped(&module), escaped(&version))))?;
                    for ending in ["zip", "ziphash", "mod", "partial"] {
                        fs::remove_file(fetched.file(&module, &version, ending)).ok();
                    }
                }
                Ok(true)
            }
            Some(Action::Settings(Draft::Edits(edits))) => {
                for edit in edits {
                    project.env.retain(|(name, _)| *name != edit.name);
                    // Without a value it is as it is for everybody here.
                    project.env.extend(edit.value.map(|value| (edit.name, value)));
                }
                Ok(!matches!(step, Step::SetToolchain { .. }))
            }
            _ => Ok(false),
        }
    }

    fn run_go(&self, folder: &Path, words: &[String], project: &Project, cache: &Path) -> io::Result<bool> {
        let goproxy = project.env.iter().find(|(name, _)| name == "GOPROXY").map(|(_, value)| value.clone());
        let goproxy = goproxy.unwrap_or_else(|| self.world.proxy.url());
        let mut go = self.world.go(self.sdk, folder, cache, &goproxy, &project.env);
        let said = go.args(words).env("GOPROXY", &goproxy).output()?;
        // A message is an end, too: a person reads it.
        Ok(said.status.success() && !shown(&said).contains("warning"))
    }
}
