//! Profiles: named sets of variables that are switched as a whole.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::app::{Place, Problem};
use super::env::{OriginId, Plan};
use super::proxy::{ProxyBadge, Shadow};

/// Every profile, the built-in ones first, then the person's by name.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Profiles {
    pub list: Vec<Profile>,
    /// The `Profile.name` of the one in effect.
    pub active: Option<String>,
    /// The first server of profiles is being tested right now.
    pub testing: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ProfileState {
    /// All that it names is in effect, whoever set it.
    InEffect,
    /// The file says all of it, and the process environment says otherwise.
    Shadowed,
    Other,
    /// It cannot be had here: see `unavailable`.
    Unavailable,
}

#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    /// Names it in every command.
    pub name: String,
    /// What it is called: a built-in one in the person's language.
    pub title: String,
    pub description: String,
    pub built_in: bool,
    pub state: ProfileState,
    pub unavailable: Option<String>,
    /// The entries of its GOPROXY, short: `goproxy.cn`, `direct`. Empty where it names none.
    pub way: Vec<String>,
    /// Of the first server in `way`, where anything is known of it.
    pub badge: Option<ProxyBadge>,
    pub variables: Vec<ProfileRow>,
    pub notes: Vec<ProfileNote>,
    /// The variables whose secrets are in the keychain.
    pub secrets: Vec<String>,
    /// What of the process environment wins over it, now and after a switch.
    pub shadows: Vec<Shadow>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ProfileStanding {
    /// In effect is what the profile wants.
    Same,
    /// A switch would change it.
    Different,
    /// The process environment says otherwise, and would after a switch.
    Shadowed,
}

/// One variable that a profile names, beside what is in effect.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProfileRow {
    pub name: String,
    /// Null: Go's default. A secret is `***`.
    pub wanted: Option<String>,
    pub now: String,
    /// Null: this Go does not know the variable.
    pub origin: Option<OriginId>,
    pub standing: ProfileStanding,
    /// Where the value in effect was set.
    pub place: Option<Place>,
}

/// HTTP_PROXY, HTTPS_PROXY or NO_PROXY: Go reads them from the process environment only, no switch sets them.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProfileNote {
    pub name: String,
    pub wanted: String,
    /// Empty: not set.
    pub now: String,
}

/// A switch that is not made yet: hand `plan.id` to `env_apply`.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProfilePlan {
    pub profile: Profile,
    pub plan: Plan,
    /// Why the keychain did not give a secret.
    pub trouble: Option<Problem>,
    /// Private patterns that the profile does not name: they stay as they are.
    pub keeps: Vec<KeptSetting>,
}

/// A variable that a switch leaves as it is.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KeptSetting {
    pub name: String,
    /// In effect; secrets as `***`.
    pub value: String,
}

/// What a profile should want of a variable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProfileSetting {
    pub name: String,
    /// Null: Go's default.
    pub value: Option<String>,
}

/// A profile to be kept. Variables that are not named are left alone by a switch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProfileWish {
    pub name: String,
    /// The name of the one that is edited, when it is to be called otherwise.
    pub instead_of: Option<String>,
    pub description: String,
    /// Take what is in effect now; `settings` then stand above that.
    pub present: bool,
    pub settings: Vec<ProfileSetting>,
    pub notes: Vec<ProfileSetting>,
    /// Secrets go to the keychain; without this they are refused.
    pub keychain: bool,
}

/// What would be kept.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProfileChecked {
    pub profile: Profile,
    /// One of this name is there already.
    pub replaces: bool,
    /// The variables whose secrets would go to the keychain.
    pub keychain: Vec<String>,
}

/// One variable of a file, beside the profile of that name.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProfileChange {
    pub name: String,
    /// Null: it is not named there. `value: null` in it: Go's default.
    pub before: Option<ProfileSetting>,
    pub after: Option<ProfileSetting>,
}

/// What an import would change. Nothing is kept yet: hand `text` to `profile_import`.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProfileImport {
    pub text: String,
    pub profile: Profile,
    pub replaces: bool,
    pub changes: Vec<ProfileChange>,
    /// Variables whose value makes Go believe more than it does by itself, a sentence each.
    pub loosens: Vec<String>,
}
