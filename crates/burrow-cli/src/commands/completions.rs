//! `burrow completions SHELL`.

use std::io;
use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::{Shell, generate};

use crate::args::Cli;
use crate::failure::Failure;

pub fn run(shell: Shell) -> Result<ExitCode, Failure> {
    generate(shell, &mut Cli::command(), "burrow", &mut io::stdout());
    Ok(ExitCode::SUCCESS)
}
