//! The entries of GOPROXY as go walks along them, with the one that GONOPROXY puts in front.

use bstr::{BStr, BString};

use crate::go_command::Rules;
use crate::go_url::GoUrl;
use crate::goproxy::{self, BadList};

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    pub to: To,
    /// Its number among the entries of the list, from 1; `None` for the one that GONOPROXY puts in front.
    pub number: Option<usize>,
    /// After any failure the next entry is asked, not only when this one does not have it.
    pub falls_back: bool,
    /// Its text, which tells it apart: entries of the same text share what they answered.
    pub text: BString,
    /// What is done after a failure is the same for every entry of this text.
    pub(super) always_falls_back: bool,
}

/// Where an entry leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    /// The module's own server, for what GONOPROXY matches (`noproxy`).
    Private,
    Proxy {
        url: Box<GoUrl>,
        refused: Option<Refused>,
    },
    Direct,
    Off,
}

/// Why go never asks an entry, which counts as a failure of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refused {
    /// `http://` with a name or a password in it.
    InsecureCredentials,
    /// No host.
    NoHost,
    /// None of `https`, `http` and `file`.
    Scheme,
}

/// `modfetch.proxyList`.
///
/// # Errors
/// Go refuses the list.
pub fn hops(goproxy: &BStr, gonoproxy: &BStr, rules: Rules) -> Result<Vec<Hop>, BadList> {
    let listed = goproxy::parse_by(goproxy, rules)?;
    if listed.is_empty() {
        return Err(BadList::NoEntries);
    }
    let mut hops = Vec::with_capacity(listed.len() + 1);
    if !gonoproxy.is_empty() && goproxy != "direct" {
        hops.push(Hop {
            to: To::Private,
            number: None,
            falls_back: false,
            text: "noproxy".into(),
            always_falls_back: false,
        });
    }
    for (at, hop) in listed.into_iter().enumerate() {
        let (to, text) = match hop.to {
            goproxy::To::Direct => (To::Direct, "direct".into()),
            goproxy::To::Off => (To::Off, "off".into()),
            goproxy::To::Proxy(text) => {
                let url = GoUrl::parse(text.as_ref(), rules).map_err(BadList::Url)?;
                (To::Proxy { refused: refused(&url), url: Box::new(url) }, text)
            }
        };
        let falls_back = hop.falls_back;
        hops.push(Hop { to, number: Some(at + 1), falls_back, text, always_falls_back: falls_back });
    }
    let strict: Vec<BString> =
        hops.iter().filter(|hop| !hop.falls_back).map(|hop| hop.text.clone()).collect();
    for hop in &mut hops {
        hop.always_falls_back = !strict.contains(&hop.text);
    }
    Ok(hops)
}

pub(super) fn refused(url: &GoUrl) -> Option<Refused> {
    match url.scheme.as_slice() {
        b"file" => None,
        scheme if !matches!(scheme, b"" | b"http" | b"https") => Some(Refused::Scheme),
        b"http" if url.user.is_some() => Some(Refused::InsecureCredentials),
        _ if url.host.is_empty() => Some(Refused::NoHost),
        _ => None,
    }
}
