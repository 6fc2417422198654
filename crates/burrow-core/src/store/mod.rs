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
mod welcome;

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;
use sha2::{Digest, Sha256};

pub use open::{Trouble, files, open, open_kept, open_to_read};

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
    /// What SQLite counted when it was asked last whether others have written.
    version: AtomicI64,
}

impl Store {
    fn connection(&self) -> MutexGuard<'_, Connection> {
        // A panic in between left no half-done transaction: SQLite rolled it back.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether somebody else has written since this was asked last: another process, not this connection.
    pub fn was_written_by_others(&self) -> bool {
        let version: Result<i64, _> =
            self.connection().query_row("PRAGMA data_version", [], |row| row.get(0));
        version.is_ok_and(|version| self.version.swap(version, Ordering::Relaxed) != version)
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
