//! A profile as a small TOML file that a team can keep beside its code. Read strictly: what is not understood is
//! refused with its line, because it may be the part that matters. Nothing in it is run or looked up.
//!
//! ```toml
//! name = "Office"
//! description = "Athens first, then the mirror"
//! unset = ["GONOSUMDB"]
//!
//! [set]
//! GOPROXY = "https://athens.corp.example,https://goproxy.cn,direct"
//! GOPRIVATE = "*.corp.example"
//!
//! [notes]
//! HTTPS_PROXY = "http://proxy.corp.example:8080"
//! ```

use toml_edit::{Array, Item, Key, Table, TableLike, Value};

use super::set::{Fault, Note, Profile, Variable};
use crate::toml_file::{LineFault, Malformed, Reader, Type, document, entries, span};

const NAME: &str = "name";
const DESCRIPTION: &str = "description";
const SET: &str = "set";
const UNSET: &str = "unset";
const NOTES: &str = "notes";

/// Why a file is no profile.
pub type FileFault = LineFault<Why>;

/// What is wrong at that line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// GOAUTH would have go run a program that somebody else has chosen.
    #[error("{name} runs a command")]
    RunsCommand { name: String },
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Reads a file. The name in it gives way to `name`, if there is one.
///
/// # Errors
/// [`FileFault`]: the first thing that is wrong with it.
pub fn read(bytes: &[u8], name: Option<&str>) -> Result<Profile, FileFault> {
    let (reader, document) = document(bytes)?;
    reader.profile(document.as_table(), name)
}

impl Reader<'_, Why> {
    /// Reads the table of a profile, as [`read`] does a whole file.
    ///
    /// # Errors
    /// [`FileFault`]: the first thing that is wrong with it.
    pub fn profile(&self, root: &dyn TableLike, name: Option<&str>) -> Result<Profile, FileFault> {
        self.only(root, &[NAME, DESCRIPTION, SET, UNSET, NOTES])?;
        let mut profile = self.named(root, name)?;
        if let Some((key, item)) = root.get_key_value(DESCRIPTION) {
            let text = self.text(key, item)?;
            profile.describe(text).map_err(|why| self.at(span(key, item), why))?;
        }
        if let Some((key, item)) = root.get_key_value(SET) {
            self.set(self.table(key, item)?, &mut profile)?;
        }
        if let Some((key, item)) = root.get_key_value(UNSET) {
            self.unset(self.texts(key, item)?, &mut profile)?;
        }
        if let Some((key, item)) = root.get_key_value(NOTES) {
            self.notes(self.table(key, item)?, &mut profile)?;
        }
        profile.check().map_err(|why| self.at(None, why))?;
        Ok(profile)
    }

    fn named(&self, root: &dyn TableLike, name: Option<&str>) -> Result<Profile, FileFault> {
        let Some((key, item)) = root.get_key_value(NAME) else {
            return match name {
                Some(name) => Profile::new(name).map_err(|why| self.at(None, why)),
                None => Err(self.at(None, Malformed::MissingKey { key: NAME })),
            };
        };
        let written = self.text(key, item)?;
        Profile::new(name.unwrap_or(written)).map_err(|why| self.at(span(key, item), why))
    }

    fn set(&self, table: &dyn TableLike, profile: &mut Profile) -> Result<(), FileFault> {
        for (key, item) in entries(table) {
            let at = |why: Fault| self.at(span(key, item), why);
            let variable = Variable::named(key.get()).map_err(at)?;
            let value = self.text(key, item)?;
            if variable == Variable::Goauth && runs_command(value) {
                let name = variable.name().to_owned();
                return Err(self.at(span(key, item), Why::RunsCommand { name }));
            }
            profile.set(variable, value).map_err(at)?;
        }
        Ok(())
    }

    fn unset(&self, names: &Array, profile: &mut Profile) -> Result<(), FileFault> {
        for value in names {
            let wrong = || Malformed::WrongType { key: UNSET.to_owned(), wanted: Type::Texts };
            let name = value.as_str().ok_or_else(|| self.at(value.span(), wrong()))?;
            let variable = Variable::named(name).map_err(|why| self.at(value.span(), why))?;
            if profile.setting(variable).is_some() {
                return Err(self.at(value.span(), Fault::Twice { name: name.to_owned() }));
            }
            profile.unset(variable);
        }
        Ok(())
    }

    fn notes(&self, table: &dyn TableLike, profile: &mut Profile) -> Result<(), FileFault> {
        for (key, item) in entries(table) {
            let at = |why: Fault| self.at(span(key, item), why);
            let note = Note::named(key.get()).map_err(at)?;
            profile.note(note, self.text(key, item)?).map_err(at)?;
        }
        Ok(())
    }
}

/// All but `netrc` and `off` start a program (`cmd/go/internal/auth`: `git` too, which asks what its folder configures).
fn runs_command(goauth: &str) -> bool {
    goauth.split(';').any(|command| !matches!(command.trim(), "netrc" | "off"))
}

/// The file of a profile. Where a secret belongs it holds `***`.
pub fn write(profile: &Profile) -> String {
    let mut root = toml_edit::DocumentMut::new();
    *root = write_table(profile);
    root.to_string()
}

/// The table of a profile, for a file that holds more than that.
pub(crate) fn write_table(profile: &Profile) -> Table {
    let mut root = Table::new();
    root[NAME] = text(profile.name());
    if !profile.description().is_empty() {
        root[DESCRIPTION] = text(profile.description());
    }
    let unset: Array =
        profile.settings().iter().filter(|s| s.value.is_none()).map(|s| s.variable.name()).collect();
    if !unset.is_empty() {
        root[UNSET] = Item::Value(Value::Array(unset));
    }
    let set = profile.settings().iter().filter_map(|s| Some((s.variable.name(), s.value.as_deref()?)));
    put(&mut root, SET, set);
    put(&mut root, NOTES, profile.notes().iter().map(|(note, value)| (note.name(), value.as_str())));
    root
}

fn put<'a>(root: &mut Table, key: &str, rows: impl Iterator<Item = (&'a str, &'a str)>) {
    let table: Table = rows.map(|(name, value)| (Key::new(name), text(value))).collect();
    if !table.is_empty() {
        root[key] = Item::Table(table);
    }
}

fn text(value: &str) -> Item {
    toml_edit::value(value)
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
