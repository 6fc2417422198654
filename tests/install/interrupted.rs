//! What is left when an installation ends before its end, and how the next one goes on.

use std::fs;
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use burrow_core::job::{Cancel, Doing, Step};
use burrow_core::sdk::install::{InstallError, Wish, destination, install, source};

use crate::pack;
use crate::stage::{Stage, assert_is, tree};
use burrow_servers::Reply;

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

fn start(stage: &Stage, arguments: &[&str]) -> Child {
    let arguments: Vec<&str> = ["sdk", "install"].iter().chain(arguments).copied().collect();
    stage.command(&arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// Either there is nothing at the destination, or the whole SDK.
fn is_there(stage: &Stage) -> bool {
    if !stage.sdk().exists() {
        return false;
    }
    assert_is(&stage.sdk(), pack::trimmed().unwrap(), &[".unpacked-success"]);
    true
}

#[test]
fn killed_at_any_moment_it_leaves_the_whole_sdk_or_nothing_and_goes_on_from_there() {
    let Some(stage) = Stage::with_trimmed() else { return };
    let began = Instant::now();
    stage.install(&["1.27.3"]);
    let usual = began.elapsed().as_millis() as u64;
    for path in [stage.zip_path(), stage.archive_path()] {
        // The download takes about as long as everything else.
        stage.server.change(&path, |served| {
            let pieces = (served.bytes.len() / (64 * 1024)) as u64;
            served.pause = Duration::from_micros(usual * 1000 / pieces);
        });
    }
    let mirror = stage.mirror_url();
    let ways: [&[&str]; 2] = [&["1.27.3"], &["1.27.3", "--from", &mirror]];
    let seed = 0x9e37_79b9_7f4a_7c15;
    let mut dice = Dice(seed);
    let (mut whole, mut kept) = (0, 0);
    for round in 0..50 {
        fs::remove_dir_all(stage.home().join("sdk")).ok();
        let mut child = start(&stage, ways[round % 2]);
        thread::sleep(Duration::from_millis(dice.below(usual * 5 / 2)));
        child.kill().unwrap();
        child.wait().unwrap();
        whole += usize::from(is_there(&stage));
        kept += usize::from(!tree(&stage.state().join("downloads")).is_empty());
        if round % 10 == 9 {
            fs::remove_dir_all(stage.home().join("sdk").join("go1.27.3")).ok();
            stage.install(ways[round % 2]);
            assert!(is_there(&stage));
            assert_eq!(tree(&stage.home().join("sdk")).iter().filter(|n| n.contains("burrow")).count(), 0);
        }
    }
    eprintln!("50 kills within {} ms: {whole} times whole, {kept} times a part was kept", usual * 5 / 2);
    let resumed = stage.server.requests().iter().filter(|r| r.from.is_some_and(|from| from > 0)).count();
    assert!(kept > 5 && resumed > 5, "{kept} kept, {resumed} resumed");
}

#[test]
fn killed_on_the_way_into_the_module_cache_it_leaves_nothing_half() {
    let Some(stage) = Stage::with_trimmed() else { return };
    let goroot = stage.install(&["1.27.3", "--to", "module-cache"]);
    let whole = tree(&goroot);
    let began = Instant::now();
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let again = |stage: &Stage| {
        make_writable(&stage.gomodcache());
        fs::remove_dir_all(stage.gomodcache()).unwrap();
    };
    again(&stage);
    stage.install(&["1.27.3", "--to", "module-cache"]);
    let usual = began.elapsed().as_millis() as u64;
    for _ in 0..12 {
        again(&stage);
        let mut child = start(&stage, &["1.27.3", "--to", "module-cache"]);
        thread::sleep(Duration::from_millis(dice.below(usual * 5 / 4)));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(!goroot.exists() || tree(&goroot) == whole);
        if !goroot.exists() {
            stage.install(&["1.27.3", "--to", "module-cache"]);
        }
        assert_eq!(tree(&goroot), whole);
        let left = tree(&stage.gomodcache().join("cache/download/golang.org/toolchain/@v"));
        assert!(left.len() >= 4 && !left.iter().any(|name| name.contains("burrow")), "{left:?}");
    }
}

/// Folders of the module cache are read-only.
fn make_writable(dir: &std::path::Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(dir, fs::Permissions::from_mode(0o755)).unwrap();
    }
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        if entry.file_type().unwrap().is_dir() {
            make_writable(&entry.path());
        }
    }
}

