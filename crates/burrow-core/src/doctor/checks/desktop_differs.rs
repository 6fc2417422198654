//! Programs that the desktop starts (an editor, its debugger) see other values than a terminal.

use bstr::ByteSlice;
use go_rules::meaning;
use go_rules::vars::registry::{Settable, facts};
use go_rules::vars::{Layer, Origin, Resolved, Variable};

use crate::doctor::{CheckId, Evidence, Finding, NothingThere, Seen, SettingsWrong, Severity, Skip};
use crate::env::capture::{AskerId, CaptureError, Source};
use crate::env::session_files::config_home;
use crate::secret::{MASK, Masked};
use crate::system::files::{path_from_bytes, path_to_bytes};

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    if seen.ground().captured.asker == AskerId::Desktop {
        return Ok(Vec::new());
    }
    let (session, there) = seen.desktop().map_err(|why| match why {
        CaptureError::NoDesktopSession => Skip::Nothing(NothingThere::DesktopSession),
        other => Skip::Unreadable { what: "desktop".to_owned(), why: other.to_string() },
    })?;
    // Where no session runs, files of the system alone do not say that this person ever starts one.
    let is_real = session.source != Source::SessionFiles || has_own_files(seen);
    let all = seen.resolved().variables.iter().filter_map(|variable| differs(seen, variable, there, is_real));
    Ok(all.collect())
}

/// Whether both read the same GOENV file, so that a line in it reaches both.
fn is_one_file(seen: &Seen) -> bool {
    seen.desktop().is_ok_and(|(_, there)| there.goenv.path() == seen.resolved().goenv.path())
}

/// Whether the person has settings for a session.
fn has_own_files(seen: &Seen) -> bool {
    let home = seen.ground().home.as_ref().map(|home| path_to_bytes(home));
    let config = config_home(home.as_ref().map(|home| home.as_bstr()), seen.environ());
    let folder =
        config.and_then(|config| path_from_bytes(config.as_bstr())).map(|dir| dir.join("environment.d"));
    folder.is_some_and(|folder| std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()))
}

fn differs(seen: &Seen, here: &Variable, there: &Resolved, is_real: bool) -> Option<Finding> {
    let name = here.name.to_str().ok()?;
    let there = there.get(name)?;
    let by_environment = |variable: &Variable| variable.origin == Origin::Layer(Layer::Process);
    let comparable = facts(name).is_some_and(|facts| matches!(facts.settable, Settable::Anywhere));
    let same = meaning::same(name, here.value.as_bstr(), there.value.as_bstr());
    if !comparable || same || !(by_environment(here) || by_environment(there)) {
        return None;
    }
    if !is_real && !by_environment(there) {
        return None;
    }
    let place = seen.place(name, Layer::Process).filter(|_| by_environment(here));
    // What was only typed into this terminal is no difference between terminals and the desktop.
    let lasts = place.is_some() || seen.ground().captured.asker == AskerId::LoginShell;
    if by_environment(here) && !lasts && !by_environment(there) {
        return None;
    }
    let (value, elsewhere) = (Masked::value(name, &here.value), Masked::value(name, &there.value));
    let told = !value.as_str().contains(MASK) && here.value.to_str().is_ok() && !here.value.is_empty();
    // What keeps go from working in the terminal is not to reach the desktop too.
    let harms = seen.resolved().lockouts.iter().any(|lockout| lockout.name == name);
    let fixable = told && !harms && !by_environment(there) && is_one_file(seen);
    let fixes = if fixable { vec![seen.with(name, value.as_str())] } else { Vec::new() };
    Some(Finding {
        check: CheckId::DesktopDiffers,
        severity: Severity::Warning,
        subject: name.to_owned(),
        evidence: vec![
            Evidence::setting(name, &here.value, place.or_else(|| seen.set_by(name)?.place)),
            Evidence::setting(name, &there.value, seen.desktop_place(name)),
        ],
        wrong: SettingsWrong::DesktopDiffers {
            name: name.to_owned(),
            here: value,
            there: elsewhere,
            only_there: by_environment(there),
        }
        .into(),
        fixes,
    })
}
