//! The Projects page with real go over a proxy on loopback: added, told, downloaded, built, removed; in both languages;
//! ended half-way; and what is refused.

use std::fs;
use std::path::PathBuf;

use burrow_servers::Server;
use burrow_servers::modules::{Module, serve};
use burrow_servers::sdks::newest;
use serde_json::{Value, json};

use crate::desk::{Machine, Window};
use crate::job::{done, until};
use crate::table::assert_problem;

/// A window on a home with one project, whose only module the server has; the project's folder.
fn window(server: &Server) -> Option<(Window, PathBuf)> {
    let mut machine = Machine::new();
    machine.with_go(&newest()?, &format!("{}/proxy", server.url()));
    let low = Module::of(
        "ex.test/low",
        "v1.0.0",
        "module ex.test/low\n\ngo 1.17\n",
        &[("low.go", b"package low\n\nconst Depth = 3\n")],
    );
    serve(std::slice::from_ref(&low), server, "/proxy");
    machine.put("src/shop/go.mod", "module ex.test/shop\n\ngo 1.21\n\nrequire ex.test/low v1.0.0\n");
    machine.put("src/shop/go.sum", low.record());
    let main = "package main\n\nimport \"ex.test/low\"\n\nfunc main() { println(low.Depth) }\n";
    let main = machine.put("src/shop/main.go", main);
    let folder = real_path(main.parent().unwrap());
    Some((machine.open(), folder))
}

/// As the page is told of it.
fn real_path(folder: &std::path::Path) -> PathBuf {
    fs::canonicalize(folder).unwrap()
}

/// Names the folder above the project, and waits for what is said of it.
fn known(window: &Window) -> Value {
    window.ask("project_add", json!({ "folder": window.home.path().join("src") })).unwrap();
    window.once("project_list", json!({}), |page| {
        page["looking"] == json!(false) && page["projects"][0]["verdict"].is_object()
    })
}

