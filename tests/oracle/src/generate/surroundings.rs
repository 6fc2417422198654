//! The process environment beside Go's own variables: HOME, XDG, the telemetry mode, PATH and what lies on it,
//! and where go itself is.

use super::files::env_file;
use super::place::{directory, file};
use super::world::{World, exe, one_of};
use crate::case::{Entry, GoAt, What};
use crate::native::join;
use crate::rng::Rng;
use bstr::BString;

pub type Env = Vec<(BString, BString)>;

/// HOME and its kin. Returns the configuration folders that go may come to.
pub fn homes(w: &World, rng: &mut Rng, cwd: &BString, env: &mut Env) -> Vec<BString> {
    if cfg!(windows) {
        return windows_homes(w, rng, env);
    }
    let mut places = Vec::new();
    let place = |dir: &BString, below: &str| {
        if dir.starts_with(b"/") {
            join(dir, below)
        } else {
            join(join(cwd, &String::from_utf8_lossy(dir)), below)
        }
    };
    let home: Option<BString> = match rng.weighted(&[88, 4, 2, 3, 2, 1]) {
        0 => Some(w.home()),
        1 => None,
        2 => Some("".into()),
        3 => Some("rel".into()),
        4 => Some(w.at("no such home")),
        _ => Some(w.at("home/")),
    };
    let library = if cfg!(target_os = "macos") { "Library/Application Support" } else { ".config" };
    if let Some(home) = home {
        if !home.is_empty() {
            places.push(place(&home, library));
        }
        env.push(("HOME".into(), home));
    }
    for (name, absolute) in [("XDG_CONFIG_HOME", "xdg/config"), ("XDG_CACHE_HOME", "xdg/cache")] {
        let value: BString = match rng.weighted(&[72, 16, 6, 4, 2]) {
            0 => continue,
            1 => w.at(absolute),
            2 => one_of(rng, &["relxdg", "./relxdg", "../relxdg"]),
            3 => "".into(),
            _ => w.at("xdg//there/../there/"),
        };
        if name == "XDG_CONFIG_HOME" && !value.is_empty() && cfg!(not(target_os = "macos")) {
            places.insert(
                0,
                if value.starts_with(b"/") {
                    value.clone()
                } else {
                    join(cwd, &String::from_utf8_lossy(&value))
                },
            );
        }
        env.push((name.into(), value));
    }
    places
}

fn windows_homes(w: &World, rng: &mut Rng, env: &mut Env) -> Vec<BString> {
    let mut places = Vec::new();
    for (name, below) in
        [("USERPROFILE", "home"), ("AppData", "home/roaming"), ("LocalAppData", "home/local")]
    {
        match rng.weighted(&[92, 4, 2]) {
            0 => env.push((one_of(rng, &[name, name, &name.to_uppercase()]), w.at(below))),
            1 => {}
            _ => env.push((name.into(), "".into())),
        }
        if name == "AppData" {
            places.push(w.at(below));
        }
    }
    places
}

/// Mostly off, so that go starts no helper of its own; where it is not, a fresh token holds the helper back.
pub fn telemetry(rng: &mut Rng, places: &[BString], entries: &mut Vec<Entry>) {
    let mode = match rng.weighted(&[86, 14]) {
        0 => Some("off".into()),
        _ if rng.chance(20) => None,
        _ => Some(one_of(
            rng,
            &[
                "off\n",
                "off 2026-01-01",
                "local",
                "local 2024-09-09\n",
                "on 2025-01-01",
                "what",
                "",
                " off",
                "\n",
                "OFF",
            ],
        )),
    };
    for place in places {
        let dir = join(place, "go/telemetry");
        entries.push(file(join(&dir, "local/upload.token"), ""));
        if let Some(mode) = &mode {
            entries.push(file(join(&dir, "mode"), &mode.to_string()));
        }
    }
}

/// Where the GOENV file is, and what is there. Returns its lines, for questions about its names.
pub fn goenv(
    w: &World,
    rng: &mut Rng,
    wild: bool,
    cwd: &BString,
    places: &[BString],
    env: &mut Env,
    entries: &mut Vec<Entry>,
) -> Vec<BString> {
    let lines = env_file(w, rng, wild, 13);
    let what = What::File { lines: lines.clone(), mode: if rng.chance(5) { 0o600 } else { 0o644 } };
    let default: Vec<BString> = places.iter().map(|p| join(p, "go/env")).collect();
    let links = usize::from(cfg!(unix));
    let mut goenv = |value: BString| env.push(("GOENV".into(), value));
    match rng.weighted(&[50, 18, 12, 4, 2, 3, 2, 3 * links, links, links, links, 2, 1]) {
        0 => entries.extend(default.into_iter().map(|path| Entry { path, what: what.clone() })),
        1 => return Vec::new(),
        2 => {
            goenv(w.at("my env"));
            entries.push(Entry { path: w.at("my env"), what });
        }
        3 => {
            goenv("off".into());
            entries.extend(default.into_iter().map(|path| Entry { path, what: what.clone() }));
        }
        4 => {
            // Windows drops a blank at the end of a name.
            let name = one_of(rng, if cfg!(windows) { &["OFF", "Off"] } else { &["OFF", "off "] });
            entries.push(Entry { path: join(cwd, &name.to_string()), what });
            goenv(name);
        }
        5 => {
            goenv("relenv".into());
            entries.push(Entry { path: join(cwd, "relenv"), what });
        }
        6 => entries.extend(default.into_iter().map(directory)),
        7 => {
            entries.push(Entry { path: w.at("real env"), what });
            entries.extend(
                default.into_iter().map(|path| Entry { path, what: What::Link { to: w.at("real env") } }),
            );
        }
        8 => entries
            .extend(default.into_iter().map(|path| Entry { path, what: What::Link { to: w.at("nowhere") } })),
        9 => entries.extend(
            default.into_iter().map(|path| Entry { path: path.clone(), what: What::Link { to: path } }),
        ),
        10 => {
            goenv(w.at("my env/below a file"));
            entries.push(Entry { path: w.at("my env"), what });
        }
        11 => {
            let what = What::File { lines: lines.clone(), mode: 0o000 };
            entries.extend(default.into_iter().map(|path| Entry { path, what: what.clone() }));
        }
        _ => goenv("".into()),
    }
    lines
}

