//! Cases in memory; `tests/oracle` compares with real go.

use bstr::{BStr, BString};

use super::*;
use crate::environ::{Environ, Os};
use crate::files::memory::MemoryFiles;
use crate::go_command::Role;

fn go(version: &str) -> GoCommand {
    GoCommand {
        found: "/sdk/bin/go".into(),
        exe: "/sdk/bin/go".into(),
        version: version.into(),
        goos: "linux".into(),
        goarch: "amd64".into(),
        compiled_goroot: BString::default(),
        role: Role::Go,
    }
}

fn sdk() -> MemoryFiles {
    MemoryFiles::new()
        .with_dir("/sdk/pkg/tool")
        .with_file(
            "/sdk/go.env",
            "GOPROXY=https://proxy.golang.org,direct\nGOSUMDB=sum.golang.org\nGOTOOLCHAIN=auto\n",
        )
        .with_dir("/m")
}

fn ask(files: &MemoryFiles, version: &str, entries: &[(&str, &str)]) -> Which {
    let entries = [("HOME", "/home/me")].iter().chain(entries);
    let environ = Environ::new(Os::Linux, entries.map(|(n, v)| (BString::from(*n), BString::from(*v))));
    let go = go(version);
    which(&Question::new(&environ, BStr::new("/m"), Some(&go), files), &go)
}

#[test]
fn a_newer_line_is_named_with_its_place_and_would_be_downloaded() {
    let files = sdk().with_file("/m/go.mod", "module m\n\ngo 1.25.0\n\ntoolchain go1.26.1 // newest\n");
    let answer = ask(&files, "go1.24.1", &[]);
    assert_eq!(answer.toolchain.unwrap(), "go1.26.1");
    assert_eq!((answer.present, answer.from, answer.goroot), (false, Some(Supply::Download), None));
    let decided = answer.decided_by.unwrap();
    assert_eq!((decided.line, decided.text.to_string()), (5, "toolchain go1.26.1".into()));
    assert_eq!((answer.error, answer.obstacle), (None, None));
    assert_eq!((answer.setting.layer, answer.setting.line), (Some(Layer::Goroot), Some(3)));
}

#[test]
fn the_local_toolchain_is_good_enough_for_an_older_line_which_is_told_nevertheless() {
    let files = sdk().with_file("/m/go.mod", "module m\n\ngo 1.21\n");
    let answer = ask(&files, "go1.24.1", &[]);
    assert_eq!((answer.from, answer.present), (Some(Supply::Local), true));
    assert_eq!((answer.decided_by, answer.goroot), (None, Some("/sdk".into())));
    assert_eq!(answer.file.unwrap().lines.go, Some((3, "1.21".into())));
}

#[test]
fn what_stops_go_before_it_chooses_leaves_no_toolchain() {
    let answer = ask(&sdk(), "go1.24.1", &[("GOTOOLCHAIN", "nonsense")]);
    assert_eq!((answer.toolchain, answer.from, answer.present), (None, None, false));
    assert_eq!(answer.error.unwrap().to_string(), "go: invalid GOTOOLCHAIN \"nonsense\"");
    assert_eq!(answer.setting.layer, Some(Layer::Process));
}

#[test]
fn a_stale_goroot_is_an_error_of_the_toolchain_that_is_there() {
    let answer = ask(&sdk(), "go1.24.1", &[("GOROOT", "/gone")]);
    assert_eq!((answer.toolchain.unwrap().to_string(), answer.present), ("go1.24.1".into(), true));
    assert_eq!(answer.goroot, None);
    assert_eq!(answer.error.unwrap().to_string(), "go: cannot find GOROOT directory: /gone");
}

#[test]
fn flags_that_no_command_has_stop_an_ordinary_command() {
    for (flags, message) in [
        ("-nonsense", Some("go: parsing $GOFLAGS: unknown flag -nonsense")),
        ("nonsense", Some("go: parsing $GOFLAGS: non-flag \"nonsense\"")),
        ("'-x", Some("go: parsing $GOFLAGS: unterminated ' string")),
        ("-m=what", Some("go: invalid boolean value \"what\" for flag -m (from $GOFLAGS): parse error")),
        ("-mod=mod -m -json --tags=a", None),
    ] {
        let answer = ask(&sdk(), "go1.24.1", &[("GOFLAGS", flags)]);
        assert_eq!(answer.error.map(|e| e.to_string()).as_deref(), message, "{flags}");
    }
}
