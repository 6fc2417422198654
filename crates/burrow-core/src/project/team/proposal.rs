//! What following a team's file would change here. Changes nothing: what comes out is a draft of the GOENV file and a
//! wish for a toolchain, each planned, shown and taken back like one that a person typed.

use bstr::BStr;
use go_rules::environ::Environ;
use go_rules::go_command::Rules;
use go_rules::pattern::{self, Doubt, Verdict};
use go_rules::vars::{Layer, Origin};
use go_rules::version;

use super::TeamFile;
use crate::env::edit::{Draft, Edit};
use crate::env::view;
use crate::proxy::profile::{self, Comparison, Profile, Standing, State, Variable, loosens};
use crate::sdk::switch;
use crate::system::keychain::NoKeychain;

/// What is in effect, beside which a file is held.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    pub variables: &'a [view::Variable],
    pub environ: &'a Environ,
    pub rules: Rules,
    /// The toolchain that runs in the project: `go1.24.11`; `None`: none, or it cannot be told.
    pub runs: Option<&'a str>,
    /// Versions of SDKs on this machine.
    pub installed: &'a [String],
    /// The profile of Burrow that has the name of the team's.
    pub kept: Option<&'a Profile>,
}

/// Whether Burrow has a profile of the team's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    No,
    Same,
    /// It holds something else, and stays as it is.
    Other,
}

/// What the profile would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfilePart {
    pub profile: Profile,
    pub comparison: Comparison,
    pub state: State,
    /// Variables by which Go would believe more than it does by itself.
    pub loosens: Vec<Variable>,
    pub kept: Kept,
}

/// How the toolchain that runs stands to the wanted one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToolchainState {
    /// It runs, or a newer one does.
    Runs,
    /// An older one runs.
    Older,
    /// None runs, or it cannot be told which.
    Unknown,
}

/// What the wanted toolchain would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToolchainPart {
    pub wanted: String,
    pub runs: Option<String>,
    pub state: ToolchainState,
    /// It is on this machine.
    pub installed: bool,
}

/// A private pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivatePart {
    pub pattern: String,
    /// Whether such modules are kept from proxies and the checksum database already.
    pub standing: Standing,
}

/// What following the file would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub profile: Option<ProfilePart>,
    pub toolchain: Option<ToolchainPart>,
    pub private: Vec<PrivatePart>,
    /// The change of the GOENV file; `None`: there is nothing to change in it.
    pub draft: Option<Draft>,
    /// The switch to the wanted toolchain, for every project; `None`: none is needed.
    pub switch: Option<switch::Wish>,
}

impl Proposal {
    /// Whether all of it is in effect.
    #[must_use]
    pub fn is_followed(&self) -> bool {
        self.draft.is_none() && self.switch.is_none()
    }
}

/// Holds a file beside what is in effect.
#[must_use]
pub fn proposal(team: &TeamFile, seen: &Seen<'_>) -> Proposal {
    let profile = team.profile.as_ref().map(|profile| profile_part(profile, seen));
    let toolchain = team.toolchain.as_deref().map(|wanted| toolchain_part(wanted, seen));
    let private: Vec<PrivatePart> = team.private.iter().map(|pattern| private_part(pattern, seen)).collect();
    let edits = edits(profile.as_ref(), &private, seen);
    let switch = toolchain
        .as_ref()
        .filter(|part| part.state != ToolchainState::Runs)
        .map(|part| switch::Wish::Setting { toolchain: Some(part.wanted.clone()), exact: false });
    Proposal {
        profile,
        toolchain,
        private,
        draft: (!edits.is_empty()).then_some(Draft::Edits(edits)),
        switch,
    }
}

fn profile_part(profile: &Profile, seen: &Seen<'_>) -> ProfilePart {
    let comparison = profile::compare(profile, seen.variables, seen.environ);
    let loosening = profile
        .settings()
        .iter()
        .filter(|setting| setting.value.as_deref().is_some_and(|value| loosens(setting.variable, value)));
    ProfilePart {
        state: comparison.state(),
        comparison,
        loosens: loosening.map(|setting| setting.variable).collect(),
        kept: match seen.kept {
            None => Kept::No,
            Some(kept) if kept.settings() == profile.settings() && kept.notes() == profile.notes() => {
                Kept::Same
            }
            Some(_) => Kept::Other,
        },
        profile: profile.clone(),
    }
}

fn toolchain_part(wanted: &str, seen: &Seen<'_>) -> ToolchainPart {
    let number = |name: &str| version::of_toolchain(name.as_bytes()).map(ToOwned::to_owned);
    let state = match (seen.runs.and_then(number), number(wanted)) {
        (Some(runs), Some(wanted)) if version::compare(&runs, &wanted).is_ge() => ToolchainState::Runs,
        (Some(_), _) => ToolchainState::Older,
        (None, _) => ToolchainState::Unknown,
    };
    ToolchainPart {
        wanted: wanted.to_owned(),
        runs: seen.runs.map(ToOwned::to_owned),
        state,
        installed: seen.installed.iter().any(|version| version == wanted),
    }
}

