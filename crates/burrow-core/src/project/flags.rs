//! What GOFLAGS says to `go build` and `go mod download`: only what decides which files and modules are looked at.

use std::path::{Path, PathBuf};

use bstr::BString;
use go_rules::load::Mode;
use go_rules::refusal::{BadFlag, Refusal};
use go_rules::vars::Resolved;
use go_rules::vars::goflags;

use crate::project::modfile::modfile;
use crate::secret::Masked;

/// The flags; of each the last counts.
#[derive(Debug, Default)]
pub struct Flags {
    pub mode: Option<Mode>,
    /// Of `-modfile`, absolute.
    pub modfile: Option<PathBuf>,
    pub tags: Vec<BString>,
    /// `race`, `msan`, `asan`: each is a tag as well.
    pub sanitizers: Vec<&'static str>,
    /// What go stops at, in its words.
    pub bad: Option<String>,
}

impl Flags {
    /// Those of an environment, for a go that is run in this folder.
    pub fn of(resolved: &Resolved, directory: &Path) -> Flags {
        let mut flags = Flags { modfile: modfile(resolved, directory), ..Flags::default() };
        let words = match goflags::words(resolved.rules, resolved.value("GOFLAGS")) {
            Ok(words) => words,
            Err(why) => {
                flags.refuse(why);
                return flags;
            }
        };
        for word in &words {
            if let Some(why) = word.bad.as_ref().filter(|_| !word.spares_builds) {
                flags.refuse(why.clone());
            }
            let (name, value) = word.flag();
            flags.add(name, value);
        }
        flags
    }

    fn refuse(&mut self, why: BadFlag) {
        let words = Refusal::Goflags(why).to_string();
        let words = words.strip_prefix("go: ").map_or(words.clone(), ToOwned::to_owned);
        // A value may hold a password.
        self.bad.get_or_insert(Masked::said(&words).into_string());
    }

    fn add(&mut self, name: &[u8], value: Option<&[u8]>) {
        match (name, value) {
            (b"mod", Some(value)) => {
                self.mode = match value {
                    b"readonly" => Some(Mode::Readonly),
                    b"mod" => Some(Mode::Mod),
                    b"vendor" => Some(Mode::Vendor),
                    // None, or one that was refused.
                    _ => None,
                };
            }
            (b"tags", Some(value)) => {
                let separated = |b: &u8| *b == b',' || b.is_ascii_whitespace();
                let tags = value.split(separated).filter(|tag| !tag.is_empty());
                self.tags = tags.map(BString::from).collect();
            }
            (name, value) => {
                let on = value.is_none_or(|value| goflags::truth(value) == Some(true));
                for sanitizer in ["race", "msan", "asan"] {
                    if name == sanitizer.as_bytes() {
                        self.sanitizers.retain(|it| *it != sanitizer);
                        self.sanitizers.extend(on.then_some(sanitizer));
                    }
                }
            }
        }
    }
}
