//! What was fixed when a toolchain was built: defaults that distributions change.
//!
//! They are compiled into `go`, but their sources lie in every SDK: `src/internal/buildcfg/zbootstrap.go` and
//! `src/cmd/go/internal/cfg/zdefaultcc.go`, written by `cmd/dist`. Where they are missing the upstream values hold.

use bstr::{BStr, BString, ByteSlice};

use crate::environ::Os;
use crate::filepath;
use crate::files::Files;

/// The constants of one toolchain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildConstants {
    /// `DefaultGO386` and its like, as name and value, in the order of the file.
    constants: Vec<(BString, BString)>,
    cc: Compilers,
    cxx: Compilers,
    /// `DefaultPkgConfig`.
    pub pkg_config: BString,
}

/// The body of `DefaultCC` or `DefaultCXX`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Compilers {
    /// What a `case` names (`linux/arm64` or `darwin`) and what it returns, in the order of the file.
    cases: Vec<(BString, BString)>,
    otherwise: BString,
}

impl Compilers {
    fn upstream(clang: &str, gcc: &str) -> Compilers {
        let systems = ["darwin", "ios", "freebsd", "openbsd"];
        Compilers { cases: systems.map(|s| (s.into(), clang.into())).to_vec(), otherwise: gcc.into() }
    }

    fn upstream_cc() -> Compilers {
        Compilers::upstream("clang", "gcc")
    }

    fn upstream_cxx() -> Compilers {
        Compilers::upstream("clang++", "g++")
    }

    fn of(&self, goos: &[u8], goarch: &[u8]) -> &BStr {
        let pair = bstr::concat([goos, b"/", goarch]);
        let case = |name: &[u8]| self.cases.iter().find(|(n, _)| n == name).map(|(_, v)| v);
        case(&pair).or_else(|| case(goos)).unwrap_or(&self.otherwise).as_bstr()
    }
}

const UPSTREAM: &[(&str, &str)] = &[
    ("GO386", "sse2"),
    ("GOAMD64", "v1"),
    ("GOARM", "7"),
    ("GOARM64", "v8.0"),
    ("GOMIPS", "hardfloat"),
    ("GOMIPS64", "hardfloat"),
    ("GOPPC64", "power8"),
    ("GORISCV64", "rva20u64"),
    ("GOFIPS140", "off"),
];

impl Default for BuildConstants {
    fn default() -> Self {
        BuildConstants {
            constants: Vec::new(),
            cc: Compilers::upstream_cc(),
            cxx: Compilers::upstream_cxx(),
            pkg_config: upstream_pkg_config(),
        }
    }
}

impl BuildConstants {
    /// Reads the constants of the toolchain that lies in `tree`.
    pub fn read(files: &dyn Files, os: Os, tree: &BStr) -> BuildConstants {
        let source = |path: &[u8]| {
            files.read(filepath::join(os, &[tree.as_bytes(), path]).as_bstr()).unwrap_or_default()
        };
        let bootstrap = source(b"src/internal/buildcfg/zbootstrap.go");
        let compilers = source(b"src/cmd/go/internal/cfg/zdefaultcc.go");
        let pkg_config = |line: &[u8]| {
            line.strip_prefix(b"const DefaultPkgConfig = ").and_then(literal).map(BString::from)
        };
        BuildConstants {
            constants: bootstrap.lines().filter_map(constant).collect(),
            cc: function(&compilers, "func DefaultCC(").unwrap_or_else(Compilers::upstream_cc),
            cxx: function(&compilers, "func DefaultCXX(").unwrap_or_else(Compilers::upstream_cxx),
            pkg_config: compilers
                .lines()
                .filter_map(pkg_config)
                .next_back()
                .unwrap_or_else(upstream_pkg_config),
        }
    }

    /// `DefaultNAME`: of `GO386`, `GOEXPERIMENT`, `CGO_ENABLED` … Empty when there is none.
    pub fn default_of(&self, name: &str) -> &BStr {
        let built = self.constants.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_bstr());
        let upstream = || UPSTREAM.iter().find(|(n, _)| *n == name).map(|(_, v)| BStr::new(*v));
        built.or_else(upstream).unwrap_or_default()
    }

    /// `cfg.DefaultCC`.
    pub fn cc(&self, goos: &[u8], goarch: &[u8]) -> &BStr {
        self.cc.of(goos, goarch)
    }

    /// `cfg.DefaultCXX`.
    pub fn cxx(&self, goos: &[u8], goarch: &[u8]) -> &BStr {
        self.cxx.of(goos, goarch)
    }
}

