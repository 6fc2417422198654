//! One server of each kind, with the word that `burrow proxy check` has for it (the fixed list of its contract).

use std::sync::Arc;
use std::time::Duration;

use crate::broken::{BlackHole, Broken, Manner, refused};
use crate::modules::{self, Module};
use crate::server::{Reply, Served, Server};
use crate::tls::{Authority, Leaf, self_signed};

/// The module that the servers which work have, in its only version `v1.0.0`.
pub const MODULE: &str = "golang.org/x/mod";
const LIST: &str = "/golang.org/x/mod/@v/list";
/// Longer than any deadline of a test.
const EVER: Duration = Duration::from_secs(60);

/// A server, and what is to be said of it.
#[derive(Debug, Clone)]
pub struct Case {
    pub name: &'static str,
    pub url: String,
    pub verdict: &'static str,
    pub status: Option<u16>,
}

/// All of them, running for as long as this lives.
pub struct Zoo {
    pub cases: Vec<Case>,
    /// What SSL_CERT_FILE has to hold for the good ones to be believed.
    pub pem: String,
    authority: Authority,
    broken: Vec<Broken>,
    hole: Option<BlackHole>,
}

impl Zoo {
    pub fn start() -> Zoo {
        let authority = Authority::new("Test Root");
        let pem = authority.pem();
        let mut zoo = Zoo { cases: Vec::new(), pem, authority, broken: Vec::new(), hole: BlackHole::start() };
        zoo.well();
        zoo.statuses();
        zoo.pages();
        zoo.bodies();
        zoo.redirects();
        zoo.certificates();
        zoo.connections();
        zoo.unasked();
        zoo
    }

    fn add(&mut self, name: &'static str, url: String, verdict: &'static str, status: Option<u16>) {
        self.cases.push(Case { name, url, verdict, status });
    }

    /// A server over HTTP that answers so.
    fn replies(&mut self, name: &'static str, reply: Reply, verdict: &'static str, status: Option<u16>) {
        let server = Server::start();
        server.route(LIST, reply);
        self.add(name, server.url(), verdict, status);
    }

    fn well(&mut self) {
        let module = [Module::new(MODULE, "v1.0.0")];
        let plain = Server::start();
        modules::serve(&module, &plain, "");
        modules::serve(&module, &plain, "/go/proxy");
        self.add("ok-http", plain.url(), "ok", Some(200));
        self.add("ok-path", format!("{}/go/proxy/", plain.url()), "ok", Some(200));
        let secure = Server::start_tls(self.authority.server(Leaf::Good));
        modules::serve(&module, &secure, "");
        self.add("ok-https", secure.url(), "ok", Some(200));
        self.add("ok-login", secure.url().replace("https://", "https://me:hush-hush@"), "ok", Some(200));
        let list = || Box::new(Reply::File(Served::new(b"v1.0.0\n".to_vec())));
        self.replies("ok-late", Reply::Late(Duration::from_millis(200), list()), "ok", Some(200));
        self.replies("ok-empty", Reply::Status(200, "text/plain", Vec::new()), "ok", Some(200));
    }

    fn statuses(&mut self) {
        for (name, status, verdict) in [
            ("status-204", 204, "not-a-proxy"),
            ("status-400", 400, "not-a-proxy"),
            ("status-401", 401, "unauthorized"),
            ("status-403", 403, "forbidden"),
            ("status-404", 404, "not-a-proxy"),
            ("status-410", 410, "not-a-proxy"),
            ("status-429", 429, "rate-limited"),
            ("status-500", 500, "server-error"),
            ("status-502", 502, "server-error"),
            ("status-503", 503, "server-error"),
        ] {
            let body = if status == 204 { Vec::new() } else { b"no: because\n".to_vec() };
            self.replies(name, Reply::Status(status, "text/plain", body), verdict, Some(status));
        }
    }

    fn pages(&mut self) {
        let page = b"<!doctype html>\n<html><body>Log in first</body></html>".to_vec();
        for (name, status, kind) in
            [("html", 200, "text/html"), ("html-as-text", 200, "text/plain"), ("html-404", 404, "text/html")]
        {
            self.replies(name, Reply::Status(status, kind, page.clone()), "not-a-proxy", Some(status));
        }
        self.replies("html-401", Reply::Status(401, "text/html", page), "unauthorized", Some(401));
        let json = Reply::Status(200, "application/json", b"{\"errors\":[]}".to_vec());
        self.replies("json", json, "not-a-proxy", Some(200));
        let portal = Server::start();
        portal.route(LIST, Reply::Redirect("/login".into()));
        portal.route("/login", Reply::Status(200, "text/html", b"<html>Log in".to_vec()));
        self.add("portal", portal.url(), "not-a-proxy", Some(200));
    }

