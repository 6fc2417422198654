//! What it costs to get something back that was taken from a cache, told from the settings alone; a server is asked
//! only by [`ask`], and only when a person wants to know.
//!
//! Whether anybody needs it is `project::needs`' affair.

use bstr::BString;
use go_rules::goproxy::{self, Hop, To};
use go_rules::module::{ModuleVersion, escape_path, escape_version};
use go_rules::pattern;
use reqwest::Url;

use crate::job::Cancel;
use crate::proxy::chain::{End, Walk};
use crate::proxy::url::below;
use crate::proxy::{Chain, Client, FetchError, Settings};

/// An `.info` is a line.
const MOST_INFO: u64 = 1 << 20;

/// What it costs to get something back.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Cost {
    /// It is built again.
    Recompute,
    /// A module proxy is asked for it.
    Download,
    /// Perhaps nobody has it any more.
    MayBeGone(Gone),
}

/// Why something may not be had again.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Gone {
    /// GONOPROXY covers it: only its own server has it, for who may ask there.
    Private,
    /// GOPROXY has no proxy in it (`direct`): its own server may have dropped it.
    NoProxy,
    /// GOPROXY ends with `off` before anybody is asked.
    Off,
    /// GOPROXY has folders only (`file://`).
    OnlyFolders,
    /// Go refuses GOPROXY as it is.
    BadList,
    /// No module can be asked for by such a path or version.
    NoName,
    /// Every proxy was asked, and said that it does not have it.
    NotFound,
}

/// From where go would fetch modules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchSettings {
    /// What GOPROXY alone comes to.
    listed: Cost,
    gonoproxy: BString,
}

impl FetchSettings {
    /// Those in effect.
    #[must_use]
    pub fn of(settings: &Settings) -> FetchSettings {
        let listed = match goproxy::parse(settings.goproxy.as_ref()) {
            Ok(hops) => of_list(&hops),
            Err(_) => Cost::MayBeGone(Gone::BadList),
        };
        FetchSettings { listed, gonoproxy: settings.gonoproxy.clone() }
    }
}

fn of_list(hops: &[Hop]) -> Cost {
    let is_server =
        |hop: &Hop| matches!(&hop.to, To::Proxy(url) if !url.to_ascii_lowercase().starts_with(b"file:"));
    let has = |to: &To| hops.iter().any(|hop| hop.to == *to);
    if hops.iter().any(is_server) {
        Cost::Download
    } else if has(&To::Direct) {
        Cost::MayBeGone(Gone::NoProxy)
    } else if hops.iter().any(|hop| matches!(hop.to, To::Proxy(_))) {
        Cost::MayBeGone(Gone::OnlyFolders)
    } else {
        Cost::MayBeGone(Gone::Off)
    }
}

/// What it costs to get a module version back.
#[must_use]
pub fn cost(version: &ModuleVersion, settings: &FetchSettings) -> Cost {
    if path_of(version).is_none() {
        return Cost::MayBeGone(Gone::NoName);
    }
    if pattern::matches_prefix(&settings.gonoproxy, &version.module) {
        return Cost::MayBeGone(Gone::Private);
    }
    settings.listed.clone()
}

/// Asks the proxies whether they still have a version. What only its own server could tell is not asked: that takes
/// a clone.
///
/// # Errors
/// Nobody could tell.
pub async fn ask(
    version: &ModuleVersion,
    settings: &Settings,
    client: &Client,
    cancel: &Cancel,
) -> Result<Cost, FetchError> {
    let told = cost(version, &FetchSettings::of(settings));
    let askable = matches!(told, Cost::Download | Cost::MayBeGone(Gone::OnlyFolders | Gone::NoProxy));
    let (true, Some(path), Ok(chain)) = (askable, path_of(version), Chain::parse(settings.goproxy.as_ref()))
    else {
        return Ok(told);
    };
    let walked = chain.walk(async |proxy: &Url| client.read(&below(proxy, &path), MOST_INFO, cancel).await);
    match walked.await {
        Walk::Found(_) => Ok(Cost::Download),
        Walk::Stopped(error) | Walk::Ended { failure: Some(error), .. } => Err(error),
        Walk::Ended { at: End::Direct, not_found: None, .. } => Ok(told),
        Walk::Ended { .. } => Ok(Cost::MayBeGone(Gone::NotFound)),
    }
}

