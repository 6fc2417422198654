//! Real modules, made from what every SDK carries with it: what the standard library and cmd vendor (golang.org/x and
//! others, under their own names and versions), and packages of the standard library under other names.
//!
//! The vendored ones are the packages that Go itself needs, not the whole of these modules; their go.mod is put
//! together from what they import.

use super::proxy::Release;
use crate::sdk::Sdk;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

/// Packages that import nothing internal, each with what it needs of the others.
const OF_STD: [&str; 8] = [
    "container/list",
    "encoding/csv",
    "text/tabwriter",
    "container/ring",
    "encoding/ascii85",
    "index/suffixarray",
    "text/scanner",
    "hash/adler32",
];

/// A module of a `modules.txt`.
struct Vendored {
    module: String,
    version: String,
    go: String,
    files: BTreeMap<String, Vec<u8>>,
}

/// What the SDK vendors, each module once, requirements included.
///
/// # Errors
/// When a file cannot be read.
pub fn vendored(sdk: &Sdk) -> io::Result<Vec<Release>> {
    let mut all: BTreeMap<String, Vendored> = BTreeMap::new();
    for folder in ["src/vendor", "src/cmd/vendor"] {
        let folder = sdk.goroot.join(folder);
        for mut found in listed(&fs::read_to_string(folder.join("modules.txt"))?) {
            read_into(&folder.join(&found.module), "", &mut found.files)?;
            match all.get_mut(&found.module) {
                Some(known) if known.version == found.version => known.files.append(&mut found.files),
                Some(known) if known.files.len() >= found.files.len() => {}
                _ => {
                    all.insert(found.module.clone(), found);
                }
            }
        }
    }
    all.retain(|_, module| !module.files.is_empty());
    Ok(all.values().map(|module| release(module, &all)).collect())
}

/// Packages of the standard library as modules of their own: `example.com/std/encoding/csv`, with their tests.
///
/// # Errors
/// When a file cannot be read.
pub fn of_std(sdk: &Sdk, version: &str) -> io::Result<Vec<Release>> {
    let mut releases = Vec::new();
    for package in OF_STD {
        let mut files = BTreeMap::new();
        read_into(&sdk.goroot.join("src").join(package), "", &mut files)?;
        // Tests may reach for what only the standard library may import.
        files.retain(|name, _| !name.ends_with("_test.go"));
        let module = format!("example.com/std/{package}");
        let go_mod = format!("module {module}\n\ngo 1.{}\n", sdk.minor.min(20));
        releases.push(Release {
            module,
            version: version.to_owned(),
            go_mod,
            files: files.into_iter().collect(),
        });
    }
    Ok(releases)
}

fn listed(modules_txt: &str) -> Vec<Vendored> {
    let mut modules: Vec<Vendored> = Vec::new();
    for line in modules_txt.lines() {
        if let Some(go) = line.strip_prefix("## explicit; go ") {
            if let Some(last) = modules.last_mut() {
                last.go = go.to_owned();
            }
        } else if let Some(name) = line.strip_prefix("# ") {
            let mut words = name.split(' ');
            let (Some(module), Some(version)) = (words.next(), words.next()) else { continue };
            modules.push(Vendored {
                module: module.to_owned(),
                version: version.to_owned(),
                go: "1.17".to_owned(),
                files: BTreeMap::new(),
            });
        }
    }
    modules
}

/// Everything in a folder, by names with `/`.
fn read_into(folder: &Path, above: &str, files: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let entry = entry?;
        let name = format!("{above}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            read_into(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(())
}

fn release(of: &Vendored, all: &BTreeMap<String, Vendored>) -> Release {
    let mut needed = BTreeSet::new();
    imported(of, all, &mut needed);
    let requirements: String =
        needed.iter().map(|other| format!("\t{other} {}\n", all[*other].version)).collect();
    let go_mod = format!("module {}\n\ngo {}\n\nrequire (\n{requirements})\n", of.module, of.go);
    Release {
        module: of.module.clone(),
        version: of.version.clone(),
        go_mod,
        files: of.files.clone().into_iter().collect(),
    }
}

/// The modules whose names stand in its sources, and those in theirs.
fn imported<'a>(of: &Vendored, all: &'a BTreeMap<String, Vendored>, into: &mut BTreeSet<&'a str>) {
    for (name, other) in all {
        let is_named = |text: &[u8]| bstr::ByteSlice::contains_str(text, format!("\"{name}/"));
        let direct = *name != of.module && of.files.values().any(|text| is_named(text));
        if direct && into.insert(name) {
            imported(other, all, into);
        }
    }
}
