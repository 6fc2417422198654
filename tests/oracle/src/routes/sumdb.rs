//! A checksum database with a key of its own over a few records.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer, SigningKey};
use go_rules::sumdb::tlog::{Hash, Node, Tree, node_hash, record_hash};
use sha2::{Digest, Sha256};

/// Its name, which is its host.
pub const NAME: &str = "sums.test";

/// Records by the path of their lookup (`mods.test/quote@v1.0.0`).
#[derive(Debug, Clone)]
pub struct Database {
    records: Vec<(String, String)>,
}

impl Database {
    pub fn new(records: Vec<(String, String)>) -> Database {
        Database { records }
    }

    fn secret() -> SigningKey {
        SigningKey::from_bytes(&[5; 32])
    }

    fn public() -> Vec<u8> {
        [&[1], Self::secret().verifying_key().as_bytes().as_slice()].concat()
    }

    fn key_hash() -> [u8; 4] {
        let sum = Sha256::digest([NAME.as_bytes(), b"\n", &Self::public()].concat());
        [sum[0], sum[1], sum[2], sum[3]]
    }

    /// `name+hash+key`, as GOSUMDB takes it.
    pub fn key() -> String {
        format!("{NAME}+{:08x}+{}", u32::from_be_bytes(Self::key_hash()), STANDARD.encode(Self::public()))
    }

    fn node(&self, node: Node) -> Hash {
        if node.level == 0 {
            return record_hash(self.records[node.n as usize].1.as_bytes());
        }
        let below = |n| self.node(Node { level: node.level - 1, n });
        node_hash(&below(2 * node.n), &below(2 * node.n + 1))
    }

    fn signed_tree(&self) -> String {
        let size = self.records.len() as u64;
        let hashes: Vec<Hash> = Tree::nodes(size).into_iter().map(|node| self.node(node)).collect();
        let text = format!("go.sum database tree\n{size}\n{}\n", STANDARD.encode(Tree::hash_of(&hashes)));
        let signature = Self::secret().sign(text.as_bytes()).to_bytes();
        let signature = STANDARD.encode([&Self::key_hash(), signature.as_slice()].concat());
        format!("{text}\n\u{2014} {NAME} {signature}\n")
    }

    /// The record for `lookup/`, by what follows it.
    pub fn lookup(&self, of: &str) -> Option<Vec<u8>> {
        let id = self.records.iter().position(|(path, _)| path == of)?;
        Some(format!("{id}\n{}\n{}", self.records[id].1, self.signed_tree()).into_bytes())
    }

    /// The one tile that there is.
    pub fn tile(&self) -> Vec<u8> {
        (0..self.records.len() as u64).flat_map(|n| self.node(Node { level: 0, n })).collect()
    }
}
