//! What `cache usage` says of real caches, against what is counted here and by `du`: to the byte, looked at anew and with
//! what Burrow remembers, after go has built, and without a fault while it builds.
//!
//! It works on copies of a world's caches, in which it may lay what is hard to count.

use super::du::{self, Sum};
use super::seen::Seen;
use super::stage::Stage;
use super::world::World;
use crate::rng::Rng;
use crate::sdk::Sdk;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Stdio;

/// Kinds of a cache by their names.
type Kinds = BTreeMap<String, Sum>;

const TEST: &str = "package x\n\nimport \"testing\"\n\nfunc TestX(t *testing.T) {}\n";

/// # Errors
/// When something cannot be written, or a program not be started.
pub fn judge(world: &World<'_>, burrow: &Path, rng: &mut Rng, seen: &mut Seen) -> io::Result<()> {
    let stage = world.judging(true)?;
    let yard = Yard { stage: &stage, sdk: world.sdk, burrow };
    yard.compare("as go left it", &["--fresh"], seen)?;
    yard.compare("a second time", &[], seen)?;
    lay_what_is_hard(&stage, rng)?;
    yard.compare("with what is hard to count", &[], seen)?;
    yard.compare("the same anew", &["--fresh"], seen)?;
    for project in world.projects.iter().take(2) {
        yard.while_go_builds(&project.folder, rng, seen)?;
        yard.compare("after a build", &[], seen)?;
    }
    yard.tests(seen)?;
    for gone in [&stage.gocache, &stage.gomodcache] {
        crate::stage::clear(gone)?;
    }
    yard.compare("when nothing is there", &[], seen)
}

struct Yard<'a> {
    stage: &'a Stage,
    sdk: &'a Sdk,
    burrow: &'a Path,
}

impl Yard<'_> {
    fn usage(&self, words: &[&str]) -> io::Result<(i32, Value)> {
        let all = [&["cache", "usage", "--json", "--by", "module"], words].concat();
        self.stage.ask(self.burrow, self.sdk, &all)
    }

    fn roots(&self) -> [(&'static str, &Path); 2] {
        [("gocache", &self.stage.gocache), ("gomodcache", &self.stage.gomodcache)]
    }

    fn compare(&self, when: &str, words: &[&str], seen: &mut Seen) -> io::Result<()> {
        let (status, said) = self.usage(words)?;
        seen.must("usage ends well", status == 0, || format!("{when}: {status} {said}"));
        for (cache, root) in self.roots() {
            let (real, told) = (du::sum(root)?, sum_of(row(&said["caches"], cache)));
            seen.must("a cache is as large as it is", same(real, told), || {
                format!("{when}: {cache} is {real:?}, usage says {told:?}")
            });
            if let Some(du) = du::disk_by_du(root).filter(|_| cfg!(target_os = "linux")) {
                seen.must("the disk holds what du says", du == told.disk_bytes, || {
                    format!("{when}: {cache}: du says {du}, usage {}", told.disk_bytes)
                });
            }
            self.kinds(when, &said, cache, root, told, seen)?;
        }
        rows_add_up(when, &said, seen);
        seen.count("usages compared", 1);
        Ok(())
    }

    fn kinds(
        &self,
        when: &str,
        said: &Value,
        cache: &str,
        root: &Path,
        whole: Sum,
        seen: &mut Seen,
    ) -> io::Result<()> {
        let mut told = Kinds::new();
        for row in said["kinds"].as_array().into_iter().flatten().filter(|row| row["cache"] == cache) {
            told.insert(row["kind"].as_str().unwrap_or_default().to_owned(), sum_of(Some(row)));
        }
        let all = told.values().fold(Sum::default(), add);
        seen.must("kinds add up", all == whole, || format!("{when}: {cache}: {all:?} of {whole:?}"));
        // Which of several names gets the bytes is Burrow's choice.
        if when.contains("hard") || when.contains("anew") || when.contains("build") {
            return Ok(());
        }
        let mut real = Kinds::new();
        sort_out(root, root, cache, &mut real)?;
        for (kind, told) in &told {
            let real = real.get(kind).copied().unwrap_or_default();
            let alike = (real.bytes, real.files) == (told.bytes, told.files);
            seen.must("a kind holds what has its names", alike, || {
                format!("{when}: {cache} {kind}: {real:?}, usage says {told:?}")
            });
        }
        Ok(())
    }

    /// Figures while go writes are of no moment, but they hang together, and nothing fails.
    fn while_go_builds(&self, project: &Path, rng: &mut Rng, seen: &mut Seen) -> io::Result<()> {
        // Every time another program, so that there is something to build.
        let flags = format!("-gcflags=all=-l=4 -ldflags=-X=main.seed={}", rng.below(1_000_000));
        let flags: Vec<&str> = flags.split(' ').collect();
        let mut go = self.stage.go(self.sdk, project);
        go.arg("build").args(flags).arg("./...").stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = go.spawn()?;
        loop {
            let ended = child.try_wait()?.is_some();
            let (status, said) = self.usage(&[])?;
            seen.must("usage beside a build ends well", status == 0, || format!("{status} {said}"));
            for (cache, _) in self.roots() {
                let whole = sum_of(row(&said["caches"], cache));
                let kinds =
                    said["kinds"].as_array().into_iter().flatten().filter(|row| row["cache"] == cache);
                let all = kinds.map(|row| sum_of(Some(row))).fold(Sum::default(), |a, b| add(a, &b));
                seen.must("kinds add up beside a build", all == whole, || format!("{all:?} of {whole:?}"));
            }
            seen.count("usages beside a build", 1);
            if ended {
                return Ok(());
            }
        }
    }

    /// Reading entries moves results from one kind to the other, and nothing else.
    fn tests(&self, seen: &mut Seen) -> io::Result<()> {
        let project = self.stage.project("results");
        fs::create_dir_all(&project)?;
        fs::write(project.join("go.mod"), "module results.example\n\ngo 1.16\n")?;
        fs::write(project.join("x_test.go"), TEST)?;
        self.stage.must(self.sdk, &project, &["test", "./..."])?;
        let ((_, plain), (status, read)) = (self.usage(&[])?, self.usage(&["--tests"])?);
        let of = |said: &Value, kind: &str| {
            let rows = said["kinds"].as_array().into_iter().flatten();
            rows.filter(|row| row["cache"] == "gocache" && row["kind"] == kind)
                .map(|row| sum_of(Some(row)))
                .next()
        };
        let (build, test) = (of(&read, "build").unwrap_or_default(), of(&read, "test").unwrap_or_default());
        let before = of(&plain, "build").unwrap_or_default();
        seen.must("results come out of the entries", status == 0 && add(build, &test) == before, || {
            format!("{before:?} are {build:?} and {test:?}")
        });
        seen.must(
            "nothing is a result unless it is read",
            of(&plain, "test") == Some(Sum::default()),
            String::new,
        );
        let real = results(&self.stage.gocache)?;
        seen.must(
            "results are those that begin or end so",
            (real.bytes, real.files) == (test.bytes, test.files),
            || format!("{real:?}, usage says {test:?}"),
        );
        seen.must("there are results", test.files > 0, || "none: this shows nothing".to_owned());
        seen.count("files of test results", test.files);
        Ok(())
    }
}

