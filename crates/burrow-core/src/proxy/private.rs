//! Private modules of one context: its patterns tested, and the credentials for a host, out of an environment and the
//! files of projects. What each of it means is said in `patterns` and `credentials`.

use std::path::{Path, PathBuf};

use bstr::{BStr, BString, ByteSlice};
use go_rules::environ::Environ;
use go_rules::go_command::Rules;
use go_rules::user_dirs::home_variable;
use go_rules::vars::Resolved;

use super::credentials::git::Git;
use super::credentials::{self, Checked, CredentialsOf};
use super::netrc;
use super::patterns::{self, List, Lists, Modules, Private, modules, private, remotes};
use super::settings::Settings;
use crate::job::Cancel;
use crate::project::ProjectFile;
use crate::system::DiskFiles;
use crate::system::files::path_from_bytes;

/// What both go by. Holds secrets, and is never printed.
#[derive(Clone)]
pub struct Grounds {
    rules: Rules,
    lists: Lists,
    settings: Settings,
    home: Option<PathBuf>,
    /// Where go would be.
    dir: PathBuf,
}

impl Grounds {
    /// Those of an answer.
    pub fn of(environ: &Environ, resolved: &Resolved, dir: &Path) -> Grounds {
        let home = environ.set(home_variable(environ.os()));
        Grounds {
            rules: resolved.rules,
            lists: Lists::of(resolved),
            settings: Settings::of(environ, resolved),
            home: home.and_then(path_from_bytes),
            dir: dir.to_path_buf(),
        }
    }

    /// The lists, some of them as a draft has them, tested against the modules of projects. Runs `git config`.
    pub fn private(&self, files: &[ProjectFile], draft: &[(List, BString)]) -> Private {
        let lists =
            draft.iter().fold(self.lists.clone(), |lists, (list, value)| lists.with(*list, value.as_bstr()));
        let modules = self.modules(files);
        let mut known = Vec::new();
        for folder in modules.projects.iter().filter_map(|file| file.parent()) {
            known.extend(remotes(folder));
        }
        known.sort();
        known.dedup();
        let ground = patterns::Ground {
            rules: self.rules,
            os: self.settings.environ.os(),
            settings: &self.settings,
            netrc: &netrc::text(&self.settings.environ, &DiskFiles),
            remotes: &known,
            rewrites: &self.git(&Cancel::default()).rewritten(),
            files: &DiskFiles,
        };
        private(&lists, &modules, &ground)
    }

    /// What there is for a host. Runs `git config`.
    pub fn credentials_of(&self, host: &str) -> CredentialsOf {
        let git = self.git(&Cancel::default());
        credentials::credentials_of(host, &self.ground(&git))
    }

    /// Asks the host. Without a module, one that the projects have from there is asked for.
    pub fn check(
        &self,
        host: &str,
        module: Option<&BStr>,
        files: &[ProjectFile],
        cancel: &Cancel,
    ) -> Checked {
        let git = self.git(cancel);
        let known = module.is_none().then(|| self.module_at(host, files)).flatten();
        let module = module.or(known.as_ref().map(|known| known.as_bstr()));
        credentials::check(host, module, &self.ground(&git), cancel)
    }

    /// A module of the projects on a host; one that a pattern matches, if there is one.
    fn module_at(&self, host: &str, files: &[ProjectFile]) -> Option<BString> {
        let modules = self.modules(files);
        let noproxy = self.lists.value(List::Gonoproxy);
        let below =
            |path: &&BString| path.strip_prefix(host.as_bytes()).is_some_and(|rest| rest.starts_with(b"/"));
        let there: Vec<&BString> = modules.all.keys().filter(below).collect();
        let private = there.iter().find(|path| go_rules::pattern::matches_prefix(noproxy, path));
        private.or(there.first()).map(|path| (*path).clone())
    }

    fn modules(&self, files: &[ProjectFile]) -> Modules {
        modules(files, self.settings.environ.os())
    }

    fn git(&self, cancel: &Cancel) -> Git {
        Git::of(&self.settings.environ, self.home.as_deref(), cancel)
    }

    fn ground<'a>(&'a self, git: &'a Git) -> credentials::Ground<'a> {
        credentials::Ground {
            rules: self.rules,
            settings: &self.settings,
            git,
            dir: &self.dir,
            home: self.home.clone(),
            files: &DiskFiles,
        }
    }
}
