//! Profiles as the workbench has them: beside what is in effect, as drafts, and kept.

use bstr::{BString, ByteSlice};
use go_rules::go_command::Rules;

use super::Workbench;
use super::build;
use super::work::Inner;
use crate::error::CoreError;
use crate::proxy::profile::{
    BuiltIn, Comparison, Drafted, Ground, Profile, ProfileError, Ready, State as Standing, Unavailable,
    Variable, account, compare, delete, draft, keep, present,
};
use crate::store::Trouble;

/// A profile and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownProfile {
    /// `None`: a person's own.
    pub built_in: Option<BuiltIn>,
    /// Without settings where it cannot be had.
    pub profile: Profile,
    /// Why it cannot be had here.
    pub unavailable: Option<Unavailable>,
    pub comparison: Comparison,
}

impl KnownProfile {
    /// Whether all that it names is in effect.
    pub fn is_in_effect(&self) -> bool {
        self.unavailable.is_none() && self.comparison.state() == Standing::InEffect
    }
}

/// Every profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profiles {
    /// The built-in ones first, then the person's by name.
    pub list: Vec<KnownProfile>,
    /// The place in `list` of the one that is in effect. Of several that mean the same, the person's own counts, then
    /// the one that the GOENV file spells out, then the one that says most.
    pub active: Option<usize>,
}

impl Workbench {
    /// Every profile beside what is in effect.
    ///
    /// # Errors
    /// [`CoreError::Store`]: the person's own cannot be read.
    pub fn profiles(&self) -> Result<Profiles, ProfileError> {
        self.inner.profiles()
    }

    /// One profile beside what is in effect.
    ///
    /// # Errors
    /// [`ProfileError::Unknown`]; [`CoreError::Store`].
    pub fn profile(&self, name: &str) -> Result<KnownProfile, ProfileError> {
        if let Some(id) = BuiltIn::named(name) {
            return Ok(self.inner.built_in(id));
        }
        let own = self.inner.store.profile(name)?;
        let own = own.ok_or_else(|| ProfileError::Unknown(name.to_owned()))?;
        Ok(self.inner.beside(own, None, None))
    }

    /// A profile that is not kept, beside what is in effect: what a switch to it would change.
    pub fn beside(&self, profile: &Profile) -> Comparison {
        self.inner.beside(profile.clone(), None, None).comparison
    }

    /// The switch to a profile, as a draft for [`Workbench::plan`] or [`Workbench::change`]. May ask the keychain, and
    /// that may ask the person.
    ///
    /// # Errors
    /// [`ProfileError::Unknown`], [`ProfileError::Unavailable`], [`CoreError::Store`].
    pub fn profile_draft(&self, name: &str) -> Result<Drafted, ProfileError> {
        let known = self.profile(name)?;
        if let Some(why) = known.unavailable {
            return Err(ProfileError::Unavailable { name: known.profile.name().to_owned(), why });
        }
        let rules = self.inner.rules();
        Ok(draft(&known.profile, rules, self.inner.options.keychain.as_ref()))
    }

    /// What is in effect now, with its secrets: for a profile of it. `None`: Go's default.
    pub fn present(&self, names: Option<&[Variable]>) -> Vec<(Variable, Option<BString>)> {
        let state = self.inner.state();
        let variables = state.picture.context().map(build::everything).unwrap_or_default();
        present(&variables, names)
    }

    /// The profile that has this name already, if it is a person's own.
    ///
    /// # Errors
    /// [`CoreError::Store`].
    pub fn kept_profile(&self, name: &str) -> Result<Option<Profile>, ProfileError> {
        Ok(self.inner.store.profile(name)?)
    }

    /// Keeps a profile.
    ///
    /// # Errors
    /// [`ProfileError`]; also where nothing that is kept would outlive this process.
    pub fn keep_profile(&self, ready: &Ready) -> Result<(), ProfileError> {
        self.inner.lasting()?;
        keep(ready, &self.inner.store, self.inner.options.keychain.as_ref())?;
        self.inner.announce_proxies();
        Ok(())
    }

    /// Asks the keychain for the secrets of all profiles, so that a change that took one away can be taken back. Whether
    /// there were any. May ask the person.
    ///
    /// # Errors
    /// [`ProfileError::Keychain`], [`CoreError::Store`].
    pub fn recall_secrets(&self) -> Result<bool, ProfileError> {
        let mut any = false;
        for profile in self.inner.store.profiles()? {
            for (variable, _) in profile.secrets() {
                if let Some(raw) = self.inner.options.keychain.get(&account(profile.name(), variable))? {
                    self.inner.history.remember_foreign(variable.name(), raw.as_bytes());
                    any = true;
                }
            }
        }
        Ok(any)
    }

    /// Forgets a profile of the person's own, with its secrets.
    ///
    /// # Errors
    /// [`ProfileError`].
    pub fn delete_profile(&self, name: &str) -> Result<Profile, ProfileError> {
        let gone = delete(name, &self.inner.store, self.inner.options.keychain.as_ref())?;
        self.inner.announce_proxies();
        Ok(gone)
    }
}

impl Inner {
    /// See [`Workbench::profiles`].
    pub fn profiles(&self) -> Result<Profiles, ProfileError> {
        let built_in = BuiltIn::ALL.into_iter().map(|id| self.built_in(id));
        let own = self.store.profiles()?.into_iter().map(|profile| self.beside(profile, None, None));
        let list: Vec<KnownProfile> = built_in.chain(own).collect();
        let active =
            list.iter().enumerate().filter(|(_, known)| known.is_in_effect()).max_by_key(|(at, known)| {
                let settings = known.profile.settings().len();
                (known.built_in.is_none(), known.comparison.is_in_file(), settings, usize::MAX - at)
            });
        let active = active.map(|(at, _)| at);
        Ok(Profiles { list, active })
    }

    pub(super) fn built_in(&self, id: BuiltIn) -> KnownProfile {
        let gomodcache = self.gomodcache();
        let ground = Ground { os: self.options.environ.os(), gomodcache: gomodcache.as_bstr() };
        match id.profile(&ground) {
            Ok(profile) => self.beside(profile, Some(id), None),
            Err(why) => self.beside(Profile::of_built_in(id), Some(id), Some(why)),
        }
    }

    fn beside(
        &self,
        profile: Profile,
        built_in: Option<BuiltIn>,
        unavailable: Option<Unavailable>,
    ) -> KnownProfile {
        let state = self.state();
        let variables = &state.picture.snapshot.variables;
        let environ = state.picture.context().map_or(&self.options.environ, |answer| &answer.environ);
        let comparison = compare(&profile, variables, environ);
        KnownProfile { built_in, profile, unavailable, comparison }
    }

    /// GOMODCACHE in effect, also where it was not asked of a `go`.
    fn gomodcache(&self) -> BString {
        let state = self.state();
        let Some(context) = state.picture.context() else { return BString::default() };
        context.resolved.value("GOMODCACHE").into()
    }

    fn rules(&self) -> Rules {
        let state = self.state();
        state.picture.context().map_or_else(Rules::newest, |context| context.resolved.rules)
    }

    /// # Errors
    /// What is kept now would be gone with this process.
    fn lasting(&self) -> Result<(), CoreError> {
        let state = self.state();
        match &state.store_trouble {
            Some(Trouble::InMemory { detail }) => Err(CoreError::Store(detail.clone())),
            Some(Trouble::Newer { file }) => Err(CoreError::Store(file.display().to_string())),
            Some(Trouble::Damaged { .. }) | None => Ok(()),
        }
    }
}
