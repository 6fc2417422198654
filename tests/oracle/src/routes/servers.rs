//! The servers of one worker: HTTP, HTTPS, and the HTTP proxy that leads every other host to the latter. They record
//! what is asked, in order, and answer as the case at hand says.

use super::releases::Releases;
use super::world::{Case, Reply};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The authority that all certificates come from.
pub const AUTHORITY: &[u8] = include_bytes!("tls/ca.pem");

/// One request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// As go wrote it, without userinfo.
    pub url: String,
    pub method: String,
    pub host: String,
    /// Headers that credentials are sent in, a line each.
    pub credentials: Vec<String>,
}

impl Record {
    /// Whether a login went along.
    pub fn authorized(&self) -> bool {
        self.credentials.iter().any(|line| line.starts_with("authorization:"))
    }
}

/// The servers of one worker; they end with the program.
#[derive(Debug)]
pub struct Servers {
    pub plain: String,
    pub tls: String,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    case: Mutex<Option<Case>>,
    records: Mutex<Vec<Record>>,
    releases: Arc<Releases>,
}

impl Servers {
    /// # Errors
    /// When there is no loopback, or no certificate.
    pub fn start(releases: Arc<Releases>) -> io::Result<Servers> {
        let shared = Arc::new(Shared { case: Mutex::new(None), records: Mutex::default(), releases });
        let config = Arc::new(config().map_err(io::Error::other)?);
        let (plain, tls) = (TcpListener::bind("127.0.0.1:0")?, TcpListener::bind("127.0.0.1:0")?);
        let servers = Servers {
            plain: plain.local_addr()?.to_string(),
            tls: tls.local_addr()?.to_string(),
            shared: Arc::clone(&shared),
        };
        for (listener, serve) in [(plain, in_the_open as Serve), (tls, secured as Serve)] {
            let (shared, config) = (Arc::clone(&shared), Arc::clone(&config));
            std::thread::spawn(move || {
                for stream in listener.incoming().flatten() {
                    stream.set_read_timeout(Some(Duration::from_secs(10))).ok();
                    let (shared, config) = (Arc::clone(&shared), Arc::clone(&config));
                    // Whoever goes away in the middle has not asked anything.
                    std::thread::spawn(move || serve(stream, &shared, &config).ok());
                }
            });
        }
        Ok(servers)
    }

    /// From now on this is how they answer; what was asked before is forgotten.
    pub fn play(&self, case: &Case) {
        if let (Ok(mut now), Ok(mut records)) = (self.shared.case.lock(), self.shared.records.lock()) {
            *now = Some(case.clone());
            records.clear();
        }
    }

    /// What was asked.
    pub fn records(&self) -> Vec<Record> {
        self.shared.records.lock().map(|records| records.clone()).unwrap_or_default()
    }
}

fn config() -> Result<ServerConfig, Box<dyn std::error::Error + Send + Sync>> {
    let chain = CertificateDer::pem_slice_iter(include_bytes!("tls/server.pem")).collect::<Result<_, _>>()?;
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("tls/server.key.pem"))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(builder.with_no_client_auth().with_single_cert(chain, key)?)
}

/// What is done with a connection.
type Serve = fn(TcpStream, &Shared, &Arc<ServerConfig>) -> io::Result<()>;

fn in_the_open(mut stream: TcpStream, shared: &Shared, config: &Arc<ServerConfig>) -> io::Result<()> {
    let head = head(&mut stream)?;
    if head.starts_with("CONNECT ") {
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
        return secured(stream, shared, config);
    }
    answer(&mut stream, &head, "http", shared)
}

fn secured(stream: TcpStream, shared: &Shared, config: &Arc<ServerConfig>) -> io::Result<()> {
    let connection = ServerConnection::new(Arc::clone(config)).map_err(io::Error::other)?;
    let mut stream = StreamOwned::new(connection, stream);
    let head = head(&mut stream)?;
    answer(&mut stream, &head, "https", shared)?;
    stream.conn.send_close_notify();
    stream.flush()
}

fn head(stream: &mut impl Read) -> io::Result<String> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        head.push(byte[0]);
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

fn answer(stream: &mut impl Write, head: &str, scheme: &str, shared: &Shared) -> io::Result<()> {
    let mut lines = head.lines();
    let target = lines.next().and_then(|first| first.split(' ').nth(1)).unwrap_or_default();
    let header = |name: &str| {
        head.lines().find_map(|line| {
            let (n, value) = line.split_once(':')?;
            n.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    };
    let host = header("host").unwrap_or_default();
    let sent =
        ["authorization", "x-token"].iter().filter_map(|name| Some(format!("{name}: {}", header(name)?)));
    let record = Record {
        url: format!("{scheme}://{host}{target}"),
        method: head.split(' ').next().unwrap_or_default().to_owned(),
        host: host.clone(),
        credentials: sent.collect(),
    };
    let credentials = record.credentials.clone();
    if let Ok(mut records) = shared.records.lock() {
        records.push(record);
    }
    let case = shared.case.lock().ok().and_then(|case| case.clone());
    let Some(case) = case else { return Ok(()) };
    let open = case.wants.is_empty() || credentials.iter().any(|sent| case.wants.contains(sent));
    let Reply { status, body } = match open {
        true => case.reply(&shared.releases, scheme, &host, target),
        false => Reply { status: 401, body: b"who are you?".to_vec() },
    };
    if status == 0 {
        return Ok(());
    }
    let length = body.len();
    write!(stream, "HTTP/1.1 {status} Planned\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n")?;
    if status != 204 {
        stream.write_all(&body)?;
    }
    stream.flush()
}
