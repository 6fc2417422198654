//! What the lines say, judged as strictly as go judges the main module's go.mod (`File.add`, `WorkFile.add`). Paths
//! and versions are put into their one spelling on the way, as go does.

use bstr::{BStr, BString, ByteSlice};

use super::semver;
use super::syntax::{At, Line, Stmt, Syntax};
use super::{BadModFile, ModKind, is_toolchain_name};
use crate::environ::Os;
use crate::go_quote::{is_print, quote};
use crate::go_unquote::unquote;

/// A line, and what makes it the same as another.
type Keyed = (At, Vec<BString>);

/// The lines that an edit needs to know.
#[derive(Debug, Default)]
pub struct Directives {
    pub module: Option<At>,
    pub go: Option<(At, BString)>,
    pub toolchain: Option<At>,
    pub excludes: Vec<Keyed>,
    pub replaces: Vec<Keyed>,
    pub tools: Vec<Keyed>,
    pub ignores: Vec<Keyed>,
}

impl Directives {
    /// Reads a whole file.
    ///
    /// # Errors
    /// The first line that go would complain about.
    pub fn read(kind: ModKind, os: Os, syntax: &mut Syntax) -> Result<Directives, BadModFile> {
        let mut found = Directives::default();
        for (stmt, piece) in syntax.stmts.iter_mut().enumerate() {
            match piece {
                Stmt::Comments(_) => {}
                Stmt::Line(line) => {
                    let word = line.tokens.first().cloned().unwrap_or_default();
                    found.add(kind, os, At { stmt, line: None }, line, 1, word.as_bstr())?;
                }
                Stmt::Block(block) => {
                    let word = match block.tokens.as_slice() {
                        [word] if has_blocks(kind, word) => word.clone(),
                        words => {
                            let text = format!("unknown block type: {}", bstr::join(" ", words).as_bstr());
                            return Err(BadModFile::new(block.start.line, text));
                        }
                    };
                    for (line, written) in block.lines.iter_mut().enumerate() {
                        found.add(kind, os, At { stmt, line: Some(line) }, written, 0, word.as_bstr())?;
                    }
                }
            }
        }
        Ok(found)
    }

    /// Makes room for a statement that is put in at `stmt`.
    pub fn make_room(&mut self, stmt: usize) {
        let lists = [&mut self.excludes, &mut self.replaces, &mut self.tools, &mut self.ignores];
        let keyed = lists.into_iter().flatten().map(|(at, _)| at);
        let single = self.module.iter_mut().chain(self.go.iter_mut().map(|(at, _)| at));
        for at in keyed.chain(single).chain(self.toolchain.iter_mut()) {
            at.stmt += usize::from(at.stmt >= stmt);
        }
    }

