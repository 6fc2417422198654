//! Caches that lie where they should not, and modules that are damaged.

use super::Seen;
use super::machine::Machine;
use super::scenario::{Fix, Scenario};
use crate::rng::Rng;
use burrow_core::settings::{Budget, CacheSettings};
use burrow_core::store;
use burrow_servers::modules::{self, Module};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

pub const SCENARIOS: &[Scenario] = &[
    Scenario::new("a cache in memory", "cache-volatile", volatile),
    Scenario::new("a build cache that cannot be written to", "cache-read-only", read_only)
        .go(builds)
        .since(21),
    Scenario::new("a file in the place of a cache", "cache-read-only", file_in_place).go(builds).since(21),
    Scenario::new("module caches of several managers", "cache-split", split).since(21),
    Scenario::new("a cache over its budget", "cache-over-budget", over_budget)
        .fix(Fix::Undone(&["cache", "undo"])),
];

/// What is told from its beginning to its end, because it is not found, mended and taken back as others are.
pub type Story = fn(&mut Machine, &mut Rng, &mut Seen) -> io::Result<()>;

pub const STORIES: &[(&str, Story)] =
    &[("a module that is damaged", damaged), ("a volume that is full", full)];

fn volatile(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    if !is_memory(Path::new("/dev/shm")) {
        machine.not_here = Some("no memory is mounted at /dev/shm".to_owned());
        return Ok(());
    }
    let name = *rng.pick(&["GOCACHE", "GOMODCACHE"]);
    let folder = format!("/dev/shm/burrow-oracle-{}-cache", std::process::id());
    machine.line(&format!("{name}={folder}"), rng)
}

fn is_memory(at: &Path) -> bool {
    let mounts = fs::read_to_string("/proc/mounts").unwrap_or_default();
    let mut there = mounts.lines().filter(|line| line.split(' ').nth(1).map(Path::new) == Some(at));
    there.next_back().is_some_and(|line| line.split(' ').nth(2) == Some("tmpfs"))
}

/// What was mounted for scenarios, outside of their machines.
static MOUNTED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Takes down what scenarios have mounted.
pub fn unmount() {
    let mut mounted = MOUNTED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    for point in mounted.drain(..).rev() {
        let _ = Command::new("umount").arg("-l").arg(&point).output();
        let _ = fs::remove_dir_all(&point);
    }
}

/// Runs `mount`; whether it did. Only root may.
fn mount(words: &[&str], at: &Path) -> bool {
    let done = Command::new("mount").args(words).arg(at).output().is_ok_and(|said| said.status.success());
    if done {
        MOUNTED.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(at.to_owned());
    }
    done
}

/// A folder for a mount, that no machine holds.
fn point(name: &str, rng: &mut Rng) -> io::Result<PathBuf> {
    let at =
        std::env::temp_dir().join(format!("burrow-{name}-{}-{}", std::process::id(), rng.below(1 << 30)));
    fs::create_dir_all(&at)?;
    at.canonicalize()
}

/// By a mount where this account may, else by the folder's mode.
fn read_only(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let at = point("read-only", rng)?;
    let text = at.display().to_string();
    let below = *rng.pick(&["", "/go-build", "/a/b"]);
    let bound = cfg!(target_os = "linux") && mount(&["--bind", &text], &at);
    if bound && !mount(&["-o", "remount,ro,bind"], &at) {
        machine.not_here = Some("a mount cannot be made read-only".to_owned());
        return Ok(());
    }
    if !bound && !closed(&at) {
        machine.not_here =
            Some("neither a mount nor a mode can be made read-only by this account".to_owned());
        return Ok(());
    }
    machine.line(&format!("GOCACHE={text}{below}"), rng)
}

#[cfg(unix)]
fn closed(at: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let done = fs::set_permissions(at, fs::Permissions::from_mode(0o555)).is_ok();
    done && fs::create_dir(at.join("probe")).is_err()
}

