//! What holds on every drawn machine: what go complains of is found, what is found go complains of, and after the fixes
//! neither does; undo brings the very bytes back.

use super::Seen;
use super::drawn::{Drawn, Setting, draw};
use super::internet::MODULE;
use super::machine::{Machine, Report};
use crate::rng::Rng;
use crate::sdk::Sdk;
use std::io;
use std::path::Path;
use std::process::Output;

/// Draws `count` machines and judges them.
///
/// # Errors
/// When a program cannot be started or a folder not be written.
pub fn drawn(
    base: &Path,
    sdks: &[Sdk],
    burrow: &Path,
    seed: u64,
    cases: std::ops::Range<u64>,
    seen: &mut Seen,
) -> io::Result<()> {
    for case in cases {
        let mut rng = Rng::of_case(seed, 2_000_000 + case);
        // Before Go 1.21 there is no go.env, and some of go's words are others.
        let usable: Vec<&Sdk> = sdks.iter().filter(|sdk| sdk.minor >= 21).collect();
        let Some(newest) = usable.len().checked_sub(1) else { return Ok(()) };
        let sdk = usable[rng.below(newest + 1)];
        let machine = Machine::new(&base.join(format!("drawn-{case}")), sdks, sdk, burrow, &mut rng)?;
        let drawn = draw(machine, &mut rng)?;
        Judge { drawn: &drawn, case, seen }.all()?;
        drawn.machine.clear()?;
    }
    Ok(())
}

struct Judge<'a> {
    drawn: &'a Drawn,
    case: u64,
    seen: &'a mut Seen,
}

/// What a person does all day, and what of go's words is told by which checks.
const COMMANDS: &[&[&str]] = &[&["version"], &["env"], &["list", "./..."], &["build", "./..."]];

/// Words of go, and the checks of which one must find it.
const WORDS: &[(&str, &[&str])] = &[
    ("-mod=vendor", &["goflags-vendor", "goflags-invalid"]),
    ("inconsistent vendoring", &["goflags-vendor"]),
    ("$GOFLAGS", &["goflags-invalid"]),
    ("GOPATH entry", &["gopath-invalid"]),
    ("cannot find GOROOT", &["goroot-stale"]),
    ("does not match go tool version", &["goroot-stale"]),
    ("invalid GOTOOLCHAIN", &["env-lockout"]),
    ("invalid toolchain", &["toolchain-unavailable", "env-lockout"]),
    ("in PATH", &["toolchain-unavailable", "cgo-no-compiler"]),
    ("toolchain not available", &["toolchain-unavailable"]),
    ("requires go >=", &["toolchain-unavailable"]),
    ("invoked to provide", &["toolchain-unavailable"]),
    ("unknown environment setting GO111MODULE", &["go111module-set"]),
    ("GOWORK", &["env-lockout"]),
    ("reading go.work", &["env-lockout"]),
    ("GOEXPERIMENT", &["env-lockout"]),
    ("GOCACHE", &["env-lockout", "cache-read-only"]),
    ("GOMODCACHE", &["env-lockout", "cache-read-only"]),
    ("build cache", &["env-lockout", "cache-read-only"]),
    ("module cache", &["env-lockout", "cache-read-only"]),
    ("creating work dir", &["env-lockout"]),
    ("GOOS/GOARCH", &["env-lockout"]),
    ("FIPS", &["env-lockout"]),
];

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout))
}

fn complains(report: &Report, ids: &[&str]) -> bool {
    ids.iter().any(|id| report.has(id))
}

