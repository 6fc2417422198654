//! Why a module did not come, out of go's words: they are all that go tells.

use bstr::{BStr, BString, ByteSlice};
use go_rules::goproxy;

use super::figures::Hop;
use super::outcome::{Failure, WayOut, Why};
use super::trace::Trace;
use super::wish::Wish;
use crate::cache::ModuleVersion;
use crate::proxy::url::written_host;
use crate::secret::Masked;

/// As much of go's words is kept of one failure, in bytes.
const MOST_SAID: usize = 4000;

/// What go said of a module. `module` may be empty: then it is looked for in the words.
pub fn failure(module: &ModuleVersion, said: &BStr, trace: &Trace, wish: &Wish) -> Failure {
    let named = if module.module.is_empty() { named(said) } else { Some(module.clone()) };
    let last = named.as_ref().and_then(|named| trace.last(named));
    let hop = url_in(said).map(|url| trace.hop_of(url)).or_else(|| last.map(|(hop, _)| hop.clone()));
    let why = why(said);
    let ModuleVersion { module, version } = named.unwrap_or_else(|| ModuleVersion::new("", ""));
    let mut shown = said.to_vec();
    shown.truncate(MOST_SAID);
    Failure {
        way_out: way_out(&why, hop.as_ref(), &module, said, wish),
        why,
        hop,
        said: Masked::value("GOPROXY", &shown),
        module,
        version,
    }
}

/// Whether go says this at the end of a line, whatever a server added to it.
fn why(said: &BStr) -> Why {
    // What a server says of itself is no word of go's.
    let own = said.find("\n\tserver response:").map_or(said, |at| said[..at].as_bstr());
    let has = |words: &[&str]| words.iter().any(|word| own.contains_str(word));
    if has(&["checksum mismatch"]) {
        return if has(&["\tgo.sum:"]) { Why::GoSumMismatch } else { Why::SumdbMismatch };
    }
    if let Some(program) = missing_program(own) {
        return Why::NoProgram { program };
    }
    for (words, why) in KNOWN {
        if has(words) {
            return why.clone();
        }
    }
    if let Some(status) = status(own) {
        return match status {
            404 | 410 => Why::NotFound,
            401 | 403 | 407 => Why::Credentials { status: Some(status) },
            status if is_sumdb(own) && status >= 400 => Why::Sumdb,
            status => Why::Status(status),
        };
    }
    for (words, why) in NETWORK {
        if has(words) {
            return if is_sumdb(own) { Why::Sumdb } else { why.clone() };
        }
    }
    Why::Other
}

/// What the checksum database is asked for.
fn is_sumdb(said: &BStr) -> bool {
    said.contains_str("verifying ") && (said.contains_str("/lookup/") || said.contains_str("/tile/"))
        || said.contains_str("/sumdb/")
}

/// Words that mean one thing wherever they stand; the first that fits.
const KNOWN: &[(&[&str], Why)] = &[
    (&["missing go.sum entry"], Why::GoSumMissing),
    (&["module lookup disabled by GOPROXY=off"], Why::ProxyOff),
    (
        &["GOPROXY list is not the empty string", "invalid proxy URL", "invalid file:// proxy URL"],
        Why::ProxyInvalid,
    ),
    (&["toolchain not available", "cannot find \"go1", "download go1", "invalid toolchain"], Why::Toolchain),
    (&["go.mod requires go >=", "requires go >=", "go.work requires go >="], Why::Toolchain),
    (
        &[
            "terminal prompts disabled",
            "could not read Username",
            "could not read Password",
            "Permission denied (publickey",
            "Authentication failed",
            "Invalid username or password",
            "HTTP Basic: Access denied",
            "Host key verification failed",
        ],
        Why::Credentials { status: None },
    ),
    (&["no space left on device", "not enough space on the disk"], Why::DiskFull),
    (
        &["replacement directory", "(replaced by ./", "(replaced by ../", "(replaced by /"],
        Why::ReplacementMissing,
    ),
    (&["permission denied", "read-only file system", "Access is denied"], Why::Denied),
    (&["not a valid zip file", "invalid character", "unexpected end of JSON"], Why::NotAModule),
    (&["x509:", "tls:", "certificate "], Why::Tls),
    (
        &[
            "parsing $GOFLAGS",
            "(from $GOFLAGS)",
            "unknown environment setting",
            "GOPATH entry",
            "GOMODCACHE entry",
            "module cache not found",
            "could not create module cache",
            "cannot find GOROOT",
            "modules disabled by GO111MODULE",
            "invalid GOTOOLCHAIN",
            "invalid GOSUMDB",
            "missing GOSUMDB",
            "GOAUTH",
            "creating work dir",
        ],
        Why::Settings,
    ),
    (&["errors parsing", "parsing go.mod:", "invalid go version", "unknown directive"], Why::GoMod),
    (&["unknown revision", "no matching versions", "invalid version", "not found in"], Why::NotFound),
    (&["Repository not found", "repository not found", "does not exist"], Why::NotFound),
];

