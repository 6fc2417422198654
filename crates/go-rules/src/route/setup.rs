//! What a question comes to before anything is asked: whom go may ask, and what it refuses at once.

use bstr::{BStr, BString, ByteSlice};

use super::hops::{Hop, hops};
use super::query::Query;
use super::scheme::Scheme;
use super::{Known, Main, PICKED, Private, Question, TOOLCHAIN};
use crate::go_url::GoUrl;
use crate::netrc::{BadGoauth, Credentials, Sent};
use crate::pattern;
use crate::sumdb::setting::Database;
use crate::vcs::{self, Place};
use crate::{goproxy, module};

/// The way of one module.
#[derive(Debug)]
pub struct Route<'a> {
    pub(super) module: &'a BStr,
    pub(super) scheme: Scheme,
    /// What is asked for: the module, or what stands behind `go` and `toolchain`.
    pub(super) asked: &'a BStr,
    /// The same, as URLs have it.
    pub(super) escaped: BString,
    pub(super) version: BString,
    pub(super) query: Query,
    pub(super) question: Facts<'a>,
    pub(super) hops: Vec<Hop>,
    pub(super) private: Private,
    pub(super) credentials: Result<Credentials, BadGoauth>,
    pub(super) database: Checks,
    /// Where its own place is.
    pub(super) origin: Place,
}

/// What is left of the question.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts<'a> {
    pub rules: crate::go_command::Rules,
    pub local: &'a BStr,
    pub known: &'a [super::Known],
}

/// What go does about checksums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Checks {
    /// GOSUMDB is off, or GONOSUMDB matches.
    None,
    /// There should be a database, and there is none to ask.
    Unusable,
    /// It is asked.
    Database {
        name: BString,
        /// Its own address.
        own: Box<GoUrl>,
        /// GOSUMDB names a place for it.
        named: Option<Box<GoUrl>>,
    },
}

impl<'a> Question<'a> {
    /// The way itself.
    ///
    /// # Errors
    /// What go says without asking anybody; it may hold secrets.
    pub fn route(&self) -> Result<Route<'a>, String> {
        Route::of(self)
    }

    /// What the patterns say of the module.
    pub fn private(&self) -> Private {
        private(self)
    }

    /// How its versions are written.
    pub fn scheme(&self) -> Scheme {
        Scheme::of(self.module, self.rules)
    }

    /// What is asked for: the module, or what stands behind `go` and `toolchain`.
    pub(super) fn asked(&self) -> &'a BStr {
        if self.scheme() == Scheme::Module { self.module } else { BStr::new(TOOLCHAIN) }
    }
}

