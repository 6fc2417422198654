//! A place where SDKs lie: one folder, or every folder in one; and what in it counts as an SDK.

use bstr::{BString, ByteSlice};
use go_rules::filepath;

use super::ground::Ground;

/// Whose place it is, and so how much of an SDK must be seen in a folder there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sdk) enum Trust {
    /// Only SDKs lie there: `bin`, `pkg`, `src` or `VERSION` is enough, so that a half of one is told as broken.
    Own,
    /// A person or a variable says so: one thing that only an SDK has. `/usr` has a `bin/go` too, often enough, and
    /// GOROOT is set to it, or to GOPATH.
    Said,
    /// Other things lie there too: a `bin/go`, and another thing that only an SDK has.
    Shared,
}

/// What lies in the place.
#[derive(Debug, Clone)]
pub(in crate::sdk) enum Shape {
    /// An SDK.
    One,
    /// Folders with such names, each with an SDK in the first of these folders below it that counts (`""`: itself).
    Each { named: fn(&[u8]) -> bool, inner: &'static [&'static str] },
}

/// A place where SDKs may lie.
#[derive(Debug, Clone)]
pub(in crate::sdk) struct Place {
    pub dir: BString,
    pub shape: Shape,
    pub trust: Trust,
}

impl Place {
    /// A folder that is an SDK.
    pub fn one(dir: BString) -> Place {
        Place { dir, shape: Shape::One, trust: Trust::Own }
    }

    /// A folder of SDKs, whatever their names.
    pub fn each(dir: BString) -> Place {
        Place::each_named(dir, |_| true, &[""])
    }

    /// A folder of SDKs with certain names, which lie there or further below.
    pub fn each_named(dir: BString, named: fn(&[u8]) -> bool, inner: &'static [&'static str]) -> Place {
        Place { dir, shape: Shape::Each { named, inner }, trust: Trust::Own }
    }

    #[must_use]
    pub fn trusted(self, trust: Trust) -> Place {
        Place { trust, ..self }
    }

    /// The folders that are, or may become, an SDK: for each entry its candidates, the likelier first.
    pub fn candidates(&self, ground: &Ground<'_>) -> Vec<Vec<BString>> {
        match &self.shape {
            Shape::One => vec![vec![self.dir.clone()]],
            Shape::Each { named, inner } => {
                let names = ground.files.list(self.dir.as_bstr()).into_iter().filter(|name| named(name));
                let below = |name: BString| {
                    let entry = filepath::join(ground.os, &[self.dir.as_slice(), name.as_slice()]);
                    inner.iter().map(|inner| ground.join(&entry, inner)).collect()
                };
                names.map(below).collect()
            }
        }
    }

    /// The folders there that count as an SDK.
    pub fn sdks(&self, ground: &Ground<'_>) -> Vec<BString> {
        let first = |inner: Vec<BString>| inner.into_iter().find(|dir| counts(ground, dir, self.trust));
        self.candidates(ground).into_iter().filter_map(first).collect()
    }
}

/// Whether a folder counts as an SDK, be it whole or not.
pub(in crate::sdk) fn counts(ground: &Ground<'_>, dir: &[u8], trust: Trust) -> bool {
    let has = |below: &str| ground.kind(&ground.join(dir, below)).is_some();
    ground.is_dir(dir)
        && match trust {
            Trust::Own => ["bin", "VERSION", "pkg", "src"].into_iter().any(has),
            Trust::Said => is_tree(ground, dir) || is_bin_of_go(ground, dir),
            Trust::Shared => ground.kind(&ground.go_of(dir)).is_some() && is_tree(ground, dir),
        }
}

/// An SDK has two or three programs, and folders for those of other systems.
const MOST_IN_BIN: usize = 12;

/// Whether a folder has a `bin` like that of an SDK, and is no GOPATH.
fn is_bin_of_go(ground: &Ground<'_>, dir: &[u8]) -> bool {
    ground.kind(&ground.go_of(dir)).is_some()
        && ground.files.list(ground.join(dir, "bin").as_bstr()).len() <= MOST_IN_BIN
        && !ground.is_dir(&ground.join(dir, "pkg/mod"))
}

/// Whether a folder has something besides `bin/go` that only an SDK has.
pub(in crate::sdk) fn is_tree(ground: &Ground<'_>, dir: &[u8]) -> bool {
    ground.is_dir(&ground.join(dir, "pkg/tool"))
        || ground.is_dir(&ground.join(dir, "src/runtime"))
        || ground
            .files
            .read(ground.join(dir, "VERSION").as_bstr())
            .is_ok_and(|text| text.starts_with(b"go1") || text.starts_with(b"devel "))
}

/// `go1.22.3`, `go1`, `go122`, `go-1.22`: the names of folders and programs of one version.
pub(in crate::sdk) fn is_versioned(name: &[u8]) -> bool {
    let version = name.strip_prefix(b"go").map(|rest| rest.strip_prefix(b"-").unwrap_or(rest));
    version.is_some_and(|version| version.first() == Some(&b'1'))
}

#[cfg(test)]
mod tests {
    use super::is_versioned;

    #[test]
    fn names_of_versions_are_told_from_names_of_programs() {
        for name in ["go1.22.3", "go122", "go-1.19", "go1.24rc1", "go1.22.3.exe"] {
            assert!(is_versioned(name.as_bytes()), "{name}");
        }
        for name in ["go", "gopls", "golang", "go-bin", "godoc", "go2"] {
            assert!(!is_versioned(name.as_bytes()), "{name}");
        }
    }
}
