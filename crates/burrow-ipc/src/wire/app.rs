//! Settings and announcements.

use burrow_core::settings;
use burrow_core::text::Lang;
use burrow_core::workbench;
use go_rules::environ::Os;

use super::same_names;
use crate::dto::app::{Changed, Language, Platform, Settings, Theme, Topic, Tray};

same_names!(Lang => Language { En, ZhCn });
same_names!(Language => Lang { En, ZhCn });
same_names!(settings::Theme => Theme { System, Light, Dark });
same_names!(Theme => settings::Theme { System, Light, Dark });
same_names!(settings::Tray => Tray { Off, WhileOpen, Always });
same_names!(Tray => settings::Tray { Off, WhileOpen, Always });
same_names!(workbench::Topic => Topic {
    Environment, History, Settings, Toolchains, Programs, Caches, Proxies, Projects, Doctor, Welcome,
});

impl From<settings::Settings> for Settings {
    fn from(from: settings::Settings) -> Self {
        Settings { language: from.language.map(Into::into), theme: from.theme.into(), tray: from.tray.into() }
    }
}

impl From<Settings> for settings::Settings {
    fn from(from: Settings) -> Self {
        settings::Settings {
            language: from.language.map(Into::into),
            theme: from.theme.into(),
            tray: from.tray.into(),
        }
    }
}

impl From<workbench::Changed> for Changed {
    fn from(from: workbench::Changed) -> Self {
        Changed { revision: from.revision, topics: from.topics.into_iter().map(Into::into).collect() }
    }
}

impl From<Os> for Platform {
    fn from(os: Os) -> Self {
        match os {
            Os::Windows => Platform::Windows,
            Os::MacOs => Platform::Macos,
            // The window treats every other Unix as it treats Linux.
            Os::Linux | Os::Unix => Platform::Linux,
        }
    }
}
