//! Programs on a real disk, as small as Go's record allows.

use std::fs;

use go_rules::environ::{Environ, Os};
use go_rules::go_command::GoCommand;
use go_rules::vars::Layer;

use super::*;
use crate::job::Cancel;
use crate::system::DiskFiles;
use crate::system::files::path_to_bytes;

/// A minimal 64-bit ELF file with a record.
fn go_program(version: &str, lines: &str) -> Vec<u8> {
    let mut record = Vec::from(&b"\xff Go buildinf:\x08\x02"[..]);
    record.resize(32, 0);
    for text in [version.to_owned(), format!("0123456789abcdef{lines}0123456789abcdef")] {
        record.extend([text.len() as u8 & 0x7f | 0x80, (text.len() >> 7) as u8]);
        record.extend_from_slice(text.as_bytes());
    }
    let mut file = vec![0u8; 128];
    file[..8].copy_from_slice(&[0x7f, b'E', b'L', b'F', 2, 1, 1, 0]);
    for (at, byte) in [(18, 62), (32, 64), (54, 56), (56, 1), (64, 1), (68, 6), (72, 128), (81, 0x10)] {
        file[at] = byte;
    }
    file[96..104].copy_from_slice(&(record.len() as u64).to_le_bytes());
    file.extend_from_slice(&record);
    file
}

/// What `go install PACKAGE@VERSION` on this system leaves in the record, with more lines behind.
fn installed(package: &str, module: &str, version: &str, more: &str) -> Vec<u8> {
    let host = GoCommand::assumed(Os::host());
    let lines = format!(
        "path\t{package}\nmod\t{module}\t{version}\th1:x=\n{more}build\tGOARCH={}\nbuild\tGOOS={}\n",
        host.goarch, host.goos
    );
    go_program("go1.21.13", &lines)
}

struct Home {
    dir: tempfile::TempDir,
    look: Look,
}

impl Home {
    /// With GOBIN on PATH behind `first`, and one entry of GOPATH.
    fn new() -> Home {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        for name in ["first", "gobin", "gopath/bin"] {
            fs::create_dir_all(at(name)).unwrap();
        }
        let path = std::env::join_paths([at("first"), at("gobin")]).unwrap();
        let environ = Environ::new(Os::host(), [("PATH".into(), path.into_encoded_bytes().into())]);
        let mut go = GoCommand::assumed(Os::host());
        go.version = "go1.27.3".into();
        let look = Look {
            environ,
            dir: dir.path().to_owned(),
            gobin: Some((at("gobin"), Layer::Process)),
            gopath: vec![at("gopath")],
            gomodcache: None,
            go: Some(go),
            program: Some(at("no-go")),
        };
        Home { dir, look }
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        path
    }

    fn list(&self) -> Programs {
        list(&self.look, &DiskFiles)
    }

    fn one(&self, bytes: impl AsRef<[u8]>) -> Program {
        let path = self.put(&exe("gobin/one"), bytes);
        let program = self.list().programs.into_iter().find(|p| p.path == path);
        program.unwrap()
    }
}

/// The name as a program has it here.
fn exe(name: &str) -> String {
    if cfg!(windows) { format!("{name}.exe") } else { name.to_owned() }
}

const HEY: (&str, &str, &str) = ("example.com/tools/cmd/hey", "example.com/tools", "v1.2.3");

fn hey(more: &str) -> Vec<u8> {
    installed(HEY.0, HEY.1, HEY.2, more)
}

#[test]
fn a_program_tells_what_it_is_and_how_it_is_built_anew() {
    let home = Home::new();
    let more = "build\t-trimpath=true\nbuild\t-tags=a,b\nbuild\t-ldflags=\"-s -w -X main.v=1\"\n";
    let program = home.one(hey(more));
    assert_eq!((program.name.as_str(), program.folder, program.outdated), ("one", 0, true));
    assert!(program.first_on_path && program.modified.is_some() && program.leads_to.is_none());
    assert_eq!(
        program.rebuild.unwrap().to_string(),
        "go install -trimpath -tags=a,b \"-ldflags=-s -w -X main.v=1\" example.com/tools/cmd/hey@v1.2.3"
    );
}

