//! The patterns against the modules of the person's projects: which match, which look private and would be shown to
//! somebody else, and a value with which they would not.

use std::path::PathBuf;

use bstr::{BStr, BString, ByteSlice};
use go_rules::environ::Os;
use go_rules::files::Files;
use go_rules::go_command::Rules;
use go_rules::pattern::{judge, matches_prefix, mended};
use go_rules::route::{LeakTo, Main, Question, Settings as RouteSettings, To, hops};

use super::lists::{List, ListView, Lists};
use super::modules::{Module, Modules};
use super::remotes::Remote;
use super::signs::{Hints, Sign, is_shared};
use crate::project::needs::NeedsError;
use crate::proxy::Settings;
use crate::secret::Masked;

/// What the test goes by besides the lists. Holds secrets.
pub struct Ground<'a> {
    pub rules: Rules,
    pub os: Os,
    pub settings: &'a Settings,
    /// The text of the netrc file.
    pub netrc: &'a str,
    /// The repositories of the projects.
    pub remotes: &'a [Remote],
    /// `git.corp/team/`: what git fetches another way than by HTTPS.
    pub rewrites: &'a [String],
    pub files: &'a dyn Files,
}

/// A module of the person's projects, tested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tested {
    pub path: String,
    /// The go.mod and go.work files that name it.
    pub projects: Vec<PathBuf>,
    /// One of the projects is this module.
    pub own: bool,
    /// The entry of GONOPROXY that matches, from 0.
    pub noproxy: Option<usize>,
    /// The entry of GONOSUMDB that matches.
    pub nosumdb: Option<usize>,
    /// The entry of GOINSECURE that matches.
    pub insecure: Option<usize>,
    /// Why it looks private although its path would be shown to `seen_by`.
    pub sign: Option<Sign>,
    /// Who answers everybody and would see its path, where it looks private.
    pub seen_by: Vec<LeakTo>,
}

impl Tested {
    /// Whether no proxy and no database is told of it.
    pub fn is_private(&self) -> bool {
        self.noproxy.is_some() && self.nosumdb.is_some()
    }
}

/// Another value for a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    pub list: List,
    /// Secrets in it are `***`, and are put back when it is made a draft.
    pub value: Masked,
}

/// The patterns and what they do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Private {
    pub lists: Vec<ListView>,
    /// Those that an entry matches or that look private, by path; what looks private first.
    pub modules: Vec<Tested>,
    /// How many other modules the projects have.
    pub public: usize,
    /// The projects that were asked.
    pub projects: Vec<PathBuf>,
    /// Projects that cannot be read.
    pub unread: Vec<NeedsError>,
    /// Hosts that entries, private modules and GOPROXY name.
    pub hosts: Vec<String>,
    /// Values with which every entry can match and nothing is shown that certainly looks private.
    pub suggestions: Vec<Suggestion>,
}

/// Judges and tests the lists.
pub fn private(lists: &Lists, modules: &Modules, ground: &Ground<'_>) -> Private {
    let hints = Hints::new(ground.remotes, ground.rewrites, ground.settings.gomodcache.as_deref());
    let mut tested: Vec<Tested> = modules
        .all
        .iter()
        .map(|(path, module)| test(path.as_bstr(), module, lists, ground, &hints))
        .collect();
    let all = tested.len();
    let suggestions = suggestions(lists, &tested);
    tested.retain(|one| one.sign.is_some() || one.noproxy.or(one.nosumdb).or(one.insecure).is_some());
    tested.sort_by_key(|one| match &one.sign {
        Some(sign) if sign.is_certain() => 0,
        Some(_) => 1,
        None => 2,
    });
    let hosts = hosts(lists, &tested, ground);
    let matches = |glob: &BStr| modules.all.keys().filter(|path| matches_prefix(glob, path)).count();
    Private {
        lists: lists.views(&matches),
        public: all - tested.len(),
        modules: tested,
        projects: modules.projects.clone(),
        unread: modules.unread.clone(),
        suggestions,
        hosts,
    }
}

