//! Cases of `sdk which`: what PATH leads to, GOROOT, GOTOOLCHAIN in every layer, go.mod and go.work, toolchains that
//! are there and that are not. No server outside is ever asked: all of them are `NOWHERE`.

use super::place::{directory, file};
use super::surroundings::Env;
use super::which_lines as lines;
use super::world::{World, exe};
use crate::case::{Ask, Case, Entry, GoAt, What};
use crate::native::join;
use crate::rng::Rng;
use crate::sdk::Sdk;
use crate::which::records::Remembered;
use crate::which::server::NOWHERE;
use bstr::BString;

/// A case under construction.
pub(super) struct Draft<'a> {
    pub(super) w: &'a World<'a>,
    /// The toolchain that is asked for, if one that exists.
    pub(super) other: &'a Sdk,
    pub(super) env: Env,
    pub(super) entries: Vec<Entry>,
    /// The lines of the GOENV file.
    pub(super) goenv: Vec<BString>,
    pub(super) path: Vec<BString>,
    /// Little is broken, so that go comes as far as running something.
    pub(super) calm: bool,
}

pub fn case(w: &World, rng: &mut Rng) -> Case {
    let newer: Vec<&Sdk> = w.all.iter().filter(|sdk| sdk.minor > w.sdk.minor).collect();
    let other = if newer.is_empty() || rng.chance(40) { rng.pick(w.all) } else { *rng.pick(&newer) };
    let calm = rng.chance(60);
    let (env, entries, goenv, path) = (Env::new(), Vec::new(), Vec::new(), Vec::new());
    let mut draft = Draft { w, other, env, entries, goenv, path, calm };
    let cwd: &str = rng.pick::<&str>(&["w", "w/a", "w/a", "w/a/b"]);
    let cwd = w.at(cwd);
    let go = draft.go(rng);
    draft.named_toolchains(rng);
    draft.goroot(rng);
    draft.setting(rng);
    draft.asking_files(rng, &cwd);
    draft.module_cache(rng);
    draft.servers(rng);
    draft.rest(rng, &cwd);
    let chdir = draft.chdir(rng, &cwd);
    draft.goenv_file(rng);
    let path: Vec<&[u8]> = draft.path.iter().map(|p| &p[..]).collect();
    let path = w.list(&path);
    draft.env.push(("PATH".into(), path));
    Case { env: draft.env, cwd, chdir, entries: draft.entries, go: GoAt::Path(go), ask: Ask::Which }
}

pub(super) fn link(path: BString, to: BString) -> Entry {
    Entry { path, what: What::Link { to } }
}

fn program(path: BString, text: &str, mode: u32) -> Entry {
    Entry { path, what: What::File { lines: vec![text.into()], mode } }
}

