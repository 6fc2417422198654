//! GOTOOLCHAIN, and the lines of go.mod and go.work that ask for a toolchain: which one would run
//! (`cmd/go/internal/toolchain/select.go`). Where it is to be found is not decided here.

use bstr::{BStr, BString, ByteSlice};

use crate::go_command::Rules;
use crate::gomod;
use crate::refusal::{BadToolchainSetting, Refusal};
use crate::version;

/// Whether a toolchain may be asked for by go.mod and go.work, and where it may come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Just the one that GOTOOLCHAIN names.
    Fixed,
    /// From PATH, else from the module cache or a download.
    Auto,
    /// From PATH only.
    Path,
}

/// GOTOOLCHAIN, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// `None`: the local toolchain.
    pub minimum: Option<BString>,
    pub mode: Mode,
}

impl Setting {
    /// Understands a value that is not empty.
    pub fn parse(value: &BStr) -> Result<Setting, BadToolchainSetting> {
        match value.as_bytes() {
            b"auto" => return Ok(Setting { minimum: None, mode: Mode::Auto }),
            b"path" => return Ok(Setting { minimum: None, mode: Mode::Path }),
            _ => {}
        }
        let (minimum, suffix) = match value.split_once_str("+") {
            Some((minimum, suffix)) => (minimum, Some(suffix)),
            None => (value.as_bytes(), None),
        };
        if minimum != b"local" && version::of_toolchain(minimum).is_none() {
            return Err(match suffix {
                Some(_) => BadToolchainSetting::Minimum(minimum.into()),
                None => BadToolchainSetting::Name,
            });
        }
        let mode = match suffix {
            None => Mode::Fixed,
            Some(b"auto") => Mode::Auto,
            Some(b"path") => Mode::Path,
            Some(_) => return Err(BadToolchainSetting::Suffix),
        };
        Ok(Setting { minimum: (minimum != b"local").then(|| minimum.into()), mode })
    }
}

/// The line that decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedBy {
    pub file: BString,
    /// 1-based.
    pub line: u32,
    /// `go 1.24.1` or `toolchain go1.24.1`.
    pub text: BString,
}

/// What a choice rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ground {
    /// This Go is older than 1.21, where switching began: it runs itself.
    BeforeSwitching,
    /// Modules are off, so go does not look at GOTOOLCHAIN at all.
    ModulesOff,
    /// GOTOOLCHAIN is empty: no switching.
    Empty,
    /// GOTOOLCHAIN alone: go.mod and go.work are not read.
    Setting,
    /// GOTOOLCHAIN gives the least, go.mod or go.work may ask for more.
    SettingAndFile(Mode),
}

impl Ground {
    /// What a setting leads to.
    pub fn of(setting: &Setting) -> Ground {
        match setting.mode {
            Mode::Fixed => Ground::Setting,
            mode => Ground::SettingAndFile(mode),
        }
    }
}

/// The go.mod or go.work that was read for a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskingFile {
    pub path: BString,
    pub lines: AskingLines,
}

/// The lines that can ask for a toolchain: their numbers (1-based) and values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AskingLines {
    pub go: Option<(u32, BString)>,
    pub toolchain: Option<(u32, BString)>,
}

impl AskingLines {
    /// Reads them as go does, by text alone.
    pub fn of(text: &[u8]) -> AskingLines {
        let line = |key| gomod::lookup(text, key).map(|(number, value)| (number, value.into()));
        AskingLines { go: line("go"), toolchain: line("toolchain") }
    }
}

/// What is to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The name of the toolchain.
    pub toolchain: BString,
    /// `None`: GOTOOLCHAIN alone, or the local toolchain is good enough.
    pub decided_by: Option<DecidedBy>,
}

/// A go.mod or go.work that may ask for a toolchain.
pub struct ModFile<'a> {
    pub path: &'a BStr,
    /// The path as messages show it.
    pub shown: BString,
    pub text: &'a [u8],
}

