//! What does not come is told: which module, who was asked, why, and what would mend it. Nothing else is lost for it.

use burrow_servers::server::Reply;
use serde_json::Value;

use crate::stage::{Stage, modules, sdks};

const GO_MOD: &str = "module ex.test/app\n\ngo 1.17\n\nrequire (\n\tex.test/Top v1.2.0\n\tex.test/low v1.1.0 // indirect\n\tex.test/mid v1.0.0 // indirect\n)\n";

fn project(stage: &Stage) {
    stage.put("go.mod", GO_MOD);
    stage.put("app.go", "package app\n\nimport _ \"ex.test/Top\"\n");
    stage.tidy("");
    stage.forget();
}

/// The failures of a warm-up that changes nothing of the project.
fn failures(stage: &Stage, what: &str) -> Vec<Value> {
    let before = stage.files();
    let (status, told) = stage.json(&["project", "warm"]);
    assert_eq!(status, 1, "{what}: {told:#}");
    assert_eq!(stage.files(), before, "{what}");
    let failed = told["failed"].as_array().unwrap().clone();
    assert!(!failed.is_empty());
    failed
}

fn zip(stage: &Stage, module: &str) -> String {
    let _ = stage;
    format!("/proxy/{module}")
}

#[test]
fn one_module_that_does_not_come_is_told_and_the_others_are_there() {
    for sdk in sdks() {
        let stage = Stage::new(&sdk, &modules());
        project(&stage);
        let path = zip(&stage, "ex.test/mid/@v/v1.0.0.zip");
        for (reply, code, step) in [
            (Reply::Status(404, "Not Found", Vec::new()), "not-found", "mend-settings"),
            (
                Reply::Status(500, "Internal Server Error", b"500 here, 404 Not Found there".to_vec()),
                "status",
                "mend-settings",
            ),
            (Reply::Status(503, "Service Unavailable", Vec::new()), "status", "download"),
            (Reply::Status(401, "Unauthorized", Vec::new()), "credentials", "add-credential"),
            (Reply::Status(403, "Forbidden", Vec::new()), "credentials", "add-credential"),
            (
                Reply::File(burrow_servers::server::Served::new(b"no zip at all".to_vec())),
                "not-a-module",
                "mend-settings",
            ),
        ] {
            let what = format!("{} {code}", sdk.version);
            stage.server.route(&path, reply);
            let failed = failures(&stage, &what);
            assert_eq!(failed.len(), 1, "{what}: {failed:#?}");
            let one = &failed[0];
            assert_eq!(
                (one["module"].as_str(), one["version"].as_str()),
                (Some("ex.test/mid"), Some("v1.0.0")),
                "{what}"
            );
            assert_eq!(
                (one["code"].as_str(), one["step"]["id"].as_str()),
                (Some(code), Some(step)),
                "{what}: {one:#}"
            );
            if code != "not-a-module" {
                assert_eq!(one["hop"], stage.goproxy.as_str(), "{what}: {one:#}");
            }
            assert!(stage.gomodcache().join("ex.test/!top@v1.2.0/m.go").is_file(), "{what}");
        }
    }
}

#[test]
fn a_server_that_is_not_there_or_keeps_silent_is_told() {
    for sdk in sdks() {
        let stage = Stage::new(&sdk, &modules());
        project(&stage);
        let dead = "http://127.0.0.1:9/proxy".to_owned();
        for (goproxy, code, step) in [
            (dead.clone(), "refused", Some("mend-settings")),
            ("http://no-such-host.invalid".to_owned(), "name-not-found", Some("mend-settings")),
            ("off".to_owned(), "proxy-off", Some("mend-settings")),
            ("foo".to_owned(), "proxy-invalid", Some("mend-settings")),
        ] {
            let what = format!("{} {goproxy}", sdk.version);
            let besides = vec![("GOPROXY".to_owned(), goproxy.clone())];
            let stage = Stage { besides, goproxy: goproxy.clone(), ..Stage::new(&sdk, &[]) };
            stage.put("go.mod", GO_MOD);
            stage.put("app.go", "package app\n\nimport _ \"ex.test/Top\"\n");
            let failed = failures(&stage, &what);
            assert_eq!(failed[0]["code"], code, "{what}: {failed:#?}");
            assert_eq!(failed[0]["step"]["id"].as_str(), step, "{what}");
            if code == "refused" {
                assert_eq!(failed[0]["hop"], dead.as_str(), "{what}: {failed:#?}");
            }
        }
    }
}

#[test]
fn after_a_dead_hop_the_next_one_answers_and_is_named() {
    for sdk in sdks() {
        let mut stage = Stage::new(&sdk, &modules());
        project(&stage);
        let good = stage.goproxy.clone();
        stage.goproxy = format!("http://127.0.0.1:9/dead|{good}");
        let (status, told) = stage.json(&["project", "warm"]);
        assert_eq!(status, 0, "{told:#}");
        let hops = told["hops"].as_array().unwrap();
        let hop = |url: &str| hops.iter().find(|hop| hop["hop"] == url).unwrap().clone();
        assert_eq!(hop("http://127.0.0.1:9/dead")["answered"], 0, "{told:#}");
        assert!(hop("http://127.0.0.1:9/dead")["refused"].as_u64().unwrap() > 0);
        assert_eq!(hop(&good)["modules"], 3, "{told:#}");
        stage.assert_builds(".", &sdk.version);
    }
}

