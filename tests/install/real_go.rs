//! The judge: real go takes what was installed, and builds with it.

use std::fs;
use std::path::Path;
use std::process::Command;

use burrow_servers::sdks::{self, Sdk};

use crate::pack;
use crate::stage::{Stage, tree};

fn go(stage: &Stage, goroot: &Path, arguments: &[&str], besides: &[(&str, &str)]) -> (bool, String) {
    let work = stage.home().join("work");
    fs::create_dir_all(&work).unwrap();
    let mut command = Command::new(goroot.join("bin").join(sdks::go()));
    command.args(arguments).current_dir(&work).env_clear().envs(stage.variables());
    command.env("GOFLAGS", "-mod=mod").env("CGO_ENABLED", "0");
    for (name, value) in besides {
        command.env(name, value);
    }
    let output = command.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

fn project(stage: &Stage) {
    let work = stage.home().join("work");
    fs::create_dir_all(&work).unwrap();
    fs::write(work.join("go.mod"), "module example.com/x\n\ngo 1.21\n").unwrap();
    let program = "package main\n\nimport (\n\t\"fmt\"\n\t\"runtime\"\n)\n\nfunc main() { fmt.Println(runtime.Version()) }\n";
    fs::write(work.join("main.go"), program).unwrap();
}

#[test]
fn go_takes_a_whole_toolchain_from_the_module_cache_without_a_network() {
    let (Some(newest), Some(older)) = (sdks::newest(), sdks::sdk("go1.24.11")) else { return };
    let (newest, Sdk { version, goroot: older }) = (newest.goroot, older);
    let mut stage = Stage::new();
    stage.offer(&version, &pack::whole(&older));
    project(&stage);
    let goroot = stage.install(&["1.24.11", "--to", "module-cache"]);
    // Without the URL of the database: it would be asked whatever GOPROXY says.
    let key = stage.database.as_ref().unwrap().key();
    let offline = [("GOTOOLCHAIN", version.as_str()), ("GOPROXY", "off"), ("GOSUMDB", key.as_str())];
    let (well, said) = go(&stage, &newest, &["version"], &offline);
    assert!(well && said.contains("go1.24.11"), "{said}");
    let (well, said) = go(&stage, &newest, &["env", "GOROOT"], &offline);
    assert!(well && Path::new(said.trim()) == goroot, "{said}");
    let (well, said) = go(&stage, &newest, &["run", "."], &offline);
    assert!(well && said.trim().ends_with("go1.24.11"), "{said}");
    // What go itself leaves where it fetches the same is the same, name by name and bit by bit.
    let other = stage.home().join("other");
    let online = [("GOTOOLCHAIN", version.as_str()), ("GOPATH", other.to_str().unwrap())];
    let (well, said) = go(&stage, &newest, &["version"], &online);
    assert!(well && said.contains("go1.24.11"), "{said}");
    assert_same(&other.join("pkg/mod"), &stage.gomodcache(), &[".info", ".mod"]);
    assert_same(&other.join("pkg/sumdb"), &stage.home().join("go/pkg/sumdb"), &[]);
    // Without the records it would not.
    fs::remove_dir_all(stage.gomodcache().join("cache/download/sumdb")).unwrap();
    let (well, said) = go(&stage, &newest, &["version"], &offline);
    assert!(!well, "the records were not what made it work: {said}");
}

#[test]
fn a_whole_sdk_of_a_mirror_builds_programs() {
    let Some(Sdk { version, goroot: older }) = sdks::sdk("go1.24.11") else { return };
    let stage = Stage::new();
    let files = pack::whole(&older);
    stage.mirror(&version, pack::archive(&files), None);
    project(&stage);
    let goroot = stage.install(&["1.24", "--from", &stage.mirror_url()]);
    assert_eq!(goroot, stage.home().join("sdk").join("go1.24.11"));
    crate::stage::assert_is(&goroot, &files, &[".unpacked-success"]);
    let (well, said) = go(&stage, &goroot, &["version"], &[("GOTOOLCHAIN", "local")]);
    assert!(well && said.contains("go1.24.11"), "{said}");
    let (well, said) = go(&stage, &goroot, &["run", "."], &[("GOTOOLCHAIN", "local"), ("GOPROXY", "off")]);
    assert!(well && said.trim() == "go1.24.11", "{said}");
}

/// Names, contents and permissions are the same; `besides`: what only ours may have below `cache/download`.
fn assert_same(theirs: &Path, ours: &Path, besides: &[&str]) {
    let extra =
        |name: &String| name.starts_with("cache/download") && besides.iter().any(|end| name.ends_with(end));
    let names = |dir: &Path| tree(dir).into_iter().filter(|name| !extra(name)).collect::<Vec<_>>();
    assert_eq!(names(ours), names(theirs));
    for name in names(theirs) {
        let (a, b) = (theirs.join(&name), ours.join(&name));
        let (facts, own) = (fs::metadata(&a).unwrap(), fs::metadata(&b).unwrap());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(
                format!("{:o}", own.permissions().mode()),
                format!("{:o}", facts.permissions().mode()),
                "{name}"
            );
        }
        assert_eq!(own.is_file(), facts.is_file(), "{name}");
        assert!(!facts.is_file() || fs::read(&a).unwrap() == fs::read(&b).unwrap(), "{name} differs");
    }
}
