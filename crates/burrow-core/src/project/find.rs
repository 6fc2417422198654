//! A bounded search for go.mod and go.work in folders, and what toolchain each asks for. Follows no link, starts no
//! program; what the search leaves out when a limit is reached is told.

use std::collections::VecDeque;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use bstr::{BString, ByteSlice};
use go_rules::gomod;
use go_rules::version;

/// No go.mod is larger for a good reason.
const LARGEST: u64 = 4 << 20;
/// Folders in which no project of a person lies.
const PASSED_OVER: [&str; 8] =
    ["node_modules", "vendor", "testdata", "target", "__pycache__", "Library", "AppData", "snap"];

/// How far a search goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Folders below the one that is searched.
    pub depth: usize,
    /// Entries that are looked at, over all folders.
    pub entries: usize,
    pub time: Duration,
    /// Also folders in which people rarely have projects: hidden ones, `_x`, `testdata`, `snap` …
    pub everywhere: bool,
}

impl Limits {
    /// Everything, however long it takes: for who must not miss a project.
    #[must_use]
    pub fn none() -> Limits {
        Limits { depth: usize::MAX, entries: usize::MAX, time: Duration::MAX, everywhere: true }
    }
}

impl Limits {
    /// Everything in folders that a person named, unless one of them is a whole disk.
    #[must_use]
    pub fn of_named() -> Limits {
        Limits { entries: 10_000_000, time: Duration::from_secs(30), ..Limits::none() }
    }
}

impl Default for Limits {
    /// Enough for a home with some hundred projects, and at most a second and a half.
    fn default() -> Limits {
        Limits { depth: 6, entries: 200_000, time: Duration::from_millis(1500), everywhere: false }
    }
}

/// A file that asks for a toolchain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Its go.mod or go.work.
    pub file: PathBuf,
    /// The `go` line, without the word.
    pub go: Option<BString>,
    /// The `toolchain` line, without the word.
    pub toolchain: Option<BString>,
}

impl Project {
    /// The toolchain that its lines ask for, as go reads them: the newer of both. `None`: none by name.
    pub fn asks_for(&self) -> Option<BString> {
        let named = self.toolchain.as_ref().and_then(|name| Some((version::of_toolchain(name)?, name)));
        let go = self.go.as_ref().filter(|go| version::compare(go, b"1.21").is_ge());
        match (named, go) {
            (Some((asked, _)), Some(go)) if version::compare(go, asked).is_gt() => Some(of_go_line(go)),
            (Some((_, name)), _) => Some(name.clone()),
            (None, Some(go)) => Some(of_go_line(go)),
            (None, None) => None,
        }
    }
}

fn of_go_line(go: &BString) -> BString {
    let first: &[u8] = if version::is_language(go) { b".0" } else { b"" };
    bstr::concat([b"go".as_slice(), go, first]).into()
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// In the order of their paths.
    pub projects: Vec<Project>,
    /// A limit was reached: there may be more.
    pub cut_off: bool,
}

/// Files that a search found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Files {
    /// Each go.mod and go.work, in the order of their paths.
    pub files: Vec<PathBuf>,
    /// A limit was reached: there may be more.
    pub cut_off: bool,
    /// Folders that could not be looked into.
    pub unread: Vec<PathBuf>,
}

/// Every project in these folders, as far as the limits let.
pub fn projects(folders: &[PathBuf], limits: Limits) -> Vec<Project> {
    search(folders, limits).projects
}

/// As [`projects`], and whether that was all.
pub fn search(folders: &[PathBuf], limits: Limits) -> Found {
    let Files { files, cut_off, .. } = files(folders, limits);
    Found { projects: files.iter().filter_map(|file| read(file)).collect(), cut_off }
}

/// Every go.mod and go.work in these folders, as far as the limits let; not opened.
pub fn files(folders: &[PathBuf], limits: Limits) -> Files {
    let began = Instant::now();
    let mut search = Search { limits, left: limits.entries, found: Files::default() };
    let first = |path: &PathBuf| Folder { path: path.clone(), depth: 0, in_module_cache: false };
    let mut queue: VecDeque<Folder> = folders.iter().map(first).collect();
    while let Some(folder) = queue.pop_front() {
        let below = if began.elapsed() > limits.time { None } else { search.look(&folder) };
        let Some(below) = below else {
            search.found.cut_off = true;
            break;
        };
        match folder.depth < limits.depth {
            true => queue.extend(below),
            false => search.found.cut_off |= !below.is_empty(),
        }
    }
    let mut found = search.found;
    found.files.sort();
    found.files.dedup();
    found
}

