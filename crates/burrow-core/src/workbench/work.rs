//! The state behind the workbench, and the thread that hears of shells and disks.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, Weak};
use std::thread;
use std::time::{Duration, Instant};

use super::ask;
use super::askers::{Answered, Slot, Slots};
use super::build::{self, Parts, Picture};
use super::change::Plans;
use super::snapshot::{ContextChoice, Notice, Snapshot, Toolchain};
use super::wishes::{directory, wishes};
use super::{Changed, Options, Topic};
use crate::env::capture::{AskerId, CaptureError, Captured};
use crate::env::edit;
use crate::env::history::{History, HistoryEntry};
use crate::env::view::Variable;
use crate::settings::Settings;
use crate::store::{self, Store};
use crate::system::clock;
use crate::watch::{self, Hit, Watcher, Why};

/// After a change on disk: how long it must be quiet before it is looked at …
const QUIET: Duration = Duration::from_millis(30);
/// … and how long a restless disk is waited for.
const RESTLESS: Duration = Duration::from_millis(150);
/// Following a plan may show folders that ask for another one.
const REPLANS: usize = 3;

/// What the thread is told.
pub(super) enum Message {
    Hit(Hit),
    Answered { asker: AskerId, question: u64, answer: Box<Result<Answered, CaptureError>> },
    Stop,
}

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
    watcher: Option<Watcher>,
    watch_troubles: Vec<watch::Trouble>,
    store_trouble: Option<store::Trouble>,
    toolchains: Vec<Toolchain>,
    /// One of them may have come or gone.
    toolchains_stale: bool,
    /// The latest question that each asker has answered.
    answered: BTreeMap<AskerId, u64>,
    touched: BTreeMap<String, u64>,
    changed_at: Option<u64>,
    revision: u64,
    newest_entry: Option<i64>,
}

