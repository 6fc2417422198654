//! Asking the disk what still holds. Each folder that is known is looked at, and read again unless it is believed:
//!
//! | folder | is believed |
//! | --- | --- |
//! | `00` … `ff` and programs in them | when it has not moved, and held no file younger than a minute |
//! | `<module>@<version>` with all below | when neither it nor its `@v` has moved, its `.ziphash` is there and no `.partial` |
//! | `cache/download/**`, `sumdb`, the way to modules | when it has not moved, and held no file younger than a minute |
//! | the root, `cache`, folders with strays | never; the folders in them are asked by themselves |
//! | `fuzz`, `cache/vcs`, strays | never, with all below |

use std::borrow::Cow;
use std::collections::HashSet;
use std::time::Instant;

use bstr::{BStr, BString, ByteSlice};

use super::{Budget, ByPath, FRESH, Known, TICK};
use crate::cache::measure::row::{Row, Shape, Stamp};
use crate::cache::measure::scope::{Looked, Scope};
use crate::cache::measure::{build, modules};
use crate::cache::{Cache, Kind};
use crate::tree::{Below, Facts, Pace, Time, WalkError, What, each};

/// What came of asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renewed {
    /// Everything is as it was known.
    Same,
    /// The same, and the next one is spared a look by what was read.
    Settled,
    /// Something is not, and is known now.
    Moved,
    /// Nothing of what is known can be believed.
    Doubt,
}

/// How a folder is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// By its times.
    Believed,
    /// The same, and by its `@v`.
    Module,
    /// It is always read, without the folders in it.
    Read,
    /// It is always read, with all below.
    Wholly,
}

impl Known {
    /// Asks the disk, and takes in what has moved. `scope` is the whole cache.
    ///
    /// # Errors
    /// As [`crate::tree::walk`], for the root.
    pub fn renew(&mut self, scope: &Scope<'_>, budget: Option<Budget>) -> Result<Renewed, WalkError> {
        let Ok(below) = Below::new(scope.root) else { return Ok(Renewed::Doubt) };
        match below.look(BStr::new("")) {
            Ok(Some(facts)) if facts.device == self.device && facts.inode == self.inode => {}
            _ => return Ok(Renewed::Doubt),
        }
        let asking = Asking { known: self, scope, below, budget, children: children(&self.rows) };
        let Some(now) = asking.ask()? else { return Ok(Renewed::Doubt) };
        let renewed = match (now.moved || now.rows.len() != self.rows.len(), now.settled) {
            (true, _) => Renewed::Moved,
            (false, true) => Renewed::Settled,
            (false, false) => return Ok(Renewed::Same),
        };
        self.rows = now.rows.into_iter().map(|(path, row)| (path.into_owned(), row.into_owned())).collect();
        Ok(renewed)
    }

    /// Whether there are times by which a folder is believed.
    pub(super) fn is_ever_believed(&self, row: &Row) -> bool {
        matches!(self.standing(row), Standing::Believed | Standing::Module)
    }

    fn standing(&self, row: &Row) -> Standing {
        // Nobody knows how strays are written.
        let has_strays = row.counts.iter().any(|count| count.kind == Kind::Other);
        match row.shape {
            Shape::Module => Standing::Module,
            Shape::Path | Shape::Of(Kind::Build) if has_strays => Standing::Read,
            Shape::Path => Standing::Believed,
            Shape::Of(Kind::Build | Kind::Downloads | Kind::Toolchains | Kind::Sumdb) => Standing::Believed,
            Shape::Of(_) if row.path.is_empty() => Standing::Read,
            Shape::Of(_) if self.cache == Cache::Modules && row.path == "cache" => Standing::Read,
            Shape::Of(_) => Standing::Wholly,
        }
    }
}

struct Asking<'a> {
    known: &'a Known,
    scope: &'a Scope<'a>,
    below: Below,
    budget: Option<Budget>,
    /// The known folders in each folder.
    children: ByPath<&'a [u8], Vec<&'a Row>>,
}

/// A folder that is asked.
#[derive(Clone, Copy)]
struct Next<'a> {
    row: &'a Row,
    /// What was told of it when the folder above was read just now.
    told: Option<Facts>,
}

impl<'a> Next<'a> {
    fn known(row: &'a Row) -> Next<'a> {
        Next { row, told: None }
    }
}

/// What the look at a folder said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Gone,
    Believed,
    Read,
    /// It would have to be read, but not now.
    Later,
}

/// A row that is true now.
enum Kept<'a> {
    /// As it was known.
    Known(&'a Row),
    /// Boxed, since they are few.
    New(Box<Row>),
}

