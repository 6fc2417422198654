//! The systems and architectures each version of Go builds for (`internal/platform/zosarch.go`, before Go 1.20
//! `cmd/go/internal/cfg/zosarch.go`).

use crate::go_command::Rules;

/// One pair with the versions (minor numbers) that know it and those that build cgo programs for it.
struct Pair {
    goos: &'static str,
    goarch: &'static str,
    since: u32,
    until: u32,
    cgo_since: u32,
}

const FIRST: u32 = 0;
const LAST: u32 = u32::MAX;
const NEVER: u32 = u32::MAX;

const fn cgo(goos: &'static str, goarch: &'static str) -> Pair {
    Pair { goos, goarch, since: FIRST, until: LAST, cgo_since: FIRST }
}

const fn plain(goos: &'static str, goarch: &'static str) -> Pair {
    Pair { goos, goarch, since: FIRST, until: LAST, cgo_since: NEVER }
}

const PAIRS: &[Pair] = &[
    cgo("aix", "ppc64"),
    cgo("android", "386"),
    cgo("android", "amd64"),
    cgo("android", "arm"),
    cgo("android", "arm64"),
    cgo("darwin", "amd64"),
    cgo("darwin", "arm64"),
    cgo("dragonfly", "amd64"),
    cgo("freebsd", "386"),
    cgo("freebsd", "amd64"),
    cgo("freebsd", "arm"),
    cgo("freebsd", "arm64"),
    Pair { since: 20, ..cgo("freebsd", "riscv64") },
    cgo("illumos", "amd64"),
    cgo("ios", "amd64"),
    cgo("ios", "arm64"),
    plain("js", "wasm"),
    cgo("linux", "386"),
    cgo("linux", "amd64"),
    cgo("linux", "arm"),
    cgo("linux", "arm64"),
    cgo("linux", "loong64"),
    cgo("linux", "mips"),
    cgo("linux", "mips64"),
    cgo("linux", "mips64le"),
    cgo("linux", "mipsle"),
    Pair { cgo_since: 27, ..plain("linux", "ppc64") },
    cgo("linux", "ppc64le"),
    cgo("linux", "riscv64"),
    cgo("linux", "s390x"),
    cgo("linux", "sparc64"),
    cgo("netbsd", "386"),
    cgo("netbsd", "amd64"),
    cgo("netbsd", "arm"),
    cgo("netbsd", "arm64"),
    cgo("openbsd", "386"),
    cgo("openbsd", "amd64"),
    cgo("openbsd", "arm"),
    cgo("openbsd", "arm64"),
    Pair { until: 27, ..cgo("openbsd", "mips64") },
    Pair { since: 21, ..plain("openbsd", "ppc64") },
    Pair { since: 22, cgo_since: 23, ..plain("openbsd", "riscv64") },
    plain("plan9", "386"),
    plain("plan9", "amd64"),
    plain("plan9", "arm"),
    cgo("solaris", "amd64"),
    Pair { since: 21, ..plain("wasip1", "wasm") },
    cgo("windows", "386"),
    cgo("windows", "amd64"),
    Pair { until: 26, ..plain("windows", "arm") },
    cgo("windows", "arm64"),
];

fn find(rules: Rules, goos: &[u8], goarch: &[u8]) -> Option<&'static Pair> {
    let minor = rules.minor();
    PAIRS.iter().find(|p| {
        p.goos.as_bytes() == goos && p.goarch.as_bytes() == goarch && (p.since..p.until).contains(&minor)
    })
}

/// Whether `go build` knows the pair at all.
pub fn supported(rules: Rules, goos: &[u8], goarch: &[u8]) -> bool {
    find(rules, goos, goarch).is_some()
}

/// Whether cgo works for the pair (`platform.CgoSupported`).
pub fn cgo_supported(rules: Rules, goos: &[u8], goarch: &[u8]) -> bool {
    find(rules, goos, goarch).is_some_and(|p| p.cgo_since <= rules.minor())
}

/// The names of all systems the version knows, each once.
pub fn systems(rules: Rules) -> Vec<&'static str> {
    unique(rules, |p| p.goos)
}

/// The names of all architectures the version knows, each once.
pub fn architectures(rules: Rules) -> Vec<&'static str> {
    unique(rules, |p| p.goarch)
}

fn unique(rules: Rules, name: fn(&Pair) -> &'static str) -> Vec<&'static str> {
    let known = PAIRS.iter().filter(|p| (p.since..p.until).contains(&rules.minor()));
    let mut names: Vec<_> = known.map(name).collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_come_and_go_with_versions() {
        let at = |minor, goos: &str, goarch: &str| {
            supported(Rules::of_minor(minor), goos.as_bytes(), goarch.as_bytes())
        };
        assert!(!at(19, "wasip1", "wasm") && at(21, "wasip1", "wasm"));
        assert!(at(25, "windows", "arm") && !at(26, "windows", "arm"));
        assert!(at(26, "openbsd", "mips64") && !at(27, "openbsd", "mips64"));
        assert!(!at(27, "plan10", "amd64"));
    }

    #[test]
    fn cgo_may_come_later_than_the_pair() {
        let at = |minor, goos: &str, goarch: &str| {
            cgo_supported(Rules::of_minor(minor), goos.as_bytes(), goarch.as_bytes())
        };
        assert!(!at(22, "openbsd", "riscv64") && at(23, "openbsd", "riscv64"));
        assert!(!at(26, "linux", "ppc64") && at(27, "linux", "ppc64"));
        assert!(!at(27, "js", "wasm"));
    }
}
