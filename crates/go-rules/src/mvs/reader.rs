//! What each module of a graph asks for, with replacements and exclusions applied; each go.mod is asked for once
//! (`modload.goModSummary`).

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use bstr::BStr;

use super::order::is_toolchain;
use super::replace::Replacements;
use super::{Actual, BuildList, Refusal, Selected, Source, Target};
use crate::gomod::Summary;
use crate::module::ModuleVersion;
use crate::version;

/// What a module asks for, as it counts here.
#[derive(Debug, Clone)]
pub struct Asks {
    pub prunes: bool,
    pub require: Arc<[Arc<ModuleVersion>]>,
}

impl Asks {
    fn nothing() -> Asks {
        Asks { prunes: true, require: Arc::new([]) }
    }
}

/// Reads for one target.
pub struct Reader<'a, S: Source> {
    source: &'a S,
    target: Target<'a>,
    replacements: Replacements<'a>,
    excluded: HashSet<&'a ModuleVersion>,
    /// `None`: it cannot be had.
    known: HashMap<Arc<ModuleVersion>, Option<Asks>>,
    asked: HashSet<Actual>,
    pub trouble: Vec<(Actual, S::Trouble)>,
    pub refusals: Vec<Refusal>,
}

impl<'a, S: Source> Reader<'a, S> {
    pub fn new(target: Target<'a>, mut replacements: Replacements<'a>, source: &'a S) -> Reader<'a, S> {
        let mains: &[super::Main<'a>] = target.modules();
        let excluded = mains.iter().flat_map(|main| &main.file.exclude).collect();
        let refusals = std::mem::take(&mut replacements.refusals);
        Reader {
            source,
            target,
            replacements,
            excluded,
            known: HashMap::new(),
            asked: HashSet::new(),
            trouble: Vec::new(),
            refusals,
        }
    }

    /// Where the content of a module comes from.
    pub fn actual(&self, of: &Arc<ModuleVersion>) -> Actual {
        self.replacements.actual(of).0
    }

    pub fn excludes(&self, version: &ModuleVersion) -> bool {
        self.excluded.contains(version)
    }

    /// What a module asks for. `None`: it cannot be had, which is noted.
    pub fn asks(&mut self, of: &Arc<ModuleVersion>) -> Option<Asks> {
        if let Some(known) = self.known.get(of) {
            return known.clone();
        }
        let asks = if is_toolchain(&of.module) { Some(of_go_itself(of)) } else { self.read(of) };
        self.known.insert(of.clone(), asks.clone());
        asks
    }

    fn read(&mut self, of: &Arc<ModuleVersion>) -> Option<Asks> {
        if of.version.is_empty() {
            let main = self.target.modules().iter().find(|main| main.file.module == of.module)?;
            let required = main.file.require.iter().map(|require| require.version.clone());
            let go = main.file.go.as_ref().map_or(BStr::new(""), |go| BStr::new(go));
            return Some(self.without_excluded(&Summary::new(of.module.clone(), go, required)));
        }
        let (actual, disputed) = self.replacements.actual(of);
        if disputed {
            self.refusals.push(Refusal::Conflict { of: (**of).clone() });
        }
        self.asked.insert(actual.clone());
        match self.source.summary(&actual) {
            Err(trouble) => {
                self.trouble.push((actual, trouble));
                None
            }
            Ok(summary) if has_another_path(&summary, of, &actual) => {
                let declared = summary.module.clone();
                self.refusals.push(Refusal::OtherPath { of: actual, declared });
                None
            }
            Ok(summary) => Some(self.without_excluded(&summary)),
        }
    }

    fn without_excluded(&self, summary: &Summary) -> Asks {
        let kept = summary.require.iter().filter(|version| !self.excludes(version)).cloned();
        Asks { prunes: summary.prunes, require: kept.collect() }
    }

    /// Where each comes from; without main modules and go itself.
    pub fn resolved(&mut self, versions: Vec<Arc<ModuleVersion>>) -> Vec<Selected> {
        let modules = versions.into_iter().filter(|it| !it.version.is_empty() && !is_toolchain(&it.module));
        modules.map(|version| Selected { actual: self.replacements.actual(&version).0, version }).collect()
    }

    pub fn finish(
        &mut self,
        selected: Vec<Selected>,
        settled: Vec<Selected>,
        named: Vec<Selected>,
    ) -> BuildList<S::Trouble> {
        BuildList {
            selected,
            settled,
            named,
            asked: std::mem::take(&mut self.asked),
            trouble: std::mem::take(&mut self.trouble),
            refusals: std::mem::take(&mut self.refusals),
        }
    }
}

/// From 1.21 on a go version asks for the toolchain of its name.
fn of_go_itself(of: &ModuleVersion) -> Asks {
    if of.module != "go" || version::compare(&of.version, b"1.21").is_lt() {
        return Asks::nothing();
    }
    let name = bstr::concat([b"go".as_slice(), &of.version]);
    Asks { prunes: true, require: Arc::new([Arc::new(ModuleVersion::new("toolchain", name))]) }
}

/// A go.mod that came from a module must name that module, by the path asked for or by that of the replacement.
fn has_another_path(summary: &Summary, of: &ModuleVersion, actual: &Actual) -> bool {
    match actual {
        Actual::Folder(_) => false,
        Actual::Module(actual) => summary.module != of.module && summary.module != actual.module,
    }
}
