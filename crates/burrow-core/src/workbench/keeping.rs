//! Profiles that a person makes, edits, imports and exports by hand: what they ask for becomes what is kept. What may be
//! in a profile is decided in `proxy::profile`.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use bstr::{BString, ByteSlice};

use super::Workbench;
use super::profiles::KnownProfile;
use crate::proxy::profile::{
    Note, Profile, ProfileError, Ready, Setting, Variable, Wish, account, file, prepare,
};
use crate::secret::Vault;
use crate::toml_file::MOST_BYTES;

/// A profile as a form has it.
#[derive(Clone, PartialEq, Eq)]
pub struct ProfileForm {
    pub name: String,
    /// The one that is edited, when it is to be called otherwise.
    pub instead_of: Option<String>,
    pub description: String,
    /// Begin with what is in effect.
    pub present: bool,
    /// `None`: Go's default. May hold secrets.
    pub settings: Vec<(String, Option<String>)>,
    pub notes: Vec<(String, String)>,
    /// Secrets go to the keychain; without this they are refused.
    pub keychain: bool,
}

/// Secrets are not printed, by no way of printing.
impl std::fmt::Debug for ProfileForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ProfileForm").field("name", &self.name).finish_non_exhaustive()
    }
}

/// A form that may be kept.
#[derive(Debug)]
pub struct CheckedForm {
    pub ready: Ready,
    /// As it would stand.
    pub known: KnownProfile,
    /// One of this name is there already.
    pub replaces: bool,
}

/// A profile out of a file, beside the one of its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadProfile {
    pub known: KnownProfile,
    pub before: Option<Profile>,
}

impl Workbench {
    /// What would be kept of a form. Keeps nothing; asks the keychain only where a profile with secrets gets another name.
    ///
    /// # Errors
    /// [`ProfileError`]: a name or a value may not be so.
    pub fn check_profile(&self, form: &ProfileForm) -> Result<CheckedForm, ProfileError> {
        let ready = prepare(self.wish_of(form)?)?;
        let replaces = self.kept_profile(&form.name)?.is_some();
        let known = self.known_beside(ready.profile.clone());
        Ok(CheckedForm { ready, known, replaces })
    }

    /// Keeps a form, in the place of the one that was edited.
    ///
    /// # Errors
    /// [`ProfileError`]; then nothing is another.
    pub fn keep_form(&self, form: &ProfileForm) -> Result<(), ProfileError> {
        self.keep_profile(&self.check_profile(form)?.ready)?;
        match form.instead_of.as_ref().filter(|before| !same_name(before, &form.name)) {
            Some(before) => self.delete_profile(before).map(drop),
            None => Ok(()),
        }
    }

    /// What a file's text says, beside the profile of its name, or of the name that it is to have instead. Keeps nothing,
    /// runs nothing, looks nothing up.
    ///
    /// # Errors
    /// [`ProfileError::File`]: the first thing that is wrong with it.
    pub fn read_profile(&self, text: &[u8], called: Option<&str>) -> Result<ReadProfile, ProfileError> {
        let profile = file::read(text, called)?;
        let before = self.kept_profile(profile.name())?;
        Ok(ReadProfile { known: self.known_beside(profile), before })
    }

    /// Keeps what a file's text says.
    ///
    /// # Errors
    /// As [`Workbench::read_profile`].
    pub fn import_profile(&self, text: &[u8]) -> Result<(), ProfileError> {
        let profile = file::read(text, None)?;
        self.keep_profile(&prepare(Wish { profile, values: Vec::new(), keychain: false })?)
    }

    /// A profile as the text of a file.
    ///
    /// # Errors
    /// [`ProfileError::Unknown`], [`ProfileError::Unavailable`].
    pub fn export_profile(&self, name: &str) -> Result<String, ProfileError> {
        let known = self.profile(name)?;
        match known.unavailable {
            Some(why) => Err(ProfileError::Unavailable { name: known.profile.name().to_owned(), why }),
            None => Ok(file::write(&known.profile)),
        }
    }

