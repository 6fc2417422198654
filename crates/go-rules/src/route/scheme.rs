//! How the versions of a module are written and ordered: as semver says, or, of `go` and `toolchain`, as Go's own
//! (`cmd/go/internal/gover/mod.go`); and how these two, which nobody can download, are asked for as versions of
//! `golang.org/toolchain` (`modfetch/toolchain.go`).

use std::cmp::Ordering;

use bstr::{BStr, BString, ByteSlice};

use super::query;
use crate::go_command::Rules;
use crate::{semver, version};

/// Which rules the versions of a module follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scheme {
    Module,
    /// `go`: versions such as `1.26.1`.
    Go,
    /// `toolchain`: versions such as `go1.26.1`.
    Toolchain,
}

impl Scheme {
    /// The scheme of a path (`gover.IsToolchain`). Before Go 1.21 there was one only.
    pub fn of(path: &BStr, rules: Rules) -> Scheme {
        match path.as_bytes() {
            b"go" if rules.since(21) => Scheme::Go,
            b"toolchain" if rules.since(21) => Scheme::Toolchain,
            _ => Scheme::Module,
        }
    }

    /// `gover.ModIsValid`.
    pub fn is_valid(self, text: &[u8]) -> bool {
        match self {
            Scheme::Module => semver::canonical(text).is_some(),
            Scheme::Go => version::Version::parse(text).is_some(),
            Scheme::Toolchain => version::of_toolchain(text).is_some(),
        }
    }

    /// `gover.ModIsPrefix`, of what is valid: `v1`, `v1.2`; `1.26`; `go1.26`.
    pub fn is_prefix(self, text: &[u8]) -> bool {
        match self {
            Scheme::Module => {
                text.iter().filter(|b| **b == b'.').count() < 2 && text.find_byteset(b"-+").is_none()
            }
            Scheme::Go | Scheme::Toolchain => version::is_language(self.bare(text)),
        }
    }

    /// `gover.ModIsPrerelease`.
    pub fn is_prerelease(self, text: &[u8]) -> bool {
        match self {
            Scheme::Module => text.split(|b| *b == b'+').next().unwrap_or_default().contains(&b'-'),
            Scheme::Go | Scheme::Toolchain => version::is_prerelease(self.bare(text)),
        }
    }

    /// `gover.ModCompare`.
    pub fn compare(self, a: &[u8], b: &[u8]) -> Ordering {
        match self {
            Scheme::Module => semver::compare(a, b),
            Scheme::Go | Scheme::Toolchain => version::compare(self.bare(a), self.bare(b)),
        }
    }

    /// `gover.ModMajorMinor`: `v1.2` of `v1.2.3`.
    pub fn major_minor(self, text: &[u8]) -> BString {
        match self {
            Scheme::Module => {
                let canonical = semver::canonical(text).unwrap_or_default();
                let end = canonical.find_iter(".").nth(1).unwrap_or(canonical.len());
                canonical[..end].into()
            }
            Scheme::Go | Scheme::Toolchain => self.named(&version::language(self.bare(text))),
        }
    }

    /// The Go version in a version: `1.26.1` of `go1.26.1`; empty where there is none.
    fn bare(self, text: &[u8]) -> &[u8] {
        match self {
            Scheme::Toolchain if version::Version::parse(text).is_none() => {
                version::of_toolchain(text).map_or(b"", |bare| bare.as_bytes())
            }
            _ => text,
        }
    }

    /// A Go version as the module has it.
    pub fn named(self, bare: &[u8]) -> BString {
        match self {
            Scheme::Toolchain => bstr::concat([b"go", bare]).into(),
            _ => bare.into(),
        }
    }

    /// Its versions, by a list of those of `golang.org/toolchain`; the local one is always among them
    /// (`toolchainRepo.Versions`).
    pub fn versions(self, list: &[u8], local: &BStr) -> Vec<BString> {
        let mut all: Vec<BString> = Vec::new();
        let listed = query::versions(list, b"");
        let bare = listed.iter().filter_map(|version| of_download(version));
        for version in bare.chain([local.as_bytes()]).map(|bare| self.named(bare)) {
            if !all.contains(&version) {
                all.push(version);
            }
        }
        all.sort_by(|a, b| self.compare(a, b));
        all
    }

