//! Private modules as the workbench has them: of the context, against the projects that the person has named.

use bstr::{BStr, BString, ByteSlice};

use super::Workbench;
use crate::env::resolve::{Asked, resolve_tolerantly};
use crate::project::ProjectFile;
use crate::project::find::Limits;
use crate::project::known;
use crate::proxy::credentials::{Checked, CredentialsOf};
use crate::proxy::patterns::{List, Private};
use crate::proxy::private::Grounds;
use crate::system::DiskFiles;
use crate::system::files::path_from_bytes;

impl Workbench {
    /// The private patterns, some of them as a draft has them.
    pub fn private(&self, draft: &[(List, BString)]) -> Private {
        self.grounds().private(&self.known_projects(), draft)
    }

    /// What there is for a host.
    pub fn credentials_of(&self, host: &str) -> CredentialsOf {
        self.grounds().credentials_of(host)
    }

    /// Asks a host whether it accepts what there is for it. A later call, or [`Workbench::stop_proxies`], ends an
    /// earlier one that still asks.
    pub fn check_credentials(&self, host: &str, module: Option<&str>) -> Checked {
        let cancel = self.begin_going();
        self.grounds().check(host, module.map(BStr::new), &self.known_projects(), &cancel)
    }

    fn known_projects(&self) -> Vec<ProjectFile> {
        let folders = known::known(&self.inner.store, Limits::of_named());
        folders.map(|folders| known::files(&folders)).unwrap_or_default()
    }

    fn grounds(&self) -> Grounds {
        let question = self.inner.sdk_question();
        let goroot = question.goroot.as_ref().map(|goroot| goroot.as_bstr());
        let asked =
            Asked { environ: &question.environ, dir: question.dir.as_bstr(), started_in: None, goroot };
        let resolved = resolve_tolerantly(&asked, &DiskFiles).0.resolved;
        let dir = path_from_bytes(question.dir.as_bstr()).unwrap_or_default();
        Grounds::of(&question.environ, &resolved, &dir)
    }
}
