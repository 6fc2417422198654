//! The question of a case: which form, which names, which changes.

use super::values::{DERIVED, SETTABLE, Taste, UNLISTED, value, weird};
use super::world::World;
use super::{Kind, surroundings::Env};
use crate::case::Ask;
use crate::rng::Rng;
use bstr::BString;

/// Names for which go looks at compilers and caches.
pub const COSTLY: &[&str] =
    &["CGO_CFLAGS", "CGO_CPPFLAGS", "CGO_CXXFLAGS", "CGO_FFLAGS", "CGO_LDFLAGS", "PKG_CONFIG", "GOGCCFLAGS"];
/// Alone, these are answered without a switch of toolchains; with the flags that make go harmless, they are not.
const EXEMPT: &[&str] = &["GOTOOLCHAIN", "GOMOD", "GOWORK"];

pub fn ask(w: &World, rng: &mut Rng, kind: Kind, in_file: &[BString], env: &mut Env) -> Ask {
    match kind {
        Kind::Env => match rng.weighted(&[58, 22, 16, 4]) {
            0 => Ask::Json(cheap(w, rng)),
            1 => Ask::Json(Vec::new()),
            2 => Ask::Json(few(w, rng, in_file)),
            _ => exempt(w, rng, env),
        },
        Kind::Text => match rng.weighted(&[50, 50]) {
            0 => Ask::Text(Vec::new()),
            _ => Ask::Text(few(w, rng, in_file)),
        },
        Kind::Changed => {
            let names = match rng.weighted(&[50, 30, 20]) {
                0 => Vec::new(),
                1 => cheap(w, rng),
                _ => few(w, rng, in_file),
            };
            Ask::Changed { json: rng.chance(60), names }
        }
        Kind::Set => set_or_unset(w, rng, in_file, env),
        Kind::Which => Ask::Which,
    }
}

/// All that go tells without looking at compilers, so that the whole listing is compared cheaply.
fn cheap(w: &World, rng: &mut Rng) -> Vec<BString> {
    let mut names: Vec<BString> =
        w.sdk.names.iter().filter(|name| !COSTLY.iter().any(|c| *c == **name)).cloned().collect();
    for _ in 0..3 {
        names.push((*rng.pick(UNLISTED)).into());
    }
    if rng.chance(30) {
        rng.shuffle(&mut names);
    }
    names
}

fn few(w: &World, rng: &mut Rng, in_file: &[BString]) -> Vec<BString> {
    let mut names: Vec<BString> = (0..1 + rng.below(5)).map(|_| any_name(w, rng, in_file)).collect();
    names.retain(|name| *name != "GOGCCFLAGS");
    if rng.chance(2) {
        names.push("GOPROXY=x".into());
    }
    if names.len() < 2 {
        names.push("GOPRIVATE".into());
    }
    names
}

fn any_name(w: &World, rng: &mut Rng, in_file: &[BString]) -> BString {
    match rng.weighted(&[70, 15, 15]) {
        0 => rng.pick(&w.sdk.names).clone(),
        1 if !in_file.is_empty() => rng.pick(in_file).clone(),
        _ => (*rng.pick(UNLISTED)).into(),
    }
}

fn exempt(w: &World, rng: &mut Rng, env: &mut Env) -> Ask {
    let name = if w.at_least(21) { *rng.pick(EXEMPT) } else { "GOMOD" };
    harmless_flags(env);
    Ask::Exempt(name.into())
}

/// Plain `go env` obeys GOFLAGS; a harmless one in the process environment overrules what files say.
fn harmless_flags(env: &mut Env) {
    env.retain(|(name, _)| *name != "GOFLAGS");
    env.push(("GOFLAGS".into(), "-modcacherw".into()));
}

fn set_or_unset(w: &World, rng: &mut Rng, in_file: &[BString], env: &mut Env) -> Ask {
    let count = 1 + rng.weighted(&[60, 20, 15, 5]);
    if rng.chance(30) {
        return Ask::Unset((0..count).map(|_| target(rng, in_file)).collect());
    }
    let words: Vec<BString> = (0..count).map(|_| assignment(w, rng, in_file)).collect();
    if let [word] = &words[..]
        && word.starts_with(b"GOTOOLCHAIN=")
    {
        harmless_flags(env);
    }
    Ask::Set(words)
}

fn target(rng: &mut Rng, in_file: &[BString]) -> BString {
    match rng.weighted(&[60, 30, 4, 6]) {
        1 if !in_file.is_empty() => rng.pick(in_file).clone(),
        2 => (*rng.pick(DERIVED)).into(),
        3 => match rng.below(3) {
            0 => "GOENV".into(),
            1 => "GODEBUG".into(),
            _ => (*rng.pick(UNLISTED)).into(),
        },
        _ => (*rng.pick(SETTABLE)).into(),
    }
}

fn assignment(w: &World, rng: &mut Rng, in_file: &[BString]) -> BString {
    let name = target(rng, in_file);
    let taste = match rng.weighted(&[74, 18, 8]) {
        0 => Taste::Usual,
        1 => Taste::Odd,
        _ => Taste::Bad,
    };
    let value = match rng.weighted(&[84, 6, 4, 4]) {
        0 => value(&name.to_string(), taste, w, rng),
        1 => "".into(),
        2 => weird(rng),
        _ => (*rng.pick(&["two\nlines", "cr\r", "vt\x0b", "tab\there", "ff\x0c"])).into(),
    };
    if rng.chance(2) { name } else { [&name[..], b"=", &value].concat().into() }
}
