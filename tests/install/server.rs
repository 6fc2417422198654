//! A server on loopback that does as it is told: whole files, ranges, too few bytes, none at all, other answers.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// One request as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub path: String,
    /// Where the wanted part begins.
    pub from: Option<usize>,
    pub if_range: Option<String>,
    pub authorization: Option<String>,
    pub user_agent: Option<String>,
}

/// What a path answers.
#[derive(Clone)]
pub enum Reply {
    File(Served),
    Status(u16, &'static str, Vec<u8>),
    Redirect(String),
}

/// A file and how it is served.
#[derive(Clone)]
pub struct Served {
    pub bytes: Arc<Vec<u8>>,
    pub etag: Option<String>,
    pub kind: &'static str,
    /// Whether a part of it can be asked for.
    pub ranges: bool,
    /// The connection ends after that many bytes of the file.
    pub cut: Option<usize>,
    /// After that many bytes of the file nothing more comes.
    pub stall: Option<usize>,
    /// Waits that long after each 64 KiB.
    pub pause: Duration,
}

impl Served {
    pub fn new(bytes: impl Into<Arc<Vec<u8>>>) -> Served {
        Served {
            bytes: bytes.into(),
            etag: Some("\"one\"".into()),
            kind: "application/octet-stream",
            ranges: true,
            cut: None,
            stall: None,
            pause: Duration::ZERO,
        }
    }
}

type Routes = Arc<Mutex<HashMap<String, Reply>>>;

pub struct Server {
    pub address: String,
    routes: Routes,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    /// Serves until the test ends.
    pub fn start() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let server = Server { address, routes: Routes::default(), requests: Arc::default() };
        let (routes, requests) = (Arc::clone(&server.routes), Arc::clone(&server.requests));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (routes, requests) = (Arc::clone(&routes), Arc::clone(&requests));
                // A client that goes away in the middle is what many tests are about.
                thread::spawn(move || drop(serve(&stream, &routes, &requests)));
            }
        });
        server
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn route(&self, path: impl Into<String>, reply: Reply) {
        self.routes.lock().unwrap().insert(path.into(), reply);
    }

    pub fn file(&self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.route(path, Reply::File(Served::new(bytes.into())));
    }

    /// Serves a file that is there already in another way.
    pub fn change(&self, path: &str, change: impl FnOnce(&mut Served)) {
        match self.routes.lock().unwrap().get_mut(path) {
            Some(Reply::File(served)) => change(served),
            _ => panic!("{path} is not served"),
        }
    }

    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// The requests for paths that end so.
    pub fn asked(&self, end: &str) -> Vec<Request> {
        self.requests().into_iter().filter(|r| r.path.ends_with(end)).collect()
    }
}

fn serve(stream: &TcpStream, routes: &Routes, requests: &Mutex<Vec<Request>>) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().unwrap_or_else(|| Ok(String::new()))?;
    let target = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = HashMap::new();
    for line in lines {
        let line = line?;
        let Some((name, value)) = line.split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let (path, _query) = target.split_once('?').unwrap_or((&target, ""));
    let from = headers.get("range").and_then(|r| r.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok());
    let request = Request {
        path: target.clone(),
        from,
        if_range: headers.remove("if-range"),
        authorization: headers.remove("authorization"),
        user_agent: headers.remove("user-agent"),
    };
    requests.lock().unwrap().push(request.clone());
    let routes = routes.lock().unwrap();
    let reply = routes.get(&target).or_else(|| routes.get(path)).cloned();
    drop(routes);
    match reply {
        None => status(stream, 404, "text/plain", b"not found: no such file here\n"),
        Some(Reply::Status(code, kind, body)) => status(stream, code, kind, &body),
        Some(Reply::Redirect(to)) => {
            let mut stream = stream;
            write!(
                stream,
                "HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            )
        }
        Some(Reply::File(served)) => file(stream, &served, &request),
    }
}

fn status(mut stream: &TcpStream, code: u16, kind: &str, body: &[u8]) -> std::io::Result<()> {
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {code} Whatever\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
    )?;
    stream.write_all(body)
}

fn file(mut stream: &TcpStream, served: &Served, request: &Request) -> std::io::Result<()> {
    let whole = served.bytes.len();
    let same = request.if_range.is_none() || request.if_range == served.etag;
    let from = request.from.filter(|_| served.ranges && same);
    if from.is_some_and(|from| from >= whole) {
        return status(stream, 416, "text/plain", b"");
    }
    let begin = from.unwrap_or(0);
    match from {
        None => write!(stream, "HTTP/1.1 200 OK\r\n")?,
        Some(from) => write!(
            stream,
            "HTTP/1.1 206 Partial Content\r\ncontent-range: bytes {from}-{}/{whole}\r\n",
            whole - 1
        )?,
    }
    if let Some(etag) = &served.etag {
        write!(stream, "etag: {etag}\r\n")?;
    }
    let kind = served.kind;
    write!(stream, "content-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", whole - begin)?;
    let end = served.cut.or(served.stall).unwrap_or(whole).clamp(begin, whole);
    for chunk in served.bytes[begin..end].chunks(64 * 1024) {
        stream.write_all(chunk)?;
        thread::sleep(served.pause);
    }
    if served.stall.is_some() {
        thread::sleep(Duration::from_secs(30));
    }
    Ok(())
}
