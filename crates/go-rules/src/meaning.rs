//! Whether two values of a variable about fetching mean the same to Go, however they are spelt.
//!
//! Only spellings that Go takes for one another count as the same; what differs in any case that can be thought of, be
//! it never met, is different.

use bstr::{BStr, BString, ByteSlice};

use crate::goproxy::{self, Hop, To};
use crate::sumdb::setting::Database;

/// Whether Go behaves the same with either value of `name`. Names without a rule here are compared byte for byte.
pub fn same(name: &str, a: &BStr, b: &BStr) -> bool {
    a == b
        || match name {
            "GOPROXY" => proxies(a).is_some_and(|list| Some(list) == proxies(b)),
            "GOSUMDB" => database(a).is_some_and(|it| Some(it) == database(b)),
            "GOPRIVATE" | "GONOPROXY" | "GONOSUMDB" | "GOINSECURE" => patterns(a) == patterns(b),
            "GOVCS" => parts(a, b",") == parts(b, b","),
            "GOAUTH" => words(a) == words(b),
            _ => false,
        }
}

/// The hops as go asks them (`modfetch.proxyList`, `newProxyRepo`); `None` for a list that Go refuses. What follows the
/// last hop decides nothing.
fn proxies(list: &BStr) -> Option<Vec<Hop>> {
    let mut hops = goproxy::parse(list).ok()?;
    for hop in &mut hops {
        if let To::Proxy(url) = &mut hop.to {
            *url = one_spelling(url.as_bstr());
        }
    }
    if let Some(last) = hops.last_mut() {
        last.falls_back = false;
    }
    Some(hops)
}

/// Scheme and host in lower case, one slash at the end dropped (`strings.TrimSuffix(base.Path, "/")`).
fn one_spelling(url: &BStr) -> BString {
    let url = url.strip_suffix(b"/").unwrap_or(url);
    let Some(colon) = url.find(b"://") else { return url.into() };
    let authority = colon + 3;
    let end = url[authority..].find_byteset(b"/?#").map_or(url.len(), |at| authority + at);
    let host = url[authority..end].rfind_byte(b'@').map_or(authority, |at| authority + at + 1);
    bstr::concat([
        &url[..colon].to_ascii_lowercase(),
        &url[colon..host],
        &url[host..end].to_ascii_lowercase(),
        &url[end..],
    ])
    .into()
}

/// `None` for what Go refuses; `off` is a value of its own.
fn database(value: &BStr) -> Option<Database> {
    Database::of(value).ok()
}

/// The patterns that can match, in an order that decides nothing (`module.MatchPrefixPatterns`).
fn patterns(list: &BStr) -> Vec<&[u8]> {
    let mut globs: Vec<&[u8]> = list
        .split(|byte| *byte == b',')
        .map(|glob| glob.strip_suffix(b"/").unwrap_or(glob))
        .filter(|glob| !glob.is_empty())
        .collect();
    globs.sort_unstable();
    globs.dedup();
    globs
}

/// Trimmed pieces (`vcs.parseGOVCS`).
fn parts<'a>(list: &'a BStr, separator: &[u8]) -> Vec<&'a [u8]> {
    list.split_str(separator).map(|part| part.trim()).collect()
}

/// The commands of GOAUTH, each as its words (`auth.runGoAuth`).
fn words(list: &BStr) -> Vec<Vec<&[u8]>> {
    list.split(|byte| *byte == b';').map(|command| command.fields().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(name: &str, a: &str, b: &str) -> bool {
        super::same(name, BStr::new(a), BStr::new(b))
    }

    #[test]
    fn proxies_are_the_same_whatever_go_drops() {
        for b in [
            "https://goproxy.cn/,direct",
            " https://goproxy.cn , direct ",
            "goproxy.cn,direct",
            "HTTPS://GoProxy.CN,direct|",
            "https://goproxy.cn,,direct,https://never.asked",
        ] {
            assert!(same("GOPROXY", "https://goproxy.cn,direct", b), "{b}");
        }
        for b in [
            "https://goproxy.cn|direct",
            "http://goproxy.cn,direct",
            "https://goproxy.cn",
            "https://goproxy.cn/Go,direct",
            "https://goproxy.cn//,direct",
            "",
        ] {
            assert!(!same("GOPROXY", "https://goproxy.cn,direct", b), "{b}");
        }
        assert!(!same("GOPROXY", "https://h/A", "https://h/a"));
        assert!(!same("GOPROXY", "https://Ada@h", "https://ada@h"));
        assert!(same("GOPROXY", "OFF", "OFF") && !same("GOPROXY", "OFF", "off"));
    }

    #[test]
    fn databases_are_the_same_by_key_and_place() {
        assert!(same("GOSUMDB", "sum.golang.org", crate::sumdb::setting::SUM_GOLANG_ORG));
        assert!(same("GOSUMDB", "sum.golang.google.cn", "sum.golang.org  https://sum.golang.google.cn"));
        assert!(!same("GOSUMDB", "sum.golang.org", "sum.golang.google.cn"));
        assert!(!same("GOSUMDB", "off", "sum.golang.org") && !same("GOSUMDB", "off", ""));
    }

    #[test]
    fn patterns_are_the_same_in_any_order_and_a_space_makes_another() {
        assert!(same("GOPRIVATE", "a.com/,b.com", "b.com,,a.com,b.com"));
        assert!(!same("GOPRIVATE", "a.com,b.com", "a.com, b.com"));
        assert!(
            same("GOVCS", "a.com:git, *:off", " a.com:git,*:off")
                && !same("GOVCS", "a:git,b:hg", "b:hg,a:git")
        );
        assert!(same("GOAUTH", "netrc; git  /src", "netrc;git /src") && !same("GOAUTH", "off", "netrc"));
        assert!(!same("GOFLAGS", "-v", " -v"));
    }
}
