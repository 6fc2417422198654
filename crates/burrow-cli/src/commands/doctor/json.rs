//! The report for a script: a public interface.

use burrow_core::doctor::{FileChange, Finding, Remedy, Seen};
use burrow_core::env::edit::{DiffLine, DiffSign};
use burrow_core::text::{Lang, Say, doctor};
use serde::Serialize;

use super::Scene;
use crate::commands::show;
use crate::failure::Failure;

#[derive(Serialize)]
struct Json {
    findings: Vec<JsonFinding>,
    checked: Vec<&'static str>,
    skipped: Vec<JsonSkipped>,
}

#[derive(Serialize)]
struct JsonFinding {
    id: &'static str,
    severity: &'static str,
    subject: String,
    title: String,
    explanation: String,
    evidence: Vec<JsonEvidence>,
    fixes: Vec<JsonFix>,
}

#[derive(Serialize)]
struct JsonEvidence {
    file: Option<String>,
    line: Option<u32>,
    text: String,
}

/// A way out.
#[derive(Serialize)]
pub struct JsonFix {
    id: &'static str,
    title: String,
    changes: Vec<JsonChange>,
}

#[derive(Serialize)]
pub struct JsonChange {
    file: String,
    diff: String,
}

#[derive(Serialize)]
struct JsonSkipped {
    id: &'static str,
    reason: String,
}

pub fn report(scene: &Scene<'_>) -> Result<(), Failure> {
    let found = scene.found;
    show::json(&Json {
        findings: found.findings.iter().map(|f| finding(f, scene.seen, scene.lang)).collect(),
        checked: found.checked.iter().map(|id| id.as_str()).collect(),
        skipped: found
            .skipped
            .iter()
            .map(|skipped| JsonSkipped { id: skipped.id.as_str(), reason: skipped.why.say(scene.lang) })
            .collect(),
    })
}

fn finding(finding: &Finding, seen: &Seen, lang: Lang) -> JsonFinding {
    JsonFinding {
        id: finding.check.as_str(),
        severity: finding.severity.as_str(),
        subject: finding.subject.clone(),
        title: doctor::title(finding, lang),
        explanation: doctor::explanation(finding, lang),
        evidence: finding
            .evidence
            .iter()
            .map(|evidence| JsonEvidence {
                file: evidence.place.as_ref().map(|place| place.file.display().to_string()),
                line: evidence.place.as_ref().and_then(|place| place.line),
                text: evidence.text.as_str().to_owned(),
            })
            .collect(),
        fixes: finding.fixes.iter().map(|remedy| fix(remedy, seen, lang)).collect(),
    }
}

pub fn fix(remedy: &Remedy, seen: &Seen, lang: Lang) -> JsonFix {
    let changes = seen.preview(remedy).iter().map(change).collect();
    JsonFix { id: remedy.id(), title: remedy.say(lang), changes }
}

fn change(change: &FileChange) -> JsonChange {
    JsonChange { file: change.file.display().to_string(), diff: text(&change.diff) }
}

/// As `diff -u` writes its lines.
pub fn text(diff: &[DiffLine]) -> String {
    let sign = |line: &DiffLine| match line.sign {
        DiffSign::Same => ' ',
        DiffSign::Removed => '-',
        DiffSign::Added => '+',
    };
    diff.iter().map(|line| format!("{}{}\n", sign(line), line.text)).collect()
}
