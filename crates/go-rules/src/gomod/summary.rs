//! What the go.mod of a dependency asks for (`modfile.ParseLax`, `modload.summaryFromModFile`): directives that only
//! count in a main module, and those of a later Go, are passed over.

use std::sync::Arc;

use bstr::{BString, ByteSlice};

use super::directives::{Directive, Rules, Versions};
use super::syntax::{Line, Stmt};
use super::{BadModFile, ModKind, parse};
use crate::environ::Os;
use crate::module::ModuleVersion;
use crate::version;

/// The first go version whose go.mod names all that its packages need (`gover.ExplicitIndirectVersion`).
const PRUNES: &[u8] = b"1.17";
/// The first go version that is a requirement by itself (`gover.GoStrictVersion`).
const STRICT: &[u8] = b"1.21";

/// What a module asks for of others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// The path that it gives itself; empty without one.
    pub module: BString,
    /// Its graph ends with what it names itself.
    pub prunes: bool,
    /// In the order of the file; from Go 1.21 on with its go version, as the module `go`.
    pub require: Vec<Arc<ModuleVersion>>,
}

impl Summary {
    /// Of a module with this go version (empty: without) and these requirements.
    pub fn new(
        module: impl Into<BString>,
        go: &[u8],
        require: impl IntoIterator<Item = ModuleVersion>,
    ) -> Summary {
        let go_itself =
            (!go.is_empty() && version::compare(go, STRICT).is_ge()).then(|| ModuleVersion::new("go", go));
        Summary {
            module: module.into(),
            prunes: prunes(go),
            require: require.into_iter().chain(go_itself).map(Arc::new).collect(),
        }
    }

    /// Reads the go.mod of a dependency.
    ///
    /// # Errors
    /// The first line that go would complain about.
    pub fn read(os: Os, text: &[u8]) -> Result<Summary, BadModFile> {
        let mut lax = Lax { os, module: None, go: None, require: Vec::new() };
        for stmt in parse::parse(text)?.stmts {
            match stmt {
                Stmt::Comments(_) => {}
                Stmt::Line(line) => {
                    let word = line.tokens.first().cloned().unwrap_or_default();
                    lax.line(&word, line, 1)?;
                }
                Stmt::Block(block) => {
                    let [word] = block.tokens.as_slice() else { continue };
                    if word == "go" {
                        continue;
                    }
                    for line in block.lines {
                        lax.line(word, line, 0)?;
                    }
                }
            }
        }
        Ok(Summary::new(lax.module.unwrap_or_default(), &lax.go.unwrap_or_default(), lax.require))
    }
}

/// Whether the graph of a module with this go version ends with what it names itself. Without a version: no.
#[must_use]
pub fn prunes(go: &[u8]) -> bool {
    !go.is_empty() && version::compare(go, PRUNES).is_ge()
}

struct Lax {
    os: Os,
    module: Option<BString>,
    go: Option<BString>,
    require: Vec<ModuleVersion>,
}

impl Lax {
    fn line(&mut self, word: &BString, mut line: Line, from: usize) -> Result<(), BadModFile> {
        let number = line.start.line;
        let bad = |text: String| BadModFile::new(number, text);
        match word.as_slice() {
            b"go" if self.go.is_some() => return Err(bad("repeated go statement".into())),
            b"module" if self.module.is_some() => return Err(bad("repeated module statement".into())),
            b"go" => {
                if let Some(text) = line.tokens.get_mut(from) {
                    shorten(text);
                }
            }
            b"module" | b"require" | b"ignore" => {}
            // Also `retract`: a form that is not known is passed over.
            _ => return Ok(()),
        }
        let rules = Rules { kind: ModKind::Mod, os: self.os, versions: Versions::Completed };
        let args = line.tokens.get_mut(from..).unwrap_or_default();
        match rules.read(word.as_bstr(), args, &line.comments).map_err(bad)? {
            Directive::Module(path) => self.module = Some(path),
            Directive::Go(version) => self.go = Some(version),
            Directive::Require { version, .. } => self.require.push(version),
            _ => {}
        }
        Ok(())
    }
}

/// `laxGoVersionRE`: of a go version that is none, `1.21` of `v1.21` followed by what is no digit.
fn shorten(text: &mut BString) {
    if super::arguments::is_go_version(text) {
        return;
    }
    let start = usize::from(text.first() == Some(&b'v'));
    let number = |from: usize| text[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let major = number(start);
    let dot = start + major;
    if major == 0 || text[start] == b'0' || text.get(dot) != Some(&b'.') {
        return;
    }
    let mut minor = number(dot + 1);
    if minor == 0 {
        return;
    }
    // `0` is a whole number, and what follows it must be no digit.
    if text[dot + 1] == b'0' {
        minor = 1;
    }
    let end = dot + 1 + minor;
    if text.get(end).is_some_and(|b| !b.is_ascii_digit()) && !text[end..].contains(&b'\n') {
        *text = text[start..end].into();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Summary, String> {
        Summary::read(Os::Linux, text.as_bytes()).map_err(|bad| bad.to_string())
    }

    fn required(summary: &Summary) -> Vec<String> {
        summary.require.iter().map(|r| r.to_string()).collect()
    }

    #[test]
    fn only_what_counts_in_a_dependency_is_read() {
        let text = "module a.com/a\ngo 1.21.3\nrequire b.com/b v1 // indirect\nreplace nonsense\nfuture ( x\ny )\n\
                    exclude b.com/b\nretract nonsense [\ntoolchain nonsense\n";
        let summary = read(&text.replace("y )", "y\n)")).unwrap();
        assert_eq!((summary.module.to_string(), summary.prunes), ("a.com/a".to_owned(), true));
        assert_eq!(required(&summary), ["b.com/b@v1.0.0", "go@1.21.3"]);
    }

    #[test]
    fn the_go_version_decides_what_is_pruned() {
        for (line, prunes, itself) in [
            ("", false, false),
            ("go 1.16", false, false),
            ("go 1.17", true, false),
            ("go 1.20", true, false),
            ("go 1.21rc1", true, true),
            ("go v1.18-beta", true, false),
            ("go 1.16.x", false, false),
        ] {
            let summary = read(&format!("module m\n{line}\n")).unwrap();
            assert_eq!((summary.prunes, !summary.require.is_empty()), (prunes, itself), "{line}");
        }
        assert_eq!(
            read("module m\ngo one\n").unwrap_err(),
            "line 2: invalid go version 'one': must match format 1.23.0"
        );
        assert!(read("module m\ngo 1.17\ngo 1.17\n").is_err());
        assert!(read("module m\nrequire a.com/a master\n").is_err());
    }
}
