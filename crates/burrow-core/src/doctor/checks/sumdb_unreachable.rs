//! The checksum database does not answer on the way that Go takes: through a proxy that offers it, else by itself.

use bstr::ByteSlice;
use go_rules::sumdb::setting::Database;

use crate::doctor::{CheckId, Evidence, Finding, NetworkWrong, Remedy, Seen, Severity, Skip};
use crate::proxy::Settings;
use crate::proxy::probe::{Ask, Hop, Note, Probed, Verdict, probe};
use crate::text::{Lang, Say};

const NAME: &str = "GOSUMDB";
/// The database of Go, under the address that is reached where the other one is not.
const ELSEWHERE: &str = "sum.golang.google.cn";
const OWN: &str = "sum.golang.org";

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let Ok(database) = Database::of(seen.settings().gosumdb.as_bstr()) else { return Ok(Vec::new()) };
    let Some(probed) = seen.probed_sumdb() else { return Ok(Vec::new()) };
    if matches!(probed.verdict, Verdict::Ok | Verdict::Off | Verdict::BadUrl) {
        return Ok(Vec::new());
    }
    let name = database.key.name().to_owned();
    let set = seen.set_by(NAME);
    let alternative = alternative(seen, &name, database.url.is_some());
    let status = probed.status.map(|status| format!(" ({status})")).unwrap_or_default();
    let answer = format!("{}: {}{status}", probed.hop.shown, probed.verdict.id());
    let mut evidence = vec![
        Evidence::setting(NAME, &seen.settings().gosumdb, set.as_ref().and_then(|set| set.place.clone())),
        Evidence::fact(&answer),
    ];
    evidence.extend(said(probed));
    let fixes: Vec<Remedy> = match alternative {
        Some(Some(value)) => seen.mend(NAME, Some(value.to_owned())),
        Some(None) => seen.mend(NAME, None),
        None => Vec::new(),
    };
    Ok(vec![Finding {
        check: CheckId::SumdbUnreachable,
        severity: Severity::Error,
        subject: name.clone(),
        wrong: NetworkWrong::SumdbUnreachable {
            name,
            verdict: probed.verdict,
            elsewhere: alternative.is_some(),
            layer: set.map(|set| set.layer),
        }
        .into(),
        evidence,
        fixes,
    }])
}

/// Where it answers instead: a value for GOSUMDB, or `None` for Go's own.
fn alternative(seen: &Seen, name: &str, has_place: bool) -> Option<Option<&'static str>> {
    if name != OWN {
        // A line of one's own for a database that does not answer: Go's own one vouches for public modules.
        return seen.set_by(NAME).map(|_| None);
    }
    let settings = |gosumdb: &str| Settings { gosumdb: gosumdb.into(), ..seen.settings().clone() };
    let asked = if has_place { OWN } else { ELSEWHERE };
    let hop = Hop::sumdb(&settings(asked));
    let ask = Ask { module: None, timeout: std::time::Duration::from_secs(5) };
    let told = probe(&[hop], &ask, seen.settings(), &seen.ground().cancel, &|_, _| ()).ok()?;
    let well = told.first().is_some_and(|probed| probed.verdict == Verdict::Ok);
    well.then_some(if has_place { None } else { Some(ELSEWHERE) })
}

/// Words of the server or of the system that tell more than the verdict.
fn said(probed: &Probed) -> Vec<Evidence> {
    let tells = |note: &&Note| {
        matches!(note, Note::SumdbThrough(_) | Note::Said(_) | Note::Reason(_) | Note::BadSignature)
    };
    probed.notes.iter().filter(tells).map(|note| Evidence::fact(&note.say(Lang::En))).collect()
}
