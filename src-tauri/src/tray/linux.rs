//! The icon on Linux: a StatusNotifierItem with its menu (`com.canonical.dbusmenu`). Where no desktop shows such icons it
//! waits, without harm, for one that does.

use std::sync::mpsc::Sender;

use ksni::blocking::{Handle, TrayMethods};
use ksni::menu::{RadioGroup, RadioItem, StandardItem};
use ksni::{Category, Icon, MenuItem, OfflineReason, ToolTip};
use tauri::{AppHandle, Runtime};

use super::menu::Menu;
use super::{Action, Shown};

/// An icon that is there.
pub type Showing = Handle<Item>;

/// What D-Bus is told of it.
pub struct Item {
    menu: Menu,
    picture: Vec<Icon>,
    act: Sender<Action>,
    shown: Shown,
}

/// Shows the menu, in the icon that is there already; `None` takes it away.
pub fn show<R: Runtime>(
    app: &AppHandle<R>,
    shown: &Shown,
    act: &Sender<Action>,
    icon: Option<Showing>,
    menu: Option<Menu>,
) -> Option<Showing> {
    match (icon, menu) {
        (Some(icon), Some(menu)) if !icon.is_closed() => {
            icon.update(|item| item.menu = menu);
            Some(icon)
        }
        (Some(icon), None) => {
            shown.host(false);
            icon.shutdown().wait();
            None
        }
        (_, Some(menu)) => {
            shown.host(true);
            let item = Item { menu, picture: picture(app), act: act.clone(), shown: shown.clone() };
            // A desktop may come later than Burrow: `watcher_offline` says so when there is none.
            match item.assume_sni_available(true).spawn() {
                Ok(icon) => Some(icon),
                Err(error) => {
                    shown.host(false);
                    tracing::info!(%error, "no icon in the tray");
                    None
                }
            }
        }
        (None, None) => None,
    }
}

/// The window's own picture, as D-Bus wants it: alpha first.
fn picture<R: Runtime>(app: &AppHandle<R>) -> Vec<Icon> {
    let Some(icon) = app.default_window_icon() else { return Vec::new() };
    let mut data = icon.rgba().to_vec();
    data.chunks_exact_mut(4).for_each(|pixel| pixel.rotate_right(1));
    let side = |side: u32| i32::try_from(side).unwrap_or_default();
    vec![Icon { width: side(icon.width()), height: side(icon.height()), data }]
}

impl Item {
    fn send(&self, action: Action) {
        // Without a thread to hear it the app is ending.
        let _ = self.act.send(action);
    }
}

impl ksni::Tray for Item {
    fn id(&self) -> String {
        "dev.burrow.desktop".to_owned()
    }

    fn title(&self) -> String {
        "Burrow".to_owned()
    }

    fn category(&self) -> Category {
        Category::ApplicationStatus
    }

    fn icon_pixmap(&self) -> Vec<Icon> {
        self.picture.clone()
    }

    fn tool_tip(&self) -> ToolTip {
        ToolTip { title: "Burrow".to_owned(), description: self.menu.heading.clone(), ..ToolTip::default() }
    }

    fn activate(&mut self, _x: i32, _y: i32) {
        self.send(Action::Open);
    }

    fn menu(&self) -> Vec<MenuItem<Self>> {
        let menu = &self.menu;
        let mut items = vec![line(&menu.heading), MenuItem::Separator];
        let options = menu.profiles.iter().map(|profile| RadioItem {
            label: plain(&profile.label),
            enabled: profile.enabled,
            ..RadioItem::default()
        });
        items.push(
            RadioGroup {
                // None is marked where none is in effect.
                selected: menu.active.unwrap_or(usize::MAX),
                select: Box::new(|item: &mut Item, at| {
                    if let Some(profile) = item.menu.profiles.get(at) {
                        item.send(Action::Switch(profile.name.clone()));
                    }
                }),
                options: options.collect(),
            }
            .into(),
        );
        if !menu.said.is_empty() {
            items.push(MenuItem::Separator);
            items.extend(menu.said.iter().map(|text| line(text)));
        }
        if let Some((text, entry)) = &menu.take_back {
            items.push(button(text, true, Action::TakeBack(*entry)));
        }
        items.push(MenuItem::Separator);
        items.push(button(&menu.test, !menu.testing, Action::Test));
        items.push(button(&menu.open, true, Action::Open));
        items.push(button(&menu.quit, true, Action::Quit));
        items
    }

    fn watcher_online(&self) {
        self.shown.host(true);
    }

    fn watcher_offline(&self, reason: OfflineReason) -> bool {
        tracing::info!(?reason, "no desktop shows the icon in the tray");
        self.shown.host(false);
        true
    }
}

/// A line that only says something.
fn line(text: &str) -> MenuItem<Item> {
    StandardItem { label: plain(text), enabled: false, ..StandardItem::default() }.into()
}

fn button(text: &str, enabled: bool, action: Action) -> MenuItem<Item> {
    let activate = Box::new(move |item: &mut Item| item.send(action.clone()));
    StandardItem { label: plain(text), enabled, activate, ..StandardItem::default() }.into()
}

/// In a label of dbusmenu `_` marks an access key; two of them are one.
fn plain(text: &str) -> String {
    text.replace('_', "__")
}

/// Tells the person outside of the window. Where nothing shows notifications the menu says it all the same.
pub fn notify(title: &str, text: &str) {
    let body = text.replace('&', "&amp;").replace('<', "&lt;");
    let told = zbus::blocking::Connection::session().and_then(|bus| {
        let hints: std::collections::HashMap<&str, zbus::zvariant::Value<'_>> =
            [("desktop-entry", "dev.burrow.desktop".into())].into();
        let message = ("Burrow", 0u32, "dev.burrow.desktop", title, body.as_str(), [""; 0], hints, -1i32);
        let to = "org.freedesktop.Notifications";
        bus.call_method(Some(to), "/org/freedesktop/Notifications", Some(to), "Notify", &message).map(drop)
    });
    if let Err(error) = told {
        tracing::info!(%error, "no notification");
    }
}
