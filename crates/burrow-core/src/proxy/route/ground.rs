//! What the way of a module depends on, out of an environment.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use bstr::{BString, ByteSlice};
use go_rules::environ::Os;
use go_rules::files::Files;
use go_rules::go_command::{GoCommand, Rules};
use go_rules::route::{Main, Question, Settings as RouteSettings};
use go_rules::vars;

use super::Inquiry;
use super::project::Project;
use crate::env::resolve::{Asked, AtHand};
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
    local: BString,
    os: Os,
    netrc: String,
    gopath: BString,
    /// Where go would be.
    dir: PathBuf,
    refusal: Option<Masked>,
    project: Arc<Project>,
}

/// Secrets are not printed, by no way of printing.
impl std::fmt::Debug for Ground {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ground").field("rules", &self.rules).finish_non_exhaustive()
    }
}

impl Ground {
    /// Looks at an environment.
    pub fn of(asked: &Asked<'_>, files: &dyn Files) -> Ground {
        let at_hand = AtHand::find(asked, files);
        let question = asked.question(at_hand.go.as_ref(), files);
        let resolved = vars::resolve_tolerantly(&question).resolved;
        let dir = path_from_bytes(asked.dir).unwrap_or_default();
        let project = Project::of(&resolved, &dir);
        let words = vars::download_refusal(&question).map(|why| go_words(&why));
        let words = words.or_else(|| project.refusal.clone());
        let refusal = words.map(|words| Masked::value("GOPROXY", words.as_bytes()));
        Ground {
            rules: resolved.rules,
            local: at_hand
                .go
                .as_ref()
                .map_or_else(|| GoCommand::assumed(resolved.os).go_version(), GoCommand::go_version),
            os: resolved.os,
            netrc: netrc::text(asked.environ, files),
            gopath: resolved.value("GOPATH").into(),
            dir,
            settings: Settings::of(asked.environ, &resolved),
            refusal,
            project: Arc::new(project),
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

    /// Where go would be.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// By which version's rules it goes.
    pub fn rules(&self) -> Rules {
        self.rules
    }

    fn main(&self, inquiry: &Inquiry) -> Main<'_> {
        match &self.project.required {
            None => Main::None,
            Some(all) => {
                all.get(&inquiry.module).map_or(Main::Without, |version| Main::Requires(version.as_bstr()))
            }
        }
    }

    /// The question for a module.
    pub fn question<'a>(&'a self, inquiry: &'a Inquiry) -> Question<'a> {
        let own = self.settings.environ.set("GIT_HTTP_USER_AGENT");
        Question {
            rules: self.rules,
            local: self.local.as_bstr(),
            os: self.os,
            module: inquiry.module.as_bstr(),
            version: inquiry.version.as_bstr(),
            settings: RouteSettings {
                goproxy: self.settings.goproxy.as_bstr(),
                gonoproxy: self.settings.gonoproxy.as_bstr(),
                gosumdb: self.settings.gosumdb.as_bstr(),
                gonosumdb: self.settings.gonosumdb.as_bstr(),
                goprivate: self.settings.goprivate.as_bstr(),
                govcs: self.settings.govcs.as_bstr(),
                goauth: self.settings.goauth.as_bstr(),
                gopath: self.gopath.as_bstr(),
                is_own_proxy: own.is_some_and(|agent| agent.contains_str("proxy.golang.org")),
            },
            netrc: &self.netrc,
            known: self.project.sums.get(&inquiry.module).map_or(&[], Vec::as_slice),
            main: self.main(inquiry),
            files: &DiskFiles,
        }
    }
}
