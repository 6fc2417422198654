//! This machine's Go environment: found, explained, changed. Knows nothing of Tauri and nothing of the wire.
//!
//! What Go does about an environment is `go-rules`' affair; how an answer looks in a window or a terminal is
//! that of `burrow-ipc` and `burrow-cli`. In between, this crate owns the state ([`workbench`]), the door to
//! the system, the GOENV file's changes and their history, and every word Burrow says ([`text`]).

pub mod cache;
pub mod doctor;
pub mod env;
pub mod error;
pub mod job;
pub mod open;
pub mod place;
pub mod project;
pub mod proxy;
pub mod remedy;
pub mod report;
pub mod sdk;
pub mod secret;
pub mod settings;
pub mod store;
pub mod system;
pub mod task;
pub mod text;
pub mod toml_file;
pub mod tree;
pub mod watch;
pub mod workbench;
