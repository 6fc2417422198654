//! What the environment says to the go that runs in the folder: which files it goes by, which tags are set, `-mod`, and
//! whom it would ask.

use std::fs;
use std::path::{Path, PathBuf};

use bstr::{BStr, BString, ByteSlice};
use go_rules::environ::Os;
use go_rules::filepath;
use go_rules::go_command::Rules;
use go_rules::go_quote::quote;
use go_rules::gomod::ModKind;
use go_rules::load::Mode;
use go_rules::pattern;
use go_rules::refusal::Refusal;
use go_rules::source::Tags;
use go_rules::vars::{self, Layer, Origin, Resolved, Supply, Tolerant, registry};
use go_rules::version;

use super::report::Blocker;
use super::step::Held;
use crate::place::Place;
use crate::project::ProjectFile;
use crate::project::flags::Flags;
use crate::sdk::which::Which;
use crate::secret::Masked;
use crate::system::files::path_from_bytes;

/// What go goes by.
pub struct Setup {
    pub os: Os,
    pub rules: Rules,
    /// `1.27.3`.
    pub version: BString,
    pub directory: PathBuf,
    /// `None`: there is no go.mod and no go.work.
    pub file: Option<ProjectFile>,
    pub gomodcache: Option<PathBuf>,
    /// Where the standard library lies.
    pub std: Option<PathBuf>,
    pub tags: Tags,
    /// `-mod` as GOFLAGS has it.
    pub mode: Option<Mode>,
    /// What GOFLAGS names instead of go.mod.
    pub modfile: Option<PathBuf>,
    pub goproxy: BString,
    pub gonoproxy: BString,
    gosumdb: BString,
    gonosumdb: BString,
    /// Names whose value comes from the process environment.
    environment: Vec<BString>,
    /// Names whose value in a file keeps `go env -u` from working.
    locked: Vec<BString>,
    /// Settings and toolchains that stop go.
    pub blockers: Vec<Blocker>,
}

impl Setup {
    /// Of a folder.
    pub fn of(directory: &Path, tolerant: &Tolerant, which: &Which) -> Setup {
        let resolved = &tolerant.resolved;
        let value = |name: &str| resolved.value(name).to_owned();
        let go = resolved.toolchain.as_ref().map(|toolchain| &toolchain.go);
        let version = go.map_or_else(|| format!("1.{}", resolved.rules.minor()).into(), |go| go.go_version());
        let absolute = |name: &str| {
            let path = resolved.value(name);
            filepath::is_abs(resolved.os, path).then(|| path_from_bytes(path)).flatten()
        };
        let goroot = which.choice.as_ref().and_then(|choice| choice.goroot.clone());
        let goroot = goroot.unwrap_or_else(|| resolved.goroot.clone());
        let mut setup = Setup {
            os: resolved.os,
            rules: resolved.rules,
            version,
            directory: directory.to_path_buf(),
            file: file(resolved),
            gomodcache: absolute("GOMODCACHE"),
            std: path_from_bytes(goroot.as_bstr())
                .filter(|_| !goroot.is_empty())
                .map(|root| root.join("src")),
            tags: Tags::default(),
            mode: None,
            modfile: None,
            goproxy: value("GOPROXY"),
            gonoproxy: value("GONOPROXY"),
            gosumdb: value("GOSUMDB"),
            gonosumdb: value("GONOSUMDB"),
            environment: named(resolved, |origin| origin == Layer::Process),
            locked: resolved.lockouts.iter().map(|lockout| lockout.name.clone()).collect(),
            blockers: toolchain(directory, which, &set(resolved)),
        };
        setup.flags(resolved);
        setup.settings(resolved, tolerant);
        setup
    }

    fn flags(&mut self, resolved: &Resolved) {
        let flags = Flags::of(resolved, &self.directory);
        let cgo = resolved.value("CGO_ENABLED") == "1";
        let (goos, goarch) = (resolved.value("GOOS"), resolved.value("GOARCH"));
        let needs_cgo = flags.sanitizers.first().filter(|_| !cgo && goos != "darwin");
        let needs_cgo = needs_cgo.map(|flag| format!("-{flag} requires cgo"));
        let in_workspace = self.file.as_ref().is_some_and(|file| file.kind() == ModKind::Work);
        let misplaced = flags.modfile.as_ref().filter(|_| in_workspace);
        let misplaced = misplaced.map(|_| "-modfile cannot be used in workspace mode".to_owned());
        if let Some(why) = flags.bad.or(misplaced).or(needs_cgo) {
            self.blockers.push(Blocker::Setting { name: "GOFLAGS", why });
        }
        (self.mode, self.modfile) = (flags.mode, flags.modfile);
        let mut tags = flags.tags;
        tags.extend(flags.sanitizers.iter().map(|name| BString::from(*name)));
        let rules = Rules::of_minor(self.minor());
        let on = vars::experiments(rules, goos, goarch, resolved.value("GOEXPERIMENT"));
        tags.extend(on.iter().map(|name| BString::from(format!("goexperiment.{name}"))));
        if rules.since(20) {
            tags.extend(processor(resolved));
        }
        self.tags = Tags::new(goos, goarch, cgo, self.minor(), tags);
    }

