//! One request of go, and why it is made.

use bstr::BString;

use crate::go_url::GoUrl;
use crate::netrc::Sent;
use crate::vcs::Repository;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Purpose {
    /// `.info`: whether the version is there.
    Info,
    /// `.mod`.
    Mod,
    /// `.zip`.
    Zip,
    /// `@v/list`.
    List,
    /// `@latest`.
    Latest,
    /// Whether a proxy passes requests on to the checksum database.
    SumdbSupported,
    /// The record of a version.
    SumdbLookup,
    /// What proves that the record is in the log: tiles, whichever are needed.
    SumdbTile,
    /// Everything that is asked of a module's own server.
    Direct,
}

/// Who is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Via {
    Proxy,
    Direct,
    Sumdb,
}

/// Why a request is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// The entry of GOPROXY has its turn; its number among them, from 1.
    Entry(usize),
    /// `direct` in GOPROXY has its turn.
    DirectEntry(usize),
    /// GONOPROXY matches.
    Private,
    /// The newest version's go.mod says which versions are retracted; asked of this entry.
    Retractions(usize),
    /// Before the checksum database is asked through a proxy.
    Offer(usize),
    /// The database is asked through this entry, which offers it.
    ThroughProxy(usize),
    /// GOSUMDB has a URL.
    NamedInGosumdb,
    /// No proxy offers it.
    Itself,
}

/// A request, as go sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub purpose: Purpose,
    pub via: Via,
    /// May hold secrets. Tiles have none: which are asked for, the answers decide.
    pub url: Option<GoUrl>,
    pub why: Why,
    /// Of the module's own place: a repository that a program fetches, without any request of go itself.
    pub repository: Option<Repository>,
    pub credentials: Sent,
    /// From Go 1.24 on an HTTPS request that is answered with a 4xx status is sent once more, whatever GOAUTH is.
    pub repeated: bool,
    /// What it is about; a stand-in where only an answer tells.
    pub version: BString,
}
