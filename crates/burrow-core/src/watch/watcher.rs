//! Follows a [`Plan`] with the system's own means (inotify, FSEvents, ReadDirectoryChangesW).

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use notify::event::{AccessKind, AccessMode, Event, EventKind, ModifyKind};
use notify::{ErrorKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::plan::{Plan, Watched, Why};

/// Something that matters has changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hit {
    /// What it concerns; empty when the system lost count and everything has to be looked at.
    pub whys: BTreeSet<Why>,
}

/// Why watching does not work, wholly or in part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The system has no more watches for this account.
    OutOfWatches,
    Other(String),
}

impl From<notify::Error> for Trouble {
    fn from(error: notify::Error) -> Self {
        match &error.kind {
            ErrorKind::MaxFilesWatch => Trouble::OutOfWatches,
            // ENOSPC and EMFILE of inotify.
            ErrorKind::Io(e) if cfg!(target_os = "linux") && matches!(e.raw_os_error(), Some(28 | 24)) => {
                Trouble::OutOfWatches
            }
            _ => Trouble::Other(error.to_string()),
        }
    }
}

type Names = BTreeMap<PathBuf, Watched>;

/// A running watch. Dropping it ends it.
pub struct Watcher {
    system: RecommendedWatcher,
    watched: BTreeSet<PathBuf>,
    names: Arc<Mutex<Names>>,
}

impl Watcher {
    /// Starts with nothing to watch. `on_hit` is called on the system's own thread: it should hand over and
    /// return.
    ///
    /// # Errors
    /// The system gives no watches at all.
    pub fn start(on_hit: impl Fn(Hit) + Send + 'static) -> Result<Watcher, Trouble> {
        let names: Arc<Mutex<Names>> = Arc::default();
        let known = Arc::clone(&names);
        let system = notify::recommended_watcher(move |event: notify::Result<Event>| {
            let names = known.lock().unwrap_or_else(PoisonError::into_inner);
            match event {
                Ok(event) => {
                    if let Some(hit) = judge(&event, &names) {
                        on_hit(hit);
                    }
                }
                // Something was missed: look at everything.
                Err(_) => on_hit(Hit::default()),
            }
        })?;
        Ok(Watcher { system, watched: BTreeSet::new(), names })
    }

    /// Watches what the plan says and nothing else. `true` when a folder or file came to it: what happened there until
    /// now went unseen, so it has to be looked at once.
    pub fn follow(&mut self, plan: &Plan) -> (bool, Vec<Trouble>) {
        *self.names.lock().unwrap_or_else(PoisonError::into_inner) = spelt_both_ways(plan);
        // A file is watched anew each time: another one may have taken its name.
        for gone in self.watched.iter().filter(|path| !plan.folders.contains_key(*path)) {
            // What was removed has lost its watch already.
            let _ = self.system.unwatch(gone);
        }
        let before = self.watched.clone();
        self.watched.retain(|path| plan.folders.contains_key(path));
        let mut troubles = Vec::new();
        let mut came = false;
        for path in plan.folders.keys().chain(plan.files.keys()) {
            if self.watched.contains(path) {
                continue;
            }
            match self.system.watch(path, RecursiveMode::NonRecursive) {
                Ok(()) => {
                    came |= !before.contains(path);
                    self.watched.insert(path.clone());
                }
                // It went between planning and watching: its parent tells.
                Err(error) if matches!(error.kind, ErrorKind::PathNotFound) => {}
                Err(error) => troubles.push(error.into()),
            }
        }
        (came, troubles)
    }

    /// Forgets every watch: a folder that was replaced by another of the same name is to be watched anew.
    pub fn forget(&mut self) {
        for folder in std::mem::take(&mut self.watched) {
            let _ = self.system.unwatch(&folder);
        }
    }
}

