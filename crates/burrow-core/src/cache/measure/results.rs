//! Results of tests among the entries of the build cache: they look like others from outside and are read to be told.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::time::Duration;

use go_rules::cache::build::{Part, entry, is_test_result};
use go_rules::cache::record;
use rayon::prelude::*;

use super::build::Inside;
use super::row::Count;
use super::scope::Scope;
use crate::cache::Kind;
use crate::job::Cancelled;
use crate::system::files::path_from_bytes;
use crate::tree::{Facts, Pace, Size, Time, What};

/// What is read of an output first: most last lines are shorter.
const TAIL: u64 = 4096;

/// 64 hexadecimal digits.
pub type Id = [u8; 64];

/// What was found when entries were last read. None of them changes without the second time of its file, which nobody
/// can set: what has not moved since is not read again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Results {
    /// When the reading began.
    pub read_at: Time,
    /// Outputs that are results.
    pub outputs: HashSet<Id>,
    /// Records that lead to one of these, and to which.
    pub records: HashMap<Id, Id>,
}

impl Results {
    /// A change so soon before was perhaps not seen: clocks of file systems tick up to this slowly.
    const TICK: Duration = Duration::from_secs(2);

    fn knows(&self, entry: &Entry) -> bool {
        let since = |at: Time| self.read_at.system()?.duration_since(at.system()?).ok();
        since(entry.changed).is_some_and(|since| since > Results::TICK)
    }
}

/// An entry whose content will be read.
pub struct Entry {
    id: Id,
    part: Part,
    size: Size,
    modified: Time,
    changed: Time,
    /// Where it stands among the files with several names.
    named: Option<usize>,
}

impl Entry {
    pub fn of(name: &[u8], facts: &Facts, named: Option<usize>) -> Option<Entry> {
        let (id, part) = entry(name).filter(|_| facts.what == What::File)?;
        let size = if named.is_some() { Size { files: 1, ..Size::default() } } else { facts.size() };
        let Facts { modified, changed, .. } = *facts;
        Some(Entry { id: id.try_into().ok()?, part, size, modified, changed, named })
    }

    fn name(&self) -> String {
        let part = match self.part {
            Part::Action => "a",
            Part::Output => "d",
        };
        format!("{}-{part}", String::from_utf8_lossy(&self.id))
    }
}

/// Moves what is a result from the kind build to the kind test. What `known` knows is not read again; what is known then
/// is returned.
pub fn tell_results_apart(
    scope: &Scope<'_>,
    folders: &mut [Inside],
    known: &Results,
) -> Result<Results, Cancelled> {
    let (root, cancel) = (scope.root, scope.cancel);
    let is_result = |folder: &Inside, entry: &Entry| match known.knows(entry) {
        true => known.outputs.contains(&entry.id),
        false => !cancel.is_cancelled() && is_result(root, folder, entry).unwrap_or_default(),
    };
    let outputs_of = |folder: &mut Inside| -> Vec<Id> {
        let outputs = folder.entries.iter().filter(|entry| entry.part == Part::Output);
        outputs.filter(|entry| is_result(folder, entry)).map(|entry| entry.id).collect()
    };
    let outputs: HashSet<Id> = each(scope.pace, folders, outputs_of).into_iter().flatten().collect();
    let output_of = |folder: &Inside, entry: &Entry| match known.knows(entry) {
        true => known.records.get(&entry.id).copied(),
        false if cancel.is_cancelled() => None,
        false => output(root, folder, entry),
    };
    let records_of = |folder: &mut Inside| -> Vec<(Id, Id)> {
        let mut records = Vec::new();
        let tests: Vec<usize> = (0..folder.entries.len())
            .filter(|at| {
                let entry = &folder.entries[*at];
                match entry.part {
                    Part::Output => outputs.contains(&entry.id),
                    Part::Action => {
                        let output = output_of(folder, entry).filter(|output| outputs.contains(output));
                        records.extend(output.map(|output| (entry.id, output)));
                        output.is_some()
                    }
                }
            })
            .collect();
        become_tests(folder, &tests);
        records
    };
    let records = each(scope.pace, folders, records_of).into_iter().flatten().collect();
    cancel.check()?;
    Ok(Results { read_at: scope.at, outputs, records })
}

