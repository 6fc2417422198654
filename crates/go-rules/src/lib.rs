//! What the Go toolchain does with its environment, as a pure library.
//!
//! Every input is an argument: nothing here reads the disk, the network, the clock or the process environment.
//! Questions that need files (`go.mod` above a directory, a compiler on PATH) go through [`files::Files`].
//! It is not a place for what Burrow does about the answers: that is `burrow-core`.

pub mod build_constants;
pub mod buildinfo;
pub mod cache;
pub mod env_file;
pub mod environ;
pub mod file_url;
pub mod filepath;
pub mod files;
pub mod go_command;
pub mod go_quote;
pub mod go_unquote;
pub mod go_url;
pub mod goauth;
pub mod gomod;
pub mod goproxy;
pub mod load;
pub mod look_path;
pub mod meaning;
pub mod module;
pub mod module_zip;
pub mod mvs;
pub mod netrc;
pub mod output;
pub mod pattern;
pub mod platform;
pub mod quoted;
pub mod refusal;
pub mod route;
pub mod semver;
pub mod source;
pub mod sumdb;
pub mod toolchain;
pub mod user_dirs;
pub mod vars;
pub mod vcs;
pub mod version;

pub use bstr::{BStr, BString, ByteSlice, ByteVec};
