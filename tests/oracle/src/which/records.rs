//! A checksum database of our own, as far as go remembers one: its key, and the records and tiles with which go
//! checks a toolchain in the module cache without asking anybody (`cmd/go/internal/modfetch/sumdb.go`).

use std::fs;
use std::io;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer, SigningKey};
use sha2::{Digest, Sha256};

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

fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

/// The algorithm's byte, then the public key.
fn public() -> Vec<u8> {
    let mut public = vec![1];
    public.extend_from_slice(key().verifying_key().as_bytes());
    public
}

fn key_hash() -> [u8; 4] {
    let digest = Sha256::digest([NAME.as_bytes(), b"\n", &public()].concat());
    [digest[0], digest[1], digest[2], digest[3]]
}

/// As GOSUMDB names it.
pub fn verifier() -> String {
    let hash: String = key_hash().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{NAME}+{hash}+{}", STANDARD.encode(public()))
}

impl Remembered {
    /// Writes what go would have kept into a module cache.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, modcache: &Path) -> io::Result<()> {
        let base = modcache.join("cache/download/sumdb").join(NAME);
        let records: Vec<String> = self.versions.iter().map(|version| self.record(version)).collect();
        let leaves: Vec<[u8; 32]> = records.iter().map(|record| hash(&[&[0], record.as_bytes()])).collect();
        let tree = format!("go.sum database tree\n{}\n{}\n", leaves.len(), STANDARD.encode(root(&leaves)));
        let signature = [&key_hash()[..], &key().sign(tree.as_bytes()).to_bytes()].concat();
        let note = format!("{tree}\n\u{2014} {NAME} {}\n", STANDARD.encode(signature));
        let lookup = base.join("lookup/golang.org");
        fs::create_dir_all(&lookup)?;
        for (id, (version, record)) in self.versions.iter().zip(&records).enumerate() {
            let file = lookup.join(format!("toolchain@v0.0.1-{version}.{}", self.platform));
            fs::write(file, format!("{id}\n{record}\n{note}"))?;
        }
        let tiles = base.join("tile/8/0/000.p");
        fs::create_dir_all(&tiles)?;
        fs::write(tiles.join(leaves.len().to_string()), leaves.concat())
    }

    fn record(&self, version: &str) -> String {
        let module = format!("golang.org/toolchain v0.0.1-{version}.{}", self.platform);
        let hash = if self.wrong { ZIP_HASH.replace("AAA=", "BBA=") } else { ZIP_HASH.to_owned() };
        format!("{module} {hash}\n{module}/go.mod {hash}\n")
    }
}

fn hash(parts: &[&[u8]]) -> [u8; 32] {
    Sha256::digest(parts.concat()).into()
}

/// The hash of a tree: the largest full tree on the left, the rest on the right (RFC 6962).
fn root(leaves: &[[u8; 32]]) -> [u8; 32] {
    match leaves {
        [] => hash(&[]),
        [leaf] => *leaf,
        _ => {
            let left = (leaves.len().next_power_of_two() / 2).max(1);
            hash(&[&[1], &root(&leaves[..left]), &root(&leaves[left..])])
        }
    }
}
