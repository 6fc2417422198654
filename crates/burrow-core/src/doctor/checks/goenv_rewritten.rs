//! Something keeps setting back what Burrow sets in the GOENV file: told by the history alone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use bstr::{BStr, BString, ByteSlice};
use go_rules::env_file::EnvFile;

use crate::doctor::{CheckId, Evidence, Finding, Seen, SettingsWrong, Severity, Skip};
use crate::env::edit::{self, Target};
use crate::env::history::{Author, unentered};
use crate::place::Place;
use crate::secret::{MASK, Masked};
use crate::store::Store;
use crate::store::changes::{NameChange, Value};
use crate::system::clock;

/// So often is no accident.
const TIMES: usize = 3;

/// One change of the file, by whom.
struct Step {
    at: u64,
    outside: bool,
    names: Vec<NameChange>,
}

/// What became of one name so far.
#[derive(Default)]
struct Course {
    /// What Burrow wanted last.
    wish: Option<Value>,
    /// Whether that still stood when the file was last looked at.
    stands: bool,
    /// When it was set back, and to what.
    back: Vec<(u64, Value)>,
}

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let (Some(store), Some(path)) = (&seen.ground().store, seen.goenv_for_writing()) else {
        return Ok(Vec::new());
    };
    let unreadable = |why: String| Skip::Unreadable { what: path.display().to_string(), why };
    let target = Target::of(&path).map_err(|why| unreadable(why.to_string()))?;
    let now = edit::file::read(&target.file).map_err(|why| unreadable(why.to_string()))?;
    let steps = steps(store, &target, now.as_deref()).map_err(unreadable)?;
    let mut courses: BTreeMap<BString, Course> = BTreeMap::new();
    for step in &steps {
        for change in &step.names {
            courses.entry(change.name.clone()).or_default().follow(step, change);
        }
    }
    let file = EnvFile::parse(now.as_deref().unwrap_or_default());
    Ok(courses
        .iter()
        .filter_map(|(name, course)| finding(seen, name.as_bstr(), course, &file, &path))
        .collect())
}

/// Every change that stands, the oldest first, with the one that nobody has entered yet.
fn steps(store: &Store, target: &Target, now: Option<&[u8]>) -> Result<Vec<Step>, String> {
    let entries = store.changes(&target.file).map_err(|why| why.to_string())?;
    // Newest first: an undo that was itself taken back does not count.
    let mut void = BTreeSet::new();
    for entry in &entries {
        if let Some(undoes) = entry.undoes.filter(|_| !void.contains(&entry.id)) {
            void.extend([entry.id, undoes]);
        }
    }
    let stands = entries.into_iter().rev().filter(|entry| !void.contains(&entry.id));
    let mut steps: Vec<Step> = stands
        .map(|entry| Step { at: entry.at, outside: entry.author == Author::Outside, names: entry.names })
        .collect();
    if let Some((author, names)) = unentered(store, &target.file, now).map_err(|why| why.to_string())? {
        steps.push(Step { at: target.modified_ms(), outside: author == Author::Outside, names });
    }
    Ok(steps)
}

impl Course {
    fn follow(&mut self, step: &Step, change: &NameChange) {
        if !step.outside {
            self.wish = Some(change.after.clone());
            self.stands = true;
            return;
        }
        let print = |value: &Value| value.as_ref().map(|(_, print)| print.clone());
        let moved = self.wish.as_ref().is_some_and(|wish| print(wish) != print(&change.after));
        if self.stands && moved {
            self.back.push((step.at, change.after.clone()));
        }
        self.stands = !moved;
    }
}

fn finding(seen: &Seen, name: &BStr, course: &Course, file: &EnvFile, path: &Path) -> Option<Finding> {
    let (Some(wish), false) = (&course.wish, course.stands) else { return None };
    if course.back.len() < TIMES {
        return None;
    }
    let name = name.to_str().ok()?;
    let line = file.last(name).map(|entry| entry.line);
    let place = Place { file: path.to_path_buf(), line };
    let shown = |value: &Value| match value {
        Some((text, _)) => Masked::value(name, text).after(&format!("{name}=")),
        None => Masked::value(name, b"").after(&format!("-{name}")),
    };
    let evidence = course.back.iter().rev().map(|(at, value)| Evidence {
        place: Some(place.clone()),
        text: shown(value).after(&format!("{}  ", clock::utc_text(*at))),
    });
    let fixes = match wish {
        None => vec![seen.without(name)],
        Some((text, _)) => match text.to_str() {
            Ok(text) if !text.contains(MASK) => vec![seen.with(name, text)],
            _ => Vec::new(),
        },
    };
    Some(Finding {
        check: CheckId::GoenvRewritten,
        severity: Severity::Warning,
        subject: name.to_owned(),
        wrong: SettingsWrong::Rewritten { name: name.to_owned(), times: course.back.len() }.into(),
        evidence: evidence.collect(),
        fixes,
    })
}
