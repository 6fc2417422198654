//! The value of each variable, and whether `go env -changed` would show it (`envcmd.MkEnv`,
//! `envcmd.ExtraEnvVarsCostly`). Nothing here refuses: what go would refuse gets the value it would have.

use bstr::{BStr, BString, ByteSlice};

use super::extra::{self, Modules};
use super::target::{self, Cgo, Target};
use super::{GoenvLocation, Settings};
use crate::build_constants::BuildConstants;
use crate::filepath;
use crate::look_path::{Found, look_path};
use crate::quoted;
use crate::user_dirs;

/// A value with what it would be without any setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Value {
    pub value: BString,
    pub default: BString,
    pub changed: bool,
}

impl Value {
    fn derived(value: impl Into<BString>) -> Value {
        let value = value.into();
        Value { default: value.clone(), value, changed: false }
    }
}

/// `cfg.EnvOrAndChanged`.
fn or_changed(settings: &Settings<'_>, name: &str, default: impl Into<BString>) -> Value {
    let default = default.into();
    let (value, changed) = settings.or_changed(name, default.as_bstr());
    Value { value, default, changed }
}

/// A setting that is empty by default; "changed" as soon as it is not.
fn plain(settings: &Settings<'_>, name: &str) -> Value {
    let value = settings.get(name);
    Value { value: value.into(), default: BString::default(), changed: !value.is_empty() }
}

pub(crate) fn or_default(settings: &Settings<'_>, name: &str, default: &BStr) -> BString {
    settings.or_changed(name, default).0
}

/// GOPATH as go begins with it.
pub(crate) fn gopath(settings: &Settings<'_>) -> Value {
    let default = default_gopath(settings);
    // go/build has already put the process' value in the place of the default, so that this is no change.
    let before = settings.environ.set("GOPATH").unwrap_or(default.as_bstr());
    let (value, changed) = settings.or_changed("GOPATH", before);
    Value { value, default, changed }
}

fn default_gopath(settings: &Settings<'_>) -> BString {
    let os = settings.os;
    let Some(home) = settings.environ.set(user_dirs::home_variable(os)) else { return BString::default() };
    let default = filepath::join(os, &[home.as_bytes(), b"go"]);
    if filepath::clean(os, &default) == filepath::clean(os, settings.runtime_goroot()) {
        return BString::default();
    }
    default
}

/// GOPATH as go goes on with it: a default that is relative is dropped.
pub(crate) fn usable_gopath(settings: &Settings<'_>) -> BString {
    let os = settings.os;
    let value = gopath(settings).value;
    let goroot: BString =
        if settings.rules.since(22) { settings.goroot() } else { settings.runtime_goroot().into() };
    let same = filepath::clean(os, &value) == filepath::clean(os, &goroot);
    let relative = |entry: &BString| !entry.is_empty() && !filepath::is_abs(os, entry);
    if !same && settings.get("GOPATH").is_empty() && filepath::split_list(os, &value).iter().any(relative) {
        return BString::default();
    }
    value
}

/// The first folder of GOPATH, unless it is empty.
pub(crate) fn first_gopath(settings: &Settings<'_>) -> Option<BString> {
    filepath::split_list(settings.os, &usable_gopath(settings)).into_iter().next().filter(|p| !p.is_empty())
}

/// GOMODCACHE, which is computed before a relative default of GOPATH is dropped.
pub(crate) fn gomodcache(settings: &Settings<'_>) -> Value {
    let list = filepath::split_list(settings.os, &gopath(settings).value);
    let default = match list.first() {
        Some(first) if !first.is_empty() => filepath::join(settings.os, &[first.as_slice(), b"pkg/mod"]),
        _ => BString::default(),
    };
    or_changed(settings, "GOMODCACHE", default)
}

/// `cache.DefaultDir`.
fn gocache(settings: &Settings<'_>) -> Value {
    let found = user_dirs::cache_dir(settings.environ, settings.rules);
    let nowhere = found.is_err();
    let default = match found {
        Ok(dir) => filepath::join(settings.os, &[dir.as_slice(), b"go-build"]),
        Err(_) => "off".into(),
    };
    let set = settings.get("GOCACHE");
    if set.is_empty() {
        let changed = nowhere && !settings.rules.since(25);
        return Value { value: default.clone(), default, changed };
    }
    let usable = filepath::is_abs(settings.os, set) || set == "off";
    let changed = !settings.rules.since(25) || set != default;
    Value { value: if usable { set.into() } else { "off".into() }, default, changed }
}

