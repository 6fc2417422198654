//! `burrow cache clean`: whole kinds of what Go's caches hold, as `go clean` takes them and more narrowly.

use std::process::ExitCode;

use burrow_core::cache::plan::{Target, Wish};
use clap::builder::PossibleValuesParser;
use clap::{Args, builder::TypedValueParser};

use super::carry_out::{Carried, Cleanup};
use crate::args::Options;
use crate::failure::Failure;

#[derive(Debug, Clone, Args)]
pub struct CleanArgs {
    /// What to clean; `modcache` is all of the module cache
    #[arg(value_name = "KIND", required = true, value_parser = kinds())]
    kinds: Vec<Target>,

    /// Take only what is safe beside running builds
    #[arg(long)]
    safe: bool,

    #[command(flatten)]
    carried: Carried,
}

fn kinds() -> impl TypedValueParser<Value = Target> {
    let names = PossibleValuesParser::new(Target::ALL.map(Target::id));
    names.try_map(|name| Target::from_id(&name).ok_or("no kind"))
}

pub fn run(options: &Options, args: &CleanArgs) -> Result<ExitCode, Failure> {
    let cleanup = Cleanup::begin(options, &args.carried)?;
    let caches = args.kinds.iter().map(|kind| kind.cache());
    let wish = Wish::Kinds { targets: args.kinds.clone(), safe: args.safe };
    cleanup.run(&wish, caches, None)
}
