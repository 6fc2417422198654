//! The Go files of one folder, as go takes them for a package: what is built and imported, and what it does not take
//! (`go/build.Import`, `load.Package.load`).

use std::collections::BTreeMap;
use std::io;

use bstr::{BString, ByteSlice};
use go_rules::load::Scan;
use go_rules::source::{self, BadSource, Header, Tags};

/// How much of a file is read first: imports hardly ever end behind it.
const BEGINNING: usize = 8 << 10;
/// No source is larger for a good reason.
pub const LARGEST: u64 = 64 << 20;

/// A folder that is being looked at, file by file, in the order of their names.
pub struct Scanning<'a> {
    tags: &'a Tags,
    /// Of the toolchain.
    minor: u32,
    /// Go keeps an index of the folder: every file is read for it, hidden ones apart.
    is_indexed: bool,
    scan: Scan,
    embeds: Vec<BString>,
    test_embeds: Vec<BString>,
    /// The name of the package by the first file that says one.
    package: BString,
}

impl<'a> Scanning<'a> {
    pub fn new(tags: &'a Tags, minor: u32, is_indexed: bool) -> Scanning<'a> {
        Scanning {
            tags,
            minor,
            is_indexed,
            scan: Scan::default(),
            embeds: Vec::new(),
            test_embeds: Vec::new(),
            package: BString::default(),
        }
    }

    /// Looks at a file. `is_there`: it is no link to nothing, which go stumbles over.
    pub fn file(&mut self, name: &BString, is_there: bool, read: impl Fn(u64) -> io::Result<Vec<u8>>) {
        let is_hidden = name.starts_with(b"_") || name.starts_with(b".");
        self.scan.has_go |= is_there && !(is_hidden && self.is_indexed);
        if is_hidden {
            return;
        }
        if !is_argument(name) {
            self.bad(name, "invalid input file name".into());
        }
        if !source::fits(name, self.tags, self.minor) {
            match read_by(&read, |text, whole| source::check(text, whole, self.tags)) {
                Ok(complaint) => self.complaint(name, complaint),
                Err(why) => self.bad_elsewhere(name, why),
            }
            return;
        }
        match read_by(&read, |text, whole| source::read(text, whole, self.tags)) {
            Ok(header) if header.is_nonsense => self.bad_elsewhere(name, BadSource::Syntax.to_string()),
            Ok(header) => self.header_of(name, header),
            Err(why) => self.bad(name, why),
        }
    }

    fn complaint(&mut self, name: &BString, complaint: Option<String>) {
        self.scan.bad_constraints =
            self.scan.bad_constraints.take().or_else(|| Some((name.clone(), complaint?)));
    }

    fn header_of(&mut self, name: &BString, mut header: Header) {
        self.complaint(name, header.complaint.take());
        let is_test = name.ends_with(b"_test.go");
        let built = header.built && header.package != "documentation";
        if !(built || header.lacks_cgo) {
            return;
        }
        let own = header.package.strip_suffix(b"_test").filter(|_| is_test && self.package != header.package);
        let is_beside = own.is_some();
        let package: BString = own.map_or_else(|| header.package.clone(), BString::from);
        if self.package.is_empty() {
            self.package = package;
        } else if self.package != package {
            self.bad(name, format!("found packages {} and {package}", self.package));
        }
        if is_test && header.imports.iter().any(|path| path == "C") {
            self.bad(name, "use of cgo in test not supported".into());
        }
        if !built {
            return;
        }
        match is_test {
            true => {
                self.scan.tested = true;
                if !is_beside {
                    self.scan.inner_test_imports.extend(header.imports.iter().cloned());
                }
                self.scan.test_imports.extend(header.imports);
                self.test_embeds.extend(header.embeds);
            }
            false => {
                self.scan.built = true;
                self.scan.imports.extend(header.imports);
                self.embeds.extend(header.embeds);
            }
        }
    }

    fn bad(&mut self, name: &BString, why: String) {
        self.scan.bad.get_or_insert_with(|| (name.clone(), why));
    }

    fn bad_elsewhere(&mut self, name: &BString, why: String) {
        if self.is_indexed {
            self.scan.bad_elsewhere.get_or_insert_with(|| (name.clone(), why));
        }
    }

    /// What was found. `names`: of all files that were looked at; `embed`: why nothing can be embedded by a pattern.
    pub fn finish<'n>(
        mut self,
        names: impl Iterator<Item = &'n BString>,
        embed: impl Fn(&BString) -> Option<String>,
    ) -> Scan {
        let mut folded: BTreeMap<String, &BString> = BTreeMap::new();
        for name in names.filter(|name| !name.starts_with(b"_") && !name.starts_with(b".")) {
            if let Some(other) = folded.insert(name.to_str_lossy().to_lowercase(), name) {
                let why = format!("case-insensitive file name collision: {name:?} and {other:?}");
                self.scan.bad.get_or_insert_with(|| (name.clone(), why));
            }
        }
        let refused = |patterns: &[BString]| {
            patterns.iter().find_map(|it| Some((it.clone(), format!("pattern {it}: {}", embed(it)?))))
        };
        self.scan.bad = self.scan.bad.take().or_else(|| refused(&self.embeds));
        self.scan.bad_tests = refused(&self.test_embeds);
        self.scan.package = self.package;
        let scan = &mut self.scan;
        for imports in [&mut scan.imports, &mut scan.test_imports, &mut scan.inner_test_imports] {
            imports.sort();
            imports.dedup();
        }
        self.scan
    }
}

/// What the beginning of a file says, and if that is cut off, all of it.
fn read_by<T>(
    read: &impl Fn(u64) -> io::Result<Vec<u8>>,
    by: impl Fn(&[u8], bool) -> Result<T, BadSource>,
) -> Result<T, String> {
    let text = read(BEGINNING as u64).map_err(|error| error.to_string())?;
    match by(&text, text.len() < BEGINNING) {
        Err(BadSource::Cut) => {
            let text = read(LARGEST).map_err(|error| error.to_string())?;
            by(&text, true).map_err(|why| why.to_string())
        }
        other => other.map_err(|why| why.to_string()),
    }
}

/// Whether go hands a name on to other programs (`load.SafeArg`).
fn is_argument(name: &[u8]) -> bool {
    name.first().is_some_and(|c| c.is_ascii_alphanumeric() || b"._/".contains(c) || *c >= 0x80)
        && !name.starts_with(b"_cgo_")
}
