//! The checksum database, asked and believed as go does it (`golang.org/x/mod/sumdb/client.go`): every answer is
//! proven against a signed tree, and every tree against the newest one that was ever seen here.

mod cache;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use bstr::{BStr, ByteSlice};
use go_rules::module;
use go_rules::sumdb::record::Record;
use go_rules::sumdb::setting::Database;
use go_rules::sumdb::tile::{Proof, Tile};
use go_rules::sumdb::tlog::{Node, Tree, record_hash};
use reqwest::Url;
use tokio::sync::OnceCell;

pub use cache::Cache;

use super::chain::{Chain, End, Walk};
use super::client::Client;
use super::error::FetchError;
use super::url;
use crate::job::{Cancel, Cancelled};

/// No record or signed tree is larger.
const MOST: u64 = 1 << 20;

/// Why there is no hash to believe.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SumdbError {
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// GOSUMDB names no database that could be asked; Go's words, masked.
    #[error("{0}")]
    Setting(String),
    #[error(transparent)]
    Fetch(FetchError),
    /// The answers contradict the key, each other, or what the database said before.
    #[error("{name}: {reason}")]
    Untrusted { name: String, reason: String },
    /// What go remembers could not be read or written.
    #[error("{0}")]
    Disk(String),
}

impl From<FetchError> for SumdbError {
    fn from(error: FetchError) -> SumdbError {
        match error {
            FetchError::Cancelled(cancelled) => SumdbError::Cancelled(cancelled),
            error => SumdbError::Fetch(error),
        }
    }
}

/// A database, with what is known of it so far.
pub struct Sumdb<'a> {
    client: &'a Client,
    chain: &'a Chain,
    database: Database,
    cache: Cache,
    /// Where it is asked, once that was found out.
    base: OnceCell<Url>,
    latest: Cell<Tree>,
    /// Proven tiles: a cache that cannot be written would have them asked for again with every record.
    tiles: RefCell<HashMap<String, Vec<u8>>>,
    /// Why it cannot be reached: said once, it holds for all that is asked after it. What is in the cache still answers.
    down: RefCell<Option<FetchError>>,
}

/// What a record says of a module version, as two lines of go.sum would.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lines {
    /// The `h1:` hash of the zip. No honest database leaves one out.
    pub zip: Option<String>,
    /// The `h1:` hash of the go.mod.
    pub go_mod: Option<String>,
}

/// What a proof has shown.
struct Proven {
    hashes: Vec<[u8; 32]>,
    /// Tiles that are not in the cache so far.
    fresh: Vec<(Tile, Vec<u8>)>,
}

