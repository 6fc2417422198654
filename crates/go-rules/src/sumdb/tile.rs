//! Tiles: the pieces in which the log's hashes are served, and proofs from them (`tlog.TileHashReader`).
//!
//! A proof has two steps, so that reading is the caller's affair: [`Proof::of`] says which tiles are needed,
//! [`Proof::check`] authenticates them against the tree and gives the hashes that were asked for.

use std::collections::HashMap;
use std::fmt;

use super::tlog::{Hash, Node, Tree, node_hash};

/// The height of a tile: each has up to 2^8 hashes of one level.
pub const HEIGHT: u32 = 8;
const WIDTH: u64 = 1 << HEIGHT;
const HASH: usize = 32;

/// The place of a tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Tile {
    /// Its bottom row has nodes of level 8 × `level`.
    pub level: u32,
    pub n: u64,
    /// How many hashes it has: 256, or fewer at the right edge of the tree.
    pub width: u64,
}

impl Tile {
    /// `tile/8/0/x001/x234/067.p/5`: in URLs and in the cache.
    pub fn path(&self) -> String {
        let mut n = self.n;
        let mut number = format!("{:03}", n % 1000);
        while n >= 1000 {
            n /= 1000;
            number = format!("x{:03}/{number}", n % 1000);
        }
        let partial = if self.is_full() { String::new() } else { format!(".p/{}", self.width) };
        format!("tile/{HEIGHT}/{}/{number}{partial}", self.level)
    }

    pub fn is_full(&self) -> bool {
        self.width == WIDTH
    }

    /// The same tile when the tree has grown over it.
    #[must_use]
    pub fn full(self) -> Tile {
        Tile { width: WIDTH, ..self }
    }

    /// How many bytes it has.
    pub fn bytes(&self) -> usize {
        self.width as usize * HASH
    }

    /// The tile of a tree of that size which holds a node, as wide as the tree has it.
    fn of(node: Node, size: u64) -> Option<Tile> {
        let level = node.level / HEIGHT;
        let n = (node.n << (node.level % HEIGHT)) >> HEIGHT;
        Tile { level, n, width: WIDTH }.within(size)
    }

    /// The tile whose row holds the hash over this whole tile.
    fn parent(self, size: u64) -> Option<Tile> {
        Tile { level: self.level + 1, n: self.n >> HEIGHT, width: WIDTH }.within(size)
    }

    /// As wide as a tree of that size has it; `None` where it has nothing of it.
    fn within(self, size: u64) -> Option<Tile> {
        let row = size.checked_shr(self.level * HEIGHT).unwrap_or(0);
        let from = self.n << HEIGHT;
        (from < row).then(|| Tile { width: (row - from).min(WIDTH), ..self })
    }
}

/// The hash of a node from the tile that holds it.
fn hash_in(tile: &Tile, data: &[u8], node: Node) -> Option<Hash> {
    let rows = node.level % HEIGHT;
    let from = (node.n << rows).checked_sub(tile.n << HEIGHT)? as usize * HASH;
    let part = data.get(from..from + (HASH << rows))?;
    Some(hash_over(part))
}

/// The hash over a power of two of hashes.
fn hash_over(hashes: &[u8]) -> Hash {
    let mut row: Vec<Hash> = hashes.as_chunks::<HASH>().0.to_vec();
    while row.len() > 1 {
        row = row.chunks_exact(2).map(|pair| node_hash(&pair[0], &pair[1])).collect();
    }
    row.first().copied().unwrap_or_default()
}

/// The tiles do not belong to the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inconsistent;

impl fmt::Display for Inconsistent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("downloaded inconsistent tile")
    }
}

impl std::error::Error for Inconsistent {}

/// What must be read to prove that nodes belong to a tree.
#[derive(Debug, Clone)]
pub struct Proof {
    tree: Tree,
    wanted: Vec<Node>,
    /// Parents before children; first those that make up the hash of the tree.
    tiles: Vec<Tile>,
    at: HashMap<Tile, usize>,
    /// How many of the tiles make up the hash of the tree.
    roots: usize,
}

impl Proof {
    /// Which tiles prove that these nodes belong to the tree. `None`: the tree is too small to have them.
    pub fn of(tree: Tree, wanted: &[Node]) -> Option<Proof> {
        let mut proof =
            Proof { tree, wanted: wanted.to_vec(), tiles: Vec::new(), at: HashMap::new(), roots: 0 };
        for node in Tree::nodes(tree.size) {
            proof.need(Tile::of(node, tree.size)?);
        }
        proof.roots = proof.tiles.len();
        for node in wanted {
            let end = node.n.checked_add(1)?.checked_mul(1u64.checked_shl(node.level)?)?;
            if end > tree.size {
                return None;
            }
            // Up to a tile that is needed anyway, then down again: parents before children.
            let mut way = vec![Tile::of(*node, tree.size)?];
            while let Some(tile) = way.last().copied().filter(|tile| !proof.at.contains_key(tile)) {
                way.push(tile.parent(tree.size)?);
            }
            way.into_iter().rev().for_each(|tile| proof.need(tile));
        }
        Some(proof)
    }

