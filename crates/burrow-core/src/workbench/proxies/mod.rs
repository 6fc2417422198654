//! The workbench's section of proxies: the chain of the context with what is known of its servers, what is wrong with
//! it, and what mends it. How a server is tested is decided in `proxy::probe`, what Go makes of a list in `go-rules`.
//!
//! Nothing is asked of a server unless somebody wants it or has the page on the screen. `model` is the picture, `way`
//! says what becomes of a module, `advice` what is wrong and what mends it, `testing` asks, `profiles` puts health
//! beside each profile, `route` goes the way of one module.

mod advice;
mod model;
mod profiles;
mod route;
mod testing;
mod way;

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};

use bstr::ByteSlice;
use go_rules::goproxy;
use go_rules::vars::{Layer, Origin};

use super::work::Inner;
use super::{Topic, Workbench};
use crate::job::Cancel;
use crate::place::Place;
use crate::proxy::Settings;
use crate::proxy::probe::{Hop, Kind, ProbeError, Probed};
use crate::proxy::view::{ChainView, HopTo};
use crate::store::probes::{KEPT_MS, Past};
use crate::system::DiskFiles;
use crate::system::clock;

pub use advice::{Finding, Fix, Wrong};
pub use model::{Health, HopState, Part, Proxies, ServerState, Shadow, Way};
pub use profiles::{Kept, ProfileShown, ProfilesShown};
pub use route::{Gone, RouteError};
pub use testing::ProxyTarget;
use testing::Run;

/// How long a test that another process made still tells what is so now.
const COUNTS_MS: u64 = 60 * 60 * 1000;

/// Whom a result is about: a server as it is shown, and everything that the answer depends on besides.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    kind: Kind,
    shown: String,
    /// A fingerprint of the URL with its secrets, the HTTP proxies and the credentials.
    ground: u64,
}

/// The section's share of the workbench.
#[derive(Default)]
pub(super) struct ProxySection {
    known: Mutex<Known>,
    /// For work that must not keep the workbench open.
    inner: OnceLock<Weak<Inner>>,
}

#[derive(Default)]
struct Known {
    results: HashMap<Key, (Probed, u64)>,
    /// HTTP proxies that were met.
    between: Vec<(Probed, u64)>,
    /// Tests that run.
    runs: Vec<Run>,
    last_run: u64,
    /// Why the last test could not be made.
    trouble: Option<ProbeError>,
    /// A way that is being gone.
    going: Option<Cancel>,
    /// Somebody has asked for the chain.
    asked: bool,
    /// The page is on the screen.
    watched: bool,
}

impl Drop for ProxySection {
    fn drop(&mut self) {
        self.known().cancel(|_| true);
    }
}

impl ProxySection {
    fn known(&self) -> MutexGuard<'_, Known> {
        // What a panic left is what was known before.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has to be told once, before anything is tested.
    pub fn belongs_to(&self, inner: &Arc<Inner>) {
        self.inner.get_or_init(|| Arc::downgrade(inner));
    }

    /// The environment differs: whether anybody has to hear of it here.
    pub fn environment_differs(&self) -> bool {
        let known = self.known();
        if known.watched
            && let Some(inner) = self.inner.get().cloned()
        {
            // Not here: whoever publishes holds what a look needs.
            std::thread::spawn(move || inner.upgrade().map(|inner| inner.test_stale_proxies()));
        }
        known.asked
    }
}

impl Workbench {
    /// The chain of the context with everything that is known of it. Asks no server.
    pub fn proxies(&self) -> Proxies {
        self.inner.proxies()
    }
}

/// What of the context the section goes by.
struct Ground {
    settings: Settings,
    chain: ChainView,
    shadows: Vec<Shadow>,
}

impl Inner {
    /// What the chain of the context is made of.
    fn proxy_ground(&self) -> Ground {
        let question = self.sdk_question();
        let settings = Settings::of(&question.environ, &question.resolved);
        let chain = ChainView::of(&question.environ, &question.resolved, &DiskFiles);
        Ground { settings, chain, shadows: self.shadows() }
    }

    /// The variables of profiles that the process environment sets.
    fn shadows(&self) -> Vec<Shadow> {
        let state = self.state();
        let variables = &state.picture.snapshot.variables;
        let by_process = variables.iter().filter(|v| v.origin == Origin::Layer(Layer::Process));
        let place = |v: &crate::env::view::Variable| -> Option<Place> {
            v.rungs.iter().find(|rung| rung.effective).and_then(|rung| rung.place.clone())
        };
        by_process.map(|v| Shadow { name: v.name.clone(), place: place(v) }).collect()
    }

