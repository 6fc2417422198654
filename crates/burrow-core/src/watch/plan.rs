//! Which folders are watched for which names, and why.
//!
//! Hardly ever a file itself: editors replace it by a rename, and a watch on it would follow the old one. Never a
//! folder recursively: that costs a look at every file below.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Why a file is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// The GOENV file, and every link that leads to it.
    Goenv,
    /// `go.env` of the toolchain in question, and its `go` program.
    Toolchain,
    /// A file that a login shell or a session reads.
    StartFile,
    /// `go.mod` and `go.work` of the folder in question and those above it.
    Module,
    /// Where SDKs come, go, or grow.
    Sdks,
    /// GOBIN and the `bin` of each entry of GOPATH.
    Programs,
    /// `go.mod`, `go.work`, `go.sum` and `go.work.sum` of a known project.
    Project,
    /// A file that a finding of the doctor rests on.
    Doctor,
    /// A file that the readiness of a known project rests on.
    Ready,
    /// A module version that a known project lacks.
    Modules,
    /// Where projects come and go.
    Folders,
    /// What Burrow remembers, which the command writes too.
    Memory,
}

/// A file that should be watched, there or not; or a folder, for whatever comes into it or leaves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    pub file: PathBuf,
    pub why: Why,
    /// It is a folder, and all its entries count.
    pub entries: bool,
}

impl Wish {
    pub fn new(file: impl Into<PathBuf>, why: Why) -> Wish {
        Wish { file: file.into(), why, entries: false }
    }

    /// For what comes into a folder or leaves it, not for what is written in the meantime.
    pub fn entries(folder: impl Into<PathBuf>, why: Why) -> Wish {
        Wish { file: folder.into(), why, entries: true }
    }
}

/// What matters in a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Watched {
    pub names: BTreeMap<OsString, BTreeSet<Why>>,
    /// Why any entry matters that comes or goes.
    pub entries: BTreeSet<Why>,
}

/// What to watch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Folders that are there, each with what matters in it.
    pub folders: BTreeMap<PathBuf, Watched>,
    /// Files in busy folders, there or not: watched one by one.
    pub files: BTreeMap<PathBuf, BTreeSet<Why>>,
}

/// Folders in which nearly every program that starts opens something. notify asks inotify for that too, so each
/// would wake Burrow; what comes new into them is seen with the next look.
const BUSY: [&str; 14] = [
    "/",
    "/bin",
    "/etc",
    "/lib",
    "/lib64",
    "/run",
    "/tmp",
    "/usr",
    "/usr/bin",
    "/usr/lib",
    "/usr/lib64",
    "/usr/libexec",
    "/usr/sbin",
    "/var/lib",
];

/// Whether a watch on the folder would wake Burrow all the time.
fn is_busy(folder: &Path) -> bool {
    BUSY.iter().any(|busy| folder == Path::new(busy))
}

impl Why {
    /// Whether the environment of the context may be another with it.
    #[must_use]
    pub fn is_of_environment(self) -> bool {
        matches!(self, Why::Goenv | Why::Toolchain | Why::StartFile | Why::Module)
    }

    /// How many folders above are watched too. `~/.config/go` may be renamed as a whole, a toolchain be replaced
    /// by the next; not every system tells of that in the folder itself.
    fn above(self) -> usize {
        match self {
            Why::Goenv => 2,
            Why::Toolchain => 1,
            Why::Ready | Why::Modules | Why::Folders | Why::Memory => 0,
            Why::StartFile | Why::Module | Why::Sdks | Why::Programs | Why::Project | Why::Doctor => 0,
        }
    }
}

