//! From a query to a version (`modload.queryProxy`), with what is asked besides to know what is retracted
//! (`modload.CheckRetractions`).

use bstr::{BStr, BString, ByteSlice};

use super::memory::{Kind, Lack, Phase};
use super::query::{Choice, Query, newest_dated, versions};
use super::request::Purpose;
use super::scheme::Scheme;
use super::setup::Route;
use super::walk::{Answer, Body, Got, Reach, Stop, Walker};
use super::{NEWEST, PICKED};
use crate::gomod;
use crate::semver;

/// The versions of a list.
enum Listed {
    These(Vec<BString>),
    /// Nobody has looked: there is one that will do.
    Some,
}

/// Stand for a list that nobody has looked at.
const UNSEEN: &str = "?";

impl Walker<'_, '_> {
    /// `modload.Query`.
    pub fn query(&mut self) -> Got<BString> {
        self.try_proxies(Phase::Query, |walker, at| walker.query_at(at))
    }

    fn query_at(&mut self, at: usize) -> Got<BString> {
        let route = self.route;
        match &route.query {
            Query::List(choice) => self.choose(at, choice, PICKED, true),
            Query::Stat { otherwise } => {
                let first = self.exists(at, route.version.as_bstr())?;
                match (&first, otherwise) {
                    (Err(lack), Some(canonical)) => match self.exists(at, canonical.as_bstr())? {
                        Err(Lack::Absent) => Ok(Err(*lack)),
                        other => Ok(other),
                    },
                    _ => Ok(first),
                }
            }
        }
    }

    /// The version that is chosen from an entry's list. `stand_in`: what it is called when nobody has looked.
    fn choose(&mut self, at: usize, choice: &Choice, stand_in: &str, checked: bool) -> Got<BString> {
        let listed = match self.list(at, choice)? {
            Ok(listed) => listed,
            Err(lack) => return Ok(Err(lack)),
        };
        let picked = match listed {
            Listed::Some => {
                // Without a limit the newest is the one that is looked at for retractions: nothing is asked besides.
                if checked && *choice != Choice::latest(self.route.scheme) {
                    self.retracted()?;
                }
                let older = self.route.scheme == Scheme::Go && choice.is_below(self.route.question.local);
                Some(if older { self.route.question.local.into() } else { BString::from(stand_in) })
            }
            Listed::These(all) => match self.filter(choice, all, checked)? {
                Ok(allowed) => choice.pick(&allowed).cloned(),
                Err(lack) => return Ok(Err(lack)),
            },
        };
        match picked {
            Some(version) => self.stat_picked(at, version.as_bstr()),
            None => self.choose_otherwise(at, choice, checked),
        }
    }

    /// No version of the list will do.
    fn choose_otherwise(&mut self, at: usize, choice: &Choice, checked: bool) -> Got<BString> {
        if choice.may_use_latest {
            match self.latest(at, choice, checked)? {
                Ok(None) => {}
                Ok(Some(version)) => return self.stat_picked(at, version.as_bstr()),
                Err(lack) => return Ok(Err(lack)),
            }
        }
        match &choice.current {
            Some(current) if !checked || !self.is_retracted(current.as_bstr())? => {
                self.stat_picked(at, current.as_bstr())
            }
            _ => Ok(Err(Lack::Failed)),
        }
    }

    /// As `stat`, and a stand-in stays one.
    fn stat_picked(&mut self, at: usize, version: &BStr) -> Got<BString> {
        Ok(self.exists(at, version)?.map(|found| if version == NEWEST { version.into() } else { found }))
    }

    /// `proxyRepo.Versions`, `cachingRepo.Versions`.
    fn list(&mut self, at: usize, choice: &Choice) -> Got<Listed> {
        let Route { scheme, question, .. } = self.route;
        // Of `go` and `toolchain` all are listed, whichever are meant.
        let prefix = if *scheme == Scheme::Module { choice.prefix.as_bstr() } else { BStr::new("") };
        let listed = |text: BString| match scheme {
            _ if text == UNSEEN => Listed::Some,
            Scheme::Module => Listed::These(versions(&text, prefix)),
            _ => Listed::These(scheme.versions(&text, question.local)),
        };
        if let Some(kept) = self.kept(at, Kind::List, prefix) {
            return Ok(kept.map(listed));
        }
        let why = self.why(at);
        let got = match self.reach(at) {
            Reach::Nobody(lack) => Err(lack),
            Reach::Direct => self.direct(why)?.map(|()| UNSEEN.into()),
            Reach::Proxy(url) => match self.ask_proxy(url, b"@v/list", Purpose::List, BStr::new(""), why)? {
                Answer::Found(Body::Text(text)) => Ok(text),
                Answer::Found(Body::NoVersions) => Ok(BString::default()),
                Answer::Found(_) => Ok(UNSEEN.into()),
                other => Err(other.lack().unwrap_or(Lack::Failed)),
            },
        };
        self.date(at, &got)?;
        self.keep(at, Kind::List, prefix, got.clone());
        Ok(got.map(listed))
    }

