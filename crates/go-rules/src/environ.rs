//! A process environment as Go sees it: an ordered list of names and values, duplicates kept.

use std::sync::Arc;

use bstr::{BStr, BString, ByteSlice};

/// Which system's rules apply. An argument everywhere, so that Windows' rules can be tested on Linux.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Os {
    Linux,
    MacOs,
    Windows,
    /// Any other Unix (the BSDs, illumos …).
    Unix,
}

impl Os {
    /// The system this program was compiled for.
    pub const fn host() -> Os {
        if cfg!(windows) {
            Os::Windows
        } else if cfg!(target_os = "macos") {
            Os::MacOs
        } else if cfg!(target_os = "linux") {
            Os::Linux
        } else {
            Os::Unix
        }
    }
}

/// An environment block. Of duplicate names the first counts; on Windows names are compared without case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Environ {
    os: Os,
    /// Shared: a question goes through many hands, and few change anything.
    entries: Arc<Vec<(BString, BString)>>,
}

impl Environ {
    pub fn new(os: Os, entries: impl IntoIterator<Item = (BString, BString)>) -> Self {
        Environ { os, entries: Arc::new(entries.into_iter().collect()) }
    }

    pub fn os(&self) -> Os {
        self.os
    }

    /// The value of `name`, which may be empty; `None` when there is no such name.
    pub fn get(&self, name: impl AsRef<[u8]>) -> Option<&BStr> {
        let name = name.as_ref();
        self.entries.iter().find(|(n, _)| self.same_name(n, name)).map(|(_, v)| v.as_bstr())
    }

    /// The value of `name` when it is there and not empty: what Go takes for "set".
    pub fn set(&self, name: impl AsRef<[u8]>) -> Option<&BStr> {
        self.get(name).filter(|v| !v.is_empty())
    }

    pub fn iter(&self) -> impl Iterator<Item = (&BStr, &BStr)> {
        self.entries.iter().map(|(n, v)| (n.as_bstr(), v.as_bstr()))
    }

    /// The same environment with `name` set to `value`, or without it.
    pub fn with(&self, name: impl AsRef<[u8]>, value: Option<&[u8]>) -> Environ {
        let name = name.as_ref();
        let mut entries: Vec<_> =
            self.entries.iter().filter(|(n, _)| !self.same_name(n, name)).cloned().collect();
        if let Some(value) = value {
            entries.push((name.into(), value.into()));
        }
        Environ { os: self.os, entries: Arc::new(entries) }
    }

    fn same_name(&self, a: &[u8], b: &[u8]) -> bool {
        match self.os {
            Os::Windows => a.eq_ignore_ascii_case(b),
            _ => a == b,
        }
    }
}
