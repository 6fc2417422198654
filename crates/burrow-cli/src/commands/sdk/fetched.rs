//! What `available` and `install` have in common: the surroundings, the sources, Ctrl-C.

use burrow_core::sdk::install::{InstallError, OfferSource, Surroundings, source};
use burrow_core::sdk::inventory::{Sdk, hunt};
use burrow_core::system::DiskFiles;
use burrow_core::system::state_dir::state_dir;
use burrow_core::text::{Lang, Tell};
use serde::Serialize;

use super::hunted::hunted;
use crate::context::Context;
use crate::failure::{CANCELLED, Failure, USAGE};

/// What both go by.
pub struct Ground {
    pub surroundings: Surroundings,
    pub sdks: Vec<Sdk>,
    pub lang: Lang,
}

impl Ground {
    pub fn of(context: &Context, lang: Lang) -> Ground {
        let environ = &context.captured.environ;
        let asked = context.asked();
        Ground {
            surroundings: Surroundings::of(&asked, state_dir(environ), &DiskFiles),
            sdks: hunt(&hunted(context), &DiskFiles),
            lang,
        }
    }

    /// The source that was named; else the module proxy of the settings.
    pub fn source(&self, named: Option<&str>) -> Result<OfferSource, Failure> {
        source(named.unwrap_or("proxy"), &self.surroundings).map_err(|error| self.failure(&error))
    }

    pub fn failure(&self, error: &InstallError) -> Failure {
        let failure = Failure::from(error.tell(self.lang));
        match error {
            InstallError::Cancelled(_) => failure.exit(CANCELLED),
            InstallError::BadVersion(_)
            | InstallError::UnknownSource(_)
            | InstallError::UnknownDestination(_)
            | InstallError::NotAModule(_) => failure.exit(USAGE),
            _ => failure,
        }
    }
}

/// A source in JSON.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct JsonSource {
    id: String,
    url: String,
    module_proxy: bool,
}

impl JsonSource {
    pub fn of(source: &OfferSource) -> JsonSource {
        JsonSource {
            id: source.label(),
            url: source.url().into_string(),
            module_proxy: source.is_module_proxy(),
        }
    }
}
