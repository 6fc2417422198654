//! What `available` and `install` have in common: the surroundings, the sources, Ctrl-C.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use burrow_core::job::Cancel;
use burrow_core::sdk::install::{InstallError, OfferSource, Surroundings, source};
use burrow_core::sdk::inventory::{Sdk, hunt};
use burrow_core::system::DiskFiles;
use burrow_core::system::state_dir::state_dir;
use burrow_core::text::{Lang, Tell};
use serde::Serialize;

use super::hunted::hunted;
use crate::context::Context;
use crate::failure::{Failure, USAGE};

/// Cancelled (an exit status of the interface).
const CANCELLED: u8 = 4;

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

/// A wish to stop that Ctrl-C makes. The second Ctrl-C ends the command at once.
pub fn cancel_with_ctrl_c() -> Cancel {
    use signal_hook::consts::{SIGINT, SIGTERM};
    let cancel = Cancel::new();
    let pressed = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // In this order: the first sees that nothing was pressed before.
        let status = i32::from(CANCELLED);
        let _ = signal_hook::flag::register_conditional_shutdown(signal, status, Arc::clone(&pressed));
        let _ = signal_hook::flag::register(signal, Arc::clone(&pressed));
    }
    let wish = cancel.clone();
    // A handler may do no more than set a flag. Somebody has to look at it as long as the command runs.
    std::thread::spawn(move || {
        while !pressed.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(50));
        }
        wish.cancel();
    });
    cancel
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
