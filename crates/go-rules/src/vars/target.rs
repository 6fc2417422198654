//! What is built for: the settings of one architecture, and cgo (`internal/buildcfg/cfg.go`,
//! `cmd/go/internal/cfg/cfg.go`).

use bstr::{BStr, BString, ByteSlice};

use super::Settings;
use super::experiments::{self, BadExperiment};
use crate::build_constants::BuildConstants;
use crate::look_path::{Found, look_path};
use crate::platform;
use crate::refusal::Refusal;

/// GOOS and GOARCH in effect.
pub(crate) struct Target {
    pub goos: BString,
    pub goarch: BString,
}

impl Target {
    pub fn of(settings: &Settings<'_>) -> Target {
        let or = |name: &str, host: &BString| match settings.get(name) {
            none if none.is_empty() => host.clone(),
            some => some.into(),
        };
        Target { goos: or("GOOS", &settings.go.goos), goarch: or("GOARCH", &settings.go.goarch) }
    }

    pub fn is_host(&self, settings: &Settings<'_>) -> bool {
        self.goos == settings.go.goos && self.goarch == settings.go.goarch
    }
}

/// The variables whose wrong value in the process environment ends `go env`, in the order in which Go looks.
const CHECKED: &[(&str, u32)] = &[
    ("GOAMD64", 0),
    ("GOARM", 0),
    ("GOARM64", 23),
    ("GOMIPS", 0),
    ("GOMIPS64", 0),
    ("GOPPC64", 0),
    ("GORISCV64", 23),
    ("GOWASM", 0),
    ("GOFIPS140", 24),
];

/// `buildcfg.Check`: the files do not count here, and of several errors Go knows the last.
pub(crate) fn check(settings: &Settings<'_>, constants: &BuildConstants) -> Result<(), Refusal> {
    let mut error = None;
    for (name, since) in CHECKED {
        if !settings.rules.since(*since) {
            continue;
        }
        let found = settings.environ.set(name).and_then(|value| complaint(settings, name, value));
        if *name == "GOARM64" {
            // It assigns its own result, and with it forgets what was wrong before.
            error = None;
        }
        if let Some(text) = found {
            error = Some(Refusal::BuildConfig { program: "go", text, name });
        }
    }
    let goarch = settings.environ.set("GOARCH").unwrap_or(settings.go.goarch.as_bstr());
    let experiment = settings.environ.set("GOEXPERIMENT").unwrap_or(constants.default_of("EXPERIMENT"));
    if let Err(bad) = experiments::parse(settings.rules, goarch, experiment) {
        error = Some(bad_experiment(bad, true));
    }
    error.map_or(Ok(()), Err)
}

pub(crate) fn bad_experiment(bad: BadExperiment, process: bool) -> Refusal {
    match bad {
        BadExperiment::Unknown(name) => Refusal::UnknownExperiment { name, process },
        BadExperiment::RegabiDependency => Refusal::RegabiDependency { process },
    }
}

fn complaint(settings: &Settings<'_>, name: &str, value: &BStr) -> Option<String> {
    let rules = settings.rules;
    let one_of = |accepted: &[&str]| {
        let known = accepted.iter().any(|a| a.as_bytes() == value.as_bytes());
        (!known).then(|| format!("invalid {name}: must be {}", accepted.join(", ")))
    };
    match name {
        "GOAMD64" => one_of(&["v1", "v2", "v3", "v4"]),
        "GOARM" if !rules.since(22) => one_of(&["5", "6", "7"]),
        "GOARM" => arm(value).is_none().then(|| {
            "invalid GOARM: must start with 5, 6, or 7, and may optionally end in either \",hardfloat\" or \
             \",softfloat\""
                .into()
        }),
        "GOARM64" => arm64(value).is_none().then(|| {
            "invalid GOARM64: must start with v8.{0-9} or v9.{0-5} and may optionally end in \",lse\" and/or \
             \",crypto\""
                .into()
        }),
        "GOMIPS" | "GOMIPS64" => one_of(&["hardfloat", "softfloat"]),
        "GOPPC64" if !rules.since(20) => one_of(&["power8", "power9"]),
        "GOPPC64" => one_of(&["power8", "power9", "power10"]),
        "GORISCV64" if !rules.since(25) => one_of(&["rva20u64", "rva22u64"]),
        "GORISCV64" => one_of(&["rva20u64", "rva22u64", "rva23u64"]),
        "GOWASM" => value
            .split(|b| *b == b',')
            .rfind(|o| !matches!(*o, b"" | b"satconv" | b"signext"))
            .map(|o| format!("invalid GOWASM: no such feature {}", crate::go_quote::quote(o.as_bstr()))),
        "GOFIPS140" => {
            let form = if rules.since(26) { "v1.Y.Z" } else { "vX.Y.Z" };
            let text = format!("invalid GOFIPS140: must be off, latest, inprocess, certified, or {form}");
            (!fips_form(value, rules.since(26))).then_some(text)
        }
        _ => None,
    }
}

