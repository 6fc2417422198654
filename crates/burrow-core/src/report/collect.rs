//! The facts of a report, out of what the parts of Burrow know. Nothing is asked of any server, and nothing looked for
//! anew that takes long: sizes of caches are those of the last measurement.

use std::path::Path;

use bstr::ByteSlice;
use go_rules::environ::Environ;
use go_rules::vars::Origin;

use super::{Body, Entry, Fact, Section, SectionId};
use crate::cache::{Cache, Root, Roots};
use crate::doctor::Examination;
use crate::env::capture::AskerId;
use crate::env::history::HistoryEntry;
use crate::env::view::Variable;
use crate::place::{Place, display_path};
use crate::project::ready::ProjectReport;
use crate::proxy::view::{DatabaseView, HopTo};
use crate::sdk::inventory::Sdk;
use crate::sdk::which::Which;
use crate::secret::Masked;
use crate::system::clock::utc_text;
use crate::system::machine;
use crate::text::{self, Lang, Say, Tell};
use crate::tree::Size;
use crate::workbench::{AskerState, Proxies, ServerState, Snapshot};

/// Of the history the newest entries are told.
const CHANGES: usize = 10;
/// Of long lists the beginning is told.
const MOST: usize = 50;

/// What a report is made of.
pub(crate) struct Ground<'a> {
    pub lang: Lang,
    pub now: u64,
    pub snapshot: &'a Snapshot,
    pub environ: &'a Environ,
    pub which: &'a Which,
    pub sdks: &'a [Sdk],
    pub proxies: &'a Proxies,
    pub roots: &'a Roots,
    /// What each cache held when it was last measured.
    pub sizes: &'a [(Cache, Option<Size>)],
    pub project: Option<&'a ProjectReport>,
    pub examination: Option<&'a Examination>,
    pub history: &'a [HistoryEntry],
}

