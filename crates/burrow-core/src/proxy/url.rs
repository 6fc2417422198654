//! URLs: put together as Go does, and shown without secrets.

use bstr::{BStr, ByteSlice};
use reqwest::Url;

use super::error::FetchError;
use crate::secret::Masked;

/// A URL as a setting has it.
///
/// # Errors
/// [`FetchError::BadUrl`].
pub fn parse(text: &BStr) -> Result<Url, FetchError> {
    let bad = |reason: &str| FetchError::BadUrl {
        url: Masked::value("GOPROXY", text).into_string(),
        reason: reason.to_owned(),
    };
    let url = Url::parse(text.to_str().map_err(|_| bad("not UTF-8"))?).map_err(|e| bad(&e.to_string()))?;
    match url.scheme() {
        "https" | "http" if url.has_host() => Ok(url),
        "file" => Ok(url),
        _ => Err(bad("neither https nor http nor file")),
    }
}

/// A URL below another: `path` has elements with `/` between them, escaped as a module's, `!` and all. Over HTTP `!`
/// travels as `%21`, as Go writes it.
pub fn below(base: &Url, path: &str) -> Url {
    let mut url = base.clone();
    let path = if base.scheme() == "file" { path.to_owned() } else { path.replace('!', "%21") };
    let joined = format!("{}/{}", base.path().trim_end_matches('/'), path.trim_start_matches('/'));
    url.set_path(&joined);
    url
}

/// Without userinfo, query and fragment: fit to be shown and kept.
pub fn shown(url: &Url) -> String {
    let mut url = url.clone();
    // These fail only for URLs that have no host, which have no userinfo either.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_query(None);
    url.set_fragment(None);
    // What was mistyped has its login somewhere else.
    Masked::value("GOPROXY", url.as_str().as_bytes()).into_string()
}

/// `host` or `host:port`.
pub fn host_of(url: &Url) -> String {
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (Some(host), None) => host.to_owned(),
        (None, _) => url.path().to_owned(),
    }
}

/// The host of a URL as it is written, with its port; `file` of a folder.
#[must_use]
pub fn written_host(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    if scheme.eq_ignore_ascii_case("file") {
        return "file".to_owned();
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    authority.rsplit('@').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_travel_escaped_and_secrets_are_not_shown() {
        let base = parse(BStr::new("https://ada:pw@proxy.corp/go/?token=x")).unwrap();
        let url = below(&base, "github.com/!azure/x/@v/list");
        assert_eq!(url.path(), "/go/github.com/%21azure/x/@v/list");
        assert_eq!(shown(&url), "https://proxy.corp/go/github.com/%21azure/x/@v/list");
        assert_eq!(host_of(&parse(BStr::new("http://u:p@h:81/")).unwrap()), "h:81");
        let bad = parse(BStr::new("gopher://u:secret@h/")).unwrap_err().to_string();
        assert!(!bad.contains("secret"), "{bad}");
    }
}