/// `buildcfg.isFIPSVersion` and the words beside it.
fn fips_form(value: &[u8], newer: bool) -> bool {
    if matches!(value, b"off" | b"latest" | b"inprocess" | b"certified") {
        return true;
    }
    let number = |text: &[u8]| text.iter().take_while(|b| b.is_ascii_digit()).count();
    let Some(rest) = value.strip_prefix(b"v") else { return false };
    let major = number(rest);
    if major == 0 || (newer && &rest[..major] != b"1") {
        return false;
    }
    let Some(rest) = rest[major..].strip_prefix(b".") else { return false };
    let minor = number(rest);
    let Some(rest) = rest[minor..].strip_prefix(b".").filter(|_| minor > 0) else { return false };
    let patch = number(rest);
    let tail = &rest[patch..];
    if patch == 0 {
        return false;
    }
    let candidate = newer && tail.strip_prefix(b"-rc").is_some_and(|n| !n.is_empty() && number(n) == n.len());
    let hash = tail.starts_with(b"-") && tail.len() == 9 && !(newer && tail.starts_with(b"-rc"));
    tail.is_empty() || hash || candidate
}

/// The name of the setting that belongs to an architecture (`cfg.GetArchEnv`).
pub(crate) fn arch_variable(settings: &Settings<'_>, goarch: &[u8]) -> Option<&'static str> {
    use super::registry::{Listing, VARIABLES};
    let arch = |v: &&super::registry::VariableFacts| matches!(v.listing, Listing::For(_));
    VARIABLES.iter().filter(arch).find(|v| v.listed(settings.rules, goarch)).map(|v| v.name)
}

/// What an architecture's setting is without a setting. Up to Go 1.23 it is what the process environment was
/// understood as, from 1.24 on the constant as it was written at build time.
pub(crate) fn arch_default(settings: &Settings<'_>, constants: &BuildConstants, name: &str) -> BString {
    let rules = settings.rules;
    let built = constants.default_of(name);
    let value = settings.environ.set(name).unwrap_or(built);
    if name == "GOWASM" {
        let has = |word: &str| value.split_str(",").any(|o| o == word.as_bytes());
        let words: Vec<_> = ["satconv", "signext"].into_iter().filter(|w| has(w)).collect();
        return if rules.since(26) { BString::default() } else { words.join(",").into() };
    }
    if rules.since(24) {
        return built.into();
    }
    match name {
        "GOARM" => {
            let android = settings.environ.set("GOOS").unwrap_or(settings.go.goos.as_bstr()) == "android"
                && settings.environ.set("GOARCH").unwrap_or(settings.go.goarch.as_bstr()) == "arm";
            let built = if android { BStr::new("7") } else { built };
            let value = settings.environ.set(name).unwrap_or(built);
            arm_text(rules.since(22), value).or_else(|| arm_text(rules.since(22), built)).unwrap_or_default()
        }
        "GOARM64" => arm64(value).or_else(|| arm64(built)).unwrap_or_default(),
        _ if complaint(settings, name, value).is_some() => built.into(),
        _ => value.into(),
    }
}

/// The generation and whether the value asks for software floating point.
fn arm(value: &[u8]) -> Option<(u8, bool)> {
    let (value, mut soft, mut said) = match value.strip_suffix(b",softfloat") {
        Some(rest) => (rest, true, true),
        None => (value, false, false),
    };
    let value = value.strip_suffix(b",hardfloat").inspect(|_| said = true).unwrap_or(value);
    match value {
        [generation @ b'5'..=b'7'] => {
            if !said && *generation == b'5' {
                soft = true;
            }
            Some((*generation, soft))
        }
        _ => None,
    }
}

fn arm_text(with_float: bool, value: &[u8]) -> Option<BString> {
    if !with_float {
        return matches!(value, [b'5'..=b'7']).then(|| value.into());
    }
    let (generation, soft) = arm(value)?;
    Some(format!("{},{}float", generation as char, if soft { "soft" } else { "hard" }).into())
}

/// The canonical text of a GOARM64 value.
fn arm64(value: &[u8]) -> Option<BString> {
    let (mut value, mut lse, mut crypto) = (value, false, false);
    loop {
        if let Some(rest) = value.strip_suffix(b",lse") {
            (value, lse) = (rest, true);
        } else if let Some(rest) = value.strip_suffix(b",crypto") {
            (value, crypto) = (rest, true);
        } else {
            break;
        }
    }
    match value {
        b"v8.0" => {}
        [b'v', b'8', b'.', b'1'..=b'9'] | [b'v', b'9', b'.', b'0'..=b'5'] => lse = true,
        _ => return None,
    }
    let mut text = BString::from(value);
    text.extend_from_slice(if lse { b",lse" } else { b"" });
    text.extend_from_slice(if crypto { b",crypto" } else { b"" });
    Some(text)
}

/// CGO_ENABLED in effect, and what it would be without a setting.
pub(crate) struct Cgo {
    pub enabled: bool,
    pub default: bool,
}

impl Cgo {
    pub fn of(settings: &Settings<'_>, constants: &BuildConstants, target: &Target) -> Cgo {
        let default = Cgo::default_for(settings, constants, target);
        let enabled = match settings.get("CGO_ENABLED").as_bytes() {
            b"0" => false,
            b"1" => true,
            _ => default,
        };
        Cgo { enabled, default }
    }

    fn default_for(settings: &Settings<'_>, constants: &BuildConstants, target: &Target) -> bool {
        let native = Cgo::of_go_build(settings, constants);
        let built = constants.default_of("CGO_ENABLED");
        if settings.rules.since(25) && !built.is_empty() {
            return built == "1";
        }
        if !target.is_host(settings) {
            return false;
        }
        // Up to Go 1.24 the native default already knows the process' CGO_ENABLED.
        let supported = if settings.rules.since(25) {
            platform::cgo_supported(settings.rules, &target.goos, &target.goarch)
        } else {
            native
        };
        let look = settings.rules.since(20) && native && settings.environ.set("CC").is_none();
        if look {
            let cc = constants.cc(&target.goos, &target.goarch);
            let found = look_path(settings.environ, settings.start, settings.files, cc);
            return supported && matches!(found, Found::At(_));
        }
        supported
    }

    /// `build.Default.CgoEnabled`, which knows no files.
    fn of_go_build(settings: &Settings<'_>, constants: &BuildConstants) -> bool {
        let or = |name: &str, other: &'_ BStr| -> BString {
            settings.environ.set(name).map_or_else(|| other.into(), Into::into)
        };
        match or("CGO_ENABLED", constants.default_of("CGO_ENABLED")).as_bytes() {
            b"1" => true,
            b"0" => false,
            _ => {
                let goos = or("GOOS", settings.go.goos.as_bstr());
                let goarch = or("GOARCH", settings.go.goarch.as_bstr());
                goos == settings.go.goos
                    && goarch == settings.go.goarch
                    && platform::cgo_supported(settings.rules, &goos, &goarch)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arm_generations_with_and_without_float() {
        assert_eq!(arm_text(true, b"7").unwrap(), "7,hardfloat");
        assert_eq!(arm_text(true, b"5").unwrap(), "5,softfloat");
        assert_eq!(arm_text(true, b"5,hardfloat").unwrap(), "5,hardfloat");
        assert_eq!(arm_text(true, b"8"), None);
        assert_eq!(arm_text(false, b"6").unwrap(), "6");
        assert_eq!(arm_text(false, b"6,hardfloat"), None);
    }

    #[test]
    fn arm64_versions_imply_lse_from_8_1_on() {
        assert_eq!(arm64(b"v8.0").unwrap(), "v8.0");
        assert_eq!(arm64(b"v8.1").unwrap(), "v8.1,lse");
        assert_eq!(arm64(b"v9.5,crypto,lse").unwrap(), "v9.5,lse,crypto");
        assert_eq!(arm64(b"v9.6"), None);
        assert_eq!(arm64(b"v8.0,foo"), None);
    }

    #[test]
    fn fips_versions_have_a_form() {
        for (value, older, newer) in [
            ("v1.0.0", true, true),
            ("v2.0.0", true, false),
            ("v1.0.0-c2097c7c", true, true),
            ("v1.0.0-rc1", false, true),
            ("v1.0", false, false),
            ("on", false, false),
            ("certified", true, true),
        ] {
            assert_eq!(
                (fips_form(value.as_bytes(), false), fips_form(value.as_bytes(), true)),
                (older, newer)
            );
        }
    }
}
