//! Where a case is: the folders of modules, workspaces and GOPATHs, the working directory and how PWD spells it.

use super::world::{World, one_of};
use crate::case::{Entry, What};
use crate::native::join;
use crate::rng::Rng;
use bstr::BString;

pub struct Place {
    pub cwd: BString,
    pub pwd: Option<BString>,
    pub chdir: Option<BString>,
}

pub fn file(path: BString, text: &str) -> Entry {
    let lines = text.split_inclusive('\n').map(BString::from).collect();
    Entry { path, what: What::File { lines, mode: 0o644 } }
}

pub fn directory(path: BString) -> Entry {
    Entry { path, what: What::Directory }
}

/// `in_farm`: the case has an SDK of its own, whose inside is a place, too.
pub fn place(w: &World, rng: &mut Rng, in_farm: bool, entries: &mut Vec<Entry>) -> Place {
    let (top, cwd) = match rng.weighted(&[55, 25, 6, 5, if in_farm { 4 } else { 0 }, 2]) {
        0 => (w.at("w"), *rng.pick(&["w", "w/a", "w/a/b"])),
        1 => (w.at("w"), "w"),
        2 => (w.at("gp/src/x"), "gp/src/x"),
        3 => (w.at("w"), "w/it's ünï"),
        4 => (w.farm(), "home/go/x/y"),
        _ => (w.at("tmp"), *rng.pick(&["tmp", "tmp/x"])),
    };
    let cwd = w.at(cwd);
    modules(w, rng, &top, &cwd, entries);
    let chdir = (w.at_least(20) && rng.chance(5)).then(|| {
        entries.push(file(w.at("w/other/go.mod"), "module other\n"));
        if rng.chance(70) { w.at("w/other") } else { one_of(rng, &[".", "..", "./", "nowhere"]) }
    });
    Place { pwd: pwd(w, rng, &cwd, entries), cwd, chdir }
}

/// Versions here never ask for another toolchain: `switching` is the place for that.
fn modules(w: &World, rng: &mut Rng, top: &BString, cwd: &BString, entries: &mut Vec<Entry>) {
    let go_mod = |rng: &mut Rng| {
        one_of(
            rng,
            &["module m\n\ngo 1.18\n", "module m\n", "module m\r\n\r\ngo 1.17\r\n", "nonsense {\n", ""],
        )
    };
    let mut put = |dir: &BString, name: &str, text: &BString| {
        let lines = vec![text.clone()];
        entries.push(Entry { path: join(dir, name), what: What::File { lines, mode: 0o644 } });
    };
    match rng.weighted(&[30, 35, 15, 6]) {
        0 => {}
        1 => put(cwd, "go.mod", &go_mod(rng)),
        2 => put(top, "go.mod", &go_mod(rng)),
        _ => {
            put(top, "go.mod", &go_mod(rng));
            if cwd != top {
                put(cwd, "go.mod", &go_mod(rng));
            }
        }
    }
    if rng.chance(20) {
        let work = one_of(rng, &["go 1.18\n\nuse .\n", "go 1.18\n", "use ./a\n", "nonsense {\n", ""]);
        put(if rng.chance(60) { top } else { cwd }, "go.work", &work);
    }
    if rng.chance(8) {
        put(cwd, "vendor/modules.txt", &"# example.com/x v1.0.0\n".into());
    }
    if rng.chance(2) {
        put(&w.at("gp"), "go.mod", &"module gopath\n".into());
    }
    if rng.chance(3) {
        let name = if rng.chance(50) { "go.mod" } else { "go.work" };
        entries.retain(|entry| entry.path != join(cwd, name));
        entries.push(directory(join(cwd, name)));
    }
}

fn pwd(w: &World, rng: &mut Rng, cwd: &BString, entries: &mut Vec<Entry>) -> Option<BString> {
    match rng.weighted(&[35, 40, if cfg!(unix) { 14 } else { 0 }, 3, 2, 2, 2, 2]) {
        0 => None,
        1 => Some(cwd.clone()),
        2 => {
            entries.push(Entry { path: w.at("alias"), what: What::Link { to: w.root.clone() } });
            let below = &cwd[w.root.len()..];
            Some([&w.at("alias")[..], below].concat().into())
        }
        3 => Some(w.at("nowhere")),
        4 => Some(w.home()),
        5 => Some([&cwd[..], b"/"].concat().into()),
        6 => Some([&cwd[..], b"/../", cwd.rsplit(|b| *b == b'/').next().unwrap_or_default()].concat().into()),
        _ => Some(one_of(rng, &["", ".", "w", "/"])),
    }
}
