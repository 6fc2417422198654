//! The four lists: their values, which of them stand for themselves, and their entries.

use bstr::{BStr, BString, ByteSlice};
use go_rules::pattern::{Verdict, judge, mended};
use go_rules::vars::{Layer, Origin, Resolved};

use crate::secret::Masked;

/// A variable that is a list of globs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum List {
    Goprivate,
    Gonoproxy,
    Gonosumdb,
    Goinsecure,
}

impl List {
    pub const ALL: [List; 4] = [List::Goprivate, List::Gonoproxy, List::Gonosumdb, List::Goinsecure];

    /// The variable's name.
    pub fn name(self) -> &'static str {
        match self {
            List::Goprivate => "GOPRIVATE",
            List::Gonoproxy => "GONOPROXY",
            List::Gonosumdb => "GONOSUMDB",
            List::Goinsecure => "GOINSECURE",
        }
    }

    /// The list with a name.
    pub fn named(name: &str) -> Option<List> {
        List::ALL.into_iter().find(|list| list.name() == name)
    }

    /// Whether GOPRIVATE stands for it where it is empty.
    fn inherits(self) -> bool {
        matches!(self, List::Gonoproxy | List::Gonosumdb)
    }
}

/// The values of the four. May hold what somebody should not have written into them.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Lists {
    goprivate: BString,
    gonoproxy: Option<BString>,
    gonosumdb: Option<BString>,
    goinsecure: BString,
}

/// Values are not printed.
impl std::fmt::Debug for Lists {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lists").finish_non_exhaustive()
    }
}

impl Lists {
    /// Those in effect.
    pub fn of(resolved: &Resolved) -> Lists {
        let own = |name: &str| {
            let variable = resolved.get(name)?;
            let set = !matches!(variable.origin, Origin::Derived | Origin::Layer(Layer::Default));
            (set && !variable.value.is_empty()).then(|| variable.value.clone())
        };
        Lists {
            goprivate: resolved.value("GOPRIVATE").into(),
            gonoproxy: own("GONOPROXY"),
            gonosumdb: own("GONOSUMDB"),
            goinsecure: resolved.value("GOINSECURE").into(),
        }
    }

    /// With another value for one; an empty one is none.
    #[must_use]
    pub fn with(mut self, list: List, value: &BStr) -> Lists {
        let own = || Some(value.to_owned()).filter(|value| !value.is_empty());
        match list {
            List::Goprivate => self.goprivate = value.into(),
            List::Gonoproxy => self.gonoproxy = own(),
            List::Gonosumdb => self.gonosumdb = own(),
            List::Goinsecure => self.goinsecure = value.into(),
        }
        self
    }

    /// What counts for Go (`cfg.GONOPROXY`, `cfg.GONOSUMDB`).
    pub fn value(&self, list: List) -> &BStr {
        match list {
            List::Goprivate => self.goprivate.as_bstr(),
            List::Gonoproxy => self.gonoproxy.as_ref().unwrap_or(&self.goprivate).as_bstr(),
            List::Gonosumdb => self.gonosumdb.as_ref().unwrap_or(&self.goprivate).as_bstr(),
            List::Goinsecure => self.goinsecure.as_bstr(),
        }
    }

    /// Whether GOPRIVATE stands for it.
    pub fn is_inherited(&self, list: List) -> bool {
        match list {
            List::Gonoproxy => self.gonoproxy.is_none(),
            List::Gonosumdb => self.gonosumdb.is_none(),
            List::Goprivate | List::Goinsecure => false,
        }
    }

    /// Where an entry belongs that is to count for a list: in GOPRIVATE, where that stands for it.
    pub fn place(&self, list: List) -> List {
        if self.is_inherited(list) { List::Goprivate } else { list }
    }
}

/// A list, for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListView {
    pub list: List,
    /// What counts.
    pub value: Masked,
    /// GOPRIVATE stands for it: its entries are those of that one.
    pub inherited: bool,
    pub entries: Vec<EntryView>,
    /// The value as it was meant, where that is another.
    pub mended: Option<Masked>,
}

/// An entry, for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryView {
    /// As it is written, blanks and all.
    pub text: Masked,
    pub verdict: Verdict,
    /// What to write instead; empty: leave it out.
    pub instead: Option<Vec<Masked>>,
    /// How many modules of the person's projects it matches.
    pub matches: usize,
}

impl Lists {
    /// All four for a person; `matches` counts the modules that an entry matches.
    pub(super) fn views(&self, matches: &dyn Fn(&BStr) -> usize) -> Vec<ListView> {
        List::ALL.into_iter().map(|list| self.view(list, matches)).collect()
    }

    fn view(&self, list: List, matches: &dyn Fn(&BStr) -> usize) -> ListView {
        let (name, value) = (list.name(), self.value(list));
        let shown = |text: &[u8]| Masked::value(name, text);
        let entries = judge(value).into_iter().map(|entry| EntryView {
            text: shown(&entry.text),
            verdict: entry.verdict,
            instead: entry.instead.map(|all| all.iter().map(|one| shown(one)).collect()),
            matches: matches(entry.text.as_bstr()),
        });
        let meant = mended(value);
        let inherited = list.inherits() && self.is_inherited(list);
        ListView {
            list,
            value: shown(value),
            inherited,
            entries: entries.collect(),
            mended: (meant != value && !inherited).then(|| shown(&meant)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goprivate_stands_for_lists_that_are_empty() {
        let lists = Lists::default().with(List::Goprivate, "a.com".into());
        assert_eq!(lists.value(List::Gonoproxy), "a.com");
        assert_eq!(lists.place(List::Gonosumdb), List::Goprivate);
        let lists = lists.with(List::Gonosumdb, "none".into());
        assert_eq!(
            (lists.value(List::Gonoproxy), lists.value(List::Gonosumdb)),
            ("a.com".into(), "none".into())
        );
        assert_eq!(lists.place(List::Gonosumdb), List::Gonosumdb);
        assert!(lists.clone().with(List::Gonosumdb, "".into()).is_inherited(List::Gonosumdb));
        let views = lists.views(&|_| 0);
        assert!(views[1].inherited && !views[2].inherited && !views[3].inherited);
    }

    #[test]
    fn a_list_is_shown_with_what_was_meant_and_without_secrets() {
        let value = "b.com, https://ada:hunter2@a.com/x";
        let lists = Lists::default().with(List::Goprivate, value.into());
        let view = &lists.views(&|_| 0)[0];
        assert_eq!(view.mended.as_ref().map(Masked::as_str), Some("b.com,a.com/x"));
        assert!(!format!("{view:?} {lists:?}").contains("hunter2"));
    }
}