impl<'a> Route<'a> {
    /// Looks at a question.
    ///
    /// # Errors
    /// What go says without asking anybody; it may hold secrets.
    pub fn of(question: &Question<'a>) -> Result<Route<'a>, String> {
        let Question { rules, settings, module: path, version, .. } = *question;
        let about = |why: &dyn std::fmt::Display| format!("go: {path}@{version}: {why}");
        check_argument(question)?;
        let hops = hops(settings.goproxy, settings.gonoproxy, rules).map_err(|why| about(&why))?;
        if path == "std" || path == "cmd" {
            let quoted = crate::go_quote::quote(version);
            let why = format!("can't query specific version ({quoted}) of standard-library module ");
            return Err(about(&(why + &crate::go_quote::quote(path))));
        }
        let (scheme, asked) = (question.scheme(), question.asked());
        let escaped = module::escape_path(asked).map_err(|why| about(&why))?;
        let query = Query::of(scheme, path, version, current(question).as_ref().map(|v| v.as_bstr()))
            .map_err(|why| about(&why))?;
        let credentials =
            Credentials::of(rules, question.os, settings.goauth, question.netrc, question.files);
        Ok(Route {
            module: path,
            scheme,
            asked,
            escaped,
            version: version.into(),
            query,
            question: Facts { rules, local: question.local, known: question.known },
            hops,
            private: private(question),
            credentials,
            database: checks(question),
            origin: vcs::place(asked, settings.govcs, settings.goprivate, rules),
        })
    }

    /// The entries that go walks along.
    pub fn hops(&self) -> &[Hop] {
        &self.hops
    }

    /// What the patterns say.
    pub fn private(&self) -> Private {
        self.private
    }

    /// The name of the checksum database that is told of the module, if one is.
    pub fn database(&self) -> Option<&BStr> {
        match &self.database {
            Checks::Database { name, .. } => Some(name.as_bstr()),
            _ => None,
        }
    }

    /// Whether go fails for want of a database that it could ask.
    pub fn lacks_database(&self) -> bool {
        self.database == Checks::Unusable
    }

    /// Whether go.sum has this hash of a version.
    pub(super) fn knows(&self, version: &BStr, hash: fn(&Known) -> bool) -> bool {
        self.question.known.iter().any(|known| known.version == version && hash(known))
    }

    pub(super) fn sent(&self, url: &GoUrl) -> Sent {
        self.credentials.as_ref().map_or(Sent::None, |known| known.sent(url))
    }

    /// What a query that is no version is taken for, as long as no answer says.
    pub(super) fn meant(&self, revision: &BStr) -> BString {
        crate::semver::canonical(revision).map_or_else(|| PICKED.into(), BString::from)
    }
}

/// What go looks at in its argument before anything else (`modload.listModules`).
fn check_argument(question: &Question<'_>) -> Result<(), String> {
    let Question { module: path, version, .. } = *question;
    let argument = format!("{path}@{version}");
    let quote = |text: &str| crate::go_quote::quote(BStr::new(text));
    if argument.contains('\\') {
        return Err("go: module paths never use backslash".into());
    }
    if argument.starts_with("./") || argument.starts_with("../") {
        return Err(format!("go: cannot use relative path {argument} to specify module"));
    }
    const NO_MAIN: &str =
        "go.mod file not found in current directory or any parent directory; see 'go help modules'";
    if argument.contains("...") {
        return Err(format!("go: cannot match {}: {NO_MAIN}", quote(&argument)));
    }
    if matches!(version.first(), Some(b'-' | b'/')) && question.rules.since(26) {
        return Err(format!("go: invalid module version {}", crate::go_quote::quote(version)));
    }
    let must_be_required = question.scheme() == Scheme::Module;
    if must_be_required && question.main == Main::None && (version == "upgrade" || version == "patch") {
        return Err(format!("go: cannot match {}: {NO_MAIN}", quote(&argument)));
    }
    Ok(())
}

/// The version in the build, as far as go.mod tells. Everywhere `go` and `toolchain` are.
fn current(question: &Question<'_>) -> Option<BString> {
    let scheme = question.scheme();
    match question.main {
        _ if scheme != Scheme::Module => Some(scheme.named(question.local)),
        Main::Requires(version) => Some(version.into()),
        Main::None | Main::Without => None,
    }
}

fn private(question: &Question<'_>) -> Private {
    let matches = |globs: &BStr| pattern::matches_prefix(globs, question.asked());
    Private { noproxy: matches(question.settings.gonoproxy), nosumdb: matches(question.settings.gonosumdb) }
}

/// `useSumDB`, `dbDial`.
fn checks(question: &Question<'_>) -> Checks {
    let settings = &question.settings;
    // Of `go` and `toolchain` nothing is received that could be vouched for.
    if question.scheme() != Scheme::Module {
        return Checks::None;
    }
    let exempt = goproxy::is_lone_file(settings.goproxy) || settings.is_own_proxy;
    let must = question.module == TOOLCHAIN && !exempt;
    if !must && (settings.gosumdb == "off" || private(question).nosumdb) {
        return Checks::None;
    }
    let Ok(database) = Database::of(settings.gosumdb) else { return Checks::Unusable };
    let parse = |text: &BStr| GoUrl::parse(text, question.rules).ok();
    let name = database.key.name();
    let Some(own) = parse(BStr::new(&format!("https://{name}"))) else { return Checks::Unusable };
    let named = match &database.url {
        None => None,
        Some(text) => match parse(text.as_bstr()) {
            Some(url) => Some(url),
            None => return Checks::Unusable,
        },
    };
    if settings.gopath.is_empty() {
        return Checks::Unusable;
    }
    Checks::Database { name: name.into(), own: Box::new(own), named: named.map(Box::new) }
}