/// Hosts for which there may be credentials.
fn hosts(lists: &Lists, tested: &[Tested], ground: &Ground<'_>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut add = |host: &str| {
        let plain = host.chars().all(|c| c.is_ascii_alphanumeric() || "-.:".contains(c));
        let port = host.split_once(':').is_none_or(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()));
        if plain && port && host.contains('.') && !all.iter().any(|known| known == host) {
            all.push(host.to_owned());
        }
    };
    for hop in hops(ground.settings.goproxy.as_bstr(), BStr::new(""), ground.rules).unwrap_or_default() {
        if let To::Proxy { url, .. } = hop.to {
            add(&url.host.to_str_lossy());
        }
    }
    for list in [List::Goprivate, List::Gonoproxy, List::Gonosumdb] {
        for entry in judge(lists.value(list)) {
            for text in entry.instead.unwrap_or_else(|| vec![entry.text]) {
                add(&text.to_str_lossy().split('/').next().unwrap_or_default().to_ascii_lowercase());
            }
        }
    }
    for one in tested.iter().filter(|one| one.is_private() || one.sign.is_some()) {
        add(one.path.split('/').next().unwrap_or_default());
    }
    all
}

fn test(path: &BStr, module: &Module, lists: &Lists, ground: &Ground<'_>, hints: &Hints) -> Tested {
    let entry = |list| {
        let mut entries = lists.value(list).split_str(",");
        entries.position(|glob| matches_prefix(glob, path))
    };
    let mut tested = Tested {
        path: path.to_string(),
        projects: module.projects.clone(),
        own: module.own,
        noproxy: entry(List::Gonoproxy),
        nosumdb: entry(List::Gonosumdb),
        insecure: entry(List::Goinsecure),
        sign: None,
        seen_by: Vec::new(),
    };
    // Nobody is asked for what is only here.
    let is_asked = module.required || !module.own;
    if let Some((sign, seen_by)) = shown(path, lists, ground, hints).filter(|_| is_asked) {
        (tested.sign, tested.seen_by) = (Some(sign), seen_by);
    }
    tested
}

/// Why it looks private, and who would see it.
fn shown(path: &BStr, lists: &Lists, ground: &Ground<'_>, hints: &Hints) -> Option<(Sign, Vec<LeakTo>)> {
    let settings = ground.settings;
    let question = Question {
        rules: ground.rules,
        // Only `go` and `toolchain` are judged by it.
        local: BStr::new(""),
        os: ground.os,
        module: path,
        version: BStr::new("latest"),
        settings: RouteSettings {
            goproxy: settings.goproxy.as_bstr(),
            gonoproxy: lists.value(List::Gonoproxy),
            gosumdb: settings.gosumdb.as_bstr(),
            gonosumdb: lists.value(List::Gonosumdb),
            goprivate: settings.goprivate.as_bstr(),
            govcs: settings.govcs.as_bstr(),
            goauth: BStr::new(""),
            // Whether there is a place for the newest tree does not matter here.
            gopath: BStr::new("/"),
            is_own_proxy: false,
        },
        netrc: ground.netrc,
        known: &[],
        main: Main::None,
        files: ground.files,
    };
    // What go refuses, it shows nobody.
    let route = question.route().ok()?;
    let leaks = route.leaks(&question);
    if let Some(leak) = leaks.first() {
        return Some((Sign::of(&leak.why), leaks.iter().map(|leak| leak.to.clone()).collect()));
    }
    let watchers = route.watchers(false, false);
    let open = !watchers.is_empty() && !route.private().noproxy && !route.private().nosumdb;
    Some((hints.sign(path).filter(|_| open)?, watchers))
}

/// The values mended, with entries for what certainly looks private.
fn suggestions(lists: &Lists, tested: &[Tested]) -> Vec<Suggestion> {
    let mut wanted: Vec<(List, BString)> = Vec::new();
    for list in List::ALL.into_iter().filter(|list| !lists.is_inherited(*list)) {
        wanted.push((list, mended(lists.value(list))));
    }
    for one in tested.iter().filter(|one| one.sign.as_ref().is_some_and(Sign::is_certain)) {
        let missing = [(List::Gonoproxy, one.noproxy), (List::Gonosumdb, one.nosumdb)];
        for (list, _) in missing.iter().filter(|(_, matched)| matched.is_none()) {
            let place = lists.place(*list);
            let Some((_, value)) = wanted.iter_mut().find(|(list, _)| *list == place) else { continue };
            if !matches_prefix(value, one.path.as_bytes()) {
                let glob = glob(one, lists);
                *value =
                    if value.is_empty() { glob } else { bstr::join(",", [value.as_slice(), &glob]).into() };
            }
        }
    }
    wanted.retain(|(list, value)| *value != lists.value(*list));
    wanted
        .into_iter()
        .map(|(list, value)| Suggestion { list, value: Masked::value(list.name(), &value) })
        .collect()
}

