//! The file by which a team proposes settings to whoever clones its repository: `.burrow.toml` in the root of the
//! repository, or beside a go.mod or go.work below it.
//!
//! It can only propose what a person could do in the app: a profile (as `proxy::profile` has them), a toolchain, private
//! patterns; besides that it holds notes and links to read. It runs nothing, holds no secret, and whatever in it is not
//! understood is refused with its line. Here is what the file says (`read`), where it lies (`find`), what following it
//! would change (`proposal`), and how one is made from what is in effect (`present`). Changing is the affair of
//! `env::edit` and `sdk::switch`, as for anybody else.
//!
//! ```toml
//! toolchain = "go1.24.11"
//! private = ["*.corp.example"]
//!
//! [profile]
//! name = "Corp"
//!
//! [profile.set]
//! GOPROXY = "https://athens.corp.example,direct"
//!
//! [notes]
//! en = "Join the VPN before the first build."
//! zh = "首次构建前先连上 VPN。"
//!
//! [[links]]
//! title = "Handbook"
//! url = "https://handbook.corp.example/go"
//! ```

mod find;
mod present;
mod proposal;
mod read;
#[cfg(test)]
mod tests;
mod write;

use std::path::PathBuf;

use crate::proxy::profile::{Fault, Profile, file};
use crate::text::Lang;
use crate::toml_file::{LineFault, Malformed};

pub use find::{Found, find, find_in, read_file};
pub use present::{LeftOut, LeftOutWhy, Present, present};
pub use proposal::{Kept, PrivatePart, ProfilePart, Proposal, Seen, ToolchainPart, ToolchainState, proposal};
pub use read::read;
pub use write::{Target, WriteError, target, text, write};

/// What the file is called.
pub const NAME: &str = ".burrow.toml";
/// The longest note, in bytes.
pub const MOST_NOTE: usize = 4096;
/// The most patterns, and the most links.
pub const MOST_ENTRIES: usize = 100;
/// The longest pattern, title or URL, in bytes.
pub const MOST_TEXT: usize = 500;

/// What a team proposes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TeamFile {
    pub profile: Option<Profile>,
    /// `go1.24.11`: this one or a newer one.
    pub toolchain: Option<String>,
    /// For GOPRIVATE, besides what a person has there.
    pub private: Vec<String>,
    pub notes: Notes,
    pub links: Vec<Link>,
}

/// What the team has to say, in the languages that it did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Notes {
    pub en: Option<String>,
    pub zh: Option<String>,
}

impl Notes {
    /// In this language, else in the other one.
    #[must_use]
    pub fn in_language(&self, lang: Lang) -> Option<&str> {
        let (first, other) = lang.pick((&self.en, &self.zh), (&self.zh, &self.en));
        first.as_deref().or(other.as_deref())
    }
}

/// A page to read. Nothing opens it by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub title: String,
    /// `https://`, without userinfo.
    pub url: String,
}

/// Why a file is none of these.
pub type TeamFault = LineFault<Why>;

/// What is wrong at that line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// The file proposes nothing and says nothing.
    #[error("nothing in it")]
    Empty,
    /// A control character, or one that hides what stands there.
    #[error("a control character in {key}")]
    Control { key: String },
    #[error("{key} is longer than {most} bytes")]
    TooLong { key: String, most: usize },
    #[error("more than {most} in {key}")]
    TooMany { key: String, most: usize },
    /// A password, a token, or a place for one.
    #[error("{key} holds a secret, or a place for one")]
    Secret { key: String },
    /// No name of a toolchain that go could switch to.
    #[error("{name} is no toolchain")]
    Toolchain { name: String },
    /// No module has a path that it matches, or it is more than one pattern.
    #[error("{pattern} matches no module")]
    Pattern { pattern: String },
    /// Modules from a folder of the machine, or of a server that is neither `https://` nor `http://`.
    #[error("{name} leads to {scheme}://")]
    Elsewhere { name: String, scheme: String },
    /// Only `https://` pages, without userinfo.
    #[error("not a link to an https page")]
    Link,
    /// What is wrong in the profile.
    #[error(transparent)]
    Profile(#[from] file::Why),
}

impl From<Fault> for Why {
    fn from(fault: Fault) -> Why {
        Why::Profile(fault.into())
    }
}

/// Why there is nothing to show although a file of that name is there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TeamError {
    #[error("{}: {fault}", .file.display())]
    Fault { file: PathBuf, fault: TeamFault },
    /// A link, a folder, a device: nothing that a repository would have there.
    #[error("{} is no plain file", .file.display())]
    NotAFile { file: PathBuf },
    /// In the system's words.
    #[error("{}: {reason}", .file.display())]
    Io { file: PathBuf, reason: String },
}
