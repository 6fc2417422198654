//! What exactly is wrong: the facts of each check, from which its words are made. One file for a group of checks.

mod caches;
mod network;
mod settings;
mod toolchains;

pub use caches::{CachesWrong, ReadOnly};
pub use network::{Asker, Leaking, LoginFrom, NetworkWrong, ProxyMistake, SumdbOff};
pub use settings::{Harm, ModulesSwitch, SettingsWrong};
pub use toolchains::{NotHad, ToolchainsWrong};

/// What is wrong.
#[derive(Debug, Clone, PartialEq)]
pub enum Wrong {
    Settings(SettingsWrong),
    Toolchains(ToolchainsWrong),
    Network(NetworkWrong),
    Caches(CachesWrong),
}

impl From<SettingsWrong> for Wrong {
    fn from(wrong: SettingsWrong) -> Wrong {
        Wrong::Settings(wrong)
    }
}

impl From<ToolchainsWrong> for Wrong {
    fn from(wrong: ToolchainsWrong) -> Wrong {
        Wrong::Toolchains(wrong)
    }
}

impl From<NetworkWrong> for Wrong {
    fn from(wrong: NetworkWrong) -> Wrong {
        Wrong::Network(wrong)
    }
}

impl From<CachesWrong> for Wrong {
    fn from(wrong: CachesWrong) -> Wrong {
        Wrong::Caches(wrong)
    }
}
