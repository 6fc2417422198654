//! A small TOML file that somebody else may have written, read strictly: what can be wrong with any such file, and at
//! which line. What belongs into a file is known by who reads it (`proxy::profile::file`, `project::team`).

use std::fmt::Display;
use std::marker::PhantomData;
use std::ops::Range;

use toml_edit::{Array, Document, Item, Key, TableLike};

/// The largest file that is read, in bytes.
pub const MOST_BYTES: usize = 64 * 1024;

/// The first thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct LineFault<W: Display> {
    /// From 1.
    pub line: usize,
    pub why: W,
}

/// What can be wrong with every such file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
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
}

/// What a key holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    Text,
    Texts,
    Table,
    Tables,
}

/// The bytes as TOML, whatever it says.
///
/// # Errors
/// [`Malformed::TooLarge`], [`Malformed::NotUtf8`], [`Malformed::NotToml`].
pub(crate) fn document<W: From<Malformed> + Display>(
    bytes: &[u8],
) -> Result<(Reader<'_, W>, Document<&str>), LineFault<W>> {
    let fault = |offset: usize, why: Malformed| LineFault { line: line_at(bytes, offset), why: why.into() };
    if bytes.len() > MOST_BYTES {
        return Err(fault(MOST_BYTES, Malformed::TooLarge));
    }
    let text = std::str::from_utf8(bytes).map_err(|why| fault(why.valid_up_to(), Malformed::NotUtf8))?;
    let document = Document::parse(text).map_err(|why| {
        let offset = why.span().map_or(0, |span| span.start);
        fault(offset, Malformed::NotToml { said: why.message().to_owned() })
    })?;
    Ok((Reader { text, why: PhantomData }, document))
}

/// Lines are counted from 1; an offset behind the end belongs to the last one.
fn line_at(bytes: &[u8], offset: usize) -> usize {
    1 + bytes[..offset.min(bytes.len())].iter().filter(|byte| **byte == b'\n').count()
}

/// Reads what is in a file of this text, and says at which line it is not as it should be.
pub(crate) struct Reader<'a, W> {
    text: &'a str,
    why: PhantomData<W>,
}

impl<'a, W: From<Malformed> + Display> Reader<'a, W> {
    /// The same text, read by whoever says otherwise what is wrong with it.
    pub fn of<V>(&self) -> Reader<'a, V> {
        Reader { text: self.text, why: PhantomData }
    }

    pub fn line(&self, span: Option<Range<usize>>) -> usize {
        line_at(self.text.as_bytes(), span.map_or(0, |span| span.start))
    }

    pub fn at(&self, span: Option<Range<usize>>, why: impl Into<W>) -> LineFault<W> {
        LineFault { line: self.line(span), why: why.into() }
    }

    /// A table may have these keys.
    pub fn only(&self, table: &dyn TableLike, known: &[&str]) -> Result<(), LineFault<W>> {
        match entries(table).find(|(key, _)| !known.contains(&key.get())) {
            None => Ok(()),
            Some((key, item)) => Err(self.at(span(key, item), Malformed::UnknownKey { key: shown(key) })),
        }
    }

    pub fn text<'i>(&self, key: &Key, item: &'i Item) -> Result<&'i str, LineFault<W>> {
        item.as_str().ok_or_else(|| self.wrong(key, item, Type::Text))
    }

    pub fn texts<'i>(&self, key: &Key, item: &'i Item) -> Result<&'i Array, LineFault<W>> {
        item.as_array().ok_or_else(|| self.wrong(key, item, Type::Texts))
    }

    pub fn table<'i>(&self, key: &Key, item: &'i Item) -> Result<&'i dyn TableLike, LineFault<W>> {
        item.as_table_like().ok_or_else(|| self.wrong(key, item, Type::Table))
    }

    /// The key holds something else.
    pub fn wrong(&self, key: &Key, item: &Item, wanted: Type) -> LineFault<W> {
        self.at(span(key, item), Malformed::WrongType { key: shown(key), wanted })
    }
}

/// A key as it may be shown: it may hold anything.
pub(crate) fn shown(key: &Key) -> String {
    key.get().chars().filter(|c| !c.is_control()).take(60).collect()
}

pub(crate) fn span(key: &Key, item: &Item) -> Option<Range<usize>> {
    key.span().or_else(|| item.span())
}

pub(crate) fn entries(table: &dyn TableLike) -> impl Iterator<Item = (&Key, &Item)> {
    table.iter().filter_map(|(name, _)| table.get_key_value(name))
}
