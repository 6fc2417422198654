//! The tables `profile` and `profile_entry`: the profiles that a person keeps. No secrets: where one belongs stands
//! `***`, and what it stands for is in the keychain.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::{Store, StoreError};
use crate::proxy::profile::{Note, Profile, Variable};

const SET: &str = "set";
const UNSET: &str = "unset";
const NOTE: &str = "note";

impl Store {
    /// Every profile, by name. What a later Burrow put into one and this one does not know is left out.
    ///
    /// # Errors
    /// The tables cannot be read.
    pub fn profiles(&self) -> Result<Vec<Profile>, StoreError> {
        let connection = self.connection();
        let mut select = connection.prepare_cached("SELECT name FROM profile ORDER BY name")?;
        let names = select.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        let read = names.iter().map(|name| one(&connection, name));
        Ok(read.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    /// The profile of this name, in whatever case it is written.
    ///
    /// # Errors
    /// The tables cannot be read.
    pub fn profile(&self, name: &str) -> Result<Option<Profile>, StoreError> {
        Ok(one(&self.connection(), name)?)
    }

    /// Keeps a profile in the place of the one that has its name.
    ///
    /// # Errors
    /// The tables cannot be written; then nothing of it was.
    pub fn put_profile(&self, profile: &Profile) -> Result<(), StoreError> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute("DELETE FROM profile WHERE name = ?1", [profile.name()])?;
        transaction.execute(
            "INSERT INTO profile (name, description) VALUES (?1, ?2)",
            params![profile.name(), profile.description()],
        )?;
        let settings = profile.settings().iter().map(|setting| {
            let kind = if setting.value.is_some() { SET } else { UNSET };
            (kind, setting.variable.name(), setting.value.as_deref().unwrap_or_default())
        });
        let notes = profile.notes().iter().map(|(note, value)| (NOTE, note.name(), value.as_str()));
        for (kind, name, value) in settings.chain(notes) {
            transaction.execute(
                "INSERT INTO profile_entry (profile, kind, name, value) VALUES (?1, ?2, ?3, ?4)",
                params![profile.name(), kind, name, value],
            )?;
        }
        Ok(transaction.commit()?)
    }

    /// Forgets a profile. Whether there was one.
    ///
    /// # Errors
    /// The tables cannot be written.
    pub fn forget_profile(&self, name: &str) -> Result<bool, StoreError> {
        Ok(self.connection().execute("DELETE FROM profile WHERE name = ?1", [name])? > 0)
    }
}

fn one(connection: &Connection, name: &str) -> rusqlite::Result<Option<Profile>> {
    let mut select = connection.prepare_cached("SELECT name, description FROM profile WHERE name = ?1")?;
    let found: Option<(String, String)> =
        select.query_row([name], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((name, description)) = found else { return Ok(None) };
    // A name that this Burrow has built in by now is no longer a person's.
    let Ok(mut profile) = Profile::new(&name) else { return Ok(None) };
    let _ = profile.describe(&description);
    let mut select =
        connection.prepare_cached("SELECT kind, name, value FROM profile_entry WHERE profile = ?1")?;
    let rows = select.query_map([&name], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    for row in rows {
        let (kind, name, value): (String, String, String) = row?;
        put(&mut profile, &kind, &name, &value);
    }
    Ok(Some(profile))
}

fn put(profile: &mut Profile, kind: &str, name: &str, value: &str) {
    // What may not be in a profile (any more) is as if it had never been in it.
    let _ = match kind {
        SET => Variable::named(name).and_then(|variable| profile.set(variable, value)),
        UNSET => Variable::named(name).map(|variable| profile.unset(variable)),
        NOTE => Note::named(name).and_then(|note| profile.note(note, value)),
        _ => Ok(()),
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open;

    fn profile(name: &str) -> Profile {
        let mut profile = Profile::new(name).unwrap();
        profile.describe("the office").unwrap();
        profile.set(Variable::Goproxy, "https://***@corp,direct").unwrap();
        profile.unset(Variable::Gosumdb);
        profile.note(Note::NoProxy, "corp.example").unwrap();
        profile
    }

    #[test]
    fn profiles_outlive_the_process_by_name_in_any_case() {
        let dir = tempfile::tempdir().unwrap();
        let store = open(Some(dir.path())).0;
        store.put_profile(&profile("Office")).unwrap();
        store.put_profile(&profile("Home")).unwrap();
        drop(store);
        let store = open(Some(dir.path())).0;
        assert_eq!(store.profiles().unwrap(), [profile("Home"), profile("Office")]);
        assert_eq!(store.profile("oFFICE").unwrap(), Some(profile("Office")));
        assert!(store.forget_profile("OFFICE").unwrap() && !store.forget_profile("Office").unwrap());
        assert_eq!(store.profiles().unwrap(), [profile("Home")]);
    }

    #[test]
    fn the_newer_of_two_with_one_name_stays_whole() {
        let store = open(None).0;
        store.put_profile(&profile("Office")).unwrap();
        let mut newer = Profile::new("OFFICE").unwrap();
        newer.set(Variable::Govcs, "*:git").unwrap();
        store.put_profile(&newer).unwrap();
        assert_eq!(store.profiles().unwrap(), [newer]);
    }
}
