//! A checksum database over a few records, which it knows by the paths that real go asks for.

use burrow_servers::sumdb;

/// Its name, which is its host.
pub const NAME: &str = "sums.test";

/// Records by the path of their lookup (`mods.test/quote@v1.0.0`).
#[derive(Debug, Clone)]
pub struct Database {
    paths: Vec<String>,
    log: sumdb::Database,
}

impl Database {
    pub fn new(records: Vec<(String, String)>) -> Database {
        let (paths, records) = records.into_iter().unzip();
        Database { paths, log: sumdb::Database::new(records).named(NAME) }
    }

    /// `name+hash+key`, as GOSUMDB takes it.
    pub fn key() -> String {
        sumdb::Database::new(Vec::new()).named(NAME).key()
    }

    /// The record for `lookup/`, by what follows it.
    pub fn lookup(&self, of: &str) -> Option<Vec<u8>> {
        let id = self.paths.iter().position(|path| path == of)?;
        Some(self.log.answer(id).into_bytes())
    }

    /// The one tile that there is.
    pub fn tile(&self) -> Vec<u8> {
        self.log.tile(0, 0, self.paths.len() as u64)
    }
}
