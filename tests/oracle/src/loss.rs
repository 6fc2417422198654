//! The loss test: `burrow env set` is killed at random moments while a real `go env -w` runs beside it, and the
//! file that both write must never be torn nor lose anything but what was being written at that very moment.
//!
//! Both change keys of their own. What neither touches (comments, odd lines, other keys) must stay to the byte,
//! which it does not when Burrow takes the empty file between go's truncating and writing for the whole of it.

use crate::native::{bytes, join, path};
use crate::rng::Rng;
use crate::run::{Call, run};
use crate::sdk::Sdk;
use bstr::{BString, ByteSlice};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Keys that Burrow sets and keys that go sets, in turn.
const MINE: [&str; 4] = ["GOPRIVATE", "GOVCS", "GOINSECURE", "GONOPROXY"];
const THEIRS: [&str; 4] = ["GOSUMDB", "GONOSUMDB", "GOPROXY", "AR"];
/// What nobody touches, in an order that rewriting keeps.
const STAYS: [&str; 7] =
    ["# kept by hand", "export NOT=read", "", "GOAMD64=v2", "GOBIN=/x/bin", "GOFLAGS=-v", "# the end"];

/// What a run of the test saw.
#[derive(Debug, Default)]
pub struct Losses {
    /// How often both were started.
    pub rounds: u64,
    /// Burrow was killed before it was done.
    pub killed: u64,
    /// Changes that were being made in the same moment as another one and are not there.
    pub in_flight: u64,
    /// Times the file was looked at from outside, and found empty (go had truncated it).
    pub looks: u64,
    pub empty: u64,
    /// Left-over files in the folder after the last, undisturbed change.
    pub leftovers: Vec<String>,
    /// What must not happen.
    pub faults: Vec<String>,
}

impl Losses {
    /// What only the whole shows.
    fn judge(&mut self, kills: u64) {
        if self.killed < kills {
            self.faults.push(format!("only {} of {kills} kills came before Burrow was done", self.killed));
        }
        // Between Burrow's last look at the file and its renaming there is a moment that nothing can close.
        if self.in_flight * 20 > self.rounds {
            self.faults.push(format!(
                "{} changes were lost in flight: more than that moment explains",
                self.in_flight
            ));
        }
    }
}

/// One key's history: what was there when the round began, and what this round tried to put there.
struct Key {
    name: &'static str,
    settled: String,
    tried: Option<String>,
}

struct Scene<'a> {
    file: PathBuf,
    env: Vec<(BString, BString)>,
    folder: BString,
    sdk: &'a Sdk,
    burrow: &'a BString,
}

/// # Errors
/// When a program cannot be started or the folder cannot be written.
pub fn losses(base: &Path, sdk: &Sdk, burrow: &BString, kills: u64, rng: &mut Rng) -> io::Result<Losses> {
    let scene = Scene::set(base, sdk, burrow)?;
    let typical = scene.typical_duration()?;
    let mut losses = Losses::default();
    let mut keys: Vec<Key> = MINE.iter().chain(&THEIRS).map(|name| Key::fresh(name)).collect();
    let stop = AtomicBool::new(false);
    let (looks, empty) = (AtomicU64::new(0), AtomicU64::new(0));
    let torn = thread::scope(|scope| {
        let onlooker = scope.spawn(|| onlook(&scene.file, &stop, &looks, &empty));
        let mut played = Ok(());
        while played.is_ok() && losses.killed < kills && losses.rounds < 4 * kills {
            losses.rounds += 1;
            played = scene.round(losses.rounds, typical, rng, &mut keys, &mut losses);
        }
        stop.store(true, Ordering::Relaxed);
        played.map(|()| onlooker.join().unwrap_or_default())
    })?;
    losses.faults.extend(torn);
    losses.looks = looks.load(Ordering::Relaxed);
    losses.empty = empty.load(Ordering::Relaxed);
    scene.last_change(&mut losses)?;
    losses.judge(kills);
    Ok(losses)
}

