//! Every fault on a real server, and what the probe says of it.

mod generated;

use std::sync::Mutex;
use std::time::{Duration, Instant};

use bstr::{BStr, BString};
use burrow_servers::broken::{BlackHole, Broken, Manner, refused};
use burrow_servers::http_proxy::HttpProxy;
use burrow_servers::modules::{Module, serve};
use burrow_servers::pace::Pace;
use burrow_servers::sumdb::Database;
use burrow_servers::tls::{Authority, Leaf, self_signed};
use burrow_servers::{Reply, Served, Server};
use go_rules::environ::{Environ, Os};

use super::*;
use crate::job::Cancel;
use crate::proxy::Settings;

const PATH: &str = "/golang.org/x/mod/@v/list";
const SOON: Duration = Duration::from_millis(600);

fn settings(entries: &[(&str, &str)], goproxy: &str, gosumdb: &str) -> Settings {
    let entries = entries.iter().map(|(name, value)| ((*name).into(), (*value).into()));
    Settings {
        environ: Environ::new(Os::host(), entries),
        goproxy: goproxy.into(),
        gonoproxy: BString::default(),
        gosumdb: gosumdb.into(),
        gonosumdb: BString::default(),
        goprivate: "".into(),
        govcs: "".into(),
        goauth: BString::default(),
        gopath: None,
        gomodcache: None,
    }
}

fn ask(timeout: Duration) -> Ask {
    Ask { module: Some("golang.org/x/mod".into()), timeout }
}

fn probed(list: &str, timeout: Duration, entries: &[(&str, &str)]) -> Vec<Probed> {
    let hops = Hop::of_list(BStr::new(list), 0);
    probe(&hops, &ask(timeout), &settings(entries, list, "off"), &Cancel::new(), &|_, _| {}).unwrap()
}

/// The one row of a list of one entry, within the deadline.
fn one(url: &str, entries: &[(&str, &str)]) -> Probed {
    let timeout = Duration::from_secs(5);
    let (pace, begin) = (Pace::start(), Instant::now());
    let mut rows = probed(url, timeout, entries);
    assert!(begin.elapsed() < timeout + Duration::from_millis(100) + pace.allowance(), "{url}");
    rows.remove(0)
}

fn verdict(url: &str) -> Verdict {
    one(url, &[]).verdict
}

fn well() -> Server {
    let server = Server::start();
    serve(&[Module::new("golang.org/x/mod", "v1.0.0")], &server, "");
    server
}

/// A server with one odd answer to the one question.
fn odd(reply: Reply) -> Server {
    let server = Server::start();
    server.route(PATH, reply);
    server
}

fn served(change: impl FnOnce(&mut Served)) -> Reply {
    let mut file = Served::new(b"v1.0.0\n".repeat(1000));
    change(&mut file);
    Reply::File(file)
}

struct Trusted {
    authority: Authority,
    file: tempfile::NamedTempFile,
}

impl Trusted {
    fn new() -> Trusted {
        let authority = Authority::new("Test Root");
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), authority.pem()).unwrap();
        Trusted { authority, file }
    }

    fn server(&self, leaf: Leaf) -> Server {
        let server = Server::start_tls(self.authority.server(leaf));
        serve(&[Module::new("golang.org/x/mod", "v1.0.0")], &server, "");
        server
    }

    fn file(&self) -> String {
        self.file.path().display().to_string()
    }
}

#[test]
fn a_proxy_that_works_is_well_and_has_every_phase() {
    let server = well();
    let row = one(&server.url(), &[]);
    assert_eq!((row.verdict, row.status, row.newest.as_deref()), (Verdict::Ok, Some(200), Some("v1.0.0")));
    let Phases { dns, connect, tls, first_byte, transfer } = row.phases;
    assert!([dns, connect, first_byte, transfer].iter().all(Option::is_some) && tls.is_none(), "{row:?}");
    let asked = server.asked(PATH);
    assert_eq!(asked[0].user_agent.as_deref(), Some("GoCommand/1 (+https://go.dev/cmd/go)"));
}

