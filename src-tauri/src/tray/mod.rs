//! The icon in the tray: profiles, how well each is, and the switch between them. It follows the state as the window does,
//! and where no desktop shows such icons nothing is lost but the icon.
//!
//! `menu` is what stands in it, `icon` how this system shows it (`linux`: StatusNotifierItem over D-Bus, spoken by us, so
//! that no library need be there; `native`: Tauri's).

mod menu;
mod switching;

#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod icon;
#[cfg(not(target_os = "linux"))]
#[path = "native.rs"]
mod icon;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use burrow_core::settings::Tray;
use burrow_core::workbench::{Changed, ProxyTarget, Topic};
use tauri::{AppHandle, Manager, Runtime};

use crate::desk::Desk;
use crate::window;
use menu::Menu;
use switching::Said;

/// The first picture of the window comes before the icon.
const SETTLED: Duration = Duration::from_millis(700);

/// What a person chose in the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Action {
    /// The profile of this name.
    Switch(String),
    /// Takes back what the last switch from here did.
    TakeBack(i64),
    Test,
    Open,
    Quit,
}

/// What the rest of the app may know of the icon. Cheap to clone: all clones are the same.
#[derive(Clone, Default)]
pub struct Shown {
    /// A desktop shows it right now.
    hosted: Arc<AtomicBool>,
    /// Burrow is to stay when its window is closed.
    keeps: Arc<AtomicBool>,
}

impl Shown {
    /// That of this app.
    pub fn of<R: Runtime>(app: &AppHandle<R>) -> Shown {
        app.manage(Shown::default());
        app.state::<Shown>().inner().clone()
    }

    /// Whether a closed window leaves Burrow in the tray: wanted, and possible.
    pub fn keeps_running(&self) -> bool {
        self.keeps.load(Ordering::Relaxed) && self.hosted.load(Ordering::Relaxed)
    }

    fn host(&self, there: bool) {
        self.hosted.store(there, Ordering::Relaxed);
    }
}

/// Follows the state with an icon for as long as the app runs.
pub fn start<R: Runtime>(app: &AppHandle<R>) {
    let shown = Shown::of(app);
    let (act, actions) = channel();
    let said = Arc::new(Mutex::new(None));
    let (following, acting) = (app.clone(), app.clone());
    let (heard, last) = (Arc::clone(&said), act.clone());
    std::thread::spawn(move || follow(&following, &shown, &last, &heard));
    std::thread::spawn(move || carry_out(&acting, &actions, &said));
}

/// What the last switch from the tray has done, and what it could not.
type LastSaid = Arc<Mutex<Option<Said>>>;

fn follow<R: Runtime>(app: &AppHandle<R>, shown: &Shown, act: &Sender<Action>, said: &LastSaid) {
    let desk = app.state::<Desk>().inner().clone();
    let changes = desk.workbench().subscribe();
    std::thread::sleep(SETTLED);
    let mut icon = None;
    let mut before = None;
    loop {
        let tray = desk.workbench().settings().tray;
        shown.keeps.store(tray == Tray::Always, Ordering::Relaxed);
        let menu = (tray != Tray::Off).then(|| {
            let said = said.lock().unwrap_or_else(PoisonError::into_inner).clone();
            desk.word(|wire| Menu::of(desk.workbench(), wire, said.as_ref()))
        });
        if menu != before {
            before.clone_from(&menu);
            icon = icon::show(app, shown, act, icon, menu);
        }
        if !heard(&changes) {
            return;
        }
    }
}

/// Waits for something that the menu shows to differ; `false`: the workbench has ended. What came in the meantime is
/// answered by the same look; that caches are being measured says nothing here.
fn heard(changes: &Receiver<Changed>) -> bool {
    let matters = |topic: &Topic| {
        matches!(topic, Topic::Environment | Topic::History | Topic::Settings | Topic::Proxies)
    };
    loop {
        let Ok(first) = changes.recv() else { return false };
        let all = std::iter::once(first).chain(changes.try_iter());
        if all.flat_map(|changed| changed.topics).any(|topic| matters(&topic)) {
            return true;
        }
    }
}

fn carry_out<R: Runtime>(app: &AppHandle<R>, actions: &Receiver<Action>, said: &LastSaid) {
    let desk = app.state::<Desk>().inner().clone();
    for action in actions {
        match action {
            Action::Switch(name) => say(&desk, said, |desk| switching::switch(desk, &name)),
            Action::TakeBack(entry) => say(&desk, said, |desk| switching::take_back(desk, entry)),
            Action::Test => {
                desk.workbench().test_proxies(ProxyTarget::All);
                desk.workbench().test_proxies(ProxyTarget::Profiles);
            }
            Action::Open => window::show(app),
            Action::Quit => app.exit(0),
        }
    }
}

/// Does it, and has the menu say what came of it.
fn say(desk: &Desk, said: &LastSaid, act: impl FnOnce(&Desk) -> Said) {
    let done = act(desk);
    icon::notify(&done.title, &done.lines.join("\n"));
    *said.lock().unwrap_or_else(PoisonError::into_inner) = Some(done);
    // A switch that changed nothing announces nothing, and has something to say all the same.
    desk.workbench().look_again_at_profiles();
}
