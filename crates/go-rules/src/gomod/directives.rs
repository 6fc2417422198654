//! What the lines say, judged as strictly as go judges the main module's go.mod and go.work (`File.add`,
//! `WorkFile.add`), and where they stand, for who changes them.

use bstr::{BStr, BString, ByteSlice};

use super::arguments::{is_go_version, is_toolchain_name, path_and_version, replace, retract, string};
use super::syntax::{At, Comments, Line, Stmt, Syntax};
use super::{BadModFile, ModKind};
use crate::environ::Os;
use crate::module::ModuleVersion;

/// What is done with a version that is not in its one spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Versions {
    /// It is put into it: `go mod edit`, go.work, and the go.mod of a dependency.
    Completed,
    /// It is refused: of its own go.mod, go would ask a server what is meant.
    Whole,
}

/// A line that puts one module in the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replace {
    /// Without a version: every version.
    pub old: ModuleVersion,
    pub new: Replacement,
}

/// What stands in the place of a module.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Replacement {
    Module(ModuleVersion),
    /// As it is written; a relative one is meant from the folder of the file.
    Folder(BString),
}

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Directive {
    Module(BString),
    Go(BString),
    Toolchain(BString),
    Godebug {
        key: BString,
        value: BString,
    },
    Require {
        version: ModuleVersion,
        indirect: bool,
    },
    Exclude(ModuleVersion),
    Replace(Replace),
    /// The versions that it names: one, or the two ends.
    Retract(Vec<BString>),
    Tool(BString),
    Ignore(BString),
    Use(BString),
}

/// A line, where it stands, and its number.
#[derive(Debug)]
pub struct Placed {
    pub at: At,
    pub line: u32,
    pub says: Directive,
}

/// Every line of a file, in order.
#[derive(Debug, Default)]
pub struct Directives(pub Vec<Placed>);

impl Directives {
    /// Reads a whole file.
    ///
    /// # Errors
    /// The first line that go would complain about.
    pub fn read(
        kind: ModKind,
        os: Os,
        versions: Versions,
        syntax: &mut Syntax,
    ) -> Result<Directives, BadModFile> {
        let rules = Rules { kind, os, versions };
        let mut found = Directives::default();
        for (stmt, piece) in syntax.stmts.iter_mut().enumerate() {
            match piece {
                Stmt::Comments(_) => {}
                Stmt::Line(line) => {
                    let word = line.tokens.first().cloned().unwrap_or_default();
                    found.add(&rules, At { stmt, line: None }, line, 1, word.as_bstr())?;
                }
                Stmt::Block(block) => {
                    let word = match block.tokens.as_slice() {
                        [word] if has_blocks(kind, word) => word.clone(),
                        words => {
                            let text = format!("unknown block type: {}", BStr::new(&bstr::join(" ", words)));
                            return Err(BadModFile::new(block.start.line, text));
                        }
                    };
                    for (line, written) in block.lines.iter_mut().enumerate() {
                        found.add(&rules, At { stmt, line: Some(line) }, written, 0, word.as_bstr())?;
                    }
                }
            }
        }
        Ok(found)
    }

    fn add(
        &mut self,
        rules: &Rules,
        at: At,
        line: &mut Line,
        from: usize,
        word: &BStr,
    ) -> Result<(), BadModFile> {
        let number = line.start.line;
        let once = match word.as_bytes() {
            b"go" => self.go().is_some(),
            b"toolchain" => self.toolchain().is_some(),
            b"module" => rules.kind == ModKind::Mod && self.module().is_some(),
            _ => false,
        };
        if once {
            return Err(BadModFile::new(number, format!("repeated {word} statement")));
        }
        let Line { tokens, comments, .. } = line;
        let args = tokens.get_mut(from..).unwrap_or_default();
        let says = rules.read(word, args, comments).map_err(|text| BadModFile::new(number, text))?;
        self.0.push(Placed { at, line: number, says });
        Ok(())
    }

    /// The `module` line, and its path.
    pub fn module(&self) -> Option<(At, &BString)> {
        self.first(|says| if let Directive::Module(path) = says { Some(path) } else { None })
    }

    /// The `go` line, and its version.
    pub fn go(&self) -> Option<(At, &BString)> {
        self.first(|says| if let Directive::Go(version) = says { Some(version) } else { None })
    }

    /// The `toolchain` line, and its name.
    pub fn toolchain(&self) -> Option<(At, &BString)> {
        self.first(|says| if let Directive::Toolchain(name) = says { Some(name) } else { None })
    }

