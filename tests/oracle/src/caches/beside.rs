//! Real builds while Burrow cleans beside them what is safe: none may fail.
//!
//! Entries are old enough to go at the moment when a build that uses them starts: go then reads a record, refreshes its
//! time, compiles anew what it misses, finds an output there already. Each of these moments is one in which a cleaning
//! could pull something away.

use super::graph::Graph;
use super::seen::Seen;
use super::stage::{Stage, told};
use super::world::touch;
use crate::rng::Rng;
use crate::sdk::Sdk;
use serde_json::Value;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, SystemTime};

/// Small modules, each of several packages that tests and programs are made of.
const MODULES: usize = 8;
const PACKAGES: usize = 6;
/// How many builds run at once.
const AT_ONCE: usize = 5;

/// What is run in turns; test results and linked programs are in the cache, too.
const WORK: [&[&str]; 6] = [
    &["build", "./..."],
    &["test", "./..."],
    &["vet", "./..."],
    &["test", "-count=1", "./..."],
    &["run", "./cmd"],
    &["build", "-gcflags=-N", "./..."],
];

struct Yard<'a> {
    stage: Stage,
    sdk: &'a Sdk,
    burrow: &'a Path,
    /// Names of entries that took long to make.
    dear: BTreeSet<OsString>,
}

/// Starts so many builds and cleans all the while.
///
/// # Errors
/// When something cannot be written, or a program not be started.
pub fn judge(
    root: &Path,
    store: &Path,
    sdk: &Sdk,
    burrow: &Path,
    builds: usize,
    rng: &mut Rng,
    seen: &mut Seen,
) -> io::Result<()> {
    let yard = Yard::laid(root, store, sdk, burrow, rng)?;
    let mut started = 0;
    while started < builds {
        yard.age(rng)?;
        let now = AT_ONCE.min(builds - started);
        yard.round(now, started, rng, seen)?;
        started += now;
    }
    seen.count("builds beside a cleaning", started as u64);
    let taken = seen.counts.get("entries taken beside builds").copied().unwrap_or(0);
    seen.must("something was taken meanwhile", taken > 0, || "nothing: this shows nothing".to_owned());
    Ok(())
}

