//! Generated main modules and workspaces: requirements that agree and that do not, replacements, exclusions, and now and
//! then a line that go does not take.

use super::world::{go_version, requirement};
use crate::rng::Rng;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A project on disk.
#[derive(Debug, Clone)]
pub struct Project {
    /// Its go.mod or go.work.
    pub file: PathBuf,
    /// Where go is run.
    pub folder: PathBuf,
    pub is_workspace: bool,
    /// Each file and its text, to be laid anew after `-mod=mod`.
    files: Vec<(PathBuf, String)>,
}

impl Project {
    /// Thinks up a project in `folder` over a world whose go.sum has these lines.
    pub fn draw(folder: &Path, minor: u32, sums: &str, rng: &mut Rng) -> Project {
        let is_workspace = rng.chance(25);
        let mut files = Vec::new();
        if !is_workspace {
            files.push((folder.join("go.mod"), main_module("main.example/m", minor, rng)));
            files.push((folder.join("go.sum"), sums.to_owned()));
            local_folders(folder, minor, rng, &mut files);
            return Project { file: folder.join("go.mod"), folder: folder.to_owned(), is_workspace, files };
        }
        let names = ["main.example/m", "b.example/b", "w.example/w"];
        let members = 1 + rng.below(names.len());
        for (at, name) in names.iter().enumerate().take(members) {
            // Now and then two folders have the same module.
            let name = if minor >= 21 && rng.chance(2) { names[0] } else { name };
            let member = folder.join(format!("m{at}"));
            files.push((member.join("go.mod"), main_module(name, minor, rng)));
            files.push((member.join("go.sum"), sums.to_owned()));
            local_folders(&member, minor, rng, &mut files);
        }
        files.push((folder.join("go.work"), workspace(members, minor, rng)));
        files.push((folder.join("go.work.sum"), sums.to_owned()));
        local_folders(folder, minor, rng, &mut files);
        Project { file: folder.join("go.work"), folder: folder.join("m0"), is_workspace, files }
    }

    /// Lays its files, as often as one likes.
    ///
    /// # Errors
    /// When something cannot be written.
    pub fn lay(&self) -> io::Result<()> {
        for (file, text) in &self.files {
            if let Some(folder) = file.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(file, text)?;
        }
        Ok(())
    }

    /// Empties its files of hashes, which name everything that there is.
    ///
    /// # Errors
    /// When one cannot be written.
    pub fn forget_sums(&self) -> io::Result<()> {
        let all = self.files.iter().map(|(file, _)| file);
        all.filter(|file| file.extension().is_some_and(|it| it == "sum"))
            .try_for_each(|file| fs::write(file, ""))
    }

    /// Its files but for those of hashes, for a report.
    pub fn shown(&self) -> String {
        let own = self.files.iter().filter(|(file, _)| file.extension().is_none_or(|it| it != "sum"));
        own.map(|(file, text)| format!("-- {}\n{text}", file.display())).collect()
    }
}

/// Where replacements lead, as modules of their own.
fn local_folders(folder: &Path, minor: u32, rng: &mut Rng, files: &mut Vec<(PathBuf, String)>) {
    for name in ["local1", "local2"] {
        if rng.chance(85) {
            let mut text = format!("module whatever/{name}\n");
            go_line(&mut text, &go_version(minor, rng));
            for _ in 0..rng.below(3) {
                let (module, version) = requirement(rng);
                text.push_str(&format!("require {module} {version}\n"));
            }
            files.push((folder.join(name).join("go.mod"), text));
        }
    }
}

fn go_line(text: &mut String, go: &str) {
    if !go.is_empty() {
        text.push_str(&format!("go {go}\n"));
    }
}

fn main_module(name: &str, minor: u32, rng: &mut Rng) -> String {
    let mut text = format!("module {name}\n\n");
    // What asks for a newer go than the main module is refused; most should not be.
    let newest = if minor >= 21 && rng.chance(60) { format!("1.{minor}") } else { go_version(minor, rng) };
    go_line(&mut text, &newest);
    if minor >= 21 && rng.chance(8) {
        text.push_str(&format!(
            "toolchain {}\n",
            rng.pick(&["go1.21.0", "go1.21rc3", "default", "go1.20.1"])
        ));
    }
    for _ in 0..rng.below(7) {
        let (module, version) = requirement(rng);
        // Mostly each once: go refuses a go.mod that names two versions.
        if module == name || (text.contains(&format!("require {module} ")) && rng.chance(90)) {
            continue;
        }
        let comment = if rng.chance(30) { " // indirect" } else { "" };
        text.push_str(&format!("require {module} {version}{comment}\n"));
    }
    if rng.chance(25) {
        for _ in 0..=rng.below(3) {
            let (module, version) = requirement(rng);
            text.push_str(&format!("exclude {module} {version}\n"));
        }
    }
    if rng.chance(40) {
        for _ in 0..=rng.below(3) {
            text.push_str(&replacement(rng));
        }
    }
    if rng.chance(4) {
        let bad: &[&str] = &[
            "require a.example/A master\n",
            "require b.example/b v1.2\n",
            "require b.example/b v1.2.3+meta\n",
            "require a.example/A v2.0.0\n",
            "replace a.example/A => b.example/b latest\n",
            "replace a.example/A => b.example/b v2.0.0\n",
            "replace a.example/A => nowhere\n",
            "exclude a.example/A v2.0.0\n",
            "retract v9.0.0\n",
            "retract v1\n",
            "module again\n",
            "nonsense\n",
            "require (\n",
            "toolchain local\n",
            "go 1\n",
            "require \"a.example/A v1.0.0\n",
            "require a.example/A v1.0.0 v1.1.0\n",
        ];
        text.push_str(rng.pick::<&str>(bad));
    }
    text
}

fn replacement(rng: &mut Rng) -> String {
    let (old, version) = requirement(rng);
    let version = if rng.chance(60) { format!(" {version}") } else { String::new() };
    let new = match rng.below(5) {
        0 => "./local1".to_owned(),
        1 => "../m0/local2".to_owned(),
        2 => "./local2/".to_owned(),
        _ => {
            let (module, version) = requirement(rng);
            format!("{module} {version}")
        }
    };
    format!("replace {old}{version} => {new}\n")
}

fn workspace(members: usize, minor: u32, rng: &mut Rng) -> String {
    let mut text = String::new();
    let newest = if rng.chance(85) { format!("1.{minor}") } else { go_version(minor, rng) };
    go_line(&mut text, &newest);
    text.push_str("use (\n");
    for at in 0..members {
        text.push_str(&format!("\t./m{at}\n"));
    }
    if rng.chance(2) {
        text.push_str("\t./m0/../m0\n");
    }
    if rng.chance(2) {
        text.push_str("\t./gone\n");
    }
    text.push_str(")\n");
    if rng.chance(30) {
        for _ in 0..=rng.below(2) {
            text.push_str(&replacement(rng));
        }
    }
    text
}