struct Folder {
    path: PathBuf,
    depth: usize,
    /// Something above it looks like a module cache.
    in_module_cache: bool,
}

struct Search {
    limits: Limits,
    /// Entries that may still be looked at.
    left: usize,
    found: Files,
}

impl Search {
    /// Takes the files that count in a folder; the answer are the folders to search. `None`: no entry is left to
    /// look at.
    fn look(&mut self, folder: &Folder) -> Option<Vec<Folder>> {
        let (mut files, mut below) = (Vec::new(), Vec::new());
        let entries = fs::read_dir(&folder.path).inspect_err(|error| {
            if error.kind() != io::ErrorKind::NotFound {
                self.found.unread.push(folder.path.clone());
            }
        });
        let everywhere = self.limits.everywhere;
        let mut own = Own::No;
        for entry in entries.into_iter().flatten().flatten() {
            self.left = self.left.checked_sub(1)?;
            // Of a link this is the link's own kind.
            let Ok(kind) = entry.file_type() else { continue };
            let name = entry.file_name();
            if (name == "go.mod" || name == "go.work") && is_project(&entry.path(), kind, everywhere) {
                files.push(entry.path());
            } else if kind.is_dir()
                && is_searched(&name.to_string_lossy(), folder.in_module_cache, everywhere)
            {
                below.push(entry.path());
            }
            if name == "src" || name == "cache" || name == "modules.txt" {
                own = own_of_go(&folder.path);
            }
        }
        // Whoever must miss nothing does not go by one folder's name.
        if own == Own::Whole || (own == Own::ModuleCache && !everywhere) {
            return Some(Vec::new());
        }
        self.found.files.extend(files);
        below.sort();
        let in_module_cache = folder.in_module_cache || own == Own::ModuleCache;
        let depth = folder.depth.saturating_add(1);
        Some(below.into_iter().map(|path| Folder { path, depth, in_module_cache }).collect())
    }
}

/// A link to a file is one where nothing may be missed: go reads it.
fn is_project(path: &Path, kind: fs::FileType, everywhere: bool) -> bool {
    kind.is_file()
        || (everywhere && kind.is_symlink() && fs::metadata(path).is_ok_and(|facts| facts.is_file()))
}

fn is_searched(name: &str, in_module_cache: bool, everywhere: bool) -> bool {
    match everywhere {
        // What git and npm keep is no project of a person, and may be more than all the rest.
        true => name != ".git" && name != "node_modules" && !(in_module_cache && name.contains("@v")),
        false => !name.starts_with(['.', '$', '_']) && !PASSED_OVER.contains(&name),
    }
}

