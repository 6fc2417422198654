//! What answers as no server does: not at all, too early closed, never accepted. Each lives as long as its value.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use socket2::{Domain, Socket, Type};

/// What is done with a connection.
#[derive(Debug, Clone)]
pub enum Manner {
    /// Kept, and nothing is said: TLS does not begin, and no question is answered.
    Silent,
    /// Closed as soon as something was said to it.
    Cut,
    /// Reset as soon as something was said to it.
    Reset,
    /// These bytes are said to whatever was said to it, and it is kept.
    Says(Vec<u8>),
    /// The same, and it is closed.
    SaysAndCloses(Vec<u8>),
}

/// Something that listens.
pub struct Broken {
    pub address: SocketAddr,
    over: Arc<AtomicBool>,
}

impl Broken {
    pub fn start(manner: Manner) -> Broken {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let over = Arc::new(AtomicBool::new(false));
        let is_over = Arc::clone(&over);
        thread::spawn(move || {
            let kept = Arc::new(Mutex::new(Vec::new()));
            for stream in listener.incoming().flatten() {
                if is_over.load(Ordering::Relaxed) {
                    return;
                }
                let (manner, kept) = (manner.clone(), Arc::clone(&kept));
                thread::spawn(move || treat(stream, manner, &kept));
            }
        });
        Broken { address, over }
    }

    pub fn url(&self, scheme: &str) -> String {
        format!("{scheme}://{}", self.address)
    }
}

impl Drop for Broken {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.address);
    }
}

fn treat(mut stream: TcpStream, manner: Manner, kept: &Mutex<Vec<TcpStream>>) {
    let mut heard = [0; 4096];
    match manner {
        Manner::Silent => kept.lock().unwrap().push(stream),
        Manner::Cut => {
            let _ = stream.read(&mut heard);
            let _ = stream.shutdown(Shutdown::Both);
        }
        Manner::Reset => {
            // What is closed with something unread in it is reset.
            let _ = stream.read(&mut heard[..1]);
        }
        Manner::Says(bytes) => {
            let _ = stream.read(&mut heard);
            let _ = stream.write_all(&bytes);
            kept.lock().unwrap().push(stream);
        }
        Manner::SaysAndCloses(bytes) => {
            let _ = stream.read(&mut heard);
            let _ = stream.write_all(&bytes);
        }
    }
}

/// A port on which nothing listens. It stays taken while the process lives: one that is given back may be the next
/// server's, and would answer then.
pub fn refused() -> SocketAddr {
    let (socket, address) = bound();
    std::mem::forget(socket);
    address
}

/// A socket with a port of its own that does not listen yet.
fn bound() -> (Socket, SocketAddr) {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    socket.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into()).unwrap();
    let address = socket.local_addr().unwrap().as_socket().unwrap();
    (socket, address)
}

/// A port that takes no more connections: its queue is full, so that a new one waits without an answer. `None` where
/// the system refuses in that case (Windows) or cannot be brought to it.
pub struct BlackHole {
    pub address: SocketAddr,
    _listener: Socket,
    _queue: Vec<TcpStream>,
}

impl BlackHole {
    pub fn start() -> Option<BlackHole> {
        if cfg!(not(target_os = "linux")) {
            return None;
        }
        let (listener, address) = bound();
        // Its queue holds a single connection.
        listener.listen(0).ok()?;
        let soon = std::time::Duration::from_millis(200);
        let mut queue = Vec::new();
        for _ in 0..64 {
            match TcpStream::connect_timeout(&address, soon) {
                Ok(stream) => queue.push(stream),
                Err(error) if error.kind() == std::io::ErrorKind::TimedOut => {
                    return Some(BlackHole { address, _listener: listener, _queue: queue });
                }
                Err(_) => return None,
            }
        }
        None
    }
}
