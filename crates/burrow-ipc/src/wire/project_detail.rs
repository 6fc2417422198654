//! One project: what it needs and has, and its steps.

use burrow_core::project::ready::{Action, Certainty, ProjectReport, Step, SumLine, Vendor, Via};
use burrow_core::text::{self, Say};
use burrow_core::workbench::ProjectNow;

use super::project::{Running, count};
use super::{Wire, same_names, without_stop};
use crate::dto::project_detail::{
    MissingModule, ProjectDetail, ProjectModules, ProjectStep, ProjectSums, ProjectVendor, SumRow, VendorId,
};
use crate::dto::remedy::{Opens, Remedy};

same_names!(Vendor => VendorId { None, Used, Inconsistent, Ignored });

/// Missing module versions, and lines of go.sum, that are told one by one.
const LISTED: usize = 1000;

impl Wire<'_> {
    /// All of it.
    pub fn project_detail(&self, from: &ProjectNow, running: &Running) -> ProjectDetail {
        let report = from.report.as_deref();
        let folder = self.path(from.file.folder()).file;
        ProjectDetail {
            row: self.project_row(from, running),
            which: report.map(|report| self.which(&report.toolchain)),
            steps: report
                .map(|report| report.steps.iter().map(|step| self.project_step(step, &folder)).collect())
                .unwrap_or_default(),
            modules: report.map(|report| self.project_modules(report)),
            unhashed: report.is_some_and(|report| report.certainty == Certainty::Unhashed),
            go_sum: report.map(|report| self.sums(report)).unwrap_or_default(),
            vendor: self.vendor(report),
            members: report
                .map(|report| report.members.iter().map(|member| self.path(member)).collect())
                .unwrap_or_default(),
        }
    }

    fn project_modules(&self, from: &ProjectReport) -> ProjectModules {
        let modules = &from.modules;
        let missing = modules.missing.iter().take(LISTED).map(|one| MissingModule {
            module: one.version.module.to_string(),
            version: one.version.version.to_string(),
            via_proxy: one.via == Via::Proxy,
        });
        ProjectModules {
            needed: count(modules.needed.len()),
            present: count(modules.present()),
            missing: missing.collect(),
            missing_count: count(modules.missing.len()),
            damaged: modules.damaged.iter().map(|damaged| self.damage_row(damaged)).collect(),
            private: modules.private.iter().map(ToString::to_string).collect(),
            exposed: modules.leaking.iter().map(ToString::to_string).collect(),
        }
    }

    fn sums(&self, from: &ProjectReport) -> ProjectSums {
        let row = |line: &SumLine| SumRow {
            module: line.version.module.to_string(),
            version: line.version.version.to_string(),
            go_mod: line.of_go_mod,
        };
        let rows = |lines: &[SumLine]| lines.iter().take(LISTED).map(row).collect();
        let file = from.file.sums();
        ProjectSums {
            place: file.is_file().then(|| self.path(&file)),
            missing: rows(&from.sums.missing),
            mismatched: rows(&from.sums.mismatched),
            sentence: text::sums_sentence(from.sums.missing.len(), from.sums.mismatched.len(), self.lang),
        }
    }

    fn vendor(&self, from: Option<&ProjectReport>) -> ProjectVendor {
        let state = from.map_or(Vendor::None, |report| report.vendor);
        let folder = from.map(|report| report.file.folder().join("vendor"));
        ProjectVendor {
            state: state.into(),
            place: folder.filter(|_| state != Vendor::None).map(|folder| self.path(&folder)),
            sentence: text::vendor_sentence(state, self.lang),
        }
    }

    /// `project`: what names it in commands.
    fn project_step(&self, from: &Step, project: &str) -> ProjectStep {
        let title = without_stop(&from.say(self.lang));
        ProjectStep {
            id: from.id().to_owned(),
            key: format!("{}:{title}", from.id()),
            title,
            fix: text::fix(from, self.lang),
            remedies: from.action().iter().map(|action| self.action(action, project)).collect(),
        }
    }

    /// An action of the app, as the dialog that shows it.
    pub(super) fn action(&self, from: &Action, project: &str) -> Remedy {
        let project = project.to_owned();
        let opens = match from {
            Action::InstallToolchain { version } => {
                Opens::Install { version: version.as_ref().map(ToString::to_string) }
            }
            Action::Settings(draft) => Opens::Settings { draft: draft.clone().into() },
            Action::TeamProfile { .. } => Opens::Team { project },
            Action::Credentials { host } => Opens::Credentials { host: host.clone() },
            Action::RepairModules(_) => Opens::Damage,
            Action::Go { folder, words } => {
                Opens::Command { folder: self.path(folder), command: format!("go {}", words.join(" ")) }
            }
            Action::Open(place) => Opens::Edit { place: self.place(place) },
            Action::Warm => Opens::Warm { project },
        };
        Remedy { label: text::action_label(from, self.lang), opens }
    }
}
