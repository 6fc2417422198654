//! A team's file that was shown before it is written.

use std::path::Path;

use super::Workbench;
use crate::env::edit::diff::diff;
use crate::env::edit::{DiffLine, PlanId};
use crate::error::CoreError;
use crate::project::team::{self, LeftOut, Target};

/// What would be written.
#[derive(Debug, Clone)]
pub struct TeamPlan {
    pub target: Target,
    pub text: String,
    pub diff: Vec<DiffLine>,
    pub left: Vec<LeftOut>,
}

impl Workbench {
    /// A team's file of what is in effect, for the repository of a folder. Writes nothing.
    ///
    /// # Errors
    /// [`CoreError::NotApplicable`]: nothing can be written there.
    pub fn plan_team(&self, folder: &Path) -> Result<(PlanId, TeamPlan), CoreError> {
        let target = team::target(folder).map_err(|_| CoreError::NotApplicable)?;
        let before = target.before.as_deref().and_then(|bytes| team::read(bytes).ok());
        let own = before.as_ref().and_then(|team| team.profile.as_ref()).map(|one| one.name().to_owned());
        let root =
            target.file.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        let name = own.or(root).unwrap_or_else(|| "Team".to_owned());
        let made = self
            .team_of_present(folder, &name, before.as_ref())
            .or_else(|_| self.team_of_present(folder, "Team", before.as_ref()));
        let (file, left) = made.map_err(|_| CoreError::NotApplicable)?;
        let text = team::text(&file);
        let diff = diff(target.before.as_deref().unwrap_or_default(), text.as_bytes());
        let plan = TeamPlan { target, text, diff, left };
        let id = self.inner.projects.team_plans().keep("team", plan.clone());
        Ok((id, plan))
    }

    /// Writes what was shown, if nothing has moved since.
    ///
    /// # Errors
    /// [`CoreError::NotApplicable`]: nobody was shown it. [`CoreError::BaseMoved`]: nothing was written.
    pub fn write_team(&self, id: &PlanId) -> Result<std::path::PathBuf, CoreError> {
        let plan = self.inner.projects.team_plans().take(id).ok_or(CoreError::NotApplicable)?;
        team::write(&plan.target, &plan.text).map_err(|_| CoreError::BaseMoved)?;
        self.inner.modules_moved();
        Ok(plan.target.file)
    }
}