    fn need(&mut self, tile: Tile) {
        let next = self.tiles.len();
        if *self.at.entry(tile).or_insert(next) == next {
            self.tiles.push(tile);
        }
    }

    /// What is to be read, each tile with exactly [`Tile::bytes`].
    pub fn tiles(&self) -> &[Tile] {
        &self.tiles
    }

    /// The hashes of the wanted nodes, if every tile belongs to the tree.
    ///
    /// # Errors
    /// [`Inconsistent`]: one of them does not, and nothing of what was read may be kept.
    pub fn check(&self, data: &[Vec<u8>]) -> Result<Vec<Hash>, Inconsistent> {
        let right = data.len() == self.tiles.len()
            && self.tiles.iter().zip(data).all(|(tile, data)| tile.bytes() == data.len());
        if !right {
            return Err(Inconsistent);
        }
        let roots: Option<Vec<Hash>> =
            Tree::nodes(self.tree.size).into_iter().map(|node| self.hash(data, node)).collect();
        if Tree::hash_of(&roots.ok_or(Inconsistent)?) != self.tree.hash {
            return Err(Inconsistent);
        }
        for (tile, own) in self.tiles.iter().zip(data).skip(self.roots) {
            let node = Node { level: (tile.level + 1) * HEIGHT, n: tile.n };
            if !tile.is_full() || self.hash(data, node) != Some(hash_over(own)) {
                return Err(Inconsistent);
            }
        }
        self.wanted.iter().map(|node| self.hash(data, *node).ok_or(Inconsistent)).collect()
    }

    fn hash(&self, data: &[Vec<u8>], node: Node) -> Option<Hash> {
        let tile = Tile::of(node, self.tree.size)?;
        let at = *self.at.get(&tile)?;
        hash_in(&tile, &data[at], node)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tlog::record_hash;
    use super::super::tlog::tests::{naive, records, tree};
    use super::*;

    fn serve(records: &[Vec<u8>], tile: &Tile) -> Vec<u8> {
        let from = tile.n << HEIGHT;
        (from..from + tile.width)
            .flat_map(|n| naive(records, Node { level: tile.level * HEIGHT, n }))
            .collect()
    }

    fn read(records: &[Vec<u8>], proof: &Proof) -> Vec<Vec<u8>> {
        proof.tiles().iter().map(|tile| serve(records, tile)).collect()
    }

    /// The paths that Go's own documentation of tiles gives.
    #[test]
    fn tiles_have_the_paths_of_the_protocol() {
        let path = |level, n, width| Tile { level, n, width }.path();
        assert_eq!(path(0, 0, 256), "tile/8/0/000");
        assert_eq!(path(1, 1_234_067, 5), "tile/8/1/x001/x234/067.p/5");
        assert_eq!(path(0, 1000, 256), "tile/8/0/x001/000");
    }

    #[test]
    fn every_record_of_trees_of_many_sizes_is_proven() {
        let all = records(700);
        for size in [1, 2, 3, 7, 255, 256, 257, 511, 512, 513, 700] {
            let tree = tree(&all[..size]);
            for n in (0..size as u64).filter(|n| size < 10 || n % 37 == 0 || n + 3 > size as u64) {
                let proof = Proof::of(tree, &[Node { level: 0, n }]).unwrap();
                let hashes = proof.check(&read(&all[..size], &proof)).unwrap();
                assert_eq!(hashes, [record_hash(&all[n as usize])], "{n} of {size}");
            }
            assert!(Proof::of(tree, &[Node { level: 0, n: size as u64 }]).is_none());
        }
    }

    #[test]
    fn older_trees_are_proven_to_be_part_of_newer_ones() {
        let all = records(600);
        let newer = tree(&all);
        for older in [1, 5, 255, 256, 300, 512, 599, 600] {
            let proof = Proof::of(newer, &Tree::nodes(older)).unwrap();
            let hashes = proof.check(&read(&all, &proof)).unwrap();
            assert_eq!(Tree::hash_of(&hashes), tree(&all[..older as usize]).hash, "{older}");
        }
    }

    #[test]
    fn a_changed_byte_anywhere_is_noticed() {
        let all = records(600);
        let proof = Proof::of(tree(&all), &[Node { level: 0, n: 3 }]).unwrap();
        let good = read(&all, &proof);
        assert!(proof.check(&good).is_ok());
        for tile in 0..good.len() {
            for at in (0..good[tile].len()).step_by(61) {
                let mut bad = good.clone();
                bad[tile][at] ^= 1;
                assert_eq!(proof.check(&bad), Err(Inconsistent), "{tile}, {at}");
            }
            let mut short = good.clone();
            short[tile].pop();
            assert_eq!(proof.check(&short), Err(Inconsistent));
        }
    }
}
