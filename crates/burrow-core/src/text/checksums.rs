//! What asking the checksum database came to, and what fetching again.

use super::{Lang, Problem, Say, Tell};
use crate::cache::verify::{Database, Fetched, NotAsked, NotFetched, NotFetchedWhy};
use crate::proxy::sumdb::SumdbError;

/// What came of asking the checksum database.
#[must_use]
pub fn database(asked: &Database, lang: Lang) -> Vec<Problem> {
    let mut told = Vec::new();
    let name = &asked.name;
    let mut say = |code, en: String, zh: String| told.push(Problem::new(code, lang.pick(en, zh)));
    match asked.answered {
        0 => {}
        1 => say(
            "sumdb-asked",
            format!("{name} has told what one version must be that no go.sum names."),
            format!("有 1 个版本 go.sum 没有记录，已与 {name} 核对。"),
        ),
        many => say(
            "sumdb-asked",
            format!("{name} has told what {many} versions must be that no go.sum names."),
            format!("有 {many} 个版本 go.sum 没有记录，已与 {name} 核对。"),
        ),
    }
    match asked.unknown {
        0 => {}
        1 => say(
            "sumdb-unknown",
            format!("{name} does not have one version."),
            format!("{name} 没有其中 1 个版本的记录。"),
        ),
        many => say(
            "sumdb-unknown",
            format!("{name} does not have {many} versions."),
            format!("{name} 没有其中 {many} 个版本的记录。"),
        ),
    }
    match asked.exempt {
        0 => {}
        1 => say(
            "sumdb-exempt",
            "It was not asked about one private version (GONOSUMDB).".into(),
            "有 1 个私有版本没有询问（GONOSUMDB）。".into(),
        ),
        many => say(
            "sumdb-exempt",
            format!("It was not asked about {many} private versions (GONOSUMDB)."),
            format!("有 {many} 个私有版本没有询问（GONOSUMDB）。"),
        ),
    }
    told.extend(asked.failure.as_ref().map(|why| not_asked(why, asked.unasked, lang)));
    told
}

fn not_asked(why: &NotAsked, unasked: u64, lang: Lang) -> Problem {
    let (reason, hint) = match why {
        NotAsked::Off => {
            return Problem::new(
                "sumdb-off",
                lang.pick(
                    "GOSUMDB=off: no checksum database was asked.".into(),
                    "GOSUMDB=off：没有询问校验和数据库。".into(),
                ),
            )
            .about("GOSUMDB");
        }
        NotAsked::Failed(SumdbError::Untrusted { name, reason }) => {
            return Problem::new(
                "sumdb-untrusted",
                lang.pick(
                    format!("The answers of the checksum database {name} cannot be trusted: {reason}"),
                    format!("校验和数据库 {name} 的回答不可信：{reason}"),
                ),
            )
            .about(name)
            .hint(lang.pick("Somebody may be changing what you receive.", "可能有人篡改了你收到的内容。"));
        }
        NotAsked::Failed(SumdbError::Fetch(why)) => {
            let told = why.tell(lang);
            (told.message, told.hint)
        }
        NotAsked::Failed(SumdbError::Cancelled(_)) => (lang.pick("cancelled", "已取消").into(), None),
        NotAsked::Failed(SumdbError::Setting(words) | SumdbError::Disk(words)) => (words.clone(), None),
    };
    let message = match unasked {
        1 => lang.pick(
            format!("The checksum database could not be asked about one version: {reason}"),
            format!("有 1 个版本未能与校验和数据库核对：{reason}"),
        ),
        many => lang.pick(
            format!("The checksum database could not be asked about {many} versions: {reason}"),
            format!("有 {many} 个版本未能与校验和数据库核对：{reason}"),
        ),
    };
    Problem { hint, ..Problem::new("sumdb-unreachable", message) }
}

impl Say for NotFetched {
    fn say(&self, lang: Lang) -> String {
        let NotFetched { version, why } = self;
        let (module, version) = (&version.module, &version.version);
        lang.pick(
            format!("{module} {version} could not be fetched: {}", why.say(lang)),
            format!("未能重新下载 {module} {version}：{}", why.say(lang)),
        )
    }
}