fn goenv(settings: &Settings<'_>) -> Value {
    let path = |location: &GoenvLocation| location.path().map(BString::from).unwrap_or_default();
    let default = path(&GoenvLocation::usual(settings.environ, settings.rules));
    let changed = matches!(settings.location, GoenvLocation::At { explicit: true, .. });
    Value { value: path(&settings.location), default, changed }
}

fn telemetry_dir(settings: &Settings<'_>) -> BString {
    user_dirs::config_dir(settings.environ, settings.rules)
        .map(|dir| filepath::join(settings.os, &[dir.as_slice(), b"go", b"telemetry"]))
        .unwrap_or_default()
}

/// The first word of the mode file.
fn telemetry_mode(settings: &Settings<'_>) -> BString {
    let dir = telemetry_dir(settings);
    if dir.is_empty() {
        return "off".into();
    }
    let file = filepath::join(settings.os, &[dir.as_slice(), b"mode"]);
    let file = crate::look_path::against(settings.os, settings.dir, &file);
    match settings.files.read(file.as_bstr()) {
        Ok(text) => text.trim().split_str(" ").next().unwrap_or_default().into(),
        Err(_) => "local".into(),
    }
}

fn gccgo(settings: &Settings<'_>) -> Value {
    let name: BString = or_default(settings, "GCCGO", BStr::new("gccgo"));
    let find = |name: &BString| look_path(settings.environ, settings.start, settings.files, name);
    let found = find(&name);
    let usual = if name == "gccgo" { found.clone() } else { find(&"gccgo".into()) };
    let default = usual.path().unwrap_or_else(|| "gccgo".into());
    match found {
        Found::At(path) => Value { value: path, default, changed: true },
        // Go remembers the path of a refused program, too.
        Found::Relative(path) => Value { value: path, default, changed: true },
        Found::Nowhere => {
            let changed = settings.rules.since(25) && name != "gccgo";
            Value { value: name, default, changed }
        }
    }
}

fn compiler(settings: &Settings<'_>, name: &str, default: &BStr) -> Value {
    let set = settings.get(name);
    if set.is_empty() {
        return Value { value: default.into(), default: default.into(), changed: false };
    }
    Value { value: set.into(), default: default.into(), changed: true }
}

/// A list of flags: taken apart and put together again.
fn flags(settings: &Settings<'_>, name: &str) -> Value {
    let usual = if settings.rules.since(20) { "-O2 -g" } else { "-g -O2" };
    let default = if name == "CGO_CPPFLAGS" { "" } else { usual };
    let set: BString = or_default(settings, name, BStr::new(default));
    let value = quoted::split(&set).map(|words| quoted::join(&words)).unwrap_or(set);
    // A slip in Go 1.23 leaves CGO_LDFLAGS out.
    let forgotten = name == "CGO_LDFLAGS" && !settings.rules.since(24);
    let changed = !forgotten && value != default;
    Value { value, default: default.into(), changed }
}

fn pkg_config(settings: &Settings<'_>, constants: &BuildConstants) -> Value {
    let default = &constants.pkg_config;
    let set = or_default(settings, "PKG_CONFIG", default.as_bstr());
    let first = quoted::split(&set).ok().and_then(|words| words.first().map(|w| BString::from(*w)));
    let value = first.unwrap_or(set);
    Value { changed: value != *default, value, default: default.clone() }
}

/// Everything the values are made of.
pub(crate) struct Facts<'s, 'a> {
    pub settings: &'s Settings<'a>,
    pub constants: &'s BuildConstants,
    pub target: &'s Target,
    pub cgo: &'s Cgo,
    pub modules: &'s Modules,
}

