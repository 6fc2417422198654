//! What go sends with its requests: the logins of netrc, and what the commands of GOAUTH say, run as go runs them
//! (`auth.AddCredentials`): all of them once before the first request, and again with its URL after any 4xx status.
//!
//! Programs are run here, so nothing of this happens unless a person asks for it. What they say is secret.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use bstr::{BStr, BString, ByteSlice};
use go_rules::environ::Environ;
use go_rules::files::Files;
use go_rules::go_command::Rules;
use go_rules::go_url::GoUrl;
use go_rules::goauth::{self, BadAnswer, BadGoauth, Grant, Granted, Way};
use go_rules::look_path::{against, look_path};
use go_rules::netrc::{self, Credentials, Login};

use super::git;
use crate::job::Cancel;
use crate::proxy::netrc::{basic as netrc_basic, text as netrc_text};
use crate::secret::Masked;
use crate::system::DiskFiles;
use crate::system::answer::answer;
use crate::system::files::{path_from_bytes, path_to_bytes};
use crate::system::run::Run;

/// How long a command may take. Go would wait for ever.
const LIMIT: Duration = Duration::from_secs(20);

/// A way of GOAUTH that gave nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// As it stands in GOAUTH, without secrets.
    pub way: Masked,
    pub why: TroubleWhy,
}

/// Why it gave nothing. Nothing of what it said gets in here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TroubleWhy {
    /// Its quotes are not closed.
    Quotes,
    /// There is no such program on PATH.
    NotFound,
    /// In the words of the system.
    NotStarted(String),
    Late,
    /// It ended with this status; `None`: by a signal.
    Status(Option<i32>),
    Answer(BadAnswer),
    /// git has a login for something else than what was asked for.
    OtherUrl,
}

/// The keys of one environment. Holds secrets, and is never printed.
pub struct Keys {
    rules: Rules,
    environ: Environ,
    /// Where go would be.
    dir: PathBuf,
    ways: Vec<Way>,
    netrc: Vec<Login>,
    /// Before Go 1.24.
    old: Credentials,
    granted: Granted,
    begun: bool,
    troubles: Vec<Trouble>,
}

impl Keys {
    /// # Errors
    /// What go says of GOAUTH when it first has to ask a server by HTTPS.
    pub fn of(rules: Rules, environ: &Environ, goauth: &BStr, dir: &Path) -> Result<Keys, BadGoauth> {
        let text = netrc_text(environ, &DiskFiles);
        let os = environ.os();
        Ok(Keys {
            rules,
            environ: environ.clone(),
            dir: dir.to_path_buf(),
            ways: goauth::ways(rules, os, goauth, &DiskFiles)?,
            netrc: netrc::parse(&text),
            old: Credentials::of(rules, os, goauth, &text, &DiskFiles)?,
            granted: Granted::default(),
            begun: false,
            troubles: Vec::new(),
        })
    }

    /// Whether a request that was answered with a 4xx status is sent once more.
    pub fn asks_again(&self) -> bool {
        self.rules.since(24)
    }

    /// What gave nothing, so far.
    pub fn troubles(&self) -> &[Trouble] {
        &self.troubles
    }

    /// The headers for the first request to a URL. The first time, commands are run.
    pub fn headers(&mut self, url: &BStr, cancel: &Cancel) -> Vec<(String, BString)> {
        if !url.starts_with(b"https://") {
            return Vec::new();
        }
        if !self.rules.since(24) {
            let url = GoUrl::parse(url, self.rules).ok();
            return url.and_then(|url| self.old.login(&url)).map(basic).into_iter().collect();
        }
        if !self.begun {
            self.begun = true;
            self.ask_all(None, cancel);
        }
        self.known(url)
    }

    /// The headers after a 4xx status: the commands are asked again, with the URL. `head`: the status line and the
    /// headers of the answer, a line each.
    pub fn headers_again(&mut self, url: &BStr, head: &str, cancel: &Cancel) -> Vec<(String, BString)> {
        if !url.starts_with(b"https://") || !self.asks_again() {
            return Vec::new();
        }
        self.ask_all(Some((url, head)), cancel);
        self.known(url)
    }

    fn known(&self, url: &BStr) -> Vec<(String, BString)> {
        self.granted.of(self.rules, url).map(|grant| grant.headers.clone()).unwrap_or_default()
    }

