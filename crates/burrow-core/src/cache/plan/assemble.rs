//! From verdicts on single things to the items of a plan: a folder of which everything goes is one item, and what has
//! several names is counted as what the volume gets back.

use std::path::PathBuf;
use std::time::SystemTime;

use go_rules::module::ModuleVersion;

use super::names::{Hash, Part};
use super::survey::{Folder, Survey, Unit, Weight, What, sizes};
use super::{Item, Left, LeftReason, Plan, Reason, Safety};
use crate::cache::{Cache, Kind};
use crate::tree::Size;

/// Locks that are held for one item at most: some systems give a program 256 handles.
const LOCKS_AT_ONCE: usize = 128;

/// What becomes of a unit.
#[derive(Debug, Clone)]
pub(super) enum Verdict {
    Take(Take),
    /// It was asked for, and stays.
    Leave(LeftReason),
    NotAsked,
}

/// How a unit is taken.
#[derive(Debug, Clone)]
pub(super) struct Take {
    pub kind: Kind,
    pub version: Option<ModuleVersion>,
    pub reason: Reason,
    pub safety: Safety,
    pub unless_used_since: Option<SystemTime>,
    pub locks: Vec<PathBuf>,
    /// Its folder goes too, when all that is in it does.
    pub with_folder: bool,
}

/// An item and what it takes, before both are one.
#[derive(Debug)]
struct Draft {
    item: Item,
    weight: Weight,
    turn: Turn,
    with_folder: bool,
    /// Folders only: it goes along with whatever goes.
    empty: bool,
}

/// What goes and what stays, of all caches.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    drafts: Vec<Draft>,
    left: Vec<Left>,
}

impl Drafts {
    /// Adds one cache; there is a verdict for each unit. `empty` says how a folder goes that holds nothing at all.
    pub fn add(
        &mut self,
        cache: Cache,
        survey: Survey,
        verdicts: Vec<Verdict>,
        empty: impl Fn(Kind) -> Option<Take>,
    ) {
        let Survey { folders, units, stays } = survey;
        let mut gathered: Vec<Gathered> = folders.iter().map(|_| Gathered::default()).collect();
        for stay in stays {
            gathered[stay.folder].stays = true;
            let path = folders[stay.folder].path.join(stay.name);
            self.left.push(Left { cache, path, reason: stay.reason });
        }
        for (unit, verdict) in units.into_iter().zip(verdicts) {
            let path = folders[unit.folder].path.join(&unit.name);
            let here = &mut gathered[unit.folder];
            match verdict {
                Verdict::Take(take) => here.drafts.push(draft(cache, path, unit, take)),
                Verdict::Leave(reason) => {
                    here.stays = true;
                    self.left.push(Left { cache, path, reason });
                }
                Verdict::NotAsked => here.stays = true,
            }
        }
        self.fold(cache, folders, gathered, empty);
    }

    /// From the innermost folders up: each becomes one draft, or gives its drafts away one by one.
    fn fold(
        &mut self,
        cache: Cache,
        folders: Vec<Folder>,
        mut gathered: Vec<Gathered>,
        empty: impl Fn(Kind) -> Option<Take>,
    ) {
        for (at, folder) in folders.into_iter().enumerate().rev() {
            let mut here = std::mem::take(&mut gathered[at]);
            let whole = match folder.holds {
                Some(kind) if !here.stays && here.drafts.is_empty() => {
                    empty(kind).map(|take| hollow(cache, &folder, take))
                }
                Some(_) if here.is_whole() => here.as_one(&folder),
                _ => None,
            };
            match (whole, folder.parent) {
                (Some(draft), Some(parent)) => gathered[parent].drafts.push(draft),
                (Some(draft), None) => self.drafts.push(draft),
                (None, parent) => {
                    self.drafts.append(&mut here.drafts);
                    if let Some(parent) = parent {
                        gathered[parent].stays = true;
                    }
                }
            }
        }
    }

