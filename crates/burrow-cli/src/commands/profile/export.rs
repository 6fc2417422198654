//! `burrow profile export`: a profile as a file that a team can keep.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use burrow_core::proxy::profile::{ProfileError, file};
use clap::Args;
use serde::Serialize;

use super::Bench;
use super::import::{on_disk, read_bounded};
use crate::args::Options;
use crate::commands::paths;
use crate::commands::show;
use crate::failure::{FAILED, Failure, REFUSED};

#[derive(Debug, Clone, Args)]
pub struct ExportArgs {
    /// As `burrow profile list` names it
    name: String,

    /// Where to [default: standard output]
    file: Option<PathBuf>,

    /// Write over a file that is no profile
    #[arg(long)]
    yes: bool,
}

#[derive(Serialize)]
struct Json {
    name: String,
    /// Null: on standard output, as `text`.
    #[serde(serialize_with = "paths::shown")]
    file: Option<PathBuf>,
    text: String,
}

pub fn run(options: &Options, bench: &Bench, args: &ExportArgs) -> Result<ExitCode, Failure> {
    let lang = bench.lang;
    let known = bench.workbench.profile(&args.name).map_err(|why| bench.failure(&why))?;
    let name = known.profile.name().to_owned();
    if let Some(why) = known.unavailable {
        return Err(bench.failure(&ProfileError::Unavailable { name, why }));
    }
    let text = file::write(&known.profile);
    if let Some(path) = &args.file {
        if !args.yes && !may_go(path) {
            let file = path.display();
            let message = lang.pick(
                format!("{file} is there and is no profile. It was left as it is."),
                format!("{file} 已存在且不是配置文件，没有改动它。"),
            );
            let hint = lang.pick("--yes writes over it.", "--yes 会覆盖它。");
            return Err(Failure::new(REFUSED, "profile-file-taken", message)
                .about(file.to_string())
                .hint(hint));
        }
        std::fs::write(path, &text)
            .map_err(|why| Failure::new(FAILED, "profile-file-unwritable", on_disk(path, &why, lang)))?;
    }
    if options.json {
        show::json(&Json { name, file: args.file.clone(), text })?;
    } else if args.file.is_none() {
        io::stdout().lock().write_all(text.as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Nothing is there, or an earlier export.
fn may_go(path: &std::path::Path) -> bool {
    match read_bounded(path) {
        Ok(bytes) => bytes.is_empty() || file::read(&bytes, Some("any")).is_ok(),
        Err(why) => why.kind() == io::ErrorKind::NotFound,
    }
}
