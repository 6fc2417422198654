//! One scenario from its beginning to its end.

use super::Seen;
use super::machine::{Machine, Report};
use super::scenario::{Fix, Scenario};
use crate::rng::Rng;
use serde_json::Value;
use std::io;

/// Nothing is found, and nothing is changed.
///
/// # Errors
/// When a program cannot be started.
pub fn healthy(machine: &Machine, name: &str, seen: &mut Seen) -> io::Result<()> {
    let before = machine.picture()?;
    for lang in ["en", "zh-CN"] {
        let report = machine.doctor(&["--lang", lang])?;
        seen.check(report.status == Some(0) && report.findings().next().is_none(), || {
            format!("healthy: {name}: {:#}", report.json["findings"])
        });
    }
    seen.check(machine.picture()? == before, || format!("healthy: {name}: looking changed something"));
    Ok(())
}

/// # Errors
/// When a program cannot be started or the machine not be laid.
pub fn scenario(
    scenario: &Scenario,
    machine: &mut Machine,
    rng: &mut Rng,
    seen: &mut Seen,
) -> io::Result<()> {
    (scenario.lay)(machine, rng)?;
    if let Some(why) = &machine.not_here {
        seen.notes.push(format!("left out: {}: {why}", scenario.name));
        return Ok(());
    }
    if scenario.online {
        machine.words.push("--online");
    }
    let mut told = Told { scenario, machine, seen };
    told.found("at first")?;
    told.go_is(false, "while it is wrong")?;
    told.alone()?;
    match scenario.fix {
        Fix::Person => told.is_left_alone(),
        Fix::ForGood => told.mended(),
        Fix::Undone(words) => {
            told.mended()?;
            let output = told.machine.burrow(words)?;
            told.check(output.status.success(), || {
                format!("{words:?}: {}{}", text(&output.stdout), text(&output.stderr))
            });
            told.found("after the undo")?;
            told.go_is(false, "after the undo")
        }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end().to_owned()
}

struct Told<'a> {
    scenario: &'a Scenario,
    machine: &'a Machine,
    seen: &'a mut Seen,
}