#[test]
fn what_is_not_what_go_sum_names_is_told() {
    for sdk in sdks() {
        let stage = Stage::new(&sdk, &modules());
        project(&stage);
        let sums = String::from_utf8(std::fs::read(stage.project().join("go.sum")).unwrap()).unwrap();
        let wrong: String = sums
            .lines()
            .map(|line| match line.starts_with("ex.test/mid v1.0.0 h1:") {
                true => "ex.test/mid v1.0.0 h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n".to_owned(),
                false => format!("{line}\n"),
            })
            .collect();
        stage.put("go.sum", wrong);
        let failed = failures(&stage, &sdk.version);
        assert_eq!(
            (failed[0]["code"].as_str(), failed[0]["step"]["id"].as_str()),
            (Some("go-sum-mismatch"), Some("fix-go-sum"))
        );
        assert_eq!(failed[0]["module"], "ex.test/mid");
    }
}

#[test]
fn a_password_in_a_url_is_never_told() {
    for sdk in sdks() {
        let mut stage = Stage::new(&sdk, &modules());
        project(&stage);
        // Go sends no password over plain HTTP, and says so with the URL.
        stage.goproxy = stage.goproxy.replace("http://", "http://ada:hunter2@");
        let output = stage.command(&["project", "warm"]).output().unwrap();
        let told = [output.stdout, output.stderr].concat();
        let told = String::from_utf8_lossy(&told);
        assert!(!told.contains("hunter2") && !told.contains("ada:"), "{told}");
        assert_eq!(output.status.code(), Some(1), "{told}");
    }
}

#[test]
fn a_vendor_folder_needs_nothing() {
    for sdk in sdks() {
        let stage = Stage::new(&sdk, &modules());
        project(&stage);
        let vendored = stage.go("", &["mod", "vendor"], &stage.goproxy);
        assert!(vendored.status.success(), "{}", crate::stage::said(&vendored));
        stage.forget();
        let asked = stage.server.requests().len();
        let (status, told) = stage.json(&["project", "warm"]);
        assert_eq!((status, &told["vendored"]), (0, &Value::Bool(true)), "{told:#}");
        assert_eq!(stage.server.requests().len(), asked);
        stage.assert_builds(".", &sdk.version);
    }
}

#[test]
fn without_a_module_or_a_go_nothing_begins() {
    for sdk in sdks() {
        let stage = Stage::new(&sdk, &[]);
        stage.put("notes.txt", "no module");
        let (status, told) = stage.json(&["project", "warm"]);
        assert_eq!((status, told["error"]["code"].as_str()), (5, Some("no-module")), "{told:#}");
        stage.put("go.mod", "module ex.test/app\n");
        let nowhere = Stage { besides: vec![("PATH".into(), "/nowhere".into())], ..Stage::new(&sdk, &[]) };
        nowhere.put("go.mod", "module ex.test/app\n");
        let (status, told) = nowhere.json(&["project", "warm"]);
        assert_eq!((status, told["error"]["code"].as_str()), (5, Some("no-go")), "{told:#}");
    }
}

/// Stopped, go ends with all that it started; what has come stays, and the next warm-up goes on there.
#[cfg(unix)]
#[test]
fn stopped_it_goes_on_where_it_was() {
    for sdk in sdks() {
        let stage = Stage::new(&sdk, &modules());
        project(&stage);
        let before = stage.files();
        let path = zip(&stage, "ex.test/mid/@v/v1.0.0.zip");
        stage.server.change(&path, |served| served.stall = Some(40));
        let mut child = stage.command(&["project", "warm", "--json"]);
        let child = child.stdout(std::process::Stdio::piped()).spawn().unwrap();
        for _ in 0..600 {
            std::thread::sleep(std::time::Duration::from_millis(50));
            if !stage.server.asked("mid/@v/v1.0.0.zip").is_empty()
                && stage.gomodcache().join("ex.test/low@v1.1.0/m.go").is_file()
            {
                break;
            }
        }
        let asked = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
        assert!(asked.unwrap().success());
        let output = child.wait_with_output().unwrap();
        let told: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!((output.status.code(), &told["cancelled"]), (Some(4), &Value::Bool(true)), "{told:#}");
        assert_eq!(stage.files(), before);
        assert_eq!(still_running(&stage), Vec::<String>::new());
        stage.server.change(&path, |served| served.stall = None);
        let low = stage.server.asked("low/@v/v1.1.0.zip").len();
        let (status, told) = stage.json(&["project", "warm"]);
        assert_eq!((status, told["present"].as_u64()), (0, Some(3)), "{told:#}");
        assert_eq!(stage.server.asked("low/@v/v1.1.0.zip").len(), low, "it was there");
        stage.assert_builds(".", &sdk.version);
    }
}

/// Programs of the stage's go that run in its folder.
#[cfg(unix)]
fn still_running(stage: &Stage) -> Vec<String> {
    let project = stage.project().canonicalize().unwrap();
    let all = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    all.filter(|entry| std::fs::read_link(entry.path().join("cwd")).is_ok_and(|cwd| cwd == project))
        .map(|entry| std::fs::read_to_string(entry.path().join("cmdline")).unwrap_or_default())
        .collect()
}
