//! Changing the toolchain line of go.mod and go.work as `go mod edit -toolchain=` and `go work edit -toolchain=` do:
//! the same files are accepted, and the same bytes come out (`x/mod/modfile`, `modcmd/edit.go`, `workcmd/edit.go`).
//!
//! Go writes the whole file anew: blocks are sorted, repeated lines dropped, comments kept beside what they belong
//! to. So does this. The rules are those of the newest Go; an older one refuses directives it does not know, and
//! Go 1.21 keeps a blank line at the end of a block.

mod print;
mod sort;
#[cfg(test)]
mod tests;

use bstr::BStr;

use super::directives::{Directives, Versions};
use super::parse;
use super::syntax::{Line, Stmt, Syntax};
use super::{BadModFile, ModKind};
use crate::environ::Os;

/// The file with its toolchain line set to `name`, or without one. `name` must be one that
/// `modfile.ToolchainRE` takes; `none` is no name.
///
/// # Errors
/// The first line that go would complain about.
pub fn set_toolchain(kind: ModKind, os: Os, text: &[u8], name: Option<&BStr>) -> Result<Vec<u8>, BadModFile> {
    let mut syntax = parse::parse(text)?;
    let mut directives = Directives::read(kind, os, Versions::Completed, &mut syntax)?;
    match (directives.toolchain().map(|(at, _)| at), name) {
        (Some(at), Some(name)) => {
            if let Some(line) = syntax.line_mut(at) {
                line.tokens = vec!["toolchain".into(), name.into()];
            }
        }
        (Some(at), None) => {
            if let Some(line) = syntax.line_mut(at) {
                line.remove();
            }
        }
        (None, Some(name)) => {
            let line = Line::of_tokens(vec!["toolchain".into(), name.into()]);
            let at = match kind {
                ModKind::Mod => after_go_or_module(&syntax, &directives),
                ModKind::Work => after_go_or_comments(&syntax),
            };
            directives.make_room(at);
            syntax.stmts.insert(at, Stmt::Line(line));
        }
        (None, None) => {}
    }
    sort::sort_blocks(&mut syntax, &directives);
    syntax.clean_up();
    Ok(print::print(&syntax))
}

/// `File.AddToolchainStmt`: below the go line, else below the module line, else at the end.
fn after_go_or_module(syntax: &Syntax, directives: &Directives) -> usize {
    let hint = directives.go().or(directives.module()).map(|(at, _)| at);
    hint.map_or(syntax.stmts.len(), |at| at.stmt + 1)
}

/// `WorkFile.AddToolchainStmt`: below the go line, else before the first that is no comment.
fn after_go_or_comments(syntax: &Syntax) -> usize {
    let is_go =
        |stmt: &Stmt| matches!(stmt, Stmt::Line(line) if line.tokens.first().is_some_and(|t| t == "go"));
    if let Some(go) = syntax.stmts.iter().position(is_go) {
        return go + 1;
    }
    let rest = syntax.stmts.iter().position(|stmt| !matches!(stmt, Stmt::Comments(_)));
    rest.unwrap_or(syntax.stmts.len())
}
