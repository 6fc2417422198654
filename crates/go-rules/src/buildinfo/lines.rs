//! The lines of the record: the main package, the modules it was built from, and the settings of the build
//! (`runtime/debug.ParseBuildInfo` and `BuildInfo.String`).

use std::fmt;

use bstr::{BStr, BString, ByteSlice};

use crate::go_quote::quote;
use crate::go_unquote::{quoted_prefix, unquote};

/// A module of a build.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Module {
    /// `golang.org/x/tools`
    pub path: BString,
    /// `v0.30.0`; `(devel)` where it was built from a working tree; empty for a folder that replaces one.
    pub version: BString,
    /// `h1:…`, empty where it was built from a folder.
    pub sum: BString,
    /// What go.mod put in its place.
    pub replace: Option<Box<Module>>,
}

/// Everything the lines say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Lines {
    pub path: BString,
    pub main: Option<Module>,
    pub deps: Vec<Module>,
    pub settings: Vec<(BString, BString)>,
}

/// Reads the lines as `debug.ParseBuildInfo`: unknown ones are passed over, a malformed one spoils all (`None`).
/// What stands behind the last line break counts for nothing.
pub(super) fn parse(text: &[u8]) -> Option<Lines> {
    let mut lines = Lines::default();
    let mut last = Last::None;
    let mut rest = text;
    while let Some(end) = rest.find_byte(b'\n') {
        let line = &rest[..end];
        rest = &rest[end + 1..];
        if let Some(path) = line.strip_prefix(b"path\t") {
            lines.path = path.into();
        } else if let Some(columns) = line.strip_prefix(b"mod\t") {
            lines.main = Some(module(columns)?);
            last = Last::Main;
        } else if let Some(columns) = line.strip_prefix(b"dep\t") {
            lines.deps.push(module(columns)?);
            last = Last::Dep;
        } else if let Some(columns) = line.strip_prefix(b"=>\t") {
            let replaced = match last {
                Last::None => None,
                Last::Main => lines.main.as_mut(),
                Last::Dep => lines.deps.last_mut(),
            }?;
            replaced.replace = Some(Box::new(replacement(columns)?));
            last = Last::None;
        } else if let Some(setting) = line.strip_prefix(b"build\t") {
            lines.settings.push(self::setting(setting)?);
        }
    }
    Some(lines)
}

/// What a `=>` would replace.
enum Last {
    None,
    Main,
    Dep,
}

fn module(columns: &[u8]) -> Option<Module> {
    let columns: Vec<&[u8]> = columns.split(|b| *b == b'\t').take(4).collect();
    let (path, version, sum) = match columns.as_slice() {
        [path, version] => (path, version, &&b""[..]),
        [path, version, sum] => (path, version, sum),
        _ => return None,
    };
    Some(Module { path: (*path).into(), version: (*version).into(), sum: (*sum).into(), replace: None })
}

fn replacement(columns: &[u8]) -> Option<Module> {
    (columns.iter().filter(|b| **b == b'\t').count() == 2).then(|| module(columns)).flatten()
}

fn setting(line: &[u8]) -> Option<(BString, BString)> {
    let (key, raw) = match line.first()? {
        b'=' => return None,
        b'`' | b'"' => {
            let literal = quoted_prefix(line)?;
            (unquote(literal)?, line[literal.len()..].strip_prefix(b"=")?)
        }
        _ => {
            let (key, raw) = line.split_once_str("=")?;
            if must_quote_key(key) {
                return None;
            }
            (key.into(), raw)
        }
    };
    let value = match raw.first() {
        Some(b'`' | b'"') => unquote(raw)?,
        _ if must_quote(raw) => return None,
        _ => raw.into(),
    };
    Some((key, value))
}

fn must_quote_key(key: &[u8]) -> bool {
    key.is_empty() || key.contains(&b'=') || must_quote(key)
}

fn must_quote(value: &[u8]) -> bool {
    value.find_byteset(b" \t\r\n\"`").is_some()
}

