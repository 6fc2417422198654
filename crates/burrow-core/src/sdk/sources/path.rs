//! PATH: every `go` on it, and programs named for a version (`go1.22.3`), in order.

use bstr::{BStr, BString, ByteSlice};
use go_rules::environ::Os;
use go_rules::filepath;
use go_rules::files::FileKind;
use go_rules::go_command::{GoCommand, Role};
use go_rules::look_path::path_exts;

use super::ground::Ground;
use super::place::{Trust, counts, is_tree, is_versioned};

/// A program on PATH, and the SDK it leads to.
pub(in crate::sdk) struct OnPath {
    pub program: BString,
    /// It is what a terminal runs for `go`, unless another stands before it.
    pub is_go: bool,
    /// `None`: it leads to none that can be told for certain, as a manager's script.
    pub goroot: Option<BString>,
}

/// Every match on PATH, in its order.
pub(in crate::sdk) fn on_path(ground: &Ground<'_>) -> Vec<OnPath> {
    let exts = match ground.os {
        Os::Windows => path_exts(ground.environ),
        _ => vec![BString::default()],
    };
    let mut found = Vec::new();
    for entry in entries(ground) {
        let plain = exts.iter().map(|ext| bstr::concat([b"go".as_slice(), ext]));
        let versioned = ground.files.list(entry.as_bstr()).into_iter().filter(|name| {
            is_versioned(name) && exts.iter().any(|ext| name.to_ascii_lowercase().ends_with(ext.as_slice()))
        });
        let names = plain.map(|name| (name, true)).chain(versioned.map(|name| (name.to_vec(), false)));
        for (name, is_go) in names {
            let program = filepath::join(ground.os, &[entry.as_slice(), &name]);
            if matches!(ground.kind(&program), Some(FileKind::File { executable: true })) {
                let goroot = led_to(ground, program.as_bstr());
                found.push(OnPath { program, is_go, goroot });
            }
        }
    }
    found
}

/// The folders of PATH as absolute paths, each once.
pub(in crate::sdk) fn entries(ground: &Ground<'_>) -> Vec<BString> {
    let path = ground.environ.set("PATH").unwrap_or_default();
    let mut entries: Vec<BString> = Vec::new();
    for entry in filepath::split_list(ground.os, path) {
        // An empty entry is the working folder for a Unix shell, and nothing for Windows.
        if entry.is_empty() && ground.os == Os::Windows {
            continue;
        }
        let entry = match filepath::is_abs(ground.os, &entry) {
            true => filepath::clean(ground.os, &entry),
            false => filepath::join(ground.os, &[ground.dir.as_slice(), entry.as_slice()]),
        };
        if !entries.contains(&entry) {
            entries.push(entry);
        }
    }
    entries
}

/// The SDK that a program leads to, as far as it is certain.
pub(in crate::sdk) fn led_to(ground: &Ground<'_>, program: &BStr) -> Option<BString> {
    match ground.program(program) {
        Ok(go) if go.role == Role::Go => tree_of(ground, &go),
        Ok(GoCommand { role: Role::Wrapper { toolchain }, .. }) => {
            let sdk = ground.below_home("sdk")?;
            Some(filepath::join(ground.os, &[sdk.as_slice(), toolchain.as_slice()]))
                .filter(|sdk| counts(ground, sdk, Trust::Own))
        }
        _ => {
            snap(ground, program).or_else(|| scoop_shim(ground, program)).or_else(|| broken(ground, program))
        }
    }
}

/// Where a `go` finds its GOROOT when no variable tells it (`cmd/go/internal/cfg.findGOROOT`).
fn tree_of(ground: &Ground<'_>, go: &GoCommand) -> Option<BString> {
    let up = |path: &BStr, by: &[u8]| filepath::join(ground.os, &[path.as_bytes(), by]);
    let has_tools = |dir: &BString| ground.is_dir(&ground.join(dir, "pkg/tool"));
    let real = ground.files.canonical(go.found.as_bstr())?;
    for path in [go.exe.as_bstr(), real.as_bstr()] {
        let whole = [up(path, b"../.."), up(path, b"../../..")].into_iter().find(has_tools);
        if whole.is_some() {
            return whole;
        }
    }
    let compiled = Some(&go.compiled_goroot).filter(|dir| !dir.is_empty() && has_tools(dir));
    compiled.cloned().or_else(|| {
        let dir = up(real.as_bstr(), b"../..");
        (is_in_bin(ground, real.as_bstr()) && is_tree(ground, &dir)).then_some(dir)
    })
}

/// The SDK whose own `bin/go` this is, although it is no go command.
fn broken(ground: &Ground<'_>, program: &BStr) -> Option<BString> {
    let real = ground.files.canonical(program)?;
    let dir = filepath::join(ground.os, &[real.as_slice(), b"../.."]);
    (is_in_bin(ground, real.as_bstr()) && ground.go_of(&dir) == real && is_tree(ground, &dir)).then_some(dir)
}

fn is_in_bin(ground: &Ground<'_>, program: &BStr) -> bool {
    filepath::base(ground.os, &filepath::dir(ground.os, program)) == "bin"
}

/// snapd links every command to itself, and runs the snap of the link's name.
fn snap(ground: &Ground<'_>, program: &BStr) -> Option<BString> {
    let real = ground.files.canonical(program)?;
    let linked = filepath::base(ground.os, &real) == "snap" && filepath::base(ground.os, program) == "go";
    if ground.os != Os::Linux || !linked {
        return None;
    }
    let snaps = filepath::dir(ground.os, &filepath::dir(ground.os, program));
    Some(ground.join(&snaps, "go/current")).filter(|sdk| counts(ground, sdk, Trust::Own))
}

/// Scoop's `go.exe` runs what the file `go.shim` beside it names: `path = "C:\…\go.exe"`.
fn scoop_shim(ground: &Ground<'_>, program: &BStr) -> Option<BString> {
    if ground.os != Os::Windows {
        return None;
    }
    let stem = &program.as_bytes()[..program.rfind_byte(b'.')?];
    let text = ground.files.read(bstr::concat([stem, b".shim".as_slice()]).as_bstr()).ok()?;
    let path = text.lines().find_map(|line| {
        let (name, path) = line.split_once_str("=")?;
        (name.trim() == b"path").then(|| path.trim().trim_with(|c| c == '"'))
    })?;
    let dir = filepath::join(ground.os, &[path, b"../.."]);
    counts(ground, &dir, Trust::Own).then_some(dir)
}
