//! A warm-up from its begin to its end.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use bstr::{BStr, BString, ByteSlice};
use serde_json::Value;

use super::cached::{Pace, come, zip};
use super::copy::Copies;
use super::figures::Figures;
use super::judge;
use super::outcome::{WarmError, Warmed};
use super::trace::{Told, Trace};
use super::wish::Wish;
use crate::cache::ModuleVersion;
use crate::job::{Cancel, Doing, Progress, Step};
use crate::project::ready::{ProjectReport, Vendor};
use crate::system::clock;
use crate::system::files::path_from_bytes;
use crate::system::run::{Ran, Run};
use crate::system::told::{Heard, run_told};

/// Figures are told this often at most.
const BETWEEN: Duration = Duration::from_millis(200);
/// Of so many zips it is looked what has come of them, each time.
const LOOKED_AT: usize = 200;
/// As much of what go says is kept, in bytes.
const MOST_SAID: usize = 256 * 1024;
/// The list of modules is not longer for a good reason, in bytes.
const MOST_OUT: usize = 256 * 1024 * 1024;

/// Downloads what a project needs. Blocks for as long as go works; there is no limit of time but `cancel`.
///
/// # Errors
/// [`WarmError`]: nothing could be begun. Modules that did not come are in the outcome.
pub fn warm(wish: &Wish, cancel: &Cancel, progress: &dyn Progress) -> Result<Warmed, WarmError> {
    let started = Instant::now();
    cancel.check()?;
    progress.report(Step::begin(Doing::Warming(Box::default()), None));
    let report = wish.look(cancel);
    cancel.check()?;
    if report.as_ref().is_some_and(|report| report.vendor == Vendor::Used) {
        return Ok(Warmed { vendored: true, elapsed: started.elapsed(), ..Warmed::default() });
    }
    let copies = Copies::of(wish)?;
    let mut work = Work::new(wish, report.as_ref(), started);
    let ran = work.run(wish, &copies, cancel, progress)?;
    let mut warmed = work.outcome(&ran, wish, &copies);
    if !ran.cancelled {
        warmed.left = wish.look(cancel).map(|report| report.steps).unwrap_or_default();
    }
    Ok(warmed)
}

/// A zip that is waited for.
struct Expected {
    zip: PathBuf,
    there: bool,
    bytes: u64,
}

/// What is known while go works.
struct Work {
    started: Instant,
    begin: SystemTime,
    trace: Trace,
    /// Of the needed versions, those whose files were there before.
    already: u64,
    total: Option<u64>,
    expected: HashMap<ModuleVersion, Expected>,
    gomodcache: Option<PathBuf>,
    pace: Pace,
    told: Option<Instant>,
    out: Vec<u8>,
    said: Vec<u8>,
}

impl Work {
    fn new(wish: &Wish, report: Option<&ProjectReport>, started: Instant) -> Work {
        let gomodcache = wish.settings.gomodcache.clone();
        let needed = report.map(|report| report.modules.needed.as_slice()).unwrap_or_default();
        let place = |version: &ModuleVersion| zip(gomodcache.as_deref()?, version);
        let awaited = needed.iter().filter_map(|version| {
            let zip = place(version)?;
            (!zip.exists()).then(|| (version.clone(), Expected { zip, there: false, bytes: 0 }))
        });
        let expected: HashMap<ModuleVersion, Expected> = awaited.collect();
        Work {
            started,
            // File systems keep coarser times than clocks.
            begin: clock::now() - Duration::from_millis(20),
            trace: Trace::new(wish),
            already: (needed.len() - expected.len()) as u64,
            total: (!needed.is_empty()).then_some(needed.len() as u64),
            expected,
            gomodcache,
            pace: Pace::default(),
            told: None,
            out: Vec::new(),
            said: Vec::new(),
        }
    }

    fn run(
        &mut self,
        wish: &Wish,
        copies: &Copies,
        cancel: &Cancel,
        progress: &dyn Progress,
    ) -> Result<Ran, WarmError> {
        let mut args: Vec<OsString> = ["mod", "download", "-json", "-x"].map(Into::into).into();
        let copy = copies.argument();
        args.extend(copy.and_then(|copy| path_from_bytes(copy.as_bstr())).map(PathBuf::into_os_string));
        let environ = copies.environ(&wish.environ);
        let run = Run { program: &wish.go, args, environ: &environ, dir: &wish.directory };
        let mut hear = |heard| self.hear(heard, progress);
        run_told(&run, cancel, &mut hear)
            .map_err(|why| WarmError::Start { reason: format!("{}: {why}", wish.go.display()) })
    }

    fn hear(&mut self, heard: Heard, progress: &dyn Progress) {
        let now = Instant::now();
        match heard {
            Heard::Out(line) if self.out.len() + line.len() <= MOST_OUT => self.out.extend(line),
            Heard::Out(_) => {}
            Heard::Err(line) => match self.trace.hear(line.as_bstr(), now) {
                Told::Said if self.said.len() + line.len() <= MOST_SAID => self.said.extend(line),
                Told::Answered(question, Some(200)) => {
                    if let (super::Part::Zip, Some(version)) = (question.part, question.module) {
                        self.expect(version);
                    }
                }
                Told::Said | Told::Answered(..) | Told::Asked(_) | Told::Nothing => {}
            },
            Heard::Tick => {}
        }
        if self.told.is_none_or(|told| now.duration_since(told) >= BETWEEN) {
            self.told = Some(now);
            let figures = self.figures(now);
            let (done, total) = (figures.done, figures.total);
            progress.report(Step { doing: Doing::Warming(Box::new(figures)), done, total });
        }
    }

