//! A team's file out of what is in effect: what everybody may see of it, and what had to be left out.

use bstr::{BStr, ByteSlice};
use go_rules::environ::Environ;
use go_rules::vars;

use super::{TeamFile, read, text};
use crate::proxy::profile::{self, Fault, Note, Profile, Variable};
use crate::secret::{MASK, mask_value};

/// What a file is made from.
#[derive(Clone, Copy)]
pub struct Present<'a> {
    /// The name of the profile in it.
    pub name: &'a str,
    /// In effect, with their secrets.
    pub variables: &'a [vars::Variable],
    pub environ: &'a Environ,
    /// The toolchain that runs in the project.
    pub runs: Option<&'a str>,
}

/// A variable that everybody is better off without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    pub name: &'static str,
    pub why: LeftOutWhy,
}

/// Why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeftOutWhy {
    /// A name and a password in a URL: the URL stands there without them.
    Credentials,
    /// It holds a secret, or holds only on this machine, or runs a program.
    Refused(super::Why),
}

/// Makes one.
///
/// # Errors
/// [`Fault`]: no profile may have that name.
pub fn present(from: &Present<'_>) -> Result<(TeamFile, Vec<LeftOut>), Fault> {
    let mut team = TeamFile { toolchain: from.runs.and_then(wanted), ..TeamFile::default() };
    let mut left = Vec::new();
    let mut profile = Profile::new(from.name)?;
    for (variable, value) in profile::present(from.variables, None) {
        let Some(value) = value else { continue };
        let (value, stripped) = without_credentials(variable, value.as_bstr());
        if stripped {
            left.push(LeftOut { name: variable.name(), why: LeftOutWhy::Credentials });
        }
        let put = |team: &mut TeamFile, profile: &mut Profile| match variable {
            // A list that others add to theirs, rather than one that takes its place.
            Variable::Goprivate => {
                team.private = patterns(&value);
                Ok(())
            }
            _ => profile.set(variable, &value),
        };
        let (mut with, mut named) = (team.clone(), profile.clone());
        match put(&mut with, &mut named).map_err(Into::into).and_then(|()| is_taken(&with, &named)) {
            Ok(()) => (team, profile) = (with, named),
            Err(why) => left.push(LeftOut { name: variable.name(), why: LeftOutWhy::Refused(why) }),
        }
    }
    for note in Note::ALL {
        let value = from.environ.get(note.name()).filter(|value| !value.is_empty());
        let Some(value) = value.and_then(|value| value.to_str().ok()) else { continue };
        if let Err(why) = profile.note(note, value) {
            left.push(LeftOut { name: note.name(), why: LeftOutWhy::Refused(why.into()) });
        }
    }
    if profile.check().is_ok() {
        team.profile = Some(profile);
    }
    Ok((team, left))
}

/// Whether somebody who finds it in a file would be refused.
fn is_taken(team: &TeamFile, profile: &Profile) -> Result<(), super::Why> {
    let profile = profile.check().is_ok().then(|| profile.clone());
    let whole = TeamFile { profile, ..team.clone() };
    if whole == TeamFile::default() {
        return Ok(());
    }
    read(text(&whole).as_bytes()).map(drop).map_err(|fault| fault.why)
}

/// A release that others can have.
fn wanted(runs: &str) -> Option<String> {
    let team = TeamFile { toolchain: Some(runs.to_owned()), ..TeamFile::default() };
    is_taken(&team, &Profile::default()).is_ok().then(|| runs.to_owned())
}

fn patterns(list: &str) -> Vec<String> {
    list.split(',').filter(|entry| !entry.is_empty()).map(ToOwned::to_owned).collect()
}

/// The value with URLs that name nobody, and whether one did.
fn without_credentials(variable: Variable, value: &BStr) -> (String, bool) {
    let masked = mask_value(variable.name(), value);
    let plain = masked.replace(format!("{MASK}@"), "");
    (plain.to_str_lossy().into_owned(), plain != masked.as_slice())
}
