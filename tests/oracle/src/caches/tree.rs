//! A tree as it is, to the byte: names, kinds, modes, contents, links, and when files were last written. Two of them
//! are compared to see whether something was lost, doubled or touched.

use crate::native::bytes;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// One name in a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    Folder {
        mode: u32,
    },
    File {
        mode: u32,
        size: u64,
        hash: [u8; 32],
        written: Option<SystemTime>,
    },
    Link {
        to: PathBuf,
    },
    /// A socket, a pipe, a device.
    Special,
}

/// Everything below a folder, by paths relative to it; the folder itself is the empty path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    pub nodes: BTreeMap<PathBuf, Node>,
}

/// Where Burrow keeps what it has put aside.
pub const QUARANTINE: &str = ".burrow-quarantine";

impl Tree {
    /// A folder that is not there is an empty tree. Folders named [`QUARANTINE`] are left out.
    ///
    /// # Errors
    /// When something cannot be read.
    pub fn of(root: &Path) -> io::Result<Tree> {
        let mut tree = Tree::default();
        match fs::symlink_metadata(root) {
            Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(tree),
            Err(why) => Err(why),
            Ok(_) => {
                tree.read(root, Path::new(""))?;
                Ok(tree)
            }
        }
    }

    fn read(&mut self, root: &Path, at: &Path) -> io::Result<()> {
        let here = if at.as_os_str().is_empty() { root.to_owned() } else { root.join(at) };
        let facts = fs::symlink_metadata(&here)?;
        let kind = facts.file_type();
        let node = if kind.is_symlink() {
            Node::Link { to: fs::read_link(&here)? }
        } else if kind.is_dir() {
            Node::Folder { mode: mode(&facts) }
        } else if kind.is_file() {
            let hash = identity(&here, &facts)?;
            Node::File { mode: mode(&facts), size: facts.len(), hash, written: facts.modified().ok() }
        } else {
            Node::Special
        };
        self.nodes.insert(at.to_owned(), node);
        if kind.is_dir() {
            for entry in fs::read_dir(&here)? {
                let name = entry?.file_name();
                if name != QUARANTINE {
                    self.read(root, &at.join(name))?;
                }
            }
        }
        Ok(())
    }

    /// How the other one differs, a line each; none when they are the same.
    pub fn differences(&self, other: &Tree) -> Vec<String> {
        let mut lines = Vec::new();
        for (path, node) in &self.nodes {
            match other.nodes.get(path) {
                None => lines.push(format!("{} is gone", path.display())),
                Some(now) if now != node => {
                    lines.push(format!("{} was {node:?} and is {now:?}", path.display()));
                }
                Some(_) => {}
            }
        }
        let new = other.nodes.keys().filter(|path| !self.nodes.contains_key(*path));
        lines.extend(new.map(|path| format!("{} is new", path.display())));
        lines
    }

    /// Bytes and number of what is no folder. A file with several names is counted with each.
    pub fn total(&self) -> (u64, u64) {
        self.nodes.values().fold((0, 0), |(bytes_so_far, files), node| match node {
            Node::Folder { .. } => (bytes_so_far, files),
            Node::File { size, .. } => (bytes_so_far + size, files + 1),
            Node::Link { to } => (bytes_so_far + bytes(to).len() as u64, files + 1),
            Node::Special => (bytes_so_far, files + 1),
        })
    }

    /// Only what lies at or below this path.
    pub fn below(&self, path: &Path) -> Tree {
        let nodes = self.nodes.iter().filter(|(at, _)| at.starts_with(path));
        Tree { nodes: nodes.map(|(at, node)| (at.clone(), node.clone())).collect() }
    }

    /// Without what lies at or below these paths.
    pub fn without(&self, paths: &[PathBuf]) -> Tree {
        let stays = |at: &Path| !paths.iter().any(|path| at.starts_with(path));
        let nodes = self.nodes.iter().filter(|(at, _)| stays(at));
        Tree { nodes: nodes.map(|(at, node)| (at.clone(), node.clone())).collect() }
    }
}

/// Larger files are not read where the system numbers them.
const READ: u64 = 1 << 16;

fn identity(file: &Path, facts: &fs::Metadata) -> io::Result<[u8; 32]> {
    match number(facts).filter(|_| facts.len() > READ) {
        Some(number) => Ok(Sha256::digest(format!("{number}")).into()),
        None => Ok(Sha256::digest(fs::read(file)?).into()),
    }
}

#[cfg(unix)]
fn number(facts: &fs::Metadata) -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    Some(facts.ino())
}

#[cfg(not(unix))]
fn number(_facts: &fs::Metadata) -> Option<u64> {
    None
}

#[cfg(unix)]
fn mode(facts: &fs::Metadata) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    facts.permissions().mode() & 0o7777
}

#[cfg(not(unix))]
fn mode(facts: &fs::Metadata) -> u32 {
    u32::from(facts.permissions().readonly())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_a_name_and_a_missing_file_are_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write("a", "one");
        write("b", "two");
        let before = Tree::of(folder.path()).unwrap();
        assert!(before.differences(&before.clone()).is_empty());
        write("a", "onE");
        fs::remove_file(folder.path().join("b")).unwrap();
        write("c", "");
        assert_eq!(before.differences(&Tree::of(folder.path()).unwrap()).len(), 3);
        assert_eq!(before.total(), (6, 2));
    }
}
