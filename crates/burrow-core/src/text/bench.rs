//! What a benchmark of module proxies was made with, what it found, and what it recommends, with the reason.

use super::{Lang, Problem, Say, Tell, bytes};
use crate::proxy::bench::{
    Basis, Behind, Bench, BenchError, Flaw, Measured, NoCandidate, Offer, PassedOver, Reason, Sample, Source,
};

/// What everybody was asked for, and what nobody was asked for: a sentence each.
#[must_use]
pub fn sample(sample: &Sample, lang: Lang) -> Vec<String> {
    let (some, of) = (sample.members.len(), sample.of);
    let mut all = vec![match &sample.basis {
        Basis::WellKnown => lang.pick(
            format!("No go.sum was found: asked for are {some} modules that many projects use."),
            format!("没有找到 go.sum：使用 {some} 个常用模块进行测试。"),
        ),
        Basis::Projects(files) => match files.as_slice() {
            [file] => {
                let file = file.display();
                lang.pick(
                    format!("Asked for are {some} of the {of} module versions in {file}."),
                    format!("使用 {file} 中 {of} 个模块版本里的 {some} 个进行测试。"),
                )
            }
            files => {
                let projects = files.len();
                lang.pick(
                    format!("Asked for are {some} of the {of} module versions of {projects} projects."),
                    format!("使用 {projects} 个项目的 {of} 个模块版本里的 {some} 个进行测试。"),
                )
            }
        },
    }];
    let (said, looks) = (sample.left_out.private, sample.left_out.looks_private);
    if said > 0 {
        all.push(lang.pick(
            format!("Private by GOPRIVATE, GONOPROXY or GONOSUMDB, and asked of nobody: {said}."),
            format!("按 GOPRIVATE、GONOPROXY 或 GONOSUMDB 属于私有、没有向任何服务器询问的有 {said} 个。"),
        ));
    }
    if looks > 0 {
        all.push(lang.pick(
            format!("Private by the look of the path, and asked of nobody: {looks}."),
            format!("路径看起来像私有模块、没有向任何服务器询问的有 {looks} 个。"),
        ));
    }
    all
}

/// Who named a candidate, in a word or two.
impl Say for Source {
    fn say(&self, lang: Lang) -> String {
        match self {
            Source::Chain(number) => {
                lang.pick(format!("GOPROXY, entry {number}"), format!("GOPROXY 第 {number} 项"))
            }
            Source::BuiltIn(_) => lang.pick("well-known mirror", "常用镜像").into(),
            Source::Profile(name) => lang.pick(format!("profile {name}"), format!("配置 {name}")),
            Source::Named => lang.pick("given", "手动指定").into(),
        }
    }
}

impl Say for Offer {
    fn say(&self, lang: Lang) -> String {
        let text = match self {
            Offer::Yes => lang.pick("yes", "有"),
            Offer::No => lang.pick("no", "无"),
            Offer::Failed => lang.pick("no answer", "无响应"),
            Offer::NotAsked => "–",
        };
        text.into()
    }
}

/// What speaks against a candidate, as the end of a sentence that begins with its name.
impl Say for Flaw {
    fn say(&self, lang: Lang) -> String {
        match *self {
            Flaw::Away(verdict) => {
                let words = verdict.say(lang);
                lang.pick(format!("cannot be used ({words})"), format!("无法使用（{words}）"))
            }
            Flaw::Wrong(1) => lang.pick(
                "has other content than go.sum knows for one module".into(),
                "有 1 个模块的内容与 go.sum 不符".into(),
            ),
            Flaw::Wrong(some) => lang.pick(
                format!("has other content than go.sum knows for {some} modules"),
                format!("有 {some} 个模块的内容与 go.sum 不符"),
            ),
            Flaw::Unreliable { failed, of } => lang.pick(
                format!("failed to answer {failed} of {of} questions"),
                format!("在 {of} 次询问中失败了 {failed} 次"),
            ),
            Flaw::Lacks { lacks, of } => lang.pick(
                format!("lacks {lacks} of {of} module versions"),
                format!("缺少 {of} 个模块版本中的 {lacks} 个"),
            ),
            Flaw::NoSumdb => lang.pick(
                "does not pass the checksum database on, which cannot be reached from here".into(),
                "不转发校验和数据库，而从这里又无法直接访问它".into(),
            ),
            Flaw::Behind { behind, of } => lang.pick(
                format!("does not know the newest version of {behind} of {of} modules"),
                format!("有 {behind} 个模块（共 {of} 个）不是最新版本"),
            ),
        }
    }
}

