//! `burrow sdk …`: one file per command; here they are told apart.

mod available;
mod fetched;
mod hunted;
mod install;
mod list;
mod named;
mod programs;
mod remove;
mod use_toolchain;
pub mod which;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::args::Options;
use crate::examples::{
    INSTALL_EXAMPLES, PROGRAMS_EXAMPLES, REMOVE_EXAMPLES, SDK_EXAMPLES, USE_EXAMPLES, WHICH_EXAMPLES,
};
use crate::failure::Failure;

/// Go toolchains on this machine: what is there, and which one runs.
#[derive(Debug, Clone, Args)]
#[command(arg_required_else_help = true, after_help = SDK_EXAMPLES)]
pub struct SdkArgs {
    #[command(subcommand)]
    pub command: SdkCommand,
}

/// What can be done with toolchains.
#[derive(Debug, Clone, Subcommand)]
pub enum SdkCommand {
    /// List every toolchain that is found, whoever installed it
    List(list::ListArgs),

    /// List the programs in GOBIN and GOPATH/bin: what built them, and whether their names run them
    #[command(after_help = PROGRAMS_EXAMPLES)]
    Programs(programs::ProgramsArgs),

    /// List the versions that can be installed
    Available(available::AvailableArgs),

    /// Fetch a version, prove that it is the published one, and put it where your other versions are
    #[command(after_help = INSTALL_EXAMPLES)]
    Install(install::InstallArgs),

    /// Remove a toolchain: only one that is proven to be a person's own, to the trash where there is one
    #[command(after_help = REMOVE_EXAMPLES)]
    Remove(remove::RemoveArgs),

    /// Switch to a toolchain: for every go of this account, for new terminals, or for one project
    #[command(after_help = USE_EXAMPLES)]
    Use(use_toolchain::UseArgs),

    /// Say what `go` would run here, and why, without downloading anything
    #[command(after_help = WHICH_EXAMPLES)]
    Which,
}

/// Does what was typed.
pub fn run(options: &Options, sdk: &SdkArgs) -> Result<ExitCode, Failure> {
    match &sdk.command {
        SdkCommand::List(args) => list::run(options, args),
        SdkCommand::Programs(args) => programs::run(options, args),
        SdkCommand::Remove(args) => remove::run(options, args),
        SdkCommand::Available(args) => available::run(options, args),
        SdkCommand::Install(args) => install::run(options, args),
        SdkCommand::Use(args) => use_toolchain::run(options, args),
        SdkCommand::Which => which::run(options),
    }
}

/// `burrow sdk use --link GOROOT`, for who knows already that it mends something.
pub fn link(options: &Options, goroot: &Path, dry_run: bool) -> Result<ExitCode, Failure> {
    use_toolchain::run(options, &use_toolchain::UseArgs::link(goroot, dry_run))
}

/// `burrow sdk install VERSION`, likewise.
pub fn fetch(options: &Options, version: &str, dry_run: bool) -> Result<ExitCode, Failure> {
    install::run(options, &install::InstallArgs::version(version, dry_run))
}

/// `burrow sdk programs rebuild NAME…`, likewise.
pub fn rebuild(options: &Options, programs: &[PathBuf], dry_run: bool) -> Result<ExitCode, Failure> {
    let rebuild = programs::ProgramsCommand::Rebuild { names: programs.to_vec(), outdated: false, dry_run };
    programs::run(options, &programs::ProgramsArgs { command: Some(rebuild) })
}
