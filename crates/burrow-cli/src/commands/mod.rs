//! One file per command; here they are told apart.

mod env_show;

use std::process::ExitCode;

use crate::args::{Cli, Command};
use crate::failure::Failure;

/// Does what was typed.
pub fn run(cli: Cli) -> Result<ExitCode, Failure> {
    match cli.command {
        Command::Env(env) => env_show::run(&cli.options, &env),
    }
}
