//! The wizard of the first run.

use burrow_core::remedy::Remedy as Core;
use burrow_core::sdk::inspect::{Sdk, SdkState};
use burrow_core::text::{self, Say};
use burrow_core::workbench::{self as core, Network, Toolchains, WelcomeFolder as Folder};

use go_rules::version;

use super::Wire;
use super::project::count;
use crate::dto::remedy::{Opens, Remedy};
use crate::dto::welcome::{Welcome, WelcomeFolder, WelcomeGo, WelcomeNetwork};

impl Wire<'_> {
    /// All of it.
    pub fn welcome(
        &self,
        from: &core::Welcome,
        projects: &core::Projects,
        toolchains: &Toolchains,
    ) -> Welcome {
        let testing = from.networks.iter().any(|network| network.profile.server.testing);
        Welcome {
            looking: projects.looking || toolchains.looking || testing,
            folders: from.folders.iter().map(|folder| self.welcome_folder(folder)).collect(),
            go: self.welcome_go(toolchains),
            networks: from.networks.iter().map(|network| self.network(network)).collect(),
            // The list begins with what needs most.
            project: projects
                .projects
                .iter()
                .rev()
                .find(|one| one.trouble.is_none() && one.report.is_some())
                .map(|one| self.path(one.file.folder())),
            notices: Vec::new(),
        }
    }

    fn welcome_folder(&self, from: &Folder) -> WelcomeFolder {
        WelcomeFolder {
            place: self.path(&from.path),
            projects: from.projects.map(count),
            reason: from.offer.as_ref().map(|offer| text::offer_reason(offer, self.lang)),
            named: from.offer.is_none(),
        }
    }

    fn welcome_go(&self, from: &Toolchains) -> WelcomeGo {
        let active = from.sdks.iter().find(|known| known.sdk.active).map(|known| &known.sdk);
        let version = active.and_then(|sdk| sdk.version.as_ref()).map(ToString::to_string);
        let install =
            Remedy { label: text::install_go(self.lang).to_owned(), opens: Opens::Install { version: None } };
        // One that terminals do not find is led to first.
        let usable = from.sdks.iter().map(|known| &known.sdk).filter(|sdk| sdk.state() == SdkState::Complete);
        let newest = usable.max_by(|a, b| version::compare(&released(a), &released(b)));
        let lead = newest.map(|sdk| self.remedy(&Core::UseToolchain { goroot: sdk.goroot.clone() }, ""));
        let missing = active.is_none() && !from.looking;
        WelcomeGo {
            place: active.map(|sdk| self.path(&sdk.goroot)),
            sdks: count(from.sdks.len()),
            sentence: text::welcome_go(version.as_deref(), from.sdks.len(), from.looking, self.lang),
            remedies: if missing { lead.into_iter().chain([install]).collect() } else { Vec::new() },
            version,
        }
    }

    fn network(&self, from: &Network) -> WelcomeNetwork {
        let profile = self.profile(&from.profile);
        WelcomeNetwork {
            title: profile.title,
            way: profile.way,
            in_effect: from.profile.known.is_in_effect(),
            testing: from.profile.server.testing,
            badge: profile.badge,
            recommended: from.recommended.is_some(),
            reason: from.recommended.map(|because| because.say(self.lang)),
            unavailable: profile.unavailable,
            profile: profile.name,
        }
    }
}

/// `1.27.3`; empty where it cannot be told.
fn released(sdk: &Sdk) -> Vec<u8> {
    let name = sdk.version.as_ref().and_then(|name| version::of_toolchain(name));
    name.map(|name| name.to_vec()).unwrap_or_default()
}