/// FSEvents names folders without their links.
fn spelt_both_ways(plan: &Plan) -> Names {
    let mut names = plan.folders.clone();
    for (file, whys) in &plan.files {
        if let (Some(folder), Some(name)) = (file.parent(), file.file_name()) {
            let here = names.entry(folder.to_path_buf()).or_default();
            here.names.entry(name.to_owned()).or_default().extend(whys);
        }
    }
    for (folder, here) in &names.clone() {
        if let Ok(canonical) = dunce::canonicalize(folder)
            && canonical != *folder
        {
            let both = names.entry(canonical).or_default();
            both.entries.extend(&here.entries);
            for (name, whys) in &here.names {
                both.names.entry(name.clone()).or_default().extend(whys);
            }
        }
    }
    names
}

/// What an event means, if anything. Reading is none of our business: our own reading least of all.
fn judge(event: &Event, names: &Names) -> Option<Hit> {
    if event.need_rescan() {
        return Some(Hit::default());
    }
    let (names_count, entries_count) = counts(&event.kind);
    if !names_count && !entries_count {
        return None;
    }
    let concerns = |path: &PathBuf| concerns(path, names, names_count, entries_count);
    let whys: BTreeSet<Why> = event.paths.iter().flat_map(concerns).collect();
    (!whys.is_empty()).then_some(Hit { whys })
}

/// Whether an event counts for files that are watched by name, and whether for folders of which all entries are. A
/// file that grows tells of itself at each write; in the second kind its end is enough, where the system tells that.
fn counts(kind: &EventKind) -> (bool, bool) {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => (false, true),
        EventKind::Access(_) => (false, false),
        EventKind::Modify(ModifyKind::Data(_)) => (true, !cfg!(target_os = "linux")),
        EventKind::Modify(ModifyKind::Metadata(_)) => (true, false),
        _ => (true, true),
    }
}

