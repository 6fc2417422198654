//! `burrow sdk list` on homes without a whole SDK: the shape of its answer. Real SDKs are found by `burrow-oracle homes`.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use burrow_core::store;
use serde_json::{Value, json};

fn run(home: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_burrow"));
    command.args(arguments).current_dir(home).env_clear();
    for name in ["SystemRoot", "windir"] {
        command.envs(std::env::var_os(name).map(|value| (name, value)));
    }
    for name in ["HOME", "USERPROFILE", "AppData", "LocalAppData"] {
        command.env(name, home);
    }
    command.env("PATH", home).env("BURROW_STATE_DIR", home.join("state")).env("LANG", "C");
    command.output().unwrap()
}

fn text(home: &Path, arguments: &[&str]) -> String {
    let output = run(home, arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What is listed of this home; the machine may have more.
fn listed(home: &Path, arguments: &[&str]) -> Vec<Value> {
    let list: Value = serde_json::from_str(&text(home, arguments)).unwrap();
    let here = |sdk: &&Value| Path::new(sdk["goroot"].as_str().unwrap()).starts_with(home);
    list["sdks"].as_array().unwrap().iter().filter(here).cloned().collect()
}

fn home() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dunce(&fs::canonicalize(dir.path()).unwrap());
    (dir, path)
}

/// Without the `\\?\` that Windows puts in front.
fn dunce(path: &Path) -> PathBuf {
    let text = path.to_str().unwrap();
    PathBuf::from(text.strip_prefix(r"\\?\").unwrap_or(text))
}

#[test]
fn a_broken_one_is_told_with_every_field_of_the_contract() {
    let (_keep, home) = home();
    let goroot = home.join("sdk").join("go1.99.0");
    fs::create_dir_all(goroot.join("src")).unwrap();
    fs::write(goroot.join("VERSION"), "go1.99.0\n").unwrap();
    let sdks = listed(&home, &["sdk", "list", "--json"]);
    let problem = |code: &str, message: &str| json!({"code": code, "message": message});
    assert_eq!(
        sdks,
        [json!({
            "version": null, "goroot": goroot, "goos": null, "goarch": null, "bytes": 9, "active": false,
            "state": "broken",
            "problems": [
                problem("no-go", "bin/go is missing."),
                problem("no-tools", "pkg/tool is missing: there is no compiler in it."),
            ],
            "ways": [{"source": "golang-dl", "path": goroot}],
            "patches": [],
            "cgo": null,
        })]
    );
    assert!(!home.join("state").exists(), "listing begins no records");
    let shown = text(&home, &["sdk", "list"]);
    let folder: PathBuf = ["~", "sdk", "go1.99.0"].iter().collect();
    assert!(shown.contains(folder.to_str().unwrap()) && shown.contains("! bin/go is missing."), "{shown}");
    let shown = text(&home, &["sdk", "list", "--lang", "zh-CN"]);
    assert!(shown.contains("来源") && shown.contains("缺少 bin/go。"), "{shown}");
}

#[test]
fn folders_that_were_added_in_the_window_and_on_the_command_line_count_too() {
    let (_keep, home) = home();
    let [kept, named] = ["kept", "named"].map(|name| home.join(name));
    for folder in [&kept, &named] {
        fs::create_dir_all(folder.join("pkg").join("tool")).unwrap();
    }
    store::open(Some(&home.join("state"))).0.add_sdk_folder(&kept, 1).unwrap();
    let sdks = listed(&home, &["--goroot", "named", "sdk", "list", "--json"]);
    let told: Vec<_> =
        sdks.iter().map(|sdk| (&sdk["goroot"], &sdk["ways"][0]["source"], &sdk["active"])).collect();
    let [kept, named, folder] = [json!(kept), json!(named), json!("folder")];
    assert_eq!(told, [(&kept, &folder, &json!(false)), (&named, &folder, &json!(true))]);
}
