//! What is mounted where, by the list that Linux keeps for this process.

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::Read;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mount {
    pub point: PathBuf,
    /// `ext4`, `fuse.sshfs`
    pub file_system: String,
}

/// All mounts, in the order in which they were made; none where the list cannot be read.
pub fn mounts() -> Vec<Mount> {
    table().split(|&b| b == b'\n').filter_map(parse).map(Mount::from).collect()
}

/// The mount that a path without links is on. Of several at one place the last one hides the others.
pub fn mount_of(path: &Path) -> Option<Mount> {
    let table = table();
    let lines = table.split(|&b| b == b'\n').filter_map(parse);
    let leading = lines.filter(|line| path.starts_with(OsStr::from_bytes(&line.point)));
    leading.max_by_key(|line| line.point.len()).map(Mount::from)
}

fn table() -> Vec<u8> {
    // The kernel says of no such file how long it is.
    let mut table = Vec::with_capacity(16 * 1024);
    let read = File::open("/proc/self/mountinfo").and_then(|mut file| file.read_to_end(&mut table));
    if read.is_ok() { table } else { Vec::new() }
}

struct Line<'a> {
    point: Cow<'a, [u8]>,
    file_system: &'a [u8],
}

impl From<Line<'_>> for Mount {
    fn from(line: Line<'_>) -> Mount {
        let point = PathBuf::from(OsString::from_vec(line.point.into_owned()));
        Mount { point, file_system: String::from_utf8_lossy(line.file_system).into_owned() }
    }
}

/// `36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw`, with any number of fields before the dash.
fn parse(line: &[u8]) -> Option<Line<'_>> {
    let mut fields = line.split(|&b| b == b' ');
    let point = fields.nth(4)?;
    let mut after = fields.skip_while(|field| *field != b"-").skip(1);
    let point = if point.contains(&b'\\') { unescape(point).into() } else { point.into() };
    Some(Line { point, file_system: after.next()? })
}

/// `\040` is a blank.
fn unescape(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        let octal = after.get(..3).filter(|d| byte == b'\\' && d.iter().all(|b| (b'0'..=b'7').contains(b)));
        match octal {
            Some(digits) => {
                out.push(digits.iter().fold(0u8, |n, d| n.wrapping_mul(8).wrapping_add(d - b'0')));
                rest = &after[3..];
            }
            None => {
                out.push(byte);
                rest = after;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_the_place_and_the_file_system() {
        let mount = parse(b"36 35 98:0 / /a\\040b\\134 rw master:1 x:2 - fuse.sshfs me@there:/ rw").unwrap();
        assert_eq!(Mount::from(mount), Mount { point: "/a b\\".into(), file_system: "fuse.sshfs".into() });
        assert!(parse(b"").is_none());
        assert_eq!(mount_of(Path::new("/proc/self")).unwrap().file_system, "proc");
    }
}
