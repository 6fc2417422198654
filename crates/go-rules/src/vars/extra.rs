//! What go finds out about modules when it lists its environment: GOMOD, GOWORK, GOBIN
//! (`envcmd.ExtraEnvVars`, `modload.Init`).

use bstr::{BString, ByteSlice};

use super::Settings;
use super::experiments;
use super::resolve::Warning;
use super::startup::{find_go_work, is_temp_root};
use super::target::Target;
use super::values;
use crate::build_constants::BuildConstants;
use crate::environ::Os;
use crate::filepath;
use crate::gomod;
use crate::refusal::Refusal;

/// Module mode in the working directory.
pub(crate) struct Modules {
    /// Modules are on, with or without a go.mod.
    enabled: bool,
    root: Option<BString>,
}

impl Modules {
    /// `modload.Init`, without its refusals.
    pub fn find(settings: &Settings<'_>, warnings: &mut Vec<Warning>) -> Modules {
        let mode = settings.get("GO111MODULE");
        if !matches!(mode.as_bytes(), b"" | b"on" | b"auto") {
            return Modules { enabled: false, root: None };
        }
        let must = mode != "auto";
        let dir = settings.working_dir();
        let mut root = gomod::module_root(settings.files, settings.os, dir.as_bstr());
        if let Some(found) = &root
            && is_temp_root(settings, found)
        {
            let dir = crate::user_dirs::temp_dir(settings.environ);
            warnings.push(Warning::GoModInTemp { dir });
            root = None;
        }
        let enabled = must || root.is_some();
        if enabled
            && let Some(gopath) = values::first_gopath(settings)
            && settings.kind(&filepath::join(settings.os, &[gopath.as_slice(), b"go.mod"])).is_some()
        {
            warnings.push(Warning::GoModInGopath { gopath });
        }
        Modules { enabled, root }
    }

    pub fn gomod(&self, os: Os) -> BString {
        match &self.root {
            Some(root) => filepath::join(os, &[root.as_slice(), b"go.mod"]),
            None if self.enabled => if os == Os::Windows { "NUL" } else { "/dev/null" }.into(),
            None => BString::default(),
        }
    }

    /// GOBIN when nothing sets it, which Go prints from 1.27 on.
    pub fn gobin(&self, settings: &Settings<'_>) -> BString {
        if !settings.rules.since(27) {
            return BString::default();
        }
        let bin = |gopath: &BString| filepath::join(settings.os, &[gopath.as_slice(), b"bin"]);
        if self.enabled {
            return values::first_gopath(settings).map(|gopath| bin(&gopath)).unwrap_or_default();
        }
        let list = filepath::split_list(settings.os, &values::usable_gopath(settings));
        let dir = settings.working_dir();
        let around = list.iter().find(|gopath| dir.starts_with(gopath.as_slice()));
        around.or_else(|| list.first()).map(bin).unwrap_or_default()
    }
}

/// GOWORK as go prints it; a relative setting is refused elsewhere.
pub(crate) fn gowork(settings: &Settings<'_>) -> BString {
    if settings.get("GOWORK") == "off" {
        return "off".into();
    }
    find_go_work(settings, false).ok().flatten().unwrap_or_default()
}

/// The refusals of `modload.Init` and `InitWorkfile`, in their order.
pub(crate) fn check(
    settings: &Settings<'_>,
    constants: &BuildConstants,
    target: &Target,
) -> Result<(), Refusal> {
    if settings.rules.since(24) {
        check_fips(settings, constants, target)?;
    }
    let mode = settings.get("GO111MODULE");
    if !matches!(mode.as_bytes(), b"" | b"on" | b"auto" | b"off") {
        return Err(Refusal::Go111Module { value: mode.into() });
    }
    check_gopath_module(settings)?;
    find_go_work(settings, false).map(|_| ())
}

/// Up to Go 1.21 a go.mod in the first folder of GOPATH stopped everything; later it is only warned of.
pub(crate) fn check_gopath_module(settings: &Settings<'_>) -> Result<(), Refusal> {
    if settings.rules.since(22) {
        return Ok(());
    }
    let mut warnings = Vec::new();
    Modules::find(settings, &mut warnings);
    let in_gopath = warnings.into_iter().find_map(|w| match w {
        Warning::GoModInGopath { gopath } => Some(gopath),
        _ => None,
    });
    in_gopath.map_or(Ok(()), |gopath| Err(Refusal::GopathHasGoMod { gopath }))
}

/// `fips140.Init`.
pub(crate) fn check_fips(
    settings: &Settings<'_>,
    constants: &BuildConstants,
    target: &Target,
) -> Result<(), Refusal> {
    let value: BString = values::or_default(settings, "GOFIPS140", constants.default_of("GOFIPS140"));
    if value.is_empty() || value == "off" {
        return Ok(());
    }
    if value != "latest" {
        check_fips_snapshot(settings, &value)?;
    }
    let experiment = values::or_default(settings, "GOEXPERIMENT", constants.default_of("EXPERIMENT"));
    match experiments::parse(settings.rules, &target.goarch, experiment.as_bstr()) {
        Ok(found) if found.boringcrypto => Err(Refusal::FipsBoring),
        _ => Ok(()),
    }
}

/// A version of the module that lies zipped in GOROOT and is unpacked into the module cache.
fn check_fips_snapshot(settings: &Settings<'_>, value: &BString) -> Result<(), Refusal> {
    if value.contains(&b'/') || value.contains(&b'\\') || value.find("..").is_some() {
        return Err(Refusal::FipsMalformed { value: value.clone() });
    }
    let goroot = settings.goroot();
    let printed = |name: &[u8], ending: &[u8]| {
        let name = bstr::concat([name, ending]);
        filepath::join(settings.os, &[goroot.as_slice(), b"lib", b"fips140", name.as_slice()])
    };
    let place = |name: &[u8], ending: &[u8]| {
        crate::look_path::against(settings.os, settings.dir, &printed(name, ending)).into_owned()
    };
    let there = |name: &[u8]| settings.files.kind(place(name, b".zip").as_bstr()).is_some();
    let text = settings.files.read(place(value, b".txt").as_bstr()).ok();
    let version = text.as_ref().map_or_else(|| value.clone(), |text| BString::from(text.trim()));
    if !there(&version) {
        return Err(Refusal::FipsUnknown { value: version, from: text.map(|_| value.clone()) });
    }
    if settings.rules.since(27) {
        let sums = settings.files.read(place(b"fips140", b".sum").as_bstr()).unwrap_or_default();
        let zip = bstr::concat([version.as_slice(), b".zip"]);
        let known = |line: &[u8]| line.fields().count() == 3 && line.fields().next() == Some(&zip);
        if !sums.lines().any(known) {
            let sums = printed(b"fips140", b".sum");
            return Err(Refusal::FipsUnverified { version, sums });
        }
    }
    super::handover::usable_modcache(settings).map(|_| ())
}

/// What a command that needs modules checks (`modload.Init`).
pub(crate) fn check_modules_on(settings: &Settings<'_>) -> Result<(), Refusal> {
    let mode = settings.get("GO111MODULE");
    match mode.as_bytes() {
        b"" | b"on" | b"auto" => {}
        b"off" => return Err(Refusal::ModulesOff),
        _ => return Err(Refusal::Go111Module { value: mode.into() }),
    }
    let cache = values::gomodcache(settings).value;
    match cache.as_slice() {
        b"" => Err(Refusal::ModCacheNowhere),
        path if !filepath::is_abs(settings.os, path) => Err(Refusal::ModCacheRelative { value: cache }),
        _ => Ok(()),
    }
}