impl Ground<'_> {
    pub fn sections(&self) -> Vec<Section> {
        SectionId::ALL.map(|id| Section { id, body: self.body(id) }).into()
    }

    fn body(&self, id: SectionId) -> Body {
        match id {
            SectionId::About => self.about(),
            SectionId::Contexts => self.contexts(),
            SectionId::Go => self.go(),
            SectionId::Variables => {
                Body::Many(self.snapshot.variables.iter().map(|v| self.variable(v)).collect())
            }
            SectionId::Toolchains => Body::Many(self.sdks.iter().map(|sdk| self.sdk(sdk)).collect()),
            SectionId::Proxies => Body::Many(self.proxies()),
            SectionId::Caches => Body::Many(Cache::ALL.map(|cache| self.cache(cache)).into()),
            SectionId::Project => self.project(),
            SectionId::Findings => self.findings(),
            SectionId::History => {
                Body::Many(self.history.iter().take(CHANGES).map(|entry| self.change(entry)).collect())
            }
        }
    }

    fn path(&self, path: &Path) -> String {
        display_path(path, self.snapshot.home.as_deref())
    }

    fn place(&self, place: &Place) -> String {
        place.display(self.snapshot.home.as_deref())
    }

    fn about(&self) -> Body {
        let variable = |name: &str| {
            let value = self.environ.set(name).map(|value| Masked::value(name, value).into_string());
            Fact::from(value.filter(|value| !value.is_empty()))
        };
        Body::One(
            Entry::default()
                .with("burrow", env!("CARGO_PKG_VERSION"))
                .with("time", utc_text(self.now))
                .with("os", std::env::consts::OS)
                .with("arch", std::env::consts::ARCH)
                .with("system", machine::system())
                .with("kernel", machine::kernel())
                .with("shell", variable("SHELL"))
                .with("desktop", variable("XDG_CURRENT_DESKTOP"))
                .with("language", variable("LANG"))
                .with(
                    "notices",
                    self.snapshot.notices.iter().map(|n| n.tell(self.lang).message).collect::<Vec<_>>(),
                ),
        )
    }

    fn contexts(&self) -> Body {
        let context = &self.snapshot.context;
        let entry = |asker: &crate::workbench::Asker| {
            let state = match &asker.state {
                AskerState::Ready => "ready".to_owned(),
                AskerState::Asking => "asking".to_owned(),
                AskerState::Failed(why) => why.tell(self.lang).message,
            };
            let is_it = asker.id == context.asker;
            Entry::default()
                .with("context", asker_code(asker.id))
                .with("shell", asker.shell.clone())
                .with("state", state)
                .with("chosen", is_it)
                .with("directory", is_it.then(|| self.path(&context.directory)))
        };
        Body::Many(self.snapshot.askers.iter().map(entry).collect())
    }

    fn go(&self) -> Body {
        let Some(toolchain) = &self.snapshot.context.toolchain else {
            return Body::Missing(text::report_no_go(self.lang).to_owned());
        };
        let choice = self.which.choice.as_ref();
        let text = |bytes: &bstr::BString| bytes.to_str_lossy().into_owned();
        let goenv = self.snapshot.goenv.place.as_ref().map(|place| self.place(place));
        Body::One(
            Entry::default()
                .with("go", self.path(&toolchain.go))
                .with("version", toolchain.version.clone())
                .with("goroot", self.path(&toolchain.goroot))
                .with("found", format!("{:?}", toolchain.found).to_lowercase())
                .with("onPath", self.which.go().map(|go| go.to_str_lossy().into_owned()))
                .with("pathSetIn", self.which.places.path.as_ref().map(|place| self.place(place)))
                .with("gotoolchain", choice.map(|choice| text(&choice.setting.value)))
                .with("problem", toolchain.problem.as_ref().map(|problem| problem.tell(self.lang).message))
                .with("goenv", goenv),
        )
    }

    fn variable(&self, variable: &Variable) -> Entry {
        let origin = match variable.origin {
            Origin::Layer(layer) => layer.id(),
            Origin::Derived => "derived",
        };
        let effective = variable.rungs.iter().find(|rung| rung.effective);
        let shadowed = variable.rungs.iter().filter(|rung| variable.shadowed.contains(&rung.layer));
        let shadowed = shadowed.filter_map(|rung| {
            let value = private_words(&variable.name, rung.value.as_ref()?.as_str());
            let place = rung.place.as_ref().map(|place| format!(" ({})", self.place(place)));
            Some(format!("{} {value}{}", rung.layer.id(), place.unwrap_or_default()))
        });
        let elsewhere = variable.elsewhere.iter().map(|other| {
            format!("{} {}", asker_code(other.asker), private_words(&variable.name, other.value.as_str()))
        });
        Entry::default()
            .with("name", variable.name.clone())
            .with("value", private_words(&variable.name, variable.value.as_str()))
            .with("origin", origin)
            .with("place", effective.and_then(|rung| rung.place.as_ref()).map(|place| self.place(place)))
            .with("changed", variable.changed)
            .with("shadows", shadowed.collect::<Vec<_>>())
            .with("elsewhere", elsewhere.collect::<Vec<_>>())
            .with("problem", variable.problem.as_ref().map(|problem| problem.tell(self.lang).message))
    }

    fn sdk(&self, sdk: &Sdk) -> Entry {
        let text = |bytes: &Option<bstr::BString>| bytes.as_ref().map(|b| b.to_str_lossy().into_owned());
        let ways = sdk.ways.iter().map(|way| way.source.say(self.lang));
        let mut names: Vec<String> = ways.collect();
        names.dedup();
        let problems = sdk.problems.iter().map(|problem| problem.tell(self.lang).message);
        Entry::default()
            .with("version", text(&sdk.version))
            .with("goroot", self.path(&sdk.goroot))
            .with("goarch", text(&sdk.goarch))
            .with("active", sdk.active)
            .with("state", sdk.state().id())
            .with("ways", names)
            .with("problems", problems.collect::<Vec<_>>())
    }

    fn proxies(&self) -> Vec<Entry> {
        let mut all: Vec<Entry> = Vec::new();
        if let Some(refused) = &self.proxies.chain.refused {
            all.push(Entry::default().with("hop", "GOPROXY").with("problem", refused.as_str()));
        }
        for hop in &self.proxies.hops {
            let url = match &hop.view.to {
                HopTo::Proxy { url, .. } => url.as_str().to_owned(),
                HopTo::Direct => "direct".to_owned(),
                HopTo::Off => "off".to_owned(),
            };
            all.push(health(Entry::default().with("hop", url), &hop.server));
        }
        let chain = &self.proxies.chain;
        let database = match &chain.database {
            DatabaseView::Asked { name, .. } => name.clone(),
            DatabaseView::Off => "off".to_owned(),
            DatabaseView::Unusable { why } => why.as_str().to_owned(),
        };
        all.push(health(Entry::default().with("hop", format!("GOSUMDB {database}")), &self.proxies.database));
        let shown = |value: &Option<Masked>| value.as_ref().map(|value| value.as_str().to_owned());
        let network = &chain.network;
        let between = Entry::default()
            .with("network", "HTTP")
            .with("httpProxy", shown(&network.http_proxy))
            .with("httpsProxy", shown(&network.https_proxy))
            .with("noProxy", Some(network.no_proxy.clone()).filter(|list| !list.is_empty()))
            .with("allProxyIgnored", network.all_proxy_ignored)
            .with("netrc", chain.credentials.machines.clone());
        all.push(between);
        all
    }

    fn cache(&self, cache: Cache) -> Entry {
        let root = self.roots.root(cache);
        let size = self.sizes.iter().find(|(of, _)| *of == cache).and_then(|(_, size)| *size);
        let state = match root {
            Root::At(folder) if folder.is_dir() => "there",
            Root::At(_) => "missing",
            Root::Off => "off",
            Root::Relative(_) => "relative",
            Root::Nowhere => "nowhere",
        };
        Entry::default()
            .with("cache", cache.id())
            .with("path", root.folder().map(|folder| self.path(folder)))
            .with("state", state)
            .with("bytes", size.map_or(Fact::None, |size| Fact::Bytes(size.bytes)))
            .with("files", size.map(|size| size.files))
    }

    fn project(&self) -> Body {
        let Some(project) = self.project else {
            return Body::Missing(text::report_no_project(self.lang).to_owned());
        };
        let modules = &project.modules;
        let names = |versions: Vec<String>| versions.into_iter().take(MOST).collect::<Vec<String>>();
        Body::One(
            Entry::default()
                .with("file", self.path(project.file.path()))
                .with("module", project.module.as_ref().map(|module| module.to_str_lossy().into_owned()))
                .with("readiness", project.readiness.id())
                .with("steps", project.steps.iter().map(|step| step.id().to_owned()).collect::<Vec<_>>())
                .with("needed", modules.needed.len() as u64)
                .with("present", modules.present() as u64)
                .with("missing", names(modules.missing.iter().map(|it| it.version.to_string()).collect()))
                .with("damaged", modules.damaged.len() as u64)
                .with("private", names(modules.private.iter().map(ToString::to_string).collect()))
                .with("goSumMissing", project.sums.missing.len() as u64)
                .with("goSumMismatched", project.sums.mismatched.len() as u64)
                .with("vendor", project.vendor.id()),
        )
    }

    fn findings(&self) -> Body {
        let Some(examination) = self.examination else {
            return Body::Missing(text::report_not_examined(self.lang).to_owned());
        };
        let entry = |finding: &crate::doctor::Finding| {
            let evidence = finding.evidence.iter().map(|evidence| {
                let place = evidence.place.as_ref().map(|place| format!(" ({})", self.place(place)));
                let text = private_line(evidence.text.as_str());
                format!("{text}{}", place.unwrap_or_default())
            });
            Entry::default()
                .with("id", finding.check.as_str())
                .with("severity", finding.severity.as_str())
                .with("subject", finding.subject.clone())
                .with("title", text::doctor::title(finding, self.lang))
                .with("evidence", evidence.collect::<Vec<_>>())
        };
        Body::Many(examination.findings.iter().map(entry).collect())
    }

    fn change(&self, entry: &HistoryEntry) -> Entry {
        let told = |name: &str, value: &Option<Masked>| match value {
            Some(value) => private_words(name, value.as_str()),
            None => "∅".to_owned(),
        };
        let changes = entry.changes.iter().map(|change| {
            format!(
                "{}: {} → {}",
                change.name,
                told(&change.name, &change.before),
                told(&change.name, &change.after)
            )
        });
        Entry::default()
            .with("time", utc_text(entry.at))
            .with("author", entry.author.code())
            .with("changes", changes.collect::<Vec<_>>())
            .with("undone", entry.undone_by.is_some())
    }
}

