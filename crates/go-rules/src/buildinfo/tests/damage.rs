//! Damaged programs of every format: no panic, bounded reading, bounded time.

use std::cell::Cell;

use bstr::{BStr, BString};
use proptest::prelude::*;

use super::samples;
use crate::buildinfo::{BuildInfo, NotGo, read};
use crate::files::{FileKind, Files, ReadError};

/// A file that tells how it was read: what is asked for must not follow from what the file claims.
struct Watched {
    bytes: Vec<u8>,
    reads: Cell<u32>,
    most: Cell<usize>,
}

impl Files for Watched {
    fn kind(&self, _path: &BStr) -> Option<FileKind> {
        Some(FileKind::File { executable: true })
    }
    fn read(&self, _path: &BStr) -> Result<Vec<u8>, ReadError> {
        panic!("a program is not read whole")
    }
    fn read_at(&self, _path: &BStr, offset: u64, len: usize) -> Result<Vec<u8>, ReadError> {
        self.reads.set(self.reads.get() + 1);
        self.most.set(self.most.get().max(len));
        let from = usize::try_from(offset).unwrap_or(usize::MAX).min(self.bytes.len());
        Ok(self.bytes[from..from.saturating_add(len).min(self.bytes.len())].to_vec())
    }
    fn canonical(&self, path: &BStr) -> Option<BString> {
        Some(path.into())
    }
    fn same(&self, _a: &BStr, _b: &BStr) -> bool {
        false
    }
    fn list(&self, _dir: &BStr) -> Vec<BString> {
        Vec::new()
    }
}

fn read_watched(bytes: Vec<u8>) -> Result<BuildInfo, NotGo> {
    let files = Watched { bytes, reads: Cell::new(0), most: Cell::new(0) };
    let answer = read(&files, BStr::new("/bin/x"));
    assert!(files.most.get() <= 16 << 20, "asked for {} bytes at once", files.most.get());
    assert!(files.reads.get() <= 150_000, "read {} times", files.reads.get());
    answer
}

#[test]
fn every_sample_is_read_and_none_when_it_is_cut() {
    for (name, bytes) in samples::all() {
        let info = read_watched(bytes.clone()).unwrap_or_else(|why| panic!("{name}: {why:?}"));
        assert_eq!((info.version.as_slice(), info.deps().len()), (samples::VERSION.as_bytes(), 1), "{name}");
        assert_eq!(info.main_package(), Some(BStr::new("example.com/m/cmd")), "{name}");
        assert_eq!(info.setting("-ldflags"), Some(BStr::new("-s -w")), "{name}");
        for cut in 0..bytes.len() {
            let whole = read_watched(bytes[..cut].to_vec()).is_ok_and(|cut| cut == info);
            assert!(!whole, "{name} cut at {cut} of {}", bytes.len());
        }
    }
}

/// Numbers that a length, a count or an address should not be.
const EXTREMES: [u64; 5] = [0, 1, i64::MAX as u64, u64::MAX - 15, u64::MAX];

#[test]
fn every_field_may_be_extreme() {
    for (name, bytes) in samples::all() {
        for at in (0..bytes.len().min(512 + 64)).step_by(2) {
            let widths: &[usize] = if at % 4 == 0 { &[2, 4, 8] } else { &[2] };
            for (value, &width) in EXTREMES.iter().flat_map(|v| widths.iter().map(move |w| (v, w))) {
                for big in [false, true] {
                    // The high bytes: the greatest numbers stay great in a narrow field.
                    let mut field = value.to_be_bytes()[..width].to_vec();
                    field[width - 1] |= *value as u8;
                    if !big {
                        field.reverse();
                    }
                    let mut damaged = bytes.clone();
                    let end = (at + width).min(damaged.len());
                    damaged[at..end].copy_from_slice(&field[..end - at]);
                    let _ = read_watched(damaged);
                }
            }
        }
        assert!(read_watched(bytes).is_ok(), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_bytes_do_no_harm(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let samples = samples::all();
        let mut bytes = which.get(&samples).1.clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let _ = read_watched(bytes);
    }

    #[test]
    fn any_lines_are_read_or_refused_and_what_is_written_of_them_is_read_again(
        text in "((path|mod|dep|=>|build)\t[a\t=\"` \\\\]{0,8}\n){0,6}",
    ) {
        // A module that is replaced is written without its checksum, so texts are compared.
        let write = |lines: crate::buildinfo::lines::Lines| {
            let mut written = String::new();
            lines.write(&mut written).unwrap();
            written
        };
        if let Some(written) = crate::buildinfo::lines::parse(text.as_bytes()).map(write) {
            let again = crate::buildinfo::lines::parse(written.as_bytes()).map(write);
            prop_assert_eq!(again, Some(written));
        }
    }
}
