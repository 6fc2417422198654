//! Archives that nobody honest has packed, with the checksum that belongs to them.

#[cfg(unix)]
use tar::EntryType;

use crate::pack;
#[cfg(unix)]
use crate::pack::{entry, gz};
use crate::stage::Stage;
#[cfg(unix)]
use crate::stage::tree;

/// What a mirror's archive is like besides the files of the SDK, and a word of the message that refuses it.
#[cfg(not(windows))]
#[test]
fn a_mirrors_archive_that_reaches_out_is_refused() {
    let Some(stage) = Stage::with_trimmed() else { return };
    let from = stage.mirror_url();
    let long = format!("go/{}x", "deep/".repeat(100));
    let cases: &[(&str, EntryType, &str, &str)] = &[
        ("go/../evil", EntryType::Regular, "", "outside"),
        ("go/a/../../evil", EntryType::Regular, "", "outside"),
        ("../evil", EntryType::Regular, "", "outside"),
        ("/evil", EntryType::Regular, "", "outside"),
        ("evil", EntryType::Regular, "", "outside"),
        ("go//evil", EntryType::Regular, "", "outside"),
        ("go/C:evil", EntryType::Regular, "", "outside"),
        ("go/a\\..\\..\\evil", EntryType::Regular, "", "outside"),
        ("go/src/nul.go", EntryType::Regular, "", "outside"),
        ("go/evil\n", EntryType::Regular, "", "outside"),
        (&long, EntryType::Regular, "", "outside"),
        ("go/link", EntryType::Symlink, "../../evil", "leads out"),
        ("go/link", EntryType::Symlink, "/etc/passwd", "leads out"),
        ("go/bin/link", EntryType::Symlink, "../../", "leads out"),
        ("go/link", EntryType::Link, "/etc/passwd", "neither"),
        ("go/pipe", EntryType::Fifo, "", "neither"),
        ("go/device", EntryType::Char, "", "neither"),
        ("go/VERSION", EntryType::Regular, "", "twice"),
        ("go/version", EntryType::Regular, "", "twice"),
        ("go/BIN/x", EntryType::Regular, "", "twice"),
        ("go/VERSION/x", EntryType::Regular, "", "twice"),
    ];
    for (name, kind, target, word) in cases {
        let mut tar = tar::Builder::new(gz());
        for (name, bytes) in pack::trimmed().unwrap() {
            entry(&mut tar, &format!("go/{name}"), EntryType::Regular, "", bytes, 0o755);
        }
        entry(&mut tar, name, *kind, target, b"", 0o644);
        stage.mirror("go1.27.3", tar.into_inner().unwrap().finish().unwrap(), None);
        let message = stage.fails(&["1.27.3", "--from", &from], "archive-bad");
        assert!(message.contains(word), "{name:?}: {message}");
        assert!(!tree(stage.home()).iter().any(|name| name.contains("evil")), "{name:?}");
        stage.assert_nothing_installed();
        assert!(tree(&stage.state().join("downloads")).is_empty(), "it is kept");
    }
}

#[cfg(unix)]
#[test]
fn links_within_the_sdk_are_made_and_nothing_is_written_through_them() {
    let Some(stage) = Stage::with_trimmed() else { return };
    let from = stage.mirror_url();
    let mut tar = tar::Builder::new(gz());
    entry(&mut tar, "go/also", EntryType::Symlink, "src/fmt", b"", 0o777);
    for (name, bytes) in pack::trimmed().unwrap() {
        entry(&mut tar, &format!("go/{name}"), EntryType::Regular, "", bytes, 0o755);
    }
    stage.mirror("go1.27.3", tar.into_inner().unwrap().finish().unwrap(), None);
    let goroot = stage.install(&["1.27.3", "--from", &from]);
    assert_eq!(std::fs::read_link(goroot.join("also")).unwrap().to_str(), Some("src/fmt"));
    // Through a link that the archive itself brings.
    std::fs::remove_dir_all(stage.home().join("sdk")).unwrap();
    let mut tar = tar::Builder::new(gz());
    entry(&mut tar, "go/also", EntryType::Symlink, "src/fmt", b"", 0o777);
    entry(&mut tar, "go/also/evil", EntryType::Regular, "", b"x", 0o644);
    stage.mirror("go1.27.3", tar.into_inner().unwrap().finish().unwrap(), None);
    assert!(stage.fails(&["1.27.3", "--from", &from], "archive-bad").contains("twice"));
}

