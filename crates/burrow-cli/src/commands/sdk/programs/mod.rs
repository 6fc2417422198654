//! `burrow sdk programs …`: what a person installed with go, building it anew, removing it.

mod list;
mod rebuild;
mod remove;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use burrow_core::sdk::programs::{Look, Program, Programs, list as list_programs};
use burrow_core::system::DiskFiles;
use burrow_core::text::Lang;
use clap::{Args, Subcommand};

use crate::args::Options;
use crate::commands::show;
use crate::context::Context;
use crate::failure::{Failure, USAGE};

#[derive(Debug, Clone, Args)]
pub struct ProgramsArgs {
    #[command(subcommand)]
    pub command: Option<ProgramsCommand>,
}

#[derive(Debug, Clone, Subcommand)]
pub enum ProgramsCommand {
    /// Build programs anew with the Go at hand, each at the version it has
    Rebuild {
        /// Names or paths of programs
        #[arg(value_name = "NAME", required_unless_present = "outdated")]
        names: Vec<PathBuf>,
        /// All that an older Go has built and that can be rebuilt
        #[arg(long, conflicts_with = "names")]
        outdated: bool,
        /// Show the commands, and run none
        #[arg(long)]
        dry_run: bool,
    },

    /// Move programs to the trash
    Remove {
        /// Names or paths of programs
        #[arg(value_name = "NAME", required = true)]
        names: Vec<PathBuf>,
        /// Do not ask
        #[arg(short, long)]
        yes: bool,
    },
}

pub fn run(options: &Options, args: &ProgramsArgs) -> Result<ExitCode, Failure> {
    let scene = Scene::of(options)?;
    match &args.command {
        None => list::run(options, &scene),
        Some(ProgramsCommand::Rebuild { names, outdated, dry_run }) => {
            rebuild::run(options, &scene, names, *outdated, *dry_run)
        }
        Some(ProgramsCommand::Remove { names, yes }) => remove::run(options, &scene, names, *yes),
    }
}

/// What was found before anything is done.
struct Scene {
    look: Look,
    programs: Programs,
    home: Option<PathBuf>,
    lang: Lang,
    /// Where names of files begin.
    dir: PathBuf,
}

impl Scene {
    fn of(options: &Options) -> Result<Scene, Failure> {
        let context = Context::of(options)?;
        let lang = show::lang(options, &context.captured);
        let look = Look::of(&context.asked(), &DiskFiles);
        let programs = list_programs(&look, &DiskFiles);
        let home = context.captured.home.as_ref();
        let home = home.and_then(|home| burrow_core::system::files::path_from_bytes(home.as_ref()));
        let dir = context.directory().unwrap_or_default();
        Ok(Scene { look, programs, home, lang, dir })
    }

    /// The programs that these names mean, each once.
    fn named(&self, names: &[PathBuf]) -> Result<Vec<&Program>, Failure> {
        let mut found: Vec<&Program> = Vec::new();
        for name in names {
            let meant = self.programs.named(&self.absolute(name));
            if meant.is_empty() {
                return Err(self.unknown(name));
            }
            found.extend(
                meant.into_iter().filter(|p| !found.iter().any(|f| f.path == p.path)).collect::<Vec<_>>(),
            );
        }
        Ok(found)
    }

    /// A bare name stays one.
    fn absolute(&self, name: &Path) -> PathBuf {
        if name.components().count() > 1 { self.dir.join(name) } else { name.to_owned() }
    }

    fn unknown(&self, name: &Path) -> Failure {
        let name = name.display();
        let text = self.lang.pick(
            format!("There is no program {name} in GOBIN or GOPATH/bin."),
            format!("GOBIN 和 GOPATH/bin 中没有程序 {name}。"),
        );
        let hint =
            self.lang.pick("`burrow sdk programs` lists them.", "`burrow sdk programs` 会列出全部程序。");
        Failure::new(USAGE, "program-unknown", text).about(name.to_string()).hint(hint)
    }
}
