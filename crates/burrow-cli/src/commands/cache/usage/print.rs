//! The same for a person at a terminal.

use std::io::{self, Write};
use std::path::Path;

use burrow_core::cache::measure::{Measured, ModuleRow};
use burrow_core::place::display_path;
use burrow_core::system::clock;
use burrow_core::text::{CacheWord, Lang, Say, bytes, volume_notes};
use burrow_core::tree::Size;

use crate::args::Options;
use crate::commands::table::{Side, Table};
use crate::context::Context;

/// One table of all caches with their kinds, below it the volumes, then the modules where they are wanted.
pub fn usage(
    all: &[Measured],
    context: &Context,
    options: &Options,
    by_module: bool,
    lang: Lang,
) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let home = context.home();
    kinds(all, home.as_deref(), options.quiet, lang).print(&mut out)?;
    if !options.quiet {
        volumes(&mut out, all, lang)?;
    }
    for measured in all.iter().filter(|measured| by_module && !measured.modules.is_empty()) {
        writeln!(out)?;
        modules(&measured.modules, options.quiet, lang).print(&mut out)?;
    }
    Ok(())
}

fn kinds(all: &[Measured], home: Option<&Path>, quiet: bool, lang: Lang) -> Table<5> {
    let mut table = Table::new([Side::Left, Side::Right, Side::Right, Side::Right, Side::Left]);
    if !quiet {
        use CacheWord::{Files, Folder, OnDisk, What};
        table.row([What, CacheWord::Size, OnDisk, Files, Folder].map(|word| word.say(lang)));
    }
    for measured in all {
        let folder = display_path(&measured.path, home);
        table.row(row(measured.cache.say(lang), measured.total, folder));
        for kind in measured.kinds.iter().filter(|kind| kind.size.files > 0) {
            table.row(row(format!("  {}", kind.kind.say(lang)), kind.size, String::new()));
        }
        if measured.total.files == 0 {
            table.row([
                format!("  {}", CacheWord::Empty.say(lang)),
                "".into(),
                "".into(),
                "".into(),
                "".into(),
            ]);
        }
    }
    table
}

fn row(what: String, size: Size, folder: String) -> [String; 5] {
    [what, bytes(size.bytes), bytes(size.disk_bytes), size.files.to_string(), folder]
}

/// What is left on the volumes, each once, and what could not be read.
fn volumes(out: &mut impl Write, all: &[Measured], lang: Lang) -> io::Result<()> {
    writeln!(out)?;
    let mut told = Vec::new();
    for measured in all {
        let Some(volume) = &measured.disk else { continue };
        if !told.contains(&&volume.mount_point) {
            told.push(&volume.mount_point);
            let sort = if volume.file_system.is_empty() {
                String::new()
            } else {
                lang.pick(format!(" ({})", volume.file_system), format!("（{}）", volume.file_system))
            };
            let colon = lang.pick(": ", "：");
            writeln!(out, "{}{sort}{colon}{}", volume.mount_point.display(), volume.say(lang))?;
            for note in volume_notes(volume, lang) {
                writeln!(out, "! {}", note.message)?;
            }
        }
    }
    let unread: u64 = all.iter().map(|measured| measured.unread).sum();
    if unread > 0 {
        writeln!(out, "{}", CacheWord::Unread(unread).say(lang))?;
    }
    Ok(())
}

fn modules(rows: &[ModuleRow], quiet: bool, lang: Lang) -> Table<5> {
    let mut table = Table::new([Side::Left, Side::Left, Side::Right, Side::Right, Side::Left]);
    if !quiet {
        use CacheWord::{Fetched, Files, Module, Version};
        table.row([Module, Version, CacheWord::Size, Files, Fetched].map(|word| word.say(lang)));
    }
    for row in rows {
        let version = &row.version.version;
        let version = if version.is_empty() { CacheWord::NoVersion.say(lang) } else { version.to_string() };
        let fetched = row.fetched_at.map(clock::date).unwrap_or_default();
        table.row([
            row.version.module.to_string(),
            version,
            bytes(row.size.bytes),
            row.size.files.to_string(),
            fetched,
        ]);
    }
    table
}
