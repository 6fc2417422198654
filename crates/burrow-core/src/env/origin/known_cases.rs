//! Start files as people write them, and the line that each shell's answer must have.

use std::path::PathBuf;

use super::Untold;
use super::against_shells::located;
use crate::env::real_shells::{self, Home};
use crate::place::Place;

/// What must be found: a file below the home and a line, or nothing.
type Expected<'a> = Option<(&'a str, u32)>;

fn expect(shell: &str, files: &[(&str, &str)], variable: &str, trace: bool, expected: Expected<'_>) {
    let Some(shell) = real_shells::shell(shell) else { return };
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let home = Home::with(&files);
    let found = located(&shell, &home, variable, trace);
    let expected = expected.map(|(file, line)| Place::line(home.file(file), line));
    assert_eq!(found.winner().cloned(), expected, "{} {files:?} {found:?}", shell.name());
}

/// Without running anything.
fn reads(shell: &str, files: &[(&str, &str)], variable: &str, expected: Expected<'_>) {
    expect(shell, files, variable, false, expected);
}

/// With the shell's own trace.
fn asks(shell: &str, files: &[(&str, &str)], variable: &str, expected: Expected<'_>) {
    expect(shell, files, variable, true, expected);
}

#[test]
fn included_files_are_followed_however_they_are_named() {
    for include in [
        ". ~/inc/go.sh",
        "source \"$HOME/inc/go.sh\"",
        "[ -f \"$HOME/inc/go.sh\" ] && . \"$HOME/inc/go.sh\"",
        "for f in ~/inc/*.sh; do [ -r \"$f\" ] && . \"$f\"; done",
        "D=$HOME/inc; . ${D}/go.sh",
        "if [ -d ~/inc ]; then\n . ~/inc/go.sh\nfi",
    ] {
        let files = [("inc/go.sh", "\nexport GOPROXY=direct\n")];
        for (shell, file) in [("bash", ".bash_profile"), ("zsh", ".zshrc")] {
            reads(shell, &[files[0], (file, include)], "GOPROXY", Some(("inc/go.sh", 2)));
        }
        let posix = include.replace("source", ".");
        reads("dash", &[files[0], (".profile", &posix)], "GOPROXY", Some(("inc/go.sh", 2)));
    }
}

#[test]
fn a_file_beside_the_including_one_is_found() {
    let inner = ("conf/inner.sh", "export GOFLAGS=-x\n");
    let bash = "here=\"$(cd \"$(dirname \"${BASH_SOURCE[0]}\")\" && pwd)\"\n. \"$here/inner.sh\"\n";
    reads(
        "bash",
        &[inner, ("conf/outer.sh", bash), (".bash_profile", ". ~/conf/outer.sh")],
        "GOFLAGS",
        Some(("conf/inner.sh", 1)),
    );
    for zsh in [". ${0:A:h}/inner.sh", ". \"${${(%):-%x}:h}/inner.sh\"", ". ${0:h}/inner.sh"] {
        reads(
            "zsh",
            &[inner, ("conf/outer.sh", zsh), (".zshrc", ". ~/conf/outer.sh")],
            "GOFLAGS",
            Some(("conf/inner.sh", 1)),
        );
    }
}

#[test]
fn the_line_that_gives_the_value_counts_not_the_one_that_exports_it() {
    for (shell, file) in [("bash", ".bash_profile"), ("zsh", ".zshenv"), ("dash", ".profile")] {
        reads(shell, &[(file, "GOPROXY=direct\n\nexport GOPROXY\n")], "GOPROXY", Some((file, 1)));
        reads(shell, &[(file, "export GOPROXY=off\nGOPROXY=direct\n")], "GOPROXY", Some((file, 2)));
        reads(shell, &[(file, "set -a\nGOPROXY=direct\nset +a\n")], "GOPROXY", Some((file, 2)));
    }
}

#[test]
fn a_command_substitution_is_the_only_line_there_is() {
    for (shell, file) in [("bash", ".bash_profile"), ("zsh", ".zshrc"), ("dash", ".profile")] {
        let text = "export GOPATH=$(printf %s /somewhere | tr a-z A-Z)\n";
        reads(shell, &[(file, text)], "GOPATH", Some((file, 1)));
    }
    reads(
        "fish",
        &[(".config/fish/config.fish", "set -gx GOPATH (string upper /a)\n")],
        "GOPATH",
        Some((".config/fish/config.fish", 1)),
    );
}

