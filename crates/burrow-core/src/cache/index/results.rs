//! Which entries of a build cache are results of tests, remembered: telling them takes reading every entry, and seconds
//! of a large cache. Only what changed since the last time is read, on one thread, behind everything else that runs.
//!
//! A record whose output was gone when it was read, and came back by itself, stays with the rest: go writes both anew.

use std::io;
use std::path::{Path, PathBuf};

use bstr::BStr;

use super::file::{Reader, load_from, number, place, save_to, time};
use super::is_believed;
use crate::cache::measure::results::{Id, Results};
use crate::cache::measure::row::Row;
use crate::cache::measure::scope::Scope;
use crate::cache::measure::{KindRow, build, sum};
use crate::cache::{Cache, Kind};
use crate::job::Cancel;
use crate::system::clock;
use crate::system::priority::lowest;
use crate::tree::{Pace, Time, WalkError, look};

/// Changes with the meaning of anything in it.
const FORMAT: &[u8; 16] = b"burrow results3\n";

/// What of the build cache at `path`, as go names it, are results of tests. `None`: there is no cache, or no times that
/// can be believed, and reading everything each time would cost too much for what nobody asked for.
///
/// # Errors
/// As [`crate::tree::walk`].
pub fn results(state: &Path, path: &Path, cancel: &Cancel) -> Result<Option<KindRow>, WalkError> {
    let Ok(root) = dunce::canonicalize(path) else { return Ok(None) };
    let Some(facts) = look(&root).ok().flatten().filter(|_| is_believed(&root)) else { return Ok(None) };
    let identity = (facts.device, facts.inode);
    let now = clock::now();
    let scope = Scope {
        root: &root,
        from: BStr::new(""),
        not: &|_| false,
        at: now.into(),
        pace: Pace::Alone,
        cancel,
        grown: None,
    };
    let known = load(state, &root, identity, scope.at).unwrap_or_default();
    let (looked, results) = lowest(|| build::look_apart(&scope, &known))?;
    // Without it the next time takes longer, and comes to the same.
    let _ = save(state, &root, identity, &results);
    let rows: Vec<&Row> = looked.rows.iter().collect();
    let kinds = sum::measured(Cache::Build, path, &rows, now, scope.at).kinds;
    Ok(kinds.into_iter().find(|row| row.kind == Kind::Test))
}

/// What is remembered; nothing where the root is another, or the clock was set back since.
fn load(state: &Path, root: &Path, identity: (u64, u64), now: Time) -> Option<Results> {
    let content = load_from(&file(state, root), FORMAT)?;
    let mut from = Reader(&content);
    let of = (from.number()?, from.number()?);
    let read_at = from.time()?;
    let outputs = from.many(id)?.into_iter().collect();
    let records = from.many(|from| Some((id(from)?, id(from)?)))?.into_iter().collect();
    let whole = from.0.is_empty() && of == identity && read_at <= now;
    whole.then_some(Results { read_at, outputs, records })
}

fn save(state: &Path, root: &Path, identity: (u64, u64), results: &Results) -> io::Result<()> {
    let mut content = Vec::new();
    number(&mut content, identity.0);
    number(&mut content, identity.1);
    time(&mut content, results.read_at);
    number(&mut content, results.outputs.len() as u64);
    results.outputs.iter().for_each(|id| content.extend(id));
    number(&mut content, results.records.len() as u64);
    for (record, output) in &results.records {
        content.extend(record);
        content.extend(output);
    }
    save_to(&file(state, root), FORMAT, &content)
}

fn id(from: &mut Reader<'_>) -> Option<Id> {
    from.take(64)?.try_into().ok()
}

fn file(state: &Path, root: &Path) -> PathBuf {
    place(state, "results", root)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs;
    use std::time::Duration;

    use super::*;

    /// A build cache with one result of a test, its record, and one output that is none.
    fn cache() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        put(dir.path(), 1, "d", "ok  \ta.com/m\t0.1s\n");
        put(dir.path(), 2, "a", &format!("v1 {} {} {:>20} {:>20}\n", name(2), name(1), 1, 2));
        put(dir.path(), 3, "d", "an archive");
        dir
    }

    fn name(n: u8) -> String {
        format!("{n:02x}").repeat(32)
    }

    fn put(root: &Path, n: u8, part: &str, text: &str) {
        let path = root.join(format!("{n:02x}/{}-{part}", name(n)));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// As if it were asked an hour later, when nothing is young any more.
    fn told(root: &Path, known: &Results) -> (u64, Results) {
        let at = Time::from(clock::now() + Duration::from_secs(3600));
        let (from, cancel) = (BStr::new(""), Cancel::new());
        let scope =
            Scope { root, from, not: &|_| false, at, pace: Pace::Alone, cancel: &cancel, grown: None };
        let (looked, results) = build::look_apart(&scope, known).unwrap();
        let counts = looked.rows.iter().flat_map(|row| &row.counts);
        (counts.filter(|count| count.kind == Kind::Test).map(|count| count.size.files).sum(), results)
    }

    #[test]
    fn what_has_not_changed_is_not_read_again() {
        let dir = cache();
        let (files, mut known) = told(dir.path(), &Results::default());
        assert_eq!((files, known.outputs.len(), known.records.len()), (2, 1, 1));
        let (files, again) = told(dir.path(), &known);
        assert_eq!((files, again.outputs, again.records), (2, known.outputs.clone(), known.records.clone()));
        // Nobody would find this by reading.
        known.outputs.insert(name(3).as_bytes().try_into().unwrap());
        assert_eq!(told(dir.path(), &known).0, 3);
        // It is read where it was written after the last time.
        known.read_at = clock::now().into();
        assert_eq!(told(dir.path(), &known).0, 2);
    }

    #[test]
    fn what_came_and_what_went_is_seen() {
        let dir = cache();
        let known = Results { read_at: clock::now().into(), ..told(dir.path(), &Results::default()).1 };
        put(dir.path(), 4, "d", "# test log\n");
        assert_eq!(told(dir.path(), &known).0, 3);
        fs::remove_file(dir.path().join(format!("01/{}-d", name(1)))).unwrap();
        // Its record leads nowhere, and is no result of anything.
        let (files, known) = told(dir.path(), &known);
        assert_eq!((files, known.records.len()), (1, 0));
    }

    #[test]
    fn it_is_remembered_for_this_root_and_until_the_clock_is_set_back() {
        let (dir, state) = (cache(), tempfile::tempdir().unwrap());
        let root = dunce::canonicalize(dir.path()).unwrap();
        let row = results(state.path(), dir.path(), &Cancel::new()).unwrap().unwrap();
        assert_eq!((row.kind, row.size.files), (Kind::Test, 2));
        let facts = look(&root).unwrap().unwrap();
        let (of, now) = ((facts.device, facts.inode), Time::from(clock::now()));
        let known = load(state.path(), &root, of, now).unwrap();
        assert_eq!(known.outputs.len(), 1);
        assert_eq!(load(state.path(), &root, (of.0, of.1 + 1), now), None);
        assert_eq!(load(state.path(), &root, of, Time::default()), None);
        fs::write(file(state.path(), &root), "broken").unwrap();
        assert_eq!(load(state.path(), &root, of, now), None);
        assert_eq!(results(state.path(), dir.path(), &Cancel::new()).unwrap().unwrap(), row);
    }
}
