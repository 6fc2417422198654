//! Servers that lie, stall or have nothing: refused in a clear word, and nothing is left.

use std::fs;
use std::time::{Duration, Instant};

use burrow_core::job::Cancel;
use burrow_core::proxy::{FetchError, Phase};
use burrow_core::sdk::install::{InstallError, Wish, destination, install, source};

use crate::pack;
use crate::stage::{Stage, tree};
use burrow_servers::Reply;

/// Fails with this code from both sources when their archives are served so.
fn refused_from_both(code: [&str; 2], change: impl Fn(&Stage, &str)) {
    let Some(stage) = Stage::with_trimmed() else { return };
    let from = stage.mirror_url();
    let ways: [(String, Vec<&str>); 2] =
        [(stage.zip_path(), vec!["1.27.3"]), (stage.archive_path(), vec!["1.27.3", "--from", &from])];
    for ((path, arguments), code) in ways.iter().zip(code) {
        change(&stage, path);
        stage.fails(arguments, code);
        stage.assert_nothing_installed();
        if !matches!(code, "answer-cut-off" | "timeout-transfer") {
            let kept = tree(&stage.state().join("downloads"));
            assert!(
                !kept.iter().any(|name| name.ends_with(".from")),
                "what is known to be wrong is kept: {kept:?}"
            );
        }
    }
}

#[test]
fn a_flipped_byte_is_noticed() {
    refused_from_both(["archive-bad", "checksum-mismatch"], |stage, path| {
        stage.server.change(path, |served| {
            let mut bytes = served.bytes.to_vec();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            served.bytes = bytes.into();
        });
    });
}

#[test]
fn another_archive_than_the_published_one_is_noticed() {
    refused_from_both(["checksum-mismatch", "checksum-mismatch"], |stage, path| {
        let mut files = pack::trimmed().unwrap().clone();
        files[1].1.push(b'\n');
        let other = match path.ends_with(".zip") && !cfg!(windows) {
            true => pack::module_zip("go1.27.3", &files),
            false => pack::archive(&files),
        };
        stage.server.change(path, |served| served.bytes = other.into());
    });
}

#[test]
fn an_archive_that_ends_too_early_is_noticed() {
    refused_from_both(["archive-bad", "checksum-mismatch"], |stage, path| {
        stage.server.change(path, |served| {
            let mut bytes = served.bytes.to_vec();
            bytes.truncate(bytes.len() - 1000);
            served.bytes = bytes.into();
        });
    });
    refused_from_both(["answer-cut-off", "answer-cut-off"], |stage, path| {
        stage.server.change(path, |served| served.cut = Some(100_000));
    });
}

#[test]
fn other_answers_are_told_for_what_they_are() {
    let page = b"<!DOCTYPE html><html><body>Log in to the guest network</body></html>".to_vec();
    for (reply, codes) in [
        (Reply::Status(200, "text/html; charset=utf-8", page), ["answer-web-page"; 2]),
        (Reply::Status(404, "text/plain", b"not found: nothing".to_vec()), ["version-unknown", "not-found"]),
        (Reply::Status(401, "text/plain", Vec::new()), ["unauthorized"; 2]),
        (Reply::Status(403, "text/html", b"<html>no</html>".to_vec()), ["forbidden"; 2]),
        (Reply::Status(500, "text/plain", Vec::new()), ["server-error"; 2]),
        (Reply::Status(204, "text/plain", Vec::new()), ["status"; 2]),
        (Reply::Status(200, "application/zip", b"junk".to_vec()), ["archive-bad", "checksum-mismatch"]),
    ] {
        refused_from_both(codes, |stage, path| stage.server.route(path, reply.clone()));
    }
}

#[test]
fn a_servers_own_words_are_passed_on() {
    let Some(stage) = Stage::with_trimmed() else { return };
    stage.server.route(
        stage.zip_path(),
        Reply::Status(403, "text/plain", b"blocked by policy 7\n\nmore that nobody reads".to_vec()),
    );
    let message = stage.fails(&["1.27.3"], "forbidden");
    assert!(message.contains("blocked by policy 7") && !message.contains("nobody"), "{message}");
}

#[test]
fn redirects_without_end_are_not_followed() {
    let Some(stage) = Stage::with_trimmed() else { return };
    stage
        .server
        .route(stage.zip_path(), Reply::Redirect(format!("{}{}", stage.server.url(), stage.zip_path())));
    stage.fails(&["1.27.3"], "redirect-loop");
    // As go: of ten questions the tenth redirect is not followed.
    assert_eq!(stage.server.asked(".zip").len(), 10);
}

