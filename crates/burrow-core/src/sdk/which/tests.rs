//! The chain in words, on a tree in memory with the program of a real toolchain's build info left out: what has no
//! `go` that can be read. With real toolchains: `tests/oracle` and the command's own tests.

use bstr::{BStr, BString};
use go_rules::environ::{Environ, Os};
use go_rules::files::memory::MemoryFiles;

use super::*;
use crate::text::tests::assert_chinese;
use crate::text::{Lang, LinkId, Tone};

fn ask(files: &MemoryFiles, path: &str, goroot: Option<&str>) -> Which {
    let entries = [("PATH", path), ("HOME", "/home/me")];
    let environ = Environ::new(Os::Linux, entries.map(|(n, v)| (BString::from(n), BString::from(v))));
    let goroot = goroot.map(BStr::new);
    which(&Asked { environ: &environ, dir: BStr::new("/m"), started_in: None, goroot }, files)
}

fn ends(found: &Which) -> (String, Tone) {
    for lang in [Lang::En, Lang::ZhCn] {
        let chain = found.chain(lang);
        assert_eq!(chain.first().map(|link| link.id), Some(LinkId::Path));
        assert_eq!(chain.last().map(|link| link.id), Some(LinkId::Runs));
        assert!(chain.iter().rev().skip(1).all(|link| link.then.is_some()));
        if lang == Lang::ZhCn {
            chain.iter().flat_map(|link| [Some(&link.title), link.note.as_ref()]).flatten().for_each(|t| {
                assert_chinese(t);
            });
        }
    }
    let chain = found.chain(Lang::En);
    let last = &chain[chain.len() - 1];
    (last.value.clone(), last.tone)
}

#[test]
fn what_a_script_runs_is_not_guessed() {
    let files =
        MemoryFiles::new().with_dir("/m").with_program("/shims/go", "#!/bin/sh\nexec asdf exec go \"$@\"\n");
    let found = ask(&files, "/none:/shims", None);
    assert_eq!(found.go().unwrap(), "/shims/go");
    assert!(found.is_untold() && found.problem(Lang::En).is_none() && found.choice.is_none());
    assert_eq!(ends(&found), ("cannot be told".into(), Tone::Look));
}

#[test]
fn without_a_go_nothing_runs_and_the_usual_places_do_not_count() {
    let files = MemoryFiles::new().with_dir("/m").with_program("/usr/local/go/bin/go", "#!/bin/sh\n");
    let found = ask(&files, "/none", None);
    assert_eq!((found.go(), found.problem(Lang::En).unwrap().code), (None, "no-go"));
    assert_eq!(ends(&found), ("go".into(), Tone::Bad));
    let chosen = ask(&files, "/none", Some("/nowhere"));
    assert_eq!(chosen.problem(Lang::En).unwrap().code, "no-go");
    assert_eq!(ends(&chosen).1, Tone::Bad);
}

#[test]
fn a_name_on_path_that_no_shell_starts_is_passed_over() {
    let files = MemoryFiles::new()
        .with_dir("/m")
        .with_dir("/a/go")
        .with_file("/b/go", "text")
        .with_link("/c/go", "/nowhere")
        .with_program("/m/rel/go", "#!/bin/sh\n");
    let found = ask(&files, "/a:/b:/c:rel", None);
    assert_eq!(found.go().unwrap(), "/m/rel/go");
}
