//! Who is compared: each server once, whoever named it.

use std::fmt;

use bstr::{BStr, BString, ByteSlice};
use go_rules::goproxy::{self, To};

use crate::proxy::probe::Hop;
use crate::proxy::profile::BuiltIn;
use crate::proxy::url;
use crate::secret::Masked;

/// Who named a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// GOPROXY in effect, in this place (from 1).
    Chain(usize),
    /// A mirror that comes with Burrow.
    BuiltIn(BuiltIn),
    /// A kept profile.
    Profile(String),
    /// The person, just now.
    Named,
}

/// A module proxy that is compared with others.
#[derive(Clone, PartialEq, Eq)]
pub struct Candidate {
    /// As it is written, without secrets.
    pub shown: String,
    /// In the order in which they named it.
    pub sources: Vec<Source>,
    pub(super) hop: Hop,
    /// As GOPROXY has it. May hold a secret.
    pub(super) text: BString,
}

/// Only what may be shown.
impl fmt::Debug for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Candidate").field("shown", &self.shown).field("sources", &self.sources).finish()
    }
}

impl Candidate {
    /// Its place in GOPROXY in effect.
    #[must_use]
    pub fn in_chain(&self) -> Option<usize> {
        self.sources.iter().find_map(|source| match source {
            Source::Chain(number) => Some(*number),
            _ => None,
        })
    }

    /// A name for a profile of it: its host, unless a profile that comes with Burrow is called so.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        let host = url::host_of(self.hop.server()?);
        let taken = BuiltIn::named(&host).is_some();
        Some(if taken { format!("{host} (bench)") } else { host })
    }

    /// The same for each way of writing one server.
    fn key(&self) -> String {
        let server = self.hop.server().map_or_else(|| self.shown.clone(), url::shown);
        server.trim_end_matches('/').to_owned()
    }
}

/// What was named and cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no server")]
pub struct NoCandidate(pub Masked);

/// The servers of GOPROXY in effect. Folders and words are none.
#[must_use]
pub fn of_chain(goproxy: &BStr) -> Vec<Candidate> {
    of_list(goproxy, Source::Chain)
}

/// The servers of a profile's GOPROXY. One whose login is in the keychain stays there and is left out.
#[must_use]
pub fn of_profile(goproxy: &BStr, source: &Source) -> Vec<Candidate> {
    let mut all = of_list(goproxy, |_| source.clone());
    all.retain(|candidate| !candidate.text.contains_str("***"));
    all
}

/// What a person named: a URL, or a list as GOPROXY has it.
///
/// # Errors
/// There is no server in it.
pub fn of_named(text: &BStr) -> Result<Vec<Candidate>, NoCandidate> {
    let all = of_list(text, |_| Source::Named);
    if all.is_empty() { Err(NoCandidate(Masked::value("GOPROXY", text))) } else { Ok(all) }
}

fn of_list(list: &BStr, source: impl Fn(usize) -> Source) -> Vec<Candidate> {
    let entries = goproxy::entries(list);
    let hops = Hop::of_list(list, 0);
    let servers = hops.into_iter().filter(|hop| hop.server().is_some());
    let candidate = |hop: Hop| {
        let number = hop.number?;
        match &entries.get(number - 1)?.to {
            Ok(To::Proxy(text)) => {
                let (shown, sources) = (hop.shown.clone(), vec![source(number)]);
                Some(Candidate { shown, sources, text: text.clone(), hop })
            }
            _ => None,
        }
    };
    servers.filter_map(candidate).collect()
}

/// Each server once, with all who named it. The first to name it says how it is asked.
#[must_use]
pub fn unite(all: impl IntoIterator<Item = Candidate>) -> Vec<Candidate> {
    let mut united: Vec<Candidate> = Vec::new();
    for candidate in all {
        match united.iter_mut().find(|known| known.key() == candidate.key()) {
            Some(known) => {
                let new = candidate.sources.into_iter().filter(|source| !known.sources.contains(source));
                let new: Vec<Source> = new.collect();
                known.sources.extend(new);
            }
            None => united.push(candidate),
        }
    }
    united
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_server_stands_there_once_and_the_words_of_a_list_not_at_all() {
        let chain = of_chain(BStr::new("https://u:secret@a.corp/go|https://B.com/,file:///srv,direct"));
        let built_in = of_profile(BStr::new("https://b.com,direct"), &Source::BuiltIn(BuiltIn::GoproxyIo));
        let hidden = of_profile(BStr::new("https://***@c.com"), &Source::Profile("x".into()));
        let all = unite(chain.into_iter().chain(built_in).chain(hidden));
        let told: Vec<_> = all.iter().map(|c| (c.shown.as_str(), c.sources.len(), c.in_chain())).collect();
        assert_eq!(told, [("https://***@a.corp/go", 1, Some(1)), ("https://B.com/", 2, Some(2))]);
        assert!(!format!("{all:?}").contains("secret"));
        for none in ["direct", "off", "file:///srv", "nonsense", ""] {
            assert!(of_named(BStr::new(none)).is_err(), "{none}");
        }
    }
}