/// The recommendation with its reason, a sentence each.
#[must_use]
pub fn recommendation(bench: &Bench, lang: Lang) -> Vec<String> {
    let recommended = &bench.recommendation;
    let Some(row) = recommended.take.and_then(|at| bench.rows.get(at)) else {
        return vec![nobody(recommended.reason, lang)];
    };
    let mut all = vec![taken(bench, row, lang)];
    if let Some(flaw) = recommended.but {
        let (name, flaw) = (&row.candidate.shown, flaw.say(lang));
        all.push(lang.pick(
            format!("It is not perfect: {name} {flaw}; the others are worse."),
            format!("它并不完美：{name} {flaw}；其他的更差。"),
        ));
    }
    all.extend(recommended.passed_over.iter().filter_map(|over| passed_over(bench, *over, lang)));
    all
}

fn taken(bench: &Bench, row: &Measured, lang: Lang) -> String {
    let name = &row.candidate.shown;
    let present = bench.rows.iter().filter(|row| row.candidate.in_chain().is_some());
    let present = present.min_by_key(|row| row.candidate.in_chain());
    let before = present.map_or("", |row| row.candidate.shown.as_str());
    match bench.recommendation.reason {
        Reason::PresentIsFastest => lang.pick(
            format!("Keep {name}: it has what your projects need, and none that has is faster."),
            format!("继续使用 {name}：它有项目需要的模块，而且没有更快的。"),
        ),
        Reason::NoClearWinner => lang.pick(
            format!("No clear winner: keep {name}. What others differ by may be chance."),
            format!("没有明显更好的：继续使用 {name}。与其他镜像的差别可能只是偶然。"),
        ),
        Reason::PresentAlone => {
            lang.pick(format!("Keep {name}: no other will do."), format!("继续使用 {name}：其他的都不合适。"))
        }
        Reason::Faster { times } => lang.pick(
            format!(
                "Take {name}: it has what your projects need, and is {times:.1} times as fast as {before}."
            ),
            format!("建议换成 {name}：它有项目需要的模块，速度是 {before} 的 {times:.1} 倍。"),
        ),
        Reason::PresentFails(flaw) => {
            let flaw = flaw.say(lang);
            lang.pick(format!("Take {name}: {before} {flaw}."), format!("建议换成 {name}：{before} {flaw}。"))
        }
        Reason::Fastest => lang.pick(
            format!("Take {name}: it is the fastest of those that have what your projects need."),
            format!("建议使用 {name}：在有项目所需模块的镜像中，它最快。"),
        ),
        Reason::AsGoodAsOthers => lang.pick(
            format!("No clear winner: {name} is as good as others. What they differ by may be chance."),
            format!("没有明显更好的：{name} 与其他镜像差不多，差别可能只是偶然。"),
        ),
        Reason::Alone => {
            lang.pick(format!("Take {name}: no other will do."), format!("建议使用 {name}：其他的都不合适。"))
        }
        reason @ (Reason::NobodyAnswers(_) | Reason::NobodyIsRight) => nobody(reason, lang),
    }
}

fn nobody(reason: Reason, lang: Lang) -> String {
    match reason {
        Reason::NobodyAnswers(Some(verdict)) => {
            let words = verdict.say(lang);
            lang.pick(
                format!("Nobody answers, and all in the same way ({words}): look at the network or at HTTPS_PROXY. Keep what you have."),
                format!("没有一个能用，而且原因相同（{words}）：检查网络或 HTTPS_PROXY。保持现有设置。"),
            )
        }
        Reason::NobodyIsRight => lang.pick(
            "Who answers has other content than go.sum knows. Keep what you have, and find out who changes it.".into(),
            "能响应的服务器给出的内容都与 go.sum 不符。保持现有设置，并查清是谁改动了内容。".into(),
        ),
        _ => lang.pick(
            "Nobody answers with the modules of the sample. Keep what you have.".into(),
            "没有服务器能提供所测试的模块。保持现有设置。".into(),
        ),
    }
}

