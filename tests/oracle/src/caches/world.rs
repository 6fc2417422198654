//! A filled home: generated and real modules, projects that need some of them, strays, leftovers, what go clones and
//! downloads besides. Real go has fetched the modules and built the projects.

use super::graph::Graph;
use super::projects::{self, Project, Shape};
use super::sources;
use super::stage::{Stage, copy};
use crate::rng::Rng;
use crate::sdk::Sdk;
use crate::stage::clear;
use sha2::{Digest, Sha256};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// One world.
#[derive(Debug)]
pub struct World<'a> {
    pub stage: Stage,
    pub sdks: &'a [Sdk],
    /// The one that has fetched everything.
    pub sdk: &'a Sdk,
    /// The one that is asked what it misses: often another one, whose work lies in the same caches.
    pub asked: &'a Sdk,
    pub projects: Vec<Project>,
    /// What lies in the caches and is none of Go's, by full paths; nothing may take it.
    pub strays: Vec<PathBuf>,
}

/// Bytes that no project's zip holds.
const STRAY: &[u8] = b"not Go's\n";

impl<'a> World<'a> {
    /// # Errors
    /// When something cannot be written, or go complains.
    pub fn fill(root: &Path, store: &Path, sdks: &'a [Sdk], rng: &mut Rng) -> io::Result<World<'a>> {
        let stage = Stage::new(root)?;
        let sdk = rng.pick(sdks);
        let asked = rng.pick(sdks);
        stage.warm(store, sdk)?;
        stage.warm(store, asked)?;
        let graph = Graph::generate(rng);
        for release in graph.releases() {
            stage.proxy.publish(&release)?;
        }
        let mut projects = Vec::new();
        let shapes = [Shape::Plain, Shape::Vendor, Shape::Workspace, Shape::Replaced, Shape::Moved];
        for (number, shape) in shapes.into_iter().enumerate() {
            projects.push(projects::lay(&stage, sdk, &graph, &format!("p{number}"), shape, rng)?);
        }
        projects::fetch_all(&stage, sdk, &graph)?;
        projects.extend(real(&stage, sdk)?);
        let mut world = World { stage, sdks, sdk, asked, projects, strays: Vec::new() };
        world.lay_what_else()?;
        world.age(rng)?;
        Ok(world)
    }

    /// Clones, toolchains, records of a checksum database, corpora and leftovers, as go would have left them, and what
    /// go has not left at all.
    fn lay_what_else(&mut self) -> io::Result<()> {
        let (build, modules) = (self.stage.gocache.clone(), self.stage.gomodcache.clone());
        let clone = hex(b"git3:https://example.com/clone");
        let fuzz = hex(b"corpus");
        let tool = "v0.0.1-go1.21.13.linux-amd64";
        let go_s = [
            build.join("fuzz/work.example/p0/FuzzIt").join(&fuzz[..16]),
            build.join("log.txt"),
            modules.join(format!("cache/vcs/{clone}/HEAD")),
            modules.join(format!("cache/vcs/{clone}/objects/pack/pack-1.pack")),
            modules.join(format!("cache/vcs/{clone}.info")),
            modules.join(format!("cache/vcs/{clone}.lock")),
            modules.join("cache/download/sumdb/sum.golang.org/lookup/example.com/beta@v1.0.0"),
            modules.join(format!("golang.org/toolchain@{tool}/bin/go")),
            modules.join(format!("cache/download/golang.org/toolchain/@v/{tool}.zip")),
            modules.join(format!("cache/download/golang.org/toolchain/@v/{tool}.ziphash")),
            modules.join("cache/download/example.com/beta/@v/v1.0.0.zip123456789.tmp"),
        ];
        for file in &go_s {
            write(file, format!("{}\n", file.display()).repeat(30).as_bytes())?;
        }
        // Who cleans takes this lock, and a kill would leave it behind where go had not made it.
        write(&modules.join(format!("cache/download/golang.org/toolchain/@v/{tool}.lock")), b"")?;
        self.strays = [
            build.join("notes.txt"),
            build.join("00/mine"),
            build.join("ff").join(format!("{}-a.bak", hex(b"backup"))),
            modules.join("stray.txt"),
            modules.join("example.com/stray.txt"),
            modules.join("cache/download/example.com/beta/@v/readme"),
            modules.join("not@aversion/file"),
        ]
        .to_vec();
        for file in &self.strays {
            write(file, STRAY)?;
        }
        #[cfg(unix)]
        {
            let outside = self.stage.root.join("outside");
            write(&outside.join("canary"), STRAY)?;
            for link in [build.join("00/away"), modules.join("away")] {
                std::os::unix::fs::symlink(&outside, &link)?;
                self.strays.push(link);
            }
        }
        Ok(())
    }

    /// Entries of the build cache were last used at other times, minutes to ten days ago; modules were fetched days ago,
    /// to a month.
    fn age(&self, rng: &mut Rng) -> io::Result<()> {
        let now = SystemTime::now();
        for zip in zips(&self.stage.gomodcache.join("cache/download"))? {
            touch(&zip, now - Duration::from_secs(60 * rng.below(43_200) as u64))?;
        }
        for unpacked in unpacked(&self.stage.gomodcache)? {
            touch(&unpacked, now - Duration::from_secs(60 * rng.below(43_200) as u64))?;
        }
        for folder in fs::read_dir(&self.stage.gocache)?.flatten().filter(|f| f.path().is_dir()) {
            for file in fs::read_dir(folder.path())?.flatten().filter(|f| f.path().is_file()) {
                let minutes = if rng.chance(90) { rng.below(600) } else { rng.below(14_400) };
                touch(&file.path(), now - Duration::from_secs(60 * minutes as u64))?;
            }
        }
        Ok(())
    }

    /// The same world with caches of its own, copied from these, in which go may do what it likes.
    ///
    /// # Errors
    /// When something cannot be copied.
    pub fn judging(&self, with_build_cache: bool) -> io::Result<Stage> {
        let stage = Stage {
            gocache: self.stage.root.join("judging/gocache"),
            gomodcache: self.stage.root.join("judging/gomodcache"),
            ..self.stage.clone()
        };
        fs::create_dir_all(self.stage.root.join("judging"))?;
        clear(&stage.gomodcache)?;
        if self.stage.gomodcache.is_dir() {
            copy(&self.stage.gomodcache, &stage.gomodcache)?;
        }
        if with_build_cache || !stage.gocache.is_dir() {
            clear(&stage.gocache)?;
            copy(&self.stage.gocache, &stage.gocache)?;
        }
        Ok(stage)
    }
}

/// A project over real sources, with an older version of one of them in the cache that it does not need.
fn real(stage: &Stage, sdk: &Sdk) -> io::Result<Option<Project>> {
    for release in sources::vendored(sdk)?.iter().chain(&sources::of_std(sdk, "v1.0.0")?) {
        stage.proxy.publish(release)?;
        if release.module.starts_with("example.com/std") {
            let (go_mod, files) = (release.go_mod.clone(), release.files.clone());
            let module = release.module.clone();
            stage.proxy.publish(&super::proxy::Release {
                module,
                version: "v1.1.0".into(),
                go_mod,
                files,
            })?;
        }
    }
    let folder = stage.project("real");
    let imports = [
        "golang.org/x/mod/semver",
        "golang.org/x/sync/semaphore",
        "example.com/std/encoding/csv",
        "example.com/std/container/list",
    ];
    let lines: String = imports.iter().map(|path| format!("import _ {path:?}\n")).collect();
    write(&folder.join("go.mod"), format!("module work.example/real\n\ngo 1.{}\n", sdk.minor).as_bytes())?;
    write(&folder.join("main.go"), format!("package main\n\n{lines}\nfunc main() {{}}\n").as_bytes())?;
    stage.must(sdk, &folder, &["get", "example.com/std/encoding/csv@v1.0.0"])?;
    stage.must(sdk, &folder, &["mod", "tidy"])?;
    // What a build does not need of the graph is fetched only now; the judges list it offline.
    stage.must(sdk, &folder, &["list", "-m", "all"])?;
    stage.must(sdk, &stage.root, &["mod", "download", "example.com/std/encoding/csv@v1.1.0"])?;
    stage.must(sdk, &folder, &["vet", "./..."])?;
    Ok(Some(Project { folder: folder.clone(), shape: Shape::Plain, modules: vec![folder] }))
}

/// Every zip below a folder.
fn zips(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            all.extend(zips(&path)?);
        } else if path.extension().is_some_and(|ending| ending == "zip") {
            all.push(path);
        }
    }
    Ok(all)
}

/// The folder of every version below a folder.
fn unpacked(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder)?.flatten().filter(|entry| entry.file_type().is_ok_and(|t| t.is_dir())) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.contains('@') {
            all.push(entry.path());
        } else if name != "cache" {
            all.extend(unpacked(&entry.path())?);
        }
    }
    Ok(all)
}

/// Sets when a file was last written; nothing else of it changes.
///
/// # Errors
/// When it cannot be opened or changed.
pub fn touch(file: &Path, at: SystemTime) -> io::Result<()> {
    fs::File::open(file)?.set_times(fs::FileTimes::new().set_modified(at))
}

fn hex(text: &[u8]) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn write(file: &Path, content: &[u8]) -> io::Result<()> {
    if let Some(parent) = file.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(file, content)
}
