//! How a file, a folder or a link that Burrow showed is opened for a person. Only decides: what is started is
//! the front end's affair, and whether Burrow ever showed the path is the caller's.

mod editor;
mod link;

pub use editor::Invocation;
pub use link::documentation;

use std::path::{Path, PathBuf};

use go_rules::environ::Environ;

/// What opening a path comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// The person's own editor, at the line.
    Editor(Invocation),
    /// Whatever the system opens such a file or folder with.
    System(PathBuf),
    /// Shown in its folder: to open a program would be to run it.
    Reveal(PathBuf),
}

/// Why something was not opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The path was named by none of Burrow's answers.
    #[error("{0} was never shown")]
    NotShown(String),
    /// It is not there, or not any more.
    #[error("{0} is not there")]
    Gone(PathBuf),
    /// Not a page of Go's documentation.
    #[error("{0} is not a page of Go's documentation")]
    NotDocumentation(String),
    /// The program for it could not be started.
    #[error("{what}: {reason}")]
    NotStarted { what: String, reason: String },
}

/// Decides how to open `path`. The editors of `environs` are tried in order (a program that a desktop started
/// often lacks the `VISUAL` that every terminal has); `find` looks a program up on PATH.
///
/// # Errors
/// [`OpenError::Gone`]
pub fn way(
    path: &Path,
    line: Option<u32>,
    environs: &[&Environ],
    find: &dyn Fn(&str) -> Option<PathBuf>,
) -> Result<Way, OpenError> {
    let facts = std::fs::metadata(path).map_err(|_| OpenError::Gone(path.to_owned()))?;
    if facts.is_dir() {
        return Ok(Way::System(path.to_owned()));
    }
    if let Some(editor) = environs.iter().find_map(|e| editor::at_line(e, path, line, find)) {
        return Ok(Way::Editor(editor));
    }
    Ok(if is_program(path, &facts) { Way::Reveal(path.to_owned()) } else { Way::System(path.to_owned()) })
}

#[cfg(unix)]
fn is_program(_path: &Path, facts: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    facts.permissions().mode() & 0o111 != 0
}

/// Windows goes by the name: everything in the usual PATHEXT, and links to such.
#[cfg(not(unix))]
fn is_program(path: &Path, _facts: &std::fs::Metadata) -> bool {
    const RUN: &[&str] = &[
        "exe", "com", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse", "wsf", "wsh", "msc", "msi", "lnk",
        "scr",
    ];
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    RUN.iter().any(|run| run.eq_ignore_ascii_case(extension))
}

#[cfg(test)]
mod tests {
    use super::*;
    use bstr::BString;
    use go_rules::environ::Os;

    fn environ(visual: &str) -> Environ {
        Environ::new(Os::host(), [(BString::from("VISUAL"), BString::from(visual))])
    }

    fn anything(name: &str) -> Option<PathBuf> {
        Some(Path::new("bin").join(name))
    }

    #[test]
    fn a_folder_goes_to_the_file_manager_whatever_the_editor() {
        let folder = tempfile::tempdir().unwrap();
        let way = way(folder.path(), None, &[&environ("code")], &anything).unwrap();
        assert_eq!(way, Way::System(folder.path().to_owned()));
    }

    #[test]
    fn the_second_environment_is_asked_when_the_first_names_no_editor() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let way = way(file.path(), Some(3), &[&environ(""), &environ("zed")], &anything).unwrap();
        assert!(matches!(way, Way::Editor(i) if i.program == Path::new("bin").join("zed")));
    }

    #[test]
    fn without_a_known_editor_the_system_decides() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let way = way(file.path(), Some(3), &[&environ("vim")], &anything).unwrap();
        assert_eq!(way, Way::System(file.path().to_owned()));
    }

    #[cfg(unix)]
    #[test]
    fn a_program_is_shown_in_its_folder_and_never_run() {
        use std::os::unix::fs::PermissionsExt;
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::set_permissions(file.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        let way = way(file.path(), None, &[], &anything).unwrap();
        assert_eq!(way, Way::Reveal(file.path().to_owned()));
    }

    #[test]
    fn what_is_gone_is_said_to_be_gone() {
        let missing = Path::new("no-such-folder").join("file");
        assert_eq!(way(&missing, None, &[], &anything), Err(OpenError::Gone(missing)));
    }
}
