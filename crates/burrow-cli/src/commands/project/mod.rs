//! `burrow project …`: one file per command; here they are told apart.

mod follow;
mod look;
mod team;
mod warm;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::args::Options;
use crate::examples::{PROJECT_EXAMPLES, TEAM_EXAMPLES, WARM_EXAMPLES};
use crate::failure::Failure;

/// Whether a project builds, and the steps that lead there: its toolchain, its modules in the module cache, go.sum, the
/// vendor folder.
#[derive(Debug, Clone, Args)]
#[command(args_conflicts_with_subcommands = true, after_help = PROJECT_EXAMPLES)]
pub struct ProjectArgs {
    /// The folder of the project [default: this one]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,

    #[command(subcommand)]
    command: Option<ProjectCommand>,
}

/// What can be done with a project.
#[derive(Debug, Clone, Subcommand)]
pub enum ProjectCommand {
    /// Let go download all that a project needs, so that it builds without a network
    #[command(after_help = WARM_EXAMPLES)]
    Warm(warm::WarmArgs),

    /// Say what the team's file proposes, follow it, or write one
    #[command(after_help = TEAM_EXAMPLES)]
    Team(team::TeamArgs),
}

/// Does what was typed.
pub fn run(options: &Options, project: &ProjectArgs) -> Result<ExitCode, Failure> {
    match &project.command {
        None => look::run(&inside(options, project.folder.as_ref()), options),
        Some(ProjectCommand::Warm(args)) => warm::run(options, args),
        Some(ProjectCommand::Team(args)) => team::run(options, args),
    }
}

/// The options, with DIR below `-C`.
fn inside(options: &Options, directory: Option<&PathBuf>) -> Options {
    let mut inside = options.clone();
    if let Some(directory) = directory {
        let base = inside.directory.take().unwrap_or_default();
        inside.directory = Some(base.join(directory));
    }
    inside
}
