//! The go.mod of a main module and the go.work of a workspace, as go reads them before it does anything else
//! (`modload.ReadModFile`, `modload.ReadWorkFile`, `makeMainModules`).

use std::collections::HashMap;

use bstr::{BStr, BString};

use super::directives::{Directive, Directives, Replace, Versions};
use super::{BadModFile, ModKind, parse};
use crate::environ::Os;
use crate::module::{ModuleVersion, check_import_path};
use crate::semver;

/// The go version of a go.mod without a go line (`gover.DefaultGoModVersion`).
pub const DEFAULT_MOD: &str = "1.16";
/// The go version of a go.work without a go line (`gover.DefaultGoWorkVersion`).
pub const DEFAULT_WORK: &str = "1.18";

/// A requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Require {
    pub version: ModuleVersion,
    /// It is marked `// indirect`.
    pub indirect: bool,
    /// 1-based.
    pub line: u32,
}

/// A `godebug` line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Godebug {
    pub key: BString,
    pub value: BString,
    /// 1-based.
    pub line: u32,
}

/// The go.mod of a main module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModFile {
    pub module: BString,
    pub go: Option<BString>,
    pub toolchain: Option<BString>,
    pub require: Vec<Require>,
    pub exclude: Vec<ModuleVersion>,
    /// For the same `old` always the same.
    pub replace: Vec<Replace>,
    /// Packages.
    pub tools: Vec<BString>,
    /// Folders that patterns like `./...` pass over.
    pub ignore: Vec<BString>,
    pub godebug: Vec<Godebug>,
    /// The first minor version of Go that knows every directive in it; an older one refuses the file.
    pub since: u32,
    /// A version stands there in another spelling than go would write: `v1.0.0+built.here`.
    pub respelled: bool,
}

/// A folder of a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UseDir {
    /// As it is written; a relative one is meant from the folder of the file.
    pub path: BString,
    /// 1-based.
    pub line: u32,
}

/// The go.work of a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkFile {
    pub go: Option<BString>,
    pub toolchain: Option<BString>,
    pub uses: Vec<UseDir>,
    /// For the same `old` always the same.
    pub replace: Vec<Replace>,
    pub godebug: Vec<Godebug>,
    /// As [`ModFile::since`].
    pub since: u32,
}

impl ModFile {
    /// Reads the go.mod of a main module.
    ///
    /// # Errors
    /// The first line that go would complain about. Also one with a version that is not whole: go would ask a
    /// server what is meant.
    pub fn read(os: Os, text: &[u8]) -> Result<ModFile, BadModFile> {
        let mut syntax = parse::parse(text)?;
        let respelled = syntax.lines().any(|line| line.tokens.iter().any(|word| is_respelled(word)));
        let lines = Directives::read(ModKind::Mod, os, Versions::Whole, &mut syntax)?;
        let missing = || BadModFile::new(0, "missing module declaration");
        let module = lines.module().map(|(_, path)| path.clone()).filter(|path| !path.is_empty());
        let mut file = ModFile {
            module: module.ok_or_else(missing)?,
            go: lines.go().map(|(_, version)| version.clone()),
            toolchain: lines.toolchain().map(|(_, name)| name.clone()),
            require: Vec::new(),
            exclude: Vec::new(),
            replace: Vec::new(),
            tools: Vec::new(),
            ignore: Vec::new(),
            godebug: Vec::new(),
            since: lines.since(),
            respelled,
        };
        let (mut replaced, mut conflict) = (Replaced::default(), Ok(()));
        for placed in lines.0 {
            let bad = |text: String| BadModFile::new(placed.line, text);
            match placed.says {
                Directive::Module(path) => check_main(&path).map_err(bad)?,
                Directive::Require { version, indirect } => {
                    file.require.push(Require { version, indirect, line: placed.line });
                }
                Directive::Exclude(version) => file.exclude.push(version),
                // What contradicts another line is told when every line was read.
                Directive::Replace(replace) => {
                    let added = replaced.add(replace).map_err(bad);
                    conflict = conflict.and(added);
                }
                Directive::Retract(versions) => check_retracted(&file.module, &versions).map_err(bad)?,
                Directive::Tool(path) => {
                    check_import_path(&path).map_err(|why| bad(why.to_string()))?;
                    file.tools.push(path);
                }
                Directive::Ignore(path) => file.ignore.push(path),
                Directive::Godebug { key, value } => {
                    file.godebug.push(Godebug { key, value, line: placed.line });
                }
                _ => {}
            }
        }
        file.replace = replaced.list;
        conflict.map(|()| file)
    }

