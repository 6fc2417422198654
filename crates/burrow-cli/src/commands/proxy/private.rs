//! `burrow proxy private`: private patterns, and what they do to the modules of the person's projects.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use bstr::{BStr, BString};
use burrow_core::env::resolve::resolve_tolerantly;
use burrow_core::project::ProjectFile;
use burrow_core::project::find::Limits;
use burrow_core::project::known;
use burrow_core::proxy::patterns::{List, Private, Sign, Tested};
use burrow_core::proxy::private::Grounds;
use burrow_core::store::open_kept;
use burrow_core::system::DiskFiles;
use burrow_core::system::state_dir::state_dir;
use burrow_core::text::{Lang, Say, Tell, private as words};
use clap::Args;
use go_rules::pattern::Verdict;
use go_rules::route::LeakTo;
use serde::Serialize;

use crate::args::Options;
use crate::commands::show;
use crate::commands::table::{Side, Table};
use crate::context::Context;
use crate::failure::{FAILED, FINDINGS, Failure, USAGE};

/// Judges the entries of GOPRIVATE, GONOPROXY, GONOSUMDB and GOINSECURE, and tests them against the modules of projects.
#[derive(Debug, Clone, Args)]
pub struct PrivateArgs {
    /// The projects in or below these folders [default: those that Burrow knows]
    #[arg(long, value_name = "DIR", num_args = 1..)]
    projects: Vec<PathBuf>,

    /// Another value for one of the lists, only for this answer: GOPRIVATE=git.corp.example
    #[arg(long = "try", value_name = "NAME=VALUE")]
    tried: Vec<String>,
}

#[derive(Serialize)]
struct Json {
    lists: Vec<JsonList>,
    modules: Vec<JsonModule>,
    public: usize,
    projects: Vec<String>,
    unread: Vec<JsonUnread>,
    suggestions: Vec<JsonSuggestion>,
}

#[derive(Serialize)]
struct JsonList {
    name: &'static str,
    value: String,
    inherited: bool,
    mended: Option<String>,
    entries: Vec<JsonEntry>,
}

