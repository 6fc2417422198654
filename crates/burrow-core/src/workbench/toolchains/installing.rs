//! Installing from the window: what is offered in this context, where it can be put, and doing it.

use std::path::PathBuf;

use super::super::Workbench;
use crate::job::{Cancel, Progress};
use crate::proxy::{Deadlines, Settings};
use crate::sdk::install::{
    self, Destination, InstallError, Offer, OfferSource, Platform, Surroundings, Wish,
};
use crate::sdk::inventory::Sdk;

impl Workbench {
    /// Where versions can be had without typing an address.
    pub fn offer_sources(&self) -> Vec<OfferSource> {
        install::sources(&self.install_surroundings())
    }

    /// What a source offers; asks the network.
    ///
    /// # Errors
    /// [`InstallError`].
    pub fn offers(&self, source: &str, cancel: &Cancel) -> Result<(OfferSource, Vec<Offer>), InstallError> {
        let around = self.install_surroundings();
        let source = install::source(source, &around)?;
        let offers = install::offers(&source, &around, &self.sdks(), cancel)?;
        Ok((source, offers))
    }

    /// Where a version (`go1.27.3`) can be put, the best place first.
    pub fn destinations(&self, version: &str) -> Vec<Destination> {
        install::destinations(version, &self.sdks(), &self.install_surroundings())
    }

    /// What installing begins with: the source and the destination that are meant.
    ///
    /// # Errors
    /// [`InstallError::UnknownSource`], [`InstallError::UnknownDestination`].
    pub fn install_wish(&self, version: &str, source: &str, destination: &str) -> Result<Wish, InstallError> {
        let around = self.install_surroundings();
        Ok(Wish {
            version: version.to_owned(),
            source: install::source(source, &around)?,
            destination: install::destination(destination, version, &self.sdks(), &around)?,
        })
    }

    /// Installs a toolchain; blocks for as long as that takes. Gives its GOROOT.
    ///
    /// # Errors
    /// [`InstallError`]: nothing is left in the destination then.
    pub fn install(
        &self,
        wish: &Wish,
        cancel: &Cancel,
        progress: &dyn Progress,
    ) -> Result<PathBuf, InstallError> {
        let installed = install::install(wish, &self.install_surroundings(), cancel, progress);
        self.look_for_toolchains();
        installed
    }

    /// By what is in effect in this context.
    fn install_surroundings(&self) -> Surroundings {
        let inner = &self.inner;
        let question = inner.sdk_question();
        Surroundings {
            settings: Settings::of(&question.environ, &question.resolved),
            home: inner.options.home.clone(),
            state_dir: inner.options.state_dir.clone(),
            platform: Platform::host(),
            deadlines: Deadlines::default(),
        }
    }

    /// Those that are known now; looks for them when nobody has yet.
    pub(super) fn sdks(&self) -> Vec<Sdk> {
        let mut toolchains = self.toolchains();
        if toolchains.looking {
            toolchains = self.inner.look_for_toolchains(true);
        }
        toolchains.sdks.iter().map(|known| known.sdk.clone()).collect()
    }
}
