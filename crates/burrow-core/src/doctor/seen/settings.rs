//! The variables: what is in effect, which layer gives it, and in which line of which file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use bstr::{BStr, BString, ByteSlice};
use go_rules::vars::{self, GoenvLocation, Layer, Origin, Resolved};

use super::{Once, Seen};
use crate::env::capture::{CaptureError, Captured};
use crate::env::edit::{Draft, Edit};
use crate::env::origin::{Located, Locator};
use crate::env::resolve::{AtHand, resolve_tolerantly};
use crate::place::Place;
use crate::remedy::Remedy;
use crate::system::DiskFiles;
use crate::system::files::path_from_bytes;

#[derive(Default)]
pub(super) struct Cells {
    told: Once<(vars::Tolerant, AtHand)>,
    desktop: Once<Result<(Captured, vars::Resolved), CaptureError>>,
    places: Once<BTreeMap<BString, Located>>,
}

/// What gives a variable its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetBy {
    pub layer: Layer,
    /// Raw: never to be shown without the mask.
    pub value: BString,
    pub place: Option<Place>,
}

impl Seen {
    fn told(&self) -> &(vars::Tolerant, AtHand) {
        self.settings.told.get_or_init(|| resolve_tolerantly(&self.asked(), &DiskFiles))
    }

    /// What Go makes of the environment, as far as it gets.
    pub fn resolved(&self) -> &Resolved {
        &self.told().0.resolved
    }

    /// What `go env` would say instead of an answer.
    pub fn refusal(&self) -> Option<&go_rules::refusal::Refusal> {
        self.told().0.refusal.as_ref()
    }

    /// The `go` that is asked, and what stood before it.
    pub fn at_hand(&self) -> &AtHand {
        &self.told().1
    }

    /// A variable as `go env` prints it.
    pub fn value(&self, name: &str) -> &BStr {
        self.resolved().value(name)
    }

    /// Whether `name` has a layer that sets it, the strongest; an empty process variable sets nothing. For names that
    /// Go does not list, the process environment.
    pub fn set_by(&self, name: &str) -> Option<SetBy> {
        let resolved = self.resolved();
        let listed = resolved.get(name).or_else(|| resolved.unlisted.iter().find(|v| v.name == name));
        let (layer, value) = match listed {
            Some(variable) => {
                let Origin::Layer(layer) = variable.origin else { return None };
                let rung = variable.rungs.iter().find(|rung| rung.layer == layer)?;
                (layer, rung.value.clone()?)
            }
            None => (Layer::Process, self.environ().set(name)?.into()),
        };
        (layer != Layer::Default).then(|| SetBy { place: self.place(name, layer), layer, value })
    }

    /// Where a layer sets a variable. A line is only told when it gives this very value.
    pub fn place(&self, name: &str, layer: Layer) -> Option<Place> {
        let resolved = self.resolved();
        match layer {
            Layer::Process => self.located(name)?.winner().cloned(),
            Layer::User => {
                let line = resolved.user_file.last(name).map(|entry| entry.line);
                Some(Place { file: self.goenv()?, line })
            }
            Layer::Goroot => {
                let first = resolved.goroot_file.entries().iter().find(|entry| entry.name == name);
                let file = self.absolute(resolved.goroot_env.as_ref()?.as_bstr())?;
                Some(Place { file, line: first.map(|entry| entry.line) })
            }
            Layer::Default => None,
        }
    }

    /// Where the process environment got any of its variables.
    fn located(&self, name: &str) -> Option<&Located> {
        let all = self.settings.places.get_or_init(|| {
            let locator = Locator::new(&self.ground.captured, &DiskFiles);
            let names = self.environ().iter().filter(|(name, _)| is_of_interest(name));
            names
                .map(|(name, value)| (BString::from(name), locator.locate(name.as_bstr(), value.as_bstr())))
                .collect()
        });
        all.get(BStr::new(name))
    }

    /// What Go makes of the desktop session's environment, in the same folder. It may block for some seconds.
    ///
    /// # Errors
    /// There is no session, or it would not tell.
    pub fn desktop(&self) -> Result<&(Captured, vars::Resolved), &CaptureError> {
        let told = self.settings.desktop.get_or_init(|| {
            let captured = (self.ground.desktop)()?;
            let asked = self.asked_for(&captured.environ);
            // A desktop that finds no `go` is compared by the one of the question: otherwise all that a toolchain
            // decides would seem to differ.
            let at_hand = AtHand::find(&asked, &DiskFiles);
            let go = at_hand.go.as_ref().or(self.at_hand().go.as_ref());
            let resolved = vars::resolve_tolerantly(&asked.question(go, &DiskFiles)).resolved;
            Ok((captured, resolved))
        });
        told.as_ref()
    }

    /// Where the desktop session got one of its variables.
    pub fn desktop_place(&self, name: &str) -> Option<Place> {
        let (captured, _) = self.desktop().ok()?;
        let value = captured.environ.get(name)?;
        Locator::new(captured, &DiskFiles).locate(BStr::new(name), value).winner().cloned()
    }

    /// The GOENV file that a change is written to: with `GOENV=off` the default one all the same.
    pub fn goenv_for_writing(&self) -> Option<PathBuf> {
        let location = GoenvLocation::for_writing(self.environ(), self.resolved().rules);
        self.absolute(location.path()?)
    }

    /// The GOENV file that go reads, there or not, as an absolute path.
    pub fn goenv(&self) -> Option<PathBuf> {
        let path = path_from_bytes(self.resolved().goenv.path()?)?;
        let asked = self.asked();
        let from = asked.started_in.unwrap_or(asked.dir);
        Some(path_from_bytes(from)?.join(path))
    }

    fn absolute(&self, path: &BStr) -> Option<PathBuf> {
        Some(Path::new(&self.ground.directory).join(path_from_bytes(path)?))
    }

    /// The line of the GOENV file goes.
    pub fn without(&self, name: &str) -> Remedy {
        Remedy::Settings(Draft::Edits(vec![Edit { name: name.to_owned(), value: None }]))
    }

    /// The line of the GOENV file gets this value.
    pub fn with(&self, name: &str, value: impl Into<String>) -> Remedy {
        Remedy::Settings(Draft::Edits(vec![Edit { name: name.to_owned(), value: Some(value.into()) }]))
    }
}

/// Variables whose place a finding may name.
fn is_of_interest(name: &BStr) -> bool {
    const ALSO: [&str; 14] = [
        "PATH",
        "NETRC",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "NO_PROXY",
        "http_proxy",
        "https_proxy",
        "all_proxy",
        "no_proxy",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
        "HOME",
        "TMPDIR",
    ];
    go_rules::vars::registry::facts(name).is_some() || ALSO.iter().any(|also| *also == name)
}