#[test]
fn nobody_listens() {
    let Some(mut stage) = Stage::with_trimmed() else { return };
    stage.goproxy = "http://127.0.0.1:1".into();
    stage.gosumdb = stage.gosumdb.split(' ').next().unwrap().into();
    stage.fails(&["1.27.3"], "refused");
    stage.goproxy = "off".into();
    stage.fails(&["1.27"], "goproxy-off");
    stage.goproxy = "ftp://x/".into();
    stage.fails(&["1.27.3"], "goproxy-invalid");
}

#[test]
fn a_server_that_stalls_is_given_up() {
    let Some(stage) = Stage::with_trimmed() else { return };
    stage.server.change(&stage.zip_path(), |served| served.stall = Some(1_000_000));
    let mut surroundings = stage.surroundings();
    surroundings.deadlines.stall = Duration::from_secs(1);
    let wish = Wish {
        version: "go1.27.3".into(),
        source: source("proxy", &surroundings).unwrap(),
        destination: destination("golang-dl", "go1.27.3", &[], &surroundings).unwrap(),
    };
    let began = Instant::now();
    let failed = install(&wish, &surroundings, &Cancel::new(), &()).unwrap_err();
    assert!(
        matches!(failed, InstallError::Fetch(FetchError::TimedOut { phase: Phase::Transfer, .. })),
        "{failed:?}"
    );
    assert!(began.elapsed() < Duration::from_secs(10));
    stage.assert_nothing_installed();
}

#[test]
fn the_checksum_database_must_vouch_for_the_module() {
    let Some(mut stage) = Stage::with_trimmed() else { return };
    let good = stage.gosumdb.clone();
    stage.gosumdb = "off".into();
    let message = stage.fails(&["1.27.3"], "sumdb-off");
    assert!(message.contains("GOSUMDB=off"), "{message}");
    stage.gosumdb = "sum.test".into();
    assert!(stage.fails(&["1.27.3"], "sumdb-off").contains("malformed verifier id"));
    assert!(stage.server.asked(".zip").is_empty(), "nothing is fetched that nobody can vouch for");

    // Answers that another key has signed.
    stage.database.as_ref().unwrap().stolen().serve(&stage.server, "/stolen");
    stage.gosumdb = good.replace("/sumdb", "/stolen");
    stage.fails(&["1.27.3"], "sumdb-untrusted");

    // A log that leaves a record out of which it told before.
    stage.gosumdb = good.clone();
    stage.install(&["1.27.3", "--to", "module-cache"]);
    fs::remove_dir_all(stage.gomodcache().join("cache/download/sumdb")).unwrap();
    stage.database.as_ref().unwrap().forked().serve(&stage.server, "/forked");
    stage.gosumdb = good.replace("/sumdb", "/forked");
    let message = stage.fails(&["1.27.3", "--to", "./other"], "sumdb-untrusted");
    assert!(message.contains("contradict"), "{message}");

    // The same log, grown: remembered from then on.
    let latest = stage.home().join("go/pkg/sumdb/sum.test/latest");
    let before = fs::read(&latest).unwrap();
    stage.database.as_ref().unwrap().grown().serve(&stage.server, "/grown");
    stage.gosumdb = good.replace("/sumdb", "/grown");
    stage.install(&["1.27.3", "--to", "./other"]);
    assert_ne!(fs::read(&latest).unwrap(), before);
}

#[test]
fn a_tile_that_is_wrong_is_not_believed() {
    let Some(stage) = Stage::with_trimmed() else { return };
    stage.server.change("/sumdb/tile/8/0/000", |served| {
        let mut bytes = served.bytes.to_vec();
        bytes[77] ^= 1;
        served.bytes = bytes.into();
    });
    stage.fails(&["1.27.3", "--to", "module-cache"], "sumdb-untrusted");
    assert!(!stage.gomodcache().join("cache/download/sumdb").exists(), "unproven tiles are kept");
}

