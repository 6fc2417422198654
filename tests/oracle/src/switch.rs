//! `burrow sdk use` and `sdk remove` beside real go and real shells: what was switched to is what runs, what is taken
//! back is back byte for byte, and a Burrow that is killed at any moment leaves everything whole.

#![cfg_attr(not(unix), allow(dead_code, unused_imports, reason = "start files and links are those of Unix"))]

use crate::rng::Rng;
use crate::sdk::Sdk;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// What came of it.
#[derive(Debug, Default)]
pub struct Switches {
    pub passed: u64,
    pub killed: u64,
    pub faults: Vec<String>,
}

impl Switches {
    fn judge(&mut self, what: impl Into<String>, seen: &str, wanted: &str) {
        if seen == wanted {
            self.passed += 1;
        } else {
            self.faults.push(format!("{}: {seen:?}, not {wanted:?}", what.into()));
        }
    }
}

/// A home with SDKs as golang.org/dl lays them, and programs of their names on PATH.
struct Home<'a> {
    root: PathBuf,
    burrow: &'a Path,
    local: &'a Sdk,
}

impl Home<'_> {
    fn command(&self, program: impl AsRef<std::ffi::OsStr>, shell: &Path) -> Command {
        let mut path = self.root.join("programs").into_os_string();
        path.push(":");
        path.push(self.local.goroot.join("bin"));
        path.push(":/usr/local/bin:/usr/bin:/bin");
        let mut command = Command::new(program);
        command
            .env_clear()
            .envs([("HOME", self.root.as_os_str()), ("SHELL", shell.as_os_str()), ("PATH", &path)])
            .envs([("TERM", "xterm"), ("USER", "ada"), ("LANG", "C"), ("GOPROXY", "off")])
            .env("BURROW_STATE_DIR", self.root.join("state"))
            .current_dir(&self.root)
            .stdin(Stdio::null());
        command
    }

    fn burrow(&self, shell: &Path, arguments: &[&str]) -> io::Result<String> {
        let output = self.command(self.burrow, shell).args(arguments).output()?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        if output.status.success() {
            return Ok(text(&output.stdout));
        }
        Ok(format!(
            "{:?} of {arguments:?}: {}{}",
            output.status.code(),
            text(&output.stdout),
            text(&output.stderr)
        ))
    }

    /// `go version` in a new terminal, or (`shell: None`) as a program that a person has open runs it.
    fn version(&self, shell: Option<&Path>) -> io::Result<String> {
        let none = Path::new("/bin/sh");
        let output = match shell {
            Some(shell) => self.command(shell, shell).args(["-l", "-i", "-c", "go version"]).output()?,
            None => self.command("go", none).arg("version").output()?,
        };
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let last = text.lines().rfind(|line| line.starts_with("go version ")).unwrap_or_default();
        Ok(last.split(' ').nth(2).unwrap_or_default().to_owned())
    }

    /// Everything but Burrow's own and what real go and shells keep.
    fn files(&self) -> io::Result<Vec<(PathBuf, Vec<u8>)>> {
        let mut all = Vec::new();
        for name in [".bashrc", ".bash_profile", ".profile", ".zshrc", ".config/fish/config.fish", "go.mod"] {
            let file = self.root.join(name);
            if let Ok(bytes) = fs::read(&file) {
                all.push((file, bytes));
            }
        }
        Ok(all)
    }
}

