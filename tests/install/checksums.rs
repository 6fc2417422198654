//! `burrow cache verify --online`: a module cache that real go has filled, against a checksum database.

use std::fs;
use std::io::{Cursor, Write};
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;
use sha2::{Digest, Sha256};
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::stage::Stage;
use burrow_servers::sumdb::Database;
use burrow_servers::{Reply, sdks};

const MODULES: [&str; 3] = ["example.com/One", "example.com/two/v2", "own.example.com/x"];

fn version(module: &str) -> &'static str {
    if module.ends_with("/v2") { "v2.1.0" } else { "v1.0.0" }
}

/// Modules whose names are written so on the disk and on the way.
fn escaped(module: &str) -> String {
    module.replace('O', "!o")
}

/// The files of a module; `twist` makes it another.
fn files(module: &str, twist: &str) -> Vec<(String, String)> {
    let name = |file: &str| format!("{module}@{}/{file}", version(module));
    vec![
        (name("go.mod"), go_mod(module, twist)),
        (name("a.go"), format!("package a\n\nconst Twist = \"{twist}\"\n")),
    ]
}

fn go_mod(module: &str, twist: &str) -> String {
    let line = if twist == "mod" { "// another\n" } else { "" };
    format!("module {module}\n\ngo 1.21\n{line}")
}

fn h1(files: &[(String, String)]) -> String {
    let sums: Vec<(&[u8], [u8; 32])> =
        files.iter().map(|(name, text)| (name.as_bytes(), Sha256::digest(text).into())).collect();
    go_rules::module::h1(sums).unwrap()
}

fn record(module: &str) -> String {
    let (name, zip) = (format!("{module} {}", version(module)), h1(&files(module, "")));
    let go_mod = go_rules::module::h1_of_go_mod(go_mod(module, "").as_bytes());
    format!("{name} {zip}\n{name}/go.mod {go_mod}\n")
}