#[test]
fn a_download_goes_on_where_it_was_cut_off() {
    let Some(stage) = Stage::with_trimmed() else { return };
    for (path, from) in [(stage.zip_path(), None), (stage.archive_path(), Some(stage.mirror_url()))] {
        let mut arguments = vec!["1.27.3"];
        arguments.extend(from.iter().flat_map(|from| ["--from", from.as_str()]));
        stage.server.change(&path, |served| served.cut = Some(5_000_000));
        let message = stage.fails(&arguments, "answer-cut-off");
        assert!(message.contains("5000000 bytes"), "{message}");
        stage.assert_nothing_installed();
        stage.server.change(&path, |served| served.cut = None);
        stage.install(&arguments);
        let asked: Vec<_> = stage.server.asked(&path).into_iter().map(|r| (r.from, r.if_range)).collect();
        assert_eq!(asked, [(None, None), (Some(5_000_000), Some("\"one\"".into()))]);
        assert!(is_there(&stage));
        fs::remove_dir_all(stage.home().join("sdk")).unwrap();
    }
}

#[test]
fn a_file_that_has_changed_meanwhile_is_received_anew() {
    let Some(stage) = Stage::with_trimmed() else { return };
    let (from, path) = (stage.mirror_url(), stage.archive_path());
    stage.server.change(&path, |served| served.cut = Some(5_000_000));
    stage.fails(&["1.27.3", "--from", &from], "answer-cut-off");
    stage.server.change(&path, |served| {
        served.cut = None;
        served.etag = Some("\"two\"".into());
    });
    stage.install(&["1.27.3", "--from", &from]);
    assert_eq!(stage.server.asked(&path).len(), 2);
    assert!(is_there(&stage));
}

#[test]
fn a_part_that_is_wrong_costs_only_the_time_to_receive_it_again() {
    let Some(stage) = Stage::with_trimmed() else { return };
    for (path, from) in [(stage.zip_path(), None), (stage.archive_path(), Some(stage.mirror_url()))] {
        let mut arguments = vec!["1.27.3"];
        arguments.extend(from.iter().flat_map(|from| ["--from", from.as_str()]));
        // A server that names no version of its file: nothing tells that it is another by now.
        stage.server.change(&path, |served| {
            served.cut = Some(5_000_000);
            served.etag = None;
        });
        stage.fails(&arguments, "answer-cut-off");
        stage.server.change(&path, |served| served.cut = None);
        let downloads = stage.state().join("downloads");
        let part = tree(&downloads).into_iter().find(|name| name.ends_with(".part")).unwrap();
        let mut bytes = fs::read(downloads.join(&part)).unwrap();
        bytes[4_000_000] ^= 1;
        fs::write(downloads.join(&part), bytes).unwrap();
        stage.install(&arguments);
        let asked: Vec<_> = stage.server.asked(&path).into_iter().map(|r| r.from).collect();
        assert_eq!(asked, [None, Some(5_000_000), None]);
        assert!(is_there(&stage));
        fs::remove_dir_all(stage.home().join("sdk")).unwrap();
    }
}

#[test]
fn a_server_that_knows_no_parts_sends_the_whole_again() {
    let Some(stage) = Stage::with_trimmed() else { return };
    let path = stage.zip_path();
    stage.server.change(&path, |served| served.cut = Some(5_000_000));
    stage.fails(&["1.27.3"], "answer-cut-off");
    stage.server.change(&path, |served| {
        served.cut = None;
        served.ranges = false;
    });
    stage.install(&["1.27.3"]);
    assert!(is_there(&stage));
}

#[test]
fn what_was_received_whole_is_not_asked_for_again() {
    let Some(stage) = Stage::with_trimmed() else { return };
    // The disk of the destination refuses after the download: a file stands where a folder must be made.
    let surroundings = stage.surroundings();
    let cancel = Cancel::new();
    let stop = |step: Step| {
        if step.doing == Doing::Unpacking {
            cancel.cancel();
        }
    };
    let wish = wish(&stage, &surroundings);
    assert_eq!(
        install(&wish, &surroundings, &cancel, &stop),
        Err(InstallError::Cancelled(burrow_core::job::Cancelled))
    );
    stage.assert_nothing_installed();
    stage.install(&["1.27.3"]);
    assert_eq!(stage.server.asked(".zip").len(), 1);
}

