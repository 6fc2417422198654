//! Flags in GOFLAGS that one command is meant to have and every other gets too.

use bstr::ByteSlice;
use go_rules::vars::Layer;
use go_rules::vars::goflags::Word;

use super::flags::{NAME, is_off, mended, set_flags};
use crate::doctor::{CheckId, Evidence, Finding, Harm, Seen, SettingsWrong, Severity, Skip};

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let Some((set, Ok(words))) = set_flags(seen) else { return Ok(Vec::new()) };
    let finding = |(word, harm): (&Word, Harm)| {
        let only_this = |other: &Word| other.text == word.text;
        Finding {
            check: CheckId::GoflagsHarmful,
            severity: severity(harm),
            subject: NAME.to_owned(),
            evidence: vec![Evidence::setting(NAME, &set.value, set.place.clone())],
            wrong: SettingsWrong::FlagHarmful {
                flag: word.text.to_str_lossy().into_owned(),
                harm,
                layer: set.layer,
            }
            .into(),
            fixes: if set.layer == Layer::User { mended(seen, Ok(&words), only_this) } else { Vec::new() },
        }
    };
    Ok(words.iter().filter_map(|word| Some((word, harm(word)?))).map(finding).collect())
}

fn severity(harm: Harm) -> Severity {
    match harm {
        Harm::ModMod | Harm::Obsolete => Severity::Note,
        Harm::Updates | Harm::Writes | Harm::DryRun | Harm::RebuildsAll | Harm::Output | Harm::Elsewhere => {
            Severity::Warning
        }
    }
}

fn harm(word: &Word) -> Option<Harm> {
    let (flag, value) = word.flag();
    Some(match flag {
        b"mod" if value == Some(b"mod") => Harm::ModMod,
        _ if is_off(value) || word.bad.is_some() => return None,
        b"u" => Harm::Updates,
        b"w" => Harm::Writes,
        b"n" => Harm::DryRun,
        b"a" => Harm::RebuildsAll,
        b"json" | b"changed" | b"f" | b"m" | b"versions" | b"reuse" | b"diff" => Harm::Output,
        b"c" | b"o" => Harm::Elsewhere,
        b"insecure" | b"i" => Harm::Obsolete,
        _ => return None,
    })
}