    /// The text of a file that a person has chosen; no more of it than it takes to see that it is too large.
    ///
    /// # Errors
    /// [`ProfileError::Disk`]; [`ProfileError::File`]: it is no text.
    pub fn profile_text(&self, path: &Path) -> Result<String, ProfileError> {
        let mut bytes = Vec::new();
        let most = MOST_BYTES as u64 + 1;
        let read = File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes));
        read.map_err(|why| on_disk(path, &why))?;
        match String::from_utf8(bytes) {
            Ok(text) => Ok(text),
            // It says at which line.
            Err(why) => match file::read(why.as_bytes(), None) {
                Err(fault) => Err(fault.into()),
                Ok(_) => Ok(String::new()),
            },
        }
    }

    /// Writes a profile into a file that a person has chosen.
    ///
    /// # Errors
    /// As [`Workbench::export_profile`]; [`ProfileError::Disk`].
    pub fn save_profile_as(&self, name: &str, path: &Path) -> Result<(), ProfileError> {
        let text = self.export_profile(name)?;
        std::fs::write(path, text).map_err(|why| on_disk(path, &why))
    }

    /// A profile of a person's own, beside what is in effect.
    pub fn known_beside(&self, profile: Profile) -> KnownProfile {
        let comparison = self.beside(&profile);
        KnownProfile { built_in: None, unavailable: None, profile, comparison }
    }

    /// What a form asks for, with its secrets.
    fn wish_of(&self, form: &ProfileForm) -> Result<Wish, ProfileError> {
        let mut profile = Profile::new(&form.name)?;
        profile.describe(&form.description)?;
        let mut values = Vec::new();
        if form.present {
            for (variable, value) in self.present(None) {
                match value {
                    Some(value) => values.push((variable, value)),
                    None => profile.unset(variable),
                }
            }
        }
        for (name, value) in &form.settings {
            let variable = Variable::named(name)?;
            values.retain(|(other, _)| *other != variable);
            profile.leave(variable);
            match value {
                Some(value) => values.push((variable, BString::from(value.as_str()))),
                None => profile.unset(variable),
            }
        }
        for (name, value) in &form.notes {
            profile.note(Note::named(name)?, value)?;
        }
        let moved = self.moved_secrets(form, &mut values)?;
        Ok(Wish { profile, values, keychain: form.keychain || moved })
    }

    /// A profile that gets another name takes its secrets along. Whether there were any.
    fn moved_secrets(
        &self,
        form: &ProfileForm,
        values: &mut [(Variable, BString)],
    ) -> Result<bool, ProfileError> {
        let Some(before) = form.instead_of.as_ref().filter(|before| !same_name(before, &form.name)) else {
            return Ok(false);
        };
        let kept = self.kept_profile(before)?.ok_or_else(|| ProfileError::Unknown(before.clone()))?;
        let mut any = false;
        for (variable, value) in values {
            let masked = |setting: &Setting| setting.value.as_deref().map(str::as_bytes) == Some(&value[..]);
            if !kept.setting(*variable).is_some_and(masked) {
                continue;
            }
            if !kept.secrets().any(|(other, _)| other == *variable) {
                continue;
            }
            if let Some(secret) = self.inner.options.keychain.get(&account(before, *variable))? {
                let mut vault = Vault::default();
                vault.remember_value(variable.name(), secret.as_bytes());
                if let Ok(whole) = vault.unmask_value(variable.name(), value.as_bytes()) {
                    *value = whole;
                    any = true;
                }
            }
        }
        Ok(any)
    }
}

fn on_disk(path: &Path, why: &io::Error) -> ProfileError {
    ProfileError::Disk { file: path.to_path_buf(), detail: why.to_string() }
}

/// Names are one, in whatever case they are typed.
fn same_name(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

impl ReadProfile {
    /// The variables whose value makes Go believe more than it does by itself.
    #[must_use]
    pub fn loosens(&self) -> Vec<Variable> {
        let wants = |s: &&Setting| {
            s.value.as_deref().is_some_and(|value| crate::proxy::profile::loosens(s.variable, value))
        };
        self.known.profile.settings().iter().filter(wants).map(|s| s.variable).collect()
    }

    /// What becomes another for the profile of this name: the variable, what it wants now, what it would want.
    #[must_use]
    pub fn changes(&self) -> Vec<(Variable, Option<Setting>, Option<Setting>)> {
        let change = |variable: Variable| {
            let before = self.before.as_ref().and_then(|profile| profile.setting(variable)).cloned();
            let after = self.known.profile.setting(variable).cloned();
            (before != after).then_some((variable, before, after))
        };
        Variable::ALL.into_iter().filter_map(change).collect()
    }
}
