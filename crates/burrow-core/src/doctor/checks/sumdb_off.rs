//! The checksum database does not vouch for modules: it is off, every module is exempt, or the setting is of no use
//! (`modfetch.useSumDB`, `dbDial`).

use bstr::ByteSlice;
use go_rules::goproxy::{self, To};
use go_rules::pattern::matches_prefix;
use go_rules::sumdb::setting::{Database, NoDatabase};
use go_rules::vars::Layer;

use crate::doctor::{CheckId, Evidence, Finding, NetworkWrong, Seen, Severity, Skip, SumdbOff};
use crate::secret::Masked;

const NAME: &str = "GOSUMDB";
const DATABASE: &str = "sum.golang.org";
/// Paths that only a pattern for everything matches, all of them.
const SOMEBODYS: [&str; 3] = ["zq9.example/x", "github.com/zq9-x/y", "golang.org/x/zq9"];

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let settings = seen.settings();
    let off = match Database::of(settings.gosumdb.as_bstr()) {
        Err(NoDatabase::Off) => SumdbOff::Off { no_server: no_server(seen) },
        Err(why) => SumdbOff::Unusable(Masked::said_of(NAME, &why)),
        Ok(_) => return Ok(everything(seen).into_iter().collect()),
    };
    let set = seen.decided_by(NAME);
    if set.is_none() && seen.goroot_is_lost() {
        return Ok(Vec::new());
    }
    let layer = set.as_ref().map(|set| set.layer);
    let severity = match off {
        SumdbOff::Unusable(_) => Severity::Error,
        // A distribution has decided so, or there is nobody to mistrust.
        SumdbOff::Off { no_server: true } => Severity::Note,
        SumdbOff::Off { .. } if layer == Some(Layer::Goroot) => Severity::Note,
        SumdbOff::Off { .. } | SumdbOff::Everything { .. } => Severity::Warning,
    };
    // Of `go.env` nothing is taken away, but over it can be set.
    let by_go = seen.resolved().goroot_file.entries().iter().find(|entry| entry.name == NAME);
    let is_default = by_go.is_some_and(|entry| Database::of(entry.value.as_bstr()).is_ok());
    let is_default = is_default || seen.at_hand().go.is_none();
    let wanted = (!is_default).then(|| DATABASE.to_owned());
    let place = set.and_then(|set| set.place);
    Ok(vec![Finding {
        check: CheckId::SumdbOff,
        severity,
        subject: NAME.to_owned(),
        wrong: NetworkWrong::Sumdb { off, layer }.into(),
        evidence: vec![Evidence::setting(NAME, &settings.gosumdb, place)],
        fixes: seen.mend(NAME, wanted),
    }])
}

/// Whether modules come from folders of this machine only, or from nowhere.
fn no_server(seen: &Seen) -> bool {
    let hops = goproxy::parse(seen.goproxy().as_bstr()).unwrap_or_default();
    let is_here = |hop: &goproxy::Hop| match &hop.to {
        To::Proxy(url) => url.starts_with(b"file:"),
        To::Off => true,
        To::Direct => false,
    };
    !hops.is_empty() && hops.iter().all(is_here)
}

/// GONOSUMDB, or GOPRIVATE for it, matches everything.
fn everything(seen: &Seen) -> Option<Finding> {
    let of = |name: &'static str| {
        let set = seen.set_by(name)?;
        SOMEBODYS.iter().all(|path| matches_prefix(&set.value, path.as_bytes())).then_some((name, set))
    };
    let inherited = seen.set_by("GONOSUMDB").is_none_or(|set| set.value.is_empty());
    let (name, set) = if inherited { of("GOPRIVATE") } else { of("GONOSUMDB") }?;
    let left: Vec<&[u8]> = set.value.split_str(",").filter(|glob| !matches_all(glob)).collect();
    let left = Masked::value(name, &bstr::join(",", left)).into_string();
    Some(Finding {
        check: CheckId::SumdbOff,
        severity: Severity::Warning,
        subject: name.to_owned(),
        wrong: NetworkWrong::Sumdb { off: SumdbOff::Everything { variable: name }, layer: Some(set.layer) }
            .into(),
        evidence: vec![Evidence::setting(name, &set.value, set.place)],
        fixes: seen.mend(name, Some(left)),
    })
}

fn matches_all(glob: &[u8]) -> bool {
    SOMEBODYS.iter().any(|path| matches_prefix(glob, path.as_bytes()))
}
