//! What companies put between their people and the internet: an HTTP proxy that answers CONNECT itself and looks into
//! every connection, with certificates that its own authority makes for whatever server was wanted.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use rustls::{ServerConnection, StreamOwned};

use crate::http_proxy::Hosts;
use crate::tls::{Authority, Leaf};

pub struct Middlebox {
    pub address: String,
    /// Of its authority, for SSL_CERT_FILE.
    pub pem: String,
}

impl Middlebox {
    /// `hosts`: where the servers really are, over plain HTTP.
    pub fn start(name: &str, hosts: Hosts) -> Middlebox {
        let authority = Arc::new(Authority::new(name));
        let pem = authority.pem();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (hosts, authority) = (hosts.clone(), Arc::clone(&authority));
                thread::spawn(move || drop(serve(stream, &authority, &hosts)));
            }
        });
        Middlebox { address, pem }
    }
}

fn serve(mut stream: TcpStream, authority: &Authority, hosts: &Hosts) -> std::io::Result<()> {
    let head = head(&mut stream)?;
    let target = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let Some(upstream) = hosts.get(&target) else {
        return stream.write_all(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n");
    };
    stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
    let name = target.split(':').next().unwrap_or_default().to_owned();
    // Tests are short, and there are few names.
    let config = authority.server(Leaf::For(name.leak()));
    let mut inside = StreamOwned::new(ServerConnection::new(config).unwrap(), stream);
    let question = self::head(&mut inside)?;
    let mut upstream = TcpStream::connect(upstream)?;
    upstream.write_all(question.as_bytes())?;
    let mut answer = Vec::new();
    upstream.read_to_end(&mut answer)?;
    inside.write_all(&answer)?;
    inside.conn.send_close_notify();
    inside.flush()
}

fn head(stream: &mut impl Read) -> std::io::Result<String> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte)? == 1 {
        head.push(byte[0]);
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}
