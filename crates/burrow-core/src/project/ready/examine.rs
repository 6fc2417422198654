//! One look, from the files of the project to what go would say of it.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use bstr::{BStr, BString};
use go_rules::gomod::{ModFile, ModKind};
use go_rules::load::{self, Fault, Mode, ModulesTxt, Outcome, Wanted, inconsistencies};
use go_rules::module::ModuleVersion;
use go_rules::mvs::{Actual, Main, Selected, Target, build_list};
use go_rules::version;

use super::cache::{Cache, Trouble};
use super::content::Content;
use super::contradicted::Contradicted;
use super::matched::{Around, packages};
use super::needed::{self, Needed, needed};
use super::report::{Blocker, Modules, Vendor};
use super::setup::Setup;
use super::sums::{GoSums, Noted};
use super::{faults, godebug};
use crate::place::Place;
use crate::project::ProjectFile;
use crate::project::needs::NeedsError;
use crate::project::needs::read::{self, Project, Says};
use crate::system::files::path_to_bytes;

/// What was found.
pub struct Examined {
    pub module: Option<BString>,
    pub members: Vec<PathBuf>,
    pub needed: Needed,
    pub modules: Modules,
    pub vendor: Vendor,
    pub vendor_faults: Vec<String>,
    pub noted: Noted,
    pub outcome: Outcome<Trouble>,
    /// What there would be after `go mod download`, where that writes to go.mod or go.sum. A vendor folder agrees then.
    pub later: Option<(Outcome<Trouble>, Noted)>,
    /// What keeps go from loading anything.
    pub blockers: Vec<Blocker>,
    /// Lines of go.sum that disagree with the cache, needed or not.
    pub contradicted: Vec<Contradicted>,
    /// The go.mod files that `go mod download` looks at.
    pub graph: HashSet<ModuleVersion>,
}

impl Examined {
    /// Nothing but a reason.
    pub fn stopped(blocker: Blocker, vendor: Vendor) -> Examined {
        Examined {
            module: None,
            members: Vec::new(),
            needed: Needed { versions: Vec::new(), missing: Vec::new() },
            modules: Modules::default(),
            vendor,
            vendor_faults: Vec::new(),
            noted: Noted::default(),
            outcome: Outcome { faults: Vec::new(), built: Vec::new() },
            later: None,
            blockers: vec![blocker],
            contradicted: Vec::new(),
            graph: HashSet::new(),
        }
    }
}

/// Looks at a project.
pub fn examine(setup: &Setup, file: &ProjectFile, gomodcache: &Path) -> Examined {
    let has_vendor = file.folder().join("vendor").is_dir();
    let unread = if has_vendor { Vendor::Ignored } else { Vendor::None };
    let project = match read::project_by(file, setup.modfile.as_deref(), setup.os) {
        Ok(project) => project,
        Err(error) => return Examined::stopped(faults::refused(error), unread),
    };
    let stops = faults::too_old(setup, &project).or_else(|| godebug::refused(setup, &project));
    if let Some(blocker) = stops {
        let mut stopped = Examined::stopped(blocker, unread);
        (stopped.module, stopped.members) = (module(setup, &project), members(&project));
        return stopped;
    }
    let folder = path_to_bytes(file.folder());
    let folders: Vec<BString> = members(&project).iter().map(|folder| path_to_bytes(folder)).collect();
    let mains: Vec<Main<'_>> = mains(&project, &folder, &folders);
    let target = match &project.says {
        Says::Module(_) => match mains.first() {
            Some(main) => Target::Module(*main),
            None => return Examined::stopped(Blocker::NoPackages, unread),
        },
        Says::Workspace { file, .. } => Target::Workspace { file, folder: folder.as_ref(), modules: &mains },
    };
    Look { setup, project: &project, target, has_vendor, gomodcache }.all()
}

struct Look<'a> {
    setup: &'a Setup,
    project: &'a Project,
    target: Target<'a>,
    has_vendor: bool,
    gomodcache: &'a Path,
}

