//! The table `setting`: the person's choices, each under its name. Unknown rows of a later Burrow stay.

use rusqlite::{OptionalExtension, params};

use super::{Store, StoreError};
use crate::cache::Cache;
use crate::settings::{Budget, CacheSettings, Settings, Theme, Tray};
use crate::text::Lang;

const LANGUAGE: &str = "language";
const THEME: &str = "theme";
const TRAY: &str = "tray";
const GRACE: &str = "cache-grace-days";
/// Behind the bytes of a budget that is kept without asking.
const AUTOMATIC: &str = " automatic";

impl Store {
    /// What was chosen; what cannot be read is as if it had not been chosen.
    pub fn settings(&self) -> Settings {
        let theme = match self.setting(THEME).as_deref() {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::System,
        };
        let tray = match self.setting(TRAY).as_deref() {
            Some("off") => Tray::Off,
            Some("always") => Tray::Always,
            _ => Tray::WhileOpen,
        };
        Settings { language: self.setting(LANGUAGE).and_then(|tag| Lang::from_tag(&tag)), theme, tray }
    }

    pub(super) fn setting(&self, key: &str) -> Option<String> {
        let connection = self.connection();
        let mut select = connection.prepare_cached("SELECT value FROM setting WHERE key = ?1").ok()?;
        select.query_row([key], |row| row.get(0)).optional().ok().flatten()
    }

    /// Keeps the choices.
    ///
    /// # Errors
    /// The disk is full or gone; the choices then hold until Burrow ends.
    pub fn set_settings(&self, settings: &Settings) -> Result<(), StoreError> {
        let theme = match settings.theme {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        };
        let tray = match settings.tray {
            Tray::Off => "off",
            Tray::WhileOpen => "while-open",
            Tray::Always => "always",
        };
        let mut connection = self.connection();
        let transaction = connection.transaction()?;
        for (key, value) in [(THEME, theme), (TRAY, tray)] {
            transaction.execute(
                "INSERT OR REPLACE INTO setting (key, value) VALUES (?1, ?2)",
                params![key, value],
            )?;
        }
        match settings.language {
            Some(lang) => transaction.execute(
                "INSERT OR REPLACE INTO setting (key, value) VALUES (?1, ?2)",
                params![LANGUAGE, lang.tag()],
            )?,
            None => transaction.execute("DELETE FROM setting WHERE key = ?1", [LANGUAGE])?,
        };
        Ok(transaction.commit()?)
    }

    /// What was chosen about caches; what cannot be read is as if it had not been chosen.
    pub fn cache_settings(&self) -> CacheSettings {
        let standard = CacheSettings::default();
        CacheSettings {
            build_budget: self.setting(budget_key(Cache::Build)).and_then(|text| budget(&text)),
            modules_budget: self.setting(budget_key(Cache::Modules)).and_then(|text| budget(&text)),
            grace_days: self.setting(GRACE).and_then(|days| days.parse().ok()).unwrap_or(standard.grace_days),
        }
    }

    /// Keeps the choices about caches.
    ///
    /// # Errors
    /// As [`Store::set_settings`].
    pub fn set_cache_settings(&self, settings: &CacheSettings) -> Result<(), StoreError> {
        let mut connection = self.connection();
        let transaction = connection.transaction()?;
        let rows = Cache::ALL.map(|cache| (budget_key(cache), settings.budget(cache).map(budget_text)));
        for (key, value) in rows.into_iter().chain([(GRACE, Some(settings.grace_days.to_string()))]) {
            match value {
                Some(value) => transaction.execute(
                    "INSERT OR REPLACE INTO setting (key, value) VALUES (?1, ?2)",
                    params![key, value],
                )?,
                None => transaction.execute("DELETE FROM setting WHERE key = ?1", [key])?,
            };
        }
        Ok(transaction.commit()?)
    }
}

fn budget_key(cache: Cache) -> &'static str {
    match cache {
        Cache::Build => "cache-budget-gocache",
        Cache::Modules => "cache-budget-gomodcache",
    }
}

fn budget_text(budget: Budget) -> String {
    format!("{}{}", budget.bytes, if budget.automatic { AUTOMATIC } else { "" })
}

fn budget(text: &str) -> Option<Budget> {
    let (bytes, automatic) = match text.strip_suffix(AUTOMATIC) {
        Some(bytes) => (bytes, true),
        None => (text, false),
    };
    Some(Budget { bytes: bytes.parse().ok()?, automatic })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open;

    #[test]
    fn choices_outlive_the_process() {
        let dir = tempfile::tempdir().unwrap();
        let chosen = Settings { language: Some(Lang::ZhCn), theme: Theme::Dark, tray: Tray::Always };
        open(Some(dir.path())).0.set_settings(&chosen).unwrap();
        assert_eq!(open(Some(dir.path())).0.settings(), chosen);
        open(Some(dir.path())).0.set_settings(&Settings::default()).unwrap();
        assert_eq!(open(Some(dir.path())).0.settings(), Settings::default());
    }

    #[test]
    fn choices_about_caches_outlive_the_process() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(open(Some(dir.path())).0.cache_settings(), CacheSettings::default());
        let chosen = CacheSettings {
            build_budget: Some(Budget { bytes: 10_000_000_000, automatic: true }),
            modules_budget: Some(Budget { bytes: 1, automatic: false }),
            grace_days: 30,
        };
        open(Some(dir.path())).0.set_cache_settings(&chosen).unwrap();
        assert_eq!(open(Some(dir.path())).0.cache_settings(), chosen);
        let none = CacheSettings { build_budget: None, ..chosen };
        open(Some(dir.path())).0.set_cache_settings(&none).unwrap();
        assert_eq!(open(Some(dir.path())).0.cache_settings(), none);
    }
}
