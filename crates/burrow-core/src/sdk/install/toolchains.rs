//! Toolchains as a module: the versions that proxies have, and their files.

use std::cell::RefCell;

use go_rules::pattern;
use reqwest::Url;

use super::Platform;
use super::download::Received;
use super::error::InstallError;
use super::module_cache::MODULE;
use super::offers::OfferSource;
use super::releases::is_version;
use super::run::Job;
use crate::job::Cancel;
use crate::proxy::chain::{End, Walk};
use crate::proxy::url::below;
use crate::proxy::{Chain, Client, FetchError, Settings, direct};

/// What every version of the module begins with.
const VERSION: &str = "v0.0.1-";
/// The list of every toolchain for every system is some hundred kilobytes.
const MOST_LIST: u64 = 16 << 20;
/// `.info` and `.mod` are a line each.
const MOST_FILE: u64 = 1 << 20;

/// `v0.0.1-go1.27.3.linux-amd64`.
pub fn module_version(version: &str, platform: &Platform) -> String {
    format!("{VERSION}{version}.{}-{}", platform.goos, platform.goarch)
}

/// Whom to ask for the module's files: the proxies of the list, unless it is GOPROXY's own and GONOPROXY says
/// otherwise (`modfetch.proxyList`).
pub fn servers(chain: &Chain, source: &OfferSource, settings: &Settings) -> Chain {
    let covered = pattern::matches_prefix(&settings.gonoproxy, MODULE.as_bytes());
    if source.id == "proxy" && covered { Chain::direct() } else { chain.clone() }
}

/// The versions for a system in a proxy's list.
pub fn in_list(list: &str, platform: &Platform) -> Vec<String> {
    let suffix = format!(".{}-{}", platform.goos, platform.goarch);
    let version = |line: &str| {
        let name = line.split_whitespace().next()?.strip_prefix(VERSION)?.strip_suffix(&suffix)?;
        is_version(name).then(|| name.to_owned())
    };
    list.lines().filter_map(version).collect()
}

/// The versions that the proxies of a list have for a system.
///
/// # Errors
/// [`InstallError`].
pub async fn list(
    chain: &Chain,
    goproxy: &str,
    platform: &Platform,
    client: &Client,
    cancel: &Cancel,
) -> Result<Vec<String>, InstallError> {
    let ask = async |proxy: &Url| {
        let url = below(proxy, &format!("{MODULE}/@v/list"));
        let list = client.read(&url, MOST_LIST, cancel).await?;
        Ok(in_list(&String::from_utf8_lossy(&list), platform))
    };
    let walked = chain.walk(&ask).await;
    ended(walked, goproxy, client, cancel, &ask).await
}

/// What a walk came to. `direct` is where the module itself says that it lies.
async fn ended<T>(
    walked: Walk<T>,
    goproxy: &str,
    client: &Client,
    cancel: &Cancel,
    ask: &impl AsyncFn(&Url) -> Result<T, FetchError>,
) -> Result<T, InstallError> {
    match walked {
        Walk::Found(found) => Ok(found),
        Walk::Stopped(error) => Err(error.into()),
        Walk::Ended { at: End::Direct, .. } => {
            let server = direct::module_server(client, MODULE, cancel).await?;
            Ok(ask(&server).await?)
        }
        Walk::Ended { failure, not_found, .. } => match failure.or(not_found) {
            Some(error) => Err(error.into()),
            None => Err(InstallError::ProxyOff(goproxy.to_owned())),
        },
    }
}

/// The zip of a version, from the first proxy that has it, and where it came from.
///
/// # Errors
/// [`InstallError`].
pub async fn receive_zip(
    job: &Job<'_>,
    chain: &Chain,
    version: &str,
) -> Result<(Received, Url), InstallError> {
    // What is wrong beside the network (a full disk) must not make the next proxy be asked.
    let own = RefCell::new(None);
    let ask = async |proxy: &Url| {
        let url = below(proxy, &format!("{MODULE}/@v/{version}.zip"));
        match job.receive(&url).await {
            Ok(received) => Ok((received, url)),
            Err(InstallError::Fetch(error)) => Err(error),
            Err(InstallError::Cancelled(cancelled)) => Err(cancelled.into()),
            Err(error) => {
                own.replace(Some(error));
                Err(FetchError::Cancelled(crate::job::Cancelled))
            }
        }
    };
    let walked = chain.walk(&ask).await;
    let list = job.wish.source.url().into_string();
    let received = ended(walked, &list, job.client, job.cancel, &ask).await;
    match (own.take(), received) {
        (Some(error), _) => Err(error),
        (None, Err(InstallError::Fetch(error))) if error.is_not_found() => Err(job.unknown()),
        (None, received) => received,
    }
}

/// `.info` and `.mod`, which go asks for when the module is named in a build list. Where a proxy does not have them,
/// go does without.
///
/// # Errors
/// Cancelled.
pub async fn info_and_mod(
    job: &Job<'_>,
    chain: &Chain,
    version: &str,
) -> Result<Vec<(&'static str, Vec<u8>)>, InstallError> {
    let mut files = Vec::new();
    for kind in ["info", "mod"] {
        let ask = async |proxy: &Url| {
            let url = below(proxy, &format!("{MODULE}/@v/{version}.{kind}"));
            job.client.read(&url, MOST_FILE, job.cancel).await
        };
        match chain.walk(ask).await {
            Walk::Found(content) => files.push((kind, content)),
            Walk::Stopped(FetchError::Cancelled(cancelled)) => return Err(cancelled.into()),
            _ => {}
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_for_one_system() {
        let platform = Platform { goos: "linux".into(), goarch: "arm64".into() };
        let list = "v0.0.1-go1.21.0.linux-arm64\nv0.0.1-go1.27rc1.linux-arm64 2026-01-01T00:00:00Z\n\
                    v0.0.1-go1.27.3.linux-amd64\nv0.0.1-gobad.linux-arm64\nv0.0.1-go1.27.3.linux-arm64be\n\n";
        assert_eq!(in_list(list, &platform), ["go1.21.0", "go1.27rc1"]);
    }
}
