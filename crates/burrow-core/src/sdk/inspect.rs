//! What one SDK is, told from its files: what its `go` says of itself, what is missing, what was changed.

use std::path::PathBuf;

use bstr::{BStr, BString, ByteSlice};
use go_rules::buildinfo::NotGo;
use go_rules::env_file::EnvFile;
use go_rules::environ::Environ;
use go_rules::filepath;
use go_rules::go_command::{GoCommand, Role};
use go_rules::user_dirs::home_variable;
use go_rules::vars::{self, Question};

use super::probe::runs_here;
use super::sources::Way;
use super::sources::ground::Ground;
use crate::secret::Masked;

/// A folder that is a Go SDK, or the remains of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sdk {
    /// Canonical: every folder is in a list once, however many ways lead to it.
    pub goroot: PathBuf,
    /// `go1.27.3`, from the build info of `bin/go`; as are the next two.
    pub version: Option<BString>,
    pub goos: Option<BString>,
    pub goarch: Option<BString>,
    pub problems: Vec<SdkProblem>,
    /// In the order in which they were found; never empty.
    pub ways: Vec<Way>,
    /// The `go` that a terminal finds belongs to it.
    pub active: bool,
    /// Where its `go.env` departs from what Go's own builds of that version have there.
    pub patches: Vec<Patch>,
    /// Whether cgo is on by default, with this environment; `None` where it cannot be told.
    pub cgo: Option<bool>,
}

impl Sdk {
    /// Whether it can be used.
    pub fn state(&self) -> SdkState {
        match self.problems.iter().all(SdkProblem::is_harmless) {
            true => SdkState::Complete,
            false => SdkState::Broken,
        }
    }
}

/// Whether an SDK can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SdkState {
    /// `bin/go` is a Go toolchain for this system, and `pkg/tool` is a folder.
    Complete,
    Broken,
}

impl SdkState {
    /// The name in JSON and on the wire.
    pub fn id(self) -> &'static str {
        match self {
            SdkState::Complete => "complete",
            SdkState::Broken => "broken",
        }
    }
}

/// What is wrong with an SDK.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SdkProblem {
    /// `bin/go` is missing, or no file.
    NoGo {
        /// There is one below `bin`, made for another system: `windows/amd64`.
        elsewhere: Option<(BString, BString)>,
    },
    /// `bin/go` is a file, but not the go command.
    NotGo(NotTheCommand),
    /// `bin/go` is made for another system.
    Foreign { goos: BString, goarch: BString },
    /// There is no `pkg/tool`.
    NoTools,
    /// The file VERSION says something else than the build info of `bin/go`. The SDK works nevertheless.
    VersionFile { file: BString, program: BString },
}

impl SdkProblem {
    /// The name in JSON and on the wire.
    pub fn code(&self) -> &'static str {
        match self {
            SdkProblem::NoGo { .. } => "no-go",
            SdkProblem::NotGo(_) => "not-go",
            SdkProblem::Foreign { .. } => "foreign",
            SdkProblem::NoTools => "no-tools",
            SdkProblem::VersionFile { .. } => "version-file",
        }
    }

    /// Whether the SDK works in spite of it.
    pub fn is_harmless(&self) -> bool {
        matches!(self, SdkProblem::VersionFile { .. })
    }
}

/// What stands in the place of the go command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NotTheCommand {
    /// A script, as version managers put in PATH.
    Script,
    /// It cannot be read.
    Unreadable,
    /// A Go program, but another one.
    OtherProgram,
    /// A file without Go's build info.
    NoRecord,
}

/// A setting of an SDK's `go.env` that is not upstream's. `None`: not set there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patch {
    pub name: String,
    pub upstream: Option<Masked>,
    pub here: Option<Masked>,
}

/// What could be told of one SDK.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Facts {
    pub version: Option<BString>,
    pub goos: Option<BString>,
    pub goarch: Option<BString>,
    pub problems: Vec<SdkProblem>,
    pub patches: Vec<Patch>,
    pub cgo: Option<bool>,
}

/// Looks at the SDK in a folder.
pub(super) fn inspect(ground: &Ground<'_>, goroot: &BStr) -> Facts {
    let mut facts = Facts::default();
    let go = match command_of(ground, goroot) {
        Ok(go) => go,
        Err(problem) => {
            facts.problems.push(problem);
            facts.problems.extend(tools_of(ground, goroot));
            return facts;
        }
    };
    facts.version = Some(go.version.clone());
    facts.goos = Some(go.goos.clone());
    facts.goarch = Some(go.goarch.clone());
    if !runs_here(ground.os, &go.goos, &go.goarch) {
        facts.problems.push(SdkProblem::Foreign { goos: go.goos.clone(), goarch: go.goarch.clone() });
    }
    facts.problems.extend(tools_of(ground, goroot));
    facts.patches = patches(ground, goroot, &go);
    if facts.problems.is_empty() {
        facts.problems.extend(version_file(ground, goroot, &go));
        facts.cgo = cgo_by_default(ground, &go);
    }
    facts
}

