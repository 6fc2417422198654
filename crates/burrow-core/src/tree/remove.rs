//! Deleting a tree for good, by handle: links in it go, never what they lead to; what is mounted in it stays. Folders
//! that may not be written are unlocked on the way.
//!
//! A folder is one piece of work. The last of its sub-folders to go takes it along. Each thread stays in a part of the
//! tree of its own: two that are at neighbouring folders wait for each other in the file system. At most a few dozen
//! folders deep are held open: what lies deeper is first moved up to the top of the tree that is going anyway. Whether
//! a tree may go is decided elsewhere.

use std::collections::{HashMap, VecDeque};
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use super::dir::{Dir, Form};
use crate::job::Cancel;

/// How many folders below each other are held open.
const DEEPEST: usize = 40;
/// How many failures are told; the rest are of the same kind.
const MOST_FAILURES: usize = 100;

/// What came of it.
#[derive(Debug, Default)]
pub struct Removed {
    /// Names of everything but folders.
    pub files: u64,
    /// What the system did not let go, from the tree's parent.
    pub failed: Vec<(PathBuf, io::Error)>,
    /// Somebody cancelled; the rest is still there.
    pub cancelled: bool,
}

impl Removed {
    /// An error when anything is left.
    ///
    /// # Errors
    /// The first failure.
    pub fn result(mut self) -> io::Result<()> {
        if self.cancelled {
            return Err(io::ErrorKind::Interrupted.into());
        }
        if self.failed.is_empty() { Ok(()) } else { Err(self.failed.swap_remove(0).1) }
    }
}

/// Deletes what has this name in a folder, on this thread. Nothing there is done.
pub fn tree(parent: &Dir, name: &OsStr, cancel: &Cancel) -> Removed {
    trees(parent, &[name.to_owned()], 1, cancel, &|_| {})
}

/// Deletes several names in a folder with so many threads. `gone` is told the number of files so far, now and then.
pub fn trees(
    parent: &Dir,
    names: &[OsString],
    threads: usize,
    cancel: &Cancel,
    gone: &(dyn Fn(u64) + Sync),
) -> Removed {
    let work = Work {
        parent,
        queue: Mutex::new(Queue { jobs: (0..threads.max(1)).map(|_| VecDeque::new()).collect(), busy: 0 }),
        wake: Condvar::new(),
        files: AtomicU64::new(0),
        moved: AtomicU64::new(0),
        failed: Mutex::new(Vec::new()),
        cancel,
        gone,
    };
    // One thread begins with the newest job, the next with the oldest: each has a part of the disk of its own.
    for name in as_they_lie(parent, names) {
        work.push(0, Job { above: None, name });
    }
    std::thread::scope(|scope| {
        for thread in 1..threads {
            let work = &work;
            scope.spawn(move || work.run(thread));
        }
        work.run(0);
    });
    let files = work.files.load(Ordering::Relaxed);
    gone(files);
    let failed = work.failed.into_inner().unwrap_or_else(PoisonError::into_inner);
    Removed { files, failed, cancelled: cancel.is_cancelled() }
}

/// The names in the order in which the file system keeps what they stand for; as they are where it cannot be told.
fn as_they_lie(parent: &Dir, names: &[OsString]) -> Vec<OsString> {
    let mut names = names.to_vec();
    if names.len() > 1 {
        let entries = parent.entries().unwrap_or_default();
        let place: HashMap<_, usize> = entries.into_iter().map(|(name, _)| name).zip(0..).collect();
        names.sort_by_key(|name| place.get(name).copied());
    }
    names
}

/// A folder that is being emptied, held open.
struct Node {
    dir: Dir,
    name: OsString,
    above: Option<Arc<Node>>,
    depth: usize,
    /// Sub-folders that are still there, and one for the reading of the folder itself.
    pending: AtomicUsize,
    /// Something in it stays.
    stays: AtomicBool,
}

/// A name that is to go.
struct Job {
    above: Option<Arc<Node>>,
    name: OsString,
}

