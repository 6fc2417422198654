//! The chain of proxies, how well its servers are, and what mends it.

use std::time::Duration;

use burrow_core::proxy::Certificate;
use burrow_core::proxy::probe::{Note, Phases, Probed, Software, Verdict};
use burrow_core::proxy::url::written_host;
use burrow_core::proxy::view::{ChainView, DatabaseView, HopTo, Then};
use burrow_core::store::probes::Past;
use burrow_core::system::clock;
use burrow_core::text::{self, Say, probe as words};
use burrow_core::workbench as core;

use super::{Wire, same_names};
use crate::dto::app::Problem;
use crate::dto::proxy::{
    BadgeTone, ChecksumDatabase, DatabaseState, HttpProxyHealth, ProbePhase, ProbePhaseId, ProxyBadge,
    ProxyCertificate, ProxyFinding, ProxyFix, ProxyHealth, ProxyHistory, ProxyHop, ProxyHopKind, ProxyPart,
    ProxyPoint, ProxySurroundings, ProxyTarget, ProxyThen, ProxyView, ProxyWay, ProxyWayState, Shadow,
};

same_names!(text::BadgeTone => BadgeTone { Good, Warn, Bad, Plain });
same_names!(Then => ProxyThen { WhenAbsent, AfterAnyFailure, Stop });
same_names!(core::Part => ProxyPart { Unknown, Answers, Passed, StopsHere, Later, NotReached });

impl From<ProxyTarget> for core::ProxyTarget {
    fn from(target: ProxyTarget) -> Self {
        match target {
            ProxyTarget::All => core::ProxyTarget::All,
            ProxyTarget::Hop { number } => core::ProxyTarget::Hop(number),
            ProxyTarget::Database => core::ProxyTarget::Database,
            ProxyTarget::Profiles => core::ProxyTarget::Profiles,
        }
    }
}

