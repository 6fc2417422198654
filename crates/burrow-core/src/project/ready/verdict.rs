//! What follows from all that was found: the readiness, what is in the way, and the report.

use std::collections::{BTreeMap, BTreeSet};

use bstr::BString;
use go_rules::load::{Fault, Outcome};
use go_rules::module::ModuleVersion;
use go_rules::mvs::Actual;

use super::cache::Trouble;
use super::damage::Found;
use super::examine::Examined;
use super::report::{
    Blocker, Certainty, Missing, Modules, NoPackage, ProjectReport, Readiness, SumLine, Sums, Vendor,
};
use super::setup::Setup;
use super::sums::Noted;
use super::{faults, needed, private, steps};
use crate::cache::verify::Damage;
use crate::project::ProjectFile;
use crate::sdk::which::Which;

/// Everything at hand.
pub struct Verdict {
    pub setup: Setup,
    pub file: ProjectFile,
    pub toolchain: Which,
    pub examined: Examined,
    pub damage: Found,
    /// Hosts that nothing is known to log in to.
    pub credentials: BTreeMap<String, Vec<BString>>,
    pub hashes: bool,
    /// What a build stumbles over because it is not there.
    pub absent: BTreeSet<ModuleVersion>,
    /// A build wants the content of a module that go.mod does not name, so that no download brings it.
    pub unfetched: bool,
}

impl Verdict {
    /// Draws the conclusions.
    pub fn report(mut self) -> ProjectReport {
        let sums = self.sums();
        let downloads = self.downloads();
        let vendor = self.examined.vendor == Vendor::Inconsistent || !self.examined.vendor_faults.is_empty();
        let vendor = vendor.then(|| Blocker::Vendor { why: self.examined.vendor_faults.clone() });
        let now = self.blockers(&self.examined.outcome, &self.examined.noted, &sums, downloads, vendor);
        let later = self.examined.later.as_ref();
        let later = later.map(|(outcome, noted)| self.blockers(outcome, noted, &sums, downloads, None));
        let writes = !now.is_empty();
        let mut blockers = later.unwrap_or(now);
        if downloads || writes {
            self.in_the_way_of_a_download(&sums, &mut blockers);
        }
        let missing = std::mem::take(&mut self.examined.needed.missing);
        let readiness = match (blockers.is_empty(), downloads || writes) {
            (false, _) => Readiness::Blocked,
            (true, true) => Readiness::Download(missing.len()),
            (true, false) => Readiness::Offline,
        };
        let paths: Vec<BString> = {
            let all = self.examined.modules.needed.iter().map(|it| it.module.clone());
            all.collect::<BTreeSet<_>>().into_iter().collect()
        };
        let modules = Modules {
            missing,
            damaged: self.damage.damaged.clone(),
            leaking: private::leaking(&self.setup, &paths),
            ..std::mem::take(&mut self.examined.modules)
        };
        let mut report = ProjectReport {
            directory: self.setup.directory.clone(),
            file: self.file,
            module: self.examined.module,
            members: self.examined.members,
            toolchain: self.toolchain,
            readiness,
            blockers,
            modules,
            sums,
            vendor: self.examined.vendor,
            steps: Vec::new(),
            certainty: if self.hashes { Certainty::Whole } else { Certainty::Unhashed },
        };
        report.steps = steps::steps(&report, &self.setup, &self.credentials);
        report
    }

    fn sums(&self) -> Sums {
        // What the line says of a damaged module is right as far as anybody can tell.
        let is_damaged = |line: &SumLine| {
            self.damage.damaged.iter().any(|it| {
                let kind = if line.of_go_mod { Damage::ModWrong } else { Damage::ZiphashWrong };
                it.version == line.version && it.damage == kind
            })
        };
        let all: BTreeSet<&SumLine> = self
            .examined
            .contradicted
            .iter()
            .map(|it| &it.line)
            .chain(&self.examined.noted.mismatched)
            .collect();
        let mismatched = all.into_iter().filter(|line| !is_damaged(line)).cloned().collect();
        Sums { missing: self.examined.noted.missing.iter().cloned().collect(), mismatched }
    }

