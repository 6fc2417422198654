//! Drafts become plans, plans become changes. Both go the same way; only the last step differs.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use bstr::{BStr, ByteSlice};
use go_rules::env_file;
use go_rules::refusal::Refusal;
use go_rules::vars::check::check_edits;

use super::ask::Answer;
use super::build;
use super::snapshot::ContextChoice;
use super::work::{Cause, Inner, State};
use crate::env::capture::AskerId;
use crate::env::edit::plan::{self, Outlook, Proposal, Sight};
use crate::env::edit::{
    self, Applied, Base, Change, Check, CheckKind, Draft, Lock, Plan, PlanId, Severity, Target, diff,
};
use crate::error::{CoreError, GoenvError};
use crate::place::Place;
use crate::system::DiskFiles;
use crate::system::files::path_to_bytes;
use crate::system::overlay::Overlay;

/// Plans kept for applying; older ones have been typed over.
const KEPT: usize = 32;

/// A plan, and what it takes to do it.
struct Prepared {
    plan: Plan,
    target: Target,
    before: Option<Vec<u8>>,
    change: Change,
    undoes: Option<i64>,
    choice: ContextChoice,
}

/// Plans that can be applied.
#[derive(Default)]
pub(super) struct Plans {
    prepared: VecDeque<Prepared>,
    count: u64,
}

impl Inner {
    /// See [`super::Workbench::plan`].
    pub fn plan(&self, draft: &Draft) -> Result<Plan, CoreError> {
        let mut state = self.state();
        let prepared = self.prepare(&mut state, draft)?;
        let plan = prepared.plan.clone();
        state.plans.prepared.push_back(prepared);
        while state.plans.prepared.len() > KEPT {
            state.plans.prepared.pop_front();
        }
        Ok(plan)
    }

    /// See [`super::Workbench::apply`].
    pub fn apply(&self, id: &PlanId) -> Result<Applied, CoreError> {
        let mut state = self.state();
        let at = state.plans.prepared.iter().position(|p| p.plan.id == *id).ok_or(CoreError::UnknownPlan)?;
        if !state.plans.prepared[at].plan.applicable {
            return Err(CoreError::NotApplicable);
        }
        let Some(prepared) = state.plans.prepared.remove(at) else { return Err(CoreError::UnknownPlan) };
        if prepared.choice != state.choice {
            return Err(CoreError::BaseMoved);
        }
        let lock = prepared.target.lock(self.options.state_dir.as_deref())?;
        self.deed(state, &prepared, Base::Exactly(prepared.before.as_deref()), lock)
    }

    /// See [`super::Workbench::change`].
    pub fn change(&self, draft: &Draft, rehearse: bool) -> Result<(Plan, Option<Applied>), CoreError> {
        let mut state = self.state();
        let path = self.path_for_writing(&state)?;
        let lock = match rehearse {
            true => None,
            false => Some(Target::of(&path)?.lock(self.options.state_dir.as_deref())?),
        };
        let prepared = self.prepare(&mut state, draft)?;
        let Some(lock) = lock.filter(|_| prepared.plan.applicable) else {
            return Ok((prepared.plan, None));
        };
        // Edits are made on whatever go leaves there in the meantime; a whole text only on what it was made from.
        let base = match &prepared.change {
            Change::Edits(_) => Base::Any,
            Change::Whole(_) => Base::Exactly(prepared.before.as_deref()),
        };
        let applied = self.deed(state, &prepared, base, lock)?;
        Ok((prepared.plan, Some(applied)))
    }

    /// Writes, enters the change into the history, and lets the lock go only then: whoever looks next finds the
    /// change entered already.
    fn deed(
        &self,
        mut state: std::sync::MutexGuard<'_, State>,
        prepared: &Prepared,
        base: Base<'_>,
        lock: Lock,
    ) -> Result<Applied, CoreError> {
        let Prepared { target, change, undoes, .. } = prepared;
        let committed = edit::commit(&self.history, target, change, base, *undoes, &lock)?;
        drop(lock);
        let revision = self.rebuild(&mut state, Cause::Disk);
        if let Some(error) = committed.unrecorded {
            return Err(error);
        }
        let id = committed.entry.ok_or(CoreError::NotApplicable)?;
        let entries = self.history.entries(&target.file)?;
        let entry = entries.into_iter().find(|e| e.id == id).ok_or(CoreError::UnknownEntry(id))?;
        Ok(Applied { revision, entry })
    }

