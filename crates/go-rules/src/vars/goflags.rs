//! What GOFLAGS does: each word as `go build` takes it ([`words`]), and what it does to `go env` itself and to an ordinary command (`cmd/go/internal/base/goflags.go`). Flags that
//! would make another command of `go env` (`-json`, `-u`, `-w`, `-changed`) are passed over here; what makes it
//! fail is not.

use bstr::{BStr, BString, ByteSlice};

pub use super::flag_values::truth;

use super::flag_values;
use super::{Settings, known_flags};
use crate::go_command::Rules;
use crate::quoted;
use crate::refusal::{BadFlag, Refusal};

/// One word of GOFLAGS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Without the quotes around it.
    pub text: BString,
    /// What go says to it.
    pub bad: Option<BadFlag>,
    /// Only commands say it that do not just build: `go test`, `go vet`.
    pub spares_builds: bool,
}

impl Word {
    fn of(rules: Rules, word: &BStr) -> Word {
        let mut word = Word { text: word.into(), bad: judge(rules, word).err(), spares_builds: false };
        // What is a flag of no command stops every one.
        let is_known = known(rules, &word.text).is_ok();
        word.spares_builds = is_known && flag_values::is_of_tests(rules, word.flag().0);
        word
    }

    /// The flag without its dashes, and its value.
    pub fn flag(&self) -> (&[u8], Option<&[u8]>) {
        let (name, value) = cut(&self.text);
        let name = name.strip_prefix(b"-").unwrap_or(name);
        (name.strip_prefix(b"-").unwrap_or(name), value)
    }
}

/// What `go build` and `go test` of this version make of each word of a GOFLAGS (`base.InitGOFLAGS`, `base.SetFromGOFLAGS`).
///
/// # Errors
/// The quotes are wrong, so that there are no words.
pub fn words(rules: Rules, value: &BStr) -> Result<Vec<Word>, BadFlag> {
    let words = split(rules, value)?;
    Ok(words.iter().map(|word| Word::of(rules, word)).collect())
}

fn split(rules: Rules, value: &BStr) -> Result<Vec<&BStr>, BadFlag> {
    match rules.since(21) {
        true => quoted::split(value).map_err(BadFlag::Quoting),
        false => Ok(value.fields().map(ByteSlice::as_bstr).collect()),
    }
}

fn judge(rules: Rules, word: &[u8]) -> Result<(), BadFlag> {
    let shown = known(rules, word)?;
    let (name, value) = (&shown[1..], cut(word).1);
    if name == b"C" {
        return Err(BadFlag::Chdir { flag: shown.into(), value: value.map(Into::into) });
    }
    flag_values::judge(name, shown, value).map_or(Ok(()), Err)
}

/// The flag with one dash.
///
/// # Errors
/// The word is no flag, or one of no command (`base.InitGOFLAGS`).
fn known(rules: Rules, word: &[u8]) -> Result<&[u8], BadFlag> {
    let (name, _) = cut(word);
    let bare = !name.starts_with(b"-") || matches!(name, b"-" | b"--") || name.starts_with(b"---");
    if bare {
        return Err(BadFlag::NoFlag { word: word.into() });
    }
    let shown = if name.starts_with(b"--") { &name[1..] } else { name };
    let is_known = known_flags::to_any_command(rules, &shown[1..]);
    if is_known { Ok(shown) } else { Err(BadFlag::Unknown { name: shown[1..].into() }) }
}

/// What of GOFLAGS matters for what follows.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Flags {
    /// `-n`: go only says what it would do, so it makes no folder and starts no compiler.
    pub dry: bool,
}

/// `base.SetFromGOFLAGS` for `go env`.
pub(crate) fn check(settings: &Settings<'_>) -> Result<Flags, Refusal> {
    let mut flags = Flags::default();
    // Go forgives bad quoting here, so that a person can look at GOFLAGS.
    let words = quoted::split(settings.get("GOFLAGS")).unwrap_or_default();
    for word in words {
        let word = word.as_bytes();
        let (name, value) = match word.find_byte(b'=') {
            Some(0) => continue,
            Some(at) => (&word[..at], Some(&word[at + 1..])),
            None => (word, None),
        };
        let shown = if name.starts_with(b"--") { &name[1..] } else { name };
        if shown.is_empty() {
            return Err(Refusal::Goflags(BadFlag::EmptyWord));
        }
        // Whatever the first byte is, go takes it for the dash.
        one(settings, ENV, &shown[1..], shown, value.map(ByteSlice::as_bstr), &mut flags)?;
    }
    Ok(flags)
}

/// `base.SetFromGOFLAGS` for `go version`, which stands for every command that does not forgive bad flags.
pub(crate) fn check_ordinary(settings: &Settings<'_>) -> Result<(), Refusal> {
    check_for(settings, VERSION)
}

/// `base.SetFromGOFLAGS` for `go mod download`.
pub(crate) fn check_download(settings: &Settings<'_>) -> Result<(), Refusal> {
    check_for(settings, DOWNLOAD)
}

