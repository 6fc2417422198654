//! `burrow profile …`: one file per command; here they are told apart, and what they have in common is found.

mod apply;
mod delete;
mod export;
mod import;
mod list;
mod save;
mod shown;

use std::io::{self, BufRead, IsTerminal, Write};
use std::process::ExitCode;

use burrow_core::proxy::profile::file::Why;
use burrow_core::proxy::profile::{Fault, ProfileError};
use burrow_core::text::{Lang, Tell};
use burrow_core::workbench::Workbench;
use clap::{Args, Subcommand};

pub use shown::JsonRow;

use super::show;
use crate::args::Options;
use crate::context::Context;
use crate::examples::{
    PROFILE_APPLY_EXAMPLES, PROFILE_EXAMPLES, PROFILE_EXPORT_EXAMPLES, PROFILE_IMPORT_EXAMPLES,
    PROFILE_SAVE_EXAMPLES,
};
use crate::failure::{CANCELLED, FAILED, FINDINGS, Failure, REFUSED, USAGE};

/// Profiles: named sets of variables about fetching modules, switched as a whole.
#[derive(Debug, Clone, Args)]
#[command(arg_required_else_help = true, after_help = PROFILE_EXAMPLES)]
pub struct ProfileArgs {
    #[command(subcommand)]
    pub command: ProfileCommand,
}

/// What can be done with profiles.
#[derive(Debug, Clone, Subcommand)]
pub enum ProfileCommand {
    /// List the profiles, and which one is in effect, whoever set it
    List,

    /// Show what a profile holds beside what is in effect
    Show {
        /// As `burrow profile list` names it
        name: String,
    },

    /// Switch to a profile: one change of the GOENV file, which `burrow env undo` takes back
    #[command(after_help = PROFILE_APPLY_EXAMPLES)]
    Apply(apply::ApplyArgs),

    /// Keep the present settings as a profile, or change one
    #[command(after_help = PROFILE_SAVE_EXAMPLES)]
    Save(save::SaveArgs),

    /// Forget a profile
    Delete(delete::DeleteArgs),

    /// Take a profile over from a file; what it would change is shown first
    #[command(after_help = PROFILE_IMPORT_EXAMPLES)]
    Import(import::ImportArgs),

    /// Write a profile as a file that a team can keep
    #[command(after_help = PROFILE_EXPORT_EXAMPLES)]
    Export(export::ExportArgs),
}

/// Does what was typed.
pub fn run(options: &Options, profile: &ProfileArgs) -> Result<ExitCode, Failure> {
    let bench = Bench::open(options)?;
    match &profile.command {
        ProfileCommand::List => list::list(options, &bench),
        ProfileCommand::Show { name } => list::show(options, &bench, name),
        ProfileCommand::Apply(args) => apply::run(options, &bench, args),
        ProfileCommand::Save(args) => save::run(options, &bench, args),
        ProfileCommand::Delete(args) => delete::run(options, &bench, args),
        ProfileCommand::Import(args) => import::run(options, &bench, args),
        ProfileCommand::Export(args) => export::run(options, &bench, args),
    }
}

/// `burrow profile apply NAME`, for who knows already that it mends something.
pub fn switch(options: &Options, name: &str, dry_run: bool) -> Result<ExitCode, Failure> {
    apply::run(options, &Bench::open(options)?, &apply::ApplyArgs::named(name, dry_run))
}

/// The core, and whom it speaks to.
struct Bench {
    workbench: Workbench,
    lang: Lang,
}

impl Bench {
    fn open(options: &Options) -> Result<Bench, Failure> {
        let context = Context::of(options)?;
        let lang = show::lang(options, &context.captured);
        Ok(Bench { workbench: show::workbench(&context, lang, false)?, lang })
    }

    /// What went wrong, with the exit status that belongs to it.
    fn failure(&self, error: &ProfileError) -> Failure {
        let failure = Failure::from(error.tell(self.lang));
        match error {
            ProfileError::Unknown(_) | ProfileError::BuiltIn(_) => failure.exit(USAGE),
            ProfileError::Fault(fault) => failure.exit(status(fault)),
            ProfileError::File(fault) => failure.exit(match &fault.why {
                Why::RunsCommand { .. } | Why::Fault(Fault::Secret { .. }) => REFUSED,
                _ => FAILED,
            }),
            ProfileError::Unavailable { .. } => failure.exit(FINDINGS),
            ProfileError::Disk { .. } | ProfileError::Keychain(_) | ProfileError::Core(_) => failure,
        }
    }

    /// Asks, where there is somebody to ask. `question` ends in a question mark.
    fn agreed(&self, question: &str) -> Result<(), Failure> {
        let lang = self.lang;
        if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            let text =
                lang.pick("There is no terminal to ask whether to do this.", "没有终端可以询问是否继续。");
            let hint = lang.pick(
                "--yes does it without asking; --dry-run only shows it.",
                "--yes 会不经询问直接执行；--dry-run 只显示结果。",
            );
            return Err(Failure::new(USAGE, "no-terminal", text).hint(hint));
        }
        let mut err = io::stderr().lock();
        write!(err, "{question} [y/N] ")?;
        err.flush()?;
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer)?;
        if matches!(answer.trim(), "y" | "Y" | "yes" | "是") {
            return Ok(());
        }
        let text = lang.pick("Nothing was changed.", "什么都没有改变。");
        Err(Failure::new(CANCELLED, "cancelled", text))
    }
}

/// A name that cannot be is wrong usage, a secret is refused for safety, the rest as go refuses a value.
fn status(fault: &Fault) -> u8 {
    match fault {
        Fault::NameEmpty
        | Fault::NameTooLong
        | Fault::NameOdd
        | Fault::NameBuiltIn { .. }
        | Fault::Twice { .. }
        | Fault::IsANote { .. }
        | Fault::NotFetching { .. }
        | Fault::UnknownName { .. }
        | Fault::NotANote { .. }
        | Fault::NoVariable => USAGE,
        Fault::Secret { .. } => REFUSED,
        Fault::Control { .. } | Fault::TooLong { .. } | Fault::Empty { .. } | Fault::Unusable { .. } => {
            FINDINGS
        }
    }
}
