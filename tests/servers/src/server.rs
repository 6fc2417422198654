//! A server on loopback that does as it is told: whole files, ranges, too few bytes, none at all, other answers.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// One request as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub path: String,
    /// Where the wanted part begins.
    pub from: Option<usize>,
    pub if_range: Option<String>,
    pub authorization: Option<String>,
    pub proxy_authorization: Option<String>,
    pub user_agent: Option<String>,
    /// As an HTTP proxy is asked.
    pub through: bool,
}

/// What a path answers.
#[derive(Clone)]
pub enum Reply {
    File(Served),
    Status(u16, &'static str, Vec<u8>),
    Redirect(String),
    /// These bytes in place of an answer.
    Raw(Vec<u8>),
    /// A file of this type that never ends.
    Endless(&'static str),
    /// No answer for that long, then none at all.
    Silence(Duration),
    /// The answer comes that much later.
    Late(Duration, Box<Reply>),
    /// 401 for who does not send this, which is `Authorization` as it has to be.
    Login(String, Box<Reply>),
    /// With these lines in its head.
    Headed(&'static str, Vec<u8>),
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
    scheme: &'static str,
    routes: Routes,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    /// Serves until the test ends.
    pub fn start() -> Server {
        Server::listen(None)
    }

    /// The same over TLS.
    pub fn start_tls(config: Arc<ServerConfig>) -> Server {
        Server::listen(Some(config))
    }

    fn listen(tls: Option<Arc<ServerConfig>>) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let scheme = if tls.is_some() { "https" } else { "http" };
        let server = Server { address, scheme, routes: Routes::default(), requests: Arc::default() };
        let (routes, requests) = (Arc::clone(&server.routes), Arc::clone(&server.requests));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (routes, requests) = (Arc::clone(&routes), Arc::clone(&requests));
                let tls = tls.clone();
                // A client that goes away in the middle is what many tests are about.
                thread::spawn(move || match tls {
                    None => drop(serve(&mut { stream }, &routes, &requests)),
                    Some(config) => {
                        let mut stream = StreamOwned::new(ServerConnection::new(config).unwrap(), stream);
                        drop(serve(&mut stream, &routes, &requests));
                        stream.conn.send_close_notify();
                        drop(stream.flush());
                    }
                });
            }
        });
        server
    }

    pub fn url(&self) -> String {
        format!("{}://{}", self.scheme, self.address)
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

    /// Everything that is served so far is for who sends this `Authorization`.
    pub fn lock(&self, wanted: &str) {
        for reply in self.routes.lock().unwrap().values_mut() {
            *reply = Reply::Login(wanted.to_owned(), Box::new(reply.clone()));
        }
    }

    /// Everything that is served so far comes that much later.
    pub fn slow_down(&self, time: Duration) {
        for reply in self.routes.lock().unwrap().values_mut() {
            *reply = Reply::Late(time, Box::new(reply.clone()));
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

fn serve(
    stream: &mut (impl Read + Write),
    routes: &Routes,
    requests: &Mutex<Vec<Request>>,
) -> std::io::Result<()> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte)? == 1 {
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let mut lines = head.lines();
    let target = lines.next().and_then(|first| first.split(' ').nth(1)).unwrap_or_default().to_owned();
    let mut headers = HashMap::new();
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    // Asked as a proxy, it is told the host too.
    let through = target.starts_with("http://");
    let target = match target.strip_prefix("http://").and_then(|rest| rest.split_once('/')) {
        Some((_, path)) => format!("/{path}"),
        None => target,
    };
    let (path, _query) = target.split_once('?').unwrap_or((&target, ""));
    let from = headers.get("range").and_then(|r| r.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok());
    let request = Request {
        path: target.clone(),
        from,
        if_range: headers.remove("if-range"),
        authorization: headers.remove("authorization"),
        proxy_authorization: headers.remove("proxy-authorization"),
        user_agent: headers.remove("user-agent"),
        through,
    };
    requests.lock().unwrap().push(request.clone());
    let routes = routes.lock().unwrap();
    let reply = routes.get(&target).or_else(|| routes.get(path)).cloned();
    drop(routes);
    answer(stream, reply, &request)
}

fn answer(stream: &mut impl Write, reply: Option<Reply>, request: &Request) -> std::io::Result<()> {
    match reply {
        None => status(stream, 404, "text/plain", b"not found: no such file here\n"),
        Some(Reply::Status(code, kind, body)) => status(stream, code, kind, &body),
        Some(Reply::Redirect(to)) => {
            write!(
                stream,
                "HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            )
        }
        Some(Reply::File(served)) => file(stream, &served, request),
        Some(Reply::Raw(bytes)) => stream.write_all(&bytes),
        Some(Reply::Endless(kind)) => endless(stream, kind),
        Some(Reply::Silence(time)) => {
            thread::sleep(time);
            Ok(())
        }
        Some(Reply::Late(time, reply)) => {
            thread::sleep(time);
            answer(stream, Some(*reply), request)
        }
        Some(Reply::Login(wanted, _)) if request.authorization.as_ref() != Some(&wanted) => {
            status(stream, 401, "text/plain", b"who are you?\n")
        }
        Some(Reply::Login(_, reply)) => answer(stream, Some(*reply), request),
        Some(Reply::Headed(lines, body)) => {
            let length = body.len();
            write!(
                stream,
                "HTTP/1.1 200 OK\r\n{lines}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
            )?;
            stream.write_all(&body)
        }
    }
}

fn endless(stream: &mut impl Write, kind: &str) -> std::io::Result<()> {
    write!(stream, "HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\nconnection: close\r\n\r\n")?;
    loop {
        stream.write_all(&b"v1.0.0\n".repeat(10_000))?;
    }
}

fn status(stream: &mut impl Write, code: u16, kind: &str, body: &[u8]) -> std::io::Result<()> {
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {code} Whatever\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
    )?;
    stream.write_all(body)
}

fn file(stream: &mut impl Write, served: &Served, request: &Request) -> std::io::Result<()> {
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