    /// The go version that counts.
    #[must_use]
    pub fn go_version(&self) -> &BStr {
        self.go.as_ref().map_or(BStr::new(DEFAULT_MOD), |go| BStr::new(go))
    }
}

impl WorkFile {
    /// Reads a go.work.
    ///
    /// # Errors
    /// The first line that go would complain about.
    pub fn read(os: Os, text: &[u8]) -> Result<WorkFile, BadModFile> {
        let mut syntax = parse::parse(text)?;
        let lines = Directives::read(ModKind::Work, os, Versions::Completed, &mut syntax)?;
        let mut file = WorkFile {
            go: lines.go().map(|(_, version)| version.clone()),
            toolchain: lines.toolchain().map(|(_, name)| name.clone()),
            uses: Vec::new(),
            replace: Vec::new(),
            godebug: Vec::new(),
            since: lines.since(),
        };
        let mut replaced = Replaced::default();
        for placed in lines.0 {
            match placed.says {
                Directive::Use(path) => file.uses.push(UseDir { path, line: placed.line }),
                Directive::Godebug { key, value } => {
                    file.godebug.push(Godebug { key, value, line: placed.line });
                }
                Directive::Replace(replace) => {
                    replaced.add(replace).map_err(|text| BadModFile::new(placed.line, text))?;
                }
                _ => {}
            }
        }
        file.replace = replaced.list;
        Ok(file)
    }

    /// The go version that counts.
    #[must_use]
    pub fn go_version(&self) -> &BStr {
        self.go.as_ref().map_or(BStr::new(DEFAULT_WORK), |go| BStr::new(go))
    }
}

/// Replacements that do not contradict each other (`toReplaceMap`).
#[derive(Default)]
struct Replaced {
    list: Vec<Replace>,
    places: HashMap<ModuleVersion, usize>,
}

impl Replaced {
    fn add(&mut self, replace: Replace) -> Result<(), String> {
        match self.places.get(&replace.old) {
            Some(&at) if self.list[at].new == replace.new => {
                self.list.push(replace);
                Ok(())
            }
            Some(_) => Err(format!("conflicting replacements for {}", replace.old)),
            None => {
                self.places.insert(replace.old.clone(), self.list.len());
                self.list.push(replace);
                Ok(())
            }
        }
    }
}

fn is_respelled(word: &[u8]) -> bool {
    word.contains(&b'+') && semver::canonical(word).is_some_and(|canonical| canonical != word)
}

fn check_main(path: &BString) -> Result<(), String> {
    if path == "go" || path == "toolchain" {
        return Err(format!("invalid module path: {path:?}"));
    }
    check_import_path(path).map_err(|why| why.to_string())
}

