//! `burrow proxy bench`: module proxies compared, with the modules that a person's own project needs.

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use bstr::BString;
use burrow_core::job::Step;
use burrow_core::proxy::bench::{
    Basis, Bench, BenchError, Flaw, Measured, Member, Offer, PassedOver, Plan, Reason, Sample, Source,
};
use burrow_core::proxy::profile::ProfileError;
use burrow_core::text::{self, Lang, Say, Tell};
use burrow_core::workbench::{BenchWish, Workbench};
use clap::Args;
use serde::Serialize;

use super::check::seconds;
use crate::args::Options;
use crate::commands::show;
use crate::commands::table::{Side, Table};
use crate::context::Context;
use crate::failure::{CANCELLED, FINDINGS, Failure, USAGE};
use crate::interrupt::cancel_with_ctrl_c;

/// Compares module proxies: which of your modules each has, how new its lists are, how fast it answers.
///
/// Compared are the servers of GOPROXY, the well-known mirrors, the servers of kept profiles, and those named. All are
/// asked for the same modules: some of the go.sum of the project here (-C), without one of the projects that Burrow knows,
/// without those of a few that many projects use. Modules that GOPRIVATE, GONOPROXY or GONOSUMDB covers, and paths that
/// look private, are asked of nobody.
#[derive(Debug, Clone, Args)]
pub struct BenchArgs {
    /// More module proxies, or lists of them as in GOPROXY
    #[arg(value_name = "URL")]
    urls: Vec<OsString>,

    /// Compare just these, and neither GOPROXY nor mirrors nor profiles
    #[arg(long, requires = "urls")]
    only: bool,

    /// Ask for so many modules at most
    #[arg(long, value_name = "N", default_value = "20", value_parser = clap::value_parser!(u16).range(1..=500))]
    sample: u16,

    /// How long one answer may take
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    timeout: Duration,

