//! With what a probe asks: the HTTP proxies, the trust and the logins of one environment, read once.

use bstr::BString;
use go_rules::environ::Environ;
use percent_encoding::percent_decode_str;
use reqwest::Url;
use tokio::sync::OnceCell;

use crate::proxy::http_proxy::HttpProxies;
use crate::proxy::netrc::{self, Logins};
use crate::proxy::settings::Settings;
use crate::proxy::trust::{self, Verifier};

/// The means of one environment. Holds secrets, and is never printed.
pub struct Means {
    pub proxies: HttpProxies,
    environ: Environ,
    verifier: OnceCell<Result<Verifier, rustls::Error>>,
    logins: Logins,
    /// Sent with the first question, whatever it asks for.
    pub headers: Vec<(String, BString)>,
}

impl Means {
    pub fn of(settings: &Settings) -> Means {
        Means {
            proxies: HttpProxies::of(&settings.environ),
            environ: settings.environ.clone(),
            verifier: OnceCell::new(),
            logins: netrc::logins(&settings.environ, &settings.goauth),
            headers: Vec::new(),
        }
    }

    /// Without the logins of netrc, and with these headers instead.
    pub fn bare(settings: &Settings, headers: Vec<(String, BString)>) -> Means {
        Means { logins: Logins::none(), headers, ..Means::of(settings) }
    }

    /// What believes servers. Some hundred files are read for it, once, on a thread of their own.
    ///
    /// # Errors
    /// There is no TLS to be had.
    pub async fn verifier(&self) -> Result<Verifier, rustls::Error> {
        let read = || async {
            let environ = self.environ.clone();
            let reading = tokio::task::spawn_blocking(move || trust::verifier(&environ));
            reading.await.unwrap_or_else(|error| Err(rustls::Error::General(error.to_string())))
        };
        self.verifier.get_or_init(read).await.clone()
    }

    /// The login that a URL holds. It goes to that URL only: Go puts it into no question that a redirect leads to.
    pub fn own_login(&self, url: &Url) -> Option<String> {
        in_url(url)
    }

    /// The login that netrc has for a URL that has none itself. Go takes it along to the same host and to those below.
    pub fn netrc_login(&self, url: &Url) -> Option<String> {
        let found = netrc::login_for(&self.logins, url)?;
        Some(netrc::basic(found.name.as_bytes(), found.password.as_bytes()))
    }

    /// What an HTTP proxy is told.
    pub fn proxy_login(&self, proxy: &Url) -> Option<String> {
        in_url(proxy)
    }
}

fn in_url(url: &Url) -> Option<String> {
    let there = !url.username().is_empty() || url.password().is_some();
    let plain = |text: &str| percent_decode_str(text).collect::<Vec<u8>>();
    there.then(|| netrc::basic(&plain(url.username()), &plain(url.password().unwrap_or_default())))
}