/// Works out what to watch. Where a folder is missing, the nearest one that is there is watched for the name
/// that leads to it; when it comes the plan has to be made anew.
pub fn plan(wishes: &[Wish], is_dir: &dyn Fn(&Path) -> bool) -> Plan {
    let mut plan = Plan::default();
    for wish in wishes {
        if wish.entries && is_dir(&wish.file) {
            if !is_busy(&wish.file) {
                plan.folders.entry(wish.file.clone()).or_default().entries.insert(wish.why);
            }
            continue;
        }
        let mut file = wish.file.as_path();
        let mut above = wish.why.above();
        while let (Some(folder), Some(name)) = (file.parent(), file.file_name()) {
            let there = is_dir(folder);
            if there && is_busy(folder) {
                if file == wish.file {
                    plan.files.entry(file.to_path_buf()).or_default().insert(wish.why);
                }
                break;
            }
            if there {
                let names = &mut plan.folders.entry(folder.to_path_buf()).or_default().names;
                names.entry(name.to_owned()).or_default().insert(wish.why);
                if above == 0 {
                    break;
                }
                above -= 1;
            }
            file = folder;
        }
    }
    plan
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planned(wishes: &[Wish], dirs: &[&str]) -> Vec<(String, String)> {
        let plan = plan(wishes, &|dir| dirs.iter().any(|d| Path::new(d) == dir));
        plan.folders
            .iter()
            .flat_map(|(folder, watched)| {
                watched
                    .names
                    .keys()
                    .map(move |n| (folder.display().to_string(), n.to_string_lossy().into_owned()))
            })
            .collect()
    }

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn the_folder_of_a_file_is_watched_for_its_name() {
        let wishes =
            [Wish::new("/home/a/.zshrc", Why::StartFile), Wish::new("/home/a/.zshenv", Why::StartFile)];
        assert_eq!(
            planned(&wishes, &["/", "/home", "/home/a"]),
            pairs(&[("/home/a", ".zshenv"), ("/home/a", ".zshrc")])
        );
    }

    #[test]
    fn a_missing_folder_is_awaited_in_the_nearest_that_is_there() {
        let wishes = [Wish::new("/home/a/.config/go/env", Why::StartFile)];
        assert_eq!(planned(&wishes, &["/", "/home", "/home/a"]), pairs(&[("/home/a", ".config")]));
        assert_eq!(planned(&wishes, &["/", "/home"]), pairs(&[("/home", "a")]));
    }

    #[test]
    fn folders_above_the_goenv_file_may_be_renamed() {
        let wishes = [Wish::new("/home/a/.config/go/env", Why::Goenv)];
        assert_eq!(
            planned(&wishes, &["/", "/home", "/home/a", "/home/a/.config", "/home/a/.config/go"]),
            pairs(&[("/home/a", ".config"), ("/home/a/.config", "go"), ("/home/a/.config/go", "env")])
        );
    }

    #[test]
    fn a_folder_is_watched_for_all_its_entries_and_awaited_by_its_name() {
        let wishes = [Wish::entries("/home/a/sdk", Why::Sdks), Wish::entries("/usr/bin", Why::Sdks)];
        let there =
            |dirs: &'static [&str]| plan(&wishes, &|dir| dirs.iter().any(|d| Path::new(d) == dir)).folders;
        let folders = there(&["/", "/usr", "/usr/bin", "/home", "/home/a", "/home/a/sdk"]);
        let watched = Watched { entries: [Why::Sdks].into(), ..Watched::default() };
        assert_eq!(folders, [(PathBuf::from("/home/a/sdk"), watched)].into(), "not a busy one");
        let folders = there(&["/", "/usr", "/usr/bin", "/home", "/home/a"]);
        let names = [(OsString::from("sdk"), [Why::Sdks].into())].into();
        let watched = Watched { names, ..Watched::default() };
        assert_eq!(folders, [(PathBuf::from("/home/a"), watched)].into());
    }

    #[test]
    fn in_a_busy_folder_only_the_file_itself_is_watched() {
        let wishes = [Wish::new("/etc/profile", Why::StartFile), Wish::new("/etc/zsh/zshrc", Why::StartFile)];
        let plan = plan(&wishes, &|dir| dir == Path::new("/") || dir == Path::new("/etc"));
        assert_eq!(plan.folders, BTreeMap::new());
        assert_eq!(plan.files.keys().collect::<Vec<_>>(), [Path::new("/etc/profile")]);
    }
}