/// The lists that decide whether a module is private to go.
const LISTS: [Variable; 2] = [Variable::Gonoproxy, Variable::Gonosumdb];

fn private_part(pattern: &str, seen: &Seen<'_>) -> PrivatePart {
    let lacking = |list: &&Variable| !has(value(seen, **list), pattern);
    let by_process = |list: &Variable| {
        let decides = if is_own(seen, *list) { *list } else { Variable::Goprivate };
        find(seen, decides).is_some_and(|found| found.origin == Origin::Layer(Layer::Process))
    };
    let lacking: Vec<&Variable> = LISTS.iter().filter(lacking).collect();
    let standing = match lacking.as_slice() {
        [] => Standing::Same,
        lacking if lacking.iter().all(|list| by_process(list)) => Standing::Shadowed,
        _ => Standing::Different,
    };
    PrivatePart { pattern: pattern.to_owned(), standing }
}

fn find<'a>(seen: &Seen<'a>, variable: Variable) -> Option<&'a view::Variable> {
    seen.variables.iter().find(|found| found.name == variable.name())
}

fn value<'a>(seen: &Seen<'a>, variable: Variable) -> &'a str {
    find(seen, variable).map_or("", |found| found.value.as_str())
}

/// Whether a list has a value of its own, rather than GOPRIVATE's.
fn is_own(seen: &Seen<'_>, list: Variable) -> bool {
    let set = |found: &view::Variable| {
        matches!(found.origin, Origin::Layer(Layer::Process | Layer::User | Layer::Goroot))
    };
    find(seen, list).is_some_and(|found| set(found) && !found.value.as_str().is_empty())
}

/// Whether a list matches all that a pattern does, as far as that can be told.
fn has(list: &str, pattern: &str) -> bool {
    let joined = add(list, &[pattern]);
    if joined == add(list, &[]) {
        return true;
    }
    let judged = pattern::judge(BStr::new(&joined));
    matches!(judged.last().map(|entry| entry.verdict), Some(Verdict::Doubtful(Doubt::Covered(_))))
}

/// A list with these patterns, each once.
fn add(list: &str, patterns: &[&str]) -> String {
    let mut all: Vec<&str> = list.split(',').filter(|entry| !entry.is_empty()).collect();
    for pattern in patterns {
        if !all.contains(pattern) {
            all.push(pattern);
        }
    }
    all.join(",")
}

fn edits(profile: Option<&ProfilePart>, private: &[PrivatePart], seen: &Seen<'_>) -> Vec<Edit> {
    // A profile that is in the file already has nothing to switch, whatever shadows it.
    let switch = profile.filter(|part| part.state == State::Other);
    // The file holds no place for a secret, so no keychain is asked.
    let drafted = switch.map(|part| profile::draft(&part.profile, seen.rules, &NoKeychain).draft);
    let mut edits = match drafted {
        Some(Draft::Edits(edits)) => edits,
        Some(Draft::Text(_) | Draft::Undo { .. }) | None => Vec::new(),
    };
    let missing = private.iter().filter(|part| part.standing != Standing::Same);
    let patterns: Vec<&str> = missing.map(|part| part.pattern.as_str()).collect();
    // GOPRIVATE stands for both lists where they are not set themselves.
    for list in [Variable::Goprivate, Variable::Gonoproxy, Variable::Gonosumdb] {
        let wanted = edits.iter().find(|edit| edit.name == list.name()).map(|edit| edit.value.clone());
        let base = wanted.unwrap_or_else(|| in_file(seen, list));
        if let Some(value) = with_patterns(list, base, &patterns) {
            edits.retain(|other| other.name != list.name());
            edits.push(Edit { name: list.name().to_owned(), value: Some(value) });
        }
    }
    edits
}

/// What the GOENV file has, or would have to have, for what is in effect without the process environment.
fn in_file(seen: &Seen<'_>, list: Variable) -> Option<String> {
    let rung = |layer| find(seen, list)?.rungs.iter().find(|rung| rung.layer == layer)?.value.as_ref();
    let value = rung(Layer::User).or_else(|| rung(Layer::Goroot));
    value.map(|value| value.as_str().to_owned()).filter(|value| !value.is_empty())
}

/// The list with what it lacks; `None`: nothing is to be written.
fn with_patterns(list: Variable, base: Option<String>, patterns: &[&str]) -> Option<String> {
    // A list that nothing sets in a file follows GOPRIVATE.
    let base = base.or_else(|| (list == Variable::Goprivate).then(String::new))?;
    let missing: Vec<&str> = patterns.iter().filter(|pattern| !has(&base, pattern)).copied().collect();
    (!missing.is_empty()).then(|| add(&base, &missing))
}
