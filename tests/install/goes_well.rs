//! What is installed when nothing goes wrong.

use std::fs;

use crate::pack;
use crate::stage::{Stage, assert_is, tree};

#[cfg(unix)]
fn mode(path: &std::path::Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_module_becomes_an_sdk_as_golang_org_dl_leaves_it() {
    let Some(stage) = Stage::with_trimmed() else { return };
    let goroot = stage.install(&["1.27.3"]);
    assert_eq!(goroot, stage.sdk());
    assert_is(&goroot, pack::trimmed().unwrap(), &[".unpacked-success"]);
    assert_eq!(tree(&stage.home().join("sdk")).iter().filter(|n| n.contains(".burrow")).count(), 0);
    assert!(tree(&stage.state().join("downloads")).is_empty());
    assert!(!stage.gomodcache().exists(), "an SDK elsewhere makes no module cache");
    #[cfg(unix)]
    for (name, bits) in [
        ("bin/go", 0o755),
        ("src/go.mod", 0o644),
        ("lib/wasm/go_js_wasm_exec", 0o755),
        ("lib/time/README", 0o644),
        ("bin", 0o755),
    ] {
        assert_eq!(mode(&goroot.join(name)) & 0o755, bits, "{name}");
    }
    let agent = stage.server.asked(".zip")[0].user_agent.clone();
    assert_eq!(agent.as_deref(), Some("GoCommand/1 (+https://go.dev/cmd/go)"));
    // It is found, and not fetched again.
    let listed = stage.json(&["sdk", "list"]);
    assert_eq!(listed["sdks"][0]["state"], "complete", "{listed}");
    let again = stage.json(&["sdk", "install", "1.27.3"]);
    assert_eq!(again["already"], true);
    assert_eq!(stage.server.asked(".zip").len(), 1);
    let offers = stage.json(&["sdk", "available"]);
    assert_eq!(offers["versions"][0]["installed"], goroot.to_str().unwrap(), "{offers}");
}

#[test]
fn an_archive_of_a_mirror_becomes_an_sdk() {
    let Some(stage) = Stage::with_trimmed() else { return };
    let offers = stage.json(&["sdk", "available", "--from", &stage.mirror_url()]);
    assert_eq!(offers["versions"][0]["version"], "go1.27.3");
    assert!(offers["versions"][0]["bytes"].as_u64().unwrap() > 1_000_000);
    let to = stage.home().join("some where").join("go");
    let goroot = stage.install(&["latest", "--from", &stage.mirror_url(), "--to", to.to_str().unwrap()]);
    assert_eq!(goroot, to);
    assert_is(&goroot, pack::trimmed().unwrap(), &[]);
}

#[test]
fn a_mirror_without_a_list_has_checksums_beside_its_archives() {
    let Some(stage) = Stage::with_trimmed() else { return };
    let name = pack::archive_name("go1.27.3");
    let archive = pack::archive(pack::trimmed().unwrap());
    stage.server.file(format!("/other/{name}"), archive.clone());
    stage.server.file("/other/", "<html><body>Index of /other</body></html>");
    let from = format!("{}/other/", stage.server.url());
    stage.fails(&["1.27.3", "--from", &from], "checksum-missing");
    stage.server.file(format!("/other/{name}.sha256"), format!("{}  {name}\n", pack::sha256(&archive)));
    let listing = stage.json(&["sdk", "available", "--from", &from]);
    assert_eq!(listing["error"]["code"], "list-missing");
    assert_is(&stage.install(&["1.27.3", "--from", &from]), pack::trimmed().unwrap(), &[".unpacked-success"]);
}

#[test]
fn the_module_cache_holds_what_go_would_leave_there() {
    let Some(stage) = Stage::with_trimmed() else { return };
    let goroot = stage.install(&["go1.27.3", "--to", "module-cache"]);
    let version = pack::module_version("go1.27.3");
    assert_eq!(goroot, stage.gomodcache().join(format!("golang.org/toolchain@{version}")));
    assert_is(&goroot, pack::trimmed().unwrap(), &["src/_go.mod", "src/cmd/_go.mod"]);
    let records = stage.gomodcache().join("cache/download/golang.org/toolchain/@v");
    let kinds: Vec<String> =
        ["info", "lock", "mod", "zip", "ziphash"].map(|k| format!("{version}.{k}")).into();
    assert_eq!(tree(&records), kinds);
    let zip = fs::read(records.join(format!("{version}.zip"))).unwrap();
    assert_eq!(fs::read_to_string(records.join(format!("{version}.ziphash"))).unwrap(), pack::h1(&zip));
    let sumdb = tree(&stage.gomodcache().join("cache/download/sumdb/sum.test"));
    assert!(sumdb.contains(&format!("lookup/golang.org/toolchain@{version}")), "{sumdb:?}");
    assert!(stage.home().join("go/pkg/sumdb/sum.test/latest").is_file());
    #[cfg(unix)]
    for (name, bits) in [("", 0o555), ("bin", 0o555), ("bin/go", 0o555), ("src/go.mod", 0o444)] {
        assert_eq!(mode(&goroot.join(name)), bits, "{name}");
    }
    let message = stage.fails(
        &["1.27.3", "--to", "module-cache", "--from", &stage.mirror_url()],
        "destination-needs-module",
    );
    assert!(message.contains("modules only"), "{message}");
}

#[test]
fn the_checksum_database_is_asked_through_the_proxy_that_offers_it() {
    let Some(mut stage) = Stage::with_trimmed() else { return };
    stage.through_proxies();
    stage.install(&["1.27.3"]);
    assert_eq!(stage.server.asked("/supported").len(), 1);
    assert!(stage.server.requests().iter().all(|r| !r.path.starts_with("/sumdb")));
}

#[test]
fn a_proxy_that_does_not_have_it_is_followed_by_the_next() {
    let Some(mut stage) = Stage::with_trimmed() else { return };
    stage.goproxy = format!("{0}/none,{0}/proxy", stage.server.url());
    stage.install(&["1.27.3"]);
    assert_eq!(stage.server.asked(".zip").len(), 2);
}

#[test]
fn a_lone_folder_of_modules_needs_no_checksum_database_when_that_is_off() {
    let Some(mut stage) = Stage::with_trimmed() else { return };
    let dir = stage.home().join("proxy/golang.org/toolchain/@v");
    fs::create_dir_all(&dir).unwrap();
    let version = pack::module_version("go1.27.3");
    let zip = pack::module_zip("go1.27.3", pack::trimmed().unwrap());
    fs::write(dir.join(format!("{version}.zip")), zip).unwrap();
    fs::write(dir.join("list"), format!("{version}\n")).unwrap();
    stage.goproxy = format!("file://{}", stage.home().join("proxy").display());
    stage.gosumdb = "off".into();
    stage.install(&["1.27"]);
    assert!(stage.server.requests().is_empty());
    stage.goproxy = format!("{},direct", stage.goproxy);
    stage.fails(&["1.27.3", "--to", "./other"], "sumdb-off");
}

#[test]
fn it_goes_where_the_manager_of_the_person_keeps_its_versions() {
    let Some(stage) = Stage::with_trimmed() else { return };
    let home = stage.home();
    for (manager, made, goroot) in [
        ("goenv", ".goenv/versions/1.22.1", ".goenv/versions/1.27.3"),
        ("asdf", ".asdf/installs/golang/1.22.1/go", ".asdf/installs/golang/1.27.3/go"),
        ("mise", ".local/share/mise/installs/go/1.22.1", ".local/share/mise/installs/go/1.27.3"),
        ("g", ".g/versions/1.22.1", ".g/versions/1.27.3"),
        ("gobrew", ".gobrew/versions/1.22.1/go", ".gobrew/versions/1.27.3/go"),
    ] {
        fs::create_dir_all(home.join(made)).unwrap();
        fs::create_dir_all(home.join(".asdf/plugins/golang")).unwrap();
        let planned = stage.json(&["sdk", "install", "1.27.3", "--dry-run"]);
        assert_eq!(planned["destination"]["id"], manager, "{planned}");
        assert_eq!(stage.install(&["1.27.3"]), home.join(goroot));
        assert_is(&home.join(goroot), pack::trimmed().unwrap(), &[]);
        fs::remove_dir_all(home.join(made.split('/').next().unwrap())).unwrap();
    }
    let planned = stage.json(&["sdk", "install", "1.27.3", "--dry-run"]);
    assert_eq!(planned["destination"]["id"], "golang-dl");
    assert!(!stage.sdk().exists(), "a dry run does nothing");
}

#[test]
fn over_tls_the_certificates_are_those_that_go_would_believe() {
    let Some(mut stage) = Stage::with_tls() else { return };
    stage.besides.push(("SSL_CERT_DIR".into(), stage.home().join("none").display().to_string()));
    stage.install(&["1.27.3"]);
    stage.besides.clear();
    let message = stage.fails(&["1.27.3", "--to", "./other"], "tls");
    assert!(message.contains("127.0.0.1"), "{message}");
}

#[test]
fn credentials_of_the_url_and_of_netrc_are_sent_over_tls_only() {
    let Some(mut stage) = Stage::with_tls() else { return };
    let (plain, address) = (stage.goproxy.clone(), stage.server.address.clone());
    let sent = |stage: &Stage| stage.server.asked(".zip").last().unwrap().authorization.clone();
    stage.install(&["1.27.3", "--to", "./a"]);
    assert_eq!(sent(&stage), None);
    fs::write(stage.home().join(".netrc"), format!("machine {address} login ada password lovelace\n"))
        .unwrap();
    stage.install(&["1.27.3", "--to", "./b"]);
    assert_eq!(sent(&stage).as_deref(), Some("Basic YWRhOmxvdmVsYWNl"));
    stage.goproxy = plain.replace("https://", "https://bob:builder@");
    stage.install(&["1.27.3", "--to", "./c"]);
    assert_eq!(sent(&stage).as_deref(), Some("Basic Ym9iOmJ1aWxkZXI="));
    stage.goproxy = plain;
    stage.besides.push(("GOAUTH".into(), "off".into()));
    stage.install(&["1.27.3", "--to", "./d"]);
    assert_eq!(sent(&stage), None);
    // To a place without encryption nobody is sent.
    let open = Stage::with_trimmed().unwrap();
    let to = format!("{}{}", open.server.url(), open.zip_path());
    stage.server.route(stage.zip_path(), burrow_servers::Reply::Redirect(to));
    stage.fails(&["1.27.3", "--to", "./e"], "redirect-insecure");
    assert!(open.server.requests().is_empty());
}

#[test]
fn the_http_proxy_of_the_environment_is_asked_and_no_proxy_is_minded() {
    let Some(mut stage) = Stage::with_trimmed() else { return };
    stage.goproxy = "http://modules.test/proxy".into();
    stage.besides.push(("HTTP_PROXY".into(), stage.server.url()));
    stage.install(&["1.27.3"]);
    let (through, straight): (Vec<_>, Vec<_>) = stage.server.requests().into_iter().partition(|r| r.through);
    assert!(through.iter().any(|r| r.path.ends_with(".zip")));
    // The database is on loopback, where no proxy is ever asked for.
    assert!(straight.iter().all(|r| r.path.starts_with("/sumdb")) && !straight.is_empty());
    stage.besides.push(("NO_PROXY".into(), ".test".into()));
    stage.fails(&["1.27.3", "--to", "./other"], "name-not-found");
}
