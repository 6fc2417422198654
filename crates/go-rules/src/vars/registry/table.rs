//! The rows. Texts are English; `burrow-core` translates by name.

use super::Group::*;
use super::{Group, Listing, Settable, VariableFacts};
use crate::vars::Kind;

const ENVIRONMENT: &str = "https://pkg.go.dev/cmd/go#hdr-Environment_variables";
const MODULES: &str = "https://go.dev/ref/mod#environment-variables";
const CGO: &str = "https://pkg.go.dev/cmd/cgo";

/// A row with what most variables have in common; the methods below name the rest.
const fn row(
    kind: Kind,
    group: Group,
    name: &'static str,
    default_rule: &'static str,
    summary: &'static str,
) -> VariableFacts {
    VariableFacts {
        name,
        kind,
        group,
        settable: Settable::Anywhere,
        listing: Listing::Always,
        since: None,
        until: None,
        known_since: Some(19),
        accepted: &[],
        default_rule,
        summary,
        link: ENVIRONMENT,
    }
}

const fn setting(
    group: Group,
    name: &'static str,
    default_rule: &'static str,
    summary: &'static str,
) -> VariableFacts {
    row(Kind::Setting, group, name, default_rule, summary)
}

const fn cgo(name: &'static str, default_rule: &'static str, summary: &'static str) -> VariableFacts {
    row(Kind::Cgo, Cgo, name, default_rule, summary).link(CGO)
}

/// A setting of one architecture.
const fn arch(
    name: &'static str,
    goarch: &'static [&'static str],
    default_rule: &'static str,
    summary: &'static str,
) -> VariableFacts {
    let mut facts = row(Kind::Arch, Target, name, default_rule, summary);
    facts.listing = Listing::For(goarch);
    facts
}

/// What Go computes.
const fn derived(
    group: Group,
    name: &'static str,
    default_rule: &'static str,
    summary: &'static str,
) -> VariableFacts {
    row(Kind::ReadOnly, group, name, default_rule, summary).settable(Settable::Never)
}

impl VariableFacts {
    const fn since(mut self, minor: u32) -> Self {
        self.since = Some(minor);
        self.known_since = match self.known_since {
            Some(_) => Some(minor),
            None => None,
        };
        self
    }

    const fn known_since(mut self, minor: u32) -> Self {
        self.known_since = Some(minor);
        self
    }

    /// `go env -w` has never heard of it.
    const fn unknown_to_w(mut self) -> Self {
        self.known_since = None;
        self
    }

    const fn settable(mut self, settable: Settable) -> Self {
        self.settable = settable;
        self
    }

    const fn accepts(mut self, accepted: &'static [&'static str]) -> Self {
        self.accepted = accepted;
        self
    }

    const fn unlisted(mut self) -> Self {
        self.listing = Listing::Unlisted;
        self
    }

    const fn link(mut self, link: &'static str) -> Self {
        self.link = link;
        self
    }
}

