//! The figures while somebody looks: asked once a second, it costs a look at some hundred folders, and what has moved is
//! read again within a small part of a core. No watching: see `ARCHITECTURE.md`.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use bstr::BStr;

use super::index::{Budget, Known, Renewed, is_believed, up_to_date};
use super::measure::scope::Scope;
use super::measure::{Measure, MeasureError, Measured, failed, sum};
use super::{Cache, Root, Roots};
use crate::job::Cancel;
use crate::system::clock;
use crate::tree::Pace;

/// What one question may take of a core, of the second until the next.
const SHARE: Duration = Duration::from_millis(8);
/// A folder that go writes to moves all the time.
const AT_MOST_EVERY: Duration = Duration::from_secs(10);
/// How often everything is looked at where nothing can be believed.
const ANEW: Duration = Duration::from_secs(60);

/// Follows one cache.
#[derive(Debug)]
pub struct Follow {
    roots: Roots,
    cache: Cache,
    /// The folder of Burrow's state.
    index: Option<PathBuf>,
    known: Option<Known>,
    /// When everything was looked at because nothing could be believed.
    anew: Option<Instant>,
    turn: usize,
}

impl Follow {
    /// Begins with what the last measurement has remembered; without it the first question measures.
    #[must_use]
    pub fn new(roots: Roots, cache: Cache, index: Option<&Path>) -> Follow {
        Follow { roots, cache, index: index.map(Path::to_path_buf), known: None, anew: None, turn: 0 }
    }

    /// What the cache holds now; `None`: nothing has moved since the last question, as far as that was looked at.
    ///
    /// # Errors
    /// See [`MeasureError`].
    pub fn ask(&mut self, cancel: &Cancel) -> Result<Option<Measured>, MeasureError> {
        let Root::At(path) = self.roots.root(self.cache) else { return Err(MeasureError::NoFolder) };
        let path = path.clone();
        // A cache that is not there yet, and one that cannot be reached, is asked for again.
        let Ok(root) = dunce::canonicalize(&path) else {
            return Ok(self.known.take().map(|_| sum::nothing(self.cache, &path)));
        };
        let at = clock::now();
        let from = BStr::new("");
        let (not, pace) = (&|_: &BStr| false, Pace::Fast);
        let scope = Scope { root: &root, from, not, at: at.into(), pace, cancel, grown: None };
        let moved = self.renew(&scope).map_err(|why| failed(why, &path))?;
        let known = self.known.as_ref().filter(|_| moved);
        Ok(known.map(|known| {
            let rows: Vec<_> = known.rows.values().collect();
            sum::measured(self.cache, &path, &rows, at, known.walked_at)
        }))
    }

    fn renew(&mut self, scope: &Scope<'_>) -> Result<bool, crate::tree::WalkError> {
        self.turn = self.turn.wrapping_add(1);
        let budget = Budget { until: Instant::now() + SHARE, at_most_every: AT_MOST_EVERY, turn: self.turn };
        if let Some(known) = self.known.as_mut().filter(|_| is_believed(scope.root)) {
            match known.renew(scope, Some(budget))? {
                Renewed::Same | Renewed::Settled => return Ok(false),
                Renewed::Moved => return Ok(true),
                Renewed::Doubt => {}
            }
        }
        if self.known.is_some() && self.anew.is_some_and(|anew| anew.elapsed() < ANEW) {
            return Ok(false);
        }
        self.anew = Some(Instant::now());
        let asked = Measure {
            roots: &self.roots,
            cache: self.cache,
            tests: false,
            index: self.index.as_deref(),
            fresh: false,
        };
        self.known = Some(up_to_date(&asked, scope)?);
        Ok(true)
    }
}