    fn bodies(&mut self) {
        let list = |change: fn(&mut Served)| {
            let mut served = Served::new(b"v1.0.0\n".repeat(1000));
            change(&mut served);
            Reply::File(served)
        };
        self.replies("cut-in-body", list(|file| file.cut = Some(100)), "cut-off", Some(200));
        self.replies("stalled", list(|file| file.stall = Some(100)), "timeout-transfer", Some(200));
        let dripping = |file: &mut Served| {
            file.bytes = Arc::new(vec![b'\n'; 3 << 20]);
            file.pause = Duration::from_millis(300);
        };
        self.replies("dripping", list(dripping), "timeout-transfer", Some(200));
        self.replies("endless", Reply::Endless("text/plain"), "too-large", Some(200));
        let raw = |text: &str| Reply::Raw(text.as_bytes().to_vec());
        self.replies(
            "promised",
            raw("HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\nv1"),
            "too-large",
            Some(200),
        );
        self.replies("cut-in-head", raw("HTTP/1.1 200 OK\r\ncontent-le"), "cut-off", None);
        let chunk = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n20\r\nv1.0.0\n";
        self.replies("cut-in-chunk", raw(chunk), "cut-off", Some(200));
        self.replies("silent-after-question", Reply::Silence(EVER), "timeout-first-byte", None);
        let secure = Server::start_tls(self.authority.server(Leaf::Good));
        secure.route(LIST, Reply::Silence(EVER));
        self.add("silent-after-tls", secure.url(), "timeout-first-byte", None);
    }

    fn redirects(&mut self) {
        let server = Server::start();
        server.file(LIST, "v1.0.0\n");
        for at in 0..10 {
            let to = if at == 0 { LIST.to_owned() } else { format!("/r{}{LIST}", at - 1) };
            server.route(format!("/r{at}{LIST}"), Reply::Redirect(to));
        }
        server.route(format!("/circle{LIST}"), Reply::Redirect(format!("/circle{LIST}")));
        let url = |path: &str| format!("{}/{path}", server.url());
        self.add("redirects-9", url("r8"), "ok", Some(200));
        self.add("redirects-10", url("r9"), "redirect-loop", Some(302));
        self.add("circle", url("circle"), "redirect-loop", Some(302));
        self.replies("redirect-to-dead", Reply::Redirect(format!("http://{}/", refused())), "refused", None);
    }

    fn certificates(&mut self) {
        let other = Authority::new("Corp Root");
        for (name, config, verdict) in [
            ("tls-expired", self.authority.server(Leaf::Expired), "tls-expired"),
            ("tls-early", self.authority.server(Leaf::Early), "tls-expired"),
            ("tls-name", self.authority.server(Leaf::For("other.test")), "tls-name"),
            ("tls-untrusted", other.server(Leaf::Good), "tls-untrusted"),
            ("tls-self-signed", self_signed().0, "tls-untrusted"),
            ("tls-untrusted-expired", other.server(Leaf::Expired), "tls-expired"),
            ("tls-untrusted-name", other.server(Leaf::For("other.test")), "tls-name"),
        ] {
            let server = Server::start_tls(config);
            server.file(LIST, "v1.0.0\n");
            self.add(name, server.url(), verdict, None);
        }
    }

    fn connections(&mut self) {
        self.add("refused", format!("http://{}", refused()), "refused", None);
        self.add("refused-tls", format!("https://{}", refused()), "refused", None);
        self.add("no-name", "https://no-such-host.invalid".into(), "name-not-found", None);
        let says = |text: &str| Manner::SaysAndCloses(text.as_bytes().to_vec());
        for (name, manner, scheme, verdict) in [
            ("cut", Manner::Cut, "http", "cut-off"),
            ("cut-tls", Manner::Cut, "https", "cut-off"),
            ("reset", Manner::Reset, "http", "cut-off"),
            ("silent", Manner::Silent, "http", "timeout-first-byte"),
            ("silent-tls", Manner::Silent, "https", "timeout-tls"),
            ("ssh", says("SSH-2.0-OpenSSH_9.9\r\n"), "http", "not-a-proxy"),
            ("no-tls", says("HTTP/1.1 400 Bad Request\r\n\r\n"), "https", "not-a-proxy"),
        ] {
            let broken = Broken::start(manner);
            self.add(name, broken.url(scheme), verdict, None);
            self.broken.push(broken);
        }
        if let Some(hole) = &self.hole {
            let url = format!("http://{}", hole.address);
            self.add("black-hole", url, "timeout-connect", None);
        }
    }

    fn unasked(&mut self) {
        let server = Server::start();
        let login = server.url().replace("http://", "http://me:hush-hush@");
        self.add("login-in-the-clear", login, "bad-url", None);
        self.add("ftp", "ftp://example.com/".into(), "bad-url", None);
        self.add("no-scheme", "proxy".into(), "bad-url", None);
    }
}
