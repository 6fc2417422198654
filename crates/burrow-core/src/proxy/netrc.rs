//! The netrc file of an environment, read. What it means is `go_rules::netrc`'s.

use std::fs;
use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bstr::{BStr, ByteSlice};
use go_rules::environ::Environ;
use go_rules::files::Files;
use go_rules::go_command::Rules;
use go_rules::go_url::GoUrl;
use go_rules::netrc::{self, Credentials, Login};
use go_rules::user_dirs::home_variable;
use reqwest::Url;

use crate::system::DiskFiles;
use crate::system::files::path_from_bytes;

/// No such file is larger for a good reason.
const MOST: u64 = 4 << 20;

/// The file that go would read, whether it is there or not.
pub fn place(environ: &Environ, files: &dyn Files) -> Option<PathBuf> {
    let home = environ.set(home_variable(environ.os()));
    let place = netrc::place(environ.set("NETRC"), home, environ.os(), files)?;
    path_from_bytes(place.as_bstr()).filter(|path| path.is_absolute())
}

/// What stands in it; nothing where there is none. Holds secrets.
pub fn text(environ: &Environ, files: &dyn Files) -> String {
    let small = |file: &PathBuf| fs::metadata(file).is_ok_and(|facts| facts.is_file() && facts.len() <= MOST);
    let text = place(environ, files).filter(small).and_then(|file| fs::read(file).ok()).unwrap_or_default();
    text.to_str_lossy().into_owned()
}

/// The logins that Burrow's own client sends, by the newest rules. Holds secrets.
#[derive(Clone)]
pub struct Logins(Option<Credentials>);

impl Logins {
    /// None at all.
    pub fn none() -> Logins {
        Logins(None)
    }
}

/// Those of an environment; none where Go would refuse its settings.
pub fn logins(environ: &Environ, goauth: &[u8]) -> Logins {
    let text = text(environ, &DiskFiles);
    let known = Credentials::of(Rules::newest(), environ.os(), goauth.as_bstr(), &text, &DiskFiles);
    Logins(known.ok())
}

/// The login for a URL; credentials go to `https` only.
pub fn login_for<'a>(logins: &'a Logins, url: &Url) -> Option<&'a Login> {
    let known = logins.0.as_ref().filter(|_| url.scheme() == "https")?;
    known.login(&GoUrl::parse(BStr::new(url.as_str()), Rules::newest()).ok()?)
}

/// The value of the header that sends a login. Secret.
pub fn basic(name: &[u8], password: &[u8]) -> String {
    format!("Basic {}", STANDARD.encode([name, b":", password].concat()))
}
