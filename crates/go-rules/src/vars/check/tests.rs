use super::*;
use crate::environ::{Environ, Os};
use crate::files::memory::MemoryFiles;
use crate::go_command::{GoCommand, Role};

fn verdict(version: &str, entries: &[(&str, &str)], arguments: &[&str]) -> Result<Accepted, Refusal> {
    let files = MemoryFiles::new().with_dir("/sdk/pkg/tool").with_dir("/w");
    let go = GoCommand {
        found: "/sdk/bin/go".into(),
        exe: "/sdk/bin/go".into(),
        version: version.into(),
        goos: "linux".into(),
        goarch: "amd64".into(),
        compiled_goroot: BString::default(),
        role: Role::Go,
    };
    let entries = [&[("HOME", "/home/me")], entries].concat();
    let environ =
        Environ::new(Os::Linux, entries.iter().map(|(n, v)| (BString::from(*n), BString::from(*v))));
    let arguments: Vec<_> = arguments.iter().map(|a| BString::from(*a)).collect();
    check_set(&Question::new(&environ, BStr::new("/w"), Some(&go), &files), &arguments)
}

fn said(version: &str, argument: &str) -> String {
    verdict(version, &[], &[argument]).map_or_else(|refusal| refusal.to_string(), |_| "accepted".into())
}

#[test]
fn go_s_own_words_are_said() {
    for (argument, words) in [
        ("GOPROXY", "go: arguments must be KEY=VALUE: invalid argument: GOPROXY"),
        ("GOMOD=x", "go: GOMOD cannot be modified"),
        ("GOENV=x", "go: GOENV can only be set using the OS environment"),
        ("GOPROXI=x", "go: unknown go command variable GOPROXI"),
        ("GO111MODULE=yes", "go: invalid GO111MODULE value \"yes\""),
        ("GOPATH=~/go", "go: GOPATH entry cannot start with shell metacharacter '~': \"~/go\""),
        ("GOPATH=/a:rel", "accepted"),
        ("GOMODCACHE=rel", "go: GOMODCACHE entry is relative; must be absolute path: \"rel\""),
        ("CC='gcc", "go: invalid CC: unterminated ' string"),
        ("CC=  ", "go: CC entry cannot contain only space"),
        ("CXX=./g++", "go: CXX entry is relative; must be absolute path: \"./g++\""),
        ("GOFLAGS=a\rb", "go: invalid newline in GOFLAGS=... value"),
        ("GOOS=plan10", "go: unsupported GOOS/GOARCH pair plan10/amd64"),
        ("GOEXPERIMENT=x", "go: unknown GOEXPERIMENT x"),
        ("GOTMPDIR=rel", "go: GOTMPDIR must be an absolute path"),
        ("GOTOOLCHAIN=nonsense", "accepted"),
    ] {
        assert_eq!(said("go1.27.3", argument), words, "{argument}");
    }
}

#[test]
fn verdicts_change_with_versions() {
    assert_eq!(said("go1.26.6", "GOROOT=/x"), "accepted");
    assert_eq!(said("go1.27.3", "GOROOT=/x"), "go: GOROOT cannot be modified");
    assert_eq!(said("go1.22.10", "GOAUTH=off"), "go: unknown go command variable GOAUTH");
    assert_eq!(said("go1.23.9", "GODEBUG=x=1"), "go: GODEBUG can only be set using the OS environment");
}

#[test]
fn a_hidden_setting_is_warned_about_only_when_the_values_differ() {
    let warn = |value: &str| verdict("go1.27.3", &[("GOPROXY", value)], &["GOPROXY=off"]).unwrap().warnings;
    assert_eq!(warn("direct"), [Warning::Shadowed { name: "GOPROXY".into() }]);
    assert_eq!(warn("off"), []);
    assert_eq!(warn(""), []);
}

#[test]
fn goenv_off_means_the_default_file_to_the_writer() {
    let accepted = verdict("go1.27.3", &[("GOENV", "off")], &["GOPROXY=off"]).unwrap();
    assert_eq!(accepted.file, "/home/me/.config/go/env");
}
