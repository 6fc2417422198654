//! What is wrong with this machine's Go, and what was checked.

use burrow_core::doctor::{self as core, CheckId, Severity, Speed};
use burrow_core::env::edit::PlanId;
use burrow_core::text::doctor::{explanation, title};
use burrow_core::text::{self, Say};
use burrow_core::workbench::{self, CheckNow, Deed, DoctorNow, Proxies, finding_key};

use super::remedy::dotted;
use super::{Wire, same_names, without_stop};
use crate::dto::doctor::{
    CheckSpeed, CheckState, Doctor, DoctorCheck, Evidence, Finding, FindingPages, FindingSeverity, FixChange,
    FixPlan, Shows,
};
use crate::dto::remedy::{Opens, Remedy};

same_names!(Severity => FindingSeverity { Error, Warning, Note });
same_names!(Speed => CheckSpeed { Fast, Slow, Online });

impl Wire<'_> {
    /// The whole page. `slow`: the job of the slow checks, while it runs.
    pub fn doctor(&self, from: &DoctorNow, proxies: &Proxies, revision: u64, slow: Option<u64>) -> Doctor {
        let tested = from.proxies.as_ref().map(|finding| self.of_proxies(finding, proxies));
        let mut findings: Vec<Finding> =
            from.findings.iter().map(|finding| self.doctor_finding(finding)).chain(tested).collect();
        findings.sort_by_key(|finding| rank(finding.severity));
        let count = |severity| findings.iter().filter(|one| one.severity == severity).count() as u32;
        let (errors, warnings) = (count(FindingSeverity::Error), count(FindingSeverity::Warning));
        Doctor {
            revision,
            looking: from.looking,
            sentence: text::doctor::sentence(from.looking, (errors + warnings) as usize, self.lang),
            errors,
            warnings,
            notes: count(FindingSeverity::Note),
            pages: pages(&findings),
            checks: from.checks.iter().map(|check| self.doctor_check(check)).collect(),
            slow,
            checked_at: from.checked_at,
            slow_at: from.slow_at,
            findings,
        }
    }

    fn doctor_finding(&self, from: &core::Finding) -> Finding {
        let key = finding_key(from);
        Finding {
            id: from.check.as_str().to_owned(),
            severity: from.severity.into(),
            subject: from.subject.clone(),
            title: self.short(&title(from, self.lang)),
            explanation: self.short(&explanation(from, self.lang)),
            evidence: from
                .evidence
                .iter()
                .map(|one| Evidence { place: self.maybe_place(&one.place), text: one.text.to_string() })
                .collect(),
            remedies: from.fixes.iter().map(|fix| self.remedy(fix, &key)).collect(),
            shows: shows(from),
            key,
        }
    }

    /// What the last tests of the Proxies page say, as a finding.
    fn of_proxies(&self, from: &workbench::Finding, proxies: &Proxies) -> Finding {
        let wrong = from.wrong.say(self.lang);
        let bad = from.is_bad();
        // What follows from it, and then what it comes from.
        let (title, explanation) =
            if bad { (text::way(proxies, self.lang), wrong) } else { (wrong, String::new()) };
        let fix = |fix: &workbench::Fix| Remedy {
            label: dotted(fix.say(self.lang), self.lang),
            opens: match fix {
                workbench::Fix::GoOn(draft) => Opens::Settings { draft: draft.clone().into() },
                workbench::Fix::Switch { name, .. } => Opens::Profile { profile: name.clone() },
            },
        };
        Finding {
            key: "proxies".to_owned(),
            id: CheckId::GoproxyDeadHop.as_str().to_owned(),
            severity: if bad { FindingSeverity::Error } else { FindingSeverity::Warning },
            subject: "GOPROXY".to_owned(),
            title: without_stop(&title),
            explanation,
            evidence: vec![Evidence { place: None, text: proxies.chain.goproxy.to_string() }],
            // There the best stands last.
            remedies: from.fixes.iter().rev().map(fix).collect(),
            shows: Some(Shows::Proxies),
        }
    }

    /// What a fix would do that only the doctor makes.
    pub fn deed(&self, id: &PlanId, from: &Deed) -> FixPlan {
        FixPlan {
            id: id.0.clone(),
            title: text::doctor::deed_title(self.lang).to_owned(),
            changes: vec![FixChange {
                place: self.path(&from.file),
                text: text::doctor::deed(from.before, from.after, self.lang),
                diff: Vec::new(),
            }],
            checks: Vec::new(),
            applicable: from.before.is_some_and(|before| before != from.after),
            undo: Some(text::doctor::deed_undo(self.lang).to_owned()),
        }
    }

    fn doctor_check(&self, from: &CheckNow) -> DoctorCheck {
        let (state, reason) = match &from.state {
            workbench::CheckState::Waiting => (CheckState::Waiting, None),
            workbench::CheckState::Running => (CheckState::Running, None),
            workbench::CheckState::Well => (CheckState::Well, None),
            workbench::CheckState::Found => (CheckState::Found, None),
            workbench::CheckState::Skipped(why) => (CheckState::Skipped, Some(why.say(self.lang))),
        };
        DoctorCheck {
            id: from.id.as_str().to_owned(),
            title: text::doctor::check(from.id, self.lang).to_owned(),
            speed: from.speed.into(),
            state,
            reason,
        }
    }
}

