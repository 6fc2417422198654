//! Whether there is something to embed for a pattern (`load.resolveEmbed`): after a fresh clone what a build makes is
//! often not there yet, and go stops at it.

use bstr::{BStr, BString, ByteSlice};
use go_rules::module_zip::is_file_path;
use go_rules::pattern::glob;

/// What lies at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lies {
    File,
    Folder,
    /// A link, a pipe: nothing that a module is made of.
    Other,
}

/// A tree of files, by paths with `/` below its root; the root is empty.
pub trait Tree {
    /// What a folder has, by names.
    fn entries(&self, folder: &BStr) -> Vec<(BString, Lies)>;
}

/// Why go would stop at a pattern; `None`: it would not.
pub fn refused(tree: &dyn Tree, pattern: &BStr) -> Option<String> {
    let all = pattern.strip_prefix(b"all:");
    let wanted = all.unwrap_or(pattern);
    if !is_valid(wanted) || glob::matches(wanted, b"").is_err() {
        return Some("invalid pattern syntax".into());
    }
    let mut found = 0;
    for (path, lies) in matching(tree, wanted) {
        let shown = path.as_bstr();
        let mut above: &[u8] = &path;
        while let Some(name) = above.rsplit(|b| *b == b'/').next().filter(|name| !name.is_empty()) {
            if (lies == Lies::Folder || above.len() < path.len()) && has_go_mod(tree, above) {
                return Some(format!("cannot embed {shown}: in different module"));
            }
            if is_bad_name(name) {
                return Some(format!("cannot embed {shown}: invalid name {}", name.as_bstr()));
            }
            above = above.rfind_byte(b'/').map_or(&[][..], |end| &above[..end]);
        }
        match lies {
            Lies::Other => return Some(format!("cannot embed irregular file {shown}")),
            Lies::File => found += 1,
            Lies::Folder => match files(tree, path.as_bstr(), all.is_some()) {
                Err(name) => return Some(format!("cannot embed file {name}: invalid name")),
                Ok(0) => {
                    return Some(format!("cannot embed directory {shown}: contains no embeddable files"));
                }
                Ok(more) => found += more,
            },
        }
    }
    (found == 0).then(|| "no matching files found".into())
}

/// `validEmbedPattern`: no `.`, and a path as `fs.ValidPath` wants it.
fn is_valid(pattern: &[u8]) -> bool {
    let is_element = |element: &[u8]| !matches!(element, b"" | b"." | b"..");
    pattern.to_str().is_ok() && pattern.split(|b| *b == b'/').all(is_element)
}

fn is_bad_name(name: &[u8]) -> bool {
    !is_file_path(name) || matches!(name, b".bzr" | b".hg" | b".git" | b".svn")
}

fn has_go_mod(tree: &dyn Tree, folder: &[u8]) -> bool {
    tree.entries(folder.into()).iter().any(|(name, _)| name == "go.mod")
}

/// What a glob matches, element by element.
fn matching(tree: &dyn Tree, pattern: &[u8]) -> Vec<(BString, Lies)> {
    let mut found: Vec<(BString, Lies)> = vec![(BString::default(), Lies::Folder)];
    for element in pattern.split(|b| *b == b'/') {
        let folders = found.into_iter().filter(|(_, lies)| *lies == Lies::Folder);
        found = folders
            .flat_map(|(folder, _)| {
                let entries = tree.entries(folder.as_bstr()).into_iter();
                let fitting = entries.filter(|(name, _)| glob::matches(element, name) == Ok(true));
                fitting.map(|(name, lies)| (joined(&folder, &name), lies)).collect::<Vec<_>>()
            })
            .collect();
    }
    found
}

fn joined(folder: &BString, name: &BString) -> BString {
    if folder.is_empty() { name.clone() } else { bstr::join("/", [folder, name]).into() }
}

/// How many files of a folder are embedded; without `all`, hidden ones are not.
///
/// # Errors
/// A name that no module may have.
fn files(tree: &dyn Tree, folder: &BStr, all: bool) -> Result<usize, BString> {
    let mut count = 0;
    for (name, lies) in tree.entries(folder) {
        let is_hidden = name.starts_with(b".") || name.starts_with(b"_");
        let path = joined(&folder.to_owned(), &name);
        if is_bad_name(&name) && !(is_hidden || lies == Lies::Folder) {
            return Err(path);
        }
        if is_bad_name(&name) || is_hidden && !all {
            continue;
        }
        match lies {
            Lies::File => count += 1,
            Lies::Folder if !has_go_mod(tree, &path) => count += files(tree, path.as_bstr(), all)?,
            _ => {}
        }
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Names(&'static [&'static str]);

    impl Tree for Names {
        fn entries(&self, folder: &BStr) -> Vec<(BString, Lies)> {
            let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
            let below = self.0.iter().filter_map(|name| name.strip_prefix(prefix.as_str()));
            let mut all: Vec<(BString, Lies)> = below
                .map(|rest| match rest.split_once('/') {
                    Some((name, _)) => (name.into(), Lies::Folder),
                    None => (rest.into(), Lies::File),
                })
                .collect();
            all.sort_by(|a, b| a.0.cmp(&b.0));
            all.dedup();
            all
        }
    }

    #[test]
    fn patterns_want_files() {
        let tree =
            Names(&["a.txt", "dir/b.txt", "hidden/.c", "m/go.mod", "m/a.txt", "deep/x/y.txt", "bad/a:b"]);
        for fine in ["a.txt", "*.txt", "dir", "dir/*", "all:hidden", "deep", "deep/*/y.txt", "*/b.txt"] {
            assert_eq!(refused(&tree, fine.into()), None, "{fine}");
        }
        for (bad, why) in [
            ("none", "no matching files found"),
            ("a.txt/x", "no matching files found"),
            ("hidden", "cannot embed directory hidden: contains no embeddable files"),
            ("m/a.txt", "cannot embed m/a.txt: in different module"),
            ("m", "cannot embed m: in different module"),
            ("../x", "invalid pattern syntax"),
            (".", "invalid pattern syntax"),
            ("[a", "invalid pattern syntax"),
            ("bad", "cannot embed file bad/a:b: invalid name"),
        ] {
            assert_eq!(refused(&tree, bad.into()).as_deref(), Some(why), "{bad}");
        }
    }
}
