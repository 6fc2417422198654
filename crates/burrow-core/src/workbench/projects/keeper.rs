//! The thread that looks at projects. While nothing happens it sleeps.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Weak};
use std::thread;
use std::time::Duration;

use super::looking::{Begun, Looked, Trouble, Viewpoint, files, look, module};
use super::{Entry, Key, ProjectNow};
use bstr::ByteSlice;
use go_rules::module::{ModuleVersion, escape_path, escape_version};

use crate::project::ProjectFile;
use crate::project::find::Limits;
use crate::project::known::{self, KnownFolder};
use crate::project::offered::{Offer, Places, offered};
use crate::project::ready::{Certainty, LookError};
use crate::system::clock;
use crate::system::files::path_from_bytes;
use crate::watch::{Why, Wish};
use crate::workbench::Topic;
use crate::workbench::pace::Pace;
use crate::workbench::work::Inner;

/// The shortest time between two announcements while one project after the other is looked at.
const BETWEEN: Duration = Duration::from_millis(100);
/// Projects whose files are watched; of more, what changes is seen when something else moves.
const WATCHED: usize = 300;
/// Missing module versions whose coming is watched.
const AWAITED: usize = 100;
/// Folders in a named one that are watched for what comes.
const COMING: usize = 100;

/// Why to look again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::workbench) enum ProjectErrand {
    /// Other folders are named, or projects may have come and gone in them.
    Folders,
    /// Files of projects, settings, toolchains or the module cache may be others.
    Files,
}

/// Starts the thread. It ends with the workbench and holds it only while it works.
pub(in crate::workbench) fn spawn_projects(inner: &Arc<Inner>, errands: Receiver<ProjectErrand>) {
    let inner = Arc::downgrade(inner);
    thread::spawn(move || keep(&inner, &errands));
}

fn keep(inner: &Weak<Inner>, errands: &Receiver<ProjectErrand>) {
    while let Ok(first) = errands.recv() {
        let Some(inner) = inner.upgrade() else { return };
        // What came in the meantime is answered by the same look.
        let all: BTreeSet<ProjectErrand> = std::iter::once(first).chain(errands.try_iter()).collect();
        if all.contains(&ProjectErrand::Folders) || inner.some_are_gone() {
            inner.find_projects();
        }
        inner.look_at_them_all();
        if all.contains(&ProjectErrand::Folders) {
            inner.find_offers();
        }
    }
}

impl Inner {
    /// Whether a go.mod or go.work that is known is there no more.
    fn some_are_gone(&self) -> bool {
        let files: Vec<PathBuf> = self.projects.known().projects.keys().cloned().collect();
        files.iter().any(|file| !file.is_file())
    }

    /// Finds out which projects there are; what was seen of those that stay is kept.
    fn find_projects(&self) {
        let folders: Vec<KnownFolder> = known::known(&self.store, Limits::default()).unwrap_or_default();
        let mut found: BTreeMap<PathBuf, (ProjectFile, PathBuf)> = BTreeMap::new();
        // Of folders within one another the innermost counts: removing it is what takes the project away.
        let mut inner_last: Vec<&KnownFolder> = folders.iter().collect();
        inner_last.sort_by_key(|folder| folder.path.components().count());
        for folder in inner_last {
            for file in &folder.files {
                found.insert(file.path().to_path_buf(), (file.clone(), folder.path.clone()));
            }
        }
        // A workspace beside a module speaks for both.
        let works: BTreeSet<PathBuf> = found
            .values()
            .filter(|(file, _)| file.path().ends_with("go.work"))
            .map(|(file, _)| file.folder().to_path_buf())
            .collect();
        found.retain(|path, (file, _)| path.ends_with("go.work") || !works.contains(file.folder()));
        let mut known = self.projects.known();
        let mut before = std::mem::take(&mut known.projects);
        for (path, (file, named)) in found {
            let entry = before.remove(&path).map(|mut entry| {
                Arc::make_mut(&mut entry.now).named.clone_from(&named);
                entry
            });
            known.projects.insert(path, entry.unwrap_or_else(|| Entry::new(file, named)));
        }
        let there: BTreeSet<PathBuf> = known.projects.keys().cloned().collect();
        known.open.retain(|file| there.contains(file));
        (known.folders, known.found) = (folders, true);
        drop(known);
        self.announce_topic(Topic::Projects);
    }

