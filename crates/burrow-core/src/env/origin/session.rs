//! Places from which a session, not a shell, takes a variable: files of assignments, launchd's agents, the registry.

use bstr::BStr;
use go_rules::environ::{Environ, Os};
use go_rules::files::Files;

use super::{Located, Untold, launchd, place};
use crate::env::session_files::{Assignment, Scope, assignments};
use crate::place::Place;

/// The last assignment that gives exactly this value, then the others of this name.
pub fn in_files(
    name: &BStr,
    value: &BStr,
    home: Option<&BStr>,
    base: &Environ,
    files: &dyn Files,
) -> Located {
    let all = of_name(name, home, base, files);
    match all.iter().rev().find(|a| a.value == value).and_then(|a| place(&a.file, a.line)) {
        Some(winner) => Located::at(winner, all.iter().rev().filter_map(|a| place(&a.file, a.line))),
        None => Located::untold(Untold::NotInStartFiles),
    }
}

/// All assignments of a name, the latest first.
pub fn others(name: &BStr, home: Option<&BStr>, base: &Environ, files: &dyn Files) -> Vec<Place> {
    of_name(name, home, base, files).iter().rev().filter_map(|a| place(&a.file, a.line)).collect()
}

/// What the files say does not depend on what a session made of them before.
fn of_name(name: &BStr, home: Option<&BStr>, base: &Environ, files: &dyn Files) -> Vec<Assignment> {
    let mut all = assignments(Scope::Session, home, &base.with(name, None), files);
    if base.os() == Os::MacOs {
        all.extend(launchd::assignments(home, files));
    }
    all.retain(|a| a.name == name);
    all
}

/// The registry key that gives the value, then the other one if it has the name too.
#[cfg(windows)]
pub fn in_registry(environ: &Environ, name: &BStr, value: &BStr) -> Located {
    match crate::env::capture::windows::read() {
        Ok(registry) => in_keys(&crate::env::capture::windows::environ(&registry, environ).1, name, value),
        Err(_) => Located::untold(Untold::Undecided),
    }
}

/// No registry here.
#[cfg(not(windows))]
pub fn in_registry(_environ: &Environ, _name: &BStr, _value: &BStr) -> Located {
    Located::untold(Untold::NotInStartFiles)
}

/// The key that is applied last must be the one that gives the value.
#[cfg(any(windows, test))]
fn in_keys(given: &[crate::env::capture::windows::Given], name: &BStr, value: &BStr) -> Located {
    let own = |g: &&crate::env::capture::windows::Given| g.name.eq_ignore_ascii_case(name);
    match given.iter().rev().find(own) {
        Some(last) if last.value == value => {
            Located::at(Place::file(last.key), given.iter().rev().filter(own).map(|g| Place::file(g.key)))
        }
        _ => Located::untold(Untold::NotInStartFiles),
    }
}

#[cfg(test)]
mod tests {
    use bstr::ByteSlice;

    use super::*;
    use crate::env::capture::windows::{Given, MACHINE_KEY, USER_KEY};

    #[test]
    fn the_persons_key_wins_over_the_machines_and_no_other_value_has_a_key() {
        let given = |key, value: &str| Given { key, name: "goproxy".into(), value: value.into() };
        let both = [given(MACHINE_KEY, "direct"), given(USER_KEY, "off")];
        let located = in_keys(&both, b"GOPROXY".as_bstr(), b"off".as_bstr());
        assert_eq!(located.places, [Place::file(USER_KEY), Place::file(MACHINE_KEY)]);
        let located = in_keys(&both, b"GOPROXY".as_bstr(), b"direct".as_bstr());
        assert_eq!(
            located.untold,
            Some(Untold::NotInStartFiles),
            "it lost: the value was given by something else"
        );
    }
}
