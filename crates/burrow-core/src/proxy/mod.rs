//! What Go asks servers for, asked as Go asks it: the GOPROXY protocol over HTTP and from folders (`client`, `chain`),
//! the checksum database (`sumdb`), and the settings that all of it goes by (`settings`).
//!
//! Whose environment counts is an argument: nothing here reads that of the process. What is done with the answers is
//! not decided here.

pub mod error;
pub mod settings;

pub use error::{FetchError, Phase, Unreachable};
pub use settings::Settings;