/// `File.fixRetract`.
fn check_retracted(module: &[u8], versions: &[BString]) -> Result<(), String> {
    let major = semver::path_major(module).ok_or("malformed module path")?;
    for version in versions {
        if semver::canonical(version).as_deref() != Some(version.as_slice()) {
            return Err(format!("version {version:?} is not whole: go would ask a server"));
        }
        if !semver::fits(version, major) {
            return Err(format!("version {version:?} does not fit the path of the module"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gomod::Replacement;

    fn read(text: &str) -> Result<ModFile, String> {
        ModFile::read(Os::Linux, text.as_bytes()).map_err(|bad| bad.to_string())
    }

    #[test]
    fn what_a_go_mod_says_is_all_there() {
        let file = read(
            "module example.com/m\n\ngo 1.22.3\ntoolchain go1.23.1\n\nrequire (\n\ta.com/A v1.0.0 // indirect\n\
             \t\"b.com/b/v2\" v2.1.0-rc.1 // indirect; why\n\tc.com/c v3.0.0+incompatible // not indirect\n)\n\
             exclude a.com/A v1.1.0\nreplace a.com/A => ../a\nreplace c.com/c v3.0.0+incompatible => d.com/d v1.0.0\n\
             retract [v1.0.0, v1.1.0]\ntool a.com/A/cmd\nignore ./x\ngodebug default=go1.21\n",
        )
        .unwrap();
        assert_eq!((file.module.as_slice(), file.go_version()), (&b"example.com/m"[..], BStr::new("1.22.3")));
        assert_eq!(file.toolchain, Some("go1.23.1".into()));
        let required: Vec<_> =
            file.require.iter().map(|r| (r.version.to_string(), r.indirect, r.line)).collect();
        assert_eq!(
            required,
            [
                ("a.com/A@v1.0.0".to_owned(), true, 7),
                ("b.com/b/v2@v2.1.0-rc.1".to_owned(), true, 8),
                ("c.com/c@v3.0.0+incompatible".to_owned(), false, 9),
            ]
        );
        assert_eq!(file.exclude, [ModuleVersion::new("a.com/A", "v1.1.0")]);
        assert_eq!(file.replace[0].new, Replacement::Folder("../a".into()));
        assert_eq!(file.replace[1].new, Replacement::Module(ModuleVersion::new("d.com/d", "v1.0.0")));
    }

    #[test]
    fn what_go_refuses_is_refused_with_its_line() {
        for (text, why) in [
            ("go 1.21\n", "missing module declaration"),
            ("module go\n", "line 1: invalid module path: \"go\""),
            (
                "module m\nrequire a.com/a master\n",
                "line 2: version \"master\" is not whole: go would ask a server",
            ),
            (
                "module m\nrequire a.com/a v1.2\n",
                "line 2: version \"v1.2\" is not whole: go would ask a server",
            ),
            ("module m\nretract v2.0.0\n", "line 2: version \"v2.0.0\" does not fit the path of the module"),
            (
                "module m\nreplace a.com/a => ../x\n\nreplace a.com/a => ../y\n",
                "line 4: conflicting replacements for a.com/a",
            ),
            (
                "module m\nreplace a.com/a => b.com/b v2.0.0\n",
                "line 2: version \"v2.0.0\" invalid: should be v0 or v1",
            ),
        ] {
            assert_eq!(read(text).unwrap_err(), why, "{text}");
        }
        let respelled = read("module m\nrequire a.com/a v1.2.3+meta\n").unwrap();
        assert_eq!(
            (respelled.require[0].version.to_string(), respelled.respelled),
            ("a.com/a@v1.2.3".into(), true)
        );
        assert!(!read("module m\nrequire a.com/a v2.0.0+incompatible\n").unwrap().respelled);
        assert!(read("module m\nreplace a.com/a => ../x\nreplace a.com/a => ../x\n").is_ok());
    }

    #[test]
    fn a_workspace_completes_versions_that_a_module_may_not_leave_open() {
        let text = b"go 1.22\nuse ./a\nuse (\n\t./b\n)\nreplace a.com/a v1.2 => b.com/b v1\n";
        let file = WorkFile::read(Os::Linux, text).unwrap();
        let uses: Vec<_> = file.uses.iter().map(|u| (u.path.to_string(), u.line)).collect();
        assert_eq!(uses, [("./a".to_owned(), 2), ("./b".to_owned(), 4)]);
        assert_eq!(file.replace[0].old.to_string(), "a.com/a@v1.2.0");
        assert_eq!(file.replace[0].new, Replacement::Module(ModuleVersion::new("b.com/b", "v1.0.0")));
        assert_eq!(WorkFile::read(Os::Linux, b"require a.com/a v1.0.0\n").unwrap_err().line, 1);
    }
}
