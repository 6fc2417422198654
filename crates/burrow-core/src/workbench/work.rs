//! The state behind the workbench, and when a new picture of it is made.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicU64;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use super::ask;
use super::askers::{Answered, Slot, Slots};
use super::bench::BenchCell;
use super::build::{self, Parts, Picture};
use super::caches::{CacheErrand, CacheSection, spawn_keeper};
use super::change::Plans;
use super::doctor::{DoctorSection, spawn_doctor};
use super::listen::{Message, spawn_worker};
use super::projects::{ProjectSection, spawn_projects};
use super::proxies::ProxySection;
use super::snapshot::{ContextChoice, Notice, Snapshot, Toolchain};
use super::toolchains::{Errand, Section, spawn_hunter};
use super::welcome::WelcomeSection;
use super::wishes::directory;
use super::{Changed, Options, Topic};
use crate::env::answers::Answers;
use crate::env::capture::{AskerId, Captured};
use crate::env::history::History;
use crate::settings::Settings;
use crate::store::{self, Store};
use crate::watch::{self, Watcher, Wish};

/// Following a plan may show folders that ask for another one.
const REPLANS: usize = 3;

/// Why a picture is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// Something on disk changed, or may have.
    Disk,
    /// An asker has answered.
    Asker,
    /// The person looks from elsewhere.
    Look,
}

/// What one lock guards.
pub(super) struct State {
    pub slots: Slots,
    pub choice: ContextChoice,
    pub picture: Picture,
    pub plans: Plans,
    settings: Settings,
    pub watcher: Option<Watcher>,
    pub watch_troubles: Vec<watch::Trouble>,
    /// What the section of toolchains wants to hear of.
    pub sdk_wishes: Vec<Wish>,
    /// The same for that of programs.
    pub program_wishes: Vec<Wish>,
    /// The same for the known projects.
    pub project_wishes: Vec<Wish>,
    /// The same for what the readiness of projects rests on.
    pub ready_wishes: Vec<Wish>,
    /// The same for what findings of the doctor rest on.
    pub doctor_wishes: Vec<Wish>,
    pub store_trouble: Option<store::Trouble>,
    toolchains: Vec<Toolchain>,
    /// One of them may have come or gone.
    pub toolchains_stale: bool,
    /// The latest question that each asker has answered.
    pub answered: BTreeMap<AskerId, u64>,
    pub touched: BTreeMap<String, u64>,
    pub changed_at: Option<u64>,
    pub revision: u64,
    pub newest_entry: Option<i64>,
}

/// The workbench itself.
pub(super) struct Inner {
    pub options: Options,
    pub answers: Answers,
    pub history: History,
    pub published: RwLock<Arc<Snapshot>>,
    pub listeners: Mutex<Vec<Sender<Changed>>>,
    pub section: Section,
    pub caches: CacheSection,
    pub proxies: ProxySection,
    pub bench: BenchCell,
    pub doctor: DoctorSection,
    pub welcome: WelcomeSection,
    pub projects: ProjectSection,
    pub store: Arc<Store>,
    state: Mutex<State>,
    pub messages: Mutex<Sender<Message>>,
    /// How many times somebody was asked.
    pub questions: AtomicU64,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.send(Message::Stop);
    }
}

impl Inner {
    pub fn start(options: Options, captured: Option<Captured>) -> Arc<Inner> {
        let (store, store_trouble) = store::open(options.state_dir.as_deref());
        let store = Arc::new(store);
        let history = History::new(Arc::clone(&store), options.author);
        let (messages, inbox) = channel();
        let (slots, choice) = first_slots(&options, captured);
        let answers = Answers::default();
        let picture = build::picture(Parts {
            slots: &slots,
            choice: &choice,
            directory: &directory(&options, &choice),
            started_in: options.started_in.as_deref(),
            home: options.home.as_deref(),
            toolchains: &[],
            notices: store_trouble.iter().map(notice_of_store).collect(),
            answers: &answers,
        });
        let mut first = picture.snapshot.clone();
        first.revision = 1;
        let state = State {
            slots,
            choice,
            picture,
            plans: Plans::default(),
            settings: store.settings(),
            watcher: None,
            watch_troubles: Vec::new(),
            sdk_wishes: Vec::new(),
            program_wishes: Vec::new(),
            project_wishes: Vec::new(),
            ready_wishes: Vec::new(),
            doctor_wishes: Vec::new(),
            store_trouble,
            toolchains: Vec::new(),
            toolchains_stale: true,
            answered: BTreeMap::new(),
            touched: BTreeMap::new(),
            changed_at: None,
            revision: 1,
            newest_entry: None,
        };
        let (section, inboxes) = Section::new();
        let (caches, cache_inboxes) = CacheSection::new(store.cache_settings());
        let (doctor, doctor_errands) = DoctorSection::new();
        let (projects, project_errands) = ProjectSection::new();
        let inner = Arc::new(Inner {
            options,
            answers,
            history,
            published: RwLock::new(Arc::new(first)),
            listeners: Mutex::default(),
            section,
            caches,
            proxies: ProxySection::default(),
            bench: BenchCell::default(),
            doctor,
            welcome: WelcomeSection::default(),
            projects,
            store,
            state: Mutex::new(state),
            messages: Mutex::new(messages),
            questions: AtomicU64::new(0),
        });
        inner.proxies.belongs_to(&inner);
        inner.settle_in();
        spawn_worker(Arc::downgrade(&inner), inbox);
        spawn_hunter(&inner, inboxes);
        spawn_keeper(&inner, cache_inboxes);
        spawn_doctor(&inner, doctor_errands);
        spawn_projects(&inner, project_errands);
        inner
    }

