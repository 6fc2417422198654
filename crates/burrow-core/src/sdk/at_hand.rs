//! Where a toolchain may lie: PATH, GOROOT, the usual places. Not the whole hunt over every manager: enough to
//! have a toolchain to ask, cheaply.

use std::cmp::{Ordering, Reverse};

use bstr::{BStr, BString, ByteSlice};
use go_rules::environ::{Environ, Os};
use go_rules::filepath;
use go_rules::files::{FileKind, Files};
use go_rules::go_command::GoCommand;
use go_rules::version::Version;

use super::probe::{Finding, go_below, go_name, probe};
use super::sources::ground::Ground;
use super::sources::{PLACES, Source};

/// How a `go` was come upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lead {
    /// On PATH.
    Path,
    /// The GOROOT variable of the environment names its folder.
    Goroot,
    /// Its folder is one where Go is usually installed.
    UsualPlace,
    /// A person chose its folder.
    Chosen,
}

/// A `go` that was come upon, be it a toolchain or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The program.
    pub path: BString,
    pub lead: Lead,
    pub go: Result<GoCommand, Finding>,
}

/// What a terminal with this environment would run for `go`, then what else is at hand, each program once. The
/// first entry may be no toolchain at all (a script, a broken link): then the answer to `go env` comes from the
/// first one that is.
pub fn at_hand(environ: &Environ, dir: &BStr, files: &dyn Files) -> Vec<Candidate> {
    let mut found = Vec::new();
    for lead in [Lead::Path, Lead::Goroot, Lead::UsualPlace] {
        add(environ, dir, files, lead, false, &mut found);
    }
    found
}

/// As [`at_hand`], but only as far as the first toolchain.
pub fn first(environ: &Environ, dir: &BStr, files: &dyn Files) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    for lead in [Lead::Path, Lead::Goroot, Lead::UsualPlace] {
        add(environ, dir, files, lead, lead == Lead::UsualPlace, &mut found);
        if found.iter().any(|c| c.go.is_ok()) {
            break;
        }
    }
    found
}

/// The `go` of a folder that a person names.
pub fn chosen(os: Os, goroot: &BStr, files: &dyn Files) -> Candidate {
    candidate(os, go_below(os, goroot), Lead::Chosen, files)
}

fn candidate(os: Os, path: BString, lead: Lead, files: &dyn Files) -> Candidate {
    let go = probe(files, os, path.as_bstr());
    Candidate { path, lead, go }
}

fn add(environ: &Environ, dir: &BStr, files: &dyn Files, lead: Lead, one: bool, found: &mut Vec<Candidate>) {
    let os = environ.os();
    let paths = match lead {
        Lead::Path => on_path(environ, dir, files),
        Lead::Goroot => {
            let goroot = environ.set("GOROOT").filter(|g| filepath::is_abs(os, g));
            goroot.map(|goroot| go_below(os, goroot)).into_iter().collect()
        }
        Lead::UsualPlace => usual_places(environ, dir, files).iter().map(|dir| go_below(os, dir)).collect(),
        Lead::Chosen => Vec::new(),
    };
    for path in paths {
        let known = |c: &Candidate| c.path == path || files.same(c.path.as_bstr(), path.as_bstr());
        if found.iter().any(known) {
            continue;
        }
        let candidate = candidate(os, path, lead, files);
        let nothing = candidate.go == Err(Finding::Missing);
        // A name on PATH that is there is worth telling, an empty usual place is not.
        if !nothing || lead == Lead::Goroot {
            let enough = one && candidate.go.is_ok();
            found.push(candidate);
            if enough {
                return;
            }
        }
    }
}

/// Every `go` on PATH, as far as the entry is absolute: the shell would run the first that it can.
pub(super) fn on_path(environ: &Environ, dir: &BStr, files: &dyn Files) -> Vec<BString> {
    let os = environ.os();
    let path = environ.set("PATH").unwrap_or_default();
    let names: Vec<BString> = match os {
        Os::Windows => go_rules::look_path::path_exts(environ)
            .iter()
            .map(|ext| bstr::concat([b"go".as_slice(), ext]).into())
            .collect(),
        _ => vec!["go".into()],
    };
    let mut found = Vec::new();
    for entry in filepath::split_list(os, path) {
        let entry =
            if filepath::is_abs(os, &entry) { entry } else { filepath::join(os, &[dir, entry.as_bstr()]) };
        for name in &names {
            let path = filepath::join(os, &[entry.as_slice(), name.as_slice()]);
            let runnable = match files.kind(path.as_bstr()) {
                Some(FileKind::File { executable }) => executable,
                Some(_) => false,
                // A link that leads nowhere is passed over by every shell, but worth telling.
                None => *name == go_name(os) && files.has_name(entry.as_bstr(), name.as_bstr()),
            };
            if runnable {
                found.push(path);
            }
        }
    }
    found
}

