//! What a probe finds: the verdict, the time of each phase, and what else is worth telling. Words are in
//! [`crate::text`]; no secret gets in here.

use std::time::Duration;

use super::hop::Hop;
use crate::proxy::Certificate;

/// What is the matter with a server, as one word of a fixed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    Ok,
    NameNotFound,
    Refused,
    TimeoutConnect,
    TimeoutTls,
    TimeoutFirstByte,
    TimeoutTransfer,
    TlsUntrusted,
    TlsName,
    TlsExpired,
    /// 401, or 407 of the HTTP proxy.
    Unauthorized,
    Forbidden,
    /// Answers, but nothing that a module proxy says.
    NotAProxy,
    RateLimited,
    ServerError,
    RedirectLoop,
    /// The connection ended before the answer did, or before it began.
    CutOff,
    TooLarge,
    /// Nothing is asked: Go would not ask it either.
    BadUrl,
    /// Nothing is asked, because the setting says `off`.
    Off,
}

impl Verdict {
    pub const ALL: [Verdict; 20] = [
        Verdict::Ok,
        Verdict::NameNotFound,
        Verdict::Refused,
        Verdict::TimeoutConnect,
        Verdict::TimeoutTls,
        Verdict::TimeoutFirstByte,
        Verdict::TimeoutTransfer,
        Verdict::TlsUntrusted,
        Verdict::TlsName,
        Verdict::TlsExpired,
        Verdict::Unauthorized,
        Verdict::Forbidden,
        Verdict::NotAProxy,
        Verdict::RateLimited,
        Verdict::ServerError,
        Verdict::RedirectLoop,
        Verdict::CutOff,
        Verdict::TooLarge,
        Verdict::BadUrl,
        Verdict::Off,
    ];

    /// Stable, for scripts and the store.
    pub fn id(self) -> &'static str {
        match self {
            Verdict::Ok => "ok",
            Verdict::NameNotFound => "name-not-found",
            Verdict::Refused => "refused",
            Verdict::TimeoutConnect => "timeout-connect",
            Verdict::TimeoutTls => "timeout-tls",
            Verdict::TimeoutFirstByte => "timeout-first-byte",
            Verdict::TimeoutTransfer => "timeout-transfer",
            Verdict::TlsUntrusted => "tls-untrusted",
            Verdict::TlsName => "tls-name",
            Verdict::TlsExpired => "tls-expired",
            Verdict::Unauthorized => "unauthorized",
            Verdict::Forbidden => "forbidden",
            Verdict::NotAProxy => "not-a-proxy",
            Verdict::RateLimited => "rate-limited",
            Verdict::ServerError => "server-error",
            Verdict::RedirectLoop => "redirect-loop",
            Verdict::CutOff => "cut-off",
            Verdict::TooLarge => "too-large",
            Verdict::BadUrl => "bad-url",
            Verdict::Off => "off",
        }
    }

    /// The verdict of an id.
    pub fn from_id(id: &str) -> Option<Verdict> {
        Verdict::ALL.into_iter().find(|verdict| verdict.id() == id)
    }

    /// What a status says of a server that was asked for a file it should have. `None` for 200: then the body tells.
    pub fn of_status(status: u16) -> Option<Verdict> {
        match status {
            200 => None,
            401 | 407 => Some(Verdict::Unauthorized),
            403 => Some(Verdict::Forbidden),
            429 => Some(Verdict::RateLimited),
            500..=599 => Some(Verdict::ServerError),
            _ => Some(Verdict::NotAProxy),
        }
    }
}

/// How long each phase took, of those that were reached. What was redirected adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Phases {
    /// The addresses of the name.
    pub dns: Option<Duration>,
    /// The connection; through an HTTP proxy until that has made its own.
    pub connect: Option<Duration>,
    pub tls: Option<Duration>,
    /// From the question to the head of the answer.
    pub first_byte: Option<Duration>,
    /// From the head of the answer to its end.
    pub transfer: Option<Duration>,
}

/// What runs behind a URL, where it can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Software {
    Athens,
    Nexus,
    Artifactory,
    Goproxy,
    #[default]
    Unknown,
}

impl Software {
    pub fn id(self) -> &'static str {
        match self {
            Software::Athens => "athens",
            Software::Nexus => "nexus",
            Software::Artifactory => "artifactory",
            Software::Goproxy => "goproxy",
            Software::Unknown => "unknown",
        }
    }
}

/// What is worth telling besides the verdict. Hosts and URLs are without secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// Asked through this HTTP proxy.
    Through(String),
    /// It is the HTTP proxy that the verdict is about, not what lies behind it.
    AboutHttpProxy(String),
    /// The verdict is about the server that it redirects to.
    RedirectedTo(String),
    /// From `https` to a URL without encryption, which Go does not follow.
    RedirectedToInsecure(String),
    /// The server's own words.
    Said(String),
    /// The words of the system or of a library.
    Reason(String),
    /// Go's words about the URL.
    Refusal(String),
    /// Go gives no credentials to `http://`.
    InsecureCredentials,
    /// A well-known server shows a certificate that somebody else has made.
    Intercepted { issuer: String },
    /// The server speaks no TLS at all.
    NoTls,
    /// A page for people.
    WebPage,
    /// Neither a list of versions nor a page.
    NoList,
    /// No JSON that tells a version.
    NoInfo,
    /// 404 or 410 for what was asked.
    NotFound,
    /// The checksum database is asked through this module proxy, as it offers that.
    SumdbThrough(String),
    /// What the database has signed does not fit the key of GOSUMDB.
    BadSignature,
    /// Another entry of the list is bad: then Go refuses all of it.
    ListSpoiled,
    /// The module has no version there.
    NoVersions,
    /// Another hop has a newer version of the module.
    Behind { newest: String, elsewhere: String },
    /// Athens runs, but its storage does not answer.
    NotReady,
}

/// What became of one hop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probed {
    pub hop: Hop,
    pub verdict: Verdict,
    /// The status of the last answer.
    pub status: Option<u16>,
    pub phases: Phases,
    pub software: Software,
    /// The certificate that the server has shown.
    pub certificate: Option<Certificate>,
    pub notes: Vec<Note>,
    /// All phases together: from the name to the last byte, or to the failure.
    pub took: Duration,
    /// The newest version of the module, where a list came.
    pub newest: Option<String>,
}

impl Probed {
    /// What Go takes for "not here": past a comma it goes on.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        matches!(self.status, Some(404 | 410))
            || self.status.is_none() && self.notes.contains(&Note::NotFound)
    }

    /// A hop of which nothing is asked.
    pub(super) fn unasked(hop: Hop, verdict: Verdict, notes: Vec<Note>) -> Probed {
        Probed {
            hop,
            verdict,
            status: None,
            phases: Phases::default(),
            software: Software::default(),
            certificate: None,
            notes,
            took: Duration::ZERO,
            newest: None,
        }
    }
}

/// Why there is no answer to go by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub verdict: Verdict,
    pub status: Option<u16>,
    pub notes: Vec<Note>,
}

impl Fault {
    pub fn new(verdict: Verdict) -> Fault {
        Fault { verdict, status: None, notes: Vec::new() }
    }

    pub fn note(mut self, note: Note) -> Fault {
        self.notes.push(note);
        self
    }

    pub fn status(self, status: u16) -> Fault {
        Fault { status: Some(status), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verdict_is_known_by_its_word() {
        for verdict in Verdict::ALL {
            assert_eq!(Verdict::from_id(verdict.id()), Some(verdict));
        }
        assert_eq!(Verdict::from_id("fine"), None);
    }
}
