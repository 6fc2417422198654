//! What real go says of the projects when it can ask nobody: the same questions before a cleaning and after.

use super::projects::Project;
use super::stage::{Stage, told};
use super::world::World;
use crate::rng::Rng;
use crate::sdk::Sdk;
use std::io;
use std::path::{Path, PathBuf};

/// Everything that a person might do with a project offline. `list` and `graph` load go.mod files that building does
/// not; `-deps -test` those of tests.
const QUESTIONS: [&[&str]; 6] = [
    &["build", "-o", super::projects::null_file(), "./..."],
    &["vet", "./..."],
    &["mod", "verify"],
    &["list", "-m", "-f", "{{.Path}} {{.Version}} {{.GoMod}} {{.Dir}}", "all"],
    &["list", "-deps", "-test", "./..."],
    &["mod", "graph"],
];

/// One question in one folder, and what go said to it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Answer {
    folder: PathBuf,
    /// By its number.
    question: usize,
    ok: bool,
    said: String,
    complaint: String,
}

/// What go of this SDK says to the chosen questions in each module of these projects, with these caches.
///
/// # Errors
/// When go cannot be started.
fn answers(
    stage: &Stage,
    sdk: &Sdk,
    projects: &[&Project],
    chosen: impl Fn(usize) -> bool,
) -> io::Result<Vec<Answer>> {
    let mut all = Vec::new();
    for folder in projects.iter().flat_map(|project| &project.modules) {
        for number in (0..QUESTIONS.len()).filter(|number| chosen(*number)) {
            all.push(answer(stage, sdk, folder, number)?);
        }
    }
    Ok(all)
}

/// What go said of the full caches of a world.
#[derive(Debug)]
pub struct Baseline(Vec<Answer>);

impl Baseline {
    /// # Errors
    /// When the caches cannot be copied, or go not be started.
    pub fn of(world: &World<'_>) -> io::Result<Baseline> {
        let all: Vec<&Project> = world.projects.iter().collect();
        answers(&world.judging(true)?, world.asked, &all, |_| true).map(Baseline)
    }

    /// How many answers there are, and how many of them are good.
    pub fn counts(&self) -> (u64, u64) {
        (self.0.len() as u64, self.0.iter().filter(|answer| answer.ok).count() as u64)
    }

    /// What of it is no longer so for these projects, some questions asked; and how many there were. `dirs`: whether
    /// what is unpacked was to stay. `with_build_cache`: whether that was cleaned too.
    ///
    /// # Errors
    /// As [`Baseline::of`].
    pub fn misses(
        &self,
        world: &World<'_>,
        projects: &[&Project],
        dirs: bool,
        with_build_cache: bool,
        rng: &mut Rng,
    ) -> io::Result<(u64, Vec<String>)> {
        let chosen = [rng.below(QUESTIONS.len()), rng.below(QUESTIONS.len())];
        let stage = world.judging(with_build_cache)?;
        let now = answers(&stage, world.asked, projects, |n| chosen.contains(&n))?;
        Ok((now.len() as u64, worse(&self.0, &now, dirs)))
    }
}

fn answer(stage: &Stage, sdk: &Sdk, folder: &Path, question: usize) -> io::Result<Answer> {
    let output = stage.go_offline(sdk, folder).args(QUESTIONS[question]).output()?;
    Ok(Answer {
        folder: folder.to_owned(),
        question,
        ok: output.status.success(),
        said: String::from_utf8_lossy(&output.stdout).into_owned(),
        complaint: told(&output),
    })
}

/// What went well before and does not, or says something else, now. `dirs`: whether what is unpacked was to stay; a
/// listing names no folder of what is not.
fn worse(before: &[Answer], after: &[Answer], dirs: bool) -> Vec<String> {
    let mut lines = Vec::new();
    for new in after {
        let asked_before = |old: &&Answer| old.folder == new.folder && old.question == new.question;
        let Some(old) = before.iter().find(asked_before) else { continue };
        let listing = QUESTIONS[old.question].starts_with(&["list", "-m"]);
        let same = old.said == new.said || (listing && !dirs);
        if old.ok && !(new.ok && same) {
            let why =
                if new.ok { format!("{} became {}", old.said, new.said) } else { new.complaint.clone() };
            lines.push(format!("{}: go {}: {why}", old.folder.display(), QUESTIONS[old.question].join(" ")));
        }
    }
    lines
}
