//! What go says of imports when every package is known: cycles, and packages that may not be imported from where they are
//! (`load.reusePackage`, `disallowInternal`, `disallowVendor`, `load.CheckPackageErrors`).

use std::collections::HashMap;

use bstr::{BStr, BString, ByteSlice};

use super::Why;
use super::run::Package;
use crate::module::has_path_prefix;

/// What is wrong: import, importer, why. Of cycles, one.
pub(super) fn imports(packages: &HashMap<BString, Package>) -> Vec<(BString, BString, Why)> {
    let mut order: Vec<&BString> = packages.keys().collect();
    order.sort();
    let graph = Graph { packages, order };
    let mut wrong: Vec<_> = graph.cycle().or_else(|| graph.test_cycle()).into_iter().collect();
    wrong.extend(graph.not_for_import());
    wrong.extend(graph.same_but_for_case());
    wrong
}

struct Graph<'a> {
    packages: &'a HashMap<BString, Package>,
    /// Their paths, sorted.
    order: Vec<&'a BString>,
}

impl<'a> Graph<'a> {
    fn imports(&self, of: &BString) -> &'a [BString] {
        self.packages.get(of).map(|package| package.imports.as_slice()).unwrap_or_default()
    }

    /// `import cycle not allowed`.
    fn cycle(&self) -> Option<(BString, BString, Why)> {
        let mut is_done: HashMap<&BString, bool> = HashMap::new();
        let mut cycle = None;
        for start in &self.order {
            // Each with how many of its imports were followed.
            let mut path: Vec<(&BString, usize)> = Vec::new();
            if is_done.contains_key(*start) {
                continue;
            }
            is_done.insert(*start, false);
            path.push((*start, 0));
            while let Some((at, followed)) = path.last_mut() {
                let Some(next) = self.imports(at).get(*followed) else {
                    is_done.insert(*at, true);
                    path.pop();
                    continue;
                };
                *followed += 1;
                let importer = *at;
                match is_done.get(next) {
                    Some(true) => {}
                    Some(false) => cycle = Some((next.clone(), importer.clone(), Why::Cycle)),
                    None => {
                        is_done.insert(next, false);
                        path.push((next, 0));
                    }
                }
            }
        }
        cycle
    }

    /// `import cycle not allowed in test`: the tests of a package are a part of it.
    fn test_cycle(&self) -> Option<(BString, BString, Why)> {
        let tested = self.packages.iter().filter(|(_, package)| !package.inner_test_imports.is_empty());
        let mut tested: Vec<_> = tested.collect();
        tested.sort_by_key(|(path, _)| *path);
        tested.into_iter().find_map(|(path, package)| {
            let mut queue: Vec<&BString> = package.inner_test_imports.iter().collect();
            let mut seen: std::collections::HashSet<&BString> = queue.iter().copied().collect();
            while let Some(at) = queue.pop() {
                if at == path {
                    return Some((path.clone(), path.clone(), Why::Cycle));
                }
                queue.extend(self.imports(at).iter().filter(|next| seen.insert(next)));
            }
            None
        })
    }

    fn not_for_import(&self) -> Vec<(BString, BString, Why)> {
        let mut wrong = Vec::new();
        for importer in &self.order {
            let Some(package) = self.packages.get(*importer) else { continue };
            for import in package.imports.iter().chain(&package.test_imports) {
                let Some(imported) = self.packages.get(import) else { continue };
                let why = if imported.is_program && import != *importer {
                    format!("import {import:?} is a program, not an importable package")
                } else if let Some(bare) = vendored(import.as_ref()) {
                    format!("{import} must be imported as {}", BStr::new(bare))
                } else if is_internal_elsewhere(import, importer, imported.is_std) {
                    format!("use of internal package {import} not allowed")
                } else {
                    continue;
                };
                wrong.push((import.clone(), (*importer).clone(), Why::NotForImport { why }));
            }
        }
        wrong
    }

    /// `case-insensitive import collision`.
    fn same_but_for_case(&self) -> Vec<(BString, BString, Why)> {
        let mut folded: HashMap<String, &BString> = HashMap::new();
        let mut wrong = Vec::new();
        for path in &self.order {
            let fold = path.to_str_lossy().to_lowercase();
            if let Some(other) = folded.insert(fold, path) {
                let why = format!("case-insensitive import collision: {path:?} and {other:?}");
                wrong.push(((*path).clone(), other.clone(), Why::NotForImport { why }));
            }
        }
        wrong
    }
}

/// What lies behind the last `vendor` in a path.
fn vendored(path: &BStr) -> Option<&[u8]> {
    match path.rfind(b"/vendor/") {
        Some(at) => Some(&path[at + b"/vendor/".len()..]),
        None => path.strip_prefix(b"vendor/"),
    }
}

/// Whether a path is internal to a tree in which the importer is not (`load.findInternal`).
fn is_internal_elsewhere(path: &BString, importer: &BString, is_std: bool) -> bool {
    let at = match () {
        () if path.ends_with(b"/internal") => path.len() - b"internal".len(),
        () => match path.rfind(b"/internal/") {
            Some(at) => at + 1,
            None if path.starts_with(b"internal/") || path == "internal" => 0,
            None => return false,
        },
    };
    // What is internal to the standard library, no module may import.
    let parent = path[..at].strip_suffix(b"/").unwrap_or(&path[..at]);
    is_std || !has_path_prefix(importer, parent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(imports: &[&str]) -> Package {
        Package { imports: imports.iter().map(|path| (*path).into()).collect(), ..Package::default() }
    }

    fn wrong(packages: Vec<(&str, Package)>) -> Vec<String> {
        let packages = packages.into_iter().map(|(path, package)| (path.into(), package)).collect();
        imports(&packages).iter().map(|(import, importer, _)| format!("{importer} {import}")).collect()
    }

    #[test]
    fn what_is_internal_is_so_for_the_tree_around_it() {
        let all = [("a.com/m/internal/x", true), ("a.com/m/x/internal", false), ("internal/x", false)];
        for (path, allowed) in all {
            let found = wrong(vec![("a.com/m/y", package(&[path])), (path, package(&[]))]);
            assert_eq!(found.is_empty(), allowed, "{path}");
        }
        let std = Package { is_std: true, ..Package::default() };
        assert_eq!(
            wrong(vec![("m", package(&["go/internal/x"])), ("go/internal/x", std)]),
            ["m go/internal/x"]
        );
    }

    #[test]
    fn programs_are_not_imported_and_paths_differ_in_more_than_case() {
        let program = Package { is_program: true, ..Package::default() };
        assert_eq!(wrong(vec![("m", package(&["m/cmd"])), ("m/cmd", program)]), ["m m/cmd"]);
        assert_eq!(wrong(vec![("m/A", package(&[])), ("m/a", package(&[]))]), ["m/A m/a"]);
        assert_eq!(wrong(vec![("m", package(&["vendor/x"])), ("vendor/x", package(&[]))]), ["m vendor/x"]);
    }

    #[test]
    fn tests_are_a_part_of_their_package() {
        let tested = Package { inner_test_imports: vec!["m/b".into()], ..Package::default() };
        assert_eq!(wrong(vec![("m/a", tested), ("m/b", package(&["m/a"]))]), ["m/a m/a"]);
        assert_eq!(wrong(vec![("m/a", package(&["m/b"])), ("m/b", package(&["m/a"]))]), ["m/b m/a"]);
    }
}
