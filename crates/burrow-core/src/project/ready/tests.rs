//! Against small projects on the disk. No Go is at hand there: what it would say is known all the same. Beside real go
//! all of it is judged by `burrow-oracle projects`.

use std::fs;
use std::path::PathBuf;

use bstr::{BStr, BString, ByteSlice};
use go_rules::environ::{Environ, Os};
use go_rules::module::{ModuleVersion, h1_of_go_mod};

use super::*;
use crate::system::DiskFiles;
use crate::system::files::path_to_bytes;

const HASH: &str = "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

struct Stage {
    dir: tempfile::TempDir,
    env: Vec<(&'static str, String)>,
}

impl Stage {
    fn new() -> Stage {
        Stage { dir: tempfile::tempdir().unwrap(), env: Vec::new() }
    }

    fn at(&self, below: &str) -> PathBuf {
        self.dir.path().canonicalize().unwrap().join(below)
    }

    fn write(&self, below: &str, text: &str) -> &Stage {
        let file = self.at(below);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
        self
    }

    /// A module as go has unpacked it; answers its lines for go.sum.
    fn cached(&self, module: &str, version: &str, require: &str) -> String {
        let go_mod = format!("module {module}\n\ngo 1.20\n\n{require}");
        let stem = format!("cache/cache/download/{module}/@v/{version}");
        self.write(&format!("{stem}.mod"), &go_mod).write(&format!("{stem}.ziphash"), HASH);
        self.write(&format!("cache/{module}@{version}/go.mod"), &go_mod);
        self.write(&format!("cache/{module}@{version}/x.go"), "package x\n");
        let own = h1_of_go_mod(go_mod.as_bytes());
        format!("{module} {version} {HASH}\n{module} {version}/go.mod {own}\n")
    }

    fn look(&self, folder: &str) -> Result<ProjectReport, LookError> {
        self.look_with(folder, false)
    }

