//! What Go asks servers for, asked as Go asks it: the GOPROXY protocol over HTTP and from folders (`client`, `chain`),
//! the checksum database (`sumdb`), how well all of them are (`probe`), and the settings that all of it goes by (`settings`).
//!
//! Whose environment counts is an argument: nothing here reads that of the process. What is done with the answers is
//! not decided here.

pub mod bench;
mod certificate;
pub mod chain;
pub mod client;
pub mod credentials;
pub mod direct;
pub mod error;
pub mod gone;
mod http_proxy;
pub mod list;
pub(crate) mod netrc;
pub mod patterns;
pub mod private;
pub mod probe;
pub mod profile;
pub mod route;
pub mod settings;
pub mod sumdb;
mod trust;
pub mod url;
pub mod view;

pub use certificate::{Certificate, Name};
pub use chain::Chain;
pub use client::{Answer, Client, Deadlines, Rest};
pub use error::{FetchError, Phase, Unreachable};
pub use settings::Settings;