/// Words of the network.
const NETWORK: &[(&[&str], Why)] = &[
    (&["no such host", "server misbehaving", "Could not resolve host", "name resolution"], Why::NameNotFound),
    (&["connection refused", "actively refused"], Why::Refused),
    (
        &[
            "i/o timeout",
            "timeout",
            "deadline exceeded",
            "EOF",
            "connection reset",
            "network is unreachable",
            "no route to host",
            "broken pipe",
        ],
        Why::Unreachable,
    ),
    (&["malformed HTTP", "stopped after", "HTTP response to HTTPS client"], Why::NotAModule),
];

/// `exec: "git": executable file not found in $PATH`
fn missing_program(said: &BStr) -> Option<String> {
    let end = said.find("\": executable file not found in ")?;
    let begin = said[..end].rfind("\"")?;
    Some(said[begin + 1..end].to_str_lossy().into_owned())
}

/// `…: 500 Internal Server Error` at the end of a line.
fn status(said: &BStr) -> Option<u16> {
    said.lines().find_map(|line| {
        line.find_iter(": ").find_map(|at| {
            let rest = &line[at + 2..];
            let number =
                rest.get(..3)?.to_str().ok()?.parse().ok().filter(|status| (100..600).contains(status))?;
            matches!(rest.get(3), None | Some(b' ')).then_some(number)
        })
    })
}

/// The first URL in go's words.
fn url_in(said: &BStr) -> Option<&BStr> {
    let at =
        said.find("https://").into_iter().chain(said.find("http://")).chain(said.find("file://")).min()?;
    let rest = &said[at..];
    let end = rest.find_byteset(b"\" \n\t'").unwrap_or(rest.len());
    Some(rest[..end].trim_end_with(|c| c == ':').as_bstr())
}

/// `path@version` nearest to what went wrong: `a@v1 requires\n\tb@v2: reading …` is about `b`.
fn named(said: &BStr) -> Option<ModuleVersion> {
    let end = said.find("\n\tserver response:").unwrap_or(said.len());
    let words = said[..end].split(|byte| byte.is_ascii_whitespace());
    let version = |word: &[u8]| {
        let word = word.trim_end_with(|c| matches!(c, ':' | ',' | ')'));
        let (module, version) = word.split_once_str("@")?;
        let versioned = version.starts_with(b"v") && version.get(1).is_some_and(u8::is_ascii_digit);
        let is_path = module.contains(&b'.') && !module.contains_str("://") && !module.contains(&b'"');
        (versioned && is_path && !version.contains(&b'/'))
            .then(|| ModuleVersion::new(module.trim_start_with(|c| c == '('), version))
    };
    words.filter_map(version).next_back()
}

fn way_out(why: &Why, hop: Option<&Hop>, module: &BString, said: &BStr, wish: &Wish) -> Option<WayOut> {
    let host = match hop {
        Some(Hop::Direct { host }) if !host.is_empty() => host.clone(),
        Some(Hop::Proxy(url) | Hop::Sumdb(url)) => written_host(url.as_str()),
        Some(Hop::Direct { .. }) | None => {
            module.split_str("/").next().unwrap_or_default().to_str_lossy().into()
        }
    };
    let by_proxy = matches!(hop, Some(Hop::Proxy(_)));
    Some(match why {
        Why::NotFound if by_proxy && !goes_direct(wish) => WayOut::MendSettings { name: "GOPROXY" },
        Why::NotFound => WayOut::FixGoMod,
        Why::ProxyOff | Why::ProxyInvalid => WayOut::MendSettings { name: "GOPROXY" },
        Why::Credentials { .. } => WayOut::AddCredential { host },
        // A server that is overwhelmed is not set up wrongly.
        Why::Status(429 | 502..=504) => WayOut::Download,
        Why::Status(_) | Why::NameNotFound | Why::Refused | Why::NotAModule if by_proxy => {
            WayOut::MendSettings { name: "GOPROXY" }
        }
        Why::Status(_) | Why::NameNotFound | Why::Refused | Why::Unreachable => WayOut::Download,
        Why::GoSumMismatch | Why::GoSumMissing => WayOut::FixGoSum,
        Why::Sumdb => WayOut::MendSettings { name: "GOSUMDB" },
        Why::GoMod | Why::ReplacementMissing => WayOut::FixGoMod,
        Why::Toolchain => WayOut::InstallToolchain { version: toolchain(said) },
        Why::Settings => WayOut::MendSettings { name: setting(said)? },
        Why::NotAModule | Why::SumdbMismatch | Why::Tls | Why::NoProgram { .. } => return None,
        Why::DiskFull | Why::Denied | Why::Other => return None,
    })
}

/// Whether a module that no proxy has is asked of its own host.
fn goes_direct(wish: &Wish) -> bool {
    let hops = goproxy::parse_by(wish.settings.goproxy.as_bstr(), wish.rules).unwrap_or_default();
    hops.iter().any(|hop| hop.to == goproxy::To::Direct)
}

