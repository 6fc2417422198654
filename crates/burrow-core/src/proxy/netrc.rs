//! Credentials in `.netrc` (`cmd/go/internal/auth/netrc.go`).

use std::fs;
use std::path::{Path, PathBuf};

use go_rules::environ::{Environ, Os};
use go_rules::user_dirs::home_variable;
use reqwest::Url;

use crate::system::files::path_from_bytes;

/// No such file is larger for a good reason.
const MOST: u64 = 4 << 20;

/// A name and a password for a machine. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Login {
    pub machine: String,
    pub name: String,
    pub password: String,
}

/// The logins of an environment's netrc file; none where there is none, or GOAUTH says not to look.
pub fn logins(environ: &Environ, goauth: &[u8]) -> Vec<Login> {
    let asked = goauth.is_empty() || goauth.split(|b| *b == b';').any(|part| part.trim_ascii() == b"netrc");
    let file = file(environ).filter(|_| asked);
    let small = |file: &PathBuf| fs::metadata(file).is_ok_and(|facts| facts.is_file() && facts.len() <= MOST);
    let text = file.filter(small).and_then(|file| fs::read(file).ok()).unwrap_or_default();
    parse(&String::from_utf8_lossy(&text))
}

fn file(environ: &Environ) -> Option<PathBuf> {
    if let Some(named) = environ.set("NETRC") {
        return path_from_bytes(named).filter(|path| path.is_absolute());
    }
    let home = environ.set(home_variable(environ.os())).and_then(path_from_bytes);
    let home = home.filter(|home| home.is_absolute())?;
    let legacy = home.join("_netrc");
    let windows = environ.os() == Os::Windows;
    Some(if windows && is_there(&legacy) { legacy } else { home.join(".netrc") })
}

fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

fn parse(text: &str) -> Vec<Login> {
    let mut all = Vec::new();
    let (mut machine, mut name, mut password) = (String::new(), String::new(), String::new());
    let mut in_macro = false;
    for line in text.split('\n') {
        if in_macro {
            in_macro = !line.is_empty();
            continue;
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        let mut at = 0;
        while at + 1 < words.len() {
            let value = words[at + 1].to_owned();
            match words[at] {
                "machine" => (machine, name, password) = (value, String::new(), String::new()),
                "login" => name = value,
                "password" => password = value,
                "macdef" => in_macro = true,
                _ => {}
            }
            if !machine.is_empty() && !name.is_empty() && !password.is_empty() {
                let (machine, name, password) =
                    (std::mem::take(&mut machine), std::mem::take(&mut name), std::mem::take(&mut password));
                all.push(Login { machine, name, password });
            }
            at += 2;
        }
        // Go stops at a `default` only where it stands alone or at the end of a line.
        if words.get(at) == Some(&"default") {
            break;
        }
    }
    all
}

/// The login for a URL; credentials go to `https` only.
pub fn login_for<'a>(logins: &'a [Login], url: &Url) -> Option<&'a Login> {
    let host = url.host_str().filter(|_| url.scheme() == "https")?;
    let host = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    find(logins, &host, url.path())
}

/// The login for a host (with its port, where the URL names one) and a path: the longest that fits, of equal ones the
/// first.
fn find<'a>(logins: &'a [Login], host: &str, path: &str) -> Option<&'a Login> {
    let whole = format!("{host}{path}");
    let fits = |machine: &str| {
        let machine = machine.strip_prefix("https://").unwrap_or(machine);
        let rest = whole.strip_prefix(machine.trim_end_matches('/'));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    logins.iter().rev().filter(|login| fits(&login.machine)).max_by_key(|login| login.machine.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_are_read_as_go_reads_them() {
        let text = "machine a.com login ada password x\nmacdef m\nmachine evil.com login e password e\n\n\
                    machine b.com\n login bob\n password y\ndefault login d password d\n\
                    machine c.com login c password c\ndefault\nmachine d.com login d password d\n";
        let logins = parse(text);
        let told: Vec<_> = logins.iter().map(|l| (l.machine.as_str(), l.name.as_str())).collect();
        assert_eq!(told, [("a.com", "ada"), ("b.com", "bob"), ("c.com", "c")]);
    }

    #[test]
    fn the_longest_path_wins_and_the_port_must_be_the_same() {
        let login = |machine: &str, name: &str| Login {
            machine: machine.into(),
            name: name.into(),
            password: "p".into(),
        };
        let logins =
            [login("a.com", "1"), login("a.com/x", "2"), login("a.com", "3"), login("b.com:81", "4")];
        let name = |host: &str, path: &str| find(&logins, host, path).map(|l| l.name.as_str());
        assert_eq!(name("a.com", "/y/@v/list"), Some("1"));
        assert_eq!(name("a.com", "/x/@v/list"), Some("2"));
        assert_eq!(name("a.com", "/xy"), Some("1"));
        assert_eq!((name("b.com", "/"), name("b.com:81", "/"), name("aa.com", "/")), (None, Some("4"), None));
    }
}
