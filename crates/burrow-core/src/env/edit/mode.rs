//! Mode and owner of a file that takes the place of another. The only file of `edit` that knows systems.

use std::fs::{File, Metadata, Permissions};
use std::io;

/// Gives `file` the mode of the file it replaces and, where this account may, its owner.
#[cfg(unix)]
pub(super) fn keep(file: &File, of: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};

    let own = file.metadata()?;
    if (own.uid(), own.gid()) != (of.uid(), of.gid()) {
        // Only root may give a file away; the group can often be kept. Neither is worth failing for.
        let _ = fchown(file, Some(of.uid()), Some(of.gid())).or_else(|_| fchown(file, None, Some(of.gid())));
    }
    // After the owner: changing that clears some bits.
    file.set_permissions(of.permissions())
}

#[cfg(not(unix))]
pub(super) fn keep(file: &File, of: &Metadata) -> io::Result<()> {
    file.set_permissions(of.permissions())
}

/// What a new file gets: 0666 without the umask, as go does.
#[cfg(unix)]
pub(super) fn of_new_file() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
pub(super) fn of_new_file() -> Option<Permissions> {
    None
}

/// Whether a file that was replaced can be kept open to see who still writes to it. Windows would refuse to
/// replace it.
pub(super) const CAN_HOLD_REPLACED: bool = cfg!(unix);

/// Makes a rename survive a power cut.
#[cfg(unix)]
pub(super) fn sync_dir(dir: &std::path::Path) {
    // The rename is done and seen; a directory that cannot be synced is no reason to call it failed.
    let _ = File::open(dir).and_then(|d| d.sync_all());
}

#[cfg(not(unix))]
pub(super) fn sync_dir(_dir: &std::path::Path) {}