    fn expect(&mut self, version: ModuleVersion) {
        if let Some(zip) = self.gomodcache.as_deref().and_then(|cache| zip(cache, &version)) {
            self.expected.entry(version).or_insert(Expected { zip, there: false, bytes: 0 });
        }
    }

    fn figures(&mut self, now: Instant) -> Figures {
        for expected in self.expected.values_mut().filter(|expected| !expected.there).take(LOOKED_AT) {
            (expected.there, expected.bytes) = come(&expected.zip);
        }
        let there = self.expected.values().filter(|expected| expected.there).count() as u64;
        let bytes = self.expected.values().map(|expected| expected.bytes).sum();
        let arrived = |version: &ModuleVersion| self.expected.get(version).is_some_and(|zip| zip.there);
        Figures {
            done: self.already + there,
            total: self.total.map(|total| total.max(self.already + there)),
            fetched: there,
            bytes,
            rate: self.pace.take(bytes, now),
            waiting: self.trace.waiting(now),
            hops: self.trace.hops(arrived),
            elapsed: now.duration_since(self.started),
        }
    }

    fn outcome(&mut self, ran: &Ran, wish: &Wish, copies: &Copies) -> Warmed {
        let figures = self.figures(Instant::now());
        let mut warmed = Warmed {
            needed: figures.total.unwrap_or(figures.done),
            present: figures.done,
            fetched: figures.fetched,
            bytes: figures.bytes,
            elapsed: self.started.elapsed(),
            hops: figures.hops,
            cancelled: ran.cancelled,
            ..Warmed::default()
        };
        let modules = modules(&self.out);
        if !modules.is_empty() && !ran.cancelled {
            self.count(&modules, &mut warmed);
        }
        let judged = |version: &ModuleVersion, said: &BStr| {
            judge::failure(version, copies.named(said, wish).as_bstr(), &self.trace, wish)
        };
        let listed = modules.iter().filter_map(|module| Some((module, module.error.as_ref()?)));
        warmed.failures = listed.map(|(module, said)| judged(&module.version, BStr::new(said))).collect();
        if !ran.ok() && !ran.cancelled && warmed.failures.is_empty() {
            let nobody = ModuleVersion::new("", "");
            warmed.failures =
                messages(&self.said).iter().map(|said| judged(&nobody, said.as_bstr())).collect();
            if warmed.failures.is_empty() {
                let status = ran.status.map_or_else(String::new, |status| format!("exit status {status}"));
                warmed.failures.push(judged(&nobody, BStr::new(&status)));
            }
        }
        warmed
    }

    /// What go itself tells at the end beats what was seen.
    fn count(&self, modules: &[Module], warmed: &mut Warmed) {
        let good = || modules.iter().filter(|module| module.error.is_none());
        let size = |module: &Module| fs::metadata(module.zip.as_deref()?).ok();
        let new = |facts: &fs::Metadata| facts.modified().is_ok_and(|time| time >= self.begin);
        let fetched: Vec<u64> = good().filter_map(size).filter(new).map(|facts| facts.len()).collect();
        warmed.needed = modules.len() as u64;
        warmed.present = good().count() as u64;
        warmed.fetched = fetched.len() as u64;
        warmed.bytes = fetched.iter().sum();
    }
}

/// A module of go's list.
struct Module {
    version: ModuleVersion,
    error: Option<String>,
    zip: Option<PathBuf>,
}

/// go's list: objects one after the other.
fn modules(out: &[u8]) -> Vec<Module> {
    let objects = serde_json::Deserializer::from_slice(out).into_iter::<Value>();
    objects
        .map_while(Result::ok)
        .map(|module| {
            let text = |key: &str| module.get(key).and_then(Value::as_str);
            let named = |key| BString::from(text(key).unwrap_or_default());
            Module {
                version: ModuleVersion { module: named("Path"), version: named("Version") },
                error: text("Error").filter(|error| !error.is_empty()).map(ToOwned::to_owned),
                zip: text("Zip").map(Path::new).map(Path::to_path_buf),
            }
        })
        .collect()
}

/// What go says, message by message: each begins with `go: `.
fn messages(said: &[u8]) -> Vec<BString> {
    let mut all: Vec<BString> = Vec::new();
    for line in said.lines_with_terminator() {
        match (line.strip_prefix(b"go: "), all.last_mut()) {
            (Some(begin), _) => all.push(begin.into()),
            (None, Some(last)) => last.extend_from_slice(line),
            (None, None) => all.push(line.into()),
        }
    }
    all.into_iter().map(|said| said.trim_end().into()).filter(|said: &BString| !said.is_empty()).collect()
}
