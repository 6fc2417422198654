//! Why a module looks private, from what is on this machine. A sign is a guess, and says how sure it is.

use std::collections::BTreeSet;
use std::path::PathBuf;

use bstr::{BStr, ByteSlice};
use go_rules::module;
use go_rules::route::LeakWhy;

use super::remotes::Remote;
use crate::secret::Masked;
use crate::system::files::path_from_bytes;

/// Why a module is taken for private.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sign {
    /// An entry would match if it were written as Go reads it.
    NearMiss(Masked),
    /// GONOPROXY matches, GONOSUMDB does not.
    OnlyNoproxy,
    /// GONOSUMDB matches, GONOPROXY does not.
    OnlyNosumdb,
    /// No host of the internet ends like this one.
    Internal,
    /// The netrc file has a login for its host.
    Login,
    /// git goes another way than HTTPS for what begins with this (`insteadOf`).
    Rewrite(String),
    /// The repository of a project has a remote on this host.
    Repository(String),
    /// The repository of a project lies beside it, on a host that everybody uses. It may be public all the same.
    Owner(String),
}

impl Sign {
    /// Stable, for scripts.
    pub fn id(&self) -> &'static str {
        match self {
            Sign::NearMiss(_) => "near-miss",
            Sign::OnlyNoproxy => "only-noproxy",
            Sign::OnlyNosumdb => "only-nosumdb",
            Sign::Internal => "internal-host",
            Sign::Login => "netrc",
            Sign::Rewrite(_) => "git-rewrite",
            Sign::Repository(_) => "repository-host",
            Sign::Owner(_) => "repository-owner",
        }
    }

    /// Whether it says more than that it may be.
    pub fn is_certain(&self) -> bool {
        !matches!(self, Sign::Owner(_))
    }

    pub(super) fn of(why: &LeakWhy) -> Sign {
        match why {
            LeakWhy::OnlyNoproxy => Sign::OnlyNoproxy,
            LeakWhy::OnlyNosumdb => Sign::OnlyNosumdb,
            LeakWhy::Internal => Sign::Internal,
            LeakWhy::Credentials => Sign::Login,
            LeakWhy::NearMiss(entry) => Sign::NearMiss(Masked::value("GOPRIVATE", entry)),
        }
    }
}

/// Hosts with repositories of everybody: there the owner tells more than the host.
const SHARED: [&str; 11] = [
    "github.com",
    "gitlab.com",
    "bitbucket.org",
    "codeberg.org",
    "gitee.com",
    "gitea.com",
    "git.sr.ht",
    "sr.ht",
    "dev.azure.com",
    "ssh.dev.azure.com",
    "gitcode.com",
];

/// Whether repositories of everybody lie on a host.
pub(crate) fn is_shared(host: &str) -> bool {
    SHARED.contains(&host)
}

/// What this machine tells of places.
#[derive(Debug, Clone, Default)]
pub(super) struct Hints {
    hosts: BTreeSet<String>,
    /// `github.com/acme`
    owners: BTreeSet<String>,
    /// `git.corp/team/`: what git fetches another way.
    rewrites: Vec<String>,
    /// The cached records of checksum databases: what stands there, everybody may know.
    lookups: Vec<PathBuf>,
}

impl Hints {
    pub fn new(remotes: &[Remote], rewrites: &[String], gomodcache: Option<&std::path::Path>) -> Hints {
        let mut hints = Hints::default();
        for remote in remotes {
            match remote.owner() {
                Some(owner) if is_shared(&remote.host) => {
                    hints.owners.insert(format!("{}/{owner}", remote.host));
                }
                _ if is_shared(&remote.host) => {}
                _ => {
                    hints.hosts.insert(remote.host.clone());
                }
            }
        }
        // A whole host that everybody uses says nothing about one of its modules.
        let says_something = |prefix: &&String| !is_shared(prefix.trim_end_matches('/'));
        hints.rewrites = rewrites.iter().filter(says_something).cloned().collect();
        let databases = gomodcache.map(|cache| cache.join("cache").join("download").join("sumdb"));
        let databases = databases.and_then(|folder| std::fs::read_dir(folder).ok());
        let each = databases.into_iter().flatten().filter_map(Result::ok);
        hints.lookups = each.map(|entry| entry.path().join("lookup")).collect();
        hints
    }

    /// A sign that no setting gives.
    pub fn sign(&self, module: &BStr) -> Option<Sign> {
        let text = module.to_str_lossy();
        let below = |prefix: &str| {
            let rest = text.strip_prefix(prefix.trim_end_matches('/'));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if let Some(prefix) = self.rewrites.iter().find(|prefix| below(prefix)) {
            return Some(Sign::Rewrite(prefix.clone()));
        }
        let host = self.hosts.iter().find(|host| below(host)).cloned().map(Sign::Repository);
        let owner = || self.owners.iter().find(|owner| below(owner)).cloned().map(Sign::Owner);
        host.or_else(owner).filter(|_| !self.is_recorded(module))
    }

    /// Whether a checksum database has vouched for a version of it on this machine.
    fn is_recorded(&self, path: &BStr) -> bool {
        let Ok(escaped) = module::escape_path(path) else { return false };
        let (folder, name) = escaped.rsplit_once_str("/").unwrap_or((b"", &escaped));
        let begin = [name, b"@"].concat();
        self.lookups.iter().any(|lookup| {
            let Some(below) = path_from_bytes(BStr::new(folder)) else { return false };
            let entries = std::fs::read_dir(lookup.join(below)).into_iter().flatten().filter_map(Result::ok);
            entries.into_iter().any(|entry| entry.file_name().as_encoded_bytes().starts_with(&begin))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remote(url: &str) -> Remote {
        Remote::of(url).unwrap()
    }

    #[test]
    fn neighbours_of_a_repository_look_private_unless_a_database_knows_them() {
        let dir = tempfile::tempdir().unwrap();
        let lookup = dir.path().join("cache/download/sumdb/sum.golang.org/lookup/github.com/acme");
        std::fs::create_dir_all(&lookup).unwrap();
        std::fs::write(lookup.join("open@v1.0.0"), "").unwrap();
        let remotes = [remote("git@github.com:acme/app.git"), remote("https://git.corp.com/a/b")];
        let hints = Hints::new(&remotes, &["github.com/".into(), "go.eu/x/".into()], Some(dir.path()));
        let sign = |module: &str| hints.sign(BStr::new(module));
        assert_eq!(sign("github.com/acme/lib"), Some(Sign::Owner("github.com/acme".into())));
        assert_eq!(sign("github.com/acme/open"), None);
        assert_eq!(sign("github.com/acmex/lib"), None);
        assert_eq!(sign("git.corp.com/z"), Some(Sign::Repository("git.corp.com".into())));
        assert_eq!(sign("go.eu/x/y"), Some(Sign::Rewrite("go.eu/x/".into())));
        assert_eq!(sign("go.eu/xy"), None);
    }
}
