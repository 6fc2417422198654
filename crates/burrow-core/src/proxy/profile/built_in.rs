//! The profiles that come with Burrow: one table. Their titles and descriptions are in `text`.

use bstr::{BStr, ByteSlice};
use go_rules::environ::Os;
use go_rules::file_url;

use super::set::{Profile, Setting, Variable};

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BuiltIn {
    /// No lines of one's own: what the toolchain says.
    Default,
    /// Go's own mirror and database by name, where a toolchain was patched to say something else.
    Golang,
    GoproxyCn,
    GoproxyIo,
    Aliyun,
    Direct,
    /// From the module cache alone.
    Offline,
    /// An Athens on this machine, at the address it has unless told otherwise.
    Athens,
}

/// What a built-in profile depends on.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    pub os: Os,
    /// GOMODCACHE in effect.
    pub gomodcache: &'a BStr,
}

/// Why one cannot be had here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unavailable {
    /// Nothing tells where the module cache is.
    #[error("no module cache")]
    NoModuleCache,
    /// Go has no `file://` URL for where the module cache lies: a network share on Windows.
    #[error("no file URL for the module cache")]
    NoFileUrl,
}

/// Of Go's checksum database, as every Go knows it. A proxy that serves it too (`<proxy>/sumdb/sum.golang.org/`) is asked
/// for it first.
const SUMDB: &str = "sum.golang.org";
/// The same database under an address that can be reached where that one cannot. Go asks it past every proxy, so it does
/// not matter whether a mirror serves the database.
pub(in crate::proxy) const SUMDB_CHINA: &str = "sum.golang.google.cn";

impl BuiltIn {
    /// In the order in which they are shown.
    pub const ALL: [BuiltIn; 8] = [
        BuiltIn::Default,
        BuiltIn::Golang,
        BuiltIn::GoproxyCn,
        BuiltIn::GoproxyIo,
        BuiltIn::Aliyun,
        BuiltIn::Direct,
        BuiltIn::Offline,
        BuiltIn::Athens,
    ];

    /// By which it is called on a command line.
    pub fn name(self) -> &'static str {
        match self {
            BuiltIn::Default => "default",
            BuiltIn::Golang => "proxy.golang.org",
            BuiltIn::GoproxyCn => "goproxy.cn",
            BuiltIn::GoproxyIo => "goproxy.io",
            BuiltIn::Aliyun => "aliyun",
            BuiltIn::Direct => "direct",
            BuiltIn::Offline => "offline",
            BuiltIn::Athens => "athens",
        }
    }

    /// The one of this name, in any case.
    pub fn named(name: &str) -> Option<BuiltIn> {
        BuiltIn::ALL.into_iter().find(|id| id.name().eq_ignore_ascii_case(name))
    }

    /// As a profile. Each names GOPROXY and GOSUMDB and nothing else, so that private patterns survive a switch.
    ///
    /// # Errors
    /// [`Unavailable`].
    pub fn profile(self, ground: &Ground<'_>) -> Result<Profile, Unavailable> {
        let offline;
        let (goproxy, gosumdb) = match self {
            BuiltIn::Default => (None, None),
            BuiltIn::Golang => (Some("https://proxy.golang.org,direct"), Some(SUMDB)),
            // Both pass the database on.
            BuiltIn::GoproxyCn => (Some("https://goproxy.cn,direct"), Some(SUMDB)),
            BuiltIn::GoproxyIo => (Some("https://goproxy.io,direct"), Some(SUMDB)),
            // It does not say that it passes the database on.
            BuiltIn::Aliyun => (Some("https://mirrors.aliyun.com/goproxy/,direct"), Some(SUMDB_CHINA)),
            BuiltIn::Direct => (Some("direct"), Some(SUMDB)),
            // Nobody can be asked for a checksum; go.sum counts all the same. Alone in the list, because only then go
            // takes toolchains from it without the database (`useSumDB`).
            BuiltIn::Offline => {
                offline = of_module_cache(ground)?;
                (Some(offline.as_str()), Some("off"))
            }
            // What it does not have it fetches itself, the database's records too; nothing passes it by.
            BuiltIn::Athens => (Some("http://127.0.0.1:3000"), Some(SUMDB)),
        };
        let wanted = [(Variable::Goproxy, goproxy), (Variable::Gosumdb, gosumdb)];
        let settings = wanted.map(|(variable, value)| Setting { variable, value: value.map(str::to_owned) });
        Ok(Profile::of_built_in(self).with(settings.into()))
    }
}

/// The folder that go itself keeps as a proxy would serve it.
fn of_module_cache(ground: &Ground<'_>) -> Result<String, Unavailable> {
    if ground.gomodcache.is_empty() {
        return Err(Unavailable::NoModuleCache);
    }
    let root = ground.gomodcache.trim_end_with(|c| c == '/' || c == '\\' && ground.os == Os::Windows);
    let url = file_url::of_folder(ground.os, BStr::new(&bstr::concat([root, b"/cache/download"])));
    url.ok_or(Unavailable::NoFileUrl)
}

#[cfg(test)]
mod tests {
    use go_rules::goproxy;
    use go_rules::sumdb::setting::{Database, NoDatabase};

    use super::*;

    fn ground(os: Os, gomodcache: &str) -> Ground<'_> {
        Ground { os, gomodcache: BStr::new(gomodcache) }
    }

    fn value(profile: &Profile, variable: Variable) -> String {
        profile.setting(variable).unwrap().value.clone().unwrap_or_default()
    }

    #[test]
    fn each_names_a_proxy_and_a_database_that_go_takes_and_no_private_pattern() {
        for id in BuiltIn::ALL {
            let profile = id.profile(&ground(Os::Linux, "/home/ada/go/pkg/mod")).unwrap();
            let names: Vec<_> = profile.settings().iter().map(|s| s.variable).collect();
            assert_eq!(names, [Variable::Goproxy, Variable::Gosumdb], "{}", id.name());
            goproxy::parse(BStr::new(&value(&profile, Variable::Goproxy))).unwrap();
            if id != BuiltIn::Default {
                let database = Database::of(BStr::new(&value(&profile, Variable::Gosumdb)));
                assert!(matches!(database, Ok(_) | Err(NoDatabase::Off)), "{}", id.name());
            }
            assert_eq!(BuiltIn::named(&id.name().to_uppercase()), Some(id));
        }
    }

    #[test]
    fn offline_is_the_module_cache_alone() {
        let goproxy = |os, cache| {
            let profile = BuiltIn::Offline.profile(&ground(os, cache))?;
            let value = value(&profile, Variable::Goproxy);
            assert!(goproxy::is_lone_file(BStr::new(&value)));
            Ok(value)
        };
        assert_eq!(goproxy(Os::Linux, "/g o/mod,x/").unwrap(), "file:///g%20o/mod%2Cx/cache/download");
        assert_eq!(
            goproxy(Os::Windows, r"C:\Users\Ada\go\pkg\mod").unwrap(),
            "file:///C:/Users/Ada/go/pkg/mod/cache/download"
        );
        assert_eq!(goproxy(Os::Windows, r"\\server\mod"), Err(Unavailable::NoFileUrl));
        assert_eq!(goproxy(Os::Linux, ""), Err(Unavailable::NoModuleCache));
    }
}
