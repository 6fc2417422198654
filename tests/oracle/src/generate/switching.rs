//! Cases in which go hands over to another toolchain, or would like to and cannot. No server is ever asked:
//! GOPROXY is `off` or a folder, in the process environment, which nothing in a file can overrule.

use super::place::file;
use super::world::{World, exe};
use crate::case::{Entry, What};
use crate::native::join;
use crate::rng::Rng;
use crate::sdk::Sdk;
use bstr::BString;

/// What switching adds to the environment; PATH gets a folder in front.
pub struct Switching {
    pub env: Vec<(BString, BString)>,
    pub path_entry: Option<BString>,
}

/// None when this SDK knows no switching, or there is nothing to switch to.
pub fn switching(w: &World, rng: &mut Rng, cwd: &BString, entries: &mut Vec<Entry>) -> Option<Switching> {
    let others: Vec<&Sdk> = w.all.iter().filter(|sdk| sdk.minor >= 21).collect();
    if !w.at_least(21) || others.len() < 2 {
        return None;
    }
    let other = *rng.pick(&others);
    demand(w, rng, cwd, other, entries);
    let mut env = Vec::new();
    if rng.chance(55) {
        env.push(("GOTOOLCHAIN".into(), wish(rng, other)));
    }
    let proxy = if rng.chance(60) { "off".into() } else { [&b"file://"[..], &w.at("proxy")].concat().into() };
    env.push(("GOPROXY".into(), proxy));
    env.push(("GOSUMDB".into(), "off".into()));
    env.push(("GOMODCACHE".into(), w.at("mc")));
    Some(Switching { path_entry: supply(w, rng, other, entries), env })
}

/// A go.mod or go.work that asks for something.
fn demand(w: &World, rng: &mut Rng, cwd: &BString, other: &Sdk, entries: &mut Vec<Entry>) {
    let number = &other.version[2..];
    let own = &w.sdk.version[2..];
    let minor = other.minor;
    let lines = [
        format!("go {number}\n"),
        format!("go 1.18\n\ntoolchain go{number}\n"),
        format!("go 1.{minor}\n"),
        format!("go {own}\n"),
        format!("go {own}\ntoolchain default\n"),
        "go 1.99.7\n".to_owned(),
        "go 1.18\ntoolchain go1.99.7 // far\n".to_owned(),
        "toolchain local\ngo 1.99\n".to_owned(),
        format!("/*\ngo {number}\n*/\ngo 1.18\n"),
        format!("go \"{number}\"\n"),
        format!("go (\n\t{number}\n)\n"),
        format!("  go\t{number}  // note\n"),
        format!("go {number}rc1\n"),
        format!("go 1.18\ntoolchain go{number}-custom\n"),
        "go 1.18\ntoolchain nonsense\n".to_owned(),
        format!("go {number}\r\n"),
    ];
    let text = |rng: &mut Rng| format!("module m\n\n{}", rng.pick(&lines));
    entries.retain(|entry| !entry.path.ends_with(b"go.mod") && !entry.path.ends_with(b"go.work"));
    match rng.weighted(&[60, 15, 20, 5]) {
        0 => entries.push(file(join(cwd, "go.mod"), &text(rng))),
        1 => entries.push(file(join(cwd, "go.work"), &text(rng))),
        2 => {
            entries.push(file(join(cwd, "go.mod"), &text(rng)));
            entries.push(file(w.at("w/go.work"), &text(rng)));
        }
        _ => {}
    }
}

fn wish(rng: &mut Rng, other: &Sdk) -> BString {
    let name = &other.version;
    let wishes = [
        "local".to_owned(),
        "auto".to_owned(),
        "path".to_owned(),
        "local+path".to_owned(),
        name.clone(),
        format!("{name}+auto"),
        format!("{name}+path"),
        "go1.99.7".to_owned(),
        "go1.99.7+path".to_owned(),
        "go1.99".to_owned(),
        format!("{name}-custom"),
        format!("go1.{}", other.minor),
    ];
    rng.pick(&wishes).as_str().into()
}

/// Where the other toolchain is to be found, if anywhere.
fn supply(w: &World, rng: &mut Rng, other: &Sdk, entries: &mut Vec<Entry>) -> Option<BString> {
    let program = |name: String, what| Entry { path: w.at(&format!("toolchains/{}", exe(&name))), what };
    let real = What::Link { to: other.program() };
    let dead = What::File { lines: vec!["not a program\n".into()], mode: 0o644 };
    let unix = usize::from(cfg!(unix));
    match rng.weighted(&[30 * unix, 25 * unix, 10 * unix, 5, 5 * unix, 5 * unix, 20]) {
        0 => entries.push(program(other.version.clone(), real)),
        1 => {
            let platform = format!("{}-{}", w.sdk.os, w.sdk.arch);
            let what =
                What::CachedToolchain { of: other.goroot.clone(), version: other.version.clone(), platform };
            entries.push(Entry { path: w.at("mc"), what });
            return None;
        }
        2 => entries.push(program("go1.99.7".to_owned(), real)),
        3 => entries.push(program(other.version.clone(), dead)),
        4 => entries.push(program(format!("{}-custom", other.version), real)),
        5 => {
            entries.push(program(other.version.clone(), real));
            return Some("../toolchains".into());
        }
        _ => return None,
    }
    Some(w.at("toolchains"))
}
