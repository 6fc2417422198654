use std::fs;

use go_rules::module::{escape_path, escape_version};

use super::*;

/// A module cache and projects beside it, on the real disk.
struct Stage(tempfile::TempDir);

impl Stage {
    fn new() -> Stage {
        Stage(tempfile::tempdir().unwrap())
    }

    fn path(&self, below: &str) -> PathBuf {
        self.0.path().join(below)
    }

    fn write(&self, below: &str, text: &str) {
        let path = self.path(below);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// `a.com/A v1.0.0` in the cache, with this go.mod behind its module line.
    fn cached(&self, module: &str, version: &str, rest: &str) {
        let at = format!(
            "{}/@v/{}.mod",
            escape_path(module.as_bytes()).unwrap(),
            escape_version(version.as_bytes()).unwrap()
        );
        self.write(&format!("cache/cache/download/{at}"), &format!("module {module}\n{rest}"));
    }

    fn ask(&self, projects: &[&str]) -> Result<Needs, NeedsError> {
        let files: Vec<ProjectFile> =
            projects.iter().map(|below| ProjectFile::of(self.path(below)).unwrap()).collect();
        let platform = Platform { goos: "linux".into(), goarch: "amd64".into() };
        let gomodcache = self.path("cache");
        needs(&files, Ground { gomodcache: &gomodcache, os: Os::host(), platform: &platform })
    }

    /// `project how` for each use of a version.
    fn uses(&self, needs: &Needs, module: &str, version: &str) -> Vec<String> {
        let short =
            |path: &Path| path.strip_prefix(self.0.path()).unwrap().to_string_lossy().replace('\\', "/");
        let uses = needs.of(&ModuleVersion::new(module, version));
        uses.iter().map(|it| format!("{} {:?}", short(it.project), it.how)).collect()
    }
}

#[test]
fn each_version_is_told_by_the_strongest_way_of_each_project() {
    let stage = Stage::new();
    stage.cached("a.com/A", "v1.0.0-RC1", "require b.com/b v1.0.0\n");
    stage.cached("b.com/b", "v1.0.0", "");
    stage.cached("b.com/b", "v1.1.0", "");
    stage.write("one/go.mod", "module one\ngo 1.16\nrequire a.com/A v1.0.0-RC1\n");
    stage.write(
        "one/go.sum",
        "b.com/b v1.0.0 h1:x=\nb.com/b v1.0.0/go.mod h1:x=\nc.com/c v1.0.0 h1:x=\nd.com/d v1.0.0/go.mod h1:x=\n",
    );
    stage.write("two/go.mod", "module two\ngo 1.24.1\nrequire b.com/b v1.1.0\n");
    stage.write(
        "two/vendor/modules.txt",
        "# b.com/b v1.1.0\n## explicit\nb.com/b\n# v.com/v v1.0.0 => w.com/w v2.0.0\n",
    );
    let needs = stage.ask(&["two/go.mod", "one/go.mod"]).unwrap();
    assert_eq!(stage.uses(&needs, "a.com/A", "v1.0.0-RC1"), ["one/go.mod BuildList"]);
    assert_eq!(stage.uses(&needs, "b.com/b", "v1.0.0"), ["one/go.mod BuildList"]);
    assert_eq!(stage.uses(&needs, "b.com/b", "v1.1.0"), ["two/go.mod BuildList"]);
    assert_eq!(stage.uses(&needs, "c.com/c", "v1.0.0"), ["one/go.mod GoSum"]);
    assert_eq!(stage.uses(&needs, "w.com/w", "v2.0.0"), ["two/go.mod Vendor"]);
    assert_eq!(
        stage.uses(&needs, "golang.org/toolchain", "v0.0.1-go1.24.1.linux-amd64"),
        ["two/go.mod Toolchain"]
    );
    let d = ModuleVersion::new("d.com/d", "v1.0.0");
    assert!(!needs.has(&d) && needs.keeps_mod(&d), "only its go.mod has a hash");
    assert!(!needs.keeps_mod(&ModuleVersion::new("e.com/e", "v1.0.0")));
    assert_eq!(needs.unknown(), []);
}

#[test]
fn a_go_mod_of_the_graph_stays_though_another_version_is_built_with() {
    let stage = Stage::new();
    stage.cached("a.com/a", "v1.0.0", "require b.com/b v1.0.0\n");
    stage.cached("b.com/b", "v1.0.0", "");
    stage.cached("b.com/b", "v1.2.0", "");
    stage.write("p/go.mod", "module p\nrequire (\n\ta.com/a v1.0.0\n\tb.com/b v1.2.0\n)\n");
    let needs = stage.ask(&["p/go.mod"]).unwrap();
    let old = ModuleVersion::new("b.com/b", "v1.0.0");
    assert!(!needs.has(&old) && needs.keeps_mod(&old));
}

#[test]
fn what_stands_in_the_place_of_a_module_is_needed_with_it() {
    let stage = Stage::new();
    stage.cached("fork.com/a", "v1.5.0", "require c.com/c v1.0.0\n");
    stage.cached("c.com/c", "v1.0.0", "");
    stage.write("local/go.mod", "module whatever\nrequire c.com/c v1.3.0\n");
    stage.cached("c.com/c", "v1.3.0", "");
    stage.write(
        "p/go.mod",
        "module p\nrequire a.com/a v1.0.0\nrequire b.com/b v1.0.0\nreplace a.com/a => fork.com/a v1.5.0\n\
         replace b.com/b => ../local\n",
    );
    let needs = stage.ask(&["p/go.mod"]).unwrap();
    for (module, version) in
        [("fork.com/a", "v1.5.0"), ("a.com/a", "v1.0.0"), ("b.com/b", "v1.0.0"), ("c.com/c", "v1.3.0")]
    {
        assert_eq!(stage.uses(&needs, module, version), ["p/go.mod BuildList"], "{module}");
    }
    assert_eq!(stage.uses(&needs, "c.com/c", "v1.0.0"), [""; 0]);
    assert_eq!(needs.unknown(), []);
}

#[test]
fn where_a_go_mod_is_missing_all_that_go_sum_names_is_kept() {
    let stage = Stage::new();
    stage.write(
        "p/go.mod",
        "module p\nrequire a.com/a v1.0.0\nreplace l.com/l v1.0.0 => ../gone\nrequire l.com/l v1.0.0\n",
    );
    stage.write("p/go.sum", "a.com/a v1.0.0/go.mod h1:x=\nb.com/b v1.0.0/go.mod h1:x=\n");
    let needs = stage.ask(&["p/go.mod"]).unwrap();
    assert_eq!(stage.uses(&needs, "b.com/b", "v1.0.0"), ["p/go.mod GoSum"]);
    let unknown: Vec<_> =
        needs.unknown().iter().map(|it| (it.module.module.clone(), it.why.clone())).collect();
    assert_eq!(unknown.len(), 2, "{unknown:?}");
    assert!(unknown.contains(&("a.com/a".into(), UnknownWhy::Missing)));
}

#[test]
fn a_workspace_is_built_together_and_its_modules_by_themselves() {
    let stage = Stage::new();
    stage.cached("b.com/b", "v1.0.0", "go 1.17\n");
    stage.cached("b.com/b", "v1.1.0", "go 1.17\n");
    stage.write("w/go.work", "go 1.18\nuse (\n\t./one\n\t../two\n)\n");
    stage.write("w/one/go.mod", "module one\ngo 1.18\nrequire b.com/b v1.0.0\n");
    stage.write("two/go.mod", "module two\ngo 1.18\nrequire b.com/b v1.1.0\n");
    stage.write("two/go.sum", "s.com/s v1.0.0 h1:x=\n");
    let needs = stage.ask(&["w/go.work"]).unwrap();
    assert_eq!(stage.uses(&needs, "b.com/b", "v1.0.0"), ["w/one/go.mod BuildList"]);
    assert_eq!(stage.uses(&needs, "b.com/b", "v1.1.0"), ["two/go.mod BuildList", "w/go.work BuildList"]);
    assert_eq!(stage.uses(&needs, "s.com/s", "v1.0.0"), ["two/go.mod GoSum", "w/go.work GoSum"]);
}

#[test]
fn a_project_that_go_would_not_read_is_an_error_with_its_line() {
    let refused = |lay: &[(&str, &str)], ask: &str| {
        let stage = Stage::new();
        for (file, text) in lay {
            stage.write(file, text);
        }
        let told = stage.ask(&[ask]).unwrap_err().to_string();
        told.replace(&stage.0.path().display().to_string(), "").replace('\\', "/")
    };
    assert_eq!(
        refused(&[("p/go.mod", "module p\n\nrequire a.com/a\n")], "p/go.mod"),
        "/p/go.mod:3: usage: require module/path v1.2.3"
    );
    assert_eq!(
        refused(&[("p/go.mod", "module p\n"), ("p/go.sum", "<<<<<<< HEAD\n")], "p/go.mod"),
        "/p/go.sum:1: malformed go.sum: wrong number of fields 2"
    );
    assert_eq!(refused(&[("p/go.mod", "go 1.21\n")], "p/go.mod"), "/p/go.mod: missing module declaration");
    assert!(refused(&[("p/x", "")], "p/go.mod").starts_with("/p/go.mod: "));
    assert_eq!(
        refused(&[("w/go.work", "go 1.21\nuse ./gone\n")], "w/go.work"),
        "/w/go.work:2: /w/gone/go.mod is not there"
    );
    assert_eq!(
        refused(&[("w/go.work", "use ./a\nuse ./b/../a\n"), ("w/a/go.mod", "module a\n")], "w/go.work"),
        "/w/go.work:2: path /w/a appears multiple times in workspace"
    );
    assert_eq!(
        refused(&[("w/go.work", "use ./a\n"), ("w/a/go.mod", "module a\ngo one\n")], "w/go.work"),
        "/w/a/go.mod:2: invalid go version 'one': must match format 1.23.0"
    );
}

#[test]
fn test_data_that_is_there_to_be_refused_does_not_stop_anything() {
    let stage = Stage::new();
    stage.write("p/testdata/bad/go.mod", "nonsense\n");
    stage.write("p/testdata/good/go.mod", "module good\ngo 1.17\nrequire a.com/a v1.0.0\n");
    stage.cached("a.com/a", "v1.0.0", "");
    let needs = stage.ask(&["p/testdata/bad/go.mod", "p/testdata/good/go.mod"]).unwrap();
    assert_eq!(stage.uses(&needs, "a.com/a", "v1.0.0"), ["p/testdata/good/go.mod BuildList"]);
    assert_eq!(needs.passed_over().len(), 1);
}