impl Draft<'_> {
    pub(super) fn var(&mut self, name: &str, value: impl Into<BString>) {
        self.env.push((name.into(), value.into()));
    }

    /// In the process environment, the GOENV file, or both.
    pub(super) fn set(&mut self, rng: &mut Rng, name: &str, value: impl Into<BString>) {
        let value = value.into();
        let line = [name.as_bytes(), b"=", &value, b"\n"].concat();
        match rng.weighted(&[60, 40]) {
            0 => self.var(name, value),
            _ => self.goenv.push(line.into()),
        }
    }

    /// What PATH leads to, with other things before it.
    fn go(&mut self, rng: &mut Rng) -> BString {
        let w = self.w;
        for _ in 0..rng.weighted(if self.calm { &[85, 10, 5] } else { &[60, 25, 15] }) {
            self.beside_the_point(rng);
        }
        let unix = usize::from(cfg!(unix));
        let bin = join(w.sdk.root(), "bin");
        let name = exe("go");
        let odd = if self.calm { 0 } else { unix };
        match rng.weighted(&[50, 14 * unix, 12 * unix, 6 * odd, 6 * odd, 2 + 2 * odd]) {
            0 => {
                self.path.push(bin);
                w.sdk.program()
            }
            1 => {
                self.entries.push(link(w.at("links/go"), w.sdk.program()));
                self.path.push(w.at("links"));
                w.at("links/go")
            }
            2 => self.farm(rng),
            3 => {
                let script = format!("#!/bin/sh\nexec {} \"$@\"\n", w.sdk.program());
                self.entries.push(program(w.at("shims/go"), &script, 0o755));
                self.path.push(w.at("shims"));
                w.at("shims/go")
            }
            4 => {
                self.entries.push(link(w.at("w/rel/go"), w.sdk.program()));
                self.path.push((*rng.pick(&["rel", "./rel", "../rel"])).into());
                self.path.push(bin);
                w.sdk.program()
            }
            _ => w.at(&format!("nowhere/{name}")),
        }
    }

    /// An SDK of its own, whose go.env may be another.
    fn farm(&mut self, rng: &mut Rng) -> BString {
        let w = self.w;
        let own = rng.chance(60);
        let what = What::Farm { of: w.sdk.goroot.clone(), go_env: !own, tools: true, go: "bin/go".into() };
        self.entries.push(Entry { path: w.at("own"), what });
        if own && rng.chance(85) {
            let setting = lines::setting(rng, w.sdk, self.other);
            let text = format!("# own\nGOPROXY=http://{NOWHERE}\nGOTOOLCHAIN={setting}\nGOTOOLCHAIN=local\n");
            self.entries.push(file(join(w.at("own"), "go.env"), &text));
        }
        self.path.push(w.at("own/bin"));
        w.at("own/bin/go")
    }

    fn beside_the_point(&mut self, rng: &mut Rng) {
        let w = self.w;
        let at = w.at(&format!("beside{}", self.entries.len()));
        let go = join(&at, &exe("go"));
        match rng.weighted(&[30, 15, 15, 10, 10, 10]) {
            0 => {}
            1 => self.entries.push(directory(go)),
            2 if cfg!(unix) => self.entries.push(program(go, "not to be run\n", 0o644)),
            3 if cfg!(unix) => self.entries.push(link(go, w.at("nothing here"))),
            4 => self.path.push("".into()),
            _ => self.path.push("relative/nothing".into()),
        }
        self.path.push(at);
    }

    /// Programs like `go1.24.11` on PATH: right, wrong, none.
    fn named_toolchains(&mut self, rng: &mut Rng) {
        if cfg!(windows) || rng.chance(if self.calm { 72 } else { 55 }) {
            return;
        }
        let w = self.w;
        if self.calm {
            let name = w.at(&format!("toolchains/{}", self.other.version));
            self.entries.push(link(name, self.other.program()));
            self.path.push(w.at("toolchains"));
            return;
        }
        for _ in 0..1 + rng.below(2) {
            let sdk = rng.pick(w.all);
            let mut name = if rng.chance(70) { self.other.version.clone() } else { sdk.version.clone() };
            let right = w.all.iter().find(|sdk| sdk.version == name).unwrap_or(sdk);
            match rng.weighted(&[80, 10, 10]) {
                0 => {}
                1 => name = format!("{name}-custom"),
                _ => name = "go1.99.7".into(),
            }
            let at = w.at(&format!("toolchains/{name}"));
            if self.entries.iter().any(|entry| entry.path == at) {
                continue;
            }
            self.entries.push(match rng.weighted(&[64, 10, 8, 8, 5, 5]) {
                0 => link(at, right.program()),
                1 => link(at, sdk.program()),
                2 => program(at, &format!("#!/bin/sh\nexec {} \"$@\"\n", right.program()), 0o755),
                3 => program(at, "neither a program nor a script\n", 0o755),
                4 => program(at, "not to be run\n", 0o644),
                _ => directory(at),
            });
        }
        let entry = if rng.chance(88) { w.at("toolchains") } else { "../toolchains".into() };
        let at = if rng.chance(50) { 0 } else { self.path.len() };
        self.path.insert(at, entry);
    }

    fn goroot(&mut self, rng: &mut Rng) {
        let w = self.w;
        if self.calm && rng.chance(85) {
            return;
        }
        let value = match rng.weighted(&[68, 10, 8, 5, 3, 3, 3]) {
            0 => return,
            1 => w.sdk.root(),
            2 => rng.pick(w.all).root(),
            3 => w.at("no such root"),
            4 => [&w.sdk.root()[..], b"/"].concat().into(),
            5 => {
                self.entries.push(file(w.at("a file"), ""));
                w.at("a file")
            }
            _ => "".into(),
        };
        self.set(rng, "GOROOT", value);
    }

    fn setting(&mut self, rng: &mut Rng) {
        let w = self.w;
        for percent in [55, 12] {
            if rng.chance(percent) {
                let value = match self.calm {
                    true => lines::good_setting(rng, w.sdk, self.other),
                    false => lines::setting(rng, w.sdk, self.other),
                };
                self.set(rng, "GOTOOLCHAIN", value);
            }
        }
    }

    fn asking_files(&mut self, rng: &mut Rng, cwd: &BString) {
        let w = self.w;
        let (calm, other) = (self.calm, self.other);
        let text = |rng: &mut Rng| match calm {
            true => lines::good_mod_file(rng, w.sdk, other),
            false => lines::mod_file(rng, w.sdk, other),
        };
        let top = w.at("w");
        let mut files = Vec::new();
        match rng.weighted(&[15, 45, 15, 15]) {
            0 => {}
            1 => files.push((join(cwd, "go.mod"), text(rng))),
            2 => files.push((join(&top, "go.mod"), text(rng))),
            _ => {
                files.push((join(&top, "go.mod"), text(rng)));
                files.push((join(cwd, "go.mod"), text(rng)));
            }
        }
        match rng.weighted(&[70, 12, 12, 6]) {
            0 => {}
            1 => files.push((join(cwd, "go.work"), text(rng))),
            2 => files.push((join(&top, "go.work"), text(rng))),
            _ => {
                files.push((w.at("elsewhere.work"), text(rng)));
                self.set(rng, "GOWORK", w.at("elsewhere.work"));
            }
        }
        let mut entries: Vec<Entry> = files.into_iter().map(|(path, text)| file(path, &text)).collect();
        if rng.chance(4) {
            let name = if rng.chance(50) { "go.mod" } else { "go.work" };
            entries.retain(|entry| entry.path != join(cwd, name));
            entries.push(directory(join(cwd, name)));
        }
        if rng.chance(8) {
            entries.push(file(join(cwd, "vendor/modules.txt"), "# example.com/x v1.0.0\n"));
        }
        self.entries.extend(entries);
        if !calm && rng.chance(8) {
            let value = *rng.pick(&["off", "auto", "relative", "/nowhere/go.work", ""]);
            self.set(rng, "GOWORK", value);
        }
    }

    /// GOMODCACHE, and what lies in it.
    fn module_cache(&mut self, rng: &mut Rng) {
        let w = self.w;
        let at = match rng.weighted(&[60, 25, 12, if self.calm { 0 } else { 3 }]) {
            0 => {
                self.set(rng, "GOMODCACHE", w.at("mc"));
                w.at("mc")
            }
            1 => w.at("home/go/pkg/mod"),
            2 => {
                self.set(rng, "GOPATH", w.list(&[&w.at("gp"), &w.at("gp2")]));
                w.at("gp/pkg/mod")
            }
            _ => {
                self.set(rng, "GOMODCACHE", "relative");
                w.at("mc")
            }
        };
        if cfg!(windows) || rng.chance(if self.calm { 25 } else { 45 }) {
            return;
        }
        let platform = format!("{}-{}", w.sdk.os, w.sdk.arch);
        let wanted = if rng.chance(75) { self.other } else { rng.pick(w.all) };
        let version = wanted.version.clone();
        let what = What::CachedToolchain {
            of: wanted.goroot.clone(),
            version: version.clone(),
            platform: platform.clone(),
        };
        self.entries.push(Entry { path: at.clone(), what });
        let name = format!("v0.0.1-{version}.{platform}");
        let download =
            |ending: &str| join(&at, &format!("cache/download/golang.org/toolchain/@v/{name}.{ending}"));
        match rng.weighted(if self.calm { &[100, 0, 0] } else { &[80, 10, 10] }) {
            0 => {}
            1 => self.entries.push(file(download("partial"), "")),
            _ => {
                // Without its hash it counts as not there.
                self.entries.pop();
                self.entries.push(directory(join(&at, &format!("golang.org/toolchain@{name}"))));
            }
        }
        if rng.chance(if self.calm { 90 } else { 60 }) {
            let mut versions: Vec<String> = w.all.iter().map(|sdk| sdk.version.clone()).collect();
            if !self.calm && rng.chance(20) {
                versions.retain(|v| *v != version);
            }
            let records = Remembered { versions, platform, wrong: !self.calm && rng.chance(12) };
            self.entries.push(Entry { path: at, what: What::Records(records) });
        }
    }

    fn chdir(&mut self, rng: &mut Rng, cwd: &BString) -> Option<BString> {
        let w = self.w;
        if !w.at_least(20) || !rng.chance(12) {
            return None;
        }
        let text = lines::mod_file(rng, w.sdk, self.other);
        self.entries.push(file(join(cwd, "below/go.mod"), &text));
        self.entries.push(directory(w.at("w/empty")));
        Some(match rng.below(4) {
            0 => w.at("w/empty"),
            1 => join(cwd, "below"),
            2 => "below".into(),
            _ => "..".into(),
        })
    }

    fn goenv_file(&mut self, rng: &mut Rng) {
        let w = self.w;
        if self.goenv.is_empty() {
            return;
        }
        rng.shuffle(&mut self.goenv);
        let lines = std::mem::take(&mut self.goenv);
        let default = if cfg!(windows) { w.at("home/go/env") } else { w.at("home/.config/go/env") };
        let path = match rng.weighted(&[72, 20, 8]) {
            0 => default,
            1 => {
                self.var("GOENV", w.at("my env"));
                w.at("my env")
            }
            _ => {
                self.var("GOENV", "off");
                default
            }
        };
        self.entries.push(Entry { path, what: What::File { lines, mode: 0o644 } });
    }
}