impl Told<'_> {
    fn check(&mut self, well: bool, fault: impl FnOnce() -> String) {
        let (name, version) = (self.scenario.name, &self.machine.sdk.version);
        self.seen.check(well, || format!("{name} ({version}): {}", fault()));
    }

    /// It is found, with proof and words, and nothing but what follows; looking changed nothing.
    fn found(&mut self, when: &str) -> io::Result<()> {
        let before = self.machine.picture()?;
        let report = self.machine.doctor(&[])?;
        let after = self.machine.picture()?;
        self.check(after == before, || {
            let changed: Vec<_> =
                after.iter().filter(|(at, held)| before.get(*at) != Some(held)).map(|(at, _)| at).collect();
            format!("{when}, looking changed {changed:?}")
        });
        self.check(report.has(self.scenario.id), || format!("{when}, not found: {:#}", report.json));
        let odd: Vec<&str> = report.ids().into_iter().filter(|id| !self.follows(id)).collect();
        self.check(odd.is_empty(), || format!("{when}, also found: {odd:?}: {:#}", report.json));
        let wrong = report.findings().any(|finding| finding["severity"] != "note");
        self.check(report.status == Some(i32::from(wrong)), || format!("{when}, exit {:?}", report.status));
        self.proven(&report);
        Ok(())
    }

    fn follows(&self, id: &str) -> bool {
        id == self.scenario.id || self.scenario.besides.contains(&id)
    }

    fn proven(&mut self, report: &Report) {
        let own: Vec<&Value> =
            report.findings().filter(|finding| finding["id"] == self.scenario.id).collect();
        for (file, line) in self.machine.causes().to_vec() {
            let evidence =
                own.iter().flat_map(|finding| finding["evidence"].as_array().into_iter().flatten());
            let named = |evidence: &Value| {
                evidence["line"] == line
                    && evidence["file"].as_str().is_some_and(|named| named == file.to_string_lossy())
            };
            let well = evidence.into_iter().any(named);
            self.check(well, || format!("no evidence names {}:{line}: {own:#?}", file.display()));
        }
        for finding in &own {
            let told = ["subject", "title", "explanation"].iter().all(|key| {
                finding[*key]
                    .as_str()
                    .is_some_and(|text| !text.trim().is_empty() && !text.contains("hunter2"))
            });
            let proof = finding["evidence"].as_array().is_some_and(|all| !all.is_empty());
            self.check(told && proof, || format!("without words or proof: {finding:#}"));
        }
    }

    /// `--id` makes just this check, in either language.
    fn alone(&mut self) -> io::Result<()> {
        let report = self.machine.doctor(&["--lang", "zh-CN", "--id", self.scenario.id])?;
        let own = report.ids().iter().all(|id| *id == self.scenario.id);
        let checked = report.json["checked"].as_array().cloned().unwrap_or_default();
        self.check(own && report.has(self.scenario.id) && checked == [self.scenario.id], || {
            format!("--id {}: {:#}", self.scenario.id, report.json)
        });
        let chinese = |text: &Value| text.as_str().is_some_and(|text| text.chars().any(|c| c > '\u{2fff}'));
        let all =
            report.findings().all(|finding| chinese(&finding["title"]) && chinese(&finding["explanation"]));
        self.check(all, || format!("not in Chinese: {:#}", report.json));
        Ok(())
    }

    fn go_is(&mut self, content: bool, when: &str) -> io::Result<()> {
        if let Some(go) = self.scenario.go {
            let is = go(self.machine)?;
            self.check(is == content, || format!("{when}, go is {}content", if is { "" } else { "not " }));
        }
        Ok(())
    }

    fn fix(&self, words: &[&str]) -> io::Result<std::process::Output> {
        let first = ["doctor", "--fix", self.scenario.id];
        let words: Vec<&str> = first.iter().chain(words).chain(&self.machine.words).copied().collect();
        self.machine.burrow(&words)
    }

    fn mended(&mut self) -> io::Result<()> {
        let before = self.own_files()?;
        let rehearsed = self.fix(&["--dry-run"])?;
        self.check(rehearsed.status.success(), || {
            format!("--fix --dry-run: {}{}", text(&rehearsed.stdout), text(&rehearsed.stderr))
        });
        let after = self.own_files()?;
        self.check(after == before, || {
            let changed: Vec<_> =
                after.iter().filter(|file| !before.contains(file)).map(|(at, _)| at).collect();
            format!("--dry-run changed {changed:?}")
        });
        let output = self.fix(&[])?;
        self.check(output.status.success(), || {
            format!("--fix: {}{}", text(&output.stdout), text(&output.stderr))
        });
        let report = self.machine.doctor(&[])?;
        self.check(!report.has(self.scenario.id), || format!("still there after the fix: {:#}", report.json));
        let odd: Vec<&str> = report.ids().into_iter().filter(|id| !self.follows(id)).collect();
        self.check(odd.is_empty(), || format!("the fix led to {odd:?}: {:#}", report.json));
        self.go_is(true, "after the fix")
    }

    /// Every file but those in which Burrow remembers.
    fn own_files(&self) -> io::Result<Vec<(std::path::PathBuf, Vec<u8>)>> {
        let all = self.machine.picture()?.into_iter();
        let own =
            |at: &std::path::Path| !at.components().any(|part| part.as_os_str() == "state") && !at.is_dir();
        Ok(all.filter(|(at, _)| own(at)).collect())
    }

    fn is_left_alone(&mut self) -> io::Result<()> {
        let before = self.own_files()?;
        let output = self.fix(&[])?;
        self.check(output.status.code() == Some(1), || {
            format!("--fix of what only a person can mend: {:?} {}", output.status, text(&output.stdout))
        });
        let after = self.own_files()?;
        self.check(after == before, || "--fix changed something that only a person can".to_owned());
        Ok(())
    }
}