#[cfg(not(unix))]
fn closed(_at: &Path) -> bool {
    false
}

fn file_in_place(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let file = machine.home.join("cache");
    machine.file(&file, "not a folder")?;
    let below = *rng.pick(&["", "/go-build"]);
    machine.line(&format!("GOCACHE={}{below}", file.display()), rng)
}

fn builds(machine: &Machine) -> io::Result<bool> {
    machine.project("module example.com/a\n\ngo 1.21\n")?;
    machine.go_does(&["build", "./..."])
}

fn fill(cache: &Path) -> io::Result<()> {
    fs::create_dir_all(cache.join("cache/download/example.com/m/@v"))
}

fn split(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let home = machine.home.clone();
    let all = [
        "go",
        "go/1.22.1",
        "go/1.23.4",
        ".asdf/installs/golang/1.22.1/packages",
        ".gvm/pkgsets/go1.21/global",
        ".local/share/mise/installs/go/1.24.0/packages",
    ];
    let first = rng.below(all.len());
    let second = (first + 1 + rng.below(all.len() - 1)) % all.len();
    for at in [first, second] {
        fill(&home.join(all[at]).join("pkg/mod"))?;
    }
    // The manager of one of them is active.
    if rng.below(2) == 0 {
        machine.set("GOPATH", home.join(all[second]).display().to_string());
    }
    Ok(())
}

fn over_budget(machine: &mut Machine, rng: &mut Rng) -> io::Result<()> {
    let cache = machine.home.join("build cache");
    machine.file(
        &cache.join("README"),
        "This directory holds cached build artifacts from the Go build system.\n",
    )?;
    let old = std::time::SystemTime::now() - std::time::Duration::from_secs(20 * 24 * 60 * 60);
    for n in 0..20 + rng.below(20) {
        let name = format!("{:02x}", n).repeat(32);
        let file = cache.join(&name[..2]).join(format!("{name}-d"));
        machine.file(&file, vec![b'x'; 50_000])?;
        fs::File::options().write(true).open(&file)?.set_modified(old)?;
    }
    machine.set("GOCACHE", cache.display().to_string());
    let (state, _) = store::open(Some(&machine.state()));
    let budget = Some(Budget { bytes: 400_000, automatic: false });
    let settings = CacheSettings { build_budget: budget, ..CacheSettings::default() };
    state.set_cache_settings(&settings).map_err(io::Error::other)
}

/// A module cache that real go has filled, damaged: found only when the check is named, repaired, brought back.
fn damaged(machine: &mut Machine, rng: &mut Rng, seen: &mut Seen) -> io::Result<()> {
    let proxy = machine.home.join("proxy");
    let all = ["a", "b", "c"].map(|name| Module::new(&format!("example.com/{name}"), "v1.0.0"));
    modules::write(&all, &proxy);
    let cache = machine.home.join("mod");
    machine.set(
        "GOPROXY",
        format!("file://{}", proxy.display().to_string().replace(' ', "%20").replace('\'', "%27")),
    );
    machine.set("GOMODCACHE", cache.display().to_string());
    machine.set("GOSUMDB", "sum.golang.org");
    machine.set("GONOSUMDB", "example.com");
    for module in ["a", "b", "c"] {
        machine.go(&["mod", "download", "-modcacherw", &format!("example.com/{module}@v1.0.0")])?;
    }
    let id = ["--id", "module-damaged"];
    let before = machine.doctor(&id)?;
    seen.check(before.ids().is_empty(), || format!("a whole module cache: {:#}", before.json));
    let module = *rng.pick(&["a", "b", "c"]);
    harm(&cache, module, rng)?;
    let quick = machine.doctor(&[])?;
    let skipped = quick.json["skipped"].as_array().into_iter().flatten();
    seen.check(
        !quick.has("module-damaged") && skipped.clone().any(|one| one["id"] == "module-damaged"),
        || format!("the slow check was made without being named: {:#}", quick.json),
    );
    let found = machine.doctor(&id)?;
    let named = found.findings().any(|one| one["subject"] == format!("example.com/{module}@v1.0.0"));
    seen.check(named && found.status == Some(1), || format!("damage of {module}: {:#}", found.json));
    let fixed = machine.burrow(&["doctor", "--fix", "module-damaged"])?;
    seen.check(fixed.status.success(), || {
        format!("--fix module-damaged: {}", String::from_utf8_lossy(&fixed.stderr))
    });
    let mended = machine.doctor(&id)?;
    seen.check(mended.ids().is_empty(), || format!("still damaged: {:#}", mended.json));
    let undone = machine.burrow(&["cache", "undo"])?;
    let again = machine.doctor(&id)?;
    seen.check(undone.status.success() && again.has("module-damaged"), || {
        format!("undo of a repair: {} {:#}", String::from_utf8_lossy(&undone.stderr), again.json)
    });
    Ok(())
}

