//! What an answer says: whether it is what a module proxy, or a checksum database, answers.

use std::cmp::Ordering;

use go_rules::semver;
use go_rules::sumdb::note::NoteKey;
use go_rules::sumdb::tlog::Tree;
use serde_json::Value;

use super::question::Answer;
use super::verdict::{Fault, Note, Verdict};
use crate::proxy::client::{detail, looks_like_html};

/// The newest version in the answer to `@v/list`; `None`: it lists none.
///
/// # Errors
/// [`Fault`].
pub fn list(answer: &Answer) -> Result<Option<String>, Fault> {
    status(answer)?;
    let not_a_proxy = |note| Fault::new(Verdict::NotAProxy).status(answer.status).note(note);
    if is_page(answer) {
        return Err(not_a_proxy(Note::WebPage));
    }
    let text = String::from_utf8_lossy(&answer.body);
    let newest = newest_in(&text);
    if newest.is_none() && !text.trim().is_empty() {
        return Err(not_a_proxy(Note::NoList));
    }
    Ok(newest)
}

/// The version that go would pick of a list.
pub fn newest_in(list: &str) -> Option<String> {
    let words = list.lines().filter_map(|line| line.split_ascii_whitespace().next());
    let versions: Vec<&str> = words.filter(|word| semver::canonical(word.as_bytes()).is_some()).collect();
    newest(&versions).map(ToOwned::to_owned)
}

/// As go picks one: a release before anything else.
fn newest<'a>(versions: &[&'a str]) -> Option<&'a str> {
    let rank = |version: &str| !version.contains('-');
    let order = |a: &&&str, b: &&&str| match rank(a).cmp(&rank(b)) {
        Ordering::Equal => semver::compare(a.as_bytes(), b.as_bytes()),
        other => other,
    };
    versions.iter().max_by(order).copied()
}

/// Whether the answer to `/latest` is a tree that the key of the database has signed.
///
/// # Errors
/// [`Fault`].
pub fn latest(answer: &Answer, key: &NoteKey) -> Result<(), Fault> {
    status(answer)?;
    let not_a_proxy = |note| Fault::new(Verdict::NotAProxy).status(answer.status).note(note);
    if is_page(answer) {
        return Err(not_a_proxy(Note::WebPage));
    }
    let text = key
        .open(&answer.body)
        .map_err(|why| not_a_proxy(Note::BadSignature).note(Note::Reason(why.to_string())))?;
    Tree::parse(text).map(drop).ok_or_else(|| not_a_proxy(Note::NoList))
}

/// Whether the answer to `.info` or `@latest` is that of a version; gives which.
///
/// # Errors
/// [`Fault`].
pub fn info(answer: &Answer) -> Result<String, Fault> {
    status(answer)?;
    let fault = |note| Fault::new(Verdict::NotAProxy).status(answer.status).note(note);
    if is_page(answer) {
        return Err(fault(Note::WebPage));
    }
    let info: Option<Value> = serde_json::from_slice(&answer.body).ok();
    let version = info.and_then(|info| Some(info.get("Version")?.as_str()?.to_owned()));
    version.filter(|text| semver::canonical(text.as_bytes()).is_some()).ok_or_else(|| fault(Note::NoInfo))
}

/// Whether the answer is a file, of which only the head is known.
///
/// # Errors
/// [`Fault`].
pub fn file(answer: &Answer) -> Result<(), Fault> {
    status(answer)?;
    let page =
        answer.headers.get("content-type").is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let fault = || Fault::new(Verdict::NotAProxy).status(answer.status).note(Note::WebPage);
    if page { Err(fault()) } else { Ok(()) }
}