impl Kept<'_> {
    fn row(&self) -> &Row {
        match self {
            Kept::Known(row) => row,
            Kept::New(row) => row,
        }
    }

    fn into_owned(self) -> Row {
        match self {
            Kept::Known(row) => row.clone(),
            Kept::New(row) => *row,
        }
    }
}

/// What is true now.
#[derive(Default)]
struct Now<'a> {
    /// By their paths; mostly as they were known.
    rows: ByPath<Cow<'a, BStr>, Kept<'a>>,
    /// Folders `@v` that were read again.
    versions_read: HashSet<BString>,
    /// Something is not as it was.
    moved: bool,
    /// Something was read that may be believed from now on.
    settled: bool,
}

impl<'a> Now<'a> {
    fn keep(&mut self, row: &'a Row) {
        self.rows.insert(Cow::Borrowed(row.path.as_bstr()), Kept::Known(row));
    }
}

impl<'a> Asking<'a> {
    /// `None`: doubt.
    fn ask(&self) -> Result<Option<Now<'a>>, WalkError> {
        let mut now = Now::default();
        now.rows.reserve(self.known.rows.len());
        let Some(root) = self.known.rows.get(BStr::new("")) else { return Ok(None) };
        let mut level = vec![Next::known(root)];
        let mut modules = Vec::new();
        while !level.is_empty() {
            // Whether a module holds depends on its `@v`, wherever that is met.
            let (later, first): (Vec<Next<'_>>, Vec<Next<'_>>) =
                level.into_iter().partition(|next| next.row.shape == Shape::Module);
            modules.extend(later);
            let Some(next) = self.level(&first, &mut now)? else { return Ok(None) };
            level = next;
        }
        Ok(self.level(&modules, &mut now)?.map(|_| now))
    }

    /// Asks folders, and gives those that are to be asked next. `None`: doubt.
    fn level(&self, asked: &[Next<'a>], now: &mut Now<'a>) -> Result<Option<Vec<Next<'a>>>, WalkError> {
        self.scope.cancel.check()?;
        let verdicts: Vec<Verdict> = asked.iter().map(|asked| self.verdict(asked, now)).collect();
        let mut next = Vec::new();
        let mut to_read = Vec::new();
        for (row, verdict) in asked.iter().map(|asked| asked.row).zip(verdicts) {
            match verdict {
                Verdict::Gone => now.moved = true,
                Verdict::Read => to_read.push(row),
                Verdict::Later if self.known.standing(row) == Standing::Wholly => self.keep_all(row, now),
                Verdict::Believed | Verdict::Later => {
                    now.keep(row);
                    next.extend(self.children(row).map(Next::known));
                }
            }
        }
        // What was read longest ago first; where time is short the rest waits.
        to_read.sort_by_key(|row| row.read_at);
        let looked = match self.budget {
            None => each(&to_read, |row| Some(self.read(row))),
            Some(budget) => {
                to_read.iter().map(|row| (Instant::now() < budget.until).then(|| self.read(row))).collect()
            }
        };
        for (row, looked) in to_read.into_iter().zip(looked) {
            match looked {
                Some(Ok(looked)) => {
                    if looked.rows.iter().any(|row| !row.named.is_empty()) {
                        return Ok(None);
                    }
                    next.extend(self.take(row, looked, now));
                }
                // Gone since.
                Some(Err(WalkError::Root(_))) => now.moved = true,
                Some(Err(cancelled)) => return Err(cancelled),
                None if self.known.standing(row) == Standing::Wholly => self.keep_all(row, now),
                None => {
                    now.keep(row);
                    next.extend(self.children(row).map(Next::known));
                }
            }
        }
        Ok(Some(next))
    }

    fn children(&self, row: &Row) -> impl Iterator<Item = &'a Row> {
        self.children.get(row.path.as_slice()).into_iter().flatten().copied()
    }

    fn keep_all(&self, row: &'a Row, now: &mut Now<'a>) {
        now.keep(row);
        for child in self.children(row) {
            self.keep_all(child, now);
        }
    }

    fn verdict(&self, &Next { row, told }: &Next<'_>, now: &Now<'_>) -> Verdict {
        let standing = self.known.standing(row);
        if self.is_anothers_turn(row, standing) {
            return Verdict::Later;
        }
        let Some(facts) = told.or_else(|| self.look(row)) else { return Verdict::Gone };
        let holds = match standing {
            Standing::Read | Standing::Wholly => false,
            Standing::Believed => holds(row, &facts),
            Standing::Module => holds(row, &facts) && is_whole(row, now),
        };
        if holds {
            return Verdict::Believed;
        }
        let too_soon = |budget: Budget| {
            let again = row.read_at.system().and_then(|at| at.checked_add(budget.at_most_every));
            again.is_some_and(|again| Time::from(again) > self.scope.at)
        };
        // The root and `cache` cost little, and lead to the rest.
        let leads = matches!(row.path.as_slice(), b"" | b"cache");
        match self.budget {
            Some(budget) if !leads && too_soon(budget) => Verdict::Later,
            _ => Verdict::Read,
        }
    }

    /// Folders of versions are many, and a version that comes moves the folder above it too.
    fn is_anothers_turn(&self, row: &Row, standing: Standing) -> bool {
        const TURNS: usize = 10;
        let Some(budget) = self.budget else { return false };
        let of_versions = standing == Standing::Module || row.path.ends_with(b"/@v");
        let number =
            row.path.iter().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(*byte)));
        of_versions && number % TURNS != budget.turn % TURNS
    }

    fn look(&self, row: &Row) -> Option<Facts> {
        let facts = self.below.look(row.path.as_bstr()).ok()??;
        (facts.what == What::Folder && facts.device == self.known.device).then_some(facts)
    }

    fn read(&self, row: &Row) -> Result<Looked, WalkError> {
        let wholly = matches!(self.known.standing(row), Standing::Wholly | Standing::Module);
        let not = |path: &BStr| !wholly && self.known.rows.contains_key(path);
        let scope = Scope { from: row.path.as_bstr(), not: &not, pace: Pace::Alone, ..*self.scope };
        match self.known.cache {
            Cache::Build => build::look(&scope),
            Cache::Modules => modules::look(&scope),
        }
    }

    /// Takes in what was read, and gives the known folders in it that are asked next.
    fn take(&self, row: &'a Row, looked: Looked, now: &mut Now<'a>) -> Vec<Next<'a>> {
        let standing = self.known.standing(row);
        // Also those that are new, in a folder that was read.
        let versions = looked.rows.iter().filter(|row| row.path.ends_with(b"/@v"));
        now.versions_read.extend(versions.map(|row| row.path.clone()));
        let same = looked.rows.iter().all(|new| {
            self.known
                .rows
                .get(new.path.as_bstr())
                .is_some_and(|old| *new == Row { read_at: new.read_at, ..old.clone() })
        });
        now.moved |= !same;
        // What was read because it was too young is believed the next time.
        now.settled |= matches!(standing, Standing::Believed | Standing::Module);
        let read = |row: Row| (Cow::Owned(row.path.clone()), Kept::New(Box::new(row)));
        now.rows.extend(looked.rows.into_iter().map(read));
        let next = |(path, told)| self.known.rows.get(&path).map(|row| Next { row, told: Some(told) });
        looked.passed.into_iter().filter_map(next).collect()
    }
}

