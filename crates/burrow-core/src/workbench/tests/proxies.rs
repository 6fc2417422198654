//! The chain with real servers on loopback behind it: what is told of it, what mends it, and that nobody is asked
//! unless somebody wants it.

use burrow_servers::Server;
use burrow_servers::broken::{Broken, Manner, refused};
use burrow_servers::modules::{Module, serve};

use super::*;
use crate::proxy::probe::{Kind, Verdict};
use crate::proxy::profile::{Profile, Variable, Wish, prepare};

/// A module proxy that works.
fn live() -> Server {
    let server = Server::start();
    serve(&[Module::new("golang.org/x/mod", "v0.30.0")], &server, "");
    server
}

/// A machine on which go asks this list, and nobody for checksums.
fn machine(list: &str) -> Machine {
    let mut machine = Machine::new();
    machine.write(&format!("GOPROXY={list}\nGOSUMDB=off\n"));
    // Whatever the machine of the test has between itself and others.
    machine.set("NO_PROXY", "*");
    machine
}

fn keep(workbench: &Workbench, name: &str, goproxy: &str) {
    let mut profile = Profile::new(name).unwrap();
    profile.set(Variable::Goproxy, goproxy).unwrap();
    let wish = Wish { profile, values: Vec::new(), keychain: false };
    workbench.keep_profile(&prepare(wish).unwrap()).unwrap();
}

