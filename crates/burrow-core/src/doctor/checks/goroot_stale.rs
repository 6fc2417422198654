//! GOROOT is set, and leads to no toolchain, or to another one than the `go` that runs (go-semantics: builds then fail
//! with `compile: version … does not match go tool version …`).

use bstr::ByteSlice;
use go_rules::vars::Layer;

use crate::doctor::{CheckId, Evidence, Finding, Seen, Severity, Skip, ToolchainsWrong};
use crate::system::files::path_from_bytes;

const NAME: &str = "GOROOT";

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let layers = [Layer::User, Layer::Process];
    Ok(layers.into_iter().filter_map(|layer| stale(seen, layer)).collect())
}

/// Both layers count for go: with the one it finds its go.env, the other it prints.
fn stale(seen: &Seen, layer: Layer) -> Option<Finding> {
    let value = match layer {
        Layer::User => seen.resolved().user_file.last(NAME)?.value.as_bstr(),
        _ => seen.environ().set(NAME)?,
    };
    if value.is_empty() {
        return None;
    }
    let goroot = seen.ground().directory.join(path_from_bytes(value)?);
    let go = seen.at_hand().go.as_ref().map(|go| go.version.to_str_lossy().into_owned());
    let wrong = match seen.sdk_in(&goroot) {
        Err(why) => ToolchainsWrong::GorootGone { goroot, why, layer },
        Ok(there) => {
            let (there, go) = (there.to_str_lossy().into_owned(), go.clone()?);
            if there == go {
                return None;
            }
            ToolchainsWrong::GorootOther { goroot, there, go, layer }
        }
    };
    let mut evidence = vec![Evidence::setting(NAME, value, seen.place(NAME, layer))];
    if let Some((go, version)) = seen.at_hand().go.as_ref().zip(go) {
        evidence.push(Evidence::fact(&format!("{}: {version}", go.found)));
    }
    Some(Finding {
        check: CheckId::GorootStale,
        severity: Severity::Error,
        subject: NAME.to_owned(),
        wrong: wrong.into(),
        evidence,
        fixes: if layer == Layer::User { vec![seen.without(NAME)] } else { Vec::new() },
    })
}