#[test]
fn of_two_ways_that_cannot_be_told_apart_the_shell_is_asked() {
    let text = "if ls / >/dev/null; then\n  export GOPROXY=direct\nelse\n  export GOPROXY=direct\nfi\n";
    for (shell, file) in [("bash", ".bash_profile"), ("zsh", ".zshrc")] {
        reads(shell, &[(file, text)], "GOPROXY", None);
        asks(shell, &[(file, text)], "GOPROXY", Some((file, 2)));
    }
}

#[test]
fn what_is_made_when_it_runs_is_asked_of_the_shell() {
    let list = "while read -r line; do\n  export \"$line\"\ndone <<END\nGOPROXY=direct\nEND\n";
    let evaluated = "eval \"$(echo export GOPROXY=direct)\"\n";
    for (shell, file) in [("bash", ".bash_profile"), ("zsh", ".zshrc")] {
        reads(shell, &[(file, list)], "GOPROXY", None);
        asks(shell, &[(file, list)], "GOPROXY", Some((file, 2)));
        asks(shell, &[(file, evaluated)], "GOPROXY", Some((file, 1)));
        asks(shell, &[(file, &format!("\n\n{evaluated}\n:\n"))], "GOPROXY", Some((file, 3)));
    }
}

#[test]
fn a_later_eval_of_something_unseen_does_not_hide_a_line_that_fits() {
    let text = "export GOPROXY=direct\neval \"$(echo :)\"\n";
    for (shell, file) in [("bash", ".bash_profile"), ("zsh", ".zshrc"), ("dash", ".profile")] {
        reads(shell, &[(file, text)], "GOPROXY", Some((file, 1)));
    }
}

#[test]
fn text_that_only_looks_like_an_export_is_none() {
    let text = "cat <<'END' >/dev/null\nexport GOPROXY=direct\nEND\nexport GOPROXY=direct # export GOPROXY=direct\nX='\nexport GOPROXY=direct\n'\n";
    for (shell, file) in [("bash", ".bash_profile"), ("zsh", ".zshrc"), ("dash", ".profile")] {
        reads(shell, &[(file, text)], "GOPROXY", Some((file, 4)));
    }
}

#[test]
fn debians_own_profile_and_bashrc_lead_through() {
    let profile = "if [ -n \"$BASH_VERSION\" ]; then\n    if [ -f \"$HOME/.bashrc\" ]; then\n\t. \"$HOME/.bashrc\"\n    fi\nfi\n";
    let bashrc = "case $- in\n    *i*) ;;\n      *) return;;\nesac\nHISTCONTROL=ignoreboth\nshopt -s histappend\n[ -x /usr/bin/lesspipe ] && eval \"$(SHELL=/bin/sh lesspipe)\"\nif [ \"$color_prompt\" = yes ]; then\n  PS1='${debian_chroot:+($debian_chroot)}\\u'\nfi\nalias ll='ls -l'\nexport GOPATH=$HOME/go GOBIN=~/bin\n";
    let files = [(".profile", profile), (".bashrc", bashrc)];
    reads("bash", &files, "GOPATH", Some((".bashrc", 12)));
    reads("bash", &files, "GOBIN", Some((".bashrc", 12)));
}

#[test]
fn zsh_moves_its_files_with_zdotdir() {
    let files = [
        (".zshenv", "export ZDOTDIR=$HOME/.config/zsh\n"),
        (".config/zsh/.zshrc", "typeset -gx GOPROXY=direct\n"),
        (".zshrc", "export GOPROXY=off\n"),
    ];
    reads("zsh", &files, "GOPROXY", Some((".config/zsh/.zshrc", 1)));
}

#[test]
fn zsh_syntax_that_is_not_read_makes_no_wrong_line() {
    let text = "if [[ -n $HOME ]] {\n export GOPROXY=direct\n}\nexport GOPROXY=direct\nfpath=(~/x/*(N/) $fpath)\n() { local a=1; export GOFLAGS=-x } arg\n";
    asks("zsh", &[(".zshrc", text)], "GOPROXY", Some((".zshrc", 4)));
    asks("zsh", &[(".zshrc", text)], "GOFLAGS", Some((".zshrc", 6)));
}

