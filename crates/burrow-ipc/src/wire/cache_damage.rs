//! What a check of the module cache has found.

use burrow_core::cache::verify::{Damage, Damaged, Repair};
use burrow_core::text::{self, Say};
use burrow_core::workbench::Checked;

use super::{Wire, same_names};
use crate::dto::app::Problem;
use crate::dto::cache::{CacheDamage, CacheVerified, DamageId, DamageRow};

same_names!(Damage => DamageId {
    ZipMissing, ZiphashMissing, DownloadMissing, ModMissing, InfoMissing, DirMissing, PartialStale, DirModified,
    DirMissingFile, ZipCorrupt, ZiphashWrong, ModWrong,
});

impl Wire<'_> {
    /// All of it.
    pub fn cache_damage(&self, from: &Checked) -> CacheDamage {
        let busy = from.found.busy.iter().map(|version| text::version_is_busy(version, self.lang));
        let lines = from.found.sums.iter().map(|line| Problem {
            code: "go-sum-mismatch".into(),
            message: line.say(self.lang),
            subject: Some(self.path(&line.file).display),
            hint: None,
        });
        let database = match &from.found.database {
            None => vec![text::sumdb_not_asked(self.lang)],
            Some(asked) => text::database(asked, self.lang),
        };
        CacheDamage {
            at: from.at,
            checked: from.found.checked,
            sentence: self.checked_sentence(from),
            rows: from.found.damaged.iter().map(|damaged| self.damage_row(damaged)).collect(),
            repairable: u32::try_from(from.repairable()).unwrap_or(u32::MAX),
            notes: lines.chain(busy.chain(database).map(super::problem)).collect(),
        }
    }

    pub(super) fn cache_verified(&self, from: &Checked) -> CacheVerified {
        CacheVerified {
            at: from.at,
            damaged: u32::try_from(from.damaged().count()).unwrap_or(u32::MAX),
            sentence: self.checked_sentence(from),
        }
    }

    fn checked_sentence(&self, from: &Checked) -> String {
        text::verified(from.found.checked, from.damaged().count() as u64, self.lang)
    }

    pub(super) fn damage_row(&self, from: &Damaged) -> DamageRow {
        DamageRow {
            module: from.version.module.to_string(),
            version: from.version.version.to_string(),
            place: self.path(&from.path),
            damage: from.damage.into(),
            message: from.say(self.lang),
            heals_itself: from.heals_itself,
            repair: Some(from.repair)
                .filter(|repair| *repair != Repair::None)
                .map(|repair| text::repair(repair, self.lang).to_owned()),
        }
    }
}
