//! Where Go puts a person's configuration and caches (`os.UserConfigDir`, `os.UserCacheDir`, `os.TempDir`).

use bstr::{BString, ByteVec};

use crate::environ::{Environ, Os};
use crate::filepath;
use crate::go_command::Rules;
use crate::refusal::NoUserDir;

/// `os.UserConfigDir`. The value may be relative.
pub fn config_dir(environ: &Environ, rules: Rules) -> Result<BString, NoUserDir> {
    match environ.os() {
        Os::Windows => variable(environ, "AppData"),
        Os::MacOs => below(variable(environ, "HOME")?, "/Library/Application Support"),
        _ => xdg(environ, rules, "XDG_CONFIG_HOME", "/.config"),
    }
}

/// `os.UserCacheDir`. The value may be relative.
pub fn cache_dir(environ: &Environ, rules: Rules) -> Result<BString, NoUserDir> {
    match environ.os() {
        Os::Windows => variable(environ, "LocalAppData"),
        Os::MacOs => below(variable(environ, "HOME")?, "/Library/Caches"),
        _ => xdg(environ, rules, "XDG_CACHE_HOME", "/.cache"),
    }
}

/// The name of the variable that holds the home directory.
pub fn home_variable(os: Os) -> &'static str {
    if os == Os::Windows { "USERPROFILE" } else { "HOME" }
}

/// `os.TempDir`.
pub fn temp_dir(environ: &Environ) -> BString {
    if environ.os() != Os::Windows {
        return environ.set("TMPDIR").map_or_else(|| "/tmp".into(), Into::into);
    }
    // GetTempPath asks these, in this order.
    let named = ["TMP", "TEMP", "USERPROFILE", "SystemRoot"].iter().find_map(|name| environ.set(name));
    let mut dir: BString = named.map_or_else(|| r"C:\Windows".into(), Into::into);
    if dir.len() > 3 && dir.last() == Some(&b'\\') {
        dir.pop();
    }
    dir
}

fn variable(environ: &Environ, name: &'static str) -> Result<BString, NoUserDir> {
    environ.set(name).map(Into::into).ok_or(NoUserDir::Undefined { first: None, last: name })
}

fn below(mut dir: BString, tail: &str) -> Result<BString, NoUserDir> {
    dir.push_str(tail);
    Ok(dir)
}

fn xdg(environ: &Environ, rules: Rules, name: &'static str, tail: &str) -> Result<BString, NoUserDir> {
    match environ.set(name) {
        // Go 1.24 began to refuse what the XDG specification calls invalid.
        Some(dir) if rules.since(24) && !filepath::is_abs(environ.os(), dir) => {
            Err(NoUserDir::Relative(name))
        }
        Some(dir) => Ok(dir.into()),
        None => match environ.set("HOME") {
            Some(home) => below(home.into(), tail),
            None => Err(NoUserDir::Undefined { first: Some(name), last: "HOME" }),
        },
    }
}
