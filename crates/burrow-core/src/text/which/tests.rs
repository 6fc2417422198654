//! The chain in words, for choices that `go-rules` could have made.

use go_rules::toolchain::{AskingLines, DecidedBy, Mode};
use go_rules::vars::Which as Choice;

use super::*;
use crate::sdk::which::Places;
use crate::text::tests::assert_chinese;

fn choice(ground: Ground) -> Choice {
    Choice {
        local: "go1.24.1".into(),
        setting: vars::Setting { value: "auto".into(), ..Default::default() },
        ground: Some(ground),
        file: None,
        decided_by: None,
        toolchain: Some("go1.24.1".into()),
        present: true,
        program: Some("/sdk/bin/go".into()),
        goroot: Some("/sdk".into()),
        from: Some(Supply::Local),
        error: None,
        obstacle: None,
        goproxy: "https://ada:secret@proxy.corp,direct".into(),
    }
}

fn reads(file: &str, go: &str, toolchain: Option<&str>) -> Choice {
    let lines = AskingLines { go: Some((3, go.into())), toolchain: toolchain.map(|t| (5, t.into())) };
    let file = Some(AskingFile { path: file.into(), lines });
    Choice { file, ..choice(Ground::SettingAndFile(Mode::Auto)) }
}

fn download(obstacle: Option<Obstacle>) -> Choice {
    let decided_by = Some(DecidedBy { file: "/m/go.mod".into(), line: 5, text: "toolchain go1.26.1".into() });
    let (toolchain, from) = (Some("go1.26.1".into()), Some(Supply::Download));
    let base = reads("/m/go.mod", "1.24", Some("go1.26.1"));
    Choice { decided_by, toolchain, from, present: false, goroot: None, obstacle, ..base }
}

/// The links as lines, in English; in Chinese they only have to be well written.
fn told(choice: Choice) -> Vec<String> {
    let which = Which {
        directory: "/m".into(),
        chosen: false,
        first: Some(FirstGo { path: "/sdk/bin/go".into(), go: Err(Finding::Script) }),
        choice: Some(choice),
        places: Places::default(),
    };
    for link in which.chain(Lang::ZhCn) {
        [Some(&link.title), link.note.as_ref(), link.then.as_ref()].into_iter().flatten().for_each(|text| {
            assert_chinese(text);
        });
    }
    let line = |link: &ChainLink| {
        format!("{}: {} ({})", link.title, link.value, link.note.as_deref().unwrap_or_default())
    };
    which.chain(Lang::En).iter().skip(1).map(line).collect()
}

#[test]
fn the_line_that_decides_is_shown_with_what_it_beats() {
    assert_eq!(
        told(download(None)),
        [
            "GOTOOLCHAIN: auto ()",
            "go.mod line 5: toolchain go1.26.1 (newer than go1.24.1, so it wins)",
            "would be downloaded: go1.26.1 (It is neither on PATH nor in the module cache; go would ask \
             https://***@proxy.corp,direct)",
        ]
    );
}

#[test]
fn a_line_that_does_not_decide_is_shown_too() {
    let lines = told(reads("/m/go.work", "1.21", None));
    assert_eq!(lines[1], "go.work line 3: go 1.21 (go1.24.1 is new enough.)");
    let lines = told(reads("/m/go.mod", "1.99", Some("default")));
    assert_eq!(lines[1], "go.mod line 5: toolchain default (Nothing more than GOTOOLCHAIN gives.)");
    let lines = told(choice(Ground::SettingAndFile(Mode::Path)));
    assert_eq!(
        lines[1],
        "go.mod, go.work: none (There is none here or above, so nothing newer is asked for.)"
    );
}

#[test]
fn why_go_mod_is_not_read_is_told() {
    for (ground, links, note) in [
        (Ground::BeforeSwitching, 1, "the local toolchain"),
        (Ground::ModulesOff, 2, "Modules are off, so go does not look at it."),
        (Ground::Empty, 2, "go does not switch."),
        (Ground::Setting, 2, "go.mod is not read."),
    ] {
        let lines = told(choice(ground));
        assert_eq!(lines.len(), links, "{lines:?}");
        assert!(lines[0].contains(note), "{lines:?}");
    }
}

#[test]
fn what_stands_in_the_way_of_a_download_is_told() {
    for obstacle in [
        Obstacle::LanguageVersion,
        Obstacle::Unverifiable { why: "checksum database disabled by GOSUMDB=off".into() },
    ] {
        let lines = told(download(Some(obstacle)));
        assert!(lines[2].contains("no release") || lines[2].contains("GOSUMDB=off"), "{lines:?}");
    }
    for obstacle in [Obstacle::AsksDatabase, Obstacle::Unreadable { program: "/p/go1.26.1".into() }] {
        let base = Choice { present: true, from: Some(Supply::Path), ..download(Some(obstacle)) };
        let lines = told(base);
        assert!(lines[2].starts_with("runs: go1.26.1 ("), "{lines:?}");
    }
}

#[test]
fn a_refusal_ends_the_chain_without_the_password_that_go_would_show() {
    let why = "invalid proxy URL scheme (must be https, http, file): ftp://ada:secret@h/".to_owned();
    let error = Some(Refusal::ToolchainDownload { name: "go1.26.1".into(), why });
    let lines = told(Choice { error, ..download(None) });
    let last = lines.last().unwrap();
    assert!(last.starts_with("does not run: go1.26.1 (go: download go1.26.1: invalid"), "{last}");
    assert!(!last.contains("secret"), "{last}");
    let file = Some(AskingFile { path: "/m/go.mod".into(), lines: AskingLines::default() });
    let error = Some(Refusal::BadToolchainLine { name: "nonsense".into(), file: "go.mod".into(), line: 4 });
    let lines = told(Choice { file, error, toolchain: None, ..choice(Ground::SettingAndFile(Mode::Auto)) });
    assert_eq!(lines[1], "go.mod line 4: toolchain nonsense ()");
    assert_eq!(lines[2], "does not run: go (go: invalid toolchain \"nonsense\" in go.mod)");
}