    /// Of the toolchain itself, also one that is newer than all that is known.
    fn minor(&self) -> u32 {
        let minor = self.version.split(|b| *b == b'.').nth(1).unwrap_or_default();
        let digits = minor.iter().take_while(|b| b.is_ascii_digit()).count();
        minor[..digits].to_str().ok().and_then(|text| text.parse().ok()).unwrap_or(self.rules.minor())
    }

    fn settings(&mut self, resolved: &Resolved, tolerant: &Tolerant) {
        if resolved.value("GO111MODULE") == "off" {
            let why = "GO111MODULE=off: go passes go.mod over".to_owned();
            self.blockers.push(Blocker::Setting { name: "GO111MODULE", why });
        }
        let workspace = self.file.as_ref().is_some_and(|file| file.kind() == ModKind::Work);
        if resolved.toolchain.is_some()
            && let Some(why) = self.stale_goroot()
        {
            self.blockers.push(Blocker::Setting { name: "GOROOT", why });
        }
        if let Some(cache) = self.gomodcache.as_ref().filter(|cache| cache.exists() && !cache.is_dir()) {
            let why = format!("could not create module cache: {} is not a directory", cache.display());
            self.blockers.push(Blocker::Setting { name: "GOMODCACHE", why });
        }
        let of_cache = resolved.value("GOMODCACHE");
        if self.gomodcache.is_none()
            && !of_cache.is_empty()
            && set(resolved).iter().any(|it| it == "GOMODCACHE")
        {
            let shown = Masked::value("GOMODCACHE", of_cache);
            let why = format!(
                "GOMODCACHE entry is relative; must be absolute path: {}",
                quote(shown.as_str().into())
            );
            self.blockers.push(Blocker::Setting { name: "GOMODCACHE", why });
        }
        if resolved.value("GOCACHE") == "off" {
            let why = "build cache is disabled, or its place cannot be told".to_owned();
            self.blockers.push(Blocker::Setting { name: "GOCACHE", why });
        }
        let temp = path_from_bytes(resolved.value("GOTMPDIR")).filter(|dir| !dir.as_os_str().is_empty());
        if let Some(dir) = temp.filter(|dir| !dir.is_dir()) {
            let why = format!("creating work dir: stat {}: no such file or directory", dir.display());
            self.blockers.push(Blocker::Setting { name: "GOTMPDIR", why });
        }
        let vendor = self.mode == Some(Mode::Vendor) && self.rules.since(22);
        if workspace && self.mode.is_some_and(|mode| mode != Mode::Readonly) && !vendor {
            let why = "-mod may only be set to readonly or vendor when in workspace mode".to_owned();
            self.blockers.push(Blocker::Setting { name: "GOFLAGS", why });
        }
        if let Some(refusal) = &tolerant.refusal
            && self.blockers.is_empty()
        {
            let name = setting(refusal, &set(resolved)).unwrap_or("GOENV");
            self.blockers.push(Blocker::Setting { name, why: said(refusal) });
        }
    }

    /// Where the value of a setting stands.
    pub fn held(&self, name: &str) -> Held {
        if self.environment.iter().any(|it| it == name) {
            Held::Environment
        } else if self.locked.iter().any(|it| it == name) {
            Held::LockedFile
        } else {
            Held::File
        }
    }

    /// Another version's tools compile nothing for this go.
    fn stale_goroot(&self) -> Option<String> {
        let text = fs::read(self.std.as_ref()?.parent()?.join("VERSION")).ok()?;
        let named = version::of_toolchain(text.lines().next()?)?;
        let differs = version::compare(named, &self.version).is_ne();
        differs.then(|| format!("GOROOT is that of go{named}, and this is go{}", self.version))
    }

    /// Whether the checksum database vouches for a module that go.sum does not know.
    pub fn asks_database(&self, module: &BStr) -> bool {
        self.gosumdb != "off" && !pattern::matches_prefix(&self.gonosumdb, module)
    }

    /// Whether no module may be fetched.
    pub fn proxy_is_off(&self) -> bool {
        self.goproxy.split(|b| matches!(b, b',' | b'|')).map(ByteSlice::trim).find(|hop| !hop.is_empty())
            == Some(b"off")
    }
}

fn said(refusal: &Refusal) -> String {
    Masked::said(refusal).into_string()
}