/// The workbench itself.
pub(super) struct Inner {
    pub options: Options,
    pub history: History,
    pub published: RwLock<Arc<Snapshot>>,
    pub listeners: Mutex<Vec<Sender<Changed>>>,
    store: Arc<Store>,
    state: Mutex<State>,
    messages: Mutex<Sender<Message>>,
    /// How many times somebody was asked.
    questions: AtomicU64,
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
        let picture = build::picture(Parts {
            slots: &slots,
            choice: &choice,
            directory: &directory(&options, &choice),
            home: options.home.as_deref(),
            toolchains: &[],
            notices: store_trouble.iter().map(notice_of_store).collect(),
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
            store_trouble,
            toolchains: Vec::new(),
            toolchains_stale: true,
            answered: BTreeMap::new(),
            touched: BTreeMap::new(),
            changed_at: None,
            revision: 1,
            newest_entry: None,
        };
        let inner = Arc::new(Inner {
            options,
            history,
            published: RwLock::new(Arc::new(first)),
            listeners: Mutex::default(),
            store,
            state: Mutex::new(state),
            messages: Mutex::new(messages),
            questions: AtomicU64::new(0),
        });
        inner.settle_in();
        spawn_worker(Arc::downgrade(&inner), inbox);
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

    fn send(&self, message: Message) {
        // Without a thread to hear it the workbench is closing.
        let _ = self.messages.lock().unwrap_or_else(PoisonError::into_inner).send(message);
    }

    /// Asks in the background; the answer comes as a message.
    fn ask(&self, asker: AskerId) {
        let environments = Arc::clone(&self.options.environments);
        let messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let question = self.questions.fetch_add(1, Ordering::Relaxed) + 1;
        let answer = move |answered| Message::Answered { asker, question, answer: Box::new(answered) };
        thread::spawn(move || {
            let captured = match asker {
                AskerId::LoginShell => environments.login_shell(),
                AskerId::Desktop => environments.desktop(),
                AskerId::Process => Ok(environments.process()),
            };
            let answered = captured.map(|captured| Answered::locate(captured, None));
            let undecided = answered.as_ref().ok().filter(|a| a.is_undecided()).map(|a| a.captured.clone());
            // Whoever hears nothing any more is closing.
            let _ = messages.send(answer(answered));
            let trace = environments.trace_limit().filter(|_| asker == AskerId::LoginShell);
            if let (Some(captured), Some(limit)) = (undecided, trace) {
                let _ = messages.send(answer(Ok(Answered::locate(captured, Some(limit)))));
            }
        });
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
                home: self.options.home.as_deref(),
                toolchains: &state.toolchains,
                notices: notices(state),
            });
            self.observe(&state.picture);
            // A folder that came to the watch may hold what was not seen yet.
            if !self.follow(state) {
                break;
            }
        }
        self.publish(state, cause)
    }

    fn find_toolchains(&self, state: &State) -> Vec<Toolchain> {
        let Some((_, answered)) = state.slots.chosen(state.choice.asker) else { return Vec::new() };
        ask::toolchains(&answered.captured.environ, &directory(&self.options, &state.choice))
    }

    fn publish(&self, state: &mut State, cause: Cause) -> u64 {
        let old = Arc::clone(&self.published.read().unwrap_or_else(PoisonError::into_inner));
        let mut new = state.picture.snapshot.clone();
        if cause == Cause::Disk {
            self.mark_touched(state, &old, &new);
        }
        for variable in &mut new.variables {
            variable.touched_at = state.touched.get(&variable.name).copied();
        }
        new.changed_at = state.changed_at;
        new.revision = old.revision;
        let mut topics = Vec::new();
        if new != *old {
            topics.push(Topic::Environment);
        }
        let newest = self.newest(&state.picture);
        if newest != state.newest_entry {
            state.newest_entry = newest;
            topics.push(Topic::History);
        }
        if topics.is_empty() {
            return state.revision;
        }
        state.revision += 1;
        new.revision = state.revision;
        *self.published.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(new);
        self.announce(state.revision, topics);
        state.revision
    }

    fn announce(&self, revision: u64, topics: Vec<Topic>) {
        let mut listeners = self.listeners.lock().unwrap_or_else(PoisonError::into_inner);
        listeners.retain(|l| l.send(Changed { revision, topics: topics.clone() }).is_ok());
    }

    /// Remembers which variables just changed on disk.
    fn mark_touched(&self, state: &mut State, old: &Snapshot, new: &Snapshot) {
        if old.context.asker != new.context.asker {
            return;
        }
        let now = clock::now_ms();
        let same = |a: &Variable, b: &Variable| a.value == b.value && a.rungs == b.rungs;
        let known = |variable: &Variable| old.variables.iter().find(|v| v.name == variable.name);
        let mut any = false;
        for variable in &new.variables {
            if known(variable).is_none_or(|before| !same(before, variable)) {
                state.touched.insert(variable.name.clone(), now);
                any = true;
            }
        }
        if any || old.goenv != new.goenv || old.variables.len() != new.variables.len() {
            state.changed_at = Some(now);
        }
    }

    /// Lets the history see what the GOENV file holds. Waits for a Burrow that is just writing it, so that its
    /// change is not taken for an outsider's.
    fn observe(&self, picture: &Picture) {
        let (Some(path), Ok(_)) = (self.goenv_of(picture), &picture.goenv) else { return };
        let Ok(target) = edit::Target::of(&path) else { return };
        let Ok(_lock) = target.lock(self.options.state_dir.as_deref()) else { return };
        let Ok(bytes) = edit::file::read(&target.file) else { return };
        // A history that cannot be written is told by the store's notice; the picture stands.
        let _ = self.history.observe(&target.file, bytes.as_deref(), target.modified_ms());
    }

    fn newest(&self, picture: &Picture) -> Option<i64> {
        let target = edit::Target::of(&self.goenv_of(picture)?).ok()?;
        self.history.newest(&target.file).ok().flatten()
    }

    fn goenv_of(&self, picture: &Picture) -> Option<PathBuf> {
        picture.context()?.goenv_for_writing()
    }

    /// The file that a change would be written to.
    pub fn goenv_for_writing(&self) -> Option<PathBuf> {
        self.goenv_of(&self.state().picture)
    }

    pub fn entries(&self) -> Vec<HistoryEntry> {
        let Some(path) = self.goenv_for_writing() else { return Vec::new() };
        let Ok(target) = edit::Target::of(&path) else { return Vec::new() };
        self.history.entries(&target.file).unwrap_or_default()
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

    fn start_watching(&self, state: &mut State) {
        let messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match Watcher::start(move |hit| drop(messages.send(Message::Hit(hit)))) {
            Ok(watcher) => {
                state.watcher = Some(watcher);
                self.follow(state);
            }
            Err(trouble) => state.watch_troubles = vec![trouble],
        }
        // What changed until now went unseen, and what is not needed at first is still to come: the thread looks
        // once more while the first picture is shown already.
        self.send(Message::Hit(Hit { whys: [Why::Toolchain].into() }));
    }

    /// Watches what matters to the picture; `true` when a folder came to it.
    fn follow(&self, state: &mut State) -> bool {
        let wishes = wishes(
            &state.picture,
            &state.slots,
            &directory(&self.options, &state.choice),
            self.options.home.as_deref(),
        );
        let Some(watcher) = &mut state.watcher else { return false };
        let (came, troubles) = watcher.follow(&watch::plan(&wishes, &|dir| dir.is_dir()));
        let new_trouble = troubles != state.watch_troubles;
        state.watch_troubles = troubles;
        came || new_trouble
    }

    /// Takes in what the thread has heard.
    fn hear(&self, messages: Vec<Message>) {
        let mut state = self.state();
        let mut cause = Cause::Asker;
        let mut whys = BTreeSet::new();
        for message in messages {
            match message {
                Message::Hit(hit) => {
                    cause = Cause::Disk;
                    if hit.whys.is_empty() {
                        whys.insert(Why::StartFile);
                    }
                    whys.extend(hit.whys);
                }
                Message::Answered { asker, question, answer } => {
                    take_answer(&mut state, asker, question, *answer);
                }
                Message::Stop => {}
            }
        }
        state.toolchains_stale |= whys.contains(&Why::Toolchain);
        if whys.contains(&Why::StartFile) {
            for asker in [AskerId::LoginShell, AskerId::Desktop, AskerId::Process] {
                if self.options.ask || asker == AskerId::Process {
                    self.ask(asker);
                }
            }
        }
        self.rebuild(&mut state, cause);
    }
}

