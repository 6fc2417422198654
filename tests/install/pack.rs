//! Packs real SDKs as the Go project does: as a toolchain module (`cmd/distpack`) and as the archive of a release.
//! Nothing is compressed, because that would take most of the time.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::OnceLock;

pub use burrow_servers::pack::{h1, sha256, zip};
use burrow_servers::sdks::{go, newest};

/// The files of an SDK, with their names in it.
pub type Files = Vec<(String, Vec<u8>)>;

/// `linux-amd64`.
pub fn platform() -> String {
    let host = burrow_core::sdk::install::Platform::host();
    format!("{}-{}", host.goos, host.goarch)
}

/// A few files of the newest SDK: enough to be one, with the real `go`.
pub fn trimmed() -> Option<&'static Files> {
    static TRIMMED: OnceLock<Option<Files>> = OnceLock::new();
    TRIMMED
        .get_or_init(|| {
            let goroot = newest()?.goroot;
            let go = format!("bin/{}", go());
            let mut files: Files =
                [go.as_str(), "VERSION", "src/go.mod", "src/cmd/go.mod", "src/fmt/print.go", "go.env"]
                    .iter()
                    .map(|name| ((*name).to_owned(), fs::read(goroot.join(name)).unwrap()))
                    .collect();
            let (os, arch) = platform().split_once('-').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
            files.push((format!("pkg/tool/{os}_{arch}/compile"), vec![7; 300_000]));
            files.push(("lib/wasm/go_js_wasm_exec".into(), b"#!/bin/sh\n".to_vec()));
            files.push(("lib/time/README".into(), b"time\n".to_vec()));
            Some(files)
        })
        .as_ref()
}

/// Every file of an SDK.
pub fn whole(goroot: &Path) -> Files {
    let mut files = Vec::new();
    collect(goroot, goroot, &mut files);
    files
}

fn collect(root: &Path, dir: &Path, files: &mut Files) {
    for entry in fs::read_dir(dir).unwrap().flatten() {
        let path = entry.path();
        if entry.file_type().unwrap().is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            files.push((name, fs::read(&path).unwrap()));
        }
    }
}

pub fn module_version(version: &str) -> String {
    format!("v0.0.1-{version}.{}", platform())
}

/// The zip of the toolchain module: without what builds do not need, each `go.mod` as `_go.mod`.
pub fn module_zip(version: &str, files: &Files) -> Vec<u8> {
    let prefix = format!("golang.org/toolchain@{}/", module_version(version));
    let left_out = ["api/", "doc/", "misc/", "test/"];
    let kept = files.iter().filter(|(name, _)| !left_out.iter().any(|dir| name.starts_with(dir)));
    zip(kept.map(|(name, bytes)| {
        let name = match name.strip_suffix("go.mod") {
            Some(dir) if dir.is_empty() || dir.ends_with('/') => format!("{dir}_go.mod"),
            _ => name.clone(),
        };
        (format!("{prefix}{name}"), bytes.as_slice())
    }))
}

/// The name of a release's archive for this system.
pub fn archive_name(version: &str) -> String {
    format!("{version}.{}.{}", platform(), if cfg!(windows) { "zip" } else { "tar.gz" })
}

/// A release's archive: a tar.gz with everything below `go/`, on Windows a zip.
pub fn archive(files: &Files) -> Vec<u8> {
    if cfg!(windows) {
        return zip(files.iter().map(|(name, bytes)| (format!("go/{name}"), bytes.as_slice())));
    }
    let mut tar = tar::Builder::new(gz());
    for (name, bytes) in files {
        let runs = name.starts_with("bin/") || name.starts_with("pkg/tool/");
        entry(
            &mut tar,
            &format!("go/{name}"),
            tar::EntryType::Regular,
            "",
            bytes,
            if runs { 0o755 } else { 0o644 },
        );
    }
    tar.into_inner().unwrap().finish().unwrap()
}

pub fn gz() -> flate2::write::GzEncoder<Vec<u8>> {
    flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none())
}

/// An entry with any name, also those that no honest packer writes.
pub fn entry(
    tar: &mut tar::Builder<impl Write>,
    name: &str,
    kind: tar::EntryType,
    target: &str,
    bytes: &[u8],
    mode: u32,
) {
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(kind);
    header.set_size(bytes.len() as u64);
    header.set_mode(mode);
    header.set_mtime(1);
    if name.len() < 100 {
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.as_old_mut().linkname[..target.len()].copy_from_slice(target.as_bytes());
        header.set_cksum();
        tar.append(&header, bytes).unwrap();
    } else {
        tar.append_data(&mut header, name, bytes).unwrap();
    }
}
