//! After a warm-up a project builds with nobody to ask, and not a byte of it has changed.

use burrow_servers::modules::Module;

use crate::stage::{Sdk, Stage, modules, sdks};

/// A project of one module.
fn plain(stage: &Stage, go: &str) {
    stage.put(
        "go.mod",
        format!(
            "module ex.test/app\n\ngo {go}\n\nrequire ex.test/Top v1.2.0\n\nrequire ex.test/check v0.1.0\n"
        ),
    );
    stage.put("app.go", "package app\n\nimport _ \"ex.test/Top\"\n");
    stage.put("app_test.go", "package app\n\nimport _ \"ex.test/check\"\n");
    stage.tidy("");
    stage.forget();
}

/// One whose modules are replaced: by a folder, and by another module.
fn replaced(stage: &Stage) {
    stage.put(
        "go.mod",
        "module ex.test/app\n\ngo 1.17\n\nrequire ex.test/Top v1.2.0\n\nrequire ex.test/gone v1.0.0\n\nreplace ex.test/gone => ./gone\n\nreplace ex.test/low => ex.test/other v1.0.0\n",
    );
    stage.put("app.go", "package app\n\nimport (\n\t_ \"ex.test/Top\"\n\t_ \"ex.test/gone\"\n)\n");
    stage.put("gone/go.mod", "module ex.test/gone\n\ngo 1.17\n");
    stage.put("gone/gone.go", "package gone\n");
    stage.tidy("");
    stage.forget();
}

/// A workspace of two modules, with a folder that replaces a third.
fn workspace(stage: &Stage) {
    stage.put("go.work", "go 1.19\n\nuse (\n\t./a\n\t\"./b c\"\n)\n\nreplace ex.test/gone => ./gone\n");
    stage.put("a/go.mod", "module ex.test/a\n\ngo 1.17\n\nrequire ex.test/Top v1.2.0\n");
    stage.put("a/a.go", "package a\n\nimport _ \"ex.test/Top\"\n");
    stage.put("b c/go.mod", "module ex.test/b\n\ngo 1.17\n\nrequire ex.test/gone v0.0.0\n\nrequire ex.test/low v1.0.0\n\nreplace ex.test/gone => ../gone\n");
    stage.put("b c/b.go", "package b\n\nimport (\n\t_ \"ex.test/gone\"\n\t_ \"ex.test/low\"\n)\n");
    stage.put("gone/go.mod", "module ex.test/gone\n\ngo 1.17\n");
    stage.put("gone/gone.go", "package gone\n");
    for module in ["a", "b c"] {
        stage.tidy(module);
    }
    // What the workspace needs besides its modules stands in go.work.sum.
    let whole = stage.go("", &["mod", "download"], &stage.goproxy);
    assert!(whole.status.success(), "{}", crate::stage::said(&whole));
    stage.forget();
}

fn warmed(stage: &Stage, what: &str) -> serde_json::Value {
    let before = stage.files();
    let (status, told) = stage.json(&["project", "warm"]);
    assert_eq!(status, 0, "{what}: {told:#}");
    assert_eq!(stage.files(), before, "{what}: the project has changed");
    assert_eq!(
        (told["present"].clone(), told["failed"].as_array().unwrap().len()),
        (told["needed"].clone(), 0)
    );
    told
}

fn each(check: impl Fn(&Stage, &Sdk)) {
    for sdk in sdks() {
        let stage = Stage::new(&sdk, &modules());
        check(&stage, &sdk);
    }
}

#[test]
fn a_module_builds_with_nobody_to_ask() {
    each(|stage, sdk| {
        plain(stage, "1.17");
        let told = warmed(stage, &sdk.version);
        assert_eq!((told["needed"].as_u64(), told["fetched"].as_u64()), (Some(4), Some(4)), "{told:#}");
        assert_eq!(told["hops"][0]["hop"], stage.goproxy.as_str());
        assert_eq!(told["hops"][0]["modules"], 4);
        stage.assert_builds(".", &sdk.version);
        let asked = stage.server.requests().len();
        let again = warmed(stage, &sdk.version);
        assert_eq!((again["fetched"].as_u64(), again["present"].as_u64()), (Some(0), Some(4)));
        assert_eq!(stage.server.requests().len(), asked, "everything was there");
    });
}

