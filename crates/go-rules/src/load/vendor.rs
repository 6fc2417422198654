//! vendor/modules.txt against go.mod and go.work (`modload.readVendorList`, `checkVendorConsistency`).

use std::collections::{HashMap, HashSet};

use bstr::{BStr, BString, ByteSlice};

use crate::environ::Os;
use crate::filepath;
use crate::gomod::{Replace, Replacement};
use crate::module::{ModuleVersion, check_import_path};
use crate::mvs::Target;
use crate::{semver, version};

/// What the file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ModulesTxt {
    /// It was written for a workspace.
    pub is_workspace: bool,
    /// Only packages that it names can be imported.
    pub wants_listed: bool,
    /// Modules with packages, in order; of a path that is there twice, both.
    list: Vec<ModuleVersion>,
    versions: HashMap<BString, BString>,
    packages: HashMap<BString, ModuleVersion>,
    meta: HashMap<ModuleVersion, Meta>,
    replaced: Vec<ModuleVersion>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Meta {
    explicit: bool,
    replacement: Option<Replacement>,
    go: Option<BString>,
}

impl ModulesTxt {
    /// Reads it. `go`: the go version of the main module or the workspace.
    #[must_use]
    pub fn read(text: &[u8], go: &BStr) -> ModulesTxt {
        let mut all = ModulesTxt {
            wants_listed: version::compare(go, b"1.23").is_ge(),
            is_workspace: is_for_workspace(text),
            ..ModulesTxt::default()
        };
        let mut module = ModuleVersion::new("", "");
        for line in text.split(|b| *b == b'\n') {
            if line.starts_with(b"# ") {
                match all.module(line) {
                    Line::Module(found) => module = found,
                    Line::Nothing => module = ModuleVersion::new("", ""),
                    Line::Short => {}
                }
            } else if module.module.is_empty() {
            } else if let Some(notes) = line.strip_prefix(b"## ") {
                let meta = all.meta.entry(module.clone()).or_default();
                for note in notes.split(|b| *b == b';').map(ByteSlice::trim) {
                    meta.explicit |= note == b"explicit";
                    if let Some(go) = note.strip_prefix(b"go ") {
                        meta.go = Some(go.into());
                    }
                }
            } else {
                all.package(line, &module);
            }
        }
        all
    }

    fn module(&mut self, line: &[u8]) -> Line {
        let words: Vec<&[u8]> = line.fields().collect();
        let (module, rest) = match words.as_slice() {
            [_, path, version, rest @ ..] if is_version(version) => {
                (ModuleVersion::new(*path, *version), rest)
            }
            [_, path, b"=>", ..] => (ModuleVersion::new(*path, ""), &words[2..]),
            [_, _, _, ..] => return Line::Nothing,
            _ => return Line::Short,
        };
        let replacement = match rest {
            [b"=>", folder] => Some(Replacement::Folder((*folder).into())),
            [b"=>", path, version] if is_version(version) => {
                Some(Replacement::Module(ModuleVersion::new(*path, *version)))
            }
            _ => None,
        };
        if replacement.is_some() {
            self.replaced.push(module.clone());
            self.meta.entry(module.clone()).or_default().replacement = replacement;
        } else if rest.first() == Some(&&b"=>"[..]) {
            self.meta.entry(module.clone()).or_default();
        }
        Line::Module(module)
    }

    fn package(&mut self, line: &[u8], module: &ModuleVersion) {
        let mut words = line.fields();
        let (Some(path), None) = (words.next(), words.next()) else { return };
        if check_import_path(path).is_err() {
            return;
        }
        self.packages.insert(path.into(), module.clone());
        let known = self.versions.get(&module.module);
        if known.is_none_or(|known| semver::compare(known, &module.version).is_lt()) {
            self.list.push(module.clone());
            self.versions.insert(module.module.clone(), module.version.clone());
        }
    }

    /// The module that has a package.
    #[must_use]
    pub fn module_of(&self, package: &BStr) -> Option<&ModuleVersion> {
        self.packages.get(package)
    }

    /// Modules that have packages.
    pub fn listed(&self) -> impl Iterator<Item = &ModuleVersion> {
        self.list.iter()
    }

    /// A module that was written for a newer go than this, and for which.
    #[must_use]
    pub fn too_new(&self, local: &[u8]) -> Option<(&ModuleVersion, &BString)> {
        let asks = self.meta.iter().filter_map(|(module, meta)| Some((module, meta.go.as_ref()?)));
        asks.filter(|(_, go)| version::compare(go, local).is_gt()).min()
    }
}

enum Line {
    Module(ModuleVersion),
    /// Not understood: what follows belongs to nothing.
    Nothing,
    /// Too few words: passed over.
    Short,
}

fn is_version(word: &[u8]) -> bool {
    semver::canonical(word).is_some()
}

/// `modulesTextIsForWorkspace`.
fn is_for_workspace(text: &[u8]) -> bool {
    let head = &text[..text.len().min(512)];
    let line = head.split(|b| *b == b'\n').next().unwrap_or_default();
    line.strip_prefix(b"## ")
        .is_some_and(|notes| notes.split(|b| *b == b';').any(|it| it.trim() == b"workspace"))
}

/// What go says against it, in go's words; empty: it agrees.
#[must_use]
pub fn inconsistencies(os: Os, target: Target<'_>, list: &ModulesTxt) -> Vec<String> {
    let check = Check { os, target, list };
    let mut wrong = Vec::new();
    check.required(&mut wrong);
    check.replaced(&mut wrong);
    check.listed(&mut wrong);
    wrong
}