    /// The first minor version of Go that knows all of them.
    pub fn since(&self) -> u32 {
        let since = |says: &Directive| match says {
            Directive::Ignore(_) => 25,
            Directive::Tool(_) => 24,
            Directive::Godebug { .. } => 23,
            Directive::Toolchain(_) => 21,
            // `1.21.0` and `1.21rc1` were no versions before.
            Directive::Go(version) if !is_plain(version) => 21,
            _ => 0,
        };
        self.0.iter().map(|placed| since(&placed.says)).max().unwrap_or(0)
    }

    fn first(&self, of: impl Fn(&Directive) -> Option<&BString>) -> Option<(At, &BString)> {
        self.0.iter().find_map(|placed| Some((placed.at, of(&placed.says)?)))
    }

    /// Makes room for a statement that is put in at `stmt`.
    pub fn make_room(&mut self, stmt: usize) {
        for placed in &mut self.0 {
            placed.at.stmt += usize::from(placed.at.stmt >= stmt);
        }
    }
}

/// `1.N`, the only form before Go 1.21.
fn is_plain(version: &[u8]) -> bool {
    let mut parts = version.split(|b| *b == b'.');
    let number = |part: Option<&[u8]>| part.is_some_and(|part| part.iter().all(u8::is_ascii_digit));
    number(parts.next()) && number(parts.next()) && parts.next().is_none()
}

/// By what lines are judged.
pub struct Rules {
    pub kind: ModKind,
    pub os: Os,
    pub versions: Versions,
}

impl Rules {
    /// What a line says whose word and the rest are these.
    ///
    /// # Errors
    /// Much in go's words.
    pub fn read(&self, word: &BStr, args: &mut [BString], comments: &Comments) -> Result<Directive, String> {
        let one = |what: &str| format!("{what} directive expects exactly one argument");
        match (self.kind, word.as_bytes()) {
            (_, b"go") => {
                let [version] = args else { return Err(one("go")) };
                if !is_go_version(version) {
                    return Err(format!("invalid go version '{version}': must match format 1.23.0"));
                }
                Ok(Directive::Go(version.clone()))
            }
            (_, b"toolchain") => {
                let [name] = args else { return Err(one("toolchain")) };
                if !is_toolchain_name(name) {
                    let format = "must match format go1.23.0 or default";
                    return Err(format!("invalid toolchain version '{name}': {format}"));
                }
                Ok(Directive::Toolchain(name.clone()))
            }
            (_, b"godebug") => {
                let usage = || "usage: godebug key=value".to_owned();
                let [arg] = args else { return Err(usage()) };
                let at = arg.find_byte(b'=').filter(|_| !arg.iter().any(|b| b"\"`',".contains(b)));
                let (key, value) = arg.split_at(at.ok_or_else(usage)?);
                Ok(Directive::Godebug { key: key.into(), value: value[1..].into() })
            }
            (_, b"replace") => Ok(Directive::Replace(replace(args, self.os, self.versions)?)),
            (ModKind::Work, b"use") => {
                let [path] = args else { return Err("usage: use local/dir".into()) };
                Ok(Directive::Use(string(path)?))
            }
            (ModKind::Mod, b"module") => {
                let [path] = args else { return Err("usage: module module/path".into()) };
                Ok(Directive::Module(string(path)?))
            }
            (ModKind::Mod, b"require") => {
                let version = path_and_version(word, args, self.versions)?;
                Ok(Directive::Require { version, indirect: is_indirect(comments) })
            }
            (ModKind::Mod, b"exclude") => {
                Ok(Directive::Exclude(path_and_version(word, args, self.versions)?))
            }
            (ModKind::Mod, b"retract") => Ok(Directive::Retract(retract(args)?)),
            (ModKind::Mod, b"tool") => {
                let [path] = args else { return Err(one("tool")) };
                Ok(Directive::Tool(string(path)?))
            }
            (ModKind::Mod, b"ignore") => {
                let [path] = args else { return Err(one("ignore")) };
                Ok(Directive::Ignore(string(path)?))
            }
            _ => Err(format!("unknown directive: {word}")),
        }
    }
}

fn has_blocks(kind: ModKind, word: &[u8]) -> bool {
    match kind {
        ModKind::Mod => matches!(
            word,
            b"module" | b"godebug" | b"require" | b"exclude" | b"replace" | b"retract" | b"tool" | b"ignore"
        ),
        ModKind::Work => matches!(word, b"godebug" | b"use" | b"replace"),
    }
}

/// Whether the comment behind a requirement begins with the word `indirect`.
fn is_indirect(comments: &Comments) -> bool {
    let Some(comment) = comments.suffix.first() else { return false };
    let text = comment.text.strip_prefix(b"//").unwrap_or(&comment.text);
    let mut words = text.fields();
    matches!((words.next(), words.next()), (Some(b"indirect"), None) | (Some(b"indirect;"), Some(_)))
}
