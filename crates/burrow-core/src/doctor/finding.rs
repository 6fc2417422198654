//! What a check tells.

use std::path::PathBuf;

use super::CheckId;
use super::wrong::Wrong;
use crate::place::Place;
use crate::remedy::Remedy;
use crate::secret::Masked;

/// How bad it is, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something does not work, or will not where it counts.
    Error,
    /// It works, but not as was meant, or it is not safe.
    Warning,
    /// Good to know.
    Note,
}

impl Severity {
    /// The stable name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    pub check: CheckId,
    pub severity: Severity,
    /// The variable, file, program or server it is about. Holds no secret.
    pub subject: String,
    pub wrong: Wrong,
    /// Never empty.
    pub evidence: Vec<Evidence>,
    /// Ways out, the best first. Empty where only a person can do it (a line of a shell's start file, the clock).
    pub fixes: Vec<Remedy>,
}

/// What a finding rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    pub place: Option<Place>,
    /// The line, the value, what a server answered: facts, the same in every language.
    pub text: Masked,
}

impl Evidence {
    /// `NAME=value`, as it is set at a place.
    pub fn setting(name: &str, value: &[u8], place: Option<Place>) -> Evidence {
        Evidence { place, text: Masked::value(name, value).after(&format!("{name}=")) }
    }

    /// A fact that is at a place.
    pub fn at(place: Place, text: &str) -> Evidence {
        Evidence { place: Some(place), text: Masked::value("", text.as_bytes()) }
    }

    /// A fact that is nowhere in a file.
    pub fn fact(text: &str) -> Evidence {
        Evidence { place: None, text: Masked::value("", text.as_bytes()) }
    }

    /// A file or folder as such.
    pub fn path(path: impl Into<PathBuf>) -> Evidence {
        let path = path.into();
        Evidence {
            text: Masked::value("", path.display().to_string().as_bytes()),
            place: Some(Place::file(path)),
        }
    }
}

/// Why a check was not made, or not to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Skip {
    /// It asks servers, and nobody wanted that.
    AsksServers,
    /// It takes long, and was not named.
    Slow,
    /// There is nothing to look at: no desktop session, for example.
    Nothing(NothingThere),
    /// What it looks at cannot be read; in the system's words.
    Unreadable { what: String, why: String },
    /// It did not come to an end in time (seconds).
    TimedOut { seconds: u64 },
    /// A fault of Burrow's own.
    Broken { said: String },
    /// Somebody cancelled.
    Cancelled,
}

/// What is not there to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NothingThere {
    DesktopSession,
}
