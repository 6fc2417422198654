//! The disk on which the machines of the scenarios lie: it may be nearly full, whatever a scenario lays, and Burrow says so.

use serde_json::Value;
use std::path::Path;

/// Burrow says so below 5 GiB; other programs write in the meantime.
#[cfg(unix)]
const SCARCE: u64 = 6 << 30;

/// Whether this finding is true of the disk of `root`, and so of no scenario.
#[cfg(unix)]
pub fn is_its_scarcity(root: &Path, finding: &Value) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path: &Path| path.metadata().ok().map(|seen| seen.dev());
    finding["id"] == "cache-volume-full"
        && finding["subject"].as_str().is_some_and(|point| device(point.as_ref()) == device(root))
        && rustix::fs::statvfs(root).is_ok_and(|told| told.f_bavail.saturating_mul(told.f_frsize) < SCARCE)
}

#[cfg(not(unix))]
pub fn is_its_scarcity(_root: &Path, _finding: &Value) -> bool {
    false
}