impl Wire<'_> {
    /// The whole page.
    pub fn proxies(&self, from: &core::Proxies) -> ProxyView {
        ProxyView {
            goproxy: from.chain.goproxy.to_string(),
            refused: from.chain.refused.as_ref().map(|why| Problem {
                code: "goproxy-invalid".to_owned(),
                message: why.to_string(),
                subject: Some("GOPROXY".to_owned()),
                hint: None,
            }),
            shadowed_by: from.shadow.as_ref().map(|shadow| self.shadow(shadow)),
            hops: from.hops.iter().map(|hop| self.hop(hop)).collect(),
            way: self.module_way(from),
            finding: from.finding.as_ref().map(|finding| self.finding(finding)),
            database: self.database(from),
            around: surroundings(&from.chain),
            http_proxies: from.between.iter().map(|(probed, at)| self.http_proxy(probed, *at)).collect(),
            testing: from.testing,
            tested_at: from.tested_at,
            trouble: from.trouble.as_ref().map(|why| self.problem(why)),
        }
    }

    /// That the process environment wins, in a sentence.
    pub fn shadow_text(&self, from: &core::Shadow) -> String {
        self.shadow(from).text
    }

    pub(super) fn shadow(&self, from: &core::Shadow) -> Shadow {
        let place = self.maybe_place(&from.place);
        let text = text::shadow(from, place.as_ref().map(|place| place.display.as_str()), self.lang);
        Shadow { name: from.name.clone(), place, text }
    }

    fn hop(&self, from: &core::HopState) -> ProxyHop {
        let (kind, url, has_credentials, refused, through) = match &from.view.to {
            HopTo::Proxy { url, has_credentials, refused, through } => {
                let folder = url.as_str().starts_with("file:");
                let kind = if folder { ProxyHopKind::Folder } else { ProxyHopKind::Server };
                (kind, url.to_string(), *has_credentials, *refused, through.as_ref())
            }
            HopTo::Direct => (ProxyHopKind::Direct, "direct".to_owned(), false, None, None),
            HopTo::Off => (ProxyHopKind::Off, "off".to_owned(), false, None, None),
        };
        ProxyHop {
            number: from.view.number,
            kind,
            url,
            title: text::hop_title(from, self.lang),
            about: text::hop_about(from, self.lang),
            has_credentials,
            never_asked: refused.map(|why| why.say(self.lang)),
            through: through.map(ToString::to_string),
            then: from.view.then.into(),
            then_short: text::then_short(from.view.then, self.lang).to_owned(),
            then_text: from.view.then.say(self.lang),
            part: from.part.into(),
            part_text: text::part_text(from.part, self.lang).map(str::to_owned),
            testing: from.server.testing,
            health: from.server.health.as_ref().map(|health| self.health(health)),
            history: history(&from.server.history),
        }
    }

    pub(super) fn badge(&self, health: &core::Health) -> ProxyBadge {
        let (tone, text) = text::proxy_badge(health, self.lang);
        ProxyBadge { tone: tone.into(), text }
    }

    fn health(&self, from: &core::Health) -> ProxyHealth {
        let seen = match from {
            core::Health::Seen { probed, .. } => Some(probed.as_ref()),
            core::Health::Remembered(_) => None,
        };
        let software = seen.map(|probed| probed.software).filter(|found| *found != Software::Unknown);
        ProxyHealth {
            verdict: from.verdict().id().to_owned(),
            badge: self.badge(from),
            summary: seen
                .map_or_else(|| from.verdict().say(self.lang), |probed| words::verdict(probed, self.lang)),
            details: seen.map(|probed| words::detail(probed, self.lang)).unwrap_or_default(),
            follows: seen.and_then(|probed| words::follows(probed, self.lang)),
            status: seen.and_then(|probed| probed.status),
            ms: ms(from.took()),
            phases: seen.map(|probed| self.phases(probed)).unwrap_or_default(),
            software: software.map(|found| found.id().to_owned()),
            certificate: seen.and_then(|probed| probed.certificate.as_ref()).map(certificate),
            tested_at: from.at(),
        }
    }

    fn http_proxy(&self, probed: &Probed, at: u64) -> HttpProxyHealth {
        let health = core::Health::Seen { probed: Box::new(probed.clone()), at };
        HttpProxyHealth { url: probed.hop.shown.clone(), health: self.health(&health) }
    }

    fn phases(&self, probed: &Probed) -> Vec<ProbePhase> {
        let Phases { dns, connect, tls, first_byte, transfer } = probed.phases;
        let all = [
            (ProbePhaseId::Name, text::ProbePhase::Name, dns),
            (ProbePhaseId::Connect, text::ProbePhase::Connect, connect),
            (ProbePhaseId::Tls, text::ProbePhase::Tls, tls),
            (ProbePhaseId::FirstByte, text::ProbePhase::FirstByte, first_byte),
            (ProbePhaseId::Transfer, text::ProbePhase::Transfer, transfer),
        ];
        let mut phases: Vec<ProbePhase> = all
            .into_iter()
            .filter_map(|(phase, word, time)| {
                Some(ProbePhase { phase, name: word.say(self.lang), ms: ms(time?), failed: false })
            })
            .collect();
        if probed.verdict != Verdict::Ok
            && let Some(last) = phases.last_mut()
        {
            last.failed = true;
        }
        phases
    }

    fn module_way(&self, from: &core::Proxies) -> ProxyWay {
        let (state, hop) = match from.way {
            core::Way::Unknown => (ProxyWayState::Unknown, None),
            core::Way::Works(number) => (ProxyWayState::Works, Some(number)),
            core::Way::Detour(number) => (ProxyWayState::Detour, Some(number)),
            core::Way::Broken(number) => (ProxyWayState::Broken, Some(number)),
            core::Way::Off(number) => (ProxyWayState::Off, Some(number)),
            core::Way::Refused => (ProxyWayState::Broken, None),
        };
        let counts = from.hops.iter().find(|known| Some(known.view.number) == hop);
        let badge = counts.and_then(|hop| hop.server.health.as_ref()).map(|health| self.badge(health));
        ProxyWay { state, hop, text: text::way(from, self.lang), badge }
    }

    fn finding(&self, from: &core::Finding) -> ProxyFinding {
        let fix = |fix: &core::Fix| match fix {
            core::Fix::GoOn(draft) => {
                ProxyFix::Change { label: fix.say(self.lang), draft: draft.clone().into() }
            }
            core::Fix::Switch { name, .. } => {
                ProxyFix::Profile { label: fix.say(self.lang), profile: name.clone() }
            }
        };
        ProxyFinding {
            tone: if from.is_bad() { BadgeTone::Bad } else { BadgeTone::Warn },
            text: from.wrong.say(self.lang),
            fixes: from.fixes.iter().map(fix).collect(),
        }
    }

    fn database(&self, from: &core::Proxies) -> ChecksumDatabase {
        let (state, name) = match &from.chain.database {
            DatabaseView::Asked { name, .. } => (DatabaseState::Asked, name.clone()),
            DatabaseView::Off => (DatabaseState::Off, String::new()),
            DatabaseView::Unusable { .. } => (DatabaseState::Unusable, String::new()),
        };
        let asked = state == DatabaseState::Asked;
        ChecksumDatabase {
            state,
            name,
            text: from.chain.database.say(self.lang),
            through_hop: through_hop(from),
            testing: from.database.testing,
            health: from.database.health.as_ref().filter(|_| asked).map(|health| self.health(health)),
            history: history(&from.database.history),
        }
    }
}

