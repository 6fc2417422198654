//! Module proxies compared.

use burrow_core::proxy::bench::{Bench, Candidate, Measured, Member, Offer};
use burrow_core::text::{self, Lang, Say};
use burrow_core::workbench::{BenchNow, BenchWish as Wish};

use super::Wire;
use crate::dto::bench::{
    BenchAdvice, BenchFresh, BenchHits, BenchOffer, BenchRow, BenchState, BenchView, BenchWish,
};

impl From<BenchWish> for Wish {
    fn from(wish: BenchWish) -> Wish {
        Wish { urls: wish.urls.into_iter().map(Into::into).collect(), only: wish.only, ..Wish::default() }
    }
}

impl Wire<'_> {
    /// A comparison as it is now.
    pub fn bench(&self, now: &BenchNow) -> BenchView {
        let take = now.found.as_ref().and_then(|found| found.recommendation.take);
        let rows = now.candidates.iter().zip(&now.rows).enumerate();
        BenchView {
            running: now.running,
            sample: text::bench::sample(&now.sample, self.lang),
            rows: rows
                .map(|(at, (candidate, row))| BenchRow {
                    recommended: take == Some(at),
                    ..self.bench_row(candidate, row.as_ref())
                })
                .collect(),
            advice: now.found.as_ref().map(|found| self.advice(now, found)),
        }
    }

    fn bench_row(&self, candidate: &Candidate, row: Option<&Measured>) -> BenchRow {
        let sources: Vec<String> = candidate.sources.iter().map(|source| source.say(self.lang)).collect();
        let waiting = BenchRow {
            url: candidate.shown.clone(),
            source: sources.join(self.lang.pick(", ", "、")),
            in_use: candidate.in_chain().is_some(),
            recommended: false,
            state: BenchState::Waiting,
            verdict: None,
            summary: String::new(),
            details: Vec::new(),
            first_ms: None,
            hits: None,
            median_ms: None,
            p90_ms: None,
            rate: None,
            rate_text: None,
            fresh: None,
            sumdb: BenchOffer::NotAsked,
            toolchains: BenchOffer::NotAsked,
        };
        let Some(row) = row else { return waiting };
        let answers = row.answers();
        let told = |member: &Member| format!("{}@{}", member.module, member.version);
        let all = |members: &[Member]| members.iter().map(told).collect();
        let hits = &row.hits;
        let rate = row.download.map(|download| download.rate());
        BenchRow {
            state: if answers { BenchState::Answers } else { BenchState::Fails },
            verdict: Some(row.reach.verdict.id().to_owned()),
            summary: text::probe::verdict(&row.reach, self.lang),
            details: details(row, self.lang),
            first_ms: answers.then(|| ms(row.reach.took)),
            hits: (hits.asked > 0).then(|| BenchHits {
                found: hits.found,
                asked: hits.asked,
                absent: all(&hits.absent),
                failed: all(&hits.failed),
                wrong: all(&hits.wrong),
            }),
            median_ms: row.latency.map(|latency| ms(latency.median)),
            p90_ms: row.latency.map(|latency| ms(latency.p90)),
            rate,
            rate_text: rate.map(text::bench::rate),
            fresh: (row.fresh.compared > 0).then(|| BenchFresh {
                compared: row.fresh.compared,
                behind: row
                    .fresh
                    .behind
                    .iter()
                    .map(|behind| text::bench::behind(behind, self.lang))
                    .collect(),
            }),
            sumdb: row.sumdb.into(),
            toolchains: row.toolchains.into(),
            ..waiting
        }
    }

    fn advice(&self, now: &BenchNow, found: &Bench) -> BenchAdvice {
        let recommended = &found.recommendation;
        let row = recommended.take.and_then(|at| found.rows.get(at));
        let shown = now.values.as_ref().map(|values| values.shown());
        let (goproxy, gosumdb) = shown.map(|(a, b)| (a.to_string(), b.to_string())).unzip();
        BenchAdvice {
            url: row.map(|row| row.candidate.shown.clone()),
            keep: recommended.keeps(),
            text: text::bench::recommendation(found, self.lang),
            goproxy,
            gosumdb,
            name: row.and_then(|row| row.candidate.name()),
        }
    }
}

/// What speaks against one that answers, and why another does not.
fn details(row: &Measured, lang: Lang) -> Vec<String> {
    if row.answers() { Vec::new() } else { text::probe::detail(&row.reach, lang) }
}

/// Milliseconds, to the microsecond.
fn ms(time: std::time::Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}

impl From<Offer> for BenchOffer {
    fn from(offer: Offer) -> BenchOffer {
        match offer {
            Offer::Yes => BenchOffer::Yes,
            Offer::No => BenchOffer::No,
            Offer::Failed => BenchOffer::Failed,
            Offer::NotAsked => BenchOffer::NotAsked,
        }
    }
}
