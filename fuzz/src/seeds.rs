//! Writes the smallest inputs of every kind into a folder for each target: where the fuzzer begins.

#[path = "../../crates/go-rules/src/buildinfo/tests/samples.rs"]
mod programs;
#[path = "../../crates/go-rules/src/module_zip/samples.rs"]
mod zips;

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = PathBuf::from(env::args_os().nth(1).unwrap_or_else(|| "seeds".into()));
    write(&folder.join("buildinfo"), programs::all())?;
    write(&folder.join("module_zip"), zips::all())
}

fn write<N: AsRef<Path>>(folder: &Path, all: Vec<(N, Vec<u8>)>) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    all.into_iter().try_for_each(|(name, bytes)| fs::write(folder.join(name), bytes))
}
