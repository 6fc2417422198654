//! One picture of the environment, section by section: what fails says so, the others stand.

use std::path::Path;

use bstr::{BStr, ByteSlice};
use go_rules::env_file::{self, EnvFile};
use go_rules::vars::{self, GoenvLocation, Layer};

use super::ask::Answer;
use super::askers::Slots;
use super::snapshot::{
    Context, ContextChoice, GoenvFile, GoenvState, IgnoredLine, Lockout, Notice, Snapshot, Toolchain,
};
use crate::env::answers::Answers;
use crate::env::capture::AskerId;
use crate::env::edit::{self, Draft, Edit};
use crate::env::resolve::Asked;
use crate::env::view::{self, Inputs};
use crate::error::GoenvError;
use crate::place::Place;
use crate::secret::Masked;
use crate::system::DiskLook;
use crate::system::files::path_to_bytes;

/// The picture, and what it was made from: plans need that.
pub(super) struct Picture {
    pub snapshot: Snapshot,
    /// The context's asker first.
    pub answers: Vec<(AskerId, Answer)>,
    /// What the GOENV file holds, as far as it could be read.
    pub goenv: Result<Option<Vec<u8>>, GoenvError>,
}

impl Picture {
    /// The answer that the page is about.
    pub fn context(&self) -> Option<&Answer> {
        self.answers.first().map(|(_, answer)| answer)
    }
}

/// What a picture is made of.
pub(super) struct Parts<'a> {
    pub slots: &'a Slots,
    pub choice: &'a ContextChoice,
    /// The folder of the question.
    pub directory: &'a Path,
    /// Where go is started, when it is sent to `directory` from elsewhere.
    pub started_in: Option<&'a Path>,
    pub home: Option<&'a Path>,
    /// Toolchains at hand, as far as they were looked for.
    pub toolchains: &'a [Toolchain],
    /// Notices about the whole.
    pub notices: Vec<Notice>,
    /// What was answered before.
    pub answers: &'a Answers,
}

/// Makes a picture. Reads the disk; changes nothing.
pub(super) fn picture(parts: Parts<'_>) -> Picture {
    let (asker, answers) = answers(&parts);
    let (_, context) = &answers[0];
    let goenv_path = context.goenv();
    let goenv = match &goenv_path {
        Some(path) => edit::file::resolve_links(path).and_then(|target| edit::file::read(&target)),
        None => Ok(None),
    };
    let entries = goenv.as_ref().ok().and_then(|bytes| bytes.as_deref()).map(EnvFile::parse);
    let lockouts = lockouts(context, goenv_path.as_deref());
    let locked: Vec<String> = lockouts.iter().map(|l| l.name.clone()).collect();
    let all: Vec<Vec<vars::Variable>> = answers.iter().map(|(_, answer)| everything(answer)).collect();
    let others: Vec<(AskerId, &[vars::Variable])> =
        answers.iter().map(|(id, _)| *id).zip(all.iter().map(Vec::as_slice)).skip(1).collect();
    let go_env = context.go_env();
    let places = |name: &BStr| parts.slots.get(asker).ready()?.places(name).cloned();
    let variables = view::variables(&Inputs {
        variables: &all[0],
        others: &others,
        rules: context.resolved.rules,
        places: &places,
        goenv: goenv_path.as_deref().zip(entries.as_ref()),
        has_place: context.goenv_for_writing().is_some(),
        go_env: go_env.as_deref(),
        lockouts: &locked,
    });
    let toolchain = context.toolchain();
    let snapshot = Snapshot {
        revision: 0,
        toolchains: toolchains(toolchain.as_ref(), parts.toolchains),
        context: Context { asker, toolchain, directory: parts.directory.to_path_buf() },
        askers: parts.slots.shown(),
        goenv: goenv_section(context, goenv_path.as_deref(), &goenv),
        variables,
        notices: notices(context, parts.notices, parts.home),
        lockouts,
        changed_at: None,
        home: parts.home.map(Path::to_path_buf),
    };
    Picture { snapshot, answers, goenv }
}

