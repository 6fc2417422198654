//! What go.sum files of projects say of versions (`modfetch.readGoSum`), and lines that a whole version disagrees with.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;

use bstr::{BString, ByteSlice};

use super::super::ModuleVersion;
use crate::project::ProjectFile;

/// `emptyGoModHash`: old versions of go wrote it, and it is passed over.
const EMPTY_GO_MOD: &str = "h1:G7mAYYxgmS0lVkHyy2hEOLQCFB0DlQFTMLWggykrydY=";

/// A line that disagrees with a version whose parts agree with each other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SumMismatch {
    pub version: ModuleVersion,
    /// Of the go.mod alone, not of the zip.
    pub of_go_mod: bool,
    pub file: PathBuf,
    /// From 1.
    pub line: usize,
    pub said: String,
    pub found: String,
    pub odd: Odd,
}

/// Which one of those that disagree is alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Odd {
    /// Another go.sum has what is in the cache.
    GoSum,
    /// The checksum database has what is in the cache.
    NotAsInDatabase,
    /// Nothing tells whether the line or the cache is wrong.
    Unknown,
}

/// Where a hash stands.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    file: usize,
    line: usize,
    hash: String,
}

/// The files with the sums of these projects: go.sum beside a go.mod, go.work.sum beside a go.work.
#[must_use]
pub fn sum_files(projects: &[ProjectFile]) -> Vec<PathBuf> {
    let files = projects.iter().map(ProjectFile::sums);
    files.filter(|file| file.is_file()).collect()
}

/// All lines, by version.
#[derive(Debug, Default)]
pub struct Sums {
    files: Vec<PathBuf>,
    lines: HashMap<(BString, BString), Vec<Line>>,
}

impl Sums {
    /// Reads the files. What cannot be read says nothing, and neither do lines that are none.
    pub fn read(files: &[PathBuf]) -> Sums {
        let mut sums = Sums { files: files.to_vec(), lines: HashMap::new() };
        for (at, file) in files.iter().enumerate() {
            for (number, line) in fs::read(file).unwrap_or_default().lines().enumerate() {
                let mut fields = line.fields();
                let all = (fields.next(), fields.next(), fields.next(), fields.next());
                let (Some(module), Some(version), Some(hash), None) = all else { continue };
                let hash = hash.to_str_lossy().into_owned();
                if hash.starts_with("h1:") && hash != EMPTY_GO_MOD {
                    let line = Line { file: at, line: number + 1, hash };
                    sums.lines.entry((module.into(), version.into())).or_default().push(line);
                }
            }
        }
        sums
    }

    /// The hashes of a version's zip, or of its go.mod.
    pub fn of(&self, version: &ModuleVersion, go_mod: bool) -> Vec<String> {
        let mut hashes: Vec<String> =
            self.lines(version, go_mod).iter().map(|line| line.hash.clone()).collect();
        hashes.sort();
        hashes.dedup();
        hashes
    }

    fn lines(&self, version: &ModuleVersion, go_mod: bool) -> &[Line] {
        let mut of = version.version.clone();
        if go_mod {
            of.extend_from_slice(b"/go.mod");
        }
        self.lines.get(&(version.module.clone(), of)).map_or(&[], Vec::as_slice)
    }

    /// The lines that say something else than what was found, which a checksum database may have proven.
    pub fn against(
        &self,
        version: &ModuleVersion,
        of_go_mod: bool,
        found: &str,
        is_proven: bool,
    ) -> Vec<SumMismatch> {
        let lines = self.lines(version, of_go_mod);
        let odd = match lines.iter().any(|line| line.hash == found) {
            _ if is_proven => Odd::NotAsInDatabase,
            true => Odd::GoSum,
            false => Odd::Unknown,
        };
        let wrong = lines.iter().filter(|line| line.hash != found);
        let mismatch = |line: &Line| SumMismatch {
            version: version.clone(),
            of_go_mod,
            file: self.files[line.file].clone(),
            line: line.line,
            said: line.hash.clone(),
            found: found.to_owned(),
            odd,
        };
        wrong.map(mismatch).collect()
    }
}
