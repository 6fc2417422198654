//! Tests of servers, each in a thread of its own: begun when somebody asks, or once when the page comes to the screen;
//! told one by one, kept for the sparkline, ended when nobody wants them any more.

use std::collections::HashSet;
use std::sync::Weak;
use std::time::Duration;

use super::{Key, Known, Way, probes};
use crate::job::Cancel;
use crate::proxy::Settings;
use crate::proxy::probe::{Ask, Hop, Kind, ProbeError, Probed, probe};
use crate::system::clock;
use crate::workbench::Workbench;
use crate::workbench::work::Inner;

/// How long a server may take, from the name to the last byte.
const DEADLINE: Duration = Duration::from_secs(10);
/// What was tested within this is not tested again just because the page is opened.
const STALE_MS: u64 = 5 * 60 * 1000;

/// What is to be tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProxyTarget {
    /// The chain and the checksum database.
    All,
    /// One entry of GOPROXY.
    Hop(usize),
    Database,
    /// The first server of every profile.
    Profiles,
}

/// A test that runs.
pub(super) struct Run {
    id: u64,
    cancel: Cancel,
    /// Nobody asked for it but the page.
    by_itself: bool,
    /// What is still to come.
    keys: Vec<Key>,
}

/// What a run asks.
struct Order {
    hops: Vec<Hop>,
    keys: Vec<Key>,
    settings: Settings,
    /// All of the chain: then it is told which of them is behind, and what was between.
    whole: bool,
    by_itself: bool,
}

impl Known {
    pub(super) fn is_testing(&self, key: &Key) -> bool {
        self.runs.iter().any(|run| run.keys.contains(key))
    }

    /// Ends the tests that this is true of; those that end say so themselves. `by_itself` is the argument.
    pub(super) fn cancel(&mut self, which: impl Fn(bool) -> bool) {
        self.runs.iter().filter(|run| which(run.by_itself)).for_each(|run| run.cancel.cancel());
    }
}

impl Workbench {
    /// Tests again, in the background. Results are announced one by one. What is being tested already is not begun anew.
    pub fn test_proxies(&self, target: ProxyTarget) {
        self.inner.proxies.known().asked = true;
        self.inner.test_proxies(target);
    }

    /// The page is on the screen, or no longer: what was not tested for a while is tested once. Blocks for no server.
    pub fn watch_proxies(&self, on: bool) {
        let mut known = self.inner.proxies.known();
        (known.asked, known.watched) = (true, on);
        if !on {
            known.cancel(|by_itself| by_itself);
        }
        drop(known);
        if on {
            self.inner.test_stale_proxies();
        }
    }

    /// Ends all tests, and a way that is being gone.
    pub fn stop_proxies(&self) {
        let mut known = self.inner.proxies.known();
        known.cancel(|_| true);
        if let Some(going) = known.going.take() {
            going.cancel();
        }
    }
}

impl Inner {
    fn test_proxies(&self, target: ProxyTarget) {
        let settings = self.proxy_settings();
        let whole = target == ProxyTarget::All;
        let hops = match target {
            ProxyTarget::All => Hop::of_settings(&settings),
            ProxyTarget::Database => vec![Hop::sumdb(&settings)],
            ProxyTarget::Hop(number) => {
                probes(&settings).into_iter().filter(|hop| hop.number == Some(number)).collect()
            }
            ProxyTarget::Profiles => return self.test_profiles(|_| true, false),
        };
        self.begin_test(hops, settings, whole, false);
    }

    /// Tests what the page shows and nobody has tested for a while.
    pub(super) fn test_stale_proxies(&self) {
        let settings = self.proxy_settings();
        let now = clock::now_ms();
        let all = Hop::of_settings(&settings);
        let known = self.proxies.known();
        let stale = |hop: &Hop| {
            let health = self.server_now(&known, hop, &settings).health;
            health.is_none_or(|health| health.at().saturating_add(STALE_MS) < now)
        };
        let hops: Vec<Hop> = all.iter().filter(|hop| hop.is_asked() && stale(hop)).cloned().collect();
        drop(known);
        let whole = hops.len() == all.len();
        self.begin_test(hops, settings, whole, true);
    }