fn command_of(ground: &Ground<'_>, goroot: &BStr) -> Result<GoCommand, SdkProblem> {
    let path = ground.go_of(goroot);
    if !ground.is_file(&path) {
        return Err(SdkProblem::NoGo { elsewhere: elsewhere(ground, goroot) });
    }
    let not = match ground.program(path.as_bstr()) {
        Ok(go) if go.role == Role::Go => return Ok(go),
        Ok(_) => NotTheCommand::OtherProgram,
        Err(NotGo::Script) => NotTheCommand::Script,
        Err(NotGo::Unreadable) => NotTheCommand::Unreadable,
        Err(NotGo::NotExecutable | NotGo::Malformed | NotGo::NoRecord) => NotTheCommand::NoRecord,
    };
    Err(SdkProblem::NotGo(not))
}

/// An SDK for Windows has `bin/go.exe` only, one that was built for another system `bin/GOOS_GOARCH/go`.
fn elsewhere(ground: &Ground<'_>, goroot: &BStr) -> Option<(BString, BString)> {
    let bin = ground.join(goroot, "bin");
    let mut programs = vec![ground.join(&bin, "go.exe"), ground.join(&bin, "go")];
    for name in ground.files.list(bin.as_bstr()).into_iter().filter(|name| name.contains(&b'_')) {
        let dir = filepath::join(ground.os, &[bin.as_slice(), name.as_slice()]);
        programs.extend(["go", "go.exe"].map(|program| ground.join(&dir, program)));
    }
    let told = programs.iter().filter(|path| ground.is_file(path));
    let go = told.filter_map(|path| ground.program(path.as_bstr()).ok()).find(|go| go.role == Role::Go)?;
    Some((go.goos, go.goarch))
}

fn tools_of(ground: &Ground<'_>, goroot: &BStr) -> Option<SdkProblem> {
    (!ground.is_dir(&ground.join(goroot, "pkg/tool"))).then_some(SdkProblem::NoTools)
}

/// VERSION means nothing to a go that is there, but people and programs read it.
fn version_file(ground: &Ground<'_>, goroot: &BStr, go: &GoCommand) -> Option<SdkProblem> {
    let text = ground.files.read(ground.join(goroot, "VERSION").as_bstr()).ok()?;
    let file = text.lines().next().unwrap_or_default().trim();
    // The linker adds what a build is made with: `go1.26.6 X:boringcrypto`.
    let same = file == go.version || named(file) == named(&go.version);
    (!same && !file.is_empty())
        .then(|| SdkProblem::VersionFile { file: shortened(file), program: go.version.clone() })
}

/// The first word, or of `devel go1.28-4f6bb5 Mon …` the second.
fn named(version: &[u8]) -> &[u8] {
    let mut words = version.fields();
    match words.next() {
        Some(b"devel") => words.next().unwrap_or_default(),
        first => first.unwrap_or_default(),
    }
}

/// What stands in VERSION may be anything.
fn shortened(text: &[u8]) -> BString {
    text.to_str_lossy().chars().take(60).collect::<String>().into()
}

/// `go.env` as Go's own builds have it since there is one; nothing in it has changed from Go 1.21 to 1.27.
const UPSTREAM: [(&str, &str); 3] =
    [("GOPROXY", "https://proxy.golang.org,direct"), ("GOSUMDB", "sum.golang.org"), ("GOTOOLCHAIN", "auto")];

/// Where the first line of a name counts, as it does for go.
fn patches(ground: &Ground<'_>, goroot: &BStr, go: &GoCommand) -> Vec<Patch> {
    // Before, there was no such file, and go does not read one.
    if !go.rules().since(21) {
        return Vec::new();
    }
    let text = ground.files.read(ground.join(goroot, "go.env").as_bstr()).unwrap_or_default();
    let here = EnvFile::parse(&text);
    let masked = |name: &str, value: &[u8]| Masked::value(name, value);
    let upstream = |name: &str| UPSTREAM.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    let mut patches: Vec<Patch> = Vec::new();
    for (name, value) in UPSTREAM {
        let found = here.first(name).map(|entry| entry.value.as_bstr());
        if found != Some(value.into()) {
            patches.push(Patch {
                name: name.into(),
                upstream: Some(masked(name, value.as_bytes())),
                here: found.map(|found| masked(name, found)),
            });
        }
    }
    for entry in here.entries() {
        let name = entry.name.to_str_lossy().into_owned();
        if upstream(&name).is_none() && !patches.iter().any(|known| known.name == name) {
            let here = Some(masked(&name, &entry.value));
            patches.push(Patch { name, upstream: None, here });
        }
    }
    patches
}

/// CGO_ENABLED as `go env` would print it here where nobody sets it: whether a C compiler is there counts since
/// Go 1.20.
fn cgo_by_default(ground: &Ground<'_>, go: &GoCommand) -> Option<bool> {
    let kept = ["PATH", "PATHEXT", "CC", home_variable(ground.os)];
    let kept = kept.iter().filter_map(|name| Some((BString::from(*name), ground.environ.get(name)?.into())));
    let set = [("GOENV", "off"), ("GOTOOLCHAIN", "local"), ("GO111MODULE", "off")];
    let set = set.map(|(name, value)| (BString::from(name), BString::from(value)));
    let environ = Environ::new(ground.os, kept.chain(set));
    let names = ["CGO_ENABLED".into()];
    let question = Question::new(&environ, ground.dir.as_bstr(), Some(go), ground.files).names(&names, false);
    match vars::resolve(&question).ok()?.value("CGO_ENABLED").as_bytes() {
        b"1" => Some(true),
        b"0" => Some(false),
        _ => None,
    }
}
