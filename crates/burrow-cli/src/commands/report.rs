//! `burrow report`: everything that a maintainer would ask for, fit to be shown.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use burrow_core::doctor::{Checks, Seen, examine};
use burrow_core::job::Cancel;
use burrow_core::report::{json, markdown, plain, save};
use burrow_core::text::Tell;
use clap::Args;

use super::show;
use crate::args::Options;
use crate::context::Context;
use crate::failure::{FAILED, Failure};

#[derive(Debug, Clone, Args)]
pub struct ReportArgs {
    /// As Markdown, for an issue
    #[arg(long, conflicts_with = "json")]
    markdown: bool,

    /// Also mask the names of private hosts, your name and your home
    #[arg(long)]
    mask_hosts: bool,

    /// Write it to this file [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub fn run(options: &Options, args: &ReportArgs) -> Result<ExitCode, Failure> {
    let context = Context::of(options)?;
    let lang = show::lang(options, &context.captured);
    let workbench = show::workbench(&context, lang, true)?;
    let examination =
        examine(&Arc::new(Seen::new(workbench.doctor_ground(Cancel::new()))), &Checks::default());
    let report = workbench.report(Some(&examination), args.mask_hosts, lang);
    let text = match (options.json, args.markdown) {
        (true, _) => {
            serde_json::to_string_pretty(&json(&report))
                .map_err(|why| Failure::new(FAILED, "output", why.to_string()))?
                + "\n"
        }
        (false, true) => markdown(&report),
        (false, false) => plain(&report),
    };
    match &args.output {
        None => io::stdout().write_all(text.as_bytes())?,
        Some(file) => {
            let file = context.directory().unwrap_or_default().join(file);
            save(&file, &text).map_err(|why| Failure::from(why.tell(lang)))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
