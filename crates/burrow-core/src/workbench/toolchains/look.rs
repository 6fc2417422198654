//! Makes the section: asks, hunts, sees what differs, and says so.

use std::path::{MAIN_SEPARATOR_STR, PathBuf};
use std::sync::{Arc, PoisonError};

use bstr::{BString, ByteSlice};
use go_rules::environ::{Environ, Os};
use go_rules::go_command::GoCommand;
use go_rules::vars::Resolved;

use super::super::work::{Inner, State, watch_notices};
use super::super::{Topic, ask::Answer};
use super::{CurrentLink, KnownSdk, Memory, Toolchains};
use crate::env::answers::Answers;
use crate::env::resolve::Asked;
use crate::place::Place;
use crate::project::find::Project;
use crate::sdk::inventory::{Hunt, Sdk, hunt, places_to_watch};
use crate::sdk::switch::newest_undo;
use crate::sdk::which::{Which, which};
use crate::system::dir_link;
use crate::system::files::{path_from_bytes, path_to_bytes};
use crate::system::{DiskFiles, DiskLook};
use crate::watch::{Why, Wish};

/// Folders that come to the watch may hold what was not seen yet.
const HUNTS: usize = 3;

/// What a look goes by, taken from the state at one moment.
pub(in crate::workbench) struct Question {
    pub environ: Environ,
    pub dir: BString,
    pub resolved: Resolved,
    /// The `go` that answers.
    pub go: Option<GoCommand>,
    pub(in crate::workbench) goroot: Option<BString>,
    pub hunt: Hunt,
    path: Option<Place>,
    gotoolchain: Option<Place>,
}

impl Inner {
    /// The section before anything was looked for: which one runs is told at once.
    pub(super) fn first_toolchains(&self) -> Arc<Toolchains> {
        let memory = self.section.memory();
        // Somebody else may have been first.
        match self.section.shown() {
            Some(shown) => shown,
            None => self.show(&memory, &self.sdk_question(), true),
        }
    }

    /// Looks again; `disk`: what was found before may be no longer so.
    pub(super) fn look_for_toolchains(&self, mut disk: bool) -> Arc<Toolchains> {
        let mut memory = self.section.memory();
        let mut question = self.sdk_question();
        for _ in 0..HUNTS {
            if disk || memory.hunt.as_ref() != Some(&question.hunt) {
                memory.sdks = hunt(&question.hunt, &DiskFiles);
                memory.hunt = Some(question.hunt.clone());
                memory.kept = self.kept(&question, &memory.sdks);
                disk = self.watch_sdk_places(&question);
            }
            if !disk {
                break;
            }
            question = self.sdk_question();
        }
        if let Some(inner) = self.section.inner.get() {
            self.section.projects.look(&question, inner);
        }
        self.show(&memory, &question, false)
    }

    pub(in crate::workbench) fn sdk_question(&self) -> Question {
        let folders = self.store.sdk_folders();
        let state = self.state();
        let goroot = state.choice.goroot.clone();
        let nobody;
        let answer = match state.picture.context() {
            Some(answer) => answer,
            // A picture always has a context; without one nobody asks.
            None => {
                let (environ, dir) = (Environ::new(Os::host(), []), MAIN_SEPARATOR_STR.into());
                let asked = Asked { environ: &environ, dir, started_in: None, goroot: None };
                nobody = Answer::of(&asked, &Answers::default().ask(&asked, None, &DiskLook::default()));
                &nobody
            }
        };
        let Answer { environ, dir, resolved, .. } = answer;
        let mut hunt = Hunt::seen(environ, dir.as_bstr(), resolved, &folders);
        hunt.folders.extend(goroot.clone());
        hunt.active.clone_from(&goroot);
        Question {
            environ: environ.clone(),
            dir: dir.clone(),
            resolved: resolved.clone(),
            goroot: goroot.as_deref().map(path_to_bytes),
            hunt,
            go: answer.at_hand.go.clone(),
            path: place_of(&state, "PATH"),
            gotoolchain: place_of(&state, "GOTOOLCHAIN"),
        }
    }

