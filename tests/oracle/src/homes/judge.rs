//! What Burrow found in a home against what was laid there, and against what the SDKs say of themselves.

use super::home::{Expected, Home};
use crate::native::{bytes, path};
use crate::run::{Call, run};
use bstr::{BString, ByteSlice};
use serde_json::Value;
use std::io;
use std::path::{Path, PathBuf};

/// An SDK as `burrow sdk list --json` tells it.
#[derive(Debug, Clone)]
pub struct Found {
    pub goroot: PathBuf,
    pub version: Option<String>,
    pub goos: Option<String>,
    pub goarch: Option<String>,
    pub bytes: u64,
    pub active: bool,
    pub state: String,
    pub problems: Vec<String>,
    pub ways: Vec<(String, PathBuf)>,
    pub cgo: Option<bool>,
}

/// The order in which sources are looked at.
const ORDER: [&str; 21] = [
    "path",
    "goroot",
    "system",
    "distribution",
    "homebrew",
    "snap",
    "nix",
    "golang-dl",
    "module-cache",
    "gvm",
    "goenv",
    "asdf",
    "mise",
    "g",
    "stefanmaric-g",
    "gobrew",
    "jetbrains",
    "scoop",
    "chocolatey",
    "msi",
    "folder",
];

/// What `burrow` finds in the home; what the machine has besides is left out.
///
/// # Errors
/// When it does not answer in its JSON.
pub fn found(burrow: &BString, home: &Home) -> io::Result<Vec<Found>> {
    let args = ["sdk", "list", "--json"].map(BString::from).to_vec();
    let cwd = bytes(&home.root);
    let said = run(&Call { program: burrow.clone(), args, cwd: &cwd, env: &home.env })?;
    let list: Value = serde_json::from_slice(&said.stdout)
        .map_err(|why| io::Error::other(format!("{why}: {}{}", said.stdout, said.stderr)))?;
    let sdks = list["sdks"].as_array().ok_or_else(|| io::Error::other(format!("no sdks: {list}")))?;
    let all: Option<Vec<Found>> = sdks.iter().map(read).collect();
    let all = all.ok_or_else(|| io::Error::other(format!("not the form of the contract: {list}")))?;
    Ok(all.into_iter().filter(|sdk| sdk.goroot.starts_with(&home.root)).collect())
}

fn read(sdk: &Value) -> Option<Found> {
    let text = |name: &str| sdk[name].as_str().map(str::to_owned);
    let problem = |problem: &Value| {
        problem["message"].as_str().filter(|text| !text.is_empty())?;
        Some(problem["code"].as_str()?.to_owned())
    };
    let way = |way: &Value| Some((way["source"].as_str()?.to_owned(), PathBuf::from(way["path"].as_str()?)));
    Some(Found {
        goroot: text("goroot")?.into(),
        version: text("version"),
        goos: text("goos"),
        goarch: text("goarch"),
        bytes: sdk["bytes"].as_u64()?,
        active: sdk["active"].as_bool()?,
        state: text("state")?,
        problems: sdk["problems"].as_array()?.iter().map(problem).collect::<Option<_>>()?,
        ways: sdk["ways"].as_array()?.iter().map(way).collect::<Option<_>>()?,
        cgo: sdk["cgo"].as_bool(),
    })
}

/// Everything that is not as it was laid.
pub fn unlike(home: &Home, found: &[Found]) -> Vec<String> {
    let mut faults = Vec::new();
    for (at, expected) in home.expected.iter().enumerate() {
        let matching: Vec<&Found> = found.iter().filter(|sdk| sdk.goroot == expected.goroot).collect();
        match matching[..] {
            [sdk] => faults.extend(unlike_one(expected, sdk, home.active == Some(at))),
            _ => faults.push(format!(
                "{} is there {} times: {expected:?}",
                expected.goroot.display(),
                matching.len()
            )),
        }
    }
    for sdk in found {
        if !home.expected.iter().any(|expected| expected.goroot == sdk.goroot) {
            faults.push(format!("{} is no SDK: {sdk:?}", sdk.goroot.display()));
        }
    }
    faults
}

