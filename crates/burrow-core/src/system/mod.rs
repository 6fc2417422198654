//! The only door to what surrounds Burrow: environment, clock, disk, accounts, programs, the registry.
//!
//! Each system has its own small files behind names that are the same everywhere; nothing here knows about Go.

pub mod account;
pub mod answer;
pub mod clock;
pub mod dir_link;
#[cfg(target_os = "linux")]
pub mod drawing;
pub mod environ;
pub mod files;
pub mod installed;
pub mod interrupt;
pub mod keychain;
pub mod launch;
#[cfg(target_os = "macos")]
pub mod launchd;
pub mod locale;
mod look;
pub mod machine;
#[cfg(target_os = "linux")]
mod mounts;
pub mod overlay;
pub mod plain_file;
pub mod priority;
#[cfg(unix)]
pub mod process;
pub mod processes;
#[cfg(windows)]
pub mod registry;
pub mod rights;
pub mod run;
#[cfg(target_os = "linux")]
pub mod session;
mod stamp;
pub mod state_dir;
pub mod told;
pub mod trash;
pub mod volume;

pub use environ::{process_environ, working_dir};
pub use files::DiskFiles;
pub use look::{DiskLook, Sight};
pub(crate) use stamp::Stamp;
