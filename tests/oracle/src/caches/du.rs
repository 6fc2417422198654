//! What is on the disk, counted here without Burrow and, on Linux, by `du`.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::Path;

/// As `cache usage` counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    pub bytes: u64,
    /// 0 where the system does not tell.
    pub disk_bytes: u64,
    pub files: u64,
}

/// A path and everything below it; nothing where there is nothing. A file with several names counts once in bytes.
///
/// # Errors
/// When something cannot be read.
pub fn sum(path: &Path) -> io::Result<Sum> {
    let (mut sum, mut known) = (Sum::default(), HashSet::new());
    match fs::symlink_metadata(path) {
        Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(sum),
        Err(why) => Err(why),
        Ok(_) => {
            add(path, &mut sum, &mut known)?;
            Ok(sum)
        }
    }
}

fn add(path: &Path, sum: &mut Sum, known: &mut HashSet<(u64, u64)>) -> io::Result<()> {
    let facts = fs::symlink_metadata(path)?;
    let (several, disk) = facts_of(&facts);
    let first = several.is_none_or(|name| known.insert(name));
    if first {
        sum.disk_bytes += disk;
    }
    if !facts.is_dir() {
        sum.files += 1;
        sum.bytes += if first { facts.len() } else { 0 };
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if entry.file_name() != super::tree::QUARANTINE {
            add(&entry.path(), sum, known)?;
        }
    }
    Ok(())
}

/// The file's number where it has several names, and the room it takes.
#[cfg(unix)]
fn facts_of(facts: &fs::Metadata) -> (Option<(u64, u64)>, u64) {
    use std::os::unix::fs::MetadataExt;
    let several = !facts.is_dir() && facts.nlink() > 1;
    (several.then(|| (facts.dev(), facts.ino())), facts.blocks() * 512)
}

#[cfg(not(unix))]
fn facts_of(_facts: &fs::Metadata) -> (Option<(u64, u64)>, u64) {
    (None, 0)
}

/// Bytes on the disk as `du` tells them; none where there is no `du` that does.
pub fn disk_by_du(path: &Path) -> Option<u64> {
    let output = std::process::Command::new("du").args(["-s", "-B1"]).arg(path).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.split_whitespace().next().filter(|_| output.status.success())?.parse().ok()
}
