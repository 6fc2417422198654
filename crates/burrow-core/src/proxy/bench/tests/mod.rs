//! Benchmarks of real servers: each scenario has its recommendation, and nobody hears of what is private.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use bstr::{BStr, BString, ByteSlice};
use burrow_servers::broken::refused;
use burrow_servers::modules::{Module, serve};
use burrow_servers::{Reply, Server};
use go_rules::environ::{Environ, Os};
use go_rules::gomod::sums;

use super::*;
use crate::env::resolve::Asked;
use crate::job::Cancel;
use crate::proxy::probe::Verdict;
use crate::proxy::route::Ground;
use crate::system::DiskFiles;

/// Longer than chance, and shorter than any deadline.
const SLOW: Duration = Duration::from_millis(80);

fn modules() -> Vec<Module> {
    (0..12).map(|n| Module::new(&format!("example.com/Mod{n}"), "v1.2.0")).collect()
}

fn go_sum(modules: &[Module]) -> String {
    modules.iter().map(Module::record).collect()
}

fn ground(entries: &[(&str, &str)]) -> Ground {
    let own = [("GOENV", "off"), ("GOSUMDB", "off"), ("HOME", "/nowhere"), ("USERPROFILE", "/nowhere")];
    let own = own.iter().filter(|(name, _)| entries.iter().all(|(other, _)| other != name));
    let entries: Vec<(BString, BString)> =
        own.chain(entries).map(|(name, value)| ((*name).into(), (*value).into())).collect();
    let environ = Environ::new(Os::host(), entries);
    Ground::of(&Asked { environ: &environ, dir: BStr::new("/"), started_in: None, goroot: None }, &DiskFiles)
}

/// A proxy with these modules, their lists and what else a good one has.
fn proxy(modules: &[Module]) -> Server {
    let server = Server::start();
    serve(modules, &server, "");
    server.file("/sumdb/sum.golang.org/supported", "");
    server.file("/golang.org/toolchain/@v/list", "v0.0.1-go1.21.0.linux-amd64\n");
    server
}

fn plan(chain: &str, named: &[&str], go_sum: &str, ground: &Ground) -> Plan {
    let named = named.iter().flat_map(|url| of_named(BStr::new(url)).unwrap());
    Plan {
        candidates: unite(of_chain(BStr::new(chain)).into_iter().chain(named)),
        sample: of_sums(vec!["go.sum".into()], &sums(go_sum.as_bytes()).unwrap(), 20, ground),
        timeout: Duration::from_secs(2),
    }
}

/// With the first URL in use.
fn compared(urls: &[&str]) -> Bench {
    let ground = ground(&[("GOPROXY", urls[0])]);
    let plan = plan(urls[0], &urls[1..], &go_sum(&modules()), &ground);
    bench(&plan, ground.settings(), &Cancel::new(), &|_| {}).unwrap()
}

#[test]
fn another_is_recommended_when_it_is_faster_by_more_than_chance() {
    let (slow, fast) = (proxy(&modules()), proxy(&modules()));
    slow.slow_down(SLOW);
    let found = compared(&[&slow.url(), &fast.url()]);
    let Recommendation { take, reason, but, passed_over } = &found.recommendation;
    assert_eq!((*take, *but, passed_over.len()), (Some(1), None, 0), "{found:?}");
    assert!(matches!(reason, Reason::Faster { times } if *times > 2.0), "{reason:?}");
    for row in &found.rows {
        assert_eq!((row.hits.asked, row.hits.found), (12, 12));
        assert_eq!((row.sumdb, row.toolchains), (Offer::NotAsked, Offer::Yes));
        assert_eq!(row.fresh.compared, 5);
        assert!(row.fresh.behind.is_empty());
        let latency = row.latency.unwrap();
        assert_eq!(latency.count, 11, "the first, which opens the connection, is told apart");
        assert!(latency.p90 >= latency.median);
        assert!(row.download.unwrap().bytes > 100);
    }
    assert!(found.rows[0].latency.unwrap().median >= SLOW);
}