/// Runs everything below `base`.
///
/// # Errors
/// When a home cannot be laid, or a program not started.
#[cfg(unix)]
pub fn switches(base: &Path, sdks: &[Sdk], burrow: &Path, kills: u64, seed: u64) -> io::Result<Switches> {
    let mut seen = Switches::default();
    let new: Vec<&Sdk> = sdks.iter().filter(|sdk| sdk.minor >= 21).collect();
    let (Some(local), Some(newest)) = (new.first(), new.last()) else { return Ok(seen) };
    let shells: Vec<PathBuf> = ["bash", "zsh", "fish"]
        .map(|name| Path::new("/usr/bin").join(name))
        .into_iter()
        .filter(|s| s.is_file())
        .collect();
    for shell in &shells {
        let home = lay(&base.join(shell.file_name().unwrap_or_default()), sdks, burrow, local)?;
        by_link(&home, shell, sdks, &mut seen)?;
        by_name(&home, shell, newest, &mut seen)?;
        let mut rng = Rng::of_case(seed, shells.len() as u64);
        killed(&home, shell, kills, &mut rng, &mut seen)?;
    }
    let mut rng = Rng::of_case(seed, 99);
    let home = lay(&base.join("removal"), &[], burrow, local)?;
    killed_removing(&home, newest, kills.div_ceil(8), &mut rng, &mut seen)?;
    Ok(seen)
}

/// Start files and links are those of Unix.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn switches(_: &Path, _: &[Sdk], _: &Path, _: u64, _: u64) -> io::Result<Switches> {
    Ok(Switches::default())
}

#[cfg(unix)]
fn lay<'a>(root: &Path, sdks: &[Sdk], burrow: &'a Path, local: &'a Sdk) -> io::Result<Home<'a>> {
    use std::os::unix::fs::symlink;
    fs::create_dir_all(root.join("sdk"))?;
    fs::create_dir_all(root.join("programs"))?;
    fs::create_dir_all(root.join(".config/fish"))?;
    for sdk in sdks {
        symlink(&sdk.goroot, root.join("sdk").join(&sdk.version))?;
        symlink(sdk.goroot.join("bin/go"), root.join("programs").join(&sdk.version))?;
    }
    let path = format!("PATH={}:$PATH\n", local.goroot.join("bin").display());
    fs::write(root.join(".bashrc"), format!("case $- in *i*) ;; *) return ;; esac\n{path}"))?;
    fs::write(root.join(".profile"), "if [ -n \"$BASH_VERSION\" ]; then . ~/.bashrc; fi")?;
    fs::write(root.join(".zshrc"), format!("# mine\nexport {path}"))?;
    fs::write(root.join(".config/fish/config.fish"), "set -g fish_greeting\n")?;
    fs::write(root.join("go.mod"), "module m // mine\n\ngo 1.20\n")?;
    Ok(Home { root: root.to_owned(), burrow, local })
}

/// Through the link, forth over all SDKs and back.
fn by_link(home: &Home<'_>, shell: &Path, sdks: &[Sdk], seen: &mut Switches) -> io::Result<()> {
    let before = home.files()?;
    let name = shell.display();
    for sdk in sdks {
        let folder = home.root.join("sdk").join(&sdk.version).display().to_string();
        let said = home.burrow(shell, &["sdk", "use", "-q", "--link", &folder])?;
        seen.judge(format!("{name}: what is said"), &said, "");
        seen.judge(format!("{name}: --link {}", sdk.version), &home.version(Some(shell))?, &sdk.version);
    }
    for _ in sdks {
        home.burrow(shell, &["sdk", "use", "-q", "--undo"])?;
    }
    let same = home.files()? == before
        && fs::symlink_metadata(home.root.join(".local/share/burrow/current")).is_err();
    seen.judge(format!("{name}: taken back"), &same.to_string(), "true");
    Ok(())
}

/// By GOTOOLCHAIN and by the project's line, as real go reads them.
fn by_name(home: &Home<'_>, shell: &Path, wanted: &Sdk, seen: &mut Switches) -> io::Result<()> {
    for way in ["--setting", "--project"] {
        let before = home.files()?;
        seen.judge(format!("before {way}"), &home.version(None)?, &home.local.version);
        let said = home.burrow(shell, &["sdk", "use", "-q", way, &wanted.version])?;
        seen.judge(format!("{way}: what is said"), &said, "");
        seen.judge(way, &home.version(None)?, &wanted.version);
        home.burrow(shell, &["sdk", "use", "-q", "--undo"])?;
        seen.judge(format!("{way} taken back"), &home.version(None)?, &home.local.version);
        seen.judge(format!("{way} taken back"), &(home.files()? == before).to_string(), "true");
    }
    Ok(())
}

