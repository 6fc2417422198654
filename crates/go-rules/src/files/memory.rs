//! Files that exist only in memory: for tests, here and in other crates (feature `memory-files`).

use std::collections::BTreeMap;

use bstr::{BStr, BString, ByteSlice};

use super::{FileKind, Files, ReadError};

#[derive(Debug, Clone)]
enum Node {
    File { bytes: Vec<u8>, executable: bool },
    Directory,
    Link(BString),
}

/// A tree of files with Unix paths, or Windows paths when the tests ask with those.
#[derive(Debug, Clone, Default)]
pub struct MemoryFiles {
    nodes: BTreeMap<BString, Node>,
}

impl MemoryFiles {
    pub fn new() -> MemoryFiles {
        MemoryFiles::default()
    }

    /// Adds a file and the directories above it.
    #[must_use]
    pub fn with_file(self, path: &str, bytes: impl Into<Vec<u8>>) -> MemoryFiles {
        self.with(path, Node::File { bytes: bytes.into(), executable: false })
    }

    #[must_use]
    pub fn with_program(self, path: &str, bytes: impl Into<Vec<u8>>) -> MemoryFiles {
        self.with(path, Node::File { bytes: bytes.into(), executable: true })
    }

    #[must_use]
    pub fn with_dir(self, path: &str) -> MemoryFiles {
        self.with(path, Node::Directory)
    }

    /// A symbolic link; `target` must be absolute.
    #[must_use]
    pub fn with_link(self, path: &str, target: &str) -> MemoryFiles {
        self.with(path, Node::Link(target.into()))
    }

    fn with(mut self, path: &str, node: Node) -> MemoryFiles {
        let path = tidy(path.as_bytes());
        let mut end = path.len();
        while let Some(at) = path[..end].rfind_byteset(b"/\\") {
            end = at;
            let parent = if at == 0 { &path[..1] } else { &path[..at] };
            self.nodes.entry(parent.into()).or_insert(Node::Directory);
        }
        self.nodes.insert(path, node);
        self
    }

    /// Follows links in every element.
    fn find(&self, path: &[u8], depth: usize) -> Option<(BString, &Node)> {
        let path = tidy(path);
        if depth > 40 {
            return None;
        }
        let links = self.nodes.iter().filter_map(|(at, node)| match node {
            Node::Link(target) => Some((at, target)),
            _ => None,
        });
        for (at, target) in links {
            if let Some(rest) = path.strip_prefix(at.as_slice())
                && rest.first().is_none_or(|b| matches!(b, b'/' | b'\\'))
            {
                return self.find(&bstr::concat([target.as_slice(), rest]), depth + 1);
            }
        }
        let node = self.nodes.get(&path)?;
        Some((path, node))
    }
}

/// Without a separator at the end or twice in a row, and without `.` and `..`.
fn tidy(path: &[u8]) -> BString {
    let os = if path.contains(&b'\\') { crate::environ::Os::Windows } else { crate::environ::Os::Linux };
    crate::filepath::clean(os, path)
}

impl Files for MemoryFiles {
    fn kind(&self, path: &BStr) -> Option<FileKind> {
        if path.is_empty() || path.contains(&0) {
            return None;
        }
        Some(match self.find(path, 0)?.1 {
            Node::File { executable, .. } => FileKind::File { executable: *executable },
            Node::Directory => FileKind::Directory,
            Node::Link(_) => FileKind::Other,
        })
    }

    fn read(&self, path: &BStr) -> Result<Vec<u8>, ReadError> {
        match self.find(path, 0) {
            Some((_, Node::File { bytes, .. })) => Ok(bytes.clone()),
            Some((_, Node::Directory)) => Err(ReadError::Directory),
            Some(_) => Err(ReadError::Other),
            None => Err(ReadError::Missing),
        }
    }

    fn read_at(&self, path: &BStr, offset: u64, len: usize) -> Result<Vec<u8>, ReadError> {
        let Some((_, Node::File { bytes, .. })) = self.find(path, 0) else { return self.read(path) };
        let from = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
        Ok(bytes[from..from.saturating_add(len).min(bytes.len())].to_vec())
    }

    fn canonical(&self, path: &BStr) -> Option<BString> {
        self.find(path, 0).map(|(path, _)| path)
    }

    fn same(&self, a: &BStr, b: &BStr) -> bool {
        matches!((self.canonical(a), self.canonical(b)), (Some(a), Some(b)) if a == b)
    }

    fn list(&self, dir: &BStr) -> Vec<BString> {
        let Some((dir, Node::Directory)) = self.find(dir, 0) else { return Vec::new() };
        let names = self.nodes.keys().filter_map(|path| {
            let rest = path.strip_prefix(dir.as_slice())?;
            let name =
                rest.strip_prefix(b"/").or(rest.strip_prefix(b"\\")).or((dir == "/").then_some(rest))?;
            (!name.is_empty() && !name.contains(&b'/') && !name.contains(&b'\\')).then(|| name.into())
        });
        names.collect()
    }
}