struct Queue {
    /// Of each thread, the newest last.
    jobs: Vec<VecDeque<Job>>,
    /// Jobs that a thread is at.
    busy: usize,
}

struct Work<'a> {
    parent: &'a Dir,
    queue: Mutex<Queue>,
    wake: Condvar,
    files: AtomicU64,
    /// Names for folders that were moved up.
    moved: AtomicU64,
    failed: Mutex<Vec<(PathBuf, io::Error)>>,
    cancel: &'a Cancel,
    gone: &'a (dyn Fn(u64) + Sync),
}

impl Work<'_> {
    fn queue(&self) -> std::sync::MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn push(&self, thread: usize, job: Job) {
        self.queue().jobs[thread].push_back(job);
        self.wake.notify_one();
    }

    fn run(&self, thread: usize) {
        while let Some(job) = self.next(thread) {
            if !self.cancel.is_cancelled() {
                self.one(thread, job);
            }
            let mut queue = self.queue();
            queue.busy -= 1;
            if queue.busy == 0 && queue.jobs.iter().all(VecDeque::is_empty) {
                self.wake.notify_all();
            }
        }
    }

    /// The thread's newest job, so that a folder is finished before the next is begun. One that has none takes the
    /// oldest of another, which is the farthest from what that one does.
    fn next(&self, thread: usize) -> Option<Job> {
        let mut queue = self.queue();
        loop {
            let own = queue.jobs[thread].pop_back();
            let job = own.or_else(|| queue.jobs.iter_mut().find_map(VecDeque::pop_front));
            if job.is_some() {
                queue.busy += 1;
                return job;
            }
            if queue.busy == 0 {
                return None;
            }
            queue = self.wake.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn one(&self, thread: usize, job: Job) {
        let above = job.above.as_ref().map_or(self.parent, |node| &node.dir);
        let looked = match above.look(&job.name) {
            // One that can be listed and not entered.
            Err(why) if is_forbidden(&why) && job.above.is_some() => {
                unlock(above).and_then(|()| above.look(&job.name))
            }
            looked => looked,
        };
        let opened = match looked {
            Ok(None) => return self.finished(job.above, true),
            Ok(Some(facts)) if facts.form == Form::Folder => above.folder_unlocked(&job.name),
            Ok(Some(_)) => {
                let done = self.unlink(above, &job.name, &AtomicBool::new(false));
                let gone = self.noted(done, job.above.as_deref(), &job.name);
                return self.finished(job.above, gone);
            }
            Err(why) => Err(why),
        };
        match opened {
            Ok(dir) => {
                let depth = job.above.as_ref().map_or(0, |node| node.depth + 1);
                let Job { above, name } = job;
                let pending = AtomicUsize::new(1);
                let node = Node { dir, name, above, depth, pending, stays: AtomicBool::new(false) };
                self.empty(thread, &Arc::new(node));
            }
            Err(why) => {
                let gone = self.noted(Err(why), job.above.as_deref(), &job.name);
                self.finished(job.above, gone);
            }
        }
    }

    /// Removes the files of a folder; its sub-folders become jobs.
    fn empty(&self, thread: usize, node: &Arc<Node>) {
        let listed = match node.dir.entries() {
            Err(why) if is_forbidden(&why) => unlock(&node.dir).and_then(|()| node.dir.entries()),
            listed => listed,
        };
        let entries = listed.unwrap_or_else(|why| {
            self.noted(Err(why), node.above.as_deref(), &node.name);
            node.stays.store(true, Ordering::Relaxed);
            Vec::new()
        });
        let unlocked = AtomicBool::new(false);
        for (name, form) in entries {
            let form = form.or_else(|| node.dir.look(&name).ok().flatten().map(|facts| facts.form));
            if form == Some(Form::Folder) {
                let below = self.sub_folder(node, &name);
                self.push(thread, below);
                continue;
            }
            let done = self.unlink(&node.dir, &name, &unlocked);
            if !self.noted(done, Some(node), &name) {
                node.stays.store(true, Ordering::Relaxed);
            }
        }
        if node.above.is_none() || node.depth.is_multiple_of(8) {
            (self.gone)(self.files.load(Ordering::Relaxed));
        }
        let stays = node.stays.load(Ordering::Relaxed);
        self.finished(Some(Arc::clone(node)), !stays);
    }

    /// The job for a sub-folder, which may have to be moved up first.
    fn sub_folder(&self, node: &Arc<Node>, name: &OsStr) -> Job {
        if node.depth >= DEEPEST
            && let Some((top, new)) = self.moved_up(node, name)
        {
            top.pending.fetch_add(1, Ordering::Relaxed);
            return Job { above: Some(top), name: new };
        }
        node.pending.fetch_add(1, Ordering::Relaxed);
        Job { above: Some(Arc::clone(node)), name: name.to_owned() }
    }

    fn moved_up(&self, node: &Arc<Node>, name: &OsStr) -> Option<(Arc<Node>, OsString)> {
        let mut top = node;
        while let Some(above) = &top.above {
            top = above;
        }
        let sub = node.dir.folder_unlocked(name).ok()?;
        for dir in [&node.dir, &top.dir, &sub] {
            unlock(dir).ok()?;
        }
        let new = OsString::from(format!(".burrow-{}", self.moved.fetch_add(1, Ordering::Relaxed)));
        node.dir.put(name, &top.dir, &new).ok()?;
        Some((Arc::clone(top), new))
    }

    fn unlink(&self, dir: &Dir, name: &OsStr, unlocked: &AtomicBool) -> io::Result<()> {
        let done = match dir.unlink(name) {
            Err(why) if is_forbidden(&why) && !unlocked.swap(true, Ordering::Relaxed) => {
                unlock(dir)?;
                dir.unlink(name)
            }
            done => done,
        };
        match done {
            Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(()),
            Ok(()) => {
                self.files.fetch_add(1, Ordering::Relaxed);
                Ok(())
            }
            done => done,
        }
    }

    /// One thing in a folder is done; the last of them takes the folder along, and so on upwards.
    fn finished(&self, node: Option<Arc<Node>>, gone: bool) {
        let (mut node, mut gone) = (node, gone);
        while let Some(now) = node {
            if !gone {
                now.stays.store(true, Ordering::Relaxed);
            }
            if now.pending.fetch_sub(1, Ordering::AcqRel) != 1 {
                return;
            }
            let above = now.above.as_ref().map_or(self.parent, |node| &node.dir);
            gone = !now.stays.load(Ordering::Relaxed) && {
                let done = match above.remove_empty(&now.name) {
                    Err(why) if is_forbidden(&why) => {
                        unlock(above).and_then(|()| above.remove_empty(&now.name))
                    }
                    done => done,
                };
                self.noted(done, now.above.as_deref(), &now.name)
            };
            node = now.above.clone();
        }
    }

    /// Whether it is gone; why not is kept.
    fn noted(&self, done: io::Result<()>, above: Option<&Node>, name: &OsStr) -> bool {
        let Err(why) = done else { return true };
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        if failed.len() < MOST_FAILURES {
            let mut parts = vec![name.to_owned()];
            let mut node = above;
            while let Some(now) = node {
                parts.push(now.name.clone());
                node = now.above.as_deref();
            }
            failed.push((parts.iter().rev().collect(), why));
        }
        false
    }
}

fn is_forbidden(why: &io::Error) -> bool {
    why.kind() == io::ErrorKind::PermissionDenied
}

/// Lets the owner change the folder that is held. Its mode is no longer of use to anybody.
fn unlock(dir: &Dir) -> io::Result<()> {
    let mode = dir.facts()?.mode;
    if mode & 0o700 == 0o700 { Ok(()) } else { dir.set_mode(mode | 0o700) }
}

#[cfg(all(test, unix))]
mod tests;
