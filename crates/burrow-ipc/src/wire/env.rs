//! The picture of the environment: context, variables, the GOENV file, what locks out.

use burrow_core::env::capture;
use burrow_core::env::view;
use burrow_core::place::display_path;
use burrow_core::text::Say;
use burrow_core::workbench as core;
use go_rules::vars;
use go_rules::vars::registry::Group;

use super::{Wire, same_names};
use crate::dto::env::{
    Asker, AskerId, AskerState, Context, ContextChoice, Elsewhere, Environment, GoenvFile, GoenvState,
    GroupId, IgnoredLine, KindId, Layer, LayerId, Lockout, OriginId, Toolchain, ToolchainFound, Variable,
};

same_names!(capture::AskerId => AskerId { LoginShell, Desktop, Process });
same_names!(AskerId => capture::AskerId { LoginShell, Desktop, Process });
same_names!(core::Found => ToolchainFound { Path, Goroot, UsualPlace, Chosen, Switched });
same_names!(vars::Layer => LayerId { Process, User, Goroot, Default });
same_names!(vars::Kind => KindId { Setting, ReadOnly, Cgo, Arch });
same_names!(Group => GroupId { Modules, Places, Toolchain, Building, Target, Cgo, Telemetry });

impl From<vars::Origin> for OriginId {
    fn from(origin: vars::Origin) -> Self {
        match origin {
            vars::Origin::Layer(vars::Layer::Process) => OriginId::Process,
            vars::Origin::Layer(vars::Layer::User) => OriginId::User,
            vars::Origin::Layer(vars::Layer::Goroot) => OriginId::Goroot,
            vars::Origin::Layer(vars::Layer::Default) => OriginId::Default,
            vars::Origin::Derived => OriginId::Derived,
        }
    }
}

impl From<ContextChoice> for core::ContextChoice {
    fn from(choice: ContextChoice) -> Self {
        core::ContextChoice {
            asker: choice.asker.map(Into::into),
            goroot: choice.goroot.map(Into::into),
            directory: choice.directory.map(Into::into),
        }
    }
}

impl Wire<'_> {
    /// The whole picture.
    pub fn environment(&self, from: &core::Snapshot) -> Environment {
        Environment {
            revision: from.revision,
            context: self.context(&from.context),
            askers: from.askers.iter().map(|a| self.asker(a)).collect(),
            toolchains: from.toolchains.iter().map(|t| self.toolchain(t)).collect(),
            goenv: self.goenv(&from.goenv),
            variables: from.variables.iter().map(|v| self.variable(v)).collect(),
            lockouts: from.lockouts.iter().map(|l| self.lockout(l)).collect(),
            notices: from.notices.iter().map(|n| self.problem(n)).collect(),
            changed_at: from.changed_at,
        }
    }

    fn context(&self, from: &core::Context) -> Context {
        Context {
            asker: from.asker.into(),
            toolchain: from.toolchain.as_ref().map(|t| self.toolchain(t)),
            directory: self.path(&from.directory),
        }
    }

    fn asker(&self, from: &core::Asker) -> Asker {
        let (state, problem) = match &from.state {
            core::AskerState::Ready => (AskerState::Ready, None),
            core::AskerState::Asking => (AskerState::Asking, None),
            core::AskerState::Failed(why) => (AskerState::Failed, Some(self.problem(why))),
        };
        Asker { id: from.id.into(), shell: from.shell.clone(), state, problem }
    }

    fn toolchain(&self, from: &core::Toolchain) -> Toolchain {
        Toolchain {
            goroot: self.shown.note(&from.goroot),
            display: display_path(&from.goroot, self.home),
            go: self.shown.note(&from.go),
            version: from.version.clone(),
            found: from.found.into(),
            problem: from.problem.as_ref().map(|p| self.problem(p)),
        }
    }

    fn goenv(&self, from: &core::GoenvFile) -> GoenvFile {
        let (state, problem) = match &from.state {
            core::GoenvState::Present => (GoenvState::Present, None),
            core::GoenvState::Missing => (GoenvState::Missing, None),
            core::GoenvState::Off => (GoenvState::Off, None),
            core::GoenvState::Nowhere => (GoenvState::Nowhere, None),
            core::GoenvState::Broken(why) => (GoenvState::Broken, Some(self.problem(why))),
        };
        GoenvFile {
            place: self.maybe_place(&from.place),
            state,
            problem,
            ignored: from.ignored.iter().map(|l| self.ignored(l)).collect(),
        }
    }

    fn ignored(&self, from: &core::IgnoredLine) -> IgnoredLine {
        IgnoredLine { line: from.line, text: from.text.to_string(), why: from.why.say(self.lang) }
    }

    fn variable(&self, from: &view::Variable) -> Variable {
        Variable {
            name: from.name.clone(),
            value: from.value.to_string(),
            origin: from.origin.into(),
            kind: from.kind.into(),
            group: from.group.map_or(GroupId::Unknown, Into::into),
            layers: from.rungs.iter().map(|r| self.layer(r)).collect(),
            shadowed: from.shadowed.iter().map(|l| (*l).into()).collect(),
            changed: from.changed,
            editable: from.fixed.is_none(),
            fixed: from.fixed.as_ref().map(|f| f.say(self.lang)),
            elsewhere: from.elsewhere.iter().map(elsewhere).collect(),
            problem: from.problem.as_ref().map(|p| self.problem(p)),
            target: self.maybe_place(&from.target),
            touched_at: from.touched_at,
        }
    }

    fn layer(&self, from: &view::Rung) -> Layer {
        Layer {
            layer: from.layer.into(),
            set: from.value.is_some(),
            value: from.value.as_ref().map(ToString::to_string),
            place: self.maybe_place(&from.place),
            also: from.also.iter().map(|p| self.place(p)).collect(),
            effective: from.effective,
            note: from.note.as_ref().map(|n| n.say(self.lang)),
        }
    }

    fn lockout(&self, from: &core::Lockout) -> Lockout {
        Lockout {
            name: from.name.clone(),
            problem: self.problem(from),
            place: self.maybe_place(&from.place),
            mend: from.mend.clone().map(Into::into),
        }
    }
}

fn elsewhere(from: &view::Elsewhere) -> Elsewhere {
    Elsewhere { asker: from.asker.into(), value: from.value.to_string() }
}
