//! One installation from the wish to the toolchain in its place.

use std::path::PathBuf;

use bstr::ByteSlice;
use go_rules::goproxy::is_lone_file;
use go_rules::pattern;
use reqwest::Url;

use super::destinations::{Destination, parents};
use super::download::{Downloads, Received, Room, require, sha256};
use super::error::InstallError;
use super::mirrors::Mirror;
use super::module_cache::{self, MODULE, Records};
use super::offers::Origin;
use super::place::{self, Place};
use super::unpack::{Archive, Form, Unpacking};
use super::{Surroundings, Wish, releases, toolchains, whole};
use crate::job::{Cancel, Doing, Progress, Step};
use crate::proxy::sumdb::{Cache, Sumdb, SumdbError};
use crate::proxy::url::{below, parse, shown};
use crate::proxy::{Chain, Client};
use crate::sdk::inventory::Source;
use crate::system::files::path_from_bytes;

/// What all steps of one installation need.
pub struct Job<'a> {
    pub wish: &'a Wish,
    pub surroundings: &'a Surroundings,
    pub client: &'a Client,
    pub cancel: &'a Cancel,
    pub progress: &'a dyn Progress,
}

impl Job<'_> {
    /// # Errors
    /// [`InstallError`]; nothing is left in the destination then.
    pub async fn run(&self) -> Result<PathBuf, InstallError> {
        if !releases::is_version(&self.wish.version) {
            return Err(InstallError::BadVersion(self.wish.version.clone()));
        }
        for parent in parents(self.surroundings) {
            place::clear(&parent, None);
        }
        match &self.wish.source.origin {
            Origin::ModuleProxy { list } => self.take_module(list.as_bstr()).await,
            Origin::Mirror(mirror) => self.take_archive(mirror).await,
        }
    }

    fn destination(&self) -> &Destination {
        &self.wish.destination
    }

    fn downloads(&self) -> Downloads {
        let environ = &self.surroundings.settings.environ;
        let temp = path_from_bytes(go_rules::user_dirs::temp_dir(environ).as_bstr()).unwrap_or_default();
        Downloads::of(self.surroundings.state_dir.as_deref(), &temp)
    }

    /// Receives an archive into Burrow's own folder.
    ///
    /// # Errors
    /// As [`Downloads::receive`].
    pub async fn receive(&self, url: &Url) -> Result<Received, InstallError> {
        let room = Room { destination: &self.destination().goroot };
        self.downloads().receive(self.client, url, room, self.cancel, self.progress).await
    }

    async fn take_archive(&self, mirror: &Mirror) -> Result<PathBuf, InstallError> {
        if self.destination().source == Source::ModuleCache {
            return Err(InstallError::NotAModule(self.wish.source.label()));
        }
        let place = Place::take(self.destination().layout())?;
        let Surroundings { platform, .. } = self.surroundings;
        let wanted = &self.wish.version;
        let release =
            releases::find(wanted, mirror, platform, self.client, self.cancel, self.progress).await?;
        let url = below(&parse(mirror.archives.as_bytes().into())?, &release.file);
        loop {
            let received = self.receive(&url).await?;
            let sum = sha256(&received.file, self.cancel, self.progress)?;
            if sum == release.sha256 {
                let archive = Archive { file: &received.file, name: &release.file };
                let placed = self.unpack(place, archive, &Form::Archive).and_then(Place::put);
                return received.used(placed);
            }
            // Half of it was from another day: that may be why. The whole of it anew tells.
            let again = received.resumed;
            received.forget();
            if !again {
                return Err(InstallError::ChecksumMismatch {
                    file: shown(&url),
                    expected: release.sha256,
                    received: sum,
                });
            }
        }
    }

    async fn take_module(&self, list: &bstr::BStr) -> Result<PathBuf, InstallError> {
        let version = toolchains::module_version(&self.wish.version, &self.surroundings.platform);
        let cached = self.destination().source == Source::ModuleCache;
        let records = self.take_records(&version)?;
        let place = Place::take(self.destination().layout())?;
        let chain = Chain::parse(list).map_err(InstallError::BadProxy)?;
        let expected = self.expected(list, &chain, &version, cached).await?;
        let servers = toolchains::servers(&chain, &self.wish.source, &self.surroundings.settings);
        let form = Form::Module { prefix: format!("{MODULE}@{version}/"), cached };
        loop {
            let (received, url) = toolchains::receive_zip(self, &servers, &version).await?;
            let name = shown(&url);
            let archive = Archive { file: &received.file, name: &name };
            let hash = archive.h1(self.cancel, self.progress);
            let problem = match (hash, &expected) {
                (Ok(hash), Some(expected)) if hash != *expected => InstallError::ChecksumMismatch {
                    file: name.clone(),
                    expected: expected.clone(),
                    received: hash,
                },
                (Ok(hash), _) => {
                    let placed = match (self.unpack(place, archive, &form), &records) {
                        (Ok(place), Some(records)) => {
                            self.cache(place, records, &received, &hash, &servers).await
                        }
                        (unpacked, _) => unpacked.and_then(Place::put),
                    };
                    return received.used(placed);
                }
                (Err(InstallError::Cancelled(cancelled)), _) => return Err(cancelled.into()),
                (Err(problem), _) => problem,
            };
            let again = received.resumed;
            received.forget();
            if !again {
                return Err(problem);
            }
        }
    }

    fn take_records(&self, version: &str) -> Result<Option<Records>, InstallError> {
        let cache = self.surroundings.settings.gomodcache.as_ref();
        match cache.filter(|_| self.destination().source == Source::ModuleCache) {
            None => Ok(None),
            Some(cache) => {
                let records = Records::take(cache, version, self.cancel)?;
                records.clear_partial(&self.destination().goroot)?;
                Ok(Some(records))
            }
        }
    }

    /// The hash that the zip must have. `None`: go would not ask either, for a folder is the only proxy, and the
    /// checksum database is off.
    async fn expected(
        &self,
        list: &bstr::BStr,
        chain: &Chain,
        version: &str,
        keep: bool,
    ) -> Result<Option<String>, InstallError> {
        let settings = &self.surroundings.settings;
        let exempt =
            settings.gosumdb == "off" || pattern::matches_prefix(&settings.gonosumdb, MODULE.as_bytes());
        if is_lone_file(list) && exempt {
            return Ok(None);
        }
        let cache = Cache::of_go(settings, keep);
        let sumdb = Sumdb::new(settings.gosumdb.as_bstr(), self.client, chain, cache).map_err(sumdb_error)?;
        self.progress.report(Step::begin(Doing::Asking { host: sumdb.name().to_owned() }, None));
        let lines = sumdb.lines(MODULE, version, self.cancel).await.map_err(|error| match error {
            SumdbError::Fetch(error) if error.is_not_found() => self.unknown(),
            error => sumdb_error(error),
        })?;
        lines.zip.map(Some).ok_or_else(|| self.unknown())
    }

    /// The source does not have the version.
    pub fn unknown(&self) -> InstallError {
        let version = self.wish.version.clone();
        InstallError::UnknownVersion { version, source_name: self.wish.source.url().into_string() }
    }

    fn unpack(&self, place: Place, archive: Archive<'_>, form: &Form) -> Result<Place, InstallError> {
        let goroot = place.goroot();
        require(&goroot, archive.unpacked_bytes()?)?;
        let Job { cancel, progress, .. } = *self;
        Unpacking { archive, form, into: &goroot, cancel, progress }.run()?;
        progress.report(Step::begin(Doing::Checking, None));
        whole::check(&goroot, &self.wish.version, &self.surroundings.platform, archive)?;
        cancel.check()?;
        Ok(place)
    }

    /// Into the module cache, with what go wants to find there.
    async fn cache(
        &self,
        place: Place,
        records: &Records,
        received: &Received,
        hash: &str,
        chain: &Chain,
    ) -> Result<PathBuf, InstallError> {
        let version = toolchains::module_version(&self.wish.version, &self.surroundings.platform);
        let also = toolchains::info_and_mod(self, chain, &version).await?;
        module_cache::make_read_only(&place.goroot())?;
        records.keep(&received.file, hash, &also)?;
        let goroot = place.put()?;
        module_cache::seal(&goroot)?;
        Ok(goroot)
    }
}

fn sumdb_error(error: SumdbError) -> InstallError {
    match error {
        SumdbError::Cancelled(cancelled) => cancelled.into(),
        SumdbError::Fetch(error) => error.into(),
        SumdbError::Setting(words) | SumdbError::Disk(words) => InstallError::NoSumdb(words),
        SumdbError::Untrusted { name, reason } => InstallError::SumdbUntrusted { name, reason },
    }
}