/// Anything but 200 is a fault, with the server's own words.
///
/// # Errors
/// [`Fault`].
pub fn status(answer: &Answer) -> Result<(), Fault> {
    let Some(verdict) = Verdict::of_status(answer.status) else { return Ok(()) };
    let fault = Fault::new(verdict).status(answer.status);
    let fault = if matches!(answer.status, 404 | 410) { fault.note(Note::NotFound) } else { fault };
    if is_page(answer) {
        return Err(fault.note(Note::WebPage));
    }
    let plain =
        answer.headers.get("content-type").is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"));
    Err(match detail(&answer.body).filter(|_| plain) {
        Some(said) => fault.note(Note::Said(said)),
        None => fault,
    })
}

/// A page for people, whatever it says of its type. A proxy's list may be of any type but that one, and none begins so.
fn is_page(answer: &Answer) -> bool {
    let says =
        answer.headers.get("content-type").is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let versions = || {
        let text = String::from_utf8_lossy(&answer.body);
        text.split_ascii_whitespace().next().is_some_and(|word| semver::canonical(word.as_bytes()).is_some())
    };
    looks_like_html(&answer.body) || says && !answer.body.is_empty() && !versions()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, kind: &'static str, body: &str) -> Answer {
        let mut headers = hyper::HeaderMap::new();
        headers.insert("content-type", hyper::header::HeaderValue::from_static(kind));
        Answer { status, headers, body: body.as_bytes().to_vec() }
    }

    fn verdict(status: u16, kind: &'static str, body: &str) -> Verdict {
        list(&answer(status, kind, body)).err().map_or(Verdict::Ok, |fault| fault.verdict)
    }

    #[test]
    fn only_a_list_of_versions_is_what_a_module_proxy_says() {
        for (status, kind, body, expected) in [
            (200, "text/plain", "v1.0.0\nv1.2.0\n", Verdict::Ok),
            (200, "text/plain", "", Verdict::Ok),
            (200, "application/octet-stream", "v1.0.0 2020-01-01T00:00:00Z\n", Verdict::Ok),
            (200, "text/html", "v1.0.0\n", Verdict::Ok),
            (200, "text/html", "<p>Log in", Verdict::NotAProxy),
            (200, "text/plain", " <!DOCTYPE html><html>", Verdict::NotAProxy),
            (200, "text/plain", "<HTML>", Verdict::NotAProxy),
            (200, "application/json", "{\"error\":\"no\"}", Verdict::NotAProxy),
            (200, "text/plain", "It works", Verdict::NotAProxy),
            (204, "text/plain", "", Verdict::NotAProxy),
            (304, "text/plain", "", Verdict::NotAProxy),
            (400, "text/plain", "", Verdict::NotAProxy),
            (401, "text/html", "<html>", Verdict::Unauthorized),
            (403, "text/plain", "", Verdict::Forbidden),
            (404, "text/plain", "not found: module x", Verdict::NotAProxy),
            (407, "text/plain", "", Verdict::Unauthorized),
            (410, "text/plain", "", Verdict::NotAProxy),
            (429, "text/plain", "", Verdict::RateLimited),
            (500, "text/plain", "", Verdict::ServerError),
            (503, "text/html", "<html>", Verdict::ServerError),
        ] {
            assert_eq!(verdict(status, kind, body), expected, "{status} {kind} {body}");
        }
    }

    #[test]
    fn the_newest_version_is_a_release_where_there_is_one() {
        let newest = |body: &str| list(&answer(200, "text/plain", body)).unwrap();
        assert_eq!(newest("v1.9.0\nv1.10.0\nv2.0.0-rc.1\n"), Some("v1.10.0".into()));
        assert_eq!(newest("v0.1.0-a\nv0.1.0-b\n"), Some("v0.1.0-b".into()));
        assert_eq!(newest("\n\n"), None);
    }

    #[test]
    fn the_servers_words_are_told_without_secrets() {
        let said =
            answer(404, "text/plain; charset=utf-8", "not found: fetch https://u:secret@git.corp/x failed");
        let notes = list(&said).unwrap_err().notes;
        assert!(
            matches!(&notes[..], [Note::NotFound, Note::Said(text)] if text.contains("git.corp")),
            "{notes:?}"
        );
        assert!(!format!("{notes:?}").contains("secret"));
    }
}