#[test]
fn a_module_from_before_pruned_graphs_builds_with_nobody_to_ask() {
    each(|stage, sdk| {
        plain(stage, "1.16");
        warmed(stage, &sdk.version);
        stage.assert_builds(".", &sdk.version);
    });
}

#[test]
fn replaced_modules_and_folders_are_what_is_fetched() {
    each(|stage, sdk| {
        replaced(stage);
        warmed(stage, &sdk.version);
        assert!(stage.server.requests().iter().all(|request| !request.path.contains("ex.test/gone")));
        stage.assert_builds(".", &sdk.version);
    });
}

#[test]
fn a_workspace_builds_with_nobody_to_ask() {
    each(|stage, sdk| {
        workspace(stage);
        warmed(stage, &sdk.version);
        for module in ["./a/...", "./b c/..."] {
            stage.assert_builds(module, &sdk.version);
        }
    });
}

#[test]
fn a_project_without_go_sum_is_not_given_one() {
    each(|stage, sdk| {
        stage.put("go.mod", "module ex.test/app\n\ngo 1.17\n\nrequire ex.test/low v1.0.0\n");
        stage.put("app.go", "package app\n\nimport _ \"ex.test/low\"\n");
        warmed(stage, &sdk.version);
    });
}

#[test]
fn another_file_in_the_place_of_go_mod_counts() {
    each(|stage, sdk| {
        plain(stage, "1.17");
        let go_mod = std::fs::read(stage.project().join("go.mod")).unwrap();
        let go_sum = std::fs::read(stage.project().join("go.sum")).unwrap();
        stage.put("alt.mod", go_mod);
        stage.put("alt.sum", go_sum);
        stage.put("go.mod", "module ex.test/app\n\ngo 1.17\n");
        std::fs::remove_file(stage.project().join("go.sum")).unwrap();
        let stage = Stage {
            besides: vec![("GOFLAGS".into(), "-modfile=alt.mod -modcacherw".into())],
            ..stage_of(stage, sdk)
        };
        warmed(&stage, &sdk.version);
        stage.assert_builds(".", &sdk.version);
    });
}

/// The same project on a stage of its own.
fn stage_of(from: &Stage, sdk: &Sdk) -> Stage {
    let stage = Stage::new(sdk, &modules());
    for (path, text) in from.files() {
        stage.put(path.strip_prefix(from.project()).unwrap().to_str().unwrap(), text);
    }
    stage
}

#[test]
fn modules_from_a_folder_are_fetched_too() {
    each(|stage, sdk| {
        plain(stage, "1.17");
        let folder = stage.home().join("file-proxy");
        burrow_servers::modules::write(&modules(), &folder);
        let url = format!(
            "file://{}{}",
            if cfg!(windows) { "/" } else { "" },
            folder.display().to_string().replace('\\', "/")
        );
        let stage = Stage { goproxy: url, ..stage_of(stage, sdk) };
        let told = warmed(&stage, &sdk.version);
        assert_eq!(told["fetched"], 4, "{told:#}");
        stage.assert_builds(".", &sdk.version);
    });
}

#[test]
fn big_modules_are_counted_in_bytes() {
    for sdk in sdks() {
        let noise = vec![b'/'; 300_000];
        let big = Module::of(
            "ex.test/big",
            "v1.0.0",
            "module ex.test/big\n",
            &[("big.go", b"package big\n"), ("noise.txt", &noise)],
        );
        let stage = Stage::new(&sdk, &[big]);
        stage.put("go.mod", "module ex.test/app\n\ngo 1.17\n\nrequire ex.test/big v1.0.0\n");
        stage.put("app.go", "package app\n\nimport _ \"ex.test/big\"\n");
        let told = warmed(&stage, &sdk.version);
        assert!(told["bytes"].as_u64().unwrap() > 300_000, "{told:#}");
    }
}
