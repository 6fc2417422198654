//! What is odd about the environment.

use super::When::{Any, Module, Sources};
use super::{Odd, Site, link};
use std::fs;
use std::io;

macro_rules! set {
    ($($when:expr, $name:expr, $value:expr);* $(;)?) => {
        &[$(Odd::new($when, concat!($name, "=", $value), |site| {
            site.env($name, $value);
            Ok(())
        })),*]
    };
}

const SET: &[Odd] = set![
    Any, "GOFLAGS", "-mod=bogus";
    Any, "GOFLAGS", "-mod";
    Any, "GOFLAGS", "--mod=mod";
    Any, "GOFLAGS", "-mod=mod -mod=readonly";
    Any, "GOFLAGS", "-nonsense";
    Any, "GOFLAGS", "nonsense";
    Any, "GOFLAGS", "-tags=mytag,other";
    Any, "GOFLAGS", "'-tags=other mytag'";
    Any, "GOFLAGS", "-tags=other -tags=mytag";
    Any, "GOFLAGS", "'-tags";
    Any, "GOFLAGS", "-tags=mytag,ignored";
    Any, "GOFLAGS", "-trimpath -v -x=false";
    Any, "GOFLAGS", "-p=x";
    Any, "GOFLAGS", "-modcacherw -buildvcs=false";
    Any, "GOFLAGS", "-json=false -count=1 -run=x";
    Any, "GOFLAGS", "-race";
    Any, "GOFLAGS", "-insecure";
    Any, "GOFLAGS", "-C=none";
    Any, "GO111MODULE", "off";
    Any, "GO111MODULE", "auto";
    Any, "GO111MODULE", "on";
    Any, "GO111MODULE", "nonsense";
    Any, "GOOS", "windows";
    Any, "GOOS", "darwin";
    Any, "GOOS", "js";
    Any, "GOARCH", "arm64";
    Any, "GOOS", "nonsense";
    Any, "GOAMD64", "v3";
    Any, "GOAMD64", "v9";
    Any, "GOEXPERIMENT", "nonsense";
    Any, "GOEXPERIMENT", "none";
    Any, "GOEXPERIMENT", "loopvar,noregabiargs";
    Any, "GOPROXY", "off";
    Any, "GOPROXY", "nonsense";
    Any, "GOPROXY", "direct";
    Any, "GOPROXY", ",";
    Any, "GOPROXY", "http://127.0.0.1:9,off";
    Any, "GONOPROXY", "ex.com";
    Any, "GOPRIVATE", "*.ex, ex.com";
    Any, "GOPRIVATE", "ex.com/*";
    Any, "GONOSUMDB", "ex.com,corp.ex";
    Any, "GOSUMDB", "sum.golang.org http://127.0.0.1:9";
    Any, "GOSUMDB", "nonsense nonsense nonsense";
    Any, "GOCACHE", "off";
    Any, "GOCACHE", "relative";
    Any, "GOMODCACHE", "relative";
    Any, "GOTMPDIR", "/nonexistent/burrow";
    Any, "GOPATH", "relative";
    Any, "GOPATH", "~/go";
    Any, "GOBIN", "relative";
    Any, "GOROOT", "/nonexistent/burrow";
    Any, "GOVCS", "nonsense";
    Any, "GODEBUG", "nonsense=1";
    Any, "GOTOOLCHAIN", "go1.99.1";
    Any, "GOTOOLCHAIN", "nonsense";
    Any, "GOTOOLCHAIN", "path";
    Any, "GOTOOLCHAIN", "auto";
    Any, "GOTOOLCHAIN", "local+path";
    Any, "GOTOOLCHAIN", "go1.21.0+path";
    Any, "GOTOOLCHAIN", "go1.30.0+path";
    Any, "GOINSECURE", "*";
    Any, "CC", "./cc";
];

/// A GOENV file with these lines.
fn goenv(site: &mut Site<'_>, lines: &str) -> io::Result<()> {
    site.outside("env", lines)?;
    let file = site.project.root.join("env").display().to_string();
    site.env("GOENV", file);
    Ok(())
}

/// A folder in front of PATH with another SDK as `goX.Y.Z`.
fn beside(site: &mut Site<'_>, of: usize) -> io::Result<String> {
    let Some(other) = site.sdks.iter().filter(|it| it.version != site.sdk.version && it.minor >= 21).nth(of)
    else {
        return Ok("go1.99.1".into());
    };
    let folder = site.project.root.join("_path");
    fs::create_dir_all(&folder)?;
    link(&crate::native::path(&other.program()), &folder.join(&other.version))?;
    let own = site.sdk.goroot.join("bin");
    site.env("PATH", std::env::join_paths([folder, own]).map_err(io::Error::other)?.to_string_lossy());
    Ok(other.version.clone())
}

/// What only that go sees.
fn for_new(site: &Site<'_>) -> io::Result<()> {
    site.file("odd/a.go", "package a\n")?;
    site.file("odd/b.go", "//go:build go1.25\n\npackage a\n\nimport _ \"ex.com/nowhere\"\n")
}

fn modfile(site: &mut Site<'_>, name: &str) -> io::Result<()> {
    for (from, to) in [("go.mod", name.to_owned()), ("go.sum", name.replace(".mod", ".sum"))] {
        fs::copy(site.member.join(from), site.member.join(to)).ok();
    }
    site.flag(&format!("-modfile={name}"));
    Ok(())
}