impl Look<'_> {
    fn all(&self) -> Examined {
        let setup = self.setup;
        let is_workspace = matches!(self.target, Target::Workspace { .. });
        let text = std::fs::read(self.vendor_folder().join("modules.txt")).unwrap_or_default();
        let list = ModulesTxt::read(&text, self.go());
        let mode = self.mode(&list);
        let strict = mode == Mode::Readonly && !is_workspace;
        let cache = Cache::new(setup, self.gomodcache, self.sums(strict));
        let vendor_faults = match mode {
            Mode::Vendor => self.vendor_faults(self.target, &list),
            _ => Vec::new(),
        };
        let vendor = match (self.has_vendor, mode) {
            (false, _) => Vendor::None,
            (true, Mode::Vendor) if vendor_faults.is_empty() => Vendor::Used,
            (true, Mode::Vendor) => Vendor::Inconsistent,
            (true, _) => Vendor::Ignored,
        };
        let contents: Vec<Content> = self.folders().into_iter().map(Content::folder).collect();
        let mut blockers = Vec::new();
        let matched = self.matched(&contents, &cache).unwrap_or_else(|blocker| {
            blockers.push(blocker);
            Vec::new()
        });
        let wanted = Wanted {
            target: self.target,
            rules: setup.rules,
            mode,
            mains: contents,
            vendor: Some((Content::folder(self.vendor_folder()), &list)),
            packages: matched,
            settled: false,
        };
        let mut outcome = match vendor_faults.is_empty() {
            true => load::load(setup.os, &wanted, &cache),
            false => Outcome { faults: Vec::new(), built: Vec::new() },
        };
        let lister = Cache::new(setup, self.gomodcache, GoSums::new(&[], 0, false));
        let build = build_list(setup.os, self.target, &lister);
        let refused = build.refusals.iter().filter(|it| faults::is_before_loading(it, setup.rules));
        blockers.extend(refused.map(|refusal| {
            let why = faults::words(refusal);
            Blocker::File { place: Place::file(self.project.file.path()), why }
        }));
        let graph = build.asked.iter().filter_map(|actual| match actual {
            Actual::Module(version) => Some((**version).clone()),
            Actual::Folder(_) => None,
        });
        let graph: HashSet<ModuleVersion> = graph.collect();
        let contradicted = super::contradicted::lines(&cache);
        let mut noted = cache.sums.noted();
        let passed = passed_by_unread(&outcome, &noted, &cache.sums);
        noted.missing.retain(|line| line.of_go_mod || !passed.contains(&line.version));
        outcome.faults.retain(|fault| absent(fault).is_none_or(|of| !passed.contains(of)));
        if is_workspace && mode != Mode::Vendor {
            // In the end go looks through the whole graph for what go.work.sum should keep (`modload.keepSums`).
            noted.read |= !graph.is_empty();
            let held = contradicted.iter().filter(|it| it.stops && it.line.of_go_mod);
            noted
                .mismatched
                .extend(held.map(|it| &it.line).filter(|it| graph.contains(&it.version)).cloned());
        }
        if let Some(error) = self.project.bad_sums.clone().filter(|bad| noted.read && self.refuses(bad)) {
            let mut stopped = Examined::stopped(faults::refused(error), vendor);
            (stopped.module, stopped.members) = (module(setup, self.project), members(self.project));
            return stopped;
        }
        let build_list = build.selected.len();
        let mut needed = match vendor {
            Vendor::Used => Needed { versions: Vec::new(), missing: Vec::new() },
            _ => needed(self.target, &build, &lister),
        };
        needed.missing.retain(|it| it.only_go_mod || !passed.contains(&it.version));
        let modules = Modules {
            needed: needed.versions.clone(),
            private: needed::private(setup, &needed.versions),
            build_list,
            ..Modules::default()
        };
        let writes =
            noted.missing.iter().any(|line| line.of_go_mod) || outcome.faults.contains(&Fault::Outdated);
        let raised = self.raised(&build.settled).filter(|_| vendor == Vendor::Inconsistent);
        let raised = raised.as_ref().and_then(|file| self.agreeing(file, &list));
        let later = (strict && writes || raised.is_some()).then(|| {
            let sums = self.sums(strict).with(graph.clone());
            let cache = Cache::new(setup, self.gomodcache, sums);
            let settled = raised.is_none();
            let target = raised.unwrap_or(self.target);
            let outcome = load::load(setup.os, &Wanted { target, settled, ..wanted }, &cache);
            (outcome, cache.sums.noted())
        });
        Examined {
            module: module(setup, self.project),
            members: members(self.project),
            needed,
            modules,
            vendor,
            vendor_faults,
            noted,
            outcome,
            later,
            blockers,
            contradicted,
            graph,
        }
    }

    /// Whether go stops at what is wrong with a file of sums.
    fn refuses(&self, bad: &NeedsError) -> bool {
        self.setup.rules.since(22) || matches!(bad, NeedsError::Io { .. })
    }

    fn sums(&self, strict: bool) -> GoSums {
        GoSums::new(&self.project.sums, self.project.sums_beside, strict)
    }

    /// `setDefaultBuildMod`.
    fn mode(&self, list: &ModulesTxt) -> Mode {
        if let Some(mode) = self.setup.mode {
            return mode;
        }
        let is_workspace = matches!(self.target, Target::Workspace { .. });
        let go = match self.target {
            Target::Module(main) => main.file.go.as_ref(),
            Target::Workspace { file, .. } => file.go.as_ref(),
        };
        let new_enough = go.is_some_and(|go| version::compare(go, b"1.14").is_ge());
        let told = self.setup.rules.since(22);
        let fits = if told { list.is_workspace == is_workspace } else { !is_workspace };
        if self.has_vendor && new_enough && fits { Mode::Vendor } else { Mode::Readonly }
    }

    /// The go.mod as `go mod download` writes it: every requirement as high as the graph makes it.
    fn raised(&self, settled: &[Selected]) -> Option<ModFile> {
        let Target::Module(main) = self.target else { return None };
        let mut file = main.file.clone();
        for require in &mut file.require {
            let chosen = settled.iter().find(|it| it.version.module == require.version.module);
            if let Some(chosen) = chosen {
                require.version = (*chosen.version).clone();
            }
        }
        Some(file)
    }

    /// With this go.mod, if the vendor folder agrees with it.
    fn agreeing<'f>(&self, file: &'f ModFile, list: &ModulesTxt) -> Option<Target<'f>>
    where
        Self: 'f,
    {
        let Target::Module(main) = self.target else { return None };
        let target = Target::Module(Main { file, folder: main.folder });
        self.vendor_faults(target, list).is_empty().then_some(target)
    }

    fn vendor_faults(&self, target: Target<'_>, list: &ModulesTxt) -> Vec<String> {
        let mut faults = inconsistencies(self.setup.os, target, list);
        if self.setup.rules.since(21)
            && let Some((module, go)) = list.too_new(&self.setup.version)
        {
            faults.push(format!("{module} requires go >= {go}"));
        }
        faults
    }

    fn matched(&self, contents: &[Content], cache: &Cache<'_>) -> Result<Vec<BString>, Blocker> {
        let root = self.setup.directory.ancestors().find(|dir| dir.join("go.mod").is_file());
        let folders = self.folders();
        let at = root.and_then(|root| folders.iter().position(|folder| folder == root));
        let Some((at, root)) = at.zip(root) else { return Err(Blocker::OutsideWorkspace) };
        let (Some(main), Some(content)) = (self.target.modules().get(at), contents.get(at)) else {
            return Err(Blocker::OutsideWorkspace);
        };
        let around =
            Around { module: BStr::new(&main.file.module), root, content, ignore: &main.file.ignore };
        let all = packages(&self.setup.directory, &around, cache);
        if all.is_empty() { Err(Blocker::NoPackages) } else { Ok(all) }
    }

    /// Of the main modules.
    fn folders(&self) -> Vec<PathBuf> {
        match &self.project.says {
            Says::Module(_) => vec![self.project.file.folder().to_path_buf()],
            Says::Workspace { modules, .. } => modules.iter().map(|it| it.folder.clone()).collect(),
        }
    }

    fn vendor_folder(&self) -> PathBuf {
        self.project.file.folder().join("vendor")
    }

    fn go(&self) -> &BStr {
        match self.target {
            Target::Module(main) => main.file.go_version(),
            Target::Workspace { file, .. } => file.go_version(),
        }
    }
}

