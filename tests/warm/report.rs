//! A report tells no secret, in whatever place one was planted, and no private name when that is wanted.

use std::fs;

use crate::stage::{Sdk, Stage, newest};

/// Each in a place of its own.
const PLANTED: [&str; 9] = [
    "plantedInUrl1",
    "plantedInFlags2",
    "plantedInToken3",
    "plantedWord4",
    "plantedNetrc5",
    "plantedProxy6",
    "plantedShell7",
    "plantedGit8",
    "plantedGoenv9",
];

fn planted(sdk: &Sdk) -> Stage {
    let mut stage = Stage::new(sdk, &[]);
    let home = stage.home().to_path_buf();
    let besides = |name: &str, value: String| (name.to_owned(), value);
    stage.besides = vec![
        besides("GOPROXY", "https://ada:plantedInUrl1@athens.corp.example:8443/go,direct".into()),
        besides("GOFLAGS", "-modcacherw -ldflags=-X=main.apiToken=plantedInFlags2".into()),
        besides("GOAUTH", "netrc;mycred --token=plantedInToken3;other plantedWord4".into()),
        besides("HTTPS_PROXY", "http://ada:plantedProxy6@proxy.corp.example:3128".into()),
        besides("NO_PROXY", "wiki.corp.example,localhost".into()),
        besides("GOPRIVATE", "*.corp.example,github.com/acme/*".into()),
        besides("USER", "ada".into()),
        besides("SHELL", "/bin/bash".into()),
        besides("GOENV", home.join("goenv").display().to_string()),
    ];
    fs::write(home.join(".netrc"), "machine git.corp.example login ada password plantedNetrc5\n").unwrap();
    fs::write(home.join(".bashrc"), "export GOPROXY=https://ada:plantedShell7@athens.corp.example\n")
        .unwrap();
    fs::write(
        home.join(".gitconfig"),
        "[url \"https://ada:plantedGit8@git.corp.example/\"]\n\tinsteadOf = https://git.corp.example/\n",
    )
    .unwrap();
    fs::write(
        home.join("goenv"),
        "GOSUMDB=off\nGOINSECURE=git.corp.example\nGOPROXY=https://ada:plantedGoenv9@old.corp.example\n",
    )
    .unwrap();
    stage.put("go.mod", "module git.corp.example/team/secret-app\n\ngo 1.21\n\nrequire git.corp.example/team/hidden v1.2.3\n\nrequire github.com/acme/tool v1.0.0\n");
    stage.put("app.go", "package app\n");
    // The history has seen another secret, and one more that came in its place.
    for value in ["https://ada:plantedGoenv9@one.corp.example", "direct"] {
        let output = stage.command(&["env", "set", &format!("GOPROXY={value}")]).output().unwrap();
        assert!(output.status.success(), "{}", crate::stage::said(&output));
    }
    stage
}

fn forms(stage: &Stage, masked: bool) -> Vec<String> {
    [&[][..], &["--markdown"], &["--json"]]
        .into_iter()
        .map(|form| {
            let arguments: Vec<&str> =
                ["report"].iter().chain(form).chain(masked.then_some(&"--mask-hosts")).copied().collect();
            let output = stage.command(&arguments).output().unwrap();
            assert!(output.status.success(), "{}", crate::stage::said(&output));
            String::from_utf8(output.stdout).unwrap()
        })
        .collect()
}

#[test]
fn no_secret_is_in_a_report_in_any_form() {
    let Some(sdk) = newest() else { return };
    let stage = planted(&sdk);
    for (masked, text) in [false, true]
        .into_iter()
        .flat_map(|masked| forms(&stage, masked).into_iter().map(move |t| (masked, t)))
    {
        for secret in PLANTED {
            assert!(!text.contains(secret), "{masked} {secret}: {text}");
        }
        assert!(text.contains(&sdk.version), "{text}");
    }
}

#[test]
fn no_private_name_is_in_a_masked_report() {
    let Some(sdk) = newest() else { return };
    let stage = planted(&sdk);
    let plain = forms(&stage, false);
    assert!(
        plain[0].contains("athens.corp.example") && plain[0].contains("proxy.corp.example"),
        "{}",
        plain[0]
    );
    for text in forms(&stage, true) {
        for name in ["corp.example", "secret-app", "hidden", "acme", "ada:", "/ada", "=ada"] {
            let lines: Vec<&str> = text.lines().filter(|line| line.contains(name)).collect();
            assert!(lines.is_empty(), "{name}: {lines:#?}");
        }
        assert!(!text.contains(&stage.home().display().to_string()), "{text}");
        assert!(text.contains("private-"), "{text}");
    }
}

#[test]
fn a_report_says_what_a_maintainer_asks_for_and_can_be_written_to_a_file() {
    let Some(sdk) = newest() else { return };
    let stage = planted(&sdk);
    let (status, told) = stage.json(&["report"]);
    assert_eq!(status, 0);
    assert_eq!(told["about"]["burrow"], env!("CARGO_PKG_VERSION"));
    assert_eq!(told["go"]["version"], sdk.version.as_str());
    let goproxy =
        told["variables"].as_array().unwrap().iter().find(|v| v["name"] == "GOPROXY").unwrap().clone();
    assert_eq!(
        (goproxy["origin"].as_str(), goproxy["shadows"].as_array().unwrap().len()),
        (Some("process"), 2),
        "{goproxy:#}"
    );
    assert_eq!(told["project"]["file"], "~/project/go.mod");
    let ids: Vec<&str> =
        told["findings"].as_array().unwrap().iter().map(|f| f["id"].as_str().unwrap()).collect();
    assert!(ids.contains(&"env-shadowed") || ids.contains(&"credential-in-url"), "{ids:?}");
    assert!(!told["history"].as_array().unwrap().is_empty(), "{told:#}");
    let output = stage.command(&["report", "--markdown", "--output", "r.md"]).output().unwrap();
    assert!(output.status.success() && output.stdout.is_empty());
    let written = fs::read_to_string(stage.project().join("r.md")).unwrap();
    assert!(written.starts_with("### ") && written.matches("```").count().is_multiple_of(2), "{written}");
}
