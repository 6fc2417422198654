//! The `burrow` command: what the window does, for terminals, scripts and machines without a screen.
//!
//! `args` says what can be typed (`later`: only as far as it is needed), `commands` has a file for each, `context` finds
//! out what is asked about, `failure` how it ends when it does not work. What Go does and what Burrow knows is not here
//! but in the core.

mod args;
mod commands;
mod context;
mod examples;
mod failure;
mod later;

use std::process::ExitCode;

use clap::Parser;

use args::Cli;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let options = cli.options.clone();
    match commands::run(cli) {
        Ok(exit) => exit,
        Err(failure) => failure.report(&options),
    }
}