    /// Keep the recommended one as a profile of this name; `burrow profile apply` switches to it
    #[arg(long, value_name = "NAME")]
    save: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Json {
    sample: JsonSample,
    candidates: Vec<Row>,
    /// The module whose zip was downloaded from everybody.
    download: Option<String>,
    /// The checksum database answers without a proxy; null where none is asked.
    sumdb_reachable: Option<bool>,
    recommendation: JsonAdvice,
    /// The name of the profile that was kept.
    saved: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonSample {
    source: &'static str,
    files: Vec<String>,
    modules: Vec<String>,
    /// Of how many that might have been asked for.
    of: usize,
    private: usize,
    looks_private: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    url: String,
    sources: Vec<&'static str>,
    /// Its entry in GOPROXY.
    hop: Option<usize>,
    profiles: Vec<String>,
    verdict: &'static str,
    detail: String,
    /// Of the first connection, name to last byte; null where there is none.
    first_ms: Option<f64>,
    asked: usize,
    hits: usize,
    missing: Vec<String>,
    failed: Vec<String>,
    mismatched: Vec<String>,
    fresh: JsonFresh,
    sumdb: &'static str,
    toolchains: &'static str,
    latency: Option<JsonLatency>,
    throughput: Option<JsonThroughput>,
}

#[derive(Serialize)]
struct JsonFresh {
    compared: usize,
    behind: Vec<JsonBehind>,
}

#[derive(Serialize)]
struct JsonBehind {
    module: String,
    version: String,
    newest: String,
}

#[derive(Serialize)]
struct JsonLatency {
    median: f64,
    p90: f64,
    count: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonThroughput {
    bytes: u64,
    ms: f64,
    bytes_per_second: u64,
    /// The zip is larger than what was waited for.
    cut: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonAdvice {
    url: Option<String>,
    reason: &'static str,
    /// What is in use is to stay.
    keep: bool,
    text: String,
    flaw: Option<&'static str>,
    passed_over: Vec<JsonPassedOver>,
    goproxy: Option<String>,
    gosumdb: Option<String>,
}

#[derive(Serialize)]
struct JsonPassedOver {
    url: String,
    flaw: &'static str,
}

pub fn run(options: &Options, args: &BenchArgs) -> Result<ExitCode, Failure> {
    let context = Context::of(options)?;
    let lang = show::lang(options, &context.captured);
    let workbench = show::workbench(&context, lang, false)?;
    let say = |why: ProfileError| Failure::from(why.tell(lang)).exit(USAGE);
    if let Some(name) = &args.save {
        // What cannot be kept is said before a minute is spent on it.
        burrow_core::proxy::profile::Profile::new(name).map_err(|why| say(why.into()))?;
    }
    let wish = BenchWish {
        urls: args.urls.iter().map(|url| BString::from(url.as_encoded_bytes())).collect(),
        only: args.only,
        sample: usize::from(args.sample),
        timeout: args.timeout,
    };
    let plan = workbench.bench_plan(&wish).map_err(|why| Failure::from(why.tell(lang)).exit(USAGE))?;
    if !options.json && !options.quiet {
        let mut out = io::stdout().lock();
        for line in text::bench::sample(&plan.sample, lang) {
            writeln!(out, "{line}")?;
        }
    }
    let found = compared(&workbench, &plan, options, lang)?;
    let saved = match &args.save {
        Some(name) => save(&workbench, name).map_err(say)?,
        None => None,
    };
    if options.json {
        show::json(&json(&workbench, &found, saved, lang))?;
    } else {
        print(&found, saved.as_deref(), options.quiet, lang)?;
    }
    let some = found.recommendation.take.is_some();
    Ok(if some { ExitCode::SUCCESS } else { ExitCode::from(FINDINGS) })
}

fn compared(
    workbench: &Workbench,
    plan: &Plan,
    options: &Options,
    lang: Lang,
) -> Result<std::sync::Arc<Bench>, Failure> {
    let bar = show::progress(options.quiet);
    let progress = |step: Step| {
        let count = step.total.map(|total| format!(" {}/{total}", step.done)).unwrap_or_default();
        bar.set_message(format!("{}{count}", step.doing.say(lang)));
    };
    // Where signals cannot be heard, Ctrl-C is what it always is.
    let cancel = cancel_with_ctrl_c();
    let found = workbench.bench(plan, &cancel, &progress);
    bar.finish_and_clear();
    found.map_err(|why| {
        let failure = Failure::from(why.tell(lang));
        match why {
            BenchError::Cancelled(_) => failure.exit(CANCELLED),
            BenchError::NoCandidates | BenchError::TooMany => failure.exit(USAGE),
            BenchError::NoSample => failure.exit(FINDINGS),
            BenchError::Probe(_) | BenchError::Fetch(_) => failure,
        }
    })
}

/// Keeps the recommendation; `None`: there is none.
fn save(workbench: &Workbench, name: &str) -> Result<Option<String>, ProfileError> {
    let Some(ready) = workbench.bench_profile(name)? else { return Ok(None) };
    workbench.keep_profile(&ready)?;
    Ok(Some(ready.profile.name().to_owned()))
}

fn json(workbench: &Workbench, found: &Bench, saved: Option<String>, lang: Lang) -> Json {
    let recommended = &found.recommendation;
    let values = workbench.bench_now().and_then(|now| now.values);
    let (goproxy, gosumdb) = values.map(|values| values.shown()).unzip();
    let url = |at: usize| found.rows.get(at).map(|row| row.candidate.shown.clone());
    let passed_over = |over: &PassedOver| Some(JsonPassedOver { url: url(over.at)?, flaw: flaw(over.why) });
    Json {
        sample: json_sample(&found.sample),
        candidates: found.rows.iter().map(|row| json_row(row, lang)).collect(),
        download: found.downloaded.as_ref().map(named),
        sumdb_reachable: found.database_reachable,
        recommendation: JsonAdvice {
            url: recommended.take.and_then(url),
            reason: reason(recommended.reason),
            keep: recommended.keeps(),
            text: text::bench::recommendation(found, lang).join(lang.pick(" ", "")),
            flaw: recommended.but.map(flaw),
            passed_over: recommended.passed_over.iter().filter_map(passed_over).collect(),
            goproxy: goproxy.map(|value| value.to_string()),
            gosumdb: gosumdb.map(|value| value.to_string()),
        },
        saved,
    }
}

fn json_sample(sample: &Sample) -> JsonSample {
    let (source, files) = match &sample.basis {
        Basis::Projects(files) => ("go.sum", files.iter().map(|file| file.display().to_string()).collect()),
        Basis::WellKnown => ("well-known", Vec::new()),
    };
    JsonSample {
        source,
        files,
        modules: sample.members.iter().map(named).collect(),
        of: sample.of,
        private: sample.left_out.private,
        looks_private: sample.left_out.looks_private,
    }
}

fn json_row(row: &Measured, lang: Lang) -> Row {
    let all = |members: &[Member]| members.iter().map(named).collect();
    let source = |source: &Source| match source {
        Source::Chain(_) => "chain",
        Source::BuiltIn(_) => "built-in",
        Source::Profile(_) => "profile",
        Source::Named => "argument",
    };
    let profile = |source: &Source| match source {
        Source::Profile(name) => Some(name.clone()),
        _ => None,
    };
    let behind = row.fresh.behind.iter().map(|behind| JsonBehind {
        module: behind.module.to_string(),
        version: behind.version.clone(),
        newest: behind.newest.clone(),
    });
    let mut detail = text::probe::detail(&row.reach, lang);
    if detail.is_empty() {
        detail.push(text::probe::verdict(&row.reach, lang));
    }
    Row {
        url: row.candidate.shown.clone(),
        sources: row.candidate.sources.iter().map(source).collect(),
        hop: row.candidate.in_chain(),
        profiles: row.candidate.sources.iter().filter_map(profile).collect(),
        verdict: row.reach.verdict.id(),
        detail: detail.join(lang.pick(" ", "")),
        first_ms: row.answers().then(|| ms(row.reach.took)),
        asked: row.hits.asked,
        hits: row.hits.found,
        missing: all(&row.hits.absent),
        failed: all(&row.hits.failed),
        mismatched: all(&row.hits.wrong),
        fresh: JsonFresh { compared: row.fresh.compared, behind: behind.collect() },
        sumdb: row.sumdb.id(),
        toolchains: row.toolchains.id(),
        latency: row.latency.map(|latency| JsonLatency {
            median: ms(latency.median),
            p90: ms(latency.p90),
            count: latency.count,
        }),
        throughput: row.download.map(|download| JsonThroughput {
            bytes: download.bytes,
            ms: ms(download.took),
            bytes_per_second: text::bench::whole(download.rate()),
            cut: download.cut,
        }),
    }
}

fn named(member: &Member) -> String {
    format!("{}@{}", member.module, member.version)
}

fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::NobodyAnswers(_) => "nobody-answers",
        Reason::NobodyIsRight => "nobody-is-right",
        Reason::PresentIsFastest => "present-is-fastest",
        Reason::NoClearWinner | Reason::AsGoodAsOthers => "no-clear-winner",
        Reason::PresentAlone | Reason::Alone => "only-one",
        Reason::Faster { .. } => "faster",
        Reason::PresentFails(_) => "present-fails",
        Reason::Fastest => "fastest",
    }
}

fn flaw(flaw: Flaw) -> &'static str {
    match flaw {
        Flaw::Away(_) => "away",
        Flaw::Wrong(_) => "mismatch",
        Flaw::Unreliable { .. } => "unreliable",
        Flaw::Lacks { .. } => "lacks-modules",
        Flaw::NoSumdb => "no-sumdb",
        Flaw::Behind { .. } => "stale",
    }
}

/// Milliseconds, to the microsecond.
fn ms(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}

fn print(found: &Bench, saved: Option<&str>, quiet: bool, lang: Lang) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let right = Side::Right;
    let mut table = Table::new([Side::Left, Side::Left, right, right, right, right, Side::Left, Side::Left]);
    table.row([
        String::new(),
        lang.pick("proxy", "代理").into(),
        lang.pick("has", "命中").into(),
        lang.pick("median", "中位").into(),
        "p90".into(),
        lang.pick("speed", "速度").into(),
        lang.pick("checksums", "校验和").into(),
        lang.pick("toolchains", "工具链").into(),
    ]);
    for (at, row) in found.rows.iter().enumerate() {
        table.row(cells(row, found.recommendation.take == Some(at), lang));
        if !quiet {
            notes(row, lang).into_iter().for_each(|note| table.note(note));
        }
    }
    table.print(&mut out)?;
    writeln!(out)?;
    for line in text::bench::recommendation(found, lang) {
        writeln!(out, "{line}")?;
    }
    if let Some(name) = saved {
        let text = lang.pick(
            format!("It was saved as “{name}”; `burrow profile apply {name:?}` switches to it."),
            format!("已保存为“{name}”；用 `burrow profile apply {name:?}` 切换。"),
        );
        writeln!(out, "{text}")?;
    }
    Ok(())
}

