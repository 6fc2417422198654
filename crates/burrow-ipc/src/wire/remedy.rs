//! What mends something: which of the window's dialogs shows it, and with what.

use burrow_core::cache::plan::{Target, Wish};
use burrow_core::remedy::Remedy as Core;
use burrow_core::text::{self, Lang};

use super::Wire;
use crate::dto::cache::{CacheKind, CleanWish, KeepUnder};
use crate::dto::remedy::{Opens, Remedy};
use crate::dto::sdk::SwitchWish;

impl Wire<'_> {
    /// `finding`: what names the finding, for a fix that only the doctor makes.
    pub(super) fn remedy(&self, from: &Core, finding: &str) -> Remedy {
        let opens = match from {
            Core::Settings(draft) => Opens::Settings { draft: draft.clone().into() },
            Core::Profile { name } => Opens::Profile { profile: name.clone() },
            Core::Mode { .. } => Opens::Deed { finding: finding.to_owned(), fix: from.id().to_owned() },
            Core::InstallToolchain { version } => Opens::Install { version: Some(version.clone()) },
            Core::UseToolchain { goroot } => {
                Opens::Toolchain { wish: SwitchWish::Link { goroot: self.shown.note(goroot) } }
            }
            Core::Clean(wish) => Opens::Clean { wish: clean_wish(wish) },
            Core::RepairModules => Opens::Damage,
            Core::RebuildPrograms { programs } => {
                Opens::Rebuild { files: programs.iter().map(|file| self.shown.note(file)).collect() }
            }
        };
        Remedy { label: self.label(from, &opens), opens }
    }

    /// What stands on the button: three dots where something is shown first.
    fn label(&self, from: &Core, opens: &Opens) -> String {
        let said = self.short(&text::doctor::remedy_label(from, self.lang));
        if matches!(opens, Opens::Rebuild { .. }) { said } else { dotted(said, self.lang) }
    }
}

/// With the sign that something is shown first.
pub(super) fn dotted(label: String, lang: Lang) -> String {
    let end = lang.pick('.', '。');
    format!("{}…", label.trim_end_matches(end))
}

/// A plan's wish, as the window would send it; one that the window has no words for is the standard plan.
fn clean_wish(from: &Wish) -> CleanWish {
    match from {
        Wish::Kinds { targets, safe } => CleanWish::Kinds {
            kinds: targets.iter().filter_map(|target| kind(*target)).collect(),
            safe: *safe,
        },
        Wish::Rule(rule) => CleanWish::Rule {
            unused: rule.unused,
            not_used_for_days: rule.not_used_for_days,
            older_versions: rule.older_versions,
            keep_under: rule
                .keep_under
                .as_ref()
                .map(|under| KeepUnder { cache: under.cache.into(), bytes: under.bytes }),
        },
        Wish::Standard { .. } | Wish::Selection(_) | Wish::Prune(_) => CleanWish::Standard,
    }
}

fn kind(target: Target) -> Option<CacheKind> {
    Some(match target {
        Target::Build => CacheKind::Build,
        Target::Test => CacheKind::Test,
        Target::Fuzz => CacheKind::Fuzz,
        Target::Modules => CacheKind::Modules,
        Target::Downloads => CacheKind::Downloads,
        Target::Vcs => CacheKind::Vcs,
        Target::Sumdb => CacheKind::Sumdb,
        Target::Toolchains => CacheKind::Toolchains,
        Target::Modcache => return None,
    })
}
