//! The transparent log of the checksum database: hashes of records and trees (`golang.org/x/mod/sumdb/tlog`, RFC 6962).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// A hash in the tree.
pub type Hash = [u8; 32];

/// The head of a tree: how many records it has, and the hash over all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tree {
    pub size: u64,
    pub hash: Hash,
}

/// A node that covers 2^`level` records, the `n`th of them: from `n << level`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Node {
    pub level: u32,
    pub n: u64,
}

/// The hash of a record.
pub fn record_hash(record: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(record).finalize().into()
}

/// The hash of two nodes side by side.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The hash of a tree without records.
pub fn empty_hash() -> Hash {
    Sha256::digest([]).into()
}

impl Tree {
    /// The tree without records, which every tree continues.
    pub fn empty() -> Tree {
        Tree { size: 0, hash: empty_hash() }
    }

    /// Parses the text of a tree note; `None` when it is none. Lines that follow are passed over.
    pub fn parse(text: &str) -> Option<Tree> {
        let rest = text.strip_prefix("go.sum database tree\n").filter(|_| text.len() <= 1_000_000)?;
        let (size, rest) = rest.split_once('\n')?;
        let (hash, _) = rest.split_once('\n')?;
        let number: u64 = size.parse().ok().filter(|n| i64::try_from(*n).is_ok())?;
        if number.to_string() != size {
            return None;
        }
        Some(Tree { size: number, hash: STANDARD.decode(hash).ok()?.try_into().ok()? })
    }

    /// The complete nodes that make up the tree, from left to right.
    pub fn nodes(size: u64) -> Vec<Node> {
        let mut nodes = Vec::new();
        let mut from = 0;
        while from < size {
            let level = (size - from).ilog2();
            nodes.push(Node { level, n: from >> level });
            from += 1 << level;
        }
        nodes
    }

    /// The hash of a tree from those of its [`Tree::nodes`].
    pub fn hash_of(nodes: &[Hash]) -> Hash {
        let joined = nodes.iter().rev().copied().reduce(|right, left| node_hash(&left, &right));
        joined.unwrap_or_else(empty_hash)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The hash of a node straight from the records.
    pub fn naive(records: &[Vec<u8>], node: Node) -> Hash {
        let from = (node.n << node.level) as usize;
        let mut row: Vec<Hash> =
            records[from..from + (1 << node.level)].iter().map(|r| record_hash(r)).collect();
        while row.len() > 1 {
            row = row.chunks(2).map(|pair| node_hash(&pair[0], &pair[1])).collect();
        }
        row[0]
    }

    pub fn records(count: usize) -> Vec<Vec<u8>> {
        (0..count).map(|n| format!("record {n}\n").into_bytes()).collect()
    }

    pub fn tree(records: &[Vec<u8>]) -> Tree {
        let hashes: Vec<Hash> =
            Tree::nodes(records.len() as u64).iter().map(|n| naive(records, *n)).collect();
        Tree { size: records.len() as u64, hash: Tree::hash_of(&hashes) }
    }

    /// The definition of RFC 6962: the left part is the largest power of two below the size.
    fn by_definition(records: &[Vec<u8>]) -> Hash {
        match records.len() {
            0 => empty_hash(),
            1 => record_hash(&records[0]),
            n => {
                let left = 1 << (n - 1).ilog2();
                node_hash(&by_definition(&records[..left]), &by_definition(&records[left..]))
            }
        }
    }

    #[test]
    fn trees_of_every_size_have_the_hash_of_the_definition() {
        let records = records(70);
        for size in 0..=70 {
            assert_eq!(tree(&records[..size]).hash, by_definition(&records[..size]), "{size}");
        }
    }

    #[test]
    fn tree_notes_are_parsed_strictly() {
        let text = "go.sum database tree\n2\nnND/nri/U0xuHUrYSy0HtMeal2vzD9V4k/BO79C+QeI=\n";
        assert_eq!(Tree::parse(text).unwrap().size, 2);
        assert!(Tree::parse(&format!("{text}more\n")).is_some());
        for bad in [
            text.replace("2\n", "02\n"),
            text.replace("2\n", "-2\n"),
            text.replace("nND", "nN"),
            text[..30].into(),
        ] {
            assert_eq!(Tree::parse(&bad), None, "{bad}");
        }
    }
}
