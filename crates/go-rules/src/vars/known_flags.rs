//! The flags that some command of go has: GOFLAGS may hold any of them, for every command.
//!
//! The list was made by asking each version of go for every word of its source. No flag has ever gone.

use crate::go_command::Rules;

/// By the version (minor) that brought them; the first are those of the oldest version known here.
#[rustfmt::skip]
const FLAGS: &[(u32, &[&str])] = &[
    (0, &[
        "a", "asan", "asmflags", "bench", "benchmem", "benchtime", "blockprofile", "blockprofilerate",
        "buildmode", "buildvcs", "c", "cache", "compat", "compiled", "compiler", "count", "cover",
        "covermode", "coverpkg", "coverprofile", "cpu", "cpuprofile", "d", "debug-actiongraph",
        "debug-trace", "deps", "dropexclude", "dropreplace", "droprequire", "dropretract", "dropuse",
        "e", "exclude", "exec", "export", "f", "failfast", "find", "fix", "fmt", "fuzz", "fuzzcache",
        "fuzzminimizetime", "fuzztime", "gccgoflags", "gcflags", "go", "i", "insecure", "installsuffix",
        "json", "ldflags", "linkshared", "list", "m", "memprofile", "memprofilerate", "mod", "modcache",
        "modcacherw", "modfile", "module", "msan", "mutexprofile", "mutexprofilefraction", "n", "o",
        "outputdir", "overlay", "p", "parallel", "pkgdir", "print", "r", "race", "replace", "require",
        "retract", "retracted", "reuse", "run", "short", "shuffle", "t", "tags", "test", "test.bench",
        "test.benchmem", "test.benchtime", "test.blockprofile", "test.blockprofilerate", "test.count",
        "test.coverprofile", "test.cpu", "test.cpuprofile", "test.failfast", "test.fuzz",
        "test.fuzzminimizetime", "test.fuzztime", "test.list", "test.memprofile", "test.memprofilerate",
        "test.mutexprofile", "test.mutexprofilefraction", "test.outputdir", "test.parallel", "test.run",
        "test.short", "test.shuffle", "test.timeout", "test.trace", "test.v", "testcache", "timeout",
        "toolexec", "trace", "trimpath", "u", "use", "v", "vendor", "versions", "vet", "vettool", "w",
        "work", "x",
    ]),
    (20, &[
        "C", "pgo", "skip", "test.skip",
    ]),
    (21, &[
        "debug-runtime-trace", "fullpath", "test.fullpath", "toolchain",
    ]),
    (23, &[
        "changed", "diff", "dropgodebug", "godebug",
    ]),
    (24, &[
        "droptool", "tool",
    ]),
    (25, &[
        "dropignore", "ignore",
    ]),
    (26, &[
        "artifacts", "fixtool", "test.artifacts",
    ]),
];

/// Whether any command of this version has the flag, given without its dash (`base.hasFlag`).
pub(crate) fn to_any_command(rules: Rules, name: &[u8]) -> bool {
    let mut known = FLAGS.iter().filter(|(since, _)| rules.since(*since));
    known.any(|(_, flags)| flags.iter().any(|flag| flag.as_bytes() == name))
}
