//! go.mod, go.work, go.sum and vendor/modules.txt: where they are looked for, what they say, and changing one line of
//! them (`golang.org/x/mod/modfile`, `cmd/go/internal/modload`).
//!
//! One parser reads ([`ModFile`], [`WorkFile`], [`Summary`]) and edits ([`edit`]). `lines` alone does not parse: where go
//! looks for a line by its text, so does it.

mod arguments;
mod directives;
pub mod edit;
mod file;
mod lex;
mod lines;
mod parse;
mod retract;
mod sum;
mod summary;
mod syntax;
mod vendor;

pub use directives::{Replace, Replacement};
pub use file::{Godebug, ModFile, Require, UseDir, WorkFile};
pub use lines::{lookup, module_root, workspace_file};
pub use retract::retractions;
pub use sum::{BadSum, SumLine, sums, sums_until};
pub use summary::{Summary, prunes};
pub use vendor::{Vendored, vendored};

/// Which of the two files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModKind {
    Mod,
    Work,
}

/// Why go refuses the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadModFile {
    /// 1-based; 0: no line of it is to blame.
    pub line: u32,
    /// Much as go says it.
    pub text: String,
}

impl std::fmt::Display for BadModFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            0 => f.write_str(&self.text),
            line => write!(f, "line {line}: {}", self.text),
        }
    }
}

impl std::error::Error for BadModFile {}

impl BadModFile {
    pub(crate) fn new(line: u32, text: impl Into<String>) -> BadModFile {
        BadModFile { line, text: text.into() }
    }
}
