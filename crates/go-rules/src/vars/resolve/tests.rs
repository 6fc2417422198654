//! The odd cases of precedence, by hand; what real go answers is compared in `tests/oracle`.

use super::*;
use crate::files::memory::MemoryFiles;
use crate::go_command::Role;
use crate::vars::lockout::{Reach, Reason};
use crate::vars::{Layer, Origin};

fn go(version: &str, os: Os) -> GoCommand {
    let exe = if os == Os::Windows { r"C:\go\bin\go.exe" } else { "/sdk/bin/go" };
    GoCommand {
        found: exe.into(),
        exe: exe.into(),
        version: version.into(),
        goos: crate::go_command::host_goos(os).into(),
        goarch: "amd64".into(),
        compiled_goroot: BString::default(),
        role: Role::Go,
    }
}

fn environ(os: Os, entries: &[(&str, &str)]) -> Environ {
    Environ::new(os, entries.iter().map(|(n, v)| (BString::from(*n), BString::from(*v))))
}

fn sdk() -> MemoryFiles {
    MemoryFiles::new().with_dir("/sdk/pkg/tool").with_dir("/tmp").with_dir("/w").with_file(
        "/sdk/go.env",
        "GOPROXY=https://first,direct\nGOPROXY=second\nGOSUMDB=sum.golang.org\nGOTOOLCHAIN=auto\n",
    )
}

fn ask(version: &str, files: &MemoryFiles, entries: &[(&str, &str)]) -> Tolerant {
    let environ = environ(Os::Linux, &[&[("HOME", "/home/me")], entries].concat());
    let go = go(version, Os::Linux);
    resolve_tolerantly(&Question::new(&environ, BStr::new("/w"), Some(&go), files))
}

fn variable<'t>(answer: &'t Tolerant, name: &str) -> &'t Variable {
    answer.resolved.get(name).unwrap()
}

#[test]
fn an_empty_line_of_the_user_file_masks_go_env_but_an_empty_process_variable_does_not() {
    let files = sdk().with_file("/home/me/.config/go/env", "GOPROXY=\n");
    let answer = ask("go1.27.3", &files, &[("GOSUMDB", "")]);
    let proxy = variable(&answer, "GOPROXY");
    assert_eq!((proxy.value.as_bstr(), proxy.origin), (BStr::new(""), Origin::Layer(Layer::User)));
    assert_eq!(proxy.shadowed, [Layer::Goroot]);
    assert!(!proxy.changed);
    let sumdb = variable(&answer, "GOSUMDB");
    assert_eq!(
        (sumdb.value.as_bstr(), sumdb.origin),
        (BStr::new("sum.golang.org"), Origin::Layer(Layer::Goroot))
    );
    assert_eq!(answer.refusal, None);
}

#[test]
fn the_first_line_of_go_env_counts_and_the_last_is_what_changed_compares_with() {
    let answer = ask("go1.27.3", &sdk(), &[]);
    let proxy = variable(&answer, "GOPROXY");
    assert_eq!(proxy.value, "https://first,direct");
    assert!(proxy.changed);
    assert_eq!(proxy.rungs[2].line, Some(1));
}

#[test]
fn before_go_1_21_there_is_no_go_env() {
    let answer = ask("go1.19.8", &sdk(), &[]);
    assert_eq!(variable(&answer, "GOPROXY").value, "https://proxy.golang.org,direct");
    assert!(answer.resolved.get("GOTOOLCHAIN").is_none());
    assert_eq!(answer.resolved.goroot_env, None);
}

#[test]
fn a_ladder_tells_every_layer_and_what_is_shadowed() {
    let files = sdk().with_file("/home/me/.config/go/env", "# mine\nGOPROXY=https://user\n");
    let answer = ask("go1.27.3", &files, &[("GOPROXY", "https://process")]);
    let proxy = variable(&answer, "GOPROXY");
    assert_eq!(proxy.origin, Origin::Layer(Layer::Process));
    assert_eq!(proxy.shadowed, [Layer::User, Layer::Goroot]);
    let effective: Vec<_> = proxy.rungs.iter().map(|r| r.effective).collect();
    assert_eq!(effective, [true, false, false, false]);
    assert_eq!(proxy.rungs[1].line, Some(2));
}

