//! Which versions a source offers.

use std::path::PathBuf;

use bstr::{BString, ByteSlice};
use go_rules::version;

use super::mirrors::{self, Mirror};
use super::{InstallError, Surroundings, releases, toolchains};
use crate::job::Cancel;
use crate::proxy::Chain;
use crate::sdk::inventory::{Sdk, SdkState};
use crate::secret::Masked;

/// Where versions are offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferSource {
    /// Names it in commands: `proxy`, the name of a mirror, a URL, `proxy=` and a GOPROXY list. May hold secrets.
    pub id: String,
    pub origin: Origin,
}

/// What kind of place it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Module proxies, as GOPROXY lists them.
    ModuleProxy {
        list: BString,
    },
    Mirror(Mirror),
}

impl OfferSource {
    /// A short name, without secrets.
    #[must_use]
    pub fn label(&self) -> String {
        Masked::value("GOPROXY", self.id.as_bytes()).into_string()
    }

    /// The URL or the list of them, without secrets.
    #[must_use]
    pub fn url(&self) -> Masked {
        match &self.origin {
            Origin::ModuleProxy { list } => Masked::value("GOPROXY", list),
            Origin::Mirror(mirror) => Masked::value("GOPROXY", mirror.archives.as_bytes()),
        }
    }

    #[must_use]
    pub fn is_module_proxy(&self) -> bool {
        matches!(self.origin, Origin::ModuleProxy { .. })
    }
}

/// A version that a source offers for this system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// `go1.27.3`.
    pub version: String,
    /// Neither a beta nor a release candidate.
    pub stable: bool,
    /// The newest of its minor version: of the stable ones, if there is any.
    pub newest: bool,
    /// The size of the archive, where the source tells.
    pub bytes: Option<u64>,
    /// The GOROOT of a complete SDK of this version that is here already.
    pub installed: Option<PathBuf>,
}

/// The sources that need not be typed: the module proxy of the settings first, then the mirrors.
#[must_use]
pub fn sources(surroundings: &Surroundings) -> Vec<OfferSource> {
    let list = surroundings.settings.goproxy.clone();
    let proxy = OfferSource { id: "proxy".into(), origin: Origin::ModuleProxy { list } };
    let mirrors =
        mirrors::known().map(|(id, mirror)| OfferSource { id: id.into(), origin: Origin::Mirror(mirror) });
    std::iter::once(proxy).chain(mirrors).collect()
}

/// The source that an id names (see [`OfferSource::id`]).
///
/// # Errors
/// [`InstallError::UnknownSource`].
pub fn source(id: &str, surroundings: &Surroundings) -> Result<OfferSource, InstallError> {
    if let Some(list) = id.strip_prefix("proxy=") {
        return Ok(OfferSource { id: id.into(), origin: Origin::ModuleProxy { list: list.into() } });
    }
    if id.starts_with("https://") || id.starts_with("http://") || id.starts_with("file://") {
        return Ok(OfferSource { id: id.into(), origin: Origin::Mirror(mirrors::custom(id)) });
    }
    let known = sources(surroundings).into_iter().find(|source| source.id == id);
    known.ok_or_else(|| InstallError::UnknownSource(Masked::value("GOPROXY", id.as_bytes()).into_string()))
}

/// What a source offers for this system, the newest first.
///
/// # Errors
/// [`InstallError`].
pub fn offers(
    source: &OfferSource,
    surroundings: &Surroundings,
    sdks: &[Sdk],
    cancel: &Cancel,
) -> Result<Vec<Offer>, InstallError> {
    let client = super::client(surroundings)?;
    let platform = &surroundings.platform;
    let versions = super::runtime()?.block_on(async {
        match &source.origin {
            Origin::ModuleProxy { list } => {
                let chain = Chain::parse(list.as_bstr()).map_err(InstallError::BadProxy)?;
                let chain = toolchains::servers(&chain, source, &surroundings.settings);
                let words = source.url().into_string();
                let names = toolchains::list(&chain, &words, platform, &client, cancel).await?;
                Ok(names.into_iter().map(|name| (name, None)).collect())
            }
            Origin::Mirror(mirror) => {
                let listed = releases::list(mirror, platform, &client, cancel, &()).await?;
                Ok(listed.into_iter().map(|release| (release.version, release.bytes)).collect())
            }
        }
    });
    versions.map(|versions| arrange(versions, sdks))
}

/// Versions with the sizes of their archives, put in order and seen together.
fn arrange(mut versions: Vec<(String, Option<u64>)>, sdks: &[Sdk]) -> Vec<Offer> {
    let number = |name: &str| name.strip_prefix("go").unwrap_or(name).to_owned();
    versions.sort_by(|(a, _), (b, _)| version::compare(number(b).as_bytes(), number(a).as_bytes()));
    versions.dedup_by(|(a, _), (b, _)| a == b);
    let mut offers: Vec<Offer> = versions
        .into_iter()
        .map(|(name, bytes)| Offer {
            stable: is_stable(&name),
            newest: false,
            bytes,
            installed: installed(&name, sdks),
            version: name,
        })
        .collect();
    mark_newest(&mut offers);
    offers
}

