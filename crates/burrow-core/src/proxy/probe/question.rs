//! One question, as Go's client asks it: with its logins, following redirects as far as it does, and the answer read
//! up to a limit.

use bstr::BString;
use http_body_util::{BodyExt, Empty};
use hyper::body::{Bytes, Incoming};
use hyper::header::{ACCEPT_ENCODING, AUTHORIZATION, HOST, HeaderMap, LOCATION, USER_AGENT};
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use reqwest::Url;
use tokio_util::task::AbortOnDropHandle;

use super::dial::{Connection, open};
use super::fault;
use super::means::Means;
use super::trace::{Between, Phase, Trace};
use super::verdict::{Fault, Note, Verdict};
use crate::proxy::client;
use crate::proxy::url::{host_of, shown};

/// An answer that came whole.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// How much of an answer is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Read {
    /// All of it; more than that many bytes are too many.
    Whole(usize),
    /// Only its head.
    Head,
}

/// Asks for a URL.
///
/// # Errors
/// [`Fault`]; a status that is none of success is an answer.
pub async fn ask(url: &Url, read: Read, means: &Means, trace: &Trace) -> Result<Answer, Fault> {
    let first = url;
    let mut url = url.clone();
    let mut carried = match means.own_login(&url) {
        Some(_) => None,
        None => means.netrc_login(&url),
    };
    for asked in 1.. {
        // Go hands such headers on to anybody; nobody else is to have them from here.
        let headers: &[_] = if may_have_login(first, &url) { &means.headers } else { &[] };
        let answer = once(&url, (carried.as_deref(), headers), read, means, trace).await;
        let answer = answer.map_err(|fault| if asked > 1 { redirected(fault, &url) } else { fault })?;
        let Some(next) = redirect(&answer, &url) else { return Ok(answer) };
        let status = answer.status;
        let next = next.map_err(|why| Fault::new(Verdict::NotAProxy).status(status).note(why))?;
        if first.scheme() == "https" && next.scheme() != "https" {
            let note = Note::RedirectedToInsecure(shown(&next));
            return Err(Fault::new(Verdict::NotAProxy).status(status).note(note));
        }
        if asked == client::MOST_REQUESTS {
            return Err(Fault::new(Verdict::RedirectLoop).status(status));
        }
        if !may_have_login(first, &next) {
            carried = None;
        }
        url = next;
    }
    Err(Fault::new(Verdict::RedirectLoop))
}

fn redirected(fault: Fault, to: &Url) -> Fault {
    if fault.notes.iter().any(|note| matches!(note, Note::AboutHttpProxy(_))) {
        return fault;
    }
    fault.note(Note::RedirectedTo(host_of(to)))
}