impl Judge<'_> {
    fn check(&mut self, well: bool, fault: impl FnOnce() -> String) {
        let (case, told) = (self.case, &self.drawn.told);
        self.seen.check(well, || format!("drawn {case} [{told}]: {}", fault()));
    }

    fn all(&mut self) -> io::Result<()> {
        let machine = &self.drawn.machine;
        let before = machine.picture()?;
        let report = machine.doctor(&[])?;
        let after = machine.picture()?;
        self.check(before == after, || "looking changed something".to_owned());
        self.nothing_broke(&report);
        self.found_what_go_says(&report)?;
        for one in ["GOFLAGS", "GOPATH", "GOPROXY", "GOSUMDB", "GO111MODULE"] {
            if let Some(setting) = self.drawn.effective(one).cloned() {
                self.alone(&setting, &report)?;
            }
        }
        self.mended(report)
    }

    /// Every check came to its end, with words.
    fn nothing_broke(&mut self, report: &Report) {
        let skipped = report.json["skipped"].as_array().cloned().unwrap_or_default();
        let odd: Vec<_> = skipped
            .iter()
            .filter(|one| {
                !["desktop-differs", "module-damaged"].contains(&one["id"].as_str().unwrap_or_default())
            })
            .filter(|one| {
                let why = one["reason"].as_str().unwrap_or_default();
                !why.contains("--online") && !why.contains("server")
            })
            .collect();
        self.check(odd.is_empty(), || format!("not checked: {odd:?}"));
    }

    /// Where go fails, one of the findings says why.
    fn found_what_go_says(&mut self, report: &Report) -> io::Result<()> {
        for words in COMMANDS {
            let output = self.drawn.machine.go(words)?;
            let told = said(&output);
            let nothing_there = told.contains("go.mod file not found")
                || told.contains("matched no packages")
                || told.contains("does not contain main module")
                || told.contains("no such module")
                || told.contains("modules disabled by GO111MODULE=off; see 'go help modules'");
            // What servers have, only they can tell.
            let from_server = told.contains("go: downloading go1") || told.contains("go: download go1");
            if output.status.success() || nothing_there || from_server {
                continue;
            }
            let wrong = report.findings().any(|finding| finding["severity"] != "note");
            self.check(wrong, || format!("{words:?} fails, and nothing is found: {told}{:?}", report.ids()));
            if let Some((word, ids)) = WORDS.iter().find(|(word, _)| told.contains(word)) {
                self.check(complains(report, ids), || {
                    format!("{words:?} says {word:?}, not found: {told}{:?}", report.ids())
                });
            }
        }
        Ok(())
    }

    /// What go says where nothing but this is set is what is found about it.
    fn alone(&mut self, one: &Setting, report: &Report) -> io::Result<()> {
        let machine = &self.drawn.machine;
        let go = |words: &[&str]| -> io::Result<String> {
            let output = machine.go_alone(one.name, &one.value, one.process, words)?;
            Ok(if output.status.success() { String::new() } else { said(&output) })
        };
        let find = |id: &str| report.findings().any(|f| f["id"] == id && f["subject"] == one.name);
        let value = &one.value;
        match one.name {
            "GOFLAGS" => {
                let mut refused = String::new();
                for words in [&["version"][..], &["list"], &["build"], &["vet"], &["test", "-run=^$"]] {
                    let told = go(words)?;
                    // Which analyzers vet has, only vet knows.
                    let other = ["-mod=vendor", "flag -vet ", "flag -c ", "flag -fix "];
                    if told.contains("GOFLAGS") && !other.iter().any(|word| told.contains(word)) {
                        refused = told;
                        break;
                    }
                }
                let found = find("goflags-invalid");
                // What a flag names is looked for where the machine's own folder is.
                let named =
                    ["overlay", "modfile", "pgo", "toolexec", "race", "asan", "mod=", "buildmode", "-p="];
                let elsewhere = found && named.iter().any(|flag| value.contains(flag));
                self.check(found != refused.is_empty() || elsewhere, || {
                    format!("goflags-invalid found: {found}; GOFLAGS={value:?}, go says: {refused}")
                });
            }
            "GOPATH" => {
                let told = go(&["version"])?;
                let found = find("gopath-invalid");
                // At a file go stops only once it wants to make the module cache below it.
                let is_file = std::env::split_paths(value).any(|entry| entry.is_file());
                self.check(found == (told.contains("GOPATH") || is_file), || {
                    format!("gopath-invalid found: {found}; GOPATH={value:?}, go says: {told}")
                });
            }
            "GOPROXY" if !value.is_empty() || !one.process => {
                let told = go(&["list", "-m", "-retracted", "-versions", MODULE])?;
                let refused =
                    ["invalid proxy URL", "contains no entries", "parse \""].iter().any(|w| told.contains(w));
                let found = find("goproxy-invalid") || find("goproxy-empty");
                // A bad entry behind a good one harms only modules that the good one does not have.
                let later = value.contains([',', '|']);
                let well = if refused { found } else { !found || !told.is_empty() || later };
                self.check(well, || {
                    format!("goproxy-invalid/-empty found: {found}; GOPROXY={value:?}, go says: {told}")
                });
            }
            "GOSUMDB" if !value.is_empty() || !one.process => {
                let told = go(&["mod", "download", &format!("{MODULE}@v1.0.0")])?;
                let unusable = told.contains("GOSUMDB");
                let found = report
                    .findings()
                    .any(|f| f["id"] == "sumdb-off" && f["subject"] == "GOSUMDB" && f["severity"] == "error");
                self.check(found == unusable, || {
                    format!("sumdb-off as an error found: {found}; GOSUMDB={value:?}, go says: {told}")
                });
            }
            "GO111MODULE" => {
                let told = go(&["version"])? + &go(&["list", "./..."])?;
                let bad = told.contains("unknown environment setting");
                let found =
                    report.findings().any(|f| f["id"] == "go111module-set" && f["severity"] == "error");
                self.check(found == bad, || {
                    format!("go111module-set as an error found: {found}; {value:?}, go says: {told}")
                });
            }
            _ => {}
        }
        Ok(())
    }

    /// Every fix that changes the GOENV file is taken, one after the other: at the end none is left, and go agrees; undo
    /// brings the very bytes back.
    fn mended(&mut self, mut report: Report) -> io::Result<()> {
        let machine = &self.drawn.machine;
        let goenv = machine.goenv();
        let before = std::fs::read(&goenv).ok();
        let link = std::fs::read_link(&goenv).ok();
        let mut taken: Vec<String> = Vec::new();
        while let Some(id) = next_fix(&report, &goenv) {
            if taken.len() > 15 {
                let ids = report.ids();
                self.check(false, || format!("the fixes never end: {taken:?}, left {ids:?}"));
                break;
            }
            let output = machine.burrow(&["doctor", "--fix", &id])?;
            self.check(output.status.success(), || format!("--fix {id}: {}", said(&output)));
            if !output.status.success() {
                break;
            }
            taken.push(id);
            report = machine.doctor(&[])?;
        }
        if !report.findings().any(|finding| finding["severity"] == "error") {
            self.found_what_go_says(&report)?;
        }
        // A port that is a word may be a password whose end is missing.
        let is_kept_nowhere = before
            .as_deref()
            .is_some_and(|before| String::from_utf8_lossy(before).contains("://goproxy.cn:port"));
        for _ in &taken {
            let output = machine.burrow(&["env", "undo"])?;
            if is_kept_nowhere && said(&output).contains("Burrow keeps no passwords") {
                return Ok(());
            }
            self.check(output.status.success(), || format!("after {taken:?}, env undo: {}", said(&output)));
        }
        let after = std::fs::read(&goenv).ok();
        self.check(before.clone().unwrap_or_default() == after.clone().unwrap_or_default(), || {
            format!("after {taken:?} and undo: {before:?} became {after:?}")
        });
        self.check(link == std::fs::read_link(&goenv).ok(), || "the link became a file".to_owned());
        Ok(())
    }
}

/// A finding that a change of the GOENV file mends.
fn next_fix(report: &Report, goenv: &Path) -> Option<String> {
    let real = |at: &Path| std::fs::canonicalize(at).unwrap_or_else(|_| at.to_path_buf());
    let by_file = |finding: &&serde_json::Value| {
        let changes = finding["fixes"][0]["changes"].as_array();
        changes
            .into_iter()
            .flatten()
            .any(|change| change["file"].as_str().is_some_and(|file| real(Path::new(file)) == real(goenv)))
    };
    report.findings().find(by_file)?["id"].as_str().map(str::to_owned)
}
