//! Whose certificates are believed: those that Go's client would take (`crypto/x509/root.go`).

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use bstr::ByteSlice;
use go_rules::environ::{Environ, Os};
use go_rules::filepath;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};

use super::certificate::Certificate;
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

/// What believes a server exactly when Go's client would.
pub type Verifier = Arc<dyn ServerCertVerifier>;

/// A TLS configuration that believes as Go does.
///
/// # Errors
/// As [`verifier`].
pub fn config(environ: &Environ) -> Result<ClientConfig, rustls::Error> {
    believing(verifier(environ)?, &[b"h2", b"http/1.1"])
}

/// A TLS configuration that believes whom the verifier believes and offers these protocols.
///
/// # Errors
/// The library's own words: it has no safe version of TLS.
pub fn believing(verifier: Verifier, protocols: &[&[u8]]) -> Result<ClientConfig, rustls::Error> {
    let builder = ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions()?;
    let builder = builder.dangerous().with_custom_certificate_verifier(verifier);
    let mut config = builder.with_no_client_auth();
    config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
    Ok(config)
}

/// The certificates of SSL_CERT_FILE and SSL_CERT_DIR, else those of the system; on Windows and macOS the system
/// itself is asked then.
///
/// # Errors
/// The library's own words: it offers no protocol, or the system cannot be asked.
pub fn verifier(environ: &Environ) -> Result<Verifier, rustls::Error> {
    if matches!(environ.os(), Os::Windows | Os::MacOs)
        && environ.set("SSL_CERT_FILE").is_none()
        && environ.set("SSL_CERT_DIR").is_none()
        && let Some(inner) = system()?
    {
        return Ok(Arc::new(AsGo { inner: Some(inner), roots: HashSet::new() }));
    }
    let certificates = certificates(environ);
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(certificates.iter().cloned());
    // Without a single root the library builds none: then nothing is believed, as Go does.
    let inner = match roots.is_empty() {
        true => None,
        false => Some(
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider())
                .build()
                .map_err(|error| rustls::Error::General(error.to_string()))? as Verifier,
        ),
    };
    Ok(Arc::new(AsGo { inner, roots: certificates.into_iter().map(|der| der.to_vec()).collect() }))
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

/// What the system believes, where it has an interface for that.
#[cfg(any(windows, target_os = "macos"))]
fn system() -> Result<Option<Verifier>, rustls::Error> {
    Ok(Some(Arc::new(rustls_platform_verifier::Verifier::new(provider())?)))
}

#[cfg(not(any(windows, target_os = "macos")))]
fn system() -> Result<Option<Verifier>, rustls::Error> {
    Ok(None)
}

/// The order of Go's checks (`Certificate.Verify`): first whether the certificate holds now, then its name, then who
/// vouches for it. One that is itself among the trusted ones needs nobody.
#[derive(Debug)]
struct AsGo {
    inner: Option<Verifier>,
    /// DER of every trusted certificate; none where the system is asked.
    roots: HashSet<Vec<u8>>,
}

impl ServerCertVerifier for AsGo {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let time = UNIX_EPOCH + Duration::from_secs(now.as_secs());
        if let Some(certificate) = Certificate::read(end_entity)
            && !certificate.holds_at(time)
        {
            let early = time < certificate.not_before;
            return Err(if early { CertificateError::NotValidYet } else { CertificateError::Expired }.into());
        }
        if let Ok(parsed) = ParsedCertificate::try_from(end_entity) {
            verify_server_name(&parsed, server_name)?;
            if self.roots.contains(end_entity.as_ref()) {
                return Ok(ServerCertVerified::assertion());
            }
        }
        match &self.inner {
            Some(inner) => {
                inner.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
            }
            None => Err(CertificateError::UnknownIssuer.into()),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, signature, &provider().signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, signature, &provider().signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        provider().signature_verification_algorithms.supported_schemes()
    }
}

/// The certificates in the files that Go would read.
fn certificates(environ: &Environ) -> Vec<CertificateDer<'static>> {
    let os = environ.os();
    let file = environ.set("SSL_CERT_FILE").and_then(path_from_bytes);
    let folders = environ.set("SSL_CERT_DIR");
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
    let first = files.iter().find_map(|file| fs::read(file).ok());
    let in_folders = folders.iter().flat_map(|folder| names(folder)).filter_map(|file| fs::read(file).ok());
    // What is no certificate is passed over, as Go does.
    let of = |pem: Vec<u8>| CertificateDer::pem_slice_iter(&pem).flatten().collect::<Vec<_>>();
    first.into_iter().chain(in_folders).flat_map(of).collect()
}

/// The files of a folder, without links to names in the same folder: these are the same certificates again.
fn names(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let again = |path: &PathBuf| {
        fs::read_link(path).is_ok_and(|to| to.components().count() == 1 && !to.is_absolute())
    };
    entries.filter(|path| !again(path) && path.is_file()).collect()
}
