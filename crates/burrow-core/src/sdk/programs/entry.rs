//! One file in a folder of programs.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use bstr::ByteSlice;
use go_rules::buildinfo::{self, BuildInfo, NotGo};
use go_rules::environ::Os;
use go_rules::files::Files;

use super::Strange;
use crate::system::files::path_to_bytes;

/// What Burrow itself puts beside programs for a moment begins so.
pub(super) const OWN_PREFIX: &str = ".burrow-";

/// What was seen of a file.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub leads_to: Option<PathBuf>,
    pub bytes: u64,
    pub modified: Option<u64>,
    pub info: Result<BuildInfo, Strange>,
}

/// Everything in a folder that may be a program. Nothing, where it cannot be read.
pub(super) fn candidates(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter(|entry| entry.file_type().is_ok_and(|kind| !kind.is_dir()))
        .filter(|entry| !entry.file_name().as_encoded_bytes().starts_with(OWN_PREFIX.as_bytes()))
        .map(|entry| entry.path())
        .collect()
}

/// What a file is. `None`: nothing that belongs in a list of programs (a note, a folder behind a link, a socket).
pub(super) fn look_at(os: Os, path: &Path, files: &dyn Files) -> Option<Seen> {
    let own = fs::symlink_metadata(path).ok()?;
    let leads_to = if own.is_symlink() { Some(destination(path)?) } else { None };
    let facts = match fs::metadata(path) {
        Ok(facts) => facts,
        Err(_) if leads_to.is_some() => {
            let info = Err(Strange::BrokenLink);
            return Some(Seen { leads_to, bytes: own.len(), modified: modified(&own), info });
        }
        Err(_) => return None,
    };
    if !facts.is_file() {
        return None;
    }
    let info = buildinfo::read(files, path_to_bytes(path).as_bstr()).map_err(|why| match why {
        NotGo::Script => Strange::Script,
        NotGo::Unreadable => Strange::Unreadable,
        NotGo::Malformed => Strange::Damaged,
        NotGo::NotExecutable if is_wasm(path, files) => Strange::Wasm,
        NotGo::NotExecutable | NotGo::NoRecord => Strange::NotGo,
    });
    if info.is_err() && !may_run(os, path, &facts) {
        return None;
    }
    Some(Seen { leads_to, bytes: facts.len(), modified: modified(&facts), info })
}

fn is_wasm(path: &Path, files: &dyn Files) -> bool {
    files.read_at(path_to_bytes(path).as_bstr(), 0, 4).is_ok_and(|start| start == b"\0asm")
}

fn destination(link: &Path) -> Option<PathBuf> {
    let target = fs::read_link(link).ok()?;
    let target = link.parent().map_or_else(|| target.clone(), |parent| parent.join(&target));
    Some(dunce::canonicalize(&target).unwrap_or(target))
}

fn modified(facts: &fs::Metadata) -> Option<u64> {
    let since = facts.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    u64::try_from(since.as_millis()).ok()
}

#[cfg(unix)]
fn may_run(_os: Os, _path: &Path, facts: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    facts.permissions().mode() & 0o111 != 0
}

/// By its name: what cmd and PowerShell run.
#[cfg(not(unix))]
fn may_run(_os: Os, path: &Path, _facts: &fs::Metadata) -> bool {
    const RUN: [&str; 5] = ["exe", "com", "bat", "cmd", "ps1"];
    let extension = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    RUN.contains(&extension.as_str())
}

/// What a person types to run it.
pub(super) fn name(os: Os, path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let is_exe = os == Os::Windows && name.to_ascii_lowercase().ends_with(".exe");
    if is_exe { name[..name.len() - 4].to_owned() } else { name }
}
