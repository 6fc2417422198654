//! From bytes to what a team proposes, strictly: the first thing that is not understood, or asks for more than a
//! proposal may, refuses the whole file with its line.

use std::ops::Range;

use bstr::BStr;
use go_rules::go_command::Rules;
use go_rules::go_url::GoUrl;
use go_rules::pattern::{self, Verdict};
use go_rules::version;
use toml_edit::{Array, Item, Key, TableLike, Value};

use super::{Link, MOST_ENTRIES, MOST_NOTE, MOST_TEXT, Notes, TeamFault, TeamFile, Why};
use crate::proxy::profile::{Fault, Profile, Variable, file, no_secret, plain, stands_for_a_secret};
use crate::toml_file::{LineFault, Malformed, Reader, Type, document, entries, shown, span};

const PROFILE: &str = "profile";
const TOOLCHAIN: &str = "toolchain";
const PRIVATE: &str = "private";
const NOTES: &str = "notes";
const LINKS: &str = "links";
const TITLE: &str = "title";
const URL: &str = "url";

/// Reads a file.
///
/// # Errors
/// [`TeamFault`]: the first thing that is wrong with it.
pub fn read(bytes: &[u8]) -> Result<TeamFile, TeamFault> {
    let (reader, document) = document(bytes)?;
    reader.team(document.as_table())
}

impl Reader<'_, Why> {
    fn team(&self, root: &dyn TableLike) -> Result<TeamFile, TeamFault> {
        self.only(root, &[PROFILE, TOOLCHAIN, PRIVATE, NOTES, LINKS])?;
        let mut team = TeamFile::default();
        for (key, item) in entries(root) {
            match key.get() {
                PROFILE => team.profile = Some(self.profile_of(key, item)?),
                TOOLCHAIN => team.toolchain = Some(self.toolchain(key, item)?),
                PRIVATE => team.private = self.private(key, item)?,
                NOTES => team.notes = self.notes(self.table(key, item)?)?,
                _ => team.links = self.links(key, item)?,
            }
        }
        if team == TeamFile::default() {
            return Err(self.at(None, Why::Empty));
        }
        Ok(team)
    }

    fn profile_of(&self, key: &Key, item: &Item) -> Result<Profile, TeamFault> {
        let table = self.table(key, item)?;
        let profile = self.of::<file::Why>().profile(table, None).map_err(|fault| LineFault {
            line: fault.line.max(self.line(span(key, item))),
            why: Why::Profile(fault.why),
        })?;
        let set = table.get_key_value("set").and_then(|(_, item)| item.as_table_like());
        for setting in profile.settings() {
            let Some(value) = &setting.value else { continue };
            let name = setting.variable.name();
            let place = set.and_then(|set| set.get_key_value(name));
            let place = place.and_then(|(key, item)| span(key, item));
            if stands_for_a_secret(setting.variable, value) {
                return Err(self.at(place, Why::Secret { key: name.to_owned() }));
            }
            if let Some(scheme) = scheme_elsewhere(setting.variable, value) {
                return Err(self.at(place, Why::Elsewhere { name: name.to_owned(), scheme }));
            }
        }
        Ok(profile)
    }

    fn toolchain(&self, key: &Key, item: &Item) -> Result<String, TeamFault> {
        let name = self.short(key, item, MOST_TEXT)?;
        match is_release(name) {
            true => Ok(name.to_owned()),
            false => Err(self.at(span(key, item), Why::Toolchain { name: name.to_owned() })),
        }
    }

    fn private(&self, key: &Key, item: &Item) -> Result<Vec<String>, TeamFault> {
        let list = self.texts(key, item)?;
        self.few(key, item, list.len())?;
        let mut patterns: Vec<String> = Vec::new();
        for value in list {
            let wrong = || Malformed::WrongType { key: shown(key), wanted: Type::Texts };
            let pattern = value.as_str().ok_or_else(|| self.at(value.span(), wrong()))?;
            self.checked(PRIVATE, pattern, MOST_TEXT, value.span())?;
            if !is_pattern(pattern) {
                return Err(self.at(value.span(), Why::Pattern { pattern: pattern.to_owned() }));
            }
            if !patterns.iter().any(|known| known == pattern) {
                patterns.push(pattern.to_owned());
            }
        }
        Ok(patterns)
    }

    fn notes(&self, table: &dyn TableLike) -> Result<Notes, TeamFault> {
        self.only(table, &["en", "zh"])?;
        let mut notes = Notes::default();
        for (key, item) in entries(table) {
            let note = self.text(key, item)?;
            // Lines of a note may end as those of Windows do.
            let note = note.replace("\r\n", "\n");
            for line in note.split('\n') {
                self.checked(key.get(), &line.replace('\t', " "), MOST_NOTE, span(key, item))?;
            }
            if note.len() > MOST_NOTE {
                let why = Why::TooLong { key: shown(key), most: MOST_NOTE };
                return Err(self.at(span(key, item), why));
            }
            let note = Some(note.trim_end().to_owned()).filter(|note| !note.is_empty());
            match key.get() {
                "en" => notes.en = note,
                _ => notes.zh = note,
            }
        }
        Ok(notes)
    }

    fn links(&self, key: &Key, item: &Item) -> Result<Vec<Link>, TeamFault> {
        let wrong = || self.wrong(key, item, Type::Tables);
        let tables: Vec<&dyn TableLike> = match item {
            Item::ArrayOfTables(tables) => tables.iter().map(|table| table as &dyn TableLike).collect(),
            Item::Value(Value::Array(list)) => inline_tables(list).ok_or_else(wrong)?,
            _ => return Err(wrong()),
        };
        self.few(key, item, tables.len())?;
        tables.into_iter().map(|table| self.link(table, span(key, item))).collect()
    }

    fn link(&self, table: &dyn TableLike, list: Option<Range<usize>>) -> Result<Link, TeamFault> {
        self.only(table, &[TITLE, URL])?;
        let (key, item) =
            table.get_key_value(URL).ok_or_else(|| self.at(list, Malformed::MissingKey { key: URL }))?;
        let url = self.short(key, item, MOST_TEXT)?;
        if !is_page(url) {
            return Err(self.at(span(key, item), Why::Link));
        }
        let title = match table.get_key_value(TITLE) {
            Some((key, item)) => self.short(key, item, MOST_TEXT)?,
            None => url,
        };
        Ok(Link { title: title.to_owned(), url: url.to_owned() })
    }

    fn short<'i>(&self, key: &Key, item: &'i Item, most: usize) -> Result<&'i str, TeamFault> {
        let text = self.text(key, item)?;
        self.checked(&shown(key), text, most, span(key, item))?;
        Ok(text)
    }

    /// Neither long, nor with what acts on a terminal, nor with a secret.
    fn checked(
        &self,
        key: &str,
        text: &str,
        most: usize,
        place: Option<Range<usize>>,
    ) -> Result<(), TeamFault> {
        let key = key.to_owned();
        if text.len() > most {
            return Err(self.at(place, Why::TooLong { key, most }));
        }
        match plain(&key, text).and_then(|()| no_secret(&key, text)) {
            Ok(()) => Ok(()),
            Err(Fault::Control { .. }) => Err(self.at(place, Why::Control { key })),
            Err(Fault::TooLong { .. }) => Err(self.at(place, Why::TooLong { key, most })),
            Err(_) => Err(self.at(place, Why::Secret { key })),
        }
    }

    fn few(&self, key: &Key, item: &Item, count: usize) -> Result<(), TeamFault> {
        match count > MOST_ENTRIES {
            true => Err(self.at(span(key, item), Why::TooMany { key: shown(key), most: MOST_ENTRIES })),
            false => Ok(()),
        }
    }
}