impl Facts<'_, '_> {
    /// The value of a listed variable.
    pub fn value(&self, name: &str) -> Value {
        let (s, constants) = (self.settings, self.constants);
        let Target { goos, goarch } = self.target;
        match name {
            "GO111MODULE" => {
                let value = plain(s, name);
                Value { changed: value.changed && value.value != "on", ..value }
            }
            "GOOS" | "GOARCH" => {
                let (value, host) = if name == "GOOS" { (goos, &s.go.goos) } else { (goarch, &s.go.goarch) };
                Value { value: value.clone(), default: host.clone(), changed: value != host }
            }
            "GOAUTH" => or_changed(s, name, "netrc"),
            "GOBIN" if s.rules.since(27) => {
                let default = self.modules.gobin(s);
                let (set, changed) = s.or_changed(name, BStr::new(""));
                let value = if set.is_empty() { default.clone() } else { set };
                Value { value, default, changed }
            }
            "GOCACHE" => gocache(s),
            "GOCACHEPROG" | "GOTOOLCHAIN" | "GOPROXY" | "GOSUMDB" => or_changed(s, name, self.upstream(name)),
            "GODEBUG" | "GOPACKAGESDRIVER" => {
                let value: BString = s.environ.get(name).unwrap_or_default().into();
                Value { changed: !value.is_empty(), value, default: BString::default() }
            }
            "GOENV" => goenv(s),
            "GOEXE" => Value::derived(if goos == "windows" { ".exe" } else { "" }),
            "GOEXPERIMENT" => {
                let default = constants.default_of("EXPERIMENT");
                let value = or_default(s, name, default);
                Value { changed: !value.is_empty(), value, default: default.into() }
            }
            "GOFIPS140" => or_changed(s, name, constants.default_of(name)),
            "GOHOSTARCH" => Value::derived(s.go.goarch.clone()),
            "GOHOSTOS" => Value::derived(s.go.goos.clone()),
            "GOMODCACHE" => gomodcache(s),
            "GONOPROXY" | "GONOSUMDB" => or_changed(s, name, s.get("GOPRIVATE")),
            "GOPATH" => {
                let value = gopath(s);
                Value { value: usable_gopath(s), ..value }
            }
            "GOROOT" => Value { default: BString::default(), ..Value::derived(s.goroot()) },
            "GOTELEMETRY" => Value::derived(telemetry_mode(s)),
            "GOTELEMETRYDIR" => Value::derived(telemetry_dir(s)),
            "GOTOOLDIR" => Value::derived(self.tool_dir()),
            "GOVERSION" => Value::derived(s.go.version.clone()),
            "GOMOD" => Value::derived(self.modules.gomod(s.os)),
            "GOWORK" => Value { default: BString::default(), ..Value::derived(extra::gowork(s)) },
            "GCCGO" => gccgo(s),
            "AR" => or_changed(s, name, "ar"),
            "CC" => compiler(s, name, constants.cc(goos, goarch)),
            "CXX" => compiler(s, name, constants.cxx(goos, goarch)),
            "CGO_ENABLED" => {
                let text = |on: bool| BString::from(if on { "1" } else { "0" });
                let Cgo { enabled, default } = *self.cgo;
                Value { value: text(enabled), default: text(default), changed: enabled != default }
            }
            "CGO_CFLAGS" | "CGO_CPPFLAGS" | "CGO_CXXFLAGS" | "CGO_FFLAGS" | "CGO_LDFLAGS" => flags(s, name),
            "PKG_CONFIG" => pkg_config(s, constants),
            _ if Some(name) == target::arch_variable(s, goarch) => {
                or_changed(s, name, target::arch_default(s, constants, name))
            }
            _ => plain(s, name),
        }
    }

    /// The built-in default of what has been in go.env since Go 1.21.
    fn upstream(&self, name: &str) -> &'static str {
        match name {
            "GOPROXY" if !self.settings.rules.since(21) => "https://proxy.golang.org,direct",
            "GOSUMDB" if !self.settings.rules.since(21) => "sum.golang.org",
            _ => "",
        }
    }

    fn tool_dir(&self) -> BString {
        let s = self.settings;
        let goroot = s.goroot();
        if goroot.is_empty() {
            return BString::default();
        }
        let host = format!("{}_{}", s.go.goos, s.go.goarch);
        filepath::join(s.os, &[goroot.as_slice(), b"pkg", b"tool", host.as_bytes()])
    }
}
