//! What lies on a stage, to see what a program has left there. Go's and Burrow's own records are left out.

use crate::native::{bytes, path, shown};
use crate::stage::Stage;
use bstr::{BString, ByteSlice};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Every file by its path below the stage's folder.
pub type Trace = BTreeMap<BString, Left>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Left {
    File {
        mode: u32,
        content: Vec<u8>,
    },
    Link(BString),
    /// Too large to be anything but a program.
    Large(u64),
}

/// Folders in which programs keep records of their own: telemetry, caches, what go fetched or unpacked, Burrow's
/// history. `pkg` is an SDK's.
const OWN: &[&str] = &["telemetry", "go-build", "download", "golang.org", "burrow", "pkg"];
const LARGE: u64 = 4 << 20;

pub fn of(stage: &Stage) -> Trace {
    let mut trace = Trace::new();
    let root = path(&stage.root());
    walk(&root, &root, &mut trace);
    trace
}

fn walk(root: &Path, dir: &Path, trace: &mut Trace) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let at = entry.path();
        let Ok(meta) = at.symlink_metadata() else { continue };
        if meta.is_dir() {
            let name = entry.file_name();
            if !OWN.iter().any(|own| name == *own) {
                walk(root, &at, trace);
            }
            continue;
        }
        let left = if meta.is_symlink() {
            Left::Link(fs::read_link(&at).map(|to| bytes(&to)).unwrap_or_default())
        } else if meta.len() > LARGE {
            Left::Large(meta.len())
        } else {
            Left::File { mode: mode(&meta), content: fs::read(&at).unwrap_or_default() }
        };
        let below = at.strip_prefix(root).unwrap_or(&at);
        trace.insert(bytes(below), left);
    }
}

#[cfg(unix)]
fn mode(meta: &fs::Metadata) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    meta.permissions().mode() & 0o7777
}

#[cfg(not(unix))]
fn mode(_meta: &fs::Metadata) -> u32 {
    0
}

/// The first file that is not alike, in words.
pub fn difference(expected: &Trace, left: &Trace) -> Option<String> {
    let names = expected.keys().chain(left.keys());
    let name = names.into_iter().find(|name| expected.get(*name) != left.get(*name))?;
    let show = |state: Option<&Left>| match state {
        None => "not there".to_owned(),
        Some(Left::Link(to)) => format!("a link to {to}"),
        Some(Left::Large(size)) => format!("{size} bytes"),
        Some(Left::File { mode, content }) => {
            format!("mode {mode:o}, {}", shown(content.as_bstr()).escape_debug())
        }
    };
    Some(format!("{name}:\n    go      {}\n    burrow  {}", show(expected.get(name)), show(left.get(name))))
}