    /// The last first, so that an earlier one wins.
    fn ask_all(&mut self, about: Option<(&BStr, &str)>, cancel: &Cancel) {
        self.troubles.clear();
        for way in self.ways.clone().iter().rev() {
            let grants = match way {
                Way::Off => return,
                Way::Netrc => Ok(self.of_netrc()),
                Way::Git(dir) => {
                    about.map_or(Ok(Vec::new()), |(url, _)| self.of_git(dir.as_bstr(), url, cancel))
                }
                Way::Command { words, .. } => match words {
                    Ok(words) => self.of_command(words, about, cancel),
                    Err(_) => Err(TroubleWhy::Quotes),
                },
            };
            match grants {
                Ok(grants) => grants.into_iter().for_each(|grant| self.granted.store(self.rules, grant)),
                Err(why) => self.troubles.push(Trouble { way: shown(way), why }),
            }
        }
    }

    /// The last first, so that an earlier line wins.
    fn of_netrc(&self) -> Vec<Grant> {
        let grant =
            |login: &Login| Grant { prefix: login.machine.as_str().into(), headers: vec![basic(login)] };
        self.netrc.iter().rev().map(grant).collect()
    }

    /// `runGitAuth`. That git is told whether its login was any good, is left to go.
    fn of_git(&self, dir: &BStr, url: &BStr, cancel: &Cancel) -> Result<Vec<Grant>, TroubleWhy> {
        let program = git::program(&self.environ).ok_or(TroubleWhy::NotFound)?;
        let dir = path_from_bytes(dir).ok_or(TroubleWhy::NotFound)?;
        let environ = git::quiet(&self.environ);
        let args = ["credential", "fill"].map(OsString::from).to_vec();
        let run = Run { program: &program, args, environ: &environ, dir: &dir };
        let told = [b"url=", url.as_bytes(), b"\n"].concat();
        let (prefix, name, password) = goauth::of_git(&said(&run, &told, cancel)?, self.rules);
        if prefix.is_empty() || !url.starts_with(&prefix) {
            return Err(TroubleWhy::OtherUrl);
        }
        let login = Login { machine: String::new(), name: name.to_string(), password: password.to_string() };
        Ok(vec![Grant { prefix, headers: vec![basic(&login)] }])
    }

    /// `runAuthCommand`.
    fn of_command(
        &self,
        words: &[BString],
        about: Option<(&BStr, &str)>,
        cancel: &Cancel,
    ) -> Result<Vec<Grant>, TroubleWhy> {
        let program = program(words, &self.environ, &self.dir, &DiskFiles).ok_or(TroubleWhy::NotFound)?;
        let url = about.map(|(url, _)| url.to_owned());
        let args = words[1..].iter().cloned().chain(url);
        let args = args.filter_map(|word| path_from_bytes(word.as_bstr()).map(OsString::from)).collect();
        let run = Run { program: &program, args, environ: &self.environ, dir: &self.dir };
        let told = about.map(|(_, head)| format!("{head}\n")).unwrap_or_default();
        goauth::grants(&said(&run, told.as_bytes(), cancel)?, self.rules).map_err(TroubleWhy::Answer)
    }
}

/// What a program says on its standard output, when it ends well and in time.
fn said(run: &Run<'_>, told: &[u8], cancel: &Cancel) -> Result<Vec<u8>, TroubleWhy> {
    let said = answer(run, told, LIMIT, cancel).map_err(|why| TroubleWhy::NotStarted(why.to_string()))?;
    match said.late {
        true => Err(TroubleWhy::Late),
        false if !said.ok() => Err(TroubleWhy::Status(said.status)),
        false => Ok(said.stdout),
    }
}

/// The program of a command, as go would find it.
pub fn program(words: &[BString], environ: &Environ, dir: &Path, files: &dyn Files) -> Option<PathBuf> {
    let name = words.first()?;
    let dir = path_to_bytes(dir);
    let found = look_path(environ, dir.as_bstr(), files, name).path()?;
    path_from_bytes(against(environ.os(), dir.as_bstr(), &found).as_bstr())
}

