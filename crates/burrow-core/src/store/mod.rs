//! What Burrow remembers: one `state.db` (SQLite, WAL) that the app and the command write at the same time.
//!
//! Opening never fails: a damaged file is set aside, a later Burrow's is left alone, and where nothing can be
//! kept the memory of this process has to do; what happened is said. One small file per table. What the rows
//! mean is decided elsewhere (`env::history`, `settings`). No secret ever comes here.

pub mod changes;
mod folders;
mod open;
pub mod probes;
pub mod profiles;
pub mod projects;
mod schema;
pub mod seen;
mod settings;
pub mod switches;
pub mod toolchains;

use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;
use sha2::{Digest, Sha256};

pub use open::{Trouble, open, open_kept};

/// Why the store could not answer. Callers go on without it.
#[derive(Debug, thiserror::Error)]
#[error("state.db: {0}")]
pub struct StoreError(#[from] rusqlite::Error);

impl From<StoreError> for crate::error::CoreError {
    fn from(error: StoreError) -> Self {
        crate::error::CoreError::Store(error.0.to_string())
    }
}

/// The open `state.db`.
#[derive(Debug)]
pub struct Store {
    connection: Mutex<Connection>,
}

impl Store {
    fn connection(&self) -> MutexGuard<'_, Connection> {
        // A panic in between left no half-done transaction: SQLite rolled it back.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells contents apart without keeping them. Deliberately short: it says nothing about a secret in them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Fingerprint(String);

impl Fingerprint {
    pub fn of(bytes: &[u8]) -> Fingerprint {
        let hash = Sha256::digest(bytes);
        Fingerprint(hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect())
    }

    pub(crate) fn stored(text: String) -> Fingerprint {
        Fingerprint(text)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
