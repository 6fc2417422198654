//! `burrow proxy route`: the way a module would go.

use std::io::{self, Write};
use std::process::ExitCode;

use burrow_core::proxy::route::{Asked, Ended, Forecast, Ground, Inquiry, Live, Step, follow, forecast};
use burrow_core::system::DiskFiles;
use burrow_core::text::{self, Lang, Say, Tell};
use clap::Args;
use go_rules::netrc::Sent;
use go_rules::route::{Next, Purpose, Via};
use serde::Serialize;
use std::ffi::OsString;
use std::path::Path;

use crate::args::Options;
use crate::commands::show;
use crate::commands::table::{Side, Table};
use crate::context::Context;
use crate::failure::{CANCELLED, FAILED, FINDINGS, Failure};
use crate::interrupt::cancel_with_ctrl_c;
use burrow_core::system::files::path_to_bytes;

/// Says what `go mod download MODULE@VERSION` would ask with an empty module cache, in Go's order.
#[derive(Debug, Clone, Args)]
pub struct RouteArgs {
    /// The module, with a version or a query [default: latest]
    #[arg(value_name = "MODULE[@VERSION]")]
    pub module: OsString,

    /// Ask for real (runs the commands of GOAUTH, as go does), and show each answer beside the forecast
    #[arg(long)]
    pub live: bool,
}

#[derive(Serialize)]
struct Json {
    module: String,
    version: String,
    private: JsonPrivate,
    error: Option<String>,
    steps: Vec<JsonStep>,
    warnings: Vec<JsonWarning>,
    #[serde(skip_serializing_if = "Option::is_none")]
    asked: Option<Vec<JsonAsked>>,
}

#[derive(Serialize)]
struct JsonPrivate {
    noproxy: bool,
    nosumdb: bool,
}

#[derive(Serialize)]
struct JsonStep {
    id: usize,
    method: &'static str,
    url: Option<String>,
    purpose: &'static str,
    via: &'static str,
    found: JsonNext,
    absent: JsonNext,
    failed: JsonNext,
    /// Of a list: when no version in it will do.
    #[serde(skip_serializing_if = "Option::is_none")]
    empty: Option<JsonNext>,
    credentials: &'static str,
    /// Any 4xx status makes go send it once more before it counts.
    repeated: bool,
    /// Go asks nobody itself: it runs this first.
    #[serde(skip_serializing_if = "Option::is_none")]
    runs: Option<String>,
    reason: String,
}

/// A step's id, or a word.
#[derive(Serialize)]
#[serde(untagged)]
enum JsonNext {
    Step(usize),
    Word(&'static str),
}

#[derive(Serialize)]
struct JsonWarning {
    code: &'static str,
    to: String,
    message: String,
}

#[derive(Serialize)]
struct JsonAsked {
    step: Option<usize>,
    purpose: &'static str,
    url: Option<String>,
    status: Option<u16>,
    ms: u64,
    note: Option<String>,
}

pub fn run(options: &Options, args: &RouteArgs) -> Result<ExitCode, Failure> {
    let context = Context::of(options)?;
    let lang = show::lang(options, &context.captured);
    let ground = Ground::of(&context.asked(), &DiskFiles);
    let argument = path_to_bytes(Path::new(&args.module));
    let inquiry = Inquiry::parse(argument.as_ref());
    let forecast = forecast(&inquiry, &ground)
        .map_err(|why| Failure::new(FAILED, "too-many-steps", why.to_string()).about("GOPROXY"))?;
    let live = match args.live && forecast.error.is_none() {
        true => Some(go(&forecast, &ground, lang)?),
        false => None,
    };
    if options.json {
        show::json(&json(&forecast, live.as_ref(), lang))?;
    } else {
        print(&forecast, live.as_ref(), lang)?;
    }
    Ok(match live.map(|live| live.ended) {
        Some(Ended::Cancelled) => ExitCode::from(CANCELLED),
        Some(Ended::Failed) => ExitCode::from(FINDINGS),
        _ if forecast.error.is_some() => ExitCode::from(FINDINGS),
        _ => ExitCode::SUCCESS,
    })
}

fn go(forecast: &Forecast, ground: &Ground, lang: Lang) -> Result<Live, Failure> {
    // Where signals cannot be heard, Ctrl-C is what it always is.
    let cancel = cancel_with_ctrl_c();
    follow(forecast, ground, &cancel).map_err(|why| why.tell(lang).into())
}

fn json(forecast: &Forecast, live: Option<&Live>, lang: Lang) -> Json {
    let warning = |leak: &go_rules::route::Leak| JsonWarning {
        code: text::leak_code(&leak.why),
        to: match &leak.to {
            go_rules::route::LeakTo::Proxy(name) | go_rules::route::LeakTo::Database(name) => {
                name.to_string()
            }
        },
        message: leak.say(lang),
    };
    Json {
        module: forecast.inquiry.module.to_string(),
        version: forecast.inquiry.version.to_string(),
        private: JsonPrivate { noproxy: forecast.private.noproxy, nosumdb: forecast.private.nosumdb },
        error: forecast.error.as_ref().map(ToString::to_string),
        steps: forecast.steps.iter().map(|step| json_step(step, lang)).collect(),
        warnings: forecast.leaks.iter().map(warning).collect(),
        asked: live.map(|live| live.asked.iter().map(|asked| json_asked(asked, lang)).collect()),
    }
}

fn json_step(step: &Step, lang: Lang) -> JsonStep {
    JsonStep {
        id: step.id,
        method: "GET",
        url: step.url.as_ref().map(ToString::to_string),
        purpose: purpose(step.purpose),
        via: match step.via {
            Via::Proxy => "proxy",
            Via::Direct => "direct",
            Via::Sumdb => "sumdb",
        },
        found: next(step.found),
        absent: next(step.absent),
        failed: next(step.failed),
        empty: step.empty.map(next),
        credentials: match step.credentials {
            Sent::None => "none",
            Sent::Url => "url",
            Sent::Netrc => "netrc",
            Sent::Goauth => "goauth",
        },
        repeated: step.repeated,
        runs: step.runs.clone(),
        reason: text::step_reason(step, lang),
    }
}

fn json_asked(asked: &Asked, lang: Lang) -> JsonAsked {
    JsonAsked {
        step: asked.step,
        purpose: purpose(asked.purpose),
        url: asked.url.as_ref().map(ToString::to_string),
        status: asked.status,
        ms: asked.ms,
        note: asked.note.as_ref().map(|note| note.say(lang)),
    }
}

fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Info => "info",
        Purpose::Mod => "mod",
        Purpose::Zip => "zip",
        Purpose::List => "list",
        Purpose::Latest => "latest",
        Purpose::SumdbSupported => "sumdb-supported",
        Purpose::SumdbLookup => "sumdb-lookup",
        Purpose::SumdbTile => "sumdb-tile",
        Purpose::Direct => "direct",
    }
}

