//! What a new program gets on Windows: the machine's variables, the person's above them.
//!
//! A pure function of what the registry holds, so that it can be tested anywhere.

use bstr::{BString, ByteSlice};
use go_rules::environ::{Environ, Os};

/// The key of the machine's variables, as a person finds it in the registry editor.
pub const MACHINE_KEY: &str =
    r"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Session Manager\Environment";
/// The key of the person's variables.
pub const USER_KEY: &str = r"HKEY_CURRENT_USER\Environment";

/// Made by Windows at log-on and stored in no key that Burrow reads.
const MADE_AT_LOG_ON: [&str; 22] = [
    "ALLUSERSPROFILE",
    "APPDATA",
    "CommonProgramFiles",
    "CommonProgramFiles(x86)",
    "CommonProgramW6432",
    "COMPUTERNAME",
    "HOMEDRIVE",
    "HOMEPATH",
    "LOCALAPPDATA",
    "LOGONSERVER",
    "ProgramData",
    "ProgramFiles",
    "ProgramFiles(x86)",
    "ProgramW6432",
    "PUBLIC",
    "SESSIONNAME",
    "SystemDrive",
    "SystemRoot",
    "USERDOMAIN",
    "USERDOMAIN_ROAMINGPROFILE",
    "USERNAME",
    "USERPROFILE",
];

/// A variable as the registry stores it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub name: BString,
    pub value: BString,
    /// `%NAME%` in it stands for another variable.
    pub expand: bool,
}

/// What the registry holds, each in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Registry {
    pub machine: Vec<Stored>,
    pub user: Vec<Stored>,
    pub volatile: Vec<Stored>,
}

/// What this machine's registry holds.
///
/// # Errors
/// When the machine's key cannot be read; a person need not have variables of their own.
#[cfg(windows)]
pub fn read() -> Result<Registry, super::CaptureError> {
    use crate::system::registry::{EnvironmentKey, environment};

    let stored = |key| {
        let all = environment(key)?.into_iter();
        Ok::<_, String>(all.map(|v| Stored { name: v.name, value: v.value, expand: v.expand }).collect())
    };
    let machine = stored(EnvironmentKey::Machine)
        .map_err(|reason| super::CaptureError::Unreadable { source_name: MACHINE_KEY.to_owned(), reason })?;
    let user = stored(EnvironmentKey::User).unwrap_or_default();
    Ok(Registry { machine, user, volatile: stored(EnvironmentKey::Volatile).unwrap_or_default() })
}

/// A value that one key gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub key: &'static str,
    pub name: BString,
    pub value: BString,
}

/// The environment, and which key gave which value, in the order in which they are applied.
pub fn environ(registry: &Registry, process: &Environ) -> (Environ, Vec<Given>) {
    let made = process
        .iter()
        .filter(|(name, _)| MADE_AT_LOG_ON.iter().any(|n| name.eq_ignore_ascii_case(n.as_bytes())));
    let base = Environ::new(Os::Windows, made.map(|(n, v)| (BString::from(n), BString::from(v))));
    let mut state = (base, Vec::new());
    apply(&mut state, &registry.volatile, None);
    apply(&mut state, &registry.machine, Some(MACHINE_KEY));
    apply(&mut state, &registry.user, Some(USER_KEY));
    state
}

/// Plain values first: those that refer to others may need them.
fn apply(state: &mut (Environ, Vec<Given>), stored: &[Stored], key: Option<&'static str>) {
    let (environ, given) = state;
    let (later, first): (Vec<_>, Vec<_>) = stored.iter().partition(|s| s.expand);
    for one in first.into_iter().chain(later) {
        let own = if one.expand { expand(&one.value, environ) } else { one.value.clone() };
        let value = match environ.set(&one.name) {
            // The person's PATH is added to the machine's, it does not replace it.
            Some(machine) if key == Some(USER_KEY) && one.name.eq_ignore_ascii_case(b"PATH") => {
                bstr::join(";", [machine.trim_end_with(|c| c == ';').as_bstr(), own.as_bstr()]).into()
            }
            _ => own,
        };
        *environ = environ.with(&one.name, Some(&value));
        given.extend(key.map(|key| Given { key, name: one.name.clone(), value }));
    }
}

