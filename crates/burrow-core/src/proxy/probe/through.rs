//! What an HTTP proxy wants to hear before it connects to somebody else: CONNECT, or SOCKS 5.

use std::io;

use percent_encoding::percent_decode_str;
use reqwest::Url;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::dial::Stream;
use super::fault;
use super::trace::{Between, Trace};
use super::verdict::{Fault, Note, Verdict};
use crate::proxy::client::USER_AGENT;

/// No head of an answer to CONNECT is larger.
const MOST: usize = 64 * 1024;

/// Asks an HTTP proxy for a connection to the server of a URL.
///
/// # Errors
/// [`Fault`], with the status of the proxy where it gave one.
pub async fn connect(
    stream: &mut Box<dyn Stream>,
    login: Option<String>,
    url: &Url,
    proxy: &str,
    trace: &Trace,
) -> Result<(), Fault> {
    let about = |fault: Fault| fault.note(Note::AboutHttpProxy(proxy.to_owned()));
    let host = url.host_str().unwrap_or_default();
    let port = url.port_or_known_default().unwrap_or(443);
    let login = login.map(|login| format!("Proxy-Authorization: {login}\r\n")).unwrap_or_default();
    let question = format!(
        "CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\nUser-Agent: {USER_AGENT}\r\n{login}\r\n"
    );
    let io = |error: io::Error| about(fault::of_io(&error));
    stream.write_all(question.as_bytes()).await.map_err(io)?;
    stream.flush().await.map_err(io)?;
    let head = head(stream).await.map_err(io)?;
    let Some(status) = status(&head) else {
        return Err(about(Fault::new(Verdict::NotAProxy)));
    };
    trace.between(proxy, Between::Answered(Some(status)));
    if status == 200 {
        return Ok(());
    }
    let verdict = Verdict::of_status(status).unwrap_or(Verdict::NotAProxy);
    Err(about(Fault::new(verdict).status(status)))
}

/// Byte by byte, because what follows belongs to somebody else.
async fn head(stream: &mut Box<dyn Stream>) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") && !head.ends_with(b"\n\n") && head.len() < MOST {
        head.push(stream.read_u8().await?);
    }
    Ok(head)
}

/// The status in `HTTP/1.1 200 Connection established`.
fn status(head: &[u8]) -> Option<u16> {
    let line = head.split(|byte| *byte == b'\n').next()?;
    let line = std::str::from_utf8(line).ok()?.strip_prefix("HTTP/1.")?;
    line.split_ascii_whitespace().nth(1)?.parse().ok()
}

/// Asks a SOCKS 5 proxy for a connection to the server of a URL, whose name the proxy looks up, as Go lets it
/// (RFC 1928, 1929).
///
/// # Errors
/// [`Fault`].
pub async fn socks(stream: &mut Box<dyn Stream>, proxy: &Url, url: &Url) -> Result<(), Fault> {
    let io = |error: io::Error| fault::of_io(&error);
    let login = !proxy.username().is_empty();
    let methods: &[u8] = if login { &[5, 2, 0, 2] } else { &[5, 1, 0] };
    stream.write_all(methods).await.map_err(io)?;
    let mut chosen = [0; 2];
    stream.read_exact(&mut chosen).await.map_err(io)?;
    match chosen {
        [5, 0] => {}
        [5, 2] if login => socks_login(stream, proxy).await?,
        [5, 2 | 0xff] => return Err(Fault::new(Verdict::Unauthorized)),
        _ => return Err(Fault::new(Verdict::NotAProxy)),
    }
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    let length = u8::try_from(host.len()).map_err(|_| Fault::new(Verdict::BadUrl))?;
    let mut question = vec![5, 1, 0, 3, length];
    question.extend_from_slice(host.as_bytes());
    question.extend_from_slice(&url.port_or_known_default().unwrap_or(443).to_be_bytes());
    stream.write_all(&question).await.map_err(io)?;
    let mut answer = [0; 5];
    stream.read_exact(&mut answer).await.map_err(io)?;
    let verdict = match answer[1] {
        0 => {
            let rest = match answer[3] {
                1 => 3 + 2,
                4 => 15 + 2,
                _ => usize::from(answer[4]) + 2,
            };
            stream.read_exact(&mut vec![0; rest]).await.map_err(io)?;
            return Ok(());
        }
        2 => Verdict::Forbidden,
        4 => Verdict::NameNotFound,
        3 | 5 => Verdict::Refused,
        6 => Verdict::TimeoutConnect,
        _ => Verdict::ServerError,
    };
    Err(Fault::new(verdict))
}

async fn socks_login(stream: &mut Box<dyn Stream>, proxy: &Url) -> Result<(), Fault> {
    let io = |error: io::Error| fault::of_io(&error);
    let mut question = vec![1];
    for part in [proxy.username(), proxy.password().unwrap_or_default()] {
        let part: Vec<u8> = percent_decode_str(part).collect();
        question.push(u8::try_from(part.len()).map_err(|_| Fault::new(Verdict::BadUrl))?);
        question.extend_from_slice(&part);
    }
    stream.write_all(&question).await.map_err(io)?;
    let mut answer = [0; 2];
    stream.read_exact(&mut answer).await.map_err(io)?;
    if answer[1] == 0 { Ok(()) } else { Err(Fault::new(Verdict::Unauthorized)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_of_a_proxy_is_read_and_nothing_else_taken_for_one() {
        assert_eq!(status(b"HTTP/1.1 200 Connection established\r\n\r\n"), Some(200));
        assert_eq!(status(b"HTTP/1.0 407\r\n\r\n"), Some(407));
        assert_eq!(status(b"SSH-2.0-OpenSSH_9.9\r\n"), None);
        assert_eq!(status(b"\xff\xfe"), None);
    }
}
