//! Where the repository of a project is fetched from and pushed to: host and path of its remotes, read from its `config`.
//! Nothing else in the repository is looked at, and no program is started.

use std::fs;
use std::path::{Path, PathBuf};

use bstr::ByteSlice;

/// No such file is larger for a good reason.
const MOST: u64 = 1 << 20;

/// Where a remote is, without names and passwords.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Remote {
    /// Lower case, without a port.
    pub host: String,
    /// Without `.git`.
    pub path: String,
}

/// The remotes of the repository that a folder is in.
pub fn remotes(folder: &Path) -> Vec<Remote> {
    let config = folder.ancestors().find_map(config_of);
    let small = |file: &PathBuf| fs::metadata(file).is_ok_and(|facts| facts.is_file() && facts.len() <= MOST);
    let text = config.filter(small).and_then(|file| fs::read(file).ok()).unwrap_or_default();
    of_config(&text.to_str_lossy())
}

/// The configuration of a repository: in `.git`, or where the file `.git` of a worktree or a submodule leads to.
fn config_of(folder: &Path) -> Option<PathBuf> {
    let git = folder.join(".git");
    let facts = fs::metadata(&git).ok()?;
    if facts.is_dir() {
        return Some(git.join("config"));
    }
    let text = fs::read_to_string(&git).ok().filter(|_| facts.len() <= MOST)?;
    let dir = folder.join(text.strip_prefix("gitdir:")?.trim());
    let common = fs::read_to_string(dir.join("commondir")).ok();
    Some(common.map_or_else(|| dir.clone(), |common| dir.join(common.trim())).join("config"))
}

fn of_config(text: &str) -> Vec<Remote> {
    let mut in_remote = false;
    let mut all = Vec::new();
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            in_remote = line.to_ascii_lowercase().starts_with("[remote ");
            continue;
        }
        let Some((name, value)) = line.split_once('=').filter(|_| in_remote) else { continue };
        let is_url = ["url", "pushurl"].iter().any(|known| name.trim().eq_ignore_ascii_case(known));
        if let Some(remote) = is_url.then(|| Remote::of(value.trim().trim_matches('"'))).flatten() {
            all.push(remote);
        }
    }
    all.sort();
    all.dedup();
    all
}

impl Remote {
    /// The place that a URL of git names; `None` for a folder of this machine.
    pub fn of(url: &str) -> Option<Remote> {
        let (authority, path) = match url.split_once("://") {
            Some((scheme, _)) if scheme.eq_ignore_ascii_case("file") => return None,
            Some((_, rest)) => rest.split_once('/').unwrap_or((rest, "")),
            // `git@host:path`; a single letter is a drive.
            None => url.split_once(':').filter(|(host, _)| host.len() > 1 && !host.contains(['/', '\\']))?,
        };
        let host = authority.rsplit('@').next().unwrap_or_default();
        let host = host.split(':').next().unwrap_or_default().to_ascii_lowercase();
        let path = path.trim_matches('/');
        let path = path.strip_suffix(".git").unwrap_or(path).to_owned();
        (!host.is_empty()).then_some(Remote { host, path })
    }

    /// `owner` of `owner/name`: whose modules lie beside it.
    pub fn owner(&self) -> Option<&str> {
        self.path.split_once('/').map(|(owner, _)| owner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remote_is_known_by_host_and_path_in_every_spelling() {
        let told = |url: &str| Remote::of(url).map(|remote| format!("{} {}", remote.host, remote.path));
        for (url, expected) in [
            ("git@github.com:acme/x.git", "github.com acme/x"),
            ("https://ada:secret@Git.Corp.com:8443/team/x", "git.corp.com team/x"),
            ("ssh://git@git.corp.com:22/team/x.git", "git.corp.com team/x"),
        ] {
            assert_eq!(told(url).as_deref(), Some(expected));
        }
        for url in ["/srv/git/x.git", "file:///srv/x", "../x", "C:\\x"] {
            assert_eq!(told(url), None);
        }
    }

    #[test]
    fn remotes_are_found_from_below_and_through_a_worktree() {
        let dir = tempfile::tempdir().unwrap();
        let at = |below: &str| dir.path().join(below);
        for folder in ["repo/.git/worktrees/w", "repo/sub", "tree/below"] {
            fs::create_dir_all(at(folder)).unwrap();
        }
        let config = "[core]\n\turl = x\n[remote \"origin\"]\n\turl = git@git.corp:a/b.git\n\tfetch = +x\n";
        fs::write(at("repo/.git/config"), config).unwrap();
        fs::write(at("repo/.git/worktrees/w/commondir"), "../..\n").unwrap();
        fs::write(at("tree/.git"), format!("gitdir: {}\n", at("repo/.git/worktrees/w").display())).unwrap();
        for folder in ["repo/sub", "repo", "tree/below"] {
            let found = remotes(&at(folder));
            assert_eq!(found, [Remote { host: "git.corp".into(), path: "a/b".into() }], "{folder}");
        }
    }
}