    /// What is to be asked to know whether a version exists (`toolchainRepo.Stat`).
    ///
    /// # Errors
    /// Go's words for what is no version.
    pub fn existence(self, revision: &BStr, local: &BStr) -> Result<Existence, String> {
        let path = if self == Scheme::Toolchain { "toolchain" } else { "go" };
        let bare = revision.strip_prefix(b"go").unwrap_or(revision);
        if version::Version::parse(bare).is_none() {
            return Err(format!("invalid {path} version {revision}"));
        }
        let own = match self {
            Scheme::Toolchain => bare == local.as_bytes(),
            _ => version::compare(bare, local).is_le(),
        };
        if own {
            return Ok(Existence::Known(self.named(bare)));
        }
        if version::is_language(bare) {
            return Err(format!("go language version {revision} is not a toolchain version"));
        }
        Ok(Existence::Of { version: self.named(bare), download: download(bare) })
    }
}

/// How it is known whether a version exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Existence {
    /// Nobody need be asked.
    Known(BString),
    /// When there is this version of `golang.org/toolchain`.
    Of { version: BString, download: BString },
}

/// The version of `golang.org/toolchain` that stands for all systems (`goToDL`).
pub fn download(bare: &[u8]) -> BString {
    bstr::concat([b"v0.0.1-go".as_slice(), bare, b".linux-amd64"]).into()
}

/// `dlToGo`.
fn of_download(version: &[u8]) -> Option<&[u8]> {
    let (_, rest) = version.split_once_str("-")?;
    let (named, system) = rest.rsplit_once_str(".")?;
    system.contains(&b'-').then(|| named.strip_prefix(b"go").unwrap_or(named))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_versions_of_go_are_those_of_the_toolchains_and_its_own() {
        let list = b"v0.0.1-go1.21rc2.linux-amd64\nv0.0.1-go1.21.0.darwin-arm64\nv0.0.1-go1.21.0.linux-amd64\nv1.0.0\n";
        assert_eq!(Scheme::Go.versions(list, "1.27.3".into()), ["1.21rc2", "1.21.0", "1.27.3"]);
        assert_eq!(Scheme::Toolchain.versions(list, "1.21.0".into()), ["go1.21rc2", "go1.21.0"]);
    }

    #[test]
    fn what_this_go_can_be_is_known_without_asking() {
        let of = |scheme: Scheme, revision: &str| scheme.existence(revision.into(), "1.27.3".into());
        assert_eq!(of(Scheme::Go, "1.26.1"), Ok(Existence::Known("1.26.1".into())));
        assert_eq!(of(Scheme::Go, "go1.27.3"), Ok(Existence::Known("1.27.3".into())));
        assert_eq!(of(Scheme::Toolchain, "1.27.3"), Ok(Existence::Known("go1.27.3".into())));
        let asked = of(Scheme::Toolchain, "go1.26.1");
        assert!(
            matches!(asked, Ok(Existence::Of { download, .. }) if download == "v0.0.1-go1.26.1.linux-amd64")
        );
        assert_eq!(
            of(Scheme::Go, "go1.28").unwrap_err(),
            "go language version go1.28 is not a toolchain version"
        );
        assert_eq!(of(Scheme::Toolchain, "default").unwrap_err(), "invalid toolchain version default");
    }

    #[test]
    fn a_prefix_is_a_language_version() {
        assert!(Scheme::Go.is_prefix(b"1.26") && !Scheme::Go.is_prefix(b"1.20"));
        assert!(Scheme::Toolchain.is_prefix(b"go1.26") && !Scheme::Toolchain.is_prefix(b"go1.26.1"));
        assert_eq!(Scheme::Toolchain.major_minor(b"go1.26.1"), "go1.26");
        assert_eq!(Scheme::Module.major_minor(b"v1.2.3-rc.1"), "v1.2");
    }
}
