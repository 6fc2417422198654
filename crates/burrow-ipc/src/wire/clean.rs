//! Cleaning: what a person wishes, what it would take, and what can come back.

use std::path::Path;

use burrow_core::cache::plan::{Item, KeepUnder, Left, Rule, Selected, Target, Wish};
use burrow_core::cache::running::Running;
use burrow_core::cache::{self, ModuleVersion};
use burrow_core::env::edit::PlanId;
use burrow_core::text::{self, Say};
use burrow_core::workbench::{CleanGroup, CleaningShown, Reclaimable};

use super::Wire;
use super::cache::unix_ms;
use crate::dto::cache::{
    CacheKind, CacheReclaimable, CleanGroup as Group, CleanItem, CleanLeft, CleanPlan, CleanWish, Cleaning,
    GoProcess, ModuleName,
};

/// What stays is told one by one up to here.
const LEFT: usize = 100;
/// Places of a cleaning that are told.
const PLACES: usize = 20;

impl Wire<'_> {
    /// What the core is asked for. `None`: the budget of a cache, which the core knows.
    pub fn clean_wish(&self, from: CleanWish) -> Option<Wish> {
        Some(match from {
            CleanWish::Standard => Wish::Standard { idle_days: Wish::GRACE_DAYS },
            CleanWish::Kinds { kinds, safe } => {
                Wish::Kinds { targets: kinds.into_iter().filter_map(target).collect(), safe }
            }
            CleanWish::Selection { modules, kinds } => {
                let kinds = kinds.into_iter().map(|kind| Selected::Kind(kind.into()));
                Wish::Selection(modules.into_iter().map(selected).chain(kinds).collect())
            }
            CleanWish::Rule { unused, not_used_for_days, older_versions, keep_under } => Wish::Rule(Rule {
                unused,
                older_versions,
                not_used_for_days,
                keep_under: keep_under
                    .map(|under| KeepUnder { cache: under.cache.into(), bytes: under.bytes }),
            }),
            CleanWish::Budget { .. } => return None,
        })
    }

    /// What would happen. `grace_days`: for how long it can come back.
    pub fn clean_plan(
        &self,
        id: &PlanId,
        from: &burrow_core::workbench::CleanPlan,
        grace_days: u32,
        running: &[Running],
    ) -> CleanPlan {
        let plan = &from.plan;
        CleanPlan {
            id: id.0.clone(),
            groups: from.groups.iter().map(|group| self.clean_group(group)).collect(),
            size: plan.size.into(),
            items: plan.items.len() as u64,
            left: plan.left.iter().take(LEFT).map(|left| self.clean_left(left)).collect(),
            left_count: plan.left.len() as u64,
            running: running.iter().map(|one| self.go_process(one)).collect(),
            costs: text::clean_costs(plan, grace_days, self.lang),
            empty: plan.items.is_empty() && plan.expires_tests.is_none(),
        }
    }

    pub(super) fn go_process(&self, from: &Running) -> GoProcess {
        GoProcess {
            pid: from.pid,
            name: from.name.clone(),
            command: Some(from.command.clone()),
            directory: from.dir.as_ref().map(|dir| self.path(dir)),
            since: unix_ms(from.since),
        }
    }

    fn clean_group(&self, from: &CleanGroup) -> Group {
        Group {
            title: from.say(self.lang),
            note: text::group_note(from, self.lang).to_owned(),
            safety: from.safety.into(),
            size: from.size.into(),
            items: from.items.len() as u64,
        }
    }

    /// Items of a group of a plan, from one on, so many at most.
    pub fn clean_items(
        &self,
        from: &burrow_core::workbench::CleanPlan,
        group: usize,
        first: usize,
        most: usize,
    ) -> Vec<CleanItem> {
        let reason = from.groups.get(group).map(|group| group.say(self.lang)).unwrap_or_default();
        from.items(group, first).take(most).map(|item| self.clean_item(item, &reason)).collect()
    }

    fn clean_item(&self, from: &Item, reason: &str) -> CleanItem {
        CleanItem {
            place: self.path(&from.path),
            label: from.version.as_ref().map_or_else(|| name(&from.path), version),
            size: from.size.into(),
            reason: reason.to_owned(),
            safety: from.safety.into(),
        }
    }

    fn clean_left(&self, from: &Left) -> CleanLeft {
        CleanLeft { place: self.path(&from.path), reason: from.reason.say(self.lang) }
    }

    pub(super) fn cleaning(&self, from: &CleaningShown) -> Cleaning {
        Cleaning {
            id: from.id.clone(),
            caches: from.caches.iter().map(|cache| (*cache).into()).collect(),
            at: unix_ms(from.time).unwrap_or(0),
            expires: from.expires.and_then(unix_ms),
            size: from.size.into(),
            items: from.items.len() as u64,
            sentence: from.say(self.lang),
            places: from.items.iter().take(PLACES).map(|path| self.path(path)).collect(),
        }
    }

    pub(super) fn reclaimable(&self, from: &Reclaimable) -> CacheReclaimable {
        CacheReclaimable { size: from.size.into(), sentence: from.say(self.lang) }
    }
}

fn target(kind: CacheKind) -> Option<Target> {
    Some(match kind {
        CacheKind::Build => Target::Build,
        CacheKind::Test => Target::Test,
        CacheKind::Fuzz => Target::Fuzz,
        CacheKind::Modules => Target::Modules,
        CacheKind::Downloads => Target::Downloads,
        CacheKind::Vcs => Target::Vcs,
        CacheKind::Sumdb => Target::Sumdb,
        CacheKind::Toolchains => Target::Toolchains,
        CacheKind::Other => return None,
    })
}

impl From<CacheKind> for cache::Kind {
    fn from(from: CacheKind) -> Self {
        match from {
            CacheKind::Build => cache::Kind::Build,
            CacheKind::Test => cache::Kind::Test,
            CacheKind::Fuzz => cache::Kind::Fuzz,
            CacheKind::Modules => cache::Kind::Modules,
            CacheKind::Downloads => cache::Kind::Downloads,
            CacheKind::Vcs => cache::Kind::Vcs,
            CacheKind::Sumdb => cache::Kind::Sumdb,
            CacheKind::Toolchains => cache::Kind::Toolchains,
            CacheKind::Other => cache::Kind::Other,
        }
    }
}

fn selected(name: ModuleName) -> Selected {
    match name.version {
        Some(version) => Selected::Version(ModuleVersion::new(name.module, version)),
        None => Selected::Module(name.module.into()),
    }
}

fn version(version: &ModuleVersion) -> String {
    format!("{}@{}", version.module, version.version)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
