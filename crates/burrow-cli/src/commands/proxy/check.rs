//! `burrow proxy check`: how well the servers are that Go would ask, by phase.

use std::cell::RefCell;
use std::ffi::OsString;
use std::io;
use std::process::ExitCode;
use std::time::Duration;

use bstr::{BString, ByteSlice};
use burrow_core::env::resolve;
use burrow_core::job::Cancel;
use burrow_core::proxy::Settings;
use burrow_core::proxy::probe::{
    Ask, Hop, Kind, Phases, ProbeError, Probed, Support, Verdict, endpoints, probe,
};
use burrow_core::store::{StoreError, open};
use burrow_core::system::state_dir::state_dir;
use burrow_core::system::{DiskFiles, clock};
use burrow_core::text::{Lang, Say, Tell, probe as words};
use clap::Args;
use go_rules::goproxy::{self, To};
use serde::Serialize;

use crate::args::Options;
use crate::commands::show;
use crate::commands::table::{Side, Table};
use crate::context::Context;
use crate::failure::{CANCELLED, FINDINGS, Failure, USAGE};
use crate::interrupt::cancel_with_ctrl_c;

/// Asks every server that Go would ask for modules, all at once, and says what is the matter with those that fail.
#[derive(Debug, Clone, Args)]
pub struct CheckArgs {
    /// Module proxies, or lists of them as in GOPROXY [default: those of GOPROXY, and the checksum database]
    #[arg(value_name = "URL")]
    urls: Vec<OsString>,

    /// How long each may take, from the name to the last byte
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    timeout: Duration,

    /// Ask for the versions of this module [default: one that every public proxy has]
    #[arg(long, value_name = "MODULE")]
    module: Option<String>,

    /// Ask each proxy everything that Go may ask: facts of a version, go.mod, zip, checksum database, toolchains
    #[arg(long)]
    endpoints: bool,
}

pub(super) fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| format!("{text} is no number of seconds"))?;
    match Duration::try_from_secs_f64(seconds) {
        Ok(time) if !time.is_zero() && time <= Duration::from_secs(3600) => Ok(time),
        _ => Err("more than 0 and at most 3600".into()),
    }
}

#[derive(Serialize)]
struct Json {
    proxies: Vec<Row>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    url: String,
    /// Null for what is no entry of a list.
    hop: Option<usize>,
    separator: Option<char>,
    kind: &'static str,
    verdict: &'static str,
    status: Option<u16>,
    phases: Milliseconds,
    /// Of all phases together.
    ms: f64,
    server: &'static str,
    detail: String,
    certificate: Option<Certificate>,
    /// Only with `--endpoints`.
    #[serde(skip_serializing_if = "Option::is_none")]
    endpoints: Option<Vec<JsonSupport>>,
}

