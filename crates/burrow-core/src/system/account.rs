//! The account that Burrow runs as, from the system's own list of accounts.

use bstr::BString;

/// What the list of accounts (passwd) says of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub name: BString,
    pub home: BString,
    /// The login shell's program; empty where none is named.
    pub shell: BString,
}

/// The account of this process; `None` when it is not listed (a container with a free uid) and on Windows, where
/// the environment alone says who and where a person is.
#[cfg(unix)]
pub fn account() -> Option<Account> {
    use std::os::unix::ffi::OsStringExt;
    let user = nix::unistd::User::from_uid(nix::unistd::getuid()).ok()??;
    Some(Account {
        name: user.name.into(),
        home: user.dir.into_os_string().into_vec().into(),
        shell: user.shell.into_os_string().into_vec().into(),
    })
}

/// See the Unix form.
#[cfg(not(unix))]
pub fn account() -> Option<Account> {
    None
}

/// The numeric id of the account; `None` on Windows.
#[cfg(unix)]
pub fn uid() -> Option<u32> {
    Some(nix::unistd::getuid().as_raw())
}

/// See the Unix form.
#[cfg(not(unix))]
pub fn uid() -> Option<u32> {
    None
}
