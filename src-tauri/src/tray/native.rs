//! The icon on macOS and Windows, by Tauri's own means.

use std::sync::mpsc::Sender;

use tauri::menu::{CheckMenuItemBuilder, MenuBuilder, MenuItemBuilder};
use tauri::tray::TrayIconBuilder;
use tauri::{AppHandle, Runtime};

use super::menu::Menu;
use super::{Action, Shown};

const ID: &str = "burrow";

/// An icon that is there; Tauri keeps it.
pub struct Showing;

/// Shows the menu, in the icon that is there already; `None` takes it away.
pub fn show<R: Runtime>(
    app: &AppHandle<R>,
    shown: &Shown,
    act: &Sender<Action>,
    icon: Option<Showing>,
    menu: Option<Menu>,
) -> Option<Showing> {
    shown.host(menu.is_some());
    let there = menu.as_ref().map(|_| Showing);
    let (owner, act) = (app.clone(), act.clone());
    // Icons belong to the thread of the windows.
    let asked = app.run_on_main_thread(move || {
        let done = match menu {
            None => {
                owner.remove_tray_by_id(ID);
                Ok(())
            }
            Some(menu) => draw(&owner, &menu, &act, icon.is_none()),
        };
        if let Err(error) = done {
            tracing::info!(%error, "no icon in the tray");
        }
    });
    asked.ok().and(there)
}

fn draw<R: Runtime>(app: &AppHandle<R>, menu: &Menu, act: &Sender<Action>, new: bool) -> tauri::Result<()> {
    let drawn = drawn(app, menu)?;
    if let Some(icon) = app.tray_by_id(ID).filter(|_| !new) {
        icon.set_tooltip(Some(&menu.heading))?;
        return icon.set_menu(Some(drawn));
    }
    let act = act.clone();
    let mut builder = TrayIconBuilder::with_id(ID).tooltip(&menu.heading).menu(&drawn);
    if let Some(icon) = app.default_window_icon() {
        builder = builder.icon(icon.clone());
    }
    let heard = builder.on_menu_event(move |_, event| {
        if let Some(action) = action(event.id().as_ref()) {
            // Without a thread to hear it the app is ending.
            let _ = act.send(action);
        }
    });
    heard.build(app).map(drop)
}

fn drawn<R: Runtime>(app: &AppHandle<R>, menu: &Menu) -> tauri::Result<tauri::menu::Menu<R>> {
    let line = |text: &str| MenuItemBuilder::new(plain(text)).enabled(false).build(app);
    let button = |id: &str, text: &str| MenuItemBuilder::with_id(id, plain(text));
    let mut built = MenuBuilder::new(app).item(&line(&menu.heading)?).separator();
    for (at, profile) in menu.profiles.iter().enumerate() {
        let item = CheckMenuItemBuilder::with_id(format!("switch:{}", profile.name), plain(&profile.label))
            .enabled(profile.enabled)
            .checked(menu.active == Some(at));
        built = built.item(&item.build(app)?);
    }
    if !menu.said.is_empty() {
        built = built.separator();
    }
    for text in &menu.said {
        built = built.item(&line(text)?);
    }
    if let Some((text, entry)) = &menu.take_back {
        built = built.item(&button(&format!("back:{entry}"), text).build(app)?);
    }
    built = built.separator().item(&button("test", &menu.test).enabled(!menu.testing).build(app)?);
    built.item(&button("open", &menu.open).build(app)?).item(&button("quit", &menu.quit).build(app)?).build()
}

/// What an item of the menu stands for.
fn action(id: &str) -> Option<Action> {
    match id.split_once(':') {
        Some(("switch", name)) => Some(Action::Switch(name.to_owned())),
        Some(("back", entry)) => entry.parse().ok().map(Action::TakeBack),
        Some(_) => None,
        None => match id {
            "test" => Some(Action::Test),
            "open" => Some(Action::Open),
            "quit" => Some(Action::Quit),
            _ => None,
        },
    }
}

/// `&` marks an access key; two of them are one.
fn plain(text: &str) -> String {
    text.replace('&', "&&")
}

/// The menu says it; these systems want an installed program for more.
pub fn notify(_title: &str, _text: &str) {}
