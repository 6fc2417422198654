//! `burrow env [NAME…]`: what `go env` prints.

use std::io::{self, Write};
use std::process::ExitCode;

use bstr::BString;
use burrow_core::env::resolve::resolve;
use burrow_core::system::DiskFiles;
use go_rules::output::{self, Form};
use go_rules::vars::Wanted;

use crate::args::{EnvArgs, Options};
use crate::context::Context;
use crate::failure::{FAILED, Failure, USAGE};

pub fn run(options: &Options, env: &EnvArgs) -> Result<ExitCode, Failure> {
    let context = Context::of(options)?;
    let names: Vec<BString> = env.names.iter().map(|name| BString::from(name.as_encoded_bytes())).collect();
    let wanted = match names.is_empty() {
        true => Wanted::Everything,
        false => Wanted::Names { names: &names, plain: !options.json && !env.changed },
    };
    let resolved = resolve(&context.asked(), wanted, &DiskFiles)?;
    if env.changed && !resolved.rules.since(23) {
        let minor = resolved.rules.minor();
        let message = format!("flag provided but not defined: -changed (Go 1.{minor} has no such flag)");
        return Err(Failure::new(USAGE, "changed-unsupported", message));
    }
    let form = Form { json: options.json, changed: env.changed };
    let printed = output::print(&resolved, &names, form)?;
    if !options.quiet {
        for warning in &resolved.warnings {
            let _ = writeln!(io::stderr(), "{warning}");
        }
    }
    io::stdout().write_all(&printed.bytes)?;
    for complaint in &printed.complaints {
        let _ = writeln!(io::stderr(), "{complaint}");
    }
    Ok(if printed.complaints.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FAILED) })
}
