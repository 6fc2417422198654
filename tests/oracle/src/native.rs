//! Bytes to and from the system's strings. On Windows only Unicode is generated, so nothing is lost there.

use bstr::{BStr, BString, ByteSlice};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The system's form of bytes.
pub fn os(bytes: &[u8]) -> OsString {
    bytes.to_os_str_lossy().into_owned()
}

pub fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(os(bytes))
}

pub fn bytes(path: &Path) -> BString {
    <[u8]>::from_os_str(path.as_os_str())
        .map(BString::from)
        .unwrap_or_else(|| path.to_string_lossy().as_bytes().into())
}

/// `dir` with a relative path below it, written with `/` in the source and as the system wants it in the result.
pub fn join(dir: impl AsRef<[u8]>, relative: &str) -> BString {
    let separator = std::path::MAIN_SEPARATOR_STR;
    let mut joined = BString::from(dir.as_ref());
    for part in relative.split('/') {
        joined.extend_from_slice(separator.as_bytes());
        joined.extend_from_slice(part.as_bytes());
    }
    joined
}

/// Text for a report: bytes that are not UTF-8 shown as `\xNN`.
pub fn shown(bytes: &BStr) -> String {
    bytes
        .utf8_chunks()
        .map(|c| {
            c.valid().to_owned() + &c.invalid().iter().map(|b| format!("\\x{b:02x}")).collect::<String>()
        })
        .collect()
}