/// Where an answer sends to. One without a place is no redirect.
fn redirect(answer: &Answer, from: &Url) -> Option<Result<Url, Note>> {
    if !matches!(answer.status, 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let to = answer.headers.get(LOCATION)?.to_str().unwrap_or_default();
    let parsed = from.join(to).map_err(|error| Note::Reason(error.to_string()));
    Some(parsed.and_then(|url| match url.scheme() {
        "http" | "https" => Ok(url),
        other => Err(Note::Reason(format!("unsupported protocol scheme \"{other}\""))),
    }))
}

/// Go's client hands a login on to the same host and to those below it (`shouldCopyHeaderOnRedirect`).
fn may_have_login(first: &Url, next: &Url) -> bool {
    let (Some(parent), Some(host)) = (first.host_str(), next.host_str()) else { return false };
    let below = host.strip_suffix(parent).is_some_and(|rest| rest.ends_with('.'));
    host == parent || below && !host.contains([':', '%'])
}

/// A login, and headers.
type Carried<'a> = (Option<&'a str>, &'a [(String, BString)]);

async fn once(
    url: &Url,
    carried: Carried<'_>,
    read: Read,
    means: &Means,
    trace: &Trace,
) -> Result<Answer, Fault> {
    let connection = open(url, means, trace).await?;
    let to_proxy = connection.to_proxy.is_some();
    let request = request(url, carried, &connection, means)?;
    trace.enter(Phase::FirstByte);
    let response = send(connection, request).await;
    let (_running, response) = response.map_err(|fault| match means.proxies.proxy_for(url) {
        Some(proxy) if to_proxy => fault.note(Note::AboutHttpProxy(host_of(proxy))),
        _ => fault,
    })?;
    trace.enter(Phase::Transfer);
    let status = response.status().as_u16();
    trace.learn(|seen| seen.status = Some(status));
    if let Some(proxy) = means.proxies.proxy_for(url).filter(|_| to_proxy) {
        trace.between(&host_of(proxy), Between::Answered(Some(status)));
    }
    let (head, body) = response.into_parts();
    let body = match read {
        Read::Whole(most) => whole(body, &head.headers, most).await.map_err(|fault| fault.status(status))?,
        Read::Head => Vec::new(),
    };
    Ok(Answer { status, headers: head.headers, body })
}

fn request(
    url: &Url,
    (carried, headers): Carried<'_>,
    connection: &Connection,
    means: &Means,
) -> Result<Request<Empty<Bytes>>, Fault> {
    let bad = |why: &dyn ToString| Fault::new(Verdict::BadUrl).note(Note::Refusal(why.to_string()));
    let mut plain = url.clone();
    let _ = plain.set_username("");
    let _ = plain.set_password(None);
    plain.set_fragment(None);
    let whole = connection.http2 || connection.to_proxy.is_some();
    let target = match (whole, plain.query()) {
        (true, _) => plain.to_string(),
        (false, Some(query)) => format!("{}?{query}", plain.path()),
        (false, None) => plain.path().to_owned(),
    };
    let mut request =
        Request::get(target).header(USER_AGENT, client::USER_AGENT).header(ACCEPT_ENCODING, "identity");
    if !connection.http2 {
        request = request.header(HOST, host_of(url));
    }
    let own = if url.scheme() == "https" { means.own_login(url) } else { None };
    if let Some(login) = own.as_deref().or(carried) {
        request = request.header(AUTHORIZATION, login);
    }
    for (name, value) in headers {
        request = request.header(name.as_str(), value.as_slice());
    }
    if let Some(Some(login)) = &connection.to_proxy {
        request = request.header("proxy-authorization", login);
    }
    request.body(Empty::new()).map_err(|error| bad(&error))
}

/// Sends a question; the connection lives as long as what is given beside the answer.
async fn send(
    connection: Connection,
    request: Request<Empty<Bytes>>,
) -> Result<(AbortOnDropHandle<()>, Response<Incoming>), Fault> {
    let io = TokioIo::new(connection.stream);
    let failed = |error: hyper::Error| fault::of_http(&error);
    if connection.http2 {
        let (mut sender, running) =
            hyper::client::conn::http2::handshake(TokioExecutor::new(), io).await.map_err(failed)?;
        let running = AbortOnDropHandle::new(tokio::spawn(async { drop(running.await) }));
        let response = sender.send_request(request).await.map_err(failed)?;
        return Ok((running, response));
    }
    let (mut sender, running) = hyper::client::conn::http1::handshake(io).await.map_err(failed)?;
    let running = AbortOnDropHandle::new(tokio::spawn(async { drop(running.await) }));
    let response = sender.send_request(request).await.map_err(failed)?;
    Ok((running, response))
}

async fn whole(mut body: Incoming, headers: &HeaderMap, most: usize) -> Result<Vec<u8>, Fault> {
    let length = headers.get("content-length").and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > most as u64) {
        return Err(Fault::new(Verdict::TooLarge));
    }
    let mut all = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| match fault::of_http(&error) {
            // Here the head was understood: what follows is an answer that broke off.
            Fault { verdict: Verdict::NotAProxy, .. } => Fault::new(Verdict::CutOff),
            fault => fault,
        })?;
        if let Some(data) = frame.data_ref() {
            all.extend_from_slice(data);
        }
        if all.len() > most {
            return Err(Fault::new(Verdict::TooLarge));
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_follows_to_the_same_host_and_those_below_it() {
        let may = |a: &str, b: &str| may_have_login(&Url::parse(a).unwrap(), &Url::parse(b).unwrap());
        assert!(may("https://a.com/x", "https://a.com:8443/y"));
        assert!(may("https://a.com", "https://cdn.a.com"));
        assert!(!may("https://a.com", "https://evila.com"));
        assert!(!may("https://cdn.a.com", "https://a.com"));
    }
}
