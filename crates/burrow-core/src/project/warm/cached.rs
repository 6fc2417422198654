//! How much of what is fetched has come, by the sizes of its files in the module cache. Only looked at.

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use bstr::ByteSlice;
use go_rules::module::{escape_path, escape_version};

use crate::cache::ModuleVersion;
use crate::system::files::path_from_bytes;

/// The zip of a version, where go keeps it.
pub fn zip(gomodcache: &Path, version: &ModuleVersion) -> Option<PathBuf> {
    let module = escape_path(&version.module).ok()?;
    let number = escape_version(&version.version).ok()?;
    let name = [b"cache/download/".as_slice(), &module, b"/@v/", &number, b".zip"].concat();
    Some(gomodcache.join(path_from_bytes(name.as_bstr())?))
}

/// What has come of a zip: all of it, or the part that lies beside its place (`.zip12345.tmp`).
pub fn come(zip: &Path) -> (bool, u64) {
    if let Ok(facts) = fs::metadata(zip) {
        return (true, facts.len());
    }
    let (Some(folder), Some(name)) = (zip.parent(), zip.file_name()) else { return (false, 0) };
    let name = name.as_encoded_bytes();
    let parts = fs::read_dir(folder).into_iter().flatten().flatten();
    let parts = parts.filter(|entry| {
        let entry = entry.file_name();
        let entry = entry.as_encoded_bytes();
        entry.starts_with(name) && entry.ends_with(b".tmp")
    });
    (false, parts.filter_map(|entry| Some(entry.metadata().ok()?.len())).max().unwrap_or(0))
}

/// How fast bytes come, over the last seconds.
#[derive(Default)]
pub struct Pace(VecDeque<(Instant, u64)>);

impl Pace {
    const WINDOW: Duration = Duration::from_secs(4);
    /// Before this long a rate would only be noise.
    const SHORTEST: Duration = Duration::from_millis(500);

    /// Takes the bytes in that there are now; bytes a second.
    pub fn take(&mut self, bytes: u64, now: Instant) -> Option<u64> {
        self.0.push_back((now, bytes));
        while self.0.len() > 2 && self.0.front().is_some_and(|(at, _)| now.duration_since(*at) > Self::WINDOW)
        {
            self.0.pop_front();
        }
        let (since, before) = self.0.front()?;
        let span = now.duration_since(*since);
        let milliseconds = u64::try_from(span.as_millis()).ok().filter(|_| span >= Self::SHORTEST)?;
        bytes.saturating_sub(*before).checked_mul(1000)?.checked_div(milliseconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_zip_counts_and_a_whole_one_is_there() {
        let dir = tempfile::tempdir().unwrap();
        let version = ModuleVersion::new("ex.test/Big", "v1.0.0");
        let zip = zip(dir.path(), &version).unwrap();
        assert!(zip.ends_with("cache/download/ex.test/!big/@v/v1.0.0.zip"), "{}", zip.display());
        fs::create_dir_all(zip.parent().unwrap()).unwrap();
        assert_eq!(come(&zip), (false, 0));
        fs::write(zip.with_file_name("v1.0.0.zip123.tmp"), "123").unwrap();
        fs::write(zip.with_file_name("v1.0.0.mod"), "module ex.test/Big").unwrap();
        assert_eq!(come(&zip), (false, 3));
        fs::write(&zip, "12345").unwrap();
        assert_eq!(come(&zip), (true, 5));
    }

    #[test]
    fn the_rate_is_that_of_the_last_seconds() {
        let begin = Instant::now();
        let after = |ms| begin + Duration::from_millis(ms);
        let mut pace = Pace::default();
        assert_eq!(pace.take(0, begin), None);
        assert_eq!(pace.take(50, after(100)), None);
        assert_eq!(pace.take(1000, after(1000)), Some(1000));
        assert_eq!(pace.take(1000, after(9000)), Some(0));
    }
}
