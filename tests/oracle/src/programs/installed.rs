//! Installed programs from end to end: real programs that real old and new go put into a real GOBIN, shown, built
//! anew and removed by the `burrow` command.

use super::build::file_url;
use super::sources::publish_command;
use crate::native::{os, path};
use crate::sdk::Sdk;
use bstr::BString;
use serde_json::Value;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const PACKAGE: &str = "example.com/tools/cmd/hey";

/// A home with GOBIN, GOPATH and a proxy of its own.
struct Home<'a> {
    root: PathBuf,
    burrow: &'a BString,
    cache: &'a Path,
    old: &'a Sdk,
    new: &'a Sdk,
    faults: Vec<String>,
    checks: u64,
}

/// Plays the whole story; what is not as it must be, and how much was looked at. `cache`: for go's build cache.
///
/// # Errors
/// When a program cannot be started or a file not written.
pub fn story(
    root: &Path,
    cache: &Path,
    old: &Sdk,
    new: &Sdk,
    burrow: &BString,
) -> io::Result<(u64, Vec<String>)> {
    let root = root.join("installed");
    let mut home = Home { root, burrow, cache, old, new, faults: Vec::new(), checks: 0 };
    home.set()?;
    home.shown()?;
    home.failed_builds()?;
    home.cancelled()?;
    home.rebuilt()?;
    home.mended_by_doctor()?;
    home.crossed()?;
    home.removed()?;
    fs::remove_dir_all(&home.root)?;
    Ok((home.checks, home.faults))
}

