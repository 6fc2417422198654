//! The files from which a log-in or a desktop session takes its environment, in the order in which it does:
//! `/etc/environment`, `~/.pam_environment`, systemd's `DefaultEnvironment=`, `environment.d`.
//!
//! Not the shells' start files: those are programs, see `origin`.

mod environment_d;
mod pam;
mod systemd_conf;

use bstr::{BStr, BString, ByteSlice};
use go_rules::environ::Environ;
use go_rules::files::Files;

/// One line that gives a variable a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    pub name: BString,
    pub value: BString,
    pub file: BString,
    /// Counted from 1.
    pub line: u32,
}

/// A name, what a file says it is, and the line.
type Raw = (BString, BString, u32);

/// Which of the files count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Those of any log-in: `/etc/environment` and `~/.pam_environment`.
    LogIn,
    /// Those of a desktop session run by systemd too.
    Session,
}

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    PamEnvironment,
    PamConfig,
    SystemdConfig,
    EnvironmentD,
}

/// Every assignment, first to last: of one name the last counts. `base` is what they can refer to.
pub fn assignments(scope: Scope, home: Option<&BStr>, base: &Environ, files: &dyn Files) -> Vec<Assignment> {
    let mut known = base.clone();
    let mut all = Vec::new();
    for (form, file) in present(scope, home, base, files) {
        let Ok(text) = files.read(file.as_bstr()) else { continue };
        for (name, value, line) in read(form, &text, &known, home) {
            known = known.with(&name, Some(&value));
            all.push(Assignment { name, value, file: file.clone(), line });
        }
    }
    all
}

/// What the files make of `base`.
pub fn evaluate(scope: Scope, home: Option<&BStr>, base: &Environ, files: &dyn Files) -> Environ {
    let assignments = assignments(scope, home, base, files);
    assignments.iter().fold(base.clone(), |environ, a| environ.with(&a.name, Some(&a.value)))
}

/// The files to watch: single files whether or not they are there, and what lies in the directories.
pub fn to_watch(scope: Scope, home: Option<&BStr>, base: &Environ, files: &dyn Files) -> Vec<BString> {
    present(scope, home, base, files).into_iter().map(|(_, file)| file).collect()
}

fn read(form: Form, text: &[u8], known: &Environ, home: Option<&BStr>) -> Vec<Raw> {
    match form {
        Form::PamEnvironment => pam::environment(text),
        Form::PamConfig => pam::config(text, known, home),
        Form::SystemdConfig => systemd_conf::default_environment(text, home),
        Form::EnvironmentD => environment_d::parse(text, known),
    }
}

fn present(scope: Scope, home: Option<&BStr>, base: &Environ, files: &dyn Files) -> Vec<(Form, BString)> {
    let mut found = vec![(Form::PamEnvironment, BString::from("/etc/environment"))];
    found.extend(home.map(|home| (Form::PamConfig, join(home, ".pam_environment"))));
    if scope == Scope::Session {
        let config = config_home(home, base);
        found.push((Form::SystemdConfig, "/etc/systemd/user.conf".into()));
        found.extend(config.iter().map(|c| (Form::SystemdConfig, join(c.as_bstr(), "systemd/user.conf"))));
        found.extend(
            drop_ins(config.as_ref(), "systemd/user.conf.d", files).map(|f| (Form::SystemdConfig, f)),
        );
        found.extend(drop_ins(config.as_ref(), "environment.d", files).map(|f| (Form::EnvironmentD, f)));
    }
    found
}

/// `$XDG_CONFIG_HOME`, else `~/.config`.
pub fn config_home(home: Option<&BStr>, base: &Environ) -> Option<BString> {
    let chosen = base.set("XDG_CONFIG_HOME").filter(|dir| dir.starts_with(b"/"));
    chosen.map(BString::from).or_else(|| home.map(|home| join(home, ".config")))
}

/// `*.conf` in systemd's directories for `what`, sorted by name; of equal names the first directory's counts.
fn drop_ins(
    config: Option<&BString>,
    what: &str,
    files: &dyn Files,
) -> impl Iterator<Item = BString> + use<> {
    let system = ["/etc", "/run", "/usr/local/lib", "/usr/lib", "/lib"];
    let directories = config.cloned().into_iter().chain(system.map(BString::from));
    let mut by_name = std::collections::BTreeMap::<BString, BString>::new();
    for directory in directories.map(|d| join(d.as_bstr(), what)) {
        for name in files.list(directory.as_bstr()) {
            if name.ends_with(b".conf") {
                let file = join(directory.as_bstr(), &name);
                by_name.entry(name).or_insert(file);
            }
        }
    }
    by_name.into_values()
}

/// `dir/name`.
pub fn join(dir: &BStr, name: impl AsRef<[u8]>) -> BString {
    let mut path = BString::from(dir.trim_end_with(|c| c == '/'));
    path.push(b'/');
    path.extend_from_slice(name.as_ref());
    path
}