fn add(a: Sum, b: &Sum) -> Sum {
    Sum { bytes: a.bytes + b.bytes, disk_bytes: a.disk_bytes + b.disk_bytes, files: a.files + b.files }
}

fn same(real: Sum, told: Sum) -> bool {
    let disk = if cfg!(unix) { real.disk_bytes == told.disk_bytes } else { true };
    (real.bytes, real.files) == (told.bytes, told.files) && disk
}

fn row<'v>(rows: &'v Value, cache: &str) -> Option<&'v Value> {
    rows.as_array()?.iter().find(|row| row["cache"] == cache)
}

fn sum_of(row: Option<&Value>) -> Sum {
    let number = |name: &str| row.and_then(|row| row[name].as_u64()).unwrap_or(u64::MAX / 8);
    Sum { bytes: number("bytes"), disk_bytes: number("diskBytes"), files: number("files") }
}

fn rows_add_up(when: &str, said: &Value, seen: &mut Seen) {
    let rows = said["modules"].as_array().into_iter().flatten().map(|row| sum_of(Some(row)));
    let rows = rows.fold(Sum::default(), |a, b| add(a, &b));
    let kinds = said["kinds"].as_array().into_iter().flatten();
    let of =
        kinds.filter(|row| ["modules", "downloads", "toolchains"].iter().any(|kind| row["kind"] == *kind));
    let kinds = of.map(|row| sum_of(Some(row))).fold(Sum::default(), |a, b| add(a, &b));
    let alike = (rows.bytes, rows.files) == (kinds.bytes, kinds.files);
    seen.must("rows of modules add up", alike, || format!("{when}: {rows:?} of {kinds:?}"));
}