/// The chain once nothing is being tested any more.
fn settled(workbench: &Workbench) -> Proxies {
    let began = Instant::now();
    loop {
        let proxies = workbench.proxies();
        if !proxies.testing && proxies.tested_at.is_some() {
            return proxies;
        }
        assert!(began.elapsed() < Duration::from_secs(20), "{proxies:?}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn tested(workbench: &Workbench) -> Proxies {
    workbench.test_proxies(ProxyTarget::All);
    settled(workbench)
}

fn parts(proxies: &Proxies) -> Vec<Part> {
    proxies.hops.iter().map(|hop| hop.part).collect()
}

#[test]
fn a_dead_first_entry_stops_everything_and_both_ways_out_mend_it() {
    let (dead, server) = (refused(), live());
    let url = server.url();
    let machine = machine(&format!("http://{dead},{url}"));
    let workbench = machine.open();
    keep(&workbench, "Home", &url);
    let proxies = tested(&workbench);
    assert_eq!(parts(&proxies), [Part::StopsHere, Part::NotReached]);
    assert_eq!(proxies.way, Way::Broken(1));
    // The person's own profiles are tested behind it.
    let proxies = std::iter::repeat_with(|| settled(&workbench))
        .take(200)
        .find(|proxies| proxies.finding.as_ref().is_some_and(|finding| finding.fixes.len() == 2))
        .unwrap();
    let finding = proxies.finding.unwrap();
    let next = url.trim_start_matches("http://").to_owned();
    let stops = Wrong::StopsAt {
        server: dead.to_string(),
        verdict: Some(Verdict::Refused),
        absent: false,
        next: Some(next),
    };
    assert_eq!(finding.wrong, stops);
    let [Fix::GoOn(draft), Fix::Switch { name, .. }] = &finding.fixes[..] else { panic!("{finding:?}") };
    assert_eq!(name, "Home");

    let entries = workbench.history().len();
    let (_, applied) = workbench.change(draft, false).unwrap();
    assert_eq!(machine.text(), format!("GOPROXY=http://{dead}|{url}\nGOSUMDB=off\n"));
    assert_eq!(tested(&workbench).way, Way::Detour(2));
    assert!(matches!(workbench.proxies().finding.unwrap().wrong, Wrong::Detour { .. }));
    workbench.change(&Draft::Undo { entry: applied.unwrap().entry.id }, false).unwrap();

    let drafted = workbench.profile_draft("home").unwrap();
    workbench.change(&drafted.draft, false).unwrap();
    assert_eq!(workbench.history().len(), entries + 3, "each is one entry");
    let proxies = tested(&workbench);
    assert_eq!((proxies.way, proxies.finding), (Way::Works(1), None));
    // Three chains and the profile; what is being tested already is not tested twice.
    let tests = proxies.hops[0].server.history.len();
    assert!((3..=4).contains(&tests), "{tests}");
}

#[test]
fn nobody_is_asked_unless_somebody_wants_it_or_looks_and_then_once() {
    let server = live();
    let machine = machine(&server.url());
    let workbench = machine.open();
    workbench.proxies();
    workbench.shown_profiles().unwrap();
    set(&workbench, "GOFLAGS", "-v");
    assert!(server.requests().is_empty());
    workbench.watch_proxies(true);
    assert_eq!(settled(&workbench).way, Way::Works(1));
    let asked = server.requests().len();
    workbench.watch_proxies(false);
    workbench.watch_proxies(true);
    assert_eq!(settled(&workbench).way, Way::Works(1));
    // Another process knows of it too.
    drop(workbench);
    let workbench = machine.open();
    workbench.watch_proxies(true);
    let proxies = settled(&workbench);
    assert!(matches!(proxies.hops[0].server.health, Some(Health::Remembered(_))));
    assert_eq!((proxies.way, server.requests().len()), (Way::Works(1), asked));
    tested(&workbench);
    assert!(server.requests().len() > asked);
}

#[test]
fn an_entry_that_comes_while_the_page_is_on_the_screen_is_tested_and_otherwise_not() {
    let (first, second, third) = (live(), live(), live());
    let machine = machine(&first.url());
    let workbench = machine.open();
    workbench.watch_proxies(true);
    settled(&workbench);
    set(&workbench, "GOPROXY", &format!("{},{}", first.url(), second.url()));
    let began = Instant::now();
    while second.requests().is_empty() {
        assert!(began.elapsed() < Duration::from_secs(10));
        std::thread::sleep(Duration::from_millis(5));
    }
    settled(&workbench);
    workbench.watch_proxies(false);
    set(&workbench, "GOPROXY", &third.url());
    std::thread::sleep(Duration::from_millis(300));
    assert!(third.requests().is_empty());
}

#[test]
fn results_come_one_by_one_and_a_test_that_is_stopped_ends_at_once() {
    let (silent, server) = (Broken::start(Manner::Silent), live());
    let machine = machine(&format!("{},{}", silent.url("http"), server.url()));
    let workbench = machine.open();
    let changes = workbench.subscribe();
    workbench.test_proxies(ProxyTarget::All);
    let began = Instant::now();
    let proxies = loop {
        assert!(announced(&changes, Topic::Proxies).is_some());
        let proxies = workbench.proxies();
        if proxies.hops[1].server.health.is_some() {
            break proxies;
        }
    };
    assert!(proxies.testing && proxies.hops[0].server.testing && !proxies.hops[1].server.testing);
    assert_eq!(parts(&proxies)[0], Part::Unknown, "nobody knows before it has answered");
    let stopped = Instant::now();
    workbench.stop_proxies();
    let proxies = settled(&workbench);
    assert!(stopped.elapsed() < Duration::from_secs(1) && began.elapsed() < Duration::from_secs(9));
    assert_eq!(proxies.hops[0].server.health, None, "what was not found out is not kept");
    assert_eq!(workbench.inner.store.probes_of(Kind::Proxy, &silent.url("http"), 0).unwrap(), []);
}

#[test]
fn where_the_environment_wins_no_change_of_the_file_is_offered() {
    let (dead, server) = (refused(), live());
    let mut machine = machine("direct");
    machine.set("GOPROXY", &format!("http://{dead},{}", server.url()));
    let workbench = machine.open();
    keep(&workbench, "Home", &server.url());
    let proxies = tested(&workbench);
    assert_eq!(proxies.shadow.as_ref().map(|shadow| shadow.name.as_str()), Some("GOPROXY"));
    let finding = proxies.finding.unwrap();
    assert!(finding.is_bad() && finding.fixes.is_empty(), "{finding:?}");
    let profiles = workbench.shown_profiles().unwrap();
    let home = profiles.list.iter().find(|p| p.known.profile.name() == "Home").unwrap();
    assert_eq!((home.way.len(), home.shadows.len()), (1, 1));
}

#[test]
fn passwords_of_the_chain_are_in_nothing_that_is_shown_and_survive_the_way_out() {
    let (dead, server) = (refused(), live());
    let url = server.url();
    let machine = machine(&format!("https://ada:hunter2@{dead},{url}"));
    let workbench = machine.open();
    let proxies = tested(&workbench);
    assert!(!format!("{proxies:?} {:?}", workbench.shown_profiles()).contains("hunter2"));
    let [Fix::GoOn(draft), ..] = &proxies.finding.unwrap().fixes[..] else { panic!() };
    assert!(!format!("{draft:?}").contains("hunter2"));
    workbench.change(draft, false).unwrap();
    assert!(machine.text().contains(&format!("GOPROXY=https://ada:hunter2@{dead}|{url}")));
}

#[test]
fn a_profile_begins_with_a_server_whose_badge_comes_when_it_is_asked_for() {
    let (server, other) = (live(), live());
    let machine = machine(&server.url());
    let workbench = machine.open();
    keep(&workbench, "Other", &format!("{},direct", other.url()));
    let badge = || {
        let profiles = workbench.shown_profiles().unwrap();
        let found = profiles.list.into_iter().find(|p| p.known.profile.name() == "Other");
        found.unwrap().server.health.map(|health| health.verdict())
    };
    assert_eq!(badge(), None);
    workbench.inner.test_profiles(|built_in| !built_in, false);
    let began = Instant::now();
    while badge().is_none() {
        assert!(began.elapsed() < Duration::from_secs(10));
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(badge(), Some(Verdict::Ok));
}

#[test]
fn the_way_of_a_module_is_forecast_and_gone() {
    let server = live();
    let machine = machine(&server.url());
    let workbench = machine.open();
    let gone = workbench.module_route("golang.org/x/mod@v0.30.0", false).unwrap();
    assert!(gone.live.is_none() && server.requests().is_empty());
    assert!(!gone.forecast.steps.is_empty());
    let gone = workbench.module_route("golang.org/x/mod@v0.30.0", true).unwrap();
    let live = gone.live.unwrap();
    assert_eq!(live.ended, crate::proxy::route::Ended::Done, "{live:?}");
    assert_eq!(live.asked.len(), server.requests().len());
}
