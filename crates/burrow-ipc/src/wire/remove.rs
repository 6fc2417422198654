//! Removing an SDK: what would go, and what stands against it.

use burrow_core::env::edit::PlanId;
use burrow_core::sdk::remove::{self, Goes};

use super::{Wire, same_names};
use crate::dto::env::Check;
use crate::dto::sdk::{RemovalHow, RemovalPlan};

same_names!(remove::How => RemovalHow { Trash, Delete });

impl Wire<'_> {
    /// What would happen.
    pub fn removal_plan(&self, id: &PlanId, from: &remove::RemovalPlan) -> RemovalPlan {
        RemovalPlan {
            id: id.0.clone(),
            goroot: self.path(&from.goroot),
            version: from.version.as_ref().map(ToString::to_string),
            how: from.how.into(),
            bytes: from.size.bytes,
            files: from.size.files,
            goes: from.goes.iter().map(|one: &Goes| self.path(one.path())).collect(),
            projects: from.projects.iter().map(|project| self.path(&project.file)).collect(),
            checks: from.checks.iter().map(|check| self.removal_check(check)).collect(),
            applicable: from.is_applicable(),
        }
    }

    fn removal_check(&self, from: &remove::Check) -> Check {
        Check {
            severity: from.severity.into(),
            name: None,
            problem: self.problem(&from.kind),
            place: self.maybe_place(&from.place),
        }
    }
}
