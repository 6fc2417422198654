//! Every Go SDK of the machine, each folder once, with all the ways that lead to it.
//!
//! Starts no program and asks nobody: what is told comes from names, links and a few bytes of each `bin/go`. What
//! cannot be read is passed over.

use std::collections::HashMap;
use std::path::PathBuf;

use bstr::{BStr, BString, ByteSlice};
use go_rules::environ::{Environ, Os};
use go_rules::filepath;
use go_rules::files::{Files, OneLook};
use go_rules::look_path::against;
use go_rules::user_dirs::home_variable;
use go_rules::vars::{self, Resolved};
use go_rules::version;

use super::inspect::{Facts, inspect};
pub use super::inspect::{NotTheCommand, Patch, Sdk, SdkProblem, SdkState};
use super::sources::ground::Ground;
use super::sources::path::{led_to, on_path};
use super::sources::place::{Trust, counts, is_versioned};
use super::sources::{PLACES, wrappers};
pub use super::sources::{Source, Way};
pub use super::watched::places_to_watch;
use crate::env::resolve::{Asked, AtHand};
use crate::system::files::{path_from_bytes, path_to_bytes};
use crate::system::installed::recorded_folder;

/// What a hunt goes by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hunt {
    /// Whose PATH, GOROOT and managers' variables count.
    pub environ: Environ,
    /// Relative entries of PATH begin here.
    pub dir: PathBuf,
    pub home: Option<PathBuf>,
    /// GOROOT as the GOENV file has it: stronger than that of the environment for every go.
    pub goenv_goroot: Option<PathBuf>,
    pub gomodcache: Option<PathBuf>,
    /// The entries of GOPATH.
    pub gopath: Vec<PathBuf>,
    /// Where Go's installer for Windows has recorded that it put Go.
    pub installed: Option<PathBuf>,
    /// Folders that a person added: SDKs, or folders of SDKs.
    pub folders: Vec<PathBuf>,
    /// The GOROOT of the active SDK; `None`: that of the first `go` on PATH.
    pub active: Option<PathBuf>,
}

impl Hunt {
    /// The hunt of a question: its `--goroot` is one of the folders, and active.
    pub fn of(asked: &Asked<'_>, folders: &[PathBuf], files: &dyn Files) -> Hunt {
        let at_hand = AtHand::find(asked, files);
        let names = ["GOPATH", "GOMODCACHE"].map(BString::from);
        let tolerant =
            vars::resolve_tolerantly(&asked.question(at_hand.go.as_ref(), files).names(&names, false));
        let os = asked.environ.os();
        let chosen = asked.goroot.map(|goroot| against(os, asked.dir, goroot));
        let chosen = chosen.and_then(|goroot| path_from_bytes(goroot.as_bstr()));
        let mut hunt = Hunt::seen(asked.environ, asked.dir, &tolerant.resolved, folders);
        hunt.folders.extend(chosen.clone());
        hunt.active = chosen;
        hunt
    }

    /// The hunt of an environment whose `go` has answered: GOPATH and GOMODCACHE are those in effect.
    pub fn seen(environ: &Environ, dir: &BStr, resolved: &Resolved, folders: &[PathBuf]) -> Hunt {
        let os = environ.os();
        let absolute = |path: &BStr| path_from_bytes(path).filter(|_| filepath::is_abs(os, path));
        let gopath = filepath::split_list(os, resolved.value("GOPATH"));
        let goroot = resolved.user_file.last("GOROOT");
        Hunt {
            environ: environ.clone(),
            dir: path_from_bytes(dir).unwrap_or_default(),
            home: environ.set(home_variable(os)).and_then(absolute),
            goenv_goroot: goroot.and_then(|entry| absolute(entry.value.as_bstr())),
            gomodcache: absolute(resolved.value("GOMODCACHE")),
            gopath: gopath.iter().filter_map(|path| absolute(path.as_bstr())).collect(),
            installed: recorded_folder(r"Software\GoProgrammingLanguage", "installLocation"),
            folders: folders.to_vec(),
            active: None,
        }
    }
}

/// Finds every SDK, the newest first, those without a version at the end.
pub fn hunt(hunt: &Hunt, files: &dyn Files) -> Vec<Sdk> {
    let look = OneLook::at(files);
    let ground = Ground::of(hunt, &look);
    let mut catch = Catch::of(&ground);
    let active = from_path(&mut catch);
    from_goroot(&mut catch);
    from_places(&mut catch);
    let active = match hunt.active.as_deref().map(path_to_bytes) {
        // What its `bin/go` would take for its GOROOT, which may be another folder when that is a link.
        Some(chosen) => {
            let goroot = led_to(&ground, ground.go_of(&chosen).as_bstr()).unwrap_or(chosen);
            ground.files.canonical(goroot.as_bstr()).map(|real| catch.key(&real))
        }
        None => active,
    };
    let mut sdks: Vec<Sdk> =
        catch.found.into_iter().filter_map(|found| found.told(&ground, active.as_ref())).collect();
    sdks.sort_by(order);
    sdks
}