fn cells(row: &Measured, taken: bool, lang: Lang) -> [String; 8] {
    let time = |time: Option<Duration>| time.map_or(String::new(), |time| format!("{:.0} ms", ms(time)));
    let badge = match (taken, row.answers()) {
        (true, _) => "★",
        (false, true) => "✓",
        (false, false) => "✗",
    };
    let offer = |offer: Offer| if row.answers() { offer.say(lang) } else { String::new() };
    let hits = &row.hits;
    [
        badge.into(),
        row.candidate.shown.clone(),
        if row.answers() { format!("{}/{}", hits.found, hits.asked) } else { row.reach.verdict.say(lang) },
        time(row.latency.map(|latency| latency.median)),
        time(row.latency.map(|latency| latency.p90)),
        row.download.map_or(String::new(), |download| text::bench::rate(download.rate())),
        offer(row.sumdb),
        offer(row.toolchains),
    ]
}

fn notes(row: &Measured, lang: Lang) -> Vec<String> {
    let sources: Vec<String> = row.candidate.sources.iter().map(|source| source.say(lang)).collect();
    let mut all = vec![sources.join(lang.pick(", ", "、"))];
    let mut members = |words: String, members: &[Member]| {
        if let [first, rest @ ..] = members {
            let more = if rest.is_empty() { String::new() } else { format!(" + {}", rest.len()) };
            all.push(format!("{words}{}{more}", named(first)));
        }
    };
    members(lang.pick("lacks ".into(), "缺少 ".into()), &row.hits.absent);
    members(lang.pick("failed: ".into(), "失败：".into()), &row.hits.failed);
    members(lang.pick("not what go.sum knows: ".into(), "与 go.sum 不符：".into()), &row.hits.wrong);
    all.extend(row.fresh.behind.iter().take(1).map(|behind| text::bench::behind(behind, lang)));
    all
}