#[test]
fn a_process_goroot_is_printed_as_it_is_but_go_env_follows_the_user_file() {
    let files = sdk()
        .with_file("/home/me/.config/go/env", "GOROOT=/other/\n")
        .with_file("/other/go.env", "GOPROXY=https://other\n")
        .with_dir("/other/pkg/tool");
    let answer = ask("go1.27.3", &files, &[("GOROOT", "/sdk/x/..")]);
    assert_eq!(answer.resolved.goroot, "/sdk/x/..");
    assert_eq!(variable(&answer, "GOTOOLDIR").value, "/sdk/pkg/tool/linux_amd64");
    assert_eq!(variable(&answer, "GOPROXY").value, "https://other");
}

#[test]
fn a_relative_home_leaves_gopath_empty_but_not_gomodcache() {
    let environ = environ(Os::Linux, &[("HOME", "rel")]);
    let go = go("go1.26.6", Os::Linux);
    let answer = resolve(&Question::new(&environ, BStr::new("/w"), Some(&go), &sdk())).unwrap();
    assert_eq!(answer.value("GOPATH"), "");
    assert_eq!(answer.value("GOMODCACHE"), "rel/go/pkg/mod");
}

#[test]
fn pwd_keeps_the_links_a_person_went_through() {
    let files = sdk().with_link("/link", "/w").with_file("/w/go.mod", "");
    assert_eq!(variable(&ask("go1.27.3", &files, &[("PWD", "/link")]), "GOMOD").value, "/link/go.mod");
    assert_eq!(variable(&ask("go1.27.3", &files, &[("PWD", "/sdk")]), "GOMOD").value, "/w/go.mod");
}

#[test]
fn a_value_that_locks_out_is_told_with_its_line_beside_every_other_answer() {
    let files = sdk().with_file("/home/me/.config/go/env", "GOFLAGS=-v\nGOPATH=rel\nGO111MODULE=maybe\n");
    let answer = ask("go1.27.3", &files, &[]);
    assert_eq!(answer.refusal, Some(Refusal::GopathRelative { entry: "rel".into() }));
    assert_eq!(variable(&answer, "GOFLAGS").value, "-v");
    let told: Vec<_> =
        answer.resolved.lockouts.iter().map(|l| (l.name.to_string(), l.line, l.reason, l.reach)).collect();
    assert_eq!(
        told,
        [
            ("GOPATH".into(), Some(2), Reason::Relative, Reach::Everything),
            ("GO111MODULE".into(), Some(3), Reason::NotAccepted, Reach::Showing),
        ]
    );
}

#[test]
fn a_go_work_that_is_not_there_keeps_builds_from_working() {
    let files = sdk().with_dir("/w/folder").with_file("/w/go.work", "go 1.21\n");
    let told = |gowork: &str, others: &[(&str, &str)]| {
        let set = [&[("GOWORK", gowork)], others].concat();
        let all = ask("go1.27.3", &files, &set).resolved.lockouts;
        all.into_iter().find(|l| l.name == "GOWORK").map(|l| (l.reason, l.reach))
    };
    let local = [("GOTOOLCHAIN", "local")];
    assert_eq!(told("/nope/go.work", &local), Some((Reason::Missing, Reach::OtherCommands)));
    assert_eq!(told("/w/folder", &local), Some((Reason::NotAccepted, Reach::OtherCommands)));
    assert_eq!(told("/w/folder", &[("GOTOOLCHAIN", "auto")]), Some((Reason::NotAccepted, Reach::Everything)));
    assert_eq!(told("/nope/go.work", &[("GO111MODULE", "off")]), None);
    assert_eq!((told("/w/go.work", &[]), told("auto", &[]), told("off", &[])), (None, None, None));
}

