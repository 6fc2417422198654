//! `burrow cache quarantine`: what was cleaned and can come back.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use burrow_core::cache::quarantine::{Cleaning, cleanings};
use burrow_core::place::display_path;
use burrow_core::system::clock;
use burrow_core::text::{Lang, bytes};
use serde::Serialize;

use super::ready::{failure, forget_old, ready};
use crate::args::Options;
use crate::commands::paths;
use crate::commands::show;
use crate::context::Context;
use crate::failure::Failure;
use crate::interrupt::cancel_with_ctrl_c;

#[derive(Serialize)]
struct Json {
    cleanings: Vec<JsonCleaning>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonCleaning {
    id: String,
    cache: &'static str,
    time: String,
    bytes: u64,
    disk_bytes: u64,
    files: u64,
    items: Vec<JsonPath>,
}

/// A path in JSON.
#[derive(Serialize)]
pub struct JsonPath {
    #[serde(serialize_with = "paths::shown")]
    pub path: PathBuf,
}

pub fn run(options: &Options) -> Result<ExitCode, Failure> {
    let context = Context::of(options)?;
    let lang = show::lang(options, &context.captured);
    let cancel = cancel_with_ctrl_c();
    let roots = ready(&context, &cancel, lang)?;
    forget_old(&roots, &context, &cancel);
    let all = cleanings(&roots).map_err(|why| failure(&why, lang))?;
    if options.json {
        show::json(&Json { cleanings: all.iter().map(json).collect() })?;
    } else {
        print(&all, &context, options, lang)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn json(cleaning: &Cleaning) -> JsonCleaning {
    JsonCleaning {
        id: cleaning.id.clone(),
        cache: cleaning.cache.id(),
        time: clock::rfc3339(cleaning.time),
        bytes: cleaning.size.bytes,
        disk_bytes: cleaning.size.disk_bytes,
        files: cleaning.size.files,
        items: cleaning.items.iter().map(|path| JsonPath { path: path.clone() }).collect(),
    }
}

fn print(all: &[Cleaning], context: &Context, options: &Options, lang: Lang) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if all.is_empty() && !options.quiet {
        return writeln!(out, "{}", lang.pick("Nothing lies in quarantine.", "隔离区里没有内容。"));
    }
    for cleaning in all {
        let size = bytes(cleaning.size.disk_bytes);
        let time = clock::utc_text(clock::unix_ms(cleaning.time));
        let root = display_path(&cleaning.root, context.home().as_deref());
        let count = cleaning.items.len();
        let items = lang.pick(
            if count == 1 { "1 item".to_owned() } else { format!("{count} items") },
            format!("{count} 项"),
        );
        writeln!(out, "{}  {time}  {size:>7}  {items}  {root}", cleaning.id)?;
    }
    Ok(())
}