/// What keeps a toolchain from running.
fn toolchain(directory: &Path, which: &Which, set: &[BString]) -> Vec<Blocker> {
    if which.trouble().is_some() {
        return vec![Blocker::NoGo];
    }
    let Some(choice) = &which.choice else { return vec![Blocker::UntoldGo] };
    let wanted = choice.toolchain.clone();
    if let Some(refusal) = &choice.error {
        // Another toolchain would stop at it as well.
        if let Some(name) = setting(refusal, set) {
            return vec![Blocker::Setting { name, why: said(refusal) }];
        }
        if let Refusal::BadToolchainLine { file, line, .. } = refusal {
            // Go names the file without its folder.
            let name = path_from_bytes(file.as_bstr()).unwrap_or_default();
            let path = directory.ancestors().map(|folder| folder.join(&name)).find(|path| path.is_file());
            let place = Place { file: path.unwrap_or(name), line: Some(*line) };
            return vec![Blocker::File { place, why: said(refusal) }];
        }
        return vec![Blocker::Toolchain { wanted, why: Some(said(refusal)) }];
    }
    match choice.from {
        Some(Supply::Download) => vec![Blocker::Toolchain { wanted, why: None }],
        _ => Vec::new(),
    }
}

/// The setting that go refuses to go by, among those that somebody made.
fn setting(refusal: &Refusal, set: &[BString]) -> Option<&'static str> {
    let name = registry::facts(refusal.subject()?)?.name;
    set.iter().any(|it| it == name).then_some(name)
}

/// What the environment or the person's file says.
fn set(resolved: &Resolved) -> Vec<BString> {
    named(resolved, |layer| matches!(layer, Layer::Process | Layer::User))
}

fn named(resolved: &Resolved, comes_from: impl Fn(Layer) -> bool) -> Vec<BString> {
    let all = resolved.variables.iter().chain(&resolved.unlisted);
    let those = all.filter(|it| matches!(it.origin, Origin::Layer(layer) if comes_from(layer)));
    those.map(|it| it.name.clone()).collect()
}

fn file(resolved: &Resolved) -> Option<ProjectFile> {
    let path = |name: &str| {
        let path = resolved.value(name);
        let none = path.is_empty() || path == "off" || path == "/dev/null" || path == "NUL";
        (!none).then(|| path_from_bytes(path)).flatten()
    };
    path("GOWORK").map(ProjectFile::of_gowork).or_else(|| path("GOMOD").and_then(ProjectFile::of))
}

/// What the processor can, as tags (`buildcfg.gogoarchTags`, since Go 1.20): each level with those below it.
fn processor(resolved: &Resolved) -> Vec<BString> {
    let goarch = resolved.value("GOARCH").to_str_lossy().into_owned();
    let name = match goarch.as_str() {
        "mipsle" => "GOMIPS".to_owned(),
        "mips64le" => "GOMIPS64".to_owned(),
        "ppc64le" => "GOPPC64".to_owned(),
        other => format!("GO{}", other.to_ascii_uppercase()),
    };
    let value = resolved.value(&name).to_str_lossy().into_owned();
    let level = |prefix: &str| -> u32 {
        let digits: String =
            value.trim_start_matches(prefix).chars().take_while(char::is_ascii_digit).collect();
        digits.parse().unwrap_or(0)
    };
    let tags: Vec<String> = match goarch.as_str() {
        "amd64" => (1..=level("v")).map(|n| format!("v{n}")).collect(),
        "arm" => (5..=level("")).map(|n| n.to_string()).collect(),
        "arm64" => levels_of_arm64(&value),
        "ppc64" | "ppc64le" => (8..=level("power")).map(|n| format!("power{n}")).collect(),
        "riscv64" => {
            (20..=level("rva")).filter(|n| matches!(n, 20 | 22 | 23)).map(|n| format!("rva{n}u64")).collect()
        }
        "wasm" => vec!["satconv".into(), "signext".into()],
        "386" | "mips" | "mipsle" | "mips64" | "mips64le" => vec![value],
        _ => Vec::new(),
    };
    tags.into_iter().map(|tag| format!("{goarch}.{tag}").into()).collect()
}

/// From 9 on with what 8 has five levels higher.
fn levels_of_arm64(value: &str) -> Vec<String> {
    let numbers = value.split(',').next().and_then(|level| level.strip_prefix('v')?.split_once('.'));
    let Some((major, minor)) = numbers else { return Vec::new() };
    let minor: u32 = minor.parse().unwrap_or(0);
    let mut all: Vec<String> = (0..=minor).map(|n| format!("v{major}.{n}")).collect();
    if major == "9" {
        all.extend((0..=(minor + 5).min(9)).map(|n| format!("v8.{n}")));
    }
    all
}
