//! Whether the wizard of the first run was left, and whether a person has chosen anything yet: rows of `setting`.

use super::{Store, StoreError};

const WELCOMED: &str = "welcomed";

impl Store {
    /// Whether the wizard was left once.
    pub fn is_welcomed(&self) -> bool {
        self.setting(WELCOMED).is_some()
    }

    /// It was left.
    ///
    /// # Errors
    /// The disk is full or gone; it then holds until Burrow ends.
    pub fn keep_welcomed(&self) -> Result<(), StoreError> {
        let connection = self.connection();
        connection.execute("INSERT OR REPLACE INTO setting (key, value) VALUES (?1, '1')", [WELCOMED])?;
        Ok(())
    }

    /// Whether a person has chosen anything in the settings.
    pub fn has_settings(&self) -> bool {
        let connection = self.connection();
        let count = connection.query_row("SELECT count(*) FROM setting", [], |row| row.get::<_, i64>(0));
        count.is_ok_and(|rows| rows > 0)
    }
}

#[cfg(test)]
mod tests {
    use crate::store::open;

    #[test]
    fn that_the_wizard_was_left_outlives_the_process() {
        let dir = tempfile::tempdir().unwrap();
        let store = open(Some(dir.path())).0;
        assert!(!store.is_welcomed() && !store.has_settings());
        store.keep_welcomed().unwrap();
        drop(store);
        assert!(open(Some(dir.path())).0.is_welcomed());
    }
}