#[derive(Serialize)]
struct JsonEntry {
    text: String,
    verdict: &'static str,
    why: Option<&'static str>,
    message: String,
    instead: Option<Vec<String>>,
    matches: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonModule {
    module: String,
    projects: Vec<String>,
    own: bool,
    noproxy: Option<String>,
    nosumdb: Option<String>,
    sign: Option<&'static str>,
    certain: bool,
    seen_by: Vec<String>,
    message: Option<String>,
}

#[derive(Serialize)]
struct JsonUnread {
    file: String,
    message: String,
}

#[derive(Serialize)]
struct JsonSuggestion {
    name: &'static str,
    value: String,
}

pub fn run(options: &Options, args: &PrivateArgs) -> Result<ExitCode, Failure> {
    let context = Context::of(options)?;
    let lang = show::lang(options, &context.captured);
    let draft = draft(&args.tried, lang)?;
    let files = files(&args.projects, &context)?;
    let found = grounds(&context).private(&files, &draft);
    if options.json {
        show::json(&json(&found, lang))?;
    } else {
        print(&found, lang)?;
    }
    let dead = |entry: &burrow_core::proxy::patterns::EntryView| matches!(entry.verdict, Verdict::Never(_));
    let never = found.lists.iter().flat_map(|list| &list.entries).any(dead);
    let leaks = found.modules.iter().any(|one| one.sign.as_ref().is_some_and(Sign::is_certain));
    Ok(if never || leaks { ExitCode::from(FINDINGS) } else { ExitCode::SUCCESS })
}

/// What both commands about private modules go by.
pub fn grounds(context: &Context) -> Grounds {
    let resolved = resolve_tolerantly(&context.asked(), &DiskFiles).0.resolved;
    let dir = context.directory().unwrap_or_default();
    Grounds::of(&context.captured.environ, &resolved, &dir)
}

/// The projects of these folders, else the known ones.
pub fn files(folders: &[PathBuf], context: &Context) -> Result<Vec<ProjectFile>, Failure> {
    if folders.is_empty() {
        let store = open_kept(state_dir(&context.captured.environ).as_deref());
        let known = store.map(|store| known::known(&store, Limits::of_named())).transpose();
        let known = known.map_err(|why| Failure::new(FAILED, "state", why.to_string()))?;
        return Ok(known::files(&known.unwrap_or_default()));
    }
    let here = context.directory().unwrap_or_default();
    let looked: Vec<_> = folders.iter().map(|dir| known::look(&here.join(dir), Limits::of_named())).collect();
    Ok(known::files(&looked))
}

fn draft(tried: &[String], lang: Lang) -> Result<Vec<(List, BString)>, Failure> {
    let one = |text: &String| {
        let (name, value) = text.split_once('=')?;
        Some((List::named(name)?, BString::from(value)))
    };
    let wrong = lang.pick(
        "--try takes GOPRIVATE, GONOPROXY, GONOSUMDB or GOINSECURE, with = and a value.",
        "--try 接受 GOPRIVATE、GONOPROXY、GONOSUMDB 或 GOINSECURE，后跟 = 和值。",
    );
    let all: Option<Vec<_>> = tried.iter().map(one).collect();
    all.ok_or_else(|| Failure::new(USAGE, "usage", wrong))
}

fn json(found: &Private, lang: Lang) -> Json {
    let texts = |all: &[std::path::PathBuf]| all.iter().map(|file| file.display().to_string()).collect();
    let lists = found.lists.iter().map(|list| JsonList {
        name: list.list.name(),
        value: list.value.to_string(),
        inherited: list.inherited,
        mended: list.mended.as_ref().map(ToString::to_string),
        entries: list
            .entries
            .iter()
            .map(|entry| JsonEntry {
                text: entry.text.to_string(),
                verdict: words::verdict_id(entry.verdict),
                why: words::verdict_why(entry.verdict),
                message: words::entry(list, entry, lang),
                instead: entry.instead.as_ref().map(|all| all.iter().map(ToString::to_string).collect()),
                matches: entry.matches,
            })
            .collect(),
    });
    let modules = found.modules.iter().map(|one| JsonModule {
        module: one.path.clone(),
        projects: texts(&one.projects),
        own: one.own,
        noproxy: entry(found, 1, one.noproxy),
        nosumdb: entry(found, 2, one.nosumdb),
        sign: one.sign.as_ref().map(Sign::id),
        certain: one.sign.as_ref().is_some_and(Sign::is_certain),
        seen_by: one.seen_by.iter().map(seen_by).collect(),
        message: one.sign.as_ref().map(|sign| sign.say(lang)),
    });
    Json {
        lists: lists.collect(),
        modules: modules.collect(),
        public: found.public,
        projects: texts(&found.projects),
        unread: found
            .unread
            .iter()
            .map(|why| JsonUnread {
                file: why.place().file.display().to_string(),
                message: why.tell(lang).message,
            })
            .collect(),
        suggestions: found
            .suggestions
            .iter()
            .map(|one| JsonSuggestion { name: one.list.name(), value: one.value.to_string() })
            .collect(),
    }
}

/// The text of an entry of a list, by their places.
fn entry(found: &Private, list: usize, at: Option<usize>) -> Option<String> {
    Some(found.lists.get(list)?.entries.get(at?)?.text.to_string())
}

fn seen_by(to: &LeakTo) -> String {
    match to {
        LeakTo::Proxy(name) | LeakTo::Database(name) => name.to_string(),
    }
}

fn print(found: &Private, lang: Lang) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for list in found.lists.iter().filter(|list| !list.inherited && !list.entries.is_empty()) {
        writeln!(out, "{}={}", list.list.name(), list.value)?;
        let mut table = Table::new([Side::Left, Side::Left, Side::Left]);
        for entry in &list.entries {
            let badge = match entry.verdict {
                Verdict::Fine | Verdict::Nothing => "✓",
                Verdict::Empty => "–",
                Verdict::Doubtful(_) => "?",
                Verdict::Never(_) => "✗",
            };
            let text = format!("“{}”", entry.text);
            table.row([badge.into(), text, words::entry(list, entry, lang)]);
        }
        table.print(&mut out)?;
    }
    writeln!(out)?;
    modules(found, lang).print(&mut out)?;
    let projects = found.projects.len();
    let plural = if projects == 1 { "" } else { "s" };
    let count = lang.pick(
        format!("{projects} project{plural}, other modules: {}.", found.public),
        format!("{projects} 个项目，另有 {} 个模块。", found.public),
    );
    writeln!(out, "{count}")?;
    for why in &found.unread {
        writeln!(out, "{}", why.tell(lang).message)?;
    }
    for one in &found.suggestions {
        let value = BStr::new(one.value.as_str());
        writeln!(out, "burrow env set '{}={value}'", one.list.name())?;
    }
    Ok(())
}

fn modules(found: &Private, lang: Lang) -> Table<3> {
    let mut table = Table::new([Side::Left, Side::Left, Side::Left]);
    for one in &found.modules {
        let badge = match &one.sign {
            Some(sign) if sign.is_certain() => "✗",
            Some(_) => "?",
            None if one.is_private() => "✓",
            None => "–",
        };
        table.row([badge.into(), one.path.clone(), standing(found, one, lang)]);
        if let Some(sign) = &one.sign {
            table.note(sign.say(lang));
        }
    }
    table
}

fn standing(found: &Private, one: &Tested, lang: Lang) -> String {
    if one.sign.is_some() {
        let by: Vec<String> = one.seen_by.iter().map(seen_by).collect();
        let by = by.join(lang.pick(", ", "、"));
        return lang.pick(format!("is shown to {by}"), format!("会被 {by} 看到"));
    }
    let by = entry(found, 1, one.noproxy).or_else(|| entry(found, 2, one.nosumdb)).unwrap_or_default();
    match (one.noproxy, one.nosumdb) {
        (Some(_), Some(_)) => lang.pick(format!("private by “{by}”"), format!("因 “{by}” 为私有")),
        (Some(_), None) => lang.pick(format!("past the proxies by “{by}”"), format!("因 “{by}” 绕过代理")),
        _ => {
            lang.pick(format!("past the checksum database by “{by}”"), format!("因 “{by}” 绕过校验和数据库"))
        }
    }
}
