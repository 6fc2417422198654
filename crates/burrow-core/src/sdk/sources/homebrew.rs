//! Homebrew: `PREFIX/Cellar/go/1.22.3/libexec`, `PREFIX/Cellar/go@1.21/…`, and the links `PREFIX/opt/go…`.

use bstr::{BString, ByteSlice};
use go_rules::filepath;

use super::ground::Ground;
use super::place::Place;

fn is_go(name: &[u8]) -> bool {
    name == b"go" || name.starts_with(b"go@")
}

/// Where Homebrew may be, by system and by choice.
fn prefixes(ground: &Ground<'_>) -> Vec<BString> {
    let fixed = ["/opt/homebrew", "/usr/local", "/home/linuxbrew/.linuxbrew"].map(BString::from);
    let home =
        [".linuxbrew", "homebrew", ".homebrew"].into_iter().filter_map(|below| ground.below_home(below));
    let mut prefixes = Vec::new();
    for prefix in ground.variable("HOMEBREW_PREFIX").into_iter().chain(fixed).chain(home) {
        if !prefixes.contains(&prefix) {
            prefixes.push(prefix);
        }
    }
    prefixes
}

pub(super) fn places(ground: &Ground<'_>) -> Vec<Place> {
    if !ground.is_unix() {
        return Vec::new();
    }
    let prefixes = prefixes(ground);
    let mut cellars: Vec<BString> = prefixes.iter().map(|prefix| ground.join(prefix, "Cellar")).collect();
    if let Some(cellar) = ground.variable("HOMEBREW_CELLAR").filter(|cellar| !cellars.contains(cellar)) {
        cellars.insert(0, cellar);
    }
    let kegs = cellars.iter().flat_map(|cellar| {
        let formulae = ground.files.list(cellar.as_bstr()).into_iter().filter(|name| is_go(name));
        formulae
            .map(|name| filepath::join(ground.os, &[cellar.as_slice(), name.as_slice()]))
            .collect::<Vec<_>>()
    });
    let kegs = kegs.map(|formula| Place::each_named(formula, |_| true, &["libexec"]));
    let links =
        prefixes.iter().map(|prefix| Place::each_named(ground.join(prefix, "opt"), is_go, &["libexec"]));
    kegs.chain(links).collect()
}

/// The folders in which a formula of Go appears.
pub(in crate::sdk) fn cellars(ground: &Ground<'_>) -> Vec<BString> {
    if !ground.is_unix() {
        return Vec::new();
    }
    let cellars = prefixes(ground).into_iter().map(|prefix| ground.join(&prefix, "Cellar"));
    cellars.chain(ground.variable("HOMEBREW_CELLAR")).collect()
}
