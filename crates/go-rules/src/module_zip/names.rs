//! Which names Go unpacks from the zip of a module (`zip.checkZip`, `module.CheckFilePath`).

use std::borrow::Cow;
use std::collections::HashMap;

use bstr::{BStr, ByteSlice};

use super::{Directory, Flaw, MOST_BYTES, MOST_OF_ONE};
use crate::module::is_device_name;

pub fn check(directory: &Directory, prefix: &BStr) -> Result<(), Flaw> {
    let mut seen = Seen::default();
    let mut total = 0u64;
    for entry in &directory.entries {
        let full = directory.name(entry);
        let bad = || Flaw::BadName(full.into());
        let name = full.strip_prefix(prefix.as_bytes()).ok_or_else(bad)?;
        if name.is_empty() {
            continue;
        }
        let (name, is_dir) = match name.strip_suffix(b"/") {
            Some(name) => (name, true),
            None => (name, false),
        };
        if !is_file_path(name) || !seen.add(name, is_dir) {
            return Err(bad());
        }
        if is_dir {
            continue;
        }
        let base = name.rsplit(|b| *b == b'/').next().unwrap_or_default();
        if base.eq_ignore_ascii_case(b"go.mod") && name != b"go.mod" {
            return Err(bad());
        }
        total = total.checked_add(entry.size).filter(|total| *total <= MOST_BYTES).ok_or(Flaw::TooLarge)?;
        if matches!(name, b"go.mod" | b"LICENSE") && entry.size > MOST_OF_ONE {
            return Err(Flaw::TooLarge);
        }
    }
    Ok(())
}

/// `module.CheckFilePath`, of a path that is clean.
#[must_use]
pub fn is_file_path(path: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(path) else { return false };
    !text.is_empty() && text.split('/').all(is_element)
}

fn is_element(element: &str) -> bool {
    let usable = |c: char| match c {
        c if c.is_ascii_alphanumeric() => true,
        c if c.is_ascii() => "!#$%&()+,-.=@[]^_{}~ ".contains(c),
        c => c.is_alphabetic(),
    };
    let bytes = element.as_bytes();
    !element.is_empty()
        && !bytes.iter().all(|b| *b == b'.')
        && bytes.last() != Some(&b'.')
        && element.chars().all(usable)
        && !is_device_name(bytes)
}

/// Paths that were met, as a system sees them that does not tell capitals apart.
#[derive(Default)]
struct Seen<'a>(HashMap<Cow<'a, [u8]>, (&'a [u8], bool)>);

impl<'a> Seen<'a> {
    /// Whether the path, and each folder it lies in, can be there beside those before.
    fn add(&mut self, mut path: &'a [u8], mut is_dir: bool) -> bool {
        loop {
            if let Some((other, other_is_dir)) = self.0.insert(folded(path), (path, is_dir)) {
                // A folder is met again with every file in it; those above it were met with the first.
                return other == path && is_dir && other_is_dir;
            }
            match path.rfind_byte(b'/') {
                Some(at) => (path, is_dir) = (&path[..at], true),
                None => return true,
            }
        }
    }
}

fn folded(path: &[u8]) -> Cow<'_, [u8]> {
    if path.is_ascii() {
        if path.iter().any(u8::is_ascii_uppercase) { path.to_ascii_lowercase().into() } else { path.into() }
    } else {
        path.to_str_lossy().to_uppercase().to_lowercase().into_bytes().into()
    }
}
