use std::path::Path;
use std::sync::Arc;

use burrow_servers::broken::refused;
use burrow_servers::http_proxy::{Hosts, HttpProxy};
use burrow_servers::modules::{self, Module};
use burrow_servers::tls::{Authority, Leaf};
use burrow_servers::{Reply, Server};

use super::tests::machine;
use super::*;
use crate::env::edit::{Draft, Edit};
use crate::proxy::probe::Verdict;
use crate::text::tests::assert_chinese;
use crate::text::{Lang, doctor};

/// What one check finds, told in both languages.
#[track_caller]
fn found(seen: &Arc<Seen>, id: CheckId) -> Vec<Finding> {
    let which = Checks { named: Some(vec![id]), online: true };
    let all = examine(seen, &which);
    assert_eq!(all.checked, [id], "{:?}", all.skipped);
    for finding in &all.findings {
        assert!(!finding.evidence.is_empty() && !finding.subject.is_empty());
        for text in [doctor::title(finding, Lang::En), doctor::explanation(finding, Lang::En)] {
            assert!(!text.is_empty() && !text.contains('!') && !text.contains("  "), "{text}");
        }
        for text in [doctor::title(finding, Lang::ZhCn), doctor::explanation(finding, Lang::ZhCn)] {
            assert_chinese(&text);
        }
    }
    all.findings
}

/// What the first way out writes into the GOENV file: `NAME=value`, or `NAME` for a line that goes.
fn edits(finding: &Finding) -> Vec<String> {
    match finding.fixes.first() {
        Some(Remedy::Settings(Draft::Edits(edits))) => edits
            .iter()
            .map(|Edit { name, value }| match value {
                Some(value) => format!("{name}={value}"),
                None => name.clone(),
            })
            .collect(),
        _ => Vec::new(),
    }
}

#[track_caller]
fn mended(goenv: &str, id: CheckId, expected: &[&str]) {
    let home = tempfile::tempdir().unwrap();
    let findings = found(&machine(home.path(), &format!("# mine\n{goenv}\n"), &[]), id);
    let written: Vec<String> = findings.iter().flat_map(edits).collect();
    assert_eq!(written, expected, "{goenv}: {findings:?}");
    for finding in &findings {
        let place = finding.evidence[0].place.as_ref().expect("a line of the GOENV file");
        assert_eq!(place.line, Some(2), "{goenv}");
    }
}

#[test]
fn a_proxy_that_is_empty_mistyped_or_gone_is_found_with_what_was_meant() {
    mended("GOPROXY=", CheckId::GoproxyEmpty, &["GOPROXY"]);
    mended("GOPROXY= ,|", CheckId::GoproxyEmpty, &["GOPROXY"]);
    mended("GOPROXY=off", CheckId::GoproxyEmpty, &[]);
    mended(
        "GOPROXY=https//goproxy.cn,dierct",
        CheckId::GoproxyInvalid,
        &["GOPROXY=https://goproxy.cn,direct"],
    );
    mended("GOPROXY=goproxy", CheckId::GoproxyInvalid, &["GOPROXY"]);
    mended("GOPROXY=", CheckId::GoproxyInvalid, &[]);
    mended("GOPROXY=https://gocenter.io,direct", CheckId::GoproxyGone, &["GOPROXY=direct"]);
    mended("GOPROXY=https://gocenter.io", CheckId::GoproxyGone, &["GOPROXY"]);
    mended("GOPROXY=https://gocenter.io|foo", CheckId::GoproxyGone, &["GOPROXY=foo"]);
    mended("GOPROXY=https://goproxy.io,direct", CheckId::GoproxyGone, &[]);
}

#[test]
fn what_the_environment_sets_has_no_way_out_in_the_goenv_file() {
    let home = tempfile::tempdir().unwrap();
    let seen = machine(home.path(), "GOPROXY=direct\n", &[("GOPROXY", "https//goproxy.cn")]);
    let findings = found(&seen, CheckId::GoproxyInvalid);
    assert_eq!(findings[0].fixes, []);
    assert!(doctor::explanation(&findings[0], Lang::En).contains("environment"));
}

