//! A file, perhaps a line in it: where something was found. Opening it is the shell's affair.

use std::path::{Path, PathBuf};

use crate::secret::Masked;

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

/// A path for a person: the home shortened to `~`, and without the login of an address that it was made of.
pub fn display_path(path: &Path, home: Option<&Path>) -> String {
    let below_home = home.filter(|h| h.parent().is_some()).and_then(|h| path.strip_prefix(h).ok());
    match below_home {
        Some(rest) if rest.as_os_str().is_empty() => "~".to_owned(),
        Some(rest) => format!("~{}{}", std::path::MAIN_SEPARATOR, Masked::path(&rest.display().to_string())),
        None => Masked::path(&path.display().to_string()).into_string(),
    }
}

/// A sentence for a person: every path in it that lies in the home begins with `~`. For sentences only: what stands for
/// a value, or is read by a program, stays as it is.
pub fn display_paths(sentence: &str, home: Option<&Path>) -> String {
    let home = home.filter(|home| home.parent().is_some()).and_then(Path::to_str);
    let Some(home) = home.filter(|home| !home.is_empty()) else { return sentence.to_owned() };
    let in_a_name = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '~' | '+');
    let mut short = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some(at) = rest.find(home) {
        let (before, after) = (&rest[..at], &rest[at + home.len()..]);
        let begins = !before.ends_with(|c: char| in_a_name(c) || matches!(c, '/' | '\\'));
        // A full stop behind it ends the sentence.
        let ends = !after.trim_start_matches('.').starts_with(in_a_name) || after.is_empty();
        short.push_str(before);
        short.push_str(if begins && ends { "~" } else { home });
        rest = after;
    }
    short + rest
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
    fn paths_in_a_sentence_begin_with_a_tilde_where_they_lie_in_the_home() {
        let short = |sentence: &str| display_paths(sentence, Some(Path::new("/home/ada")));
        assert_eq!(short("GOROOT is /home/ada/go; “/home/ada/x” too."), "GOROOT is ~/go; “~/x” too.");
        assert_eq!(short("It lies in /home/ada."), "It lies in ~.");
        assert_eq!(short("在 /home/ada/.netrc 里"), "在 ~/.netrc 里");
        for other in ["/home/adam/x", "/mnt/home/ada/x", "file:///home/ada/x", "/home/ada.old/x", "nothing"] {
            assert_eq!(short(other), other);
        }
        assert_eq!(display_paths("/etc/x", Some(Path::new("/"))), "/etc/x");
    }

    #[test]
    fn the_root_as_home_shortens_nothing() {
        assert_eq!(display_path(Path::new("/etc/environment"), Some(Path::new("/"))), "/etc/environment");
    }
}
