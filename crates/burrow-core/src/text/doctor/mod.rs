//! Findings in words: what is wrong in a line, what it is and what follows from it in some sentences, the ways out.

mod caches;
mod logins;
mod network;
mod page;
mod remedy;
mod settings;
mod skip;
mod toolchains;

pub use page::{check, deed, deed_title, deed_undo, sentence};
pub use remedy::remedy_label;

use super::Lang;
use crate::doctor::{Finding, Wrong};
use crate::secret::Masked;

/// What is wrong, in one line without a full stop.
#[must_use]
pub fn title(finding: &Finding, lang: Lang) -> String {
    Masked::path(&words(finding, lang).title).into_string()
}

/// What it is, and what follows from it.
#[must_use]
pub fn explanation(finding: &Finding, lang: Lang) -> String {
    Masked::path(&words(finding, lang).explanation).into_string()
}

struct Words {
    title: String,
    explanation: String,
}

impl Words {
    /// Both texts in both languages: title, then explanation.
    fn pick(
        lang: Lang,
        en: (impl Into<String>, impl Into<String>),
        zh: (impl Into<String>, impl Into<String>),
    ) -> Words {
        match lang {
            Lang::En => Words { title: en.0.into(), explanation: en.1.into() },
            Lang::ZhCn => Words { title: zh.0.into(), explanation: zh.1.into() },
        }
    }

    /// With a further sentence.
    fn and(mut self, lang: Lang, en: &str, zh: &str) -> Words {
        if lang == Lang::En && !en.is_empty() {
            self.explanation.push(' ');
        }
        self.explanation.push_str(lang.pick(en, zh));
        self
    }
}

fn words(finding: &Finding, lang: Lang) -> Words {
    match &finding.wrong {
        Wrong::Settings(wrong) => settings::words(wrong, lang),
        Wrong::Toolchains(wrong) => toolchains::words(wrong, lang),
        Wrong::Network(wrong) => network::words(wrong, lang),
        Wrong::Caches(wrong) => caches::words(wrong, lang),
    }
}
