//! How a command ends when it does not work: a message for a person or one JSON object, and an exit status.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use burrow_core::env::capture::CaptureError;
use burrow_core::env::resolve::Unanswered;
use burrow_core::secret::Masked;
use burrow_core::text::Problem;
use clap::error::ContextKind;
use go_rules::refusal::Refusal;
use serde::Serialize;

use crate::args::Options;

/// The command failed (an exit status of the interface, like those below).
pub const FAILED: u8 = 5;
/// Somebody cancelled it.
pub const CANCELLED: u8 = 4;
/// There are findings, or a check failed.
pub const FINDINGS: u8 = 1;
/// Refused for safety.
pub const REFUSED: u8 = 3;
/// Wrong usage.
pub const USAGE: u8 = 2;

/// The code of a broken pipe on standard output.
const READER_GONE: &str = "reader-gone";

/// Why a command did not do what it was asked.
#[derive(Debug, Clone, Serialize)]
pub struct Failure {
    #[serde(skip)]
    exit: u8,
    code: String,
    message: String,
    subject: Option<String>,
    hint: Option<String>,
}

#[derive(Serialize)]
struct Object<'a> {
    error: &'a Failure,
}

impl Failure {
    /// A failure with a stable code and a message in the person's language.
    pub fn new(exit: u8, code: &str, message: impl Into<String>) -> Failure {
        Failure { exit, code: code.into(), message: message.into(), subject: None, hint: None }
    }

    /// With another exit status.
    #[must_use]
    pub fn exit(self, exit: u8) -> Failure {
        Failure { exit, ..self }
    }

    /// With the file, variable or program it is about.
    #[must_use]
    pub fn about(mut self, subject: impl Into<String>) -> Failure {
        self.subject = Some(subject.into());
        self
    }

    /// With what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Failure {
        self.hint = Some(hint.into());
        self
    }

    pub fn no_folder(dir: &Path, why: &io::Error) -> Failure {
        let dir = dir.display();
        let why = match why.kind() {
            io::ErrorKind::NotFound => "no such file or directory".into(),
            io::ErrorKind::NotADirectory => "not a directory".into(),
            io::ErrorKind::PermissionDenied => "permission denied".into(),
            _ => why.to_string(),
        };
        Failure::new(FAILED, "no-folder", format!("go: chdir {dir}: {why}")).about(dir.to_string())
    }

    pub fn working_dir(why: &io::Error) -> Failure {
        Failure::new(FAILED, "no-folder", format!("go: cannot determine current directory: {why}"))
    }

    pub fn several_goroots() -> Failure {
        let message = "--goroot can be given once here; only `burrow env` takes several";
        Failure::new(USAGE, "several-goroots", message)
    }

    /// What cannot be typed so, in the words of the parser of arguments.
    pub fn usage(why: &clap::Error) -> Failure {
        let told = why.render().to_string();
        let told = told.trim().strip_prefix("error: ").unwrap_or(told.trim());
        let (message, rest) = told.split_once("\n\n").unwrap_or((told, ""));
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let failure = Failure::new(USAGE, "usage", one_line(message));
        let subject = [ContextKind::InvalidSubcommand, ContextKind::InvalidArg].map(|kind| why.get(kind));
        let subject = subject.into_iter().flatten().next().map(ToString::to_string);
        let hint = Some(one_line(rest)).filter(|hint| !hint.is_empty());
        Failure { subject, hint, ..failure }
    }

    pub fn shell(why: &CaptureError) -> Failure {
        Failure::new(FAILED, "login-shell", why.to_string())
    }

    /// What a person is told.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Reports it where the options want it, and gives the exit status.
    pub fn report(&self, options: &Options) -> ExitCode {
        // Whoever read the output has seen enough (`burrow env history | head`): there is nobody to tell.
        if self.code == READER_GONE {
            return ExitCode::SUCCESS;
        }
        if options.json {
            return self.report_as_json();
        }
        let _ = writeln!(io::stderr(), "{}", Masked::path(&self.message));
        if let Some(hint) = self.hint.as_ref().filter(|_| !options.quiet) {
            let _ = writeln!(io::stderr(), "{}", Masked::path(hint));
        }
        ExitCode::from(self.exit)
    }

    /// One object on standard output, and the exit status.
    pub fn report_as_json(&self) -> ExitCode {
        if let Ok(text) = serde_json::to_string(&Object { error: self }) {
            let _ = writeln!(io::stdout(), "{}", Masked::path(&text));
        }
        ExitCode::from(self.exit)
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Failure {
        Failure {
            exit: FAILED,
            code: problem.code.into(),
            message: problem.message,
            subject: problem.subject,
            hint: problem.hint,
        }
    }
}

impl From<Unanswered> for Failure {
    fn from(why: Unanswered) -> Failure {
        let message = why.to_string();
        match why {
            Unanswered::Refused(refusal) => Failure::from(*refusal),
            Unanswered::NoGo(_) => Failure::new(FAILED, "no-go", message)
                .hint("Install Go (https://go.dev/dl), or name its folder with --goroot."),
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        let mut failure = Failure::new(FAILED, refusal.code(), Masked::said(&refusal).into_string());
        failure.subject = refusal.subject().map(|subject| Masked::said(&subject).into_string());
        failure
    }
}

impl From<io::Error> for Failure {
    fn from(why: io::Error) -> Failure {
        let code = if why.kind() == io::ErrorKind::BrokenPipe { READER_GONE } else { "output" };
        Failure::new(FAILED, code, format!("The answer cannot be written: {why}."))
    }
}