/// A line like "const DefaultGO386 = `sse2`"; before Go 1.24 the names began with a small letter.
fn constant(line: &[u8]) -> Option<(BString, BString)> {
    let (name, value) = line.strip_prefix(b"const ")?.split_once_str(" = ")?;
    let name = name.strip_prefix(b"Default").or_else(|| name.strip_prefix(b"default"))?;
    Some((name.into(), literal(value)?.into()))
}

fn upstream_pkg_config() -> BString {
    "pkg-config".into()
}

/// The text of a string literal, which `cmd/dist` writes without escapes but for `%q` of plain names.
fn literal(text: &[u8]) -> Option<&[u8]> {
    let text = text.trim();
    let quote = *text.first().filter(|b| matches!(b, b'`' | b'"'))?;
    let inside = &text[1..];
    inside.find_byte(quote).map(|end| &inside[..end])
}

/// The cases of a function that `cmd/dist` wrote: `case "a", "b":`, each followed by its `return`.
fn function(source: &[u8], head: &str) -> Option<Compilers> {
    let start = source.find(head)?;
    let mut cases = Vec::new();
    let mut names: Vec<BString> = Vec::new();
    for line in source[start..].lines().skip(1) {
        let line = line.trim();
        if let Some(list) = line.strip_prefix(b"case ") {
            names = list.split_str(",").filter_map(literal).map(BString::from).collect();
        } else if let Some(value) = line.strip_prefix(b"return ").and_then(literal) {
            if names.is_empty() {
                return Some(Compilers { cases, otherwise: value.into() });
            }
            cases.extend(names.drain(..).map(|name| (name, BString::from(value))));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::memory::MemoryFiles;

    const DIST: &str = "package cfg\n\nconst DefaultPkgConfig = `pkgconf`\nfunc DefaultCC(goos, goarch string) string {\n\
        \tswitch goos+`/`+goarch {\n\tcase \"linux/arm64\":\n\t\treturn \"aarch64-gcc\"\n\t}\n\
        \tswitch goos {\n\tcase \"darwin\", \"ios\":\n\t\treturn \"clang\"\n\t}\n\treturn \"cc\"\n}\n\
        func DefaultCXX(goos, goarch string) string {\n\tswitch goos+`/`+goarch {\n\t}\n\treturn \"c++\"\n}\n";

    #[test]
    fn a_distribution_s_choices_are_read_from_its_sources() {
        let files = MemoryFiles::new()
            .with_file(
                "/go/src/internal/buildcfg/zbootstrap.go",
                "const defaultGO386 = `softfloat`\nconst DefaultGOARM = `5`\nconst defaultGOOS = runtime.GOOS\n",
            )
            .with_file("/go/src/cmd/go/internal/cfg/zdefaultcc.go", DIST);
        let constants = BuildConstants::read(&files, Os::Linux, "/go".into());
        assert_eq!(constants.default_of("GO386"), "softfloat");
        assert_eq!(constants.default_of("GOARM"), "5");
        assert_eq!(constants.default_of("GOOS"), "");
        assert_eq!(constants.default_of("GOAMD64"), "v1");
        assert_eq!(constants.pkg_config, "pkgconf");
        assert_eq!(constants.cc(b"linux", b"arm64"), "aarch64-gcc");
        assert_eq!(constants.cc(b"ios", b"arm64"), "clang");
        assert_eq!(constants.cc(b"linux", b"amd64"), "cc");
        assert_eq!(constants.cxx(b"darwin", b"amd64"), "c++");
    }

    #[test]
    fn without_sources_the_upstream_values_hold() {
        let constants = BuildConstants::read(&MemoryFiles::new(), Os::Linux, "/go".into());
        assert_eq!(constants, BuildConstants::default());
        assert_eq!(constants.cc(b"freebsd", b"amd64"), "clang");
        assert_eq!(constants.default_of("GOMIPS64"), "hardfloat");
    }
}
