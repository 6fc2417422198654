//! From what is in the way to the shortest list of steps.

use std::collections::{BTreeMap, BTreeSet};

use bstr::{BString, ByteSlice};
use go_rules::gomod::{Summary, vendored};
use go_rules::module::{ModuleVersion, has_path_prefix};
use go_rules::version;

use super::examine::is_workspace;
use super::report::{Blocker, NoPackage, ProjectReport, Readiness, Vendor};
use super::setup::Setup;
use super::step::{Mend, Step};
use super::verdict::is_of_go_mod;
use crate::cache::verify::Damaged;
use crate::env::edit::{Draft, Edit};
use crate::place::Place;

/// The steps, in the order in which they must be taken.
pub fn steps(report: &ProjectReport, setup: &Setup, hosts: &BTreeMap<String, Vec<BString>>) -> Vec<Step> {
    let list = List { report, setup, hosts, lost: lost_by_vendor(report) };
    let mut steps: Vec<Step> = list.toolchain().into_iter().collect();
    steps.extend(list.settings());
    steps.extend(list.team_profile(!steps.is_empty()));
    steps.extend(list.module());
    steps.extend(list.go_mod());
    steps.extend(list.vendor());
    steps.extend(list.go_sum());
    steps.extend(list.repair());
    steps.extend(list.credentials());
    steps.extend(list.source());
    let download = list.download().or_else(|| list.complete_downloads());
    steps.extend(download);
    steps
}

struct List<'a> {
    report: &'a ProjectReport,
    setup: &'a Setup,
    hosts: &'a BTreeMap<String, Vec<BString>>,
    /// Packages that the vendor folder has lost.
    lost: Vec<&'a BString>,
}

