//! Words in GOFLAGS that a go command does not take, quotes that never end, and values that name what is not there.

use std::path::PathBuf;

use bstr::{BStr, ByteSlice};
use go_rules::look_path::{Found, look_path};
use go_rules::quoted;
use go_rules::refusal::{BadFlag, Refusal};
use go_rules::vars::Layer;
use go_rules::vars::goflags::Word;

use super::flags::{NAME, is_off, mended, set_flags};
use crate::doctor::{CheckId, Evidence, Finding, Seen, SettingsWrong, Severity, Skip};
use crate::secret::Masked;
use crate::system::DiskFiles;
use crate::system::files::path_from_bytes;

pub fn check(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let Some((set, words)) = set_flags(seen) else { return Ok(Vec::new()) };
    let stop = match &words {
        Err(quoting) => Some((Refusal::Goflags(quoting.clone()).to_string(), None)),
        Ok(words) => first_stop(seen, words),
    };
    let Some((said, only)) = stop else { return Ok(Vec::new()) };
    let said = Masked::said(&said).into_string();
    let is_bad = |word: &Word| refusal(seen, word).is_some();
    let fixes = if set.layer == Layer::User { mended(seen, words.as_deref(), is_bad) } else { Vec::new() };
    Ok(vec![Finding {
        check: CheckId::GoflagsInvalid,
        severity: Severity::Error,
        subject: NAME.to_owned(),
        evidence: vec![Evidence::setting(NAME, &set.value, set.place)],
        wrong: SettingsWrong::FlagsInvalid { said, only, layer: set.layer }.into(),
        fixes,
    }])
}

/// What go says to the first word that it does not take; that of builds first, since it stops most.
fn first_stop(seen: &Seen, words: &[Word]) -> Option<(String, Option<&'static str>)> {
    let mut stops: Vec<_> =
        words.iter().filter_map(|word| refusal(seen, word).map(|said| (word, said))).collect();
    stops.sort_by_key(|(word, _)| word.spares_builds);
    let (word, said) = stops.into_iter().next()?;
    // What `go test` takes is a switch there, see below.
    let of_tests = if word.bad.is_none() { "go vet" } else { "go test" };
    Some((said, word.spares_builds.then_some(of_tests)))
}

/// What go says to a word, wherever it is used; or on this machine, for what is not on it.
fn refusal(seen: &Seen, word: &Word) -> Option<String> {
    if let Some(bad) = &word.bad {
        return Some(Refusal::Goflags(bad.clone()).to_string());
    }
    let (flag, value) = word.flag();
    match flag {
        // To `go build` and `go test` it is a switch, to `go vet` a number of lines.
        b"c" if value.is_none() => {
            Some(Refusal::Goflags(BadFlag::NoArgument { flag: "-c".into() }).to_string())
        }
        b"overlay" => {
            let file = missing(seen, value?)?;
            Some(format!("go: reading overlay: open {file}: no such file or directory"))
        }
        b"modfile" if has_module(seen) => {
            Some(format!("go: open {}: no such file or directory", missing(seen, value?)?))
        }
        b"pgo" if !matches!(value?, b"auto" | b"off") => {
            Some(format!("open {}: no such file or directory", missing(seen, value?)?))
        }
        b"toolexec" => no_program(seen, value?),
        b"race" | b"msan" | b"asan" if !is_off(value) => no_cgo(seen, flag),
        _ => None,
    }
}

/// A relative name counts from where go is started.
fn missing(seen: &Seen, value: &[u8]) -> Option<String> {
    let path: PathBuf = seen.ground().directory.join(path_from_bytes(BStr::new(value))?);
    let absent = || std::fs::metadata(path).is_err_and(|why| why.kind() == std::io::ErrorKind::NotFound);
    (!value.is_empty() && absent()).then(|| value.to_str_lossy().into_owned())
}

fn has_module(seen: &Seen) -> bool {
    path_from_bytes(seen.value("GOMOD")).is_some_and(|file| file.is_file())
}

fn no_program(seen: &Seen, value: &[u8]) -> Option<String> {
    let words = quoted::split(value).ok()?;
    let program = words.first()?;
    let asked = seen.asked();
    let found = look_path(asked.environ, asked.dir, &DiskFiles, program);
    matches!(found, Found::Nowhere)
        .then(|| format!("exec: \"{program}\": executable file not found in $PATH"))
}

/// The detectors are linked in by cgo; on macOS that for races is not (`work.instrumentInit`).
fn no_cgo(seen: &Seen, flag: &[u8]) -> Option<String> {
    let without = seen.value("GOOS") == "darwin" && flag == b"race";
    let off = seen.at_hand().go.is_some() && seen.value("CGO_ENABLED") == "0";
    (off && !without)
        .then(|| format!("go: -{} requires cgo; enable cgo by setting CGO_ENABLED=1", flag.as_bstr()))
}