#[test]
fn over_tls_the_certificate_is_told_and_judged_as_go_judges_it() {
    let trusted = Trusted::new();
    let file = trusted.file();
    let trust = [("SSL_CERT_FILE", file.as_str())];
    let row = one(&trusted.server(Leaf::Good).url(), &trust);
    assert_eq!(row.verdict, Verdict::Ok, "{row:?}");
    assert!(row.phases.tls.is_some());
    assert_eq!(row.certificate.unwrap().issuer.to_string(), "Test Root (Burrow tests)");
    for (leaf, expected) in [
        (Leaf::Expired, Verdict::TlsExpired),
        (Leaf::Early, Verdict::TlsExpired),
        (Leaf::For("other.test"), Verdict::TlsName),
    ] {
        let row = one(&trusted.server(leaf).url(), &trust);
        assert_eq!(row.verdict, expected, "{leaf:?} {row:?}");
        assert!(row.certificate.is_some() && row.phases.first_byte.is_none());
    }
    let server = trusted.server(Leaf::Good);
    let empty = tempfile::NamedTempFile::new().unwrap();
    let none = empty.path().display().to_string();
    let untrusted = one(&server.url(), &[("SSL_CERT_FILE", &none), ("SSL_CERT_DIR", &none)]);
    assert_eq!(untrusted.verdict, Verdict::TlsUntrusted, "{untrusted:?}");
    // What is over is over, whoever has signed it.
    let both = one(&trusted.server(Leaf::Expired).url(), &[("SSL_CERT_FILE", &none)]);
    assert_eq!(both.verdict, Verdict::TlsExpired);
}

#[test]
fn a_server_that_vouches_for_itself_is_believed_when_it_is_named_as_go_does() {
    let (config, pem) = self_signed();
    let server = Server::start_tls(config);
    server.file(PATH, "v1.0.0\n");
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), pem).unwrap();
    let row = one(&server.url(), &[("SSL_CERT_FILE", &file.path().display().to_string())]);
    assert_eq!(row.verdict, Verdict::Ok, "{row:?}");
    assert_eq!(one(&server.url(), &[]).verdict, Verdict::TlsUntrusted);
}

#[test]
fn a_status_has_its_verdict_and_keeps_its_number() {
    for (status, expected) in [
        (401, Verdict::Unauthorized),
        (403, Verdict::Forbidden),
        (404, Verdict::NotAProxy),
        (410, Verdict::NotAProxy),
        (429, Verdict::RateLimited),
        (500, Verdict::ServerError),
        (502, Verdict::ServerError),
        (503, Verdict::ServerError),
        (204, Verdict::NotAProxy),
    ] {
        let server = odd(Reply::Status(status, "text/plain", b"words\n".to_vec()));
        let row = one(&server.url(), &[]);
        assert_eq!((row.verdict, row.status), (expected, Some(status)), "{row:?}");
    }
}

#[test]
fn a_page_is_no_list_whatever_it_calls_itself() {
    for kind in ["text/html", "text/plain", "application/octet-stream"] {
        let page = b"<!DOCTYPE html><html><body>Log in</body></html>".to_vec();
        assert_eq!(verdict(&odd(Reply::Status(200, kind, page)).url()), Verdict::NotAProxy, "{kind}");
    }
}

#[test]
fn answers_that_break_off_or_do_not_end_are_told_apart() {
    assert_eq!(verdict(&odd(served(|file| file.cut = Some(100))).url()), Verdict::CutOff);
    assert_eq!(verdict(&odd(Reply::Raw(Vec::new())).url()), Verdict::CutOff);
    assert_eq!(verdict(&odd(Reply::Raw(b"HTTP/1.1 200 OK\r\ncontent-".to_vec())).url()), Verdict::CutOff);
    let chunk = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n20\r\nv1.0.0\n".to_vec();
    assert_eq!(verdict(&odd(Reply::Raw(chunk)).url()), Verdict::CutOff);
    assert_eq!(verdict(&odd(Reply::Endless("text/plain")).url()), Verdict::TooLarge);
    let promised = b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\nv1.0.0".to_vec();
    assert_eq!(verdict(&odd(Reply::Raw(promised)).url()), Verdict::TooLarge);
    for manner in [Manner::Cut, Manner::Reset] {
        for scheme in ["http", "https"] {
            let broken = Broken::start(manner.clone());
            assert_eq!(verdict(&broken.url(scheme)), Verdict::CutOff, "{manner:?} {scheme}");
        }
    }
    let other = Broken::start(Manner::SaysAndCloses(b"SSH-2.0-OpenSSH_9.9\r\n".to_vec()));
    assert_eq!(verdict(&other.url("http")), Verdict::NotAProxy);
    assert_eq!(verdict(&other.url("https")), Verdict::NotAProxy);
}

