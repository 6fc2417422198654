//! A home of its own in which real go and Burrow run: its caches, its proxy, its projects. Nothing outside is read but
//! the SDK, and nothing outside is written.

use super::proxy::Proxy;
use crate::native::path;
use crate::sdk::Sdk;
use crate::stage::clear;
use serde_json::Value;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Counted up whenever what is kept is to be filled differently.
const RECIPE: &str = "1";

const WARM: &str = "package main\n\nimport (\n\t\"encoding/json\"\n\t\"fmt\"\n\t\"os\"\n\t\"sort\"\n\t\"strings\"\n)\n\n\
    func main() {\n\tjson.NewEncoder(os.Stdout).Encode(strings.Fields(fmt.Sprint(sort.IsSorted(nil))))\n}\n";
const WARM_TEST: &str = "package main\n\nimport \"testing\"\n\nfunc TestWarm(t *testing.T) { t.Log() }\n";

/// The home. Dropped, it stays: the folder above it is the caller's to clear.
#[derive(Debug, Clone)]
pub struct Stage {
    pub root: PathBuf,
    pub proxy: Proxy,
    pub gocache: PathBuf,
    pub gomodcache: PathBuf,
    /// Whether programs run as an ordinary user does, to whom go's read-only folders are read-only. The system's
    /// administrator is one by giving up every privilege; on Windows nobody need be.
    pub ordinary: bool,
}

impl Stage {
    /// # Errors
    /// When the folders cannot be made.
    pub fn new(root: &Path) -> io::Result<Stage> {
        for folder in ["home/.config/go/telemetry", "tmp", "projects"] {
            fs::create_dir_all(root.join(folder))?;
        }
        fs::write(root.join("home/.config/go/telemetry/mode"), "off")?;
        Ok(Stage {
            root: root.to_owned(),
            proxy: Proxy::at(&root.join("proxy")),
            gocache: root.join("gocache"),
            gomodcache: root.join("gomodcache"),
            ordinary: true,
        })
    }

    /// Whether this is one of the 256 folders into which the build cache is divided.
    pub fn is_bucket(&self, path: &Path) -> bool {
        let name = path.strip_prefix(&self.gocache).ok().and_then(Path::to_str).unwrap_or_default();
        name.len() == 2 && u8::from_str_radix(name, 16).is_ok()
    }

    /// The folder of a project; nothing is made.
    pub fn project(&self, name: &str) -> PathBuf {
        self.root.join("projects").join(name)
    }

    /// Real go, asking the stage's proxy for what it lacks. `-mod=mod` is not set: workspaces do not bear it.
    pub fn go(&self, sdk: &Sdk, folder: &Path) -> Command {
        let mut go = self.command(&path(&sdk.program()), sdk);
        go.current_dir(folder).env("PWD", folder).env("GOPROXY", self.proxy.url());
        go
    }

    /// Real go that can ask nobody.
    pub fn go_offline(&self, sdk: &Sdk, folder: &Path) -> Command {
        let mut go = self.go(sdk, folder);
        go.env("GOPROXY", "off");
        go
    }

    /// Burrow in the same home, with this SDK's go first on PATH.
    pub fn burrow(&self, burrow: &Path, sdk: &Sdk) -> Command {
        let mut command = self.command(burrow, sdk);
        command.current_dir(&self.root).env("GOPROXY", self.proxy.url());
        command.env("BURROW_STATE_DIR", self.root.join("state"));
        command
    }

    fn command(&self, program: &Path, sdk: &Sdk) -> Command {
        let mut command = Command::new(program);
        command.env_clear().stdin(Stdio::null());
        for name in ["SystemRoot", "SystemDrive", "WINDIR", "PATHEXT"] {
            command.envs(std::env::var_os(name).map(|value| (name, value)));
        }
        let mut places = vec![sdk.goroot.join("bin")];
        places.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
        let (home, tmp) = (self.root.join("home"), self.root.join("tmp"));
        command
            .env("PATH", std::env::join_paths(places).unwrap_or_default())
            .envs(["HOME", "USERPROFILE", "AppData", "LocalAppData"].map(|name| (name, &home)))
            .envs(["TMPDIR", "TMP", "TEMP"].map(|name| (name, &tmp)))
            .env("GOCACHE", &self.gocache)
            .env("GOMODCACHE", &self.gomodcache)
            .envs([("GOSUMDB", "off"), ("GOTOOLCHAIN", "local"), ("GOENV", "off"), ("CGO_ENABLED", "0")])
            .env("LANG", "C.UTF-8");
        if self.ordinary {
            give_up_privileges(&mut command);
        }
        command
    }

    /// What go does here must go well: `words` are the command line without `go`.
    ///
    /// # Errors
    /// When it does not, with go's words.
    pub fn must(&self, sdk: &Sdk, folder: &Path, words: &[&str]) -> io::Result<String> {
        said(self.go(sdk, folder).args(words))
    }

