//! Module proxies that everybody once named and that are no more. A table: a server that only fails today is for a
//! probe to find.

/// A service that has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gone {
    /// Its host; those below it count too.
    pub host: &'static str,
    /// The year.
    pub since: u16,
}

const GONE: [Gone; 2] = [
    // JFrog's GoCenter, switched off on 1 May 2021.
    Gone { host: "gocenter.io", since: 2021 },
    // The first address of Microsoft's Athens, before it had a name of its own.
    Gone { host: "microsoftgoproxy.azurewebsites.net", since: 2019 },
];

/// Whether a host, perhaps with a port, is one of theirs.
pub fn gone(host: &str) -> Option<Gone> {
    let name = host.split(':').next().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
    let is_below =
        |of: &str| name.strip_suffix(of).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    GONE.into_iter().find(|one| is_below(one.host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_that_has_ended_is_known_by_its_host_and_by_those_below() {
        assert_eq!(gone("gocenter.io").map(|one| one.since), Some(2021));
        assert!(gone("Proxy.GoCenter.io:443").is_some());
        for alive in ["goproxy.io", "mygocenter.io", "proxy.golang.org", "goproxy.cn"] {
            assert_eq!(gone(alive), None);
        }
    }
}