fn mains<'a>(project: &'a Project, folder: &'a BString, folders: &'a [BString]) -> Vec<Main<'a>> {
    match &project.says {
        Says::Module(file) => vec![Main { file, folder: folder.as_ref() }],
        Says::Workspace { modules, .. } => {
            let each = modules.iter().zip(folders);
            each.map(|(member, folder)| Main { file: &member.file, folder: folder.as_ref() }).collect()
        }
    }
}

fn members(project: &Project) -> Vec<PathBuf> {
    match &project.says {
        Says::Module(_) => Vec::new(),
        Says::Workspace { modules, .. } => modules.iter().map(|it| it.folder.clone()).collect(),
    }
}

/// The module that the folder belongs to.
fn module(setup: &Setup, project: &Project) -> Option<BString> {
    match &project.says {
        Says::Module(file) => Some(file.module.clone()),
        Says::Workspace { modules, .. } => {
            let root = setup.directory.ancestors().find(|dir| dir.join("go.mod").is_file())?;
            modules.iter().find(|member| member.folder == root).map(|member| member.file.module.clone())
        }
    }
}

/// Kind of the file that counts, for steps.
pub fn is_workspace(project: &ProjectFile) -> bool {
    project.kind() == ModKind::Work
}

/// Versions of which go.sum has no line, but one of a higher version, while a go.mod that may ask for that is not here.
fn passed_by_unread(outcome: &Outcome<Trouble>, noted: &Noted, sums: &GoSums) -> HashSet<ModuleVersion> {
    let unread = |fault: &Fault<Trouble>| matches!(fault, Fault::Trouble { trouble: Trouble::NoGoMod, .. });
    if !outcome.faults.iter().any(unread) {
        return HashSet::new();
    }
    let lacking = noted.missing.iter().filter(|line| !line.of_go_mod).map(|line| &line.version);
    lacking.filter(|version| sums.knows_higher(version)).cloned().collect()
}

/// The module whose content is not here.
fn absent(fault: &Fault<Trouble>) -> Option<&ModuleVersion> {
    match fault {
        Fault::Trouble { of: Actual::Module(version), trouble: Trouble::NoContent } => Some(version),
        _ => None,
    }
}
