//! What is odd about sources: constraints, package clauses, imports, names of files and folders.

use super::When::{Any, Sources};
use super::{Odd, Site, link};
use std::io;

/// A package of its own with these lines.
fn package(site: &Site<'_>, name: &str, text: &str) -> io::Result<()> {
    site.file(&format!("odd/{name}"), text)
}

/// A package that imports this.
fn importing(site: &Site<'_>, path: &str) -> io::Result<()> {
    package(site, "odd.go", &format!("package odd\n\nimport _ \"{path}\"\n"))
}

/// A file that imports what nobody has, so that it shows whether go reads it.
fn nowhere(head: &str) -> String {
    format!("{head}package odd\n\nimport _ \"ex.com/nowhere\"\n")
}

macro_rules! constrained {
    ($($head:expr),* $(,)?) => {
        &[$(Odd::new(Sources, concat!("built: ", $head), |site| {
            package(site, "odd.go", "package odd\n")?;
            package(site, "more.go", &nowhere(concat!($head, "\n\n")))
        })),*]
    };
}

macro_rules! imported {
    ($($path:expr),* $(,)?) => {
        &[$(Odd::new(Sources, concat!("imports ", $path), |site| importing(site, $path))),*]
    };
}

macro_rules! special {
    ($($module:expr, $path:expr);* $(;)?) => {
        &[$(Odd::new(Sources, concat!("needs ", $path), |site| site.special($module, $path))),*]
    };
}

const CONSTRAINTS: &[Odd] = constrained![
    "//go:build unix",
    "//go:build !unix && go1.18",
    "//go:build (linux || darwin) && !cgo",
    "//go:build go1.24",
    "//go:build go1.99 || go1.22",
    "//go:build goexperiment.regabiargs",
    "//go:build goexperiment.jsonv2",
    "//go:build goexperiment.swissmap",
    "//go:build goexperiment.greenteagc || goexperiment.coverageredesign",
    "//go:build goexperiment.loopvar || goexperiment.unified",
    "//go:build amd64.v1 && !amd64.v2",
    "//go:build linux &&",
    "//go:build linux\n//go:build amd64",
    "//go:build",
    "//go:build race || msan",
    "//go:build gc && !gccgo && !purego",
    "// +build linux,!amd64 windows",
    "// +build !linux\n// +build amd64",
    "//+build ignore",
    "// +build linux\n//go:build windows",
    "/* c */ //go:build windows",
    "// c\n\n//go:build windows",
    "//go:build js,wasm",
];

const IMPORTS: &[Odd] = imported![
    "unsafe",
    "cmp",
    "structs",
    "fmt/nothing",
    "nothing",
    "internal/goarch",
    "vendor/golang.org/x/sys/cpu",
    "golang.org/x/sys/cpu",
    "cmd/internal/objabi",
    "./inner",
    "",
    "ex.com//a",
    "ex.com/a/",
    "ex.com/a b",
    "ex.com/a@v1.0.0",
    "/ex.com/a",
    "ex.com",
    "Ex.com/a",
    "ex.com/.a",
    "main.ex/m0/nothing",
    "main.ex/m0/odd",
    "main.ex/m0/only",
    "main.ex/m0/ignored",
    "main.ex/m0/testdata",
    "main.ex/m0/nested",
    "main.ex/nested",
    "C",
    "appengine",
    "all",
    "main",
];

