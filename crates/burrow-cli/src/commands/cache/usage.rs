//! `burrow cache usage`: what Go's caches hold.

use std::process::ExitCode;

use burrow_core::cache::Roots;
use burrow_core::system::DiskFiles;
use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::args::Options;
use crate::commands::show;
use crate::context::Context;
use crate::failure::Failure;

#[derive(Debug, Clone, Args)]
pub struct UsageArgs {
    /// Also list every module version
    #[arg(long, value_name = "WHAT")]
    by: Option<By>,

    /// Read the entries of the build cache, to tell results of tests apart
    #[arg(long)]
    tests: bool,

    /// Look at everything anew, not only at what has changed since the last time
    #[arg(long)]
    fresh: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    Module,
}

#[derive(Serialize)]
struct Json {
    gocache: String,
    gomodcache: String,
}

pub fn run(options: &Options, _args: &UsageArgs) -> Result<ExitCode, Failure> {
    let context = Context::of(options)?;
    let roots = Roots::of(&context.asked(), &DiskFiles);
    let path = |root: &burrow_core::cache::Root| {
        root.folder().map(|folder| folder.display().to_string()).unwrap_or_default()
    };
    show::json(&Json { gocache: path(&roots.gocache), gomodcache: path(&roots.gomodcache) })?;
    Ok(ExitCode::SUCCESS)
}
