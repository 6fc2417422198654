//! A connection to a server, phase by phase: its name, TCP, what an HTTP proxy wants, TLS. Nothing is asked yet.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::Url;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{DigitallySignedStruct, SignatureScheme};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio_rustls::TlsConnector;

use super::fault;
use super::means::Means;
use super::through::{connect, socks};
use super::trace::{Between, Phase, Trace};
use super::verdict::{Fault, Note, Verdict};
use crate::proxy::Certificate;
use crate::proxy::trust::{self, Verifier};
use crate::proxy::url::host_of;

/// Bytes to and from a server, whatever is in between.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// A connection that is ready for a question.
pub struct Connection {
    pub stream: Box<dyn Stream>,
    /// The server has chosen HTTP/2.
    pub http2: bool,
    /// It leads to an HTTP proxy, which is told the whole URL and this login.
    pub to_proxy: Option<Option<String>>,
}

/// How long an address is waited for before the next one is tried beside it (RFC 8305).
const NEXT_ADDRESS: Duration = Duration::from_millis(300);

/// Opens a connection for a URL.
///
/// # Errors
/// [`Fault`].
pub async fn open(url: &Url, means: &Means, trace: &Trace) -> Result<Connection, Fault> {
    if url.scheme() == "https" {
        // Reading certificates is no part of any phase.
        means.verifier().await.map_err(no_tls)?;
    }
    let Some(proxy) = means.proxies.proxy_for(url) else {
        let stream = tcp(url, trace).await?;
        return secured(Box::new(stream), url, None, means, trace).await;
    };
    let name = host_of(proxy);
    trace.between(&name, Between::Away);
    let about = |fault: Fault| fault.note(Note::AboutHttpProxy(name.clone()));
    let stream = tcp(proxy, trace).await.map_err(about)?;
    let mut stream: Box<dyn Stream> = match proxy.scheme() {
        "https" => tls(Box::new(stream), proxy, &[b"http/1.1"], means, trace).await.map_err(about)?.0,
        _ => Box::new(stream),
    };
    trace.between(&name, Between::Reached);
    match (proxy.scheme(), url.scheme()) {
        ("socks5" | "socks5h", _) => socks(&mut stream, proxy, url).await.map_err(about)?,
        ("http" | "https", "http") => {
            let to_proxy = Some(means.proxy_login(proxy));
            return Ok(Connection { stream, http2: false, to_proxy });
        }
        ("http" | "https", _) => {
            // What the proxy does is a part of getting connected.
            trace.enter(Phase::Connect);
            connect(&mut stream, means.proxy_login(proxy), url, &name, trace).await?;
        }
        _ => {
            let why = format!("{}: this kind of HTTP proxy is not supported", proxy.scheme());
            return Err(about(Fault::new(Verdict::BadUrl).note(Note::Refusal(why))));
        }
    }
    trace.between(&name, Between::Answered(None));
    secured(stream, url, Some(name), means, trace).await
}

async fn secured(
    stream: Box<dyn Stream>,
    url: &Url,
    through: Option<String>,
    means: &Means,
    trace: &Trace,
) -> Result<Connection, Fault> {
    if url.scheme() != "https" {
        return Ok(Connection { stream, http2: false, to_proxy: None });
    }
    let secured = tls(stream, url, &[b"h2", b"http/1.1"], means, trace).await;
    let (stream, http2) = secured.map_err(|fault| match through {
        Some(name) => fault.note(Note::Through(name)),
        None => fault,
    })?;
    Ok(Connection { stream, http2, to_proxy: None })
}

/// The name and the connection.
async fn tcp(url: &Url, trace: &Trace) -> Result<TcpStream, Fault> {
    trace.enter(Phase::Dns);
    let addresses = addresses(url).await?;
    trace.enter(Phase::Connect);
    let stream = first_of(addresses).await.map_err(|error| fault::of_connect(&error))?;
    // Small questions are sent at once.
    let _ = stream.set_nodelay(true);
    Ok(stream)
}

async fn addresses(url: &Url) -> Result<Vec<SocketAddr>, Fault> {
    let port =
        url.port_or_known_default().unwrap_or(if url.scheme().starts_with("socks") { 1080 } else { 80 });
    // What is no special scheme has its address as a name.
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    if let Ok(ip) = host.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(ip, port)]);
    }
    match tokio::net::lookup_host((host, port)).await {
        Ok(found) => {
            let found: Vec<SocketAddr> = found.collect();
            if found.is_empty() { Err(Fault::new(Verdict::NameNotFound)) } else { Ok(found) }
        }
        Err(error) => Err(Fault::new(Verdict::NameNotFound).note(Note::Reason(fault::plain(&error)))),
    }
}

/// The first address that answers, tried in the order of the system, each a little after the one before.
async fn first_of(addresses: Vec<SocketAddr>) -> io::Result<TcpStream> {
    let mut waiting = addresses.into_iter();
    let mut tried = JoinSet::new();
    let mut failed: Option<io::Error> = None;
    loop {
        let next = waiting.next();
        let is_last = next.is_none();
        if let Some(address) = next {
            tried.spawn(TcpStream::connect(address));
        }
        let pause = if is_last { Duration::MAX } else { NEXT_ADDRESS };
        match tokio::time::timeout(pause, tried.join_next()).await {
            Ok(Some(Ok(Ok(stream)))) => return Ok(stream),
            // As Go: the first failure is the one that is told.
            Ok(Some(Ok(Err(error)))) => failed = failed.or(Some(error)),
            Ok(Some(Err(broken))) => failed = failed.or(Some(io::Error::other(broken))),
            Ok(None) => return Err(failed.unwrap_or_else(|| io::ErrorKind::AddrNotAvailable.into())),
            Err(_) => {}
        }
    }
}

/// The TLS handshake; gives whether HTTP/2 was chosen.
async fn tls(
    stream: Box<dyn Stream>,
    url: &Url,
    protocols: &[&[u8]],
    means: &Means,
    trace: &Trace,
) -> Result<(Box<dyn Stream>, bool), Fault> {
    let verifier = means.verifier().await.map_err(no_tls)?;
    trace.enter(Phase::Tls);
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    let name = ServerName::try_from(host.to_owned())
        .map_err(|error| Fault::new(Verdict::BadUrl).note(Note::Refusal(error.to_string())))?;
    let shown = Arc::new(Shown { inner: verifier, leaf: Mutex::new(None) });
    let config = trust::believing(Arc::clone(&shown) as Verifier, protocols).map_err(no_tls)?;
    let done = TlsConnector::from(Arc::new(config)).connect(name, stream).await;
    let certificate = shown.leaf.lock().unwrap_or_else(PoisonError::into_inner).take();
    trace.learn(|seen| seen.certificate.clone_from(&certificate));
    match done {
        Ok(stream) => {
            let http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
            Ok((Box::new(stream), http2))
        }
        Err(error) => Err(fault::of_tls(&error, host, certificate.as_ref())),
    }
}

fn no_tls(error: rustls::Error) -> Fault {
    Fault::new(Verdict::TlsUntrusted).note(Note::Reason(error.to_string()))
}

/// Believes what another believes, and keeps what was shown, whether it is believed or not.
#[derive(Debug)]
struct Shown {
    inner: Verifier,
    leaf: Mutex<Option<Certificate>>,
}

impl ServerCertVerifier for Shown {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        *self.leaf.lock().unwrap_or_else(PoisonError::into_inner) = Certificate::read(end_entity);
        self.inner.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.inner.verify_tls12_signature(message, cert, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.inner.verify_tls13_signature(message, cert, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.inner.supported_verify_schemes()
    }
}
