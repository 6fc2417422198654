//! A module cache with a part of what a world has, some of it damaged.

use super::world::{Version, World};
use crate::caches::proxy::{Proxy, escaped};
use crate::rng::Rng;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Lays a cache; what was done to it comes back.
///
/// # Errors
/// When something cannot be written.
pub fn lay(at: &Path, world: &World, rng: &mut Rng) -> io::Result<String> {
    copy(&world.full, at)?;
    let mut story = String::new();
    let (lacking, damaged) = match rng.weighted(&[40, 25, 15, 10, 10]) {
        0 => (0, 0),
        1 => (12, 0),
        2 => (50, 0),
        3 => (0, 15),
        _ => (15, 10),
    };
    if lacking == 50 && rng.chance(40) {
        fs::remove_dir_all(at)?;
        return Ok("empty cache; ".into());
    }
    for version in &world.versions {
        if rng.chance(lacking) {
            story.push_str(&lack(at, version, rng)?);
        } else if rng.chance(damaged) {
            story.push_str(&damage(at, version, rng)?);
        }
    }
    Ok(story)
}

fn folder(at: &Path, of: &Version) -> PathBuf {
    at.join(format!("{}@{}", escaped(of.module), of.version))
}

fn lack(at: &Path, of: &Version, rng: &mut Rng) -> io::Result<String> {
    let fetched = Proxy::at(&at.join("cache").join("download"));
    let file = |ending: &str| fetched.file(of.module, &of.version, ending);
    let what = match rng.below(5) {
        0 | 1 => {
            fs::remove_dir_all(folder(at, of)).ok();
            for ending in ["zip", "ziphash", "mod", "info"] {
                fs::remove_file(file(ending)).ok();
            }
            "is gone"
        }
        2 => {
            fs::remove_dir_all(folder(at, of)).ok();
            for ending in ["zip", "ziphash"] {
                fs::remove_file(file(ending)).ok();
            }
            "has only its go.mod"
        }
        3 => {
            fs::remove_dir_all(folder(at, of)).ok();
            "is not unpacked"
        }
        _ => {
            fs::remove_file(file("mod")).ok();
            "lacks its go.mod"
        }
    };
    Ok(format!("{}@{} {what}; ", of.module, of.version))
}

fn damage(at: &Path, of: &Version, rng: &mut Rng) -> io::Result<String> {
    let fetched = Proxy::at(&at.join("cache").join("download"));
    let file = |ending: &str| fetched.file(of.module, &of.version, ending);
    let dir = folder(at, of);
    let what = match rng.below(9) {
        0 => {
            fs::remove_file(file("zip"))?;
            "lacks its zip"
        }
        1 => {
            fs::remove_file(file("ziphash"))?;
            "lacks its ziphash"
        }
        2 => {
            fs::write(file("zip"), "no zip")?;
            "has a broken zip"
        }
        3 => {
            fs::write(file("zip"), "no zip")?;
            fs::remove_dir_all(&dir).ok();
            "has nothing but a broken zip"
        }
        4 => {
            fs::write(file("ziphash"), "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")?;
            "has a wrong ziphash"
        }
        5 => {
            fs::write(file("mod"), format!("module {}\n// x\n", of.module))?;
            "has a wrong go.mod"
        }
        6 => {
            fs::write(file("partial"), "")?;
            "was not unpacked to the end"
        }
        7 => {
            set_writable(&dir.join("README.md"));
            fs::write(dir.join("README.md"), "other")?;
            "has another README"
        }
        _ => {
            let package = of.packages.first().copied().unwrap_or_default();
            fs::remove_file(dir.join(package).join("x.go")).ok();
            "lacks a source"
        }
    };
    Ok(format!("{}@{} {what}; ", of.module, of.version))
}

/// A tree with everything in it, writable.
///
/// # Errors
/// When something cannot be copied.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let at = to.join(entry.file_name());
        let kind = entry.file_type()?;
        if kind.is_dir() {
            copy(&entry.path(), &at)?;
        } else if kind.is_symlink() {
            super::odd::link(&fs::read_link(entry.path())?, &at)?;
        } else {
            fs::copy(entry.path(), &at)?;
            set_writable(&at);
        }
    }
    Ok(())
}

fn set_writable(file: &Path) {
    if let Ok(facts) = fs::metadata(file) {
        let mut permissions = facts.permissions();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            permissions.set_mode(0o644);
        }
        #[cfg(not(unix))]
        permissions.set_readonly(false);
        fs::set_permissions(file, permissions).ok();
    }
}