/// Whether a folder is Go's own, and its projects nobody's.
fn own_of_go(folder: &Path) -> Own {
    let is_goroot = folder.join("src/runtime").is_dir()
        && (folder.join("VERSION").is_file() || folder.join("pkg/tool").is_dir());
    if is_goroot || (folder.ends_with("vendor") && folder.join("modules.txt").is_file()) {
        Own::Whole
    } else if folder.join("cache/download").is_dir() {
        Own::ModuleCache
    } else {
        Own::No
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Own {
    No,
    /// A GOROOT, or what `go mod vendor` wrote.
    Whole,
    /// It looks like one: modules lie below it.
    ModuleCache,
}

fn read(file: &Path) -> Option<Project> {
    let facts = fs::symlink_metadata(file).ok().filter(|facts| facts.is_file())?;
    let text = if facts.len() <= LARGEST { fs::read(file).ok()? } else { return None };
    let line = |word: &str| {
        let (_, value) = gomod::lookup(&text, word).filter(|(_, value)| !value.is_empty())?;
        Some(BString::from(value.as_bytes()))
    };
    Some(Project { file: file.to_path_buf(), go: line("go"), toolchain: line("toolchain") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(dir: &Path, file: &str, text: &str) {
        let path = dir.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn names(found: &[Project], dir: &Path) -> Vec<String> {
        let short = |p: &Project| p.file.strip_prefix(dir).unwrap().to_string_lossy().replace('\\', "/");
        found.iter().map(short).collect()
    }

    #[test]
    fn projects_are_found_where_people_have_them_and_nowhere_else() {
        let dir = tempfile::tempdir().unwrap();
        let at = dir.path();
        for file in [
            "a/go.mod",
            "a/cmd/tool/go.mod",
            "work/go.work",
            "a/vendor/x/go.mod",
            "a/node_modules/y/go.mod",
            "a/.git/z/go.mod",
            "go/pkg/mod/example.com/m@v1/go.mod",
            "sdk/go1.22/src/go.mod",
            "1/2/3/4/5/6/7/go.mod",
        ] {
            write(at, file, "module m\n");
        }
        fs::create_dir_all(at.join("go/pkg/mod/cache/download")).unwrap();
        fs::create_dir_all(at.join("sdk/go1.22/src/runtime")).unwrap();
        write(at, "sdk/go1.22/VERSION", "go1.22");
        let found = search(&[at.to_path_buf()], Limits::default());
        assert_eq!(names(&found.projects, at), ["a/cmd/tool/go.mod", "a/go.mod", "work/go.work"]);
        assert!(found.cut_off, "the deep one");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed_not_even_in_a_circle() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), "real/go.mod", "module m\n");
        std::os::unix::fs::symlink("..", dir.path().join("real/up")).unwrap();
        std::os::unix::fs::symlink("real", dir.path().join("again")).unwrap();
        let found = search(&[dir.path().to_path_buf()], Limits::default());
        assert_eq!(
            (names(&found.projects, dir.path()), found.cut_off),
            (vec!["real/go.mod".to_owned()], false)
        );
    }

    #[test]
    fn limits_end_a_search_and_it_says_so() {
        let dir = tempfile::tempdir().unwrap();
        for at in 0..50 {
            write(dir.path(), &format!("p{at:02}/go.mod"), "module m\n");
        }
        let few = Limits { entries: 60, ..Limits::default() };
        let found = search(&[dir.path().to_path_buf()], few);
        assert!(found.cut_off && found.projects.len() < 50);
        let none = Limits { time: Duration::ZERO, ..Limits::default() };
        assert!(search(&[dir.path().to_path_buf()], none).cut_off);
    }

    #[test]
    fn without_limits_no_project_is_missed() {
        let dir = tempfile::tempdir().unwrap();
        let at = dir.path();
        let deep = format!("{}go.mod", "d/".repeat(40));
        for file in [
            &deep,
            ".hidden/go.mod",
            "_old/go.mod",
            "a/testdata/go.mod",
            "a/go.mod",
            "snap/go.work",
            "vendor/x/go.mod",
        ] {
            write(at, file, "module m\n");
        }
        for file in ["a/vendor/x/go.mod", "mod/example.com/m@v1/go.mod", "a/node_modules/y/go.mod"] {
            write(at, file, "module m\n");
        }
        write(at, "a/vendor/modules.txt", "");
        fs::create_dir_all(at.join("mod/cache/download")).unwrap();
        let found = files(&[at.to_path_buf()], Limits::none());
        assert_eq!((found.files.len(), found.cut_off, found.unread.len()), (7, false, 0), "{found:?}");
    }

    #[test]
    fn what_a_project_asks_for_is_the_newer_of_its_lines() {
        let asks = |go: &str, toolchain: &str| {
            let line = |text: &str| (!text.is_empty()).then(|| BString::from(text));
            let project = Project { file: "go.mod".into(), go: line(go), toolchain: line(toolchain) };
            project.asks_for().map(|name| name.to_string())
        };
        assert_eq!(asks("1.22", "").as_deref(), Some("go1.22.0"));
        assert_eq!(asks("1.22.3", "go1.26.6").as_deref(), Some("go1.26.6"));
        assert_eq!(asks("1.27.1", "go1.26.6").as_deref(), Some("go1.27.1"));
        assert_eq!(asks("1.24rc1", "default").as_deref(), Some("go1.24rc1"));
        assert_eq!(asks("1.20", ""), None);
    }
}