    /// `true` when a folder came to the watch.
    fn watch_sdk_places(&self, question: &Question) -> bool {
        let places = places_to_watch(&question.hunt, &DiskFiles);
        let mut state = self.state();
        let link = self.current_link().map(|link| Wish::new(link, Why::Sdks));
        let places = places.into_iter().map(|place| Wish::entries(place, Why::Sdks));
        state.sdk_wishes = places.chain(link).collect();
        self.follow(&mut state)
    }

    fn current(&self) -> Option<CurrentLink> {
        let link = self.current_link()?;
        dir_link::read(&link).ok().flatten()?;
        Some(CurrentLink { goroot: dunce::canonicalize(&link).ok(), link })
    }

    /// Puts together what is known, and announces it if it differs from what was shown.
    fn show(&self, memory: &Memory, question: &Question, looking: bool) -> Arc<Toolchains> {
        let which = question.which();
        let runs =
            which.choice.as_ref().and_then(|choice| path_from_bytes(choice.goroot.as_ref()?.as_bstr()));
        let runs = runs.and_then(|goroot| dunce::canonicalize(goroot).ok());
        let projects = self.section.projects.known();
        let known = |sdk: &Sdk| KnownSdk {
            projects: asking_for(sdk, &projects),
            kept: memory.kept.get(&sdk.goroot).cloned(),
            size: self.section.figures.of(&sdk.goroot, &self.store),
            runs: runs.as_ref() == Some(&sdk.goroot),
            sdk: sdk.clone(),
        };
        let sdks: Vec<KnownSdk> = memory.sdks.iter().map(known).collect();
        let folders = self.store.sdk_folders();
        let mut state = self.state();
        let mut new = Toolchains {
            revision: state.revision,
            looking,
            sdks,
            which,
            folders,
            current: self.current(),
            undo: newest_undo(&self.store).ok().flatten(),
            notices: watch_notices(&state).collect(),
        };
        let before = self.section.shown();
        if let Some(before) = before.as_ref().filter(|before| is_same(before, &new)) {
            return Arc::clone(before);
        }
        if before.is_some() {
            state.revision += 1;
            new.revision = state.revision;
        }
        let new = Arc::new(new);
        *self.section.shown.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&new));
        if before.is_some() {
            self.announce(new.revision, vec![Topic::Toolchains]);
        }
        new
    }
}

impl Question {
    fn which(&self) -> Which {
        let asked = Asked {
            environ: &self.environ,
            dir: self.dir.as_bstr(),
            started_in: None,
            goroot: self.goroot.as_ref().map(|goroot| goroot.as_bstr()),
        };
        which(&asked, &DiskFiles).locate(|name| match name {
            "PATH" => self.path.clone(),
            "GOTOOLCHAIN" => self.gotoolchain.clone(),
            _ => None,
        })
    }
}

/// The projects that ask for the version of an SDK.
fn asking_for(sdk: &Sdk, projects: &[Project]) -> Vec<PathBuf> {
    let asks = |project: &&Project| sdk.version.is_some() && project.asks_for() == sdk.version;
    projects.iter().filter(asks).map(|project| project.file.clone()).collect()
}

/// Whether nothing but the number differs.
fn is_same(before: &Toolchains, now: &Toolchains) -> bool {
    before.looking == now.looking
        && before.sdks == now.sdks
        && before.which == now.which
        && before.folders == now.folders
        && before.current == now.current
        && before.undo == now.undo
        && before.notices == now.notices
}

/// Where the one who asks has set a variable.
fn place_of(state: &State, name: &str) -> Option<Place> {
    let (_, answered) = state.slots.chosen(state.choice.asker)?;
    answered.places(name.into())?.winner().cloned()
}
