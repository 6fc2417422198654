//! One question to a server, or to a folder (`file://`), as Go's client would ask it: through the HTTP proxy of the
//! environment, with its certificates and credentials, with a deadline for each phase, and cancelled at once.

mod head;
mod sends;

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Mutex;
use std::time::Duration;

use go_rules::environ::Environ;
use reqwest::header::{ACCEPT_ENCODING, CONTENT_TYPE, IF_RANGE, RANGE};
use reqwest::{Response, Url, redirect};

use self::head::{content_range, header, validator};
pub(super) use self::head::{detail, head_of, looks_like_html};
use self::sends::{Headers, Sends, has_login};
use super::credentials::keys::{Keys, Trouble};
use super::error::{FetchError, Phase, Unreachable};
use super::http_proxy::HttpProxies;
use super::netrc;
use super::trust;
use super::url::{host_of, shown};
use crate::job::Cancel;

/// What Go's client calls itself, so that servers treat both alike.
pub(super) const USER_AGENT: &str = "GoCommand/1 (+https://go.dev/cmd/go)";
/// As many as Go makes for one question (`checkRedirect` in `cmd/go/internal/web`): the tenth redirect is not followed.
pub(super) const MOST_REQUESTS: usize = 10;
/// How much of a server's own words is looked at.
const DETAIL: u64 = 4096;

/// How long each phase may take. Go has none of these; a window must not wait for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines {
    pub connect: Duration,
    pub first_byte: Duration,
    /// Without any byte of the answer.
    pub stall: Duration,
}

impl Default for Deadlines {
    fn default() -> Deadlines {
        Deadlines {
            connect: Duration::from_secs(20),
            first_byte: Duration::from_secs(60),
            stall: Duration::from_secs(45),
        }
    }
}

/// Asks servers with the means of one environment.
pub struct Client {
    http: reqwest::Client,
    proxies: HttpProxies,
    credentials: Sends,
    deadlines: Deadlines,
}

/// Which part of a file is wanted, when some of it is here already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rest {
    /// How many bytes are here.
    pub from: u64,
    /// The ETag or the date that they had; the whole file comes when it has another by now.
    pub validator: Option<String>,
}

/// The head of an answer, with its body still to come.
pub struct Answer {
    /// Without secrets.
    url: String,
    host: String,
    /// Where the body begins in the file: 0, or what was asked for.
    pub from: u64,
    /// The size of the whole file, where the server tells.
    pub total: Option<u64>,
    /// What a later question for the rest can name: a strong ETag, or a date.
    pub validator: Option<String>,
    received: u64,
    length: Option<u64>,
    stall: Duration,
    body: Body,
}

enum Body {
    Http(Response),
    File(File),
}

impl Client {
    /// # Errors
    /// [`FetchError::Unreachable`] when there is no TLS to be had.
    pub fn new(environ: &Environ, goauth: &[u8], deadlines: Deadlines) -> Result<Client, FetchError> {
        let tls = |why: String| FetchError::Unreachable { host: "TLS".into(), why: Unreachable::Tls(why) };
        let proxies = HttpProxies::of(environ);
        let for_url = proxies.clone();
        let builder = reqwest::Client::builder()
            .user_agent(USER_AGENT)
            .connect_timeout(deadlines.connect)
            .redirect(redirect::Policy::custom(follow))
            .referer(false)
            .no_proxy()
            .proxy(reqwest::Proxy::custom(move |url| {
                for_url.proxy_for(url).cloned().map(names_looked_up_there)
            }));
        let config = trust::config(environ).map_err(|e| tls(e.to_string()))?;
        let builder = builder.tls_backend_preconfigured(config);
        let http = builder.build().map_err(|e| tls(e.to_string()))?;
        let credentials = Sends::Logins(netrc::logins(environ, goauth));
        Ok(Client { http, proxies, credentials, deadlines })
    }

