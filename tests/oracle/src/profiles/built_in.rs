//! Every built-in profile as real go takes it, and the one for offline work in a filled module cache.

use super::Seen;
use super::home::Home;
use crate::caches::proxy::Release;
use crate::caches::stage::{Stage, said};
use crate::sdk::Sdk;
use serde_json::Value;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

/// # Errors
/// When a program cannot be started or the folder cannot be written.
pub fn taken(root: &Path, sdks: &[Sdk], burrow: &Path, seen: &mut Seen) -> io::Result<()> {
    let newest = sdks.last().ok_or_else(|| io::Error::other("no SDK"))?;
    let home = Home::new(root, newest, burrow)?;
    fs::write(home.goenv(), "GOPRIVATE=*.corp\n")?;
    let list = home.ask(&["profile", "list"])?;
    let names: Vec<&str> =
        list["profiles"].as_array().into_iter().flatten().filter_map(|p| p["name"].as_str()).collect();
    seen.check(names.len() == 8, || format!("built in are {names:?}"));
    let empty = root.join("empty");
    let at_rest = sdks.iter().map(|sdk| asked(&home, sdk, &empty)).collect::<io::Result<Vec<_>>>()?;
    for name in names {
        home.ask(&["profile", "apply", name])?;
        let active = home.ask(&["profile", "list"])?["active"].clone();
        seen.check(active == name, || format!("{name} was applied, and {active} is in effect"));
        let shown = home.ask(&["profile", "show", name])?;
        for (sdk, at_rest) in sdks.iter().zip(&at_rest) {
            let now = asked(&home, sdk, &home.goenv())?;
            for row in shown["profile"]["vars"].as_array().into_iter().flatten() {
                let variable = row["name"].as_str().unwrap_or_default();
                let wanted = if row["wanted"].is_null() { &at_rest[variable] } else { &row["wanted"] };
                seen.check(now[variable] == *wanted, || {
                    format!("{name}: {} says {variable} is {}, wanted {wanted}", sdk.version, now[variable])
                });
            }
            seen.check(now["GOPRIVATE"] == "*.corp", || format!("{name}: GOPRIVATE is {}", now["GOPRIVATE"]));
        }
    }
    Ok(())
}

fn asked(home: &Home<'_>, sdk: &Sdk, goenv: &Path) -> io::Result<Value> {
    let output = home.go(sdk, goenv, &["env", "-json", "GOPROXY", "GOSUMDB", "GOPRIVATE"])?;
    serde_json::from_slice(&output.stdout).map_err(|why| {
        io::Error::other(format!("{}: {why}: {}", sdk.version, String::from_utf8_lossy(&output.stderr)))
    })
}

const MAIN: &str = "package main\n\nimport \"corp.example/dep\"\n\nfunc main() { println(dep.Name) }\n";

/// A cache that a project filled, in a folder whose name must be escaped; then another project that only the folder as a
/// proxy can serve.
///
/// # Errors
/// When a program cannot be started or the folder cannot be written.
pub fn offline(root: &Path, store: &Path, sdk: &Sdk, burrow: &Path, seen: &mut Seen) -> io::Result<()> {
    let mut stage = Stage::new(root)?;
    stage.warm(store, sdk)?;
    stage.gomodcache = root.join(if cfg!(windows) { "mod, cache 50%" } else { "mod, cache |50%?#" });
    for version in ["v1.0.0", "v1.1.0"] {
        stage.proxy.publish(&Release {
            module: "corp.example/dep".into(),
            version: version.into(),
            go_mod: "module corp.example/dep\n\ngo 1.21\n".into(),
            files: vec![("dep.go".into(), format!("package dep\n\nconst Name = {version:?}\n").into_bytes())],
        })?;
    }
    let first = project(&stage, "first")?;
    stage.must(sdk, &first, &["get", "corp.example/dep@v1.0.0"])?;
    stage.must(sdk, &first, &["mod", "download", "corp.example/dep@v1.1.0"])?;
    fs::rename(root.join("proxy"), root.join("proxy-gone"))?;

    let goenv = root.join("goenv");
    let ours = |mut command: Command| {
        command.env_remove("GOPROXY").env_remove("GOSUMDB").env("GOENV", &goenv);
        command
    };
    said(ours(stage.burrow(burrow, sdk)).args(["profile", "apply", "offline"]))?;
    let second = project(&stage, "second")?;
    let steps: [(&Path, &[&str], &str); 4] = [
        (&first, &["build", "-o", "first.exe", "."], ""),
        (&second, &["list", "-m", "-versions", "corp.example/dep"], "v1.0.0 v1.1.0"),
        (&second, &["get", "corp.example/dep@latest"], ""),
        (&second, &["build", "-o", "second.exe", "."], ""),
    ];
    for (folder, words, expected) in steps {
        let answer = said(ours(stage.go(sdk, folder)).args(words));
        seen.check(answer.as_ref().is_ok_and(|text| text.contains(expected)), || {
            format!("offline, go {words:?}: {answer:?}")
        });
    }
    let missing = said(ours(stage.go(sdk, &second)).args(["get", "corp.example/other@latest"]));
    seen.check(missing.is_err(), || "offline, go found a module that is nowhere".to_owned());
    Ok(())
}

fn project(stage: &Stage, name: &str) -> io::Result<std::path::PathBuf> {
    let folder = stage.project(name);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("go.mod"), format!("module {name}.example\n\ngo 1.21\n"))?;
    fs::write(folder.join("main.go"), MAIN)?;
    Ok(folder)
}
