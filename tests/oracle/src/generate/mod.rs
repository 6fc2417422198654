//! Thinks up cases. The same seed and number give the same case on the same SDKs.

mod ask;
mod files;
mod place;
mod surroundings;
mod switching;
mod values;
mod which;
mod which_around;
mod which_lines;
mod world;

pub use ask::COSTLY;

use crate::case::{Case, Entry, What};
use crate::rng::Rng;
use crate::sdk::Sdk;
use bstr::BString;
use surroundings::Env;
use values::{DERIVED, SETTABLE, Taste, value};
use world::World;

/// What a case is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, clap::ValueEnum)]
pub enum Kind {
    /// `env --json`, the whole listing or some names.
    Env,
    /// `env` as text.
    Text,
    /// `env --changed`.
    Changed,
    /// `env set` and `env unset`.
    Set,
    /// `sdk which`: never beside the others, for its places are its own.
    Which,
}

/// Case `index` of a run: `only` these kinds (all when empty), on one of the SDKs.
pub fn case(seed: u64, index: u64, root: &BString, all: &[Sdk], only: &[Kind]) -> (Kind, usize, Case) {
    let mut rng = Rng::of_case(seed, index);
    let chosen = rng.below(all.len());
    let kind = kind(&mut rng, only, all[chosen].minor);
    let w = World { root, sdk: &all[chosen], all };
    let case = if kind == Kind::Which { which::case(&w, &mut rng) } else { build(&w, &mut rng, kind) };
    (kind, chosen, case)
}

fn kind(rng: &mut Rng, only: &[Kind], minor: u32) -> Kind {
    if only == [Kind::Which] {
        return Kind::Which;
    }
    const KINDS: [Kind; 4] = [Kind::Env, Kind::Text, Kind::Changed, Kind::Set];
    let wanted = |kind: Kind, weight| if only.is_empty() || only.contains(&kind) { weight } else { 0 };
    let weights =
        [wanted(Kind::Env, 52), wanted(Kind::Text, 10), wanted(Kind::Changed, 18), wanted(Kind::Set, 20)];
    match KINDS[rng.weighted(&weights)] {
        Kind::Changed if minor < 23 => Kind::Env, // go has no -changed yet
        kind => kind,
    }
}

fn build(w: &World, rng: &mut Rng, kind: Kind) -> Case {
    let wild = rng.chance(35);
    let mut env = Env::new();
    let mut entries = Vec::new();
    let (go, mut first_on_path, own_sdk) = surroundings::toolchain(w, rng, wild, &mut entries);
    let place = place::place(w, rng, own_sdk, &mut entries);
    let configs = surroundings::homes(w, rng, &place.cwd, &mut env);
    surroundings::telemetry(rng, &configs, &mut entries);
    temp(w, rng, &mut env, &mut entries);
    settings(w, rng, wild, &mut env);
    let in_file = surroundings::goenv(w, rng, wild, &place.cwd, &configs, &mut env, &mut entries);
    if rng.chance(7)
        && let Some(switch) = switching::switching(w, rng, &place.cwd, &mut entries)
    {
        first_on_path.extend(switch.path_entry);
        env.retain(|(name, _)| !switch.env.iter().any(|(n, _)| n == name));
        env.extend(switch.env);
    }
    surroundings::path(w, rng, first_on_path, &mut env, &mut entries);
    env.extend(place.pwd.map(|pwd| (BString::from("PWD"), pwd)));
    goroot_exists(w, rng, &env, &mut entries);
    let names = files::names_in(&in_file);
    let ask = ask::ask(w, rng, kind, &names, &mut env);
    Case { env, cwd: place.cwd, chdir: place.chdir, entries, go, ask }
}

/// Go makes a work folder; it must not be this machine's.
fn temp(w: &World, rng: &mut Rng, env: &mut Env, entries: &mut Vec<Entry>) {
    let missing = rng.chance(2);
    let at = w.at(if missing { "no tmp" } else { "tmp" });
    if !missing {
        entries.push(place::directory(at.clone()));
    }
    for name in if cfg!(windows) { &["TMP", "TEMP"][..] } else { &["TMPDIR"][..] } {
        env.push(((*name).into(), at.clone()));
    }
}

fn settings(w: &World, rng: &mut Rng, wild: bool, env: &mut Env) {
    for name in SETTABLE {
        let percent = match *name {
            "GOROOT" => 10,
            "GOOS" | "GOARCH" => 7,
            _ => 14,
        };
        if rng.chance(percent) {
            let taste = Taste::draw(rng, wild);
            let value = if rng.chance(12) { BString::default() } else { value(name, taste, w, rng) };
            env.push(((*name).into(), value));
        }
    }
    if cfg!(windows) {
        // There, names are the same whatever their case.
        for (name, _) in env.iter_mut() {
            match rng.weighted(&[92, 4, 4]) {
                0 => {}
                1 => *name = name.to_ascii_lowercase().into(),
                _ => *name = title(name).into(),
            }
        }
    }
    if rng.chance(10) {
        env.push(((*rng.pick(DERIVED)).into(), "from the environment".into()));
    }
    if rng.chance(50) {
        rng.shuffle(env);
    }
    if cfg!(unix) && rng.chance(2) && !env.is_empty() {
        let (name, _) = rng.pick(env).clone();
        let taste = Taste::Usual;
        let value = value(&name.to_string(), taste, w, rng);
        env.push((name, value));
    }
}

/// `Gopath` of `GOPATH`.
fn title(name: &[u8]) -> Vec<u8> {
    name.iter().enumerate().map(|(i, b)| if i == 0 { *b } else { b.to_ascii_lowercase() }).collect()
}

/// A GOROOT at `$HOME/go` is mostly there, also when go itself is elsewhere.
fn goroot_exists(w: &World, rng: &mut Rng, env: &Env, entries: &mut Vec<Entry>) {
    let farm = w.farm();
    let named = env.iter().any(|(name, value)| *name == "GOROOT" && value.starts_with(&w.home()[..]));
    let there = entries.iter().any(|entry| matches!(entry.what, What::Farm { .. }));
    if named && !there && cfg!(unix) && rng.chance(90) {
        let of = rng.pick(w.all).goroot.clone();
        entries.push(Entry {
            path: farm,
            what: What::Farm { of, go_env: true, tools: true, go: "bin/go".into() },
        });
    }
}