/// Whether a folder has not moved since it was read, and what was read was complete then.
fn holds(row: &Row, facts: &Facts) -> bool {
    holds_by(row, Stamp::of(facts))
}

/// The same by its times alone.
pub fn holds_by(row: &Row, now: Stamp) -> bool {
    let before = |time: Time, by| {
        let settled = time.system().and_then(|time| time.checked_add(by));
        settled.is_some_and(|settled| Time::from(settled) < row.read_at)
    };
    row.unread == 0
        && row.stamp == now
        && before(row.stamp.modified.max(row.stamp.changed), TICK)
        && row.youngest().is_none_or(|youngest| before(youngest, FRESH))
}

/// What go takes for whole (`modfetch.DownloadDir`), by an `@v` that has not moved.
fn is_whole(row: &Row, now: &Now<'_>) -> bool {
    let version = row.counts.first().and_then(|count| count.version.as_ref());
    let at = row.path.rfind_byte(b'@').unwrap_or(row.path.len());
    let versions = BString::from([b"cache/download/", &row.path[..at], b"/@v"].concat());
    let count = now
        .rows
        .get(versions.as_bstr())
        .and_then(|row| row.row().counts.iter().find(|c| c.version.as_ref() == version));
    !now.versions_read.contains(&versions) && count.is_some_and(|count| count.has_hash && !count.is_partial)
}

fn children(rows: &ByPath<BString, Row>) -> ByPath<&[u8], Vec<&Row>> {
    let mut children: ByPath<&[u8], Vec<&Row>> = ByPath::default();
    for row in rows.values() {
        if let Some(above) = row.above() {
            children.entry(above).or_default().push(row);
        }
    }
    children
}