    /// Sends what Go sends, with the commands of GOAUTH, and from Go 1.24 on once more after any 4xx status. Only where
    /// a person has asked for it: programs are run.
    #[must_use]
    pub fn with_keys(self, keys: Keys) -> Client {
        Client { credentials: Sends::Keys(Mutex::new(keys)), ..self }
    }

    /// Ways of GOAUTH that gave nothing.
    pub fn troubles(&self) -> Vec<Trouble> {
        self.credentials.troubles()
    }

    /// Asks for a file, or for the rest of one.
    ///
    /// # Errors
    /// [`FetchError`]; any status but 200 and 206 is one.
    pub async fn get(&self, url: &Url, rest: Option<&Rest>, cancel: &Cancel) -> Result<Answer, FetchError> {
        if url.scheme() == "file" {
            return self.open(url, rest);
        }
        if url.scheme() == "http" && has_login(url) {
            return Err(FetchError::InsecureCredentials { url: shown(url) });
        }
        if let Some(proxy) = self.proxies.proxy_for(url).filter(|proxy| !is_supported(proxy)) {
            let reason = format!("{}: this kind of HTTP proxy is not supported", proxy.scheme());
            return Err(FetchError::BadUrl { url: shown(proxy), reason });
        }
        let mut response = self.send(url, self.credentials.headers(url, cancel), rest, cancel).await?;
        if let Some(headers) = self.credentials.headers_again(url, &response, cancel) {
            response = self.send(url, headers, rest, cancel).await?;
        }
        self.answer(url, rest, response, cancel).await
    }

    async fn send(
        &self,
        url: &Url,
        headers: Headers,
        rest: Option<&Rest>,
        cancel: &Cancel,
    ) -> Result<Response, FetchError> {
        let mut asked = url.clone();
        if headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("authorization")) {
            // A header counts for more than what stands in the URL. Neither fails for a URL with a host.
            let _ = asked.set_username("");
            let _ = asked.set_password(None);
        }
        let mut request = self.http.get(asked).header(ACCEPT_ENCODING, "identity");
        for (name, value) in headers {
            request = request.header(name, value.as_slice());
        }
        if let Some(rest) = rest {
            request = request.header(RANGE, format!("bytes={}-", rest.from));
            if let Some(validator) = &rest.validator {
                request = request.header(IF_RANGE, validator);
            }
        }
        let limit = self.deadlines.connect + self.deadlines.first_byte;
        let sent = cancel.race(tokio::time::timeout(limit, request.send())).await?;
        match sent {
            Ok(sent) => sent.map_err(|error| self.why(url, &error)),
            Err(_) => Err(timed_out(&host_of(url), Phase::FirstByte, self.deadlines.first_byte)),
        }
    }

    /// A whole answer of at most `limit` bytes that is data, not a page for people.
    ///
    /// # Errors
    /// [`FetchError`].
    pub async fn read(&self, url: &Url, limit: u64, cancel: &Cancel) -> Result<Vec<u8>, FetchError> {
        self.get(url, None, cancel).await?.read(limit, cancel).await
    }

    async fn answer(
        &self,
        url: &Url,
        rest: Option<&Rest>,
        response: Response,
        cancel: &Cancel,
    ) -> Result<Answer, FetchError> {
        let status = response.status().as_u16();
        let headers = response.headers();
        let partial = (status == 206).then(|| content_range(headers)).flatten();
        let length = response.content_length();
        let (from, total) = match (status, partial, rest) {
            (200, _, _) => (0, length),
            (206, Some((from, total)), Some(rest)) if from == rest.from => (from, total),
            _ => return Err(self.refused(url, response, cancel).await),
        };
        Ok(Answer {
            url: shown(url),
            host: host_of(url),
            from,
            total,
            validator: validator(headers),
            received: 0,
            length,
            stall: self.deadlines.stall,
            body: Body::Http(response),
        })
    }

    /// A status that is none of ours, with the words that the server has for it.
    async fn refused(&self, url: &Url, response: Response, cancel: &Cancel) -> FetchError {
        let status = response.status().as_u16();
        let plain = header(response.headers(), &CONTENT_TYPE).is_some_and(|t| t.starts_with("text/plain"));
        let mut answer = Answer {
            url: shown(url),
            host: host_of(url),
            from: 0,
            total: None,
            validator: None,
            received: 0,
            length: None,
            stall: self.deadlines.stall.min(Duration::from_secs(5)),
            body: Body::Http(response),
        };
        let mut said = Vec::new();
        while plain && (said.len() as u64) < DETAIL {
            match answer.chunk(cancel).await {
                Ok(Some(chunk)) => said.extend_from_slice(&chunk),
                _ => break,
            }
        }
        FetchError::Status { url: shown(url), status, detail: detail(&said) }
    }

    fn open(&self, url: &Url, rest: Option<&Rest>) -> Result<Answer, FetchError> {
        let bad = || FetchError::BadUrl { url: shown(url), reason: "no path of this system".into() };
        let path = url.to_file_path().map_err(|()| bad())?;
        let failed = |error: &io::Error| FetchError::File {
            file: path.clone(),
            missing: matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory),
            reason: error.to_string(),
        };
        let facts = std::fs::metadata(&path).map_err(|e| failed(&e))?;
        if !facts.is_file() {
            return Err(failed(&io::Error::other("not a file")));
        }
        let mut file = File::open(&path).map_err(|e| failed(&e))?;
        let from = rest.map_or(0, |rest| rest.from).min(facts.len());
        file.seek(SeekFrom::Start(from)).map_err(|e| failed(&e))?;
        Ok(Answer {
            url: shown(url),
            host: path.display().to_string(),
            from,
            total: Some(facts.len()),
            validator: None,
            received: 0,
            length: Some(facts.len() - from),
            stall: self.deadlines.stall,
            body: Body::File(file),
        })
    }

    fn why(&self, url: &Url, error: &reqwest::Error) -> FetchError {
        let host = match self.proxies.proxy_for(url) {
            Some(proxy) if error.is_connect() => host_of(proxy),
            _ => error.url().map_or_else(|| host_of(url), host_of),
        };
        why(&host, &shown(url), self.deadlines, error)
    }
}