impl Say for NotFetchedWhy {
    fn say(&self, lang: Lang) -> String {
        match self {
            NotFetchedWhy::Said(said) => said.clone(),
            NotFetchedWhy::StillMissing(path) => {
                let path = path.display();
                lang.pick(
                    format!("go ended without an error, but {path} is still missing"),
                    format!("go 正常结束，但 {path} 仍然缺失"),
                )
            }
        }
    }
}

/// What came of fetching again; `None`: nothing was to be fetched.
#[must_use]
pub fn fetched(fetched: &Fetched, lang: Lang) -> Option<String> {
    let total = fetched.versions + fetched.failed.len() as u64;
    Some(match (fetched.versions, total) {
        _ if fetched.cancelled => lang.pick(
            format!("Fetched again: {}; the rest go fetches when it needs it.", fetched.versions),
            format!("已重新下载 {} 个版本，其余的 go 会在需要时下载。", fetched.versions),
        ),
        (_, 0) => return None,
        (1, 1) => lang.pick("It is fetched again.".into(), "已重新下载。".into()),
        (some, all) if some == all => lang
            .pick(format!("All {all} versions are fetched again."), format!("{all} 个版本已全部重新下载。")),
        (some, all) => lang.pick(
            format!("{some} of {all} versions are fetched again."),
            format!("{all} 个版本中已重新下载 {some} 个。"),
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::verify::{Odd, SumMismatch};
    use crate::job::Cancelled;
    use crate::text::tests::{assert_chinese, assert_told};

    #[test]
    fn what_the_database_told_and_did_not_tell_is_said_in_both_languages() {
        let name = || "sum.test".to_owned();
        let failures = [
            None,
            Some(NotAsked::Off),
            Some(NotAsked::Failed(SumdbError::Setting("missing GOSUMDB".into()))),
            Some(NotAsked::Failed(SumdbError::Cancelled(Cancelled))),
            Some(NotAsked::Failed(SumdbError::Untrusted { name: name(), reason: "x".into() })),
        ];
        for failure in failures {
            for count in [0, 1, 7] {
                let failure = failure.clone();
                let (answered, unknown, exempt, unasked) = (count, count, count, count);
                let of = Database {
                    name: name(),
                    answered,
                    unknown,
                    exempt,
                    unasked,
                    failure,
                    ..Database::default()
                };
                let told = |lang| database(&of, lang).into_iter();
                for (en, zh) in told(Lang::En).zip(told(Lang::ZhCn)) {
                    assert_told(&Both(en.clone(), zh.clone()));
                }
                assert_eq!(
                    told(Lang::En).count(),
                    if count == 0 { 0 } else { 3 } + usize::from(of.failure.is_some())
                );
            }
        }
        for odd in [Odd::GoSum, Odd::NotAsInDatabase, Odd::Unknown] {
            let line = SumMismatch {
                version: crate::cache::ModuleVersion::new("a.com/x", "v1.0.0"),
                of_go_mod: true,
                file: "go.sum".into(),
                line: 3,
                said: "h1:a".into(),
                found: "h1:b".into(),
                odd,
            };
            assert_chinese(&line.say(Lang::ZhCn));
            assert_ne!(line.say(Lang::ZhCn), line.say(Lang::En));
        }
    }

    #[test]
    fn what_was_fetched_is_said_in_both_languages() {
        let failed = |n| {
            let version = crate::cache::ModuleVersion::new("a.com/x", "v1.0.0");
            vec![NotFetched { version, why: NotFetchedWhy::Said("go: x".into()) }; n]
        };
        for (versions, n, cancelled) in
            [(1, 0, false), (3, 0, false), (2, 1, false), (0, 2, false), (2, 0, true)]
        {
            let told = |lang| fetched(&Fetched { versions, failed: failed(n), cancelled }, lang).unwrap();
            assert_chinese(&told(Lang::ZhCn));
            assert_ne!(told(Lang::En), told(Lang::ZhCn));
        }
        assert_eq!(fetched(&Fetched::default(), Lang::En), None);
        assert_chinese(&failed(1)[0].say(Lang::ZhCn));
        let missing = NotFetchedWhy::StillMissing("m.zip".into());
        assert_chinese(&missing.say(Lang::ZhCn));
        assert_ne!(missing.say(Lang::ZhCn), missing.say(Lang::En));
    }

    struct Both(Problem, Problem);

    impl Tell for Both {
        fn tell(&self, lang: Lang) -> Problem {
            lang.pick(self.0.clone(), self.1.clone())
        }
    }
}
