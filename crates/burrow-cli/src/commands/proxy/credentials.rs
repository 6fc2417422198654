//! `burrow proxy credentials`: what there is for a host, and whether it accepts that.

use std::io::{self, Write};
use std::process::ExitCode;

use bstr::BStr;
use burrow_core::proxy::credentials::{Checked, CredentialsOf, GitAcceptance, NetrcUse, WayKind};
use burrow_core::text::{Lang, Say, credentials as words};
use clap::Args;
use go_rules::netrc::Sent;
use serde::Serialize;
use serde_json::{Value, json};

use super::private::{files, grounds};
use crate::args::Options;
use crate::commands::show;
use crate::context::Context;
use crate::failure::{FINDINGS, Failure, USAGE};
use crate::interrupt::cancel_with_ctrl_c;

/// Says where credentials for a host stand, what Go sends there and what git does, and how to add some.
#[derive(Debug, Clone, Args)]
pub struct CredentialsArgs {
    /// The host, with its port where it has one
    #[arg(value_name = "HOST")]
    host: String,

    /// Ask the host, without credentials and with them; runs the commands of GOAUTH, and git
    #[arg(long)]
    check: bool,

    /// The module that is asked for [default: one of your projects’ from there]
    #[arg(long, value_name = "MODULE", requires = "check")]
    module: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonLine<'a> {
    line: usize,
    machine: Option<&'a str>,
    #[serde(rename = "use")]
    use_: &'static str,
    message: String,
}

pub fn run(options: &Options, args: &CredentialsArgs) -> Result<ExitCode, Failure> {
    let context = Context::of(options)?;
    let lang = show::lang(options, &context.captured);
    let plain = |c: char| c.is_ascii_alphanumeric() || "-.:_[]".contains(c);
    if args.host.is_empty() || !args.host.chars().all(plain) {
        let message =
            lang.pick("A host is wanted, like git.corp.example.", "需要主机名，例如 git.corp.example。");
        return Err(Failure::new(USAGE, "usage", message));
    }
    let grounds = grounds(&context);
    let found = grounds.credentials_of(&args.host);
    let checked = match args.check {
        true => {
            let files = files(&[], &context)?;
            let cancel = cancel_with_ctrl_c();
            let module = args.module.as_ref().map(|module| BStr::new(module.as_bytes()));
            Some(grounds.check(&args.host, module, &files, &cancel))
        }
        false => None,
    };
    if options.json {
        show::json(&as_json(&found, checked.as_ref(), lang))?;
    } else {
        print(&found, checked.as_ref(), lang)?;
    }
    let bad = found.refused.is_some() || checked.is_some_and(|checked| !is_well(&checked));
    Ok(if bad { ExitCode::from(FINDINGS) } else { ExitCode::SUCCESS })
}

/// Whether everything that was asked got what it asked for.
fn is_well(checked: &Checked) -> bool {
    let http = checked.http.as_ref().is_none_or(|http| http.acceptance.is_well());
    let git = checked.git.as_ref().is_none_or(|git| git.acceptance == GitAcceptance::Accepted);
    http && git && checked.refused.is_none()
}

fn sent(sent: Sent) -> &'static str {
    match sent {
        Sent::None => "none",
        Sent::Url => "url",
        Sent::Netrc => "netrc",
        Sent::Goauth => "goauth",
    }
}

fn use_id(of: NetrcUse) -> &'static str {
    match of {
        NetrcUse::Sent => "sent",
        NetrcUse::Incomplete => "incomplete",
        NetrcUse::Repeated => "repeated",
        NetrcUse::Other => "other-host",
        NetrcUse::Default => "default",
        NetrcUse::Unread => "unread",
    }
}

