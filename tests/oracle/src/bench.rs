//! How long real go takes to list an environment, and how long Burrow: inside a running program, and as a whole
//! process. The three take turns, so that whatever else the machine does falls on all of them; only ratios count.

use crate::native::{bytes, join, path};
use crate::run::{Call, run};
use crate::sdk::Sdk;
use bstr::{BString, ByteSlice};
use burrow_core::env::resolve::{Asked, resolve};
use burrow_core::system::DiskFiles;
use go_rules::environ::{Environ, Os};
use go_rules::files::{Files, OneLook};
use go_rules::output::{self, Form};
use go_rules::vars::Wanted;
use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

/// The time each took for all SDKs together, one entry a round.
#[derive(Debug, Default)]
pub struct Times {
    pub go: Vec<Duration>,
    pub whole: Vec<Duration>,
    pub inside: Vec<Duration>,
}

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
    for round in 0..=rounds {
        let (mut go, mut whole, mut inside) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
        let began = Instant::now();
        let look = OneLook::at(&DiskFiles);
        let listings: Vec<_> = sdks
            .iter()
            .map(|sdk| listed(&environ, &setting.dir, &sdk.root(), &look))
            .collect::<Result<_, _>>()?;
        inside += began.elapsed();
        for (sdk, listing) in sdks.iter().zip(listings) {
            let (took, theirs) = setting.ask(sdk.program(), &["env", "-json"])?;
            go += took;
            let goroot = sdk.root().to_string();
            let (took, mine) = setting.ask(burrow.clone(), &["--goroot", &goroot, "env", "--json"])?;
            whole += took;
            alike(sdk, &theirs, &mine)?;
            alike(sdk, &theirs, &listing)?;
        }
        if round > 0 {
            // The first only warms up what the system remembers of files.
            times.go.push(go);
            times.whole.push(whole);
            times.inside.push(inside);
        }
    }
    Ok(times)
}

/// What the running app does for each SDK of one picture: find the program, read what it is, resolve, print.
fn listed(environ: &Environ, dir: &BString, goroot: &BString, files: &dyn Files) -> io::Result<Vec<u8>> {
    let asked = Asked { environ, dir: dir.as_bstr(), started_in: None, goroot: Some(goroot.as_bstr()) };
    let resolved = resolve(&asked, Wanted::Everything, files).map_err(io::Error::other)?;
    let printed = output::print(&resolved, &[], Form { json: true, changed: false });
    printed.map(|printed| printed.bytes).map_err(io::Error::other)
}

/// A fast wrong answer is worth nothing.
fn alike(sdk: &Sdk, theirs: &[u8], mine: &[u8]) -> io::Result<()> {
    type Listing = std::collections::BTreeMap<String, String>;
    let mut theirs: Listing = serde_json::from_slice(theirs)?;
    let mut mine: Listing = serde_json::from_slice(mine)?;
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
