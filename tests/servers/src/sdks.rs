//! Real Go SDKs for the tests, where `tests/sdks/fetch.mjs` puts them. A test without one says so and is skipped.

use std::path::PathBuf;

/// From the oldest to the newest; the first is laid out as Debian does it.
const VERSIONS: [&str; 8] =
    ["go1.19", "go1.21.13", "go1.22.10", "go1.23.9", "go1.24.11", "go1.25.5", "go1.26.6", "go1.27.3"];

/// A real SDK of this system.
#[derive(Debug, Clone)]
pub struct Sdk {
    /// `go1.27.3`
    pub version: String,
    pub goroot: PathBuf,
}

/// The one of this version; `None`, with a word about it, where it was not fetched.
pub fn sdk(version: &str) -> Option<Sdk> {
    let found = found(version);
    if found.is_none() {
        eprintln!("skipped: there is no {version} in {:?} (npm test fetches it)", folder());
    }
    found
}

/// The newest.
pub fn newest() -> Option<Sdk> {
    sdk(VERSIONS.last()?)
}

/// Those that were fetched, the oldest first. On a person's machine the oldest and the newest do.
pub fn sdks() -> Vec<Sdk> {
    let mut all: Vec<Sdk> = VERSIONS.into_iter().filter_map(found).collect();
    if all.is_empty() {
        eprintln!("skipped: there is no SDK in {:?} (npm test fetches them)", folder());
    }
    let thorough = std::env::var_os("CI").is_some_and(|value| !value.is_empty());
    if !thorough && all.len() > 2 {
        all.drain(1..all.len() - 1);
    }
    all
}

/// The name of the program.
pub fn go() -> &'static str {
    if cfg!(windows) { "go.exe" } else { "go" }
}

fn found(version: &str) -> Option<Sdk> {
    let inside = if version == "go1.19" { "debian-go1.19/usr/lib/go-1.19" } else { version };
    let goroot = folder()?.join(inside);
    goroot.join("bin").join(go()).is_file().then(|| Sdk { version: version.to_owned(), goroot })
}

fn folder() -> Option<PathBuf> {
    let named = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    if let Some(folder) = named("BURROW_SDKS") {
        return Some(folder);
    }
    let cache = if cfg!(windows) {
        named("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        named("HOME").map(|home| home.join("Library/Caches"))
    } else {
        named("XDG_CACHE_HOME").or_else(|| Some(named("HOME")?.join(".cache")))
    };
    Some(cache?.join("burrow-sdks"))
}
