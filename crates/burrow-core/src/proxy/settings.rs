//! The settings of Go that say whom to ask, and what is believed.

use std::path::PathBuf;

use bstr::{BStr, BString, ByteSlice};
use go_rules::environ::Environ;
use go_rules::filepath;
use go_rules::files::Files;
use go_rules::vars::{self, Resolved};

use crate::env::resolve::{Asked, AtHand};
use crate::system::files::path_from_bytes;

/// What `go.env` of every upstream toolchain says: without a toolchain there is no such file.
const UPSTREAM_PROXY: &str = "https://proxy.golang.org,direct";
const UPSTREAM_SUMDB: &str = "sum.golang.org";

/// Values in effect, as `go env` prints them. May hold secrets: never to be shown without the mask.
#[derive(Clone, PartialEq, Eq)]
pub struct Settings {
    /// Whose HTTP_PROXY, NETRC, SSL_CERT_FILE and so on count.
    pub environ: Environ,
    pub goproxy: BString,
    pub gonoproxy: BString,
    pub gosumdb: BString,
    pub gonosumdb: BString,
    pub goprivate: BString,
    pub govcs: BString,
    /// Empty before Go 1.24.
    pub goauth: BString,
    /// The first entry of GOPATH: the checksum database's newest tree is remembered below it.
    pub gopath: Option<PathBuf>,
    pub gomodcache: Option<PathBuf>,
}

/// Secrets are not printed, by no way of printing.
impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Settings").field("gomodcache", &self.gomodcache).finish_non_exhaustive()
    }
}

impl Settings {
    /// Those of a question. A machine without any Go has them too.
    #[must_use]
    pub fn asked(asked: &Asked<'_>, files: &dyn Files) -> Settings {
        let at_hand = AtHand::find(asked, files);
        let tolerant = vars::resolve_tolerantly(&asked.question(at_hand.go.as_ref(), files));
        Settings::of(asked.environ, &tolerant.resolved)
    }

    /// Those of an answer. Where no Go was asked, the defaults are those of a toolchain from upstream.
    #[must_use]
    pub fn of(environ: &Environ, resolved: &Resolved) -> Settings {
        let value = |name: &str| resolved.value(name).to_owned();
        let upstream = |name: &str, default: &str| {
            let value = value(name);
            if value.is_empty() && resolved.toolchain.is_none() { default.into() } else { value }
        };
        let absolute = |path: &BStr| {
            let usable = !path.is_empty() && filepath::is_abs(resolved.os, path);
            usable.then(|| path_from_bytes(path)).flatten()
        };
        let gopath = filepath::split_list(resolved.os, resolved.value("GOPATH")).into_iter().next();
        Settings {
            environ: environ.clone(),
            goproxy: upstream("GOPROXY", UPSTREAM_PROXY),
            gonoproxy: value("GONOPROXY"),
            gosumdb: upstream("GOSUMDB", UPSTREAM_SUMDB),
            gonosumdb: value("GONOSUMDB"),
            goprivate: value("GOPRIVATE"),
            govcs: value("GOVCS"),
            goauth: value("GOAUTH"),
            gopath: gopath.and_then(|first| absolute(first.as_bstr())),
            gomodcache: absolute(resolved.value("GOMODCACHE")),
        }
    }
}
