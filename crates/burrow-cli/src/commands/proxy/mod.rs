//! `burrow proxy …`: one file per command; here they are told apart.

mod bench;
mod chain;
mod check;
mod credentials;
mod private;
mod route;

use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::args::Options;
use crate::examples::{
    BENCH_EXAMPLES, CHECK_EXAMPLES, CREDENTIALS_EXAMPLES, PRIVATE_EXAMPLES, PROXY_EXAMPLES, ROUTE_EXAMPLES,
};
use crate::failure::Failure;

/// Module proxies: where Go asks for modules, and the way one would go.
///
/// Without a command, the chain is printed: the entries of GOPROXY, what makes Go go on to the next, and what else
/// decides how servers are asked.
#[derive(Debug, Clone, Args)]
#[command(after_help = PROXY_EXAMPLES)]
pub struct ProxyArgs {
    #[command(subcommand)]
    pub command: Option<ProxyCommand>,
}

/// What can be done with module proxies.
#[derive(Debug, Clone, Subcommand)]
pub enum ProxyCommand {
    /// Say how well the servers are that Go would ask, by phase
    #[command(after_help = CHECK_EXAMPLES)]
    Check(check::CheckArgs),

    /// Say the way a module would go: whom Go asks for what, in which order, and why
    #[command(after_help = ROUTE_EXAMPLES)]
    Route(route::RouteArgs),

    /// Say what private patterns do: which can never match, and which modules of your projects they miss
    #[command(after_help = PRIVATE_EXAMPLES)]
    Private(private::PrivateArgs),

    /// Say what credentials there are for a host, who uses them, and whether it accepts them
    #[command(after_help = CREDENTIALS_EXAMPLES)]
    Credentials(credentials::CredentialsArgs),

    /// Compare module proxies with the modules of your own project, and say which to take
    #[command(after_help = BENCH_EXAMPLES)]
    Bench(bench::BenchArgs),
}

/// Does what was typed.
pub fn run(options: &Options, proxy: &ProxyArgs) -> Result<ExitCode, Failure> {
    match &proxy.command {
        None => chain::run(options),
        Some(ProxyCommand::Check(args)) => check::run(options, args),
        Some(ProxyCommand::Route(args)) => route::run(options, args),
        Some(ProxyCommand::Private(args)) => private::run(options, args),
        Some(ProxyCommand::Credentials(args)) => credentials::run(options, args),
        Some(ProxyCommand::Bench(args)) => bench::run(options, args),
    }
}
