//! An HTTP proxy: CONNECT and whole URLs, with a login where one is wanted. It knows only the hosts it was told of,
//! so that tests can use names that lead nowhere else.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// What it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// `CONNECT a.test:443` or `GET http://a.test/x`.
    pub line: String,
    pub login: Option<String>,
}

pub struct HttpProxy {
    pub address: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

/// Host and port to the address on loopback.
pub type Hosts = HashMap<String, String>;

impl HttpProxy {
    /// `login`: name and password.
    pub fn start(login: Option<(&str, &str)>, hosts: Hosts) -> HttpProxy {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let wanted = login.map(|(name, word)| format!("Basic {}", STANDARD.encode(format!("{name}:{word}"))));
        let heard = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (wanted, hosts, heard) = (wanted.clone(), hosts.clone(), Arc::clone(&heard));
                thread::spawn(move || drop(serve(stream, wanted, &hosts, &heard)));
            }
        });
        HttpProxy { address, asked }
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

fn serve(
    mut stream: TcpStream,
    wanted: Option<String>,
    hosts: &Hosts,
    heard: &Mutex<Vec<Asked>>,
) -> std::io::Result<()> {
    let head = head(&mut stream)?;
    let mut lines = head.lines();
    let line = lines.next().unwrap_or_default().to_owned();
    let login = lines
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("proxy-authorization"))
        .map(|(_, value)| value.trim().to_owned());
    let mut words = line.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    heard.lock().unwrap().push(Asked { line: format!("{method} {target}"), login: login.clone() });
    if wanted.is_some() && login != wanted {
        return stream.write_all(
            b"HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic realm=\"x\"\r\ncontent-length: 0\r\n\r\n",
        );
    }
    if method == "CONNECT" {
        let Some(upstream) = hosts.get(target).and_then(|address| TcpStream::connect(address).ok()) else {
            return stream.write_all(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n");
        };
        stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
        return join(stream, upstream);
    }
    let (host, path) = target.trim_start_matches("http://").split_once('/').unwrap_or((target, ""));
    let host = if host.contains(':') { host.to_owned() } else { format!("{host}:80") };
    let Some(mut upstream) = hosts.get(&host).and_then(|address| TcpStream::connect(address).ok()) else {
        return stream.write_all(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n");
    };
    write!(upstream, "GET /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n")?;
    join(stream, upstream)
}

fn head(stream: &mut TcpStream) -> std::io::Result<String> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte)? == 1 {
        head.push(byte[0]);
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

/// Hands on in both directions until both have ended.
pub(crate) fn join(client: TcpStream, server: TcpStream) -> std::io::Result<()> {
    let (mut from, mut to) = (client.try_clone()?, server.try_clone()?);
    let there = thread::spawn(move || {
        let _ = std::io::copy(&mut from, &mut to);
        let _ = to.shutdown(std::net::Shutdown::Write);
    });
    let (mut from, mut to) = (server, client);
    let _ = std::io::copy(&mut from, &mut to);
    let _ = to.shutdown(std::net::Shutdown::Write);
    let _ = there.join();
    Ok(())
}
