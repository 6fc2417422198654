//! A set of variables with a name, and what may be in it. Nothing here asks the disk.

use bstr::{BStr, ByteSlice};
use go_rules::goproxy;
use go_rules::sumdb::setting::{Database, NoDatabase};
use go_rules::vars::registry;

use super::BuiltIn;
use crate::secret::{Masked, Vault, may_hold_secret};

/// The longest name, in characters.
pub const MOST_NAME: usize = 60;
/// The longest value or description, in bytes.
pub const MOST_VALUE: usize = 4096;

/// A variable that may be in a profile: all that `go env -w` takes and that says whom Go asks for modules, what it
/// believes, and who it says it is.
///
/// GOTOOLCHAIN is none of them: it decides what compiles, a bad value keeps every go command from starting, and
/// switching toolchains has its own page. GOFLAGS, GOPATH and GOMODCACHE are about more than fetching.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Variable {
    Goproxy,
    Gosumdb,
    Goprivate,
    Gonoproxy,
    Gonosumdb,
    Goinsecure,
    Govcs,
    Goauth,
}

impl Variable {
    /// In the order in which they are shown.
    pub const ALL: [Variable; 8] = [
        Variable::Goproxy,
        Variable::Gosumdb,
        Variable::Goprivate,
        Variable::Gonoproxy,
        Variable::Gonosumdb,
        Variable::Goinsecure,
        Variable::Govcs,
        Variable::Goauth,
    ];

    /// As Go spells it.
    pub fn name(self) -> &'static str {
        match self {
            Variable::Goproxy => "GOPROXY",
            Variable::Gosumdb => "GOSUMDB",
            Variable::Goprivate => "GOPRIVATE",
            Variable::Gonoproxy => "GONOPROXY",
            Variable::Gonosumdb => "GONOSUMDB",
            Variable::Goinsecure => "GOINSECURE",
            Variable::Govcs => "GOVCS",
            Variable::Goauth => "GOAUTH",
        }
    }

    /// The variable of this name.
    ///
    /// # Errors
    /// [`Fault::IsANote`], [`Fault::NotFetching`], [`Fault::UnknownName`].
    pub fn named(name: &str) -> Result<Variable, Fault> {
        if let Some(variable) = Variable::ALL.into_iter().find(|variable| variable.name() == name) {
            return Ok(variable);
        }
        let name = name.to_owned();
        Err(match () {
            () if Note::named(&name.to_ascii_uppercase()).is_ok() => Fault::IsANote { name },
            () if registry::facts(&name).is_some() => Fault::NotFetching { name },
            () => Fault::UnknownName { name },
        })
    }
}

/// A setting that Go reads from the process environment only, so that a profile can remind of it but not make it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Note {
    HttpProxy,
    HttpsProxy,
    NoProxy,
}

impl Note {
    pub const ALL: [Note; 3] = [Note::HttpProxy, Note::HttpsProxy, Note::NoProxy];

    /// As Go's HTTP client spells it first (`httpproxy.FromEnvironment`).
    pub fn name(self) -> &'static str {
        match self {
            Note::HttpProxy => "HTTP_PROXY",
            Note::HttpsProxy => "HTTPS_PROXY",
            Note::NoProxy => "NO_PROXY",
        }
    }

    /// The note of this name.
    ///
    /// # Errors
    /// [`Fault::NotANote`].
    pub fn named(name: &str) -> Result<Note, Fault> {
        let known = Note::ALL.into_iter().find(|note| note.name() == name);
        known.ok_or_else(|| Fault::NotANote { name: name.to_owned() })
    }
}

/// What a profile wants of one variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    pub variable: Variable,
    /// `None`: no line in the GOENV file, so that Go's default holds. A secret in it is `***`.
    pub value: Option<String>,
}