fn from_path(catch: &mut Catch<'_>) -> Option<BString> {
    let mut active = None;
    let mut first = true;
    for program in on_path(catch.ground) {
        let key =
            program.goroot.and_then(|goroot| catch.add(Source::Path, program.program.as_bstr(), &goroot));
        if program.is_go && std::mem::take(&mut first) {
            active = key;
        }
    }
    active
}

fn from_goroot(catch: &mut Catch<'_>) {
    let ground = catch.ground;
    let process = ground.environ.set("GOROOT");
    let process = process.map(|goroot| against(ground.os, ground.dir.as_bstr(), goroot).into_owned());
    for goroot in ground.goenv_goroot.clone().into_iter().chain(process) {
        if counts(ground, &goroot, Trust::Said) {
            catch.add(Source::Goroot, goroot.as_bstr(), &goroot);
        }
    }
}

fn from_places(catch: &mut Catch<'_>) {
    let ground = catch.ground;
    for (source, places) in PLACES {
        for sdk in places(ground).iter().flat_map(|place| place.sdks(ground)) {
            catch.add(source, sdk.as_bstr(), &sdk);
        }
        if source == Source::GolangDl {
            from_wrappers(catch);
        }
    }
}

fn from_wrappers(catch: &mut Catch<'_>) {
    let ground = catch.ground;
    for dir in wrappers(ground) {
        for name in ground.files.list(dir.as_bstr()).into_iter().filter(|name| is_versioned(name)) {
            let program = filepath::join(ground.os, &[dir.as_slice(), name.as_slice()]);
            if let Some(goroot) = led_to(ground, program.as_bstr()) {
                catch.add(Source::GolangDl, program.as_bstr(), &goroot);
            }
        }
    }
}

/// What was found so far.
struct Catch<'a> {
    ground: &'a Ground<'a>,
    found: Vec<Found>,
    /// Where in `found`, by folder.
    known: HashMap<BString, usize>,
    /// Folders of the same last name, which may be the same folder (a bind mount, other letters of case).
    namesakes: HashMap<Vec<u8>, Vec<usize>>,
}

struct Found {
    goroot: BString,
    ways: Vec<(Source, BString)>,
}

impl<'a> Catch<'a> {
    fn of(ground: &'a Ground<'a>) -> Catch<'a> {
        Catch { ground, found: Vec::new(), known: HashMap::new(), namesakes: HashMap::new() }
    }

    /// What tells folders apart.
    fn key(&self, real: &BString) -> BString {
        match self.ground.os {
            Os::Windows => real.to_lowercase().into(),
            _ => real.clone(),
        }
    }

    /// Adds a way to the SDK in `goroot`; answers what that SDK is known by, `None` when the folder is gone.
    fn add(&mut self, source: Source, way: &BStr, goroot: &BString) -> Option<BString> {
        let real = self.ground.files.canonical(goroot.as_bstr())?;
        let key = self.key(&real);
        let at = match self.known.get(&key) {
            Some(at) => *at,
            None => self.meet(real, key),
        };
        let ways = &mut self.found[at].ways;
        if !ways.iter().any(|(known, path)| *known == source && path == way) {
            ways.push((source, way.into()));
        }
        Some(self.key(&self.found[at].goroot))
    }

    fn meet(&mut self, real: BString, key: BString) -> usize {
        let name = filepath::base(self.ground.os, &real).to_ascii_lowercase();
        let namesakes = self.namesakes.entry(name).or_default();
        let same = |at: &&usize| self.ground.files.same(self.found[**at].goroot.as_bstr(), real.as_bstr());
        let at = match namesakes.iter().find(same) {
            Some(at) => *at,
            None => {
                self.found.push(Found { goroot: real, ways: Vec::new() });
                namesakes.push(self.found.len() - 1);
                self.found.len() - 1
            }
        };
        self.known.insert(key, at);
        at
    }
}

impl Found {
    fn told(self, ground: &Ground<'_>, active: Option<&BString>) -> Option<Sdk> {
        let Facts { version, goos, goarch, problems, patches, cgo } = inspect(ground, self.goroot.as_bstr());
        let key = match ground.os {
            Os::Windows => self.goroot.to_lowercase().into(),
            _ => self.goroot.clone(),
        };
        let way =
            |(source, path): (Source, BString)| Some(Way { source, path: path_from_bytes(path.as_bstr())? });
        Some(Sdk {
            goroot: path_from_bytes(self.goroot.as_bstr())?,
            version,
            goos,
            goarch,
            problems,
            ways: self.ways.into_iter().filter_map(way).collect(),
            active: active == Some(&key),
            patches,
            cgo,
        })
    }
}

fn order(a: &Sdk, b: &Sdk) -> std::cmp::Ordering {
    let number = |sdk: &Sdk| -> BString {
        let version = sdk.version.as_ref().map(|version| BStr::new(version.as_slice())).unwrap_or_default();
        let released = version::of_toolchain(version.strip_prefix(b"devel ").unwrap_or(version));
        released.unwrap_or_default().into()
    };
    let version = version::compare(&number(b), &number(a));
    b.version.is_some().cmp(&a.version.is_some()).then(version).then_with(|| a.goroot.cmp(&b.goroot))
}

#[cfg(test)]
mod tests;
