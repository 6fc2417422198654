//! How long real go takes to list an environment, and how long Burrow: inside a running program, for the first time
//! and again, and as one whole process for all SDKs. They take turns, so that whatever else the machine does falls on
//! all of them; only ratios count.

use crate::native::{bytes, join, path};
use crate::run::{Call, run};
use crate::sdk::Sdk;
use bstr::{BString, ByteSlice};
use burrow_core::env::answers::Answers;
use burrow_core::env::resolve::Asked;
use burrow_core::system::DiskLook;
use go_rules::environ::{Environ, Os};
use go_rules::output::{self, Form};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

/// The time each took for all SDKs together, one entry a round.
#[derive(Debug, Default)]
pub struct Times {
    pub go: Vec<Duration>,
    /// One process for all SDKs.
    pub whole: Vec<Duration>,
    /// In a running program that has never asked before.
    pub first: Vec<Duration>,
    /// In a running program that has: the disk is asked whether anything moved, and nothing did.
    pub again: Vec<Duration>,
}

/// How long a file must have lain there before its times are trusted, and a little more.
const SETTLED: Duration = Duration::from_millis(3_500);

/// The middle of the times, and how far the middle half of them spreads.
#[derive(Debug, Clone, Copy)]
pub struct Middle {
    pub median: Duration,
    pub from: Duration,
    pub to: Duration,
}

/// An environment as people have it: a GOENV file, some variables, a module; PATH is this machine's, with its compilers.
struct Setting {
    env: Vec<(BString, BString)>,
    dir: BString,
}

/// # Errors
/// When a program does not start or does not answer as the others do.
pub fn times(base: &Path, sdks: &[Sdk], burrow: &BString, rounds: usize) -> io::Result<Times> {
    let setting = Setting::lay(base)?;
    let environ = Environ::new(Os::host(), setting.env.clone());
    let mut times = Times::default();
    let known = Answers::default();
    std::thread::sleep(SETTLED);
    for round in 0..=rounds {
        let (first, fresh) = setting.inside(&environ, sdks, &Answers::default())?;
        let (again, remembered) = setting.inside(&environ, sdks, &known)?;
        let goroots: Vec<String> = sdks.iter().map(|sdk| sdk.root().to_string()).collect();
        let args: Vec<&str> = goroots.iter().flat_map(|goroot| ["--goroot", goroot]).collect();
        let (whole, printed) =
            setting.ask(burrow.clone(), &[&["env", "--json"], args.as_slice()].concat())?;
        let printed: Value = serde_json::from_slice(&printed)?;
        let mut go = Duration::ZERO;
        for (index, sdk) in sdks.iter().enumerate() {
            let (took, theirs) = setting.ask(sdk.program(), &["env", "-json"])?;
            go += took;
            let theirs: Listing = serde_json::from_slice(&theirs)?;
            let process = printed["toolchains"][index]["env"].clone();
            alike(sdk, &theirs, serde_json::from_value(process)?)?;
            alike(sdk, &theirs, serde_json::from_slice(&fresh[index])?)?;
            alike(sdk, &theirs, serde_json::from_slice(&remembered[index])?)?;
        }
        if round > 0 {
            // The first only warms up what the system remembers of files.
            times.go.push(go);
            times.whole.push(whole);
            times.first.push(first);
            times.again.push(again);
        }
    }
    Ok(times)
}

type Listing = BTreeMap<String, String>;

/// A fast wrong answer is worth nothing.
fn alike(sdk: &Sdk, theirs: &Listing, mut mine: Listing) -> io::Result<()> {
    let mut theirs = theirs.clone();
    theirs.remove("GOGCCFLAGS");
    mine.remove("GOGCCFLAGS");
    if theirs == mine {
        Ok(())
    } else {
        Err(io::Error::other(format!("{}: the answers differ", sdk.version)))
    }
}

impl Setting {
    fn lay(base: &Path) -> io::Result<Setting> {
        let root = bytes(base);
        let put = |at: &str, text: &str| {
            let file = path(&join(&root, at));
            fs::create_dir_all(file.parent().unwrap_or(base))?;
            fs::write(file, text)
        };
        put(
            "home/.config/go/env",
            "GOPROXY=https://proxy.example,direct\nGOPRIVATE=*.corp.example\nGOTOOLCHAIN=local\n",
        )?;
        put("home/.config/go/telemetry/mode", "off")?;
        put("work/go.mod", "module example.com/m\n\ngo 1.21\n")?;
        put("work/inside/it/main.go", "package main\n")?;
        let dir = join(&root, "work/inside/it");
        let machine = std::env::var_os("PATH").map(|p| bytes(Path::new(&p))).unwrap_or_default();
        let env = vec![
            ("HOME".into(), join(&root, "home")),
            ("GOENV".into(), join(&root, "home/.config/go/env")),
            ("GOCACHE".into(), join(&root, "cache")),
            ("TMPDIR".into(), root.clone()),
            ("GOFLAGS".into(), "-mod=mod".into()),
            ("PATH".into(), machine),
            ("PWD".into(), dir.clone()),
        ];
        Ok(Setting { env, dir })
    }

    /// What the running app does for all SDKs of one picture: find each program, tell what it is, resolve, print.
    fn inside(
        &self,
        environ: &Environ,
        sdks: &[Sdk],
        known: &Answers,
    ) -> io::Result<(Duration, Vec<Vec<u8>>)> {
        let roots: Vec<BString> = sdks.iter().map(Sdk::root).collect();
        let began = Instant::now();
        let look = DiskLook::default();
        let mut listings = Vec::with_capacity(roots.len());
        for root in &roots {
            let goroot = Some(root.as_bstr());
            let asked = Asked { environ, dir: self.dir.as_bstr(), started_in: None, goroot };
            let told = known.ask(&asked, None, &look);
            if let Some(refusal) = &told.tolerant.refusal {
                return Err(io::Error::other(refusal.to_string()));
            }
            let form = Form { json: true, changed: false };
            let printed = output::print(&told.tolerant.resolved, &[], form).map_err(io::Error::other)?;
            listings.push(printed.bytes);
        }
        Ok((began.elapsed(), listings))
    }

    fn ask(&self, program: BString, args: &[&str]) -> io::Result<(Duration, BString)> {
        let args = args.iter().map(|arg| BString::from(*arg)).collect();
        let began = Instant::now();
        let said = run(&Call { program, args, cwd: &self.dir, env: &self.env })?;
        let took = began.elapsed();
        if said.ok { Ok((took, said.stdout)) } else { Err(io::Error::other(said.stderr.to_string())) }
    }
}

/// The middle of some times; none of nothing.
pub fn middle(times: &[Duration]) -> Option<Middle> {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let at = |quarter: usize| sorted.get((sorted.len().checked_sub(1)?) * quarter / 4).copied();
    Some(Middle { median: at(2)?, from: at(1)?, to: at(3)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_that_of_the_sorted_times() {
        let ms = |n: &u64| Duration::from_millis(*n);
        let times: Vec<Duration> = [9, 1, 5, 3, 7].iter().map(ms).collect();
        let found = middle(&times).expect("there are times");
        assert_eq!((found.from, found.median, found.to), (ms(&3), ms(&5), ms(&7)));
        assert!(middle(&[]).is_none());
    }
}