#[test]
fn redirects_are_followed_as_far_as_go_follows_them() {
    let server = well();
    for at in 0..12 {
        let to = if at == 0 {
            "/golang.org/x/mod/@v/list".into()
        } else {
            format!("/r{}/golang.org/x/mod/@v/list", at - 1)
        };
        server.route(format!("/r{at}{PATH}"), Reply::Redirect(to));
    }
    server.route(format!("/circle{PATH}"), Reply::Redirect(format!("/circle{PATH}")));
    // r8 is the ninth redirect, r9 the tenth.
    assert_eq!(verdict(&format!("{}/r8", server.url())), Verdict::Ok);
    assert_eq!(verdict(&format!("{}/r9", server.url())), Verdict::RedirectLoop);
    assert_eq!(verdict(&format!("{}/circle", server.url())), Verdict::RedirectLoop);
    let dead = format!("http://{}/", refused());
    let row = one(&odd(Reply::Redirect(dead)).url(), &[]);
    assert_eq!(row.verdict, Verdict::Refused);
    assert!(row.notes.iter().any(|note| matches!(note, Note::RedirectedTo(_))), "{row:?}");
    let trusted = Trusted::new();
    let secure = trusted.server(Leaf::Good);
    secure.route(PATH, Reply::Redirect(server.url()));
    let row = one(&secure.url(), &[("SSL_CERT_FILE", &trusted.file())]);
    assert_eq!(row.verdict, Verdict::NotAProxy, "{row:?}");
}

#[test]
fn nobody_there_is_told_from_no_such_name() {
    assert_eq!(verdict(&format!("http://{}", refused())), Verdict::Refused);
    assert_eq!(verdict("https://no-such-host.invalid"), Verdict::NameNotFound);
}

#[test]
fn what_go_would_not_ask_is_not_asked() {
    let server = well();
    let with_login = server.url().replace("http://", "http://u:secret@");
    for (list, expected) in
        [("off", Verdict::Off), ("ftp://x/", Verdict::BadUrl), (with_login.as_str(), Verdict::BadUrl)]
    {
        let row = one(list, &[]);
        assert_eq!((row.verdict, row.phases, row.status), (expected, Phases::default(), None), "{list}");
    }
    assert_eq!(server.requests(), []);
}

