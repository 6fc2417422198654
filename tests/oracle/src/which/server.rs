//! A server on loopback that stands for every module proxy and checksum database, and for the proxy of the network:
//! it records what is asked and has nothing.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Where cases say that the server is; nothing ever listens there. It becomes the real address when a case is laid,
/// so that a case is the same in every run and harmless outside of it.
pub const NOWHERE: &str = "127.0.0.1:1";

/// The server. It ends with the program.
#[derive(Debug)]
pub struct Server {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// # Errors
    /// When there is no loopback.
    pub fn start() -> io::Result<Server> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?.to_string();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let log = Arc::clone(&log);
                std::thread::spawn(move || answer(&stream, &log));
            }
        });
        Ok(Server { address, asked })
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    /// What was asked since the last call: method and path.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().map(|mut asked| std::mem::take(&mut *asked)).unwrap_or_default()
    }
}

fn answer(stream: &TcpStream, log: &Mutex<Vec<String>>) {
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok();
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let Some(first) = lines.next() else { return };
    // Whoever sees the answer must find the request in the log.
    if let Ok(mut log) = log.lock() {
        log.push(first.trim_end_matches(" HTTP/1.1").to_owned());
    }
    lines.take_while(|line| !line.is_empty()).for_each(drop);
    let mut stream = stream;
    let status = if first.starts_with("CONNECT") { "403 Forbidden" } else { "404 Not Found" };
    write!(stream, "HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").ok();
}
