//! Modules that are special in one way each: only the projects that are odd on purpose (`odd/`) ask for them.

use super::world::Version;
use crate::caches::proxy::{Proxy, Release, escaped};
use std::fs;
use std::io;
use std::path::Path;

/// A source that says nothing but its package.
const X: &str = "package x\n";

type Files = &'static [(&'static str, &'static str)];

/// Path, version, what its go.mod says below its name, files.
const ALL: &[(&str, &str, &str, Files)] = &[
    ("ex.com/old", "v3.0.0+incompatible", "", &[("x.go", X), ("sub/x.go", X)]),
    ("ex.com/pseudo", "v0.0.0-20260102030405-abcdefabcdef", "go 1.18\n", &[("x.go", X)]),
    ("ex.com/MiXed/Case", "v1.0.0-RC1", "go 1.18\n", &[("x.go", X), ("Sub/x.go", X)]),
    ("ex.com/mixed/case", "v1.0.0", "go 1.18\n", &[("x.go", X), ("Sub/x.go", X)]),
    (
        "ex.com/priv",
        "v1.0.0",
        "go 1.18\n",
        &[
            ("x.go", "package x\n\nimport _ \"ex.com/priv/internal/y\"\n"),
            ("internal/y/y.go", "package y\n"),
            ("cmd/main.go", "package main\n\nfunc main() {}\n"),
        ],
    ),
    (
        "ex.com/gone",
        "v1.0.0",
        "// Deprecated: gone.\ngo 1.18\n\nretract v1.0.0\n",
        &[("x.go", X), ("x_test.go", "package x_test\n")],
    ),
    (
        "ex.com/broken",
        "v1.0.0",
        "go 1.18\n",
        &[
            ("tag/x.go", X),
            ("tag/y.go", "//go:build linux &&\n\npackage x\n"),
            ("two/a.go", "package a\n"),
            ("two/b.go", "package b\n"),
            ("tests/x.go", X),
            ("tests/y_test.go", "package other\n"),
            ("doc/doc.go", "package documentation\n"),
            ("doc/x.go", X),
            ("onlydoc/doc.go", "package documentation\n"),
            ("onlytest/x_test.go", X),
            ("syntax/x.go", X),
            ("syntax/y_windows.go", "nonsense\n"),
            ("template/x.go", X),
            ("template/y.go", "//go:build ignore\n\npackage {{.}}\n"),
            ("ctest/x.go", X),
            ("ctest/x_test.go", "package x\n\nimport \"C\"\n"),
        ],
    ),
    (
        "ex.com/files",
        "v1.0.0",
        "go 1.18\n",
        &[
            ("x.go", "package x\n\nimport _ \"embed\"\n\n//go:embed a.txt\nvar S string\n"),
            ("a.txt", "a"),
            ("dir/b.txt", "b"),
            ("lost/x.go", "package x\n\nimport _ \"embed\"\n\n//go:embed none.txt\nvar S string\n"),
        ],
    ),
    (
        "ex.com/c",
        "v1.0.0",
        "go 1.18\n",
        &[
            ("x.go", "package x\n\nimport \"C\"\n\nimport _ \"ex.com/nowhere\"\n"),
            ("y.go", "//go:build !cgo\n\npackage x\n"),
            ("only/x.go", "package x\n\nimport \"C\"\n"),
            ("y.c", "int y;\n"),
        ],
    ),
];

/// Go takes no such module where it is asked for it, so it is put into the cache by hand.
const BY_HAND: &[(&str, &str, &str)] = &[
    ("ex.com/renamed", "v1.0.0", "module ex.com/elsewhere\n\ngo 1.18\n"),
    ("ex.com/future", "v1.0.0", "module ex.com/future\n\ngo 1.99\n"),
    ("ex.com/bad", "v1.0.0", "module ex.com/bad\n\ngo 1.18\n\nrequire nonsense\n"),
    ("ex.com/lost", "v1.0.0", "module ex.com/lost\n\ngo 1.18\n\nreplace ex.com/x => ../x\n"),
];

/// Publishes all of them.
///
/// # Errors
/// When something cannot be written.
pub fn publish(proxy: &Proxy) -> io::Result<Vec<Version>> {
    let mut all = Vec::new();
    for (module, version, says, files) in ALL {
        let go_mod = format!("module {module}\n\n{says}");
        let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
        proxy.publish(&Release {
            module: (*module).to_owned(),
            version: (*version).to_owned(),
            go_mod: if version.ends_with("+incompatible") { format!("module {module}\n") } else { go_mod },
            files: files.collect(),
        })?;
        all.push(Version { module, version: (*version).to_owned(), packages: vec![""] });
    }
    Ok(all)
}

/// Publishes what go would not fetch, and puts it into a cache.
///
/// # Errors
/// When something cannot be written.
pub fn put(proxy: &Proxy, cache: &Path) -> io::Result<Vec<Version>> {
    let mut all = Vec::new();
    let fetched = Proxy::at(&cache.join("cache").join("download"));
    for (module, version, go_mod) in BY_HAND {
        proxy.publish(&Release {
            module: (*module).to_owned(),
            version: (*version).to_owned(),
            go_mod: (*go_mod).to_owned(),
            files: vec![("x.go".into(), X.into())],
        })?;
        fs::create_dir_all(fetched.versions(module))?;
        for ending in ["mod", "info", "zip"] {
            fs::copy(proxy.file(module, version, ending), fetched.file(module, version, ending))?;
        }
        let hash = burrow_servers::pack::h1(&fs::read(proxy.file(module, version, "zip"))?);
        fs::write(fetched.file(module, version, "ziphash"), hash)?;
        let folder = cache.join(format!("{}@{version}", escaped(module)));
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("go.mod"), go_mod)?;
        fs::write(folder.join("x.go"), X)?;
        all.push(Version { module, version: (*version).to_owned(), packages: vec![""] });
    }
    Ok(all)
}