    /// The plan of all that was added.
    pub fn plan(self) -> Plan {
        let Drafts { mut drafts, mut left } = self;
        drafts.sort_by(|a, b| {
            let key = |draft: &Draft| (draft.item.cache, draft.turn);
            key(a).cmp(&key(b)).then_with(|| a.item.path.cmp(&b.item.path))
        });
        left.sort_by(|a, b| a.path.cmp(&b.path));
        let sizes = sizes(drafts.iter().map(|draft| &draft.weight));
        let sized = |(draft, size): (Draft, Size)| Item { size, ..draft.item };
        let size = sizes.iter().copied().sum();
        let items = drafts.into_iter().zip(sizes).map(sized).collect();
        Plan { items, size, left, expires_tests: None }
    }
}

/// What was gathered in one folder.
#[derive(Debug, Default)]
struct Gathered {
    drafts: Vec<Draft>,
    /// Something in it stays.
    stays: bool,
}

impl Gathered {
    /// All in it goes, for one reason and at one cost.
    fn is_whole(&self) -> bool {
        let mut full = self.drafts.iter().filter(|draft| !draft.empty);
        let of = |draft: &Draft| (draft.item.kind, draft.item.reason, draft.item.safety);
        let first = full.next();
        let alike = first.is_none_or(|first| full.all(|draft| of(draft) == of(first)));
        let locks: usize = self.drafts.iter().map(|draft| draft.item.locks.len()).sum();
        !self.stays && alike && locks <= LOCKS_AT_ONCE && self.drafts.iter().all(|draft| draft.with_folder)
    }

    fn as_one(&mut self, folder: &Folder) -> Option<Draft> {
        // One that is not empty says what the whole is.
        let drafts = &mut self.drafts;
        let first = drafts.iter().position(|draft| !draft.empty).unwrap_or_default();
        let mut whole = (first < drafts.len()).then(|| drafts.swap_remove(first))?;
        whole.item.path.clone_from(&folder.path);
        whole.item.version = None;
        whole.item.unmoved = None;
        whole.weight.add(folder.weight.clone());
        for draft in drafts.drain(..) {
            whole.weight.add(draft.weight);
            whole.turn = whole.turn.max(draft.turn);
            whole.item.locks.extend(draft.item.locks);
        }
        whole.item.locks.sort();
        whole.item.locks.dedup();
        Some(whole)
    }
}

fn draft(cache: Cache, path: PathBuf, unit: Unit, take: Take) -> Draft {
    let turn = turn(&unit.what, take.unless_used_since.is_some());
    let with_folder = take.with_folder;
    let mut item = item(cache, path, take);
    if let What::Entries(unmoved) = unit.what {
        item.unmoved = unmoved;
    }
    Draft { item, weight: unit.weight, turn, with_folder, empty: false }
}

fn hollow(cache: Cache, folder: &Folder, take: Take) -> Draft {
    let with_folder = take.with_folder;
    let item = item(cache, folder.path.clone(), take);
    Draft { item, weight: folder.weight.clone(), turn: Turn(1, None, 0), with_folder, empty: true }
}

fn item(cache: Cache, path: PathBuf, take: Take) -> Item {
    let Take { kind, version, reason, safety, unless_used_since, locks, with_folder: _ } = take;
    let (size, unmoved) = (Size::default(), None);
    Item { cache, kind, path, version, size, reason, safety, unless_used_since, locks, unmoved }
}

/// When something goes: what is smaller goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Turn(u8, Option<Hash>, u8);

/// A record goes before the output that it points to: what is left is a miss and never half an entry. Beside builds the
/// output goes at once after its last record: a go that misses the record is not yet done with making the output anew.
/// An unpacked module goes before the mark that says that it is not whole.
fn turn(what: &What, beside_builds: bool) -> Turn {
    match what {
        What::Record(output) => Turn(0, *output, 0),
        What::Output(hash) if beside_builds => Turn(0, Some(*hash), 1),
        What::Unpacked(_) => Turn(0, None, 0),
        What::Download(_, Part::Partial) => Turn(2, None, 0),
        _ => Turn(1, None, 0),
    }
}
