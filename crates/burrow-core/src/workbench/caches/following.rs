//! While the page is on the screen the figures follow what builds write: once a second the times of the folders in
//! which go puts things are asked, and a cache in which one moved is measured again.
//!
//! Folders are asked, not watched: a watch on a build cache marks every name in it, and tells of every read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use go_rules::module::escape_path;

use super::super::work::Inner;
use crate::cache::measure::Measured;
use crate::cache::{Cache, Roots};
use crate::system::files::path_from_bytes;

/// What was created a moment ago may still be written, and its folder would not move again.
const UNSETTLED: Duration = Duration::from_secs(3);
/// Measuring takes one part in so many of the time at most.
const SHARE: u32 = 40;

/// What is remembered from one second to the next.
#[derive(Default)]
pub(super) struct Following {
    roots: Option<Roots>,
    caches: BTreeMap<Cache, Followed>,
}

#[derive(Default)]
struct Followed {
    times: Vec<Option<SystemTime>>,
    /// When it is to be measured again.
    due: Option<Instant>,
    /// Not before this.
    rested: Option<Instant>,
    /// Something moved since it was measured, or was so young that it may still grow.
    moved: bool,
}

impl Inner {
    /// Looks whether anything moved, and measures only that. Says nothing of a cache that nobody measured.
    pub(super) fn follow_caches(&self, following: &mut Following) {
        let roots = self.cache_roots();
        if following.roots.as_ref() != Some(&roots) {
            *following = Following { roots: Some(roots.clone()), caches: BTreeMap::new() };
        }
        for cache in Cache::ALL {
            let known = self.caches.known().measured.get(&cache).and_then(|told| told.as_ref().ok()).cloned();
            let (Some(measured), Some(root)) = (known, roots.root(cache).folder()) else { continue };
            let followed = following.caches.entry(cache).or_default();
            if followed.is_due(root, &measured) {
                let began = Instant::now();
                self.measure_again(&roots, cache);
                followed.rested = Some(Instant::now() + began.elapsed() * SHARE);
            }
        }
    }
}

impl Followed {
    fn is_due(&mut self, root: &Path, measured: &Measured) -> bool {
        let now = Instant::now();
        let times: Vec<Option<SystemTime>> =
            folders(root, measured).iter().map(|folder| time(folder)).collect();
        let before = std::mem::replace(&mut self.times, times);
        if before != self.times {
            // The first look tells nothing of what moved since the measuring: it is measured once more.
            self.due = Some(now);
            self.moved = true;
        }
        let due = self.due.is_some_and(|at| at <= now) && self.rested.is_none_or(|at| at <= now);
        if due {
            self.due = std::mem::take(&mut self.moved).then(|| now + UNSETTLED);
        }
        due
    }
}

fn time(folder: &Path) -> Option<SystemTime> {
    fs::symlink_metadata(folder).ok()?.modified().ok()
}

/// The folders whose times move when go puts something there.
fn folders(root: &Path, measured: &Measured) -> Vec<PathBuf> {
    match measured.cache {
        Cache::Build => std::iter::once(root.to_path_buf())
            .chain((0..=255).map(|first: u8| root.join(format!("{first:02x}"))))
            .collect(),
        Cache::Modules => module_folders(root, measured),
    }
}

/// Where versions are unpacked and downloaded: the folders of the modules that are there, and all above them.
fn module_folders(root: &Path, measured: &Measured) -> Vec<PathBuf> {
    let download = root.join("cache").join("download");
    let mut folders = BTreeSet::from([root.to_path_buf(), download.clone()]);
    let mut last = None;
    for row in &measured.modules {
        if last == Some(&row.version.module) {
            continue;
        }
        last = Some(&row.version.module);
        let escaped = escape_path(&row.version.module).ok();
        let Some(path) = escaped.and_then(|escaped| path_from_bytes(escaped.as_ref())) else { continue };
        folders.insert(download.join(&path).join("@v"));
        for above in path.ancestors() {
            folders.insert(download.join(above));
            folders.extend(above.parent().map(|parent| root.join(parent)));
        }
    }
    folders.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::ModuleVersion;
    use crate::cache::measure::ModuleRow;
    use crate::tree::Size;

    fn measured(cache: Cache, modules: &[(&str, &str)]) -> Measured {
        let row = |(module, version): &(&str, &str)| ModuleRow {
            version: ModuleVersion::new(*module, *version),
            size: Size::default(),
            extracted: Size::default(),
            fetched_at: None,
        };
        Measured {
            cache,
            path: "/m".into(),
            total: Size::default(),
            kinds: Vec::new(),
            modules: modules.iter().map(row).collect(),
            ages: Vec::new(),
            disk: None,
            unread: 0,
            at: SystemTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn the_folders_of_a_module_are_asked_wherever_a_version_of_it_may_come() {
        let rows = [("a.com/B/c", "v1.0.0"), ("a.com/B/c", "v1.1.0"), ("x.org", "v0.1.0")];
        let asked = folders(Path::new("/m"), &measured(Cache::Modules, &rows));
        let told: Vec<String> =
            asked.iter().map(|folder| folder.to_string_lossy().replace('\\', "/")).collect();
        assert_eq!(
            told,
            [
                "/m",
                "/m/a.com",
                "/m/a.com/!b",
                "/m/cache/download",
                "/m/cache/download/a.com",
                "/m/cache/download/a.com/!b",
                "/m/cache/download/a.com/!b/c",
                "/m/cache/download/a.com/!b/c/@v",
                "/m/cache/download/x.org",
                "/m/cache/download/x.org/@v",
            ]
        );
        assert_eq!(folders(Path::new("/c"), &measured(Cache::Build, &[])).len(), 257);
    }

    #[test]
    fn what_moved_is_measured_at_once_and_once_more_when_it_has_settled() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        fs::create_dir(root.join("00")).unwrap();
        let measured = measured(Cache::Build, &[]);
        let mut followed = Followed::default();
        assert!(followed.is_due(root, &measured), "the first look");
        assert!(!followed.is_due(root, &measured));
        followed.due = None;
        fs::write(root.join("00").join("entry"), "x").unwrap();
        assert!(followed.is_due(root, &measured));
        assert!(followed.due.is_some_and(|due| due > Instant::now()), "once more, later");
        followed.rested = Some(Instant::now() + UNSETTLED);
        fs::write(root.join("00").join("another"), "x").unwrap();
        assert!(!followed.is_due(root, &measured), "not more often than its share of the time");
        followed.rested = None;
        assert!(followed.is_due(root, &measured), "and not forgotten");
    }
}
