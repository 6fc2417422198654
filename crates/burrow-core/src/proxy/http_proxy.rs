//! Which HTTP proxy Go's client would use: HTTP_PROXY, HTTPS_PROXY and NO_PROXY (`golang.org/x/net/http/httpproxy`).

use std::net::IpAddr;

use bstr::ByteSlice;
use go_rules::environ::Environ;
use reqwest::Url;

/// The proxies of an environment, and who is reached without them.
#[derive(Clone, Default)]
pub struct HttpProxies {
    http: Option<Url>,
    https: Option<Url>,
    /// A web server's child must not believe HTTP_PROXY: a visitor can set it.
    cgi: bool,
    exempt: Vec<Exempt>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Exempt {
    All,
    Net {
        ip: IpAddr,
        bits: u8,
    },
    Ip {
        ip: IpAddr,
        port: Option<String>,
    },
    /// `suffix` begins with a dot.
    Domain {
        suffix: String,
        itself: bool,
        port: Option<String>,
    },
}

impl HttpProxies {
    pub fn of(environ: &Environ) -> HttpProxies {
        let any = |names: [&str; 2]| {
            let value = names.iter().find_map(|name| environ.set(name));
            value.map(|v| v.to_str_lossy().into_owned()).unwrap_or_default()
        };
        HttpProxies {
            http: parse(&any(["HTTP_PROXY", "http_proxy"])),
            https: parse(&any(["HTTPS_PROXY", "https_proxy"])),
            cgi: environ.set("REQUEST_METHOD").is_some(),
            exempt: exempt(&any(["NO_PROXY", "no_proxy"])),
        }
    }

    /// The proxy for a URL; `None`: straight to its server.
    pub fn proxy_for(&self, url: &Url) -> Option<&Url> {
        let proxy = match url.scheme() {
            "https" => self.https.as_ref(),
            "http" => self.http.as_ref().filter(|_| !self.cgi),
            _ => None,
        }?;
        let host = url.host_str()?.trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
        let port = url.port_or_known_default()?.to_string();
        self.counts_for(&host, &port).then_some(proxy)
    }