#[derive(Serialize)]
struct JsonSupport {
    endpoint: &'static str,
    verdict: &'static str,
    status: Option<u16>,
    ms: f64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Milliseconds {
    #[serde(skip_serializing_if = "Option::is_none")]
    dns: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    connect: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tls: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_byte: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transfer: Option<f64>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Certificate {
    subject: String,
    issuer: String,
    not_before: String,
    not_after: String,
}

pub fn run(options: &Options, args: &CheckArgs) -> Result<ExitCode, Failure> {
    let context = Context::of(options)?;
    let lang = show::lang(options, &context.captured);
    let settings = settings(&context);
    let of_settings = args.urls.is_empty();
    let hops = match of_settings {
        true => Hop::of_settings(&settings),
        false => named(&args.urls),
    };
    let ask = Ask { module: args.module.clone().map(BString::from), timeout: args.timeout };
    // Where signals cannot be heard, Ctrl-C is what it always is.
    let cancel = cancel_with_ctrl_c();
    let found = ask_all(&hops, &ask, &settings, &cancel, options, lang)?;
    let supports = match args.endpoints {
        true => Some(endpoints(&hops, &ask, &settings, &cancel).map_err(|why| failure(&why, lang))?),
        false => None,
    };
    let of = |at: usize| supports.as_ref().map(|all| all.get(at).map_or(&[][..], Vec::as_slice));
    // Without its history a check is worth as much.
    let _ = remember(&context, &found);
    if options.json {
        let row = |(at, probed)| json(probed, of(at), of_settings, lang);
        let proxies = found.iter().enumerate().map(row).collect();
        show::json(&Json { proxies })?;
    } else {
        let direct = of_settings.then(|| direct_at(&settings)).flatten();
        let told = |at: usize| of(at).map(|all| supported(all, lang));
        print(&found, &told, direct, of_settings, options.quiet, lang)?;
    }
    let well = found.iter().all(|probed| probed.verdict == Verdict::Ok);
    Ok(if well { ExitCode::SUCCESS } else { ExitCode::from(FINDINGS) })
}

/// What Go goes by here, also where `go env` itself would refuse to answer.
fn settings(context: &Context) -> Settings {
    let (tolerant, _) = resolve::resolve_tolerantly(&context.asked(), &DiskFiles);
    Settings::of(&context.captured.environ, &tolerant.resolved)
}

fn named(urls: &[OsString]) -> Vec<Hop> {
    let mut all: Vec<Hop> = Vec::new();
    for url in urls {
        let text = BString::from(url.as_encoded_bytes());
        let before = all.last().and_then(|hop| hop.number).unwrap_or(0);
        all.extend(Hop::of_list(text.as_bstr(), before));
    }
    all
}

fn ask_all(
    hops: &[Hop],
    ask: &Ask,
    settings: &Settings,
    cancel: &Cancel,
    options: &Options,
    lang: Lang,
) -> Result<Vec<Probed>, Failure> {
    let bar = show::progress(options.quiet);
    let left = RefCell::new(hops.iter().map(|hop| hop.shown.as_str()).collect::<Vec<_>>());
    let tell = |left: &[&str]| {
        let (some, all) = (hops.len() - left.len(), hops.len());
        let next = left.first().copied().unwrap_or_default();
        bar.set_message(lang.pick(
            format!("{some} of {all} answered, waiting for {next}"),
            format!("已有 {some}/{all} 个响应，正在等待 {next}"),
        ));
    };
    tell(&left.borrow());
    let heard = |_: usize, probed: &Probed| {
        let mut left = left.borrow_mut();
        if let Some(at) = left.iter().position(|shown| *shown == probed.hop.shown) {
            left.remove(at);
        }
        tell(&left);
    };
    let found = probe(hops, ask, settings, cancel, &heard);
    bar.finish_and_clear();
    found.map_err(|why| failure(&why, lang))
}

fn failure(why: &ProbeError, lang: Lang) -> Failure {
    let failure = Failure::from(why.tell(lang));
    match why {
        ProbeError::Cancelled(_) => failure.exit(CANCELLED),
        ProbeError::Module(_) => failure.exit(USAGE),
        ProbeError::Means(_) => failure,
    }
}

/// The place of `direct` in the list, where it has one.
fn direct_at(settings: &Settings) -> Option<usize> {
    let entries = goproxy::entries(settings.goproxy.as_bstr());
    entries.last().filter(|entry| entry.to == Ok(To::Direct)).map(|_| entries.len())
}

/// What a proxy offers, in one line.
fn supported(all: &[Support], lang: Lang) -> String {
    let one = |support: &Support| format!("{} {}", badge(support.verdict), support.endpoint.say(lang));
    all.iter().map(one).collect::<Vec<_>>().join("  ")
}

fn remember(context: &Context, found: &[Probed]) -> Result<(), StoreError> {
    let (store, _) = open(state_dir(&context.captured.environ).as_deref());
    store.add_probes(found, clock::now_ms())
}

fn json(probed: &Probed, supports: Option<&[Support]>, of_settings: bool, lang: Lang) -> Row {
    let support = |support: &Support| JsonSupport {
        endpoint: support.endpoint.id(),
        verdict: support.verdict.id(),
        status: support.status,
        ms: ms(support.took),
    };
    let Probed { hop, verdict, status, phases, software, certificate, took, .. } = probed;
    let certificate = certificate.as_ref().map(|certificate| Certificate {
        subject: certificate.subject.to_string(),
        issuer: certificate.issuer.to_string(),
        not_before: clock::rfc3339(certificate.not_before),
        not_after: clock::rfc3339(certificate.not_after),
    });
    Row {
        url: hop.shown.clone(),
        hop: hop.number,
        separator: hop.separator,
        kind: hop.kind.id(),
        verdict: verdict.id(),
        status: *status,
        phases: Milliseconds {
            dns: phases.dns.map(ms),
            connect: phases.connect.map(ms),
            tls: phases.tls.map(ms),
            first_byte: phases.first_byte.map(ms),
            transfer: phases.transfer.map(ms),
        },
        ms: ms(*took),
        server: software.id(),
        detail: detail(probed, of_settings, lang),
        certificate,
        endpoints: supports.map(|all| all.iter().map(support).collect()),
    }
}

fn detail(probed: &Probed, of_settings: bool, lang: Lang) -> String {
    let mut all = words::detail(probed, lang);
    all.extend(words::follows(probed, lang).filter(|_| of_settings));
    if all.is_empty() { words::verdict(probed, lang) } else { all.join(lang.pick(" ", "")) }
}

/// Milliseconds, to the microsecond.
fn ms(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}

fn print(
    found: &[Probed],
    supported: &dyn Fn(usize) -> Option<String>,
    direct: Option<usize>,
    of_settings: bool,
    quiet: bool,
    lang: Lang,
) -> io::Result<()> {
    let mut table = Table::new([Side::Left, Side::Right, Side::Left, Side::Left, Side::Right, Side::Left]);
    let mut direct = direct;
    for (at, probed) in found.iter().enumerate() {
        // It ends the list.
        if probed.hop.kind != Kind::Proxy
            && let Some(number) = direct.take()
        {
            table.row(direct_row(number, lang));
        }
        let time = if probed.took.is_zero() { String::new() } else { rounded(probed.took) };
        table.row([
            badge(probed.verdict).into(),
            place(probed, lang),
            probed.hop.shown.clone(),
            words::verdict(probed, lang),
            time,
            phases(&probed.phases, lang),
        ]);
        if quiet {
            continue;
        }
        let notes =
            supported(at).filter(|line| !line.is_empty()).into_iter().chain(words::detail(probed, lang));
        let follows = words::follows(probed, lang).filter(|_| of_settings);
        for note in notes.chain(follows) {
            table.note(note);
        }
    }
    table.print(&mut io::stdout().lock())
}

fn direct_row(number: usize, lang: Lang) -> [String; 6] {
    let words = lang.pick("each module’s own server, not asked", "各模块自己的服务器，未访问");
    ["–".into(), number.to_string(), "direct".into(), words.into(), String::new(), String::new()]
}

fn badge(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Ok => "✓",
        Verdict::Off => "–",
        _ => "✗",
    }
}

fn place(probed: &Probed, lang: Lang) -> String {
    match (probed.hop.kind, probed.hop.number) {
        (Kind::Proxy, Some(number)) => number.to_string(),
        (Kind::Proxy, None) => String::new(),
        (Kind::Sumdb, _) => "GOSUMDB".into(),
        (Kind::HttpProxy, _) => lang.pick("HTTP proxy", "HTTP 代理").into(),
    }
}

fn phases(phases: &Phases, lang: Lang) -> String {
    let all = [
        (lang.pick("name", "域名"), phases.dns),
        (lang.pick("connect", "连接"), phases.connect),
        ("TLS", phases.tls),
        (lang.pick("first byte", "首字节"), phases.first_byte),
        (lang.pick("transfer", "传输"), phases.transfer),
    ];
    let told = |(name, time): (&str, Option<Duration>)| Some(format!("{name} {}", rounded(time?)));
    all.into_iter().filter_map(told).collect::<Vec<_>>().join("  ")
}

fn rounded(time: Duration) -> String {
    let ms = ms(time);
    if ms < 10.0 { format!("{ms:.1} ms") } else { format!("{ms:.0} ms") }
}