    /// Whether something must be fetched before it builds.
    fn downloads(&mut self) -> bool {
        let mut absent: BTreeMap<ModuleVersion, bool> = BTreeMap::new();
        for fault in &self.examined.outcome.faults {
            if let Fault::Trouble { of: Actual::Module(version), trouble } = fault {
                match trouble {
                    Trouble::NoContent => _ = absent.insert((**version).clone(), false),
                    Trouble::NoGoMod => _ = absent.entry((**version).clone()).or_insert(true),
                    _ => {}
                }
            }
        }
        for (version, only_go_mod) in &absent {
            let known = &mut self.examined.needed.missing;
            if !known.iter().any(|it| it.version == *version) {
                let via = needed::via(&self.setup, version.module.as_ref());
                known.push(Missing { version: version.clone(), via, only_go_mod: *only_go_mod });
            }
        }
        let fetched = |version: &ModuleVersion| self.examined.needed.versions.contains(version);
        self.unfetched = absent.iter().any(|(version, only_go_mod)| !only_go_mod && !fetched(version));
        self.examined.needed.missing.sort();
        self.absent = absent.into_keys().collect();
        !self.absent.is_empty() || !self.examined.noted.asked.is_empty()
    }

    /// In the order in which they are mended.
    fn blockers(
        &self,
        outcome: &Outcome<Trouble>,
        noted: &Noted,
        sums: &Sums,
        downloads: bool,
        vendor: Option<Blocker>,
    ) -> Vec<Blocker> {
        let mut all = self.setup.blockers.clone();
        all.extend(self.examined.blockers.iter().filter(|it| !self.setup.blockers.contains(it)).cloned());
        let mut files: Vec<Blocker> = Vec::new();
        let mut packages: Vec<Blocker> = Vec::new();
        for fault in &outcome.faults {
            match faults::blocker(fault, &self.file) {
                Some(blocker @ Blocker::NoPackage { .. }) => packages.push(blocker),
                Some(blocker) if !files.contains(&blocker) => files.push(blocker),
                _ => {}
            }
        }
        all.extend(files);
        all.extend(vendor);
        if !noted.missing.is_empty() {
            all.push(Blocker::SumsMissing);
        }
        if noted.mismatched.iter().any(|line| sums.mismatched.contains(line)) {
            all.push(Blocker::SumsMismatched);
        }
        all.extend(self.damaged(sums, &all));
        all.extend(packages);
        if self.unfetched && !all.contains(&Blocker::GoModOutdated) {
            all.push(Blocker::GoModOutdated);
        }
        if downloads && self.setup.proxy_is_off() {
            all.push(Blocker::ProxyOff);
        }
        // What no package imports need not be fetched.
        let is_absent = |module: &&BString| self.absent.iter().any(|it| it.module == **module);
        for (host, modules) in &self.credentials {
            if let Some(module) = modules.iter().find(is_absent) {
                all.push(Blocker::Credential { module: module.clone(), host: host.clone() });
            }
        }
        all
    }

    /// `go mod download` compares more with go.sum than a build does, and stops at what disagrees.
    fn in_the_way_of_a_download(&self, sums: &Sums, blockers: &mut Vec<Blocker>) {
        let needed = &self.examined.modules.needed;
        let is_compared = |line: &&SumLine| match line.of_go_mod {
            true => self.examined.graph.contains(&line.version),
            false => needed.contains(&line.version),
        };
        let stopping = self.examined.contradicted.iter().filter(|it| it.stops).map(|it| &it.line);
        for line in stopping.filter(is_compared) {
            let blocker = match sums.mismatched.contains(line) {
                true => Blocker::SumsMismatched,
                false => Blocker::Damaged { version: line.version.clone() },
            };
            if !blockers.contains(&blocker) {
                blockers.push(blocker);
            }
        }
    }

    fn damaged(&self, sums: &Sums, known: &[Blocker]) -> Vec<Blocker> {
        let mut versions: BTreeSet<ModuleVersion> = self.damage.in_the_way.iter().cloned().collect();
        // Go stops at a hash that disagrees with go.sum, whichever of the two is wrong.
        let held = self.examined.noted.mismatched.iter().filter(|line| !sums.mismatched.contains(line));
        versions.extend(held.map(|line| line.version.clone()));
        let blockers = versions.into_iter().map(|version| Blocker::Damaged { version });
        blockers.filter(|blocker| !known.contains(blocker)).collect()
    }
}

/// Whether go.mod itself lacks something.
pub fn is_of_go_mod(why: &NoPackage) -> bool {
    matches!(why, NoPackage::NotRequired | NoPackage::Implicit { .. } | NoPackage::Ambiguous { .. })
}