impl Answer {
    /// The server that answers, as it may be shown.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether it is a page for people, by what the server says of it.
    pub fn is_web_page(&self) -> bool {
        match &self.body {
            Body::Http(response) => {
                header(response.headers(), &CONTENT_TYPE).is_some_and(|t| t.starts_with("text/html"))
            }
            Body::File(_) => false,
        }
    }

    /// The next piece; `None` at the end, which is where the head of the answer said that it is.
    ///
    /// # Errors
    /// [`FetchError::TimedOut`], [`FetchError::CutOff`], cancelled.
    pub async fn chunk(&mut self, cancel: &Cancel) -> Result<Option<Vec<u8>>, FetchError> {
        cancel.check()?;
        let cut_off = || FetchError::CutOff { url: self.url.clone(), received: self.from + self.received };
        let chunk = match &mut self.body {
            Body::File(file) => read_some(file).map_err(|_| cut_off())?,
            Body::Http(response) => {
                let next = cancel.race(tokio::time::timeout(self.stall, response.chunk())).await?;
                let next = next.map_err(|_| timed_out(&self.host, Phase::Transfer, self.stall))?;
                next.map_err(|_| cut_off())?.map(Vec::from)
            }
        };
        match chunk {
            Some(chunk) => {
                self.received += chunk.len() as u64;
                Ok(Some(chunk))
            }
            None if self.length.is_some_and(|length| self.received < length) => Err(cut_off()),
            None => Ok(None),
        }
    }

