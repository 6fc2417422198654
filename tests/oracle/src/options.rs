//! The command line.

use bstr::BString;
use burrow_oracle::caches::run::Part;
use burrow_oracle::generate::Kind;
use burrow_oracle::native::bytes;
use burrow_oracle::sdk::{self, Sdk};
use clap::{Args, Parser, Subcommand};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Compares `burrow env` with real `go env` in generated environments.
#[derive(Debug, Parser)]
pub struct Options {
    #[command(flatten)]
    pub which: Which,
    #[command(flatten)]
    pub comparing: Comparing,
    #[command(subcommand)]
    pub other: Option<Other>,
}

/// What is compared.
#[derive(Debug, Args)]
pub struct Which {
    /// The same seed gives the same cases; without it, one is drawn and printed.
    #[arg(long, global = true)]
    seed: Option<u64>,
    /// Only SDKs whose version begins so (`go1.27`), or that lie in this folder.
    #[arg(long, global = true)]
    sdk: Vec<String>,
    /// Where `tests/sdks/fetch.mjs` has laid the SDKs.
    #[arg(long, env = "BURROW_SDKS", global = true)]
    sdks: Option<PathBuf>,
    /// The `burrow` to ask; by default the one beside this program.
    #[arg(long, global = true)]
    burrow: Option<PathBuf>,
}

#[derive(Debug, Clone, Args)]
pub struct Comparing {
    /// How many cases; 2,000 where CI is set, else 400.
    #[arg(long)]
    cases: Option<u64>,
    /// Runs just this case of the seed.
    #[arg(long)]
    pub case: Option<u64>,
    /// Only these kinds of questions.
    #[arg(long, value_enum)]
    pub only: Vec<Kind>,
    /// How many cases run at once.
    #[arg(long, default_value_t = 2)]
    pub jobs: usize,
    /// How many differences are shown.
    #[arg(long, default_value_t = 8)]
    pub show: usize,
    /// Asks real go only, and tells what it answers: are the cases worth anything?
    #[arg(long)]
    pub go_only: bool,
}

#[derive(Debug, Clone, Subcommand)]
pub enum Other {
    /// Compares `burrow sdk which` with what real go runs, or would download.
    Which {
        #[command(flatten)]
        comparing: Comparing,
    },
    /// Kills `burrow env set` at random moments while `go env -w` runs beside it: nothing may be lost.
    Loss {
        /// How many kills.
        #[arg(long = "rounds", default_value_t = 1000)]
        kills: u64,
    },
    /// Sets the toolchain line of generated go.mod and go.work files, with Burrow and with go: the bytes must be equal.
    Gomod {
        /// How many files; 2,000 where CI is set, else 300.
        #[arg(long)]
        files: Option<u64>,
    },
    /// Compares what projects are built with and need, in generated worlds of modules, with `go list -m all`.
    Needs {
        /// How many projects; 1,500 where CI is set, else 200.
        #[arg(long)]
        projects: Option<u64>,
        /// Judges just this project of the seed.
        #[arg(long)]
        project: Option<u64>,
    },
    /// Compares the readiness of generated projects with what `go build`, `go vet` and `go mod download` do.
    Projects {
        /// How many projects; 600 where CI is set, else 200.
        #[arg(long)]
        projects: Option<u64>,
        /// Judges just this project of the seed.
        #[arg(long)]
        project: Option<u64>,
    },
    /// Switches and removes SDKs beside real go and real shells, also killed at random moments.
    Switch {
        /// How many kills in each shell; 200 where CI is set, else 25.
        #[arg(long)]
        kills: Option<u64>,
    },
    /// Compares what Burrow reads of Go programs with `go version -m`: those of the SDKs, some built for many
    /// systems, and damaged ones. With CI set, many more of both.
    Programs {
        /// How many damaged programs.
        #[arg(long)]
        damaged: Option<usize>,
    },
    /// Lays homes as version managers leave them, with broken SDKs among whole ones: all must be found, each once.
    Homes {
        /// How many homes; 300 where CI is set, else 60.
        #[arg(long)]
        homes: Option<u64>,
        /// Lays just this home of the seed.
        #[arg(long)]
        home: Option<u64>,
    },
    /// Fills caches with real go, cleans them with Burrow, and asks real go what it misses; also beside running builds and
    /// killed at random moments.
    Caches {
        /// Only these parts.
        #[arg(long, value_enum)]
        only: Vec<Part>,
        /// How many worlds are filled for cleanings of all kinds; 3 where CI is set, else 1.
        #[arg(long)]
        worlds: Option<u64>,
        /// Fills just this world of the seed.
        #[arg(long)]
        world: Option<u64>,
    },
    /// Damages module caches that real go has filled, in every way: `burrow cache verify` beside `go mod verify`, and
    /// what go makes of it before and after the repair.
    Verify {
        /// How often all modules of the cache are damaged; 60 where CI is set, else 4.
        #[arg(long)]
        rounds: Option<u64>,
        /// In how many of these rounds go also builds; 20 where CI is set, else 1.
        #[arg(long)]
        built: Option<u64>,
    },
    /// Compares what `burrow proxy route` foretells with what real go asks of servers on loopback.
    Routes {
        /// How many cases; 600 where CI is set, else 120.
        #[arg(long)]
        cases: Option<u64>,
        /// Runs just this case of the seed.
        #[arg(long)]
        case: Option<u64>,
        /// How many cases run at once.
        #[arg(long, default_value_t = 2)]
        jobs: usize,
    },
    /// Private patterns and credentials: whom real go asks, and what it sends along.
    Patterns {
        /// How many lists of globs, and sets of credentials; 120 where CI is set, else 30.
        #[arg(long)]
        cases: Option<u64>,
        /// Runs just this case of the seed.
        #[arg(long)]
        case: Option<u64>,
    },
    /// Switches profiles beside real go: the same bytes, every built-in one taken, none lost beside a running `go env -w`.
    Profiles {
        /// How many GOENV files; 48 where CI is set, else 16.
        #[arg(long)]
        files: Option<u64>,
        /// How many switches beside go; 200 where CI is set, else 40.
        #[arg(long)]
        switches: Option<u64>,
    },
    /// Makes machines wrong for real: `burrow doctor` finds it, its fix makes real go agree, undo brings it back.
    Doctor {
        /// How often each scenario is laid; 4 where CI is set, else 1.
        #[arg(long = "laid")]
        laid: Option<u64>,
        /// Only scenarios whose names hold this.
        #[arg(long = "named")]
        named: Option<String>,
    },
    /// Times Burrow, inside a program and as a process, against `go env -json`. Only means something in release builds.
    Bench {
        /// How many times each is asked about every SDK.
        #[arg(long, default_value_t = 20)]
        rounds: usize,
    },
}

