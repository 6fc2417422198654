//! What can be typed. Texts of `--help` are the doc comments.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

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
    /// Ask the toolchain in this folder, as if DIR/bin/go were run [default: what a terminal gets]
    #[arg(long, global = true, value_name = "DIR")]
    pub goroot: Option<PathBuf>,

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
    /// Go's environment variables: what is in effect
    Env(EnvArgs),
}

/// Prints what `go env` prints, without running go.
///
/// Without a name every variable is printed as a line for the shell, with names their bare values. The answer is
/// that of the toolchain which GOTOOLCHAIN, go.mod and go.work choose; where `go env` would fail, so does this,
/// in its words. GOGCCFLAGS is left out: only go itself can tell it.
#[derive(Debug, Clone, Args)]
pub struct EnvArgs {
    /// Variables to print [default: all]
    #[arg(value_name = "NAME")]
    pub names: Vec<OsString>,

    /// Only what differs from the default, as `go env -changed` (Go 1.23)
    #[arg(long)]
    pub changed: bool,
}
