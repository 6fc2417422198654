//! Several `go` on PATH: which one runs is decided by the order of folders, and other programs may see another order.

use std::path::Path;

use bstr::{BString, ByteSlice};
use go_rules::version;

use crate::doctor::{CheckId, Evidence, Finding, OnPath, Remedy, Seen, Severity, Skip, ToolchainsWrong};
use crate::env::capture::AskerId;
use crate::place::Place;
use crate::sdk::probe::Finding as Found;
use crate::sdk::switch::link;
use crate::system::files::path_from_bytes;

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let all: Vec<&OnPath> =
        seen.go_on_path().iter().filter(|on_path| on_path.go.is_ok() || is_shim(on_path)).collect();
    let (Some(first), true) = (all.first(), all.len() > 1) else { return Ok(Vec::new()) };
    if is_chosen(seen, first) {
        return Ok(Vec::new());
    }
    let Some(newest) = all.iter().filter(|on_path| on_path.go.is_ok()).max_by(|a, b| order(a, b)) else {
        return Ok(Vec::new());
    };
    let versions: Vec<BString> = all.iter().filter_map(|on_path| version_of(on_path)).collect();
    let (wrong, severity) = match version_of(first) {
        None => {
            let wrong = ToolchainsWrong::ShimFirst { first: first.path.clone(), behind: all.len() - 1 };
            (wrong, Severity::Warning)
        }
        Some(version) => {
            if versions.iter().all(|other| *other == version) {
                return Ok(Vec::new());
            }
            let newest = version_of(newest).unwrap_or_default();
            let severity = if newest == version { Severity::Note } else { Severity::Warning };
            let text = |version: &BString| version.to_str_lossy().into_owned();
            (ToolchainsWrong::Several { first: text(&version), newest: text(&newest) }, severity)
        }
    };
    let path = seen.place("PATH", go_rules::vars::Layer::Process);
    let mut evidence: Vec<Evidence> = all.iter().map(|on_path| told(on_path)).collect();
    evidence.extend(path.map(|place| Evidence::at(place, "PATH")));
    let fixes = seen.ground().data_dir.as_ref().and_then(|_| goroot(newest));
    Ok(vec![Finding {
        check: CheckId::GoMultiple,
        severity,
        subject: "PATH".to_owned(),
        wrong: wrong.into(),
        evidence,
        fixes: fixes.map(|goroot| Remedy::UseToolchain { goroot }).into_iter().collect(),
    }])
}

/// Burrow's own link is there because a person wanted just that: where it stands first on PATH, and in a terminal that
/// was opened before (a new one is asked by its login shell).
fn is_chosen(seen: &Seen, first: &OnPath) -> bool {
    let Some(link) = seen.ground().data_dir.as_ref().map(|data| data.join(link::NAME)) else { return false };
    let stands = std::fs::symlink_metadata(&link).is_ok() && seen.sdk_in(&link).is_ok();
    let older = seen.ground().captured.asker == AskerId::Process;
    stands && (older || first.path.parent() == Some(link.join("bin").as_path()))
}

fn is_shim(on_path: &OnPath) -> bool {
    matches!(on_path.go, Err(Found::Script))
}

fn version_of(on_path: &OnPath) -> Option<BString> {
    on_path.go.as_ref().ok().map(|go| go.version.clone())
}

fn order(a: &OnPath, b: &OnPath) -> std::cmp::Ordering {
    let released = |on_path: &OnPath| {
        version_of(on_path)
            .and_then(|version| version::of_toolchain(&version).map(BString::from))
            .unwrap_or_default()
    };
    version::compare(&released(a), &released(b))
}

fn told(on_path: &OnPath) -> Evidence {
    let what = match &on_path.go {
        Ok(go) => go.version.to_str_lossy().into_owned(),
        Err(why) => why.to_string(),
    };
    Evidence::at(Place::file(&on_path.path), &format!("{}: {what}", on_path.path.display()))
}

/// The SDK that a program belongs to.
fn goroot(on_path: &OnPath) -> Option<std::path::PathBuf> {
    let go = on_path.go.as_ref().ok()?;
    let exe = if go.exe.is_empty() { &go.found } else { &go.exe };
    let goroot = path_from_bytes(exe.as_bstr())?.parent().and_then(Path::parent)?.to_path_buf();
    goroot.join("pkg").join("tool").is_dir().then_some(goroot)
}