impl Home<'_> {
    fn at(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    fn exe(&self, name: &str) -> PathBuf {
        let ending = if cfg!(windows) { ".exe" } else { "" };
        self.at("gobin").join(format!("{name}{ending}"))
    }

    fn must(&mut self, what: &str, is_so: bool, saw: impl std::fmt::Display) {
        self.checks += 1;
        if !is_so {
            self.faults.push(format!("{what}: {saw}"));
        }
    }

    /// Two programs by old go, one of them at a version with a replaced module; one by new go; strangers.
    fn set(&self) -> io::Result<()> {
        for dir in ["home", "gobin", "gopath/bin", "elsewhere", "work"] {
            fs::create_dir_all(self.at(dir))?;
        }
        publish_command(&self.at("proxy"), "example.com/tools", "v1.2.3", "cmd/hey", "hey")?;
        publish_command(&self.at("proxy"), "example.com/other/v2", "v2.0.1", "", "other")?;
        let old = self.go(self.old).args(["install", "-trimpath", &format!("{PACKAGE}@v1.2.3")]).output()?;
        let new = self.go(self.new).args(["install", "example.com/other/v2@v2.0.1"]).output()?;
        let local = self.at("work");
        fs::write(local.join("go.mod"), "module example.com/local\n\ngo 1.19\n")?;
        fs::write(local.join("main.go"), "package main\n\nfunc main() {}\n")?;
        let devel = self.go(self.old).current_dir(&local).args(["install", "."]).output()?;
        for output in [old, new, devel] {
            if !output.status.success() {
                return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
            }
        }
        fs::write(self.at("gobin/notes.txt"), "nothing to run")?;
        fs::create_dir_all(self.at("gobin/folder"))?;
        fs::copy(
            self.exe("local"),
            self.at("gopath/bin").join(self.exe("hey").file_name().unwrap_or_default()),
        )?;
        Ok(())
    }

    fn environment(&self, command: &mut Command, sdk: &Sdk) {
        let gobin = self.at("gobin");
        let bin = sdk.goroot.join("bin");
        let mut entries = vec![gobin.clone(), bin];
        entries.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
        let home = self.at("home");
        command.env_clear();
        for name in ["SystemRoot", "SystemDrive", "WINDIR", "PATHEXT"] {
            command.envs(std::env::var_os(name).map(|value| (name, value)));
        }
        command
            .envs(
                ["HOME", "USERPROFILE", "AppData", "LocalAppData", "TMP", "TEMP"].map(|n| (n, home.clone())),
            )
            .env("PATH", std::env::join_paths(entries).unwrap_or_default())
            .env("GOBIN", gobin)
            .env("GOPATH", self.at("gopath"))
            .env("GOCACHE", self.cache)
            .env("GOPROXY", file_url(&self.at("proxy")))
            .env("BURROW_STATE_DIR", self.at("state"))
            .envs([
                ("GOSUMDB", "off"),
                ("GOTOOLCHAIN", "local"),
                ("GOFLAGS", "-modcacherw"),
                ("CGO_ENABLED", "0"),
            ])
            .current_dir(&self.root)
            .stdin(Stdio::null());
    }

    fn go(&self, sdk: &Sdk) -> Command {
        let mut command = Command::new(path(&sdk.program()));
        self.environment(&mut command, sdk);
        command
    }

    fn burrow(&self, args: &[&str]) -> Command {
        let mut command = Command::new(os(self.burrow));
        self.environment(&mut command, self.new);
        command.args(["sdk", "programs"]).args(args);
        command
    }

    fn listed(&self) -> io::Result<Value> {
        json(&self.burrow(&["--json"]).output()?)
    }

    fn program(&self, name: &str) -> io::Result<Value> {
        let path = self.exe(name).display().to_string();
        let listed = self.listed()?;
        let found =
            listed["programs"].as_array().and_then(|all| all.iter().find(|p| p["path"] == path.as_str()));
        Ok(found.cloned().unwrap_or_default())
    }

    fn shown(&mut self) -> io::Result<()> {
        let (old, new) = (self.old.version.clone(), self.new.version.clone());
        let hey = self.program("hey")?;
        let as_built = hey["package"] == PACKAGE
            && hey["module"] == "example.com/tools"
            && hey["version"] == "v1.2.3"
            && hey["builtBy"] == old.as_str()
            && hey["outdated"] == true
            && hey["firstOnPath"] == true
            && hey["rebuild"] == format!("go install -trimpath {PACKAGE}@v1.2.3").as_str();
        self.must("an old program", as_built, &hey);
        let other = self.program("other")?;
        let current =
            other["builtBy"] == new.as_str() && other["outdated"] == false && other["rebuild"].is_string();
        self.must("a current program", current, &other);
        let local = self.program("local")?;
        let devel = local["version"] == "(devel)" && local["problem"]["code"] == "rebuild-devel";
        self.must("a program of a folder", devel && local["rebuild"].is_null(), &local);
        let listed = self.listed()?;
        let hidden = listed["programs"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|p| p["name"] == "hey" && p["path"] != self.exe("hey").display().to_string().as_str());
        let by = hidden.is_some_and(|p| p["hiddenBy"] == self.exe("hey").display().to_string().as_str());
        self.must("what is hidden by GOBIN", by, &listed);
        let names: Vec<&str> =
            listed["programs"].as_array().into_iter().flatten().filter_map(|p| p["name"].as_str()).collect();
        self.must("what is listed", names == ["hey", "local", "other", "hey"], format!("{names:?}"));
        Ok(())
    }

    /// Whatever fails, the old program is as it was, and nothing is left beside it.
    fn failed_builds(&mut self) -> io::Result<()> {
        let before = fs::read(self.exe("hey"))?;
        let hidden = (self.at("proxy"), self.at("proxy-away"));
        fs::rename(&hidden.0, &hidden.1)?;
        let modules = (self.at("gopath/pkg"), self.at("pkg-away"));
        fs::rename(&modules.0, &modules.1)?;
        let failed = self.burrow(&["rebuild", "hey", "--json"]).output()?;
        fs::rename(hidden.1, hidden.0)?;
        fs::remove_dir_all(&modules.0).ok();
        fs::rename(modules.1, modules.0)?;
        let told = json(&failed)?;
        let is_so = failed.status.code() == Some(5) && told["failed"][0]["code"] == "rebuild-failed";
        self.must("a build that fails", is_so, &told);
        self.untouched(&before)?;
        let devel = self.burrow(&["rebuild", "local", "--json"]).output()?;
        let told = json(&devel)?;
        self.must("what cannot be rebuilt", told["failed"][0]["code"] == "rebuild-devel", &told);
        Ok(())
    }

    fn untouched(&mut self, before: &[u8]) -> io::Result<()> {
        let same = fs::read(self.exe("hey"))? == before;
        self.must("the old program afterwards", same, "it is another one");
        let left: Vec<String> = fs::read_dir(self.at("gobin"))?
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|name| name.starts_with('.'))
            .collect();
        self.must("what is left beside it", left.is_empty(), left.join(" "));
        Ok(())
    }

    /// Ctrl-C while go builds.
    #[cfg(unix)]
    fn cancelled(&mut self) -> io::Result<()> {
        use std::thread::sleep;
        use std::time::{Duration, Instant};
        let before = fs::read(self.exe("hey"))?;
        // A cache of its own, or go would be done too soon.
        let cache = self.at("cold");
        let child = self
            .burrow(&["rebuild", "hey"])
            .env("GOCACHE", &cache)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let deadline = Instant::now() + Duration::from_secs(20);
        while !cache.is_dir() && Instant::now() < deadline {
            sleep(Duration::from_millis(10));
        }
        sleep(Duration::from_millis(300));
        // SAFETY: kill touches no memory; the process is our child and has not been waited for.
        unsafe { libc::kill(child.id() as libc::pid_t, libc::SIGINT) };
        let ended = child.wait_with_output()?;
        self.must("the status when cancelled", ended.status.code() == Some(4), ended.status);
        fs::remove_dir_all(cache)?;
        self.untouched(&before)
    }

    #[cfg(not(unix))]
    fn cancelled(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn rebuilt(&mut self) -> io::Result<()> {
        let output = self.burrow(&["rebuild", "--outdated", "--json"]).output()?;
        let told = json(&output)?;
        let names: Vec<&str> =
            told["rebuilt"].as_array().into_iter().flatten().filter_map(|p| p["name"].as_str()).collect();
        self.must("what --outdated rebuilds", output.status.success() && names == ["hey"], &told);
        let hey = self.program("hey")?;
        let is_new = hey["builtBy"] == self.new.version.as_str() && hey["outdated"] == false;
        self.must("a rebuilt program", is_new && hey["version"] == "v1.2.3", &hey);
        let ran = Command::new(self.exe("hey")).output()?;
        let says = String::from_utf8_lossy(&ran.stderr).into_owned();
        self.must("a rebuilt program runs", ran.status.success() && says == "hey\n", says);
        Ok(())
    }

    /// The doctor finds an old program, and its fix builds it anew.
    fn mended_by_doctor(&mut self) -> io::Result<()> {
        let built = self.go(self.old).args(["install", &format!("{PACKAGE}@v1.2.3")]).output()?;
        self.must("an old program again", built.status.success(), String::from_utf8_lossy(&built.stderr));
        let names = |told: &Value| told["findings"][0]["evidence"].to_string().contains("hey: go");
        let found = json(&self.doctor(&["--json", "--id", "program-stale"]).output()?)?;
        self.must("the doctor finds it", names(&found), &found);
        let fixed = self.doctor(&["--fix", "program-stale"]).output()?;
        self.must("doctor --fix", fixed.status.success(), String::from_utf8_lossy(&fixed.stderr));
        let exe = self.exe("hey").display().to_string();
        let built = self.go(self.new).args(["version", &exe]).output()?;
        let says = String::from_utf8_lossy(&built.stdout).into_owned();
        self.must("go says that it is new", says.trim_end().ends_with(&self.new.version), &says);
        let left = json(&self.doctor(&["--json", "--id", "program-stale"]).output()?)?;
        let of_gobin = left["findings"][0]["evidence"].to_string().contains(&exe);
        self.must("the doctor finds it no more", !of_gobin, &left);
        Ok(())
    }

    fn doctor(&self, args: &[&str]) -> Command {
        let mut command = Command::new(os(self.burrow));
        self.environment(&mut command, self.new);
        command.arg("doctor").args(args);
        command
    }

    /// For another system, where Go puts it when GOBIN is not set.
    fn crossed(&mut self) -> io::Result<()> {
        let (goos, goarch) = ("plan9", "386");
        let built = self
            .go(self.old)
            .env_remove("GOBIN")
            .envs([("GOOS", goos), ("GOARCH", goarch)])
            .args(["install", &format!("{PACKAGE}@v1.2.3")])
            .output()?;
        self.must("installing for plan9", built.status.success(), String::from_utf8_lossy(&built.stderr));
        let file = self.at("gopath/bin/plan9_386/hey");
        let name = file.display().to_string();
        let with_gobin = json(&self.burrow(&["rebuild", &name, "--json"]).output()?)?;
        self.must("with GOBIN", with_gobin["failed"][0]["code"] == "rebuild-cross-gobin", &with_gobin);
        let without = self.burrow(&["rebuild", &name, "--json"]).env_remove("GOBIN").output()?;
        let told = json(&without)?;
        self.must("without GOBIN", told["rebuilt"][0]["after"] == self.new.version.as_str(), &told);
        let head = fs::read(&file)?;
        self.must("it is one for plan9", head.starts_with(&[0, 0, 1, 0xeb]), format!("{:?}", &head[..4]));
        Ok(())
    }

    /// To the trash, where the system has one; never more than was named.
    fn removed(&mut self) -> io::Result<()> {
        let unasked = self.burrow(&["remove", "local"]).output()?;
        self.must("removing without a terminal", unasked.status.code() == Some(2), unasked.status);
        let several = self.burrow(&["remove", "hey", "--yes"]).output()?;
        self.must("a name in two folders", several.status.code() == Some(2), several.status);
        let outside = self.at("elsewhere").join("stray");
        fs::copy(self.exe("local"), &outside)?;
        let stray = self.burrow(&["remove", "--yes", &outside.display().to_string()]).output()?;
        self.must("a program elsewhere", stray.status.code() == Some(2) && outside.is_file(), stray.status);
        self.removed_link(&outside)?;
        let local = self.exe("local");
        let removed = self.burrow(&["remove", "--yes", "local", "--json"]).output()?;
        let told = json(&removed)?;
        let gone = removed.status.success() && !local.exists() && told["removed"][0]["name"] == "local";
        self.must("a program is removed", gone, &told);
        if cfg!(target_os = "linux") {
            let in_trash = self.at("home/.local/share/Trash/files/local");
            self.must("it is in the trash", in_trash.is_file(), in_trash.display());
        }
        Ok(())
    }

    #[cfg(unix)]
    fn removed_link(&mut self, target: &Path) -> io::Result<()> {
        let link = self.exe("link");
        std::os::unix::fs::symlink(target, &link)?;
        let removed = self.burrow(&["remove", "--yes", "link"]).output()?;
        let is_so = removed.status.success() && !link.is_symlink() && target.is_file();
        self.must("of a link, the link goes", is_so, removed.status);
        Ok(())
    }

    #[cfg(not(unix))]
    fn removed_link(&mut self, _target: &Path) -> io::Result<()> {
        Ok(())
    }
}

fn json(output: &Output) -> io::Result<Value> {
    serde_json::from_slice(&output.stdout).map_err(|why| {
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        io::Error::other(format!("{why}: {out}{err}"))
    })
}