    fn path_for_writing(&self, state: &State) -> Result<PathBuf, CoreError> {
        let path = state.picture.context().and_then(Answer::goenv_for_writing);
        path.ok_or(CoreError::Goenv(GoenvError::Nowhere))
    }

    /// Works out what a draft would do to the file as it is now.
    fn prepare(&self, state: &mut State, draft: &Draft) -> Result<Prepared, CoreError> {
        let path = self.path_for_writing(state)?;
        let target = Target::of(&path)?;
        let before = edit::file::read(&target.file)?;
        let view = View { state, path: &path };
        let mut proposal = self.propose(&view, draft, &target, before.as_deref())?;
        let after = proposal.change.on(before.as_deref().unwrap_or_default());
        let empty = before.as_deref().unwrap_or_default() == after;
        let (outcomes, checks) = plan::outcomes(before.as_deref().unwrap_or_default(), &after, &view);
        proposal.checks.extend(checks);
        proposal.checks.extend(view.off());
        proposal.checks.sort_by_key(|check| check.severity);
        let refused = proposal.checks.iter().any(|check| check.severity == Severity::Refused);
        let plan = Plan {
            id: PlanId(String::new()),
            file: Some(Place::file(path.clone())),
            diff: diff::diff(before.as_deref().unwrap_or_default(), &after),
            checks: proposal.checks,
            outcomes,
            applicable: !refused && !empty,
            empty,
        };
        state.plans.count += 1;
        let id = PlanId(format!("{}-{}", std::process::id(), state.plans.count));
        Ok(Prepared {
            plan: Plan { id, ..plan },
            target,
            before,
            change: proposal.change,
            undoes: proposal.undoes,
            choice: state.choice.clone(),
        })
    }

    fn propose(
        &self,
        view: &View<'_>,
        draft: &Draft,
        target: &Target,
        before: Option<&[u8]>,
    ) -> Result<Proposal, CoreError> {
        let vault = self.history.vault(before);
        match draft {
            Draft::Edits(edits) => Ok(plan::propose_edits(edits, &vault, view)),
            Draft::Text(text) => plan::propose_text(text, before, &target.path, &vault, view),
            Draft::Undo { entry } => {
                let undo = self.history.undo(*entry, &target.file, before)?;
                Ok(Proposal { change: undo.change, checks: undo.refusals, undoes: Some(undo.entry) })
            }
        }
    }
}

/// What a plan may ask about Go and the askers.
struct View<'a> {
    state: &'a State,
    /// The file that is to change, as go spells it.
    path: &'a Path,
}

impl View<'_> {
    fn sight(&self, asker: AskerId, answer: &Answer) -> Sight {
        let lockouts = answer.resolved.lockouts.iter().map(|l| l.name.to_str_lossy().into_owned()).collect();
        Sight { asker, variables: build::everything(answer), lockouts }
    }

    /// With `GOENV=off` the change is made and not read.
    fn off(&self) -> Option<Check> {
        let context = self.state.picture.context()?;
        let off = context.goenv().is_none() && context.goenv_for_writing().is_some();
        off.then(|| Check {
            severity: Severity::Warning,
            name: Some("GOENV".to_owned()),
            kind: CheckKind::GoenvOff,
            place: None,
        })
    }
}

impl Outlook for View<'_> {
    fn verdict(&self, edits: &[env_file::Edit]) -> Option<Refusal> {
        check_edits(&self.state.picture.context()?.question(&DiskFiles), edits).err()
    }

    fn now(&self) -> Vec<Sight> {
        self.state
            .picture
            .answers
            .iter()
            .map(|(id, answer)| self.sight(*id, &answer.again(&DiskFiles)))
            .collect()
    }

    fn then(&self, file: &[u8]) -> Vec<Sight> {
        let overlay = Overlay::new(vec![(path_to_bytes(self.path), Some(file.to_vec()))]);
        self.state
            .picture
            .answers
            .iter()
            .map(|(id, answer)| self.sight(*id, &answer.again(&overlay)))
            .collect()
    }

    fn place(&self, asker: AskerId, name: &BStr) -> Option<Place> {
        self.state.slots.get(asker).ready()?.places(name)?.winner().cloned()
    }

    fn empty_masks(&self) -> bool {
        self.state.picture.context().is_some_and(|context| context.resolved.rules.since(21))
    }
}
