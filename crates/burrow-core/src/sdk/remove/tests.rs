//! Homes as managers leave them, links out of the tree, read-only folders, mounts: only the SDK goes, and a canary
//! beside it stays byte for byte.

#![expect(clippy::unwrap_used, reason = "only tests use this")]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use go_rules::environ::{Environ, Os};

use super::*;
use crate::job::{Progress, Step};
use crate::sdk::inventory::{Hunt, hunt};
use crate::system::DiskFiles;

/// A home with an SDK in every manager's place, and things that must stay.
struct Home {
    dir: tempfile::TempDir,
    root: PathBuf,
}

impl Home {
    fn new() -> Home {
        let dir = tempfile::tempdir().unwrap();
        let root = dunce::canonicalize(dir.path()).unwrap();
        let home = Home { dir, root };
        home.write("canary/keep.txt", "keep");
        home.write("canary/deep/er/secret", "keep");
        symlink("../canary", home.root.join("canary/self")).unwrap();
        home
    }

    fn at(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.at(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// What an SDK looks like from outside.
    fn sdk(&self, name: &str) -> PathBuf {
        for file in ["bin/go", "pkg/tool/linux_amd64/compile", "src/runtime/proc.go", "src/fmt/print.go"] {
            self.write(&format!("{name}/{file}"), "x");
        }
        self.write(&format!("{name}/VERSION"), "go1.22.10\ntime 2024-12-03T00:00:00Z\n");
        self.at(name)
    }

    fn hunted(&self, folders: &[PathBuf]) -> Vec<Sdk> {
        let entries = [("HOME", self.root.to_str().unwrap()), ("PATH", "/usr/bin")];
        let environ = Environ::new(Os::host(), entries.map(|(n, v)| (n.into(), v.into())));
        let looked = Hunt {
            environ,
            dir: self.root.clone(),
            home: Some(self.root.clone()),
            goenv_goroot: None,
            gomodcache: Some(self.at("go/pkg/mod")),
            gopath: vec![self.at("go")],
            installed: None,
            folders: folders.to_vec(),
            active: None,
        };
        hunt(&looked, &DiskFiles)
    }

    fn planned(&self, goroot: &Path, folders: &[PathBuf]) -> RemovalPlan {
        self.planned_as(goroot, folders, |premises| premises)
    }

    fn planned_as(
        &self,
        goroot: &Path,
        folders: &[PathBuf],
        change: impl for<'a> FnOnce(Premises<'a>) -> Premises<'a>,
    ) -> RemovalPlan {
        let sdks = self.hunted(folders);
        let (caches, modcache, current) = ([self.at("go")], self.at("go/pkg/mod"), self.at("data/current"));
        let premises = change(Premises {
            sdks: &sdks,
            dir: &self.root,
            home: Some(&self.root),
            caches: &caches,
            gomodcache: Some(&modcache),
            current: Some(&current),
            projects: &[],
            for_good: true,
        });
        plan(goroot, &premises, &Cancel::new()).unwrap()
    }

    fn removed(&self, goroot: &Path) -> RemovalPlan {
        let plan = self.planned(goroot, &[]);
        assert_eq!(plan.refusal(), None, "{goroot:?}");
        let removed = remove(&plan, &Cancel::new(), &()).unwrap();
        assert_eq!(removed.left, None);
        plan
    }

    fn refusal(&self, goroot: &Path) -> CheckKind {
        let before = self.snapshot();
        let plan = self.planned(goroot, &[]);
        let kind = plan.refusal().unwrap_or_else(|| panic!("{goroot:?} would go")).kind.clone();
        assert_eq!(remove(&plan, &Cancel::new(), &()), Err(RemovalError::NotApplicable));
        assert_eq!(self.snapshot(), before);
        kind
    }

    /// Every name with what it holds.
    fn snapshot(&self) -> BTreeMap<PathBuf, String> {
        let mut all = BTreeMap::new();
        snapshot(&self.root, &mut all);
        all
    }
}

fn snapshot(dir: &Path, all: &mut BTreeMap<PathBuf, String>) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let (path, facts) = (entry.path(), entry.metadata().unwrap());
        let text = match (facts.is_symlink(), facts.is_dir()) {
            (true, _) => format!("→ {}", fs::read_link(&path).unwrap().display()),
            (_, true) => format!("{:o}", facts.permissions().mode()),
            _ => fs::read_to_string(&path).unwrap(),
        };
        if facts.is_dir() {
            snapshot(&path, all);
        }
        all.insert(path, text);
    }
}