/// Every file to its kind by its path alone, as `cli.md` has it.
fn sort_out(root: &Path, folder: &Path, cache: &str, kinds: &mut Kinds) -> io::Result<()> {
    if !root.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let facts = fs::symlink_metadata(&path)?;
        if facts.is_dir() {
            sort_out(root, &path, cache, kinds)?;
            continue;
        }
        let below = path.strip_prefix(root).unwrap_or(&path);
        let below = below.to_string_lossy().replace('\\', "/");
        let kind = if cache == "gocache" { build_kind(&below) } else { module_kind(&below) };
        let sum = kinds.entry(kind.to_owned()).or_default();
        *sum = add(*sum, &Sum { bytes: facts.len(), disk_bytes: 0, files: 1 });
    }
    Ok(())
}

fn build_kind(path: &str) -> &'static str {
    let parts: Vec<&str> = path.split('/').collect();
    let hex = |text: &str| text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let entry =
        |name: &str, endings: &[&str]| name.len() == 66 && hex(&name[..64]) && endings.contains(&&name[64..]);
    match parts.as_slice() {
        ["fuzz", _, ..] => "fuzz",
        [folder, name] if folder.len() == 2 && hex(folder) && entry(name, &["-a", "-d"]) => "build",
        [folder, name, _, ..] if folder.len() == 2 && hex(folder) && entry(name, &["-d"]) => "build",
        _ => "other",
    }
}

fn module_kind(path: &str) -> &'static str {
    let starts = |beginning: &str| path.starts_with(beginning);
    if starts("cache/download/sumdb/") {
        "sumdb"
    } else if starts("cache/download/golang.org/toolchain/") || starts("golang.org/toolchain@") {
        "toolchains"
    } else if starts("cache/download/") {
        "downloads"
    } else if starts("cache/vcs/") {
        "vcs"
    } else if path.split_once("@v").is_some_and(|(_, rest)| is_version(rest)) && !starts("cache/") {
        "modules"
    } else {
        "other"
    }
}

/// Three numbers and whatever, and then a folder: enough for the versions of these worlds.
fn is_version(rest: &str) -> bool {
    let Some((version, _)) = rest.split_once('/') else { return false };
    let mut numbers = version.splitn(3, '.');
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let patch = |text: &str| text.bytes().next().is_some_and(|b| b.is_ascii_digit());
    numbers.next().is_some_and(digits)
        && numbers.next().is_some_and(digits)
        && numbers.next().is_some_and(patch)
}

/// Entries that are results of tests, read here.
fn results(gocache: &Path) -> io::Result<Sum> {
    let mut outputs = std::collections::HashSet::new();
    let mut sum = Sum::default();
    let mut actions = Vec::new();
    for folder in fs::read_dir(gocache)?.flatten().filter(|f| f.file_name().len() == 2 && f.path().is_dir()) {
        for file in fs::read_dir(folder.path())?.flatten() {
            let name = file.file_name().to_string_lossy().into_owned();
            let path = format!("{}/{name}", folder.file_name().to_string_lossy());
            if build_kind(&path) != "build" || !file.file_type()?.is_file() {
                continue;
            }
            let content = fs::read(file.path())?;
            if name.ends_with("-a") {
                actions.push(content);
                continue;
            }
            let text = content.strip_suffix(b"\n").unwrap_or(&content);
            let last = text.rsplit(|b| *b == b'\n').next().unwrap_or_default();
            if content.starts_with(b"# test log\n") || last.starts_with(b"ok  \t") {
                outputs.insert(name[..64].to_owned());
                sum = add(sum, &Sum { bytes: content.len() as u64, disk_bytes: 0, files: 1 });
            }
        }
    }
    for action in actions {
        let output = action.get(68..132).map(|id| String::from_utf8_lossy(id).into_owned());
        if action.len() == 175 && output.is_some_and(|output| outputs.contains(&output)) {
            sum = add(sum, &Sum { bytes: 175, disk_bytes: 0, files: 1 });
        }
    }
    Ok(sum)
}

/// Holes, several names for one file, names that end a line, folders that nobody may read.
fn lay_what_is_hard(stage: &Stage, rng: &mut Rng) -> io::Result<()> {
    for root in [&stage.gocache, &stage.gomodcache] {
        let hard = root.join("hard");
        fs::create_dir_all(hard.join("deep"))?;
        fs::File::create(hard.join("hole"))?.set_len(rng.below(50_000_000) as u64)?;
        fs::write(hard.join("deep/one"), vec![b'x'; rng.below(100_000)])?;
        #[cfg(unix)]
        {
            fs::hard_link(hard.join("deep/one"), hard.join("another"))?;
            fs::hard_link(hard.join("deep/one"), root.join("00 third"))?;
            fs::create_dir_all(hard.join("line\nend"))?;
            fs::write(hard.join("line\nend/\n"), "12345")?;
            std::os::unix::fs::symlink("/", hard.join("away"))?;
        }
    }
    Ok(())
}
