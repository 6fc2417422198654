//! The GOROOT that a program was built in, from the names of its source files. Not in the record: Go's linker put it
//! into a string of the runtime that cannot be found from outside.

use bstr::{BString, ByteSlice};

use super::image::{Image, number};

/// The first source files of a program are those of the standard library.
const WINDOW_OF_NAMES: usize = 4 << 10;

/// The folder before `/src/` of the first source file in the table of functions (`runtime/symtab.go`: pcHeader).
pub(super) fn source_root(image: &Image<'_>) -> Option<BString> {
    let (start, len) = image.line_table?;
    let head = image.raw(start, 8 + 8 * 8).ok()?;
    let big = match head.get(..4)? {
        [0xff, 0xff, 0xff, 0xf0..=0xf2] => true,
        [0xf0..=0xf2, 0xff, 0xff, 0xff] => false,
        _ => return None,
    };
    let width = usize::from(*head.get(7)?);
    if width != 4 && width != 8 {
        return None;
    }
    const FILES: usize = 5;
    let offset = number(head.get(8 + FILES * width..)?, width, big)?;
    if offset >= len {
        return None;
    }
    let names = image.raw(start.checked_add(offset)?, WINDOW_OF_NAMES).ok()?;
    let root = names.split(|b| *b == 0).find_map(|name| name.find("/src/").map(|at| &name[..at]))?;
    // What is built with -trimpath has import paths here instead.
    (root.starts_with(b"/") || root.get(1) == Some(&b':')).then(|| root.into())
}
