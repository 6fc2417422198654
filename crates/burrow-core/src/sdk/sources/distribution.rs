//! Packages of Linux distributions, of the BSDs and of their cousins on macOS.

use bstr::BString;
use go_rules::environ::Os;

use super::ground::Ground;
use super::place::{Place, Trust, is_versioned};

pub(super) fn places(ground: &Ground<'_>) -> Vec<Place> {
    let one = |dir: &str| Place::one(BString::from(dir));
    let versions =
        |dir: &str| Place::each_named(BString::from(dir), is_versioned, &["", "go"]).trusted(Trust::Own);
    let bsd = |dir: &str| Place::each_named(BString::from(dir), is_versioned, &[""]).trusted(Trust::Shared);
    match ground.os {
        Os::Linux => vec![
            // Debian and Ubuntu: `/usr/lib/go-1.22`, and `/usr/lib/go` as its other name. Arch, Alpine, Gentoo,
            // Void: `/usr/lib/go`.
            versions("/usr/lib"),
            one("/usr/lib/go"),
            // Fedora, RHEL, Photon.
            one("/usr/lib/golang"),
            one("/usr/lib64/golang"),
            // openSUSE: `/usr/lib64/go/1.22`. Slackware: `/usr/lib64/go1.22.3/go`.
            Place::each("/usr/lib64/go".into()),
            versions("/usr/lib64"),
            one("/usr/lib64/go").trusted(Trust::Shared),
            // pkgsrc; Guix.
            bsd("/usr/pkg"),
            Place { trust: Trust::Shared, ..one("/run/current-system/profile/lib/go") },
        ],
        // FreeBSD and DragonFly: `/usr/local/go122`; OpenBSD: `/usr/local/go`; NetBSD and illumos: pkgsrc.
        Os::Unix => vec![
            one("/usr/local/go"),
            bsd("/usr/local"),
            bsd("/usr/pkg"),
            bsd("/opt/local"),
            bsd("/opt/ooce"),
            versions("/usr/lib"),
        ],
        // MacPorts, pkgsrc.
        Os::MacOs => vec![one("/opt/local/lib/go"), versions("/opt/local/lib"), bsd("/opt/pkg")],
        Os::Windows => Vec::new(),
    }
}
