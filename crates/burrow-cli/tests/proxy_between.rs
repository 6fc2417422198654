//! What stands between a person and the servers, from outside: SOCKS proxies, and a company's middlebox that shows its own
//! certificates.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::fs;
use std::process::{Command, Output};

use burrow_servers::Server;
use burrow_servers::http_proxy::Hosts;
use burrow_servers::middlebox::Middlebox;
use burrow_servers::modules::{Module, serve};
use burrow_servers::socks::Socks;
use burrow_servers::tls::{Authority, Leaf};
use serde_json::Value;

fn run(entries: &[(&str, &str)], words: &[&str]) -> Output {
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_burrow"));
    command.args(words).current_dir(home.path()).env_clear();
    for name in ["SystemRoot", "windir"] {
        command.envs(std::env::var_os(name).map(|value| (name, value)));
    }
    for name in ["HOME", "USERPROFILE", "AppData", "LocalAppData"] {
        command.env(name, home.path());
    }
    command.env("PATH", home.path()).env("BURROW_STATE_DIR", home.path().join("state"));
    command.env("GOSUMDB", "off").envs(entries.iter().copied());
    command.output().unwrap()
}

fn json(entries: &[(&str, &str)], words: &[&str]) -> Value {
    let words: Vec<&str> = words.iter().copied().chain(["--json", "--lang", "en"]).collect();
    let output = run(entries, &words);
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

fn module() -> [Module; 1] {
    [Module::new("example.com/m", "v1.0.0")]
}

#[test]
fn a_socks_proxy_is_asked_for_names_and_handed_its_login() {
    let server = Server::start();
    serve(&module(), &server, "");
    let hosts = Hosts::from([("goproxy.test:80".to_owned(), server.address.clone())]);
    let socks = Socks::start(Some(("ada", "s3cret")), hosts);
    for scheme in ["socks5", "socks5h"] {
        let through = format!("{scheme}://ada:s3cret@{}", socks.address);
        let entries = [("HTTP_PROXY", through.as_str()), ("GOPROXY", "http://goproxy.test")];
        let checked = json(&entries, &["proxy", "check", "--module", "example.com/m"]);
        assert_eq!(checked["proxies"][0]["verdict"], "ok", "{checked}");
        let gone = json(&entries, &["proxy", "route", "example.com/m@v1.0.0", "--live"]);
        let statuses: Vec<u64> =
            gone["asked"].as_array().unwrap().iter().map(|asked| asked["status"].as_u64().unwrap()).collect();
        assert_eq!(statuses, [200, 200, 200], "{gone}");
        assert!(!gone.to_string().contains("s3cret") && !checked.to_string().contains("s3cret"));
    }
    assert!(socks.asked().iter().all(|target| target == "goproxy.test:80"), "{:?}", socks.asked());
    let wrong = format!("socks5://ada:wrong@{}", socks.address);
    let entries = [("HTTP_PROXY", wrong.as_str()), ("GOPROXY", "http://goproxy.test")];
    let checked = json(&entries, &["proxy", "check", "--module", "example.com/m"]);
    assert_eq!(checked["proxies"][0]["verdict"], "unauthorized", "{checked}");
    let known = format!("socks5://ada:s3cret@{}", socks.address);
    let entries = [("HTTP_PROXY", known.as_str()), ("GOPROXY", "http://other.test")];
    let checked = json(&entries, &["proxy", "check", "--module", "example.com/m"]);
    assert_eq!(checked["proxies"][0]["verdict"], "name-not-found", "{checked}");
}

#[test]
fn tls_goes_through_a_socks_proxy_to_the_server_itself() {
    let authority = Authority::new("Test Root");
    let server = Server::start_tls(authority.server(Leaf::For("goproxy.test")));
    serve(&module(), &server, "");
    let socks = Socks::start(None, Hosts::from([("goproxy.test:443".to_owned(), server.address.clone())]));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ca.pem");
    fs::write(&file, authority.pem()).unwrap();
    let (file, through) = (file.display().to_string(), format!("socks5://{}", socks.address));
    let entries = [
        ("HTTPS_PROXY", through.as_str()),
        ("GOPROXY", "https://goproxy.test"),
        ("SSL_CERT_FILE", file.as_str()),
    ];
    let checked = json(&entries, &["proxy", "check", "--module", "example.com/m"]);
    assert_eq!(checked["proxies"][0]["verdict"], "ok", "{checked}");
    let gone = json(&entries, &["proxy", "route", "example.com/m@v1.0.0", "--live"]);
    assert!(gone["asked"].as_array().unwrap().iter().all(|asked| asked["status"] == 200), "{gone}");
}

#[test]
fn a_company_that_looks_into_connections_is_named_until_its_certificate_is_trusted() {
    let server = Server::start();
    serve(&module(), &server, "");
    let hosts = Hosts::from([("proxy.golang.org:443".to_owned(), server.address.clone())]);
    let between = Middlebox::start("Acme Inspection CA", hosts);
    let through = format!("http://{}", between.address);
    let mut entries = vec![("HTTPS_PROXY", through.as_str()), ("GOPROXY", "https://proxy.golang.org")];
    let words = ["proxy", "check", "--module", "example.com/m"];
    let checked = json(&entries, &words);
    let row = &checked["proxies"][0];
    assert_eq!(row["verdict"], "tls-untrusted", "{checked}");
    let detail = row["detail"].as_str().unwrap();
    assert!(detail.contains("Acme Inspection CA") && detail.contains("company"), "{detail}");
    assert!(row["certificate"]["issuer"].as_str().unwrap().contains("Acme Inspection CA"));
    let chinese = run(&entries, &["proxy", "check", "--lang", "zh-CN"]);
    assert!(String::from_utf8_lossy(&chinese.stdout).contains("Acme Inspection CA"));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ca.pem");
    fs::write(&file, &between.pem).unwrap();
    let file = file.display().to_string();
    entries.push(("SSL_CERT_FILE", &file));
    assert_eq!(json(&entries, &words)["proxies"][0]["verdict"], "ok");
}
