//! What goes along with requests: the logins of netrc, or all that Go would send.

use std::sync::Mutex;

use bstr::BString;
use reqwest::{Response, Url};

use super::head::head_of;
use crate::job::Cancel;
use crate::proxy::credentials::keys::{Keys, Trouble, basic};
use crate::proxy::netrc::{self, Logins};

/// Names and values. Secret.
pub type Headers = Vec<(String, BString)>;

/// Where credentials come from.
pub enum Sends {
    /// The logins of netrc.
    Logins(Logins),
    /// All that Go would send: programs are run for it.
    Keys(Mutex<Keys>),
}

impl Sends {
    /// What goes along with the first request for a URL.
    pub fn headers(&self, url: &Url, cancel: &Cancel) -> Headers {
        match self {
            Sends::Logins(logins) => {
                let login = netrc::login_for(logins, url).filter(|_| !has_login(url));
                login.map(basic).into_iter().collect()
            }
            Sends::Keys(keys) => {
                keys.lock().map(|mut keys| keys.headers(url.as_str().into(), cancel)).unwrap_or_default()
            }
        }
    }

    /// What goes along with a second request, where Go makes one: after any 4xx status, from Go 1.24 on.
    pub fn headers_again(&self, url: &Url, response: &Response, cancel: &Cancel) -> Option<Headers> {
        let Sends::Keys(keys) = self else { return None };
        let mut keys = keys.lock().ok()?;
        if url.scheme() != "https" || !response.status().is_client_error() || !keys.asks_again() {
            return None;
        }
        let head = head_of(response.version(), response.status(), response.headers());
        Some(keys.headers_again(url.as_str().into(), &head, cancel))
    }

    /// Ways of GOAUTH that gave nothing.
    pub fn troubles(&self) -> Vec<Trouble> {
        match self {
            Sends::Keys(keys) => keys.lock().map(|keys| keys.troubles().to_vec()).unwrap_or_default(),
            Sends::Logins(_) => Vec::new(),
        }
    }
}

/// Whether a login stands in a URL.
pub fn has_login(url: &Url) -> bool {
    url.password().is_some() || !url.username().is_empty()
}
