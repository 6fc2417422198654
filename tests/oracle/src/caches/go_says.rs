//! What real go says of the projects when it can ask nobody: the same questions before a cleaning and after.

use super::projects::Project;
use super::stage::{Stage, told};
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
pub struct Answer {
    pub folder: PathBuf,
    /// By its number.
    pub question: usize,
    pub ok: bool,
    said: String,
    complaint: String,
}

/// What go of this SDK says to the chosen questions in each module of these projects, with these caches.
///
/// # Errors
/// When go cannot be started.
pub fn answers(
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

/// How many there are.
pub const COUNT: usize = QUESTIONS.len();

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
pub fn worse(before: &[Answer], after: &[Answer], dirs: bool) -> Vec<String> {
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