/// Chooses, by the rules of the local toolchain. `local` is its name.
pub fn choose(
    rules: Rules,
    local: &BStr,
    setting: &Setting,
    file: Option<&ModFile<'_>>,
) -> Result<Choice, Refusal> {
    let minimum = setting.minimum.as_ref().map_or(local, |m| m.as_bstr());
    let mut choice = Choice { toolchain: minimum.into(), decided_by: None };
    let Some(file) = file.filter(|_| setting.mode != Mode::Fixed) else { return Ok(choice) };
    let mut version: BString = version::of_toolchain(minimum).unwrap_or_default().into();
    let line = |key: &str| gomod::lookup(file.text, key).filter(|(_, value)| !value.is_empty());
    let decided = |number: u32, key: &str, value: &BStr| {
        let text = BString::from(bstr::concat([key.as_bytes(), b" ", value]));
        Some(DecidedBy { file: file.path.into(), line: number, text })
    };
    let toolchain = line("toolchain");
    if toolchain.is_some_and(|(_, name)| name == "default") {
        return Ok(choice);
    }
    if let Some((number, name)) = toolchain {
        let Some(asked) = version::of_toolchain(name) else {
            return Err(Refusal::BadToolchainLine {
                name: name.into(),
                file: file.shown.clone(),
                line: number,
            });
        };
        let order = version::compare(asked, &version);
        // Go 1.21 still took a toolchain line of the same version.
        if order.is_gt() || (order.is_eq() && !rules.since(22)) {
            choice = Choice { toolchain: name.into(), decided_by: decided(number, "toolchain", name) };
            version = asked.into();
        }
    }
    if let Some((number, go)) = line("go")
        && version::compare(go, &version).is_gt()
    {
        let first = version::is_language(go) && version::compare(go, b"1.21").is_ge();
        let name = bstr::concat([b"go".as_slice(), go, if first { b".0" } else { b"" }]);
        choice = Choice { toolchain: name.into(), decided_by: decided(number, "go", go) };
    }
    Ok(choice)
}

/// Whether the name could be one of a toolchain at all, so that no other program of PATH is taken for one.
pub fn plausible(name: &BStr) -> bool {
    name.starts_with(b"go1") || name.find("-go1").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(setting: &str, text: &str) -> BString {
        let setting = Setting::parse(setting.into()).unwrap();
        let file = ModFile { path: "/m/go.mod".into(), shown: "go.mod".into(), text: text.as_bytes() };
        choose(Rules::newest(), "go1.24.1".into(), &setting, Some(&file)).unwrap().toolchain
    }

    #[test]
    fn settings_are_case_sensitive_and_take_no_blanks() {
        use BadToolchainSetting::*;
        for (value, expected) in [
            ("Auto", Name),
            ("auto ", Name),
            ("go1.x", Name),
            ("bash", Name),
            ("go1.24.1+Auto", Suffix),
            ("local+", Suffix),
            ("+auto", Minimum("".into())),
            ("x+auto", Minimum("x".into())),
        ] {
            assert_eq!(Setting::parse(value.into()), Err(expected), "{value}");
        }
        let named = Setting::parse("go1.23.0-custom+path".into()).unwrap();
        assert_eq!(named, Setting { minimum: Some("go1.23.0-custom".into()), mode: Mode::Path });
    }

    #[test]
    fn a_newer_line_upgrades_and_an_older_one_does_not_downgrade() {
        assert_eq!(choice("auto", "go 1.25.0\n"), "go1.25.0");
        assert_eq!(choice("auto", "go 1.25\n"), "go1.25.0");
        assert_eq!(choice("auto", "go 1.25rc1\n"), "go1.25rc1");
        assert_eq!(choice("auto", "go 1.21\n"), "go1.24.1");
        assert_eq!(choice("auto", "go 1.25.0\ntoolchain go1.26.1\n"), "go1.26.1");
        assert_eq!(choice("auto", "go 1.27.0\ntoolchain go1.26.1\n"), "go1.27.0");
        assert_eq!(choice("local", "go 1.99.0\n"), "go1.24.1");
        assert_eq!(choice("go1.23.0", "go 1.99.0\n"), "go1.23.0");
        assert_eq!(choice("go1.26.0+auto", "go 1.25.0\ntoolchain default"), "go1.26.0");
    }

    #[test]
    fn a_bad_toolchain_line_is_refused_with_its_place() {
        let setting = Setting::parse("auto".into()).unwrap();
        let file = ModFile { path: "/m/go.mod".into(), shown: "go.mod".into(), text: b"\ntoolchain 1.25" };
        let refusal = choose(Rules::newest(), "go1.24.1".into(), &setting, Some(&file)).unwrap_err();
        assert_eq!(refusal.to_string(), "go: invalid toolchain \"1.25\" in go.mod");
    }
}
