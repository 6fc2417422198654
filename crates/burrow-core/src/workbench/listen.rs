//! Hears of shells and disks: asks in the background, watches what matters, and takes the answers in.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};

use super::askers::{Answered, Slot};
use super::caches::CacheErrand;
use super::projects::ProjectErrand;
use super::toolchains::Errand;
use super::wishes::{directory, wishes};
use super::work::{Cause, Inner, State};
use crate::env::capture::{AskerId, CaptureError};
use crate::store;
use crate::watch::{self, Hit, Watcher, Why, Wish};

/// After a change on disk: how long it must be quiet before it is looked at …
const QUIET: Duration = Duration::from_millis(30);
/// … and how long a restless disk is waited for.
const RESTLESS: Duration = Duration::from_millis(150);

/// What the thread is told.
pub(super) enum Message {
    Hit(Hit),
    Answered { asker: AskerId, question: u64, answer: Box<Result<Answered, CaptureError>> },
    Stop,
}

impl Inner {
    /// Asks in the background; the answer comes as a message.
    pub fn ask(&self, asker: AskerId) {
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

    pub fn start_watching(&self, state: &mut State) {
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
    pub fn follow(&self, state: &mut State) -> bool {
        let mut wishes = wishes(
            &state.picture,
            &state.slots,
            &directory(&self.options, &state.choice),
            self.options.home.as_deref(),
        );
        wishes.extend(
            [
                &state.sdk_wishes,
                &state.program_wishes,
                &state.project_wishes,
                &state.doctor_wishes,
                &state.ready_wishes,
            ]
            .into_iter()
            .flatten()
            .cloned(),
        );
        let memory = self.options.state_dir.iter().flat_map(|dir| store::files(dir));
        wishes.extend(memory.map(|file| Wish::new(file, Why::Memory)));
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
        let mut answered = false;
        let mut whys = BTreeSet::new();
        for message in messages {
            match message {
                Message::Hit(hit) => {
                    cause = Cause::Disk;
                    match hit.whys.is_empty() {
                        true => whys.extend([
                            Why::StartFile,
                            Why::Sdks,
                            Why::Programs,
                            Why::Project,
                            Why::Doctor,
                            Why::Folders,
                            Why::Modules,
                            Why::Memory,
                        ]),
                        false => whys.extend(hit.whys),
                    }
                }
                Message::Answered { asker, question, answer } => {
                    answered = true;
                    take_answer(&mut state, asker, question, *answer);
                }
                Message::Stop => {}
            }
        }
        if whys.contains(&Why::Sdks) || whys.contains(&Why::Toolchain) {
            self.errand(Errand::Disk);
        }
        if whys.contains(&Why::Programs) {
            self.errand(Errand::Programs);
        }
        if whys.contains(&Why::Project) {
            self.cache_errand(CacheErrand::Projects);
        }
        if whys.contains(&Why::Modules) {
            self.module_came();
        }
        if whys.contains(&Why::Folders) {
            self.projects.errand(ProjectErrand::Folders);
        } else if whys.contains(&Why::Ready) {
            self.projects.errand(ProjectErrand::Files);
        }
        if whys.contains(&Why::Doctor) {
            self.doctor.look();
        }
        state.toolchains_stale |= whys.contains(&Why::Toolchain);
        if whys.contains(&Why::StartFile) {
            for asker in [AskerId::LoginShell, AskerId::Desktop, AskerId::Process] {
                if self.options.ask || asker == AskerId::Process {
                    self.ask(asker);
                }
            }
        }
        // The command has kept a profile, or tested a server.
        let remembered = whys.contains(&Why::Memory) && self.store.was_written_by_others();
        // An SDK that nobody asks changes nothing of the environment, and neither does a project elsewhere.
        if answered || whys.iter().any(|why| why.is_of_environment()) {
            self.rebuild(&mut state, cause);
        }
        drop(state);
        if remembered {
            self.announce_proxies();
        }
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

/// The thread ends with the workbench: it holds it only while it works.
pub(super) fn spawn_worker(inner: Weak<Inner>, inbox: Receiver<Message>) {
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