    /// Tests the first server of those profiles, once each.
    pub(in crate::workbench) fn test_profiles(&self, which: impl Fn(bool) -> bool, by_itself: bool) {
        let settings = self.proxy_settings();
        let Ok(profiles) = self.shown_profiles() else { return };
        let mut begun = HashSet::new();
        for profile in profiles.list.iter().filter(|p| which(p.known.built_in.is_some())) {
            let list = Settings { goproxy: profile.goproxy.as_str().into(), ..settings.clone() };
            // A secret is the keychain's, which is not asked for a test.
            let Some(hop) = first_of(&list).filter(|hop| hop.is_asked() && !hop.shown.contains("***")) else {
                continue;
            };
            if begun.insert(hop.shown.clone()) {
                self.begin_test(vec![hop], list, false, by_itself);
            }
        }
    }

    /// Begins a test of what is not being tested already.
    fn begin_test(&self, hops: Vec<Hop>, settings: Settings, whole: bool, by_itself: bool) {
        let Some(inner) = self.proxies.inner.get().cloned() else { return };
        let mut known = self.proxies.known();
        let hops: Vec<Hop> =
            hops.into_iter().filter(|hop| !known.is_testing(&Key::of(hop, &settings))).collect();
        if !hops.iter().any(Hop::is_asked) {
            return;
        }
        let keys: Vec<Key> = hops.iter().map(|hop| Key::of(hop, &settings)).collect();
        known.last_run += 1;
        let (id, cancel) = (known.last_run, Cancel::new());
        known.runs.push(Run { id, cancel: cancel.clone(), by_itself, keys: keys.clone() });
        known.trouble = None;
        if whole {
            known.between.clear();
        }
        drop(known);
        self.announce_proxies();
        let order = Order { hops, keys, settings, whole, by_itself };
        std::thread::spawn(move || test(&inner, id, &order, &cancel));
    }

    /// Takes in what became of one server.
    fn take_probed(&self, run: u64, key: Option<&Key>, probed: &Probed, at: u64) {
        let mut known = self.proxies.known();
        match key {
            Some(key) => {
                known.results.insert(key.clone(), (probed.clone(), at));
                if let Some(run) = known.runs.iter_mut().find(|known| known.id == run) {
                    run.keys.retain(|left| left != key);
                }
            }
            None => {
                known.between.retain(|(other, _)| other.hop.shown != probed.hop.shown);
                known.between.push((probed.clone(), at));
            }
        }
        drop(known);
        // Behind the result: what is remembered of a server would else be shown while it is still being tested. Without
        // its history a test is worth as much.
        let _ = self.store.add_probes(std::slice::from_ref(probed), at);
        self.announce_proxies();
    }

    fn end_test(&self, run: u64, trouble: Option<ProbeError>) {
        let mut known = self.proxies.known();
        known.runs.retain(|known| known.id != run);
        if trouble.is_some() {
            known.trouble = trouble;
        }
        drop(known);
        self.announce_proxies();
    }
}

/// The thread of a test. It holds the workbench only while it tells.
fn test(inner: &Weak<Inner>, run: u64, order: &Order, cancel: &Cancel) {
    let ask = Ask { module: None, timeout: DEADLINE };
    let heard = |at: usize, probed: &Probed| {
        if let Some(inner) = inner.upgrade() {
            inner.take_probed(run, order.keys.get(at), probed, clock::now_ms());
        }
    };
    let found = probe(&order.hops, &ask, &order.settings, cancel, &heard);
    let Some(inner) = inner.upgrade() else { return };
    let well = found.is_ok();
    match found {
        Ok(rows) => {
            inner.compare_probed(order, rows);
            inner.end_test(run, None);
        }
        Err(ProbeError::Cancelled(_)) => inner.end_test(run, None),
        Err(why) => inner.end_test(run, Some(why)),
    }
    // Whoever stands before a broken way needs to know which of the person's own profiles would do.
    if well && order.whole && matches!(inner.proxies().way, Way::Broken(_)) {
        inner.test_profiles(|built_in| !built_in, order.by_itself);
    }
}

impl Inner {
    /// Only with all answers it can be told which of them is behind.
    fn compare_probed(&self, order: &Order, rows: Vec<Probed>) {
        if !order.whole {
            return;
        }
        let mut known = self.proxies.known();
        for (key, probed) in order.keys.iter().zip(rows) {
            if let Some((result, _)) = known.results.get_mut(key) {
                *result = probed;
            }
        }
    }
}

/// The first entry of a list that is a server.
pub(super) fn first_of(settings: &Settings) -> Option<Hop> {
    probes(settings).into_iter().next().filter(|hop| hop.kind == Kind::Proxy && hop.number == Some(1))
}
