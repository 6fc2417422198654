//! From a profile to a draft of the GOENV file: what it wants is set or unset, nothing else is touched.

use bstr::{BStr, ByteSlice};
use go_rules::go_command::Rules;
use go_rules::vars::registry::known_to_go;

use super::set::{Profile, Setting, Variable, stands_for_a_secret};
use crate::env::edit::{Draft, Edit};
use crate::secret::Vault;
use crate::system::keychain::{Keychain, KeychainError};

/// A switch that is not planned yet.
#[derive(Debug)]
pub struct Drafted {
    pub draft: Draft,
    /// Why the keychain did not give a secret. The plan then refuses, unless the secret stands in the file already.
    pub trouble: Option<KeychainError>,
}

/// Under which name the keychain holds the value of a variable of a profile.
pub fn account(profile: &str, variable: Variable) -> String {
    format!("profile/{}/{}", profile.to_lowercase(), variable.name())
}

/// The switch to a profile. Where `***` stands the keychain is asked for what was there. To unset what this Go has never
/// heard of is nothing to do: `go env -u` refuses such a name.
pub fn draft(profile: &Profile, rules: Rules, keychain: &dyn Keychain) -> Drafted {
    let mut trouble = None;
    let known = |setting: &&Setting| {
        setting.value.is_some() || known_to_go(BStr::new(setting.variable.name()), rules)
    };
    let edits = profile.settings().iter().filter(known).map(|setting| {
        let value = setting.value.as_ref().map(|value| match stands_for_a_secret(setting.variable, value) {
            true => whole(profile.name(), setting.variable, value, keychain).unwrap_or_else(|why| {
                trouble = trouble.take().or(why);
                value.clone()
            }),
            false => value.clone(),
        });
        Edit { name: setting.variable.name().to_owned(), value }
    });
    let edits = edits.collect();
    Drafted { draft: Draft::Edits(edits), trouble }
}

/// The value with its secrets, as far as those belong to the same addresses.
fn whole(
    profile: &str,
    variable: Variable,
    masked: &str,
    keychain: &dyn Keychain,
) -> Result<String, Option<KeychainError>> {
    let kept = keychain.get(&account(profile, variable)).map_err(Some)?.ok_or(None)?;
    let mut vault = Vault::default();
    vault.remember_value(variable.name(), kept.as_bytes());
    let value = vault.unmask_value(variable.name(), masked.as_bytes()).map_err(|_| None)?;
    Ok(value.to_str_lossy().into_owned())
}
