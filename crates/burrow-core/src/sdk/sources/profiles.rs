//! Snap and Nix: packages that show themselves through links of their own.

use bstr::{BString, ByteSlice};
use go_rules::environ::Os;
use go_rules::filepath;

use super::ground::Ground;
use super::place::{Place, Trust};

/// `/snap/go/current` and the revisions beside it.
pub(super) fn snap(ground: &Ground<'_>) -> Vec<Place> {
    match ground.os {
        Os::Linux => ["/snap/go", "/var/lib/snapd/snap/go"].map(|dir| Place::each(dir.into())).into(),
        _ => Vec::new(),
    }
}

/// The profiles of Nix that this environment may see. The store itself is not searched: what no profile shows was
/// not installed by a person.
pub(super) fn nix(ground: &Ground<'_>) -> Vec<Place> {
    if !ground.is_unix() {
        return Vec::new();
    }
    let named = ground.environ.set("NIX_PROFILES").unwrap_or_default();
    let named = named.fields().filter(|dir| filepath::is_abs(ground.os, dir)).map(BString::from);
    let state = ground.variable_or_home("XDG_STATE_HOME", ".local/state");
    let user = ground.environ.set("USER").filter(|user| !user.contains(&b'/'));
    let of_user = |dir: &str| user.map(|user| filepath::join(ground.os, &[dir.as_bytes(), user.as_bytes()]));
    let mut profiles: Vec<BString> = named.collect();
    profiles.extend(ground.below_home(".nix-profile"));
    profiles.extend(state.map(|state| ground.join(&state, "nix/profile")));
    profiles.extend(of_user("/nix/var/nix/profiles/per-user").map(|dir| ground.join(&dir, "profile")));
    profiles.extend(of_user("/etc/profiles/per-user"));
    profiles.extend(["/nix/var/nix/profiles/default", "/run/current-system/sw"].map(BString::from));
    let mut seen: Vec<BString> = Vec::new();
    profiles.retain(|profile| {
        !seen.contains(profile) && {
            seen.push(profile.clone());
            true
        }
    });
    let folder = |profile: &BString| Place::one(ground.join(profile, "share/go")).trusted(Trust::Said);
    profiles.iter().map(folder).collect()
}