fn is_stable(name: &str) -> bool {
    let release = name.strip_prefix("go").unwrap_or(name);
    release.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// `1.27` of `go1.27.3`, `go1.27rc1` and `go1.27`.
pub(super) fn minor(name: &str) -> &str {
    let release = name.strip_prefix("go").unwrap_or(name);
    let second = release.find('.').map_or(release.len(), |at| at + 1);
    let digits = release[second..].bytes().take_while(u8::is_ascii_digit).count();
    &release[..second + digits]
}

/// They are in order: the first of its kind is the newest.
fn mark_newest(offers: &mut [Offer]) {
    let stable: std::collections::HashSet<String> =
        offers.iter().filter(|o| o.stable).map(|o| minor(&o.version).to_owned()).collect();
    let mut seen = std::collections::HashSet::new();
    for offer in offers {
        let minor = minor(&offer.version).to_owned();
        if offer.stable || !stable.contains(&minor) {
            offer.newest = seen.insert(minor);
        }
    }
}

fn installed(name: &str, sdks: &[Sdk]) -> Option<PathBuf> {
    let is_it = |sdk: &&Sdk| {
        sdk.state() == SdkState::Complete
            && sdk.version.as_ref().is_some_and(|v| v.as_bstr() == name.as_bytes())
    };
    sdks.iter().find(is_it).map(|sdk| sdk.goroot.clone())
}

/// The version that a word means: `1.27.3` and `go1.27.3` themselves, `1.27` the newest of it (from Go 1.21 on, where
/// that is no release), `latest` the newest stable one. Only the last two need the offers.
///
/// # Errors
/// [`InstallError::BadVersion`], [`InstallError::UnknownVersion`], or that of `offers`.
pub fn meant(
    word: &str,
    source: &OfferSource,
    offers: impl FnOnce() -> Result<Vec<Offer>, InstallError>,
) -> Result<String, InstallError> {
    let unknown = || InstallError::UnknownVersion { version: word.into(), source_name: source.label() };
    if word == "latest" {
        return offers()?.into_iter().find(|o| o.stable).map(|o| o.version).ok_or_else(unknown);
    }
    let number = word.strip_prefix("go").unwrap_or(word);
    let Some(version) = version::Version::parse(number.as_bytes()) else {
        return Err(InstallError::BadVersion(word.into()));
    };
    let two_numbers =
        number.bytes().all(|b| b.is_ascii_digit() || b == b'.') && number.matches('.').count() < 2;
    if !two_numbers && !version.is_language() {
        return Ok(format!("go{number}"));
    }
    let newest = |o: &Offer| o.newest && minor(&o.version) == minor(number);
    offers()?.into_iter().find(newest).map(|o| o.version).ok_or_else(unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(names: &[&str]) -> Vec<Offer> {
        arrange(names.iter().map(|name| ((*name).to_owned(), None)).collect(), &[])
    }

    #[test]
    fn the_newest_comes_first_and_each_minor_version_has_one() {
        let offers =
            offered(&["go1.9", "go1.28rc1", "go1.27.3", "go1.27.10", "go1.27rc2", "go1.28beta1", "go1.27.3"]);
        let told: Vec<_> = offers.iter().map(|o| (o.version.as_str(), o.stable, o.newest)).collect();
        assert_eq!(
            told,
            [
                ("go1.28rc1", false, true),
                ("go1.28beta1", false, false),
                ("go1.27.10", true, true),
                ("go1.27.3", true, false),
                ("go1.27rc2", false, false),
                ("go1.9", true, true),
            ]
        );
    }

    #[test]
    fn words_mean_versions() {
        let source = OfferSource { id: "proxy".into(), origin: Origin::ModuleProxy { list: "".into() } };
        let all = || Ok(offered(&["go1.28rc1", "go1.27.10", "go1.27.3", "go1.20", "go1.20.14"]));
        let word = |word: &str| meant(word, &source, all);
        for (text, version) in [
            ("1.27.3", "go1.27.3"),
            ("go1.99.9", "go1.99.9"),
            ("1.28rc1", "go1.28rc1"),
            ("1.27", "go1.27.10"),
            ("go1.20", "go1.20.14"),
            ("1.28", "go1.28rc1"),
            ("latest", "go1.27.10"),
        ] {
            assert_eq!(word(text).as_deref(), Ok(version), "{text}");
        }
        assert!(matches!(word("1.2.x"), Err(InstallError::BadVersion(_))));
        assert!(matches!(word("../x"), Err(InstallError::BadVersion(_))));
        assert!(matches!(word("1.26"), Err(InstallError::UnknownVersion { .. })));
    }
}
