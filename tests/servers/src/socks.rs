//! A SOCKS 5 proxy (RFC 1928, 1929), with a login where one is wanted. It looks names up itself, and knows only the hosts
//! it was told of.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::http_proxy::{Hosts, join};

pub struct Socks {
    pub address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Socks {
    /// `login`: name and password.
    pub fn start(login: Option<(&'static str, &'static str)>, hosts: Hosts) -> Socks {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let heard = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (hosts, heard) = (hosts.clone(), Arc::clone(&heard));
                thread::spawn(move || drop(serve(stream, login, &hosts, &heard)));
            }
        });
        Socks { address, asked }
    }

    /// `host:port` of every connection that was asked for, names as they came.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn serve(
    mut stream: TcpStream,
    login: Option<(&str, &str)>,
    hosts: &Hosts,
    heard: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let [version, methods] = bytes(&mut stream)?;
    let offered = some(&mut stream, methods)?;
    let wanted = if login.is_some() { 2 } else { 0 };
    if version != 5 || !offered.contains(&wanted) {
        return stream.write_all(&[5, 0xff]);
    }
    stream.write_all(&[5, wanted])?;
    if let Some((name, word)) = login {
        let [_, length] = bytes(&mut stream)?;
        let told_name = some(&mut stream, length)?;
        let [length] = bytes(&mut stream)?;
        let told_word = some(&mut stream, length)?;
        let right = told_name == name.as_bytes() && told_word == word.as_bytes();
        stream.write_all(&[1, u8::from(!right)])?;
        if !right {
            return Ok(());
        }
    }
    let [_, _, _, kind] = bytes(&mut stream)?;
    let host = match kind {
        1 => {
            let [a, b, c, d] = bytes(&mut stream)?;
            format!("{a}.{b}.{c}.{d}")
        }
        _ => {
            let [length] = bytes(&mut stream)?;
            String::from_utf8_lossy(&some(&mut stream, length)?).into_owned()
        }
    };
    let target = format!("{host}:{}", u16::from_be_bytes(bytes(&mut stream)?));
    heard.lock().unwrap().push(target.clone());
    let Some(upstream) = hosts.get(&target).and_then(|address| TcpStream::connect(address).ok()) else {
        return stream.write_all(&[5, 4, 0, 1, 0, 0, 0, 0, 0, 0]);
    };
    stream.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0])?;
    join(stream, upstream)
}

fn bytes<const N: usize>(stream: &mut TcpStream) -> std::io::Result<[u8; N]> {
    let mut bytes = [0; N];
    stream.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn some(stream: &mut TcpStream, length: u8) -> std::io::Result<Vec<u8>> {
    let mut bytes = vec![0; usize::from(length)];
    stream.read_exact(&mut bytes)?;
    Ok(bytes)
}