/// `%NAME%` by its value; a name that is not set stays as it is written.
fn expand(value: &[u8], environ: &Environ) -> BString {
    let mut out = BString::default();
    let mut rest = value;
    while let Some(at) = rest.find_byte(b'%') {
        out.extend_from_slice(&rest[..at]);
        let found = rest[at + 1..].find_byte(b'%').map(|len| &rest[at + 1..at + 1 + len]);
        match found.and_then(|name| Some((name.len() + 2, environ.get(name)?))) {
            Some((len, value)) => {
                out.extend_from_slice(value);
                rest = &rest[at + len..];
            }
            None => {
                out.push(b'%');
                rest = &rest[at + 1..];
            }
        }
    }
    out.extend_from_slice(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(name: &str, value: &str, expand: bool) -> Stored {
        Stored { name: name.into(), value: value.into(), expand }
    }

    fn process() -> Environ {
        let entries =
            [("USERPROFILE", r"C:\Users\ada"), ("SystemRoot", r"C:\Windows"), ("GOPROXY", "typed by hand")];
        Environ::new(Os::Windows, entries.map(|(n, v)| (n.into(), v.into())))
    }

    #[test]
    fn the_persons_value_stands_above_the_machines_and_both_are_known() {
        let registry = Registry {
            machine: vec![stored("GOPROXY", "direct", false)],
            user: vec![stored("goproxy", "off", false)],
            volatile: vec![],
        };
        let (environ, given) = environ(&registry, &process());
        assert_eq!(environ.get("GOPROXY").unwrap(), "off");
        let keys: Vec<_> = given.iter().map(|g| (g.key, g.value.to_string())).collect();
        assert_eq!(keys, [(MACHINE_KEY, "direct".to_owned()), (USER_KEY, "off".to_owned())]);
    }

    #[test]
    fn references_are_expanded_and_path_is_joined() {
        let registry = Registry {
            machine: vec![stored("Path", r"%SystemRoot%\system32;", true)],
            user: vec![
                stored("GOBIN", r"%GOPATH%\bin", true),
                stored("GOPATH", r"D:\go", false),
                stored("PATH", r"%USERPROFILE%\bin;%none%", true),
            ],
            volatile: vec![],
        };
        let (environ, _) = environ(&registry, &process());
        assert_eq!(environ.get("GOBIN").unwrap(), r"D:\go\bin");
        assert_eq!(environ.get("path").unwrap(), r"C:\Windows\system32;C:\Users\ada\bin;%none%");
    }

    #[test]
    fn what_was_typed_in_the_starting_terminal_is_not_taken() {
        let (environ, _) = environ(&Registry::default(), &process());
        assert_eq!(environ.get("GOPROXY"), None);
        assert_eq!(environ.get("userprofile").unwrap(), r"C:\Users\ada");
    }

    /// With the real registry, under a name that nobody else has.
    #[cfg(windows)]
    #[test]
    fn a_variable_in_the_persons_key_is_captured_and_located() {
        use crate::env::capture::{AskerId, Source, ask_login_shell, desktop_session};
        use crate::env::origin::Locator;
        use crate::place::Place;
        use crate::system::DiskFiles;

        const NAME: &str = "BURROW_TEST_VARIABLE";
        let key = windows_registry::CURRENT_USER.create("Environment").unwrap();
        key.set_expand_string(NAME, r"%SystemRoot%\x").unwrap();
        let asked = [desktop_session(), ask_login_shell(std::time::Duration::from_secs(1))];
        key.remove_value(NAME).unwrap();
        let [desktop, shell] = asked.map(Result::unwrap);
        assert_eq!((desktop.asker, shell.asker), (AskerId::Desktop, AskerId::LoginShell));
        assert_eq!((desktop.source, &desktop.environ), (Source::Registry, &shell.environ));
        let root = desktop.environ.get("systemroot").unwrap();
        let value = desktop.environ.get(NAME).unwrap();
        assert_eq!(value, format!(r"{root}\x").as_str());

        key.set_expand_string(NAME, r"%SystemRoot%\x").unwrap();
        let located = Locator::new(&desktop, &DiskFiles).locate(NAME.into(), value);
        key.remove_value(NAME).unwrap();
        assert_eq!(located.places, [Place::file(USER_KEY)]);
    }
}
