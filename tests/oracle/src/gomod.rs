//! The toolchain line of go.mod and go.work, set by Burrow and by real go: the same files are refused, the others
//! are the same bytes afterwards.

use crate::rng::Rng;
use crate::sdk::Sdk;
use bstr::{BStr, ByteSlice};
use go_rules::environ::Os;
use go_rules::gomod::ModKind;
use go_rules::gomod::edit::set_toolchain;
use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Output};

/// What a run came to.
#[derive(Debug, Default)]
pub struct Edits {
    pub same: u64,
    /// Of them, how many go refused.
    pub refused: u64,
    pub faults: Vec<String>,
}

/// Edits `cases` generated files with Burrow and with `sdk`, below `base`.
///
/// # Errors
/// When a file cannot be written, or go not started.
pub fn compare(base: &Path, sdk: &Sdk, seed: u64, cases: u64) -> io::Result<Edits> {
    let mut edits = Edits::default();
    let home = base.join("home");
    fs::create_dir_all(&home)?;
    for case in 0..cases {
        let mut rng = Rng::of_case(seed, case);
        let kind = if rng.chance(30) { ModKind::Work } else { ModKind::Mod };
        let text = file(&mut rng, kind);
        let name = match rng.below(6) {
            0 => None,
            1 => Some("default"),
            2 => Some("go1.21.0"),
            3 => Some("go1.26.6-custom"),
            _ => Some("go1.26.6"),
        };
        judge(base, sdk, kind, &text, name, case, &mut edits)?;
    }
    Ok(edits)
}

fn judge(
    base: &Path,
    sdk: &Sdk,
    kind: ModKind,
    text: &[u8],
    name: Option<&str>,
    case: u64,
    edits: &mut Edits,
) -> io::Result<()> {
    let (word, file) = match kind {
        ModKind::Mod => ("mod", base.join("go.mod")),
        ModKind::Work => ("work", base.join("go.work")),
    };
    fs::write(&file, text)?;
    let output = go(base, sdk, word, name.unwrap_or("none"), &file)?;
    let after = fs::read(&file)?;
    fs::remove_file(&file)?;
    let ours = set_toolchain(kind, Os::host(), text, name.map(BStr::new));
    let fault = match (output.status.success(), &ours) {
        (true, Ok(bytes)) if *bytes == after => None,
        (true, Ok(bytes)) => Some(format!("go: {:?}\n  us: {:?}", after.as_bstr(), bytes.as_bstr())),
        (true, Err(bad)) => Some(format!("go takes it, Burrow says {bad}")),
        (false, Ok(_)) => Some(format!("Burrow takes it, go says {:?}", output.stderr.as_bstr())),
        (false, Err(bad)) => {
            edits.refused += 1;
            let line = format!(":{}:", bad.line);
            let first = output.stderr.lines().find(|l| !l.contains_str("errors parsing")).unwrap_or_default();
            let told = !first.contains_str(&line);
            told.then(|| format!("another line: go says {:?}, Burrow {bad}", output.stderr.as_bstr()))
        }
    };
    match fault {
        None => edits.same += 1,
        Some(fault) => {
            edits.faults.push(format!("case {case}, {word}, {name:?}: {:?}\n  {fault}", text.as_bstr()));
        }
    }
    Ok(())
}

fn go(base: &Path, sdk: &Sdk, word: &str, name: &str, file: &Path) -> io::Result<Output> {
    let home = base.join("home");
    Command::new(sdk.goroot.join("bin").join(if cfg!(windows) { "go.exe" } else { "go" }))
        .args([word, "edit", &format!("-toolchain={name}")])
        .arg(file)
        .current_dir(base)
        .env_clear()
        .envs([("HOME", &home), ("GOPATH", &home.join("go")), ("USERPROFILE", &home), ("AppData", &home)])
        .envs([("GOTOOLCHAIN", "local"), ("GOENV", "off"), ("GOPROXY", "off"), ("GOFLAGS", "-mod=mod")])
        .output()
}

const MODULES: [&str; 14] = [
    "golang.org/x/mod",
    "golang.org/x/text",
    "github.com/a/b/v2",
    "github.com/a/b/v3",
    "gopkg.in/yaml.v2",
    "gopkg.in/check.v1",
    "example.com/m/v1",
    "example.com/v2.0",
    "\"example.com/q\"",
    "\"a b\"",
    "`example.com/r`",
    "it's",
    "weird!path,",
    "例え.com/x",
];
const VERSIONS: [&str; 18] = [
    "v1.0.0",
    "v1.2.3",
    "v1.10.0",
    "v1.9.0",
    "v2.0.0",
    "v2.1.0+incompatible",
    "v3.0.1",
    "v0.1",
    "v1",
    "v1.2.3-rc.1",
    "v1.2.3-rc.10",
    "v1.2.3-beta",
    "v0.0.0-20161208181325-20d25e280405",
    "v1.0.0+meta",
    "\"v1.5.0\"",
    "latest",
    "v1.02.3",
    "1.2.3",
];
const COMMENTS: [&str; 7] =
    ["// indirect", "// why", "//", "//  spaced  ", "// ünï", "//no space\t", "// a // b"];

fn comment(rng: &mut Rng, percent: usize) -> String {
    if rng.chance(percent) { format!(" {}", rng.pick(&COMMENTS)) } else { String::new() }
}

