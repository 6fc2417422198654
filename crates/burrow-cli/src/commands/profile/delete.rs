//! `burrow profile delete`: a profile is forgotten, with its secrets in the keychain.

use std::io::{self, Write};
use std::process::ExitCode;

use burrow_core::proxy::profile::{BuiltIn, ProfileError};
use clap::Args;
use serde::Serialize;

use super::Bench;
use super::shown::wanted;
use crate::args::Options;
use crate::commands::show;
use crate::failure::Failure;

#[derive(Debug, Clone, Args)]
pub struct DeleteArgs {
    /// As `burrow profile list` names it
    name: String,

    /// Show what would be forgotten, and forget nothing
    #[arg(long)]
    dry_run: bool,

    /// Do not ask
    #[arg(long)]
    yes: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Json {
    name: String,
    dry_run: bool,
    deleted: bool,
}

pub fn run(options: &Options, bench: &Bench, args: &DeleteArgs) -> Result<ExitCode, Failure> {
    let lang = bench.lang;
    let say = |why: ProfileError| bench.failure(&why);
    if let Some(id) = BuiltIn::named(&args.name) {
        return Err(say(ProfileError::BuiltIn(id.name().to_owned())));
    }
    let profile = bench.workbench.kept_profile(&args.name).map_err(say)?;
    let profile = profile.ok_or_else(|| say(ProfileError::Unknown(args.name.clone())))?;
    let name = profile.name().to_owned();
    if !args.dry_run {
        if !args.yes {
            bench.agreed(&lang.pick(format!("Delete “{name}”?"), format!("删除“{name}”？")))?;
        }
        bench.workbench.delete_profile(&name).map_err(say)?;
    }
    if options.json {
        show::json(&Json { name, dry_run: args.dry_run, deleted: !args.dry_run })?;
    } else if !options.quiet || args.dry_run {
        let mut out = io::stdout().lock();
        for setting in profile.settings() {
            writeln!(out, "- {}", wanted(setting, lang))?;
        }
        let end = match args.dry_run {
            true => lang.pick("Nothing was deleted.".to_owned(), "什么都没有删除。".to_owned()),
            false => lang.pick(format!("“{name}” was deleted."), format!("已删除“{name}”。")),
        };
        writeln!(out, "{end}")?;
    }
    Ok(ExitCode::SUCCESS)
}