#[test]
fn what_is_first_on_path_hides_it() {
    let home = Home::new();
    let other = home.put(&exe("first/one"), "something else");
    let program = home.one(hey(""));
    assert_eq!((program.first_on_path, program.hidden_by), (false, Some(other)));
    let unreachable = home.put(&exe("gopath/bin/two"), hey(""));
    let programs = home.list();
    let two = programs.programs.iter().find(|p| p.path == unreachable).unwrap();
    assert_eq!((two.first_on_path, &two.hidden_by, two.folder), (false, &None, 1));
    let folders: Vec<(bool, bool)> = programs.folders.iter().map(|f| (f.on_path, f.installs)).collect();
    assert_eq!(folders, [(true, true), (false, false)]);
}

#[test]
fn a_folder_that_is_gobin_and_in_gopath_is_looked_at_once_and_those_for_other_systems_are_found() {
    let mut home = Home::new();
    home.look.gobin = Some((home.dir.path().join("gopath/bin"), Layer::User));
    home.put("gopath/bin/plan9_386/hey", hey(""));
    home.put("gopath/bin/not_a-platform/hey", hey(""));
    let programs = home.list();
    let kinds: Vec<&FolderKind> = programs.folders.iter().map(|f| &f.kind).collect();
    let cross = FolderKind::Cross { goos: "plan9".into(), goarch: "386".into() };
    assert_eq!(kinds, [&FolderKind::Gobin(Layer::User), &cross]);
    assert_eq!(programs.programs.len(), 1);
}

#[test]
fn a_missing_folder_is_named_only_where_go_would_install() {
    let mut home = Home::new();
    home.look.gopath = vec![home.dir.path().join("none"), home.dir.path().join("neither")];
    home.look.gobin = None;
    let programs = home.list();
    assert_eq!(programs.folders.len(), 1);
    assert_eq!((&programs.folders[0].kind, programs.folders[0].installs), (&FolderKind::Gopath(0), true));
}

#[test]
fn what_cannot_be_built_anew_says_why() {
    let home = Home::new();
    let lines = |more: &str| go_program("go1.21.13", more);
    for (bytes, why) in [
        (hey("dep\texample.com/a\tv1.0.0\n=>\t../a\t(devel)\t\n"), NoRebuild::Replaced),
        (installed(HEY.0, HEY.1, "(devel)", ""), NoRebuild::Devel),
        (installed(HEY.0, HEY.1, "v1.2.4-0.20260102030405-abcdefabcdef+dirty", ""), NoRebuild::Dirty),
        (installed("command-line-arguments", HEY.1, HEY.2, ""), NoRebuild::NoModule),
        (lines(""), NoRebuild::NoModule),
        (lines("path\tcmd/gofmt\nbuild\tGOOS=linux\n"), NoRebuild::PartOfGo),
        (hey("build\t-buildmode=c-shared\n"), NoRebuild::Library),
        (
            lines("path\ta.com/b\nmod\ta.com/b\tv1.0.0\th1:x=\nbuild\tGOOS=plan9\nbuild\tGOARCH=386\n"),
            NoRebuild::CrossWithGobin,
        ),
        (b"#!/bin/sh\n".to_vec(), NoRebuild::NotGo),
    ] {
        let program = home.one(&bytes);
        assert_eq!(program.rebuild, Err(why));
    }
}

#[test]
fn nothing_that_a_record_says_becomes_a_flag_a_path_or_another_module() {
    let home = Home::new();
    for (package, module, version) in [
        ("-toolexec=/bin/evil", "-toolexec=/bin/evil", "v1.0.0"),
        ("./local", "./local", "v1.0.0"),
        ("/abs.example/x", "/abs.example/x", "v1.0.0"),
        ("example.com/../x", "example.com/../x", "v1.0.0"),
        ("example.com/tools@v2/cmd", "example.com/tools", "v1.0.0"),
        ("other.example/cmd", "example.com/tools", "v1.0.0"),
        ("example.com/toolsmith", "example.com/tools", "v1.0.0"),
        ("example.com/tools", "example.com/tools", "latest"),
        ("example.com/tools", "example.com/tools", "v1.0.0 -x"),
        ("nodot/tools", "nodot/tools", "v1.0.0"),
    ] {
        let program = home.one(installed(package, module, version, ""));
        assert_eq!(program.rebuild, Err(NoRebuild::Implausible), "{package}@{version}");
    }
    for ldflags in
        ["-extld=/bin/evil", "-s -extldflags=x", "-X", "-X -extld=/bin/evil", "-X main.a='b c'", "-X a"]
    {
        let program = home.one(hey(&format!("build\t-ldflags={ldflags:?}\nbuild\t-gcflags=-d=x\n")));
        assert_eq!(program.rebuild.unwrap().flags, [] as [&str; 0], "{ldflags}");
    }
    let program = home.one(hey("build\t-tags=\"a -toolexec=x\"\n"));
    assert_eq!(program.rebuild.unwrap().flags, [] as [&str; 0]);
}

