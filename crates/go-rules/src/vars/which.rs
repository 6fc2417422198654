//! Which toolchain an ordinary command (`go version`) would run in a folder, and every step that leads there.
//! Where `go` would download one, this says so instead of failing.

use bstr::{BString, ByteSlice};

use super::fetching::{self, CachedModule, Check};
use super::handover;
use super::resolve::Question;
use super::startup::{self, Command, Process, Seen, Source, Wish};
use super::target::{self, Target};
use super::{Layer, Settings, experiments, extra, goflags, values};
use crate::build_constants::BuildConstants;
use crate::files::OneLook;
use crate::go_command::GoCommand;
use crate::look_path::against;
use crate::refusal::Refusal;
use crate::toolchain::{AskingFile, DecidedBy, Ground};

/// Where a toolchain comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Supply {
    /// It is the `go` that was asked.
    Local,
    /// A program of its name on PATH.
    Path,
    ModuleCache,
    /// It is not on the machine, and go would fetch it.
    Download,
}

/// What stands in the way although go would begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// A program of its name on PATH whose doings cannot be told by reading it: a script, or no Go program.
    Unreadable { program: BString },
    /// The name is that of a language version (`go1.24`), of which there is no release.
    LanguageVersion,
    /// It could be fetched, but go would then refuse to use it: why, in go's words.
    Unverifiable { why: String },
    /// It is here, but go asks the checksum database before it uses it.
    AsksDatabase,
}

/// GOTOOLCHAIN as the `go` that was asked sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Setting {
    /// As `go env GOTOOLCHAIN` prints it.
    pub value: BString,
    /// `None`: nothing sets it, or this Go does not know it yet.
    pub layer: Option<Layer>,
    /// Of a layer that is a file.
    pub file: Option<BString>,
    /// 1-based.
    pub line: Option<u32>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Which {
    /// The toolchain of the `go` that was asked.
    pub local: BString,
    pub setting: Setting,
    /// What the choice rests on; `None`: go stops before it chooses.
    pub ground: Option<Ground>,
    /// The go.mod or go.work that was read, whether or not it decided.
    pub file: Option<AskingFile>,
    /// The line that decided; `None`: GOTOOLCHAIN alone, or the local toolchain is good enough.
    pub decided_by: Option<DecidedBy>,
    /// `None`: go stops before it chooses.
    pub toolchain: Option<BString>,
    /// Whether it is on this machine.
    pub present: bool,
    /// The program that runs, where it is known.
    pub program: Option<BString>,
    /// What `go env GOROOT` prints, without links; `None` when that is no folder.
    pub goroot: Option<BString>,
    /// `None`: from nowhere, or it is not known yet.
    pub from: Option<Supply>,
    /// What go would say instead of running.
    pub error: Option<Refusal>,
    pub obstacle: Option<Obstacle>,
    /// GOPROXY as the `go` that was asked sees it: through it go would download. It may hold passwords.
    pub goproxy: BString,
}

/// Follows one `go`. Of the question, what is wanted does not matter.
pub fn which(question: &Question<'_>, go: &GoCommand) -> Which {
    let look = OneLook::at(question.files);
    let question = &Question { files: &look, ..*question };
    let mut process = Process {
        go: go.clone(),
        environ: question.environ.clone(),
        source: Source::Local,
        decided_by: None,
    };
    let mut seen = Seen::default();
    let start = process.start(question);
    let settings = Settings::load(&process.environ, question.dir, start, &process.go, question.files);
    let wish = startup::wish(&settings, Command::Ordinary, &mut seen);
    let local = go.toolchain_name();
    let mut answer = Which {
        setting: setting(&settings),
        ground: seen.ground,
        file: seen.file,
        decided_by: seen.decided_by,
        toolchain: Some(local.clone()),
        local,
        present: true,
        program: None,
        goroot: None,
        from: Some(Supply::Local),
        error: None,
        obstacle: None,
        goproxy: settings.get("GOPROXY").into(),
    };
    match wish {
        Ok(None) => {}
        Ok(Some(wish)) => match handover::find(&settings, wish.toolchain.as_bstr(), wish.mode) {
            Ok(found) => {
                if found.source == Source::ModuleCache
                    && fetching::check(&settings, wish.toolchain.as_bstr()) == Check::Asks
                {
                    answer.obstacle = Some(Obstacle::AsksDatabase);
                }
                drop(settings);
                process = found;
                answer.hand_over(wish, &process);
            }
            Err(refusal) => {
                answer.not_found(&settings, &wish, refusal);
                return answer;
            }
        },
        Err(refusal) => {
            answer.stopped(refusal);
            return answer;
        }
    }
    answer.finish(question, &process);
    answer
}

impl Which {
    fn hand_over(&mut self, wish: Wish, process: &Process) {
        self.toolchain = Some(wish.toolchain);
        self.from = Some(match process.source {
            Source::Local => Supply::Local,
            Source::Path => Supply::Path,
            Source::ModuleCache => Supply::ModuleCache,
        });
    }

    /// go stops before it has chosen.
    fn stopped(&mut self, refusal: Refusal) {
        (self.toolchain, self.from, self.present) = (None, None, false);
        self.decided_by = None;
        self.error = Some(refusal);
    }

