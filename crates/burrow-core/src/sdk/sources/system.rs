//! Where Go's own installers put it, and where people unpack it: `/usr/local/go`, `/opt/go`, `~/go1.22.3`.

use go_rules::environ::Os;

use super::ground::Ground;
use super::place::{Place, Trust, is_versioned};

pub(super) fn places(ground: &Ground<'_>) -> Vec<Place> {
    let mut places = Vec::new();
    if ground.is_unix() {
        // On the BSDs that is the package's place.
        if ground.os != Os::Unix {
            places.push(Place::one("/usr/local/go".into()));
            places.push(Place::each_named("/usr/local".into(), is_versioned, &[""]).trusted(Trust::Shared));
        }
        places.push(Place::one("/opt/go".into()).trusted(Trust::Shared));
        places.push(Place::each_named("/opt".into(), is_versioned, &["", "go"]).trusted(Trust::Shared));
        // Several versions side by side, as build machines have them.
        places.push(Place::each("/opt/go".into()).trusted(Trust::Shared));
        places.push(Place::each("/usr/local/go-versions".into()).trusted(Trust::Shared));
    }
    // `~/go` is GOPATH for most people, but who unpacks the archive at home has Go there.
    let managed = ground.below_home(".go/.versions").is_some_and(|versions| ground.is_dir(&versions));
    if !managed {
        places.extend(ground.below_home(".go").map(|dir| Place::one(dir).trusted(Trust::Shared)));
    }
    for below in ["go", ".local/go", ".local/opt/go", ".local/share/go"] {
        let place = ground.below_home(below).map(|dir| Place::one(dir).trusted(Trust::Shared));
        places.extend(place);
    }
    for below in ["", ".local", ".local/opt", ".local/share"] {
        let named = |dir| Place::each_named(dir, is_versioned, &["", "go"]).trusted(Trust::Shared);
        places.extend(ground.below_home(below).map(named));
    }
    places
}
