//! The report for a person.

use std::io::{self, Write};

use burrow_core::doctor::{Finding, Remedy, Severity};
use burrow_core::place::{display_path, display_paths};
use burrow_core::text::{Lang, Say, doctor};

use super::{Scene, json};
use crate::failure::Failure;

/// `all`: with what the first way out of each finding would change.
pub fn report(scene: &Scene<'_>, all: bool) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    for finding in &scene.found.findings {
        print(&mut out, scene, finding)?;
        if let Some(first) = finding.fixes.first().filter(|_| all) {
            changes(&mut out, scene, first)?;
        }
        writeln!(out)?;
    }
    if scene.options.quiet {
        return Ok(());
    }
    for skipped in &scene.found.skipped {
        writeln!(out, "· {}  {}", skipped.id.as_str(), skipped.why.say(scene.lang))?;
    }
    writeln!(out, "{}", summary(scene))?;
    Ok(())
}

fn print(out: &mut impl Write, scene: &Scene<'_>, finding: &Finding) -> io::Result<()> {
    let lang = scene.lang;
    let home = scene.context.home();
    let short = |sentence: String| display_paths(&sentence, home.as_deref());
    let title = short(doctor::title(finding, lang));
    writeln!(out, "{}  {title}  [{}]", severity(finding.severity, lang), finding.check.as_str())?;
    writeln!(out, "  {}", short(doctor::explanation(finding, lang)))?;
    for evidence in &finding.evidence {
        match &evidence.place {
            Some(place) => writeln!(out, "  · {}  [{}]", evidence.text, place.display(home.as_deref()))?,
            None => writeln!(out, "  · {}", evidence.text)?,
        }
    }
    for remedy in &finding.fixes {
        writeln!(out, "  → {}", short(remedy.say(lang)))?;
    }
    Ok(())
}

/// What a way out would change.
pub fn changes(out: &mut impl Write, scene: &Scene<'_>, remedy: &Remedy) -> io::Result<()> {
    for change in scene.seen.preview(remedy) {
        writeln!(out, "    {}", display_path(&change.file, scene.context.home().as_deref()))?;
        for line in json::text(&change.diff).lines() {
            writeln!(out, "    {line}")?;
        }
    }
    Ok(())
}

fn severity(severity: Severity, lang: Lang) -> &'static str {
    match severity {
        Severity::Error => lang.pick("error  ", "错误"),
        Severity::Warning => lang.pick("warning", "警告"),
        Severity::Note => lang.pick("note   ", "提示"),
    }
}

fn summary(scene: &Scene<'_>) -> String {
    let (lang, found) = (scene.lang, scene.found);
    let count = |severity| found.findings.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    let (made, left) = (found.checked.len(), found.skipped.len());
    if found.findings.is_empty() {
        return lang.pick(
            format!("Nothing is wrong. Checks made: {made}, left out: {left}."),
            format!("一切正常。已检查 {made} 项，略过 {left} 项。"),
        );
    }
    lang.pick(
        format!(
            "Errors: {errors}, warnings: {warnings}, notes: {notes}. Checks made: {made}, left out: {left}. \
             `burrow doctor --fix ID` takes the first way out."
        ),
        format!(
            "错误 {errors} 个，警告 {warnings} 个，提示 {notes} 个。已检查 {made} 项，略过 {left} 项。\
             `burrow doctor --fix ID` 采用第一种修复办法。"
        ),
    )
}
