//! Installs a toolchain: which versions a source offers, where one can be put, and doing it. Either the whole SDK is
//! there afterwards or nothing, whatever happens in between.
//!
//! Which toolchain runs then is `switch`'s affair. Everything here blocks; it belongs on a thread of its own.

pub mod destinations;
mod download;
mod error;
mod mirrors;
mod module_cache;
mod names;
pub mod offers;
mod place;
mod releases;
mod run;
mod toolchains;
mod unpack;
mod whole;

use std::path::PathBuf;

use go_rules::files::Files;
use go_rules::go_command::host_goos;
use go_rules::module::ModuleVersion;
use go_rules::user_dirs::home_variable;

pub use destinations::{Destination, Layout, Reason, destination, destinations};
pub use error::{Flaw, InstallError};
pub use offers::{Offer, OfferSource, Origin, meant, offers, source, sources};

use crate::env::resolve::Asked;
use crate::job::{Cancel, Progress};
use crate::proxy::{Client, Deadlines, Settings};
use crate::system::files::path_from_bytes;

/// What installing goes by.
#[derive(Debug, Clone)]
pub struct Surroundings {
    pub settings: Settings,
    pub home: Option<PathBuf>,
    /// Burrow's own folder: what was downloaded so far is kept there.
    pub state_dir: Option<PathBuf>,
    /// The system and architecture to install for.
    pub platform: Platform,
    pub deadlines: Deadlines,
}

/// A system and an architecture in Go's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Platform {
    pub goos: String,
    pub goarch: String,
}

impl Platform {
    /// The one that this program runs on.
    #[must_use]
    pub fn host() -> Platform {
        let go = go_rules::go_command::GoCommand::assumed(go_rules::environ::Os::host());
        Platform { goos: host_goos(go_rules::environ::Os::host()).to_owned(), goarch: go.goarch.to_string() }
    }
}

/// A toolchain (`go1.27.3`) as the version of a module that go downloads.
#[must_use]
pub fn toolchain_module(toolchain: &str, platform: &Platform) -> ModuleVersion {
    ModuleVersion::new(module_cache::MODULE, toolchains::module_version(toolchain, platform))
}

impl Surroundings {
    /// Those of a question. A machine without any Go has them too.
    pub fn of(asked: &Asked<'_>, state_dir: Option<PathBuf>, files: &dyn Files) -> Surroundings {
        let home = asked.environ.set(home_variable(asked.environ.os())).and_then(path_from_bytes);
        Surroundings {
            settings: Settings::asked(asked, files),
            home: home.filter(|home| home.is_absolute()),
            state_dir,
            platform: Platform::host(),
            deadlines: Deadlines::default(),
        }
    }
}

/// What is to be installed.
#[derive(Debug, Clone)]
pub struct Wish {
    /// As [`Offer::version`]: `go1.27.3`.
    pub version: String,
    pub source: OfferSource,
    pub destination: Destination,
}

/// Fetches, verifies, unpacks and places a toolchain. Gives its GOROOT.
///
/// # Errors
/// [`InstallError`]; nothing is left in the destination then. What was downloaded is kept for the next try, unless
/// it is known to be wrong.
pub fn install(
    wish: &Wish,
    surroundings: &Surroundings,
    cancel: &Cancel,
    progress: &dyn Progress,
) -> Result<PathBuf, InstallError> {
    let client = client(surroundings)?;
    runtime()?.block_on(run::Job { wish, surroundings, client: &client, cancel, progress }.run())
}

fn client(surroundings: &Surroundings) -> Result<Client, InstallError> {
    let settings = &surroundings.settings;
    Ok(Client::new(&settings.environ, &settings.goauth, surroundings.deadlines)?)
}

/// One for each piece of work: it ends with it, and so does every connection.
fn runtime() -> Result<tokio::runtime::Runtime, InstallError> {
    let built = tokio::runtime::Builder::new_current_thread().enable_all().build();
    built.map_err(|e| InstallError::Io { file: PathBuf::new(), denied: false, reason: e.to_string() })
}