    fn look_with(&self, folder: &str, hashes: bool) -> Result<ProjectReport, LookError> {
        let dir = path_to_bytes(&self.at(folder));
        let value = |below: &str| path_to_bytes(&self.at(below));
        let mut env: Vec<(BString, BString)> = vec![
            ("HOME".into(), value("home")),
            ("USERPROFILE".into(), value("home")),
            ("LOCALAPPDATA".into(), value("home")),
            ("GOMODCACHE".into(), value("cache")),
            ("PWD".into(), dir.clone()),
        ];
        env.retain(|(name, _)| self.env.iter().all(|(own, _)| name != own));
        env.extend(self.env.iter().map(|(name, value)| ((*name).into(), value.as_str().into())));
        let environ = Environ::new(Os::host(), env);
        let asked = Asked { environ: &environ, dir: BStr::new(&dir), started_in: None, goroot: None };
        let cancel = Cancel::new();
        look(&Ask { asked, files: &DiskFiles, hashes, cancel: &cancel })
    }
}

/// Without what no test is about.
fn blockers(report: &ProjectReport) -> Vec<&Blocker> {
    report.blockers.iter().filter(|blocker| **blocker != Blocker::NoGo).collect()
}

#[test]
fn without_go_the_first_step_is_to_install_it() {
    let stage = Stage::new();
    stage.write("p/go.mod", "module p\n\ngo 1.22.3\n").write("p/p.go", "package p\n");
    let report = stage.look("p").unwrap();
    assert_eq!((report.readiness, blockers(&report)), (Readiness::Blocked, vec![]));
    assert_eq!(report.steps, [Step::InstallGo { wanted: Some("go1.22.3".into()) }]);
}

#[test]
fn a_missing_module_is_in_the_way_only_where_it_is_imported() {
    let stage = Stage::new();
    let sums = stage.cached("a.com/a", "v1.0.0", "") + &stage.cached("b.com/b", "v1.0.0", "");
    let require = "require (\n\ta.com/a v1.0.0\n\tb.com/b v1.0.0\n)\n";
    stage.write("p/go.mod", &format!("module p\n\ngo 1.20\n\n{require}")).write("p/go.sum", &sums);
    stage.write("p/p.go", "package p\n\nimport _ \"a.com/a\"\n");
    stage.write("p/w_plan9.go", "package p\n\nimport _ \"b.com/b\"\n");
    fs::remove_dir_all(stage.at("cache/b.com")).unwrap();
    let steps = |report: &ProjectReport| report.steps.iter().map(Step::id).collect::<Vec<_>>();
    let report = stage.look("p").unwrap();
    assert_eq!((report.modules.needed.len(), report.modules.present()), (2, 1));
    assert_eq!(report.modules.missing[0].version, ModuleVersion::new("b.com/b", "v1.0.0"));
    assert_eq!(blockers(&report), Vec::<&Blocker>::new());
    stage.write("p/p_test.go", "package p\n\nimport _ \"b.com/b\"\n");
    let report = stage.look("p").unwrap();
    assert!(steps(&report).contains(&"download"), "{:?}", report.steps);
}

#[test]
fn lines_that_go_sum_lacks_or_has_wrong_are_named() {
    let stage = Stage::new();
    let sums = stage.cached("a.com/a", "v1.0.0", "");
    stage.write("p/go.mod", "module p\n\ngo 1.20\n\nrequire a.com/a v1.0.0\n");
    stage.write("p/p.go", "package p\n\nimport _ \"a.com/a\"\n");
    let (zip, _) = sums.split_once('\n').unwrap();
    stage.write("p/go.sum", zip);
    let told = |lines: &[SumLine]| {
        lines.iter().map(|it| format!("{} {}", it.version, it.what())).collect::<Vec<_>>()
    };
    let report = stage.look("p").unwrap();
    assert_eq!(told(&report.sums.missing), ["a.com/a@v1.0.0 go.mod"]);
    assert_eq!(told(&report.sums.mismatched), [""; 0]);
    stage.write("p/go.sum", &sums.replace("h1:AAAA", "h1:BBBB"));
    let report = stage.look("p").unwrap();
    assert_eq!(told(&report.sums.mismatched), ["a.com/a@v1.0.0 zip"]);
    assert_eq!(blockers(&report), [&Blocker::SumsMismatched]);
}

#[test]
fn an_import_that_nothing_provides_wants_a_line_in_go_mod() {
    let stage = Stage::new();
    stage.write("p/go.mod", "module p\n\ngo 1.20\n").write("p/p.go", "package p\n\nimport _ \"a.com/a\"\n");
    let report = stage.look("p").unwrap();
    let expected =
        Blocker::NoPackage { import: "a.com/a".into(), importer: "p".into(), why: NoPackage::NotRequired };
    assert_eq!(blockers(&report), [&expected]);
    assert!(report.steps.iter().any(|step| step.id() == "fix-go-mod"));
}

#[test]
fn a_vendor_folder_is_used_inconsistent_or_passed_over() {
    let mut stage = Stage::new();
    stage.write("p/go.mod", "module p\n\ngo 1.20\n\nrequire a.com/a v1.0.0\n");
    stage
        .write("p/p.go", "package p\n\nimport _ \"a.com/a\"\n")
        .write("p/vendor/a.com/a/a.go", "package a\n");
    stage.write("p/vendor/modules.txt", "# a.com/a v1.0.0\n## explicit\na.com/a\n");
    let report = stage.look("p").unwrap();
    assert_eq!((report.vendor, report.modules.needed.len(), blockers(&report).len()), (Vendor::Used, 0, 0));
    stage.write("p/vendor/modules.txt", "# a.com/a v1.1.0\n## explicit\na.com/a\n");
    let report = stage.look("p").unwrap();
    assert_eq!(report.vendor, Vendor::Inconsistent);
    assert!(report.steps.iter().any(|step| step.id() == "fix-vendor"));
    stage.env.push(("GOFLAGS", "-mod=readonly".into()));
    assert_eq!(stage.look("p").unwrap().vendor, Vendor::Ignored);
}

#[test]
fn of_a_version_that_is_excluded_the_one_is_needed_that_others_want() {
    let stage = Stage::new();
    stage.cached("b.com/b", "v1.0.0", "");
    let asks = "require b.com/b v1.0.0\n";
    stage.cached("a.com/a", "v1.0.0", asks);
    stage.write(
        "p/go.mod",
        "module p\n\ngo 1.22\n\nrequire a.com/a v1.0.0\nrequire b.com/b v1.1.0 // indirect\n\nexclude b.com/b v1.1.0\n",
    );
    stage.write("p/p.go", "package p\n\nimport _ \"a.com/a\"\n");
    let needed: Vec<String> =
        stage.look("p").unwrap().modules.needed.iter().map(ToString::to_string).collect();
    assert_eq!(needed, ["a.com/a@v1.0.0", "b.com/b@v1.0.0"]);
}

#[test]
fn what_stops_the_tests_alone_does_not_block_a_build() {
    let flags = |value: &str| {
        let mut stage = Stage::new();
        stage.write("p/go.mod", "module p\n\ngo 1.20\n").write("p/p.go", "package p\n");
        stage.env.push(("GOFLAGS", value.into()));
        blockers(&stage.look("p").unwrap()).len()
    };
    assert_eq!(["-run", "-test.count=x", "-exec"].map(flags), [0; 3]);
    assert_eq!(["-run -p=x", "-mod", "-debug-trace"].map(flags), [1; 3]);
}

#[test]
fn beside_the_modules_of_a_workspace_nothing_is_built() {
    let stage = Stage::new();
    stage.write("w/go.work", "go 1.21\n\nuse ./a\n").write("w/a/go.mod", "module a\n\ngo 1.21\n");
    stage.write("w/a/a.go", "package a\n");
    let report = stage.look("w").unwrap();
    assert_eq!(blockers(&report), [&Blocker::OutsideWorkspace]);
    assert_eq!((report.module, report.members), (None, vec![stage.at("w/a")]));
    let inside = stage.look("w/a").unwrap();
    assert_eq!(
        (inside.module.as_ref().map(|it| it.as_bstr()), blockers(&inside).len()),
        (Some(BStr::new("a")), 0)
    );
    assert!(matches!(stage.look("home/none"), Err(LookError::NoProject { .. })));
}

#[test]
fn what_go_completes_by_itself_is_no_repair() {
    let stage = Stage::new();
    let sums = stage.cached("a.com/a", "v1.0.0", "");
    stage.write("p/go.mod", "module p\n\ngo 1.20\n\nrequire a.com/a v1.0.0\n");
    stage.write("p/p.go", "package p\n\nimport _ \"a.com/a\"\n");
    let files = ["go.mod", "x.go"].map(|name| {
        let content = fs::read(stage.at(&format!("cache/a.com/a@v1.0.0/{name}"))).unwrap();
        (format!("a.com/a@v1.0.0/{name}"), <[u8; 32]>::from(<sha2::Sha256 as sha2::Digest>::digest(content)))
    });
    let hash = go_rules::module::h1(files.iter().map(|(name, sum)| (name.as_bytes(), *sum))).unwrap();
    stage.write("cache/cache/download/a.com/a/@v/v1.0.0.ziphash", &hash);
    stage.write("p/go.sum", &sums.replace(HASH, &hash));
    let steps = || -> Vec<_> {
        let report = stage.look_with("p", true).unwrap();
        assert_eq!(report.modules.damaged.len(), 1, "{:?}", report.modules.damaged);
        report.steps.into_iter().filter(|step| !matches!(step, Step::InstallGo { .. })).collect()
    };
    // As `burrow cache clean downloads` leaves it: a repair would find nothing to do.
    assert_eq!(steps(), [Step::CompleteDownloads { modules: 1 }]);
    stage.write("cache/cache/download/a.com/a/@v/v1.0.0.zip", "no zip");
    assert!(matches!(&steps()[..], [Step::RepairModules { .. }]), "{:?}", steps());
}

/// Neither a file nor another toolchain would change anything.
#[test]
fn a_setting_of_the_environment_is_named_as_such() {
    let mut stage = Stage::new();
    stage.write("p/go.mod", "module p\n\ngo 1.20\n\nrequire a.com/a v1.0.0\n").write("p/p.go", "package p\n");
    stage.write("p/go.sum", &stage.cached("a.com/a", "v1.0.0", ""));
    stage.env.push(("GO111MODULE", "off".into()));
    let held = |stage: &Stage| -> Vec<_> {
        let steps = stage.look("p").unwrap().steps;
        let mended = steps.into_iter().filter_map(|step| match step {
            Step::MendSettings { name, held, .. } => Some((name, held)),
            _ => None,
        });
        mended.collect()
    };
    assert_eq!(held(&stage), [("GO111MODULE", Held::Environment)]);
    stage.env.clear();
    stage.env.push(("GOENV", stage.at("env").display().to_string()));
    stage.write("env", "GO111MODULE=off\n");
    assert_eq!(held(&stage), [("GO111MODULE", Held::File)]);
    stage.write("env", "");
    stage.env.push(("GOMODCACHE", "relative".into()));
    assert_eq!(held(&stage), [("GOMODCACHE", Held::Environment)]);
}

#[test]
fn a_folder_with_an_at_sign_belongs_to_no_package() {
    let stage = Stage::new();
    stage.write("p/go.mod", "module p\n\ngo 1.20\n").write("p/p.go", "package p\n");
    stage.write("p/o@d/only_plan9.go", "package odd\n").write("p/testdata/o@d/a.go", "package odd\n");
    assert_eq!(blockers(&stage.look("p").unwrap()), Vec::<&Blocker>::new());
    stage.write("p/o@d/a.go", "package odd\n");
    let report = stage.look("p").unwrap();
    let found = blockers(&report);
    let [Blocker::NoPackage { import, why: NoPackage::BadPath { .. }, .. }] = &found[..] else {
        panic!("{found:?}")
    };
    assert_eq!(import, "p/o@d");
}

/// Go reads every file for its index of a folder, and keeps none of a vendor folder's modules.
#[test]
fn nonsense_for_another_system_is_in_the_way_where_the_folder_has_a_package() {
    let mut stage = Stage::new();
    stage.write("p/go.mod", "module p\n\ngo 1.20\n").write("p/p.go", "package p\n");
    stage.write("p/odd/x_plan9.go", "nonsense\n");
    assert_eq!(blockers(&stage.look("p").unwrap()), Vec::<&Blocker>::new());
    stage.write("p/odd/x.go", "package odd\n");
    let is_bad = |stage: &Stage| {
        let report = stage.look("p").unwrap();
        let bad = |it: &&Blocker| matches!(it, Blocker::NoPackage { why: NoPackage::BadSource { .. }, .. });
        report.blockers.iter().any(|it| bad(&it))
    };
    assert!(is_bad(&stage));
    stage.write("p/odd/x_plan9.go", "package odd\n").write("p/odd/y.go", "//go:build ignore\n\n{{.}}\n");
    assert!(is_bad(&stage));
    stage.env.push(("GOFLAGS", "-mod=vendor".into()));
    stage.write("p/vendor/modules.txt", "");
    assert!(!is_bad(&stage));
}

#[test]
fn constraints_that_vet_does_not_take_are_in_the_way_in_packages_of_ones_own() {
    let stage = Stage::new();
    let sums = stage.cached("a.com/a", "v1.0.0", "");
    let odd = "// +build plan9\n//go:build !plan9\n\npackage x\n";
    stage.write("p/go.mod", "module p\n\ngo 1.20\n\nrequire a.com/a v1.0.0\n").write("p/go.sum", &sums);
    stage.write("p/p.go", "package p\n\nimport _ \"a.com/a\"\n").write("cache/a.com/a@v1.0.0/y.go", odd);
    assert_eq!(blockers(&stage.look("p").unwrap()), Vec::<&Blocker>::new());
    stage.write("p/odd/x.go", odd);
    assert_eq!(blockers(&stage.look("p").unwrap()).len(), 1);
}

#[test]
fn a_private_module_that_nothing_imports_is_not_in_the_way() {
    let mut stage = Stage::new();
    let sums = ["a.com/a", "b.com/b", "c.com/c"].map(|it| stage.cached(it, "v1.0.0", "")).concat();
    let require = "require (\n\ta.com/a v1.0.0\n\tb.com/b v1.0.0\n\tc.com/c v1.0.0\n)\n";
    stage.write("p/go.mod", &format!("module p\n\ngo 1.20\n\n{require}")).write("p/go.sum", &sums);
    stage.write("p/p.go", "package p\n\nimport _ \"a.com/a\"\n");
    for lost in ["a.com", "b.com"] {
        fs::remove_dir_all(stage.at(&format!("cache/{lost}"))).unwrap();
        fs::remove_file(stage.at(&format!("cache/cache/download/{lost}/{}/@v/v1.0.0.ziphash", &lost[..1])))
            .ok();
    }
    stage.env.push(("GOPRIVATE", "b.com".into()));
    assert_eq!(blockers(&stage.look("p").unwrap()), Vec::<&Blocker>::new());
    stage.write("p/q.go", "package p\n\nimport _ \"b.com/b\"\n");
    let report = stage.look("p").unwrap();
    assert!(matches!(blockers(&report)[..], [Blocker::Credential { .. }]), "{:?}", report.blockers);
}

/// A tidy goes by another version than the workspace does, and finds nothing to do.
#[test]
fn what_the_version_of_a_workspace_lacks_a_person_mends() {
    let stage = Stage::new();
    let (old, new) = (stage.cached("a.com/a", "v1.0.0", ""), stage.cached("a.com/a", "v1.1.0", ""));
    stage.write("cache/a.com/a@v1.0.0/sub/x.go", "package x\n");
    stage.write("w/go.work", "go 1.21\n\nuse (\n\t./m\n\t./n\n)\n").write("w/go.work.sum", &(old + &new));
    stage.write("w/m/go.mod", "module m.com/m\n\ngo 1.21\n\nrequire a.com/a v1.0.0\n");
    stage.write("w/n/go.mod", "module n.com/n\n\ngo 1.21\n\nrequire a.com/a v1.1.0\n");
    stage.write("w/m/m.go", "package m\n\nimport _ \"a.com/a/sub\"\n");
    let mend = |stage: &Stage| {
        let steps = stage.look("w/m").unwrap().steps;
        steps.into_iter().find_map(|it| if let Step::FixGoMod { mend, .. } = it { Some(mend) } else { None })
    };
    assert!(matches!(mend(&stage), Some(Mend::Open(_))), "{:?}", mend(&stage));
    stage.write("w/m/m.go", "package m\n\nimport _ \"b.com/b\"\n");
    assert!(matches!(mend(&stage), Some(Mend::Go { .. })), "{:?}", mend(&stage));
}

/// Go looks into go.sum when it wants something of a module, and in a workspace for the whole graph.
#[test]
fn a_malformed_go_sum_is_in_the_way_where_it_is_looked_into() {
    let stage = Stage::new();
    let sums = stage.cached("a.com/a", "v1.0.0", "");
    let files = |report: &ProjectReport| {
        report.blockers.iter().filter(|it| matches!(it, Blocker::File { .. })).count()
    };
    stage.write("p/go.mod", "module p\n\ngo 1.20\n").write("p/p.go", "package p\n");
    stage.write("p/go.sum", &format!("{sums}one two\n"));
    assert_eq!(files(&stage.look("p").unwrap()), 0);
    stage.write("p/go.mod", "module p\n\ngo 1.20\n\nrequire a.com/a v1.0.0\n");
    assert_eq!(files(&stage.look("p").unwrap()), 0);
    stage.write("go.work", "go 1.21\n\nuse ./p\n");
    assert_eq!(files(&stage.look("p").unwrap()), 1);
    fs::remove_file(stage.at("go.work")).unwrap();
    stage.write("p/q.go", "package p\n\nimport _ \"a.com/a\"\n");
    assert_eq!(files(&stage.look("p").unwrap()), 1);
}