/// An entry for a module and its neighbours: the one that matches in the other list, its host, or its owner.
fn glob(one: &Tested, lists: &Lists) -> BString {
    let entry = |list: List, at: Option<usize>| lists.value(list).split_str(",").nth(at?).map(BString::from);
    let other = entry(List::Gonoproxy, one.noproxy).or_else(|| entry(List::Gonosumdb, one.nosumdb));
    if let Some(other) = other {
        return other;
    }
    if let Some(Sign::Rewrite(prefix)) = &one.sign {
        return prefix.trim_end_matches('/').into();
    }
    let mut elements = one.path.split('/');
    let host = elements.next().unwrap_or_default();
    match elements.next().filter(|_| is_shared(host)) {
        Some(owner) => format!("{host}/{owner}/*").into(),
        None => host.into(),
    }
}

#[cfg(test)]
mod tests {
    use go_rules::environ::Environ;
    use go_rules::files::memory::MemoryFiles;

    use super::*;

    fn settings() -> Settings {
        Settings {
            environ: Environ::new(Os::Linux, []),
            goproxy: "https://proxy.golang.org,direct".into(),
            gonoproxy: BString::default(),
            gosumdb: "sum.golang.org".into(),
            gonosumdb: BString::default(),
            goprivate: "".into(),
            govcs: "".into(),
            goauth: BString::default(),
            gopath: None,
            gomodcache: None,
        }
    }

    fn tested(lists: &Lists, paths: &[&str]) -> Private {
        let mut modules = Modules::default();
        for path in paths {
            let module = Module { projects: Vec::new(), own: false, required: true };
            modules.all.insert((*path).into(), module);
        }
        let remotes = [Remote { host: "github.com".into(), path: "acme/app".into() }];
        let ground = Ground {
            rules: Rules::newest(),
            os: Os::Linux,
            settings: &settings(),
            netrc: "machine git.firm.com login ada password hunter2\n",
            remotes: &remotes,
            rewrites: &["github.com/secret/".to_owned()],
            files: &MemoryFiles::default(),
        };
        private(lists, &modules, &ground)
    }

    #[test]
    fn what_would_be_shown_to_others_is_found_with_a_value_that_hides_it() {
        let lists = Lists::default()
            .with(List::Goprivate, "b.com, git.corp.com".into())
            .with(List::Gonosumdb, "half.com".into());
        let paths = [
            "b.com/x",
            "git.corp.com/y",
            "git.firm.com/z",
            "github.com/acme/lib",
            "github.com/secret/s",
            "half.com/h",
            "rsc.io/quote",
            "x.internal/i",
        ];
        let found = tested(&lists, &paths);
        let told: Vec<(&str, &str, usize)> = found
            .modules
            .iter()
            .map(|one| (one.path.as_str(), one.sign.as_ref().map_or("", Sign::id), one.seen_by.len()))
            .collect();
        assert_eq!(
            told,
            [
                ("b.com/x", "only-noproxy", 2),
                ("git.corp.com/y", "near-miss", 2),
                ("git.firm.com/z", "netrc", 2),
                ("github.com/secret/s", "git-rewrite", 2),
                ("half.com/h", "only-nosumdb", 1),
                ("x.internal/i", "internal-host", 2),
                ("github.com/acme/lib", "repository-owner", 2),
            ]
        );
        assert_eq!(found.public, 1);
        let mut better = lists;
        for suggestion in &found.suggestions {
            better = better.with(suggestion.list, suggestion.value.as_str().into());
        }
        assert_eq!(
            better.value(List::Gonoproxy),
            "b.com,git.corp.com,git.firm.com,github.com/secret,half.com,x.internal"
        );
        let again = tested(&better, &paths);
        assert!(
            again.suggestions.is_empty() && again.modules[1..].iter().all(Tested::is_private),
            "{again:?}"
        );
        assert!(!format!("{found:?}").contains("hunter2"));
    }
}