#[test]
fn a_module_that_reaches_out_is_refused_even_when_the_database_vouches_for_it() {
    let Some(mut stage) = Stage::with_trimmed() else { return };
    let version = pack::module_version("go1.27.3");
    let prefix = format!("golang.org/toolchain@{version}");
    let good = pack::trimmed().unwrap();
    for (name, word) in [
        (format!("{prefix}/../../evil"), "outside"),
        ("/evil".to_owned(), "outside"),
        ("golang.org/toolchain@v0.0.1-other/evil".to_owned(), "outside"),
        (format!("{prefix}/Version"), "twice"),
        (format!("{prefix}/src/go.mod"), "twice"),
        (format!("{prefix}/src/aux"), "outside"),
    ] {
        let entries = good.iter().map(|(file, bytes)| {
            (format!("{prefix}/{}", file.replace("go.mod", "_go.mod")), bytes.as_slice())
        });
        let zip = pack::zip(entries.chain([(name.clone(), b"x".as_slice())]));
        stage.database(&[(version.clone(), pack::h1(&zip))]);
        stage.server.file(stage.zip_path(), zip);
        for to in ["golang-dl", "module-cache"] {
            std::fs::remove_dir_all(stage.home().join("go")).ok();
            let message = stage.fails(&["1.27.3", "--to", to], "archive-bad");
            assert!(message.contains(word), "{name}: {message}");
            stage.assert_nothing_installed();
        }
    }
}

#[test]
fn an_archive_without_a_toolchain_in_it_is_refused() {
    let Some(stage) = Stage::with_trimmed() else { return };
    let from = stage.mirror_url();
    for (missing, word) in [("bin/", "bin/go"), ("pkg/", "pkg/tool"), ("src/", "src")] {
        let mut files = pack::trimmed().unwrap().clone();
        files.retain(|(name, _)| !name.starts_with(missing));
        stage.mirror("go1.27.3", pack::archive(&files), None);
        let message = stage.fails(&["1.27.3", "--from", &from], "archive-bad");
        assert!(message.contains(word), "{message}");
        stage.assert_nothing_installed();
    }
}

/// A megabyte of zeros packs to a kilobyte: three gigabytes of them to three megabytes.
#[cfg(not(windows))]
#[test]
fn an_archive_that_unpacks_without_end_is_refused() {
    use std::io::Write;
    let Some(stage) = Stage::with_trimmed() else { return };
    let from = stage.mirror_url();
    let mut header = tar::Header::new_gnu();
    header.set_path("go/bomb").unwrap();
    header.set_size(5 << 30);
    header.set_mode(0o644);
    header.set_cksum();
    let mut packed = gz();
    packed.write_all(header.as_bytes()).unwrap();
    packed.write_all(&[0; 4096]).unwrap();
    let mut bytes = packed.finish().unwrap();
    // What it says of its own size cannot be believed either.
    let end = bytes.len();
    bytes[end - 4..].copy_from_slice(&3_900_000_000u32.to_le_bytes());
    stage.mirror("go1.27.3", bytes, None);
    let output = stage.json(&["sdk", "install", "1.27.3", "--from", &from]);
    assert!(matches!(output["error"]["code"].as_str(), Some("archive-bad" | "disk-full")), "{output}");
    stage.assert_nothing_installed();
}
