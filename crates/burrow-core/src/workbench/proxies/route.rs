//! The way of one module in the context: as it would be, and as it is when somebody wants it gone.

use bstr::{BStr, ByteSlice};
use go_rules::route::TooMany;

use crate::env::resolve::Asked;
use crate::job::Cancel;
use crate::proxy::FetchError;
use crate::proxy::route::{Forecast, Ground, Inquiry, Live, follow, forecast};
use crate::system::DiskFiles;
use crate::workbench::Workbench;
use crate::workbench::work::Inner;

/// The forecast, and the answers beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Gone {
    pub forecast: Forecast,
    /// Only where it was wanted, and where Go would ask anybody.
    pub live: Option<Live>,
}

/// Why there is no way to show.
#[derive(Debug, thiserror::Error)]
pub enum RouteError {
    /// GOPROXY leads to more steps than can be told.
    #[error("too many steps")]
    TooMany(#[from] TooMany),
    /// Nobody can be asked at all.
    #[error(transparent)]
    Means(#[from] FetchError),
}

impl Workbench {
    /// What Go would ask for `MODULE[@VERSION]`; `live`: asks it, which takes as long as the servers do. A later call
    /// ends an earlier one that still asks.
    ///
    /// # Errors
    /// [`RouteError`].
    pub fn module_route(&self, module: &str, live: bool) -> Result<Gone, RouteError> {
        let cancel = self.begin_going();
        let ground = self.inner.route_ground();
        let forecast = forecast(&Inquiry::parse(BStr::new(module)), &ground)?;
        let live = match live && forecast.error.is_none() {
            true => Some(follow(&forecast, &ground, &cancel)?),
            false => None,
        };
        Ok(Gone { forecast, live })
    }

    /// What ends the asking that begins now; what asked before is ended.
    pub(in crate::workbench) fn begin_going(&self) -> Cancel {
        let cancel = Cancel::new();
        let before = self.inner.proxies.known().going.replace(cancel.clone());
        if let Some(before) = before {
            before.cancel();
        }
        cancel
    }
}

impl Inner {
    pub(in crate::workbench) fn route_ground(&self) -> Ground {
        let question = self.sdk_question();
        let goroot = question.goroot.as_ref().map(|goroot| goroot.as_bstr());
        let asked =
            Asked { environ: &question.environ, dir: question.dir.as_bstr(), started_in: None, goroot };
        Ground::of(&asked, &DiskFiles)
    }
}
