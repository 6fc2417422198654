//! What the way of a module depends on, out of an environment.

use std::collections::BTreeMap;
use std::sync::Arc;

use bstr::{BString, ByteSlice};
use go_rules::environ::Os;
use go_rules::files::Files;
use go_rules::go_command::Rules;
use go_rules::route::{Known, Question, Settings as RouteSettings};
use go_rules::vars::{self, Resolved};

use super::Inquiry;
use crate::env::resolve::{Asked, AtHand};
use crate::project::{ProjectFile, needs};
use crate::proxy::Settings;
use crate::proxy::netrc;
use crate::secret::Masked;
use crate::system::DiskFiles;
use crate::system::files::path_from_bytes;
use crate::text::go_words;

/// Settings and credentials of one context. Holds secrets.
#[derive(Clone)]
pub struct Ground {
    settings: Settings,
    rules: Rules,
    os: Os,
    netrc: String,
    gopath: BString,
    refusal: Option<Masked>,
    /// What the go.sum of the project here knows, by module.
    sums: Arc<BTreeMap<BString, Vec<Known>>>,
}

/// Secrets are not printed, by no way of printing.
impl std::fmt::Debug for Ground {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ground").field("rules", &self.rules).finish_non_exhaustive()
    }
}

/// What go.sum has, with go.work.sum and those of its modules where there is a workspace. A project that go would not
/// read has nothing.
fn sums(resolved: &Resolved) -> BTreeMap<BString, Vec<Known>> {
    let file = |name: &str| path_from_bytes(resolved.value(name)).filter(|path| path.is_file());
    let project = file("GOWORK").or_else(|| file("GOMOD")).and_then(ProjectFile::of);
    let lines = project.and_then(|project| needs::sums(&project, resolved.os).ok()).unwrap_or_default();
    let mut all: BTreeMap<BString, Vec<Known>> = BTreeMap::new();
    for line in lines {
        let known = all.entry(line.version.module).or_default();
        let version = line.version.version;
        let at = known.iter().position(|known| known.version == version).unwrap_or_else(|| {
            known.push(Known { version, ..Known::default() });
            known.len() - 1
        });
        if line.of_go_mod {
            known[at].go_mod = true;
        } else {
            known[at].zip = true;
        }
    }
    all
}

impl Ground {
    /// Looks at an environment.
    pub fn of(asked: &Asked<'_>, files: &dyn Files) -> Ground {
        let at_hand = AtHand::find(asked, files);
        let question = asked.question(at_hand.go.as_ref(), files);
        let resolved = vars::resolve_tolerantly(&question).resolved;
        let refusal = vars::download_refusal(&question).map(|why| {
            let words = go_words(&why);
            Masked::value("GOPROXY", words.as_bytes())
        });
        Ground {
            rules: resolved.rules,
            os: resolved.os,
            netrc: netrc::text(asked.environ, files),
            gopath: resolved.value("GOPATH").into(),
            settings: Settings::of(asked.environ, &resolved),
            refusal,
            sums: Arc::new(sums(&resolved)),
        }
    }

    /// What any download fails with, in Go's words.
    pub fn refusal(&self) -> Option<&Masked> {
        self.refusal.as_ref()
    }

    /// The settings that count.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// By which version's rules it goes.
    pub fn rules(&self) -> Rules {
        self.rules
    }

    /// The question for a module.
    pub fn question<'a>(&'a self, inquiry: &'a Inquiry) -> Question<'a> {
        let own = self.settings.environ.set("GIT_HTTP_USER_AGENT");
        Question {
            rules: self.rules,
            os: self.os,
            module: inquiry.module.as_bstr(),
            version: inquiry.version.as_bstr(),
            settings: RouteSettings {
                goproxy: self.settings.goproxy.as_bstr(),
                gonoproxy: self.settings.gonoproxy.as_bstr(),
                gosumdb: self.settings.gosumdb.as_bstr(),
                gonosumdb: self.settings.gonosumdb.as_bstr(),
                goauth: self.settings.goauth.as_bstr(),
                gopath: self.gopath.as_bstr(),
                is_own_proxy: own.is_some_and(|agent| agent.contains_str("proxy.golang.org")),
            },
            netrc: &self.netrc,
            known: self.sums.get(&inquiry.module).map_or(&[], Vec::as_slice),
            files: &DiskFiles,
        }
    }
}
