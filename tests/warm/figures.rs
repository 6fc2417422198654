//! How far it is: told while it works.

use std::sync::Mutex;
use std::time::Duration;

use burrow_core::env::resolve::Asked;
use burrow_core::job::{Cancel, Doing, Step};
use burrow_core::project::build::build;
use burrow_core::project::warm::{Figures, Hop, Part, Wish, warm};
use burrow_core::system::DiskFiles;
use burrow_core::system::files::path_to_bytes;
use burrow_servers::modules::Module;

use crate::stage::{Stage, newest};

fn wish(stage: &Stage) -> Wish {
    let environ = stage.environ();
    let dir = path_to_bytes(&stage.project().canonicalize().unwrap());
    let asked = Asked { environ: &environ, dir: dir.as_ref(), started_in: None, goroot: None };
    Wish::of(&asked, &DiskFiles).unwrap()
}

#[test]
fn bytes_rate_and_the_wait_are_told_while_a_module_comes() {
    let Some(sdk) = newest() else { return };
    let noise = vec![b'/'; 2_000_000];
    let big = Module::of(
        "ex.test/big",
        "v1.0.0",
        "module ex.test/big\n",
        &[("big.go", b"package big\n"), ("noise.txt", &noise)],
    );
    let stage = Stage::new(&sdk, &[big]);
    stage
        .server
        .change("/proxy/ex.test/big/@v/v1.0.0.zip", |served| served.pause = Duration::from_millis(80));
    stage.put("go.mod", "module ex.test/app\n\ngo 1.17\n\nrequire ex.test/big v1.0.0\n");
    stage.put("app.go", "package app\n\nimport _ \"ex.test/big\"\n");
    let seen: Mutex<Vec<Figures>> = Mutex::default();
    let progress = |step: Step| {
        if let Doing::Warming(figures) = step.doing {
            seen.lock().unwrap().push(*figures);
        }
    };
    let warmed = warm(&wish(&stage), &Cancel::new(), &progress).unwrap();
    assert!(warmed.is_complete() && warmed.bytes > 2_000_000, "{warmed:?}");
    let seen = seen.into_inner().unwrap();
    assert!(seen.len() > 5, "{}", seen.len());
    assert!(seen.windows(2).all(|pair| pair[0].bytes <= pair[1].bytes && pair[0].done <= pair[1].done));
    assert!(seen.iter().any(|figures| figures.bytes > 0 && figures.done == 0), "half a module counts");
    assert!(seen.iter().any(|figures| figures.rate.is_some_and(|rate| rate > 10_000)), "{seen:?}");
    let hop = Hop::Proxy(burrow_core::secret::Masked::value("GOPROXY", stage.goproxy.as_bytes()));
    assert!(
        warmed.hops.iter().any(|figures| figures.hop == hop && figures.modules == 1),
        "{:?}",
        warmed.hops
    );
}

#[test]
fn a_server_that_keeps_silent_is_what_is_waited_for() {
    let Some(sdk) = newest() else { return };
    let stage = Stage::new(&sdk, &[Module::new("ex.test/slow", "v1.0.0")]);
    let path = "/proxy/ex.test/slow/@v/v1.0.0.zip";
    stage.server.route(path, burrow_servers::server::Reply::Silence(Duration::from_secs(120)));
    stage.put("go.mod", "module ex.test/app\n\ngo 1.17\n\nrequire ex.test/slow v1.0.0\n");
    let cancel = Cancel::new();
    let waits: Mutex<Vec<Figures>> = Mutex::default();
    let progress = |step: Step| {
        let Doing::Warming(figures) = step.doing else { return };
        let waits_for_zip = figures
            .waiting
            .first()
            .is_some_and(|waiting| waiting.part == Part::Zip && waiting.since > Duration::from_secs(1));
        if waits_for_zip {
            waits.lock().unwrap().push(*figures);
            cancel.cancel();
        }
    };
    let warmed = warm(&wish(&stage), &cancel, &progress).unwrap();
    assert!(warmed.cancelled);
    let waits = waits.into_inner().unwrap();
    let waiting = &waits[0].waiting[0];
    assert_eq!(waiting.module.as_ref().unwrap().to_string(), "ex.test/slow@v1.0.0");
    assert!(matches!(&waiting.hop, Hop::Proxy(url) if url.as_str() == stage.goproxy), "{waiting:?}");
}

#[test]
fn a_build_is_told_line_by_line_and_leaves_nothing() {
    let Some(sdk) = newest() else { return };
    let stage = Stage::new(&sdk, &[]);
    stage.put("go.mod", "module ex.test/app\n\ngo 1.17\n");
    stage.put("lib/lib.go", "package lib\n");
    let lines: Mutex<Vec<String>> = Mutex::default();
    let line = |text: burrow_core::secret::Masked| lines.lock().unwrap().push(text.into_string());
    let before = stage.files();
    let built = build(&wish(&stage), &Cancel::new(), &(), &line).unwrap();
    assert!(built.ok, "{:?}", lines.lock().unwrap());
    assert_eq!(stage.files(), before);
    stage.put("lib/lib.go", "package lib\n\nvar x = y\n");
    let built = build(&wish(&stage), &Cancel::new(), &(), &line).unwrap();
    assert!(!built.ok && !built.cancelled);
    assert!(lines.lock().unwrap().iter().any(|line| line.contains("undefined: y")), "{lines:?}");
}

#[test]
fn outside_the_modules_of_a_workspace_each_of_them_is_built() {
    let Some(sdk) = newest() else { return };
    let stage = Stage::new(&sdk, &[]);
    stage.put("go.work", "go 1.19\n\nuse ./a\n\nuse ./b\n");
    for module in ["a", "b"] {
        stage.put(&format!("{module}/go.mod"), format!("module ex.test/{module}\n\ngo 1.17\n"));
        stage.put(&format!("{module}/m.go"), "package m\n\nvar x = y\n");
    }
    let lines: Mutex<Vec<String>> = Mutex::default();
    let line = |text: burrow_core::secret::Masked| lines.lock().unwrap().push(text.into_string());
    let built = build(&wish(&stage), &Cancel::new(), &(), &line).unwrap();
    assert!(!built.ok);
    let lines = lines.into_inner().unwrap().join("\n");
    assert!(lines.contains("ex.test/a") && lines.contains("ex.test/b"), "{lines}");
}