/// Why something may not be in a profile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("the name is empty")]
    NameEmpty,
    #[error("the name is longer than {MOST_NAME} characters")]
    NameTooLong,
    /// It begins or ends with a blank, or with a `-`, which a command line takes for an option.
    #[error("the name cannot be typed")]
    NameOdd,
    #[error("{name} is built in")]
    NameBuiltIn { name: String },
    /// A line feed, another control character, or one that turns the direction of writing.
    #[error("a control character in {name}")]
    Control { name: String },
    #[error("{name} is longer than {MOST_VALUE} bytes")]
    TooLong { name: String },
    /// Go would take it for a value of its own, and not for the default.
    #[error("{name} is empty")]
    Empty { name: String },
    /// A password or a token.
    #[error("{name} holds a secret")]
    Secret { name: String },
    /// Go will not take it; its own words, without secrets.
    #[error("{name}: {said}")]
    Unusable { name: String, said: String },
    /// It is wanted twice, or set and unset.
    #[error("{name} stands there twice")]
    Twice { name: String },
    #[error("{name} is for the process environment only")]
    IsANote { name: String },
    #[error("{name} is not about fetching modules")]
    NotFetching { name: String },
    #[error("{name} is no variable of Go")]
    UnknownName { name: String },
    #[error("{name} is no note")]
    NotANote { name: String },
    /// The profile would change nothing.
    #[error("no variable in it")]
    NoVariable,
}

/// A named set of variables. It never holds a secret: where one belongs stands `***`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Profile {
    name: String,
    description: String,
    settings: Vec<Setting>,
    notes: Vec<(Note, String)>,
}

impl Profile {
    /// One with nothing in it yet.
    ///
    /// # Errors
    /// The name is one that no profile may have.
    pub fn new(name: &str) -> Result<Profile, Fault> {
        if name.is_empty() {
            return Err(Fault::NameEmpty);
        }
        if name.chars().count() > MOST_NAME {
            return Err(Fault::NameTooLong);
        }
        plain("name", name)?;
        no_secret("name", name)?;
        if name.trim() != name || name.starts_with('-') {
            return Err(Fault::NameOdd);
        }
        if BuiltIn::named(name).is_some() {
            return Err(Fault::NameBuiltIn { name: name.to_owned() });
        }
        Ok(Profile { name: name.to_owned(), ..Profile::default() })
    }

    /// One of Burrow's own, with nothing in it: its name is taken, and its words are in `text`.
    pub(crate) fn of_built_in(id: BuiltIn) -> Profile {
        Profile { name: id.name().to_owned(), ..Profile::default() }
    }

