//! `burrow completions SHELL`.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use clap_complete::{Shell, generate};

use crate::args::{Command, Options};
use crate::failure::Failure;

pub fn run(shell: Shell) -> Result<ExitCode, Failure> {
    // Not straight to standard output: the generator panics where nobody reads it any more.
    let mut script = Vec::new();
    generate(shell, &mut whole_tree(), "burrow", &mut script);
    io::stdout().write_all(&script)?;
    Ok(ExitCode::SUCCESS)
}

/// Every command with all its arguments: `Cli::command` describes a branch only once it is typed (`later`).
fn whole_tree() -> clap::Command {
    let top = clap::Command::new("burrow").version(env!("CARGO_PKG_VERSION")).propagate_version(true);
    Command::augment_subcommands_for_update(Options::augment_args(top))
}
