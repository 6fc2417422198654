//! Every word that the core and the command say to a person, in both languages.
//!
//! Texts are made from typed values by exhaustive `match`, so that a missing one does not compile. Decides
//! nothing: what is wrong was decided where the value was made.

pub mod bench;
mod bytes;
mod cache;
mod cache_task;
mod caches;
mod capture;
mod check;
mod checksums;
mod cleaning;
mod cost;
pub mod credentials;
pub mod doctor;
mod error;
mod fetch;
mod install;
mod job;
mod lang;
mod needs;
mod notice;
mod open;
mod plan;
pub mod private;
pub mod probe;
mod profile;
mod programs;
mod projects;
mod proxies;
mod quarantine;
mod ready;
mod reference;
mod refusal;
mod remove;
mod report;
mod route;
mod sdk;
mod steps;
mod switch;
mod task;
mod team;
mod toml_file;
mod tray;
mod variable;
mod verify;
mod warm;
mod welcome;
mod which;

pub use bytes::bytes;
pub use cache::CacheWord;
pub use cache_task::{details, verified};
pub use caches::{measured_so_far, no_folder, repair, sumdb_not_asked, version_is_busy, volume_notes};
pub use checksums::{database, fetched};
pub use cleaning::{clean_costs, group_note};
pub use lang::Lang;
pub use programs::ProgramWord;
pub use projects::{folder_problem, known_projects, leftover_note, offer_reason};
pub use proxies::{
    BadgeTone, ProbePhase, hop_about, hop_title, loosens, milliseconds, part_text, proxy_badge, shadow,
    then_short, way,
};
pub use ready::{counted_modules, fix, readiness};
pub use reference::{Belief, Reference, Verdict, reference};
pub use refusal::go_words;
pub use report::{
    report_label, report_no_go, report_no_project, report_none, report_not_examined, report_yes,
};
pub use route::{around_the_chain, leak_code, of_go_itself, privacy, step_reason, told_to_database};
pub use sdk::SdkWord;
pub use steps::{
    action_label, projects_sentence, sums_sentence, team_install, team_sentence, team_switch, vendor_sentence,
};
pub use task::{Broken, ended_title};
pub use tray::{
    TrayWord, badge_sign, changed, in_file_already, not_switched, not_taken_back, switched, taken_back, tray,
    wrong_short,
};
pub use verify::{besides, repaired};
pub use welcome::{install_go, welcome_go};
pub use which::{ChainLink, LinkId, Tone};

/// Something a person should know, in their language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Stable, for tests and scripts (`goenv-denied`).
    pub code: &'static str,
    /// What happened, to what.
    pub message: String,
    /// The file, variable or program it is about.
    pub subject: Option<String>,
    /// What to do next.
    pub hint: Option<String>,
}

impl Problem {
    fn new(code: &'static str, message: String) -> Problem {
        Problem { code, message, subject: None, hint: None }
    }

    fn about(self, subject: impl ToString) -> Problem {
        Problem { subject: Some(subject.to_string()), ..self }
    }

    fn hint(self, hint: impl Into<String>) -> Problem {
        Problem { hint: Some(hint.into()), ..self }
    }
}

/// What can be told to a person as a [`Problem`].
pub trait Tell {
    fn tell(&self, lang: Lang) -> Problem;
}

/// What can be told to a person in one sentence.
pub trait Say {
    fn say(&self, lang: Lang) -> String;
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{Lang, Problem, Say, Tell};
    use crate::env::capture::{AskerId, CaptureError};
    use crate::env::edit::CheckKind;
    use crate::env::view::{Fixed, RungNote, VariableProblem};
    use crate::error::{CoreError, GoenvError, NotGoEnv};
    use crate::project::needs::NeedsError;
    use crate::sdk::inspect::{NotTheCommand, Patch, SdkProblem};
    use crate::secret::Masked;
    use crate::workbench::{Notice, ToolchainProblem};

