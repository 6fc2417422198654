//! Through a tree: every folder is entered once, every name told once, in no order and from several threads.

use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use super::{Facts, facts_of, threads};
use crate::job::{Cancel, Cancelled};

/// Whom a walk tells what it finds, and who decides what is entered.
pub trait Visit: Sync {
    /// What belongs to one folder; it goes with it from the name to the end of its own names.
    type Folder: Send;

    /// A name in `folder` that is no folder.
    fn file(&self, folder: &mut Self::Folder, name: &[u8], facts: &Facts);

    /// A folder in `parent`; `None`: it is not entered. What is mounted, or on another volume, is not told.
    fn folder(&self, parent: &mut Self::Folder, name: &[u8], facts: &Facts) -> Option<Self::Folder>;

    /// All names directly in the folder were told; folders in it may still be on their way.
    fn read(&self, folder: Self::Folder);

    /// The folder could not be opened, or not read to its end; what was told of it stands.
    fn unread(&self, folder: Self::Folder, why: &io::Error);
}

/// How much of the machine a walk may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// Several threads: somebody waits.
    Fast,
    /// The thread that asks.
    Alone,
}

/// Why a walk could not begin.
#[derive(Debug, thiserror::Error)]
pub enum RootError {
    /// Nothing is there.
    #[error("nothing is there")]
    Missing,
    /// A file, or a link.
    #[error("it is no folder")]
    NotAFolder,
    #[error(transparent)]
    Io(io::Error),
}

/// Why a walk ended early.
#[derive(Debug, thiserror::Error)]
pub enum WalkError {
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    #[error(transparent)]
    Root(#[from] RootError),
}

impl From<io::Error> for RootError {
    fn from(why: io::Error) -> RootError {
        match why.kind() {
            io::ErrorKind::NotFound => RootError::Missing,
            io::ErrorKind::NotADirectory => RootError::NotAFolder,
            _ => RootError::Io(why),
        }
    }
}

/// Walks the folder `root`, which is no link itself; `first` makes what belongs to it.
///
/// # Errors
/// The root is no folder or cannot be opened; cancelled.
pub fn walk<V: Visit>(
    root: &Path,
    visit: &V,
    first: impl FnOnce(&Facts) -> V::Folder,
    pace: Pace,
    cancel: &Cancel,
) -> Result<(), WalkError> {
    let facts = facts_of(root).map_err(RootError::from)?;
    if facts.what != super::What::Folder {
        return Err(RootError::NotAFolder.into());
    }
    let pool = match pace {
        Pace::Fast => threads::pool(),
        Pace::Alone => None,
    };
    #[cfg(target_os = "linux")]
    super::linux::walk(root, visit, first, pool, cancel)?;
    #[cfg(not(target_os = "linux"))]
    threads::all();
    #[cfg(not(target_os = "linux"))]
    super::plain::walk(root, visit, first(&facts), facts.device, pool, cancel);
    Ok(cancel.check()?)
}

/// What a path is, the last element not followed; `None`: something is mounted there, as far as that can be told.
///
/// # Errors
/// What the system says.
pub fn look(path: &Path) -> io::Result<Option<Facts>> {
    #[cfg(target_os = "linux")]
    return super::linux::look_at(path);
    #[cfg(not(target_os = "linux"))]
    return facts_of(path).map(Some);
}

/// Does the same to each of several things, alone as long as that is quick: what the system remembers is told before
/// threads have started. Where the disk has to be waited for, the threads of a walk do the rest.
pub fn each<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    use rayon::prelude::*;
    const ALONE: Duration = Duration::from_millis(4);
    let began = Instant::now();
    let mut done = Vec::with_capacity(things.len());
    while let Some(thing) = things.get(done.len())
        && began.elapsed() < ALONE
    {
        done.push(work(thing));
    }
    let rest = &things[done.len()..];
    let pool = if rest.len() > 1 { threads::pool() } else { None };
    match pool {
        Some(pool) => {
            threads::all();
            done.append(&mut pool.install(|| rest.par_iter().map(&work).collect()));
        }
        None => done.extend(rest.iter().map(work)),
    }
    done
}
