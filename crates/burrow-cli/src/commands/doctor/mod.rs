//! `burrow doctor`: what is wrong with this machine's Go, and what mends it.

mod fix;
mod json;
mod print;

use std::process::ExitCode;
use std::sync::Arc;

use burrow_core::doctor::{CheckId, Checks, Examination, Ground, Seen, Severity, examine};
use burrow_core::env::capture::desktop_session;
use burrow_core::store::open_to_read;
use burrow_core::system::clock;
use burrow_core::system::state_dir::{data_dir, state_dir};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::show;
use crate::args::Options;
use crate::context::Context;
use crate::examples::DOCTOR_EXAMPLES;
use crate::failure::{CANCELLED, FINDINGS, Failure};
use crate::interrupt::cancel_with_ctrl_c;

#[derive(Debug, Clone, Args)]
#[command(after_help = DOCTOR_EXAMPLES)]
pub struct DoctorArgs {
    /// Make just these checks
    #[arg(long = "id", value_name = "ID", num_args = 1.., value_parser = ids(), conflicts_with_all = ["fix", "fix_all"])]
    ids: Vec<CheckId>,

    /// Also the checks that ask servers
    #[arg(long)]
    online: bool,

    /// Take the first way out of what this check finds, without asking
    #[arg(long, value_name = "ID", value_parser = ids(), hide_possible_values = true)]
    fix: Option<CheckId>,

    /// Show the first way out of everything that is found; only with --dry-run
    #[arg(long, requires = "dry_run", conflicts_with = "fix")]
    fix_all: bool,

    /// Show what --fix would change, and change nothing
    #[arg(long)]
    dry_run: bool,
}

fn ids() -> impl TypedValueParser<Value = CheckId> {
    let names = PossibleValuesParser::new(CheckId::ALL.iter().map(|id| id.as_str()));
    names.try_map(|name| CheckId::named(&name).ok_or("no check"))
}

/// Does what was typed.
pub fn run(options: &Options, args: &DoctorArgs) -> Result<ExitCode, Failure> {
    let context = Context::of(options)?;
    let lang = show::lang(options, &context.captured);
    let seen = Arc::new(Seen::new(ground(&context)?));
    let named = match args.fix {
        Some(id) => Some(vec![id]),
        None => (!args.ids.is_empty()).then(|| args.ids.clone()),
    };
    let found = examine(&seen, &Checks { named, online: args.online });
    let scene = Scene { options, context: &context, seen: &seen, found: &found, lang };
    if let Some(id) = args.fix {
        return fix::run(&scene, id, args.dry_run);
    }
    if options.json {
        json::report(&scene)?;
    } else {
        print::report(&scene, args.fix_all)?;
    }
    if seen.ground().cancel.is_cancelled() {
        return Ok(ExitCode::from(CANCELLED));
    }
    let wrong = found.findings.iter().any(|finding| finding.severity != Severity::Note);
    Ok(if wrong { ExitCode::from(FINDINGS) } else { ExitCode::SUCCESS })
}

/// What was looked at, and what came of it.
struct Scene<'a> {
    options: &'a Options,
    context: &'a Context,
    seen: &'a Seen,
    found: &'a Examination,
    lang: burrow_core::text::Lang,
}

fn ground(context: &Context) -> Result<Ground, Failure> {
    let environ = &context.captured.environ;
    Ok(Ground {
        captured: context.captured.clone(),
        desktop: Box::new(desktop_session),
        directory: context.directory().unwrap_or_default(),
        started_in: context.started_in(),
        goroot: context.goroot(),
        home: context.home(),
        store: open_to_read(state_dir(environ).as_deref()).map(Arc::new),
        data_dir: data_dir(environ),
        now: clock::now_ms(),
        cancel: cancel_with_ctrl_c(),
    })
}