#[test]
fn what_a_block_of_fish_calls_its_own_decides_nothing_behind_it() {
    let Some(shell) = real_shells::shell("fish") else { return };
    let text = b"if true\nset -l GOBIN v3\nend\n[ -z \"$GOBIN\" ]; and set -gx GOPROXY v4\n";
    let home = Home::with(&[(".config/fish/config.fish", text)]);
    let captured = super::against_shells::captured(&shell, &home);
    assert_eq!(captured.environ.get("GOPROXY"), Some("v4".into()));
    let found =
        super::Locator::new(&captured, &crate::system::DiskFiles).locate("GOPROXY".into(), "v4".into());
    assert!(found.winner().is_some() || found.untold == Some(Untold::Undecided), "{found:?}");
}

#[test]
fn what_fish_exports_in_a_function_is_set_behind_the_functions_own() {
    let Some(shell) = real_shells::shell("fish") else { return };
    let text = b"function f\nset -l GOSUMDB off\nexport GOSUMDB=v6\nend\nf\n";
    let home = Home::with(&[(".config/fish/config.fish", text)]);
    let captured = super::against_shells::captured(&shell, &home);
    assert_eq!(captured.environ.get("GOSUMDB"), Some("v6".into()));
    let found =
        super::Locator::new(&captured, &crate::system::DiskFiles).locate("GOSUMDB".into(), "v6".into());
    assert!(found.winner().is_some() || found.untold == Some(Untold::Undecided), "{found:?}");
}

#[test]
fn fish_scopes_lists_and_universal_variables_are_known() {
    let config = ".config/fish/config.fish";
    reads("fish", &[(config, "set -gx GOPATH $HOME/go /other\n")], "GOPATH", Some((config, 1)));
    reads(
        "fish",
        &[(config, "set -gx GOFLAGS -x -v\nset -gx GOFLAGS $GOFLAGS\n")],
        "GOFLAGS",
        Some((config, 2)),
    );
    let universal = ".config/fish/fish_variables";
    let text = "# This file contains fish universal variable definitions.\n# VERSION: 3.0\nSETUVAR --export GOPROXY:https\\x3a//goproxy.cn\\x2cdirect\n";
    reads("fish", &[(universal, text)], "GOPROXY", Some((universal, 3)));
    let snippet = ".config/fish/conf.d/go.fish";
    reads("fish", &[(universal, text), (snippet, "\nset -gx GOPROXY off\n")], "GOPROXY", Some((snippet, 2)));
    reads(
        "fish",
        &[(config, "if status is-interactive\n    set -x GOPROXY off\nend\n")],
        "GOPROXY",
        Some((config, 2)),
    );
    reads(
        "fish",
        &[(config, "source ~/x.fish\n"), ("x.fish", "set -gx GOPROXY $NOT_SET/x off\n")],
        "GOPROXY",
        Some(("x.fish", 1)),
    );
}

#[test]
fn the_losing_lines_follow_the_winner() {
    let Some(shell) = real_shells::shell("zsh") else { return };
    let home = Home::with(&[
        (".zshenv", b"export GOPROXY=first\n"),
        (".zshrc", b"export GOPROXY=second\n\nexport GOPROXY=third\n"),
    ]);
    let found = located(&shell, &home, "GOPROXY", false);
    let at = |file: &str, line| Place::line(home.file(file), line);
    assert_eq!(found.places, [at(".zshrc", 3), at(".zshrc", 1), at(".zshenv", 1)]);
}

