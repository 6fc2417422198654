//! Lays a case on the disk and clears it away again.

use crate::case::{Entry, What};
use crate::native::{bytes, path};
use crate::sdk::Sdk;
use crate::which::server::Server;
use bstr::BString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Of every toolchain in a module cache: go compares it with the checksum database, not with the files.
pub const ZIP_HASH: &str = "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

/// The folder in which one worker lays its cases, one after the other.
#[derive(Debug)]
pub struct Stage {
    root: PathBuf,
    /// Copies of the SDKs' `bin/go` on the same file system, to be linked instead of copied again.
    programs: PathBuf,
    /// What stands for every proxy and checksum database.
    pub server: Server,
}

impl Stage {
    /// To be made before any program is started: a program that is being copied while another thread starts one
    /// would be open for writing there, and could not be run.
    ///
    /// # Errors
    /// When the folders cannot be made, or a program not copied.
    pub fn new(base: &Path, worker: usize, sdks: &[Sdk]) -> io::Result<Stage> {
        let stage = Stage {
            root: base.join(format!("w{worker}")),
            programs: base.join("programs"),
            server: Server::start()?,
        };
        fs::create_dir_all(&stage.root)?;
        fs::create_dir_all(&stage.programs)?;
        for sdk in sdks {
            let copy = stage.copy_of(&sdk.goroot);
            if !copy.exists() {
                fs::copy(path(&sdk.program()), copy)?;
            }
        }
        Ok(stage)
    }

    fn copy_of(&self, goroot: &Path) -> PathBuf {
        let plain = |c: char| if c.is_alphanumeric() { c } else { '-' };
        self.programs.join(goroot.to_string_lossy().chars().map(plain).collect::<String>())
    }

    pub fn root(&self) -> BString {
        bytes(&self.root)
    }

    /// Clears the stage and lays these entries on it.
    ///
    /// # Errors
    /// When something cannot be written: the case is then no case.
    pub fn set(&self, entries: &[Entry], cwd: &[u8]) -> io::Result<()> {
        clear_patiently(&self.root)?;
        fs::create_dir_all(&self.root)?;
        fs::create_dir_all(path(cwd))?;
        entries.iter().try_for_each(|entry| self.lay(entry))
    }

    fn lay(&self, entry: &Entry) -> io::Result<()> {
        let at = path(&entry.path);
        self.is_ours(&at)?;
        if let Some(parent) = at.parent() {
            fs::create_dir_all(parent)?;
        }
        match &entry.what {
            What::Directory => fs::create_dir_all(at),
            What::File { lines, mode } => {
                fs::write(&at, bstr::concat(lines))?;
                set_mode(&at, *mode)
            }
            What::Link { to } => link(&path(to), &at),
            What::Farm { of, go_env, tools, go } => self.farm(of, &at, *go_env, *tools, &at.join(path(go))),
            What::Records(records) => records.write(&at),
            What::CachedToolchain { of, version, platform } => {
                self.cached_toolchain(of, &at, version, platform)
            }
        }
    }

    /// Nothing is written through a link that leads off the stage: the SDKs are everybody's.
    fn is_ours(&self, at: &Path) -> io::Result<()> {
        let there = at.ancestors().find(|above| above.symlink_metadata().is_ok()).unwrap_or(at);
        let free = there != at || !there.is_symlink();
        if free && there.canonicalize()?.starts_with(self.root.canonicalize()?) {
            return Ok(());
        }
        Err(io::Error::new(io::ErrorKind::PermissionDenied, "the place of an entry is not the stage's own"))
    }

    fn farm(&self, of: &Path, at: &Path, go_env: bool, tools: bool, go: &Path) -> io::Result<()> {
        fs::create_dir_all(at)?;
        for entry in fs::read_dir(of)? {
            let name = entry?.file_name();
            let left_out = name == "bin" || name == "pkg" || (name == "go.env" && !go_env);
            if !left_out {
                link(&of.join(&name), &at.join(&name))?;
            }
        }
        if tools {
            link_all(&of.join("pkg"), &at.join("pkg"))?;
        }
        self.own_program(of, go)
    }

    fn own_program(&self, of: &Path, at: &Path) -> io::Result<()> {
        if let Some(parent) = at.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::hard_link(self.copy_of(of), at)
    }

    /// As go leaves it, with `_go.mod` beside `go.mod` so that go has nothing more to do.
    fn cached_toolchain(&self, of: &Path, modcache: &Path, version: &str, platform: &str) -> io::Result<()> {
        let at = modcache.join(format!("golang.org/toolchain@v0.0.1-{version}.{platform}"));
        self.farm(of, &at, true, true, &at.join("bin").join(if cfg!(windows) { "go.exe" } else { "go" }))?;
        fs::remove_file(at.join("src"))?;
        link_all(&of.join("src"), &at.join("src"))?;
        fs::copy(of.join("src/go.mod"), at.join("src/_go.mod"))?;
        let download = modcache.join("cache/download/golang.org/toolchain/@v");
        fs::create_dir_all(&download)?;
        fs::write(download.join(format!("v0.0.1-{version}.{platform}.ziphash")), ZIP_HASH)
    }
}

/// A folder of its own with links to all that another one has: a module cache may be put below it, and must not
/// come to lie in the real one.
fn link_all(of: &Path, at: &Path) -> io::Result<()> {
    fs::create_dir(at)?;
    for entry in fs::read_dir(of)? {
        let name = entry?.file_name();
        link(&of.join(&name), &at.join(&name))?;
    }
    Ok(())
}

#[cfg(unix)]
fn link(to: &Path, at: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(to, at)
}

/// Links need a privilege there; a case that has any is not laid.
#[cfg(not(unix))]
fn link(_to: &Path, _at: &Path) -> io::Result<()> {
    Err(io::Error::new(io::ErrorKind::Unsupported, "no links on this system"))
}

#[cfg(unix)]
fn set_mode(at: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    if mode == 0o644 { Ok(()) } else { fs::set_permissions(at, fs::Permissions::from_mode(mode)) }
}

#[cfg(not(unix))]
fn set_mode(_at: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

/// On Windows a program that has just ended can hold its folder for a while.
fn clear_patiently(root: &Path) -> io::Result<()> {
    let mut tries = if cfg!(windows) { 40 } else { 0 };
    loop {
        match clear(root) {
            Err(_) if tries > 0 => std::thread::sleep(std::time::Duration::from_millis(50)),
            done => return done,
        }
        tries -= 1;
    }
}

/// Removes a tree, also one in which go has made directories read-only.
///
/// # Errors
/// When something stays.
pub fn clear(root: &Path) -> io::Result<()> {
    match fs::remove_dir_all(root) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(_) => {
            make_writable(root);
            fs::remove_dir_all(root)
        }
        done => done,
    }
}

fn make_writable(dir: &Path) {
    allow_removal(dir);
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => make_writable(&entry.path()),
            Ok(kind) if kind.is_file() && cfg!(windows) => allow_removal(&entry.path()),
            _ => {}
        }
    }
}

/// On Unix the folder decides what may be removed from it, on Windows each file for itself.
#[cfg(unix)]
fn allow_removal(dir: &Path) {
    set_mode(dir, 0o700).ok();
}

#[cfg(not(unix))]
fn allow_removal(path: &Path) {
    if let Ok(facts) = fs::metadata(path) {
        let mut permissions = facts.permissions();
        permissions.set_readonly(false);
        fs::set_permissions(path, permissions).ok();
    }
}
