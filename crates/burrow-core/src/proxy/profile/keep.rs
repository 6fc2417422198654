//! Keeping profiles: what may be shown goes into the store, what may not into the keychain.

use std::path::PathBuf;

use bstr::{BString, ByteSlice};

use super::edits::account;
use super::file::FileFault;
use super::set::{Fault, Profile, Variable};
use super::{BuiltIn, Unavailable};
use crate::error::CoreError;
use crate::secret::{Vault, mask_value, may_hold_secret};
use crate::store::{Store, StoreError};
use crate::system::keychain::{Keychain, KeychainError};

/// Why something asked of profiles did not happen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    #[error("no profile {0}")]
    Unknown(String),
    /// It can be applied and exported, and neither changed nor deleted.
    #[error("{0} is built in")]
    BuiltIn(String),
    #[error("{name}: {why}")]
    Unavailable { name: String, why: Unavailable },
    #[error(transparent)]
    Fault(#[from] Fault),
    #[error(transparent)]
    Keychain(#[from] KeychainError),
    #[error(transparent)]
    File(#[from] FileFault),
    /// A file that a person has chosen cannot be read or written, in the system's words.
    #[error("{}: {detail}", .file.display())]
    Disk { file: PathBuf, detail: String },
    #[error(transparent)]
    Core(#[from] CoreError),
}

impl From<StoreError> for ProfileError {
    fn from(error: StoreError) -> ProfileError {
        ProfileError::Core(error.into())
    }
}

/// A profile that is to be kept.
#[derive(Clone)]
pub struct Wish {
    pub profile: Profile,
    /// Values for it as they were typed or are in effect, with their secrets.
    pub values: Vec<(Variable, BString)>,
    /// Secrets go to the keychain; without this a value that holds one is refused.
    pub keychain: bool,
}

/// What will be kept.
#[derive(Clone)]
pub struct Ready {
    pub profile: Profile,
    /// For the keychain.
    secrets: Vec<(Variable, String)>,
}

/// Secrets are not printed, by no way of printing.
impl std::fmt::Debug for Ready {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ready").field("profile", &self.profile).finish_non_exhaustive()
    }
}

impl Ready {
    /// The variables whose secrets go to the keychain.
    pub fn secrets(&self) -> impl Iterator<Item = Variable> {
        self.secrets.iter().map(|(variable, _)| *variable)
    }
}

/// Parts what may be shown from what may not. Keeps nothing yet.
///
/// # Errors
/// [`Fault`]: a value may not be in a profile.
pub fn prepare(wish: Wish) -> Result<Ready, Fault> {
    let Wish { mut profile, values, keychain } = wish;
    let mut secrets = Vec::new();
    for (variable, raw) in values {
        let name = variable.name();
        let text = raw.to_str().map_err(|_| Fault::Control { name: name.to_owned() })?;
        if keychain && may_hold_secret(name, text.as_bytes()) {
            let masked = mask_value(name, text.as_bytes());
            profile.set(variable, &masked.to_str_lossy())?;
            secrets.push((variable, text.to_owned()));
        } else {
            profile.set(variable, text)?;
        }
    }
    profile.check()?;
    Ok(Ready { profile, secrets })
}

/// Keeps it in the place of the one that has its name: the secrets first, so that no profile is kept without its own.
///
/// # Errors
/// [`ProfileError`]; then the one of before stands.
pub fn keep(ready: &Ready, store: &Store, keychain: &dyn Keychain) -> Result<(), ProfileError> {
    let profile = &ready.profile;
    let before = store.profile(profile.name())?;
    for (variable, raw) in &ready.secrets {
        let account = account(profile.name(), *variable);
        let kept = if before.is_some() { keychain.get(&account)? } else { None };
        keychain.set(&account, &joined(*variable, raw, kept))?;
    }
    store.put_profile(profile)?;
    let needed: Vec<Variable> = profile.secrets().map(|(variable, _)| variable).collect();
    let stale = before.iter().flat_map(Profile::secrets).map(|(variable, _)| variable);
    forget(profile.name(), stale.filter(|variable| !needed.contains(variable)), keychain);
    Ok(())
}

/// A value in which some secrets were typed anew and others stand as `***`.
fn joined(variable: Variable, raw: &str, kept: Option<String>) -> String {
    let mut vault = Vault::default();
    vault.remember_value(variable.name(), kept.unwrap_or_default().as_bytes());
    let whole = vault.unmask_value(variable.name(), raw.as_bytes());
    whole.map_or_else(|_| raw.to_owned(), |value| value.to_str_lossy().into_owned())
}

/// Forgets a profile and its secrets.
///
/// # Errors
/// [`ProfileError::BuiltIn`], [`ProfileError::Unknown`], or it cannot be written.
pub fn delete(name: &str, store: &Store, keychain: &dyn Keychain) -> Result<Profile, ProfileError> {
    if let Some(id) = BuiltIn::named(name) {
        return Err(ProfileError::BuiltIn(id.name().to_owned()));
    }
    let profile = store.profile(name)?.ok_or_else(|| ProfileError::Unknown(name.to_owned()))?;
    store.forget_profile(name)?;
    forget(name, profile.secrets().map(|(variable, _)| variable), keychain);
    Ok(profile)
}

/// A secret that stays behind in a keychain that does not open harms nobody, and is replaced when the name comes again.
fn forget(name: &str, variables: impl Iterator<Item = Variable>, keychain: &dyn Keychain) {
    for variable in variables {
        let _ = keychain.forget(&account(name, variable));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::sync::Mutex;

    use go_rules::go_command::Rules;

    use super::*;
    use crate::env::edit::Draft;
    use crate::proxy::profile::draft;
    use crate::store::open;

    /// A session has a keychain or not; a test needs one that opens without a person.
    #[derive(Default)]
    struct Memory(Mutex<HashMap<String, String>>);

    impl Keychain for Memory {
        fn get(&self, account: &str) -> Result<Option<String>, KeychainError> {
            Ok(self.0.lock().unwrap().get(account).cloned())
        }

        fn set(&self, account: &str, secret: &str) -> Result<(), KeychainError> {
            self.0.lock().unwrap().insert(account.to_owned(), secret.to_owned());
            Ok(())
        }

        fn forget(&self, account: &str) -> Result<(), KeychainError> {
            self.0.lock().unwrap().remove(account);
            Ok(())
        }
    }

    const RAW: &str = "https://ada:hunter2@corp,direct";

    fn wish(value: &str, keychain: bool) -> Wish {
        let profile = Profile::new("Office").unwrap();
        Wish { profile, values: vec![(Variable::Goproxy, value.into())], keychain }
    }

    fn wanted(profile: &Profile, keychain: &dyn Keychain) -> Option<String> {
        let Draft::Edits(edits) = draft(profile, Rules::newest(), keychain).draft else { panic!() };
        edits[0].value.clone()
    }

    #[test]
    fn a_secret_is_refused_unless_the_keychain_is_to_have_it() {
        let refused = prepare(wish(RAW, false)).unwrap_err();
        assert_eq!(refused, Fault::Secret { name: "GOPROXY".into() });
        let ready = prepare(wish(RAW, true)).unwrap();
        assert_eq!(ready.profile.settings()[0].value.as_deref(), Some("https://***@corp,direct"));
        assert!(!format!("{ready:?}").contains("hunter2"));
    }

    #[test]
    fn a_kept_secret_comes_back_for_its_own_address_only_and_goes_with_the_profile() {
        let dir = tempfile::tempdir().unwrap();
        let (store, keychain) = (open(Some(dir.path())).0, Memory::default());
        keep(&prepare(wish(RAW, true)).unwrap(), &store, &keychain).unwrap();
        let kept = store.profile("office").unwrap().unwrap();
        assert_eq!(wanted(&kept, &keychain).as_deref(), Some(RAW));
        for entry in std::fs::read_dir(dir.path()).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap_or_default();
            assert!(!bytes.contains_str("hunter2"));
        }
        let elsewhere = prepare(wish("https://***@evil", false)).unwrap();
        keep(&elsewhere, &store, &keychain).unwrap();
        assert_eq!(wanted(&elsewhere.profile, &keychain).as_deref(), Some("https://***@evil"));
        delete("OFFICE", &store, &keychain).unwrap();
        assert!(keychain.0.lock().unwrap().is_empty());
        assert_eq!(delete("office", &store, &keychain), Err(ProfileError::Unknown("office".into())));
        assert_eq!(delete("direct", &store, &keychain), Err(ProfileError::BuiltIn("direct".into())));
    }

    #[test]
    fn secrets_typed_anew_join_those_that_are_kept() {
        let (store, keychain) = (open(None).0, Memory::default());
        keep(&prepare(wish(RAW, true)).unwrap(), &store, &keychain).unwrap();
        let more = prepare(wish("https://***@corp,https://t0ken@other", true)).unwrap();
        keep(&more, &store, &keychain).unwrap();
        let value = wanted(&more.profile, &keychain);
        assert_eq!(value.as_deref(), Some("https://ada:hunter2@corp,https://t0ken@other"));
        keep(&prepare(wish("direct", true)).unwrap(), &store, &keychain).unwrap();
        assert!(keychain.0.lock().unwrap().is_empty());
    }

    #[test]
    fn to_unset_what_this_go_has_never_heard_of_is_nothing_to_do() {
        let mut profile = Profile::new("a").unwrap();
        profile.unset(Variable::Goauth);
        profile.unset(Variable::Govcs);
        let names = |minor| {
            let Draft::Edits(edits) = draft(&profile, Rules::of_minor(minor), &Memory::default()).draft
            else {
                panic!()
            };
            edits.into_iter().map(|edit| edit.name).collect::<Vec<_>>()
        };
        assert_eq!(names(23), ["GOVCS"]);
        assert_eq!(names(24), ["GOVCS", "GOAUTH"]);
    }
}