fn harm(cache: &Path, module: &str, rng: &mut Rng) -> io::Result<()> {
    let folder = cache.join(format!("example.com/{module}@v1.0.0"));
    let download = cache.join(format!("cache/download/example.com/{module}/@v"));
    let write = |file: PathBuf, text: &[u8]| {
        allow(&folder)?;
        fs::remove_file(&file)?;
        fs::write(&file, text)
    };
    match rng.below(3) {
        0 => write(folder.join("m.go"), b"package changed\n"),
        1 => {
            crate::stage::clear(&folder)?;
            fs::write(download.join("v1.0.0.zip"), b"no zip")
        }
        _ => {
            allow(&folder)?;
            fs::remove_file(folder.join("m.go"))
        }
    }
}

#[cfg(unix)]
fn allow(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn allow(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// A small volume that is full of what go has built: found, cleaned, and with the space given back nothing is found.
fn full(machine: &mut Machine, rng: &mut Rng, seen: &mut Seen) -> io::Result<()> {
    let at = point("full", rng)?;
    if !cfg!(target_os = "linux") || !mount(&["-t", "tmpfs", "-o", "size=32m", "tmpfs"], &at) {
        seen.notes.push("left out: a full volume: this account may not mount one".to_owned());
        return Ok(());
    }
    let cache = at.join("build");
    machine.set("GOCACHE", cache.display().to_string());
    machine.file(
        &cache.join("README"),
        "This directory holds cached build artifacts from the Go build system.\n",
    )?;
    let roomy = machine.doctor(&["--id", "cache-volume-full"])?;
    seen.check(roomy.ids().is_empty(), || format!("a volume with room: {:#}", roomy.json));
    let old = std::time::SystemTime::now() - std::time::Duration::from_secs(20 * 24 * 60 * 60);
    for n in 0..33 {
        let name = format!("{n:02x}").repeat(32);
        let file = cache.join(&name[..2]).join(format!("{name}-d"));
        machine.file(&file, vec![b'x'; 1_000_000])?;
        fs::File::options().write(true).open(&file)?.set_modified(old)?;
    }
    let found = machine.doctor(&[])?;
    let odd: Vec<&str> =
        found.ids().into_iter().filter(|id| !["cache-volume-full", "cache-volatile"].contains(id)).collect();
    seen.check(found.has("cache-volume-full") && odd.is_empty(), || {
        format!("a full volume: {:#}", found.json)
    });
    let fixed = machine.burrow(&["doctor", "--fix", "cache-volume-full"])?;
    let given = machine.burrow(&["cache", "purge", "--yes"])?;
    seen.check(fixed.status.success() && given.status.success(), || {
        format!("{}{}", String::from_utf8_lossy(&fixed.stderr), String::from_utf8_lossy(&given.stderr))
    });
    let after = machine.doctor(&["--id", "cache-volume-full"])?;
    seen.check(after.ids().is_empty(), || format!("still full: {:#}", after.json));
    Ok(())
}