fn check_for(settings: &Settings<'_>, booleans: &Booleans) -> Result<(), Refusal> {
    let words = split(settings.rules, settings.get("GOFLAGS")).map_err(Refusal::Goflags)?;
    // Go looks at all of them before it sets the first.
    let known = words.iter().map(|word| Ok((known(settings.rules, word)?, cut(word).1)));
    let known: Vec<_> = known.collect::<Result<_, _>>().map_err(Refusal::Goflags)?;
    for (shown, value) in known {
        one(settings, booleans, &shown[1..], shown, value.map(ByteSlice::as_bstr), &mut Flags::default())?;
    }
    Ok(())
}

/// A flag and what it is set to.
fn cut(word: &[u8]) -> (&[u8], Option<&[u8]>) {
    match word.find_byte(b'=') {
        Some(at) => (&word[..at], Some(&word[at + 1..])),
        None => (word, None),
    }
}

/// The boolean flags of a command, each with the first version (minor) that has it.
type Booleans = [(&'static str, u32)];
const ENV: &Booleans = &[("json", 0), ("u", 0), ("w", 0), ("n", 20), ("x", 20), ("changed", 23)];
const DOWNLOAD: &Booleans = &[("x", 0), ("json", 0), ("modcacherw", 0)];
const VERSION: &Booleans = &[("m", 0), ("v", 0), ("json", 25)];

fn one(
    settings: &Settings<'_>,
    booleans: &Booleans,
    name: &[u8],
    shown: &[u8],
    value: Option<&BStr>,
    flags: &mut Flags,
) -> Result<(), Refusal> {
    if name == b"C" && settings.rules.since(20) {
        let value = value.map(Into::into);
        return Err(Refusal::Goflags(BadFlag::Chdir { flag: shown.into(), value }));
    }
    let known = |(flag, since): &(&str, u32)| flag.as_bytes() == name && settings.rules.since(*since);
    if !booleans.iter().any(known) {
        return Ok(());
    }
    let on = match value {
        None => true,
        Some(value) => truth(value).ok_or_else(|| {
            Refusal::Goflags(BadFlag::NotBoolean { flag: shown.into(), value: value.into() })
        })?,
    };
    if name == b"n" {
        flags.dry = on;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bad(value: &str) -> Vec<String> {
        let words = words(Rules::newest(), value.into()).unwrap();
        words
            .iter()
            .filter_map(|word| word.bad.clone())
            .map(|bad| Refusal::Goflags(bad).to_string())
            .collect()
    }

    #[test]
    fn what_is_of_tests_alone_spares_builds() {
        let spares = |minor, word: &str| words(Rules::of_minor(minor), word.into()).unwrap()[0].spares_builds;
        for word in ["-run", "--count=x", "-test.v=x", "-exec", "-vet"] {
            assert!(spares(27, word), "{word}");
        }
        for word in ["-p=x", "-mod", "run", "-debug-trace", "-nope", "-o"] {
            assert!(!spares(27, word), "{word}");
        }
        // Before Go 1.26 no command knows it, and every one stops.
        assert_eq!([25, 26].map(|minor| spares(minor, "-artifacts")), [false, true]);
        // `go build -cover` came with Go 1.20, `go build -json` with Go 1.24.
        assert_eq!([19, 20].map(|minor| spares(minor, "-covermode=x")), [true, false]);
        assert_eq!([23, 24].map(|minor| spares(minor, "-json=x")), [true, false]);
    }

    #[test]
    fn each_word_has_what_go_build_says_to_it() {
        assert_eq!(bad("-mod=mod -trimpath=false --tags=a '-ldflags=-s -w'"), [""; 0]);
        assert_eq!(
            bad("-mod -p=x -race=maybe -nope word"),
            [
                "go: flag needs an argument: -mod (from $GOFLAGS)",
                "go: invalid value \"x\" for flag -p (from $GOFLAGS): parse error",
                "go: invalid boolean value \"maybe\" for flag -race (from $GOFLAGS): parse error",
                "go: parsing $GOFLAGS: unknown flag -nope",
                "go: parsing $GOFLAGS: non-flag \"word\"",
            ]
        );
        assert!(words(Rules::newest(), "'-tags=a".into()).is_err());
        assert_eq!(
            bad("-list -test.memprofilerate -debug-trace -json=x"),
            [
                "go: flag needs an argument: -list (from $GOFLAGS)",
                "go: flag needs an argument: -test.memprofilerate (from $GOFLAGS)",
                "go: flag needs an argument: -debug-trace (from $GOFLAGS)",
                "go: invalid boolean value \"x\" for flag -json (from $GOFLAGS): parse error",
            ]
        );
        assert_eq!(
            bad("-mod=bogus -p=0 -p=0x2 -buildvcs=maybe -covermode=fast -timeout=5 -test.count=x -gcflags=N"),
            [
                "-mod=bogus not supported (can be '', 'mod', 'readonly', or 'vendor')",
                "go: -p must be a positive integer: 0",
                "go: invalid boolean value \"maybe\" for flag -buildvcs (from $GOFLAGS): value is neither 'auto' nor a valid bool",
                "go: invalid value \"fast\" for flag -covermode (from $GOFLAGS): valid modes are \"set\", \"count\", or \"atomic\"",
                "go: invalid value \"5\" for flag -timeout (from $GOFLAGS): parse error",
                "go: invalid value \"x\" for flag -test.count (from $GOFLAGS): parse error",
                "go: invalid value \"N\" for flag -gcflags (from $GOFLAGS): missing =<value> in <pattern>=<value>",
            ]
        );
    }
}
