//! How much room a volume has.

use std::path::{Path, PathBuf};

/// The bytes that this person may still write to the volume of `path`, or of the nearest folder above it that is
/// there. `None` where the system does not tell.
pub fn free_bytes(path: &Path) -> Option<u64> {
    free(&existing(path)?)
}

/// Whether both are, or would be made, on the same volume. `None` where the system does not tell.
pub fn same_volume(a: &Path, b: &Path) -> Option<bool> {
    Some(volume(&existing(a)?)? == volume(&existing(b)?)?)
}

/// The path itself, or the nearest folder above it that is there.
fn existing(path: &Path) -> Option<PathBuf> {
    path.ancestors().find(|p| p.exists()).map(Path::to_path_buf)
}

#[cfg(unix)]
fn free(path: &Path) -> Option<u64> {
    let facts = nix::sys::statvfs::statvfs(path).ok()?;
    #[allow(clippy::unnecessary_cast, reason = "the types differ from system to system")]
    Some((facts.blocks_available() as u64).saturating_mul(facts.fragment_size() as u64))
}

#[cfg(unix)]
fn volume(path: &Path) -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    Some(std::fs::metadata(path).ok()?.dev())
}

/// Windows: the disk with the longest mount point that leads to the path.
#[cfg(not(unix))]
fn disk(path: &Path) -> Option<(PathBuf, u64)> {
    let path = dunce::canonicalize(path).ok()?;
    let disks = sysinfo::Disks::new_with_refreshed_list().ok()?;
    let leading = disks.iter().filter(|disk| path.starts_with(disk.mount_point()));
    let nearest = leading.max_by_key(|disk| disk.mount_point().as_os_str().len())?;
    Some((nearest.mount_point().to_path_buf(), nearest.available_space()))
}

#[cfg(not(unix))]
fn free(path: &Path) -> Option<u64> {
    disk(path).map(|(_, free)| free)
}

#[cfg(not(unix))]
fn volume(path: &Path) -> Option<PathBuf> {
    disk(path).map(|(mount_point, _)| mount_point)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_not_there_yet_has_the_room_of_the_one_above() {
        let dir = tempfile::tempdir().unwrap();
        let below = dir.path().join("not").join("yet");
        if cfg!(windows) && free_bytes(dir.path()).is_none() {
            eprintln!("skipped: this system lists no disks, as Wine does not");
            return;
        }
        assert!(free_bytes(&below).unwrap() > 0);
        assert_eq!(same_volume(dir.path(), &below), Some(true));
    }
}
