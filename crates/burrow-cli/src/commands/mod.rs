//! One file per command; here they are told apart.

pub mod cache;
mod completions;
pub mod doctor;
mod env_diff;
mod env_explain;
mod env_history;
mod env_set;
mod env_several;
mod env_show;
mod paths;
pub mod profile;
pub mod project;
pub mod proxy;
pub mod report;
pub mod sdk;
mod show;
mod table;

use std::process::ExitCode;

use crate::args::{Cli, Command, EnvCommand, Options};
use crate::failure::Failure;
use crate::later::Later;

/// Does what was typed.
pub fn run(cli: Cli) -> Result<ExitCode, Failure> {
    match cli.command {
        Command::Completions { shell } => completions::run(shell),
        Command::Env(Later(env)) => match env.command {
            None => env_show::run(&cli.options, &env),
            Some(command) => run_env(&cli.options, command),
        },
        Command::Cache(Later(cache)) => cache::run(&cli.options, &cache),
        Command::Doctor(Later(doctor)) => doctor::run(&cli.options, &doctor),
        Command::Profile(Later(profile)) => profile::run(&cli.options, &profile),
        Command::Project(Later(project)) => project::run(&cli.options, &project),
        Command::Proxy(Later(proxy)) => proxy::run(&cli.options, &proxy),
        Command::Report(Later(report)) => report::run(&cli.options, &report),
        Command::Sdk(Later(sdk)) => sdk::run(&cli.options, &sdk),
    }
}

fn run_env(options: &Options, command: EnvCommand) -> Result<ExitCode, Failure> {
    match command {
        EnvCommand::Explain { names } => env_explain::run(options, &names),
        EnvCommand::Set { settings, dry_run } => env_set::set(options, &settings, dry_run),
        EnvCommand::Unset { names, dry_run, mend } => env_set::unset(options, &names, dry_run, mend),
        EnvCommand::Diff { file } => env_diff::run(options, &file),
        EnvCommand::History => env_history::list(options),
        EnvCommand::Undo { id, dry_run } => env_history::undo(options, id, dry_run),
    }
}
