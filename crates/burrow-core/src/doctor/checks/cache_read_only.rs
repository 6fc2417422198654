//! Go cannot write where a cache is, or where it would make it. The build cache must be writable; of the module cache what
//! is there can be used all the same (go-semantics: `open …-d: permission denied`, `could not create module cache`).

use std::path::Path;

use super::cache_volatile::setting;
use crate::cache::Cache;
use crate::doctor::seen::is_filled;
use crate::doctor::{CachesWrong, CheckId, Evidence, Finding, Laid, ReadOnly, Seen, Severity, Skip};
use crate::place::Place;
use crate::system::rights;

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let finding = |laid: &Laid| {
        let why = why(laid)?;
        let name = laid.cache.variable();
        let filled = laid.cache == Cache::Modules && is_filled(&laid.path);
        let (mut evidence, fixes) = setting(seen, laid, &|path| {
            let volume = crate::system::volume::volume_of(path);
            self::why(&Laid { cache: laid.cache, path: path.to_owned(), volume }).is_none()
        });
        let at = nearest(&laid.path).unwrap_or(&laid.path);
        let told = match why {
            ReadOnly::Volume => "read-only volume",
            ReadOnly::Rights => "no right to write",
            ReadOnly::NoFolder => "not a folder",
        };
        evidence.push(Evidence::at(Place::file(at), told));
        Some(Finding {
            check: CheckId::CacheReadOnly,
            severity: if filled { Severity::Warning } else { Severity::Error },
            subject: name.to_owned(),
            wrong: CachesWrong::ReadOnly { cache: laid.cache, why, filled }.into(),
            evidence,
            fixes,
        })
    };
    Ok(seen.laid().iter().filter_map(finding).collect())
}

/// The folder itself, or what is nearest above it.
fn nearest(path: &Path) -> Option<&Path> {
    path.ancestors().find(|above| above.symlink_metadata().is_ok())
}

fn why(laid: &Laid) -> Option<ReadOnly> {
    let at = nearest(&laid.path)?;
    // A link that leads nowhere is not made a folder by Go either.
    if !at.is_dir() {
        return Some(ReadOnly::NoFolder);
    }
    match &laid.volume {
        Some(volume) if volume.read_only => Some(ReadOnly::Volume),
        _ if !rights::may_change(at) => Some(ReadOnly::Rights),
        _ => None,
    }
}
