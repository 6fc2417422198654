//! A link to a folder that can be pointed elsewhere in one step. On Windows a symbolic link where the account may
//! make one, else a junction.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Where the link leads; `None`: there is nothing of that name.
///
/// # Errors
/// Something else than a link stands there, or it cannot be read.
pub fn read(link: &Path) -> io::Result<Option<PathBuf>> {
    match fs::read_link(link) {
        Ok(to) => Ok(Some(plain(to))),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e),
    }
}

/// Points the link elsewhere, or removes it. At no moment is there half a link; on Windows there may be none for an
/// instant. The folder of the link is made where it is missing.
///
/// # Errors
/// The system's own.
pub fn point(link: &Path, to: Option<&Path>) -> io::Result<()> {
    let Some(to) = to else { return remove(link) };
    let dir = link.parent().ok_or(io::ErrorKind::InvalidInput)?;
    fs::create_dir_all(dir)?;
    // A name of its own: another Burrow that is killed here leaves no trap.
    let fresh = dir.join(format!(".burrow-link-{}", std::process::id()));
    remove(&fresh)?;
    make(to, &fresh)?;
    let moved = replace(&fresh, link);
    if moved.is_err() {
        let _ = remove(&fresh);
    }
    moved
}

#[cfg(unix)]
fn plain(to: PathBuf) -> PathBuf {
    to
}

#[cfg(unix)]
fn make(to: &Path, link: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(to, link)
}

#[cfg(unix)]
fn replace(fresh: &Path, link: &Path) -> io::Result<()> {
    // A folder of that name is not replaced: rename refuses.
    fs::rename(fresh, link)
}

#[cfg(unix)]
fn remove(link: &Path) -> io::Result<()> {
    match fs::symlink_metadata(link) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(e),
        Ok(facts) if facts.is_symlink() => fs::remove_file(link),
        Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
    }
}

/// Without the `\\?\` that a junction is read with.
#[cfg(not(unix))]
fn plain(to: PathBuf) -> PathBuf {
    dunce::simplified(&to).to_path_buf()
}

#[cfg(windows)]
fn make(to: &Path, link: &Path) -> io::Result<()> {
    /// The right to make symbolic links is missing.
    const PRIVILEGE_NOT_HELD: i32 = 1314;
    match std::os::windows::fs::symlink_dir(to, link) {
        Err(e) if e.raw_os_error() == Some(PRIVILEGE_NOT_HELD) => junction(to, link),
        made => made,
    }
}

/// `mklink /J` of the command processor: the one way to a junction that needs neither a right nor unsafe code.
#[cfg(windows)]
fn junction(to: &Path, link: &Path) -> io::Result<()> {
    use std::os::windows::process::CommandExt;

    let quoted = |path: &Path| -> io::Result<String> {
        let text = path.to_str().ok_or(io::ErrorKind::InvalidInput)?;
        // What the command processor would expand even between quotes.
        if text.contains(['%', '"', '!']) {
            Err(io::ErrorKind::InvalidInput.into())
        } else {
            Ok(format!("\"{text}\""))
        }
    };
    let line = format!("/d /c mklink /J {} {}", quoted(link)?, quoted(to)?);
    #[expect(clippy::disallowed_methods, reason = "this is a door through which programs are started")]
    let mut command = std::process::Command::new("cmd.exe");
    let done = command.raw_arg(line).output()?;
    if done.status.success() {
        return Ok(());
    }
    Err(io::Error::other(String::from_utf8_lossy(&done.stderr).trim().to_owned()))
}

#[cfg(not(any(unix, windows)))]
fn make(_to: &Path, _link: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(not(unix))]
fn replace(fresh: &Path, link: &Path) -> io::Result<()> {
    // Nothing replaces a link to a folder here: it goes first.
    remove(link)?;
    fs::rename(fresh, link)
}

#[cfg(not(unix))]
fn remove(link: &Path) -> io::Result<()> {
    match fs::read_link(link) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(e),
        // A link to a folder is removed as a folder; what it leads to stays.
        Ok(_) => fs::remove_dir(link),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_made_moved_and_removed_and_a_folder_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let (a, b, link) = (dir.path().join("a"), dir.path().join("b"), dir.path().join("deep/current"));
        for (folder, name) in [(&a, "in-a"), (&b, "in-b")] {
            fs::create_dir(folder).unwrap();
            fs::write(folder.join(name), "").unwrap();
        }
        assert_eq!(read(&link).unwrap(), None);
        let made = point(&link, Some(&a));
        if cfg!(windows) && made.is_err() {
            eprintln!("SKIPPED: this system makes neither links nor junctions: {made:?}");
            return;
        }
        made.unwrap();
        assert!(link.join("in-a").is_file());
        point(&link, Some(&b)).unwrap();
        assert!(link.join("in-b").is_file());
        assert_eq!(read(&link).unwrap(), Some(b.clone()));
        point(&link, None).unwrap();
        assert!(!link.exists() && b.join("in-b").is_file());
        assert!(read(&a).is_err());
        assert!(point(&a, Some(&b)).is_err() && a.join("in-a").is_file());
        assert!(point(&a, None).is_err() && a.join("in-a").is_file());
        assert_eq!(fs::read_dir(link.parent().unwrap()).unwrap().count(), 0);
    }
}