fn next(next: Next) -> JsonNext {
    match next {
        Next::Step(id) => JsonNext::Step(id),
        Next::Done => JsonNext::Word("done"),
        Next::Fail => JsonNext::Word("fail"),
    }
}

fn print(forecast: &Forecast, live: Option<&Live>, lang: Lang) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{} {}", forecast.inquiry.module, forecast.inquiry.version)?;
    writeln!(out, "{}", text::privacy(forecast, lang))?;
    if let Some(own) = text::of_go_itself(forecast, lang) {
        writeln!(out, "{own}")?;
    }
    if let Some(told) = text::told_to_database(forecast, lang) {
        writeln!(out, "{told}")?;
    }
    for leak in &forecast.leaks {
        writeln!(out, "{}{}", lang.pick("Warning: ", "警告："), leak.say(lang))?;
    }
    if let Some(error) = &forecast.error {
        return writeln!(out, "{error}");
    }
    writeln!(out)?;
    let shown = shown(forecast);
    steps(forecast, &shown, lang).print(&mut out)?;
    let more = forecast.steps.len() - shown.len();
    if more > 0 {
        let text = lang.pick(
            format!("{more} more steps follow other answers; --json lists them all."),
            format!("其他响应会引出另外 {more} 个步骤，用 --json 列出全部。"),
        );
        writeln!(out, "{text}")?;
    }
    if let Some(live) = live {
        writeln!(out)?;
        answers(live, lang).print(&mut out)?;
        for trouble in &live.troubles {
            writeln!(out, "{}", trouble.say(lang))?;
        }
        writeln!(out, "{}", live.ended.say(lang))?;
    }
    Ok(())
}

/// As many steps are shown all of them; of more, only those of the way on which everything is found.
const FEW: usize = 12;

/// The numbers of the steps that are shown.
fn shown(forecast: &Forecast) -> Vec<usize> {
    if forecast.steps.len() <= FEW {
        return forecast.steps.iter().map(|step| step.id).collect();
    }
    let first = forecast.steps.first();
    let next = |step: &&Step| match step.found {
        Next::Step(id) => forecast.steps.get(id - 1),
        Next::Done | Next::Fail => None,
    };
    std::iter::successors(first, next).map(|step| step.id).collect()
}

/// A step on a line, the ways on from it in columns, its reason below.
fn steps(forecast: &Forecast, shown: &[usize], lang: Lang) -> Table<5> {
    let mut table = Table::new([Side::Right, Side::Left, Side::Left, Side::Left, Side::Left]);
    let leads = |next| match next {
        Next::Step(id) if shown.contains(&id) => format!("→ {id}"),
        Next::Step(_) => lang.pick("→ goes on", "→ 继续").to_owned(),
        Next::Done => lang.pick("→ done", "→ 完成").to_owned(),
        Next::Fail => lang.pick("→ fails", "→ 失败").to_owned(),
    };
    table.row([
        String::new(),
        String::new(),
        "200".into(),
        "404, 410".into(),
        lang.pick("otherwise", "其他情况").into(),
    ]);
    for step in forecast.steps.iter().filter(|step| shown.contains(&step.id)) {
        let what = step.url.as_ref().map_or_else(|| step.purpose.say(lang), ToString::to_string);
        let id = step.id.to_string();
        table.row([id, what, leads(step.found), leads(step.absent), leads(step.failed)]);
        table.note(text::step_reason(step, lang));
    }
    table
}

fn answers(live: &Live, lang: Lang) -> Table<4> {
    let mut table = Table::new([Side::Right, Side::Left, Side::Right, Side::Left]);
    for asked in &live.asked {
        let step = asked.step.map(|id| id.to_string()).unwrap_or_default();
        let status = asked.status.map_or_else(|| "–".into(), |status| status.to_string());
        let note = asked.note.as_ref().map(|note| note.say(lang)).unwrap_or_default();
        table.row([step, status, format!("{} ms", asked.ms), note]);
    }
    table
}