struct Check<'a> {
    os: Os,
    target: Target<'a>,
    list: &'a ModulesTxt,
}

impl Check<'_> {
    /// Before 1.14 the file said less.
    fn is_old(&self) -> bool {
        match self.target {
            Target::Module(main) => {
                main.file.go.as_ref().is_none_or(|go| version::compare(go, b"1.14").is_lt())
            }
            Target::Workspace { .. } => false,
        }
    }

    fn meta(&self, of: &ModuleVersion) -> Meta {
        self.list.meta.get(of).cloned().unwrap_or_default()
    }

    fn required(&self, wrong: &mut Vec<String>) {
        for require in self.target.modules().iter().flat_map(|main| &main.file.require) {
            let of = &require.version;
            if self.meta(of).explicit {
                continue;
            }
            if !self.is_old() {
                wrong.push(format!(
                    "{of}: is explicitly required in go.mod, but not marked as explicit in vendor/modules.txt"
                ));
            } else if let Some(version) = self.list.versions.get(&of.module)
                && *version != of.version
            {
                let module = &of.module;
                wrong.push(format!(
                    "{of}: is explicitly required in go.mod, but vendor/modules.txt indicates {module}@{version}"
                ));
            }
        }
    }

    fn replaced(&self, wrong: &mut Vec<String>) {
        let mut seen: HashSet<&ModuleVersion> = HashSet::new();
        for (_, replace) in self.lines() {
            let old = &replace.old;
            if !seen.insert(old) {
                continue;
            }
            let new = self.replacement(old);
            match (self.meta(old).replacement, new) {
                (None, None) => {}
                (None, Some(_))
                    if self.is_old()
                        && (old.version.is_empty()
                            || self.list.versions.get(&old.module) != Some(&old.version)) => {}
                (None, Some(_)) => wrong.push(format!(
                    "{}: is replaced, but not marked as replaced in vendor/modules.txt",
                    described(old)
                )),
                (Some(listed), new) if Some(&listed) != new.as_ref() => wrong
                    .push(format!("{}: is replaced otherwise than vendor/modules.txt says", described(old))),
                _ => {}
            }
        }
    }

    fn listed(&self, wrong: &mut Vec<String>) {
        let requires = |of: &ModuleVersion| {
            self.target.modules().iter().flat_map(|main| &main.file.require).any(|it| it.version == *of)
        };
        for module in self.list.list.iter().filter(|module| self.meta(module).explicit && !requires(module)) {
            wrong.push(format!(
                "{module}: is marked as explicit in vendor/modules.txt, but not explicitly required in go.mod"
            ));
        }
        for module in &self.list.replaced {
            if self.replacement(module).is_none() {
                wrong.push(format!(
                    "{}: is marked as replaced in vendor/modules.txt, but not replaced",
                    described(module)
                ));
            }
        }
    }

    /// Each replacement with the folder that it is meant from, main modules first.
    fn lines(&self) -> Vec<(&BStr, &Replace)> {
        let mut lines = Vec::new();
        for main in self.target.modules() {
            lines.extend(main.file.replace.iter().map(|line| (main.folder, line)));
        }
        if let Target::Workspace { file, folder, .. } = &self.target {
            lines.extend(file.replace.iter().map(|line| (*folder, line)));
        }
        lines
    }

    /// What stands in the place of a module, as the file would name it (`canonicalizeReplacePath`).
    fn replacement(&self, of: &ModuleVersion) -> Option<Replacement> {
        let fits = |old: &ModuleVersion| old == of || (old.module == of.module && old.version.is_empty());
        let lines = self.lines();
        let found = |is_work: bool| {
            let lines = lines.iter().filter(|(folder, line)| {
                let work = matches!(&self.target, Target::Workspace { file, folder: at, .. }
                    if at == folder && file.replace.iter().any(|it| std::ptr::eq(it, *line)));
                work == is_work && fits(&line.old)
            });
            lines.max_by_key(|(_, line)| !line.old.version.is_empty())
        };
        let (folder, line) = found(true).or_else(|| found(false))?;
        let Target::Workspace { folder: work, .. } = &self.target else { return Some(line.new.clone()) };
        match &line.new {
            Replacement::Folder(path) if !filepath::is_abs(self.os, path) => {
                let whole = filepath::join(self.os, &[folder.as_bytes(), path.as_slice()]);
                Some(Replacement::Folder(relative(self.os, work, &whole)))
            }
            other => Some(other.clone()),
        }
    }
}

/// From the folder of the workspace, in the form of a folder's path: beginning with `./` or `../`.
fn relative(os: Os, from: &BStr, to: &BString) -> BString {
    let elements = |path: &[u8]| -> Vec<BString> {
        let separated = |b: &u8| *b == b'/' || os == Os::Windows && *b == b'\\';
        path.split(separated).filter(|it| !it.is_empty()).map(BString::from).collect()
    };
    let (from, to) = (elements(from), elements(to));
    let same = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let mut parts: Vec<BString> = vec!["..".into(); from.len() - same];
    parts.extend(to[same..].iter().cloned());
    let path = bstr::join("/", &parts);
    match parts.first() {
        Some(first) if first == ".." => path.into(),
        None => "./".into(),
        Some(_) => bstr::concat([b"./".as_slice(), &path]).into(),
    }
}

fn described(of: &ModuleVersion) -> String {
    if of.version.is_empty() { of.module.to_string() } else { of.to_string() }
}