/// What is gone, without what lay below it.
fn gone(before: &BTreeMap<PathBuf, String>, after: &BTreeMap<PathBuf, String>, home: &Home) -> Vec<String> {
    assert!(after.iter().all(|(path, text)| before.get(path) == Some(text)), "something new or changed");
    let gone: Vec<&PathBuf> = before.keys().filter(|path| !after.contains_key(*path)).collect();
    let top = |path: &&&PathBuf| !gone.iter().any(|other| path.starts_with(other) && *other != **path);
    let short = |path: &&PathBuf| path.strip_prefix(&home.root).unwrap().display().to_string();
    gone.iter().filter(top).map(short).collect()
}

#[test]
fn of_every_managers_place_just_the_sdk_goes() {
    for (name, others) in [
        ("sdk/go1.22.10", &[][..]),
        (".goenv/versions/1.22.10", &[]),
        (".gvm/gos/go1.22.10", &[".gvm/environments/go1.22.10"]),
        (".asdf/installs/golang/1.22.10/go", &[]),
        (".local/share/mise/installs/go/1.22.10", &[]),
        (".g/versions/1.22.10", &[]),
        (".gobrew/versions/1.22.10/go", &[]),
    ] {
        let home = Home::new();
        let goroot = home.sdk(name);
        home.sdk(&name.replace("1.22.10", "1.23.4"));
        others.iter().for_each(|file| home.write(file, "x"));
        let before = home.snapshot();
        let plan = home.removed(&goroot);
        assert!(plan.size.files >= 5 && plan.how == How::Delete);
        let unit = name.strip_suffix("/go").unwrap_or(name);
        let mut expected: Vec<String> = others.iter().map(|s| (*s).to_owned()).collect();
        expected.push(unit.to_owned());
        expected.sort();
        assert_eq!(gone(&before, &home.snapshot(), &home), expected);
        assert!(home.dir.path().join("canary/keep.txt").is_file());
    }
}

#[test]
fn links_beside_it_go_and_links_out_of_it_lead_to_nothing_that_goes() {
    let home = Home::new();
    let goroot = home.sdk(".local/share/mise/installs/go/1.22.10");
    symlink("./1.22.10", home.at(".local/share/mise/installs/go/1.22")).unwrap();
    symlink("../../../../../canary", home.at(".local/share/mise/installs/go/stay")).unwrap();
    symlink(home.at("canary"), goroot.join("src/out")).unwrap();
    symlink(home.at("canary/keep.txt"), goroot.join("src/runtime/file")).unwrap();
    symlink("..", goroot.join("src/up")).unwrap();
    let before = home.snapshot();
    home.removed(&goroot);
    let gone = gone(&before, &home.snapshot(), &home);
    let mise = ".local/share/mise/installs/go";
    assert_eq!(gone, [format!("{mise}/1.22"), format!("{mise}/1.22.10")]);
}

#[test]
fn a_toolchain_module_goes_read_only_as_it_is_and_the_records_stay() {
    let home = Home::new();
    let name = "go/pkg/mod/golang.org/toolchain@v0.0.1-go1.22.10.linux-amd64";
    let goroot = home.sdk(name);
    let downloads = "go/pkg/mod/cache/download/golang.org/toolchain/@v";
    for file in ["zip", "ziphash", "info", "mod", "lock"] {
        home.write(&format!("{downloads}/v0.0.1-go1.22.10.linux-amd64.{file}"), "x");
    }
    home.write(&format!("{downloads}/v0.0.1-go1.23.4.linux-amd64.zip"), "other");
    home.write(&format!("{downloads}/list"), "v0.0.1-go1.22.10.linux-amd64\n");
    home.write("go/pkg/mod/cache/download/sumdb/sum.golang.org/lookup/x", "record");
    for dir in ["src/runtime", "src/fmt", "src", "pkg/tool/linux_amd64", "pkg/tool", "pkg", "bin", ""] {
        fs::set_permissions(goroot.join(dir), fs::Permissions::from_mode(0o555)).unwrap();
    }
    let before = home.snapshot();
    let plan = home.removed(&goroot);
    assert_eq!(plan.source, Some(Source::ModuleCache));
    let gone = gone(&before, &home.snapshot(), &home);
    let mut expected: Vec<String> = ["info", "mod", "zip", "ziphash"]
        .map(|end| format!("{downloads}/v0.0.1-go1.22.10.linux-amd64.{end}"))
        .into();
    expected.push(name.to_owned());
    assert_eq!(gone, expected);
}

