//! GOPROXY is mistyped: Go refuses the whole list for one bad entry, or takes a typing error for a server
//! (`modfetch.proxyList`).

use bstr::ByteSlice;

use crate::doctor::{CheckId, Evidence, Finding, NetworkWrong, ProxyMistake, Seen, Severity, Skip};
use crate::proxy::list::{self, Mistake};
use crate::secret::Masked;

const NAME: &str = "GOPROXY";

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let value = seen.goproxy();
    let Some(mistake) = list::mistake(value.as_bstr()) else { return Ok(Vec::new()) };
    let set = seen.set_by(NAME);
    let masked = |text: &[u8]| Masked::value(NAME, text);
    // Secrets stay masked: a plan knows them.
    let meant = list::mended(masked(value).as_str().as_bytes().as_bstr(), seen.environ().os());
    let mut fixes = match meant {
        Some(meant) => seen.mend(NAME, Some(meant)),
        None => Vec::new(),
    };
    fixes.extend(seen.mend(NAME, None));
    let mistake = match mistake {
        Mistake::Refused(why) => ProxyMistake::Refused(Masked::said_of(NAME, &why)),
        Mistake::NoServer(entry) => ProxyMistake::NoServer(masked(entry.as_bytes())),
    };
    Ok(vec![Finding {
        check: CheckId::GoproxyInvalid,
        severity: Severity::Error,
        subject: NAME.to_owned(),
        wrong: NetworkWrong::ProxyInvalid { mistake, layer: set.as_ref().map(|set| set.layer) }.into(),
        evidence: vec![Evidence::setting(NAME, value, set.and_then(|set| set.place))],
        fixes,
    }])
}
