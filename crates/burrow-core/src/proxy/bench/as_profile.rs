//! What a recommendation would be as a profile: the proxy, the checksum database that goes with it, and nothing else, so
//! that private patterns survive a switch.

use bstr::{BString, ByteSlice};
use go_rules::goproxy::{self, To};

use super::found::{Bench, Offer};
use crate::proxy::Settings;
use crate::proxy::profile::SUMDB_CHINA;
use crate::secret::Masked;

/// What a profile of it would set. May hold secrets.
#[derive(Clone, PartialEq, Eq)]
pub struct Values {
    pub goproxy: BString,
    pub gosumdb: BString,
}

/// Secrets are not printed, by no way of printing.
impl std::fmt::Debug for Values {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Values").finish_non_exhaustive()
    }
}

impl Values {
    /// As they may be shown.
    #[must_use]
    pub fn shown(&self) -> (Masked, Masked) {
        (Masked::value("GOPROXY", self.goproxy.as_bstr()), Masked::value("GOSUMDB", self.gosumdb.as_bstr()))
    }
}

/// Those of one candidate, beside the settings in effect.
///
/// Where modules come from their own servers now, they still may; else the list ends with the proxy. A database that this
/// proxy does not pass on, and that cannot be reached, is asked at its other address.
#[must_use]
pub fn values(bench: &Bench, at: usize, settings: &Settings) -> Option<Values> {
    let row = bench.rows.get(at)?;
    let hops = goproxy::parse(settings.goproxy.as_bstr()).unwrap_or_default();
    let mut goproxy = row.candidate.text.clone();
    if hops.is_empty() || hops.iter().any(|hop| hop.to == To::Direct) {
        goproxy.extend_from_slice(b",direct");
    }
    let through = row.sumdb == Offer::Yes || bench.database_reachable != Some(false);
    let gosumdb = match &settings.gosumdb {
        name if *name == "sum.golang.org" && !through => SUMDB_CHINA.into(),
        name => name.clone(),
    };
    Some(Values { goproxy, gosumdb })
}