/// `go1.99.7` of `download go1.99.7 for linux/amd64`, or of `requires go >= 1.99.7`.
fn toolchain(said: &BStr) -> Option<BString> {
    let after = |words: &str| Some(&said[said.find(words)? + words.len()..]);
    let (rest, prefix) = after("download ")
        .or_else(|| after("cannot find \""))
        .map(|rest| (rest, ""))
        .or_else(|| after("requires go >= ").map(|rest| (rest, "go")))?;
    let end =
        rest.iter().position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'.').unwrap_or(rest.len());
    let name = [prefix.as_bytes(), &rest[..end]].concat();
    name.starts_with(b"go1.").then(|| name.into())
}

/// The variable that go names.
fn setting(said: &BStr) -> Option<&'static str> {
    const NAMES: [&str; 10] = [
        "GOFLAGS",
        "GO111MODULE",
        "GOTOOLCHAIN",
        "GOSUMDB",
        "GOMODCACHE",
        "GOPATH",
        "GOROOT",
        "GOAUTH",
        "GOWORK",
        "GOTMPDIR",
    ];
    let found = NAMES.into_iter().find(|name| said.contains_str(name));
    found.or_else(|| said.contains_str("module cache").then_some("GOMODCACHE"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn go_s_words_are_understood() {
        for (said, expected) in [
            (
                "a.test/x@v1.0.0: reading https://p.test/a.test/x/@v/v1.0.0.zip: 404 Not Found\n\tserver response: 500",
                Why::NotFound,
            ),
            ("reading https://p/x/@v/v1.mod: 410 Gone", Why::NotFound),
            ("reading https://p/x/@v/v1.mod: 401 Unauthorized", Why::Credentials { status: Some(401) }),
            (
                "reading https://p/x/@v/v1.mod: 502 Bad Gateway\n\tserver response: 404 Not Found",
                Why::Status(502),
            ),
            ("Get \"http://127.0.0.1:1/x\": dial tcp 127.0.0.1:1: connect: connection refused", Why::Refused),
            ("Get \"https://no.test/x\": dial tcp: lookup no.test: no such host", Why::NameNotFound),
            ("Get \"https://no.test/x\": net/http: TLS handshake timeout", Why::Unreachable),
            (
                "Get \"https://no.test/x\": tls: failed to verify certificate: x509: certificate signed by unknown authority",
                Why::Tls,
            ),
            ("x@v1: module lookup disabled by GOPROXY=off", Why::ProxyOff),
            (
                "verifying module: checksum mismatch\n\tdownloaded: h1:x\n\tgo.sum:     h1:y",
                Why::GoSumMismatch,
            ),
            (
                "verifying module: checksum mismatch\n\tdownloaded: h1:x\n\tsum.golang.org: h1:y",
                Why::SumdbMismatch,
            ),
            (
                "verifying go.mod: a.test/x@v1.0.0/go.mod: Get \"https://sum.golang.org/lookup/a\": dial tcp: connection refused",
                Why::Sumdb,
            ),
            (
                "verifying go.mod: reading https://p/sumdb/sum.golang.org/lookup/a: 503 Service Unavailable",
                Why::Sumdb,
            ),
            (
                "git ls-remote -q origin in /c: exit status 128:\n\tfatal: could not read Username for 'https://g': terminal prompts disabled",
                Why::Credentials { status: None },
            ),
            (
                "git init --bare: exec: \"git\": executable file not found in $PATH",
                Why::NoProgram { program: "git".into() },
            ),
            ("zip: not a valid zip file", Why::NotAModule),
            ("download go1.99.7 for linux/amd64: toolchain not available", Why::Toolchain),
            ("open /c: no space left on device", Why::DiskFull),
            ("parsing $GOFLAGS: unknown flag -x", Why::Settings),
            ("what nobody has ever said", Why::Other),
        ] {
            assert_eq!(why(BStr::new(said)), expected, "{said}");
        }
    }

    #[test]
    fn the_module_nearest_to_the_trouble_is_named() {
        let said = "p.test/m requires\n\ta.test/x@v1.0.0 requires\n\tb.test/y@v1.2.0: reading https://p/@v/v1.mod: 500 Internal Server Error";
        assert_eq!(named(BStr::new(said)), Some(ModuleVersion::new("b.test/y", "v1.2.0")));
        assert_eq!(named(BStr::new("no module here, ada@v1.example")), None);
    }

    #[test]
    fn a_toolchain_and_a_variable_are_found_in_words() {
        assert_eq!(
            toolchain(BStr::new("download go1.99.7 for linux/amd64: toolchain not available")).unwrap(),
            "go1.99.7"
        );
        assert_eq!(
            toolchain(BStr::new("go: go.mod requires go >= 1.99.0 (running go 1.27.3; GOTOOLCHAIN=local)"))
                .unwrap(),
            "go1.99.0"
        );
        assert_eq!(setting(BStr::new("parsing $GOFLAGS: non-flag \"a\"")), Some("GOFLAGS"));
    }
}