fn serve(stage: &Stage, module: &str, twist: &str) {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files(module, twist) {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    let at =
        |end: &str| format!("/proxy/{}/@v/{}.{end}", escaped(module).replace('!', "%21"), version(module));
    stage.server.file(at("zip"), zip.finish().unwrap().into_inner());
    stage.server.file(at("mod"), go_mod(module, twist));
    stage.server.file(at("info"), format!(r#"{{"Version":"{}"}}"#, version(module)));
}

/// A cache with all modules, downloaded by real go without asking a database. `None`: no SDK is here.
fn filled() -> Option<(Stage, PathBuf)> {
    let goroot = sdks::newest()?.goroot;
    let mut stage = Stage::new();
    for module in MODULES {
        serve(&stage, module, "");
    }
    download(&stage, &goroot, &MODULES);
    stage.serve(Database::of(MODULES[..2].iter().map(|module| record(module))));
    Some((stage, goroot))
}

fn download(stage: &Stage, goroot: &std::path::Path, modules: &[&str]) {
    let mut command = Command::new(goroot.join("bin").join(sdks::go()));
    command.args(["mod", "download"]).args(modules.iter().map(|m| format!("{m}@{}", version(m))));
    command.current_dir(stage.home()).env_clear().envs(stage.variables()).env("GOSUMDB", "off");
    let output = command.env("GOFLAGS", "-modcacherw").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn verify(stage: &Stage, words: &[&str]) -> (i32, Value) {
    let output = stage.run(&[&["cache", "verify", "--json"], words].concat());
    let said = serde_json::from_slice(&output.stdout);
    (output.status.code().unwrap(), said.unwrap_or_else(|_| panic!("{output:?}")))
}

/// Status, and how many versions: told about, unknown, exempt, not asked about.
fn told(stage: &Stage) -> (i32, [u64; 4]) {
    let (status, said) = verify(stage, &["--online"]);
    let of = |name: &str| said["online"][name].as_u64().unwrap();
    (status, ["answered", "unknown", "exempt", "unasked"].map(of))
}

fn problem(stage: &Stage) -> (i32, String) {
    let (status, said) = verify(stage, &["--online"]);
    (status, said["online"]["problem"]["code"].as_str().unwrap_or_default().to_owned())
}

fn damages(said: &Value) -> Vec<String> {
    let rows = said["damaged"].as_array().unwrap().iter();
    rows.map(|row| format!("{} {}", row["damage"].as_str().unwrap(), row["repair"].as_str().unwrap()))
        .collect()
}

#[test]
fn the_database_is_asked_only_when_it_is_wanted_and_what_it_said_once_it_need_not_say_again() {
    let Some((mut stage, _)) = filled() else { return };
    assert_eq!(verify(&stage, &[]).1["online"], Value::Null);
    assert!(stage.server.asked("").iter().all(|request| !request.path.starts_with("/sumdb")));
    // The third one is in no database.
    assert_eq!(told(&stage), (0, [2, 1, 0, 0]));
    // Whoever keeps no records is not asked for the same tile with every record.
    let tiles: Vec<_> = stage.server.requests().into_iter().filter(|r| r.path.contains("/tile/")).collect();
    let mut paths: Vec<&str> = tiles.iter().map(|request| request.path.as_str()).collect();
    paths.sort_unstable();
    paths.dedup();
    assert_eq!(paths.len(), tiles.len(), "{tiles:?}");
    let key = stage.database.as_ref().unwrap().key();
    stage.gosumdb = format!("{key} http://127.0.0.1:1");
    assert_eq!(told(&stage), (0, [2, 0, 0, 1]));
    assert_eq!(problem(&stage), (0, "sumdb-unreachable".into()));
}

#[test]
fn a_cache_that_agrees_with_itself_but_not_with_the_database_is_damaged() {
    let Some((stage, goroot)) = filled() else { return };
    fs::remove_dir_all(stage.gomodcache()).unwrap();
    serve(&stage, MODULES[0], "evil");
    serve(&stage, MODULES[1], "mod");
    download(&stage, &goroot, &MODULES);
    assert_eq!(verify(&stage, &[]).0, 0);
    let (status, said) = verify(&stage, &["--online"]);
    let expected = [
        "zip-corrupt delete-zip",
        "dir-modified delete-dir",
        "zip-corrupt delete-zip",
        "dir-modified delete-dir",
        "mod-wrong delete-mod",
    ];
    assert_eq!((status, damages(&said)), (1, expected.map(String::from).to_vec()));
    assert!(said["damaged"][0]["message"].as_str().unwrap().contains("checksum database"));
    let (status, said) = verify(&stage, &["--online", "--repair"]);
    assert_eq!((status, &said["repaired"]), (0, &5.into()), "{said}");
    serve(&stage, MODULES[0], "");
    serve(&stage, MODULES[1], "");
    download(&stage, &goroot, &MODULES);
    assert_eq!(told(&stage), (0, [2, 1, 0, 0]));
}

#[test]
fn a_go_sum_that_vouches_spares_the_question_and_the_database_tells_who_is_wrong() {
    let Some((stage, _)) = filled() else { return };
    let sum = stage.home().join("go.sum");
    fs::write(&sum, record(MODULES[0])).unwrap();
    let with_sum = ["--online", "--go-sum", sum.to_str().unwrap()];
    let (status, said) = verify(&stage, &with_sum);
    assert_eq!((status, &said["online"]["answered"]), (0, &1.into()));
    assert!(stage.server.asked("lookup/example.com/%21one@v1.0.0").is_empty());
    fs::write(&sum, record(MODULES[0]).replace("h1:", "h1:A")).unwrap();
    let (status, said) = verify(&stage, &with_sum);
    assert_eq!((status, &said["damaged"]), (1, &Value::Array(Vec::new())));
    assert!(said["sums"][0]["message"].as_str().unwrap().contains("checksum database"), "{said}");
    assert_eq!(said["sums"][0]["odd"], "go.sum");
}

#[test]
fn what_go_would_not_ask_is_not_asked() {
    let Some((mut stage, _)) = filled() else { return };
    stage.besides.push(("GOPRIVATE".into(), "own.example.com".into()));
    assert_eq!(told(&stage), (0, [2, 0, 1, 0]));
    assert!(stage.server.asked("own.example.com/x@v1.0.0").is_empty());
    fs::remove_dir_all(stage.gomodcache().join("cache/download/sumdb")).unwrap();
    stage.gosumdb = "off".into();
    assert_eq!(problem(&stage), (0, "sumdb-off".into()));
    stage.through_proxies();
    assert_eq!(told(&stage), (0, [2, 0, 1, 0]));
    assert_eq!(stage.server.asked("/supported").len(), 1);
}

#[test]
fn an_answer_that_cannot_be_believed_is_no_answer_and_a_finding() {
    let Some((mut stage, _)) = filled() else { return };
    let stolen = stage.database.as_ref().unwrap().stolen();
    stolen.serve(&stage.server, "/sumdb");
    assert_eq!(problem(&stage), (1, "sumdb-untrusted".into()));
    assert!(!stage.gomodcache().join("cache/download/sumdb").exists());
    stage
        .server
        .route("/sumdb/lookup/example.com/%21one@v1.0.0", Reply::Status(503, "text/plain", Vec::new()));
    stage
        .server
        .route("/sumdb/lookup/own.example.com/x@v1.0.0", Reply::Status(503, "text/plain", Vec::new()));
    stage
        .server
        .route("/sumdb/lookup/example.com/two/v2@v2.1.0", Reply::Status(503, "text/plain", Vec::new()));
    assert_eq!(problem(&stage), (0, "sumdb-unreachable".into()));
    stage.goproxy = "off".into();
    assert_eq!(problem(&stage), (0, "sumdb-unreachable".into()));
}

fn damage(stage: &Stage) {
    let two = stage.gomodcache().join("example.com/two/v2@v2.1.0");
    fs::write(two.join("b.go"), "package a\n").unwrap();
    let one = stage.gomodcache().join("cache/download/example.com/!one/@v/v1.0.0.zip");
    fs::write(one, "no zip").unwrap();
}

#[test]
fn what_was_damaged_is_fetched_again_by_the_go_of_the_person() {
    let Some((mut stage, goroot)) = filled() else { return };
    damage(&stage);
    // No go anywhere: said before anything is taken away.
    let (status, said) = verify(&stage, &["--repair", "--fetch"]);
    assert_eq!((status, &said["error"]["code"]), (5, &"no-go".into()));
    assert_eq!(verify(&stage, &[]).1["damaged"].as_array().unwrap().len(), 2);
    let path = std::env::join_paths([goroot.join("bin"), "/usr/bin".into(), "/bin".into()]).unwrap();
    let path = path.into_string().unwrap();
    // What makes sense only inside of a module does no harm.
    let flags = ["GOFLAGS", "GOWORK", "GO111MODULE"].map(String::from);
    let values = ["-modfile=/nowhere/go.mod -modcacherw", "/nowhere/go.work", "off"].map(String::from);
    stage.besides.push(("PATH".into(), path));
    stage.besides.extend(flags.into_iter().zip(values));
    let (status, said) = verify(&stage, &["--repair", "--fetch"]);
    assert_eq!((status, &said["repaired"], &said["fetched"]), (0, &2.into(), &2.into()), "{said}");
    let (status, said) = verify(&stage, &[]);
    assert_eq!((status, &said["damaged"]), (0, &Value::Array(Vec::new())));
    let zip = stage.gomodcache().join("cache/download/example.com/!one/@v/v1.0.0.zip");
    assert!(zip.is_file() && stage.gomodcache().join("example.com/two/v2@v2.1.0/a.go").is_file());
}

#[test]
fn what_go_cannot_fetch_is_named_with_its_reason() {
    let Some((mut stage, goroot)) = filled() else { return };
    damage(&stage);
    let path = std::env::join_paths([goroot.join("bin"), "/usr/bin".into(), "/bin".into()]).unwrap();
    stage.besides.push(("PATH".into(), path.into_string().unwrap()));
    stage.goproxy = "off".into();
    let (status, said) = verify(&stage, &["--repair", "--fetch"]);
    assert_eq!((status, &said["repaired"], &said["fetched"]), (5, &2.into(), &1.into()), "{said}");
    let failed = said["notFetched"].as_array().unwrap();
    assert_eq!((failed.len(), &failed[0]["module"]), (1, &"example.com/One".into()));
    assert!(failed[0]["message"].as_str().unwrap().contains("GOPROXY=off"), "{said}");
}