/// What stands behind a word.
fn arguments(rng: &mut Rng, word: &str) -> String {
    let module = |rng: &mut Rng| {
        let of = if rng.chance(80) { 6 } else { MODULES.len() };
        (*rng.pick(&MODULES[..of])).to_owned()
    };
    let version = |rng: &mut Rng| {
        let of = if rng.chance(75) { 8 } else { VERSIONS.len() };
        (*rng.pick(&VERSIONS[..of])).to_owned()
    };
    let fitting = |rng: &mut Rng, module: &str| {
        let own = if module.ends_with("v2") {
            "v2.1.0"
        } else if module.ends_with("v3") {
            "v3.0.1"
        } else {
            "v1.2.3"
        };
        if rng.chance(85) { own.to_owned() } else { version(rng) }
    };
    match word {
        "module" | "tool" => module(rng),
        "ignore" | "use" => (*rng.pick(&["./a", "./b", "../c", "\"./with space\"", "x"])).to_owned(),
        "go" => (*rng.pick(&["1.21", "1.22.3", "1.20", "1.21rc2", "1.26.0", "1.x", "\"1.21\"", "1.021"]))
            .to_owned(),
        "toolchain" => {
            (*rng.pick(&["go1.22.1", "default", "go1.23.0-x", "local", "go2.0", "go1"])).to_owned()
        }
        "godebug" => (*rng.pick(&["a=b", "default=go1.21", "panicnil=1", "novalue", "x=\"y\""])).to_owned(),
        "replace" => {
            let old = module(rng);
            let at = if rng.chance(40) { format!(" {}", fitting(rng, &old)) } else { String::new() };
            let new = match rng.below(6) {
                0..=2 => "../local".to_owned(),
                3 => format!("golang.org/x/other {}", version(rng)),
                4 => "..\\win".to_owned(),
                _ => "golang.org/x/other".to_owned(),
            };
            format!("{old}{at} => {new}")
        }
        "retract" if rng.chance(40) => format!("[{}, {}]", version(rng), version(rng)),
        "retract" => version(rng),
        _ => {
            let module = module(rng);
            let version = fitting(rng, &module);
            format!("{module} {version}")
        }
    }
}

/// A file that is mostly right.
fn file(rng: &mut Rng, kind: ModKind) -> Vec<u8> {
    let words: &[&str] = match kind {
        ModKind::Mod => &[
            "require",
            "require",
            "require",
            "exclude",
            "replace",
            "retract",
            "tool",
            "ignore",
            "godebug",
            "go",
            "toolchain",
        ],
        ModKind::Work => &["use", "use", "replace", "godebug", "go", "toolchain"],
    };
    let mut text = String::new();
    let mut once: Vec<&str> = Vec::new();
    if rng.chance(20) {
        text.push_str("// Copyright\n// of nobody\n\n");
    }
    if kind == ModKind::Mod && rng.chance(92) {
        let form = if rng.chance(6) { "module (\n\texample.com/m\n)" } else { "module example.com/m" };
        text.push_str(&format!("{form}{}\n", comment(rng, 20)));
    }
    for _ in 0..rng.below(7) {
        let word = *rng.pick(words);
        if matches!(word, "go" | "toolchain") && once.contains(&word) && rng.chance(90) {
            continue;
        }
        once.push(word);
        blank(rng, &mut text);
        if !matches!(word, "go" | "toolchain") && rng.chance(45) {
            block(rng, word, &mut text);
        } else {
            text.push_str(&format!("{word} {}{}\n", arguments(rng, word), comment(rng, 25)));
        }
    }
    if rng.chance(8) {
        text.push_str("\n// the end\n");
    }
    spoil(rng, text)
}

fn blank(rng: &mut Rng, text: &mut String) {
    text.push_str(rng.pick::<&str>(&["", "\n", "\n", "\n\n\n", "// apart\n\n", "// above\n", "  \t\n"]));
}

fn block(rng: &mut Rng, word: &str, text: &mut String) {
    text.push_str(&format!("{word} ({}\n", comment(rng, 15)));
    for _ in 0..rng.below(5) {
        text.push_str(rng.pick::<&str>(&["", "", "", "\n", "\t// above\n", "\n\n\t// a\n\n\t// b\n"]));
        let indent = *rng.pick(&["\t", "\t", "  ", ""]);
        text.push_str(&format!("{indent}{}{}\n", arguments(rng, word), comment(rng, 30)));
    }
    text.push_str(rng.pick::<&str>(&["", "", "", "\n", "\t// last\n", "\n\n"]));
    text.push_str(&format!("){}\n", comment(rng, 15)));
}

/// Other line ends, missing ones, bytes that are no text, and now and then nonsense.
fn spoil(rng: &mut Rng, text: String) -> Vec<u8> {
    let mut text = if rng.chance(15) { text.replace('\n', "\r\n") } else { text };
    if rng.chance(15) {
        text = text.trim_end().to_owned();
    }
    let mut bytes = text.into_bytes();
    if rng.chance(8) && !bytes.is_empty() {
        let nonsense: &[&[u8]] = &[
            b"(",
            b")",
            b"/* x */",
            b"\"",
            b"`",
            b"\xff",
            b"\\",
            b",",
            b"[",
            b"nonsense\n",
            b"\0",
            "\u{a0}".as_bytes(),
            b"\x0b",
            b"{ }",
            b"//",
            b"\"\\x41\"",
        ];
        let at = rng.below(bytes.len());
        let what = *rng.pick(nonsense);
        bytes.splice(at..at, what.iter().copied());
    }
    bytes
}
