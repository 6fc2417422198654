//! Switching to another toolchain from the window: what is planned is kept until it is applied.

use std::sync::{Arc, PoisonError};

use super::super::snapshot::ContextChoice;
use super::super::work::{Cause, Inner};
use super::super::{Workbench, ask::Answer};
use crate::env::capture::Captured;
use crate::env::edit::PlanId;
use crate::error::CoreError;
use crate::sdk::switch::{self, Surroundings, SwitchError, SwitchPlan, SwitchUndo, Wish};
use crate::system::clock;
use crate::system::files::path_from_bytes;

/// A plan that can be applied as it was shown.
pub(super) struct Prepared {
    plan: SwitchPlan,
    choice: ContextChoice,
}

/// A switch that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SwitchMade {
    pub revision: u64,
    /// How to take it back; `None`: it was made, but Burrow could not keep that.
    pub undo: Option<SwitchUndo>,
}

impl Workbench {
    /// What a switch would do, in this context. Writes nothing.
    ///
    /// # Errors
    /// When there is no plan to show at all: see [`switch::plan`].
    pub fn plan_switch(&self, wish: &Wish) -> Result<(PlanId, SwitchPlan), SwitchError> {
        let inner = &self.inner;
        let choice = inner.state().choice.clone();
        let plan = inner.around(&choice, |around| switch::plan(wish, around))?;
        let mut plans = inner.section.switches.lock().unwrap_or_else(PoisonError::into_inner);
        Ok((plans.keep("switch", Prepared { plan: plan.clone(), choice }), plan))
    }

    /// Makes the switch that a plan showed, if nothing moved since.
    ///
    /// # Errors
    /// [`CoreError::UnknownPlan`], [`CoreError::BaseMoved`], and those of [`switch::apply`]; then nothing was
    /// changed.
    pub fn apply_switch(&self, id: &PlanId) -> Result<SwitchMade, SwitchError> {
        let inner = &self.inner;
        let mut plans = inner.section.switches.lock().unwrap_or_else(PoisonError::into_inner);
        let prepared = plans.take(id).ok_or(CoreError::UnknownPlan)?;
        drop(plans);
        if prepared.choice != inner.state().choice {
            return Err(CoreError::BaseMoved.into());
        }
        let Prepared { plan, choice } = prepared;
        let made = inner.around(&choice, |around| switch::apply(&plan, around))?;
        inner.rebuild(&mut inner.state(), Cause::Disk);
        let toolchains = inner.look_for_toolchains(true);
        let (way, before, after) = (plan.way, plan.before, plan.after);
        let undo = made.id.map(|id| SwitchUndo { id, at: clock::now_ms(), way, before, after });
        Ok(SwitchMade { revision: toolchains.revision, undo })
    }
}

impl Inner {
    /// What a switch is planned and made in: everybody who has answered, whoever asks first.
    fn around<T>(&self, choice: &ContextChoice, work: impl FnOnce(&Surroundings<'_>) -> T) -> T {
        let state = self.state();
        let chosen = state.slots.chosen(choice.asker).map(|(id, _)| id);
        let (first, rest): (Vec<_>, Vec<_>) = state.slots.ready().partition(|(id, _)| Some(*id) == chosen);
        let askers: Vec<Captured> =
            first.into_iter().chain(rest).map(|(_, answered)| answered.captured.clone()).collect();
        let dir =
            state.picture.context().and_then(|answer: &Answer| path_from_bytes((&answer.dir[..]).into()));
        drop(state);
        work(&Surroundings {
            askers: &askers,
            dir: &dir.unwrap_or_default(),
            home: self.options.home.as_deref(),
            goroot: choice.goroot.as_deref(),
            data_dir: self.options.data_dir.as_deref(),
            state_dir: self.options.state_dir.as_deref(),
            history: &self.history,
            store: Arc::as_ref(&self.store),
        })
    }
}