impl Lines {
    /// As `BuildInfo.String` writes them, without the version of Go.
    pub(super) fn write(&self, out: &mut dyn fmt::Write) -> fmt::Result {
        if !self.path.is_empty() {
            writeln!(out, "path\t{}", self.path)?;
        }
        if let Some(main) = &self.main {
            write_module(out, "mod", main)?;
        }
        for dep in &self.deps {
            write_module(out, "dep", dep)?;
        }
        for (key, value) in &self.settings {
            let key = quoted_if(key.as_bstr(), must_quote_key(key));
            writeln!(out, "build\t{key}={}", quoted_if(value.as_bstr(), must_quote(value)))?;
        }
        Ok(())
    }
}

fn quoted_if(text: &BStr, yes: bool) -> BString {
    if yes { quote(text).into() } else { text.into() }
}

fn write_module(out: &mut dyn fmt::Write, word: &str, module: &Module) -> fmt::Result {
    write!(out, "{word}\t{}\t{}", module.path, module.version)?;
    match &module.replace {
        None => write!(out, "\t{}", module.sum)?,
        // Go leaves an empty line behind what replaces.
        Some(replace) => {
            writeln!(out)?;
            write_module(out, "=>", replace)?;
        }
    }
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_replacements_and_settings_are_read_and_written_back() {
        let text = "path\texample.com/m/cmd/x\nmod\texample.com/m\tv1.2.3\th1:main=\n\
            dep\texample.com/a\tv1.0.0\n=>\texample.com/fork\tv1.0.1\th1:fork=\n\n\
            dep\texample.com/b\tv0.1.0\th1:b=\ndep\texample.com/c\tv0.0.0\n=>\t../c\t\t\n\n\
            build\t-ldflags=\"-s -w\"\nbuild\tCGO_ENABLED=0\nbuild\tCGO_CFLAGS=\nbuild\t\"a key\"=v=w\n";
        let lines = parse(text.as_bytes()).unwrap();
        assert_eq!(lines.path, "example.com/m/cmd/x");
        assert_eq!(lines.main.as_ref().unwrap().version, "v1.2.3");
        assert_eq!(lines.deps[0].replace.as_ref().unwrap().path, "example.com/fork");
        assert_eq!(lines.deps[1].replace, None);
        assert_eq!(lines.deps[2].replace.as_ref().unwrap().version, "");
        let setting = |at: usize| (lines.settings[at].0.to_string(), lines.settings[at].1.to_string());
        assert_eq!(setting(0), ("-ldflags".into(), "-s -w".into()));
        assert_eq!(setting(2), ("CGO_CFLAGS".into(), String::new()));
        assert_eq!(setting(3), ("a key".into(), "v=w".into()));
        let mut back = String::new();
        lines.write(&mut back).unwrap();
        assert_eq!(back, text);
    }

    #[test]
    fn what_go_refuses_is_refused_and_what_it_passes_over_is_passed_over() {
        for bad in [
            "mod\tonly\n",
            "mod\ta\tb\tc\td\n",
            "dep\ta\n",
            "=>\ta\tb\tc\n",
            "mod\ta\tb\n=>\ta\tb\n",
            "mod\ta\tb\n=>\ta\tb\tc\n=>\ta\tb\tc\n",
            "build\t\n",
            "build\tkey\n",
            "build\t=v\n",
            "build\ta key=v\n",
            "build\tk=a b\n",
            "build\tk=\"open\n",
            "build\t\"k\"v\n",
            "build\t\"k\"\n",
        ] {
            assert_eq!(parse(bad.as_bytes()), None, "{bad:?}");
        }
        let odd = parse(b"hello\n\npath\ta\npath\tb\nbuild\t\"\"=\nmod\tc").unwrap();
        assert_eq!(odd.path, "b");
        assert_eq!(odd.main, None, "a line without an end is none");
        assert_eq!(odd.settings, [("".into(), "".into())]);
    }
}
