//! The report on what the workbench is looking at.

use bstr::ByteSlice;
use go_rules::user_dirs::home_variable;

use super::Workbench;
use crate::cache::{Cache, Roots, index};
use crate::doctor::Examination;
use crate::env::edit::file;
use crate::env::resolve::Asked;
use crate::job::Cancel;
use crate::project::ready;
use crate::proxy::netrc;
use crate::proxy::view::HopTo;
use crate::report::{Ground, Hide, Report};
use crate::sdk::inventory::hunt;
use crate::sdk::which::which;
use crate::secret::secrets_of;
use crate::system::DiskFiles;
use crate::system::account::account;
use crate::system::clock;
use crate::system::files::path_from_bytes;
use crate::text::Lang;
use crate::tree::Size;

impl Workbench {
    /// Everything that a maintainer would ask for, secrets masked. `mask_hosts`: the names of private hosts, of the
    /// person and the home too. Asks no server; takes as long as a hunt for toolchains.
    pub fn report(&self, examination: Option<&Examination>, mask_hosts: bool, lang: Lang) -> Report {
        let snapshot = self.snapshot();
        let question = self.inner.sdk_question();
        let goroot = question.goroot.as_ref().map(|goroot| goroot.as_bstr());
        let asked =
            Asked { environ: &question.environ, dir: question.dir.as_bstr(), started_in: None, goroot };
        let cancel = Cancel::new();
        let project =
            ready::look(&ready::Ask { asked, files: &DiskFiles, hashes: false, cancel: &cancel }).ok();
        let roots = Roots::seen(&question.environ, question.dir.as_bstr(), &question.resolved);
        let mut report = Report {
            sections: Ground {
                lang,
                now: clock::now_ms(),
                snapshot: &snapshot,
                environ: &question.environ,
                which: &which(&asked, &DiskFiles),
                sdks: &hunt(&question.hunt, &DiskFiles),
                proxies: &self.proxies(),
                roots: &roots,
                sizes: &Cache::ALL.map(|cache| (cache, self.remembered(&roots, cache))),
                project: project.as_ref(),
                examination,
                history: &self.history(),
            }
            .sections(),
            hosts_masked: false,
            lang,
        };
        self.hide(mask_hosts).apply(&mut report);
        report.hosts_masked = mask_hosts;
        report
    }

    /// What a cache held when it was last measured.
    fn remembered(&self, roots: &Roots, cache: Cache) -> Option<Size> {
        let root = roots.root(cache).folder()?;
        let known = index::load(self.inner.options.state_dir.as_deref()?, cache, root)?;
        let mut size = Size::default();
        for count in known.rows.values().flat_map(|row| &row.counts) {
            size.bytes += count.size.bytes;
            size.disk_bytes += count.size.disk_bytes;
            size.files += count.size.files;
        }
        Some(size)
    }

    fn hide(&self, mask_hosts: bool) -> Hide {
        let snapshot = self.snapshot();
        let mut hide = Hide::default();
        for environ in self.environs() {
            hide.secrets(environ.iter().flat_map(|(name, value)| secrets_of(&name.to_str_lossy(), value)));
            let netrc = netrc::text(&environ, &DiskFiles);
            let logins = go_rules::netrc::entries(&netrc).0;
            hide.secrets(logins.iter().map(|login| login.password.clone().into_bytes()));
            if mask_hosts {
                logins.iter().for_each(|login| hide.host(&login.machine));
            }
        }
        let goenv = snapshot.goenv.place.as_ref().and_then(|place| file::read(&place.file).ok().flatten());
        for line in goenv.unwrap_or_default().lines() {
            if let Some((name, value)) = line.split_once_str("=") {
                hide.secrets(secrets_of(&name.to_str_lossy(), value));
            }
        }
        if mask_hosts {
            self.hide_hosts(&mut hide);
        }
        hide
    }

    fn hide_hosts(&self, hide: &mut Hide) {
        let snapshot = self.snapshot();
        let question = self.inner.sdk_question();
        for name in ["GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOINSECURE"] {
            let variables = snapshot.variables.iter().filter(|variable| variable.name == name);
            for rung in variables.flat_map(|variable| &variable.rungs) {
                hide.patterns(rung.value.as_ref().map_or("", |value| value.as_str()));
            }
        }
        let proxies = self.proxies();
        for hop in &proxies.hops {
            if let HopTo::Proxy { url, .. } = &hop.view.to {
                hide.url(url.as_str());
            }
        }
        for name in ["GOPROXY", "GOSUMDB"] {
            let variables = snapshot.variables.iter().filter(|variable| variable.name == name);
            let values = variables.flat_map(|v| v.rungs.iter().filter_map(|rung| rung.value.as_ref()));
            for word in values.flat_map(|value| value.as_str().split([',', '|', ' '])) {
                if word.contains("://") || name == "GOPROXY" && word.contains('.') {
                    hide.url(word);
                }
            }
        }
        let network = &proxies.chain.network;
        for url in [&network.http_proxy, &network.https_proxy].into_iter().flatten() {
            hide.url(url.as_str());
        }
        network.no_proxy.split(',').for_each(|host| hide.host(host.trim()));
        let os = question.environ.os();
        let home = question.environ.set(home_variable(os)).and_then(path_from_bytes);
        let user = account().map(|account| account.name.to_str_lossy().into_owned());
        let named = ["USER", "USERNAME", "LOGNAME"].iter().find_map(|name| question.environ.set(name));
        let user = user.or_else(|| named.map(|name| name.to_str_lossy().into_owned()));
        hide.person(home.as_deref().or(snapshot.home.as_deref()), user.as_deref());
    }
}
