//! Profiles with the health of the server that each begins with.

use bstr::{BStr, ByteSlice};
use go_rules::goproxy::{self, To};
use go_rules::vars::{Layer, Origin};

use super::model::{ServerState, Shadow};
use super::testing::first_of;
use crate::proxy::Settings;
use crate::proxy::profile::{ProfileError, Standing, Variable};
use crate::proxy::url::written_host;
use crate::secret::Masked;
use crate::workbench::Workbench;
use crate::workbench::profiles::KnownProfile;
use crate::workbench::work::Inner;

/// A profile as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct ProfileShown {
    pub known: KnownProfile,
    /// The GOPROXY that would be in effect with it, secrets as `***`; empty where it names none.
    pub goproxy: String,
    /// Its entries, short: hosts, `direct`, `off`, `file`.
    pub way: Vec<String>,
    /// Of its first server.
    pub server: ServerState,
    /// What of the process environment wins over it.
    pub shadows: Vec<Shadow>,
    /// Private patterns that it does not name: a switch leaves them as they are.
    pub keeps: Vec<Kept>,
}

/// A variable that a switch leaves alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    pub variable: Variable,
    /// In effect, without secrets.
    pub value: Masked,
}

/// Every profile as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct ProfilesShown {
    pub list: Vec<ProfileShown>,
    /// The place in `list` of the one in effect.
    pub active: Option<usize>,
    /// A server is being tested right now.
    pub testing: bool,
}

impl Workbench {
    /// Every profile, beside what is in effect, with the health of its first server. Asks no server.
    ///
    /// # Errors
    /// [`crate::error::CoreError::Store`]: the person's own cannot be read.
    pub fn shown_profiles(&self) -> Result<ProfilesShown, ProfileError> {
        self.inner.proxies.known().asked = true;
        self.inner.shown_profiles()
    }

    /// Announces that there is something to say about profiles, though nothing differs.
    pub fn look_again_at_profiles(&self) {
        self.inner.announce_proxies();
    }

    /// One profile as it is shown, kept or not.
    pub fn shown_profile(&self, known: KnownProfile) -> ProfileShown {
        let (settings, shadows) = (self.inner.proxy_settings(), self.inner.shadows());
        self.inner.shown_profile(known, &settings, &shadows)
    }
}

impl Inner {
    pub(super) fn shown_profiles(&self) -> Result<ProfilesShown, ProfileError> {
        let profiles = self.profiles()?;
        let (settings, shadows) = (self.proxy_settings(), self.shadows());
        let list: Vec<ProfileShown> =
            profiles.list.into_iter().map(|known| self.shown_profile(known, &settings, &shadows)).collect();
        let testing = list.iter().any(|profile| profile.server.testing);
        Ok(ProfilesShown { list, active: profiles.active, testing })
    }

    fn shown_profile(&self, known: KnownProfile, settings: &Settings, shadows: &[Shadow]) -> ProfileShown {
        let row = known.comparison.rows.iter().find(|row| row.variable == Variable::Goproxy);
        let goproxy = row.map(|row| row.target.clone()).unwrap_or_default();
        let list = Settings { goproxy: goproxy.as_str().into(), ..settings.clone() };
        let first = first_of(&list).filter(|_| !goproxy.is_empty());
        let server = first.map(|hop| self.server_now(&self.proxies.known(), &hop, &list));
        let server = server.unwrap_or_default();
        let shadowed = |shadow: &&Shadow| {
            let rows = &known.comparison.rows;
            rows.iter().any(|row| row.variable.name() == shadow.name && row.standing == Standing::Shadowed)
        };
        let shadows = shadows.iter().filter(shadowed).cloned().collect();
        let keeps = self.kept_by(&known);
        ProfileShown { way: short(&goproxy), goproxy, server, shadows, keeps, known }
    }

    /// The private patterns that somebody has set, and the profile does not name.
    fn kept_by(&self, known: &KnownProfile) -> Vec<Kept> {
        let state = self.state();
        let variables = &state.picture.snapshot.variables;
        let own = |variable: Variable| {
            let set = variables.iter().find(|v| v.name == variable.name())?;
            let by_somebody = !matches!(set.origin, Origin::Derived | Origin::Layer(Layer::Default));
            (by_somebody && !set.value.as_str().is_empty())
                .then(|| Kept { variable, value: set.value.clone() })
        };
        let named = |variable: &Variable| known.comparison.rows.iter().any(|row| row.variable == *variable);
        let patterns = [Variable::Goprivate, Variable::Gonoproxy, Variable::Gonosumdb];
        patterns.into_iter().filter(|variable| !named(variable)).filter_map(own).collect()
    }
}

/// The entries of a list in a word each.
fn short(goproxy: &str) -> Vec<String> {
    let word = |entry: goproxy::Entry| match entry.to {
        Ok(To::Direct) => "direct".to_owned(),
        Ok(To::Off) => "off".to_owned(),
        // A folder is told as it is written: its scheme alone would say nothing.
        Ok(To::Proxy(_)) | Err(_) => match written_host(&entry.text.to_str_lossy()) {
            host if host == "file" => entry.text.to_str_lossy().into_owned(),
            host => host,
        },
    };
    goproxy::entries(BStr::new(goproxy)).into_iter().map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_entries_of_a_list_are_told_in_a_word_each() {
        let list = "https://ada:***@athens.corp:8080/go|file:///srv/mod,off";
        assert_eq!(short(list), ["athens.corp:8080", "file:///srv/mod", "off"]);
        assert_eq!(short(""), [""; 0]);
    }
}
