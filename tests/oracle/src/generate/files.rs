//! GOENV files and `go.env` files: good lines, odd lines, and lines that go does not take.

use super::values::{DERIVED, SETTABLE, Taste, value, weird};
use super::world::{World, one_of};
use crate::rng::Rng;
use bstr::{BString, ByteSlice};

/// The lines of a file, each with its end.
pub fn env_file(w: &World, rng: &mut Rng, wild: bool, percent: usize) -> Vec<BString> {
    let mut lines: Vec<BString> = Vec::new();
    for name in SETTABLE {
        let rare = matches!(*name, "GOROOT" | "GOOS" | "GOARCH" | "GOTOOLCHAIN");
        if rng.chance(if rare { percent / 3 } else { percent }) {
            lines.push(setting(name, w, rng, wild));
        }
    }
    if rng.chance(60) {
        rng.shuffle(&mut lines);
    }
    for _ in 0..rng.weighted(&[50, 20, 15, 10, 5]) {
        let at = rng.below(lines.len() + 1);
        lines.insert(at, noise(w, rng, wild));
    }
    end_lines(&mut lines, rng);
    lines
}

fn setting(name: &str, w: &World, rng: &mut Rng, wild: bool) -> BString {
    let mut value = if rng.chance(10) {
        BString::default()
    } else {
        let taste = Taste::draw(rng, wild);
        value(name, taste, w, rng)
    };
    value.retain(|byte| *byte != b'\n');
    line(name, &value)
}

fn line(name: &str, value: &[u8]) -> BString {
    [name.as_bytes(), b"=", value].concat().into()
}

/// A line that is a comment, malformed, or of an unexpected name.
fn noise(w: &World, rng: &mut Rng, wild: bool) -> BString {
    let name = *rng.pick(SETTABLE);
    let value = value(name, Taste::Usual, w, rng);
    match rng.below(22) {
        0..=2 => one_of(rng, &["# a comment", "#GOPROXY=off", "# GOFLAGS=-x # y", "//", "; x=y"]),
        3 | 4 => "".into(),
        5 => [b" ", &line(name, &value)[..]].concat().into(),
        6 => [b"export ", &line(name, &value)[..]].concat().into(),
        7 => line(&name.to_lowercase(), &value),
        8 => [name.as_bytes(), b" = ", &value].concat().into(),
        9 => name.into(),
        10 => "=x".into(),
        11 => line("GOENV", b"off"),
        12 => line(rng.pick::<&str>(DERIVED), b"file"),
        13 => line("GODEBUG", b"http2client=0"),
        14 => one_of(
            rng,
            &[
                "PATH=/from/file",
                "HOME=/from/file",
                "GOFOO=bar",
                "X=",
                "Z",
                "GO\u{dc}=1",
                "KEY =v",
                "A=1=2=3",
            ],
        ),
        15 => [&line("GOPRIVATE", &weird(rng))[..]].concat().replace("\n", "").into(),
        16 => line("GOINSECURE", b"nul\0inside"),
        17 if wild => line("GOVCS", &vec![b'x'; 70_000]),
        18 => "\t".into(),
        19 => line("GOPRIVATE", b"with # hash"),
        _ => setting(name, w, rng, wild), // perhaps a duplicate
    }
}

fn end_lines(lines: &mut [BString], rng: &mut Rng) {
    let crlf = rng.chance(6);
    let last = lines.len().saturating_sub(1);
    let cut = rng.chance(15);
    for (i, line) in lines.iter_mut().enumerate() {
        if crlf || rng.chance(1) {
            line.push(b'\r');
        }
        if !(cut && i == last) {
            line.push(b'\n');
        }
    }
    if rng.chance(3) && !lines.is_empty() {
        let with_mark = ["\u{feff}".as_bytes(), &lines[0]].concat();
        lines[0] = with_mark.into();
    }
}

/// The names that a file gives, for questions about them.
pub fn names_in(lines: &[BString]) -> Vec<BString> {
    let name = |line: &BString| line.find_byte(b'=').map(|at| BString::from(&line[..at]));
    lines.iter().filter_map(name).filter(|n| n.first().is_some_and(u8::is_ascii_uppercase)).collect()
}
