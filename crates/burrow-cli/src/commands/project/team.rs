//! `burrow project team`: what the team's file proposes, following it, and writing one.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use burrow_core::project::team::{
    self, Found, Kept, LeftOut, Notes, Proposal, TeamError, TeamFile, ToolchainState, WriteError, find,
    target, write,
};
use burrow_core::proxy::profile::{Standing, State};
use burrow_core::text::{Lang, Say, Tell};
use burrow_core::workbench::Workbench;
use clap::Args;
use serde::Serialize;

use super::follow;
use super::inside;
use crate::args::Options;
use crate::commands::paths;
use crate::commands::profile::JsonRow;
use crate::commands::show;
use crate::context::Context;
use crate::failure::{Failure, REFUSED};

#[derive(Debug, Clone, Args)]
pub struct TeamArgs {
    /// The folder of the project [default: the current one]
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,

    /// Do what the file proposes: the GOENV file and the toolchain change as one would change them by hand
    #[arg(long, conflicts_with = "write")]
    apply: bool,

    /// Make a file out of what is in effect here, in the root of the repository
    #[arg(long)]
    write: bool,

    /// With `--write`: what the profile in it is called
    #[arg(long, value_name = "NAME", default_value = "Team", requires = "write")]
    name: String,

    /// With `--write`: also in the place of a file that is there; its notes and links stay
    #[arg(long, requires = "write")]
    replace: bool,

    /// With `--apply` or `--write`: show what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Json {
    /// Null: the team proposes nothing.
    #[serde(serialize_with = "paths::shown")]
    file: Option<PathBuf>,
    toolchain: Option<JsonToolchain>,
    private: Vec<JsonPattern>,
    profile: Option<JsonProfile>,
    notes: JsonNotes,
    links: Vec<JsonLink>,
    /// All of it is so already.
    followed: bool,
}

#[derive(Serialize)]
struct JsonToolchain {
    wanted: String,
    runs: Option<String>,
    state: &'static str,
    installed: bool,
}

#[derive(Serialize)]
struct JsonPattern {
    pattern: String,
    state: &'static str,
}

#[derive(Serialize)]
struct JsonProfile {
    name: String,
    description: String,
    state: &'static str,
    vars: Vec<JsonRow>,
    /// Variables by which Go would believe more than it does by itself.
    loosens: Vec<&'static str>,
    /// Whether Burrow keeps a profile of this name.
    kept: &'static str,
}

#[derive(Serialize)]
struct JsonNotes {
    en: Option<String>,
    zh: Option<String>,
}

