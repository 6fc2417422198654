//! What each variable is, and what people believe of it; does not depend on a context.
//!
//! English facts stand in `go-rules`' registry, the rest in `reference/zh.rs` and `reference/beliefs.rs`.

mod beliefs;
mod zh;

use go_rules::vars::registry::{VARIABLES, VariableFacts};

use super::Lang;

/// What people believe of a variable, and what is true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Belief {
    pub claim: String,
    pub verdict: Verdict,
    pub truth: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    False,
    Partly,
    True,
}

/// What a variable is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    pub name: String,
    pub summary: String,
    /// First Go version that lists it (`1.21`); `None` for the oldest supported.
    pub since: Option<String>,
    /// Accepted values where they are a fixed list.
    pub accepted: Vec<String>,
    /// The default rule in words.
    pub default_rule: String,
    /// Go's own documentation.
    pub link: String,
    pub beliefs: Vec<Belief>,
}

/// Every variable that Burrow knows.
pub fn reference(lang: Lang) -> Vec<Reference> {
    VARIABLES.iter().map(|facts| of(facts, lang)).collect()
}

fn of(facts: &VariableFacts, lang: Lang) -> Reference {
    let (summary, default_rule) = match lang {
        Lang::En => (facts.summary, facts.default_rule),
        // A test sees to it that none is missing.
        Lang::ZhCn => zh::words(facts.name).unwrap_or((facts.summary, facts.default_rule)),
    };
    Reference {
        name: facts.name.to_owned(),
        summary: summary.to_owned(),
        since: facts.since.map(|minor| format!("1.{minor}")),
        accepted: facts.accepted.iter().map(|&value| value.to_owned()).collect(),
        default_rule: default_rule.to_owned(),
        link: facts.link.to_owned(),
        beliefs: beliefs::of(facts.name, lang),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_variable_has_its_words_in_chinese() {
        let missing: Vec<_> =
            VARIABLES.iter().map(|v| v.name).filter(|name| zh::words(name).is_none()).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn every_belief_is_about_a_variable_and_speaks_both_languages() {
        let (en, zh) = (reference(Lang::En), reference(Lang::ZhCn));
        let count = |list: &[Reference]| list.iter().map(|r| r.beliefs.len()).collect::<Vec<_>>();
        assert_eq!(count(&en), count(&zh));
        assert_eq!(
            beliefs::unplaced(&en.iter().map(|r| r.name.as_str()).collect::<Vec<_>>()),
            Vec::<&str>::new()
        );
    }

    #[test]
    fn chinese_texts_use_full_width_punctuation_and_spaces_beside_latin() {
        for r in reference(Lang::ZhCn) {
            for text in [&r.summary, &r.default_rule]
                .into_iter()
                .chain(r.beliefs.iter().flat_map(|b| [&b.claim, &b.truth]))
            {
                crate::text::tests::assert_chinese(text);
            }
        }
    }
}
