//! Why something was not fetched. Words are in [`crate::text`]; no secret gets in here.

use std::path::PathBuf;

use crate::job::Cancelled;

/// A part of a request that has a deadline of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Name, connection, TLS.
    Connect,
    /// From the question to the head of the answer.
    FirstByte,
    /// Between two pieces of the answer.
    Transfer,
}

/// Why there is no connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreachable {
    /// No address for the name.
    NameNotFound,
    /// The machine is there, and nothing listens.
    Refused,
    /// The certificate, or the TLS connection, in the words of the library.
    Tls(String),
    /// In the words of the system.
    Other(String),
}

/// Why something was not fetched. Places are URLs without userinfo, query and fragment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// No URL that Go would ask.
    #[error("{url}: {reason}")]
    BadUrl { url: String, reason: String },
    /// Go gives no credentials to `http://`.
    #[error("refusing to pass credentials to insecure URL: {url}")]
    InsecureCredentials { url: String },
    #[error("{host}: {why:?}")]
    Unreachable { host: String, why: Unreachable },
    #[error("{host}: no answer within {seconds} s ({phase:?})")]
    TimedOut { host: String, phase: Phase, seconds: u64 },
    /// Anything but 200, with what the server says in plain text.
    #[error("{url}: {status}")]
    Status { url: String, status: u16, detail: Option<String> },
    /// A page for people where data was asked for.
    #[error("{url}: a web page")]
    WebPage { url: String },
    #[error("{url}: more than {limit} bytes")]
    TooLarge { url: String, limit: u64 },
    /// The answer ended too early.
    #[error("{url}: cut off after {received} bytes")]
    CutOff { url: String, received: u64 },
    #[error("{url}: too many redirects")]
    TooManyRedirects { url: String },
    /// From `https` to `http`.
    #[error("{url}: redirected to an insecure URL")]
    RedirectedToInsecure { url: String },
    /// A `file://` proxy, or what is written while fetching.
    #[error("{file}: {reason}")]
    File { file: PathBuf, missing: bool, reason: String },
}

impl FetchError {
    /// What Go takes for "not here, ask the next one": 404, 410, a file that is not there.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        matches!(self, FetchError::Status { status: 404 | 410, .. } | FetchError::File { missing: true, .. })
    }
}
