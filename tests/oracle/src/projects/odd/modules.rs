//! What is odd about go.mod, go.sum and what they lead to.

use super::When::{Any, Module, Sources};
use super::{Odd, link};
use std::fs;

macro_rules! lines {
    ($($when:expr, $lines:expr);* $(;)?) => {
        &[$(Odd::new($when, concat!("go.mod: ", $lines), |site| site.go_mod($lines))),*]
    };
}

macro_rules! go_line {
    ($($go:expr),* $(,)?) => {
        &[$(Odd::new(Module, concat!("go ", $go), |site| site.change("go.mod", |text| {
            let kept = text.lines().filter(|line| !line.starts_with("go ")).collect::<Vec<_>>().join("\n");
            format!("{kept}\n\ngo {}\n", $go)
        }))),*]
    };
}

const LINES: &[Odd] = lines![
    Module, "toolchain go1.99.1";
    Module, "toolchain default";
    Module, "toolchain local";
    Module, "toolchain go1.18";
    Sources, "tool ex.com/a/sub";
    Module, "tool ex.com/nowhere/x";
    Sources, "ignore ./inner";
    Sources, "ignore (\n\tinner\n\told\n)";
    Sources, "godebug asynctimerchan=1";
    Module, "godebug nonsense=1";
    Module, "godebug default=go1.21";
    Module, "godebug default=go1.99";
    Module, "godebug panicnil=1";
    Any, "retract v1.0.0 // why";
    Any, "retract [v1.0.0, v1.1.0]";
    Module, "exclude ex.com/none v1.2.3";
    Module, "exclude ex.com/none v1";
    Module, "future directive";
    Module, "require ex.com/b v1";
    Module, "require ex.com/b latest";
    Module, "require ex.com/b v1.0.0 v1.1.0";
    Module, "require ex.com/b/v2 v1.0.0";
    Module, "require ex.com/old v3.0.0";
    Module, "require ex.com/old v3.0.0+incompatible";
    Module, "require main.ex/m0 v1.0.0";
    Module, "require ex.com/none v1.0.0";
    Module, "require ex.com/future v1.0.0";
    Module, "require ex.com/renamed v1.0.0";
    Module, "require ex.com/bad v1.0.0";
    Module, "require std v1.0.0";
    Module, "require go v1.20.0";
    Module, "require ex.com/a v0.0.0-00010101000000-000000000000";
    Any, "replace ex.com/none => ./none";
    Any, "replace ex.com/none => ../none";
    Any, "replace ex.com/none => nowhere";
    Any, "replace ex.com/none v1.0.0 => ex.com/b v1.0.0";
    Any, "replace ex.com/b => ./nothere";
    Sources, "replace ex.com/b => ./nothere";
    Module, "replace ex.com/b => ./nothere\n\nreplace ex.com/b v1.0.0 => ex.com/b v1.0.0";
    Module, "replace ex.com/b => ex.com/b v1.9.9";
    Sources, "replace ex.com/a => ex.com/old v3.0.0+incompatible";
    Sources, "replace ex.com/a => ex.com/renamed v1.0.0";
    Sources, "replace ex.com/a => ex.com/future v1.0.0";
    Sources, "replace ex.com/a v1.0.0 => ex.com/pseudo v0.0.0-20260102030405-abcdefabcdef";
    Module, "module main.ex/again";
    Module, "go 1.18\ngo 1.18";
    Module, "(";
    Module, "require (\n\tex.com/b v1.0.0";
    Module, "// only a comment";
];

const GO: &[Odd] = go_line![
    "1.9",
    "1.21rc1",
    "1.21.0",
    "1.20.3",
    "1",
    "v1.20",
    "1.99",
    "1.27.99",
    "1.16 // old",
    "1.17.0",
    "1.30rc2",
    "1.x",
];