#[test]
fn a_database_that_vouches_for_nothing_is_found() {
    mended("GOSUMDB=off", CheckId::SumdbOff, &["GOSUMDB"]);
    mended("GOSUMDB=", CheckId::SumdbOff, &["GOSUMDB"]);
    mended("GOSUMDB=a b c", CheckId::SumdbOff, &["GOSUMDB"]);
    mended("GONOSUMDB=*", CheckId::SumdbOff, &["GONOSUMDB"]);
    mended("GOPRIVATE=corp.com,*", CheckId::SumdbOff, &["GOPRIVATE=corp.com"]);
    for fine in [
        "GOPRIVATE=github.com/acme",
        "GONOSUMDB=none",
        "GOSUMDB=sum.golang.google.cn",
        "GOPRIVATE=*.corp.com",
    ] {
        mended(fine, CheckId::SumdbOff, &[]);
    }
    let home = tempfile::tempdir().unwrap();
    let severity = |goenv: &str| found(&machine(home.path(), goenv, &[]), CheckId::SumdbOff)[0].severity;
    assert_eq!(severity("GOSUMDB=off\n"), Severity::Warning);
    assert_eq!(severity("GOSUMDB=off\nGOPROXY=file:///srv/mod\n"), Severity::Note);
    assert_eq!(severity("GOSUMDB=\n"), Severity::Error);
}

#[test]
fn patterns_that_never_match_are_found_and_what_nobody_can_mend_goes() {
    let id = CheckId::PrivateNeverMatches;
    mended("GOPRIVATE=b.com, a.com", id, &["GOPRIVATE=b.com,a.com"]);
    mended("GOPRIVATE=https://git.corp.com/x", id, &["GOPRIVATE=git.corp.com/x"]);
    mended("GONOSUMDB=^git\\.corp\\.com$", id, &["GONOSUMDB=git.corp.com"]);
    mended("GOINSECURE=localhost,a.com", id, &["GOINSECURE=a.com"]);
    mended("GOPRIVATE=localhost", id, &["GOPRIVATE"]);
    mended("GOPRIVATE=*.corp.com,github.com/acme/*,none", id, &[]);
}

#[test]
fn passwords_in_the_open_are_found_and_not_shown() {
    let home = tempfile::tempdir().unwrap();
    let goenv = "GOPROXY=https://ada:hunter2@athens.corp,direct\n";
    let seen = machine(home.path(), goenv, &[("GOPROXY", "direct")]);
    let findings = found(&seen, CheckId::CredentialInUrl);
    assert_eq!((findings.len(), findings[0].evidence[0].place.as_ref().unwrap().line), (1, Some(1)));
    assert!(!format!("{findings:?}").contains("hunter2"));
    let plain = machine(home.path(), "GOPROXY=https://athens.corp\n", &[]);
    assert_eq!(found(&plain, CheckId::CredentialInUrl), []);
}

#[test]
#[cfg(unix)]
fn a_netrc_that_others_may_read_is_found_until_its_mode_says_otherwise() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join(".netrc");
    let mode = |mode| std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
    let look = || found(&machine(home.path(), "", &[]), CheckId::NetrcReadable);
    assert_eq!(look(), []);
    std::fs::write(&file, "machine a.com login ada password hunter2\n").unwrap();
    mode(0o640);
    let findings = look();
    assert_eq!(findings[0].fixes, [Remedy::Mode { file: file.clone() }]);
    assert_eq!(findings[0].evidence[0].text.as_str(), "mode 0640");
    mode(0o600);
    assert_eq!(look(), []);
    mode(0o644);
    std::fs::write(&file, "# nothing yet\n").unwrap();
    assert_eq!(look(), []);
}

#[test]
fn an_http_proxy_that_go_does_not_use_is_found() {
    let home = tempfile::tempdir().unwrap();
    let look = |variables: &[(&str, &str)]| {
        found(&machine(home.path(), "", variables), CheckId::HttpProxyIgnored)
            .first()
            .map(|finding| finding.subject.clone())
    };
    let proxy = "http://ada:hunter2@proxy.corp:3128";
    assert_eq!(look(&[("HTTP_PROXY", proxy)]).as_deref(), Some("HTTP_PROXY"));
    // Windows knows no small letters in names.
    let name = if cfg!(windows) { "ALL_PROXY" } else { "all_proxy" };
    assert_eq!(look(&[("all_proxy", "socks5://x")]).as_deref(), Some(name));
    assert_eq!(look(&[("http_proxy", proxy), ("https_proxy", proxy)]), None);
    assert_eq!(look(&[("HTTP_PROXY", proxy), ("NO_PROXY", "*")]), None);
    assert_eq!(look(&[("HTTPS_PROXY", proxy)]), None);
    let told = found(&machine(home.path(), "", &[("HTTP_PROXY", proxy)]), CheckId::HttpProxyIgnored);
    assert!(!format!("{told:?}").contains("hunter2"));
    assert_eq!(told[0].evidence[0].text.as_str(), "HTTP_PROXY=http://***@proxy.corp:3128");
}