#[test]
fn what_is_as_good_as_others_stays() {
    let (one, two) = (proxy(&modules()), proxy(&modules()));
    let found = compared(&[&one.url(), &two.url()]);
    assert_eq!(found.recommendation.take, Some(0));
    assert_eq!(found.recommendation.reason, Reason::NoClearWinner);
    assert!(found.recommendation.keeps());
    two.slow_down(SLOW);
    let found = compared(&[&one.url(), &two.url()]);
    assert_eq!((found.recommendation.take, found.recommendation.reason), (Some(0), Reason::PresentIsFastest));
}

#[test]
fn the_fastest_is_passed_over_when_it_lacks_modules() {
    let (slow, fast) = (proxy(&modules()), proxy(&modules()[..9]));
    slow.slow_down(SLOW);
    let found = compared(&[&slow.url(), &fast.url()]);
    let recommended = &found.recommendation;
    assert_eq!((recommended.take, recommended.reason), (Some(0), Reason::PresentAlone));
    assert_eq!(recommended.passed_over, [PassedOver { at: 1, why: Flaw::Lacks { lacks: 3, of: 12 } }]);
    assert_eq!(found.rows[1].hits.absent.len(), 3);
}

#[test]
fn what_is_in_use_is_replaced_when_it_fails_in_whatever_way() {
    let good = proxy(&modules());
    let lacking = proxy(&modules()[..6]);
    assert_eq!(
        compared(&[&lacking.url(), &good.url()]).recommendation.reason,
        Reason::PresentFails(Flaw::Lacks { lacks: 6, of: 12 })
    );
    let dead = format!("http://{}", refused());
    let found = compared(&[&dead, &good.url()]);
    assert_eq!(found.recommendation.reason, Reason::PresentFails(Flaw::Away(Verdict::Refused)));
    assert_eq!(found.recommendation.take, Some(1));
    let shaky = proxy(&modules());
    for n in [1, 3, 5, 7] {
        let path = format!("/example.com/%21mod{n}/@v/v1.2.0.mod");
        shaky.route(path, Reply::Status(500, "text/plain", Vec::new()));
    }
    let found = compared(&[&shaky.url(), &good.url()]);
    let reason = found.recommendation.reason;
    assert!(matches!(reason, Reason::PresentFails(Flaw::Unreliable { .. })), "{reason:?}");
}

#[test]
fn a_proxy_with_other_content_than_go_sum_knows_is_never_taken() {
    let (right, wrong) = (proxy(&modules()), proxy(&modules()));
    right.slow_down(SLOW);
    wrong
        .file("/example.com/%21mod4/@v/v1.2.0.mod", "module example.com/Mod4\n\nrequire evil.com/x v1.0.0\n");
    let found = compared(&[&right.url(), &wrong.url()]);
    assert_eq!(found.recommendation.take, Some(0));
    assert_eq!(found.recommendation.passed_over, [PassedOver { at: 1, why: Flaw::Wrong(1) }]);
    assert_eq!(found.rows[1].hits.wrong[0].module, "example.com/Mod4");
    assert_eq!(found.rows[1].download, None);
    let found = compared(&[&wrong.url()]);
    assert_eq!((found.recommendation.take, found.recommendation.reason), (None, Reason::NobodyIsRight));
}

#[test]
fn a_stale_proxy_is_not_the_best_one() {
    let (fresh, stale) = (proxy(&modules()), proxy(&modules()));
    fresh.slow_down(SLOW);
    for n in 0..12 {
        fresh.file(format!("/example.com/%21mod{n}/@v/list"), "v1.2.0\nv1.10.0\nv2.0.0-rc.1\n");
    }
    let found = compared(&[&stale.url(), &fresh.url()]);
    assert_eq!(found.recommendation.take, Some(1));
    assert_eq!(found.recommendation.reason, Reason::PresentFails(Flaw::Behind { behind: 5, of: 5 }));
    let behind = &found.rows[0].fresh.behind[0];
    assert_eq!((behind.version.as_str(), behind.newest.as_str()), ("v1.2.0", "v1.10.0"));
}