/// Where a proxy has its `.info`.
fn path_of(version: &ModuleVersion) -> Option<String> {
    let (path, name) = (escape_path(&version.module).ok()?, escape_version(&version.version).ok()?);
    Some(format!("{path}/@v/{name}.info"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use go_rules::environ::{Environ, Os};

    use super::*;
    use crate::proxy::Deadlines;

    fn settings(goproxy: &str, gonoproxy: &str) -> Settings {
        Settings {
            environ: Environ::new(Os::host(), []),
            goproxy: goproxy.into(),
            gonoproxy: gonoproxy.into(),
            gosumdb: "off".into(),
            gonosumdb: "".into(),
            goprivate: "".into(),
            govcs: "".into(),
            goauth: "".into(),
            gopath: None,
            gomodcache: None,
        }
    }

    fn told(goproxy: &str, gonoproxy: &str, module: &str) -> Cost {
        cost(&ModuleVersion::new(module, "v1.0.0"), &FetchSettings::of(&settings(goproxy, gonoproxy)))
    }

    #[test]
    fn the_settings_tell_what_may_not_come_back() {
        let gone = Cost::MayBeGone;
        for (goproxy, gonoproxy, expected) in [
            ("https://proxy.golang.org,direct", "", Cost::Download),
            ("https://proxy.golang.org,direct", "corp.com", Cost::Download),
            ("https://proxy.golang.org,direct", "*.com/b,a.com", gone(Gone::Private)),
            ("off", "a.com", gone(Gone::Private)),
            ("off", "", gone(Gone::Off)),
            ("", "", gone(Gone::Off)),
            ("direct", "", gone(Gone::NoProxy)),
            ("file:///srv/mods", "", gone(Gone::OnlyFolders)),
            ("FILE:///srv/mods,off", "", gone(Gone::OnlyFolders)),
            ("file:///srv/mods,direct", "", gone(Gone::NoProxy)),
            ("file:///srv/mods|https://p.corp,off", "", Cost::Download),
            ("off,https://p.corp", "", gone(Gone::Off)),
            ("ftp://x", "", gone(Gone::BadList)),
        ] {
            assert_eq!(told(goproxy, gonoproxy, "a.com/b"), expected, "{goproxy} {gonoproxy}");
        }
        assert_eq!(told("https://proxy.golang.org", "", "no such"), gone(Gone::NoName));
    }

    #[test]
    fn only_when_asked_a_proxy_is_asked() {
        let dir = tempfile::tempdir().unwrap();
        let at = dir.path().join("a.com/!b/@v");
        fs::create_dir_all(&at).unwrap();
        fs::write(at.join("v1.0.0.info"), "{\"Version\":\"v1.0.0\"}").unwrap();
        let list = Url::from_directory_path(dir.path()).unwrap().to_string();
        let ask = |list: &str, version: &str| {
            let settings = settings(list, "");
            let client = Client::new(&settings.environ, b"", Deadlines::default()).unwrap();
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            let version = ModuleVersion::new("a.com/B", version);
            runtime.block_on(ask(&version, &settings, &client, &Cancel::new()))
        };
        assert_eq!(ask(&list, "v1.0.0").unwrap(), Cost::Download);
        assert_eq!(ask(&list, "v1.0.1").unwrap(), Cost::MayBeGone(Gone::NotFound));
        assert_eq!(ask("direct", "v1.0.1").unwrap(), Cost::MayBeGone(Gone::NoProxy));
        // Nobody listens there.
        assert!(ask("http://127.0.0.1:1", "v1.0.0").is_err());
    }
}
