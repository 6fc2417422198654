//! `burrow sdk list`: every toolchain on this machine.

use std::process::ExitCode;

use burrow_core::sdk::inventory::{Hunt, hunt};
use burrow_core::system::DiskFiles;
use clap::Args;

use crate::args::Options;
use crate::context::Context;
use crate::failure::Failure;

#[derive(Debug, Clone, Args)]
pub struct ListArgs {}

pub fn run(options: &Options, _args: &ListArgs) -> Result<ExitCode, Failure> {
    let context = Context::of(options)?;
    let sdks = hunt(&Hunt::of(&context.asked(), &[], &DiskFiles), &DiskFiles);
    let _ = sdks;
    Ok(ExitCode::SUCCESS)
}
