use go_rules::files::memory::MemoryFiles;
use go_rules::go_command::{host_goarch, host_goos};

use super::*;

/// A program with Go's record: a minimal ELF file, which says of itself what it is told to.
fn program(version: &str, goos: &str, goarch: &str, package: &str) -> Vec<u8> {
    let lines =
        format!("path\t{package}\nbuild\tGOARCH={goarch}\nbuild\tGOOS={goos}\nbuild\t-trimpath=true\n");
    let framed = format!("0123456789abcdef{lines}0123456789abcdef");
    let mut record = b"\xff Go buildinf:\x08\x02".to_vec();
    record.resize(32, 0);
    record.push(version.len() as u8);
    record.extend_from_slice(version.as_bytes());
    record.extend([framed.len() as u8 & 0x7f | 0x80, (framed.len() >> 7) as u8]);
    record.extend_from_slice(framed.as_bytes());
    let mut file = vec![0u8; 128];
    file[..8].copy_from_slice(&[0x7f, b'E', b'L', b'F', 2, 1, 1, 0]);
    (file[18], file[32], file[54], file[56]) = (62, 64, 56, 1);
    (file[64], file[68]) = (1, 6);
    file[72..80].copy_from_slice(&128u64.to_le_bytes());
    file[80..88].copy_from_slice(&0x1000u64.to_le_bytes());
    file[96..104].copy_from_slice(&(record.len() as u64).to_le_bytes());
    file.extend(record);
    file
}

/// A home, a PATH, a disk.
struct Machine {
    os: Os,
    files: MemoryFiles,
    variables: Vec<(String, String)>,
    folders: Vec<PathBuf>,
    gopath: Vec<PathBuf>,
    goenv_goroot: Option<PathBuf>,
}

impl Machine {
    fn new(os: Os) -> Machine {
        Machine {
            os,
            files: MemoryFiles::new(),
            variables: Vec::new(),
            folders: Vec::new(),
            gopath: Vec::new(),
            goenv_goroot: None,
        }
    }

    fn variable(mut self, name: &str, value: &str) -> Machine {
        self.variables.push((name.into(), value.into()));
        self
    }

    fn home(self, home: &str) -> Machine {
        let name = home_variable(self.os);
        self.variable(name, home)
    }

    fn with(self, change: impl FnOnce(MemoryFiles) -> MemoryFiles) -> Machine {
        Machine { files: change(self.files), ..self }
    }

    fn link(self, path: &str, target: &str) -> Machine {
        self.with(|files| files.with_link(path, target))
    }

    fn file(self, path: &str, text: &str) -> Machine {
        self.with(|files| files.with_file(path, text))
    }

    fn sep(&self) -> &'static str {
        if self.os == Os::Windows { r"\" } else { "/" }
    }

    /// A whole SDK.
    fn sdk(self, goroot: &str, version: &str) -> Machine {
        self.sdk_for(goroot, version, host_goarch())
    }

    fn sdk_for(self, goroot: &str, version: &str, goarch: &str) -> Machine {
        let (s, goos) = (self.sep(), host_goos(self.os));
        let exe = if self.os == Os::Windows { ".exe" } else { "" };
        let go = program(version, goos, goarch, "cmd/go");
        self.with(|files| {
            files
                .with_program(&format!("{goroot}{s}bin{s}go{exe}"), go)
                .with_dir(&format!("{goroot}{s}pkg{s}tool{s}{goos}_{goarch}"))
                .with_file(&format!("{goroot}{s}VERSION"), format!("{version}\ntime 2026-01-01T00:00:00Z\n"))
                .with_file(&format!("{goroot}{s}go.env"), UPSTREAM)
        })
    }

