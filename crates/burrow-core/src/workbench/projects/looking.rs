//! One look at one project: on a thread of its own, for so long and no longer, and what it went by.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use bstr::{BString, ByteSlice};
use go_rules::environ::Environ;

use crate::env::resolve::Asked;
use crate::job::Cancel;
use crate::project::ProjectFile;
use crate::project::ready::{self, Ask, LookError, ProjectReport};
use crate::project::team;
use crate::system::files::path_to_bytes;
use crate::system::{DiskFiles, Stamp, clock};

/// How long a look may take; a folder on a server that is gone answers never.
const LIMIT: Duration = Duration::from_secs(20);
/// The same where what the cache holds is hashed, which reads all of it.
const HASHING_LIMIT: Duration = Duration::from_secs(300);
/// How often is asked whether somebody wants the look to end.
const BEAT: Duration = Duration::from_millis(100);

/// Why there is nothing to say of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    Look(LookError),
    TimedOut {
        seconds: u64,
    },
    /// A fault of Burrow's own.
    Broken,
}

/// Everything that a look went by: with the same key its answer is the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    files: Vec<(PathBuf, Option<Stamp>)>,
    /// Of the environment, and of what is known of the cache.
    ground: u64,
    came: u64,
    /// What the cache holds was hashed.
    hashed: bool,
}

/// Whose environment counts.
#[derive(Debug, Clone)]
pub(super) struct Viewpoint {
    pub environ: Environ,
    pub goroot: Option<BString>,
    /// Of all this, and of what is known of the cache.
    pub ground: u64,
    /// How often something came into the module cache that a project lacks.
    pub came: u64,
}

impl Viewpoint {
    /// Whether both are the same.
    pub fn is(&self, other: &Viewpoint) -> bool {
        (self.ground, self.came) == (other.ground, other.came)
    }
}

/// A look that goes on. What its files were when it began counts: one that is written in the meantime may have been
/// read before, and is to be looked at again.
pub(super) struct Begun {
    files: BTreeMap<PathBuf, Option<Stamp>>,
    at: SystemTime,
}

impl Begun {
    /// Before the look. The report is that of the look before.
    pub fn now(file: &ProjectFile, report: Option<&ProjectReport>) -> Begun {
        let files = files(file, report).into_iter().map(|file| (file.clone(), Stamp::at(&file))).collect();
        Begun { files, at: clock::now() }
    }

    /// What the answer went by.
    pub fn key(
        &self,
        file: &ProjectFile,
        report: Option<&ProjectReport>,
        from: &Viewpoint,
        hashed: bool,
    ) -> Key {
        let mut key = Key::of(file, report, from, hashed);
        for (file, stamp) in &mut key.files {
            match self.files.get(file) {
                Some(before) => *stamp = *before,
                // The look came upon it. Had it been written since, it would not have rested before.
                None => *stamp = stamp.filter(|stamp| stamp.is_settled(self.at)),
            }
        }
        key
    }
}

impl Key {
    pub fn of(file: &ProjectFile, report: Option<&ProjectReport>, from: &Viewpoint, hashed: bool) -> Key {
        // What comes matters to whoever lacks something.
        let lacks =
            report.is_none_or(|report| !report.steps.is_empty() || !report.modules.missing.is_empty());
        let came = if lacks { from.came } else { 0 };
        let files = files(file, report).into_iter().map(|file| (file.clone(), Stamp::at(&file))).collect();
        Key { files, ground: from.ground, came, hashed }
    }

    /// Whether an answer that went by this is what a look would say now. Asks the disk.
    pub fn holds(&self, file: &ProjectFile, report: Option<&ProjectReport>, from: &Viewpoint) -> bool {
        Key::of(file, report, from, self.hashed) == *self
    }

    /// What the cache holds was hashed for it, or there was no time for that.
    pub fn is_hashed(&self) -> bool {
        self.hashed
    }
}

/// The files of a project that its answer depends on.
pub(super) fn files(file: &ProjectFile, report: Option<&ProjectReport>) -> Vec<PathBuf> {
    let mut folders = vec![file.folder().to_path_buf()];
    if let Some(report) = report {
        folders.push(report.file.folder().to_path_buf());
        folders.extend(report.members.iter().cloned());
    }
    folders.sort();
    folders.dedup();
    let names = ["go.mod", "go.sum", "go.work", "go.work.sum", "vendor/modules.txt", team::NAME];
    folders.iter().flat_map(|folder| names.map(|name| folder.join(name))).collect()
}