#[test]
fn a_module_cache_without_a_root_keeps_modules_away() {
    let told = |value: &str, others: &[(&str, &str)]| {
        let set = [&[("GOMODCACHE", value)], others].concat();
        let all = ask("go1.27.3", &sdk(), &set).resolved.lockouts;
        all.into_iter().find(|l| l.name == "GOMODCACHE").map(|l| (l.reason, l.reach))
    };
    assert_eq!(told("~/cache", &[]), Some((Reason::Tilde, Reach::Modules)));
    assert_eq!(told("cache", &[]), Some((Reason::Relative, Reach::Modules)));
    assert_eq!(
        (told("/cache", &[]), told("", &[]), told("cache", &[("GO111MODULE", "off")])),
        (None, None, None)
    );
}

#[test]
fn a_gopath_whose_first_entry_is_empty_leaves_no_place_for_modules() {
    let told = |value: &str, others: &[(&str, &str)]| {
        let set = [&[("GOPATH", value)], others].concat();
        let all = ask("go1.27.3", &sdk(), &set).resolved.lockouts;
        all.into_iter().find(|l| l.name == "GOPATH").map(|l| (l.reason, l.reach))
    };
    assert_eq!(told(":/go", &[]), Some((Reason::EmptyFirst, Reach::Modules)));
    assert_eq!(told(":go", &[]), Some((Reason::Relative, Reach::Everything)));
    assert_eq!((told("/go:", &[]), told("", &[])), (None, None));
    assert_eq!(told(":/go", &[("GOMODCACHE", "/cache")]), None);
    assert_eq!(told(":/go", &[("GO111MODULE", "off")]), None);
}

#[test]
fn a_toolchain_that_is_not_here_is_named() {
    let files = sdk().with_file("/w/go.mod", "module x\ngo 1.99.0\n");
    let refusal = ask("go1.27.3", &files, &[]).refusal.unwrap();
    assert_eq!(refusal.code(), "toolchain-download");
    assert!(refusal.to_string().contains("go1.99.0"), "{refusal}");
    assert_eq!(ask("go1.27.3", &files, &[("GOTOOLCHAIN", "local")]).refusal, None);
}

#[test]
fn names_of_windows_have_no_case_and_paths_backslashes() {
    let environ = environ(
        Os::Windows,
        &[
            ("userprofile", r"C:\Users\me"),
            ("APPDATA", r"C:\Users\me\AppData\Roaming"),
            ("LOCALAPPDATA", r"C:\Users\me\AppData\Local"),
            ("goproxy", "off"),
            ("gowasm", "satconv"),
        ],
    );
    let files = MemoryFiles::new()
        .with_dir(r"C:\go\pkg\tool")
        .with_dir(r"C:\Users\me")
        .with_file(r"C:\Users\me\AppData\Roaming\go\env", "GOSUMDB=off\n");
    let go = go("go1.27.3", Os::Windows);
    let answer = resolve_tolerantly(&Question::new(&environ, BStr::new(r"C:\w"), Some(&go), &files)).resolved;
    for (name, value) in [
        ("GOENV", r"C:\Users\me\AppData\Roaming\go\env"),
        ("GOCACHE", r"C:\Users\me\AppData\Local\go-build"),
        ("GOPATH", r"C:\Users\me\go"),
        ("GOMODCACHE", r"C:\Users\me\go\pkg\mod"),
        ("GOROOT", r"C:\go"),
        ("GOTOOLDIR", r"C:\go\pkg\tool\windows_amd64"),
        ("GOMOD", "NUL"),
        ("GOEXE", ".exe"),
        ("GOPROXY", "off"),
        ("GOSUMDB", "off"),
        // Not listed for amd64, but known.
        ("GOWASM", "satconv"),
    ] {
        assert_eq!(answer.value(name), value, "{name}");
    }
}

#[test]
fn without_a_go_the_newest_rules_are_taken() {
    let environ = environ(Os::Linux, &[("HOME", "/home/me"), ("GOPROXY", "direct")]);
    let answer = resolve_tolerantly(&Question::new(&environ, BStr::new("/w"), None, &sdk())).resolved;
    assert_eq!(answer.toolchain, None);
    assert_eq!(answer.value("GOPROXY"), "direct");
    assert_eq!(answer.value("GOVERSION"), "");
    assert_eq!(answer.rules, Rules::newest());
}