    /// Looks at those that moved, what is on the screen first. Ends early when something else is to be done.
    fn look_at_them_all(&self) {
        let from = self.viewpoint();
        let pace = Pace::new(BETWEEN);
        let mut any = self.mark_moved(&from);
        if any {
            self.announce_topic(Topic::Projects);
        }
        while let Some((file, hashes)) = self.next_project() {
            self.look_at(&file, &from, hashes);
            any = true;
            self.tell_of_projects(&pace);
            // Something moved again: whoever sent it is answered by the next round.
            if self.projects.ending.is_cancelled() || !self.viewpoint().is(&from) {
                break;
            }
        }
        let mut known = self.projects.known();
        let looking = known.projects.values().any(|entry| entry.now.looking);
        any |= std::mem::replace(&mut known.looking, looking) != looking;
        drop(known);
        if any {
            self.watch_them();
            self.announce_topic(Topic::Projects);
        }
    }

    /// Marks those that are to be looked at again; whether there are any.
    fn mark_moved(&self, from: &Viewpoint) -> bool {
        // The disk is asked without the lock: it may be slow.
        let known = self.projects.known();
        let entries: Vec<_> =
            known.projects.values().map(|entry| (Arc::clone(&entry.now), entry.key.clone())).collect();
        drop(known);
        let holds = |now: &ProjectNow, key: Option<Key>| {
            key.is_some_and(|key| key.holds(&now.file, now.report.as_deref(), from))
        };
        let moved: Vec<PathBuf> = entries
            .into_iter()
            .filter_map(|(now, key)| (!holds(&now, key)).then(|| now.file.path().to_path_buf()))
            .collect();
        let mut known = self.projects.known();
        for file in &moved {
            if let Some(entry) = known.projects.get_mut(file) {
                entry.key = None;
                Arc::make_mut(&mut entry.now).looking = true;
            }
        }
        known.looking |= !moved.is_empty();
        !moved.is_empty()
    }

    /// The next one to be looked at, and whether what the cache holds is hashed for it.
    fn next_project(&self) -> Option<(ProjectFile, bool)> {
        let known = self.projects.known();
        let waiting = || known.projects.values().filter(|entry| entry.now.looking);
        let open = waiting().find(|entry| known.is_open(entry.now.file.path()));
        if let Some(entry) = open.or_else(|| waiting().next()) {
            return Some((entry.now.file.clone(), false));
        }
        // Everything has its first answer: now what takes longer.
        let unhashed = |entry: &&Entry| entry.lacks_hashes() && known.is_open(entry.now.file.path());
        known.projects.values().find(unhashed).map(|entry| (entry.now.file.clone(), true))
    }

    fn look_at(&self, file: &ProjectFile, from: &Viewpoint, hashes: bool) {
        let mut known = self.projects.known();
        if hashes {
            // Once for each time that somebody has asked: nobody may look at it by then.
            known.open.remove(file.path());
        }
        let before = known.projects.get(file.path()).and_then(|entry| entry.now.report.clone());
        drop(known);
        let begun = Begun::now(file, before.as_deref());
        let made = look(file, from, hashes, &self.projects.ending);
        let mut known = self.projects.known();
        let Some(entry) = known.projects.get_mut(file.path()) else { return };
        let now = Arc::make_mut(&mut entry.now);
        (now.at, now.looking) = (clock::now_ms(), false);
        let made = made.and_then(|Looked { module, team, report }| {
            (now.module, now.team) = (module, team);
            report.map_err(Trouble::Look)
        });
        match made {
            Ok(report) => (now.report, now.trouble) = (Some(report), None),
            Err(Trouble::Look(LookError::Cancelled(_))) => {}
            // What was seen without hashing stands, when hashing takes too long.
            Err(_) if hashes => {}
            Err(trouble) => (now.report, now.trouble) = (None, Some(trouble)),
        }
        entry.key = Some(begun.key(file, entry.now.report.as_deref(), from, hashes));
    }