/// The text of a module that stands in a folder, with what its root has.
fn folder(site: &super::Site<'_>, at: &str, go_mod: &str) -> std::io::Result<()> {
    site.file(&format!("{at}/go.mod"), go_mod)?;
    for below in ["x.go", "sub/x.go", "inner/x.go", "sub/deep/x.go"] {
        site.file(&format!("{at}/{below}"), "package x\n")?;
    }
    site.go_mod(&format!("replace ex.com/a => ./{at}"))
}

const FORMS: &[Odd] = &[
    Odd::new(Sources, "a folder that asks for more", |site| {
        let of = site.world.versions.iter().find(|it| it.module == "ex.com/f").map(|it| it.version.clone());
        let needs = format!("require ex.com/f {}\n", of.unwrap_or_default());
        folder(site, "_local", &format!("module ex.com/a\n\ngo 1.17\n\n{needs}"))?;
        site.file("_local/sub/x.go", "package x\n\nimport _ \"ex.com/f/sub\"\n")
    }),
    Odd::new(Sources, "a folder of another name", |site| {
        folder(site, "_local", "module other.ex/a\n\ngo 1.17\n")
    }),
    Odd::new(Sources, "a folder for a newer go", |site| {
        folder(site, "_local", "module ex.com/a\n\ngo 1.99\n")
    }),
    Odd::new(Sources, "a folder with a broken go.mod", |site| {
        folder(site, "_local", "module ex.com/a\n\nrequire x\n")
    }),
    Odd::new(Sources, "a folder with an empty go.mod", |site| folder(site, "_local", "")),
    Odd::new(Sources, "a folder without a go.mod", |site| {
        folder(site, "_local", "module ex.com/a\n")?;
        fs::remove_file(site.member.join("_local/go.mod"))
    }),
    Odd::new(Sources, "a folder in the way that is none", |site| {
        site.file("_local", "x")?;
        site.go_mod("replace ex.com/a => ./_local")
    }),
    Odd::new(Sources, "a folder by its whole path", |site| {
        folder(site, "_local", "module ex.com/a\n\ngo 1.17\n")?;
        let whole = site.member.join("_local").display().to_string();
        site.change("go.mod", |text| text.replace("=> ./_local", &format!("=> {whole}")))
    }),
    Odd::new(Sources, "a linked folder", |site| {
        folder(site, "_real", "module ex.com/a\n\ngo 1.17\n")?;
        link(&site.member.join("_real"), &site.member.join("_local"))?;
        if cfg!(unix) {
            site.change("go.mod", |text| text.replace("=> ./_real", "=> ./_local"))
        } else {
            Ok(())
        }
    }),
    Odd::new(Sources, "a folder for one version of many", |site| {
        folder(site, "_local", "module ex.com/a\n\ngo 1.17\n")?;
        site.change("go.mod", |text| text.replace("ex.com/a => ./_local", "ex.com/a v1.0.0 => ./_local"))
    }),
    Odd::new(Sources, "the inside of another module is replaced", |site| {
        folder(site, "_local", "module ex.com/a/sub\n\ngo 1.17\n")?;
        site.change("go.mod", |text| {
            text.replace("ex.com/a => ./_local", "ex.com/a/sub => ./_local")
                + "\nrequire ex.com/a/sub v1.0.0\n"
        })
    }),
    Odd::new(Any, "go.mod with CRLF", |site| site.change("go.mod", |text| text.replace('\n', "\r\n"))),
    Odd::new(Module, "go.mod with a BOM", |site| site.change("go.mod", |text| format!("\u{feff}{text}"))),
    Odd::new(Any, "go.mod without a last line's end", |site| {
        site.change("go.mod", |text| text.trim_end().to_owned())
    }),
    Odd::new(Module, "an empty go.mod", |site| site.file("go.mod", "")),
    Odd::new(Module, "go.mod without a module line", |site| {
        site.change("go.mod", |text| text.replacen("module ", "// ", 1))
    }),
    Odd::new(Module, "another module path", |site| {
        site.change("go.mod", |text| text.replacen("main.ex/m0", "main.ex/m0/v2", 1))
    }),
    Odd::new(Module, "a module path without a dot", |site| {
        site.change("go.mod", |text| text.replacen("main.ex/m0", "m0", 1))
    }),
    Odd::new(Module, "a module path of std", |site| {
        site.change("go.mod", |text| text.replacen("main.ex/m0", "fmt", 1))
    }),
    Odd::new(Module, "a quoted module path", |site| {
        site.change("go.mod", |text| text.replacen("main.ex/m0", "\"main.ex/m0\"", 1))
    }),
    Odd::new(Module, "every requirement indirect", |site| {
        site.change("go.mod", |text| {
            let marked = |line: &str| {
                let is_bare = line.contains(" v") && !line.contains("=>") && !line.contains("//");
                if is_bare && !line.starts_with("exclude") {
                    format!("{line} // indirect")
                } else {
                    line.to_owned()
                }
            };
            text.lines().map(marked).collect::<Vec<_>>().join("\n") + "\n"
        })
    }),
    Odd::new(Module, "no requirement indirect", |site| {
        site.change("go.mod", |text| text.replace(" // indirect", ""))
    }),
    Odd::new(Module, "every requirement twice", |site| {
        site.change("go.mod", |text| {
            let twice = |line: &str| {
                let one = line.strip_prefix("require ").filter(|rest| rest.contains(" v"));
                one.map_or(line.to_owned(), |rest| format!("{line}\nrequire {rest}"))
            };
            text.lines().map(twice).collect::<Vec<_>>().join("\n") + "\n"
        })
    }),
    Odd::new(Module, "no indirect requirements", |site| {
        site.change("go.mod", |text| {
            text.lines().filter(|line| !line.contains("// indirect")).collect::<Vec<_>>().join("\n") + "\n"
        })
    }),
    Odd::new(Any, "go.sum with the lines of go.mod alone", |site| {
        site.change("go.sum", |text| {
            text.lines().filter(|line| line.contains("/go.mod ")).map(|line| format!("{line}\n")).collect()
        })
    }),
    Odd::new(Any, "go.sum without the lines of go.mod", |site| {
        site.change("go.sum", |text| {
            text.lines().filter(|line| !line.contains("/go.mod ")).map(|line| format!("{line}\n")).collect()
        })
    }),
    Odd::new(Any, "an empty go.sum", |site| site.file("go.sum", "")),
    Odd::new(Any, "go.sum is a folder", |site| {
        fs::remove_file(site.member.join("go.sum")).ok();
        fs::create_dir(site.member.join("go.sum"))
    }),
    Odd::new(Any, "a malformed go.sum", |site| site.change("go.sum", |text| format!("{text}one two\n"))),
    Odd::new(Any, "a malformed line of go.sum", |site| {
        site.change("go.sum", |text| format!("a b c d\n{text}"))
    }),
    Odd::new(Any, "go.sum with CRLF and blank lines", |site| {
        site.change("go.sum", |text| format!("\r\n\n{}", text.replace('\n', "\r\n")))
    }),
    Odd::new(Any, "go.sum twice, and without its last line's end", |site| {
        site.change("go.sum", |text| format!("{text}{}", text.trim_end()))
    }),
    Odd::new(Any, "go.sum with conflict marks", |site| {
        site.change("go.sum", |text| format!("<<<<<<< HEAD\n{text}=======\n>>>>>>> theirs\n"))
    }),
    Odd::new(Any, "go.sum with hashes of another kind", |site| {
        site.change("go.sum", |text| text.replace(" h1:", " h2:"))
    }),
    Odd::new(Any, "go.sum with hashes of another kind besides", |site| {
        site.change("go.sum", |text| format!("{}{text}", text.replace(" h1:", " h2:")))
    }),
];

pub const ROWS: &[&[Odd]] = &[LINES, GO, FORMS];