/// A deadline that passes in each phase; the verdict names it, and nothing waits longer.
#[test]
fn the_phase_that_does_not_end_is_named_and_the_deadline_kept() {
    let trusted = Trusted::new();
    let trust = trusted.file();
    let silent = Broken::start(Manner::Silent);
    let late = odd(Reply::Silence(Duration::from_secs(3)));
    let stalled = odd(served(|file| file.stall = Some(100)));
    let dripping = odd(served(|file| {
        file.bytes = std::sync::Arc::new(vec![b'\n'; 3 << 20]);
        file.pause = Duration::from_millis(100);
    }));
    let secure = Server::start_tls(trusted.authority.server(Leaf::Good));
    secure.route(PATH, Reply::Silence(Duration::from_secs(3)));
    let mut cases = vec![
        (silent.url("https"), Verdict::TimeoutTls),
        (silent.url("http"), Verdict::TimeoutFirstByte),
        (late.url(), Verdict::TimeoutFirstByte),
        (secure.url(), Verdict::TimeoutFirstByte),
        (stalled.url(), Verdict::TimeoutTransfer),
        (dripping.url(), Verdict::TimeoutTransfer),
    ];
    let hole = BlackHole::start();
    cases.extend(hole.as_ref().map(|hole| (format!("http://{}", hole.address), Verdict::TimeoutConnect)));
    assert!(hole.is_some() || !cfg!(target_os = "linux"));
    for (url, expected) in cases {
        let (pace, begin) = (Pace::start(), Instant::now());
        let row = probed(&url, SOON, &[("SSL_CERT_FILE", &trust)]).remove(0);
        let over = begin.elapsed().saturating_sub(SOON);
        assert_eq!(row.verdict, expected, "{url} {row:?}");
        assert!(over < Duration::from_millis(100) + pace.allowance(), "{url}: {over:?} too late");
        let Phases { tls, first_byte, transfer, .. } = row.phases;
        let later = match expected {
            Verdict::TimeoutConnect => [tls, first_byte, transfer].iter().any(Option::is_some),
            Verdict::TimeoutTls => first_byte.is_some() || transfer.is_some(),
            Verdict::TimeoutFirstByte => transfer.is_some(),
            _ => false,
        };
        assert!(!later, "{row:?}");
    }
}

#[test]
fn twenty_dead_hops_do_not_slow_the_one_that_lives() {
    let live = well();
    let silent = Broken::start(Manner::Silent);
    let mut list: Vec<String> = (0..20).map(|n| format!("{}/{n}", silent.url("http"))).collect();
    list.push(live.url());
    let hops = Hop::of_list(BStr::new(&list.join("|")), 0);
    let (pace, begin) = (Pace::start(), Instant::now());
    let heard = Mutex::new(Vec::new());
    let hear = |at: usize, _: &Probed| heard.lock().unwrap().push((at, begin.elapsed()));
    let rows = probe(&hops, &ask(SOON), &settings(&[], "", "off"), &Cancel::new(), &hear).unwrap();
    assert_eq!(rows[20].verdict, Verdict::Ok);
    assert!(rows[..20].iter().all(|row| row.verdict == Verdict::TimeoutFirstByte));
    assert!(begin.elapsed() < SOON + Duration::from_millis(100) + pace.allowance());
    let heard = heard.lock().unwrap();
    assert!(heard[0].0 == 20 && heard[0].1 < SOON / 2, "{heard:?}");
}

#[test]
fn it_can_be_called_off() {
    let silent = Broken::start(Manner::Silent);
    let cancel = Cancel::new();
    let wish = cancel.clone();
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(100));
        wish.cancel();
    });
    let begin = Instant::now();
    let hops = Hop::of_list(BStr::new(&silent.url("http")), 0);
    let asked = probe(&hops, &ask(Duration::from_secs(30)), &settings(&[], "", "off"), &cancel, &|_, _| {});
    assert!(matches!(asked, Err(ProbeError::Cancelled(_))));
    assert!(begin.elapsed() < Duration::from_secs(2));
}