fn rank(severity: FindingSeverity) -> u8 {
    match severity {
        FindingSeverity::Error => 0,
        FindingSeverity::Warning => 1,
        FindingSeverity::Note => 2,
    }
}

/// Where the window shows more of it.
fn shows(from: &core::Finding) -> Option<Shows> {
    Some(match from.check {
        CheckId::EnvShadowed
        | CheckId::EnvLockout
        | CheckId::GoenvRewritten
        | CheckId::DesktopDiffers
        | CheckId::GorootStale
        | CheckId::GoflagsInvalid
        | CheckId::GoflagsHarmful
        | CheckId::GoflagsVendor
        | CheckId::CgoNoCompiler
        | CheckId::GopathIsGoroot
        | CheckId::GopathInModule
        | CheckId::GopathInvalid
        | CheckId::Go111moduleSet => Shows::Variable { name: variable(from)? },
        CheckId::GoMultiple | CheckId::ToolchainUnavailable => Shows::Toolchains,
        CheckId::GobinNotOnPath | CheckId::ProgramStale => Shows::Programs,
        CheckId::GoproxyEmpty
        | CheckId::GoproxyInvalid
        | CheckId::GoproxyDeadHop
        | CheckId::GoproxyGone
        | CheckId::SumdbOff
        | CheckId::SumdbUnreachable
        | CheckId::PrivateNeverMatches
        | CheckId::PrivateLeak
        | CheckId::CredentialMissing
        | CheckId::CredentialRefused
        | CheckId::CredentialInUrl
        | CheckId::NetrcReadable
        | CheckId::HttpProxyIgnored
        | CheckId::TlsIntercepted => Shows::Proxies,
        CheckId::CacheVolumeFull
        | CheckId::CacheReadOnly
        | CheckId::CacheVolatile
        | CheckId::CacheOverBudget
        | CheckId::CacheSplit
        | CheckId::CacheNetwork
        | CheckId::ModuleDamaged => Shows::Caches,
        CheckId::ClockWrong => return None,
    })
}

/// The variable that a finding is about.
fn variable(from: &core::Finding) -> Option<String> {
    let name = from.subject.split(['=', ' ']).next().unwrap_or_default();
    let named =
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    named.then(|| name.to_owned())
}

/// Errors and warnings by the page that shows more of them.
fn pages(findings: &[Finding]) -> FindingPages {
    let mut pages = FindingPages::default();
    for finding in findings.iter().filter(|one| one.severity != FindingSeverity::Note) {
        match &finding.shows {
            Some(Shows::Variable { .. }) => pages.environment += 1,
            Some(Shows::Toolchains | Shows::Programs) => pages.toolchains += 1,
            Some(Shows::Caches) => pages.caches += 1,
            Some(Shows::Proxies) => pages.proxies += 1,
            None => {}
        }
    }
    pages
}