#[test]
fn newer_ones_and_development_builds_are_not_outdated() {
    let home = Home::new();
    for (version, outdated) in [
        ("go1.27.2", true),
        ("go1.27rc1", true),
        ("go1.9", true),
        ("go1.27.3", false),
        ("go1.28.0", false),
        ("devel go1.20-abc", false),
    ] {
        assert_eq!(home.one(go_program(version, "")).outdated, outdated, "{version}");
    }
}

#[cfg(unix)]
#[test]
fn strangers_are_named_or_left_out() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let home = Home::new();
    let at = |name: &str| home.dir.path().join("gobin").join(name);
    home.put("gobin/script", "#!/bin/sh\n");
    home.put("gobin/program", "\x7fELF but no more");
    home.put("gobin/text", "just text");
    home.put("gobin/wasm", b"\0asm\x01\0\0\0 and so on");
    fs::write(at("notes.txt"), "a note").unwrap();
    fs::create_dir(at("folder")).unwrap();
    symlink("/nowhere", at("broken")).unwrap();
    symlink(at("circle"), at("circle")).unwrap();
    symlink(at("folder"), at("to-folder")).unwrap();
    home.put("elsewhere/hey", hey(""));
    symlink("../elsewhere/hey", at("link")).unwrap();
    nix::unistd::mkfifo(&at("pipe"), nix::sys::stat::Mode::S_IRWXU).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
    fs::write(at("huge"), "").unwrap();
    fs::File::options().write(true).open(at("huge")).unwrap().set_len(1 << 42).ok();
    fs::set_permissions(at("huge"), fs::Permissions::from_mode(0o755)).unwrap();
    let programs = home.list();
    let told: Vec<(&str, Option<Strange>)> =
        programs.programs.iter().map(|p| (p.name.as_str(), p.info.as_ref().err().copied())).collect();
    assert_eq!(
        told,
        [
            ("broken", Some(Strange::BrokenLink)),
            ("circle", Some(Strange::BrokenLink)),
            ("huge", Some(Strange::NotGo)),
            ("link", None),
            ("program", Some(Strange::Damaged)),
            ("script", Some(Strange::Script)),
            ("text", Some(Strange::NotGo)),
            ("wasm", Some(Strange::Wasm)),
        ]
    );
    let link = programs.named(Path::new("link"))[0];
    assert_eq!(
        link.leads_to.as_deref(),
        Some(home.dir.path().join("elsewhere/hey").canonicalize().unwrap().as_path())
    );
    assert_eq!(link.rebuild, Err(NoRebuild::Link));
}

#[test]
fn hundreds_of_programs_are_listed_at_once() {
    let home = Home::new();
    for number in 0..400 {
        home.put(&exe(&format!("gobin/p{number:03}")), hey(""));
    }
    let programs = home.list().programs;
    assert_eq!(programs.len(), 400);
    assert!(programs.windows(2).all(|pair| pair[0].path < pair[1].path));
    assert!(programs.iter().all(|p| p.info.is_ok() && p.first_on_path));
}

#[test]
fn a_build_that_cannot_start_leaves_everything_as_it_was() {
    let home = Home::new();
    let program = home.one(hey(""));
    let before = fs::read(&program.path).unwrap();
    let failed = rebuild(&program, &home.look, &DiskFiles, &Cancel::new(), &());
    assert!(matches!(failed, Err(RebuildError::Start { .. })), "{failed:?}");
    let cancel = Cancel::new();
    cancel.cancel();
    let cancelled = rebuild(&program, &home.look, &DiskFiles, &cancel, &());
    assert!(matches!(cancelled, Err(RebuildError::Cancelled(_))), "{cancelled:?}");
    assert_eq!(fs::read(&program.path).unwrap(), before);
    assert_eq!(fs::read_dir(home.dir.path().join("gobin")).unwrap().count(), 1);
}

/// Scripts in the place of go: what it leaves is not always what was wanted.
#[cfg(unix)]
mod other_gos {
    use super::*;