/// A shell that was slow must not have the last word over one that was asked later.
fn take_answer(state: &mut State, asker: AskerId, question: u64, answer: Result<Answered, CaptureError>) {
    let newest = state.answered.entry(asker).or_default();
    if question < *newest {
        return;
    }
    *newest = question;
    let slot = state.slots.get_mut(asker);
    match answer {
        Ok(answered) => *slot = Slot::Ready(Box::new(answered)),
        Err(error) => *slot = Slot::Failed(error),
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
    let watch = state.watch_troubles.iter().map(|trouble| match trouble {
        watch::Trouble::OutOfWatches => Notice::OutOfWatches,
        watch::Trouble::Other(detail) => Notice::NotWatching { detail: detail.clone() },
    });
    let mut notices: Vec<Notice> = Vec::new();
    for notice in store.chain(watch) {
        if !notices.contains(&notice) {
            notices.push(notice);
        }
    }
    notices
}

fn notice_of_store(trouble: &store::Trouble) -> Notice {
    match trouble {
        store::Trouble::Damaged { aside } => Notice::StateDamaged { aside: aside.clone() },
        store::Trouble::Newer { file } => Notice::StateNewer { file: file.clone() },
        store::Trouble::InMemory { detail } => Notice::StateInMemory { detail: detail.clone() },
    }
}

/// The thread ends with the workbench: it holds it only while it works.
fn spawn_worker(inner: Weak<Inner>, inbox: Receiver<Message>) {
    thread::spawn(move || {
        while let Ok(first) = inbox.recv() {
            let Some(messages) = gather(first, &inbox) else { return };
            let Some(inner) = inner.upgrade() else { return };
            inner.hear(messages);
        }
    });
}

/// One message, and after a change on disk whatever follows it closely. `None`: it is time to stop.
fn gather(first: Message, inbox: &Receiver<Message>) -> Option<Vec<Message>> {
    let began = Instant::now();
    let mut messages = vec![first];
    loop {
        match messages.last() {
            Some(Message::Stop) => return None,
            Some(Message::Hit(_)) if began.elapsed() < RESTLESS => match inbox.recv_timeout(QUIET) {
                Ok(next) => messages.push(next),
                Err(RecvTimeoutError::Timeout) => return Some(messages),
                Err(RecvTimeoutError::Disconnected) => return None,
            },
            _ => return Some(messages),
        }
    }
}
