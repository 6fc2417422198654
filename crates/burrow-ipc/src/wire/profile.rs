//! Profiles, how they stand, and what becomes of them.

use burrow_core::env::edit;
use burrow_core::proxy::profile::{self, NoteRow, Row, Setting, Standing, State};
use burrow_core::system::keychain::KeychainError;
use burrow_core::text::{self, Say};
use burrow_core::workbench as core;

use super::{Wire, same_names};
use crate::dto::profile::{
    KeptSetting, Profile, ProfileChange, ProfileChecked, ProfileImport, ProfileNote, ProfilePlan, ProfileRow,
    ProfileSetting, ProfileStanding, ProfileState, ProfileWish, Profiles,
};

same_names!(Standing => ProfileStanding { Same, Different, Shadowed });
same_names!(State => ProfileState { InEffect, Shadowed, Other });

impl From<ProfileWish> for core::ProfileForm {
    fn from(wish: ProfileWish) -> Self {
        let notes = wish.notes.into_iter().map(|note| (note.name, note.value.unwrap_or_default()));
        core::ProfileForm {
            name: wish.name,
            instead_of: wish.instead_of,
            description: wish.description,
            present: wish.present,
            settings: wish.settings.into_iter().map(|setting| (setting.name, setting.value)).collect(),
            notes: notes.collect(),
            keychain: wish.keychain,
        }
    }
}

impl Wire<'_> {
    /// All of them.
    pub fn profiles(&self, from: &core::ProfilesShown) -> Profiles {
        let active = from.active.and_then(|at| from.list.get(at));
        Profiles {
            list: from.list.iter().map(|profile| self.profile(profile)).collect(),
            active: active.map(|profile| profile.known.profile.name().to_owned()),
            testing: from.testing,
        }
    }

    /// One of them.
    pub fn profile(&self, from: &core::ProfileShown) -> Profile {
        let core::KnownProfile { built_in, profile, unavailable, comparison } = &from.known;
        Profile {
            name: profile.name().to_owned(),
            title: self.profile_title(&from.known),
            description: built_in
                .map_or_else(|| profile.description().to_owned(), |id| id.describe(self.lang).to_owned()),
            built_in: built_in.is_some(),
            state: match unavailable {
                Some(_) => ProfileState::Unavailable,
                None => comparison.state().into(),
            },
            unavailable: unavailable.map(|why| why.say(self.lang)),
            way: from.way.clone(),
            badge: from.server.health.as_ref().map(|health| self.badge(health)),
            variables: comparison.rows.iter().map(|row| self.profile_row(row)).collect(),
            notes: comparison.notes.iter().map(note).collect(),
            secrets: profile.secrets().map(|(variable, _)| variable.name().to_owned()).collect(),
            shadows: from.shadows.iter().map(|shadow| self.shadow(shadow)).collect(),
        }
    }

    /// What it is called: a built-in one in the person's language.
    pub fn profile_title(&self, known: &core::KnownProfile) -> String {
        known.built_in.map_or_else(|| known.profile.name().to_owned(), |id| id.say(self.lang))
    }

    fn profile_row(&self, from: &Row) -> ProfileRow {
        ProfileRow {
            name: from.variable.name().to_owned(),
            wanted: from.wanted.clone(),
            now: from.now.to_string(),
            origin: from.origin.map(Into::into),
            standing: from.standing.into(),
            place: self.maybe_place(&from.place),
        }
    }

    /// A switch that is not made yet.
    pub fn profile_plan(
        &self,
        profile: &core::ProfileShown,
        plan: &edit::Plan,
        trouble: Option<&KeychainError>,
    ) -> ProfilePlan {
        ProfilePlan {
            profile: self.profile(profile),
            plan: self.plan(plan),
            trouble: trouble.map(|why| self.problem(why)),
            keeps: profile.keeps.iter().map(kept).collect(),
        }
    }

    /// What would be kept; `shown` is its profile.
    pub fn profile_checked(&self, from: &core::CheckedForm, shown: &core::ProfileShown) -> ProfileChecked {
        ProfileChecked {
            profile: self.profile(shown),
            replaces: from.replaces,
            keychain: from.ready.secrets().map(|variable| variable.name().to_owned()).collect(),
        }
    }

    /// What an import of this text would change; `shown` is its profile.
    pub fn profile_import(
        &self,
        text: String,
        from: &core::ReadProfile,
        shown: &core::ProfileShown,
    ) -> ProfileImport {
        let change = |(variable, before, after): (profile::Variable, Option<Setting>, Option<Setting>)| {
            ProfileChange {
                name: variable.name().to_owned(),
                before: before.map(setting),
                after: after.map(setting),
            }
        };
        ProfileImport {
            text,
            profile: self.profile(shown),
            replaces: from.before.is_some(),
            changes: from.changes().into_iter().map(change).collect(),
            loosens: from.loosens().into_iter().map(|v| text::loosens(v.name(), self.lang)).collect(),
        }
    }
}

fn note(from: &NoteRow) -> ProfileNote {
    ProfileNote { name: from.note.name().to_owned(), wanted: from.wanted.clone(), now: from.now.to_string() }
}

fn setting(from: Setting) -> ProfileSetting {
    ProfileSetting { name: from.variable.name().to_owned(), value: from.value }
}

fn kept(from: &core::Kept) -> KeptSetting {
    KeptSetting { name: from.variable.name().to_owned(), value: from.value.to_string() }
}