#[derive(Serialize)]
struct JsonLink {
    title: String,
    url: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonWritten {
    #[serde(serialize_with = "paths::shown")]
    file: PathBuf,
    written: bool,
    dry_run: bool,
    text: String,
    /// What was left out of it, and why.
    left: Vec<String>,
}

pub fn run(options: &Options, args: &TeamArgs) -> Result<ExitCode, Failure> {
    let options = &inside(options, args.dir.as_ref());
    let context = Context::of(options)?;
    let lang = show::lang(options, &context.captured);
    let workbench = show::workbench(&context, lang, false)?;
    let folder = context.directory().unwrap_or_default();
    if args.write {
        return write_file(options, args, &workbench, &folder, lang);
    }
    let found = find(&folder).map_err(|why| refused(&why, lang))?;
    let Some(found) = found else { return nothing(options, lang) };
    let proposal = workbench.team_proposal(&folder, &found.team);
    if args.apply {
        return follow::run(options, args.dry_run, &context, &workbench, &found, &proposal, lang);
    }
    if options.json {
        show::json(&json(&found, &proposal))?;
    } else {
        print(&found, &proposal, lang)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn refused(why: &TeamError, lang: Lang) -> Failure {
    let failure = Failure::from(why.tell(lang));
    match why {
        TeamError::Io { .. } => failure,
        TeamError::Fault { .. } | TeamError::NotAFile { .. } => failure.exit(REFUSED),
    }
}

fn nothing(options: &Options, lang: Lang) -> Result<ExitCode, Failure> {
    if options.json {
        show::json(&Json {
            file: None,
            toolchain: None,
            private: Vec::new(),
            profile: None,
            notes: JsonNotes { en: None, zh: None },
            links: Vec::new(),
            followed: true,
        })?;
    } else {
        let name = team::NAME;
        let text = lang.pick(
            format!("No {name} here: the team proposes nothing."),
            format!("这里没有 {name}：团队没有提出建议。"),
        );
        writeln!(io::stdout(), "{text}")?;
    }
    Ok(ExitCode::SUCCESS)
}

fn json(found: &Found, proposal: &Proposal) -> Json {
    let Notes { en, zh } = found.team.notes.clone();
    Json {
        file: Some(found.file.clone()),
        toolchain: proposal.toolchain.as_ref().map(|part| JsonToolchain {
            wanted: part.wanted.clone(),
            runs: part.runs.clone(),
            state: match part.state {
                ToolchainState::Runs => "runs",
                ToolchainState::Older => "older",
                ToolchainState::Unknown => "unknown",
            },
            installed: part.installed,
        }),
        private: proposal
            .private
            .iter()
            .map(|part| JsonPattern { pattern: part.pattern.clone(), state: standing(part.standing) })
            .collect(),
        profile: proposal.profile.as_ref().map(|part| JsonProfile {
            name: part.profile.name().to_owned(),
            description: part.profile.description().to_owned(),
            state: match part.state {
                State::InEffect => "in-effect",
                State::Shadowed => "shadowed",
                State::Other => "other",
            },
            vars: part.comparison.rows.iter().map(JsonRow::of).collect(),
            loosens: part.loosens.iter().map(|variable| variable.name()).collect(),
            kept: match part.kept {
                Kept::No => "no",
                Kept::Same => "same",
                Kept::Other => "other",
            },
        }),
        notes: JsonNotes { en, zh },
        links: found
            .team
            .links
            .iter()
            .map(|link| JsonLink { title: link.title.clone(), url: link.url.clone() })
            .collect(),
        followed: proposal.is_followed(),
    }
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Same => "same",
        Standing::Different => "different",
        Standing::Shadowed => "shadowed",
    }
}

fn print(found: &Found, proposal: &Proposal, lang: Lang) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    writeln!(out, "{}", found.file.display())?;
    if let Some(note) = found.team.notes.in_language(lang) {
        writeln!(out, "\n{note}\n")?;
    }
    for link in &found.team.links {
        writeln!(out, "  {}: {}", link.title, link.url)?;
    }
    if let Some(part) = &proposal.profile {
        writeln!(out, "{} {}", mark(part.state == State::InEffect), part.say(lang))?;
        for row in part.comparison.rows.iter().filter(|row| row.standing != Standing::Same) {
            writeln!(out, "    {}: {} → {}", row.variable.name(), row.now, row.target)?;
        }
        for variable in &part.loosens {
            let name = variable.name();
            let text = lang.pick(
                format!("{name} makes Go believe more than it does by itself."),
                format!("{name} 会让 Go 放宽它自己的检查。"),
            );
            writeln!(out, "  ! {text}")?;
        }
        writeln!(out, "    {}", part.kept.say(lang))?;
    }
    if let Some(part) = &proposal.toolchain {
        writeln!(out, "{} {}", mark(part.state == ToolchainState::Runs), part.say(lang))?;
    }
    for part in &proposal.private {
        writeln!(out, "{} {}", mark(part.standing == Standing::Same), part.say(lang))?;
    }
    let end = match proposal.is_followed() {
        true => lang.pick("All of it is so already.", "已经全部如此。"),
        false => lang.pick(
            "`burrow project team --apply` does this; add --dry-run to see each change first.",
            "`burrow project team --apply` 会照此更改；加上 --dry-run 可先查看每项更改。",
        ),
    };
    writeln!(out, "{end}")?;
    Ok(())
}

fn mark(so: bool) -> char {
    if so { '✓' } else { '·' }
}

fn write_file(
    options: &Options,
    args: &TeamArgs,
    workbench: &Workbench,
    folder: &Path,
    lang: Lang,
) -> Result<ExitCode, Failure> {
    let say = |why: WriteError| {
        let failure = Failure::from(why.tell(lang));
        if matches!(why, WriteError::Io { .. }) { failure } else { failure.exit(REFUSED) }
    };
    let to = target(folder).map_err(say)?;
    if to.before.is_some() && !args.replace {
        let file = to.file.display().to_string();
        let message = lang.pick(format!("{file} is there already."), format!("{file} 已经存在。"));
        let hint = lang.pick("--replace writes over it.", "用 --replace 覆盖它。");
        return Err(Failure::new(REFUSED, "team-file-exists", message).about(file).hint(hint));
    }
    // One that Burrow would refuse has no notes that could stay.
    let before: Option<TeamFile> = to.before.as_deref().and_then(|bytes| team::read(bytes).ok());
    let made = workbench.team_of_present(folder, &args.name, before.as_ref());
    let (made, left) = made.map_err(|fault| Failure::from(fault.tell(lang)))?;
    let text = team::text(&made);
    if text.is_empty() {
        let message = lang.pick(
            "There is nothing to propose: everything is as Go has it by itself.",
            "没有可建议的内容：一切都是 Go 的默认设置。",
        );
        return Err(Failure::new(crate::failure::FINDINGS, "team-nothing", message));
    }
    if !args.dry_run {
        write(&to, &text).map_err(say)?;
    }
    let left: Vec<String> = left.iter().map(|left: &LeftOut| left.say(lang)).collect();
    if options.json {
        let (file, dry_run) = (to.file, args.dry_run);
        show::json(&JsonWritten { file, written: !dry_run, dry_run, text, left })?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut out = io::stdout().lock();
    write!(out, "{text}")?;
    for left in left {
        writeln!(io::stderr(), "! {left}")?;
    }
    if !options.quiet {
        let file = to.file.display();
        let text = match args.dry_run {
            true => lang.pick(format!("{file} was not written."), format!("{file} 没有写入。")),
            false => lang.pick(format!("{file} is written."), format!("{file} 已写入。")),
        };
        writeln!(io::stderr(), "{text}")?;
    }
    Ok(ExitCode::SUCCESS)
}