    fn viewpoint(&self) -> Viewpoint {
        let question = self.sdk_question();
        let mut hasher = DefaultHasher::new();
        for (name, value) in question.environ.iter() {
            (name, value).hash(&mut hasher);
        }
        for variable in &self.state().picture.snapshot.variables {
            (&variable.name, variable.value.to_string()).hash(&mut hasher);
        }
        question.goroot.hash(&mut hasher);
        for known in self.section.known_roots() {
            known.hash(&mut hasher);
        }
        let known = self.projects.known();
        known.cache.hash(&mut hasher);
        let ground = hasher.finish();
        Viewpoint { environ: question.environ, goroot: question.goroot, ground, came: known.came }
    }

    /// Watches the files of projects, and where what is missing will come.
    fn watch_them(&self) {
        let cache = self.cache_roots().gomodcache.folder().map(Path::to_path_buf);
        let known = self.projects.known();
        let projects: Vec<Arc<ProjectNow>> =
            known.projects.values().map(|entry| Arc::clone(&entry.now)).collect();
        let folders = known.folders.clone();
        drop(known);
        let mut wishes: Vec<Wish> = projects
            .iter()
            .take(WATCHED)
            .flat_map(|project| files(&project.file, project.report.as_deref()))
            .map(|file| Wish::new(file, Why::Ready))
            .collect();
        wishes.extend(where_they_come(&folders));
        let missing = projects.iter().filter_map(|project| project.report.as_deref());
        let missing: BTreeSet<_> = missing.flat_map(|report| &report.modules.missing).collect();
        if let Some(cache) = cache {
            let coming = missing.into_iter().take(AWAITED).filter_map(|one| ziphash(&cache, &one.version));
            wishes.extend(coming.map(|file| Wish::new(file, Why::Modules)));
        }
        let mut state = self.state();
        if state.ready_wishes != wishes {
            state.ready_wishes = wishes;
            let came = self.follow(&mut state);
            drop(state);
            // What happened there until now went unseen.
            if came {
                self.projects.errand(ProjectErrand::Files);
            }
        }
    }

    /// The folders that could be named, as they lie there now.
    pub(in crate::workbench) fn project_offers(&self) -> Vec<Offer> {
        let question = self.sdk_question();
        let known = self.store.project_folders().unwrap_or_default();
        let places = Places {
            environ: &question.environ,
            home: self.options.home.as_deref(),
            gopath: &question.hunt.gopath,
            known: &known,
        };
        offered(places).offers
    }

    fn find_offers(&self) {
        let offers = self.project_offers();
        let mut known = self.projects.known();
        if known.offers != offers {
            known.offers = offers;
            drop(known);
            self.announce_topic(Topic::Projects);
        }
    }
}

/// What go writes last when a module version has come.
fn ziphash(cache: &Path, version: &ModuleVersion) -> Option<PathBuf> {
    let (module, version) = (escape_path(&version.module).ok()?, escape_version(&version.version).ok()?);
    let folder = path_from_bytes(module.as_bstr())?;
    let name = path_from_bytes(format!("{version}.ziphash").as_str().into())?;
    Some(cache.join("cache/download").join(folder).join("@v").join(name))
}

/// Folders into which projects may come: those that are named, and the folders directly in them.
fn where_they_come(named: &[KnownFolder]) -> Vec<Wish> {
    let below = |folder: &PathBuf| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
        let shown = folders.filter(|entry| !entry.file_name().as_encoded_bytes().starts_with(b"."));
        shown.take(COMING).map(|entry| entry.path()).collect::<Vec<_>>()
    };
    let folders = named.iter().filter(|folder| folder.path.is_dir()).map(|folder| &folder.path);
    let folders = folders.flat_map(|folder| std::iter::once(folder.clone()).chain(below(folder)));
    folders.map(|folder| Wish::entries(folder, Why::Folders)).collect()
}

impl Entry {
    fn new(file: ProjectFile, named: PathBuf) -> Entry {
        let now = ProjectNow {
            module: module(file.path()),
            file,
            named,
            looking: true,
            report: None,
            trouble: None,
            at: 0,
            team: false,
        };
        Entry { now: Arc::new(now), key: None }
    }

    /// It was looked at, but what the cache holds for it was not hashed, and nobody has tried.
    pub(super) fn lacks_hashes(&self) -> bool {
        let report = self.now.report.as_deref();
        report.is_some_and(|report| report.certainty == Certainty::Unhashed)
            && self.key.as_ref().is_some_and(|key| !key.is_hashed())
    }
}
