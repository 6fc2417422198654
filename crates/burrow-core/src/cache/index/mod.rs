//! What a cache held when it was last looked at, folder by folder, so that only what has moved is looked at again.
//!
//! A folder's times move when a name in it comes, goes or changes, and never when a file is written in place, or
//! anything happens further down. So what is believed is only what go never writes in place (`renew`), a row is not
//! believed when it was read too soon after a change, and any doubt discards the whole: another device or inode of the
//! root, another format, a broken file (`file`), a file with several names, a volume of another machine.
//! Bytes and files are then those of a full look. Last uses are not: go moves them in place. They are of
//! [`Known::walked_at`].

mod file;
mod proof;
mod renew;
mod results;
#[cfg(test)]
#[cfg_attr(
    not(unix),
    allow(dead_code, reason = "what is generated is for systems whose folders have exact times")
)]
mod tests;

use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, Instant};

use bstr::BString;

use super::Cache;
use super::measure::row::Row;
use super::measure::scope::Scope;
use super::measure::{Measure, build, modules};
use crate::system::volume::is_remote;
use crate::tree::{Time, WalkError, look};

pub use file::{load, save};
pub use proof::{Proof, prove};
pub use renew::Renewed;
pub use results::results;

/// A change so soon before a look may have been missed: clocks of file systems tick up to this slowly.
const TICK: Duration = Duration::from_secs(2);
/// A file that was changed so soon before a look may still be written.
const FRESH: Duration = Duration::from_secs(60);

/// What is known of a cache.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub cache: Cache,
    /// Of the root.
    pub device: u64,
    pub inode: u64,
    /// When everything was last looked at.
    pub walked_at: Time,
    pub rows: ByPath<BString, Row>,
}

/// By paths, of which there are thousands; whoever may write to a cache has better ways to slow its owner down than
/// paths of the same hash.
pub type ByPath<Path, What> = HashMap<Path, What, foldhash::fast::RandomState>;

/// How much time a renewal may take; what it does not come to stays as it was.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    pub until: Instant,
    /// What was read less than this ago is not read again.
    pub at_most_every: Duration,
    /// Of folders that only moved when a version came or went, one of so many is asked; which ones follows from this
    /// number, that counts up.
    pub turn: usize,
}

impl Known {
    /// Looks at everything. `false`: it cannot be believed later.
    ///
    /// # Errors
    /// As [`crate::tree::walk`].
    pub fn whole(cache: Cache, scope: &Scope<'_>) -> Result<(Known, bool), WalkError> {
        let root = look(scope.root).ok().flatten();
        let looked = match cache {
            Cache::Build => build::look(scope)?,
            Cache::Modules => modules::look(scope)?,
        };
        let believed = root.is_some() && looked.rows.iter().all(|row| row.named.is_empty());
        let rows = looked.rows.into_iter().map(|row| (row.path.clone(), row)).collect();
        let (device, inode) = root.map(|facts| (facts.device, facts.inode)).unwrap_or_default();
        Ok((Known { cache, device, inode, walked_at: scope.at, rows }, believed))
    }
}

/// What is true of a cache now: what is remembered as far as it still holds, and the rest anew. Remembers it.
///
/// # Errors
/// As [`crate::tree::walk`].
pub fn up_to_date(asked: &Measure<'_>, scope: &Scope<'_>) -> Result<Known, WalkError> {
    look_by(asked, scope, asked.index)
}

/// The same for who only looks: nothing is remembered that was not.
///
/// # Errors
/// As [`crate::tree::walk`].
pub fn up_to_date_unkept(asked: &Measure<'_>, scope: &Scope<'_>) -> Result<Known, WalkError> {
    look_by(asked, scope, None)
}

fn look_by(asked: &Measure<'_>, scope: &Scope<'_>, kept: Option<&Path>) -> Result<Known, WalkError> {
    let state = asked.index.filter(|_| is_believed(scope.root));
    let kept = kept.and(state);
    let remembered = state.filter(|_| !asked.fresh).and_then(|state| load(state, asked.cache, scope.root));
    if let Some(mut known) = remembered {
        match known.renew(scope, None)? {
            Renewed::Doubt => {}
            renewed => {
                if renewed != Renewed::Same {
                    remember(kept, scope, &known);
                }
                return Ok(known);
            }
        }
    }
    let (known, believed) = Known::whole(asked.cache, scope)?;
    remember(kept.filter(|_| believed), scope, &known);
    Ok(known)
}

/// Without what is remembered the next look takes longer, and is right all the same.
fn remember(state: Option<&Path>, scope: &Scope<'_>, known: &Known) {
    if let Some(state) = state {
        let _ = save(state, scope.root, known);
    }
}

/// Whether a volume's times can be believed at all.
pub fn is_believed(root: &Path) -> bool {
    // Windows keeps no numbers of files here, and no second time of a folder that nobody can set.
    cfg!(unix) && is_remote(root) == Some(false)
}