    fn hunted(&self) -> Hunt {
        let entries =
            self.variables.iter().map(|(n, v)| (BString::from(n.as_str()), BString::from(v.as_str())));
        let environ = Environ::new(self.os, entries);
        let home = environ.set(home_variable(self.os)).and_then(path_from_bytes);
        Hunt {
            environ,
            dir: if self.os == Os::Windows { r"C:\work".into() } else { "/work".into() },
            home,
            goenv_goroot: self.goenv_goroot.clone(),
            installed: (self.os == Os::Windows).then(|| r"E:\Go 1\".into()),
            gomodcache: None,
            gopath: self.gopath.clone(),
            folders: self.folders.clone(),
            active: None,
        }
    }

    fn sdks(&self) -> Vec<Sdk> {
        hunt(&self.hunted(), &self.files)
    }

    /// `GOROOT < source path, …`, sorted by folder.
    fn told(&self) -> Vec<String> {
        let way = |way: &Way| format!("{} {}", way.source.id(), way.path.display());
        let mut told: Vec<String> = self
            .sdks()
            .iter()
            .map(|sdk| {
                let ways: Vec<String> = sdk.ways.iter().map(way).collect();
                let codes: Vec<&str> = sdk.problems.iter().map(SdkProblem::code).collect();
                let active = if sdk.active { "* " } else { "" };
                let wrong = if codes.is_empty() { String::new() } else { format!(" ! {}", codes.join(" ")) };
                format!("{active}{} < {}{wrong}", sdk.goroot.display(), ways.join(", "))
            })
            .collect();
        told.sort();
        told
    }
}

const UPSTREAM: &str =
    "# comment\nGOPROXY=https://proxy.golang.org,direct\nGOSUMDB=sum.golang.org\n\nGOTOOLCHAIN=auto\n";

#[test]
fn windows_installers_are_told_apart() {
    let machine = Machine::new(Os::Windows)
        .home(r"C:\Users\me")
        .variable("ProgramFiles", r"C:\Program Files")
        .variable("LOCALAPPDATA", r"C:\Users\me\AppData\Local")
        .variable("Path", r"C:\Windows;C:\Users\me\scoop\shims;C:\Program Files\Go\bin")
        .sdk(r"C:\Program Files\Go", "go1.27.3")
        .sdk(r"C:\tools\go", "go1.16.3")
        .sdk(r"E:\Go 1", "go1.21.13")
        .sdk(r"C:\Users\me\scoop\apps\go\1.26.6", "go1.26.6")
        .link(r"C:\Users\me\scoop\apps\go\current", r"C:\Users\me\scoop\apps\go\1.26.6")
        .sdk(r"C:\Users\me\scoop\apps\go122\1.22.10", "go1.22.10")
        .link(r"C:\Users\me\scoop\apps\go122\current", r"C:\Users\me\scoop\apps\go122\1.22.10")
        .with(|files| files.with_program(r"C:\Users\me\scoop\shims\go.exe", "MZ some launcher"))
        .file(
            r"C:\Users\me\scoop\shims\go.shim",
            "path = \"C:\\Users\\me\\scoop\\apps\\go\\current\\bin\\go.exe\"\r\n",
        )
        .sdk(r"C:\Users\me\AppData\Local\mise\installs\go\1.25.5", "go1.25.5")
        .sdk(r"C:\Users\me\sdk\go1.24.11", "go1.24.11");
    assert_eq!(
        machine.told(),
        [
            r"* C:\Users\me\scoop\apps\go\1.26.6 < path C:\Users\me\scoop\shims\go.exe, scoop C:\Users\me\scoop\apps\go\1.26.6, scoop C:\Users\me\scoop\apps\go\current",
            r"C:\Program Files\Go < path C:\Program Files\Go\bin\go.exe, msi C:\Program Files\Go",
            r"C:\Users\me\AppData\Local\mise\installs\go\1.25.5 < mise C:\Users\me\AppData\Local\mise\installs\go\1.25.5",
            r"C:\Users\me\scoop\apps\go122\1.22.10 < scoop C:\Users\me\scoop\apps\go122\current",
            r"C:\Users\me\sdk\go1.24.11 < golang-dl C:\Users\me\sdk\go1.24.11",
            r"C:\tools\go < chocolatey C:\tools\go",
            r"E:\Go 1 < msi E:\Go 1",
        ]
    );
}

#[test]
fn on_windows_letters_of_another_case_are_the_same_folder() {
    // The disk there answers to both; in memory both must be there.
    let mut machine = Machine::new(Os::Windows).sdk(r"D:\Go\1.26", "go1.26.6").sdk(r"d:\go\1.26", "go1.26.6");
    machine.folders = vec![r"D:\Go\1.26".into(), r"d:\go\1.26".into()];
    assert_eq!(machine.told(), [r"D:\Go\1.26 < folder D:\Go\1.26, folder d:\go\1.26"]);
}

#[test]
fn homebrew_is_found_by_its_cellar_its_links_and_path() {
    let keg = "/opt/homebrew/Cellar/go/1.26.6";
    let older = "/opt/homebrew/Cellar/go@1.21/1.21.13";
    let machine = Machine::new(Os::MacOs)
        .home("/Users/me")
        .variable("PATH", "/opt/homebrew/bin:/usr/bin")
        .sdk(&format!("{keg}/libexec"), "go1.26.6")
        .link(&format!("{keg}/bin/go"), &format!("{keg}/libexec/bin/go"))
        .link("/opt/homebrew/bin/go", &format!("{keg}/bin/go"))
        .link("/opt/homebrew/opt/go", keg)
        .sdk(&format!("{older}/libexec"), "go1.21.13")
        .link("/opt/homebrew/opt/go@1.21", older)
        .with(|files| files.with_dir("/opt/homebrew/Cellar/gopls/0.16/bin"))
        .sdk("/usr/local/go", "go1.25.5")
        .sdk("/opt/local/lib/go", "go1.24.11");
    assert_eq!(
        machine.told(),
        [
            format!(
                "* {keg}/libexec < path /opt/homebrew/bin/go, homebrew {keg}/libexec, homebrew /opt/homebrew/opt/go/libexec"
            ),
            format!("{older}/libexec < homebrew {older}/libexec, homebrew /opt/homebrew/opt/go@1.21/libexec"),
            "/opt/local/lib/go < distribution /opt/local/lib/go".into(),
            "/usr/local/go < system /usr/local/go".into(),
        ]
    );
}

#[test]
fn packages_of_linux_distributions_are_found() {
    let machine = Machine::new(Os::Linux)
        .variable("PATH", "/usr/bin:/snap/bin")
        .sdk("/usr/lib/go-1.19", "go1.19.8")
        .link("/usr/lib/go", "/usr/lib/go-1.19")
        .link("/usr/bin/go", "/usr/lib/go/bin/go")
        .sdk("/usr/lib/golang", "go1.24.11")
        .sdk("/usr/lib64/go/1.22", "go1.22.10")
        .sdk("/usr/lib64/go1.21.13/go", "go1.21.13")
        .sdk("/snap/go/10500", "go1.25.5")
        .link("/snap/go/current", "/snap/go/10500")
        .link("/snap/bin/go", "/usr/bin/snap")
        .with(|files| {
            files.with_program("/usr/bin/snap", program("go1.23.9", "linux", host_goarch(), "snapd"))
        })
        .sdk("/nix/store/abc-go-1.26.6/share/go", "go1.26.6")
        .link("/nix/var/nix/profiles/default/share", "/nix/store/abc-go-1.26.6/share");
    assert_eq!(
        machine.told(),
        [
            "* /usr/lib/go-1.19 < path /usr/bin/go, distribution /usr/lib/go-1.19, distribution /usr/lib/go",
            "/nix/store/abc-go-1.26.6/share/go < nix /nix/var/nix/profiles/default/share/go",
            "/snap/go/10500 < path /snap/bin/go, snap /snap/go/10500, snap /snap/go/current",
            "/usr/lib/golang < distribution /usr/lib/golang",
            "/usr/lib64/go/1.22 < distribution /usr/lib64/go/1.22",
            "/usr/lib64/go1.21.13/go < distribution /usr/lib64/go1.21.13/go",
        ]
    );
}

#[test]
fn wrappers_of_golang_org_dl_lead_to_their_sdk_on_path_and_off_it() {
    let wrapper = |version: &str| {
        let package = format!("golang.org/dl/{version}");
        program("go1.27.3", "linux", host_goarch(), &package)
    };
    let mut machine = Machine::new(Os::Linux)
        .home("/home/me")
        .variable("PATH", "/home/me/bin")
        .sdk("/home/me/sdk/go1.24.11", "go1.24.11")
        .sdk("/home/me/sdk/gotip", "devel go1.28-abc")
        .with(|files| files.with_dir("/home/me/sdk/flutter/bin"))
        .with(|files| files.with_program("/home/me/bin/go1.24.11", wrapper("go1.24.11")))
        .with(|files| files.with_program("/home/me/go/bin/go1.24.11", wrapper("go1.24.11")))
        .with(|files| files.with_program("/home/me/go/bin/go1.23.9", wrapper("go1.23.9")));
    machine.gopath = vec!["/home/me/go".into()];
    assert_eq!(
        machine.told(),
        [
            "/home/me/sdk/go1.24.11 < path /home/me/bin/go1.24.11, golang-dl /home/me/sdk/go1.24.11, golang-dl /home/me/go/bin/go1.24.11",
            "/home/me/sdk/gotip < golang-dl /home/me/sdk/gotip",
        ]
    );
}

#[test]
fn a_shim_hides_what_is_active_and_leads_nowhere() {
    let machine = Machine::new(Os::Linux)
        .home("/home/me")
        .variable("PATH", "/home/me/.goenv/shims:/usr/local/go/bin")
        .with(|files| {
            files.with_program("/home/me/.goenv/shims/go", "#!/usr/bin/env bash\nexec goenv exec go\n")
        })
        .with(|files| files.with_dir("/home/me/.goenv/bin"))
        .sdk("/home/me/.goenv/versions/1.22.10", "go1.22.10")
        .sdk("/usr/local/go", "go1.25.5");
    assert_eq!(
        machine.told(),
        [
            "/home/me/.goenv/versions/1.22.10 < goenv /home/me/.goenv/versions/1.22.10",
            "/usr/local/go < path /usr/local/go/bin/go, system /usr/local/go",
        ]
    );
}

#[test]
fn a_go_without_a_tree_is_no_sdk_and_a_full_gopath_neither() {
    let go = || program("go1.25.5", "linux", host_goarch(), "cmd/go");
    let machine = Machine::new(Os::Linux)
        .home("/home/me")
        .variable("PATH", "/home/me/bin:/home/me/go/bin")
        .with(|files| files.with_program("/home/me/bin/go", go()).with_program("/home/me/go/bin/go", go()))
        .with(|files| files.with_dir("/home/me/go/pkg/mod").with_dir("/home/me/go/src/example.com"));
    assert_eq!(machine.told(), Vec::<String>::new());
}

#[test]
fn a_go_in_a_folder_of_its_platform_belongs_to_the_tree_above() {
    let go = program("go1.25.5", "linux", host_goarch(), "cmd/go");
    let machine = Machine::new(Os::Linux)
        .variable("PATH", "/build/go/bin/linux_it")
        .with(|files| files.with_program("/build/go/bin/linux_it/go", go).with_dir("/build/go/pkg/tool"));
    assert_eq!(machine.told(), ["* /build/go < path /build/go/bin/linux_it/go ! no-go"]);
    let elsewhere = Some(("linux".into(), host_goarch().into()));
    assert_eq!(machine.sdks()[0].problems, [SdkProblem::NoGo { elsewhere }]);
}

#[test]
fn goroot_of_the_goenv_file_is_a_way_before_that_of_the_environment() {
    let mut machine = Machine::new(Os::Linux)
        .variable("GOROOT", "/opt/a/")
        .sdk("/opt/a", "go1.24.11")
        .sdk("/opt/b", "go1.25.5");
    machine.goenv_goroot = Some("/opt/b".into());
    assert_eq!(machine.told(), ["/opt/a < goroot /opt/a/", "/opt/b < goroot /opt/b"]);
}

#[test]
fn a_goroot_that_is_no_sdk_is_none_although_it_has_a_go() {
    let go = || program("go1.25.5", "linux", host_goarch(), "cmd/go");
    let with_usr = |files: MemoryFiles| {
        let crowded = (0..20).fold(files, |files, n| files.with_program(&format!("/usr/bin/tool{n}"), "x"));
        crowded.with_program("/usr/bin/go", go()).with_dir("/usr/src")
    };
    let machine = Machine::new(Os::Linux).variable("GOROOT", "/usr").with(with_usr);
    assert_eq!(machine.told(), Vec::<String>::new());
    let machine = Machine::new(Os::Linux)
        .variable("GOROOT", "/home/me/go")
        .with(|files| files.with_program("/home/me/go/bin/go", go()).with_dir("/home/me/go/pkg/mod"));
    assert_eq!(machine.told(), Vec::<String>::new());
    let machine = Machine::new(Os::Linux)
        .variable("GOROOT", "/srv/go")
        .with(|files| files.with_program("/srv/go/bin/go", go()));
    assert_eq!(machine.told(), ["/srv/go < goroot /srv/go ! no-tools"]);
}

#[test]
fn without_a_home_nothing_below_it_is_looked_for() {
    let machine = Machine::new(Os::Linux)
        .variable("HOME", "")
        .sdk("/sdk/go1.24.11", "go1.24.11")
        .sdk("/.goenv/versions/1.22.10", "go1.22.10")
        .sdk("/srv/goenv/versions/1.23.9", "go1.23.9")
        .variable("GOENV_ROOT", "/srv/goenv")
        .variable("GVM_ROOT", "relative");
    assert_eq!(machine.told(), ["/srv/goenv/versions/1.23.9 < goenv /srv/goenv/versions/1.23.9"]);
}

#[test]
fn an_added_folder_is_an_sdk_or_a_folder_of_them_but_not_of_projects() {
    let mut machine = Machine::new(Os::Linux)
        .sdk("/data/go", "go1.24.11")
        .sdk("/data/many/one", "go1.25.5")
        .sdk("/data/many/two/go", "go1.26.6")
        .with(|files| files.with_dir("/data/many/half/pkg/tool"))
        .with(|files| files.with_dir("/data/many/project/src").with_dir("/data/many/project/bin"));
    machine.folders = ["/data/go", "/data/many", "/data/gone"].map(PathBuf::from).to_vec();
    assert_eq!(
        machine.told(),
        [
            "/data/go < folder /data/go",
            "/data/many/half < folder /data/many/half ! no-go",
            "/data/many/one < folder /data/many/one",
            "/data/many/two/go < folder /data/many/two/go",
        ]
    );
}

#[test]
fn what_was_changed_in_go_env_is_told_and_secrets_in_it_are_not() {
    let fedora =
        "GOPROXY=https://me:hunter2@proxy.corp,direct\nGOPROXY=direct\nGOSUMDB=off\nGOFLAGS=-mod=mod\n";
    let machine = Machine::new(Os::Linux)
        .sdk("/usr/lib/golang", "go1.22.10")
        .file("/usr/lib/golang/go.env", fedora)
        .sdk("/usr/local/go", "go1.25.5")
        .sdk("/usr/lib/go-1.19", "go1.19.8")
        .file("/usr/lib/go-1.19/go.env", "GOPROXY=off\n");
    let patches: Vec<String> = machine
        .sdks()
        .iter()
        .flat_map(|sdk| &sdk.patches)
        .map(|Patch { name, upstream, here }| {
            let [upstream, here] =
                [upstream, here].map(|v| v.as_ref().map_or("-", |v| v.as_str()).to_owned());
            format!("{name}: {upstream} > {here}")
        })
        .collect();
    assert_eq!(
        patches,
        [
            "GOPROXY: https://proxy.golang.org,direct > https://***@proxy.corp,direct",
            "GOSUMDB: sum.golang.org > off",
            "GOTOOLCHAIN: auto > -",
            "GOFLAGS: - > -mod=mod",
        ]
    );
}

#[test]
fn a_version_with_what_the_linker_added_agrees_with_the_file() {
    for (built, file, agrees) in [
        ("go1.26.6 X:boringcrypto", "go1.26.6\n", true),
        ("go1.26.6", "go1.26.6\r\ntime x\r\n", true),
        ("go1.26.6", "go1.26.6 (Red Hat 1.26.6-1.el9)", true),
        ("devel go1.28-4f6bb5 Mon Jan 5", "devel go1.28-4f6bb5", true),
        ("go1.26.6", "go1.26.5\n", false),
        ("go1.26.6", "go1.26\n", false),
        ("devel go1.28-4f6bb5", "devel go1.28-000000", false),
        ("go1.26.6", "\n", true),
    ] {
        let machine = Machine::new(Os::Linux).sdk("/usr/local/go", built).file("/usr/local/go/VERSION", file);
        let sdk = machine.sdks().remove(0);
        assert_eq!(sdk.problems.is_empty(), agrees, "{built:?} and {file:?}");
        assert_eq!(sdk.state(), SdkState::Complete);
    }
}

#[test]
fn an_sdk_for_another_processor_is_broken_but_says_what_it_is() {
    let machine = Machine::new(Os::Linux).sdk_for("/usr/local/go", "go1.26.6", "s390x");
    let sdk = machine.sdks().remove(0);
    let foreign = SdkProblem::Foreign { goos: "linux".into(), goarch: "s390x".into() };
    assert_eq!((sdk.problems, sdk.cgo), (vec![foreign], None));
    assert_eq!((sdk.version, sdk.goarch), (Some("go1.26.6".into()), Some("s390x".into())));
}

#[test]
fn what_is_watched_lies_in_no_whole_sdk_and_follows_one_that_is_unpacked() {
    let machine = Machine::new(Os::Linux)
        .home("/home/me")
        .variable("PATH", "/usr/bin:/home/me/.goenv/versions/1.22.10/bin:/home/me/tools")
        .sdk("/home/me/.goenv/versions/1.22.10", "go1.22.10")
        .with(|files| files.with_dir("/home/me/sdk/go1.25.5/bin").with_dir("/home/me/tools"))
        .with(|files| files.with_dir("/usr/bin").with_dir("/usr/local/bin"));
    let watched = places_to_watch(&machine.hunted(), &machine.files);
    for wanted in
        ["/home/me", "/home/me/.goenv/versions", "/home/me/sdk", "/home/me/sdk/go1.25.5/bin", "/usr/local"]
    {
        assert!(watched.contains(&wanted.into()), "{wanted} in {watched:?}");
    }
    for unwanted in ["/", "/home/me/.goenv/versions/1.22.10", "/home/me/.goenv/versions/1.22.10/pkg"] {
        assert!(!watched.contains(&unwanted.into()), "{unwanted} in {watched:?}");
    }
    assert!(watched.len() < 80, "{}", watched.len());
}
