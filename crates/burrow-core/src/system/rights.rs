//! What this account may do to a folder, and what tells one folder from another.

use std::fs::Metadata;
use std::io;
use std::path::Path;

/// What stays when a folder is renamed: device and number. `None` where the system has none.
#[cfg(unix)]
pub fn identity(facts: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((facts.dev(), facts.ino()))
}

/// See the Unix form.
#[cfg(not(unix))]
pub fn identity(_facts: &Metadata) -> Option<(u64, u64)> {
    None
}

/// Whether other accounts of this machine may read a file.
#[cfg(unix)]
pub fn is_open_to_others(facts: &Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    facts.permissions().mode() & 0o077 != 0
}

/// See the Unix form: here the folder of an account keeps others away.
#[cfg(not(unix))]
pub fn is_open_to_others(_facts: &Metadata) -> bool {
    false
}

/// The bits of a file's mode that say who may do what; `None` where the system has none.
#[cfg(unix)]
pub fn mode(facts: &Metadata) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    Some(facts.permissions().mode() & 0o7777)
}

/// See the Unix form.
#[cfg(not(unix))]
pub fn mode(_facts: &Metadata) -> Option<u32> {
    None
}

/// Gives a file this mode, and tells the one that it had. A link is followed.
///
/// # Errors
/// It is not there, or not this account's.
#[cfg(unix)]
pub fn set_mode(file: &Path, mode: u32) -> io::Result<u32> {
    use std::os::unix::fs::PermissionsExt;
    let open = std::fs::File::open(file)?;
    let before = open.metadata()?.permissions().mode() & 0o7777;
    open.set_permissions(std::fs::Permissions::from_mode(mode))?;
    Ok(before)
}

/// See the Unix form: here files have no mode.
///
/// # Errors
/// Always.
#[cfg(not(unix))]
pub fn set_mode(_file: &Path, _mode: u32) -> io::Result<u32> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Whether entries of this folder may be renamed and removed, as far as the system tells beforehand.
#[cfg(unix)]
pub fn may_change(dir: &Path) -> bool {
    nix::unistd::access(dir, nix::unistd::AccessFlags::W_OK | nix::unistd::AccessFlags::X_OK).is_ok()
}

/// See the Unix form: here only trying tells.
#[cfg(not(unix))]
pub fn may_change(_dir: &Path) -> bool {
    true
}

/// Whether the folder is this account's own, so that its mode can be changed.
#[cfg(unix)]
pub fn is_own(dir: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    dir.symlink_metadata().is_ok_and(|facts| facts.uid() == nix::unistd::geteuid().as_raw())
}

/// See the Unix form.
#[cfg(not(unix))]
pub fn is_own(_dir: &Path) -> bool {
    true
}

/// Lets the owner change a folder that is no link. Go keeps the folders of its module cache read-only.
///
/// # Errors
/// It is no folder, or not this account's.
#[cfg(unix)]
pub fn unlock(dir: &Path) -> io::Result<()> {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    let flags = nix::fcntl::OFlag::O_NOFOLLOW | nix::fcntl::OFlag::O_DIRECTORY;
    let open = std::fs::File::options().read(true).custom_flags(flags.bits()).open(dir);
    let folder = match open {
        Ok(folder) => folder,
        // Not even readable: by name then, but only what is a folder itself.
        Err(e) if e.kind() == io::ErrorKind::PermissionDenied && is_folder(dir) => {
            return std::fs::set_permissions(dir, std::fs::Permissions::from_mode(0o700));
        }
        Err(e) => return Err(e),
    };
    let mode = folder.metadata()?.permissions().mode();
    if mode & 0o700 == 0o700 {
        return Ok(());
    }
    folder.set_permissions(std::fs::Permissions::from_mode(mode | 0o700))
}

#[cfg(unix)]
fn is_folder(dir: &Path) -> bool {
    dir.symlink_metadata().is_ok_and(|facts| facts.is_dir())
}

/// See the Unix form: folders are not read-only here.
#[cfg(not(unix))]
pub fn unlock(_dir: &Path) -> io::Result<()> {
    Ok(())
}

/// Whether this account has this number.
#[cfg(unix)]
pub fn is_own_id(user: u32) -> bool {
    user == nix::unistd::geteuid().as_raw()
}

/// See the Unix form: there are no such numbers.
#[cfg(not(unix))]
pub fn is_own_id(_user: u32) -> bool {
    true
}

/// Everything that is mounted at or below a folder without links, as far as the system tells.
#[cfg(target_os = "linux")]
pub fn mounts_within(dir: &Path) -> Vec<std::path::PathBuf> {
    let points = super::mounts::mounts().into_iter().map(|mount| mount.point);
    points.filter(|point| point.starts_with(dir)).collect()
}

/// See the Linux form.
#[cfg(not(target_os = "linux"))]
pub fn mounts_within(dir: &Path) -> Vec<std::path::PathBuf> {
    let Ok(disks) = sysinfo::Disks::new_with_refreshed_list() else { return Vec::new() };
    let points = disks.iter().map(|disk| disk.mount_point().to_path_buf());
    points.filter(|point| point.starts_with(dir)).collect()
}

/// Something that is mounted at or below a folder; removing the folder would reach into it.
#[cfg(target_os = "linux")]
pub fn mount_within(dir: &Path) -> Option<std::path::PathBuf> {
    super::mounts::mounts().into_iter().map(|mount| mount.point).find(|point| point.starts_with(dir))
}

/// See the Linux form: elsewhere the device of a folder tells it from what is mounted on it.
#[cfg(not(target_os = "linux"))]
pub fn mount_within(dir: &Path) -> Option<std::path::PathBuf> {
    let device = |path: &Path| identity(&path.symlink_metadata().ok()?).map(|(device, _)| device);
    let parent = dir.parent()?;
    (device(dir) != device(parent)).then(|| dir.to_path_buf())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_mounted_is_seen_from_above_and_not_from_beside() {
        assert!(mount_within(Path::new("/")).is_some());
        assert_eq!(mount_within(Path::new("/proc")).as_deref(), Some(Path::new("/proc")));
        assert_eq!(mount_within(Path::new("/no/such/folder")), None);
    }
}