fn inline_tables(list: &Array) -> Option<Vec<&dyn TableLike>> {
    list.iter().map(|value| Some(value.as_inline_table()? as &dyn TableLike)).collect()
}

/// A release of Go that go can switch to by name; nobody's own build, whose name could be anything.
fn is_release(name: &str) -> bool {
    let version = version::of_toolchain(name.as_bytes());
    version.is_some_and(|version| {
        name.len() == version.len() + "go".len()
            && version::compare(version, b"1.21").is_ge()
            && !version::is_language(version)
    })
}

fn is_pattern(pattern: &str) -> bool {
    let judged = pattern::judge(BStr::new(pattern));
    matches!(judged.as_slice(), [entry] if matches!(entry.verdict, Verdict::Fine | Verdict::Doubtful(_)))
}

fn is_page(url: &str) -> bool {
    let parsed = GoUrl::parse(BStr::new(url), Rules::newest());
    url.starts_with("https://")
        && parsed.is_ok_and(|url| url.user.is_none() && !url.host.is_empty())
        && !url.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '\\'))
}

/// A folder of the machine, or anything else that is no server: what lies there nobody in the team has seen.
fn scheme_elsewhere(variable: Variable, value: &str) -> Option<String> {
    let scheme = |url: &str| {
        let scheme = url.split_once(":/").map_or_else(String::new, |(scheme, _)| scheme.to_ascii_lowercase());
        let is_server = matches!(scheme.as_str(), "https" | "http");
        (!is_server).then_some(scheme)
    };
    match variable {
        // Also behind `direct`, where go does not come: nobody would look for it there.
        Variable::Goproxy => {
            let entries = value.split([',', '|']).map(str::trim).filter(|entry| entry.contains(":/"));
            entries.into_iter().find_map(scheme)
        }
        Variable::Gosumdb => scheme(value.split_ascii_whitespace().nth(1)?),
        _ => None,
    }
}
