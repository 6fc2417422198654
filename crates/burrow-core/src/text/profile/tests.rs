use super::*;
use crate::text::tests::{assert_chinese, assert_told};
use crate::toml_file::LineFault;

#[test]
fn faults_speak_both_languages() {
    let name = || "GOPROXY".to_owned();
    let faults = [
        Fault::NameEmpty,
        Fault::NameTooLong,
        Fault::NameOdd,
        Fault::NameBuiltIn { name: "direct".into() },
        Fault::Control { name: name() },
        Fault::Control { name: "name".into() },
        Fault::TooLong { name: "description".into() },
        Fault::Empty { name: name() },
        Fault::Secret { name: name() },
        Fault::Unusable { name: name(), said: "missing".into() },
        Fault::Twice { name: name() },
        Fault::IsANote { name: "HTTP_PROXY".into() },
        Fault::NotFetching { name: "GOFLAGS".into() },
        Fault::UnknownName { name: "X".into() },
        Fault::NotANote { name: "X".into() },
        Fault::NoVariable,
    ];
    for fault in faults {
        assert_told(&fault);
        assert_told(&ProfileError::File(LineFault { line: 3, why: Why::Fault(fault) }));
    }
    assert_told(&Why::RunsCommand { name: "GOAUTH".into() });
}

#[test]
fn refusals_and_keychains_speak_both_languages() {
    let detail = || "no bus".to_owned();
    for error in [
        KeychainError::None { detail: detail() },
        KeychainError::Locked { detail: detail() },
        KeychainError::TooLong,
        KeychainError::Silent,
        KeychainError::Other { detail: detail() },
    ] {
        assert_told(&ProfileError::Keychain(error));
    }
    assert_told(&ProfileError::Unknown("Office".into()));
    assert_told(&ProfileError::BuiltIn("direct".into()));
    for why in [Unavailable::NoModuleCache, Unavailable::NoFileUrl] {
        assert_told(&ProfileError::Unavailable { name: "offline".into(), why });
    }
}

#[test]
fn built_in_profiles_and_states_speak_both_languages() {
    for id in BuiltIn::ALL {
        assert_chinese(&id.say(Lang::ZhCn));
        assert_chinese(id.describe(Lang::ZhCn));
        assert_ne!(id.describe(Lang::En), id.describe(Lang::ZhCn));
    }
    let words: [&dyn Say; 6] = [
        &Standing::Same,
        &Standing::Different,
        &Standing::Shadowed,
        &State::InEffect,
        &State::Shadowed,
        &State::Other,
    ];
    for word in words {
        assert_ne!(word.say(Lang::En), word.say(Lang::ZhCn));
    }
}