    pub(super) fn proxies(&self) -> Proxies {
        let ground = self.proxy_ground();
        // One look at what is known: a test may end meanwhile, and half of its results would be no state at all.
        let mut known = self.proxies.known();
        known.asked = true;
        let probes = probes(&ground.settings);
        let now = clock::now_ms();
        let hops = ground.chain.hops.iter().map(|view| {
            let probe = probes.iter().find(|probe| probe.number == Some(view.number));
            let asked = matches!(view.to, HopTo::Proxy { refused: None, .. });
            let server =
                probe.filter(|_| asked).map(|probe| self.server_state(&known, probe, &ground.settings));
            HopState { view: view.clone(), server: server.unwrap_or_default(), part: Part::Unknown }
        });
        let mut hops: Vec<HopState> = hops.collect();
        let way = way::way(&mut hops, now);
        let database = self.server_state(&known, &Hop::sumdb(&ground.settings), &ground.settings);
        let states = || hops.iter().map(|hop| &hop.server).chain([&database]);
        let mut proxies = Proxies {
            shadow: ground.shadows.iter().find(|shadow| shadow.name == "GOPROXY").cloned(),
            testing: !known.runs.is_empty(),
            tested_at: states().filter_map(|state| state.health.as_ref()).map(Health::at).max(),
            trouble: known.trouble.clone(),
            between: known.between.clone(),
            finding: None,
            chain: ground.chain,
            hops,
            way,
            database,
        };
        drop(known);
        proxies.finding = self.proxy_advice(&proxies, now);
        proxies
    }

    /// What is known of a server: by this process, else by what was kept; and its last week.
    fn server_state(&self, known: &Known, hop: &Hop, settings: &Settings) -> ServerState {
        let since = clock::now_ms().saturating_sub(KEPT_MS);
        // Without its history a server is worth as much.
        let history = self.store.probes_of(hop.kind, &hop.shown, since).unwrap_or_default();
        ServerState { history, ..self.server_now(known, hop, settings) }
    }

    /// The same without its history.
    fn server_now(&self, known: &Known, hop: &Hop, settings: &Settings) -> ServerState {
        let key = Key::of(hop, settings);
        let testing = known.is_testing(&key);
        let seen = known.results.get(&key).cloned();
        let since = clock::now_ms().saturating_sub(KEPT_MS);
        let health = match seen {
            Some((probed, at)) => Some(Health::Seen { probed: Box::new(probed), at }),
            None => {
                self.store.last_probe_of(hop.kind, &hop.shown, since).ok().flatten().map(Health::Remembered)
            }
        };
        ServerState { testing, health, history: Vec::new() }
    }

    /// Announces that results or profiles differ.
    pub(super) fn announce_proxies(&self) {
        let mut state = self.state();
        state.revision += 1;
        self.announce(state.revision, vec![Topic::Proxies]);
    }
}

/// Everything of the settings that can be tested; nothing of what Go never asks.
fn probes(settings: &Settings) -> Vec<Hop> {
    Hop::of_list(settings.goproxy.as_bstr(), 0)
}

impl Key {
    fn of(hop: &Hop, settings: &Settings) -> Key {
        let mut hasher = DefaultHasher::new();
        for name in ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "NETRC"] {
            settings.environ.set(name).hash(&mut hasher);
            settings.environ.set(name.to_ascii_lowercase()).hash(&mut hasher);
        }
        settings.goauth.hash(&mut hasher);
        match hop.number {
            Some(number) if hop.kind == Kind::Proxy => {
                let entries = goproxy::entries(settings.goproxy.as_bstr());
                entries.get(number.saturating_sub(1)).map(|entry| entry.text.clone()).hash(&mut hasher);
            }
            _ => (&settings.goproxy, &settings.gosumdb).hash(&mut hasher),
        }
        Key { kind: hop.kind, shown: hop.shown.clone(), ground: hasher.finish() }
    }
}

/// Whether something that another process found still tells what is so now.
fn counts(past: &Past, now: u64) -> bool {
    past.at.saturating_add(COUNTS_MS) >= now
}
