//! Which few folders tell that an SDK came, went or was completed. Watching them is the watcher's affair.

use std::collections::BTreeSet;
use std::path::PathBuf;

use bstr::{BString, ByteSlice};
use go_rules::filepath;
use go_rules::files::{Files, OneLook};

use super::inventory::Hunt;
use super::sources::ground::Ground;
use super::sources::homebrew::cellars;
use super::sources::path::entries;
use super::sources::place::{Place, Shape};
use super::sources::{PLACES, wrappers};
use crate::system::files::path_from_bytes;

/// Folders that grow into SDKs at the same time are few; a place full of something else shall not cost a watch each.
const MOST_UNFINISHED: usize = 60;

/// The folders whose entries tell that an SDK came or went, those too that are not there yet. None lies inside a
/// whole SDK; of one that is being unpacked a few are.
pub fn places_to_watch(hunt: &Hunt, files: &dyn Files) -> Vec<PathBuf> {
    let look = OneLook::at(files);
    let ground = Ground::of(hunt, &look);
    let mut wanted: BTreeSet<BString> = entries(&ground).into_iter().collect();
    wanted.extend(wrappers(&ground));
    wanted.extend(cellars(&ground));
    let mut unfinished = Vec::new();
    for place in PLACES.iter().flat_map(|(_, places)| places(&ground)) {
        wanted.insert(match place.shape {
            Shape::One => filepath::dir(ground.os, &place.dir),
            Shape::Each { .. } => place.dir.clone(),
        });
        unfinished.extend(unfinished_in(&ground, &place));
    }
    for variable in ground.goenv_goroot.iter().chain(ground.variable("GOROOT").iter()) {
        wanted.insert(filepath::dir(ground.os, variable));
    }
    unfinished.truncate(MOST_UNFINISHED);
    wanted.extend(unfinished);
    wanted.iter().filter_map(|dir| path_from_bytes(dir.as_bstr())).collect()
}

/// Of folders that are no whole SDK yet: themselves, `bin` and `pkg`.
fn unfinished_in(ground: &Ground<'_>, place: &Place) -> Vec<BString> {
    let whole =
        |dir: &BString| ground.is_file(&ground.go_of(dir)) && ground.is_dir(&ground.join(dir, "pkg/tool"));
    let mut folders = Vec::new();
    for inner in place.candidates(ground) {
        if folders.len() >= MOST_UNFINISHED || inner.iter().any(whole) {
            continue;
        }
        for dir in inner {
            let parts = ["", "bin", "pkg"].map(|below| ground.join(&dir, below));
            folders.extend(parts.into_iter().filter(|dir| ground.is_dir(dir)));
        }
    }
    folders
}
