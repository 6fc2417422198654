//! The checksum database about versions that no go.sum vouches for: only when somebody wants it asked. What it says is
//! proven, so it outweighs whatever the cache and go.sum files say; when it says nothing, all that was found stands.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::time::Duration;

use bstr::ByteSlice;
use go_rules::sumdb::setting::NoDatabase;
use go_rules::{goproxy, pattern};

use super::super::ModuleVersion;
use super::{Ask, Verified, VerifyError, verify};
use crate::job::{Cancel, Cancelled, Doing, Progress, Step};
use crate::proxy::sumdb::{Cache, Lines, Sumdb, SumdbError};
use crate::proxy::{Chain, Client, Deadlines, Settings};

/// Shorter than for a download: a check must not wait for minutes for an answer that it can do without.
const DEADLINES: Deadlines = Deadlines {
    connect: Duration::from_secs(10),
    first_byte: Duration::from_secs(20),
    stall: Duration::from_secs(20),
};
const TOOLCHAIN: &[u8] = b"golang.org/toolchain";

/// What the checksum database says of versions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Proven(HashMap<ModuleVersion, Lines>);

impl Proven {
    /// The hash of a version's zip, or of its go.mod.
    pub(super) fn of(&self, version: &ModuleVersion, go_mod: bool) -> Option<&str> {
        let lines = self.0.get(version)?;
        if go_mod { lines.go_mod.as_deref() } else { lines.zip.as_deref() }
    }
}

/// A version that no go.sum vouches for, with what was found of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unvouched {
    pub version: ModuleVersion,
    /// There is more of it than a go.mod.
    pub has_content: bool,
    /// The hash on which zip and record agree; `None`: they do not, or neither is there.
    pub zip: Option<String>,
    pub go_mod: Option<String>,
}

/// What came of asking.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Database {
    /// Its name; empty where GOSUMDB has none.
    pub name: String,
    /// Versions that it has told about.
    pub answered: u64,
    /// Versions that it does not have.
    pub unknown: u64,
    /// Versions that are not its business: GONOSUMDB (or GOPRIVATE) covers them.
    pub exempt: u64,
    /// Versions that it was not asked about, because it could not be.
    pub unasked: u64,
    pub failure: Option<NotAsked>,
    pub proven: Proven,
}

/// Why not all was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotAsked {
    /// GOSUMDB=off.
    Off,
    /// GOPROXY or GOSUMDB cannot be used, or it cannot be reached, or its answers cannot be believed.
    Failed(SumdbError),
}

impl Database {
    /// Whether somebody may be changing what is received.
    #[must_use]
    pub fn is_untrusted(&self) -> bool {
        matches!(self.failure, Some(NotAsked::Failed(SumdbError::Untrusted { .. })))
    }
}

/// Asks the database about what a check found unvouched, and looks again at what it contradicts, or what was damaged.
/// That it cannot be asked is told in the answer.
///
/// # Errors
/// Cancelled, or the cache cannot be listed any more.
pub fn ask_database(
    ask: &Ask,
    found: Verified,
    settings: &Settings,
    cancel: &Cancel,
    progress: &dyn Progress,
) -> Result<Verified, VerifyError> {
    let (exempt, asked): (Vec<&Unvouched>, Vec<&Unvouched>) =
        found.unvouched.iter().partition(|one| is_exempt(&one.version, settings));
    let asked: Vec<&ModuleVersion> = asked.into_iter().map(|one| &one.version).collect();
    let mut database = about(&asked, settings, cancel, progress)?;
    database.exempt = exempt.len() as u64;
    database.unasked = (asked.len() as u64).saturating_sub(database.answered + database.unknown);
    let again = to_look_at(&found, &database.proven);
    let mut verified = found;
    if !again.is_empty() {
        let ask = Ask { only: Some(again), proven: database.proven.clone(), ..ask.clone() };
        verified.replace(verify(&ask, cancel, progress)?, &ask.only.unwrap_or_default());
    }
    verified.database = Some(database);
    Ok(verified)
}

/// `modfetch.useSumDB`: whether Go would not ask. A toolchain is exempt only where a folder is the only proxy.
fn is_exempt(version: &ModuleVersion, settings: &Settings) -> bool {
    let exempt = pattern::matches_prefix(&settings.gonosumdb, &version.module);
    exempt && (version.module != TOOLCHAIN || goproxy::is_lone_file(settings.goproxy.as_bstr()))
}

