//! `-mod=vendor` in GOFLAGS where there is no vendor folder: go then builds nothing.

use std::path::{Path, PathBuf};

use go_rules::vars::Layer;
use go_rules::vars::goflags::Word;

use super::flags::{NAME, mended, set_flags};
use crate::doctor::{CheckId, Evidence, Finding, Seen, SettingsWrong, Severity, Skip};

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let Some((set, Ok(words))) = set_flags(seen) else { return Ok(Vec::new()) };
    let is_vendor = |word: &Word| word.flag() == (b"mod", Some(b"vendor"));
    if !words.iter().any(is_vendor) {
        return Ok(Vec::new());
    }
    let here = seen.project();
    let others = seen.other_projects();
    let missing: Vec<&PathBuf> = here.iter().chain(&others).filter(|folder| !has_vendor(folder)).collect();
    // Where every project at hand has one, it may be just what is wanted.
    if missing.is_empty() && (here.is_some() || !others.is_empty()) {
        return Ok(Vec::new());
    }
    let mut evidence = vec![Evidence::setting(NAME, &set.value, set.place)];
    evidence.extend(missing.iter().map(|folder| Evidence::path(folder.join("vendor"))));
    let project = missing.first().map(|folder| (*folder).clone());
    Ok(vec![Finding {
        check: CheckId::GoflagsVendor,
        severity: if missing.iter().any(|folder| requires(folder)) {
            Severity::Error
        } else {
            Severity::Warning
        },
        subject: NAME.to_owned(),
        evidence,
        wrong: SettingsWrong::FlagVendor { project, layer: set.layer }.into(),
        fixes: if set.layer == Layer::User { mended(seen, Ok(&words), is_vendor) } else { Vec::new() },
    }])
}

/// Its own, or that of the workspace it may belong to.
fn has_vendor(project: &Path) -> bool {
    let works = project.ancestors().filter(|dir| *dir == project || dir.join("go.work").is_file());
    works.into_iter().any(|dir| dir.join("vendor").is_dir())
}

/// Whether a project asks for modules: without any Go misses no vendor folder.
fn requires(project: &Path) -> bool {
    let asks = |name: &str, words: [&str; 2]| {
        let text = std::fs::read_to_string(project.join(name)).unwrap_or_default();
        text.lines().any(|line| words.iter().any(|word| line.trim_start().starts_with(word)))
    };
    asks("go.work", ["use ", "use("]) || asks("go.mod", ["require ", "require("])
}
