//! Does what a plan showed, in the order that leaves nothing worse when it stops in between, and keeps what it takes
//! to go back.

use std::path::Path;

use super::plan::{Deed, SwitchError, SwitchPlan, Switched};
use super::{Surroundings, link};
use crate::env::edit::{self, Base, Lock, Target, remove_whole, write_whole};
use crate::error::CoreError;
use crate::secret::mask_file;
use crate::store::Fingerprint;
use crate::store::switches::{Switch, SwitchedFile};
use crate::system::{clock, dir_link};

/// Carries a plan out.
///
/// # Errors
/// [`SwitchError::NotApplicable`]; [`CoreError::BaseMoved`] when something moved since the plan was made; why a file
/// or the link could not be written. What was done before the failing step is taken back.
pub fn apply(plan: &SwitchPlan, around: &Surroundings<'_>) -> Result<Switched, SwitchError> {
    if !plan.is_applicable() {
        return Err(SwitchError::NotApplicable);
    }
    let mut kept = Switch {
        id: 0,
        at: clock::now_ms(),
        author: around.history.author(),
        way: plan.way.code().to_owned(),
        before: plan.before.clone(),
        after: plan.after.clone(),
        link: None,
        entry: None,
        undoes: plan.undoes,
        files: Vec::new(),
    };
    let mut done: Vec<&Deed> = Vec::new();
    for deed in &plan.deeds {
        match carry_out(deed, around, &mut kept) {
            Ok(()) => done.push(deed),
            Err(error) => {
                done.into_iter().rev().for_each(|deed| take_back(deed, around.state_dir));
                return Err(error);
            }
        }
    }
    // Without a working state.db the switch is made all the same; it only cannot be taken back from here.
    Ok(Switched { id: around.store.add_switch(&kept).ok() })
}

fn carry_out(deed: &Deed, around: &Surroundings<'_>, kept: &mut Switch) -> Result<(), SwitchError> {
    match deed {
        Deed::Goenv { target, before, change, undoes } => {
            let lock = target.lock(around.state_dir)?;
            let base = Base::Exactly(before.as_deref());
            let committed = edit::commit(around.history, target, change, base, *undoes, &lock)?;
            kept.entry = committed.entry;
        }
        Deed::File { target, before, after } => {
            if before != after {
                put(target, before.as_deref(), after.as_deref(), around.state_dir)?;
                kept.files.push(kept_file(target, before.as_deref(), after.as_deref()));
            }
        }
        Deed::Link { link, before, after } => {
            if before != after {
                move_link(link, before.as_deref(), after.as_deref(), around.state_dir)?;
                kept.link = Some(link.clone());
            }
        }
    }
    Ok(())
}

fn move_link(
    link: &Path,
    before: Option<&Path>,
    after: Option<&Path>,
    state_dir: Option<&Path>,
) -> Result<(), SwitchError> {
    // The lock is named after something that is never there: after the link itself it would follow it.
    let _lock = Lock::take(state_dir, &link.with_extension("lock"))?;
    if link::read(link)?.as_deref() != before {
        return Err(SwitchError::Core(CoreError::BaseMoved));
    }
    dir_link::point(link, after)
        .map_err(|e| SwitchError::Link { link: link.to_path_buf(), reason: e.to_string() })
}

fn put(
    target: &Target,
    before: Option<&[u8]>,
    after: Option<&[u8]>,
    state_dir: Option<&Path>,
) -> Result<(), SwitchError> {
    let _lock = target.lock(state_dir)?;
    match (before, after) {
        (_, Some(after)) => write_whole(&target.file, before, after)?,
        (Some(before), None) => remove_whole(&target.file, before)?,
        (None, None) => {}
    }
    Ok(())
}

/// After a later step failed. What does not work now is left: the plan's preview told what it was.
fn take_back(deed: &Deed, state_dir: Option<&Path>) {
    match deed {
        Deed::Goenv { .. } => {}
        Deed::File { target, before, after } => {
            let _ = put(target, after.as_deref(), before.as_deref(), state_dir);
        }
        Deed::Link { link, before, after } => {
            let _ = move_link(link, after.as_deref(), before.as_deref(), state_dir);
        }
    }
}

/// The smallest stretch of bytes that differs. What stood there is kept only when there is no secret in it.
fn kept_file(target: &Target, before: Option<&[u8]>, after: Option<&[u8]>) -> SwitchedFile {
    let (old, new) = (before.unwrap_or_default(), after.unwrap_or_default());
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let end = old[start..].iter().rev().zip(new[start..].iter().rev()).take_while(|(a, b)| a == b).count();
    let replaced = &old[start..old.len() - end];
    // Whole lines are judged: half a line may not look like the secret that it is part of.
    let line = old[..start].iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
    let rest = &old[old.len() - end..];
    let to = old.len() - end + rest.iter().position(|&b| b == b'\n').unwrap_or(rest.len());
    let secret = !replaced.is_empty() && mask_file(&old[line..to]) != old[line..to];
    SwitchedFile {
        file: target.file.clone(),
        before: before.map(Fingerprint::of),
        after: after.map(Fingerprint::of),
        start,
        put: new.len() - start - end,
        replaced: (!secret).then(|| replaced.to_vec()),
    }
}

/// The bytes before, when `now` is exactly what the switch left and nothing is missing.
pub(super) fn bytes_before(file: &SwitchedFile, now: Option<&[u8]>) -> Option<Option<Vec<u8>>> {
    if now.map(Fingerprint::of) != file.after {
        return None;
    }
    if file.before.is_none() {
        return Some(None);
    }
    let now = now.unwrap_or_default();
    let (head, rest) = (now.get(..file.start)?, now.get(file.start + file.put..)?);
    let bytes = [head, file.replaced.as_deref()?, rest].concat();
    (Some(Fingerprint::of(&bytes)) == file.before).then_some(Some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there_and_back(before: Option<&[u8]>, after: Option<&[u8]>) {
        let target = Target { path: "/f".into(), file: "/f".into() };
        let kept = kept_file(&target, before, after);
        assert_eq!(bytes_before(&kept, after), Some(before.map(<[u8]>::to_vec)));
        assert_eq!(bytes_before(&kept, Some(b"something else")), None);
    }

    #[test]
    fn what_was_changed_comes_back_byte_for_byte() {
        there_and_back(Some(b"a\nb\nc\n"), Some(b"a\nb\nnew\nc\n"));
        there_and_back(Some(b"a\nb"), Some(b"a\nb\nnew\n"));
        there_and_back(Some(b"aaaa"), Some(b"aaaaaa"));
        there_and_back(Some(b"x\r\ny"), Some(b""));
        there_and_back(None, Some(b"new\n"));
    }

    #[test]
    fn a_line_with_a_secret_is_not_kept() {
        let target = Target { path: "/f".into(), file: "/f".into() };
        let before = b"GOPROXY=https://me:hunter2@corp\n";
        let kept = kept_file(&target, Some(before), Some(b"GOPROXY=https://me:hunter3@corp\n"));
        assert_eq!(kept.replaced, None);
    }
}