    fn add(
        &mut self,
        kind: ModKind,
        os: Os,
        at: At,
        line: &mut Line,
        from: usize,
        word: &BStr,
    ) -> Result<(), BadModFile> {
        let number = line.start.line;
        let bad = |text: String| BadModFile::new(number, text);
        let args = line.tokens.get_mut(from..).unwrap_or_default();
        let one = |what: &str| bad(format!("{what} directive expects exactly one argument"));
        match (kind, word.as_bytes()) {
            (_, b"go") => {
                let [version] = args else { return Err(one("go")) };
                if self.go.is_some() {
                    return Err(bad("repeated go statement".into()));
                }
                if !is_go_version(version) {
                    let text = format!("invalid go version '{version}': must match format 1.23.0");
                    return Err(bad(text));
                }
                self.go = Some((at, version.clone()));
            }
            (_, b"toolchain") => {
                let [name] = args else { return Err(one("toolchain")) };
                if self.toolchain.is_some() {
                    return Err(bad("repeated toolchain statement".into()));
                }
                if !is_toolchain_name(name) {
                    let format = "must match format go1.23.0 or default";
                    return Err(bad(format!("invalid toolchain version '{name}': {format}")));
                }
                self.toolchain = Some(at);
            }
            (_, b"godebug") => {
                let fits = |arg: &BString| arg.contains(&b'=') && !arg.iter().any(|b| b"\"`',".contains(b));
                if !matches!(args, [arg] if fits(arg)) {
                    return Err(bad("usage: godebug key=value".into()));
                }
            }
            (_, b"replace") => {
                let key = replace(args, os).map_err(bad)?;
                self.replaces.push((at, key));
            }
            (ModKind::Work, b"use") => {
                let [path] = args else { return Err(bad("usage: use local/dir".into())) };
                string(path).map_err(bad)?;
            }
            (ModKind::Mod, b"module") => {
                if self.module.is_some() {
                    return Err(bad("repeated module statement".into()));
                }
                let [path] = args else { return Err(bad("usage: module module/path".into())) };
                string(path).map_err(bad)?;
                self.module = Some(at);
            }
            (ModKind::Mod, b"require" | b"exclude") => {
                let [path, version] = args else {
                    return Err(bad(format!("usage: {word} module/path v1.2.3")));
                };
                let path = string(path).map_err(bad)?;
                let version = module_version(version).map_err(bad)?;
                check_major(&path, &version).map_err(bad)?;
                if word == "exclude" {
                    self.excludes.push((at, vec![path, version]));
                }
            }
            (ModKind::Mod, b"retract") => retract(args).map_err(bad)?,
            (ModKind::Mod, b"tool") => {
                let [path] = args else { return Err(one("tool")) };
                self.tools.push((at, vec![string(path).map_err(bad)?]));
            }
            (ModKind::Mod, b"ignore") => {
                let [path] = args else { return Err(one("ignore")) };
                self.ignores.push((at, vec![string(path).map_err(bad)?]));
            }
            _ => return Err(bad(format!("unknown directive: {word}"))),
        }
        Ok(())
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

/// `modfile.GoVersionRE`: `1.21`, `1.21.3`, `1.22rc1`.
fn is_go_version(text: &[u8]) -> bool {
    let number = |text: &mut &[u8], zero: bool| {
        let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
        let fits = digits > 0 && (text[0] != b'0' || (zero && digits == 1));
        *text = &text[digits..];
        fits
    };
    let mut rest = text;
    if !number(&mut rest, false) || rest.first() != Some(&b'.') {
        return false;
    }
    rest = &rest[1..];
    if !number(&mut rest, true) {
        return false;
    }
    if rest.first() == Some(&b'.') {
        rest = &rest[1..];
        if !number(&mut rest, true) {
            return false;
        }
    }
    if rest.is_empty() {
        return true;
    }
    let letters = rest.iter().take_while(|b| b.is_ascii_lowercase()).count();
    let digits = &rest[letters..];
    letters > 0 && !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
}

fn retract(args: &mut [BString]) -> Result<(), String> {
    let Some(first) = args.first_mut() else { return Err("expected '[' or version".into()) };
    if first == "(" {
        return Err("expected '[' or version".into());
    }
    if first != "[" {
        plain_version(first)?;
        return match args.get(1) {
            None => Ok(()),
            Some(more) => Err(format!("unexpected token after version: {}", quote(more.as_bstr()))),
        };
    }
    let wanted = ["version after '['", "',' after version", "version after ','", "']' after version"];
    for (at, wanted) in wanted.into_iter().enumerate() {
        let token = args.get_mut(at + 1).ok_or_else(|| format!("expected {wanted}"))?;
        match at {
            1 if token != "," => return Err(format!("expected {wanted}")),
            3 if token != "]" => return Err(format!("expected {wanted}")),
            0 | 2 => plain_version(token)?,
            _ => {}
        }
    }
    match args.get(5) {
        None => Ok(()),
        Some(more) => Err(format!("unexpected token after version: {}", quote(more.as_bstr()))),
    }
}

/// What `replace` replaces: path and version.
fn replace(args: &mut [BString], os: Os) -> Result<Vec<BString>, String> {
    let arrow = if args.get(1).is_some_and(|arg| arg == "=>") { 1 } else { 2 };
    let whole = args.len() == arrow + 2 || args.len() == arrow + 3;
    if !whole || args[arrow] != "=>" {
        return Err("usage: replace module/path [v1.2.3] => other/module v1.4".into());
    }
    let old = string(&mut args[0])?;
    let major = semver::path_major(&old).ok_or("invalid module path")?.to_vec();
    let mut version = BString::default();
    if arrow == 2 {
        version = module_version(&mut args[1])?;
        if !semver::fits(&version, &major) {
            return Err(wrong_major(&version, &major));
        }
    }
    let new = string(&mut args[arrow + 1])?;
    if args.len() == arrow + 2 {
        if !is_directory_path(&new) {
            let text =
                "replacement module without version must be directory path (rooted or starting with . or ..)";
            return Err(text.into());
        }
        if os != Os::Windows && new.contains(&b'\\') {
            return Err("replacement directory appears to be Windows path (on a non-windows system)".into());
        }
    } else {
        module_version(&mut args[arrow + 2])?;
        if is_directory_path(&new) {
            return Err(format!(
                "replacement module directory path {} cannot have version",
                quote(new.as_bstr())
            ));
        }
    }
    Ok(vec![old, version])
}

/// `modfile.IsDirectoryPath`: of any system.
fn is_directory_path(path: &[u8]) -> bool {
    let begins = |start: &str| path.starts_with(start.as_bytes());
    let drive = path.len() >= 2 && path[0].is_ascii_alphabetic() && path[1] == b':';
    path == b"." || path == b".." || ["./", ".\\", "../", "..\\", "/", "\\"].into_iter().any(begins) || drive
}

fn check_major(path: &[u8], version: &[u8]) -> Result<(), String> {
    let major = semver::path_major(path).ok_or("invalid module path")?;
    if semver::fits(version, major) { Ok(()) } else { Err(wrong_major(version, major)) }
}

fn wrong_major(version: &[u8], major: &[u8]) -> String {
    let wanted = if major.is_empty() { b"v0 or v1".as_slice() } else { &major[1..] };
    format!("version {} invalid: should be {}", quote(version.as_bstr()), wanted.as_bstr())
}

/// A version in its one spelling.
fn module_version(token: &mut BString) -> Result<BString, String> {
    let text = string(token)?;
    let version = semver::canonical(&text)
        .ok_or_else(|| format!("version {} invalid: must be of the form v1.2.3", quote(text.as_bstr())))?;
    *token = version.into();
    Ok(token.clone())
}

/// A version that is taken as it is.
fn plain_version(token: &mut BString) -> Result<(), String> {
    *token = string(token)?;
    Ok(())
}

/// `modfile.parseString`: a word, or a quoted string. The token gets quotes only where it needs them.
fn string(token: &mut BString) -> Result<BString, String> {
    let text = match token.first() {
        Some(b'"') => unquote(token).ok_or("invalid quoted string: invalid syntax")?,
        _ if token.iter().any(|b| b"\"'`".contains(b)) => {
            return Err("invalid quoted string: unquoted string cannot contain quote".into());
        }
        _ => token.clone(),
    };
    *token = if must_quote(&text) { quote(text.as_bstr()).into() } else { text.clone() };
    Ok(text)
}

/// `modfile.MustQuote`.
fn must_quote(text: &[u8]) -> bool {
    let odd = |c: char| match c {
        ' ' | '"' | '\'' | '`' => true,
        '(' | ')' | '[' | ']' | '{' | '}' | ',' => text.len() > 1,
        c => !is_print(c),
    };
    text.is_empty() || text.chars().any(odd) || text.contains_str("//") || text.contains_str("/*")
}
