//! Whose certificates are believed: those that Go's client would take (`crypto/x509/root.go`).

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bstr::ByteSlice;
use go_rules::environ::{Environ, Os};
use go_rules::filepath;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use crate::system::files::path_from_bytes;

/// Where systems without an interface for it keep certificates: the first file that is there, and every folder.
const FILES: [&str; 7] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/pki/tls/cacert.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/cert.pem",
    "/usr/local/etc/ssl/cert.pem",
];
const FOLDERS: [&str; 2] = ["/etc/ssl/certs", "/etc/pki/tls/certs"];

/// A TLS configuration with certificates from files; `None`: the system itself is to be asked (Windows, macOS), which
/// it is unless SSL_CERT_FILE or SSL_CERT_DIR is set.
///
/// # Errors
/// The library's own words: it offers no protocol. Not seen so far.
pub fn from_files(environ: &Environ) -> Result<Option<ClientConfig>, rustls::Error> {
    let os = environ.os();
    let file = environ.set("SSL_CERT_FILE").and_then(path_from_bytes);
    let folders = environ.set("SSL_CERT_DIR");
    if matches!(os, Os::Windows | Os::MacOs) && file.is_none() && folders.is_none() {
        return Ok(None);
    }
    let by_system = !matches!(os, Os::Windows | Os::MacOs);
    let files: Vec<PathBuf> = match file {
        Some(file) => vec![file],
        None if by_system => FILES.iter().map(PathBuf::from).collect(),
        None => Vec::new(),
    };
    let folders: Vec<PathBuf> = match folders {
        Some(list) => {
            filepath::split_list(os, list).iter().filter_map(|f| path_from_bytes(f.as_bstr())).collect()
        }
        None if by_system => FOLDERS.iter().map(PathBuf::from).collect(),
        None => Vec::new(),
    };
    let mut roots = RootCertStore::empty();
    let first = files.iter().find_map(|file| fs::read(file).ok());
    let in_folders = folders.iter().flat_map(|folder| names(folder)).filter_map(|file| fs::read(file).ok());
    for pem in first.into_iter().chain(in_folders) {
        // What is no certificate is passed over, as Go does.
        roots.add_parsable_certificates(CertificateDer::pem_slice_iter(&pem).flatten());
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let mut config = builder.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Some(config))
}

/// The files of a folder, without links to names in the same folder: these are the same certificates again.
fn names(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let again = |path: &PathBuf| {
        fs::read_link(path).is_ok_and(|to| to.components().count() == 1 && !to.is_absolute())
    };
    entries.filter(|path| !again(path) && path.is_file()).collect()
}
