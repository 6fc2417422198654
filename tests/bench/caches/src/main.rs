//! `caches-bench`: Burrow's `cache` commands against other programs, on the same trees in the same run, in turns. What
//! is printed are ratios beside their goals; nothing fails for being slow.

mod felt;
mod home;
mod inside;
mod jobs;
mod peers;
mod rounds;
mod timed;
mod trees;

use clap::Parser;
use home::Home;
use jobs::{Cache, Person};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use trees::Modules;

/// What to measure with, and where.
#[derive(Debug, Parser)]
struct Options {
    /// The `burrow` to measure, optimised.
    burrow: PathBuf,
    /// A real SDK.
    #[arg(long)]
    goroot: PathBuf,
    /// Where the trees are kept between runs, and copies are made and deleted.
    #[arg(long)]
    folder: PathBuf,
    /// Where programs to measure against were installed; else they are looked for on PATH.
    #[arg(long, default_value = "peers")]
    peers: PathBuf,
    /// How often each is run.
    #[arg(long, default_value_t = 9)]
    rounds: usize,
    /// Trees of a tenth of the size.
    #[arg(long)]
    small: bool,
    /// Only jobs whose names hold one of these words: measure, inside, delete, verify.
    #[arg(long)]
    only: Vec<String>,
}

const SEED: u64 = 1;

fn main() -> std::process::ExitCode {
    let words: Vec<_> = std::env::args_os().skip(1).collect();
    let done = match words.as_slice() {
        [word, kind, root] if word == felt::WORD => felt::run(&kind.to_string_lossy(), Path::new(root)),
        _ => bench(&Options::parse()),
    };
    match done {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("caches-bench: {why}");
            std::process::ExitCode::from(2)
        }
    }
}

fn bench(options: &Options) -> io::Result<()> {
    if !cfg!(unix) {
        println!("measured on Unix only");
        return Ok(());
    }
    let (folder, burrow) = (std::path::absolute(&options.folder)?, std::path::absolute(&options.burrow)?);
    fs::create_dir_all(&folder)?;
    let scratch = folder.join(format!("run-{}", std::process::id()));
    let home = Home::new(&scratch, &burrow, &std::path::absolute(&options.goroot)?)?;
    let done = jobs(options, &folder, &home);
    burrow_oracle::stage::clear(&scratch)?;
    done
}

fn jobs(options: &Options, folder: &Path, home: &Home) -> io::Result<()> {
    let wanted =
        |name: &str| options.only.is_empty() || options.only.iter().any(|word| name.contains(word.as_str()));
    let part = if options.small { 10 } else { 1 };
    let rounds = options.rounds;
    let large = || -> io::Result<(PathBuf, PathBuf)> {
        let build =
            kept(folder, &format!("build-{part}"), |at| trees::build_cache(at, 200_000 / part, SEED))?;
        let shape = Modules { versions: 1000 / part, files: 150_000 / part, one_each: false };
        Ok((build, kept(folder, &format!("modules-{part}"), |at| module_cache(at, shape))?))
    };
    if wanted("measure") {
        let (build, modules) = large()?;
        let (peers, missing) = peers::found(&options.peers);
        if !missing.is_empty() {
            println!("not here, and left out: {}", missing.join(", "));
        }
        tell(jobs::measure(home, &peers, Cache::Build, &build, rounds)?);
        tell(jobs::measure(home, &peers, Cache::Modules, &modules, rounds)?);
    }
    if wanted("inside") {
        let (build, modules) = large()?;
        tell(inside::rows(Cache::Build, &build, rounds)?);
        tell(inside::rows(Cache::Modules, &modules, rounds)?);
        tell(inside::needs_of_many(home, &modules, &beside(&modules), rounds)?);
        tell(inside::beside_a_build(home, &modules, 30)?);
    }
    if wanted("delete") {
        let build = kept(folder, "build-to-delete", |at| trees::build_cache(at, 10_000, SEED))?;
        let shape = Modules { versions: 60, files: 9_000, one_each: false };
        let modules = kept(folder, "modules-to-delete", |at| module_cache(at, shape))?;
        tell(jobs::delete(home, Cache::Build, &build, Person::Asis, rounds)?);
        tell(jobs::delete(home, Cache::Modules, &modules, Person::Asis, rounds)?);
        tell(jobs::delete(home, Cache::Modules, &modules, Person::Ordinary, rounds)?);
    }
    if wanted("verify") {
        let shape = Modules { versions: 150, files: 36_000 / part, one_each: true };
        let modules = kept(folder, &format!("modules-to-verify-{part}"), |at| module_cache(at, shape))?;
        tell(jobs::verify(home, &modules, &beside(&modules), rounds)?);
    }
    Ok(())
}

/// The go.mod that requires what is in a module cache lies beside it.
fn beside(modules: &Path) -> PathBuf {
    modules.with_extension("project")
}

fn module_cache(at: &Path, shape: Modules) -> io::Result<()> {
    // A tree is made under another name first; the project is found by the last one.
    trees::module_cache(at, &beside(&at.with_extension("")), shape, SEED)
}

/// A tree that an earlier run has made, or makes it.
fn kept(folder: &Path, name: &str, make: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<PathBuf> {
    let (at, unfinished) = (folder.join(name), folder.join(format!("{name}.unfinished")));
    if !at.is_dir() {
        println!("making {}", at.display());
        burrow_oracle::stage::clear(&unfinished)?;
        make(&unfinished)?;
        fs::rename(&unfinished, &at)?;
    }
    Ok(at)
}

fn tell(lines: Vec<String>) {
    for line in lines {
        println!("{line}");
    }
    println!();
}
