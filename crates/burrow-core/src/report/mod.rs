//! Everything that a maintainer would ask for in a bug report, as text, Markdown and JSON. Whatever is said in it was
//! found out elsewhere; here it is gathered (`collect`), made fit to be shown to strangers (`hide`), and written out
//! (`render`), to a file when a person names one (`save`). Secrets are masked always, the names of private hosts when a person wants that. Nothing is sent anywhere.

mod collect;
mod hide;
mod render;
mod save;

pub(crate) use collect::Ground;
pub(crate) use hide::Hide;
pub use render::{json, markdown, plain};
pub use save::{NotWritten, save};

use crate::text::Lang;

/// A part of the report, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SectionId {
    /// Burrow itself, and the system.
    About,
    /// Whose environments are known, and where was looked from.
    Contexts,
    /// The `go` that is asked.
    Go,
    /// What is in effect.
    Variables,
    Toolchains,
    /// GOPROXY, the checksum database, and how they were when they were last tested.
    Proxies,
    Caches,
    /// The project of the folder.
    Project,
    /// What the doctor has found.
    Findings,
    /// The last changes of the GOENV file.
    History,
}

impl SectionId {
    pub const ALL: [SectionId; 10] = [
        SectionId::About,
        SectionId::Contexts,
        SectionId::Go,
        SectionId::Variables,
        SectionId::Toolchains,
        SectionId::Proxies,
        SectionId::Caches,
        SectionId::Project,
        SectionId::Findings,
        SectionId::History,
    ];

    /// Its key in JSON.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            SectionId::About => "about",
            SectionId::Contexts => "contexts",
            SectionId::Go => "go",
            SectionId::Variables => "variables",
            SectionId::Toolchains => "toolchains",
            SectionId::Proxies => "proxies",
            SectionId::Caches => "caches",
            SectionId::Project => "project",
            SectionId::Findings => "findings",
            SectionId::History => "history",
        }
    }
}

/// One fact of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// Nothing is known, or it does not apply.
    None,
    Text(String),
    /// Several lines, or several names.
    Texts(Vec<String>),
    Number(u64),
    /// Bytes.
    Bytes(u64),
    Flag(bool),
}

/// Facts under their keys, which are those of the JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry(pub Vec<(&'static str, Fact)>);

impl Entry {
    /// With one more fact.
    #[must_use]
    pub fn with(mut self, key: &'static str, fact: impl Into<Fact>) -> Entry {
        self.0.push((key, fact.into()));
        self
    }
}

impl From<&str> for Fact {
    fn from(text: &str) -> Fact {
        Fact::Text(text.to_owned())
    }
}

impl From<String> for Fact {
    fn from(text: String) -> Fact {
        Fact::Text(text)
    }
}

impl From<u64> for Fact {
    fn from(number: u64) -> Fact {
        Fact::Number(number)
    }
}

impl From<bool> for Fact {
    fn from(flag: bool) -> Fact {
        Fact::Flag(flag)
    }
}

impl From<Vec<String>> for Fact {
    fn from(texts: Vec<String>) -> Fact {
        Fact::Texts(texts)
    }
}

impl<T: Into<Fact>> From<Option<T>> for Fact {
    fn from(fact: Option<T>) -> Fact {
        fact.map_or(Fact::None, Into::into)
    }
}

/// What a section holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Facts about one thing.
    One(Entry),
    /// Things of one kind; may be none.
    Many(Vec<Entry>),
    /// Why nothing is known.
    Missing(String),
}

/// A part of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    pub id: SectionId,
    pub body: Body,
}

/// The report. What it holds may be shown to anybody, as far as `hosts_masked` says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    pub sections: Vec<Section>,
    /// The names of private hosts, the user's name and the home are masked.
    pub hosts_masked: bool,
    /// In which language sentences in it are.
    pub lang: Lang,
}