impl<'a> Sumdb<'a> {
    /// The database that GOSUMDB names, with the newest tree that go remembers.
    ///
    /// # Errors
    /// [`SumdbError::Setting`].
    pub fn new(
        gosumdb: &BStr,
        client: &'a Client,
        chain: &'a Chain,
        cache: Cache,
    ) -> Result<Sumdb<'a>, SumdbError> {
        let masked = |text: String| crate::secret::Masked::value("GOPROXY", text.as_bytes()).into_string();
        let database = Database::of(gosumdb).map_err(|why| SumdbError::Setting(masked(why.to_string())))?;
        let base = match &database.url {
            Some(text) => OnceCell::new_with(Some(url::parse(text.as_bstr())?)),
            None => OnceCell::new(),
        };
        let cache = cache.of(database.key.name());
        let (latest, tiles, down) = (Cell::new(Tree::empty()), RefCell::default(), RefCell::default());
        Ok(Sumdb { client, chain, database, cache, base, latest, tiles, down })
    }

    /// The name of the database.
    pub fn name(&self) -> &str {
        self.database.key.name()
    }

    /// What a proven record says of a version. Several may be asked for at once.
    ///
    /// # Errors
    /// [`SumdbError`]; a version that the database does not have is a [`FetchError`] that says so.
    pub async fn lines(&self, path: &str, version: &str, cancel: &Cancel) -> Result<Lines, SumdbError> {
        let escaped = |error: module::Malformed| SumdbError::Setting(error.to_string());
        let file = format!(
            "lookup/{}@{}",
            module::escape_path(path.as_bytes()).map_err(escaped)?,
            module::escape_version(version.as_bytes()).map_err(escaped)?
        );
        let remembered = self.cache.latest()?;
        self.merge(&remembered, cancel).await?;
        let (answer, kept) = match self.cache.read(&file) {
            Some(answer) => (answer, true),
            None => (self.ask(&file, MOST, cancel).await?, false),
        };
        let record = Record::parse(&answer).ok_or_else(|| self.untrusted("malformed record data"))?;
        self.merge(record.tree, cancel).await?;
        self.check(&record, cancel).await?;
        if !kept {
            self.cache.write(&file, &answer);
        }
        let hash = |version: &[u8]| record.hash(path.as_bytes(), version).map(ToOwned::to_owned);
        Ok(Lines { zip: hash(version.as_bytes()), go_mod: hash(format!("{version}/go.mod").as_bytes()) })
    }

    fn untrusted(&self, reason: impl Into<String>) -> SumdbError {
        SumdbError::Untrusted { name: self.name().to_owned(), reason: reason.into() }
    }

    /// Whether the record stands in the newest tree.
    async fn check(&self, record: &Record<'_>, cancel: &Cancel) -> Result<(), SumdbError> {
        let node = Node { level: 0, n: record.id };
        let latest = self.latest.get();
        if record.id >= latest.size {
            let reason = format!("cannot validate record {} in tree of size {}", record.id, latest.size);
            return Err(self.untrusted(reason));
        }
        let proven = self.prove(latest, &[node], cancel).await?;
        if proven.hashes != [record_hash(record.text)] {
            return Err(self.untrusted("cannot authenticate record data in server response"));
        }
        self.keep(proven);
        Ok(())
    }

    /// Takes a signed tree for the newest when it is newer; it must continue, or be a part of, the newest so far.
    async fn merge(&self, note: &[u8], cancel: &Cancel) -> Result<(), SumdbError> {
        if note.is_empty() {
            return Ok(());
        }
        let text = self.database.key.open(note).map_err(|why| self.untrusted(why.to_string()))?;
        let tree = Tree::parse(text).ok_or_else(|| self.untrusted("malformed tree note"))?;
        loop {
            let latest = self.latest.get();
            let newer = tree.size > latest.size;
            let (older, newest) = if newer { (latest, tree) } else { (tree, latest) };
            self.check_trees(older, newest, cancel).await?;
            if !newer {
                return Ok(());
            }
            // Another answer may have brought a newer one meanwhile.
            if self.latest.get() == latest {
                self.latest.set(tree);
                return self.remember(note, cancel).await;
            }
        }
    }

    async fn check_trees(&self, older: Tree, newer: Tree, cancel: &Cancel) -> Result<(), SumdbError> {
        if older == newer {
            return Ok(());
        }
        if older.size == 0 && older.hash == Tree::empty().hash {
            return Ok(());
        }
        let proven = self.prove(newer, &Tree::nodes(older.size), cancel).await?;
        if Tree::hash_of(&proven.hashes) == older.hash {
            self.keep(proven);
            return Ok(());
        }
        let reason = format!("the trees of {} and {} records contradict each other", older.size, newer.size);
        Err(self.untrusted(reason))
    }

    /// Puts the newest tree where go remembers it, unless a newer one has got there meanwhile.
    async fn remember(&self, note: &[u8], cancel: &Cancel) -> Result<(), SumdbError> {
        loop {
            let there = self.cache.latest()?;
            if !there.is_empty() {
                let text = self.database.key.open(&there).map_err(|why| self.untrusted(why.to_string()))?;
                let tree = Tree::parse(text).ok_or_else(|| self.untrusted("malformed tree note"))?;
                let latest = self.latest.get();
                if tree.size >= latest.size {
                    self.check_trees(latest, tree, cancel).await?;
                    if self.latest.get() == latest {
                        self.latest.set(tree);
                        return Ok(());
                    }
                    continue;
                }
            }
            if self.cache.replace_latest(&there, note)? {
                return Ok(());
            }
            cancel.check()?;
        }
    }

    /// The hashes of nodes of a tree, all of it proven to belong to that tree.
    async fn prove(&self, tree: Tree, nodes: &[Node], cancel: &Cancel) -> Result<Proven, SumdbError> {
        let proof = Proof::of(tree, nodes).ok_or_else(|| self.untrusted("indexes not in tree"))?;
        let mut data = Vec::with_capacity(proof.tiles().len());
        let mut asked = Vec::new();
        for (at, tile) in proof.tiles().iter().enumerate() {
            let (bytes, kept) = self.tile(tile, cancel).await?;
            if !kept {
                asked.push(at);
            }
            data.push(bytes);
        }
        let hashes = proof.check(&data).map_err(|why| self.untrusted(why.to_string()))?;
        let fresh = asked.into_iter().map(|at| (proof.tiles()[at], std::mem::take(&mut data[at]))).collect();
        Ok(Proven { hashes, fresh })
    }

    /// Keeps the tiles of a proof, once the tree itself is known to be the true one.
    fn keep(&self, proven: Proven) {
        for (tile, bytes) in proven.fresh {
            let path = tile.path();
            self.cache.write(&path, &bytes);
            self.tiles.borrow_mut().insert(path, bytes);
        }
    }

    /// A tile, and whether it came from the cache. The full tile serves for a part of it too.
    async fn tile(&self, tile: &Tile, cancel: &Cancel) -> Result<(Vec<u8>, bool), SumdbError> {
        let part = |mut bytes: Vec<u8>| {
            bytes.truncate(tile.bytes());
            bytes
        };
        let full = tile.full();
        for place in [tile.path(), full.path()] {
            let remembered = self.tiles.borrow().get(&place).cloned();
            if let Some(bytes) = remembered.or_else(|| self.cache.read(&place)) {
                return Ok((part(bytes), true));
            }
        }
        let limit = full.bytes() as u64;
        match self.ask(&tile.path(), limit, cancel).await {
            Ok(bytes) => Ok((bytes, false)),
            Err(SumdbError::Cancelled(cancelled)) => Err(SumdbError::Cancelled(cancelled)),
            // A server may have forgotten the part when the tile was full.
            Err(error) if !tile.is_full() => match self.ask(&full.path(), limit, cancel).await {
                Ok(bytes) => Ok((part(bytes), false)),
                Err(_) => Err(error),
            },
            Err(error) => Err(error),
        }
    }

    async fn ask(&self, path: &str, limit: u64, cancel: &Cancel) -> Result<Vec<u8>, SumdbError> {
        if let Some(why) = self.down.borrow().clone() {
            return Err(why.into());
        }
        let asked = async || {
            let base = self.base.get_or_try_init(|| self.find_base(cancel)).await?;
            Ok(self.client.read(&url::below(base, path), limit, cancel).await?)
        };
        let answer: Result<Vec<u8>, SumdbError> = asked().await;
        if let Err(SumdbError::Fetch(why)) = &answer
            && !why.is_not_found()
        {
            *self.down.borrow_mut() = Some(why.clone());
        }
        answer
    }

    /// Through the first proxy that offers it, else at its own address.
    async fn find_base(&self, cancel: &Cancel) -> Result<Url, SumdbError> {
        let name = self.name();
        let ask = async |proxy: &Url| {
            let base = url::below(proxy, &format!("sumdb/{name}"));
            let supported = url::below(&base, "supported");
            self.client.get(&supported, None, cancel).await.map(|_| base)
        };
        match self.chain.walk(ask).await {
            Walk::Found(base) => Ok(base),
            Walk::Stopped(failure) => Err(failure.into()),
            Walk::Ended { at: End::Off | End::List, failure: Some(failure), .. } => Err(failure.into()),
            Walk::Ended { .. } => Ok(url::parse(BStr::new(&format!("https://{name}")))?),
        }
    }
}
