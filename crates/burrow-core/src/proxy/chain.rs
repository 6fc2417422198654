//! The entries of GOPROXY asked one after the other, as far as the separators between them allow
//! (`modfetch.TryProxies`).

use bstr::{BStr, ByteSlice};
use go_rules::goproxy::{self, BadList, To};
use reqwest::Url;

use super::error::FetchError;
use super::url;
use crate::secret::Masked;

/// A list that Go accepts.
#[derive(Clone)]
pub struct Chain {
    hops: Vec<Hop>,
}

#[derive(Clone)]
struct Hop {
    to: Ask,
    falls_back: bool,
}

#[derive(Clone)]
enum Ask {
    Proxy(Url),
    Direct,
    Off,
}

/// How a walk along the list ended.
#[derive(Debug)]
pub enum Walk<T> {
    Found(T),
    /// An entry failed for another reason than not having it, and the list goes no further; or cancelled.
    Stopped(FetchError),
    /// At this word, or at the end. What the entries before it said: the last failure, else the last "not here".
    Ended {
        at: End,
        failure: Option<FetchError>,
        not_found: Option<FetchError>,
    },
}

/// Where a walk ended that found nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// `direct`: the module's own server is to be asked.
    Direct,
    /// `off`.
    Off,
    /// There is no further entry.
    List,
}

impl Chain {
    /// The entries of a GOPROXY.
    ///
    /// # Errors
    /// Go's words, masked.
    pub fn parse(list: &BStr) -> Result<Chain, String> {
        let masked = |why: &BadList| Masked::said_of("GOPROXY", why).into_string();
        let hops = goproxy::parse(list).map_err(|why| masked(&why))?;
        let hop = |hop: goproxy::Hop| {
            let to = match hop.to {
                To::Proxy(text) => Ask::Proxy(url::parse(text.as_bstr()).map_err(|e| e.to_string())?),
                To::Direct => Ask::Direct,
                To::Off => Ask::Off,
            };
            Ok(Hop { to, falls_back: hop.falls_back })
        };
        let hops: Result<Vec<Hop>, String> = hops.into_iter().map(hop).collect();
        Ok(Chain { hops: hops? })
    }

    /// The list `direct`: what GONOPROXY makes of any list for a module that it covers.
    #[must_use]
    pub fn direct() -> Chain {
        Chain { hops: vec![Hop { to: Ask::Direct, falls_back: false }] }
    }

    /// Asks one entry after the other until one has it.
    pub async fn walk<T>(&self, ask: impl AsyncFn(&Url) -> Result<T, FetchError>) -> Walk<T> {
        let (mut failure, mut not_found) = (None, None);
        for hop in &self.hops {
            let proxy = match &hop.to {
                Ask::Proxy(proxy) => proxy,
                Ask::Direct => return Walk::Ended { at: End::Direct, failure, not_found },
                Ask::Off => return Walk::Ended { at: End::Off, failure, not_found },
            };
            match ask(proxy).await {
                Ok(found) => return Walk::Found(found),
                Err(error) if error.is_not_found() => not_found = Some(error),
                Err(error) if hop.falls_back && !matches!(error, FetchError::Cancelled(_)) => {
                    failure = Some(error);
                }
                Err(error) => return Walk::Stopped(error),
            }
        }
        Walk::Ended { at: End::List, failure, not_found }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which entries are asked when they answer with these statuses (0: no answer), and how it ends.
    fn walked(list: &str, statuses: &[u16]) -> (String, String) {
        let chain = Chain::parse(BStr::new(list)).unwrap();
        let asked = std::cell::RefCell::new(String::new());
        let ask = async |url: &Url| {
            let status = statuses[asked.borrow().len()];
            asked.borrow_mut().push_str(url.host_str().unwrap_or("file"));
            let url = url.to_string();
            match status {
                200 => Ok(()),
                0 => Err(FetchError::CutOff { url, received: 0 }),
                status => Err(FetchError::Status { url, status, detail: None }),
            }
        };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let ended = match runtime.block_on(chain.walk(ask)) {
            Walk::Found(()) => "found".into(),
            Walk::Stopped(_) => "stopped".into(),
            Walk::Ended { at, failure, .. } => format!("{at:?} {}", failure.is_some()),
        };
        (asked.into_inner(), ended)
    }

    #[test]
    fn the_separator_decides_what_makes_go_ask_the_next_one() {
        for (list, statuses, asked, ended) in [
            ("http://a,http://b", &[200][..], "a", "found"),
            ("http://a,http://b", &[404, 200], "ab", "found"),
            ("http://a,http://b", &[410, 404], "ab", "List false"),
            ("http://a,http://b", &[500], "a", "stopped"),
            ("http://a,http://b", &[0], "a", "stopped"),
            ("http://a|http://b", &[500, 200], "ab", "found"),
            ("http://a|http://b,direct", &[0, 404], "ab", "Direct true"),
            ("http://a,direct,http://b", &[404], "a", "Direct false"),
            ("off", &[], "", "Off false"),
            ("", &[], "", "List false"),
        ] {
            assert_eq!(walked(list, statuses), (asked.into(), ended.into()), "{list}");
        }
    }

    #[test]
    fn a_bad_list_is_told_without_its_password() {
        let why = Chain::parse(BStr::new("ftp://u:secret@h/")).err().unwrap();
        assert!(why.contains("must be https, http, file") && !why.contains("secret"), "{why}");
    }
}