/// What one look has seen.
pub(super) struct Looked {
    /// What go.mod calls the module.
    pub module: Option<BString>,
    /// There is a team file that counts for it.
    pub team: bool,
    pub report: Result<Arc<ProjectReport>, LookError>,
}

/// Looks at a project.
pub(super) fn look(
    file: &ProjectFile,
    from: &Viewpoint,
    hashes: bool,
    ending: &Cancel,
) -> Result<Looked, Trouble> {
    let (sender, answer) = channel();
    let (file, from, cancel) = (file.clone(), from.clone(), Cancel::new());
    let own = cancel.clone();
    thread::spawn(move || {
        let dir = path_to_bytes(file.folder());
        let goroot = from.goroot.as_ref().map(|goroot| goroot.as_bstr());
        let asked = Asked { environ: &from.environ, dir: dir.as_bstr(), started_in: None, goroot };
        let report = ready::look(&Ask { asked, files: &DiskFiles, hashes, cancel: &own });
        let (module, team) = (module(file.path()), has_team(&file));
        // Nobody hears it any more when its time is over.
        let _ = sender.send(Looked { module, team, report: report.map(Arc::new) });
    });
    let limit = if hashes { HASHING_LIMIT } else { LIMIT };
    let began = Instant::now();
    loop {
        match answer.recv_timeout(BEAT) {
            Ok(looked) => return Ok(looked),
            // It panicked.
            Err(RecvTimeoutError::Disconnected) => return Err(Trouble::Broken),
            Err(RecvTimeoutError::Timeout) if ending.is_cancelled() || began.elapsed() > limit => {
                cancel.cancel();
                return Err(Trouble::TimedOut { seconds: limit.as_secs() });
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

/// What go.mod calls the module.
pub(super) fn module(file: &Path) -> Option<BString> {
    let text = fs::read(file).ok()?;
    let (_, name) = go_rules::gomod::lookup(&text, "module")?;
    Some(BString::from(name.trim().as_bytes())).filter(|name| !name.is_empty())
}

/// Whether a team file counts for the project.
fn has_team(file: &ProjectFile) -> bool {
    !matches!(team::find(file.folder()), Ok(None))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn viewpoint() -> Viewpoint {
        let environ = Environ::new(go_rules::environ::Os::host(), std::iter::empty());
        Viewpoint { environ, goroot: None, ground: 1, came: 0 }
    }

    /// Whether the answer would stand, after something was done to the project while it was looked at.
    fn stands_after(deed: impl FnOnce(&Path)) -> bool {
        let dir = tempfile::tempdir().unwrap();
        let file = ProjectFile::of(dir.path().join("go.mod")).unwrap();
        fs::write(file.path(), "module a\n").unwrap();
        fs::write(dir.path().join("go.sum"), "before\n").unwrap();
        let begun = Begun::now(&file, None);
        deed(dir.path());
        begun.key(&file, None, &viewpoint(), false) == Key::of(&file, None, &viewpoint(), false)
    }

    #[test]
    fn what_is_written_replaced_or_removed_during_a_look_is_looked_at_again() {
        assert!(stands_after(|_| {}));
        assert!(!stands_after(|dir| fs::write(dir.join("go.sum"), "before\nand more\n").unwrap()));
        assert!(!stands_after(|dir| fs::write(dir.join("go.work"), "go 1.21\n").unwrap()));
        assert!(!stands_after(|dir| fs::remove_file(dir.join("go.sum")).unwrap()));
        assert!(!stands_after(|dir| {
            fs::write(dir.join("new"), "another\n").unwrap();
            fs::rename(dir.join("new"), dir.join("go.sum")).unwrap();
        }));
    }

    #[test]
    fn what_a_look_comes_upon_counts_once_it_has_rested() {
        let dir = tempfile::tempdir().unwrap();
        let file = ProjectFile::of(dir.path().join("go.mod")).unwrap();
        fs::write(file.path(), "module a\n").unwrap();
        let late = Begun { files: BTreeMap::new(), at: clock::now() + Duration::from_secs(60) };
        let early = Begun { files: BTreeMap::new(), at: clock::now() };
        let key = Key::of(&file, None, &viewpoint(), false);
        assert!(late.key(&file, None, &viewpoint(), false) == key);
        assert!(early.key(&file, None, &viewpoint(), false) != key);
    }
}
