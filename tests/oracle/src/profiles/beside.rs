//! Switches beside a `go env -w` that never rests: what neither touches stays, each one's last word stands, and every
//! switch is in the history.

use super::Seen;
use super::home::Home;
use crate::sdk::Sdk;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

const STAYS: [&str; 4] = ["# kept by hand", "export NOT=read", "GOAMD64=v2", "GOPRIVATE=*.corp"];
/// What the two profiles want.
const WANTED: [[&str; 2]; 2] = [
    ["GOPROXY=https://a.corp,direct", "GOSUMDB=off"],
    ["GOPROXY=https://b.corp,direct", "GOSUMDB=sum.golang.google.cn"],
];

/// # Errors
/// When a program cannot be started or the folder cannot be written.
pub fn switches(root: &Path, sdk: &Sdk, burrow: &Path, count: u64, seen: &mut Seen) -> io::Result<()> {
    let home = Home::new(root, sdk, burrow)?;
    fs::write(home.goenv(), format!("{}\nAR=r0\n", STAYS.join("\n")))?;
    for (name, [goproxy, gosumdb]) in ["a", "b"].into_iter().zip(WANTED) {
        home.ask(&["profile", "save", name, "--set", goproxy, "--set", gosumdb])?;
    }
    let stop = AtomicBool::new(false);
    let (written, theirs_lost) = (AtomicU64::new(0), AtomicU64::new(0));
    let mut ours_lost = 0;
    let began = Instant::now();
    thread::scope(|scope| -> io::Result<()> {
        let go = scope.spawn(|| write_again(&home, sdk, &stop, &written, &theirs_lost));
        let mut switched = Ok(());
        for round in 0..count {
            switched = switch(&home, round, seen, &mut ours_lost);
            if switched.is_err() {
                break;
            }
        }
        stop.store(true, Ordering::Relaxed);
        let ended = go.join().unwrap_or_else(|_| Err(io::Error::other("the loop of go broke off")));
        switched.and(ended)
    })?;
    let (rounds, lost) = (written.load(Ordering::Relaxed), theirs_lost.load(Ordering::Relaxed));
    seen.notes.push(format!(
        "{count} switches beside {rounds} times `go env -w` in {:.1} s; in flight lost: {ours_lost} switches, {lost} of go's",
        began.elapsed().as_secs_f64()
    ));
    // go reads, and writes what it read, without a lock: between Burrow's last look at the file and its renaming there is
    // a moment that nothing can close, and a go that is held up for longer than Burrow looks is not seen.
    seen.check(ours_lost * 20 <= count, || format!("{ours_lost} switches were lost beside go"));
    seen.check(lost * 20 <= rounds.max(20), || format!("{lost} of go's changes were lost beside switches"));
    settled(&home, sdk, count, ours_lost, seen)
}

/// go writes one value after the other, and looks whether each is there.
fn write_again(
    home: &Home<'_>,
    sdk: &Sdk,
    stop: &AtomicBool,
    written: &AtomicU64,
    lost: &AtomicU64,
) -> io::Result<()> {
    while !stop.load(Ordering::Relaxed) {
        let value = format!("AR=r{}", written.fetch_add(1, Ordering::Relaxed) + 1);
        home.go(sdk, &home.goenv(), &["env", "-w", &value])?;
        // Burrow puts back what its renaming took, within its look.
        let deadline = Instant::now() + Duration::from_millis(400);
        while !has(home, &value)? {
            if Instant::now() > deadline {
                lost.fetch_add(1, Ordering::Relaxed);
                break;
            }
            thread::sleep(Duration::from_millis(2));
        }
    }
    Ok(())
}

fn switch(home: &Home<'_>, round: u64, seen: &mut Seen, lost: &mut u64) -> io::Result<()> {
    let at = (round % 2) as usize;
    let applied = home.burrow(&["profile", "apply", ["a", "b"][at], "--json"])?;
    seen.check(applied.status.success(), || {
        format!("switch {round}: {}", String::from_utf8_lossy(&applied.stdout))
    });
    let file = whole(home)?;
    let here = WANTED[at].iter().filter(|line| file.lines().any(|l| l == **line)).count();
    seen.check(here != 1, || format!("switch {round}: half of it is there: {file:?}"));
    *lost += u64::from(here == 0);
    for line in STAYS {
        seen.check(file.lines().any(|l| l == line), || {
            format!("switch {round}: {line:?} is gone from {file:?}")
        });
    }
    Ok(())
}

fn has(home: &Home<'_>, line: &str) -> io::Result<bool> {
    Ok(whole(home)?.lines().any(|l| l == line))
}

/// The file when go is not between truncating and writing it.
fn whole(home: &Home<'_>) -> io::Result<String> {
    let deadline = Instant::now() + Duration::from_secs(5);
    loop {
        let text = fs::read_to_string(home.goenv())?;
        if text.ends_with('\n') || Instant::now() > deadline {
            return Ok(text);
        }
        thread::sleep(Duration::from_millis(1));
    }
}

/// Nobody else writes any more: one change of each, then everything there is.
fn settled(home: &Home<'_>, sdk: &Sdk, count: u64, lost: u64, seen: &mut Seen) -> io::Result<()> {
    home.go(sdk, &home.goenv(), &["env", "-w", "AR=last"])?;
    home.ask(&["profile", "apply", "a"])?;
    home.ask(&["profile", "apply", "b"])?;
    let file = whole(home)?;
    for line in STAYS.iter().chain(&WANTED[1]).chain(&["AR=last"]) {
        seen.check(file.lines().any(|l| l == *line), || format!("at the end {line:?} is not in {file:?}"));
    }
    let history = home.ask(&["env", "history"])?;
    let mine =
        history["entries"].as_array().into_iter().flatten().filter(|e| e["author"] == "command").count()
            as u64;
    // A switch that go took back at once may find nothing to do the next time.
    seen.check(mine + 2 * lost > count, || format!("{mine} of {count} switches are in the history"));
    home.ask(&["env", "undo"])?;
    let back = whole(home)?;
    seen.check(back.contains(WANTED[0][0]) && back.contains("AR=last"), || {
        format!("after one undo: {back:?}")
    });
    Ok(())
}