fn passed_over(bench: &Bench, over: PassedOver, lang: Lang) -> Option<String> {
    let row = bench.rows.get(over.at)?;
    let (name, flaw) = (&row.candidate.shown, over.why.say(lang));
    Some(match over.why {
        Flaw::Wrong(_) => {
            lang.pick(format!("Do not use {name}: it {flaw}."), format!("不要使用 {name}：它{flaw}。"))
        }
        _ => lang.pick(format!("{name} is faster, but {flaw}."), format!("{name} 更快，但{flaw}。")),
    })
}

/// A module of which somebody else has a newer version.
#[must_use]
pub fn behind(behind: &Behind, lang: Lang) -> String {
    let Behind { module, version, newest } = behind;
    lang.pick(
        format!("{module}: {version}, elsewhere {newest}"),
        format!("{module}：{version}，别处已有 {newest}"),
    )
}

/// Bytes a second, for a person.
#[must_use]
pub fn rate(per_second: f64) -> String {
    format!("{}/s", bytes(whole(per_second)))
}

/// Bytes a second without their fractions: no line is so fast that they would not fit.
#[must_use]
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub fn whole(per_second: f64) -> u64 {
    per_second.clamp(0.0, 1e15) as u64
}

impl Tell for BenchError {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            BenchError::Cancelled(_) => {
                Problem::new("cancelled", lang.pick("Cancelled.".into(), "已取消。".into()))
            }
            BenchError::NoCandidates => Problem::new(
                "no-candidates",
                lang.pick("There is no module proxy to compare.".into(), "没有可以比较的模块代理。".into()),
            ),
            BenchError::TooMany => Problem::new(
                "too-many-candidates",
                lang.pick(
                    "More than 32 module proxies are not compared.".into(),
                    "最多比较 32 个模块代理。".into(),
                ),
            ),
            BenchError::NoSample => Problem::new(
                "no-sample",
                lang.pick(
                    "Every module is private, or looks so: there is nothing that others may be asked for."
                        .into(),
                    "所有模块都是私有的，或看起来是私有的：没有可以向别人询问的模块。".into(),
                ),
            ),
            BenchError::Probe(why) => why.tell(lang),
            BenchError::Fetch(why) => why.tell(lang),
        }
    }
}

impl Tell for NoCandidate {
    fn tell(&self, lang: Lang) -> Problem {
        let named = &self.0;
        Problem::new(
            "no-server",
            lang.pick(
                format!("{named} is no server that could be compared."),
                format!("{named} 不是可以比较的服务器。"),
            ),
        )
        .hint(lang.pick(
            "Name it as GOPROXY would: https://proxy.example.com",
            "像 GOPROXY 那样写：https://proxy.example.com",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proxy::probe::Verdict;
    use crate::text::tests::assert_chinese;

    #[test]
    fn every_flaw_and_every_source_speaks_both_languages() {
        let flaws = [
            Flaw::Away(Verdict::Refused),
            Flaw::Wrong(1),
            Flaw::Wrong(2),
            Flaw::Unreliable { failed: 1, of: 2 },
            Flaw::Lacks { lacks: 1, of: 2 },
            Flaw::NoSumdb,
            Flaw::Behind { behind: 1, of: 2 },
        ];
        let sources = [Source::Chain(1), Source::Profile("x".into()), Source::Named];
        let said = flaws.iter().map(|flaw| flaw as &dyn Say).chain(sources.iter().map(|one| one as &dyn Say));
        for say in said {
            assert_ne!(say.say(Lang::En), say.say(Lang::ZhCn));
            assert_chinese(&say.say(Lang::ZhCn));
        }
        for error in [BenchError::NoCandidates, BenchError::TooMany, BenchError::NoSample] {
            assert_chinese(&error.tell(Lang::ZhCn).message);
        }
    }
}
