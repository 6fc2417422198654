//! What a tree takes, in three figures.

use std::iter::Sum;
use std::ops::{Add, AddAssign};

/// What a tree takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Size {
    /// The lengths of files and of links themselves, a file with several names once; folders count nothing.
    pub bytes: u64,
    /// What the disk holds for all of it, folders included.
    pub disk_bytes: u64,
    /// Names of everything but folders.
    pub files: u64,
}

impl Add for Size {
    type Output = Size;

    fn add(self, other: Size) -> Size {
        Size {
            bytes: self.bytes + other.bytes,
            disk_bytes: self.disk_bytes + other.disk_bytes,
            files: self.files + other.files,
        }
    }
}

impl AddAssign for Size {
    fn add_assign(&mut self, other: Size) {
        *self = *self + other;
    }
}

impl Sum for Size {
    fn sum<I: Iterator<Item = Size>>(sizes: I) -> Size {
        sizes.fold(Size::default(), Add::add)
    }
}