/// Folders where installers, distributions and version managers put a toolchain, of each the newest first. Not those
/// that go downloaded: nobody starts them by name.
fn usual_places(environ: &Environ, dir: &BStr, files: &dyn Files) -> Vec<BString> {
    let ground = Ground::plain(environ, dir, files);
    let asked = PLACES.iter().filter(|(source, _)| *source != Source::ModuleCache);
    let sdks = asked.flat_map(|(_, places)| {
        let mut sdks: Vec<BString> = places(&ground).iter().flat_map(|place| place.sdks(&ground)).collect();
        sdks.sort_by_cached_key(|sdk| Reverse(Newness::of(sdk)));
        sdks
    });
    sdks.collect()
}

/// The order of folders by the version in their paths.
#[derive(PartialEq, Eq)]
struct Newness(BString);

impl Newness {
    /// The last element that begins like a version: `1.22.3` of `…/1.22.3/go`.
    fn of(path: &BString) -> Newness {
        let elements = path.rsplit(|b| matches!(b, b'/' | b'\\'));
        let mut versions = elements.filter_map(|element| {
            let start = element.find_byteset(b"0123456789")?;
            let version = &element[start..];
            let end = version.iter().position(|b| !b.is_ascii_alphanumeric() && *b != b'.');
            Version::parse(&version[..end.unwrap_or(version.len())])
                .map(|_| &version[..end.unwrap_or(version.len())])
        });
        Newness(versions.next().unwrap_or_default().into())
    }
}

impl PartialOrd for Newness {
    fn partial_cmp(&self, other: &Newness) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Newness {
    fn cmp(&self, other: &Newness) -> Ordering {
        go_rules::version::compare(&self.0, &other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use go_rules::files::memory::MemoryFiles;

    fn environ(entries: &[(&str, &str)]) -> Environ {
        Environ::new(Os::Linux, entries.iter().map(|(n, v)| (BString::from(*n), BString::from(*v))))
    }

    fn told(found: &[Candidate]) -> Vec<(String, Lead, Option<Finding>)> {
        found.iter().map(|c| (c.path.to_string(), c.lead, c.go.clone().err())).collect()
    }

    #[test]
    fn a_script_on_path_is_told_before_what_else_is_there() {
        let files = MemoryFiles::new()
            .with_program("/home/me/.asdf/shims/go", "#!/bin/sh\nexec asdf exec go\n")
            .with_program("/opt/text/go", "just some text, no program")
            .with_link("/opt/broken/go", "/nowhere");
        let environ =
            environ(&[("PATH", "/opt/broken:/home/me/.asdf/shims::/opt/text:/none"), ("HOME", "/home/me")]);
        assert_eq!(
            told(&at_hand(&environ, BStr::new("/w"), &files)),
            [
                ("/opt/broken/go".into(), Lead::Path, Some(Finding::BrokenLink)),
                ("/home/me/.asdf/shims/go".into(), Lead::Path, Some(Finding::Script)),
                ("/opt/text/go".into(), Lead::Path, Some(Finding::NotGo)),
            ]
        );
    }

    #[test]
    fn a_goroot_without_a_go_is_told() {
        let environ = environ(&[("GOROOT", "/gone")]);
        let found = at_hand(&environ, BStr::new("/w"), &MemoryFiles::new());
        assert_eq!(told(&found), [("/gone/bin/go".into(), Lead::Goroot, Some(Finding::Missing))]);
    }

    #[test]
    fn versions_of_a_manager_come_newest_first() {
        let mut files = MemoryFiles::new();
        for version in ["go1.9", "go1.21.3", "go1.21rc2", "notes"] {
            files = files.with_file(&format!("/home/me/sdk/{version}/VERSION"), version);
        }
        let environ = environ(&[("HOME", "/home/me")]);
        let found = usual_places(&environ, BStr::new("/w"), &files);
        assert_eq!(found, ["/home/me/sdk/go1.21.3", "/home/me/sdk/go1.21rc2", "/home/me/sdk/go1.9"]);
    }
}
