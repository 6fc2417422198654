//! The table `setting`: the person's choices, each under its name. Unknown rows of a later Burrow stay.

use rusqlite::{OptionalExtension, params};

use super::{Store, StoreError};
use crate::settings::{Settings, Theme};
use crate::text::Lang;

const LANGUAGE: &str = "language";
const THEME: &str = "theme";

impl Store {
    /// What was chosen; what cannot be read is as if it had not been chosen.
    pub fn settings(&self) -> Settings {
        let theme = match self.setting(THEME).as_deref() {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::System,
        };
        Settings { language: self.setting(LANGUAGE).and_then(|tag| Lang::from_tag(&tag)), theme }
    }

    fn setting(&self, key: &str) -> Option<String> {
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
        let mut connection = self.connection();
        let transaction = connection.transaction()?;
        transaction
            .execute("INSERT OR REPLACE INTO setting (key, value) VALUES (?1, ?2)", params![THEME, theme])?;
        match settings.language {
            Some(lang) => transaction.execute(
                "INSERT OR REPLACE INTO setting (key, value) VALUES (?1, ?2)",
                params![LANGUAGE, lang.tag()],
            )?,
            None => transaction.execute("DELETE FROM setting WHERE key = ?1", [LANGUAGE])?,
        };
        Ok(transaction.commit()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open;

    #[test]
    fn choices_outlive_the_process() {
        let dir = tempfile::tempdir().unwrap();
        let chosen = Settings { language: Some(Lang::ZhCn), theme: Theme::Dark };
        open(Some(dir.path())).0.set_settings(&chosen).unwrap();
        assert_eq!(open(Some(dir.path())).0.settings(), chosen);
        open(Some(dir.path())).0.set_settings(&Settings::default()).unwrap();
        assert_eq!(open(Some(dir.path())).0.settings(), Settings::default());
    }
}
