//! Paths in JSON. A path need not be Unicode: serde refuses such a one, and the whole answer with it. Here what cannot
//! be told in it becomes `�`, as everywhere else where a path is shown.

use std::path::{Path, PathBuf};

use burrow_core::secret::Masked;
use serde::{Serialize, Serializer};

/// For `#[serde(serialize_with = "paths::shown")]`.
pub fn shown<P: Paths, S: Serializer>(paths: &P, to: S) -> Result<S::Ok, S::Error> {
    paths.texts().serialize(to)
}

/// A path, several, or perhaps one.
pub trait Paths {
    /// As it stands in JSON.
    fn texts(&self) -> impl Serialize;
}

fn text(path: &Path) -> String {
    Masked::path(&path.display().to_string()).into_string()
}

impl Paths for PathBuf {
    fn texts(&self) -> impl Serialize {
        text(self)
    }
}

impl Paths for Option<PathBuf> {
    fn texts(&self) -> impl Serialize {
        self.as_deref().map(text)
    }
}

impl Paths for Option<&PathBuf> {
    fn texts(&self) -> impl Serialize {
        self.map(|path| text(path))
    }
}

impl Paths for Vec<PathBuf> {
    fn texts(&self) -> impl Serialize {
        self.iter().map(|path| text(path)).collect::<Vec<_>>()
    }
}
