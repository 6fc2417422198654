//! The `burrow` command: what the window does, for terminals, scripts and machines without a screen.
//!
//! `args` says what can be typed (`later`: only as far as it is needed), `commands` has a file for each, `context` finds
//! out what is asked about, `failure` how it ends when it does not work. What Go does and what Burrow knows is not here
//! but in the core.

mod args;
mod commands;
mod context;
mod examples;
mod failure;
mod interrupt;
mod later;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

use args::Cli;
use burrow_core::secret::Masked;
use burrow_core::system::interrupt::end_on_interrupt;
use failure::Failure;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(why) if why.use_stderr() && asks_for_json(std::env::args_os()) => {
            return Failure::usage(&why).report_as_json();
        }
        Err(why) => {
            // What was typed is quoted, perhaps an address with a login.
            let told = why.render().to_string();
            let masked = Masked::path(&told);
            if masked.as_str() == told {
                why.exit();
            }
            let _ = write!(io::stderr(), "{masked}");
            return ExitCode::from(failure::USAGE);
        }
    };
    let options = cli.options.clone();
    // Where signals cannot be heard, Ctrl-C ends it all the same.
    let _ = end_on_interrupt(i32::from(failure::CANCELLED));
    match commands::run(cli) {
        Ok(exit) => exit,
        Err(failure) => failure.report(&options),
    }
}

/// Whether `--json` stands among arguments that cannot be understood: who wrote it reads JSON, whatever else is wrong.
fn asks_for_json(arguments: impl Iterator<Item = OsString>) -> bool {
    arguments.skip(1).take_while(|it| it != "--").any(|it| it == "--json")
}