    fn not_found(&mut self, settings: &Settings<'_>, wish: &Wish, refusal: Refusal) {
        self.toolchain = Some(wish.toolchain.clone());
        self.present = false;
        self.from = None;
        match refusal {
            Refusal::ToolchainNotHere { .. } if packed(settings, wish) => self.unpacked(settings, wish),
            Refusal::ToolchainNotHere { .. } => {
                self.from = Some(Supply::Download);
                match fetching::download(settings, wish.toolchain.as_bstr()) {
                    Ok(obstacle) => self.obstacle = obstacle,
                    Err(refusal) => self.error = Some(refusal),
                }
            }
            Refusal::ToolchainUnknown { program, .. } => {
                self.from = Some(Supply::Path);
                self.present = true;
                self.obstacle = Some(Obstacle::Unreadable { program });
            }
            refusal => {
                match refusal {
                    Refusal::ToolchainUnverified { .. } => {
                        self.from = Some(Supply::ModuleCache);
                        self.present = true;
                        let cache = values::gomodcache(settings).value;
                        let goroot = CachedModule::of(settings, &cache, wish.toolchain.as_bstr()).dir();
                        self.goroot = settings.files.canonical(goroot.as_bstr());
                    }
                    Refusal::ToolchainNotFetched { .. } | Refusal::ToolchainNotRunnable { .. } => {
                        self.from = Some(Supply::Path);
                    }
                    _ => {}
                }
                self.error = Some(refusal);
            }
        }
    }

    /// It lies in the module cache as it was downloaded, and go would unpack it.
    fn unpacked(&mut self, settings: &Settings<'_>, wish: &Wish) {
        let name = wish.toolchain.as_bstr();
        (self.from, self.present) = (Some(Supply::ModuleCache), true);
        self.goroot = Some(CachedModule::of(settings, &values::gomodcache(settings).value, name).dir());
        match fetching::check(settings, name) {
            Check::Refused(why) => {
                let (goos, goarch) = (settings.go.goos.clone(), settings.go.goarch.clone());
                self.error = Some(Refusal::ToolchainUnverified { name: name.into(), goos, goarch, why });
            }
            Check::Asks => self.obstacle = Some(Obstacle::AsksDatabase),
            Check::NotNeeded | Check::Known => {}
        }
    }

    /// The go that runs: whether it is the one that was wanted, and whether it comes to do anything.
    fn finish(&mut self, question: &Question<'_>, process: &Process) {
        let start = process.start(question);
        let settings = Settings::load(&process.environ, question.dir, start, &process.go, question.files);
        self.program = Some(process.go.found.clone());
        let goroot = settings.goroot();
        if !goroot.is_empty() {
            let full = against(settings.os, settings.dir, &goroot);
            self.goroot = settings.files.canonical(full.as_bstr());
        }
        let checked = match startup::wish(&settings, Command::Ordinary, &mut Seen::default()) {
            // The one that was handed over to looks again, by its own rules, but never goes further.
            Ok(_) => check(&settings),
            Err(refusal) => Err(refusal),
        };
        if let Err(Refusal::ToolchainMismatch { .. }) = &checked {
            (self.present, self.goroot) = (false, None);
        } else {
            // Before Go 1.21 none looks whether it is what it was started as.
            self.toolchain = Some(process.go.toolchain_name());
        }
        self.error = checked.err();
    }
}

/// Whether the toolchain was downloaded but is not unpacked, or not wholly.
fn packed(settings: &Settings<'_>, wish: &Wish) -> bool {
    let cache = values::gomodcache(settings).value;
    CachedModule::of(settings, &cache, wish.toolchain.as_bstr()).has(settings, "zip")
}

/// Every reason for which `go version` would stop once the toolchain is chosen, in its order.
fn check(settings: &Settings<'_>) -> Result<(), Refusal> {
    check_start(settings)?;
    goflags::check_ordinary(settings)
}

/// What any command checks, but for its flags.
fn check_start(settings: &Settings<'_>) -> Result<(), Refusal> {
    startup::check_places(settings, &mut Vec::new())?;
    startup::check_workspace(settings)?;
    let constants =
        BuildConstants::read(settings.files, settings.os, settings.go.tree(settings.os).as_bstr());
    target::check(settings, &constants)?;
    let experiment = values::or_default(settings, "GOEXPERIMENT", constants.default_of("EXPERIMENT"));
    experiments::parse(settings.rules, &Target::of(settings).goarch, experiment.as_bstr())
        .map_err(|bad| target::bad_experiment(bad, false))?;
    Ok(())
}

/// Why `go mod download` would stop before it looks at what it is to download: what stops any command, bad GOFLAGS, no
/// modules, no module cache.
pub fn download_refusal(question: &Question<'_>) -> Option<Refusal> {
    let go = question.go?;
    let look = OneLook::at(question.files);
    let question = &Question { files: &look, ..*question };
    let (process, selected) = startup::select(question, go, Command::Ordinary);
    if let Err(refusal) = selected {
        return Some(refusal);
    }
    let start = process.start(question);
    let settings = Settings::load(&process.environ, question.dir, start, &process.go, question.files);
    let checked = check_start(&settings)
        .and_then(|()| goflags::check_download(&settings))
        .and_then(|()| extra::check_modules_on(&settings));
    checked.err()
}

fn setting(settings: &Settings<'_>) -> Setting {
    let name = "GOTOOLCHAIN";
    if !settings.rules.since(21) {
        return Setting::default();
    }
    if let Some(value) = settings.environ.set(name) {
        return Setting { value: value.into(), layer: Some(Layer::Process), file: None, line: None };
    }
    match settings.file_entry(name.into()) {
        None => Setting::default(),
        Some((layer, entry)) => Setting {
            value: entry.value.clone(),
            layer: Some(layer),
            file: match layer {
                Layer::User => settings
                    .location
                    .path()
                    .map(|path| against(settings.os, settings.start, path).into_owned()),
                _ => settings.bundled_path.clone(),
            },
            line: Some(entry.line),
        },
    }
}

#[cfg(test)]
mod tests;