/// Reads the file again and again: it is empty, because go has truncated it, or whole.
fn onlook(file: &Path, stop: &AtomicBool, looks: &AtomicU64, empty: &AtomicU64) -> Vec<String> {
    let mut torn = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        match fs::read(file) {
            Ok(content) if content.is_empty() => {
                empty.fetch_add(1, Ordering::Relaxed);
            }
            Ok(content) => torn.extend(damage(&content).map(|what| format!("seen from outside: {what}"))),
            Err(error) => torn.push(format!("seen from outside: {error}")),
        }
        looks.fetch_add(1, Ordering::Relaxed);
        thread::sleep(Duration::from_micros(150));
    }
    torn.truncate(5);
    torn
}

/// What is wrong with the file, whoever wrote it: a line that nobody wrote, or one that is gone.
fn damage(content: &[u8]) -> Option<String> {
    if !content.ends_with(b"\n") {
        return Some(format!("it ends in the middle of a line: {:?}", content.as_bstr()));
    }
    for line in STAYS {
        if !content.lines().any(|l| l == line.as_bytes()) {
            return Some(format!("the line {line:?} is gone from {:?}", content.as_bstr()));
        }
    }
    let known = |line: &[u8]| {
        let key = line.split(|b| *b == b'=').next().unwrap_or_default();
        STAYS.iter().any(|l| line == l.as_bytes())
            || MINE.iter().chain(&THEIRS).any(|name| key == name.as_bytes())
    };
    let stray = content.lines().find(|line| !known(line))?;
    Some(format!("nobody wrote the line {:?}", stray.as_bstr()))
}

impl Key {
    fn fresh(name: &'static str) -> Key {
        Key { name, settled: "start".into(), tried: None }
    }
}

impl<'a> Scene<'a> {
    fn set(base: &Path, sdk: &'a Sdk, burrow: &'a BString) -> io::Result<Scene<'a>> {
        let home = base.join("home");
        let file = base.join("conf").join("env");
        fs::create_dir_all(&home)?;
        fs::create_dir_all(base.join("conf"))?;
        let lines: Vec<String> = MINE.iter().chain(&THEIRS).map(|name| format!("{name}=start")).collect();
        fs::write(&file, format!("{}\n{}\n", STAYS.join("\n"), lines.join("\n")))?;
        let home = bytes(&home);
        fs::create_dir_all(path(&join(&home, ".config/go/telemetry")))?;
        fs::write(path(&join(&home, ".config/go/telemetry/mode")), "off")?;
        let env = vec![
            ("HOME".into(), home.clone()),
            ("GOENV".into(), bytes(&file)),
            ("GOTOOLCHAIN".into(), "local".into()),
            ("PATH".into(), join(sdk.root(), "bin")),
        ];
        Ok(Scene { file, env, folder: home, sdk, burrow })
    }

    fn burrow(&self, name: &str, value: &str) -> io::Result<Child> {
        let assignment = format!("{name}={value}");
        self.start(self.burrow, &["env", "set", &assignment])
    }

    fn go(&self, name: &str, value: &str) -> io::Result<Child> {
        let assignment = format!("{name}={value}");
        self.start(&self.sdk.program(), &["env", "-w", &assignment])
    }

    fn start(&self, program: &BString, args: &[&str]) -> io::Result<Child> {
        let mut command = Command::new(path(program));
        command.args(args).current_dir(path(&self.folder)).env_clear().stdin(Stdio::null());
        command.envs(self.env.iter().map(|(n, v)| (path(n), path(v))));
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()
    }

    /// How long an undisturbed `burrow env set` takes, so that kills fall into all of it. The first one also makes
    /// what Burrow remembers things in.
    fn typical_duration(&self) -> io::Result<Duration> {
        let mut times = Vec::new();
        for _ in 0..8 {
            let began = Instant::now();
            if !self.burrow(MINE[0], "start")?.wait()?.success() {
                return Err(io::Error::other("`burrow env set` does not work undisturbed"));
            }
            times.push(began.elapsed());
        }
        times.sort_unstable();
        Ok(times[times.len() / 2])
    }

    fn round(
        &self,
        round: u64,
        typical: Duration,
        rng: &mut Rng,
        keys: &mut [Key],
        losses: &mut Losses,
    ) -> io::Result<()> {
        let (mine, theirs) = (rng.below(MINE.len()), MINE.len() + rng.below(THEIRS.len()));
        let value = format!("r{round}");
        let within = |rng: &mut Rng, percent: u32| typical * percent / 100 * rng.below(1000) as u32 / 1000;
        let mut burrow = self.burrow(keys[mine].name, &value)?;
        let began = Instant::now();
        thread::sleep(within(rng, 90));
        let mut go = self.go(keys[theirs].name, &value)?;
        if rng.chance(10) {
            stall(&go, Duration::from_micros(rng.below(8000) as u64), Duration::from_millis(20));
        }
        let kill_at = within(rng, 105);
        thread::sleep(kill_at.saturating_sub(began.elapsed()));
        let survived = burrow.try_wait()?.is_some_and(|status| status.success());
        if !survived {
            burrow.kill()?;
            losses.killed += 1;
        }
        burrow.wait()?;
        let wrote = go.wait()?.success();
        keys[mine].tried = Some(value.clone());
        keys[theirs].tried = wrote.then_some(value);
        self.look(round, [mine, theirs], keys, survived, losses)
    }

    /// Every value must be the settled one or, in the two keys of this round, the one that was tried.
    fn look(
        &self,
        round: u64,
        touched: [usize; 2],
        keys: &mut [Key],
        survived: bool,
        losses: &mut Losses,
    ) -> io::Result<()> {
        let content = fs::read(&self.file)?;
        losses.faults.extend(damage(&content).map(|what| format!("after round {round}: {what}")));
        for (at, key) in keys.iter_mut().enumerate() {
            let found = value_of(&content, key.name);
            let tried = key.tried.take();
            if tried.is_some() && found == tried {
                key.settled = tried.unwrap_or_default();
            } else if found.as_deref() == Some(&key.settled) {
                let finished = at == touched[1] || survived;
                losses.in_flight += u64::from(tried.is_some() && finished);
            } else {
                let settled = &key.settled;
                losses.faults.push(format!(
                    "after round {round}: {} is {found:?}, was {settled}, tried {tried:?}",
                    key.name
                ));
                key.settled = found.unwrap_or_default();
            }
        }
        Ok(())
    }

    /// One more change, of each, one after the other: both must be there, and nothing else in the folder.
    fn last_change(&self, losses: &mut Losses) -> io::Result<()> {
        self.burrow(MINE[0], "last")?.wait()?;
        self.go(THEIRS[0], "last")?.wait()?;
        let content = fs::read(&self.file)?;
        for name in [MINE[0], THEIRS[0]] {
            if value_of(&content, name).as_deref() != Some("last") {
                losses.faults.push(format!("the last change of {name} is not there"));
            }
        }
        let folder = self.file.parent().unwrap_or(&self.file);
        for entry in fs::read_dir(folder)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if name != "env" {
                losses.leftovers.push(name);
            }
        }
        let listing = run(&Call {
            program: self.sdk.program(),
            args: vec!["env".into(), "GOFLAGS".into()],
            cwd: &self.folder,
            env: &self.env,
        })?;
        if listing.stdout.trim() != b"-v" {
            losses.faults.push(format!("go reads GOFLAGS as {:?}", listing.stdout));
        }
        Ok(())
    }
}

