//! The keychain of the account: Keychain Services on macOS, the Credential Manager on Windows, the Secret Service
//! elsewhere. What is kept in it, and for whom, is not decided here.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use keyring::v1::{Entry, Error, Result};

/// The name under which a keychain lists what Burrow keeps in it.
const SERVICE: &str = "Burrow";
/// How long a keychain is waited for: it may ask the person for a password before it answers.
const PATIENCE: Duration = Duration::from_secs(60);

/// Why the keychain did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeychainError {
    /// There is none in this session: a server, a container, a desktop without one.
    #[error("no keychain: {detail}")]
    None { detail: String },
    /// It is locked, or the person did not allow it.
    #[error("the keychain does not open: {detail}")]
    Locked { detail: String },
    /// The secret is longer than this keychain takes.
    #[error("the secret is too long for the keychain")]
    TooLong,
    /// It did not answer within a minute.
    #[error("the keychain does not answer")]
    Silent,
    #[error("the keychain: {detail}")]
    Other { detail: String },
}

/// A place for secrets, each under the name of an account.
pub trait Keychain: Send + Sync {
    /// The secret of an account; `None`: it has none.
    ///
    /// # Errors
    /// [`KeychainError`].
    fn get(&self, account: &str) -> std::result::Result<Option<String>, KeychainError>;

    /// Keeps a secret in the place of the one before.
    ///
    /// # Errors
    /// [`KeychainError`].
    fn set(&self, account: &str, secret: &str) -> std::result::Result<(), KeychainError>;

    /// Forgets a secret; nothing happens when there is none.
    ///
    /// # Errors
    /// [`KeychainError`].
    fn forget(&self, account: &str) -> std::result::Result<(), KeychainError>;
}

/// One that has nothing, for what needs no secret.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoKeychain;

impl Keychain for NoKeychain {
    fn get(&self, _account: &str) -> std::result::Result<Option<String>, KeychainError> {
        Ok(None)
    }

    fn set(&self, _account: &str, _secret: &str) -> std::result::Result<(), KeychainError> {
        Ok(())
    }

    fn forget(&self, _account: &str) -> std::result::Result<(), KeychainError> {
        Ok(())
    }
}

/// That of this account on this machine. Nothing is asked of it before it is used.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemKeychain;

impl Keychain for SystemKeychain {
    fn get(&self, account: &str) -> std::result::Result<Option<String>, KeychainError> {
        ask(account, |entry| match entry.get_password() {
            Err(Error::NoEntry) => Ok(None),
            other => other.map(Some),
        })
    }

    fn set(&self, account: &str, secret: &str) -> std::result::Result<(), KeychainError> {
        let secret = secret.to_owned();
        ask(account, move |entry| entry.set_password(&secret))
    }

    fn forget(&self, account: &str) -> std::result::Result<(), KeychainError> {
        ask(account, |entry| match entry.delete_credential() {
            Err(Error::NoEntry) => Ok(()),
            other => other,
        })
    }
}

/// Asks on a thread of its own: a keychain that waits for a person must not keep Burrow waiting for ever.
fn ask<T: Send + 'static>(
    account: &str,
    question: impl FnOnce(&Entry) -> Result<T> + Send + 'static,
) -> std::result::Result<T, KeychainError> {
    let (sender, receiver) = channel();
    let account = account.to_owned();
    thread::spawn(move || {
        let answer = match Entry::store_status() {
            Ok(()) => Entry::new(SERVICE, &account).and_then(|entry| question(&entry)).map_err(|e| told(&e)),
            Err(why) => Err(KeychainError::None { detail: why.to_string() }),
        };
        // Whoever asked may have given up.
        let _ = sender.send(answer);
    });
    receiver.recv_timeout(PATIENCE).unwrap_or_else(|why| match why {
        RecvTimeoutError::Timeout => Err(KeychainError::Silent),
        RecvTimeoutError::Disconnected => Err(KeychainError::Other { detail: "it broke off".to_owned() }),
    })
}

/// In words that hold no secret: some errors carry the bytes that they are about.
fn told(error: &Error) -> KeychainError {
    match error {
        Error::NoDefaultStore => KeychainError::None { detail: error.to_string() },
        Error::NoStorageAccess(why) => KeychainError::Locked { detail: why.to_string() },
        Error::TooLong(..) => KeychainError::TooLong,
        Error::PlatformFailure(why) => KeychainError::Other { detail: why.to_string() },
        Error::BadEncoding(_) => KeychainError::Other { detail: "what it keeps is no text".to_owned() },
        _ => KeychainError::Other { detail: "it gave no reason".to_owned() },
    }
}
