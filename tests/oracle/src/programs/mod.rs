//! The record of Go programs: what Burrow reads of every program at hand, beside `go version -m` of a real SDK.
//!
//! Programs are those of the SDKs, for every system that was fetched; some that are built here for many systems
//! (`build`); and damaged ones (`damage`), of which Burrow must read whatever go still reads.

pub mod build;
pub mod damage;
pub mod installed;
pub mod judge;
#[path = "../../../../crates/go-rules/src/buildinfo/tests/samples.rs"]
mod samples;
pub mod sources;

use crate::native::bytes;
use crate::rng::Rng;
use bstr::ByteSlice;
use burrow_core::system::DiskFiles;
use go_rules::buildinfo;
use judge::Told;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What came of a comparison.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Programs of which both say the same.
    pub same: u64,
    /// Files that neither can read.
    pub neither: u64,
    /// Files that only Burrow can read.
    pub only_burrow: u64,
    /// Names of those that neither can read.
    pub unread: Vec<String>,
    /// What Burrow took the longest for.
    pub slowest: Duration,
    pub faults: Vec<String>,
}

impl Outcome {
    fn add(&mut self, other: Outcome) {
        self.same += other.same;
        self.neither += other.neither;
        self.only_burrow += other.only_burrow;
        self.faults.extend(other.faults);
        self.unread.extend(other.unread);
        self.slowest = self.slowest.max(other.slowest);
    }
}

/// Asks both about each file.
///
/// # Errors
/// When go cannot be asked.
pub fn compare(judge: &judge::Judge, files: &[PathBuf]) -> io::Result<Outcome> {
    let mut outcome = Outcome::default();
    for some in files.chunks(200) {
        outcome.add(compare_some(judge, some)?);
    }
    Ok(outcome)
}

fn compare_some(judge: &judge::Judge, files: &[PathBuf]) -> io::Result<Outcome> {
    let mut outcome = Outcome::default();
    for (file, told) in files.iter().zip(judge.ask(files)?) {
        let name = file.display();
        let started = Instant::now();
        let ours = buildinfo::read(&DiskFiles, bytes(file).as_bstr());
        outcome.slowest = outcome.slowest.max(started.elapsed());
        match (told, ours) {
            (None, Err(_)) => {
                outcome.neither += 1;
                outcome.unread.push(name.to_string());
            }
            (None, Ok(_)) => outcome.only_burrow += 1,
            (Some(_), Err(why)) => outcome.faults.push(format!("{name}: go reads it, Burrow says {why:?}")),
            (Some(told), Ok(ours)) => match difference(&told, &ours) {
                None => outcome.same += 1,
                Some(difference) => outcome.faults.push(format!("{name}: {difference}")),
            },
        }
    }
    Ok(outcome)
}

/// Asks both about damaged copies of these programs, some at a time.
///
/// # Errors
/// When one cannot be written, or go not be asked.
pub fn compare_damaged(
    judge: &judge::Judge,
    programs: &[PathBuf],
    folder: &Path,
    count: usize,
    rng: &mut Rng,
) -> io::Result<Outcome> {
    const AT_ONCE: usize = 50;
    let mut outcome = Outcome::default();
    let mut left = count;
    while left > 0 {
        let files = damage::damaged(programs, folder, left.min(AT_ONCE), rng)?;
        let some = compare_some(judge, &files)?;
        for file in files
            .iter()
            .filter(|file| some.faults.iter().any(|f| f.starts_with(&format!("{}: ", file.display()))))
        {
            let kept = std::env::temp_dir()
                .join(format!("burrow-{}", file.file_name().unwrap_or_default().display()));
            fs::copy(file, kept)?;
        }
        outcome.add(some);
        left -= files.len();
    }
    fs::remove_dir_all(folder)?;
    Ok(outcome)
}

fn difference(told: &Told, ours: &buildinfo::BuildInfo) -> Option<String> {
    let fields = judge::as_json(ours);
    if let Some(theirs) = told.fields.as_ref().filter(|theirs| **theirs != fields) {
        return Some(format!("go's JSON is\n{theirs}\nBurrow's\n{fields}"));
    }
    let text = ours.to_string();
    // A damaged version with a line break in it makes go's text ambiguous.
    let ambiguous = ours.version.contains(&b'\n') || ours.version.contains(&b'\r');
    (!ambiguous && told.text != text).then(|| format!("go prints\n{}Burrow\n{text}", told.text))
}

/// Writes the smallest programs of every format, width, byte order and form of the record: no Go that can be had
/// still writes the older form.
///
/// # Errors
/// When one cannot be written.
pub fn smallest(folder: &Path) -> io::Result<Vec<PathBuf>> {
    fs::create_dir_all(folder)?;
    let write = |(name, bytes): (String, Vec<u8>)| {
        let path = folder.join(name);
        fs::write(&path, bytes).map(|()| path)
    };
    samples::all().into_iter().map(write).collect()
}

/// The programs of an SDK, whatever system it is for.
pub fn of_sdk(goroot: &Path) -> Vec<PathBuf> {
    let mut found = files_in(&goroot.join("bin"));
    for platform in folders_in(&goroot.join("pkg/tool")) {
        found.extend(files_in(&platform));
    }
    found
}

/// SDKs for other systems that lie beside these.
pub fn foreign_sdks(folder: &Path) -> Vec<PathBuf> {
    let is_foreign = |dir: &PathBuf| dir.join("bin/go.exe").is_file() != cfg!(windows);
    folders_in(folder).into_iter().filter(|dir| dir.join("bin").is_dir() && is_foreign(dir)).collect()
}

fn files_in(dir: &Path) -> Vec<PathBuf> {
    entries(dir).filter(|path| path.is_file()).collect()
}

fn folders_in(dir: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = entries(dir).filter(|path| path.is_dir()).collect();
    found.sort();
    found
}

fn entries(dir: &Path) -> impl Iterator<Item = PathBuf> {
    fs::read_dir(dir).into_iter().flatten().flatten().map(|entry| entry.path())
}
