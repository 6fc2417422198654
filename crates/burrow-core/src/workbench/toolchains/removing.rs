//! Removing an SDK from the window: what is planned is kept until it is done.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use super::super::Workbench;
use super::super::work::Inner;
use super::look::Question;
use crate::env::edit::PlanId;
use crate::error::CoreError;
use crate::job::{Cancel, Progress};
use crate::project::find::Project;
use crate::sdk::inventory::Sdk;
use crate::sdk::remove::{self, Check, Premises, RemovalError, RemovalPlan, Removed};
use crate::system::files::path_from_bytes;

impl Workbench {
    /// What removing an SDK would do. Removes nothing; takes as long as measuring it.
    ///
    /// # Errors
    /// [`RemovalError::Cancelled`].
    pub fn plan_removal(
        &self,
        goroot: &Path,
        cancel: &Cancel,
    ) -> Result<(PlanId, RemovalPlan), RemovalError> {
        let inner = &self.inner;
        let sdks = self.sdks();
        let question = inner.sdk_question();
        let projects = inner.section.projects.known();
        let plan = inner
            .with_premises(&question, &sdks, &projects, |premises| remove::plan(goroot, premises, cancel))?;
        let mut plans = inner.section.removals.lock().unwrap_or_else(PoisonError::into_inner);
        Ok((plans.keep("removal", plan.clone()), plan))
    }

    /// Takes a plan that was shown, to carry it out: once.
    ///
    /// # Errors
    /// [`CoreError::UnknownPlan`]; [`CoreError::NotApplicable`]: a check refuses it.
    pub fn take_removal(&self, id: &PlanId) -> Result<RemovalPlan, CoreError> {
        let mut plans = self.inner.section.removals.lock().unwrap_or_else(PoisonError::into_inner);
        if !plans.get(id).ok_or(CoreError::UnknownPlan)?.is_applicable() {
            return Err(CoreError::NotApplicable);
        }
        plans.take(id).ok_or(CoreError::UnknownPlan)
    }

    /// Removes an SDK; blocks for as long as that takes.
    ///
    /// # Errors
    /// [`RemovalError`]: nothing was removed.
    pub fn remove_sdk(
        &self,
        plan: &RemovalPlan,
        cancel: &Cancel,
        progress: &dyn Progress,
    ) -> Result<Removed, RemovalError> {
        let removed = remove::remove(plan, cancel, progress);
        if removed.is_ok() {
            // What cannot be forgotten is never asked for again.
            let _ = self.inner.store.forget_sdk_size(&plan.goroot);
        }
        self.look_for_toolchains();
        removed
    }
}

impl Inner {
    /// Why SDKs cannot be removed from here, for those that cannot.
    pub(super) fn kept(&self, question: &Question, sdks: &[Sdk]) -> HashMap<PathBuf, Check> {
        self.with_premises(question, sdks, &[], |premises| {
            let refusal = |sdk: &Sdk| Some((sdk.goroot.clone(), remove::refusal(&sdk.goroot, premises)?));
            sdks.iter().filter_map(refusal).collect()
        })
    }

    fn with_premises<T>(
        &self,
        question: &Question,
        sdks: &[Sdk],
        projects: &[Project],
        work: impl FnOnce(&Premises<'_>) -> T,
    ) -> T {
        let gocache = path_from_bytes(question.resolved.value("GOCACHE")).filter(|path| path.is_absolute());
        let modules = &question.hunt.gomodcache;
        let caches: Vec<PathBuf> =
            question.hunt.gopath.iter().chain(modules).chain(&gocache).cloned().collect();
        work(&Premises {
            sdks,
            dir: &question.hunt.dir,
            home: self.options.home.as_deref(),
            caches: &caches,
            gomodcache: modules.as_deref(),
            current: self.current_link().as_deref(),
            projects,
            for_good: false,
        })
    }

    /// The `current` link that Burrow keeps, there or not.
    pub(super) fn current_link(&self) -> Option<PathBuf> {
        Some(self.options.data_dir.as_ref()?.join(crate::sdk::switch::link::NAME))
    }
}
