//! What a file or a subtree takes, with the files of several names told apart: what those give back depends on which of
//! their names go.

use std::collections::{HashMap, HashSet};

use crate::tree::Size;

/// A file that has more than one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cache::plan) struct Linked {
    /// Volume and number.
    file: (u64, u64),
    /// How many names it has anywhere.
    names: u64,
    bytes: u64,
    disk_bytes: u64,
}

/// What something takes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::cache::plan) struct Weight {
    /// Files of one name in full; of the others only that they are names.
    alone: Size,
    linked: Vec<Linked>,
}

impl Weight {
    /// A folder's own blocks.
    pub fn folder(disk_bytes: u64) -> Weight {
        Weight { alone: Size { disk_bytes, ..Size::default() }, linked: Vec::new() }
    }

    /// A file, or another name that is no folder.
    pub fn file(bytes: u64, disk_bytes: u64, file: (u64, u64), names: u64) -> Weight {
        if names < 2 {
            return Weight { alone: Size { bytes, disk_bytes, files: 1 }, linked: Vec::new() };
        }
        let alone = Size { files: 1, ..Size::default() };
        Weight { alone, linked: vec![Linked { file, names, bytes, disk_bytes }] }
    }

    /// What the volume surely gets back when it goes.
    pub fn alone(&self) -> Size {
        self.alone
    }

    /// All of it, each file once, as a measurement counts.
    pub fn whole(&self) -> Size {
        let mut seen = HashSet::new();
        let mut size = self.alone;
        for linked in self.linked.iter().filter(|linked| seen.insert(linked.file)) {
            size.bytes += linked.bytes;
            size.disk_bytes += linked.disk_bytes;
        }
        size
    }

    pub fn add(&mut self, other: Weight) {
        self.alone += other.alone;
        self.linked.extend(other.linked);
    }
}

/// The sizes of things that go together. A file with several names counts for the first that has it; its blocks count
/// only when all its names are among them.
pub(in crate::cache::plan) fn sizes<'a>(all: impl Iterator<Item = &'a Weight> + Clone) -> Vec<Size> {
    let mut names: HashMap<(u64, u64), u64> = HashMap::new();
    for linked in all.clone().flat_map(|weight| &weight.linked) {
        *names.entry(linked.file).or_default() += 1;
    }
    let mut size = |weight: &Weight| {
        let mut size = weight.alone;
        for linked in &weight.linked {
            // The first takes the entry: the others find none.
            if let Some(here) = names.remove(&linked.file) {
                size.bytes += linked.bytes;
                size.disk_bytes += if here >= linked.names { linked.disk_bytes } else { 0 };
            }
        }
        size
    };
    all.map(&mut size).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_gives_its_blocks_back_when_its_last_name_goes_and_counts_once() {
        let name = |names| Weight::file(10, 512, (1, 7), names);
        let size = |bytes, disk_bytes, files| Size { bytes, disk_bytes, files };
        let sizes = |all: &[Weight]| super::sizes(all.iter());
        assert_eq!(sizes(&[name(2)]), [size(10, 0, 1)]);
        assert_eq!(sizes(&[name(2), name(2)]), [size(10, 512, 1), size(0, 0, 1)]);
        let mut both = name(2);
        both.add(name(2));
        assert_eq!(sizes(&[both]), [size(10, 512, 2)]);
        assert_eq!(sizes(&[Weight::folder(4096), name(1)]), [size(0, 4096, 0), size(10, 512, 1)]);
    }
}
