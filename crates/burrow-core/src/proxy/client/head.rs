//! What the head of an answer says, and what a body looks like.

use reqwest::header::{CONTENT_RANGE, ETAG, HeaderMap, HeaderName, LAST_MODIFIED};
use reqwest::{StatusCode, Version};

/// A header that is text.
pub fn header<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// The status line and the headers, a line each, as Go tells them to a command of GOAUTH (`writeResponseToStdin`).
pub fn head_of(version: Version, status: StatusCode, headers: &HeaderMap) -> String {
    let reason = status.canonical_reason().unwrap_or_default();
    let mut head = format!("{version:?} {} {reason}\n", status.as_u16());
    for name in headers.keys() {
        let values = headers.get_all(name).iter();
        let values: Vec<String> =
            values.map(|value| String::from_utf8_lossy(value.as_bytes()).into()).collect();
        head += &format!("{}: {}\n", canonical(name.as_str()), values.join(", "));
    }
    head
}

/// `Www-Authenticate`, as Go spells names.
fn canonical(name: &str) -> String {
    let upper = |part: &str| {
        let mut chars = part.chars();
        chars.next().map(|c| c.to_ascii_uppercase().to_string() + chars.as_str()).unwrap_or_default()
    };
    name.split('-').map(upper).collect::<Vec<_>>().join("-")
}

/// `bytes 100-199/200`: where it begins, and the size of the whole.
pub fn content_range(headers: &HeaderMap) -> Option<(u64, Option<u64>)> {
    let (range, total) = header(headers, &CONTENT_RANGE)?.strip_prefix("bytes ")?.split_once('/')?;
    let (from, _) = range.split_once('-')?;
    Some((from.trim().parse().ok()?, total.trim().parse().ok()))
}

/// A weak ETag does not say that every byte is the same.
pub fn validator(headers: &HeaderMap) -> Option<String> {
    let etag = header(headers, &ETAG).filter(|etag| !etag.starts_with("W/"));
    etag.or_else(|| header(headers, &LAST_MODIFIED)).map(ToOwned::to_owned)
}

/// A server's own words: up to eight lines, as far as the first empty one, fit to be shown.
pub fn detail(said: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(said);
    let lines: Vec<&str> = text.trim().lines().take(8).take_while(|line| !line.trim().is_empty()).collect();
    let plain: String = lines.join(" ").chars().filter(|c| !c.is_control()).take(500).collect();
    let masked = crate::secret::Masked::value("GOPROXY", plain.as_bytes()).into_string();
    Some(masked).filter(|text| !text.is_empty())
}

/// Whether a text begins as pages for people do.
pub fn looks_like_html(text: &[u8]) -> bool {
    let start = text.trim_ascii_start();
    let begins = |tag: &[u8]| start.len() >= tag.len() && start[..tag.len()].eq_ignore_ascii_case(tag);
    begins(b"<!doctype html") || begins(b"<html")
}