/// On several threads only where somebody waits.
fn each<R: Send>(
    pace: Pace,
    folders: &mut [Inside],
    work: impl Fn(&mut Inside) -> R + Sync + Send,
) -> Vec<R> {
    match pace {
        Pace::Fast => folders.par_iter_mut().map(work).collect(),
        Pace::Alone => folders.iter_mut().map(work).collect(),
    }
}

fn is_result(root: &Path, folder: &Inside, entry: &Entry) -> io::Result<bool> {
    let mut file = open(root, folder, entry)?;
    let len = file.metadata()?.len();
    let mut head = [0; 11];
    let first = usize::try_from(len).unwrap_or(usize::MAX).min(head.len());
    file.read_exact(&mut head[..first])?;
    let mut wanted = TAIL;
    loop {
        let from = len.saturating_sub(wanted);
        file.seek(SeekFrom::Start(from))?;
        let mut tail = Vec::new();
        file.by_ref().take(wanted).read_to_end(&mut tail)?;
        let line = tail.strip_suffix(b"\n").unwrap_or(&tail);
        if from == 0 || line.contains(&b'\n') {
            return Ok(is_test_result(&head[..first], &tail));
        }
        wanted = wanted.saturating_mul(8);
    }
}

/// The output that a record leads to.
fn output(root: &Path, folder: &Inside, entry: &Entry) -> Option<Id> {
    let mut text = Vec::with_capacity(record::LEN + 1);
    let file = open(root, folder, entry).ok()?;
    file.take(record::LEN as u64 + 1).read_to_end(&mut text).ok()?;
    let mut id = [0; 64];
    for (pair, byte) in id.chunks_exact_mut(2).zip(record::parse(&text)?.output) {
        let digit = |half: u8| b"0123456789abcdef"[usize::from(half)];
        pair.copy_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
    }
    Some(id)
}

fn open(root: &Path, folder: &Inside, entry: &Entry) -> io::Result<File> {
    let below = path_from_bytes(folder.row.path.as_ref()).ok_or(io::ErrorKind::NotFound)?;
    let mut options = File::options();
    options.read(true);
    // It was a file when it was looked at. What was put in its place since may neither lead away nor make us wait.
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        let flags = nix::fcntl::OFlag::O_NOFOLLOW | nix::fcntl::OFlag::O_NONBLOCK;
        options.custom_flags(flags.bits());
    }
    options.open(root.join(below).join(entry.name()))
}

fn become_tests(folder: &mut Inside, tests: &[usize]) {
    if tests.is_empty() {
        return;
    }
    let (build, test) = (folder.row.of_kind(Kind::Build), folder.row.of_kind(Kind::Test));
    for at in tests {
        let entry = &folder.entries[*at];
        let counts = &mut folder.row.counts;
        let Size { bytes, disk_bytes, files } = entry.size;
        let left = &mut counts[build].size;
        *left = Size {
            bytes: left.bytes - bytes,
            disk_bytes: left.disk_bytes - disk_bytes,
            files: left.files - files,
        };
        counts[test].size += entry.size;
        if let Some(named) = entry.named {
            folder.row.named[named].count = test;
        }
    }
    let is_test: HashSet<usize> = tests.iter().copied().collect();
    for (count, wanted) in [(build, false), (test, true)] {
        let mut seen = Count::new(Kind::Build, None);
        let of = folder.entries.iter().enumerate().filter(|(at, _)| is_test.contains(at) == wanted);
        of.for_each(|(_, entry)| seen.see(entry.modified));
        (folder.row.counts[count].oldest, folder.row.counts[count].newest) = (seen.oldest, seen.newest);
    }
}
