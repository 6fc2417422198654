//! Whether what was unpacked is the toolchain that was wanted, and all of it.

use std::path::Path;

use bstr::ByteSlice;
use go_rules::environ::Os;

use super::Platform;
use super::error::{Flaw, InstallError};
use super::unpack::Archive;
use crate::sdk::probe::{Finding, go_below, probe};
use crate::system::DiskFiles;
use crate::system::files::path_to_bytes;

/// From here on a go program says itself what it is.
const TELLS_ITSELF: &[u8] = b"1.13";

/// # Errors
/// What is missing, or which version it is instead.
pub fn check(
    goroot: &Path,
    wanted: &str,
    platform: &Platform,
    archive: Archive<'_>,
) -> Result<(), InstallError> {
    if !goroot.join("pkg").join("tool").is_dir() {
        return Err(archive.bad(Flaw::Missing("pkg/tool")));
    }
    if !goroot.join("src").is_dir() {
        return Err(archive.bad(Flaw::Missing("src")));
    }
    let other = |found: String| InstallError::OtherVersion { wanted: wanted.to_owned(), found };
    let go = go_below(Os::host(), &path_to_bytes(goroot));
    let found = match probe(&DiskFiles, Os::host(), go.as_bstr()) {
        Ok(go) if go.goarch != platform.goarch.as_bytes() => {
            return Err(other(format!("{} ({}/{})", go.version, go.goos, go.goarch)));
        }
        Ok(go) => go.version.to_string(),
        Err(Finding::Foreign { goos, goarch }) => return Err(other(format!("{goos}/{goarch}"))),
        Err(Finding::NotGo) if is_before(wanted, TELLS_ITSELF) => version_file(goroot).unwrap_or_default(),
        Err(_) => return Err(archive.bad(Flaw::Missing("bin/go"))),
    };
    if found == wanted { Ok(()) } else { Err(other(found)) }
}

fn is_before(version: &str, limit: &[u8]) -> bool {
    let number = version.strip_prefix("go").unwrap_or(version);
    go_rules::version::compare(number.as_bytes(), limit).is_lt()
}

/// The first line of VERSION.
fn version_file(goroot: &Path) -> Option<String> {
    let text = std::fs::read_to_string(goroot.join("VERSION")).ok()?;
    text.lines().next().map(|line| line.trim().to_owned())
}
