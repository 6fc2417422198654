//! go.mod files and the checksum database, which vouches for them and for zips (`modfetch.checkModSum`,
//! `sumdb.Client`).

use bstr::{BStr, BString, ByteSlice};

use super::hops::To;
use super::memory::{Base, Kind, Lack, Phase};
use super::request::{Purpose, Request, Via, Why};
use super::setup::Checks;
use super::walk::{Answer, Body, Got, Reach, Stop, Walker};
use super::{NEWEST, PICKED};
use crate::go_url::GoUrl;
use crate::module;

impl Walker<'_, '_> {
    /// The go.mod of a version, once it is vouched for; its text, where that is known.
    pub fn go_mod(&mut self, version: &BStr) -> Got<Option<BString>> {
        if let Some(text) = self.memory.mods.get(version.as_bytes()) {
            return Ok(Ok(text.clone()));
        }
        let got = self.try_proxies(Phase::Mod, |walker, at| walker.go_mod_at(at, version))?;
        if let Ok(text) = &got {
            self.memory.mods.insert(version.into(), text.clone());
        }
        Ok(got)
    }

    fn go_mod_at(&mut self, at: usize, version: &BStr) -> Got<Option<BString>> {
        if let Some(kept) = self.kept(at, Kind::Mod, version) {
            return Ok(kept.map(|_| None));
        }
        let why = self.why(at);
        let mut text = None;
        let got = match self.reach(at) {
            Reach::Nobody(lack) => Err(lack),
            Reach::Direct => self.direct(why)?,
            Reach::Proxy(url) => match self.ask_file(url, (Purpose::Mod, "mod"), version, why)? {
                Answer::Found(body) => {
                    if let Body::Text(found) = body {
                        text = Some(found);
                    }
                    Ok(())
                }
                other => Err(other.lack().unwrap_or(Lack::Failed)),
            },
        };
        let got = match got {
            Ok(()) if self.route.knows(version, |known| known.go_mod) || self.is_vouched_for(version)? => {
                Ok(())
            }
            Ok(()) => Err(Lack::Failed),
            Err(lack) => Err(lack),
        };
        self.keep(at, Kind::Mod, version, got.map(|()| BString::default()));
        Ok(got.map(|()| text))
    }

    /// Whether the checksum database has the version, where it is to be asked. It is asked once for each.
    pub fn is_vouched_for(&mut self, version: &BStr) -> Result<bool, Stop> {
        let route = self.route;
        let (name, own, named) = match &route.database {
            Checks::None => return Ok(true),
            Checks::Unusable => return Ok(false),
            Checks::Database { name, own, named } => (name, own, named),
        };
        if let Some(known) = self.memory.records.get(version.as_bytes()) {
            return Ok(*known);
        }
        let (base, via, why) = match named {
            Some(url) => (url.as_ref().clone(), Via::Sumdb, Why::NamedInGosumdb),
            None => match self.base(name.as_bstr(), version)? {
                Base::Nowhere => return Ok(false),
                Base::Itself => (own.as_ref().clone(), Via::Sumdb, Why::Itself),
                Base::Hop(at) => match &route.hops[at].to {
                    To::Proxy { url, .. } => {
                        let number = route.hops[at].number.unwrap_or_default();
                        (offered(url, name.as_bstr()), Via::Proxy, Why::ThroughProxy(number))
                    }
                    _ => return Ok(false),
                },
            },
        };
        let had = self.look_up(&base, via, why, version)?;
        self.memory.records.insert(version.into(), had);
        Ok(had)
    }

    fn look_up(&mut self, base: &GoUrl, via: Via, why: Why, version: &BStr) -> Result<bool, Stop> {
        let escaped = if version == PICKED || version == NEWEST {
            version.to_owned()
        } else {
            match module::escape_version(version) {
                Ok(escaped) => escaped,
                Err(_) => return Ok(false),
            }
        };
        let file = format!("/lookup/{}@{escaped}", self.route.escaped);
        let url = base.join(file.as_bytes());
        let secure = url.scheme == "https";
        if self.ask_url(url, Purpose::SumdbLookup, via, version, why)?.lack().is_some() {
            return Ok(false);
        }
        let credentials = self.route.sent(base);
        let repeated = secure && self.route.question.rules.since(24);
        let version = version.into();
        let tiles = Request {
            purpose: Purpose::SumdbTile,
            via,
            url: None,
            why,
            repository: None,
            credentials,
            repeated,
            version,
        };
        Ok(self.ask(tiles, secure)?.lack().is_none())
    }

    /// `dbClient.initBase`, once for the whole command.
    fn base(&mut self, name: &BStr, version: &BStr) -> Result<Base, Stop> {
        if let Some(base) = &self.memory.base {
            return Ok(base.clone());
        }
        let found = self.try_proxies(Phase::Supported, |walker, at| {
            let route = walker.route;
            let To::Proxy { url, .. } = &route.hops[at].to else { return Ok(Err(Lack::Absent)) };
            let url = offered(url, name).join(b"supported");
            let why = Why::Offer(route.hops[at].number.unwrap_or_default());
            let answer = walker.ask_url(url, Purpose::SumdbSupported, Via::Proxy, version, why)?;
            Ok(answer.lack().map_or(Ok(at), Err))
        })?;
        let base = match found {
            Ok(at) => Base::Hop(at),
            Err(Lack::Absent) => Base::Itself,
            Err(Lack::Failed) => Base::Nowhere,
        };
        self.memory.offers_failed = false;
        self.memory.base = Some(base.clone());
        Ok(base)
    }
}

/// Where a proxy passes requests on to the database.
fn offered(proxy: &GoUrl, name: &BStr) -> GoUrl {
    proxy.join(&bstr::concat([b"sumdb/", name.as_bytes()]))
}
