//! Which files the window was told of: only those may be opened when it asks.
//!
//! The window is a web page. Should something ever run in it that does not belong there, it must not be able to
//! open any file it likes.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Every file and folder that an answer named, by the text that the window has of it.
#[derive(Debug, Default)]
pub struct Shown {
    files: Mutex<HashMap<String, PathBuf>>,
}

impl Shown {
    /// Remembers a path and returns its text. The way back is [`Shown::find`], exact for paths that are not
    /// Unicode too.
    pub fn note(&self, path: &Path) -> String {
        let text = path.to_string_lossy().into_owned();
        self.lock().entry(text.clone()).or_insert_with(|| path.to_owned());
        text
    }

    /// The path that was told as `text`; `None` when no answer ever named it.
    pub fn find(&self, text: &str) -> Option<PathBuf> {
        self.lock().get(text).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, PathBuf>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_told_is_found() {
        let shown = Shown::default();
        assert_eq!(shown.note(Path::new("/home/ada/.zshrc")), "/home/ada/.zshrc");
        assert_eq!(shown.find("/home/ada/.zshrc"), Some(PathBuf::from("/home/ada/.zshrc")));
        assert_eq!(shown.find("/home/ada/.ssh/id_ed25519"), None);
        assert_eq!(shown.find("/home/ada/../ada/.zshrc"), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_not_unicode_is_found_by_its_text() {
        use std::os::unix::ffi::OsStrExt;
        let path = Path::new(std::ffi::OsStr::from_bytes(b"/tmp/caf\xe9"));
        let shown = Shown::default();
        let text = shown.note(path);
        assert_eq!(shown.find(&text).as_deref(), Some(path));
    }
}