#[test]
fn the_way_through_an_http_proxy_is_taken_and_judged() {
    let trusted = Trusted::new();
    let secure = Server::start_tls(trusted.authority.server(Leaf::For("modules.test")));
    secure.file(PATH, "v1.0.0\n");
    let plain = well();
    let hosts = [("modules.test:443", &secure), ("plain.test:80", &plain)];
    let hosts: std::collections::HashMap<_, _> =
        hosts.into_iter().map(|(name, server)| (name.to_owned(), server.address.clone())).collect();
    let http_proxy = HttpProxy::start(Some(("me", "hush")), hosts);
    let (file, at) = (trusted.file(), &http_proxy.address);
    let with = |login: &str, list: &str| {
        let proxy = format!("http://{login}{at}");
        probed(
            list,
            Duration::from_secs(5),
            &[("SSL_CERT_FILE", &file), ("HTTPS_PROXY", &proxy), ("HTTP_PROXY", &proxy)],
        )
    };
    let list = "https://modules.test,http://plain.test";
    let rows = with("me:hush@", list);
    let verdicts = |rows: &[Probed]| rows.iter().map(|row| row.verdict).collect::<Vec<_>>();
    assert_eq!(verdicts(&rows), [Verdict::Ok; 3], "{rows:?}");
    assert_eq!((rows[2].hop.kind, rows[2].hop.shown.as_str()), (Kind::HttpProxy, at.as_str()));
    assert!(http_proxy.asked().iter().any(|asked| asked.line == "CONNECT modules.test:443"));
    for login in ["", "me:wrong@"] {
        let rows = with(login, list);
        assert_eq!(verdicts(&rows), [Verdict::Unauthorized; 3], "{rows:?}");
        assert!(rows.iter().all(|row| row.status == Some(407)), "{rows:?}");
    }
    // What the proxy cannot reach is no fault of the proxy.
    let rows = with("me:hush@", "https://nowhere.test");
    assert_eq!(verdicts(&rows), [Verdict::ServerError, Verdict::Ok], "{rows:?}");
    let dead = format!("http://{}", refused());
    let rows = probed("https://modules.test", Duration::from_secs(5), &[("HTTPS_PROXY", &dead)]);
    assert_eq!(verdicts(&rows), [Verdict::Refused; 2], "{rows:?}");
    let silent = Broken::start(Manner::Silent);
    let rows = probed("https://modules.test", SOON, &[("HTTPS_PROXY", &silent.url("http"))]);
    assert_eq!(verdicts(&rows), [Verdict::TimeoutConnect, Verdict::TimeoutFirstByte], "{rows:?}");
    // Loopback is never asked through one.
    let rows = probed(&plain.url(), SOON, &[("HTTP_PROXY", &dead)]);
    assert_eq!(verdicts(&rows), [Verdict::Ok], "{rows:?}");
}

#[test]
fn logins_go_where_go_sends_them() {
    let trusted = Trusted::new();
    let server = trusted.server(Leaf::Good);
    let dir = tempfile::tempdir().unwrap();
    let netrc = dir.path().join("netrc");
    std::fs::write(&netrc, format!("machine {} login bob password hush\n", server.address)).unwrap();
    let (file, netrc) = (trusted.file(), netrc.display().to_string());
    let environment = [("SSL_CERT_FILE", file.as_str()), ("NETRC", netrc.as_str())];
    let sent = |url: &str| {
        one(url, &environment);
        server.asked(PATH).last().unwrap().authorization.clone()
    };
    assert_eq!(sent(&server.url()), Some("Basic Ym9iOmh1c2g=".into()));
    // name:wo%72d is name:word
    let own = server.url().replace("https://", "https://name:wo%72d@");
    assert_eq!(sent(&own), Some("Basic bmFtZTp3b3Jk".into()));
    let plain = well();
    std::fs::write(dir.path().join("netrc"), format!("machine {} login bob password hush\n", plain.address))
        .unwrap();
    one(&plain.url(), &environment);
    assert_eq!(plain.asked(PATH)[0].authorization, None);
}

fn database(entries: &[(&str, &str)], goproxy: &str, gosumdb: &str) -> Probed {
    let settings = settings(entries, goproxy, gosumdb);
    let hops = [Hop::sumdb(&settings)];
    let mut rows = probe(&hops, &ask(Duration::from_secs(5)), &settings, &Cancel::new(), &|_, _| {}).unwrap();
    rows.remove(0)
}