#[test]
fn a_wrong_version_in_the_archive_is_noticed() {
    let Some(stage) = Stage::with_trimmed() else { return };
    let from = stage.mirror_url();
    stage.mirror("go1.27.2", pack::archive(pack::trimmed().unwrap()), None);
    let message = stage.fails(&["1.27.2", "--from", &from], "archive-other-version");
    assert!(message.contains("go1.27.3 instead of go1.27.2"), "{message}");
    assert!(tree(&stage.home().join("sdk")).is_empty());
    stage.fails(&["1.27.9", "--from", &from], "version-unknown");
    stage.fails(&["1.2.x", "--from", &from], "version-bad");
    stage.fails(&["1.27.3", "--from", "nowhere"], "source-unknown");
    stage.fails(&["1.27.3", "--to", "nowhere"], "destination-unknown");
}

#[test]
fn passwords_are_never_said_and_never_kept() {
    let Some(mut stage) = Stage::with_trimmed() else { return };
    let address = stage.server.address.clone();
    stage.goproxy = format!("http://ada:hunter2@{address}/proxy");
    let mirror = format!("http://ada:hunter2@{address}/dl");
    let proxy = format!("proxy=http://ada:hunter2@{address}/proxy|direct");
    for arguments in [
        vec!["sdk", "install", "1.27.3"],
        vec!["sdk", "install", "1.27.3", "--json"],
        vec!["sdk", "available"],
        vec!["sdk", "available", "--json", "--from", &mirror],
        vec!["sdk", "install", "1.27.3", "--from", &mirror],
        vec!["sdk", "install", "1.27.3", "--from", &proxy, "--dry-run"],
        vec!["sdk", "install", "1.27.3", "--from", &proxy, "--dry-run", "--json"],
    ] {
        let output = stage.run(&arguments);
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        assert!(!said.contains("hunter2"), "{arguments:?}: {said}");
        assert!(said.len() > 10, "{arguments:?} says nothing");
    }
    assert!(stage.server.requests().iter().all(|r| r.authorization.is_none()), "sent without encryption");
    for name in tree(&stage.state()) {
        let bytes = fs::read(stage.state().join(&name)).unwrap_or_default();
        assert!(!String::from_utf8_lossy(&bytes).contains("hunter2"), "{name}");
    }
}

/// Needs the right to mount; elsewhere it says so.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_left_as_it_was() {
    let Some(stage) = Stage::with_trimmed() else { return };
    let disk = stage.home().join("disk");
    fs::create_dir(&disk).unwrap();
    let mount = |megabytes: u32| {
        let size = format!("size={megabytes}m");
        let arguments = ["-t", "tmpfs", "-o", &size, "none"];
        let mounted = std::process::Command::new("mount").args(arguments).arg(&disk).output();
        mounted.is_ok_and(|output| output.status.success())
    };
    let unmount = || std::process::Command::new("umount").arg(&disk).status().unwrap();
    if !mount(4) {
        eprintln!("skipped: a small disk cannot be mounted here");
        return;
    }
    let from = stage.mirror_url();
    // Seen before anything is fetched.
    let to = disk.join("go");
    let message = stage.fails(&["1.27.3", "--from", &from, "--to", to.to_str().unwrap()], "disk-full");
    assert!(message.contains("are needed"), "{message}");
    assert!(stage.server.asked(&stage.archive_path()).iter().all(|r| r.from.is_none()));
    assert!(tree(&disk).is_empty(), "{:?}", tree(&disk));
    // It fills up while unpacking: somebody else writes too.
    unmount();
    assert!(mount(80));
    let filler = disk.join("filler");
    let surroundings = stage.surroundings();
    let wish = Wish {
        version: "go1.27.3".into(),
        source: source(&from, &surroundings).unwrap(),
        destination: destination(to.to_str().unwrap(), "go1.27.3", &[], &surroundings).unwrap(),
    };
    let fill = |step: burrow_core::job::Step| {
        if step.doing == burrow_core::job::Doing::Unpacking && !filler.exists() {
            // As much as there is.
            let _ = fs::write(&filler, vec![1; 200 << 20]);
        }
    };
    let failed = install(&wish, &surroundings, &Cancel::new(), &fill).unwrap_err();
    assert!(matches!(failed, InstallError::DiskFull { .. }), "{failed:?}");
    assert_eq!(tree(&disk), ["filler"]);
    // The download is not wasted.
    fs::remove_file(&filler).unwrap();
    stage.install(&["1.27.3", "--from", &from, "--to", to.to_str().unwrap()]);
    assert_eq!(stage.server.asked(&stage.archive_path()).len(), 2);
    unmount();
}
