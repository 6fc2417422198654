//! Which folder a question is about, and every file whose change can change the answer.

use std::path::{Path, PathBuf};

use super::Options;
use super::askers::Slots;
use super::build::Picture;
use super::snapshot::ContextChoice;
use crate::env::edit;
use crate::watch::{Why, Wish};

/// The folder of the question: the chosen one, else where Burrow was told to begin, else the home.
pub(super) fn directory(options: &Options, choice: &ContextChoice) -> PathBuf {
    let chosen = choice.directory.as_ref().or(options.directory.as_ref()).or(options.home.as_ref());
    let folder = chosen.cloned().unwrap_or_else(|| PathBuf::from(std::path::MAIN_SEPARATOR_STR));
    // Go asks for the physical folder; PWD tells how a person spells it.
    dunce::canonicalize(&folder).unwrap_or(folder)
}

/// Every file whose change can change the picture.
pub(super) fn wishes(picture: &Picture, slots: &Slots, directory: &Path, home: Option<&Path>) -> Vec<Wish> {
    let mut wishes = Vec::new();
    for (_, answer) in &picture.answers {
        let goenv = answer.goenv().or_else(|| answer.goenv_for_writing());
        for file in goenv.iter().flat_map(|path| edit::file::links(path).unwrap_or_default()) {
            wishes.push(Wish::new(file, Why::Goenv));
        }
        wishes.extend(answer.go_env().map(|file| Wish::new(file, Why::Toolchain)));
        wishes.extend(answer.program().map(|go| Wish::new(go, Why::Toolchain)));
    }
    for (_, answered) in slots.ready() {
        wishes.extend(answered.wishes());
    }
    for folder in module_folders(directory, home) {
        wishes.push(Wish::new(folder.join("go.mod"), Why::Module));
        wishes.push(Wish::new(folder.join("go.work"), Why::Module));
    }
    wishes
}

/// The folder in question and those above it, up to the first with a go.mod or go.work; never beyond the home.
fn module_folders<'a>(directory: &'a Path, home: Option<&'a Path>) -> impl Iterator<Item = &'a Path> {
    let mut ended = false;
    directory.ancestors().take_while(move |folder| {
        let go_on = !ended;
        ended = home == Some(*folder) || folder.join("go.mod").is_file() || folder.join("go.work").is_file();
        go_on && (folder.parent().is_some() || *folder == directory)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_watched_up_to_the_module_and_never_beyond_the_home() {
        let dir = tempfile::tempdir().unwrap();
        let home = dir.path().join("home");
        let inner = home.join("module/a/b");
        std::fs::create_dir_all(&inner).unwrap();
        let count = || module_folders(&inner, Some(&home)).count();
        assert_eq!(count(), 4, "b, a, module, home");
        std::fs::write(home.join("module/go.mod"), "module m").unwrap();
        assert_eq!(count(), 3, "b, a, module");
    }
}
