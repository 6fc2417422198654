//! Small modules of many shapes, and a project that needs all of them.

use crate::caches::proxy::{Release, escaped};
use crate::caches::stage::Stage;
use crate::sdk::Sdk;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// How many there are.
const MODULES: usize = 96;

/// One of them, in the cache.
#[derive(Debug, Clone)]
pub struct Module {
    pub path: String,
    pub version: String,
    /// What its constant is.
    pub value: usize,
}

impl Module {
    /// As go names it when it speaks of it.
    pub fn said(&self) -> String {
        format!("{} {}: ", self.path, self.version)
    }

    /// Its folder below the cache.
    pub fn folder(&self) -> PathBuf {
        PathBuf::from(format!("{}@{}", escaped(&self.path), escaped(&self.version)))
    }

    /// Its files below the cache, without the ending.
    pub fn stem(&self) -> PathBuf {
        Path::new("cache/download").join(escaped(&self.path)).join("@v").join(escaped(&self.version))
    }
}

fn release(number: usize) -> (Module, Release) {
    let path = match number % 6 {
        0 => format!("Example.com/Upper/mod{number}").replace("Example", "example"),
        1 => format!("example.com/deep/er/and/deeper/mod{number}"),
        2 => format!("gopkg.in/mod{number}.v2"),
        3 => format!("example.com/mod{number}/v3"),
        _ => format!("example.com/mod{number}"),
    };
    let version = match number % 6 {
        2 => "v2.0.1".to_owned(),
        3 => "v3.1.0-RC1.x".to_owned(),
        4 => format!("v0.0.0-20260102030405-{:012x}", number + 0xabc),
        5 => "v2.0.0+incompatible".to_owned(),
        _ => "v1.2.3".to_owned(),
    };
    let mut files = vec![
        ("lib.go".to_owned(), format!("package lib\n\nconst V = {number}\n").into_bytes()),
        ("sub/sub.go".to_owned(), b"package sub\n".to_vec()),
        ("sub/deeper/data.txt".to_owned(), vec![b'x'; number * 97]),
        ("empty".to_owned(), Vec::new()),
        ("LICENSE".to_owned(), b"Do what you like.\n".to_vec()),
    ];
    if number.is_multiple_of(7) {
        // More than is read at once, and hard to deflate.
        let mut state = number as u32;
        let noise = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        });
        files.push(("testdata/großer block.bin".to_owned(), noise.take(400_000).collect()));
    }
    let go_mod = format!("module {path}\n\ngo 1.17\n");
    let of = Module { path: path.clone(), version: version.clone(), value: number };
    (of, Release { module: path, version, go_mod, files })
}

/// Publishes them, writes the projects, and lets go fetch and build. All but every fifth are fetched by `go build`
/// first, so that each file of the cache has come there in the ways it usually does.
///
/// # Errors
/// When something cannot be written, or go complains.
pub fn lay(stage: &Stage, sdk: &Sdk, store: &Path) -> io::Result<Vec<Module>> {
    stage.warm(store, sdk)?;
    let all: Vec<(Module, Release)> = (0..MODULES).map(release).collect();
    for (_, release) in &all {
        stage.proxy.publish(release)?;
    }
    let all: Vec<Module> = all.into_iter().map(|(module, _)| module).collect();
    project(stage, "all", &all.iter().collect::<Vec<_>>())?;
    let folder = stage.project("all");
    stage.must(sdk, &folder, &["mod", "tidy"])?;
    stage.must(sdk, &folder, &["build", "-o", "all.out", "."])?;
    stage.must(sdk, &folder, &["mod", "download"])?;
    Ok(all)
}

/// A project that prints the sum of the constants of these modules.
///
/// # Errors
/// When it cannot be written.
pub fn project(stage: &Stage, name: &str, of: &[&Module]) -> io::Result<PathBuf> {
    let folder = stage.project(name);
    fs::create_dir_all(&folder)?;
    let requires: String = of.iter().map(|one| format!("\t{} {}\n", one.path, one.version)).collect();
    fs::write(folder.join("go.mod"), format!("module work.example\n\ngo 1.17\n\nrequire (\n{requires})\n"))?;
    let imports: String = of.iter().map(|one| format!("\tm{} \"{}\"\n", one.value, one.path)).collect();
    let sum: String = of.iter().map(|one| format!(" + m{}.V", one.value)).collect();
    let main = format!("package main\n\nimport (\n{imports})\n\nfunc main() {{\n\tprintln(0{sum})\n}}\n");
    fs::write(folder.join("main.go"), main)?;
    Ok(folder)
}