/// The entry that passes the database on, by the last test.
fn through_hop(from: &core::Proxies) -> Option<usize> {
    let Some(core::Health::Seen { probed, .. }) = &from.database.health else { return None };
    let url = probed.notes.iter().find_map(|note| match note {
        Note::SumdbThrough(url) => Some(url),
        _ => None,
    })?;
    let leads = |hop: &&core::HopState| match &hop.view.to {
        HopTo::Proxy { url: entry, .. } => {
            entry.as_str().trim_end_matches('/') == url.trim_end_matches('/')
                || written_host(entry.as_str()) == written_host(url)
                || written_host(entry.as_str()) == *url
        }
        HopTo::Direct | HopTo::Off => false,
    };
    from.hops.iter().find(leads).map(|hop| hop.view.number)
}

fn surroundings(chain: &ChainView) -> ProxySurroundings {
    let shown = |value: &Option<burrow_core::secret::Masked>| value.as_ref().map(ToString::to_string);
    ProxySurroundings {
        noproxy: chain.noproxy.clone(),
        nosumdb: chain.nosumdb.clone(),
        insecure: chain.insecure.clone(),
        govcs: chain.govcs.clone(),
        goauth: chain.credentials.goauth.to_string(),
        goauth_refused: shown(&chain.credentials.refused),
        netrc: chain.credentials.machines.clone(),
        http_proxy: shown(&chain.network.http_proxy),
        https_proxy: shown(&chain.network.https_proxy),
        no_proxy: chain.network.no_proxy.clone(),
        all_proxy_ignored: chain.network.all_proxy_ignored,
    }
}

fn history(past: &[Past]) -> ProxyHistory {
    let point = |past: &Past| ProxyPoint { at: past.at, ms: ms(past.took), ok: past.verdict == Verdict::Ok };
    let worked = past.iter().filter(|past| past.verdict == Verdict::Ok);
    let slowest = worked.clone().max_by_key(|past| past.took).map(point);
    ProxyHistory { failed: past.len() - worked.count(), slowest, points: past.iter().map(point).collect() }
}

fn certificate(from: &Certificate) -> ProxyCertificate {
    ProxyCertificate {
        subject: from.subject.to_string(),
        issuer: from.issuer.to_string(),
        not_before: clock::unix_ms(from.not_before),
        not_after: clock::unix_ms(from.not_after),
    }
}

/// Milliseconds, to the microsecond.
fn ms(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}
