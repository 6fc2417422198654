//! A checksum database with a key of its own, made from records that a test gives it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer, SigningKey};
use go_rules::sumdb::tlog::{Hash, Node, Tree, node_hash, record_hash};
use sha2::{Digest, Sha256};

use crate::server::Server;

/// The name of a database that is given no other.
pub const NAME: &str = "sum.test";

/// A log and the key that signs it.
#[derive(Debug, Clone)]
pub struct Database {
    name: String,
    secret: SigningKey,
    records: Vec<String>,
}

impl Database {
    /// A log with many records of other modules before and after those of the toolchain.
    pub fn of_toolchains(toolchains: &[(String, String)]) -> Database {
        let record = |(version, hash): &(String, String)| {
            let name = format!("golang.org/toolchain {version}");
            format!("{name} {hash}\n{name}/go.mod {hash}\n")
        };
        Database::of(toolchains.iter().map(record))
    }

    /// A log with many records of other modules before and after these.
    pub fn of(own: impl IntoIterator<Item = String>) -> Database {
        let other =
            |n: usize| format!("example.com/m{n} v1.0.0 h1:{n}=\nexample.com/m{n} v1.0.0/go.mod h1:{n}=\n");
        let mut records: Vec<String> = (0..200).map(other).collect();
        records.extend(own);
        records.extend((200..330).map(other));
        Database::new(records)
    }

    /// A log of these records.
    pub fn new(records: Vec<String>) -> Database {
        Database { name: NAME.to_owned(), secret: SigningKey::from_bytes(&[9; 32]), records }
    }

    /// Under another name, which is its host.
    #[must_use]
    pub fn named(self, name: &str) -> Database {
        Database { name: name.to_owned(), ..self }
    }

    /// The same records but one, signed with the same key: a database that tells one story here and another there.
    pub fn forked(&self) -> Database {
        let mut records = self.records.clone();
        records[3] = "example.com/evil v1.0.0 h1:x=\n".into();
        records.push("example.com/later v1.0.0 h1:x=\n".into());
        Database { records, ..self.clone() }
    }

    /// The same log when more was written to it.
    pub fn grown(&self) -> Database {
        let mut records = self.records.clone();
        records.extend((0..70).map(|n| format!("example.com/new{n} v1.0.0 h1:{n}=\n")));
        Database { records, ..self.clone() }
    }

    /// With another key.
    pub fn stolen(&self) -> Database {
        Database { secret: SigningKey::from_bytes(&[8; 32]), ..self.clone() }
    }

    fn public(&self) -> Vec<u8> {
        [&[1], self.secret.verifying_key().as_bytes().as_slice()].concat()
    }

    fn key_hash(&self) -> [u8; 4] {
        let name = self.name.as_bytes();
        let sum = Sha256::new().chain_update(name).chain_update("\n").chain_update(self.public()).finalize();
        [sum[0], sum[1], sum[2], sum[3]]
    }

    /// `name+hash+key`, as GOSUMDB takes it.
    pub fn key(&self) -> String {
        let (name, hash) = (&self.name, u32::from_be_bytes(self.key_hash()));
        format!("{name}+{hash:08x}+{}", STANDARD.encode(self.public()))
    }

    fn leaf(&self, n: u64) -> Hash {
        record_hash(self.records[n as usize].as_bytes())
    }

    fn node(&self, node: Node) -> Hash {
        if node.level == 0 {
            return self.leaf(node.n);
        }
        let below = |n| self.node(Node { level: node.level - 1, n });
        node_hash(&below(2 * node.n), &below(2 * node.n + 1))
    }

    fn signed_tree(&self) -> String {
        let size = self.records.len() as u64;
        let hashes: Vec<Hash> = Tree::nodes(size).into_iter().map(|node| self.node(node)).collect();
        let text = format!("go.sum database tree\n{size}\n{}\n", STANDARD.encode(Tree::hash_of(&hashes)));
        let signature = self.secret.sign(text.as_bytes()).to_bytes();
        let signature = STANDARD.encode([&self.key_hash(), signature.as_slice()].concat());
        format!("{text}\n\u{2014} {} {signature}\n", self.name)
    }

    /// The answer to the lookup of a record, by its number.
    pub fn answer(&self, id: usize) -> String {
        format!("{id}\n{}\n{}", self.records[id], self.signed_tree())
    }

    /// The hashes of a tile of height 8: its level, its number, and how many of its 256 there are.
    pub fn tile(&self, level: u32, n: u64, width: u64) -> Vec<u8> {
        (0..width).flat_map(|i| self.node(Node { level: level * 8, n: n * 256 + i })).collect()
    }

    /// Serves it below a path.
    pub fn serve(&self, server: &Server, below: &str) {
        let tree = self.signed_tree();
        server.file(format!("{below}/latest"), tree.clone());
        for (id, record) in self.records.iter().enumerate() {
            let mut words = record.split(' ');
            let (path, version) = (words.next().unwrap(), words.next().unwrap());
            let answer = format!("{id}\n{record}\n{tree}");
            let path =
                go_rules::module::escape_path(path.as_bytes()).unwrap().to_string().replace('!', "%21");
            server.file(format!("{below}/lookup/{path}@{version}"), answer);
        }
        for level in 0..2u32 {
            let row = self.records.len() as u64 >> (8 * level);
            for n in 0..row.div_ceil(256) {
                let width = (row - n * 256).min(256);
                for width in if width == 256 { 256..=256 } else { 1..=width } {
                    let part = if width == 256 { String::new() } else { format!(".p/{width}") };
                    server.file(format!("{below}/tile/8/{level}/{n:03}{part}"), self.tile(level, n, width));
                }
            }
        }
    }
}
