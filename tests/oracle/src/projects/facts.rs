//! What else a report says, beside what go says of the same: which versions are needed, what go.sum lacks or has wrong,
//! and the vendor folder.

use super::project::Project;
use crate::caches::proxy::Proxy;
use burrow_core::project::ready::{Blocker, ProjectReport, Readiness, Vendor};
use go_rules::module::h1_of_go_mod;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Whether the report got behind the files and settings, so that it says more than why go stops there.
fn has_looked(report: &ProjectReport) -> bool {
    !report.blockers.iter().any(|it| {
        matches!(it, Blocker::File { .. } | Blocker::TooOld { .. } | Blocker::Setting { .. } | Blocker::NoGo)
    })
}

/// What differs from what go said when it built.
pub fn beside_build(report: &ProjectReport, said: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    if !has_looked(report) {
        return wrong;
    }
    let mut must = |told: bool, what: &str| {
        if told {
            wrong.push(format!("{what}, but go: {said}"));
        }
    };
    let sums = &report.sums;
    let is_odd = !sums.mismatched.is_empty() || !report.modules.damaged.is_empty();
    must(said.contains("checksum mismatch") && !is_odd, "nothing disagrees with go.sum");
    must(said.contains("missing go.sum entry") && sums.missing.is_empty(), "go.sum lacks nothing");
    let inconsistent = said.contains("inconsistent vendoring");
    // Without a folder go says so as well, where GOFLAGS wants one.
    let is_told = matches!(report.vendor, Vendor::Inconsistent | Vendor::None);
    must(inconsistent && !is_told, "vendor is not inconsistent");
    let vendor_only = matches!(report.blockers.as_slice(), [Blocker::Vendor { .. }]);
    must(vendor_only && !inconsistent && !said.contains("requires go >="), "vendor is inconsistent");
    let sums_only = matches!(report.blockers.as_slice(), [Blocker::SumsMissing]);
    // What a download writes to go.mod is thought to be there already.
    let wants = ["missing go.sum entry", "checksum", "updates to go.mod needed"];
    let names_sums = wants.iter().any(|what| said.contains(what));
    must(sums_only && report.modules.missing.is_empty() && !names_sums, "only go.sum lacks lines");
    wrong
}

/// What differs from the list that `go mod download -json` printed; empty where it got to none.
pub fn beside_download(report: &ProjectReport, said: &[u8]) -> Vec<String> {
    let mut listed = BTreeSet::new();
    for module in serde_json::Deserializer::from_slice(said).into_iter::<serde_json::Value>().flatten() {
        let word = |name: &str| module.get(name).and_then(|it| it.as_str()).unwrap_or_default().to_owned();
        // Go itself can be required, and is no module of the cache. What is excluded has no version, and is an error.
        if !matches!(word("Path").as_str(), "go" | "toolchain") && !word("Version").is_empty() {
            listed.insert(format!("{}@{}", word("Path"), word("Version")));
        }
    }
    let ours: BTreeSet<String> = report.modules.needed.iter().map(ToString::to_string).collect();
    let is_judged =
        has_looked(report) && !listed.is_empty() && report.vendor != Vendor::Used && !ours.is_empty();
    if !is_judged || ours == listed {
        return Vec::new();
    }
    // What only a missing go.mod names cannot be told, and it may raise what is.
    let paths = |all: &BTreeSet<String>| -> BTreeSet<String> {
        all.iter().map(|it| it.split('@').next().unwrap_or_default().to_owned()).collect()
    };
    let untold =
        report.modules.missing.iter().any(|it| it.only_go_mod || report.readiness != Readiness::Offline);
    if untold && paths(&ours).is_subset(&paths(&listed)) {
        return Vec::new();
    }
    // Where there is no go line, go writes one first, and lists by what it has written then.
    let text = fs::read_to_string(report.file.path()).unwrap_or_default();
    let is_bare = !text.lines().any(|line| line.starts_with("go "));
    if is_bare && listed.is_subset(&ours) {
        return Vec::new();
    }
    vec![format!("needed {ours:?}, but go lists {listed:?}")]
}

/// Lines of go.sum that disagree with what the cache has noted, looked for without a thought.
pub fn beside_cache(report: &ProjectReport, project: &Project, cache: &Path) -> Vec<String> {
    let fetched = Proxy::at(&cache.join("cache").join("download"));
    let mut found = BTreeSet::new();
    for file in sum_files(report, project) {
        for line in fs::read_to_string(file).unwrap_or_default().lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            if words.is_empty() {
                continue;
            }
            // Go reads no further.
            let [module, version, hash] = words.as_slice() else { break };
            if !hash.starts_with("h1:") {
                continue;
            }
            let (version, of_go_mod) =
                version.strip_suffix("/go.mod").map_or((*version, false), |it| (it, true));
            let there = match of_go_mod {
                true => fs::read(fetched.file(module, version, "mod")).ok().map(|text| h1_of_go_mod(&text)),
                false => fs::read_to_string(fetched.file(module, version, "ziphash")).ok(),
            };
            let there = there.map(|it| it.trim().to_owned()).filter(|it| it.len() == 47);
            if there.is_some_and(|there| there != *hash) {
                found.insert(format!("{module}@{version} {of_go_mod}"));
            }
        }
    }
    let ours: BTreeSet<String> =
        report.sums.mismatched.iter().map(|it| format!("{} {}", it.version, it.of_go_mod)).collect();
    // Of what is damaged the line is right.
    let damaged: BTreeSet<String> = report.modules.damaged.iter().map(|it| it.version.to_string()).collect();
    let is_excused = |line: &&String| line.split(' ').next().is_some_and(|of| damaged.contains(of));
    let more: Vec<_> = found.difference(&ours).filter(|line| !is_excused(line)).collect();
    let less: Vec<_> = ours.difference(&found).collect();
    match more.is_empty() && less.is_empty() || !has_looked(report) {
        true => Vec::new(),
        false => vec![format!("go.sum against the cache: not told {more:?}, told {less:?}")],
    }
}

fn sum_files(report: &ProjectReport, project: &Project) -> Vec<PathBuf> {
    let members = report.members.iter().map(|folder| folder.join("go.sum"));
    let flags = project.env.iter().filter(|(name, _)| name == "GOFLAGS").map(|(_, flags)| flags.as_str());
    let modfile = flags.flat_map(str::split_whitespace).find_map(|flag| flag.strip_prefix("-modfile="));
    let modfile = modfile.map(|file| project.folder.join(file));
    members.chain([report.file.sums_with(modfile.as_deref())]).collect()
}