#[test]
fn a_value_that_no_file_gives_has_no_place() {
    let Some(shell) = real_shells::shell("bash") else { return };
    let home = Home::with(&[(".bash_profile", b"export GOPROXY=direct\n")]);
    let mut captured = super::against_shells::captured(&shell, &home);
    captured.asker = crate::env::capture::AskerId::Process;
    captured.source = crate::env::capture::Source::Process;
    captured.environ = captured.environ.with("GOPROXY", Some(b"typed")).with("GOFLAGS", Some(b"-typed"));
    let locator = super::Locator::new(&captured, &crate::system::DiskFiles);
    for (name, value) in [("GOPROXY", "typed"), ("GOFLAGS", "-typed")] {
        let found = locator.locate(name.into(), value.into());
        assert_eq!(found.untold, Some(Untold::NotInStartFiles), "{name}");
    }
    let files: Vec<PathBuf> = locator.start_files();
    assert!(files.contains(&home.file(".bash_profile")) && files.contains(&home.file(".bashrc")));
    assert!(files.iter().any(|f| f == std::path::Path::new("/etc/environment")));
    let own = captured.environ.get("HOME").unwrap().to_owned();
    assert_eq!(locator.locate("HOME".into(), own.as_ref()).untold, Some(Untold::NotInStartFiles));
}

#[test]
fn this_process_in_a_terminal_without_log_in_has_its_bashrc() {
    let Some(shell) = real_shells::shell("bash") else { return };
    let home = Home::with(&[(".bashrc", b"export GOPROXY=direct\n")]);
    let mut captured = super::against_shells::captured(&shell, &home);
    captured.asker = crate::env::capture::AskerId::Process;
    captured.source = crate::env::capture::Source::Process;
    captured.environ = captured.environ.with("GOPROXY", Some(b"direct"));
    let locator = super::Locator::new(&captured, &crate::system::DiskFiles);
    let found = locator.locate("GOPROXY".into(), "direct".into());
    assert_eq!(found.winner(), Some(&Place::line(home.file(".bashrc"), 1)));
}

#[test]
fn a_session_file_gives_what_the_shell_leaves_alone() {
    let Some(shell) = real_shells::shell("dash") else { return };
    let home = Home::with(&[
        (".config/environment.d/10-go.conf", b"# mine\nGOPROXY=direct\n"),
        (".config/environment.d/20-go.conf", b"GOPROXY=off\nGOFLAGS=-mod=${MODE:-mod}\n"),
    ]);
    let mut captured = super::against_shells::captured(&shell, &home);
    for (name, value) in [("GOPROXY", "off"), ("GOFLAGS", "-mod=mod")] {
        captured.start = captured.start.with(name, Some(value.as_bytes()));
        captured.environ = captured.environ.with(name, Some(value.as_bytes()));
    }
    let locator = super::Locator::new(&captured, &crate::system::DiskFiles);
    let at = |file: &str, line| Place::line(home.file(".config/environment.d").join(file), line);
    let found = locator.locate("GOPROXY".into(), "off".into());
    assert_eq!(found.places, [at("20-go.conf", 1), at("10-go.conf", 2)]);
    assert_eq!(locator.locate("GOFLAGS".into(), "-mod=mod".into()).places, [at("20-go.conf", 2)]);
}

#[test]
fn a_start_file_that_nests_or_calls_itself_without_end_is_left() {
    let nested = |open: &str, close: &str, times: usize| {
        format!("{}true{}\n", open.repeat(times), close.repeat(times))
    };
    let texts = [
        nested("if ls; then ", "; fi", 70),
        nested("( ", " )", 70),
        nested("X=$(", ")", 70),
        "f() { if ls; then f; else f; fi; }\nf\n".to_owned(),
        ". ~/.profile\n. ~/.profile\n".to_owned(),
        "eval 'eval \"eval :\"'\nwhile :; do :; done\n".to_owned(),
        format!("case x in {} esac\n", "[a-z]*[a-z]*[a-z]*) export A=1;; ".repeat(300)),
        format!("{}fi\n", "if ls; then export A=1; el".repeat(300).trim_end_matches("el")),
    ];
    for text in texts {
        let home = Home::with(&[(".profile", text.as_bytes())]);
        for name in ["bash", "zsh", "dash"] {
            let shell = crate::env::capture::Shell::new(format!("/bin/{name}"));
            let environ = home.start(&shell).with("GOPROXY", Some(b"direct"));
            let captured = crate::env::capture::Captured {
                asker: crate::env::capture::AskerId::Process,
                source: crate::env::capture::Source::Process,
                shell: Some(shell),
                start: environ.clone(),
                environ,
                home: Some(home.path()),
            };
            let locator = super::Locator::new(&captured, &crate::system::DiskFiles);
            assert_eq!(locator.locate("GOPROXY".into(), "direct".into()).winner(), None);
        }
    }
}
