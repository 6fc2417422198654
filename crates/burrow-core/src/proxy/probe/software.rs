//! What runs behind a URL: told by the head of its answer, by its path, or by what its own pages say (Athens:
//! `/version`, `/readyz`; Nexus: `/service/rest/v1/status`; Artifactory: `/api/system/ping`). Never needed for a verdict.

use hyper::HeaderMap;
use reqwest::Url;
use serde_json::Value;

use super::known;
use super::means::Means;
use super::question::{Answer, Read, ask};
use super::trace::Trace;
use super::verdict::{Note, Software};
use crate::proxy::url::below;

/// No such page is larger.
const MOST: usize = 64 * 1024;

/// What the head of an answer tells.
pub fn of_headers(url: &Url, headers: &HeaderMap) -> Option<Software> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let server = text("server").to_ascii_lowercase();
    let jfrog = ["x-artifactory-id", "x-artifactory-node-id", "x-jfrog-version"];
    if server.starts_with("nexus/") {
        Some(Software::Nexus)
    } else if server.starts_with("artifactory/") || jfrog.iter().any(|name| headers.contains_key(*name)) {
        Some(Software::Artifactory)
    } else if server.contains("athens") {
        Some(Software::Athens)
    } else if server.contains("goproxy") {
        Some(Software::Goproxy)
    } else {
        known::software(url.host_str().unwrap_or_default())
    }
}

/// What the server's own pages tell.
pub async fn asked(url: &Url, means: &Means) -> (Software, Option<Note>) {
    let page = async |url: Url| ask(&url, Read::Whole(MOST), means, &Trace::default()).await.ok();
    let path = url.path().to_owned();
    if let Some((prefix, _)) = path.split_once("/api/go/") {
        let answer = page(at(url, &format!("{prefix}/api/system/ping"))).await;
        let pong = answer.is_some_and(|answer| answer.status == 200 && answer.body.trim_ascii() == b"OK");
        return (if pong { Software::Artifactory } else { Software::Unknown }, None);
    }
    if let Some((prefix, _)) = path.split_once("/repository/") {
        let answer = page(at(url, &format!("{prefix}/service/rest/v1/status"))).await;
        let known = answer.is_some_and(|answer| matches!(answer.status, 200 | 503) && answer.body.is_empty());
        return (if known { Software::Nexus } else { Software::Unknown }, None);
    }
    match page(below(url, "version")).await {
        Some(answer) if is_athens(&answer) => {
            let ready = page(below(url, "readyz")).await;
            let broken = ready.is_some_and(|answer| answer.status >= 500);
            (Software::Athens, broken.then_some(Note::NotReady))
        }
        Some(answer) if is_goproxy(&answer) => (Software::Goproxy, None),
        _ => (Software::Unknown, None),
    }
}

fn at(url: &Url, path: &str) -> Url {
    let mut url = url.clone();
    url.set_path(path);
    url
}

/// Its `/version` is an object with what was built, and when.
fn is_athens(answer: &Answer) -> bool {
    let Ok(Value::Object(page)) = serde_json::from_slice(&answer.body) else { return false };
    answer.status == 200 && ["version", "date", "buildDate"].iter().any(|key| page.contains_key(*key))
}

/// It keeps for a day that a path which is no module's is not there.
fn is_goproxy(answer: &Answer) -> bool {
    let day = answer.headers.get("cache-control").is_some_and(|value| value == "public, max-age=86400");
    answer.status == 404 && day && answer.body.starts_with(b"not found")
}

#[cfg(test)]
mod tests {
    use hyper::header::HeaderValue;

    use super::*;

    fn told(url: &str, name: &'static str, value: &'static str) -> Option<Software> {
        let mut headers = HeaderMap::new();
        headers.insert(name, HeaderValue::from_static(value));
        of_headers(&Url::parse(url).unwrap(), &headers)
    }

    #[test]
    fn the_head_of_an_answer_tells_what_runs_there() {
        let corp = "https://repo.corp/x";
        assert_eq!(told(corp, "server", "Nexus/3.70.1-02 (OSS)"), Some(Software::Nexus));
        assert_eq!(told(corp, "server", "Artifactory/7.90.1"), Some(Software::Artifactory));
        assert_eq!(told(corp, "x-jfrog-version", "7.90.1"), Some(Software::Artifactory));
        assert_eq!(told(corp, "server", "nginx"), None);
        assert_eq!(told("https://GOPROXY.cn", "server", "Tengine"), Some(Software::Goproxy));
    }
}
