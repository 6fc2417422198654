//! Toolchains as modules: where one lies in the module cache, whether go would begin to download it, and whether it
//! may use it (`cmd/go/internal/modfetch`). No server is asked.

use bstr::{BStr, BString, ByteSlice};

use super::Settings;
use super::values;
use super::which::Obstacle;
use crate::environ::Os;
use crate::filepath;
use crate::goproxy::{self, To};
use crate::pattern;
use crate::refusal::Refusal;
use crate::sumdb::record::Record;
use crate::sumdb::setting::Database;
use crate::user_dirs;
use crate::version;

const MODULE: &str = "golang.org/toolchain";

/// The version under which a toolchain is a module.
fn module_version(settings: &Settings<'_>, name: &BStr) -> String {
    format!("v0.0.1-{name}.{}-{}", settings.go.goos, settings.go.goarch)
}

/// The places of one toolchain in a module cache.
pub(crate) struct CachedModule {
    os: Os,
    cache: BString,
    /// The version as file names have it.
    escaped: String,
}

impl CachedModule {
    pub fn of(settings: &Settings<'_>, cache: &BString, name: &BStr) -> CachedModule {
        let escaped = escape(&module_version(settings, name));
        CachedModule { os: settings.os, cache: cache.clone(), escaped }
    }

    /// Where it is unpacked: its GOROOT.
    pub fn dir(&self) -> BString {
        self.below(&format!("{MODULE}@{}", self.escaped))
    }

    /// A file of its download, by its ending.
    fn download(&self, ending: &str) -> BString {
        self.below(&format!("cache/download/{MODULE}/@v/{}.{ending}", self.escaped))
    }

    pub fn has(&self, settings: &Settings<'_>, ending: &str) -> bool {
        settings.kind(&self.download(ending)).is_some()
    }

    fn below(&self, path: &str) -> BString {
        filepath::join(self.os, &[self.cache.as_slice(), path.as_bytes()])
    }
}

/// Whether go would begin to fetch a toolchain that is not here, and what would then stand in the way.
///
/// # Errors
/// What go says without having asked any server.
pub(crate) fn download(settings: &Settings<'_>, name: &BStr) -> Result<Option<Obstacle>, Refusal> {
    let failed = |why: String| Refusal::ToolchainDownload { name: name.into(), why };
    let version = module_version(settings, name);
    if !is_semver(&version) {
        return Err(failed(format!("non-semver module version {version:?}")));
    }
    let list = settings.get("GOPROXY");
    let hops = goproxy::parse(list).map_err(|why| failed(why.to_string()))?;
    if hops.is_empty() {
        return Err(failed(goproxy::BadList::NoEntries.to_string()));
    }
    let own_version = version::of_toolchain(name).unwrap_or_default();
    let language = version::is_language(own_version) && version::compare(own_version, b"1.21").is_ge();
    let private = values::or_default(settings, "GONOPROXY", settings.get("GOPRIVATE"));
    let past_proxies = pattern::matches_prefix(&private, MODULE.as_bytes());
    let asks = |to: &To| match to {
        To::Direct => true,
        To::Off => false,
        To::Proxy(url) => !past_proxies && proxy_may_have(settings, url, &version),
    };
    if !(past_proxies || hops.iter().any(|hop| asks(&hop.to))) {
        let (goos, goarch) = (settings.go.goos.clone(), settings.go.goarch.clone());
        return Err(Refusal::ToolchainNotOffered { name: name.into(), goos, goarch, language });
    }
    if language {
        return Ok(Some(Obstacle::LanguageVersion));
    }
    Ok(match check(settings, name) {
        Check::Refused(why) => Some(Obstacle::Unverifiable { why }),
        Check::NotNeeded | Check::Known | Check::Asks => None,
    })
}

/// A server has to be asked; a folder is looked into.
fn proxy_may_have(settings: &Settings<'_>, url: &BString, version: &str) -> bool {
    let Some(path) = url.strip_prefix(b"file:") else { return true };
    let path = unescape(path.strip_prefix(b"//").unwrap_or(path));
    // Of `file:///C:/x` the first slash is no part of the path.
    let path = match settings.os {
        Os::Windows => path.strip_prefix(b"/").unwrap_or(&path),
        _ => &path,
    };
    let zip = format!("{MODULE}/@v/{}.zip", escape(version));
    settings.kind(&filepath::join(settings.os, &[path, zip.as_bytes()])).is_some()
}

/// `%41` as `A`.
fn unescape(path: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(path.len());
    let mut rest = path;
    while let [first, tail @ ..] = rest {
        let code = tail.get(..2).filter(|_| *first == b'%').and_then(|hex| hex.to_str().ok());
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                rest = &tail[2..];
            }
            None => {
                out.push(*first);
                rest = tail;
            }
        }
    }
    out
}

