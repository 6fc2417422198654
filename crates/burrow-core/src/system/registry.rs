//! The environment that Windows keeps in its registry.

use std::ffi::OsString;
use std::os::windows::ffi::OsStringExt;

use bstr::BString;
use windows_registry::{CURRENT_USER, Key, LOCAL_MACHINE, Type};

/// A key that holds environment variables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EnvironmentKey {
    /// For everybody.
    Machine,
    /// The person's own.
    User,
    /// Made at log-on: where the profile lies, the session.
    Volatile,
}

/// A variable as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredVariable {
    pub name: BString,
    /// WTF-8.
    pub value: BString,
    /// `REG_EXPAND_SZ`: `%NAME%` in it stands for another variable.
    pub expand: bool,
}

impl EnvironmentKey {
    fn open(self) -> windows_registry::Result<Key> {
        match self {
            EnvironmentKey::Machine => {
                LOCAL_MACHINE.open(r"SYSTEM\CurrentControlSet\Control\Session Manager\Environment")
            }
            EnvironmentKey::User => CURRENT_USER.open("Environment"),
            EnvironmentKey::Volatile => CURRENT_USER.open("Volatile Environment"),
        }
    }
}

/// Every variable of `key`, in the order of the registry; what is not text is left out.
///
/// # Errors
/// The system's own words when the key is missing or cannot be read.
pub fn environment(key: EnvironmentKey) -> Result<Vec<StoredVariable>, String> {
    let open = key.open().map_err(|e| e.message())?;
    let values = open.values().map_err(|e| e.message())?;
    Ok(values
        .filter(|(_, value)| matches!(value.ty(), Type::String | Type::ExpandString))
        .map(|(name, value)| StoredVariable {
            name: name.into(),
            value: text(value.as_wide()),
            expand: value.ty() == Type::ExpandString,
        })
        .collect())
}

/// Registry text ends at its first NUL.
fn text(wide: &[u16]) -> BString {
    let end = wide.iter().position(|&c| c == 0).unwrap_or(wide.len());
    OsString::from_wide(&wide[..end]).into_encoded_bytes().into()
}

/// A text below the person's own part of the registry; `None` when there is none of that name.
pub fn text_of_user(key: &str, name: &str) -> Option<String> {
    CURRENT_USER.open(key).ok()?.get_string(name).ok()
}