#[test]
fn go_at_work_on_a_toolchain_is_not_disturbed() {
    let home = Home::new();
    let goroot = home.sdk("go/pkg/mod/golang.org/toolchain@v0.0.1-go1.22.10.linux-amd64");
    let lock = "go/pkg/mod/cache/download/golang.org/toolchain/@v/v0.0.1-go1.22.10.linux-amd64.lock";
    home.write(lock, "");
    let held = fs::File::options().write(true).open(home.at(lock)).unwrap();
    held.lock().unwrap();
    let plan = home.planned(&goroot, &[]);
    assert_eq!(remove(&plan, &Cancel::new(), &()), Err(RemovalError::Busy(goroot.clone())));
    assert!(goroot.join("VERSION").is_file());
}

#[test]
fn what_is_another_s_or_nobody_s_is_refused() {
    let home = Home::new();
    assert_eq!(home.refusal(&home.at("canary")), CheckKind::NotAnSdk);
    assert_eq!(home.refusal(Path::new("/")), CheckKind::NotAnSdk);
    assert_eq!(home.refusal(&home.root.clone()), CheckKind::NotAnSdk);
    // A folder in a manager's place that is no SDK, whatever a variable says.
    home.write(".goenv/versions/notes/bin/tool", "mine");
    home.write(".goenv/versions/notes/src/main.c", "mine");
    assert_eq!(home.refusal(&home.at(".goenv/versions/notes")), CheckKind::NotProven);
}

#[test]
fn what_holds_other_things_is_refused() {
    let home = Home::new();
    let of = |name: &str| home.refusal(&home.at(name));
    home.sdk("sdk/go1.21.1");
    home.write("sdk/go1.21.1/notes.txt", "mine");
    assert_eq!(of("sdk/go1.21.1"), CheckKind::OtherThings { what: home.at("sdk/go1.21.1/notes.txt") });
    home.sdk("sdk/go1.21.2");
    home.write("sdk/go1.21.2/pkg/mod/cache/x", "modules");
    assert!(matches!(of("sdk/go1.21.2"), CheckKind::OtherThings { .. }));
    home.sdk("sdk/go1.21.3");
    home.write("sdk/go1.21.3/.git/HEAD", "ref");
    assert!(matches!(of("sdk/go1.21.3"), CheckKind::WorkTree { .. }));
    home.sdk(".asdf/installs/golang/1.21.4/go");
    home.write(".asdf/installs/golang/1.21.4/packages/bin/gopls", "tool");
    assert!(matches!(of(".asdf/installs/golang/1.21.4/go"), CheckKind::OtherThings { .. }));
    home.sdk(".asdf/installs/golang/1.21.5/go");
    fs::create_dir_all(home.at(".asdf/installs/golang/1.21.5/packages")).unwrap();
    home.removed(&home.at(".asdf/installs/golang/1.21.5/go"));
    assert!(!home.at(".asdf/installs/golang/1.21.5").exists());
}

#[test]
fn the_one_with_the_home_or_the_working_directory_in_it_stays() {
    let home = Home::new();
    let goroot = home.sdk("sdk/go1.22.10");
    let inside: &'static Path = Box::leak(goroot.join("src/fmt").into_boxed_path());
    for which in 0..3 {
        let plan = home.planned_as(&goroot, &[], |premises| match which {
            0 => Premises { dir: inside, ..premises },
            1 => Premises { home: Some(inside), ..premises },
            _ => Premises { gomodcache: Some(inside), caches: &[], ..premises },
        });
        assert!(matches!(plan.refusal().unwrap().kind, CheckKind::Holds { .. }));
    }
}

#[test]
fn through_a_link_nothing_goes() {
    let home = Home::new();
    let real = home.sdk("elsewhere/go");
    fs::create_dir_all(home.at("sdk")).unwrap();
    symlink(&real, home.at("sdk/go1.22.10")).unwrap();
    assert!(matches!(home.refusal(&home.at("sdk/go1.22.10")), CheckKind::ThroughLink { .. }));
    // A place that as a whole lies elsewhere is a place nevertheless.
    fs::create_dir_all(home.at("big disk")).unwrap();
    symlink("big disk", home.at(".goenv")).unwrap();
    let goroot = home.sdk("big disk/versions/1.22.10");
    home.removed(&goroot);
    assert!(!goroot.exists() && home.at(".goenv").symlink_metadata().is_ok());
}

