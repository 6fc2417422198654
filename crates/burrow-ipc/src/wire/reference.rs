//! What variables are, how they compare with another machine's, and how they are written for a shell.

use burrow_core::env::{compare, copy};
use burrow_core::text;

use super::same_names;
use crate::dto::env::{
    Belief, ComparedVariable, Comparison, CopyForm, CopyFormId, Difference, Reference, Verdict,
};

same_names!(text::Verdict => Verdict { False, Partly, True });
same_names!(compare::Difference => Difference { Same, Expected, Differs, OnlyHere, OnlyThere });

impl From<text::Reference> for Reference {
    fn from(from: text::Reference) -> Self {
        Reference {
            name: from.name,
            summary: from.summary,
            since: from.since,
            accepted: from.accepted,
            default_rule: from.default_rule,
            link: from.link,
            beliefs: from.beliefs.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<text::Belief> for Belief {
    fn from(from: text::Belief) -> Self {
        Belief { claim: from.claim, verdict: from.verdict.into(), truth: from.truth }
    }
}

impl From<compare::Comparison> for Comparison {
    fn from(from: compare::Comparison) -> Self {
        Comparison {
            there_version: from.there_version,
            variables: from.variables.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<compare::Compared> for ComparedVariable {
    fn from(from: compare::Compared) -> Self {
        ComparedVariable {
            name: from.name,
            here: from.here.map(|v| v.to_string()),
            there: from.there.map(|v| v.to_string()),
            difference: from.difference.into(),
            adoptable: from.adoptable,
        }
    }
}

impl From<copy::CopyForm> for CopyForm {
    fn from(from: copy::CopyForm) -> Self {
        CopyForm { form: from.form.into(), text: from.text.to_string() }
    }
}

impl From<copy::Form> for CopyFormId {
    fn from(form: copy::Form) -> Self {
        match form {
            copy::Form::Value => CopyFormId::Value,
            copy::Form::GoEnvW => CopyFormId::GoEnvW,
            copy::Form::Posix => CopyFormId::Posix,
            copy::Form::Fish => CopyFormId::Fish,
            copy::Form::PowerShell => CopyFormId::Powershell,
            copy::Form::Cmd => CopyFormId::Cmd,
            copy::Form::Setx => CopyFormId::Setx,
        }
    }
}