    /// `listLatestOnce`: the first list of an entry is also looked through for what `@latest` may come back to.
    fn date(&mut self, at: usize, list: &Result<BString, Lack>) -> Result<(), Stop> {
        if self.kept(at, Kind::Dated, BStr::new("")).is_some() {
            return Ok(());
        }
        let got = match list {
            Err(lack) => Err(*lack),
            Ok(text) => match newest_dated(text) {
                Some(version) => self.stat_anew(at, version.as_bstr())?,
                None => Err(Lack::Absent),
            },
        };
        self.keep(at, Kind::Dated, BStr::new(""), got);
        Ok(())
    }

    /// `queryMatcher.filterVersions`.
    fn filter(&mut self, choice: &Choice, all: Vec<BString>, checked: bool) -> Got<Vec<BString>> {
        let mut takes_incompatible = choice.prefers_incompatible;
        let mut compatible: Option<BString> = None;
        let mut allowed = Vec::new();
        for version in all {
            if !choice.allows(&version) || checked && self.is_retracted(version.as_bstr())? {
                continue;
            }
            if !takes_incompatible {
                if !version.ends_with(b"+incompatible") {
                    compatible = Some(version.clone());
                } else if let Some(last) = &compatible {
                    let last = last.clone();
                    match self.has_go_mod(last.as_bstr())? {
                        Ok(true) => break,
                        Ok(false) => takes_incompatible = true,
                        Err(lack) => return Ok(Err(lack)),
                    }
                }
            }
            allowed.push(version);
        }
        Ok(Ok(allowed))
    }

    /// `versionHasGoMod`: whether it is not the one that go makes up.
    fn has_go_mod(&mut self, version: &BStr) -> Got<bool> {
        let made_up = format!("module {}\n", self.route.module);
        Ok(self.go_mod(version)?.map(|text| text.is_none_or(|text| text != made_up)))
    }

    /// `cachingRepo.Latest`, `proxyRepo.Latest`; `None`: there is none, or it will not do.
    fn latest(&mut self, at: usize, choice: &Choice, checked: bool) -> Got<Option<BString>> {
        let version = match self.latest_of(at)? {
            Ok(version) => version,
            Err(Lack::Absent) => return Ok(Ok(None)),
            Err(lack) => return Ok(Err(lack)),
        };
        let unseen = version == PICKED || version == NEWEST;
        if !unseen && (!choice.allows(&version) || checked && self.is_retracted(version.as_bstr())?) {
            return Ok(Ok(None));
        }
        Ok(Ok(Some(version)))
    }

    fn latest_of(&mut self, at: usize) -> Got<BString> {
        let none = BStr::new("");
        if let Some(kept) = self.kept(at, Kind::Latest, none) {
            return Ok(kept);
        }
        let why = self.why(at);
        let got = match self.reach(at) {
            Reach::Nobody(lack) => Err(lack),
            Reach::Direct => self.direct(why)?.map(|()| PICKED.into()),
            Reach::Proxy(url) => match self.ask_proxy(url, b"@latest", Purpose::Latest, none, why)? {
                Answer::Found(Body::Version(version)) => Ok(version),
                Answer::Found(_) => Ok(PICKED.into()),
                Answer::Absent => self.kept(at, Kind::Dated, none).unwrap_or(Err(Lack::Absent)),
                Answer::Failed => Err(Lack::Failed),
            },
        };
        if let Ok(version) = &got {
            self.memory.stats.insert(version.clone());
            self.keep(at, Kind::Stat, version.as_bstr(), Ok(version.clone()));
        }
        self.keep(at, Kind::Latest, none, got.clone());
        Ok(got)
    }

    fn is_retracted(&mut self, version: &BStr) -> Result<bool, Stop> {
        let within = |(low, high): &(BString, BString)| {
            semver::compare(low, version).is_le() && semver::compare(version, high).is_le()
        };
        Ok(self.retracted()?.iter().any(within))
    }

    /// What the newest version's go.mod retracts. That it cannot be had is no obstacle.
    fn retracted(&mut self) -> Result<Vec<(BString, BString)>, Stop> {
        if let Some(known) = &self.memory.retracted {
            return Ok(known.clone());
        }
        if self.brief {
            return Ok(Vec::new());
        }
        let newest = self.try_proxies(Phase::Retractions, |walker, at| {
            walker.choose(at, &Choice::latest(walker.route.scheme), NEWEST, false)
        })?;
        let text = match newest {
            Ok(version) => {
                // `go` and `toolchain` have no go.mod.
                if self.route.scheme != Scheme::Module {
                    self.memory.retracted = Some(Vec::new());
                    return Ok(Vec::new());
                }
                self.memory.place.push((Phase::Retractions, usize::MAX));
                let text = self.go_mod(version.as_bstr())?;
                self.memory.place.pop();
                text.ok().flatten()
            }
            Err(_) => None,
        };
        let retracted = text.map(|text| gomod::retractions(&text)).unwrap_or_default();
        self.memory.retracted = Some(retracted.clone());
        Ok(retracted)
    }
}