    fn problems() -> Vec<Box<dyn Tell>> {
        let file = || std::path::PathBuf::from("/f");
        let name = || "GOPROXY".to_owned();
        let masked = || Masked::value("GOPROXY", b"direct");
        let pattern = || Masked::value("GOPRIVATE", b" a.com");
        vec![
            Box::new(CoreError::BaseMoved),
            Box::new(CoreError::UnknownPlan),
            Box::new(CoreError::NotApplicable),
            Box::new(CoreError::UnknownEntry(3)),
            Box::new(CoreError::NothingToUndo),
            Box::new(CoreError::UnknownVariable(name())),
            Box::new(CoreError::NotGoEnv(NotGoEnv::BadJson { line: 1, column: 2 })),
            Box::new(CoreError::NotGoEnv(NotGoEnv::OtherJson)),
            Box::new(CoreError::NotGoEnv(NotGoEnv::NeitherForm)),
            Box::new(CoreError::NoFolder(file())),
            Box::new(CoreError::NoGo(file())),
            Box::new(CoreError::SecretUnknown { name: name(), value: masked() }),
            Box::new(CoreError::Store("disk full".into())),
            Box::new(NeedsError::Refused { file: file(), line: Some(3), reason: "no go.mod".into() }),
            Box::new(NeedsError::Io { file: file(), reason: "denied".into() }),
            Box::new(GoenvError::Nowhere),
            Box::new(GoenvError::Directory(file())),
            Box::new(GoenvError::NotAFile(file())),
            Box::new(GoenvError::Denied(file())),
            Box::new(GoenvError::NotWritable(file())),
            Box::new(GoenvError::TooLarge { file: file(), bytes: 5 }),
            Box::new(GoenvError::NotUtf8 { file: file(), at: 5 }),
            Box::new(GoenvError::LinkLoop(file())),
            Box::new(GoenvError::Busy(file())),
            Box::new(GoenvError::Restless(file())),
            Box::new(CaptureError::NoShell),
            Box::new(CaptureError::NoDesktopSession),
            Box::new(CaptureError::NoAnswer { program: "zsh".into(), status: Some(1) }),
            Box::new(CaptureError::TooMuchOutput { program: "zsh".into(), limit: 1 }),
            Box::new(Notice::NoGo),
            Box::new(Notice::NoHome),
            Box::new(Notice::OutOfWatches),
            Box::new(Notice::StateDamaged { aside: file() }),
            Box::new(Notice::StateNewer { file: file() }),
            Box::new(Notice::StateInMemory { detail: "x".into() }),
            Box::new(ToolchainProblem::NotAGoProgram { go: file() }),
            Box::new(ToolchainProblem::NotOnMachine { wanted: "go1.99".into() }),
            Box::new(CheckKind::Shadowed { name: name(), asker: AskerId::LoginShell }),
            Box::new(CheckKind::EmptyMasks { name: name() }),
            Box::new(CheckKind::GoenvOff),
            Box::new(CheckKind::IgnoredLine { line: 3 }),
            Box::new(CheckKind::Moved { name: name(), now: None, expected: Some(masked()) }),
            Box::new(CheckKind::TextMoved),
            Box::new(CheckKind::SecretGone { name: name() }),
            Box::new(CheckKind::SecretUnknown { name: name() }),
            Box::new(CheckKind::AlreadyUndone { entry: 3 }),
            Box::new(CheckKind::OtherFile),
            Box::new(SdkProblem::NoGo { elsewhere: None }),
            Box::new(SdkProblem::NoGo { elsewhere: Some(("windows".into(), "amd64".into())) }),
            Box::new(SdkProblem::NotGo(NotTheCommand::Script)),
            Box::new(SdkProblem::NotGo(NotTheCommand::Unreadable)),
            Box::new(SdkProblem::NotGo(NotTheCommand::OtherProgram)),
            Box::new(SdkProblem::NotGo(NotTheCommand::NoRecord)),
            Box::new(SdkProblem::Foreign { goos: "linux".into(), goarch: "arm64".into() }),
            Box::new(SdkProblem::NoTools),
            Box::new(SdkProblem::VersionFile { file: "go1.2".into(), program: "go1.3".into() }),
            Box::new(VariableProblem::LocksOut { name: name() }),
            Box::new(VariableProblem::EmptyProxy),
            Box::new(VariableProblem::EmptySumdb),
            Box::new(VariableProblem::NeverMatches {
                name: name(),
                pattern: pattern(),
                flaw: go_rules::pattern::Flaw::Scheme,
            }),
            Box::new(VariableProblem::SecretInValue { name: name() }),
        ]
    }

    #[test]
    fn problems_keep_their_code_and_speak_both_languages() {
        for problem in problems() {
            assert_told(problem.as_ref());
        }
    }

    /// In both languages, with the same code, subject and a hint in both or none.
    pub(crate) fn assert_told(problem: &dyn Tell) {
        let (en, zh): (Problem, Problem) = (problem.tell(Lang::En), problem.tell(Lang::ZhCn));
        assert_eq!((en.code, &en.subject), (zh.code, &zh.subject));
        assert_ne!(en.message, zh.message);
        assert_eq!(en.hint.is_some(), zh.hint.is_some(), "{}", en.code);
        for text in [Some(&zh.message), zh.hint.as_ref()].into_iter().flatten() {
            assert_chinese(text);
        }
        for text in [Some(&en.message), en.hint.as_ref()].into_iter().flatten() {
            assert!(!text.contains('!') && !text.to_lowercase().contains("please"), "{text}");
        }
    }

    #[test]
    fn sentences_speak_both_languages() {
        let value = || Some(Masked::value("GOPROXY", b"direct"));
        let patch = |upstream, here| Patch { name: "GOPROXY".into(), upstream, here };
        let patches = [patch(value(), value()), patch(value(), None), patch(None, value())];
        for note in &patches {
            assert_ne!(note.say(Lang::En), note.say(Lang::ZhCn));
            assert_chinese(&note.say(Lang::ZhCn));
        }
        let notes: [&dyn Say; 8] = [
            &RungNote::EmptyCountsAsUnset,
            &RungNote::EmptyMasksGoEnv,
            &RungNote::PlaceUnknown,
            &RungNote::PlaceUndecided,
            &RungNote::PlaceUnreadable,
            &RungNote::LastOfSeveral,
            &Fixed::NotWritten,
            &Fixed::ProcessOnly,
        ];
        for note in notes {
            assert_ne!(note.say(Lang::En), note.say(Lang::ZhCn));
            assert_chinese(&note.say(Lang::ZhCn));
        }
    }

    /// Full-width punctuation between Chinese characters, a space between Chinese and Latin.
    pub(crate) fn assert_chinese(text: &str) {
        let chars: Vec<char> = text.chars().collect();
        let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        for pair in chars.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            assert!(!(han(a) && ",.;:!?()".contains(b)), "half-width {b:?} in {text}");
            let latin = |c: char| c.is_ascii_alphanumeric() || c == '`';
            assert!(!(han(a) && latin(b) || latin(a) && han(b)), "no space at {a}{b} in {text}");
            assert!(!"!！".contains(b), "exclamation mark in {text}");
        }
    }
}