const FORMS: &[Odd] = &[
    Odd::new(Any, "flags in the GOENV file", |site| goenv(site, "GOFLAGS=-tags=mytag -mod=mod\n")),
    Odd::new(Any, "no proxy in the GOENV file", |site| {
        site.project.env.retain(|(name, _)| name != "GOFLAGS");
        goenv(site, "GOFLAGS=-mod=vendor\nGOWORK=off\nGOPRIVATE=ex.com\n")
    }),
    Odd::new(Any, "GOENV with nonsense", |site| goenv(site, "nonsense\nGOFLAGS\n=x\nGOFLAGS=-tags=\"a\n")),
    Odd::new(Module, "-modfile", |site| {
        modfile(site, "other.mod")?;
        site.file("go.sum", "")?;
        site.change("go.mod", |text| text.lines().take(1).collect())
    }),
    Odd::new(Module, "-modfile without a sum", |site| {
        modfile(site, "other.mod")?;
        fs::remove_file(site.member.join("other.sum")).or(Ok(()))
    }),
    Odd::new(Module, "-modfile that is not there", |site| {
        site.flag("-modfile=none.mod");
        Ok(())
    }),
    Odd::new(Module, "-modfile of another name", |site| modfile(site, "other.txt")),
    Odd::new(Module, "-modfile by its whole path", |site| {
        modfile(site, "other.mod")?;
        let whole = site.member.join("other.mod").display().to_string();
        site.env("GOFLAGS", format!("-modfile={whole}"));
        Ok(())
    }),
    Odd::new(Module, "-modfile asked below", |site| {
        modfile(site, "other.mod")?;
        site.file("below/a.go", "package a\n")?;
        site.project.folder = site.member.join("below");
        Ok(())
    }),
    Odd::new(Module, "-modfile from below", |site| {
        site.file("below/a.go", "package a\n")?;
        for (from, to) in [("go.mod", "below/b.mod"), ("go.sum", "below/b.sum")] {
            fs::copy(site.member.join(from), site.member.join(to)).ok();
        }
        site.flag("-modfile=b.mod");
        site.project.folder = site.member.join("below");
        Ok(())
    }),
    Odd::new(Sources, "another go on PATH", |site| {
        let version = beside(site, 1)?;
        for_new(site)?;
        site.env("GOTOOLCHAIN", version);
        Ok(())
    }),
    Odd::new(Sources, "the newest go on PATH", |site| {
        let newest = site.sdks.iter().filter(|it| it.minor >= 21 && it.version != site.sdk.version).count();
        beside(site, newest.saturating_sub(1))?;
        for_new(site)?;
        site.env("GOTOOLCHAIN", "path");
        Ok(())
    }),
    Odd::new(Module, "the go that go.mod asks for is on PATH", |site| {
        let newest = site.sdks.iter().filter(|it| it.minor >= 21 && it.version != site.sdk.version).count();
        let version = beside(site, newest.saturating_sub(1))?;
        for_new(site)?;
        site.env("GOTOOLCHAIN", "auto");
        let go = version.trim_start_matches("go").to_owned();
        site.change("go.mod", |text| {
            let kept: String = text
                .lines()
                .filter(|line| !line.starts_with("go ") && !line.starts_with("toolchain "))
                .map(|line| format!("{line}\n"))
                .collect();
            format!("{kept}go {go}\n")
        })
    }),
    Odd::new(Any, "in GOPATH/src", |site| {
        let gopath = site.project.root.parent().unwrap_or(&site.project.root).to_owned();
        site.env("GOPATH", gopath.join("none").display().to_string());
        site.env("GO111MODULE", "auto");
        Ok(())
    }),
    Odd::new(Any, "GOPATH is the project", |site| {
        let gopath = site.project.root.display().to_string();
        site.env("GOPATH", gopath);
        Ok(())
    }),
    Odd::new(Any, "the module cache is a file", |site| {
        site.outside("cachefile", "x")?;
        let file = site.project.root.join("cachefile").display().to_string();
        site.env("GOMODCACHE", file);
        Ok(())
    }),
    Odd::new(Any, "no GOROOT for the go", |site| {
        let other = site.sdks.iter().find(|it| it.minor != site.sdk.minor);
        let goroot = other.map(|it| it.goroot.display().to_string()).unwrap_or_default();
        site.env("GOROOT", goroot);
        Ok(())
    }),
    Odd::new(Sources, "an experiment's own package", |site| {
        site.file("odd/a.go", "package a\n")?;
        site.file(
            "odd/b.go",
            "//go:build goexperiment.loopvar\n\npackage a\n\nimport _ \"ex.com/nowhere\"\n",
        )?;
        site.env("GOEXPERIMENT", "loopvar");
        Ok(())
    }),
    Odd::new(Sources, "cgo is on", |site| {
        site.file("odd/a.go", "package a\n")?;
        site.file("odd/b.go", "//go:build cgo\n\npackage a\n\nimport _ \"ex.com/nowhere\"\n")?;
        site.env("CGO_ENABLED", "1");
        Ok(())
    }),
    Odd::new(Sources, "without a compiler cgo is off", |site| {
        site.file("odd/a.go", "package a\n")?;
        site.file("odd/b.go", "//go:build cgo\n\npackage a\n\nimport _ \"ex.com/nowhere\"\n")?;
        site.env("CGO_ENABLED", "");
        Ok(())
    }),
    Odd::new(Sources, "a level of the processor", |site| {
        site.file("odd/a.go", "package a\n")?;
        site.file("odd/b.go", "//go:build amd64.v2\n\npackage a\n\nimport _ \"ex.com/nowhere\"\n")?;
        site.env("GOAMD64", "v2");
        Ok(())
    }),
];

pub const ROWS: &[&[Odd]] = &[SET, FORMS];
