//! A file, perhaps a line in it: where something was found. Opening it is the shell's affair.

use std::path::{Path, PathBuf};

/// A file (on Windows also a registry key, written `HKEY_CURRENT_USER\Environment`) and a line in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    pub file: PathBuf,
    /// Counted from 1; `None` when the file as a whole is meant or the line cannot be told.
    pub line: Option<u32>,
}

impl Place {
    pub fn file(file: impl Into<PathBuf>) -> Place {
        Place { file: file.into(), line: None }
    }

    pub fn line(file: impl Into<PathBuf>, line: u32) -> Place {
        Place { file: file.into(), line: Some(line) }
    }

    /// For a person: the home shortened to `~`, the line after a colon.
    pub fn display(&self, home: Option<&Path>) -> String {
        let file = display_path(&self.file, home);
        match self.line {
            Some(line) => format!("{file}:{line}"),
            None => file,
        }
    }
}

/// A path for a person: the home shortened to `~`.
pub fn display_path(path: &Path, home: Option<&Path>) -> String {
    let below_home = home.filter(|h| h.parent().is_some()).and_then(|h| path.strip_prefix(h).ok());
    match below_home {
        Some(rest) if rest.as_os_str().is_empty() => "~".to_owned(),
        Some(rest) => format!("~{}{}", std::path::MAIN_SEPARATOR, rest.display()),
        None => path.display().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn home_is_shortened_and_the_line_follows_a_colon() {
        let place = Place::line(Path::new("/home/ada").join(".zshrc"), 42);
        let sep = std::path::MAIN_SEPARATOR;
        assert_eq!(place.display(Some(Path::new("/home/ada"))), format!("~{sep}.zshrc:42"));
        assert_eq!(display_path(Path::new("/home/ada"), Some(Path::new("/home/ada"))), "~");
    }

    #[test]
    fn a_neighbour_with_the_same_beginning_is_not_home() {
        assert_eq!(display_path(Path::new("/home/adam/x"), Some(Path::new("/home/ada"))), "/home/adam/x");
    }

    #[test]
    fn the_root_as_home_shortens_nothing() {
        assert_eq!(display_path(Path::new("/etc/environment"), Some(Path::new("/"))), "/etc/environment");
    }
}
