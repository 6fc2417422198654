//! What a generated case can refer to: its own folder on the stage, the SDKs, and the spelling of paths.

use crate::native::join;
use crate::rng::Rng;
use crate::sdk::Sdk;
use bstr::BString;

/// The surroundings of one case.
#[derive(Debug, Clone, Copy)]
pub struct World<'a> {
    /// The stage's folder: everything a case makes lies in it.
    pub root: &'a BString,
    /// The SDK whose go is asked.
    pub sdk: &'a Sdk,
    pub all: &'a [Sdk],
}

impl World<'_> {
    /// A path on the stage, written with `/`.
    pub fn at(&self, relative: &str) -> BString {
        join(self.root, relative)
    }

    /// Paths as PATH and GOPATH list them.
    pub fn list(&self, paths: &[&[u8]]) -> BString {
        let separator: &[u8] = if cfg!(windows) { b";" } else { b":" };
        paths.join(separator).into()
    }

    pub fn home(&self) -> BString {
        self.at("home")
    }

    /// Where the go that is asked would look for its own folder, when the case gives it one.
    pub fn farm(&self) -> BString {
        self.at("home/go")
    }

    pub fn at_least(&self, minor: u32) -> bool {
        self.sdk.minor >= minor
    }
}

/// One of a few texts.
pub fn one_of(rng: &mut Rng, texts: &[&str]) -> BString {
    BString::from(*rng.pick(texts))
}

/// The file name of a program here.
pub fn exe(name: &str) -> String {
    if cfg!(windows) { format!("{name}.exe") } else { name.to_owned() }
}