/// Switches there and away, killed at random moments.
fn killed(home: &Home<'_>, shell: &Path, kills: u64, rng: &mut Rng, seen: &mut Switches) -> io::Result<()> {
    let before = home.files()?;
    let folder = home.root.join("sdk").join(&home.local.version).display().to_string();
    for round in 0..kills {
        let arguments: &[&str] = if rng.chance(60) {
            &["sdk", "use", "-q", "--link", &folder]
        } else {
            &["sdk", "use", "-q", "--link", "--none"]
        };
        kill_in(home.command(home.burrow, shell).args(arguments), rng, 60)?;
        seen.killed += 1;
        let whole = home.files()?.into_iter().all(|(file, now)| {
            let was = before.iter().find(|(other, _)| *other == file).map(|(_, bytes)| bytes.as_slice());
            let was = was.unwrap_or_default();
            let text = String::from_utf8_lossy(&now).into_owned();
            let rest =
                text.lines().filter(|line| !line.ends_with("burrow sdk use")).collect::<Vec<_>>().join("\n");
            rest.trim_end() == String::from_utf8_lossy(was).trim_end()
                && text.matches("added by Burrow").count() <= 1
        });
        let link = home.root.join(".local/share/burrow/current");
        let leads = fs::symlink_metadata(&link).is_err() || link.join("bin/go").is_file();
        seen.judge(
            format!("{}: killed in round {round}", shell.display()),
            &format!("{whole} {leads}"),
            "true true",
        );
    }
    home.burrow(shell, &["sdk", "use", "-q", "--link", "--none"])?;
    Ok(())
}

/// Removes an SDK for good, killed at random moments: it is whole, or nothing that looks like one.
fn killed_removing(
    home: &Home<'_>,
    sdk: &Sdk,
    kills: u64,
    rng: &mut Rng,
    seen: &mut Switches,
) -> io::Result<()> {
    let (shell, goroot) = (Path::new("/bin/sh"), home.root.join("sdk").join(&sdk.version));
    let mut names = 0;
    for round in 0..kills {
        if !goroot.exists() {
            names = copy(&sdk.goroot, &goroot)?;
        }
        let arguments = ["sdk", "remove", "-q", "--yes", "--purge", &sdk.version];
        kill_in(home.command(home.burrow, shell).args(arguments), rng, 250)?;
        seen.killed += 1;
        let listed = home.burrow(shell, &["sdk", "list", "--json"])?.contains(&goroot.display().to_string());
        let whole = goroot.exists() && count(&goroot) == names;
        let told = format!("listed {listed}, whole {whole}");
        let wanted = if listed { "listed true, whole true" } else { "listed false, whole false" };
        seen.judge(format!("removal killed in round {round}"), &told, wanted);
    }
    Ok(())
}

fn kill_in(command: &mut Command, rng: &mut Rng, most_ms: usize) -> io::Result<()> {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    std::thread::sleep(Duration::from_micros(rng.below(most_ms * 1000) as u64));
    child.kill()?;
    child.wait()?;
    Ok(())
}

/// Names of a tree are copied by linking; the files are the same. Returns how many there are.
fn copy(from: &Path, to: &Path) -> io::Result<usize> {
    let mut names = 0;
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)?.flatten() {
        let (kind, at) = (entry.file_type()?, to.join(entry.file_name()));
        // What a test with GOPATH here has left behind is not the SDK's.
        if kind.is_dir() && entry.path().ends_with("pkg/mod") {
            continue;
        }
        names += 1;
        if kind.is_dir() {
            names += copy(&entry.path(), &at)?;
        } else {
            fs::hard_link(entry.path(), &at).or_else(|_| fs::copy(entry.path(), &at).map(drop))?;
        }
    }
    Ok(names)
}

fn count(dir: &Path) -> usize {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    entries
        .map(|entry| 1 + if entry.file_type().is_ok_and(|k| k.is_dir()) { count(&entry.path()) } else { 0 })
        .sum()
}