fn concerns(path: &Path, names: &Names, names_count: bool, entries_count: bool) -> BTreeSet<Why> {
    // The watched folder itself went or was renamed.
    if let Some(folder) = names.get(path).filter(|_| names_count) {
        return folder.names.values().flatten().chain(&folder.entries).copied().collect();
    }
    let Some(folder) = path.parent().and_then(|folder| names.get(folder)) else { return BTreeSet::new() };
    let by_name = path.file_name().and_then(|name| folder.names.get(name)).filter(|_| names_count);
    let any = folder.entries.iter().filter(|_| entries_count);
    by_name.into_iter().flatten().chain(any).copied().collect()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::mpsc::{Receiver, channel};
    use std::time::Duration;

    use super::*;
    use crate::watch::{Wish, plan};

    fn watching(wishes: &[Wish]) -> (Watcher, Receiver<Hit>) {
        let (sender, hits) = channel();
        let mut watcher = Watcher::start(move |hit| drop(sender.send(hit))).unwrap();
        let (came, troubles) = watcher.follow(&plan(wishes, &|d| d.is_dir()));
        assert!(came, "{troubles:?}");
        (watcher, hits)
    }

    fn next(hits: &Receiver<Hit>) -> Option<Hit> {
        let first =
            hits.recv_timeout(Duration::from_millis(if cfg!(target_os = "macos") { 3000 } else { 800 }));
        while hits.recv_timeout(Duration::from_millis(30)).is_ok() {}
        first.ok()
    }

    fn goenv() -> Hit {
        Hit { whys: [Why::Goenv].into() }
    }

    #[test]
    fn every_way_of_changing_a_file_is_seen() {
        let dir = tempfile::tempdir().unwrap();
        let env = dir.path().join("env");
        let (_watcher, hits) = watching(&[Wish::new(&env, Why::Goenv)]);
        fs::write(&env, "GOA=1\n").unwrap();
        assert_eq!(next(&hits), Some(goenv()), "created");
        fs::write(&env, "GOA=2\n").unwrap();
        assert_eq!(next(&hits), Some(goenv()), "truncated and written");
        fs::write(dir.path().join("other"), "GOA=3\n").unwrap();
        fs::rename(dir.path().join("other"), &env).unwrap();
        assert_eq!(next(&hits), Some(goenv()), "replaced by a rename");
        fs::remove_file(&env).unwrap();
        assert_eq!(next(&hits), Some(goenv()), "removed");
        fs::write(&env, "GOA=4\n").unwrap();
        assert_eq!(next(&hits), Some(goenv()), "made again");
    }

    #[test]
    fn neighbours_and_readers_are_not_heard() {
        let dir = tempfile::tempdir().unwrap();
        let env = dir.path().join("env");
        fs::write(&env, "GOA=1\n").unwrap();
        let (_watcher, hits) = watching(&[Wish::new(&env, Why::Toolchain)]);
        fs::write(dir.path().join("neighbour"), "x").unwrap();
        fs::read(&env).unwrap();
        assert_eq!(next(&hits), None);
    }

    #[test]
    fn a_folder_that_is_not_there_yet_is_awaited() {
        let dir = tempfile::tempdir().unwrap();
        let wishes = [Wish::new(dir.path().join("a/b/env"), Why::Goenv)];
        let (mut watcher, hits) = watching(&wishes);
        fs::create_dir_all(dir.path().join("a/b")).unwrap();
        assert_eq!(next(&hits), Some(goenv()));
        let (came, _) = watcher.follow(&plan(&wishes, &|d| d.is_dir()));
        assert!(came);
        fs::write(dir.path().join("a/b/env"), "GOA=1\n").unwrap();
        assert_eq!(next(&hits), Some(goenv()));
    }

    #[test]
    fn a_file_watched_by_itself_is_followed_when_another_takes_its_name() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("profile");
        fs::write(&file, "1").unwrap();
        let plan = Plan { files: [(file.clone(), [Why::StartFile].into())].into(), ..Plan::default() };
        let (sender, hits) = channel();
        let mut watcher = Watcher::start(move |hit| drop(sender.send(hit))).unwrap();
        assert_eq!(watcher.follow(&plan), (true, Vec::new()));
        let hit = Some(Hit { whys: [Why::StartFile].into() });
        for round in ["2", "3"] {
            fs::write(dir.path().join("new"), round).unwrap();
            assert_eq!(next(&hits), None, "neighbours are not heard");
            fs::rename(dir.path().join("new"), &file).unwrap();
            assert_eq!(next(&hits), hit, "round {round}");
            assert_eq!(watcher.follow(&plan), (false, Vec::new()));
        }
    }

    #[test]
    fn whatever_comes_into_a_folder_or_leaves_it_is_heard_and_reading_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let sdk = dir.path().join("sdk");
        let hit = || Some(Hit { whys: [Why::Sdks].into() });
        let wishes = [Wish::entries(&sdk, Why::Sdks)];
        let (mut watcher, hits) = watching(&wishes);
        fs::create_dir(&sdk).unwrap();
        assert_eq!(next(&hits), hit(), "the folder itself came");
        watcher.follow(&plan(&wishes, &|d| d.is_dir()));
        fs::create_dir(sdk.join("go1.27.3")).unwrap();
        assert_eq!(next(&hits), hit(), "an entry came");
        fs::write(sdk.join("go1.27.3/VERSION"), "go1.27.3").unwrap();
        fs::read_dir(&sdk).unwrap().count();
        assert_eq!(next(&hits), None, "below it, and reading");
        fs::rename(sdk.join("go1.27.3"), sdk.join("go")).unwrap();
        assert_eq!(next(&hits), hit(), "an entry was renamed");
        fs::remove_dir_all(sdk.join("go")).unwrap();
        assert_eq!(next(&hits), hit(), "an entry went");
        fs::write(sdk.join("program"), "x").unwrap();
        assert_eq!(next(&hits), hit(), "a file was written");
    }

    #[test]
    fn a_folder_that_goes_is_noticed() {
        if !crate::watch::removal_is_told() {
            return;
        }
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("go")).unwrap();
        let (_watcher, hits) = watching(&[Wish::new(dir.path().join("go/env"), Why::Toolchain)]);
        fs::remove_dir(dir.path().join("go")).unwrap();
        assert_eq!(next(&hits), Some(Hit { whys: [Why::Toolchain].into() }));
    }
}