#[test]
fn nobody_is_recommended_when_nobody_answers() {
    let dead = [refused(), refused()].map(|address| format!("http://{address}"));
    let found = compared(&[&dead[0], &dead[1]]);
    assert_eq!(found.recommendation.take, None);
    assert_eq!(found.recommendation.reason, Reason::NobodyAnswers(Some(Verdict::Refused)));
    let empty = Server::start();
    let found = compared(&[&dead[0], &empty.url()]);
    assert_eq!(found.recommendation.reason, Reason::NobodyAnswers(None));
}

#[test]
fn a_proxy_without_the_checksum_database_is_not_enough_where_that_cannot_be_reached() {
    let (with, without) = (proxy(&modules()), Server::start());
    serve(&modules(), &without, "");
    with.slow_down(SLOW);
    let urls = [without.url(), with.url()];
    let ground = ground(&[
        ("GOPROXY", urls[0].as_str()),
        // Nobody answers at its own address.
        ("GOSUMDB", "sum.golang.org"),
        ("HTTPS_PROXY", "http://127.0.0.1:9"),
    ]);
    let plan = plan(&urls[0], &[&urls[1]], &go_sum(&modules()), &ground);
    let found = bench(&plan, ground.settings(), &Cancel::new(), &|_| {}).unwrap();
    assert_eq!((found.rows[0].sumdb, found.rows[1].sumdb), (Offer::No, Offer::Yes));
    assert_eq!(found.database_reachable, Some(false));
    assert_eq!(found.recommendation.take, Some(1));
    assert_eq!(found.recommendation.reason, Reason::PresentFails(Flaw::NoSumdb));
    let values = values(&found, 1, ground.settings()).unwrap();
    assert_eq!((values.goproxy, values.gosumdb), (urls[1].as_str().into(), "sum.golang.org".into()));
    let other = super::values(&found, 0, ground.settings()).unwrap();
    assert_eq!(other.gosumdb, "sum.golang.google.cn");
}

#[test]
fn nobody_hears_of_a_module_that_is_private_or_looks_so() {
    let mut all = modules();
    let secret = ["git.acme.com/payments", "code.corp.acme.com/x", "wiki.internal/y", "acme.com/z"];
    all.extend(secret.map(|path| Module::new(path, "v1.0.0")));
    let (one, two) = (proxy(&all), proxy(&all));
    let ground =
        ground(&[("GOPROXY", &one.url()), ("GOPRIVATE", "git.acme.com"), ("GONOPROXY", "https://acme.com")]);
    let ground_only = self::ground(&[("GOPROXY", &one.url()), ("GOPRIVATE", "git.acme.com, acme.com")]);
    for ground in [&ground, &ground_only] {
        let plan = plan(&one.url(), &[&two.url()], &go_sum(&all), ground);
        assert_eq!(plan.sample.members.len(), 12, "{:?}", plan.sample);
        let left_out = plan.sample.left_out;
        assert_eq!(left_out.private + left_out.looks_private, 4);
        bench(&plan, ground.settings(), &Cancel::new(), &|_| {}).unwrap();
    }
    for server in [&one, &two] {
        assert!(server.requests().len() > 40);
        for request in server.requests() {
            let path = request.path.to_ascii_lowercase();
            assert!(!["acme", "corp", "wiki"].iter().any(|word| path.contains(word)), "{path}");
        }
    }
    let all_private = self::ground(&[("GOPROXY", &one.url()), ("GOPRIVATE", "*")]);
    let plan = plan(&one.url(), &[], &go_sum(&all), &all_private);
    let refused = bench(&plan, all_private.settings(), &Cancel::new(), &|_| {});
    assert_eq!(refused, Err(BenchError::NoSample));
    assert_eq!(well_known(20, &all_private).members, []);
}