/// With how a server was when it was last tested.
fn health(entry: Entry, server: &ServerState) -> Entry {
    let Some(health) = &server.health else { return entry.with("health", Fact::None) };
    entry
        .with("health", health.verdict().id())
        .with("ms", u64::try_from(health.took().as_millis()).unwrap_or(u64::MAX))
        .with("tested", utc_text(health.at()))
}

fn asker_code(asker: AskerId) -> &'static str {
    match asker {
        AskerId::LoginShell => "login-shell",
        AskerId::Desktop => "desktop",
        AskerId::Process => "process",
    }
}

/// A line of `NAME=value`.
fn private_line(line: &str) -> String {
    match line.split_once('=') {
        Some((name, value)) => format!("{name}={}", private_words(name.trim_start_matches("export "), value)),
        None => line.to_owned(),
    }
}

/// A value without what a program is told in it: nobody can tell whether a word of a command is a secret.
fn private_words(name: &str, value: &str) -> String {
    if !matches!(name.trim(), "GOAUTH" | "GOCACHEPROG") {
        return value.to_owned();
    }
    let command = |command: &str| {
        let mut words = command.split_whitespace();
        match (words.next(), words.next()) {
            (Some(program), None) => program.to_owned(),
            (Some("git"), Some(_)) => command.trim().to_owned(),
            (Some(program), Some(_)) => format!("{program} {}", crate::secret::MASK),
            (None, _) => String::new(),
        }
    };
    value.split(';').map(command).collect::<Vec<_>>().join(";")
}