fn wish(stage: &Stage, surroundings: &burrow_core::sdk::install::Surroundings) -> Wish {
    let _ = stage;
    Wish {
        version: "go1.27.3".into(),
        source: source("proxy", surroundings).unwrap(),
        destination: destination("golang-dl", "go1.27.3", &[], surroundings).unwrap(),
    }
}

#[test]
fn cancelling_ends_it_at_once_in_every_phase() {
    let Some(stage) = Stage::with_trimmed() else { return };
    stage.server.change(&stage.zip_path(), |served| served.pause = Duration::from_millis(2));
    let surroundings = stage.surroundings();
    let wish = wish(&stage, &surroundings);
    let phases: [fn(&Doing) -> bool; 5] = [
        |d| matches!(d, Doing::Asking { .. }),
        |d| matches!(d, Doing::Downloading { .. }),
        |d| *d == Doing::Verifying,
        |d| *d == Doing::Unpacking,
        |d| *d == Doing::Checking,
    ];
    for phase in phases {
        let cancel = Cancel::new();
        let at = std::sync::Mutex::new(None);
        let stop = |step: Step| {
            if phase(&step.doing) && at.lock().unwrap().is_none() {
                cancel.cancel();
                *at.lock().unwrap() = Some(Instant::now());
            }
        };
        let ended = install(&wish, &surroundings, &cancel, &stop);
        assert_eq!(ended, Err(InstallError::Cancelled(burrow_core::job::Cancelled)));
        let took = at.lock().unwrap().unwrap().elapsed();
        assert!(took < Duration::from_secs(2), "{took:?}");
        stage.assert_nothing_installed();
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_cancels_cleanly() {
    let Some(stage) = Stage::with_trimmed() else { return };
    stage.server.change(&stage.zip_path(), |served| served.stall = Some(1_000_000));
    let mut child = start(&stage, &["1.27.3"]);
    while stage.server.asked(".zip").is_empty() {
        thread::sleep(Duration::from_millis(20));
    }
    thread::sleep(Duration::from_millis(200));
    std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let began = Instant::now();
    assert_eq!(child.wait().unwrap().code(), Some(4));
    assert!(began.elapsed() < Duration::from_secs(2));
    stage.assert_nothing_installed();
}

#[test]
fn two_at_once_do_not_install_the_same() {
    let Some(stage) = Stage::with_trimmed() else { return };
    stage.server.change(&stage.zip_path(), |served| served.stall = Some(1_000_000));
    let mut first = start(&stage, &["1.27.3"]);
    while stage.server.asked(".zip").is_empty() {
        thread::sleep(Duration::from_millis(20));
    }
    stage.fails(&["1.27.3"], "destination-busy");
    first.kill().unwrap();
    first.wait().unwrap();
    stage.server.change(&stage.zip_path(), |served| served.stall = None);
    stage.install(&["1.27.3"]);
    assert!(is_there(&stage));
}

#[test]
fn what_is_there_already_stays_as_it_is() {
    let Some(stage) = Stage::with_trimmed() else { return };
    fs::create_dir_all(stage.sdk()).unwrap();
    fs::write(stage.sdk().join("diary"), "mine").unwrap();
    stage.fails(&["1.27.3"], "destination-occupied");
    assert_eq!(tree(&stage.home().join("sdk")), ["go1.27.3", "go1.27.3/diary"]);
    assert!(stage.server.asked(".zip").is_empty(), "nothing is fetched for a place that is taken");
}

#[test]
fn a_redirect_is_followed() {
    let Some(stage) = Stage::with_trimmed() else { return };
    let name = pack::archive_name("go1.27.3");
    stage.server.file(format!("/store/{name}"), pack::archive(pack::trimmed().unwrap()));
    stage.server.route(stage.archive_path(), Reply::Redirect(format!("{}/store/{name}", stage.server.url())));
    stage.install(&["1.27.3", "--from", &stage.mirror_url()]);
    assert!(is_there(&stage));
}