impl Comparing {
    pub fn cases(&self) -> u64 {
        self.cases.unwrap_or(if thorough() { 2000 } else { 400 })
    }
}

/// Whether this run is to show everything.
pub fn thorough() -> bool {
    std::env::var_os("CI").is_some_and(|value| !value.is_empty())
}

impl Which {
    pub fn seed(&self) -> u64 {
        let drawn =
            || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| (d.as_nanos() >> 10) as u64);
        self.seed.unwrap_or_else(drawn)
    }

    /// # Errors
    /// When there are none, or one of them does not run.
    pub fn sdks(&self) -> Result<Vec<Sdk>, Box<dyn Error>> {
        let places: Vec<&Path> = self.sdk.iter().map(Path::new).filter(|s| s.is_dir()).collect();
        if !places.is_empty() {
            return Ok(places.into_iter().map(Sdk::at).collect::<Result<_, _>>()?);
        }
        let folder = self.folder()?;
        let mut found = sdk::in_folder(&folder)?;
        found.retain(|sdk| {
            self.sdk.is_empty() || self.sdk.iter().any(|wanted| sdk.version.starts_with(wanted))
        });
        if found.is_empty() {
            Err(format!("none of these SDKs in {}", folder.display()).into())
        } else {
            Ok(found)
        }
    }

    /// Where the SDKs lie.
    ///
    /// # Errors
    /// When the system has no folder for caches.
    pub fn folder(&self) -> Result<PathBuf, Box<dyn Error>> {
        Ok(self.sdks.clone().or_else(default_folder).ok_or("no folder of SDKs: give --sdks")?)
    }

    /// # Errors
    /// When it is not there, unless it is not needed.
    pub fn burrow(&self, not_needed: bool) -> Result<BString, Box<dyn Error>> {
        let name = if cfg!(windows) { "burrow.exe" } else { "burrow" };
        let beside = || std::env::current_exe().map(|me| me.with_file_name(name));
        let burrow = self.burrow.clone().map_or_else(beside, std::path::absolute)?;
        if not_needed || burrow.is_file() {
            return Ok(bytes(&burrow));
        }
        Err(format!("no {}: cargo build -p burrow-cli", burrow.display()).into())
    }
}

/// As `tests/sdks/fetch.mjs` chooses it.
fn default_folder() -> Option<PathBuf> {
    let var = |name| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let cache = if cfg!(windows) {
        var("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        var("HOME").map(|home| home.join("Library/Caches"))
    } else {
        var("XDG_CACHE_HOME").or_else(|| var("HOME").map(|home| home.join(".cache")))
    };
    cache.map(|cache| cache.join("burrow-sdks"))
}
