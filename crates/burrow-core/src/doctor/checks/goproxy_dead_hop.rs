//! A server of GOPROXY fails, and Go does not go on behind it: only `|` makes it, `,` does so for 404 and 410 alone
//! (`modfetch.TryProxies`). Or there is nothing but `direct`, and hosts that most modules come from are out of reach.

use std::time::Duration;

use bstr::ByteSlice;

use crate::doctor::{CheckId, Evidence, Finding, NetworkWrong, Remedy, Seen, Severity, Skip};
use crate::proxy::probe::one::ask_one;
use crate::proxy::probe::{Kind, Note, Probed, Verdict};
use crate::proxy::profile::BuiltIn;
use crate::proxy::url;
use crate::proxy::view::{HopTo, HopView, Then};

const NAME: &str = "GOPROXY";
/// How long a host of repositories may take.
const PATIENCE: Duration = Duration::from_secs(8);
/// Where the repositories of most modules are, or where Go hears where they are.
const ORIGINS: [(&str, &str); 2] =
    [("github.com", "https://github.com/"), ("golang.org", "https://golang.org/x/mod?go-get=1")];
/// Profiles that do without the hosts of repositories, the first that answers is offered.
const MIRRORS: [(BuiltIn, &str); 4] = [
    (BuiltIn::Golang, "https://proxy.golang.org"),
    (BuiltIn::GoproxyCn, "https://goproxy.cn"),
    (BuiltIn::GoproxyIo, "https://goproxy.io"),
    (BuiltIn::Aliyun, "https://mirrors.aliyun.com/goproxy/"),
];

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let hops = &seen.chain().hops;
    if matches!(hops.first(), Some(HopView { to: HopTo::Direct, .. })) {
        return Ok(only_direct(seen));
    }
    let mut later = false;
    for hop in hops {
        let Some(probed) = probed(seen, hop) else { break };
        if !is_dead(probed, hop.then) {
            later |= probed.verdict == Verdict::Ok;
            continue;
        }
        if hop.then != Then::AfterAnyFailure {
            return Ok(vec![dead(seen, hop, probed, later)]);
        }
    }
    Ok(Vec::new())
}

/// What the server of an entry answered.
fn probed<'s>(seen: &'s Seen, hop: &HopView) -> Option<&'s Probed> {
    seen.probed()
        .iter()
        .find(|probed| probed.hop.kind == Kind::Proxy && probed.hop.number == Some(hop.number))
}

fn is_dead(probed: &Probed, then: Then) -> bool {
    match probed.verdict {
        Verdict::Ok | Verdict::Off => false,
        // What a login mends is told of the login.
        Verdict::Unauthorized if probed.status == Some(401) => false,
        Verdict::BadUrl => probed.notes.contains(&Note::InsecureCredentials),
        // It has no public modules; a folder that is not there has none at all.
        _ if probed.is_absent() => probed.status.is_none() && then == Then::Stop,
        _ => true,
    }
}

fn dead(seen: &Seen, hop: &HopView, probed: &Probed, later: bool) -> Finding {
    let set = seen.set_by(NAME);
    let hops = &seen.chain().hops;
    let next = hops.iter().find(|other| {
        let well = match self::probed(seen, other) {
            Some(probed) => !is_dead(probed, other.then),
            None => other.to == HopTo::Direct,
        };
        other.number > hop.number && well && other.to != HopTo::Off
    });
    let list = seen.chain().goproxy.as_str();
    let wanted = match next {
        Some(next) => seen.goproxy_with_bars(|number| (hop.number..next.number).contains(&number)),
        None if hop.then == Then::Stop => format!("{}|direct", list.trim_end_matches([',', '|', ' '])),
        // What stands behind is dead or `off`.
        None => String::new(),
    };
    let mut fixes = seen.mend(NAME, Some(wanted));
    if next.is_none() {
        fixes.extend(mirrors(seen));
    }
    let status = probed.status.map(|status| format!(" ({status})")).unwrap_or_default();
    let answer = format!("{}: {}{status}", probed.hop.shown, probed.verdict.id());
    let place = set.as_ref().and_then(|set| set.place.clone());
    Finding {
        check: CheckId::GoproxyDeadHop,
        severity: if later { Severity::Warning } else { Severity::Error },
        subject: hop.to.word(),
        wrong: NetworkWrong::DeadHop {
            server: hop.to.word(),
            verdict: probed.verdict,
            later,
            next: next.map(|hop| hop.to.word()),
            alone: is_alone(seen),
            layer: set.map(|set| set.layer),
        }
        .into(),
        evidence: vec![Evidence::setting(NAME, seen.goproxy(), place), Evidence::fact(&answer)],
        fixes,
    }
}

/// Whether no name of several servers is known here.
fn is_alone(seen: &Seen) -> bool {
    let asked = || seen.probed().iter().filter(|probed| probed.hop.is_asked());
    asked().count() > 1 && asked().all(|probed| probed.verdict == Verdict::NameNotFound)
}

/// Profiles whose server answers, where a switch has an effect.
fn mirrors(seen: &Seen) -> Vec<Remedy> {
    if seen.mend(NAME, Some("direct".to_owned())).is_empty() {
        return Vec::new();
    }
    let lists = MIRRORS.map(|(_, list)| list);
    let well = seen.that_answer(&lists);
    let first = MIRRORS.iter().find(|(_, list)| well.contains(list));
    first.map(|(profile, _)| Remedy::Profile { name: profile.name().to_owned() }).into_iter().collect()
}

fn only_direct(seen: &Seen) -> Vec<Finding> {
    let settings = seen.settings();
    let ask = |(host, url): (&'static str, &str)| {
        let url = url::parse(url.as_bytes().as_bstr()).ok()?;
        let answer = ask_one(&url, Vec::new(), settings, PATIENCE, &seen.ground().cancel);
        answer.err().map(|verdict| (host, verdict))
    };
    let failed: Vec<(&str, Verdict)> = std::thread::scope(|scope| {
        let asked = ORIGINS.map(|origin| scope.spawn(move || ask(origin)));
        asked.into_iter().filter_map(|answer| answer.join().ok().flatten()).collect()
    });
    let Some((host, verdict)) = failed.first().copied() else { return Vec::new() };
    let set = seen.set_by(NAME);
    let place = set.as_ref().and_then(|set| set.place.clone());
    let mut evidence = vec![Evidence::setting(NAME, seen.goproxy(), place)];
    evidence.extend(failed.iter().map(|(host, why)| Evidence::fact(&format!("{host}: {}", why.id()))));
    vec![Finding {
        check: CheckId::GoproxyDeadHop,
        severity: if failed.len() == ORIGINS.len() { Severity::Error } else { Severity::Warning },
        subject: host.to_owned(),
        wrong: NetworkWrong::OnlyDirect { host: host.to_owned(), verdict, layer: set.map(|set| set.layer) }
            .into(),
        evidence,
        fixes: mirrors(seen),
    }]
}