/// Every variable of Go 1.19 to 1.27, those Go reads without listing them at the end.
pub const VARIABLES: &[VariableFacts] = &[
    setting(Modules, "GO111MODULE", "empty, which acts as `on`", "Whether go works with modules or, as before Go 1.11, with GOPATH.").accepts(&["auto", "on", "off"]).link("https://go.dev/ref/mod#mod-commands"),
    setting(Target, "GOARCH", "the architecture the go command was built for", "The architecture to build for."),
    setting(Modules, "GOAUTH", "`netrc`", "Where go gets the credentials for downloads over HTTPS: netrc, git, or a command of your own.").since(24).link("https://pkg.go.dev/cmd/go#hdr-GOAUTH_environment_variable"),
    setting(Places, "GOBIN", "`bin` in the first folder of GOPATH", "The folder that `go install` puts programs into."),
    setting(Places, "GOCACHE", "`go-build` in the user's folder for caches", "The build cache: compiled packages and test results.").link("https://pkg.go.dev/cmd/go#hdr-Build_and_test_caching"),
    setting(Places, "GOCACHEPROG", "empty: the cache is the folder GOCACHE", "A program that keeps the build cache in place of the folder.").since(24).known_since(21).link("https://pkg.go.dev/cmd/go#hdr-Build_and_test_caching"),
    row(Kind::ReadOnly, Places, "GOENV", "`go/env` in the user's folder for configuration", "The file in which `go env -w` keeps settings, or `off` for none.").settable(Settable::ProcessOnly),
    derived(Target, "GOEXE", "`.exe` when building for Windows, else empty", "The ending of programs on the system to build for."),
    setting(Toolchain, "GOEXPERIMENT", "empty", "Experiments to switch on in the toolchain, or off with `no` in front, separated by commas.").link("https://pkg.go.dev/internal/goexperiment"),
    setting(Building, "GOFIPS140", "`off`", "Which version of the cryptography module for FIPS 140-3 programs are built with.").since(24).link("https://go.dev/doc/security/fips140"),
    setting(Building, "GOFLAGS", "empty", "Flags that every go command takes as if they stood on its command line, separated by blanks."),
    derived(Toolchain, "GOHOSTARCH", "fixed when the go command was built", "The architecture the go command itself was built for."),
    derived(Toolchain, "GOHOSTOS", "fixed when the go command was built", "The system the go command itself was built for."),
    setting(Modules, "GOINSECURE", "empty", "Modules that may be fetched from their origin without checked TLS, even over plain HTTP.").link(MODULES),
    setting(Places, "GOMODCACHE", "`pkg/mod` in the first folder of GOPATH", "The module cache: downloaded modules, and toolchains.").link("https://go.dev/ref/mod#module-cache"),
    setting(Modules, "GONOPROXY", "the value of GOPRIVATE", "Modules that are fetched from their origin, never through a proxy; `none` for no module at all.").link(MODULES),
    setting(Modules, "GONOSUMDB", "the value of GOPRIVATE", "Modules that are not looked up in the checksum database; `none` for no module at all.").link(MODULES),
    setting(Target, "GOOS", "the system the go command was built for", "The system to build for."),
    row(Kind::ReadOnly, Building, "GOPACKAGESDRIVER", "empty", "A program that answers editors and tools in place of `go list`; go itself does not use it.").unknown_to_w().since(27).settable(Settable::ProcessOnly).link("https://pkg.go.dev/golang.org/x/tools/go/packages"),
    setting(Places, "GOPATH", "`go` in the home folder", "The folders for programs and downloads, and for source code where modules are off.").link("https://pkg.go.dev/cmd/go#hdr-GOPATH_environment_variable"),
    setting(Modules, "GOPRIVATE", "empty", "Modules that are nobody else's business: fetched from their origin and not looked up in public.").link("https://go.dev/ref/mod#private-modules"),
    setting(Modules, "GOPROXY", "from go.env of the toolchain; upstream `https://proxy.golang.org,direct`", "The module proxies to ask, in order; `direct` stands for the module's origin, `off` forbids downloads.").link("https://go.dev/ref/mod#goproxy-protocol"),
    setting(Toolchain, "GOROOT", "the folder that the go command lies in", "The folder of the toolchain: commands, standard library, tools.").settable(Settable::ByHandSince(27)),
    setting(Modules, "GOSUMDB", "from go.env of the toolchain; upstream `sum.golang.org`", "The checksum database that downloads are checked against, or `off`.").link("https://go.dev/ref/mod#checksum-database"),
    setting(Places, "GOTMPDIR", "empty: the system's folder for temporary files", "The folder for the temporary files of builds."),
    setting(Toolchain, "GOTOOLCHAIN", "from go.env of the toolchain; upstream `auto`", "Which toolchain runs, and whether go.mod and go.work may ask for another one.").since(21).link("https://go.dev/doc/toolchain"),
    derived(Toolchain, "GOTOOLDIR", "`pkg/tool` in GOROOT, for the host", "The folder of compiler, linker and other tools."),
    setting(Modules, "GOVCS", "empty: `public:git|hg,private:all`", "Which version control programs may fetch which modules.").link("https://go.dev/ref/mod#vcs-govcs"),
    derived(Toolchain, "GOVERSION", "fixed when the go command was built", "The version of the toolchain that runs.").unknown_to_w(),
    row(Kind::ReadOnly, Building, "GODEBUG", "empty", "Switches of the runtime and the standard library for programs that run, go itself among them.").unknown_to_w().since(23).settable(Settable::ProcessOnly).link("https://go.dev/doc/godebug"),
    derived(Telemetry, "GOTELEMETRY", "`local`", "Whether the toolchain counts its use, and whether it sends the counts; `go telemetry` changes it.").unknown_to_w().since(23).accepts(&["off", "local", "on"]).link("https://go.dev/doc/telemetry"),
    derived(Telemetry, "GOTELEMETRYDIR", "`go/telemetry` in the user's folder for configuration", "The folder of the telemetry data.").unknown_to_w().since(23).link("https://go.dev/doc/telemetry"),
    cgo("GCCGO", "`gccgo`", "The gccgo program, for `go build -compiler=gccgo`."),
    arch("GOARM", &["arm"], "fixed when the toolchain was built; upstream `7`", "The ARM generation to build for; `,softfloat` or `,hardfloat` may follow from Go 1.22 on.").accepts(&["5", "6", "7"]),
    arch("GOARM64", &["arm64"], "`v8.0`", "The ARM64 version to build for, from v8.0 to v9.5; `,lse` and `,crypto` may follow.").since(23),
    arch("GO386", &["386"], "fixed when the toolchain was built; upstream `sse2`", "How floating-point numbers are computed on 386.").accepts(&["sse2", "softfloat"]),
    arch("GOAMD64", &["amd64"], "`v1`", "The microarchitecture level of amd64 to build for.").accepts(&["v1", "v2", "v3", "v4"]).link("https://go.dev/wiki/MinimumRequirements#amd64"),
    arch("GOMIPS", &["mips", "mipsle"], "`hardfloat`", "How floating-point numbers are computed on 32-bit MIPS.").accepts(&["hardfloat", "softfloat"]),
    arch("GOMIPS64", &["mips64", "mips64le"], "`hardfloat`", "How floating-point numbers are computed on 64-bit MIPS.").accepts(&["hardfloat", "softfloat"]),
    arch("GOPPC64", &["ppc64", "ppc64le"], "`power8`", "The POWER generation to build for.").accepts(&["power8", "power9", "power10"]),
    arch("GORISCV64", &["riscv64"], "`rva20u64`", "The RISC-V profile to build for.").since(23).accepts(&["rva20u64", "rva22u64", "rva23u64"]),
    arch("GOWASM", &["wasm"], "empty", "Features of WebAssembly to use: `satconv`, `signext`; always on from Go 1.26 on."),
    cgo("AR", "`ar`", "The program that packs libraries when gccgo builds them."),
    cgo("CC", "`gcc`, or `clang` when building for macOS, iOS, FreeBSD and OpenBSD", "The C compiler of cgo."),
    cgo("CXX", "`g++`, or `clang++` when building for macOS, iOS, FreeBSD and OpenBSD", "The C++ compiler of cgo."),
    cgo("CGO_ENABLED", "`1` when building for the host and a C compiler is there, else `0`", "Whether packages may use C code.").accepts(&["0", "1"]),
    derived(Modules, "GOMOD", "the nearest go.mod at or above the working folder; the null device outside of modules", "The go.mod of the main module.").unknown_to_w().link("https://go.dev/ref/mod#go-mod-file"),
    row(Kind::ReadOnly, Modules, "GOWORK", "the nearest go.work at or above the working folder", "The go.work of the workspace, or `off`.").settable(Settable::ByHandSince(0)).link("https://go.dev/ref/mod#workspaces"),
    cgo("CGO_CFLAGS", "`-O2 -g`", "Flags that cgo hands to the C compiler."),
    cgo("CGO_CPPFLAGS", "empty", "Flags that cgo hands to the C preprocessor."),
    cgo("CGO_CXXFLAGS", "`-O2 -g`", "Flags that cgo hands to the C++ compiler."),
    cgo("CGO_FFLAGS", "`-O2 -g`", "Flags that cgo hands to the Fortran compiler."),
    cgo("CGO_LDFLAGS", "`-O2 -g`", "Flags that cgo hands to the C linker."),
    cgo("PKG_CONFIG", "`pkg-config`", "The pkg-config program that finds C libraries."),
    derived(Cgo, "GOGCCFLAGS", "computed by trying out the C compiler", "The flags that the C compiler is really given; it names a temporary folder and is never the same."),
    cgo("CGO_CFLAGS_ALLOW", "empty", "A regular expression of further CFLAGS that packages may ask for.").unlisted(),
    cgo("CGO_CFLAGS_DISALLOW", "empty", "A regular expression of CFLAGS that packages may not ask for.").unlisted(),
    cgo("CGO_CPPFLAGS_ALLOW", "empty", "A regular expression of further CPPFLAGS that packages may ask for.").unlisted(),
    cgo("CGO_CPPFLAGS_DISALLOW", "empty", "A regular expression of CPPFLAGS that packages may not ask for.").unlisted(),
    cgo("CGO_CXXFLAGS_ALLOW", "empty", "A regular expression of further CXXFLAGS that packages may ask for.").unlisted(),
    cgo("CGO_CXXFLAGS_DISALLOW", "empty", "A regular expression of CXXFLAGS that packages may not ask for.").unlisted(),
    cgo("CGO_FFLAGS_ALLOW", "empty", "A regular expression of further FFLAGS that packages may ask for.").unlisted(),
    cgo("CGO_FFLAGS_DISALLOW", "empty", "A regular expression of FFLAGS that packages may not ask for.").unlisted(),
    cgo("CGO_LDFLAGS_ALLOW", "empty", "A regular expression of further LDFLAGS that packages may ask for.").unlisted(),
    cgo("CGO_LDFLAGS_DISALLOW", "empty", "A regular expression of LDFLAGS that packages may not ask for.").unlisted(),
    cgo("FC", "`gfortran`", "The Fortran compiler of cgo.").unlisted(),
    row(Kind::Cgo, Building, "GO_EXTLINK_ENABLED", "empty: the linker decides", "Whether the system's linker finishes programs that use cgo.").accepts(&["0", "1"]).unlisted(),
];