fn as_json(of: &CredentialsOf, checked: Option<&Checked>, lang: Lang) -> Value {
    let path = |path: &std::path::PathBuf| path.display().to_string();
    let lines: Vec<JsonLine<'_>> = of
        .netrc
        .lines
        .iter()
        .map(|line| JsonLine {
            line: line.line,
            machine: line.machine.as_deref(),
            use_: use_id(line.use_),
            message: line.use_.say(lang),
        })
        .collect();
    let ways = of.ways.iter().map(|way| {
        let (kind, program) = match &way.kind {
            WayKind::Off => ("off", None),
            WayKind::Netrc => ("netrc", None),
            WayKind::Git => ("git", None),
            WayKind::Command { program } => ("command", program.as_ref().map(path)),
        };
        json!({ "kind": kind, "text": way.text.as_str(), "program": program })
    });
    let settings = of
        .git
        .settings
        .iter()
        .map(|one| json!({ "file": one.file.as_ref().map(path), "message": one.say(lang) }));
    let steps = of.steps.iter().map(|step| {
        json!({
            "id": step.id.id(), "title": step.id.say(lang), "text": step.text, "file": step.file.as_ref().map(path),
        })
    });
    let mut all = json!({
        "host": of.host,
        "sent": sent(of.sent),
        "message": words::sent_there(of, lang),
        "proxies": of.proxies.iter().map(|(hop, login)| json!({ "hop": hop, "login": login })).collect::<Vec<_>>(),
        "netrc": {
            "file": of.netrc.file.as_ref().map(path), "exists": of.netrc.exists,
            "openToOthers": of.netrc.open_to_others, "read": of.netrc.counts, "lines": lines,
        },
        "goauth": { "ways": ways.collect::<Vec<_>>(), "error": of.refused.as_ref().map(ToString::to_string) },
        "git": {
            "program": of.git.program.as_ref().map(path), "transport": of.git.transport.id(),
            "instead": of.git.instead.as_ref().map(ToString::to_string), "loginInUrl": of.git.login_in_url,
            "netrc": of.git.netrc, "settings": settings.collect::<Vec<_>>(), "message": words::git_there(of, lang),
        },
        "steps": steps.collect::<Vec<_>>(),
    });
    if let (Some(checked), Some(object)) = (checked, all.as_object_mut()) {
        object.insert("check".into(), check_json(checked, lang));
    }
    all
}

fn check_json(checked: &Checked, lang: Lang) -> Value {
    let http = checked.http.as_ref().map(|http| {
        json!({
            "url": http.url, "verdict": http.acceptance.id(), "sent": sent(http.sent), "message": http.say(lang),
            "statusWithout": http.status_without, "statusWith": http.status_with,
        })
    });
    let git = checked.git.as_ref().map(|git| {
        json!({
            "url": git.url.as_str(), "verdict": git.acceptance.id(), "message": git.say(lang), "said": git.said,
        })
    });
    let troubles: Vec<String> = checked.troubles.iter().map(|trouble| trouble.say(lang)).collect();
    json!({ "http": http, "git": git, "troubles": troubles })
}

fn print(of: &CredentialsOf, checked: Option<&Checked>, lang: Lang) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{}", words::sent_there(of, lang))?;
    writeln!(out, "{}", words::git_there(of, lang))?;
    if let Some(why) = &of.refused {
        writeln!(out, "{why}")?;
    }
    writeln!(out)?;
    if let Some(file) = &of.netrc.file {
        let missing = if of.netrc.exists { "" } else { lang.pick(" (not there)", "（不存在）") };
        writeln!(out, "netrc  {}{missing}", file.display())?;
        for line in &of.netrc.lines {
            let machine = line.machine.as_deref().unwrap_or("default");
            writeln!(out, "  {}  {machine}  {}", line.line, line.use_.say(lang))?;
        }
    }
    for way in &of.ways {
        writeln!(out, "GOAUTH {}  {}", way.text, way.say(lang))?;
    }
    for setting in &of.git.settings {
        let file = setting.file.as_ref().map(|file| format!("  {}", file.display())).unwrap_or_default();
        writeln!(out, "git    {}{file}", setting.say(lang))?;
    }
    for step in &of.steps {
        let file = step.file.as_ref().map(|file| format!(" ({})", file.display())).unwrap_or_default();
        writeln!(out, "\n{}{file}\n  {}", step.id.say(lang), step.text)?;
    }
    let Some(checked) = checked else { return Ok(()) };
    writeln!(out)?;
    if let Some(http) = &checked.http {
        writeln!(out, "{}\n  {}", http.url, http.say(lang))?;
    }
    if let Some(git) = &checked.git {
        writeln!(out, "{}\n  {}", git.url, git.say(lang))?;
        if let Some(said) = &git.said {
            writeln!(out, "  {said}")?;
        }
    }
    for trouble in &checked.troubles {
        writeln!(out, "{}", trouble.say(lang))?;
    }
    Ok(())
}
