//! What stands in the menu, in the person's language. Decides nothing: what is true of profiles and servers is the core's.

use burrow_core::text::{self, TrayWord, proxy_badge};
use burrow_core::workbench::{ProfileShown, Workbench};
use burrow_ipc::wire::Wire;

use super::switching::Said;

/// A profile in the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub name: String,
    /// With its badge: "Home · ✓ 48 ms".
    pub label: String,
    /// It can be had here.
    pub enabled: bool,
}

/// The menu as a whole. Texts without marks for access keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Menu {
    /// What becomes of a module, or what is wrong.
    pub heading: String,
    pub profiles: Vec<Entry>,
    /// The place in `profiles` of the one in effect.
    pub active: Option<usize>,
    /// What the last switch from here did, and what still wins over it.
    pub said: Vec<String>,
    /// Takes that switch back: the words, and the entry of the history.
    pub take_back: Option<(String, i64)>,
    pub test: String,
    /// A test is on.
    pub testing: bool,
    pub open: String,
    pub quit: String,
}

impl Menu {
    /// The menu as things are now. Asks no server.
    pub fn of(workbench: &Workbench, wire: &Wire<'_>, said: Option<&Said>) -> Menu {
        let lang = wire.lang;
        let proxies = workbench.proxies();
        let profiles = workbench.shown_profiles();
        let list = profiles.as_ref().map(|shown| shown.list.as_slice()).unwrap_or_default();
        let newest = workbench.history().first().map(|entry| entry.id);
        // As soon as somebody has changed something else, that is what can be taken back, and not here.
        let current = said.filter(|said| said.entry.is_none() || said.entry == newest);
        let way = match &proxies.finding {
            Some(finding) => text::wrong_short(&finding.wrong, lang),
            None => text::way(&proxies, lang),
        };
        let word = |word: TrayWord| text::tray(word, lang).to_owned();
        Menu {
            heading: way,
            profiles: list.iter().map(|profile| entry(profile, wire)).collect(),
            active: profiles.as_ref().ok().and_then(|shown| shown.active),
            said: current.map(|said| said.all()).unwrap_or_default(),
            take_back: current.and_then(|said| said.entry).map(|entry| (word(TrayWord::TakeBack), entry)),
            test: word(if proxies.testing { TrayWord::Testing } else { TrayWord::Test }),
            testing: proxies.testing,
            open: word(TrayWord::Open),
            quit: word(TrayWord::Quit),
        }
    }
}

fn entry(profile: &ProfileShown, wire: &Wire<'_>) -> Entry {
    let title = wire.profile_title(&profile.known);
    let badge = profile.server.health.as_ref().map(|health| proxy_badge(health, wire.lang));
    let label = match badge {
        Some((tone, text)) => format!("{title} · {}", text::badge_sign(tone, &text)),
        None => title,
    };
    Entry {
        name: profile.known.profile.name().to_owned(),
        label,
        enabled: profile.known.unavailable.is_none(),
    }
}