impl<'a> Yard<'a> {
    fn laid(
        root: &Path,
        store: &Path,
        sdk: &'a Sdk,
        burrow: &'a Path,
        rng: &mut Rng,
    ) -> io::Result<Yard<'a>> {
        let stage = Stage::new(root)?;
        stage.warm(store, sdk)?;
        let dear = entries(&stage.gocache)?.into_iter().filter_map(|e| e.file_name().map(OsString::from));
        let dear = dear.collect();
        let graph = Graph::generate(rng);
        for release in graph.releases() {
            stage.proxy.publish(&release)?;
        }
        for number in 0..MODULES {
            lay_module(&stage.project(&format!("b{number}")), number, &graph)?;
            // Half of them need modules, whose downloads are safe to take while they are unpacked.
            if number % 2 == 1 {
                stage.must(sdk, &stage.project(&format!("b{number}")), &["mod", "tidy"])?;
            }
            stage.must(sdk, &stage.project(&format!("b{number}")), &["test", "./..."])?;
        }
        Ok(Yard { stage, sdk, burrow, dear })
    }

    /// Everything cheap was last used days ago, and a few of what the standard library was compiled to.
    fn age(&self, rng: &mut Rng) -> io::Result<()> {
        let now = SystemTime::now();
        for entry in entries(&self.stage.gocache)? {
            let is_dear = entry.file_name().is_some_and(|name| self.dear.contains(name));
            if entry.is_file() && (!is_dear || rng.chance(1)) {
                let days = 2 + rng.below(9) as u64;
                touch(&entry, now - Duration::from_secs(days * 86_400))?;
            }
        }
        Ok(())
    }

    fn round(&self, builds: usize, before: usize, rng: &mut Rng, seen: &mut Seen) -> io::Result<()> {
        let mut running: Vec<(String, Child)> = Vec::new();
        for number in before..before + builds {
            let folder = self.stage.project(&format!("b{}", number % MODULES));
            let work = rng.pick(&WORK);
            let mut go = self.stage.go_offline(self.sdk, &folder);
            let child = go.args(*work).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
            running.push((format!("go {} in b{}", work.join(" "), number % MODULES), child));
            std::thread::sleep(Duration::from_millis(rng.below(40) as u64));
        }
        while running.iter_mut().any(|(_, child)| matches!(child.try_wait(), Ok(None))) {
            self.clean(rng, seen)?;
            std::thread::sleep(Duration::from_millis(rng.below(60) as u64));
        }
        for (what, child) in running {
            let output = child.wait_with_output()?;
            seen.must(&what, output.status.success(), || told(&output));
        }
        Ok(())
    }

    fn clean(&self, rng: &mut Rng, seen: &mut Seen) -> io::Result<()> {
        let mut words = vec!["cache", "clean", "build", "--safe", "--yes", "--json"];
        if rng.chance(40) {
            words.splice(3..3, ["downloads", "test", "vcs"]);
        }
        if rng.chance(50) {
            words.push("--purge");
        }
        let (status, did) = self.stage.ask(self.burrow, self.sdk, &words)?;
        seen.must("cleaning beside builds", status == 0, || format!("{status}: {did}"));
        seen.count("cleanings beside builds", 1);
        seen.count("entries taken beside builds", did["done"]["items"].as_u64().unwrap_or(0));
        if let Some(plan) = did["plan"]["items"].as_array() {
            let unsafe_ones: Vec<String> =
                plan.iter().filter(|item| item["safety"] != "safe").map(Value::to_string).collect();
            seen.none("not marked safe", &unsafe_ones);
        }
        Ok(())
    }
}

/// Everything that has the place of an entry.
fn entries(gocache: &Path) -> io::Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for folder in fs::read_dir(gocache)?.flatten().filter(|f| f.file_name().len() == 2) {
        all.extend(fs::read_dir(folder.path())?.flatten().map(|entry| entry.path()));
    }
    Ok(all)
}

fn lay_module(folder: &Path, number: usize, graph: &Graph) -> io::Result<()> {
    let module = format!("yard.example/b{number}");
    let needed = number % 2 == 1;
    let last = graph.modules.len() - 1;
    let (path, version) = (graph.modules[last].path, &graph.modules[last].versions[0].version);
    let need = if needed { format!("\nrequire {path} {version}\n") } else { String::new() };
    write(&folder.join("go.mod"), &format!("module {module}\n\ngo 1.17\n{need}"))?;
    for package in 0..PACKAGES {
        let imports: Vec<usize> =
            (0..package).filter(|other| (package + other + number).is_multiple_of(2)).collect();
        let lines: String = imports.iter().map(|other| format!("import \"{module}/p{other}\"\n")).collect();
        let calls: String = imports.iter().map(|other| format!(" + p{other}.N()")).collect();
        let source = format!("package p{package}\n\n{lines}\nfunc N() int {{ return {number}{calls} }}\n");
        write(&folder.join(format!("p{package}/p.go")), &source)?;
        let test = format!(
            "package p{package}\n\nimport \"testing\"\n\nfunc TestN(t *testing.T) {{\n\tif N() < 0 {{\n\t\tt.Fatal()\n\t}}\n}}\n"
        );
        write(&folder.join(format!("p{package}/p_test.go")), &test)?;
    }
    let other = if needed { format!("import m \"{path}\"\n\nvar _ = m.V\n") } else { String::new() };
    let top = PACKAGES - 1;
    let main = format!(
        "package main\n\nimport \"{module}/p{top}\"\n{other}\nfunc main() {{ println(p{top}.N()) }}\n"
    );
    write(&folder.join("cmd/main.go"), &main)
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, text)
}