fn value_of(content: &[u8], name: &str) -> Option<String> {
    let value = |line: &[u8]| {
        line.strip_prefix(name.as_bytes())?.strip_prefix(b"=").map(|v| v.to_str_lossy().into_owned())
    };
    content.lines().filter_map(value).next_back()
}

/// Holds go up for a while, somewhere in its work: also between truncating the file and writing it.
#[cfg(unix)]
fn stall(go: &Child, after: Duration, pause: Duration) {
    let pid = go.id() as libc::pid_t;
    thread::sleep(after);
    // SAFETY: kill touches no memory, and the child has not been waited for, so the number is still its own.
    unsafe { libc::kill(pid, libc::SIGSTOP) };
    thread::sleep(pause);
    // SAFETY: as above.
    unsafe { libc::kill(pid, libc::SIGCONT) };
}

#[cfg(not(unix))]
fn stall(_go: &Child, after: Duration, pause: Duration) {
    thread::sleep(after + pause);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_torn_file_is_noticed() {
        let whole = format!("{}\nGOPROXY=r1\n", STAYS.join("\n"));
        assert_eq!(damage(whole.as_bytes()), None);
        assert!(damage(&whole.as_bytes()[..whole.len() - 1]).is_some());
        assert!(damage(b"GOPROXY=r1\n").is_some());
        assert!(damage(format!("{whole}GOPRO\n").as_bytes()).is_some());
    }
}