impl List<'_> {
    fn toolchain(&self) -> Option<Step> {
        self.report.blockers.iter().find_map(|blocker| match blocker {
            Blocker::NoGo | Blocker::UntoldGo => Some(Step::InstallGo { wanted: self.asked_for() }),
            Blocker::Toolchain { wanted: Some(wanted), why } => Some(match why {
                // Go does not even look for another one.
                Some(_) if self.is_kept_local() => self.set_toolchain(wanted.clone()),
                _ => Step::InstallToolchain { version: wanted.clone() },
            }),
            Blocker::TooOld { wants, .. } if self.is_kept_local() => Some(self.set_toolchain(release(wants))),
            Blocker::TooOld { wants, .. } => Some(Step::InstallToolchain { version: release(wants) }),
            _ => None,
        })
    }

    fn set_toolchain(&self, wanted: BString) -> Step {
        let value = format!("{}+auto", wanted.to_str_lossy());
        let edit = Edit { name: "GOTOOLCHAIN".into(), value: Some(value) };
        Step::SetToolchain { wanted, held: self.setup.held("GOTOOLCHAIN"), draft: Draft::Edits(vec![edit]) }
    }

    /// GOTOOLCHAIN forbids another toolchain than the local one.
    fn is_kept_local(&self) -> bool {
        let setting = self.report.toolchain.choice.as_ref().map(|choice| &choice.setting.value);
        setting.is_some_and(|value| value == "local" || value == "path")
    }

    /// What the project's file asks for.
    fn asked_for(&self) -> Option<BString> {
        let text = std::fs::read(self.report.file.path()).ok()?;
        let toolchain = go_rules::gomod::lookup(&text, "toolchain").map(|(_, name)| BString::from(name));
        let named = toolchain.filter(|name| version::of_toolchain(name).is_some());
        named.or_else(|| go_rules::gomod::lookup(&text, "go").map(|(_, go)| release(&go.into())))
    }

    fn settings(&self) -> Vec<Step> {
        let edit =
            |name: &str, value: Option<String>| Some(Draft::Edits(vec![Edit { name: name.into(), value }]));
        let mut steps = Vec::new();
        for blocker in &self.report.blockers {
            match blocker {
                Blocker::Setting { name, why } => {
                    let draft = if *name == "GOENV" { None } else { edit(name, None) };
                    steps.push(self.mend(name, why.clone(), draft));
                }
                Blocker::Toolchain { wanted: None, why: Some(why) } => {
                    steps.push(self.mend("GOTOOLCHAIN", why.clone(), edit("GOTOOLCHAIN", None)));
                }
                Blocker::ProxyOff => {
                    let why = "module lookup disabled by GOPROXY=off".to_owned();
                    steps.push(self.mend("GOPROXY", why, edit("GOPROXY", None)));
                }
                _ => {}
            }
        }
        steps
    }

    fn mend(&self, name: &'static str, why: String, draft: Option<Draft>) -> Step {
        Step::MendSettings { name, why, held: self.setup.held(name), draft }
    }

    /// The team's file may have what a wrong setting needs.
    fn team_profile(&self, wrong: bool) -> Option<Step> {
        let file = self.report.file.folder().join(".burrow.toml");
        (wrong && file.is_file()).then_some(Step::FollowTeamProfile { file })
    }

    fn module(&self) -> Option<Step> {
        let outside = self.report.blockers.contains(&Blocker::OutsideWorkspace);
        outside.then(|| Step::ChooseModule { folders: self.report.members.clone() })
    }

    fn go_mod(&self) -> Vec<Step> {
        let mut whys: BTreeSet<String> = BTreeSet::new();
        let mut steps = Vec::new();
        for blocker in &self.report.blockers {
            match blocker {
                Blocker::File { place, why } => {
                    let mend = Mend::Open(place.clone());
                    // Two parts of go may stumble over the same line.
                    let is_told = |it: &Step| matches!(it, Step::FixGoMod { mend: of, .. } if *of == mend);
                    if !steps.iter().any(is_told) {
                        steps.push(Step::FixGoMod { why: vec![why.clone()], mend });
                    }
                }
                Blocker::NoFolder { folder } => {
                    let why = format!("replacement directory {} does not exist", folder.display());
                    steps.push(Step::FixGoMod {
                        why: vec![why],
                        mend: Mend::Open(Place::file(self.report.file.path())),
                    });
                }
                Blocker::NoPackage { import, .. } if self.lost.contains(&import) => {}
                Blocker::NoPackage { import, why: NoPackage::NotRequired, .. }
                    if let Some(place) = self.names_module_of(import) =>
                {
                    let why = vec![format!("no required module provides package {import}")];
                    steps.push(Step::FixGoMod { why, mend: Mend::Open(place) });
                }
                Blocker::GoModOutdated => _ = whys.insert("updates to go.mod needed".into()),
                Blocker::NoPackage { import, why, .. } if is_of_go_mod(why) => {
                    whys.insert(format!("no required module provides package {import}"));
                }
                Blocker::NoPackages => {
                    let place = Place::file(self.report.file.path());
                    let why = vec!["no packages to vet".to_owned()];
                    steps.push(Step::FixSource { why, place: Some(place) });
                }
                _ => {}
            }
        }
        if !whys.is_empty() {
            let why = whys.into_iter().collect();
            steps.push(Step::FixGoMod { why, mend: self.go(&["mod", "tidy"]) });
        }
        steps
    }

    /// In a workspace: the go.mod, if it names a module in which an import would lie. Then a tidy sees nothing to do, for it
    /// goes by another version than the workspace does.
    fn names_module_of(&self, import: &BString) -> Option<Place> {
        let mut above = self.setup.directory.ancestors().filter(|_| is_workspace(&self.report.file));
        let file = above.find_map(|dir| Some(dir.join("go.mod")).filter(|file| file.is_file()))?;
        let summary = Summary::read(self.setup.os, &std::fs::read(&file).ok()?).ok()?;
        summary.require.iter().any(|it| has_path_prefix(import, &it.module)).then(|| Place::file(file))
    }

    fn vendor(&self) -> Option<Step> {
        let told = self.report.blockers.iter().find_map(|blocker| match blocker {
            Blocker::Vendor { why } => Some(why.clone()),
            _ => None,
        });
        let lost = self.lost.iter().map(|import| format!("package {import} is not in the vendor folder"));
        let why = told.unwrap_or_else(|| lost.collect());
        if why.is_empty() {
            return None;
        }
        let words = if is_workspace(&self.report.file) { ["work", "vendor"] } else { ["mod", "vendor"] };
        Some(Step::FixVendor { why, mend: self.go(&words) })
    }

    fn go_sum(&self) -> Option<Step> {
        let sums = &self.report.sums;
        let (missing, mismatched) = (sums.missing.clone(), sums.mismatched.clone());
        let held = self.report.blockers.contains(&Blocker::SumsMismatched);
        if !mismatched.is_empty() && held {
            let place = Place::file(self.report.file.sums_with(self.setup.modfile.as_deref()));
            return Some(Step::FixGoSum { missing, mismatched, mend: Mend::Open(place) });
        }
        let lacking = self.report.blockers.contains(&Blocker::SumsMissing);
        lacking.then(|| Step::FixGoSum { missing, mismatched, mend: self.go(&["mod", "tidy"]) })
    }

    fn repair(&self) -> Option<Step> {
        let mut versions: BTreeSet<ModuleVersion> =
            self.damaged(|it| !it.heals_itself).map(|it| it.version.clone()).collect();
        versions.extend(self.report.blockers.iter().filter_map(|blocker| match blocker {
            Blocker::Damaged { version } => Some(version.clone()),
            _ => None,
        }));
        (!versions.is_empty()).then(|| Step::RepairModules { versions: versions.into_iter().collect() })
    }

    fn damaged(&self, which: impl Fn(&Damaged) -> bool) -> impl Iterator<Item = &Damaged> {
        self.report.modules.damaged.iter().filter(move |it| which(it))
    }

    /// What a cleaning of the downloads leaves behind: nothing that a repair would find something to do with.
    fn complete_downloads(&self) -> Option<Step> {
        let versions: BTreeSet<&ModuleVersion> =
            self.damaged(|it| it.heals_itself).map(|it| &it.version).collect();
        (!versions.is_empty()).then_some(Step::CompleteDownloads { modules: versions.len() })
    }

    fn credentials(&self) -> Vec<Step> {
        let is_wanted = |host: &String| {
            self.report
                .blockers
                .iter()
                .any(|it| matches!(it, Blocker::Credential { host: of, .. } if of == host))
        };
        let hosts = self.hosts.iter().filter(|(host, _)| is_wanted(host));
        hosts
            .map(|(host, modules)| Step::AddCredential { host: host.clone(), modules: modules.clone() })
            .collect()
    }

    fn source(&self) -> Option<Step> {
        let mut whys = Vec::new();
        for blocker in &self.report.blockers {
            let Blocker::NoPackage { import, why, .. } = blocker else { continue };
            match why {
                _ if is_of_go_mod(why) => {}
                NoPackage::NotInStd => whys.push(format!("package {import} is not in std")),
                NoPackage::Cycle => whys.push(format!("import cycle through {import}")),
                NoPackage::BadPath { why } | NoPackage::NotForImport { why } => whys.push(why.clone()),
                NoPackage::BadSource { file, why } => {
                    whys.push(format!("{import}: {}: {why}", file.display()));
                }
                _ => whys.push(format!("build constraints exclude all Go files in {import}")),
            }
        }
        (!whys.is_empty()).then_some(Step::FixSource { why: whys, place: None })
    }

    fn download(&self) -> Option<Step> {
        let missing = self.report.modules.missing.len();
        let wanted = match self.report.readiness {
            Readiness::Offline => false,
            Readiness::Download(_) => true,
            // What mends a vendor folder fetches what it needs.
            Readiness::Blocked => missing > 0 && self.vendor().is_none(),
        };
        wanted.then_some(Step::Download { modules: missing })
    }

    fn go(&self, words: &[&str]) -> Mend {
        let folder = self.setup.directory.clone();
        Mend::Go { folder, words: words.iter().map(ToString::to_string).collect() }
    }
}

/// Packages that nothing has, and that a module should have which lies in the vendor folder.
fn lost_by_vendor(report: &ProjectReport) -> Vec<&BString> {
    let unknown = report.blockers.iter().filter_map(|blocker| match blocker {
        Blocker::NoPackage { import, why: NoPackage::NotRequired, .. } => Some(import),
        _ => None,
    });
    let unknown: Vec<&BString> = unknown.filter(|_| report.vendor == Vendor::Used).collect();
    if unknown.is_empty() {
        return unknown;
    }
    let text = std::fs::read(report.file.folder().join("vendor").join("modules.txt")).unwrap_or_default();
    let modules = vendored(&text);
    let is_of_one = |import: &&BString| modules.iter().any(|it| has_path_prefix(import, &it.version.module));
    unknown.into_iter().filter(is_of_one).collect()
}

/// The name of the first release of a go version: from 1.21 on `1.N` has none of its own.
fn release(go: &BString) -> BString {
    let is_language = version::is_language(go) && version::compare(go, b"1.21").is_ge();
    let patch = if is_language { ".0" } else { "" };
    format!("go{}{patch}", go.to_str_lossy()).into()
}