#[test]
fn the_checksum_database_is_asked_on_the_way_that_go_takes() {
    let log = Database::new((0..5).map(|n| format!("example.com/m{n} v1.0.0 h1:x=\n")).collect());
    let server = Server::start();
    log.serve(&server, "/db");
    let key = log.key();
    let given = format!("{key} {}/db", server.url());
    assert_eq!(database(&[], "direct", &given).verdict, Verdict::Ok);
    let stolen = format!("{} {}/db", log.stolen().key(), server.url());
    let row = database(&[], "direct", &stolen);
    assert_eq!(row.verdict, Verdict::NotAProxy);
    assert!(row.notes.contains(&Note::BadSignature), "{row:?}");
    // Through the first proxy that offers it.
    let (without, with) = (well(), well());
    with.file("/sumdb/sum.test/supported", "");
    log.serve(&with, "/sumdb/sum.test");
    let row = database(&[], &format!("{},{},direct", without.url(), with.url()), &key);
    assert_eq!(row.verdict, Verdict::Ok, "{row:?}");
    assert!(matches!(&row.notes[..], [Note::SumdbThrough(at)] if at.starts_with(&with.url())), "{row:?}");
    let dead = format!("http://{}", refused());
    assert_eq!(database(&[], &format!("{dead},{}", with.url()), &key).verdict, Verdict::Refused);
    assert_eq!(database(&[], &format!("{dead}|{}", with.url()), &key).verdict, Verdict::Ok);
    // Nobody offers it: its own address, which does not exist, unless a failure stands in the way.
    assert_eq!(database(&[], &without.url(), &key).verdict, Verdict::NameNotFound);
    assert_eq!(database(&[], &format!("{dead}|{}", without.url()), &key).verdict, Verdict::Refused);
    assert_eq!(database(&[], &format!("{dead}|direct"), &key).verdict, Verdict::NameNotFound);
    assert_eq!(database(&[], "direct", "off").verdict, Verdict::Off);
    assert_eq!(database(&[], "direct", "example.com").verdict, Verdict::BadUrl);
}

#[test]
fn what_runs_behind_is_told_where_it_can_be() {
    let software = |server: &Server, path: &str| one(&format!("{}{path}", server.url()), &[]).software;
    let athens = well();
    athens.route(
        "/version",
        Reply::Status(200, "application/json", br#"{"version":"v0.15.1","date":"x"}"#.to_vec()),
    );
    athens.route("/readyz", Reply::Status(500, "text/plain", Vec::new()));
    let row = one(&athens.url(), &[]);
    assert_eq!(row.software, Software::Athens);
    assert!(row.notes.contains(&Note::NotReady));
    let nexus = Server::start();
    nexus.file(format!("/repository/go{PATH}"), "v1.0.0\n");
    nexus.route("/service/rest/v1/status", Reply::Status(200, "text/plain", Vec::new()));
    assert_eq!(software(&nexus, "/repository/go"), Software::Nexus);
    let artifactory = Server::start();
    artifactory.file(format!("/artifactory/api/go/go{PATH}"), "v1.0.0\n");
    artifactory.file("/artifactory/api/system/ping", "OK");
    assert_eq!(software(&artifactory, "/artifactory/api/go/go"), Software::Artifactory);
    let headed = odd(Reply::Headed("server: Nexus/3.70.1-02 (OSS)", b"v1.0.0\n".to_vec()));
    assert_eq!(software(&headed, ""), Software::Nexus);
    assert_eq!(software(&well(), ""), Software::Unknown);
}

#[test]
fn a_folder_is_a_proxy_too() {
    let dir = tempfile::tempdir().unwrap();
    burrow_servers::modules::write(&[Module::new("golang.org/x/mod", "v1.0.0")], dir.path());
    let url = reqwest::Url::from_file_path(dir.path()).unwrap().to_string();
    let row = one(&url, &[]);
    assert_eq!((row.verdict, row.status, row.newest.as_deref()), (Verdict::Ok, None, Some("v1.0.0")));
    assert_eq!(verdict(&format!("{url}/nowhere")), Verdict::NotAProxy);
}

#[test]
fn an_older_newest_version_is_told() {
    let (old, new) = (well(), Server::start());
    serve(&[Module::new("golang.org/x/mod", "v1.0.0"), Module::new("golang.org/x/mod", "v1.1.0")], &new, "");
    let rows = probed(&format!("{},{}", old.url(), new.url()), SOON * 4, &[]);
    let behind = |row: &Probed| row.notes.iter().any(|note| matches!(note, Note::Behind { .. }));
    assert!(behind(&rows[0]) && !behind(&rows[1]) && rows[0].verdict == Verdict::Ok, "{rows:?}");
}