#[test]
fn the_chosen_one_of_a_manager_or_of_burrow_stays() {
    let home = Home::new();
    let goroot = home.sdk(".g/versions/1.22.10");
    symlink("versions/1.22.10", home.at(".g/go")).unwrap();
    assert!(matches!(home.refusal(&goroot), CheckKind::Current { command: Some(_), .. }));
    let goroot = home.sdk("sdk/go1.22.10");
    fs::create_dir_all(home.at("data")).unwrap();
    symlink(&goroot, home.at("data/current")).unwrap();
    assert!(matches!(home.refusal(&goroot), CheckKind::Current { command: None, .. }));
}

#[test]
fn what_was_exchanged_after_the_plan_is_left_alone() {
    let home = Home::new();
    let goroot = home.sdk("sdk/go1.22.10");
    let plan = home.planned(&goroot, &[]);
    fs::rename(&goroot, home.at("old")).unwrap();
    symlink(home.at("canary"), &goroot).unwrap();
    let before = home.snapshot();
    assert_eq!(remove(&plan, &Cancel::new(), &()), Err(RemovalError::Moved(goroot.clone())));
    fs::remove_file(&goroot).unwrap();
    home.sdk("sdk/go1.22.10");
    assert_eq!(
        remove(&plan, &Cancel::new(), &()),
        Err(RemovalError::Moved(goroot.clone())),
        "another folder"
    );
    assert_eq!(before.len() + 12, home.snapshot().len(), "the link is gone, the SDK is there");
}

#[test]
fn cancelled_in_time_nothing_is_gone() {
    let home = Home::new();
    let goroot = home.sdk("sdk/go1.22.10");
    let plan = home.planned(&goroot, &[]);
    let (cancel, before) = (Cancel::new(), home.snapshot());
    cancel.cancel();
    assert!(matches!(remove(&plan, &cancel, &()), Err(RemovalError::Cancelled(_))));
    assert_eq!(home.snapshot(), before);
}

#[test]
fn while_it_goes_nothing_looks_like_an_sdk_and_what_was_left_is_cleared_away_later() {
    struct Watcher<'a>(&'a Home, Mutex<u64>);
    impl Progress for Watcher<'_> {
        fn report(&self, step: Step) {
            *self.1.lock().unwrap() += 1;
            assert!(step.done <= step.total.unwrap());
            let found = self.0.hunted(&[]);
            assert!(found.is_empty(), "{found:?}");
        }
    }
    let home = Home::new();
    let goroot = home.sdk(".goenv/versions/1.22.10");
    let plan = home.planned(&goroot, &[]);
    let watcher = Watcher(&home, Mutex::new(0));
    remove(&plan, &Cancel::new(), &watcher).unwrap();
    assert!(*watcher.1.lock().unwrap() > 5);
    // As a Burrow that was killed in the middle leaves it, long ago.
    let left = home.sdk(".goenv/versions/.burrow-removing-abc/sdk");
    let aside = left.parent().unwrap().to_path_buf();
    assert!(home.hunted(&[]).is_empty());
    let long_ago = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
    fs::File::open(&aside).unwrap().set_modified(long_ago).unwrap();
    let second = home.sdk(".goenv/versions/1.23.4");
    home.removed(&second);
    assert!(!aside.exists());
    assert_eq!(fs::read_dir(home.at(".goenv/versions")).unwrap().count(), 0);
}

#[test]
fn projects_that_ask_for_it_are_told() {
    let home = Home::new();
    let goroot = home.sdk("sdk/go1.22.10");
    home.write("p/go.mod", "module p\n\ngo 1.22.10\n");
    home.write("q/go.mod", "module q\n\ngo 1.21\n");
    let mut sdks = home.hunted(&[]);
    sdks[0].version = Some("go1.22.10".into());
    let projects = crate::project::find::projects(&[home.at("p"), home.at("q")], Default::default());
    let premises = Premises {
        sdks: &sdks,
        dir: &home.root,
        home: Some(&home.root),
        caches: &[],
        gomodcache: None,
        current: None,
        projects: &projects,
        for_good: false,
    };
    let plan = plan(&goroot, &premises, &Cancel::new()).unwrap();
    assert_eq!(plan.projects.len(), 1);
    assert!(plan.checks.iter().any(|check| check.kind == CheckKind::Needed { projects: 1 }));
    assert!(plan.is_applicable());
}
