//! Installing: sources, what they offer, and where it can be put.

use burrow_core::sdk::install;
use burrow_core::text::Say;

use super::Wire;
use crate::dto::sdk::{Destination, Offer, OfferSource, Offers};

impl Wire<'_> {
    /// Where versions are offered.
    pub fn offer_source(&self, from: &install::OfferSource) -> OfferSource {
        OfferSource {
            id: from.id.clone(),
            label: from.say(self.lang),
            url: from.url().into_string(),
            module_proxy: from.is_module_proxy(),
        }
    }

    /// What a source offers.
    pub fn offers(&self, source: &install::OfferSource, versions: &[install::Offer]) -> Offers {
        Offers {
            source: self.offer_source(source),
            versions: versions.iter().map(|offer| self.offer(offer)).collect(),
        }
    }

    fn offer(&self, from: &install::Offer) -> Offer {
        Offer {
            version: from.version.clone(),
            stable: from.stable,
            newest: from.newest,
            bytes: from.bytes,
            installed: from.installed.as_ref().map(|goroot| self.path(goroot)),
        }
    }

    /// Where a version can be put.
    pub fn destination(&self, from: &install::Destination) -> Destination {
        Destination {
            id: from.id(),
            label: from.source.say(self.lang),
            place: self.path(&from.goroot),
            free: from.free,
            recommended: from.recommended,
            note: from.reason.say(self.lang),
        }
    }
}
