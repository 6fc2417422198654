//! Private modules as the workbench has them: of the context, against the projects that the person has named.

use bstr::{BStr, BString};

use super::Workbench;
use crate::job::Cancel;
use crate::project::ProjectFile;
use crate::project::find::Limits;
use crate::project::known;
use crate::proxy::credentials::{Checked, CredentialsOf};
use crate::proxy::patterns::{List, Private};
use crate::proxy::private::Grounds;
use crate::system::files::path_from_bytes;

impl Workbench {
    /// The private patterns, some of them as a draft has them. `None`: there is no context yet.
    pub fn private(&self, draft: &[(List, BString)]) -> Option<Private> {
        Some(self.grounds()?.private(&self.known_projects(), draft))
    }

    /// What there is for a host.
    pub fn credentials_of(&self, host: &str) -> Option<CredentialsOf> {
        Some(self.grounds()?.credentials_of(host))
    }

    /// Asks a host whether it accepts what there is for it.
    pub fn check_credentials(&self, host: &str, module: Option<&str>, cancel: &Cancel) -> Option<Checked> {
        let module = module.map(BStr::new);
        Some(self.grounds()?.check(host, module, &self.known_projects(), cancel))
    }

    fn known_projects(&self) -> Vec<ProjectFile> {
        let folders = known::known(&self.inner.store, Limits::of_named());
        folders.map(|folders| known::files(&folders)).unwrap_or_default()
    }

    fn grounds(&self) -> Option<Grounds> {
        let state = self.inner.state();
        let answer = state.picture.context()?;
        let dir = path_from_bytes(answer.dir.as_ref())?;
        let home = answer.environ.set(go_rules::user_dirs::home_variable(answer.environ.os()));
        let home = home.and_then(path_from_bytes);
        Some(Grounds::of(&answer.environ, &answer.resolved, home.as_deref(), &dir))
    }
}