/// Whether go may use a toolchain, which it makes sure of on every use (`modfetch.checkModSum`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Check {
    /// It takes it as it is.
    NotNeeded,
    /// The record of the checksum database is here.
    Known,
    /// The checksum database has to be asked.
    Asks,
    /// It may not; in go's words.
    Refused(String),
}

/// What go finds without asking.
pub(crate) fn check(settings: &Settings<'_>, name: &BStr) -> Check {
    let sumdb = settings.get("GOSUMDB");
    let own_proxy =
        settings.environ.set("GIT_HTTP_USER_AGENT").is_some_and(|a| a.contains_str("proxy.golang.org"));
    if goproxy::is_lone_file(settings.get("GOPROXY")) || own_proxy {
        let private = values::or_default(settings, "GONOSUMDB", settings.get("GOPRIVATE"));
        if sumdb == "off" || pattern::matches_prefix(&private, MODULE.as_bytes()) {
            return Check::NotNeeded;
        }
    }
    let database = match Database::of(sumdb) {
        Ok(database) => database,
        Err(why) => return Check::Refused(why.to_string()),
    };
    if let Some(why) = no_place(settings, &module_version(settings, name)) {
        return Check::Refused(why);
    }
    let found = record(settings, name, database.key.name());
    match unasked(settings) {
        Some(why) if found == Check::Asks && database.url.is_none() => {
            Check::Refused(format!("{MODULE}@{}: {why}", module_version(settings, name)))
        }
        _ => found,
    }
}

/// Proxies are asked for the database, too, so a list that go does not take keeps it from asking at all.
fn unasked(settings: &Settings<'_>) -> Option<goproxy::BadList> {
    match goproxy::parse(settings.get("GOPROXY")) {
        Ok(hops) if hops.is_empty() => Some(goproxy::BadList::NoEntries),
        Ok(_) => None,
        Err(why) => Some(why),
    }
}

/// What go remembers of the database lies in the first folder of GOPATH; without one it cannot go on.
fn no_place(settings: &Settings<'_>, version: &str) -> Option<String> {
    let first = filepath::split_list(settings.os, &values::gopath(settings).value).into_iter().next();
    if first.is_some_and(|dir| !dir.is_empty()) {
        return None;
    }
    let home = user_dirs::home_variable(settings.os);
    let why = match settings.environ.set(home) {
        None => format!("{home} is not set"),
        Some(_) => "cannot set GOROOT as GOPATH".into(),
    };
    let stumble = "initializing sumdb.Client: could not locate sumdb file: missing $GOPATH";
    Some(format!("{MODULE}@{version}: {stumble}: {why}"))
}

/// The record in the module cache beside the hash of what was downloaded. That the record is signed is go's to see.
fn record(settings: &Settings<'_>, name: &BStr, database: &str) -> Check {
    let cache = values::gomodcache(settings).value;
    let module = CachedModule::of(settings, &cache, name);
    let file = format!("cache/download/sumdb/{database}/lookup/{MODULE}@{}", module.escaped);
    let answer = match settings.files.read(module.below(&file).as_bstr()) {
        Ok(answer) if !answer.is_empty() => answer,
        _ => return Check::Asks,
    };
    let Some(record) = Record::parse(&answer) else { return Check::Known };
    let Ok(hash) = settings.files.read(module.download("ziphash").as_bstr()) else { return Check::Known };
    let known = record.hash(MODULE.as_bytes(), module_version(settings, name).as_bytes());
    match known {
        Some(known) if known.as_bytes() == hash.trim() => Check::Known,
        Some(_) => Check::Refused("checksum mismatch".into()),
        None => Check::Refused("checksum missing from sumdb response".into()),
    }
}

/// `module.EscapeVersion`: a capital letter becomes `!` and the small one.
fn escape(version: &str) -> String {
    version
        .chars()
        .flat_map(|c| {
            let capital = c.is_ascii_uppercase();
            capital.then_some('!').into_iter().chain(std::iter::once(c.to_ascii_lowercase()))
        })
        .collect()
}

/// `semver.IsValid` of `v0.0.1-` and what follows.
fn is_semver(version: &str) -> bool {
    let Some(pre) = version.strip_prefix("v0.0.1-") else { return false };
    pre.split('.').all(|part| {
        let plain = part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let padded = part.len() > 1 && part.starts_with('0') && part.bytes().all(|b| b.is_ascii_digit());
        !part.is_empty() && plain && !padded
    })
}
