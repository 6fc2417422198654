//! What can be typed. Texts of `--help` are the doc comments.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::commands::cache::CacheArgs;
use crate::commands::doctor::DoctorArgs;
use crate::commands::profile::ProfileArgs;
use crate::commands::project::ProjectArgs;
use crate::commands::proxy::ProxyArgs;
use crate::commands::report::ReportArgs;
use crate::commands::sdk::SdkArgs;
use crate::examples::{
    COMPLETIONS_EXAMPLES, DIFF_EXAMPLES, ENV_EXAMPLES, EXPLAIN_EXAMPLES, HISTORY_EXAMPLES, REPORT_EXAMPLES,
    SET_EXAMPLES, UNDO_EXAMPLES, UNSET_EXAMPLES,
};
use crate::later::Later;

/// See, understand and change the Go environment of this machine.
#[derive(Debug, Clone, Parser)]
#[command(name = "burrow", version, arg_required_else_help = true, propagate_version = true)]
pub struct Cli {
    #[command(flatten)]
    pub options: Options,
    #[command(subcommand)]
    pub command: Command,
}

/// What every command takes.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Options for every command")]
pub struct Options {
    /// Ask the toolchain in this folder, as if DIR/bin/go were run [default: what a terminal gets]; `burrow env`
    /// takes several
    #[arg(long = "goroot", global = true, value_name = "DIR")]
    pub goroots: Vec<PathBuf>,

    /// Ask as if in this folder, as `go -C`
    #[arg(short = 'C', global = true, value_name = "DIR")]
    pub directory: Option<PathBuf>,

    /// Print JSON; an error is one object on standard output
    #[arg(long, global = true)]
    pub json: bool,

    /// The language to speak [default: the system's]
    #[arg(long, global = true, value_name = "LANG")]
    pub lang: Option<Language>,

    /// Say nothing but the answer
    #[arg(short, long, global = true)]
    pub quiet: bool,

    /// Ask about the environment of a new terminal instead of this one
    #[arg(long, global = true)]
    pub login_shell: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Language {
    En,
    #[value(name = "zh-CN")]
    ZhCn,
}

#[derive(Debug, Clone, Subcommand)]
pub enum Command {
    /// Go's environment variables: what is in effect, why, and changing it
    Env(Later<EnvArgs>),

    /// Go toolchains on this machine: what is there, and which one runs
    Sdk(Later<SdkArgs>),

    /// Go's caches: what is in them, and getting the space back
    Cache(Later<CacheArgs>),

    /// Whether a project builds, and the steps that lead there
    Project(Later<ProjectArgs>),

    /// Module proxies: where Go asks for modules, and the way one would go
    Proxy(Later<ProxyArgs>),

    /// Profiles: named sets of variables about fetching modules, switched as a whole
    Profile(Later<ProfileArgs>),

    /// What is wrong with Go on this machine, with proof, and what mends it
    Doctor(Later<DoctorArgs>),

    /// Everything that a maintainer would ask for in a bug report, secrets masked
    #[command(after_help = REPORT_EXAMPLES)]
    Report(Later<ReportArgs>),

    /// Print a script that completes burrow's commands for a shell
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions {
        #[arg(value_name = "SHELL")]
        shell: Shell,
    },
}

/// Prints what `go env` prints, without running go.
///
/// Without a name every variable is printed as a line for the shell, with names their bare values. The answer is
/// that of the toolchain which GOTOOLCHAIN, go.mod and go.work choose; where `go env` would fail, so does this,
/// in its words. GOGCCFLAGS is left out: only go itself can tell it.
///
/// With `--goroot` more than once, each of these toolchains answers in turn, under a heading; in JSON as
/// {"toolchains":[{"goroot","version","env","error"},…]}, where one of `env` and `error` is null. The exit status is
/// 5 when one of them has no answer.
#[derive(Debug, Clone, Args)]
#[command(args_conflicts_with_subcommands = true, after_help = ENV_EXAMPLES)]
pub struct EnvArgs {
    #[command(subcommand)]
    pub command: Option<EnvCommand>,

    /// Variables to print [default: all]
    #[arg(value_name = "NAME")]
    pub names: Vec<OsString>,

    /// Only what differs from the default, as `go env -changed` (Go 1.23)
    #[arg(long)]
    pub changed: bool,
}

/// What can be done with the environment besides printing it.
#[derive(Debug, Clone, Subcommand)]
pub enum EnvCommand {
    /// Say where a value comes from: every layer, its place, and what it shadows
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain {
        /// Variables to explain [default: all]
        #[arg(value_name = "NAME")]
        names: Vec<String>,
    },

    /// Set variables in the GOENV file, as `go env -w` does
    #[command(after_help = SET_EXAMPLES)]
    Set {
        /// What to write, each as for `go env -w`
        #[arg(value_name = "NAME=VALUE")]
        settings: Vec<OsString>,
        /// Show what would change, and change nothing
        #[arg(long)]
        dry_run: bool,
    },

    /// Remove variables from the GOENV file, as `go env -u` does
    #[command(after_help = UNSET_EXAMPLES)]
    Unset {
        /// Variables to remove
        #[arg(value_name = "NAME")]
        names: Vec<OsString>,
        /// Show what would change, and change nothing
        #[arg(long)]
        dry_run: bool,
        /// Do it even where a bad value keeps go itself from doing it
        #[arg(long)]
        mend: bool,
    },

    /// Compare with the `go env -json` of another machine
    #[command(after_help = DIFF_EXAMPLES)]
    Diff {
        /// What `go env -json` or `go env` printed there; `-` for standard input
        file: PathBuf,
    },

    /// List every change of the GOENV file, whoever made it
    #[command(after_help = HISTORY_EXAMPLES)]
    History,

    /// Take back a change of the GOENV file
    #[command(after_help = UNDO_EXAMPLES)]
    Undo {
        /// The entry of the history [default: the newest that still stands]
        id: Option<i64>,
        /// Show what would change, and change nothing
        #[arg(long)]
        dry_run: bool,
    },
}