fn has_chinese(text: &Value) -> bool {
    text.as_str().unwrap().chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

#[test]
fn a_project_is_told_downloaded_built_and_forgotten_again() {
    let server = Server::start();
    let Some((window, folder)) = window(&server) else { return };
    let page = known(&window);
    let row = &page["projects"][0];
    assert_eq!((&row["module"], &row["alone"]), (&json!("ex.test/shop"), &json!(false)), "{page}");
    assert_eq!(row["verdict"]["readiness"], "download", "{page}");
    assert_eq!((&row["verdict"]["needed"], &row["verdict"]["missing"]), (&json!(1), &json!(1)));
    let project = json!({ "project": row["folder"]["file"] });
    assert_eq!(row["folder"]["file"], json!(folder));

    let detail = window.ask("project_detail", project.clone()).unwrap();
    assert_eq!(detail["modules"]["missing"][0]["module"], "ex.test/low", "{detail}");
    assert_eq!(detail["steps"][0]["id"], "download", "{detail}");
    assert_eq!(window.ask("project_warm_view", project.clone()).unwrap(), Value::Null);

    let heard = window.hear("job");
    let warmed = done(&heard, &window, "project_warm", project.clone());
    assert_eq!(warmed["kind"], "warm", "{warmed}");
    let view = window.ask("project_warm_view", project.clone()).unwrap();
    assert_eq!((&view["running"], &view["failures"]), (&json!(false), &json!([])), "{view}");
    let ready = |page: &Value| page["projects"][0]["verdict"]["readiness"] == "offline";
    window.once("project_list", json!({}), ready);
    // Somebody looks at it: what came is hashed, too.
    let detail = window.once("project_detail", project.clone(), |detail| detail["unhashed"] == json!(false));
    assert_eq!((&detail["steps"], &detail["modules"]["present"]), (&json!([]), &json!(1)), "{detail}");

    let built = done(&heard, &window, "project_build", project.clone());
    assert_eq!(built["kind"], "build", "{built}");
    let view = window.ask("project_build_view", project.clone()).unwrap();
    assert_eq!((&view["running"], &view["problem"]), (&json!(false), &Value::Null), "{view}");

    let named = &page["projects"][0]["named"]["file"];
    let page = window.ask("project_remove", json!({ "folder": named })).unwrap();
    assert_eq!((&page["projects"], &page["folders"]), (&json!([]), &json!([])));
    let gone = window.ask("project_detail", project).unwrap_err();
    assert_problem(&gone, "project_detail");
    assert!(folder.join("go.mod").is_file(), "nothing of it was touched");
}

#[test]
fn what_is_said_of_a_project_is_said_in_both_languages() {
    let server = Server::start();
    let Some((window, _)) = window(&server) else { return };
    let told = |window: &Window| {
        let page = known(window);
        let row = &page["projects"][0];
        let detail = window.ask("project_detail", json!({ "project": row["folder"]["file"] })).unwrap();
        let step = &detail["steps"][0];
        [&page["sentence"], &row["verdict"]["sentence"], &step["title"]].map(Clone::clone)
    };
    window.speak("en");
    let english = told(&window);
    assert!(english.iter().all(|text| !has_chinese(text)), "{english:?}");
    window.speak("zh-CN");
    let chinese = told(&window);
    assert!(chinese.iter().all(has_chinese), "{chinese:?}");
}

#[test]
fn a_download_that_somebody_ends_is_told_so_and_the_next_one_does_it() {
    let server = Server::start();
    let Some((window, _)) = window(&server) else { return };
    let zip = "/proxy/ex.test/low/@v/v1.0.0.zip";
    let page = known(&window);
    let project = json!({ "project": page["projects"][0]["folder"]["file"] });
    server.change(zip, |served| served.stall = Some(20));
    let heard = window.hear("job");
    let job = window.ask("project_warm", project.clone()).unwrap();
    let again = window.ask("project_warm", project.clone()).unwrap();
    assert_eq!(again["id"], job["id"], "what runs is not begun twice");
    window.once("project_warm_view", project.clone(), |_| !server.asked(".zip").is_empty());
    window.ask("job_cancel", json!({ "id": job["id"] })).unwrap();
    until(&heard, "cancelled");
    window.once("project_list", json!({}), |page| {
        page["projects"][0]["warming"] == Value::Null
            && page["projects"][0]["verdict"]["readiness"] == "download"
    });
    server.change(zip, |served| served.stall = None);
    done(&heard, &window, "project_warm", project);
}

#[test]
fn what_a_page_may_not_do_is_refused_with_a_reason() {
    let window = Machine::new().open();
    for (command, arguments) in [
        ("project_add", json!({ "folder": "not/absolute" })),
        ("project_add", json!({ "folder": "/surely/not/there" })),
        ("project_remove", json!({ "folder": "/etc" })),
        ("project_detail", json!({ "project": "/etc" })),
        ("project_warm", json!({ "project": "/etc" })),
        ("project_warm_view", json!({ "project": "/etc" })),
        ("project_build", json!({ "project": "/etc" })),
        ("project_build_view", json!({ "project": "/etc" })),
        ("project_team", json!({ "project": "/etc" })),
        ("project_team_draft", json!({ "project": "/etc" })),
        ("project_team_write", json!({ "draft": "nobody was shown it" })),
    ] {
        let refused = window.ask(command, arguments).expect_err(command);
        assert_problem(&refused, command);
    }
}

#[test]
fn without_a_go_a_download_is_refused_and_the_step_says_so() {
    let machine = Machine::new();
    machine.put("src/shop/go.mod", "module ex.test/shop\n\ngo 1.21\n");
    machine.put("src/shop/main.go", "package main\n\nfunc main() {}\n");
    let window = machine.open();
    let page = known(&window);
    assert_eq!(page["projects"][0]["verdict"]["readiness"], "blocked", "{page}");
    let project = json!({ "project": page["projects"][0]["folder"]["file"] });
    let detail = window.ask("project_detail", project.clone()).unwrap();
    assert_eq!(detail["steps"][0]["id"], "install-go", "{detail}");
    for command in ["project_warm", "project_build"] {
        assert_problem(&window.ask(command, project.clone()).unwrap_err(), command);
    }
}
