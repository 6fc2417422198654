//! What the wizard of the first run goes by: whether it is due, where projects lie, and which network profile answers
//! best from here. It asks a person nothing that can be found out, and asks servers only while its networks are shown.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use super::proxies::{Health, ProfileShown, ProxyTarget};
use super::work::Inner;
use super::{Topic, Workbench};
use crate::project::offered::Offer;
use crate::proxy::probe::Verdict;
use crate::proxy::profile::{BuiltIn, ProfileError};

/// Everything that the wizard shows beside toolchains and projects.
#[derive(Debug, Clone, PartialEq)]
pub struct Welcome {
    /// Named folders, then those that could be.
    pub folders: Vec<WelcomeFolder>,
    /// Profiles that can be had here, the recommended one first.
    pub networks: Vec<Network>,
}

/// A folder in which projects lie.
#[derive(Debug, Clone, PartialEq)]
pub struct WelcomeFolder {
    pub path: PathBuf,
    /// `None`: it was not looked into yet.
    pub projects: Option<usize>,
    /// Of one that is not named: why it is offered.
    pub offer: Option<Offer>,
}

/// A profile, and whether it is the one to take.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    pub profile: ProfileShown,
    pub recommended: Option<Because>,
}

/// Why a profile is recommended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// It is what Go does by itself, and its server answers well.
    Default,
    /// Its server answers soonest, and Go's own does not, or takes much longer.
    Soonest,
    /// It is in effect, and its server answers.
    InEffect,
}

/// Go's default stays recommended as long as nobody is so many times faster.
const MUCH: u32 = 3;

/// What of the wizard lasts as long as the workbench.
#[derive(Default)]
pub(super) struct WelcomeSection {
    /// Somebody looks at it.
    asked: AtomicBool,
}

impl WelcomeSection {
    /// Whether somebody has to hear of it, when these topics differ.
    pub fn heard(&self, topics: &[Topic]) -> bool {
        let its = |topic: &Topic| matches!(topic, Topic::Projects | Topic::Proxies | Topic::Toolchains);
        self.asked.load(Ordering::Relaxed) && topics.iter().any(its) && !topics.contains(&Topic::Welcome)
    }
}

impl Workbench {
    /// Whether the wizard is to be shown by itself: no folder of projects is named, nothing was chosen, and nobody has
    /// left it before. Looks for nothing.
    pub fn welcome_due(&self) -> bool {
        let store = &self.inner.store;
        let named = store.project_folders().is_ok_and(|folders| !folders.is_empty());
        !named && !store.is_welcomed() && !store.has_settings()
    }

    /// What the wizard shows, by what is known. The first time, projects begin to be looked for; until
    /// [`Self::leave_welcome`] whatever differs is announced.
    ///
    /// # Errors
    /// [`crate::error::CoreError::Store`]: the person's profiles cannot be read.
    pub fn welcome(&self) -> Result<Welcome, ProfileError> {
        self.inner.welcome.asked.store(true, Ordering::Relaxed);
        let networks = networks(self.shown_profiles()?.list);
        Ok(Welcome { folders: self.welcome_folders(), networks })
    }

    /// Its networks are on the screen, or no longer: what is in effect is tested, and the first server of each profile.
    pub fn test_networks(&self, on: bool) {
        if on {
            self.test_proxies(ProxyTarget::All);
            self.test_proxies(ProxyTarget::Profiles);
        } else {
            self.stop_proxies();
        }
    }

    /// The wizard was left: it is not due any more.
    pub fn leave_welcome(&self) {
        // What cannot be kept holds until Burrow ends.
        let _ = self.inner.store.keep_welcomed();
        self.inner.welcome.asked.store(false, Ordering::Relaxed);
        self.inner.announce_topic(Topic::Welcome);
    }

    fn welcome_folders(&self) -> Vec<WelcomeFolder> {
        let projects = self.projects();
        let named = projects.folders.iter().map(|folder| WelcomeFolder {
            path: folder.path.clone(),
            projects: Some(folder.files.len()),
            offer: None,
        });
        let offered = projects.offers.iter().map(|offer| WelcomeFolder {
            path: offer.path.clone(),
            projects: Some(offer.projects),
            offer: Some(offer.clone()),
        });
        named.chain(offered).collect()
    }
}

impl Inner {
    /// Tells whoever looks at the wizard that something of it differs.
    pub(super) fn with_welcome(&self, mut topics: Vec<Topic>) -> Vec<Topic> {
        if self.welcome.heard(&topics) {
            topics.push(Topic::Welcome);
        }
        topics
    }
}

/// The recommended one first; then, once all were tested, those whose server answers, the others in their order.
fn networks(list: Vec<ProfileShown>) -> Vec<Network> {
    let list: Vec<ProfileShown> = list.into_iter().filter(|one| one.known.unavailable.is_none()).collect();
    let recommended = recommend(&list);
    let mut networks: Vec<Network> = list
        .into_iter()
        .enumerate()
        .map(|(at, profile)| Network {
            profile,
            recommended: recommended.filter(|(best, _)| *best == at).map(|(_, because)| because),
        })
        .collect();
    if !networks.iter().any(|network| network.profile.server.testing) {
        let verdict = |network: &Network| network.profile.server.health.as_ref().map(Health::verdict);
        networks.sort_by_key(|network| match (network.recommended, verdict(network)) {
            (Some(_), _) => 0,
            (None, Some(Verdict::Ok)) => 1,
            (None, None) => 2,
            (None, Some(_)) => 3,
        });
    }
    networks
}

/// Which profile to take, by the last tests: what is in effect and answers, Go's own default unless somebody is much
/// faster, else whoever answers soonest. `None`: nobody has answered yet.
pub(super) fn recommend(list: &[ProfileShown]) -> Option<(usize, Because)> {
    let took = |one: &ProfileShown| {
        // What is here already is soonest at hand, and all there ever is.
        if one.known.built_in == Some(BuiltIn::Offline) {
            return None;
        }
        let health = one.server.health.as_ref().filter(|health| health.verdict() == Verdict::Ok)?;
        Some(health.took())
    };
    if list.iter().any(|one| one.server.testing) {
        return None;
    }
    let answering = || list.iter().enumerate().filter_map(|(at, one)| Some((at, one, took(one)?)));
    let (soonest, _, best) = answering().min_by_key(|(_, _, took)| *took)?;
    let well = |took: &std::time::Duration| *took <= best * MUCH;
    // A person's own choice stands; that of nobody is Go's.
    let own = answering()
        .find(|(_, one, took)| well(took) && one.known.built_in.is_none() && one.known.is_in_effect());
    if let Some((at, _, _)) = own {
        return Some((at, Because::InEffect));
    }
    let default =
        answering().find(|(_, one, took)| well(took) && one.known.built_in == Some(BuiltIn::Default));
    Some(default.map_or((soonest, Because::Soonest), |(at, _, _)| (at, Because::Default)))
}