const SPECIAL: &[Odd] = special![
    "ex.com/old", "ex.com/old/sub";
    "ex.com/pseudo", "ex.com/pseudo";
    "ex.com/MiXed/Case", "ex.com/MiXed/Case/Sub";
    "ex.com/priv", "ex.com/priv";
    "ex.com/priv", "ex.com/priv/internal/y";
    "ex.com/priv", "ex.com/priv/cmd";
    "ex.com/gone", "ex.com/gone";
    "ex.com/broken", "ex.com/broken/tag";
    "ex.com/broken", "ex.com/broken/two";
    "ex.com/broken", "ex.com/broken/tests";
    "ex.com/broken", "ex.com/broken/doc";
    "ex.com/broken", "ex.com/broken/onlydoc";
    "ex.com/broken", "ex.com/broken/onlytest";
    "ex.com/broken", "ex.com/broken/syntax";
    "ex.com/broken", "ex.com/broken/template";
    "ex.com/broken", "ex.com/broken/ctest";
    "ex.com/files", "ex.com/files";
    "ex.com/files", "ex.com/files/lost";
    "ex.com/c", "ex.com/c";
    "ex.com/c", "ex.com/c/only";
    "ex.com/renamed", "ex.com/renamed";
    "ex.com/future", "ex.com/future";
    "ex.com/bad", "ex.com/bad";
    "ex.com/lost", "ex.com/lost";
    "ex.com/never", "ex.com/never";
];

