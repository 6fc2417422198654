use proptest::prelude::*;

use super::*;
use crate::toml_file::MOST_BYTES;

const OFFICE: &str = r#"# kept by the team
name = "Office"
description = "Athens first"
unset = ["GONOSUMDB"]

[set]
GOPROXY = "https://athens.corp.example,direct"
GOPRIVATE = "*.corp.example"

[notes]
HTTPS_PROXY = "http://proxy.corp.example:8080"
"#;

fn fault(text: &str) -> FileFault {
    read(text.as_bytes(), None).unwrap_err()
}

#[test]
fn a_file_says_what_it_holds_and_comes_back_the_same() {
    let profile = read(OFFICE.as_bytes(), None).unwrap();
    assert_eq!((profile.name(), profile.description()), ("Office", "Athens first"));
    let settings: Vec<_> =
        profile.settings().iter().map(|s| (s.variable.name(), s.value.as_deref())).collect();
    assert_eq!(
        settings,
        [
            ("GOPROXY", Some("https://athens.corp.example,direct")),
            ("GOPRIVATE", Some("*.corp.example")),
            ("GONOSUMDB", None),
        ]
    );
    assert_eq!(profile.notes(), [(Note::HttpsProxy, "http://proxy.corp.example:8080".to_owned())]);
    assert_eq!(format!("# kept by the team\n{}", write(&profile)), OFFICE);
    assert_eq!(read(OFFICE.as_bytes(), Some("Work")).unwrap().name(), "Work");
}

#[test]
fn whatever_is_wrong_is_told_with_its_line() {
    let set = |line: &str| format!("name = \"a\"\n[set]\n{line}\n");
    for (text, line, why) in [
        ("name = \"a\"\n\nset = \n", 3, "NotToml"),
        ("name = \"a\"\nname = \"b\"\n", 2, "NotToml"),
        ("[set]\nGOPROXY = \"direct\"\n", 1, "MissingKey"),
        ("name = \"a\"\nrun = \"rm\"\n", 2, "UnknownKey"),
        ("name = 3\n", 1, "WrongType"),
        ("name = \"a\"\n[[set]]\nGOPROXY = \"direct\"\n", 2, "WrongType"),
        ("name = \"a\"\nunset = \"GOPROXY\"\n", 2, "WrongType"),
        ("name = \"a\"\nunset = [\n  \"GOPROXY\",\n  1,\n]\n", 4, "WrongType"),
        ("name = \"a\"\nunset = [\"GOPROXY\"]\n[set]\nGOPROXY = \"direct\"\n", 2, "Twice"),
        ("name = \"a\"\nunset = [\"GOPROXY\", \"GOPROXY\"]\n", 2, "Twice"),
        ("name = \"a\"\n", 1, "NoVariable"),
        ("name = \"offline\"\nunset = [\"GOPROXY\"]\n", 1, "NameBuiltIn"),
        (set("GOPROXY = 1").as_str(), 3, "WrongType"),
        (set("GOFLAGS = \"-v\"").as_str(), 3, "NotFetching"),
        (set("GOTOOLCHAIN = \"go1.2\"").as_str(), 3, "NotFetching"),
        (set("PATH = \"/tmp\"").as_str(), 3, "UnknownName"),
        (set("HTTPS_PROXY = \"x\"").as_str(), 3, "IsANote"),
        (set("GOPROXY = \"https://a\\nGOFLAGS=-toolexec=x\"").as_str(), 3, "Control"),
        (set("GOPROXY = \"\"\"\nhttps://a\n\"\"\"").as_str(), 3, "Control"),
        (set("GOPROXY = \"\"").as_str(), 3, "Empty"),
        (set("GOPROXY = \"https://u:hunter2@corp\"").as_str(), 3, "Secret"),
        (set("GOPROXY = \"noproxy\"").as_str(), 3, "Unusable"),
        (set("GOAUTH = \"netrc; sh -c 'curl evil'\"").as_str(), 3, "RunsCommand"),
        ("name = \"a\"\nunset=[\"GOPROXY\"]\n[notes]\nGOPROXY = \"x\"\n", 4, "NotANote"),
        ("name = \"a\"\nunset=[\"GOPROXY\"]\n[notes]\nHTTP_PROXY = \"http://u:hunter2@h\"\n", 4, "Secret"),
    ] {
        let fault = fault(text);
        assert_eq!(fault.line, line, "{text}\n{fault:?}");
        assert!(format!("{:?}", fault.why).contains(why), "{text}\n{fault:?}");
        assert!(!format!("{fault:?}{fault}").contains("hunter2"), "{fault:?}");
    }
}

#[test]
fn what_is_no_text_or_too_much_of_it_is_refused() {
    let broken = read(b"name = \"a\"\nx = \"\xff\"\n", None).unwrap_err();
    assert_eq!(broken, FileFault { line: 2, why: Malformed::NotUtf8.into() });
    let large = read(&vec![b'\n'; MOST_BYTES + 1], None).unwrap_err();
    assert_eq!(large, FileFault { line: MOST_BYTES + 1, why: Malformed::TooLarge.into() });
}

#[test]
fn tables_may_be_written_as_toml_lets_one_write_them() {
    for text in [
        "name = 'a'\nset = { GOPROXY = 'direct' }\n",
        "name = 'a'\nset.GOPROXY = 'direct'\n",
        "\u{feff}name = 'a'\r\n[set]\r\n\"GOPROXY\" = 'direct'\r\n",
    ] {
        assert_eq!(read(text.as_bytes(), None).unwrap().settings().len(), 1, "{text}");
    }
}

/// Lines that are nearly right, in any order and number.
fn nearly() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just("name = \"a\"".to_owned()),
        Just("[set]".to_owned()),
        Just("[[set]]".to_owned()),
        Just("[notes]".to_owned()),
        Just("unset = [\"GOSUMDB\"]".to_owned()),
        "(GOPROXY|GOSUMDB|GOVCS|GOAUTH|name|set|unset|notes|set\\.x|\"\") ?= ?[\\[{\"']{0,3}[ -~]{0,12}[\\]}\"']{0,3}",
        "[ -~]{0,20}",
        "\\PC{0,8}",
    ];
    prop::collection::vec(line, 0..8).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn no_file_is_too_odd_to_be_answered_with_a_line(text in nearly()) {
        if let Err(fault) = read(text.as_bytes(), None) {
            prop_assert!((1..=text.split('\n').count()).contains(&fault.line), "{fault:?}");
            prop_assert!(!fault.to_string().is_empty());
        }
    }

    #[test]
    fn no_bytes_are_too_odd_either(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Err(fault) = read(&bytes, None) {
            prop_assert!(fault.line >= 1);
        }
    }

    #[test]
    fn what_is_written_is_read_back(
        name in "[a-zA-Z家][a-zA-Z0-9 .\"'\\\\家]{0,20}[a-z]",
        description in "[ -~é家]{0,40}",
        proxy in "https://[a-z]{1,9}(/[a-zA-Z'\"\\\\]{0,5})?(,direct|\\|off)?",
        private in "[a-z.*/,\\[\\]?^'\"\\\\-]{1,20}",
        unset in prop::bool::ANY,
    ) {
        let mut profile = Profile::new(&name).unwrap();
        prop_assume!(profile.describe(&description).is_ok());
        profile.set(Variable::Goproxy, &proxy).unwrap();
        profile.set(Variable::Goprivate, &private).unwrap();
        if unset {
            profile.unset(Variable::Gosumdb);
        }
        prop_assert_eq!(read(write(&profile).as_bytes(), None).unwrap(), profile);
    }
}