    fn counts_for(&self, host: &str, port: &str) -> bool {
        let ip: Option<IpAddr> = host.parse().ok();
        if host == "localhost" || ip.is_some_and(|ip| unmapped(ip).is_loopback()) {
            return false;
        }
        !self.exempt.iter().any(|exempt| exempt.matches(host, port, ip))
    }
}

/// An address, or just its host and port: then of an `http` proxy.
fn parse(proxy: &str) -> Option<Url> {
    if proxy.is_empty() {
        return None;
    }
    match Url::parse(proxy) {
        Ok(url) if url.has_host() => Some(url),
        _ => Url::parse(&format!("http://{proxy}")).ok(),
    }
}

fn exempt(list: &str) -> Vec<Exempt> {
    let mut all = Vec::new();
    for entry in list.split(',').map(|entry| entry.trim().to_lowercase()).filter(|entry| !entry.is_empty()) {
        if entry == "*" {
            return vec![Exempt::All];
        }
        all.extend(one(&entry));
    }
    all
}

fn one(entry: &str) -> Option<Exempt> {
    if let Some((ip, bits)) = entry.split_once('/')
        && let (Ok(ip), Ok(bits)) = (ip.parse::<IpAddr>(), bits.parse::<u8>())
        && bits <= if ip.is_ipv4() { 32 } else { 128 }
    {
        return Some(Exempt::Net { ip, bits });
    }
    let (host, port) = split_port(entry);
    if let Ok(ip) = host.parse() {
        return Some(Exempt::Ip { ip, port });
    }
    let host = host.strip_prefix('*').filter(|rest| rest.starts_with('.')).unwrap_or(host);
    match host {
        "" => None,
        host if host.starts_with('.') => Some(Exempt::Domain { suffix: host.into(), itself: false, port }),
        host => Some(Exempt::Domain { suffix: format!(".{host}"), itself: true, port }),
    }
}

/// `host:port`, `[ip]:port`, or a host alone. An IPv6 address alone has colons of its own.
fn split_port(entry: &str) -> (&str, Option<String>) {
    let plain = |host: &'_ str| !host.contains(':');
    match entry.rsplit_once(':') {
        Some((host, port)) if plain(host) => (host, Some(port.into()).filter(|p: &String| !p.is_empty())),
        Some((host, port)) if host.starts_with('[') && host.ends_with(']') => {
            (&host[1..host.len() - 1], Some(port.into()).filter(|p: &String| !p.is_empty()))
        }
        _ => (entry, None),
    }
}

impl Exempt {
    fn matches(&self, host: &str, port: &str, ip: Option<IpAddr>) -> bool {
        let same_port = |wanted: &Option<String>| wanted.as_ref().is_none_or(|wanted| wanted == port);
        match self {
            Exempt::All => true,
            Exempt::Net { ip: net, bits } => ip.is_some_and(|ip| contains(*net, *bits, ip)),
            Exempt::Ip { ip: own, port } => {
                ip.is_some_and(|ip| unmapped(ip) == unmapped(*own)) && same_port(port)
            }
            Exempt::Domain { suffix, itself, port } => {
                let hit = host.ends_with(suffix.as_str()) || *itself && host == &suffix[1..];
                ip.is_none() && hit && same_port(port)
            }
        }
    }
}

/// An IPv4 address that is written as an IPv6 one is the same address.
fn unmapped(ip: IpAddr) -> IpAddr {
    ip.to_canonical()
}

fn contains(net: IpAddr, bits: u8, ip: IpAddr) -> bool {
    match (unmapped(net), unmapped(ip)) {
        (IpAddr::V4(net), IpAddr::V4(ip)) => {
            let shift = 32 - u32::from(bits.min(32));
            net.to_bits().checked_shr(shift).unwrap_or(0) == ip.to_bits().checked_shr(shift).unwrap_or(0)
        }
        (IpAddr::V6(net), IpAddr::V6(ip)) => {
            let shift = 128 - u32::from(bits.min(128));
            net.to_bits().checked_shr(shift).unwrap_or(0) == ip.to_bits().checked_shr(shift).unwrap_or(0)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use go_rules::environ::Os;

    use super::*;

    fn used(entries: &[(&str, &str)], url: &str) -> Option<String> {
        let entries = entries.iter().map(|(n, v)| ((*n).into(), (*v).into()));
        let proxies = HttpProxies::of(&Environ::new(Os::Linux, entries));
        proxies.proxy_for(&Url::parse(url).unwrap()).map(ToString::to_string)
    }

    #[test]
    fn each_scheme_has_its_own_variable_and_capitals_come_first() {
        let both = [("HTTPS_PROXY", "https://s:1"), ("https_proxy", "http://x"), ("http_proxy", "corp:3128")];
        assert_eq!(used(&both, "https://a.com"), Some("https://s:1/".into()));
        assert_eq!(used(&both, "http://a.com"), Some("http://corp:3128/".into()));
        assert_eq!(used(&[("ALL_PROXY", "http://x"), ("HTTP_PROXY", "http://x")], "https://a.com"), None);
        assert_eq!(used(&[("HTTP_PROXY", "http://x"), ("REQUEST_METHOD", "GET")], "http://a.com"), None);
    }

    #[test]
    fn no_proxy_is_read_as_go_reads_it() {
        let through = |no_proxy: &str, host: &str| {
            used(&[("HTTP_PROXY", "http://p"), ("NO_PROXY", no_proxy)], &format!("http://{host}/x")).is_some()
        };
        for (no_proxy, host, proxied) in [
            ("", "localhost", false),
            ("", "127.3.2.1", false),
            ("", "[::1]", false),
            ("*", "a.com", false),
            ("a.com", "a.com", false),
            ("a.com", "x.a.com", false),
            ("a.com", "xa.com", true),
            (".a.com", "a.com", true),
            ("*.a.com", "x.A.com", false),
            ("a.com:8080", "a.com", true),
            ("a.com:8080", "a.com:8080", false),
            (" b.com , a.com ", "a.com", false),
            ("10.0.0.0/8", "10.2.3.4", false),
            ("10.0.0.0/8", "11.2.3.4", true),
            ("10.1.1.1", "10.1.1.1:99", false),
            ("10.1.1.1:80", "10.1.1.1:99", true),
            ("[fe80::1]:80", "[fe80::1]", false),
            ("fe80::/10", "[fe80::7]", false),
            ("1.1", "10.1.1.1", true),
        ] {
            assert_eq!(through(no_proxy, host), proxied, "NO_PROXY={no_proxy} {host}");
        }
    }
}
