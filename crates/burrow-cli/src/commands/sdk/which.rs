//! `burrow sdk which`: what `go` would run here, and why.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use bstr::{BStr, ByteSlice};
use burrow_core::env::capture::SHELL_TIME_LIMIT;
use burrow_core::env::origin::Locator;
use burrow_core::sdk::which::{Which, which};
use burrow_core::secret::Masked;
use burrow_core::system::DiskFiles;
use burrow_core::text::{ChainLink, Lang, Say, Tell, go_words};
use go_rules::vars::{Obstacle, Supply};
use serde::Serialize;

use crate::args::Options;
use crate::commands::show;
use crate::commands::table::{Side, Table};
use crate::context::Context;
use crate::failure::{FINDINGS, Failure};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Json {
    directory: String,
    go: Option<String>,
    local: Option<String>,
    gotoolchain: Option<String>,
    gotoolchain_origin: Option<JsonOrigin>,
    decided_by: Option<JsonDecided>,
    toolchain: Option<String>,
    present: bool,
    goroot: Option<String>,
    from: Option<&'static str>,
    /// Where a download would come from, passwords masked.
    goproxy: Option<String>,
    /// What would stand in the way although go would begin.
    obstacle: Option<String>,
    error: Option<String>,
}

#[derive(Serialize)]
struct JsonOrigin {
    layer: &'static str,
    file: Option<String>,
    line: Option<u32>,
}

#[derive(Serialize)]
struct JsonDecided {
    file: String,
    line: u32,
    text: String,
}

pub fn run(options: &Options) -> Result<ExitCode, Failure> {
    let context = Context::of(options)?;
    let lang = show::lang(options, &context.captured);
    let environ = &context.captured.environ;
    let locator = Locator::new(&context.captured, &DiskFiles).with_trace(SHELL_TIME_LIMIT);
    let found = which(&context.asked(), &DiskFiles).locate(|name| {
        // A script is not told where PATH was set, and need not wait for the shell.
        if name == "PATH" && options.json {
            return None;
        }
        let value = environ.get(name)?;
        locator.locate(BStr::new(name), value).winner().cloned()
    });
    if options.json {
        show::json(&json(&found))?;
    } else {
        let home = context.captured.home.as_ref().and_then(|home| home.to_path().ok());
        print(&found.chain(lang), home, lang)?;
    }
    let Some(problem) = found.problem(lang) else { return Ok(ExitCode::SUCCESS) };
    if let Some(hint) = problem.hint.filter(|_| !options.json && !options.quiet) {
        writeln!(io::stderr(), "{hint}")?;
    }
    Ok(ExitCode::from(FINDINGS))
}

/// As `sdk which --json` prints it.
pub fn json(found: &Which) -> Json {
    let choice = found.choice.as_ref();
    let text = |text: &[u8]| text.to_str_lossy().into_owned();
    let error = match found.trouble() {
        Some(trouble) => Some(trouble.tell(Lang::En).message),
        None => choice.and_then(|c| c.error.as_ref()).map(go_words),
    };
    Json {
        directory: text(&found.directory),
        go: found.go().map(|go| text(go)),
        local: choice.map(|c| text(&c.local)),
        gotoolchain: choice.map(|c| text(&c.setting.value)),
        gotoolchain_origin: choice.and_then(|c| c.setting.layer).map(|layer| JsonOrigin {
            layer: layer.id(),
            file: found.places.setting.as_ref().map(|place| place.file.display().to_string()),
            line: found.places.setting.as_ref().and_then(|place| place.line),
        }),
        decided_by: choice.and_then(|c| c.decided_by.as_ref()).map(|decided| JsonDecided {
            file: text(&decided.file),
            line: decided.line,
            text: text(&decided.text),
        }),
        toolchain: choice.and_then(|c| c.toolchain.as_ref()).map(|name| text(name)),
        present: choice.is_some_and(|c| c.present),
        goroot: choice.and_then(|c| c.goroot.as_ref()).map(|goroot| text(goroot)),
        from: choice.and_then(|c| c.from).map(supply_code),
        goproxy: choice
            .filter(|c| c.from == Some(Supply::Download))
            .map(|c| Masked::value("GOPROXY", &c.goproxy).into_string()),
        obstacle: choice.and_then(|c| c.obstacle.as_ref()).map(obstacle),
        error,
    }
}

fn supply_code(supply: Supply) -> &'static str {
    match supply {
        Supply::Local => "local",
        Supply::Path => "path",
        Supply::ModuleCache => "module-cache",
        Supply::Download => "download",
    }
}

fn obstacle(obstacle: &Obstacle) -> String {
    match obstacle {
        Obstacle::Unreadable { program } => {
            format!("{program} is no Go program: what it does cannot be told")
        }
        Obstacle::LanguageVersion => "a language version, of which there is no release".into(),
        Obstacle::Unverifiable { why } => why.clone(),
        Obstacle::AsksDatabase => "go asks the checksum database before it uses this toolchain".into(),
    }
}

/// Each link on a line of its own, its value in a column; what is to be said of it below.
fn print(chain: &[ChainLink], home: Option<&Path>, lang: Lang) -> io::Result<()> {
    let mut table = Table::new([Side::Left, Side::Left]);
    for link in chain {
        table.row([link.title.clone(), link.value.clone()]);
        let layer = link.layer.map(|layer| layer.say(lang));
        let place = link.place.as_ref().map(|place| format!("[{}]", place.display(home)));
        let below: Vec<String> = [layer, place, link.note.clone()].into_iter().flatten().collect();
        if !below.is_empty() {
            table.note(below.join("  "));
        }
    }
    table.print(&mut io::stdout().lock())
}
