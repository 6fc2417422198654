//! What real go says and does about a damaged cache.

use super::harm::{Harm, Place};
use super::modules::{Module, project};
use super::{Harmed, Seen};
use crate::caches::stage::{Stage, copy, told};
use crate::sdk::Sdk;
use crate::stage::clear;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

/// How many versions that stay damaged are built one by one in a round.
const ALONE: usize = 6;

/// One row of `burrow cache verify --json`.
#[derive(Debug, Clone)]
pub struct Found {
    pub module: String,
    pub damage: String,
    pub heals: bool,
    pub repair: String,
    pub message: String,
}

pub struct Judge<'a> {
    pub stage: &'a Stage,
    pub sdk: &'a Sdk,
    pub burrow: &'a Path,
    pub places: &'a [Module],
    /// Burrow is told of the go.sum of a project.
    pub knows_sums: bool,
}

/// What go made of a cache.
struct Made {
    /// It built what was meant, and then verified all of it.
    content: bool,
    said: String,
}

impl Judge<'_> {
    fn ask(&self, more: &[&str]) -> io::Result<(i32, Value)> {
        let sums = self.stage.project("all").join("go.sum").display().to_string();
        let mut words = vec!["cache", "verify", "--json", "--lang", "en"];
        words.extend(more);
        if self.knows_sums {
            words.extend(["--go-sum", &sums]);
        }
        self.stage.ask(self.burrow, self.sdk, &words)
    }

    /// What Burrow says of the stage's cache.
    ///
    /// # Errors
    /// When it says nothing, or its exit status something else.
    pub fn verify(&self) -> io::Result<Vec<Found>> {
        let (status, said) = self.ask(&[])?;
        let found = rows(&said)?;
        if said["checked"].as_u64() != Some(self.places.len() as u64) && !self.places.is_empty() {
            // All of a version may be gone.
            let most = self.places.len() as u64;
            if said["checked"].as_u64().is_none_or(|checked| checked > most) {
                return Err(io::Error::other(format!("{} versions checked", said["checked"])));
            }
        }
        // A go.sum that disagrees with the cache is told beside the damages.
        let sums = said["sums"].as_array().is_some_and(|sums| !sums.is_empty());
        let expected = i32::from(sums || found.iter().any(|found| !found.heals));
        if status == expected {
            Ok(found)
        } else {
            Err(io::Error::other(format!("exit status {status}: {said}")))
        }
    }

    /// Compares one damaged cache.
    ///
    /// # Errors
    /// When something cannot be run.
    pub fn round(&self, harmed: &[Harmed], build: bool, seen: &mut Seen) -> io::Result<()> {
        let found = self.verify()?;
        let mut by_module: BTreeMap<&str, Vec<&Found>> = BTreeMap::new();
        for found in &found {
            by_module.entry(&found.module).or_default().push(found);
        }
        let kept = self.stage.root.join("damaged");
        if build {
            clear(&kept)?;
            copy(&self.stage.gomodcache, &kept)?;
        }
        let go = self.go_verify()?;
        for harmed in harmed {
            let module = &self.places[harmed.module];
            let ours = by_module.get(module.path.as_str()).cloned().unwrap_or_default();
            let theirs: Vec<&str> = go.lines().filter(|line| line.starts_with(&module.said())).collect();
            let matters = harmed.harms.iter().any(|harm| harm.matters());
            if !matters && !ours.is_empty() {
                seen.faults.push(format!("{} after {:?}: {ours:?}", module.path, harmed.harms));
            }
            // Of a folder alone go says nothing.
            let alone = ours.iter().any(|found| found.damage == "download-missing");
            if (!alone && ours.iter().any(|found| go_would_say(found))) == theirs.is_empty() {
                seen.faults.push(format!(
                    "{} after {:?}: go says {theirs:?}, Burrow {ours:?}",
                    module.path, harmed.harms
                ));
            }
            if matters { seen.cases += 1 } else { seen.whole += 1 }
        }
        if build {
            self.heals(harmed, &by_module, &kept, seen)?;
            self.stays(harmed, &by_module, &kept, seen)?;
            self.repair(harmed, &kept, seen)?;
            self.fetch(harmed, &kept, seen)?;
        }
        Ok(())
    }

    /// `go mod verify` of all modules, without a go.sum that would stop it before it has looked at any.
    fn go_verify(&self) -> io::Result<String> {
        let all: Vec<&Module> = self.places.iter().collect();
        let folder = project(self.stage, "verify", &all)?;
        // It says nothing of a .mod, but reads them all first.
        for module in self.places {
            let mod_file = format!("{}.mod", self.stage.gomodcache.join(module.stem()).display());
            if Path::new(&mod_file).is_file() {
                fs::copy(self.stage.proxy.file(&module.path, &module.version, "mod"), mod_file)?;
            }
        }
        let mut go = self.stage.go(self.sdk, &folder);
        let output = go.args(["mod", "verify"]).env("GOFLAGS", "-mod=mod").output()?;
        let said = told(&output);
        let all = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        let judged = |line: &str| self.places.iter().any(|module| line.starts_with(&module.said()));
        if output.status.success() || all.lines().any(judged) { Ok(all) } else { Err(io::Error::other(said)) }
    }

    /// All versions of which it was said that go repairs them, at once.
    fn heals(
        &self,
        harmed: &[Harmed],
        found: &BTreeMap<&str, Vec<&Found>>,
        kept: &Path,
        seen: &mut Seen,
    ) -> io::Result<()> {
        let heals = |module: &&Module| {
            let all = found.get(module.path.as_str()).is_none_or(|found| found.iter().all(|one| one.heals));
            let one = harmed.iter().find(|one| self.places[one.module].path == module.path);
            all && (self.knows_sums || !one.is_some_and(|one| Harm::hide(&one.harms, module)))
        };
        let some: Vec<&Module> = self.places.iter().filter(heals).collect();
        self.restore(kept)?;
        if self.build("heal", &some)?.content {
            seen.healed += some.len() as u64;
            return Ok(());
        }
        for module in some {
            self.restore(kept)?;
            let made = self.build("heal", &[module])?;
            if !made.content {
                let harms = harms(harmed, self.places, module);
                seen.faults
                    .push(format!("{} after {harms}: go was said to repair it: {}", module.path, made.said));
            }
        }
        Ok(())
    }

    /// Some of those that were said to stay damaged, one by one.
    fn stays(
        &self,
        harmed: &[Harmed],
        found: &BTreeMap<&str, Vec<&Found>>,
        kept: &Path,
        seen: &mut Seen,
    ) -> io::Result<()> {
        let stays = |module: &&Module| {
            found.get(module.path.as_str()).is_some_and(|found| found.iter().any(|one| !one.heals))
        };
        for module in self.places.iter().filter(stays).take(ALONE) {
            self.restore(kept)?;
            let made = self.build("stay", &[module])?;
            if made.content {
                let harms = harms(harmed, self.places, module);
                let found = &found[module.path.as_str()];
                seen.faults.push(format!("{} after {harms}: go repaired it alone: {found:?}", module.path));
            }
            seen.stayed += 1;
        }
        Ok(())
    }

    /// All that can be repaired, at once; go must be content with all of it afterwards.
    fn repair(&self, harmed: &[Harmed], kept: &Path, seen: &mut Seen) -> io::Result<()> {
        let ours = self.restore_all_but_persons(harmed, kept)?;
        let (status, said) = self.ask(&["--repair"])?;
        let expected = rows(&said)?.iter().filter(|found| found.repair != "none").count() as u64;
        if status != 0 || said["repaired"].as_u64() != Some(expected) {
            seen.faults.push(format!("exit status {status} of a repair of {expected} damages: {said}"));
        }
        if let Some(left) = self.verify()?.iter().find(|found| !found.heals) {
            seen.faults.push(format!("still damaged after the repair: {left:?}"));
        }
        let all: Vec<&Module> = self.places.iter().collect();
        if self.build("repaired", &all)?.content {
            seen.repaired += expected;
            let left = self.verify()?;
            if !left.is_empty() {
                seen.faults.push(format!("go has built with all of it, and Burrow says {left:?}"));
            }
            return Ok(());
        }
        let after = self.stage.root.join("repaired-cache");
        clear(&after)?;
        copy(&self.stage.gomodcache, &after)?;
        for harmed in ours {
            let module = &self.places[harmed.module];
            self.restore(&after)?;
            let made = self.build("repaired", &[module])?;
            // Where several parts are damaged, only go.sum tells which of them was whole.
            let untold =
                !self.knows_sums && harmed.harms.len() > 1 && made.said.contains("checksum mismatch");
            let made = if untold { self.repair_by_sums(module, &after)? } else { made };
            if !made.content {
                let harms = &harmed.harms;
                seen.faults.push(format!("{} after {harms:?} and the repair: {}", module.path, made.said));
            }
        }
        Ok(())
    }

    /// Repairs, and lets go fetch again what was taken away. Of half of the versions the `.info` names no version: go then
    /// fetches nothing and ends well all the same, which must not be told as fetched.
    fn fetch(&self, harmed: &[Harmed], kept: &Path, seen: &mut Seen) -> io::Result<()> {
        self.restore_all_but_persons(harmed, kept)?;
        for module in self.places.iter().step_by(2) {
            Place::of(&self.stage.gomodcache, module).name_no_version()?;
        }
        let (_, said) = self.ask(&["--repair", "--fetch"])?;
        let taken: BTreeSet<String> =
            rows(&said)?.into_iter().filter(|row| row.repair != "none").map(|row| row.module).collect();
        let missing: BTreeSet<&str> = said["notFetched"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|row| row["module"].as_str())
            .collect();
        if said["fetched"].as_u64() != Some((taken.len() - missing.len()) as u64) && !taken.is_empty() {
            seen.faults.push(format!("{} were taken away: {}", taken.len(), said["notFetched"]));
        }
        for module in self.places.iter().filter(|module| taken.contains(&module.path)) {
            let whole = Place::of(&self.stage.gomodcache, module).is_whole();
            if whole == missing.contains(module.path.as_str()) {
                let harms = harms(harmed, self.places, module);
                let missing = &said["notFetched"];
                seen.faults
                    .push(format!("{} after {harms}, fetched: whole is {whole}: {missing}", module.path));
            }
            if whole { seen.fetched += 1 } else { seen.not_fetched += 1 }
        }
        Ok(())
    }

    /// Repairs once more, told of the go.sum.
    fn repair_by_sums(&self, module: &Module, kept: &Path) -> io::Result<Made> {
        self.restore(kept)?;
        Judge { knows_sums: true, ..*self }.ask(&["--repair"])?;
        self.build("repaired", &[module])
    }

    /// Without what Burrow leaves to a person, who sets it right by hand; what is left is returned.
    fn restore_all_but_persons<'h>(&self, harmed: &'h [Harmed], kept: &Path) -> io::Result<Vec<&'h Harmed>> {
        self.restore(kept)?;
        let persons = |harmed: &&Harmed| {
            harmed.harms.iter().any(|harm| harm.is_a_persons())
                || (!self.knows_sums && Harm::hide(&harmed.harms, &self.places[harmed.module]))
        };
        let (persons, ours): (Vec<_>, Vec<_>) = harmed.iter().partition(persons);
        for harmed in persons {
            Place::of(&self.stage.gomodcache, &self.places[harmed.module]).forget()?;
        }
        Ok(ours)
    }

    fn restore(&self, kept: &Path) -> io::Result<()> {
        self.stage.clear_caches_of_modules()?;
        copy(kept, &self.stage.gomodcache)
    }

    /// Builds a program of these modules with a go.sum that knows them, downloads what is missing, and verifies.
    fn build(&self, name: &str, of: &[&Module]) -> io::Result<Made> {
        let folder = project(self.stage, name, of)?;
        fs::copy(self.stage.project("all").join("go.sum"), folder.join("go.sum"))?;
        let program = folder.join(if cfg!(windows) { "out.exe" } else { "out" });
        let run = |words: &[&str]| self.stage.go(self.sdk, &folder).args(words).output();
        let built = run(&["build", "-o", &program.display().to_string(), "."])?;
        if !built.status.success() {
            return Ok(Made { content: false, said: told(&built) });
        }
        let sum: usize = of.iter().map(|module| module.value).sum();
        let printed = std::process::Command::new(&program).output()?;
        if String::from_utf8_lossy(&printed.stderr).trim() != sum.to_string() {
            return Ok(Made { content: false, said: format!("built something else: {}", told(&printed)) });
        }
        for words in [&["mod", "download"][..], &["mod", "verify"]] {
            let output = run(words)?;
            if !output.status.success() {
                return Ok(Made { content: false, said: told(&output) });
            }
        }
        Ok(Made { content: true, said: String::new() })
    }
}

/// The damages of an answer.
fn rows(said: &Value) -> io::Result<Vec<Found>> {
    let text = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    let rows = said["damaged"].as_array().ok_or_else(|| io::Error::other(said.to_string()))?;
    let found = rows.iter().map(|row| Found {
        module: text(row, "module"),
        damage: text(row, "damage"),
        heals: row["healsItself"].as_bool().unwrap_or_default(),
        repair: text(row, "repair"),
        message: text(row, "message"),
    });
    Ok(found.collect())
}

fn harms(harmed: &[Harmed], places: &[Module], module: &Module) -> String {
    let one = harmed.iter().find(|harmed| places[harmed.module].path == module.path);
    format!("{:?}", one.map(|harmed| &harmed.harms))
}

/// Whether `go mod verify` complains about this: it compares zip, hash and folder, and knows of nothing else.
fn go_would_say(found: &Found) -> bool {
    match found.damage.as_str() {
        "zip-corrupt" | "ziphash-missing" | "ziphash-wrong" | "dir-missing-file" => true,
        // For go, a link that leads nowhere is a folder that is not there.
        "dir-modified" => !found.message.contains("leads nowhere"),
        _ => false,
    }
}
