//! The lists of mirrors: which archives there are, and the checksum that each must have.

use reqwest::Url;
use serde_json::Value;

use super::Platform;
use super::error::InstallError;
use super::mirrors::{LIST_QUERY, Mirror};
use crate::job::{Cancel, Doing, Progress, Step};
use crate::proxy::url::{below, host_of, parse, shown};
use crate::proxy::{Client, FetchError};

/// The list of every release is some megabytes; no list is larger.
const MOST_LIST: u64 = 64 << 20;
/// A checksum beside an archive, perhaps with the archive's name.
const MOST_CHECKSUM: u64 = 4096;

/// An archive of a release for one system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// `go1.27.3`.
    pub version: String,
    /// `go1.27.3.linux-amd64.tar.gz`.
    pub file: String,
    /// In hexadecimal digits.
    pub sha256: String,
    pub bytes: Option<u64>,
}

/// Every release that a mirror lists for a system.
///
/// # Errors
/// [`InstallError::NoList`] where there is none, else why it was not to be had.
pub async fn list(
    mirror: &Mirror,
    platform: &Platform,
    client: &Client,
    cancel: &Cancel,
    progress: &dyn Progress,
) -> Result<Vec<Release>, InstallError> {
    let mut failure = None;
    for list in &mirror.lists {
        let url = parse(list.as_bytes().into())?;
        progress.report(Step::begin(Doing::Asking { host: host_of(&url) }, None));
        match one(&url, platform, client, cancel).await {
            Err(InstallError::Cancelled(cancelled)) => return Err(InstallError::Cancelled(cancelled)),
            Err(error) => failure = failure.or(Some(error)),
            listed => return listed,
        }
    }
    Err(failure.unwrap_or_else(|| InstallError::NoList { url: mirror.archives.clone() }))
}

async fn one(
    url: &Url,
    platform: &Platform,
    client: &Client,
    cancel: &Cancel,
) -> Result<Vec<Release>, InstallError> {
    let none = || InstallError::NoList { url: shown(url) };
    if url.scheme() == "file" {
        return Err(none());
    }
    let mut asked = url.clone();
    asked.set_query(LIST_QUERY.strip_prefix('?'));
    let text = match client.read(&asked, MOST_LIST, cancel).await {
        // A page for people is what a mirror without a list shows of its folder.
        Err(FetchError::WebPage { .. } | FetchError::Status { status: 404 | 410, .. }) => return Err(none()),
        other => other?,
    };
    let all: Value = serde_json::from_slice(&text).map_err(|_| none())?;
    let all = all.as_array().ok_or_else(none)?;
    Ok(all.iter().filter_map(|release| release_for(release, platform)).collect())
}

fn release_for(release: &Value, platform: &Platform) -> Option<Release> {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(ToOwned::to_owned);
    let version = text(release, "version").filter(|version| is_version(version))?;
    let files = release.get("files")?.as_array()?;
    let fits = |file: &&Value| {
        text(file, "kind").as_deref() == Some("archive")
            && text(file, "os").as_deref() == Some(&platform.goos)
            && text(file, "arch").as_deref() == Some(arch(platform))
    };
    let file = files.iter().find(fits)?;
    let name = text(file, "filename").filter(|name| *name == file_name(&version, platform))?;
    let sha256 = text(file, "sha256").and_then(|sum| checksum(&sum))?;
    Some(Release { version, file: name, sha256, bytes: file.get("size").and_then(Value::as_u64) })
}

/// `go1.27.3`, `go1.27rc1`.
pub fn is_version(name: &str) -> bool {
    name.strip_prefix("go")
        .is_some_and(|number| go_rules::version::Version::parse(number.as_bytes()).is_some())
}

/// The architecture as archives are named after it.
fn arch(platform: &Platform) -> &str {
    match platform.goarch.as_str() {
        "arm" => "armv6l",
        arch => arch,
    }
}

/// The name of the archive of a version.
pub fn file_name(version: &str, platform: &Platform) -> String {
    let kind = if platform.goos == "windows" { "zip" } else { "tar.gz" };
    format!("{version}.{}-{}.{kind}", platform.goos, arch(platform))
}

/// Sixty-four hexadecimal digits, in small letters; what follows them is passed over.
fn checksum(text: &str) -> Option<String> {
    let word = text.split_whitespace().next()?.to_ascii_lowercase();
    (word.len() == 64 && word.bytes().all(|b| b.is_ascii_hexdigit())).then_some(word)
}

/// The archive of one version, from the mirror's list, or with the checksum that lies beside it.
///
/// # Errors
/// [`InstallError::UnknownVersion`], [`InstallError::NoChecksum`], or why it could not be asked.
pub async fn find(
    version: &str,
    mirror: &Mirror,
    platform: &Platform,
    client: &Client,
    cancel: &Cancel,
    progress: &dyn Progress,
) -> Result<Release, InstallError> {
    let unknown = || InstallError::UnknownVersion {
        version: version.to_owned(),
        source_name: parse(mirror.archives.as_bytes().into())
            .map_or_else(|_| String::new(), |url| shown(&url)),
    };
    match list(mirror, platform, client, cancel, progress).await {
        Ok(releases) => releases.into_iter().find(|r| r.version == version).ok_or_else(unknown),
        Err(InstallError::NoList { .. }) if mirror.own_checksums => {
            let file = file_name(version, platform);
            let url = below(&parse(mirror.archives.as_bytes().into())?, &format!("{file}.sha256"));
            let text = match client.read(&url, MOST_CHECKSUM, cancel).await {
                Err(error) if error.is_not_found() => return Err(InstallError::NoChecksum { file }),
                other => other?,
            };
            let sum = std::str::from_utf8(&text).ok().and_then(checksum);
            let sha256 = sum.ok_or_else(|| InstallError::NoChecksum { file: file.clone() })?;
            Ok(Release { version: version.to_owned(), file, sha256, bytes: None })
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_archives_for_this_system_with_a_checksum_are_offered() {
        let sum = "ab".repeat(32);
        let file = |name: &str, os: &str, arch: &str, kind: &str, sum: &str| serde_json::json!({"filename": name, "os": os, "arch": arch, "kind": kind, "sha256": sum, "size": 7});
        let release = serde_json::json!({"version": "go1.27.3", "stable": true, "files": [
            file("go1.27.3.src.tar.gz", "", "", "source", &sum),
            file("go1.27.3.linux-amd64.tar.gz", "linux", "amd64", "archive", &sum),
            file("go1.27.3.linux-armv6l.tar.gz", "linux", "armv6l", "archive", &sum),
            file("go1.27.3.darwin-arm64.pkg", "darwin", "arm64", "installer", &sum),
            file("../evil.tar.gz", "darwin", "amd64", "archive", &sum),
            file("go1.27.3.windows-amd64.zip", "windows", "amd64", "archive", "none"),
        ]});
        let found = |goos: &str, goarch: &str| {
            let platform = Platform { goos: goos.into(), goarch: goarch.into() };
            release_for(&release, &platform).map(|r| (r.file, r.bytes))
        };
        assert_eq!(found("linux", "amd64"), Some(("go1.27.3.linux-amd64.tar.gz".into(), Some(7))));
        assert_eq!(found("linux", "arm"), Some(("go1.27.3.linux-armv6l.tar.gz".into(), Some(7))));
        for (goos, goarch) in
            [("darwin", "arm64"), ("darwin", "amd64"), ("windows", "amd64"), ("linux", "386")]
        {
            assert_eq!(found(goos, goarch), None, "{goos}-{goarch}");
        }
    }
}