    fn rebuilt_by(script: &str, meanwhile: Option<&[u8]>) -> (Result<Rebuilt, RebuildError>, bool) {
        let mut home = Home::new();
        let program = home.one(hey(""));
        let before = fs::read(&program.path).unwrap();
        home.put(
            "new",
            go_program(
                "go1.27.3",
                "path\texample.com/tools/cmd/hey\nmod\texample.com/tools\tv1.2.3\th1:x=\n",
            ),
        );
        home.put("other", installed(HEY.0, HEY.1, "v1.2.4", ""));
        let go = home.put("go", format!("#!/bin/sh\nD={}\n{script}\n", home.dir.path().display()));
        home.look.program = Some(go);
        home.look.environ = home.look.environ.with("PATH", Some(b"/usr/bin:/bin"));
        if let Some(bytes) = meanwhile {
            fs::write(&program.path, bytes).unwrap();
        }
        let result = rebuild(&program, &home.look, &DiskFiles, &Cancel::new(), &());
        let left = fs::read_dir(home.dir.path().join("gobin")).unwrap().count();
        assert_eq!(left, 1, "nothing is left beside it");
        (result, fs::read(&program.path).unwrap() == before)
    }

    #[test]
    fn a_proven_program_takes_the_old_ones_place_under_the_old_name() {
        let (result, same) = rebuilt_by("test \"$1\" = install && cp $D/new $GOBIN/whatever", None);
        let rebuilt = result.unwrap();
        assert_eq!((rebuilt.before, rebuilt.after, same), ("go1.21.13".into(), "go1.27.3".into(), false));
    }

    #[test]
    fn what_go_says_when_it_fails_is_told_without_secrets() {
        let (result, same) =
            rebuilt_by("echo 'go: https://me:hunter2@proxy.example/x: 500' >&2; exit 1", None);
        let Err(RebuildError::Failed { said, command }) = result else { panic!("{result:?}") };
        assert!(said.as_str().contains("proxy.example") && !said.as_str().contains("hunter2"), "{said}");
        assert_eq!((command.as_str(), same), ("go install example.com/tools/cmd/hey@v1.2.3", true));
    }

    #[test]
    fn another_program_or_none_or_several_are_refused() {
        for script in [
            "cp $D/other $GOBIN/hey",
            "true",
            "cp $D/new $GOBIN/a; cp $D/new $GOBIN/b",
            "echo text > $GOBIN/hey",
        ] {
            let (result, same) = rebuilt_by(script, None);
            assert!(matches!(result, Err(RebuildError::Unexpected { .. })) && same, "{script}: {result:?}");
        }
    }

    #[test]
    fn one_that_was_installed_meanwhile_is_not_lost() {
        let newer = installed(HEY.0, HEY.1, "v1.9.0", "");
        let (result, same) = rebuilt_by("cp $D/new $GOBIN/hey", Some(&newer));
        assert!(matches!(result, Err(RebuildError::Moved(_))), "{result:?}");
        assert!(!same);
    }
}

#[test]
fn only_go_programs_in_the_folders_are_removed() {
    let home = Home::new();
    let stranger = home.put(&exe("gobin/script"), "#!/bin/sh\n");
    let outside = home.put(&exe("first/hey"), hey(""));
    let goroot = home.put(&exe("gopath/bin/go"), go_program("go1.27.3", "path\tcmd/go\n"));
    fs::create_dir_all(home.dir.path().join("gopath/pkg/tool")).unwrap();
    let not_removed = |path: &Path| remove(&home.look, path, &DiskFiles).unwrap_err();
    assert_eq!(not_removed(&stranger), NotRemoved::NotGo { path: stranger.clone(), why: Strange::Script });
    assert_eq!(not_removed(&outside), NotRemoved::Elsewhere(outside.clone()));
    assert_eq!(not_removed(&goroot), NotRemoved::PartOfGo(goroot.clone()));
    let roundabout = home.dir.path().join("gobin").join("..").join("first").join(exe("hey"));
    assert_eq!(not_removed(&roundabout), NotRemoved::Elsewhere(roundabout.clone()));
    let folder = home.dir.path().join("gobin");
    assert_eq!(not_removed(&folder), NotRemoved::Elsewhere(folder.clone()));
    assert!(stranger.is_file() && outside.is_file() && goroot.is_file() && folder.is_dir());
}

#[test]
fn names_and_paths_lead_to_programs() {
    let home = Home::new();
    let program = home.one(hey(""));
    let programs = home.list();
    assert_eq!(programs.named(Path::new("one")).len(), 1);
    assert_eq!(programs.named(&program.path).len(), 1);
    assert_eq!(programs.named(Path::new("two")).len(), 0);
    assert_eq!(path_to_bytes(&program.path), path_to_bytes(&programs.named(&program.path)[0].path));
}
