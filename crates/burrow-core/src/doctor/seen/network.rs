//! The way to modules: the settings that say whom Go asks, the person's projects, and what servers answer.

use std::path::PathBuf;
use std::time::Duration;

use bstr::{BString, ByteSlice};
use go_rules::vars::Layer;

use super::{Once, Seen, SetBy};
use crate::doctor::checks::logins::{self, Refusing};
use crate::project::ProjectFile;
use crate::project::find::Limits;
use crate::project::known;
use crate::proxy::patterns::Private;
use crate::proxy::private::Grounds;
use crate::proxy::probe::{Ask, Hop, Kind, Probed, probe};
use crate::proxy::view::ChainView;
use crate::proxy::{Settings, list};
use crate::remedy::Remedy;
use crate::system::DiskFiles;
use crate::system::files::path_from_bytes;

/// How long a server may take, name to last byte.
const PATIENCE: Duration = Duration::from_secs(10);
/// Looking for projects must not make the other checks wait.
const SEARCH: Limits =
    Limits { depth: 6, entries: 20_000, time: Duration::from_millis(200), everywhere: false };

#[derive(Default)]
pub(super) struct Cells {
    settings: Once<Settings>,
    chain: Once<ChainView>,
    projects: Once<Vec<ProjectFile>>,
    private: Once<Private>,
    probed: Once<Vec<Probed>>,
    logins: Once<Vec<Refusing>>,
}

impl Seen {
    /// Whom Go asks, and what it believes. Holds secrets.
    pub fn settings(&self) -> &Settings {
        self.network.settings.get_or_init(|| {
            let mut settings = Settings::of(self.environ(), self.resolved());
            // Without a toolchain the defaults of one from upstream count, but not instead of what is set.
            for (name, value) in [("GOPROXY", &mut settings.goproxy), ("GOSUMDB", &mut settings.gosumdb)] {
                if let Some(set) = self.decided_by(name) {
                    *value = set.value;
                }
            }
            settings
        })
    }

    /// GOPROXY in effect. May hold secrets.
    pub fn goproxy(&self) -> &BString {
        &self.settings().goproxy
    }

    /// The chain as Go sees it.
    pub fn chain(&self) -> &ChainView {
        self.network.chain.get_or_init(|| ChainView::of(self.environ(), self.resolved(), &DiskFiles))
    }

    /// The projects of the person: the one that the question is asked in, and those that Burrow knows.
    pub fn projects(&self) -> &[ProjectFile] {
        self.network.projects.get_or_init(|| {
            let here = ["GOWORK", "GOMOD"].into_iter().filter_map(|name| {
                let path = path_from_bytes(self.value(name)).filter(|path| path.is_absolute())?;
                ProjectFile::of(path).filter(|file| file.path().is_file())
            });
            let mut all: Vec<ProjectFile> = here.collect();
            let named = self.ground().store.as_ref().and_then(|store| known::known(store, SEARCH).ok());
            all.extend(known::files(&named.unwrap_or_default()));
            all.sort();
            all.dedup();
            all
        })
    }

    /// What private patterns and credentials go by. Holds secrets.
    pub fn grounds(&self) -> Grounds {
        Grounds::of(self.environ(), self.resolved(), &self.ground().directory)
    }

    /// The private patterns beside the modules of the projects. Runs `git config`.
    pub fn private(&self) -> &Private {
        self.network.private.get_or_init(|| self.grounds().private(self.projects(), &[]))
    }

    /// What the servers of the settings answer, asked once and all at the same time.
    pub fn probed(&self) -> &[Probed] {
        self.network.probed.get_or_init(|| {
            // The list in effect: without one there is nobody to ask.
            let hops = Hop::of_settings(self.settings());
            let ask = Ask { module: None, timeout: PATIENCE };
            let told = probe(&hops, &ask, self.settings(), &self.ground().cancel, &|_, _| ());
            told.unwrap_or_default()
        })
    }

    /// What the checksum database answers; `None`: it is not asked.
    pub fn probed_sumdb(&self) -> Option<&Probed> {
        self.probed().iter().find(|probed| probed.hop.kind == Kind::Sumdb)
    }

    /// Servers that want a login, or refuse the one that there is; asked once.
    pub(in crate::doctor) fn refusing_logins(&self) -> &[Refusing] {
        self.network.logins.get_or_init(|| logins::refusing(self))
    }

    /// Which of these lists begin with a server that answers.
    pub fn that_answer(&self, lists: &[&'static str]) -> Vec<&'static str> {
        let first = |list: &&'static str| Hop::of_list(list.as_bytes().as_bstr(), 0).into_iter().next();
        let hops: Vec<(Hop, &'static str)> =
            lists.iter().filter_map(|list| first(list).map(|hop| (hop, *list))).collect();
        let rows: Vec<Hop> = hops.iter().map(|(hop, _)| hop.clone()).collect();
        let ask = Ask { module: None, timeout: PATIENCE / 2 };
        let told = probe(&rows, &ask, self.settings(), &self.ground().cancel, &|_, _| ()).unwrap_or_default();
        let well = told.iter().zip(hops).filter(|(probed, _)| {
            probed.verdict == crate::proxy::probe::Verdict::Ok && probed.hop.kind == Kind::Proxy
        });
        well.map(|(_, (_, list))| list).collect()
    }

    /// What gives a variable its value. Without a toolchain an empty line of the GOENV file counts too: it hides what
    /// every toolchain has in its `go.env`.
    pub fn decided_by(&self, name: &str) -> Option<SetBy> {
        self.set_by(name).or_else(|| {
            let line = self.resolved().user_file.last(name).filter(|_| self.at_hand().go.is_none())?;
            let value = line.value.clone();
            Some(SetBy { layer: Layer::User, value, place: self.place(name, Layer::User) })
        })
    }

    /// The layer that sets a variable.
    pub fn layer(&self, name: &str) -> Option<Layer> {
        self.decided_by(name).map(|set| set.layer)
    }

    /// Gives a variable another value, or Go's own, where the GOENV file decides.
    pub fn mend(&self, name: &str, value: Option<String>) -> Vec<Remedy> {
        let value = value.filter(|value| !value.is_empty());
        match (self.layer(name), value) {
            _ if self.goenv().is_none() => Vec::new(),
            (Some(Layer::Process), _) => Vec::new(),
            (Some(Layer::User), None) => vec![self.without(name)],
            (_, Some(value)) => vec![self.with(name, value)],
            (Some(Layer::Goroot | Layer::Default) | None, None) => Vec::new(),
        }
    }

    /// GOPROXY, without secrets, with `|` behind some of its entries.
    pub fn goproxy_with_bars(&self, behind: impl Fn(usize) -> bool) -> String {
        list::with_bars(self.chain().goproxy.as_str(), behind)
    }

    /// The netrc file that go reads, there or not.
    pub fn netrc(&self) -> Option<PathBuf> {
        crate::proxy::netrc::place(self.environ(), &DiskFiles)
    }

    /// What stands in it. Holds secrets.
    pub fn netrc_text(&self) -> String {
        crate::proxy::netrc::text(self.environ(), &DiskFiles)
    }
}
