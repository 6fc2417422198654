//! Results of tests among the entries of the build cache: they look like others from outside and are read to be told.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use go_rules::cache::build::{Part, entry, is_test_result};
use go_rules::cache::record;
use rayon::prelude::*;

use super::build::Inside;
use super::row::Count;
use crate::cache::Kind;
use crate::job::{Cancel, Cancelled};
use crate::system::files::path_from_bytes;
use crate::tree::{Facts, Size, Time, What};

/// What is read of an output first: most last lines are shorter.
const TAIL: u64 = 4096;

/// An entry whose content will be read.
pub struct Entry {
    /// 64 hexadecimal digits.
    id: [u8; 64],
    part: Part,
    size: Size,
    modified: Time,
    /// Where it stands among the files with several names.
    named: Option<usize>,
}

impl Entry {
    pub fn of(name: &[u8], facts: &Facts, named: Option<usize>) -> Option<Entry> {
        let (id, part) = entry(name).filter(|_| facts.what == What::File)?;
        let size = if named.is_some() { Size { files: 1, ..Size::default() } } else { facts.size() };
        Some(Entry { id: id.try_into().ok()?, part, size, modified: facts.modified, named })
    }

    fn name(&self) -> String {
        let part = match self.part {
            Part::Action => "a",
            Part::Output => "d",
        };
        format!("{}-{part}", String::from_utf8_lossy(&self.id))
    }
}

/// Moves what is a result from the kind build to the kind test.
pub fn tell_results_apart(root: &Path, folders: &mut [Inside], cancel: &Cancel) -> Result<(), Cancelled> {
    let outputs: Vec<HashSet<[u8; 64]>> = folders
        .par_iter()
        .map(|folder| {
            let outputs = folder.entries.iter().filter(|entry| entry.part == Part::Output);
            outputs
                .filter(|entry| !cancel.is_cancelled() && is_result(root, folder, entry).unwrap_or_default())
                .map(|entry| entry.id)
                .collect()
        })
        .collect();
    let outputs: HashSet<[u8; 64]> = outputs.into_iter().flatten().collect();
    folders.par_iter_mut().for_each(|folder| {
        let tests: Vec<usize> = (0..folder.entries.len())
            .filter(|at| {
                let entry = &folder.entries[*at];
                match entry.part {
                    Part::Output => outputs.contains(&entry.id),
                    Part::Action => !cancel.is_cancelled() && points_to(root, folder, entry, &outputs),
                }
            })
            .collect();
        become_tests(folder, &tests);
    });
    cancel.check()
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

fn points_to(root: &Path, folder: &Inside, entry: &Entry, outputs: &HashSet<[u8; 64]>) -> bool {
    let read = || -> io::Result<Vec<u8>> {
        let mut text = Vec::with_capacity(record::LEN + 1);
        open(root, folder, entry)?.take(record::LEN as u64 + 1).read_to_end(&mut text)?;
        Ok(text)
    };
    let Some(action) = read().ok().as_deref().and_then(record::parse) else { return false };
    let mut id = [0; 64];
    for (pair, byte) in id.chunks_exact_mut(2).zip(action.output) {
        let digit = |half: u8| b"0123456789abcdef"[usize::from(half)];
        pair.copy_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
    }
    outputs.contains(&id)
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