#[test]
fn the_sample_is_spread_over_everything_and_prefers_what_a_build_downloads_whole() {
    let line = |path: String, of_mod: bool| {
        format!(
            "{path} v1.0.0{} h1:0000000000000000000000000000000000000000000=\n",
            if of_mod { "/go.mod" } else { "" }
        )
    };
    let whole: String = (0..100).map(|n| line(format!("a{n:03}.com/m"), false)).collect();
    let others: String = (0..300).map(|n| line(format!("b{n:03}.com/m"), true)).collect();
    let ground = ground(&[]);
    let sample = |text: &str| of_sums(Vec::new(), &sums(text.as_bytes()).unwrap(), 10, &ground);
    let both = sample(&(whole.clone() + &others));
    assert_eq!((both.of, both.members.len()), (400, 10));
    let picked: Vec<_> = both.members.iter().map(|m| m.module.to_str_lossy().into_owned()).collect();
    assert_eq!(picked[0], "a005.com/m");
    assert_eq!(picked[9], "a095.com/m");
    assert_eq!(sample(&(whole + &others)), both, "the same every time");
    assert_eq!(sample(&others).members.len(), 10);
    let odd =
        "golang.org/toolchain v0.0.1-go1.21.0.linux-amd64 h1:x=\nno_dot v1.0.0 h1:x=\nA.com/m v1 h1:x=\n";
    assert_eq!(sample(odd).members, []);
}

#[test]
fn each_server_is_asked_the_same_in_another_order_and_slow_ones_keep_nobody_waiting() {
    let (one, two) = (proxy(&modules()), proxy(&modules()));
    let stalled = Server::start();
    stalled.route("/example.com/%21mod0/@v/list", Reply::Status(200, "text/plain", b"v1.2.0\n".to_vec()));
    for n in 0..12 {
        stalled
            .route(format!("/example.com/%21mod{n}/@v/v1.2.0.mod"), Reply::Silence(Duration::from_secs(60)));
    }
    let begin = Instant::now();
    let rows = RefCell::new(Vec::new());
    let ground = ground(&[]);
    let mut plan = plan(&stalled.url(), &[&one.url(), &two.url()], &go_sum(&modules()), &ground);
    plan.timeout = Duration::from_millis(500);
    let heard = |heard: Heard<'_>| {
        if let Heard::Row(at, _) = heard {
            rows.borrow_mut().push(at);
        }
    };
    let found = bench(&plan, ground.settings(), &Cancel::new(), &heard).unwrap();
    assert!(begin.elapsed() < Duration::from_secs(15), "{:?}", begin.elapsed());
    assert_eq!(found.rows[0].hits.failed.len(), 3, "after three in a row nothing more is asked");
    assert_ne!(rows.borrow().first(), Some(&0), "the others are told before it");
    let order = |server: &Server| -> Vec<String> {
        server.asked(".mod").into_iter().map(|request| request.path).take(12).collect()
    };
    let (mut a, mut b) = (order(&one), order(&two));
    assert_ne!(a, b);
    a.sort();
    b.sort();
    assert_eq!(a, b);
}

#[test]
fn a_benchmark_that_is_cancelled_ends_at_once() {
    let server = proxy(&modules());
    server.slow_down(Duration::from_secs(30));
    let ground = ground(&[]);
    let mut plan = plan(&server.url(), &[], &go_sum(&modules()), &ground);
    plan.timeout = Duration::from_secs(60);
    let cancel = Cancel::new();
    let later = cancel.clone();
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(200));
        later.cancel();
    });
    let begin = Instant::now();
    let ended = bench(&plan, ground.settings(), &cancel, &|_| {});
    assert!(matches!(ended, Err(BenchError::Cancelled(_))));
    assert!(begin.elapsed() < Duration::from_secs(5));
}
