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

use std::ops::Range;

use toml_edit::{Array, Document, Item, Key, Table, TableLike, Value};

use super::set::{Fault, Note, Profile, Variable};

/// The largest file that is read, in bytes.
pub const MOST_BYTES: usize = 64 * 1024;

const NAME: &str = "name";
const DESCRIPTION: &str = "description";
const SET: &str = "set";
const UNSET: &str = "unset";
const NOTES: &str = "notes";

/// Why a file is no profile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct FileFault {
    /// From 1.
    pub line: usize,
    pub why: Why,
}

/// What is wrong at that line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    #[error("larger than {MOST_BYTES} bytes")]
    TooLarge,
    #[error("not UTF-8")]
    NotUtf8,
    /// In the parser's words, which quote nothing of the file.
    #[error("{said}")]
    NotToml { said: String },
    #[error("unknown key {key}")]
    UnknownKey { key: String },
    #[error("no key {key}")]
    MissingKey { key: &'static str },
    #[error("{key} has the wrong type")]
    WrongType { key: String, wanted: Type },
    /// GOAUTH would have go run a program that somebody else has chosen.
    #[error("{name} runs a command")]
    RunsCommand { name: String },
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// What a key holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    Text,
    Texts,
    Table,
}

/// Reads a file. The name in it gives way to `name`, if there is one.
///
/// # Errors
/// [`FileFault`]: the first thing that is wrong with it.
pub fn read(bytes: &[u8], name: Option<&str>) -> Result<Profile, FileFault> {
    if bytes.len() > MOST_BYTES {
        return Err(FileFault { line: line_at(&bytes[..=MOST_BYTES], MOST_BYTES), why: Why::TooLarge });
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|why| FileFault { line: line_at(bytes, why.valid_up_to()), why: Why::NotUtf8 })?;
    let document = Document::parse(text).map_err(|why| FileFault {
        line: line_at(bytes, why.span().map_or(0, |span| span.start)),
        why: Why::NotToml { said: why.message().to_owned() },
    })?;
    Reader { text }.profile(document.as_table(), name)
}

/// Lines are counted from 1; an offset behind the end belongs to the last one.
fn line_at(bytes: &[u8], offset: usize) -> usize {
    1 + bytes[..offset.min(bytes.len())].iter().filter(|byte| **byte == b'\n').count()
}

struct Reader<'a> {
    text: &'a str,
}

impl Reader<'_> {
    fn at(&self, span: Option<Range<usize>>, why: impl Into<Why>) -> FileFault {
        let offset = span.map_or(0, |span| span.start);
        FileFault { line: line_at(self.text.as_bytes(), offset), why: why.into() }
    }

    fn profile(&self, root: &Table, name: Option<&str>) -> Result<Profile, FileFault> {
        for (key, item) in entries(root) {
            if ![NAME, DESCRIPTION, SET, UNSET, NOTES].contains(&key.get()) {
                return Err(self.at(span(key, item), Why::UnknownKey { key: shown(key) }));
            }
        }
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

    fn named(&self, root: &Table, name: Option<&str>) -> Result<Profile, FileFault> {
        let Some((key, item)) = root.get_key_value(NAME) else {
            return match name {
                Some(name) => Profile::new(name).map_err(|why| self.at(None, why)),
                None => Err(self.at(None, Why::MissingKey { key: NAME })),
            };
        };
        let written = self.text(key, item)?;
        Profile::new(name.unwrap_or(written)).map_err(|why| self.at(span(key, item), why))
    }

    fn set(&self, table: &dyn TableLike, profile: &mut Profile) -> Result<(), FileFault> {
        for (key, item) in entries_like(table) {
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
            let wrong = || Why::WrongType { key: UNSET.to_owned(), wanted: Type::Texts };
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
        for (key, item) in entries_like(table) {
            let at = |why: Fault| self.at(span(key, item), why);
            let note = Note::named(key.get()).map_err(at)?;
            profile.note(note, self.text(key, item)?).map_err(at)?;
        }
        Ok(())
    }

    fn text<'i>(&self, key: &Key, item: &'i Item) -> Result<&'i str, FileFault> {
        item.as_str().ok_or_else(|| self.wrong(key, item, Type::Text))
    }

    fn texts<'i>(&self, key: &Key, item: &'i Item) -> Result<&'i Array, FileFault> {
        item.as_array().ok_or_else(|| self.wrong(key, item, Type::Texts))
    }

    fn table<'i>(&self, key: &Key, item: &'i Item) -> Result<&'i dyn TableLike, FileFault> {
        item.as_table_like().ok_or_else(|| self.wrong(key, item, Type::Table))
    }

    fn wrong(&self, key: &Key, item: &Item, wanted: Type) -> FileFault {
        self.at(span(key, item), Why::WrongType { key: shown(key), wanted })
    }
}

/// A key as it may be shown: it may hold anything.
fn shown(key: &Key) -> String {
    key.get().chars().filter(|c| !c.is_control()).take(60).collect()
}

fn span(key: &Key, item: &Item) -> Option<Range<usize>> {
    key.span().or_else(|| item.span())
}

fn entries(table: &Table) -> impl Iterator<Item = (&Key, &Item)> {
    table.iter().filter_map(|(name, _)| table.get_key_value(name))
}

fn entries_like(table: &dyn TableLike) -> impl Iterator<Item = (&Key, &Item)> {
    table.iter().filter_map(|(name, _)| table.get_key_value(name))
}

/// All but `netrc` and `off` start a program (`cmd/go/internal/auth`: `git` too, which asks what its folder configures).
fn runs_command(goauth: &str) -> bool {
    goauth.split(';').any(|command| !matches!(command.trim(), "netrc" | "off"))
}

/// The file of a profile. Where a secret belongs it holds `***`.
pub fn write(profile: &Profile) -> String {
    let mut root = toml_edit::DocumentMut::new();
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
    root.to_string()
}

fn put<'a>(root: &mut toml_edit::DocumentMut, key: &str, rows: impl Iterator<Item = (&'a str, &'a str)>) {
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