    /// The same with these settings, which are known to be good.
    pub(super) fn with(self, settings: Vec<Setting>) -> Profile {
        Profile { settings, ..self }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// In the words of who made it; may be empty.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// In the order of [`Variable::ALL`], each once.
    pub fn settings(&self) -> &[Setting] {
        &self.settings
    }

    /// In the order of [`Note::ALL`], each once.
    pub fn notes(&self) -> &[(Note, String)] {
        &self.notes
    }

    /// What it wants of a variable; `None`: it does not name it.
    pub fn setting(&self, variable: Variable) -> Option<&Setting> {
        self.settings.iter().find(|setting| setting.variable == variable)
    }

    /// The settings in which `***` stands for a secret.
    pub fn secrets(&self) -> impl Iterator<Item = (Variable, &str)> {
        let values = self.settings.iter().filter_map(|s| Some((s.variable, s.value.as_deref()?)));
        values.filter(|(variable, value)| stands_for_a_secret(*variable, value))
    }

    /// # Errors
    /// It is too long, or holds what no description may hold.
    pub fn describe(&mut self, text: &str) -> Result<(), Fault> {
        plain("description", text)?;
        no_secret("description", text)?;
        text.clone_into(&mut self.description);
        Ok(())
    }

    /// Wants a value, in the place of what was wanted before.
    ///
    /// # Errors
    /// The value may not be in a profile; a secret must be `***`.
    pub fn set(&mut self, variable: Variable, value: &str) -> Result<(), Fault> {
        let name = variable.name();
        filled(name, value)?;
        usable(variable, value)?;
        no_secret(name, value)?;
        self.put(Setting { variable, value: Some(value.to_owned()) });
        Ok(())
    }

    /// Wants Go's default.
    pub fn unset(&mut self, variable: Variable) {
        self.put(Setting { variable, value: None });
    }

    /// Names a variable no longer: a switch leaves it as it is.
    pub fn leave(&mut self, variable: Variable) {
        self.settings.retain(|setting| setting.variable != variable);
    }

    fn put(&mut self, setting: Setting) {
        self.leave(setting.variable);
        self.settings.push(setting);
        self.settings.sort_by_key(|setting| setting.variable);
    }

    /// Notes down what the environment should hold; an empty text takes the note away.
    ///
    /// # Errors
    /// As [`Profile::set`]; the keychain is not for notes.
    pub fn note(&mut self, note: Note, value: &str) -> Result<(), Fault> {
        plain(note.name(), value)?;
        no_secret(note.name(), value)?;
        self.notes.retain(|(other, _)| *other != note);
        if !value.is_empty() {
            self.notes.push((note, value.to_owned()));
            self.notes.sort_by_key(|(note, _)| *note);
        }
        Ok(())
    }

    /// The same under another name.
    ///
    /// # Errors
    /// As [`Profile::new`].
    pub fn renamed(&self, name: &str) -> Result<Profile, Fault> {
        Ok(Profile { name: Profile::new(name)?.name, ..self.clone() })
    }

    /// The whole, before it is kept.
    ///
    /// # Errors
    /// [`Fault::NoVariable`].
    pub fn check(&self) -> Result<(), Fault> {
        if self.settings.is_empty() { Err(Fault::NoVariable) } else { Ok(()) }
    }
}

/// Whether there is a `***` in the place of a secret: in a list of patterns it is a pattern.
pub(crate) fn stands_for_a_secret(variable: Variable, value: &str) -> bool {
    Vault::default().unmask_value(variable.name(), value.as_bytes()).is_err()
}

fn filled(name: &str, value: &str) -> Result<(), Fault> {
    if value.is_empty() { Err(Fault::Empty { name: name.to_owned() }) } else { plain(name, value) }
}

/// Neither too long nor with characters that would act on a terminal or hide what stands there.
pub(crate) fn plain(name: &str, text: &str) -> Result<(), Fault> {
    if text.len() > MOST_VALUE {
        return Err(Fault::TooLong { name: name.to_owned() });
    }
    let hides = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    if text.chars().any(hides) { Err(Fault::Control { name: name.to_owned() }) } else { Ok(()) }
}

pub(crate) fn no_secret(name: &str, text: &str) -> Result<(), Fault> {
    match may_hold_secret(name, text.as_bytes()) {
        true => Err(Fault::Secret { name: name.to_owned() }),
        false => Ok(()),
    }
}

/// `go env -w` takes anything; go itself then stops at these, and a profile of them is of use to nobody.
fn usable(variable: Variable, value: &str) -> Result<(), Fault> {
    let said = |why: &dyn std::fmt::Display| Masked::said_of(variable.name(), &why).into_string();
    let unusable = |said: String| Fault::Unusable { name: variable.name().to_owned(), said };
    match variable {
        Variable::Goproxy => goproxy::parse(BStr::new(value)).map(drop).map_err(|why| unusable(said(&why))),
        Variable::Gosumdb => match Database::of(BStr::new(value)) {
            Ok(_) | Err(NoDatabase::Off) => Ok(()),
            Err(why) => Err(unusable(said(&why))),
        },
        _ => Ok(()),
    }
}

/// Whether a value makes Go believe more than it does by itself: worth a look before it is taken from a file that
/// somebody else wrote.
pub fn loosens(variable: Variable, value: &str) -> bool {
    let all =
        |list: &str| list.split(',').any(|glob| matches!(glob.trim_end_matches('/'), "*" | "*.*" | "**"));
    match variable {
        Variable::Gosumdb => match Database::of(BStr::new(value)) {
            Ok(database) => database.key.name() != "sum.golang.org",
            Err(_) => true,
        },
        Variable::Goprivate | Variable::Gonosumdb => all(value),
        Variable::Goinsecure | Variable::Govcs => true,
        Variable::Goauth => !matches!(value.trim(), "netrc" | "off"),
        Variable::Goproxy => value.as_bytes().contains_str("http://") && !value.contains("http://127.0.0.1"),
        Variable::Gonoproxy => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn office() -> Profile {
        Profile::new("Office").unwrap()
    }

    #[test]
    fn every_variable_is_one_that_go_writes() {
        let newest = go_rules::go_command::Rules::newest();
        for variable in Variable::ALL {
            assert!(registry::facts(variable.name()).unwrap().writable(newest), "{}", variable.name());
            assert_eq!(Variable::named(variable.name()), Ok(variable));
        }
    }

    #[test]
    fn names_that_do_not_belong_are_told_apart() {
        assert!(matches!(Variable::named("https_proxy"), Err(Fault::IsANote { .. })));
        assert!(matches!(Variable::named("GOTOOLCHAIN"), Err(Fault::NotFetching { .. })));
        assert!(matches!(Variable::named("goproxy"), Err(Fault::UnknownName { .. })));
        assert!(matches!(Note::named("GOPROXY"), Err(Fault::NotANote { .. })));
    }

    #[test]
    fn names_of_profiles_can_be_typed_and_are_not_built_in() {
        for (name, fault) in [
            ("", Fault::NameEmpty),
            (" a", Fault::NameOdd),
            ("--all", Fault::NameOdd),
            ("a\u{1b}[2J", Fault::Control { name: "name".into() }),
            ("GoProxy.CN", Fault::NameBuiltIn { name: "GoProxy.CN".into() }),
        ] {
            assert_eq!(Profile::new(name), Err(fault));
        }
        assert_eq!(Profile::new(&"x".repeat(61)), Err(Fault::NameTooLong));
        assert_eq!(Profile::new("家里 2").unwrap().name(), "家里 2");
    }

    #[test]
    fn a_secret_is_refused_and_its_mask_is_not() {
        let mut profile = office();
        let secret = |name: &str| Fault::Secret { name: name.into() };
        assert_eq!(profile.set(Variable::Goproxy, "https://ada:s3c@corp,direct"), Err(secret("GOPROXY")));
        assert_eq!(profile.set(Variable::Goauth, "cmd --token=abc"), Err(secret("GOAUTH")));
        assert_eq!(profile.note(Note::HttpsProxy, "http://ada:s3c@corp:8080"), Err(secret("HTTPS_PROXY")));
        assert_eq!(profile.describe("token ghp_0123456789abcdef0123"), Err(secret("description")));
        assert_eq!(Profile::new("https://ada:s3c@corp"), Err(secret("name")));
        profile.set(Variable::Goproxy, "https://***@corp,direct").unwrap();
        assert_eq!(profile.secrets().collect::<Vec<_>>(), [(Variable::Goproxy, "https://***@corp,direct")]);
    }

    #[test]
    fn what_go_would_stop_at_is_refused_in_its_words() {
        let said = |variable, value: &str| office().set(variable, value).unwrap_err().to_string();
        assert_eq!(said(Variable::Goproxy, "OFF"), "GOPROXY: invalid proxy URL missing scheme: OFF");
        assert_eq!(said(Variable::Gosumdb, "a b c"), "GOSUMDB: invalid GOSUMDB: too many fields");
        assert_eq!(said(Variable::Goprivate, ""), "GOPRIVATE is empty");
        assert_eq!(said(Variable::Govcs, "a\nb"), "a control character in GOVCS");
        assert_eq!(said(Variable::Goprivate, &"a".repeat(5000)), "GOPRIVATE is longer than 4096 bytes");
        office().set(Variable::Gosumdb, "off").unwrap();
    }

    #[test]
    fn settings_stand_in_one_order_each_once() {
        let mut profile = office();
        profile.unset(Variable::Gosumdb);
        profile.set(Variable::Goproxy, "direct").unwrap();
        profile.set(Variable::Gosumdb, "off").unwrap();
        let names: Vec<_> = profile.settings().iter().map(|s| s.variable.name()).collect();
        assert_eq!(names, ["GOPROXY", "GOSUMDB"]);
        assert_eq!(profile.setting(Variable::Gosumdb).unwrap().value.as_deref(), Some("off"));
        assert_eq!(office().check(), Err(Fault::NoVariable));
    }

    #[test]
    fn what_loosens_a_check_is_known() {
        assert!(loosens(Variable::Gosumdb, "off") && !loosens(Variable::Gosumdb, "sum.golang.google.cn"));
        assert!(loosens(Variable::Goprivate, "a.com,*") && !loosens(Variable::Goprivate, "*.corp.example"));
        assert!(loosens(Variable::Goauth, "sh -c x") && !loosens(Variable::Goauth, "netrc"));
    }
}
