//! Which versions a source offers.

use std::path::PathBuf;

use bstr::{BString, ByteSlice};
use go_rules::version;

use super::mirrors::{self, Mirror};
use super::{InstallError, Surroundings};
use crate::job::Cancel;
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
    let _ = surroundings;
    cancel.check()?;
    let _ = source;
    Ok(arrange(Vec::new(), sdks))
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