    /// What comes right after the first picture: the history looks at the file, folders are watched, shells asked.
    fn settle_in(self: &Arc<Self>) {
        let mut state = self.state();
        self.observe(&state.picture);
        state.newest_entry = self.newest(&state.picture);
        if self.options.watch {
            self.start_watching(&mut state);
        }
        drop(state);
        if self.options.ask {
            self.ask(AskerId::LoginShell);
            self.ask(AskerId::Desktop);
        }
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        // What a panic left is still the last whole picture.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn send(&self, message: Message) {
        // Without a thread to hear it the workbench is closing.
        let _ = self.messages.lock().unwrap_or_else(PoisonError::into_inner).send(message);
    }

    pub fn look(&self, choice: ContextChoice) -> Arc<Snapshot> {
        let mut state = self.state();
        state.choice = choice;
        self.rebuild(&mut state, Cause::Look);
        Arc::clone(&self.published.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub fn refresh(&self) -> Arc<Snapshot> {
        if self.options.ask {
            self.ask(AskerId::LoginShell);
            self.ask(AskerId::Desktop);
        }
        let mut state = self.state();
        if let Some(watcher) = &mut state.watcher {
            watcher.forget();
        }
        state.toolchains_stale = true;
        self.errand(Errand::Disk);
        self.rebuild(&mut state, Cause::Disk);
        Arc::clone(&self.published.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Makes a new picture and publishes it if it differs. Returns its revision.
    pub fn rebuild(&self, state: &mut State, cause: Cause) -> u64 {
        if self.options.ask && (cause != Cause::Disk || state.toolchains_stale) {
            state.toolchains = self.find_toolchains(state);
            state.toolchains_stale = false;
        }
        for _ in 0..REPLANS {
            state.picture = build::picture(Parts {
                slots: &state.slots,
                choice: &state.choice,
                directory: &directory(&self.options, &state.choice),
                started_in: self.options.started_in.as_deref(),
                home: self.options.home.as_deref(),
                toolchains: &state.toolchains,
                notices: notices(state),
                answers: &self.answers,
            });
            self.observe(&state.picture);
            // A folder that came to the watch may hold what was not seen yet.
            if !self.follow(state) {
                break;
            }
        }
        self.errand(Errand::Context);
        self.cache_errand(CacheErrand::Context);
        self.publish(state, cause)
    }

    fn find_toolchains(&self, state: &State) -> Vec<Toolchain> {
        let Some((_, answered)) = state.slots.chosen(state.choice.asker) else { return Vec::new() };
        ask::toolchains(&answered.captured.environ, &directory(&self.options, &state.choice))
    }

    pub fn settings(&self) -> Settings {
        self.state().settings
    }

    pub fn set_settings(&self, settings: Settings) {
        // What cannot be kept holds until Burrow ends; the store's notice has said so.
        let _ = self.store.set_settings(&settings);
        let mut state = self.state();
        if state.settings != settings {
            state.settings = settings;
            state.revision += 1;
            self.announce(state.revision, vec![Topic::Settings]);
        }
    }
}

fn first_slots(options: &Options, captured: Option<Captured>) -> (Slots, ContextChoice) {
    let background = || if options.ask { Slot::Asking } else { Slot::Unasked };
    let mut slots = Slots { login_shell: background(), desktop: background(), process: Slot::Unasked };
    let mut choice = ContextChoice::default();
    let captured = match captured {
        Some(captured) => {
            choice.asker = Some(captured.asker);
            captured
        }
        None => options.environments.process(),
    };
    let asker = captured.asker;
    let trace = options.environments.trace_limit().filter(|_| options.trace);
    *slots.get_mut(asker) = Slot::Ready(Box::new(Answered::locate(captured, trace)));
    (slots, choice)
}

fn notices(state: &State) -> Vec<Notice> {
    let store = state.store_trouble.iter().map(notice_of_store);
    let mut notices: Vec<Notice> = Vec::new();
    for notice in store.chain(watch_notices(state)) {
        if !notices.contains(&notice) {
            notices.push(notice);
        }
    }
    notices
}

/// Why changes may not be seen by themselves.
pub(super) fn watch_notices(state: &State) -> impl Iterator<Item = Notice> {
    state.watch_troubles.iter().map(|trouble| match trouble {
        watch::Trouble::OutOfWatches => Notice::OutOfWatches,
        watch::Trouble::Other(detail) => Notice::NotWatching { detail: detail.clone() },
    })
}

fn notice_of_store(trouble: &store::Trouble) -> Notice {
    match trouble {
        store::Trouble::Damaged { aside } => Notice::StateDamaged { aside: aside.clone() },
        store::Trouble::Newer { file } => Notice::StateNewer { file: file.clone() },
        store::Trouble::InMemory { detail } => Notice::StateInMemory { detail: detail.clone() },
    }
}