/// What the database may have more to say about than was found without it.
fn to_look_at(found: &Verified, proven: &Proven) -> Vec<ModuleVersion> {
    let stays = |version: &ModuleVersion| {
        found.damaged.iter().any(|one| one.version == *version && !one.heals_itself)
            || found.sums.iter().any(|one| one.version == *version)
    };
    let differs = |one: &&Unvouched| {
        let other = |found: Option<&str>, proven: Option<&str>| proven.is_some() && found != proven;
        let version = &one.version;
        one.has_content && other(one.zip.as_deref(), proven.of(version, false))
            || one.go_mod.is_some() && other(one.go_mod.as_deref(), proven.of(version, true))
            || proven.0.contains_key(version) && stays(version)
    };
    found.unvouched.iter().filter(differs).map(|one| one.version.clone()).collect()
}

/// Asks about all of them, some at once.
fn about(
    versions: &[&ModuleVersion],
    settings: &Settings,
    cancel: &Cancel,
    progress: &dyn Progress,
) -> Result<Database, Cancelled> {
    let told = Told::default();
    let failure = match versions.is_empty() {
        true => None,
        false => told.ask(versions, settings, cancel, progress).err(),
    };
    cancel.check()?;
    let failure = failure.or(told.failure.into_inner());
    let failure =
        failure.map(|why| match go_rules::sumdb::setting::Database::of(settings.gosumdb.as_bstr()) {
            Err(NoDatabase::Off) => NotAsked::Off,
            _ => NotAsked::Failed(why),
        });
    let lines = told.lines.into_inner();
    Ok(Database {
        name: told.name.into_inner(),
        answered: lines.len() as u64,
        unknown: told.unknown.get(),
        failure,
        proven: Proven(lines),
        ..Database::default()
    })
}

/// What was told so far.
#[derive(Default)]
struct Told {
    name: RefCell<String>,
    lines: RefCell<HashMap<ModuleVersion, Lines>>,
    unknown: Cell<u64>,
    done: Cell<u64>,
    failure: RefCell<Option<SumdbError>>,
}

impl Told {
    fn ask(
        &self,
        versions: &[&ModuleVersion],
        settings: &Settings,
        cancel: &Cancel,
        progress: &dyn Progress,
    ) -> Result<(), SumdbError> {
        let client = Client::new(&settings.environ, &settings.goauth, DEADLINES)?;
        let chain = Chain::parse(settings.goproxy.as_bstr()).map_err(SumdbError::Setting)?;
        let cache = Cache::of_go(settings, false);
        let sumdb = Sumdb::new(settings.gosumdb.as_bstr(), &client, &chain, cache)?;
        self.name.replace(sumdb.name().to_owned());
        let total = versions.len() as u64;
        let report = |done| {
            let doing = Doing::Asking { host: sumdb.name().to_owned() };
            progress.report(Step { doing, done, total: Some(total) });
        };
        report(0);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|why| SumdbError::Disk(why.to_string()))?;
        let next = Cell::new(0);
        let work = async || {
            while let Some(version) = versions.get(next.get()) {
                next.set(next.get() + 1);
                if cancel.is_cancelled() {
                    return;
                }
                self.take(version, &sumdb, cancel).await;
                self.done.set(self.done.get() + 1);
                report(self.done.get());
            }
        };
        runtime.block_on(async {
            // The first answer tells where the others are to be had, and brings the tiles that all of them share.
            if let Some(first) = versions.first() {
                next.set(1);
                self.take(first, &sumdb, cancel).await;
                self.done.set(1);
            }
            // As many as the limits of servers bear easily.
            tokio::join!(work(), work(), work(), work(), work(), work(), work(), work());
        });
        Ok(())
    }

    async fn take(&self, version: &ModuleVersion, sumdb: &Sumdb<'_>, cancel: &Cancel) {
        let (Ok(module), Ok(number)) = (version.module.to_str(), version.version.to_str()) else { return };
        match sumdb.lines(module, number, cancel).await {
            Ok(lines) => drop(self.lines.borrow_mut().insert(version.clone(), lines)),
            Err(SumdbError::Fetch(why)) if why.is_not_found() => self.unknown.set(self.unknown.get() + 1),
            Err(why) => {
                // What is said first is the cause, but nothing is worse than an answer that cannot be believed.
                let mut failure = self.failure.borrow_mut();
                if failure.is_none() || matches!(why, SumdbError::Untrusted { .. }) {
                    *failure = Some(why);
                }
            }
        }
    }
}