    /// All of it, if that is at most `limit` bytes of data and no page for people.
    ///
    /// # Errors
    /// [`FetchError`].
    pub async fn read(mut self, limit: u64, cancel: &Cancel) -> Result<Vec<u8>, FetchError> {
        let web_page = FetchError::WebPage { url: self.url.clone() };
        if self.is_web_page() {
            return Err(web_page);
        }
        let mut all = Vec::new();
        while let Some(chunk) = self.chunk(cancel).await? {
            all.extend_from_slice(&chunk);
            if all.len() as u64 > limit {
                return Err(FetchError::TooLarge { url: self.url, limit });
            }
        }
        if looks_like_html(&all) { Err(web_page) } else { Ok(all) }
    }
}

fn read_some(file: &mut File) -> io::Result<Option<Vec<u8>>> {
    let mut chunk = vec![0; 128 * 1024];
    let length = file.read(&mut chunk)?;
    chunk.truncate(length);
    Ok((length > 0).then_some(chunk))
}

/// The kinds of HTTP proxies that Go knows too.
fn is_supported(proxy: &Url) -> bool {
    matches!(proxy.scheme(), "http" | "https" | "socks5" | "socks5h")
}

/// Go lets a SOCKS proxy look names up, whichever of its two names it has.
fn names_looked_up_there(mut proxy: Url) -> Url {
    if proxy.scheme() == "socks5" {
        // It fails only between the schemes of the web and others.
        let _ = proxy.set_scheme("socks5h");
    }
    proxy
}

/// Why a redirect is not followed.
#[derive(Debug, thiserror::Error)]
enum NotFollowed {
    #[error("too many redirects")]
    TooMany,
    #[error("redirected from secure URL to insecure URL")]
    Insecure,
}

fn follow(attempt: redirect::Attempt<'_>) -> redirect::Action {
    let before = attempt.previous();
    if before.len() >= MOST_REQUESTS {
        return attempt.error(NotFollowed::TooMany);
    }
    let was_secure = before.first().is_some_and(|url| url.scheme() == "https");
    if was_secure && attempt.url().scheme() != "https" {
        return attempt.error(NotFollowed::Insecure);
    }
    attempt.follow()
}

fn timed_out(host: &str, phase: Phase, limit: Duration) -> FetchError {
    FetchError::TimedOut { host: host.into(), phase, seconds: limit.as_secs().max(1) }
}

/// Every error below an error, itself included.
fn chain<'a>(
    error: &'a (dyn std::error::Error + 'static),
) -> impl Iterator<Item = &'a (dyn std::error::Error + 'static)> {
    std::iter::successors(Some(error), |error| {
        // An io::Error hides what it was made from behind its own interface.
        let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        inner.map(|e| e as &(dyn std::error::Error + 'static)).or_else(|| error.source())
    })
}

fn why(host: &str, url: &str, deadlines: Deadlines, error: &reqwest::Error) -> FetchError {
    let host = host.to_owned();
    let url = url.to_owned();
    if let Some(not_followed) = chain(error).find_map(|e| e.downcast_ref::<NotFollowed>()) {
        return match not_followed {
            NotFollowed::TooMany => FetchError::TooManyRedirects { url },
            NotFollowed::Insecure => FetchError::RedirectedToInsecure { url },
        };
    }
    if error.is_timeout() {
        return timed_out(&host, Phase::Connect, deadlines.connect);
    }
    let tls = chain(error).find_map(|e| e.downcast_ref::<rustls::Error>());
    if let Some(tls) = tls {
        return FetchError::Unreachable { host, why: Unreachable::Tls(tls.to_string()) };
    }
    let io = chain(error).filter_map(|e| e.downcast_ref::<io::Error>()).last();
    let refused = io.is_some_and(|e| e.kind() == io::ErrorKind::ConnectionRefused);
    let no_name = chain(error).any(|e| e.to_string().starts_with("dns error"));
    let last = chain(error).last().map(ToString::to_string).unwrap_or_default();
    let why = match (no_name, refused) {
        (true, _) => Unreachable::NameNotFound,
        (_, true) => Unreachable::Refused,
        _ => Unreachable::Other(last),
    };
    FetchError::Unreachable { host, why }
}
