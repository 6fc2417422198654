//! Version managers that keep their SDKs in a folder of their own.

use bstr::{BString, ByteSlice};
use go_rules::environ::Os;

use super::ground::Ground;
use super::place::{Place, Trust};

/// moovweb/gvm: `$GVM_ROOT/gos/go1.22.3`.
pub(super) fn gvm(ground: &Ground<'_>) -> Vec<Place> {
    below(ground, ground.variable_or_home("GVM_ROOT", ".gvm"), "gos")
}

/// go-nv/goenv: `$GOENV_ROOT/versions/1.22.3`. (GOENV itself is Go's variable, and names a file.)
pub(super) fn goenv(ground: &Ground<'_>) -> Vec<Place> {
    below(ground, ground.variable_or_home("GOENV_ROOT", ".goenv"), "versions")
}

/// asdf: `$ASDF_DATA_DIR/installs/golang/1.22.3/go`; beside it lie that version's programs and packages.
pub(super) fn asdf(ground: &Ground<'_>) -> Vec<Place> {
    let data = ground.variable_or_home("ASDF_DATA_DIR", ".asdf");
    let installs = data.map(|data| ["installs/golang", "installs/go"].map(|below| ground.join(&data, below)));
    installs.into_iter().flatten().map(|dir| Place::each_named(dir, |_| true, &["go"])).collect()
}

/// mise: `installs/go/1.22.3` in its data folder, in older installations `…/1.22.3/go`; it was called rtx once.
/// The links `1`, `1.22`, `latest` beside the versions are ways too.
pub(super) fn mise(ground: &Ground<'_>) -> Vec<Place> {
    let data = |variable: &str, name: &str| {
        let local = (ground.os == Os::Windows).then(|| ground.variable("LOCALAPPDATA")).flatten();
        let share =
            || ground.variable("XDG_DATA_HOME").or(local).or_else(|| ground.below_home(".local/share"));
        ground.variable(variable).or_else(|| share().map(|dir| ground.join(&dir, name)))
    };
    let installs = |data: BString| ground.join(&data, "installs");
    let mut places: Vec<BString> = ground.variable("MISE_INSTALLS_DIR").into_iter().collect();
    places.extend(data("MISE_DATA_DIR", "mise").map(installs));
    places.extend(data("RTX_DATA_DIR", "rtx").map(installs));
    let system = ground.variable("MISE_SYSTEM_DATA_DIR");
    let usual = ground.is_unix().then(|| BString::from("/usr/local/share/mise"));
    places.extend(system.or(usual).map(installs));
    // With the programs of `X/bin` beside it, an old `X/go` must be looked at first.
    places.into_iter().map(|dir| Place::each_named(ground.join(&dir, "go"), |_| true, &["go", ""])).collect()
}

/// voidint/g: `~/.g/versions/1.22.3` and the link `~/.g/go`; G_HOME counts only with G_EXPERIMENTAL.
pub(super) fn g(ground: &Ground<'_>) -> Vec<Place> {
    let experimental = ground.environ.set("G_EXPERIMENTAL").is_some_and(|v| v.eq_ignore_ascii_case(b"true"));
    let moved = experimental.then(|| ground.variable("G_HOME")).flatten();
    let root = moved.or_else(|| ground.below_home(".g"));
    with_link(ground, root, "versions", &[""], "go")
}

/// stefanmaric/g: `$GOROOT/.versions/1.22.3`, and a copy of the chosen one in GOROOT itself; `~/.go` unless told.
pub(super) fn stefanmaric_g(ground: &Ground<'_>) -> Vec<Place> {
    let mut roots: Vec<BString> = ground.variable("GOROOT").into_iter().collect();
    roots.extend(ground.below_home(".go").filter(|dir| !roots.contains(dir)));
    let managed = roots.iter().filter(|root| ground.is_dir(&ground.join(root, ".versions")));
    managed.flat_map(|root| [Place::each(ground.join(root, ".versions")), Place::one(root.clone())]).collect()
}

/// gobrew: `$GOBREW_ROOT/.gobrew/versions/1.22.3/go`, and the link `current/go`.
pub(super) fn gobrew(ground: &Ground<'_>) -> Vec<Place> {
    let parent = ground.variable("GOBREW_ROOT").or_else(|| ground.home.clone());
    with_link(ground, parent.map(|dir| ground.join(&dir, ".gobrew")), "versions", &["go"], "current/go")
}

/// Folders that a person added: an SDK each, or a folder of SDKs.
pub(super) fn folders(ground: &Ground<'_>) -> Vec<Place> {
    let said = |dir: &BString| {
        let one = Place::one(dir.clone()).trusted(Trust::Said);
        match one.sdks(ground).is_empty() {
            false => one,
            true => Place::each_named(dir.clone(), |_| true, &["", "go"]).trusted(Trust::Said),
        }
    };
    ground.folders.iter().map(said).collect()
}

/// The places whose folders a manager makes: they are watched even before they are there.
fn below(ground: &Ground<'_>, root: Option<BString>, versions: &str) -> Vec<Place> {
    root.map(|root| Place::each(ground.join(&root, versions))).into_iter().collect()
}

fn with_link(
    ground: &Ground<'_>,
    root: Option<BString>,
    versions: &str,
    inner: &'static [&'static str],
    link: &str,
) -> Vec<Place> {
    let Some(root) = root else { return Vec::new() };
    vec![
        Place::each_named(ground.join(&root, versions), |_| true, inner),
        Place::one(ground.join(root.as_bytes(), link)),
    ]
}
