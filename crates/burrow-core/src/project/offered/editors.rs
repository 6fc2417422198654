//! Which editors are there, and where each keeps what it had open.

use std::fs;
use std::path::{Path, PathBuf};

use go_rules::environ::{Environ, Os};

use super::recent;
use crate::system::files::path_from_bytes;

/// Folders that editors had open, each with the editor's name; the same folder may come more than once.
pub fn recent(environ: &Environ, home: &Path) -> Vec<(String, PathBuf)> {
    let Some(places) = Folders::of(environ, home) else { return Vec::new() };
    let mut found = Vec::new();
    let mut take = |name: &str, folders: Vec<PathBuf>| {
        found.extend(folders.into_iter().map(|folder| (name.to_owned(), folder)));
    };
    for (folder, name) in [
        ("Code", "VS Code"),
        ("Code - Insiders", "VS Code Insiders"),
        ("Code - OSS", "Code - OSS"),
        ("VSCodium", "VSCodium"),
        ("Cursor", "Cursor"),
        ("Windsurf", "Windsurf"),
    ] {
        take(name, recent::vscode(&places.config.join(folder).join("User")));
    }
    for product in ["JetBrains", "Google"] {
        for ide in folders_in(&places.config.join(product)) {
            let name = ide.file_name().unwrap_or_default().to_string_lossy().into_owned();
            take(&name, recent::jetbrains(&ide.join("options").join("recentProjects.xml"), home));
        }
    }
    for channel in ["0-stable", "0-preview"] {
        take("Zed", recent::zed(&places.data.join(places.zed).join("db").join(channel).join("db.sqlite")));
    }
    for folder in ["sublime-text", "Sublime Text", "sublime-text-3"] {
        let session = places.config.join(folder).join("Local").join("Session.sublime_session");
        take("Sublime Text", recent::sublime(&session));
    }
    found
}

/// Where programs keep what belongs to a person.
struct Folders {
    config: PathBuf,
    data: PathBuf,
    /// Zed's folder among the data.
    zed: &'static str,
}

impl Folders {
    fn of(environ: &Environ, home: &Path) -> Option<Folders> {
        let variable = |name: &str| environ.set(name).and_then(path_from_bytes).filter(|p| p.is_absolute());
        Some(match environ.os() {
            Os::Windows => {
                Folders { config: variable("APPDATA")?, data: variable("LOCALAPPDATA")?, zed: "Zed" }
            }
            Os::MacOs => {
                let support = home.join("Library").join("Application Support");
                Folders { config: support.clone(), data: support, zed: "Zed" }
            }
            Os::Linux | Os::Unix => Folders {
                config: variable("XDG_CONFIG_HOME").unwrap_or_else(|| home.join(".config")),
                data: variable("XDG_DATA_HOME").unwrap_or_else(|| home.join(".local").join("share")),
                zed: "zed",
            },
        })
    }
}

fn folders_in(folder: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    folders
}
