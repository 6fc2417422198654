//! The volume that a folder is on: how much room it has, and of what sort it is.

use std::path::{Path, PathBuf};

/// A volume, as far as the system tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Volume {
    /// Bytes in all.
    pub total: u64,
    /// Bytes that this person may still write.
    pub free: u64,
    /// What the system calls its file system (`ext4`, `apfs`, `NTFS`); empty where it does not say.
    pub file_system: String,
    pub medium: Medium,
    pub read_only: bool,
    /// Where it is mounted.
    pub mount_point: PathBuf,
}

impl Volume {
    /// So little room is enough for builds, however large the disk is.
    const ENOUGH: u64 = 5 << 30;

    /// Whether builds and downloads are likely to run out of room: less than a twentieth is free, and less than
    /// 5 GiB.
    #[must_use]
    pub fn is_nearly_full(&self) -> bool {
        self.total > 0 && self.free < (self.total / 20).min(Volume::ENOUGH)
    }

    /// Whether they run out of room now: less than a hundredth is free, and less than 512 MiB.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.total > 0 && self.free < (self.total / 100).min(Volume::ENOUGH / 10)
    }
}

/// What keeps the files of a volume.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Medium {
    /// A disk of this machine, or what looks like one.
    Disk,
    /// Another machine: slow, and its clock may differ.
    Network,
    /// Memory: gone at the next start.
    Memory,
}

/// The volume of `path`, or of the nearest folder above it that is there. `None` where the system does not tell.
pub fn volume_of(path: &Path) -> Option<Volume> {
    told(&dunce::canonicalize(existing(path)?).ok()?)
}

/// Whether the files of a folder that is there are another machine's. `None` where the system does not tell.
pub fn is_remote(folder: &Path) -> Option<bool> {
    #[cfg(target_os = "linux")]
    if is_of_this_machine(folder) {
        return Some(false);
    }
    volume_of(folder).map(|volume| volume.medium == Medium::Network)
}

/// By the number of its file system, which costs a thirtieth of the list of mounts: most caches are on one of these.
#[cfg(target_os = "linux")]
fn is_of_this_machine(folder: &Path) -> bool {
    const EXT: u64 = 0xef53;
    const XFS: u64 = 0x5846_5342;
    const BTRFS: u64 = 0x9123_683e;
    const TMPFS: u64 = 0x0102_1994;
    #[allow(clippy::unnecessary_cast, reason = "the types differ from machine to machine")]
    rustix::fs::statfs(folder)
        .is_ok_and(|told| matches!(told.f_type as u64 & 0xffff_ffff, EXT | XFS | BTRFS | TMPFS))
}

/// File systems of other machines, by the names that Linux, macOS and Windows have for them.
const NETWORK: [&str; 24] = [
    "9p",
    "afpfs",
    "afs",
    "beegfs",
    "ceph",
    "cifs",
    "coda",
    "davfs",
    "drvfs",
    "gfs",
    "gfs2",
    "glusterfs",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs4",
    "ocfs2",
    "orangefs",
    "rclone",
    "s3fs",
    "smb3",
    "smbfs",
    "sshfs",
    "webdav",
];

fn medium(file_system: &str) -> Medium {
    let name = file_system.to_ascii_lowercase();
    // `fuse.sshfs`
    let name = name.rsplit('.').next().unwrap_or_default();
    match name {
        "tmpfs" | "ramfs" => Medium::Memory,
        _ if NETWORK.contains(&name) => Medium::Network,
        _ => Medium::Disk,
    }
}

#[cfg(target_os = "linux")]
fn told(path: &Path) -> Option<Volume> {
    let facts = nix::sys::statvfs::statvfs(path).ok()?;
    let mount = super::mounts::mount_of(path);
    let (mount_point, file_system) = mount.map(|m| (m.point, m.file_system)).unwrap_or_default();
    let unit = facts.fragment_size();
    Some(Volume {
        total: facts.blocks().saturating_mul(unit),
        free: facts.blocks_available().saturating_mul(unit),
        medium: medium(&file_system),
        file_system,
        read_only: facts.flags().contains(nix::sys::statvfs::FsFlags::ST_RDONLY),
        mount_point,
    })
}

/// By the list of disks: the one with the longest mount point that leads to the path.
#[cfg(not(target_os = "linux"))]
fn told(path: &Path) -> Option<Volume> {
    let disks = sysinfo::Disks::new_with_refreshed_list().ok()?;
    let leading = disks.iter().filter(|disk| path.starts_with(disk.mount_point()));
    let disk = leading.max_by_key(|disk| disk.mount_point().as_os_str().len())?;
    let file_system = disk.file_system().to_string_lossy().into_owned();
    Some(Volume {
        total: disk.total_space(),
        free: disk.available_space(),
        medium: medium(&file_system),
        file_system,
        read_only: disk.is_read_only(),
        mount_point: disk.mount_point().to_path_buf(),
    })
}

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

#[cfg(not(unix))]
fn free(path: &Path) -> Option<u64> {
    volume_of(path).map(|volume| volume.free)
}

#[cfg(not(unix))]
fn volume(path: &Path) -> Option<PathBuf> {
    volume_of(path).map(|volume| volume.mount_point)
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
        let volume = volume_of(&below).unwrap();
        assert!(volume.total >= volume.free && volume.total > 0);
    }

    #[test]
    fn what_is_of_this_machine_is_not_another_s() {
        let dir = tempfile::tempdir().unwrap();
        let by_name = volume_of(dir.path()).map(|volume| volume.medium == Medium::Network);
        assert_eq!(is_remote(dir.path()), by_name);
    }

    #[test]
    fn a_large_disk_is_not_full_while_there_is_room_for_builds() {
        let volume = |total: u64, free: u64| Volume {
            total,
            free,
            file_system: String::new(),
            medium: Medium::Disk,
            read_only: false,
            mount_point: PathBuf::new(),
        };
        let gib = 1 << 30;
        let judged = |total, free| (volume(total, free).is_nearly_full(), volume(total, free).is_full());
        assert_eq!(judged(4000 * gib, 6 * gib), (false, false));
        assert_eq!(judged(4000 * gib, 4 * gib), (true, false));
        assert_eq!(judged(4000 * gib, gib / 4), (true, true));
        assert_eq!(judged(20 * gib, 2 * gib), (false, false));
        assert_eq!(judged(20 * gib, gib / 2), (true, false));
        assert_eq!(judged(64 << 20, 1 << 19), (true, true));
        assert_eq!(judged(0, 0), (false, false));
    }

    #[test]
    fn another_machine_and_memory_are_told_from_disks() {
        let all = ["ext4", "fuse.sshfs", "NFS4", "tmpfs", "fuseblk", "NTFS", "overlay"].map(medium);
        use Medium::{Disk, Memory, Network};
        assert_eq!(all, [Disk, Network, Network, Memory, Disk, Disk, Disk]);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn memory_is_told_by_its_mount() {
        if Path::new("/dev/shm").is_dir() && volume_of(Path::new("/dev/shm")).unwrap().file_system == "tmpfs"
        {
            let volume = volume_of(Path::new("/dev/shm/not/there")).unwrap();
            assert_eq!(
                (volume.medium, volume.mount_point.as_path()),
                (Medium::Memory, Path::new("/dev/shm"))
            );
        }
        let proc = volume_of(Path::new("/proc/sys")).unwrap();
        assert!(!proc.file_system.is_empty());
    }
}