/// PATH with or without compilers. `first` comes before all else.
pub fn path(w: &World, rng: &mut Rng, first: Vec<BString>, env: &mut Env, entries: &mut Vec<Entry>) {
    let mut list = first;
    if rng.chance(35) {
        tools(w, rng, "tools", entries);
        let before = rng.chance(30);
        list.insert(if before { 0 } else { list.len() }, w.at("tools"));
    }
    if rng.chance(6) {
        tools(w, rng, "w/reltools", entries);
        let relative = one_of(rng, &["reltools", "./reltools", "../reltools", "", "."]);
        list.insert(if rng.chance(60) { 0 } else { list.len() }, relative);
    }
    if rng.chance(8) {
        list.push(w.at("nowhere"));
    }
    let list: Vec<&[u8]> = list.iter().map(|p| &p[..]).collect();
    if !list.is_empty() || rng.chance(50) {
        env.push(("PATH".into(), w.list(&list)));
    }
}

fn tools(w: &World, rng: &mut Rng, dir: &str, entries: &mut Vec<Entry>) {
    for name in ["gcc", "g++", "clang", "clang++", "cc", "gccgo", "pkg-config", "ar", "cacheprog"] {
        if rng.chance(45) {
            let path = w.at(&format!("{dir}/{}", exe(name)));
            let script = |mode| What::File { lines: vec!["#!/bin/sh\n".into(), "exit 1\n".into()], mode };
            let what = match rng.weighted(&[86, 9, 5]) {
                0 => script(0o755),
                1 => script(0o644),
                _ => What::Directory,
            };
            entries.push(Entry { path, what });
        }
    }
}

/// The go that is asked, and what PATH must begin with so that it is found. True: the case has an SDK of its own.
pub fn toolchain(
    w: &World,
    rng: &mut Rng,
    wild: bool,
    entries: &mut Vec<Entry>,
) -> (GoAt, Vec<BString>, bool) {
    let unix = usize::from(cfg!(unix));
    let bin = join(w.sdk.root(), "bin");
    let link = |path: BString, to: BString| Entry { path, what: What::Link { to } };
    // Debian's build of 1.19 falls back to a folder compiled into it, which cannot be known from outside.
    let newer = if w.at_least(21) { unix } else { 0 };
    match rng.weighted(&[40, 20, 7 * unix, 4 * unix, 18 * unix, 7 * unix, newer, newer]) {
        0 => (GoAt::Root(w.sdk.root()), Vec::new(), false),
        1 => (GoAt::Path(w.sdk.program()), vec![bin], false),
        2 => {
            entries.push(link(w.at("links/go"), w.sdk.program()));
            (GoAt::Path(w.at("links/go")), vec![w.at("links")], false)
        }
        3 => {
            entries.push(link(w.at("sdk"), w.sdk.root()));
            (GoAt::Root(w.at("sdk")), Vec::new(), false)
        }
        4 => {
            farm(w, rng, wild, true, "bin/go", entries);
            (GoAt::Root(w.farm()), Vec::new(), true)
        }
        5 => {
            farm(w, rng, wild, true, "bin/go", entries);
            (GoAt::Path(w.at("home/go/bin/go")), vec![w.at("home/go/bin")], true)
        }
        6 => {
            farm(w, rng, wild, false, "bin/go", entries);
            (GoAt::Root(w.farm()), Vec::new(), true)
        }
        _ => {
            let nested = format!("bin/{}_{}/go", w.sdk.os, w.sdk.arch);
            farm(w, rng, wild, true, &nested, entries);
            let folder = nested.trim_end_matches("/go");
            (GoAt::Path(join(w.farm(), &nested)), vec![join(w.farm(), folder)], true)
        }
    }
}

/// An SDK at `$HOME/go`, with a `go.env` of its own or none.
fn farm(w: &World, rng: &mut Rng, wild: bool, tools: bool, go: &str, entries: &mut Vec<Entry>) {
    let own = rng.weighted(&[40, 45, 8, 3, 4]);
    let what = What::Farm { of: w.sdk.goroot.clone(), go_env: own == 0, tools, go: go.into() };
    entries.push(Entry { path: w.farm(), what });
    let go_env = join(w.farm(), "go.env");
    match own {
        1 => {
            let mut lines = env_file(w, rng, wild, 8);
            if rng.chance(60) {
                lines.insert(
                    0,
                    "GOPROXY=https://farm.example,direct\nGOSUMDB=sum.farm.example\nGOTOOLCHAIN=local\n"
                        .into(),
                );
            }
            entries.push(Entry { path: go_env, what: What::File { lines, mode: 0o644 } });
        }
        2 => entries.push(file(go_env, "")),
        3 => entries.push(directory(go_env)),
        _ => {}
    }
}