/// A proxy that has the module that is asked for.
fn well() -> Server {
    let server = Server::start();
    modules::serve(&[Module::new("golang.org/x/mod", "v1.0.0")], &server, "");
    server
}

fn dead_hops(goenv: &str) -> (Vec<(String, Severity)>, Vec<String>) {
    let home = tempfile::tempdir().unwrap();
    let seen = machine(home.path(), &format!("{goenv}\nGOSUMDB=off\n"), &[]);
    let findings = found(&seen, CheckId::GoproxyDeadHop);
    let written = findings.iter().flat_map(edits).collect();
    (findings.into_iter().map(|finding| (finding.subject, finding.severity)).collect(), written)
}

#[test]
fn a_dead_server_that_go_stops_at_is_found_and_one_that_it_passes_is_not() {
    let (well, dead) = (well(), refused().to_string());
    let url = well.url();
    let absent = Server::start();
    let error = |later: bool| vec![(dead.clone(), if later { Severity::Warning } else { Severity::Error })];
    assert_eq!(
        dead_hops(&format!("GOPROXY=http://{dead},{url},direct")),
        (error(false), vec![format!("GOPROXY=http://{dead}|{url},direct")])
    );
    assert_eq!(
        dead_hops(&format!("GOPROXY=http://{dead}")),
        (error(false), vec![format!("GOPROXY=http://{dead}|direct")])
    );
    assert_eq!(
        dead_hops(&format!("GOPROXY={url},http://{dead},direct")),
        (error(true), vec![format!("GOPROXY={url},http://{dead}|direct")])
    );
    for fine in [
        format!("GOPROXY=http://{dead}|{url}"),
        format!("GOPROXY={url},direct"),
        format!("GOPROXY={},{url}", absent.url()),
        format!("GOPROXY={url},off"),
        "GOPROXY=off".to_owned(),
    ] {
        assert_eq!(dead_hops(&fine), (Vec::new(), Vec::new()), "{fine}");
    }
}

#[test]
fn a_folder_that_is_not_there_is_the_end_only_where_nothing_follows() {
    let home = tempfile::tempdir().unwrap();
    let url = |name: &str| reqwest::Url::from_file_path(home.path().join(name)).unwrap().to_string();
    assert_eq!(dead_hops(&format!("GOPROXY={}", url("gone"))).0.len(), 1);
    assert_eq!(dead_hops(&format!("GOPROXY={},{}", url("gone"), well().url())).0, []);
}

#[test]
fn a_database_that_does_not_answer_is_found() {
    let home = tempfile::tempdir().unwrap();
    let database = burrow_servers::sumdb::Database::of([]);
    let server = Server::start();
    database.serve(&server, "");
    let look = |place: &str| {
        let goenv = format!("GOPROXY=off\nGOSUMDB={} {place}\n", database.key());
        found(&machine(home.path(), &goenv, &[]), CheckId::SumdbUnreachable)
    };
    assert_eq!(look(&server.url()), []);
    let findings = look(&format!("http://{}", refused()));
    assert_eq!(findings.len(), 1);
    assert_eq!(edits(&findings[0]), ["GOSUMDB"]);
    let other = Server::start();
    assert_eq!(look(&other.url()).len(), 1);
}

/// A machine that reaches these hosts through an HTTP proxy, and trusts only this authority.
fn through(home: &Path, goenv: &str, hosts: Hosts, pem: &str) -> Arc<Seen> {
    let proxy = HttpProxy::start(None, hosts);
    let certificates = home.join("ca.pem");
    std::fs::write(&certificates, pem).unwrap();
    let nothing = home.join("no-certificates");
    std::fs::create_dir_all(&nothing).unwrap();
    let address = format!("http://{}", proxy.address);
    machine(
        home,
        goenv,
        &[
            ("HTTPS_PROXY", &address),
            ("SSL_CERT_FILE", certificates.to_str().unwrap()),
            ("SSL_CERT_DIR", nothing.to_str().unwrap()),
        ],
    )
}

