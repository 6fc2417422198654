//! Which names an archive may unpack to. The same on every system: an archive that is fit for one is fit for all.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use go_rules::module::is_device_name;

use super::error::Flaw;

/// More than any SDK has: the largest so far has some 15,000.
const MOST_ENTRIES: u64 = 40_000;
/// Longer than any path of an SDK, and shorter than what Windows takes.
const LONGEST: usize = 400;

/// The names that an archive has used so far.
#[derive(Debug, Default)]
pub struct Names {
    entries: u64,
    /// Files and links, as a system without capitals sees them.
    files: HashSet<String>,
    /// Folders in the same way, each with the spelling that it has had first.
    folders: HashMap<String, String>,
}

impl Names {
    /// The place of a file within the SDK. `name` has `/` between its elements.
    ///
    /// # Errors
    /// It would lie outside, or where something else lies.
    pub fn file(&mut self, name: &str) -> Result<PathBuf, Flaw> {
        self.count()?;
        let path = check(name)?;
        if let Some((folder, _)) = name.rsplit_once('/') {
            self.keep_folders(folder)?;
        }
        let folded = fold(name);
        if self.folders.contains_key(&folded) || !self.files.insert(folded) {
            return Err(Flaw::Twice(name.into()));
        }
        Ok(path)
    }

    /// The place of a folder within the SDK.
    ///
    /// # Errors
    /// As [`Names::file`]; a folder may be named more than once.
    pub fn folder(&mut self, name: &str) -> Result<PathBuf, Flaw> {
        self.count()?;
        let path = check(name)?;
        self.keep_folders(name)?;
        Ok(path)
    }

    fn count(&mut self) -> Result<(), Flaw> {
        self.entries += 1;
        if self.entries > MOST_ENTRIES { Err(Flaw::TooManyEntries(self.entries)) } else { Ok(()) }
    }

    fn keep_folders(&mut self, folder: &str) -> Result<(), Flaw> {
        let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
        for end in ends {
            let part = &folder[..end];
            let folded = fold(part);
            if self.files.contains(&folded) {
                return Err(Flaw::Twice(part.into()));
            }
            let first = self.folders.entry(folded).or_insert_with(|| part.to_owned());
            if first != part {
                return Err(Flaw::Twice(part.into()));
            }
        }
        Ok(())
    }
}

/// As a system sees it for which capitals make no difference.
fn fold(name: &str) -> String {
    name.to_lowercase()
}

fn check(name: &str) -> Result<PathBuf, Flaw> {
    let bad = || Flaw::Path(name.chars().take(LONGEST).collect());
    let plain = |c: char| !c.is_control() && !r#"\:*?"<>|"#.contains(c);
    if name.is_empty() || name.len() > LONGEST || !name.chars().all(plain) {
        return Err(bad());
    }
    for element in name.split('/') {
        let outside = matches!(element, "" | "." | "..");
        if outside || element.ends_with(['.', ' ']) || is_device_name(element.as_bytes()) {
            return Err(bad());
        }
    }
    Ok(name.split('/').collect())
}

/// Whether a link at `name` that leads to `target` stays within the SDK.
pub fn stays_within(name: &str, target: &str) -> bool {
    let plain = |c: char| !c.is_control() && c != '\\' && c != ':';
    if target.is_empty() || target.starts_with('/') || !target.chars().all(plain) {
        return false;
    }
    let mut depth = name.matches('/').count();
    for element in target.split('/') {
        match element {
            "" | "." => {}
            ".." if depth == 0 => return false,
            ".." => depth -= 1,
            _ => depth += 1,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_elsewhere_are_refused() {
        for bad in [
            "",
            "/etc/passwd",
            "../x",
            "a/../../x",
            "a//b",
            "a/./b",
            "a/",
            "C:/x",
            "C:x",
            "a\\..\\b",
            "a\0b",
            "a\nb",
            "bin/nul",
            "src/Con.go",
            "x.",
            "x ",
            "a/b./c",
            "\\\\server\\x",
            "a:stream",
        ] {
            assert!(Names::default().file(bad).is_err(), "{bad:?}");
        }
        let long = "a/".repeat(300) + "b";
        assert!(Names::default().file(&long).is_err());
        assert_eq!(Names::default().file("src/a b/é.go"), Ok(PathBuf::from("src/a b/é.go")));
    }

    #[test]
    fn two_names_for_one_place_are_refused() {
        let clash = |names: &[&str]| {
            let mut seen = Names::default();
            names.iter().any(|name| seen.file(name).is_err())
        };
        assert!(clash(&["a", "a"]) && clash(&["src/X.go", "src/x.go"]) && clash(&["src/a", "SRC/b"]));
        assert!(clash(&["a", "a/b"]) && clash(&["a/b", "a"]) && clash(&["a/b", "A"]));
        assert!(!clash(&["a/b", "a/c", "ab"]));
        let mut seen = Names::default();
        assert!(seen.folder("a").is_ok() && seen.folder("a").is_ok() && seen.folder("A").is_err());
    }

    #[test]
    fn an_archive_has_no_more_entries_than_any_go() {
        let mut seen = Names::default();
        let refused = (0..=MOST_ENTRIES).find(|n| seen.file(&n.to_string()).is_err());
        assert_eq!(refused, Some(MOST_ENTRIES));
    }

    #[test]
    fn links_may_lead_about_within_the_sdk() {
        for (name, target, within) in [
            ("bin/x", "go", true),
            ("bin/x", "../pkg/tool", true),
            ("bin/x", "../../etc", false),
            ("x", "..", false),
            ("a/b/c", "../x/../../y", true),
            ("a/b", "x/../../../y", false),
            ("x", "/etc/passwd", false),
            ("x", "C:/x", false),
            ("x", "..\\y", false),
        ] {
            assert_eq!(stays_within(name, target), within, "{name} -> {target}");
        }
    }
}