/// A way as it stands in GOAUTH, without secrets.
pub fn shown(way: &Way) -> Masked {
    let text = match way {
        Way::Off => "off".into(),
        Way::Netrc => "netrc".into(),
        Way::Git(dir) => bstr::concat([&b"git "[..], dir]).into(),
        Way::Command { text, .. } => text.clone(),
    };
    Masked::value("GOAUTH", &text)
}

/// The header for a login.
pub fn basic(login: &Login) -> (String, BString) {
    let value = netrc_basic(login.name.as_bytes(), login.password.as_bytes());
    ("Authorization".into(), value.into())
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use go_rules::environ::Os;

    use super::*;

    fn keys(dir: &Path, goauth: &str, minor: u32) -> Keys {
        let netrc = path_to_bytes(&dir.join("netrc"));
        let path = format!("{}:/usr/bin:/bin", dir.display());
        let entries =
            [("NETRC".into(), netrc), ("PATH".into(), path.into()), ("HOME".into(), path_to_bytes(dir))];
        let environ = Environ::new(Os::host(), entries);
        Keys::of(Rules::of_minor(minor), &environ, BStr::new(goauth), dir).unwrap()
    }

    fn lay(dir: &Path, name: &str, script: &str) {
        let file = dir.join(name);
        fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    }

    #[test]
    fn commands_are_asked_once_and_again_with_the_url_and_the_answer() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("netrc"), "machine a.com login ada password one\n").unwrap();
        lay(
            dir.path(),
            "helper",
            "echo run \"$@\" >>log; cat >>log; [ $# = 2 ] || { printf '\\n\\n'; exit; }\n\
             printf 'https://b.com\\n\\nX-Token: %s\\n\\n' \"$1\"",
        );
        let mut keys = keys(dir.path(), "helper 's e cret'; netrc", 27);
        let cancel = Cancel::default();
        assert_eq!(keys.headers("https://a.com/x".into(), &cancel).len(), 1);
        assert!(keys.headers("https://b.com/x".into(), &cancel).is_empty());
        let head = "HTTP/1.1 401 Unauthorized\nA: b\n";
        let again = keys.headers_again("https://b.com/x".into(), head, &cancel);
        assert_eq!(again, [("X-Token".into(), "s e cret".into())]);
        let log = fs::read_to_string(dir.path().join("log")).unwrap();
        assert_eq!(log, format!("run s e cret\nrun s e cret https://b.com/x\n{head}\n"));
        assert!(keys.headers("http://a.com".into(), &cancel).is_empty());
    }

    #[test]
    fn what_gives_nothing_is_told_without_what_it_said() {
        let dir = tempfile::tempdir().unwrap();
        lay(dir.path(), "bad", "echo password-hunter2; exit 7");
        lay(dir.path(), "odd", "echo password-hunter2");
        let mut keys = keys(dir.path(), "bad;odd;missing;'open", 26);
        keys.headers("https://a.com".into(), &Cancel::default());
        let whys: Vec<&TroubleWhy> = keys.troubles().iter().map(|trouble| &trouble.why).collect();
        let expected = [
            &TroubleWhy::Quotes,
            &TroubleWhy::NotFound,
            &TroubleWhy::Answer(BadAnswer::UrlsNotEnded),
            &TroubleWhy::Status(Some(7)),
        ];
        // `odd` has no line that is a URL: go reads the first line before it misses the end.
        assert_eq!(whys.len(), expected.len(), "{whys:?}");
        assert_eq!((whys[0], whys[1], whys[3]), (expected[0], expected[1], expected[3]));
        assert!(!format!("{:?}", keys.troubles()).contains("hunter2"));
    }

    #[test]
    fn git_is_asked_for_a_login_only_after_a_refusal() {
        let dir = tempfile::tempdir().unwrap();
        let helper = "!f() { echo username=ada; echo password=pw; }; f";
        fs::write(dir.path().join(".gitconfig"), format!("[credential]\n\thelper = \"{helper}\"\n")).unwrap();
        let mut keys = keys(dir.path(), &format!("git {}", dir.path().display()), 25);
        let cancel = Cancel::default();
        assert!(keys.headers("https://a.com/x".into(), &cancel).is_empty());
        let sent = keys.headers_again("https://a.com/x".into(), "", &cancel);
        assert_eq!(sent, [("Authorization".into(), "Basic YWRhOnB3".into())], "{:?}", keys.troubles());
    }
}