    /// What Burrow answers in JSON, and its exit status.
    ///
    /// # Errors
    /// When it cannot be started, ends by a signal or says no JSON.
    pub fn ask<S: AsRef<OsStr>>(&self, burrow: &Path, sdk: &Sdk, words: &[S]) -> io::Result<(i32, Value)> {
        let output = self.burrow(burrow, sdk).args(words).output()?;
        let status = output.status.code().ok_or_else(|| io::Error::other(told(&output)))?;
        let value = serde_json::from_slice(&output.stdout)
            .map_err(|why| io::Error::other(format!("{why}: {}", told(&output))))?;
        Ok((status, value))
    }

    /// Fills the build cache with what go compiles of the standard library for small programs and their tests. That
    /// takes long, and is kept in a folder beside the SDKs (`store`). Several SDKs can be warmed for.
    ///
    /// # Errors
    /// When it cannot be built or copied.
    pub fn warm(&self, store: &Path, sdk: &Sdk) -> io::Result<()> {
        let kept = store.join(format!(".caches-{RECIPE}"));
        let of_this = kept.join(&sdk.version);
        if !of_this.is_dir() {
            fs::create_dir_all(&kept)?;
            let scratch = tempfile::tempdir_in(&kept)?;
            let kitchen = Stage::new(scratch.path())?;
            let project = kitchen.project("warm");
            fs::create_dir_all(&project)?;
            fs::write(project.join("go.mod"), "module warm.example\n\ngo 1.16\n")?;
            fs::write(project.join("warm.go"), WARM)?;
            fs::write(project.join("warm_test.go"), WARM_TEST)?;
            for words in [&["build", "./..."][..], &["vet", "./..."], &["test", "-count=1", "./..."]] {
                kitchen.must(sdk, &project, words)?;
            }
            fs::rename(&kitchen.gocache, &of_this)
                .or_else(|why| if of_this.is_dir() { Ok(()) } else { Err(why) })?;
        }
        merge(&of_this, &self.gocache)
    }

    /// Removes the module cache.
    ///
    /// # Errors
    /// When something stays.
    pub fn clear_caches_of_modules(&self) -> io::Result<()> {
        clear(&self.gomodcache)?;
        clear(&self.root.join(super::tree::QUARANTINE))
    }

    /// Removes both caches, with what Burrow has put aside of them.
    ///
    /// # Errors
    /// When something stays.
    pub fn clear_caches(&self) -> io::Result<()> {
        for cache in [&self.gocache, &self.gomodcache] {
            clear(cache)?;
        }
        clear(&self.root.join(super::tree::QUARANTINE))
    }
}

/// Runs a program to its end and returns what it printed.
///
/// # Errors
/// When it fails, with the last of what it said.
pub fn said(command: &mut Command) -> io::Result<String> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let words: Vec<_> = command.get_args().map(|word| word.to_string_lossy()).collect();
    Err(io::Error::other(format!("{}: {}", words.join(" "), told(&output))))
}

/// What a program said, with its status, for a report.
pub fn told(output: &Output) -> String {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let all = format!("{out}{err}");
    let start = all.char_indices().rev().nth(1500).map_or(0, |(at, _)| at);
    format!("{}: {}", output.status, all[start..].trim())
}

/// Copies what is not there yet; entries of a build cache are the same wherever their names are.
fn merge(from: &Path, to: &Path) -> io::Result<()> {
    if !to.is_dir() {
        return copy(from, to);
    }
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if !to.exists() {
            copy(&from, &to)?;
        } else if from.is_dir() {
            merge(&from, &to)?;
        }
    }
    Ok(())
}

/// A copy of a tree with its modes and times, as `cp -a` makes it; programs that run here must not be copied so.
///
/// # Errors
/// When something cannot be read or written.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let facts = fs::symlink_metadata(from)?;
    if facts.is_symlink() {
        return copy_link(from, to);
    }
    if !facts.is_dir() {
        fs::copy(from, to)?;
        let file = fs::File::open(to)?;
        return file.set_times(fs::FileTimes::new().set_modified(facts.modified()?));
    }
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let name = entry?.file_name();
        copy(&from.join(&name), &to.join(&name))?;
    }
    fs::set_permissions(to, facts.permissions())
}

#[cfg(unix)]
fn copy_link(from: &Path, to: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(fs::read_link(from)?, to)
}

#[cfg(not(unix))]
fn copy_link(_from: &Path, _to: &Path) -> io::Result<()> {
    Err(io::Error::new(io::ErrorKind::Unsupported, "no links on this system"))
}

/// The administrator who may do nothing special is held by read-only folders like everybody else.
#[cfg(target_os = "linux")]
fn give_up_privileges(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    // SAFETY: geteuid touches no memory; what runs in the child only makes system calls.
    unsafe {
        if libc::geteuid() == 0 {
            command.pre_exec(|| {
                // The set that a program started by the administrator gets; a number that is none ends the list.
                let mut privilege: libc::c_ulong = 0;
                while libc::prctl(libc::PR_CAPBSET_DROP, privilege, 0, 0, 0) == 0 {
                    privilege += 1;
                }
                Ok(())
            });
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn give_up_privileges(_command: &mut Command) {}
