//! A checksum database of our own, as far as go remembers one: its key, and the records and tiles with which go
//! checks a toolchain in the module cache without asking anybody (`cmd/go/internal/modfetch/sumdb.go`).

use std::fs;
use std::io;
use std::path::Path;

use burrow_servers::sumdb::Database;

use crate::stage::ZIP_HASH;

/// Its name.
pub const NAME: &str = "sum.oracle.test";

/// The records of some toolchains.
#[derive(Debug, Clone)]
pub struct Remembered {
    /// `go1.24.11`.
    pub versions: Vec<String>,
    /// `linux-amd64`.
    pub platform: String,
    /// The records say another hash than the module cache.
    pub wrong: bool,
}

fn database(records: Vec<String>) -> Database {
    Database::new(records).named(NAME)
}

/// As GOSUMDB names it.
pub fn verifier() -> String {
    database(Vec::new()).key()
}

impl Remembered {
    /// Writes what go would have kept into a module cache.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, modcache: &Path) -> io::Result<()> {
        let base = modcache.join("cache/download/sumdb").join(NAME);
        let records: Vec<String> = self.versions.iter().map(|version| self.record(version)).collect();
        let count = records.len();
        let database = database(records);
        let lookup = base.join("lookup/golang.org");
        fs::create_dir_all(&lookup)?;
        for (id, version) in self.versions.iter().enumerate() {
            let file = lookup.join(format!("toolchain@v0.0.1-{version}.{}", self.platform));
            fs::write(file, database.answer(id))?;
        }
        let tiles = base.join("tile/8/0/000.p");
        fs::create_dir_all(&tiles)?;
        fs::write(tiles.join(count.to_string()), database.tile(0, 0, count as u64))
    }

    fn record(&self, version: &str) -> String {
        let module = format!("golang.org/toolchain v0.0.1-{version}.{}", self.platform);
        let hash = if self.wrong { ZIP_HASH.replace("AAA=", "BBA=") } else { ZIP_HASH.to_owned() };
        format!("{module} {hash}\n{module}/go.mod {hash}\n")
    }
}
