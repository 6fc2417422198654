//! Private patterns and credentials.

use std::time::Duration;

use burrow_core::proxy::credentials::git::{Setting, What};
use burrow_core::proxy::credentials::{Checked, CredentialsOf, NetrcLine, NetrcUse, Step};
use burrow_core::proxy::patterns::{List, ListView, Private, Sign, Tested};
use burrow_core::text::{Say, credentials as words, private};
use go_rules::BString;
use go_rules::netrc::Sent;
use go_rules::pattern::Verdict;
use go_rules::route::LeakTo;

use super::Wire;
use crate::dto::private::{
    CheckedRequest, CredentialLine, CredentialStep, CredentialWay, CredentialsChecked, CredentialsView,
    PatternDraft, PatternEntry, PatternList, PatternSuggestion, PatternVerdict, PrivateModule, PrivateView,
};

/// Values of a draft; names that are none of the four lists say nothing.
pub fn drafts(from: Vec<PatternDraft>) -> Vec<(List, BString)> {
    from.into_iter().filter_map(|one| Some((List::named(&one.name)?, one.value.into()))).collect()
}

/// So many modules are shown.
const MODULES: usize = 500;
/// So many projects of a module are shown.
const PROJECTS: usize = 5;

impl Wire<'_> {
    /// The patterns and what they do.
    pub fn private(&self, from: &Private) -> PrivateView {
        let certain = |one: &&Tested| one.sign.as_ref().is_some_and(Sign::is_certain);
        PrivateView {
            lists: from.lists.iter().map(|list| self.pattern_list(list)).collect(),
            modules: from.modules.iter().take(MODULES).map(|one| self.private_module(one, from)).collect(),
            hidden: count(from.modules.iter().filter(|one| one.is_private()).count()),
            leaking: count(from.modules.iter().filter(certain).count()),
            public: count(from.public),
            projects: count(from.projects.len()),
            unread: from.unread.iter().map(|why| self.problem(why)).collect(),
            suggestions: from
                .suggestions
                .iter()
                .map(|one| PatternSuggestion { name: one.list.name().into(), value: one.value.to_string() })
                .collect(),
            hosts: from.hosts.clone(),
        }
    }

    fn pattern_list(&self, from: &ListView) -> PatternList {
        let entry = |entry: &burrow_core::proxy::patterns::EntryView| PatternEntry {
            text: entry.text.to_string(),
            verdict: match entry.verdict {
                Verdict::Fine => PatternVerdict::Fine,
                Verdict::Empty => PatternVerdict::Empty,
                Verdict::Nothing => PatternVerdict::None,
                Verdict::Doubtful(_) => PatternVerdict::Doubtful,
                Verdict::Never(_) => PatternVerdict::Never,
            },
            sentence: private::entry(from, entry, self.lang),
            instead: entry.instead.as_ref().map(|all| all.iter().map(ToString::to_string).collect()),
            matches: count(entry.matches),
        };
        PatternList {
            name: from.list.name().into(),
            value: from.value.to_string(),
            inherited: from.inherited,
            entries: from.entries.iter().map(entry).collect(),
            mended: from.mended.as_ref().map(ToString::to_string),
        }
    }

    fn private_module(&self, from: &Tested, of: &Private) -> PrivateModule {
        let entry = |list: usize, at: Option<usize>| {
            let entry = of.lists.get(list)?.entries.get(at?)?;
            Some(entry.text.to_string())
        };
        PrivateModule {
            path: from.path.clone(),
            projects: from.projects.iter().take(PROJECTS).map(|file| self.path(file)).collect(),
            own: from.own,
            noproxy: entry(1, from.noproxy),
            nosumdb: entry(2, from.nosumdb),
            sign: from.sign.as_ref().map(|sign| sign.say(self.lang)),
            certain: from.sign.as_ref().is_some_and(Sign::is_certain),
            seen_by: from.seen_by.iter().map(seen_by).collect(),
        }
    }

    /// What is there for a host.
    pub fn credentials(&self, from: &CredentialsOf) -> CredentialsView {
        let netrc = from.netrc.file.as_ref();
        CredentialsView {
            host: from.host.clone(),
            go: words::sent_there(from, self.lang),
            go_sends: from.sent != Sent::None || from.proxies.iter().any(|(_, login)| *login),
            git: words::git_there(from, self.lang),
            proxies: from.proxies.iter().map(|(number, _)| count(*number)).collect(),
            netrc: netrc.map(|file| self.path(file)),
            netrc_exists: from.netrc.exists,
            netrc_open: from.netrc.open_to_others,
            lines: from.netrc.lines.iter().map(|line| self.netrc_line(from, line)).collect(),
            settings: from.git.settings.iter().map(|setting| self.git_setting(setting)).collect(),
            ways: from
                .ways
                .iter()
                .map(|way| CredentialWay { text: way.text.to_string(), sentence: way.say(self.lang) })
                .collect(),
            refused: from.refused.as_ref().map(ToString::to_string),
            steps: from.steps.iter().map(|step| self.credential_step(step)).collect(),
        }
    }

    fn netrc_line(&self, of: &CredentialsOf, from: &NetrcLine) -> CredentialLine {
        let line = u32::try_from(from.line).ok();
        let place = of.netrc.file.as_ref().map(|file| match line {
            Some(line) => self.place(&burrow_core::place::Place::line(file, line)),
            None => self.path(file),
        });
        let machine = from.machine.clone().unwrap_or_else(|| "default".into());
        let sentence = format!("{machine}{}{}", self.lang.pick(": ", "："), from.use_.say(self.lang));
        CredentialLine { place, sentence, counts: from.use_ == NetrcUse::Sent }
    }

    fn git_setting(&self, from: &Setting) -> CredentialLine {
        let counts =
            !matches!(from.what, What::Rewrite { push_only: true, .. } | What::Helper { resets: true, .. });
        let place = from.file.as_ref().map(|file| self.path(file));
        CredentialLine { place, sentence: from.say(self.lang), counts }
    }

    fn credential_step(&self, from: &Step) -> CredentialStep {
        CredentialStep {
            id: from.id.id().into(),
            title: from.id.say(self.lang),
            text: from.text.clone(),
            file: from.file.as_ref().map(|file| self.path(file)),
        }
    }

    /// What a host makes of it.
    pub fn credentials_checked(&self, host: &str, from: &Checked) -> CredentialsChecked {
        let http = from.http.as_ref().map(|http| CheckedRequest {
            url: http.url.clone(),
            verdict: http.acceptance.id().into(),
            well: http.acceptance.is_well(),
            sentence: http.say(self.lang),
            said: None,
            ms: ms(http.took),
        });
        let git = from.git.as_ref().map(|git| CheckedRequest {
            url: git.url.to_string(),
            verdict: git.acceptance.id().into(),
            well: git.acceptance == burrow_core::proxy::credentials::GitAcceptance::Accepted,
            sentence: git.say(self.lang),
            said: git.said.clone(),
            ms: ms(git.took),
        });
        let refused = from.refused.iter().map(ToString::to_string);
        let notes = refused.chain(from.troubles.iter().map(|trouble| trouble.say(self.lang))).collect();
        CredentialsChecked { host: host.to_owned(), http, git, notes }
    }
}

fn seen_by(to: &LeakTo) -> String {
    match to {
        LeakTo::Proxy(name) | LeakTo::Database(name) => name.to_string(),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn ms(time: Duration) -> u32 {
    u32::try_from(time.as_millis()).unwrap_or(u32::MAX)
}
