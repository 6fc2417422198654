//! What go reads of a source file before it compiles anything: whether it is built here, and what it imports
//! (`cmd/go/internal/imports`). Behind the imports only `//go:embed` lines are looked for. And what `go vet` says of
//! constraints.

mod constraint;
mod embed;
mod header;
mod name;
mod vet;

use std::collections::HashSet;

use bstr::{BStr, BString};

pub use header::{BadSource, Header, check, read};
pub use name::fits;

/// The tags that are set for a build (`imports.Tags`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tags {
    set: HashSet<BString>,
    /// The `unix` tag holds.
    unix: bool,
    /// Of the toolchain.
    minor: u32,
}

impl Tags {
    /// For a target, with `cgo` or without, by a toolchain of this minor version; `more`: of `-tags`, of experiments
    /// and of the processor.
    pub fn new(
        goos: &BStr,
        goarch: &BStr,
        cgo: bool,
        minor: u32,
        more: impl IntoIterator<Item = BString>,
    ) -> Tags {
        let own = [goos, goarch, BStr::new("gc")].map(BString::from);
        let mut set: HashSet<BString> = own.into_iter().chain(more).collect();
        if cgo {
            set.insert("cgo".into());
        }
        set.extend((1..=minor).map(|minor| format!("go1.{minor}").into()));
        Tags { set, unix: name::is_unix(goos), minor }
    }

    /// Whether a tag holds (`matchTag`).
    #[must_use]
    pub fn holds(&self, name: &[u8]) -> bool {
        let has = |name: &str| self.set.contains(BStr::new(name));
        self.set.contains(BStr::new(name))
            || match name {
                b"linux" => has("android"),
                b"solaris" => has("illumos"),
                b"darwin" => has("ios"),
                b"unix" => self.unix,
                _ => false,
            }
    }
}