const FORMS: &[Odd] = &[
    Odd::new(Sources, "two that differ in case", |site| {
        site.special("ex.com/MiXed/Case", "ex.com/MiXed/Case/Sub")?;
        site.special("ex.com/mixed/case", "ex.com/mixed/case/Sub")?;
        site.file("odd/more.go", "package odd\n\nimport _ \"ex.com/MiXed/Case/Sub\"\n")
    }),
    Odd::new(Sources, "an own internal package", |site| {
        site.file("inner2/internal/y/y.go", "package y\n")?;
        site.file("inner2/x.go", "package x\n\nimport _ \"main.ex/m0/inner2/internal/y\"\n")
    }),
    Odd::new(Sources, "an own internal package from outside", |site| {
        site.file("inner2/internal/y/y.go", "package y\n")?;
        importing(site, "main.ex/m0/inner2/internal/y")
    }),
    Odd::new(Sources, "two packages in a folder", |site| {
        package(site, "a.go", "package a\n")?;
        package(site, "b.go", "package b\n")
    }),
    Odd::new(Sources, "tests of another package", |site| {
        package(site, "a.go", "package a\n")?;
        package(site, "a_test.go", "package b\n")
    }),
    Odd::new(Sources, "a package beside its tests", |site| {
        let needed = site.package();
        package(site, "a.go", "package a\n")?;
        package(
            site,
            "a_test.go",
            &format!("package a_test\n\nimport _ {needed:?}\nimport _ \"main.ex/m0/odd\"\n"),
        )
    }),
    Odd::new(Sources, "a test imports what imports its package", |site| {
        package(site, "a.go", "package a\n")?;
        package(site, "a_test.go", "package a\n\nimport _ \"main.ex/m0/odd/b\"\n")?;
        site.file("odd/b/b.go", "package b\n\nimport _ \"main.ex/m0/odd\"\n")
    }),
    Odd::new(Sources, "a documentation package beside", |site| {
        let needed = site.package();
        package(site, "a.go", "package a\n")?;
        package(site, "doc.go", &format!("package documentation\n\nimport _ {needed:?}\n"))
    }),
    Odd::new(Sources, "a file for cgo", |site| {
        package(site, "a.go", "package a\n")?;
        package(site, "c.go", "package a\n\nimport \"C\"\nimport _ \"ex.com/nowhere\"\n")
    }),
    Odd::new(Sources, "cgo in a test", |site| {
        package(site, "a.go", "package a\n")?;
        package(site, "c_test.go", "package a\n\nimport \"C\"\n")
    }),
    Odd::new(Sources, "C without cgo", |site| {
        package(site, "a.go", "package a\n")?;
        package(site, "c.c", "int c;\n")
    }),
    Odd::new(Sources, "names that say for what", |site| {
        package(site, "a.go", "package odd\n")?;
        for name in
            ["linux.go", "x_unix.go", "x_linux_arm64.go", "_x.go", ".x.go", "windows_amd64.go", "x_js.go"]
        {
            let reads = matches!(name, "x_linux_arm64.go" | "_x.go" | ".x.go" | "x_js.go");
            package(site, name, &if reads { nowhere("") } else { "package odd\n".to_owned() })?;
        }
        Ok(())
    }),
    Odd::new(Sources, "windows_amd64 is for amd64 alone", |site| {
        package(site, "windows_amd64.go", &nowhere(""))
    }),
    Odd::new(Sources, "a BOM and CRLF", |site| {
        let needed = site.package();
        package(
            site,
            "a.go",
            &format!("\u{feff}// +build linux\r\n\r\npackage a\r\n\r\nimport _ {needed:?}\r\n"),
        )
    }),
    Odd::new(Sources, "an empty file", |site| package(site, "a.go", "")),
    Odd::new(Sources, "an empty test", |site| {
        package(site, "a.go", "package a\n")?;
        package(site, "a_test.go", "")
    }),
    Odd::new(Sources, "a NUL", |site| package(site, "a.go", "package a\n\0\n")),
    Odd::new(Sources, "nonsense that is not built", |site| {
        package(site, "a.go", "package a\n")?;
        package(site, "b.go", "//go:build ignore\n\nnonsense\n")
    }),
    Odd::new(Sources, "nonsense for another system", |site| {
        package(site, "a.go", "package a\n")?;
        package(site, "b_windows.go", "nonsense\n")
    }),
    Odd::new(Sources, "nothing but nonsense for another system", |site| {
        package(site, "b_windows.go", "nonsense\n")
    }),
    Odd::new(Sources, "nonsense beside a link", |site| {
        package(site, "a.go", "package a\n")?;
        package(site, "b_windows.go", "nonsense\n")?;
        site.outside("elsewhere/x.txt", "x")?;
        link(&site.project.root.join("elsewhere/x.txt"), &site.member.join("odd/x.txt"))
    }),
    Odd::new(Sources, "a constraint twice for another system", |site| {
        package(site, "a.go", "package a\n")?;
        package(site, "b_windows.go", "//go:build a\n//go:build b\n\npackage a\n")
    }),
    Odd::new(Sources, "a bad constraint for another system", |site| {
        package(site, "a.go", "package a\n")?;
        package(site, "b_windows.go", "//go:build linux &&\n\npackage a\n")
    }),
    Odd::new(Sources, "imports a folder of hidden files", |site| {
        site.file("hidden/_a.go", "package a\n")?;
        importing(site, "main.ex/m0/hidden")
    }),
    Odd::new(Sources, "nonsense", |site| {
        package(site, "a.go", "package a\n")?;
        package(site, "b.go", "nonsense\n")
    }),
    Odd::new(Sources, "imports that do not end", |site| {
        package(site, "a.go", "package a\n\nimport (\n\t\"unsafe\"\n")
    }),
    Odd::new(Sources, "a blank in a folder's name", |site| site.file("o d/a.go", "package a\n")),
    Odd::new(Sources, "an @ in a folder's name", |site| site.file("o@d/a.go", nowhere(""))),
    Odd::new(Sources, "a letter beyond ASCII in a folder's name", |site| site.file("ö/a.go", "package a\n")),
    Odd::new(Sources, "a blank in a file's name", |site| package(site, "a b.go", "package a\n")),
    Odd::new(Sources, "a dash before a file's name", |site| package(site, "-a.go", "package a\n")),
    Odd::new(Sources, "files that differ in case", |site| {
        package(site, "a.go", "package a\n")?;
        package(site, "A.go", "package a\n")
    }),
    Odd::new(Sources, "a folder named like a file", |site| site.file("odd.go/a.go", "package a\n")),
    Odd::new(Sources, "a vendor folder below", |site| {
        package(site, "a.go", "package a\n")?;
        site.file("odd/vendor/x/x.go", nowhere(""))
    }),
    Odd::new(Sources, "a linked file and a linked folder", |site| {
        let needed = site.package();
        site.outside("elsewhere/_f/f.go", format!("package odd\n\nimport _ {needed:?}\n"))?;
        package(site, "a.go", "package odd\n")?;
        let to = site.project.root.join("elsewhere/_f");
        link(&to.join("f.go"), &site.member.join("odd/f.go"))?;
        link(&to, &site.member.join("linked"))?;
        link(&to.join("none.go"), &site.member.join("odd/dead.go"))
    }),
    Odd::new(Sources, "a program", |site| package(site, "a_test.go", "package main\n\nfunc main() {}\n")),
    Odd::new(Sources, "the root of nothing", |site| {
        for name in ["p.go", "p_test.go", "p_windows.go"] {
            std::fs::remove_file(site.member.join(name)).ok();
        }
        Ok(())
    }),
    Odd::new(Sources, "no package at all", |site| {
        for entry in std::fs::read_dir(&site.member)?.flatten() {
            let file = entry.path();
            if file.is_dir() {
                std::fs::remove_dir_all(file)?;
            } else if file.extension().is_some_and(|it| it == "go") {
                std::fs::remove_file(file)?;
            }
        }
        Ok(())
    }),
    Odd::new(Any, "asked below", |site| {
        site.file("below/deep/a.go", "package a\n")?;
        site.project.folder = site.member.join("below");
        Ok(())
    }),
    Odd::new(Any, "asked in a folder that patterns pass over", |site| {
        site.file("_o/a.go", "package a\n")?;
        site.file("_o/testdata/a.go", nowhere(""))?;
        site.project.folder = site.member.join("_o");
        Ok(())
    }),
    Odd::new(Any, "asked in testdata", |site| {
        site.file("testdata/deep/a.go", "package a\n")?;
        site.project.folder = site.member.join("testdata");
        Ok(())
    }),
    Odd::new(Any, "asked in vendor", |site| {
        site.file("vendor2/vendor/a.go", "package a\n")?;
        site.project.folder = site.member.join("vendor2/vendor");
        Ok(())
    }),
    Odd::new(Sources, "an embedded file is not there", |site| {
        package(site, "a.go", "package a\n\nimport _ \"embed\"\n\n//go:embed none.txt\nvar S string\n")
    }),
    Odd::new(Sources, "embedded files", |site| {
        site.file("odd/a.txt", "a")?;
        site.file("odd/dir/b.txt", "b")?;
        site.file("odd/dir/.c/c.txt", "c")?;
        // What a compiler says of an older go line is not foretold.
        site.change("go.mod", |text| text.replace("\ngo 1.13\n", "\ngo 1.16\n"))?;
        let text = "package a\n\nimport \"embed\"\n\n//go:embed *.txt \"dir\" `dir/b.txt`\nvar S embed.FS\n\n//go:embed all:dir\n\nvar T embed.FS\n";
        package(site, "a.go", text)
    }),
    Odd::new(Sources, "only hidden files to embed", |site| {
        site.file("odd/dir/.c", "c")?;
        package(site, "a.go", "package a\n\nimport \"embed\"\n\n//go:embed dir\nvar S embed.FS\n")
    }),
    Odd::new(Sources, "a test embeds what is not there", |site| {
        package(site, "a.go", "package a\n")?;
        package(site, "a_test.go", "package a\n\nimport _ \"embed\"\n\n//go:embed none\nvar S string\n")
    }),
    Odd::new(Sources, "an embed without its import", |site| {
        package(site, "a.go", "package a\n\n/*\n//go:embed none\n*/\n")
    }),
    Odd::new(Sources, "an embed from another module", |site| {
        site.file("odd/m/go.mod", "module m\n")?;
        site.file("odd/m/a.txt", "a")?;
        package(site, "a.go", "package a\n\nimport _ \"embed\"\n\n//go:embed m/a.txt\nvar S string\n")
    }),
    Odd::new(Sources, "an embed upwards", |site| {
        package(site, "a.go", "package a\n\nimport _ \"embed\"\n\n//go:embed ../go.mod\nvar S string\n")
    }),
];

pub const ROWS: &[&[Odd]] = &[CONSTRAINTS, IMPORTS, SPECIAL, FORMS];