fn unlike_one(expected: &Expected, sdk: &Found, active: bool) -> Vec<String> {
    let mut faults = Vec::new();
    let mut differs = |what: &str, mine: String, theirs: String| {
        if mine != theirs {
            let at = expected.goroot.display();
            faults.push(format!("{at} ({:?}): {what} is {theirs}, not {mine}", expected.damage));
        }
    };
    let sorted = |mut ways: Vec<(String, PathBuf)>| {
        ways.sort();
        format!("{ways:#?}")
    };
    let mut codes = sdk.problems.clone();
    codes.sort();
    let mut wanted: Vec<&str> = expected.damage.problems().to_vec();
    wanted.sort_unstable();
    differs("problems", format!("{wanted:?}"), format!("{codes:?}"));
    let state = if expected.is_broken() { "broken" } else { "complete" };
    differs("state", state.into(), sdk.state.clone());
    let ways = expected.ways.iter().map(|(source, path)| ((*source).to_owned(), path.clone())).collect();
    differs("ways", sorted(ways), sorted(sdk.ways.clone()));
    let place = |source: &str| ORDER.iter().position(|known| *known == source);
    differs(
        "order of ways",
        "true".into(),
        sdk.ways.is_sorted_by_key(|(source, _)| place(source)).to_string(),
    );
    let on_path = |ways: &[(String, PathBuf)]| {
        format!("{:?}", ways.iter().filter(|w| w.0 == "path").collect::<Vec<_>>())
    };
    let laid: Vec<_> = expected.ways.iter().map(|(s, p)| ((*s).to_owned(), p.clone())).collect();
    differs("order on PATH", on_path(&laid), on_path(&sdk.ways));
    differs("active", active.to_string(), sdk.active.to_string());
    differs("bytes", sum(&expected.goroot).to_string(), sdk.bytes.to_string());
    faults
}

/// Lengths of files and links, one after the other. Nothing that is laid has two names in one SDK.
fn sum(dir: &Path) -> u64 {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    let one = |entry: std::fs::DirEntry| match entry.metadata() {
        Ok(facts) if facts.is_dir() && entry.file_name() == ".versions" => 0,
        Ok(facts) if facts.is_dir() => sum(&entry.path()),
        Ok(facts) => facts.len(),
        Err(_) => 0,
    };
    entries.map(one).sum()
}

/// Asks the `go` of every whole SDK, and the `go` that PATH gives.
///
/// # Errors
/// When one cannot be started.
pub fn asked(home: &Home, found: &[Found], count: &mut u64) -> io::Result<Vec<String>> {
    let mut faults = Vec::new();
    for sdk in found.iter().filter(|sdk| sdk.version.is_some() && sdk.state == "complete") {
        let said = ask(home, &sdk.goroot.join(super::sdk::go("bin")))?;
        *count += 1;
        let cgo = match sdk.cgo {
            Some(true) => "1",
            Some(false) => "0",
            None => "",
        };
        let [version, goos, goarch] =
            [&sdk.version, &sdk.goos, &sdk.goarch].map(|t| t.clone().unwrap_or_default());
        let goroot = sdk.goroot.display().to_string();
        let mine = [version, goos, goarch, cgo.into(), goroot];
        if said != mine {
            faults.push(format!("{}: go says {said:?}, Burrow {mine:?}", sdk.goroot.display()));
        }
    }
    if let Some(active) = found.iter().find(|sdk| sdk.active && sdk.state == "complete") {
        let on_path = active.ways.iter().filter(|(source, _)| source == "path");
        for (_, program) in on_path {
            let said = ask(home, program)?;
            *count += 1;
            let goroot = path(said[4].as_bytes());
            if goroot.canonicalize().ok().as_ref() != Some(&active.goroot) {
                faults.push(format!(
                    "{}: GOROOT is {}, not {}",
                    program.display(),
                    said[4],
                    active.goroot.display()
                ));
            }
        }
    }
    Ok(faults)
}

fn ask(home: &Home, program: &Path) -> io::Result<[String; 5]> {
    let kept = home.env.iter().filter(|(name, _)| name == "PATH").cloned();
    let judge = bytes(&home.root.join("judge"));
    let set =
        ["HOME", "USERPROFILE", "AppData", "LocalAppData"].map(|name| (BString::from(name), judge.clone()));
    let off = [("GOENV", "off"), ("GOTOOLCHAIN", "local")].map(|(n, v)| (BString::from(n), BString::from(v)));
    let env: Vec<_> = kept.chain(set).chain(off).collect();
    let names = ["env", "GOVERSION", "GOHOSTOS", "GOHOSTARCH", "CGO_ENABLED", "GOROOT"];
    let args = names.map(BString::from).to_vec();
    let said = run(&Call { program: bytes(program), args, cwd: &bytes(&home.root), env: &env })?;
    let mut lines = said.stdout.lines().map(|line| line.to_str_lossy().into_owned());
    Ok(std::array::from_fn(|_| lines.next().unwrap_or_else(|| said.stderr.to_string())))
}