#[test]
fn a_certificate_of_somebody_else_on_a_server_that_everybody_knows_is_found() {
    let home = tempfile::tempdir().unwrap();
    let (good, corp) = (Authority::new("Good Root"), Authority::new("Corp Inspection"));
    let by = |authority: &Authority| {
        let server = Server::start_tls(authority.server(Leaf::For("proxy.golang.org")));
        modules::serve(&[Module::new("golang.org/x/mod", "v1.0.0")], &server, "");
        let address = server.url().replace("https://localhost:", "127.0.0.1:").replace("https://", "");
        (server, Hosts::from([("proxy.golang.org:443".to_owned(), address)]))
    };
    let goenv = "GOPROXY=https://proxy.golang.org\nGOSUMDB=off\n";
    let (_server, hosts) = by(&corp);
    let findings = found(&through(home.path(), goenv, hosts, &good.pem()), CheckId::TlsIntercepted);
    assert_eq!(findings[0].subject, "proxy.golang.org");
    assert!(findings[0].evidence[0].text.as_str().contains("Corp Inspection"), "{findings:?}");
    let (_server, hosts) = by(&good);
    assert_eq!(found(&through(home.path(), goenv, hosts, &good.pem()), CheckId::TlsIntercepted), []);
}

#[test]
fn logins_that_are_missing_or_refused_are_found() {
    let home = tempfile::tempdir().unwrap();
    let authority = Authority::new("Corp Root");
    let server = Server::start_tls(authority.server(Leaf::For("athens.corp.example")));
    server.route("/golang.org/x/mod/@v/list", Reply::Status(401, "text/plain", b"who are you\n".to_vec()));
    let address = server.url().replace("https://localhost:", "127.0.0.1:").replace("https://", "");
    let hosts = Hosts::from([("athens.corp.example:443".to_owned(), address)]);
    let goenv = "GOPROXY=https://athens.corp.example\nGOSUMDB=off\n";
    let seen = || through(home.path(), goenv, hosts.clone(), &authority.pem());
    let missing = found(&seen(), CheckId::CredentialMissing);
    assert_eq!(missing.len(), 1);
    assert_eq!(missing[0].subject, "athens.corp.example");
    assert!(missing[0].evidence[1].text.as_str().starts_with("machine athens.corp.example"));
    assert_eq!(found(&seen(), CheckId::CredentialRefused), []);
    // The cause is told once.
    assert_eq!(found(&seen(), CheckId::GoproxyDeadHop), []);
    let netrc = home.path().join(if cfg!(windows) { "_netrc" } else { ".netrc" });
    std::fs::write(&netrc, "\nmachine athens.corp.example login ada password old\n").unwrap();
    assert_eq!(found(&seen(), CheckId::CredentialMissing), []);
    let refused = found(&seen(), CheckId::CredentialRefused);
    assert_eq!(refused[0].evidence[1].place.as_ref().unwrap().line, Some(2), "{refused:?}");
    assert!(!format!("{refused:?}").contains("old"));
}

#[test]
fn a_private_module_that_a_public_proxy_is_told_of_is_found_with_its_line() {
    let home = tempfile::tempdir().unwrap();
    let git = home.path().join(".git");
    std::fs::create_dir(&git).unwrap();
    std::fs::write(git.join("config"), "[remote \"origin\"]\n\turl = git@git.firm.example:team/app.git\n")
        .unwrap();
    let go_mod = "module git.firm.example/team/app\n\ngo 1.21\n\nrequire git.firm.example/team/lib v1.0.0\n\
                  require rsc.io/quote v1.5.2\n";
    std::fs::write(home.path().join("go.mod"), go_mod).unwrap();
    let look = |goenv: &str| found(&machine(home.path(), goenv, &[]), CheckId::PrivateLeak);
    let findings = look("");
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].subject, "git.firm.example/team/lib");
    assert_eq!(findings[0].evidence[0].place.as_ref().unwrap().line, Some(5));
    assert_eq!(edits(&findings[0]), ["GOPRIVATE=git.firm.example"]);
    assert_eq!(look("GOPRIVATE=git.firm.example\n"), []);
    assert_eq!(look("GOPROXY=direct\nGOSUMDB=off\n"), []);
}

#[test]
fn a_verdict_of_the_probe_is_told_in_words() {
    let wrong =
        NetworkWrong::OnlyDirect { host: "github.com".into(), verdict: Verdict::TimeoutConnect, layer: None };
    let finding = Finding {
        check: CheckId::GoproxyDeadHop,
        severity: Severity::Error,
        subject: "github.com".into(),
        wrong: wrong.into(),
        evidence: vec![Evidence::fact("github.com: timeout-connect")],
        fixes: Vec::new(),
    };
    assert!(doctor::explanation(&finding, Lang::En).contains("no connection in time"));
    assert_chinese(&doctor::explanation(&finding, Lang::ZhCn));
}
