//! `burrow proxy route`: the way a module would go.

use std::process::ExitCode;

use clap::Args;

use crate::args::Options;
use crate::failure::{FAILED, Failure};

/// Says what `go mod download MODULE@VERSION` would ask with an empty module cache, in Go's order.
#[derive(Debug, Clone, Args)]
pub struct RouteArgs {
    /// The module, with a version or a query [default: latest]
    #[arg(value_name = "MODULE[@VERSION]")]
    pub module: String,

    /// Ask for real, and show each answer beside the forecast
    #[arg(long)]
    pub live: bool,
}

pub fn run(_options: &Options, _args: &RouteArgs) -> Result<ExitCode, Failure> {
    Err(Failure::new(FAILED, "unfinished", "This command is not there yet."))
}