/// What every asker whose environment is known gets, the context's first.
fn answers(parts: &Parts<'_>) -> (AskerId, Vec<(AskerId, Answer)>) {
    let dir = path_to_bytes(parts.directory);
    let started_in = parts.started_in.map(path_to_bytes);
    let chosen = parts.choice.goroot.as_deref().map(path_to_bytes);
    // One look for all of them: they ask about the same files.
    let look = DiskLook::default();
    let ask = |environ: &_, lender: Option<&Path>| {
        let lender = lender.map(path_to_bytes);
        let lender = lender.as_ref().map(|lender| lender.as_bstr());
        let asked = Asked {
            environ,
            dir: dir.as_bstr(),
            started_in: started_in.as_ref().map(|dir| dir.as_bstr()),
            goroot: chosen.as_ref().map(|goroot| goroot.as_bstr()),
        };
        Answer::of(&asked, &parts.answers.ask(&asked, lender, &look))
    };
    let nobody = go_rules::environ::Environ::new(go_rules::environ::Os::host(), []);
    let Some((asker, first)) = parts.slots.chosen(parts.choice.asker) else {
        // This process is always there; an empty environment is what is left otherwise.
        return (AskerId::Process, vec![(AskerId::Process, ask(&nobody, None))]);
    };
    let first = ask(&first.captured.environ, None);
    // Who finds no `go` (a desktop without the shell's PATH) is compared by the context's: otherwise all that a
    // toolchain decides would seem to differ.
    let goroot = first.toolchain().map(|toolchain| toolchain.goroot);
    let others = parts.slots.ready().filter(|(id, _)| *id != asker);
    let others = others.map(|(id, other)| (id, ask(&other.captured.environ, goroot.as_deref())));
    let others: Vec<_> = others.collect();
    let answers = std::iter::once((asker, first)).chain(others).collect();
    (asker, answers)
}

/// What is listed, and what stands in the file besides.
pub(super) fn everything(answer: &Answer) -> Vec<vars::Variable> {
    answer.resolved.variables.iter().chain(&answer.resolved.unlisted).cloned().collect()
}

/// The context's first, each once.
fn toolchains(context: Option<&Toolchain>, at_hand: &[Toolchain]) -> Vec<Toolchain> {
    let others = at_hand.iter().filter(|t| context.is_none_or(|c| c.goroot != t.goroot));
    context.into_iter().chain(others).cloned().collect()
}

fn goenv_section(
    context: &Answer,
    path: Option<&Path>,
    bytes: &Result<Option<Vec<u8>>, GoenvError>,
) -> GoenvFile {
    let state = match (&context.resolved.goenv, bytes) {
        (GoenvLocation::Off, _) => GoenvState::Off,
        (GoenvLocation::Nowhere(_), _) => GoenvState::Nowhere,
        (GoenvLocation::At { .. }, Ok(Some(_))) => GoenvState::Present,
        (GoenvLocation::At { .. }, Ok(None)) => GoenvState::Missing,
        (GoenvLocation::At { .. }, Err(error)) => GoenvState::Broken(error.clone()),
    };
    let bytes = bytes.as_ref().ok().and_then(|b| b.as_deref()).unwrap_or_default();
    let ignored = env_file::ignored_lines(bytes)
        .into_iter()
        .map(|(line, text, why)| IgnoredLine { line, text: Masked::file(&text), why })
        .collect();
    // With GOENV=off the file that `go env -w` would write is worth knowing.
    let place = path.map(Path::to_path_buf).or_else(|| context.goenv_for_writing());
    GoenvFile { place: place.map(Place::file), state, ignored }
}

fn lockouts(context: &Answer, goenv: Option<&Path>) -> Vec<Lockout> {
    let said = context.refusal.as_ref();
    context
        .resolved
        .lockouts
        .iter()
        .map(|lockout| {
            let name = lockout.name.to_str_lossy().into_owned();
            let about_it = said.filter(|r| r.subject() == Some(lockout.name.as_bstr()));
            let file = match lockout.layer {
                Layer::User => goenv.map(Path::to_path_buf),
                Layer::Goroot => context.go_env(),
                Layer::Process | Layer::Default => None,
            };
            let mend = Draft::Edits(vec![Edit { name: name.clone(), value: None }]);
            Lockout {
                value: Masked::value(&name, &lockout.value),
                reach: lockout.reach,
                reason: lockout.reason,
                text: about_it.map(|r| r.to_string().trim_end().to_owned()).unwrap_or_default(),
                place: file.map(|file| Place { file, line: lockout.line }),
                mend: (lockout.layer == Layer::User).then_some(mend),
                name,
            }
        })
        .collect()
}

fn notices(context: &Answer, mut notices: Vec<Notice>, home: Option<&Path>) -> Vec<Notice> {
    if context.at_hand.go.is_none() {
        notices.push(Notice::NoGo);
    }
    let toolchain_says_it = context.toolchain().is_some_and(|t| t.problem.is_some());
    if let Some(refusal) =
        context.refusal.as_ref().filter(|_| !toolchain_says_it && context.at_hand.go.is_some())
    {
        notices.push(Notice::GoRefuses { refusal: Box::new(refusal.clone()) });
    }
    if home.is_none() {
        notices.push(Notice::NoHome);
    }
    notices
}
