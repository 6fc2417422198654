//! What `go build`, `go vet` and `go test` say to the value of a flag in GOFLAGS, as far as it needs no look at the disk
//! (`work.AddBuildFlags`, `work.AddCoverFlags`, `cmd/go/internal/test/testflag.go`).

use bstr::{BStr, ByteSlice};

use crate::go_command::Rules;
use crate::go_quote::quote;
use crate::quoted;
use crate::refusal::BadFlag;

/// What a flag takes.
enum Takes {
    /// Nothing or a boolean.
    Switch,
    /// A value, always.
    Value,
}
use Takes::{Switch, Value};

/// Whose a flag is.
enum Of {
    Builds,
    /// No build's: `go test` has it, and some of them `go run` and `go vet`.
    Tests,
    /// That up to this version (minor), then also of builds.
    TestsUntil(u32),
}
use Of::{Builds, Tests, TestsUntil};

/// Since which version there is a flag is told by [`super::known_flags`], before its value is judged.
const FLAGS: [(&str, Takes, Of); 66] = [
    ("a", Switch, Builds),
    ("artifacts", Switch, Tests),
    ("asan", Switch, Builds),
    ("asmflags", Value, Builds),
    ("bench", Value, Tests),
    ("benchmem", Switch, Tests),
    ("benchtime", Value, Tests),
    ("blockprofile", Value, Tests),
    ("blockprofilerate", Value, Tests),
    ("buildmode", Value, Builds),
    ("c", Switch, Tests),
    ("compiler", Value, Builds),
    ("count", Value, Tests),
    ("cover", Switch, TestsUntil(19)),
    ("covermode", Value, TestsUntil(19)),
    ("coverpkg", Value, TestsUntil(19)),
    ("coverprofile", Value, Tests),
    ("cpu", Value, Tests),
    ("cpuprofile", Value, Tests),
    ("debug-actiongraph", Value, Builds),
    ("debug-runtime-trace", Value, Builds),
    ("debug-trace", Value, Builds),
    ("exec", Value, Tests),
    ("failfast", Switch, Tests),
    ("fullpath", Switch, Tests),
    ("fuzz", Value, Tests),
    ("fuzzminimizetime", Value, Tests),
    ("fuzztime", Value, Tests),
    ("gccgoflags", Value, Builds),
    ("gcflags", Value, Builds),
    ("installsuffix", Value, Builds),
    ("json", Switch, TestsUntil(23)),
    ("ldflags", Value, Builds),
    ("linkshared", Switch, Builds),
    ("list", Value, Tests),
    ("memprofile", Value, Tests),
    ("memprofilerate", Value, Tests),
    ("mod", Value, Builds),
    ("modcacherw", Switch, Builds),
    ("modfile", Value, Builds),
    ("msan", Switch, Builds),
    ("mutexprofile", Value, Tests),
    ("mutexprofilefraction", Value, Tests),
    ("n", Switch, Builds),
    ("o", Value, Builds),
    ("outputdir", Value, Tests),
    ("overlay", Value, Builds),
    ("p", Value, Builds),
    ("parallel", Value, Tests),
    ("pgo", Value, Builds),
    ("pkgdir", Value, Builds),
    ("race", Switch, Builds),
    ("run", Value, Tests),
    ("short", Switch, Tests),
    ("shuffle", Value, Tests),
    ("skip", Value, Tests),
    ("tags", Value, Builds),
    ("timeout", Value, Tests),
    ("toolexec", Value, Builds),
    ("trace", Value, Tests),
    ("trimpath", Switch, Builds),
    ("v", Switch, Builds),
    ("vet", Value, Tests),
    ("vettool", Value, Builds),
    ("work", Switch, Builds),
    ("x", Switch, Builds),
];
/// What `-buildmode` knows, on some system or other.
const BUILD_MODES: [&str; 8] =
    ["archive", "c-archive", "c-shared", "default", "exe", "pie", "shared", "plugin"];

fn facts(name: &[u8]) -> Option<(&'static Takes, &'static Of)> {
    FLAGS.iter().find(|(flag, ..)| flag.as_bytes() == name).map(|(_, takes, of)| (takes, of))
}

/// Whether `go build` passes the flag over.
pub(super) fn is_of_tests(rules: Rules, name: &[u8]) -> bool {
    name.starts_with(b"test.")
        || match facts(name) {
            Some((_, Tests)) => true,
            Some((_, TestsUntil(minor))) => rules.minor() <= *minor,
            Some((_, Builds)) | None => false,
        }
}

/// `name`: the flag without its dash; `shown`: with it.
pub(super) fn judge(name: &[u8], shown: &[u8], value: Option<&[u8]>) -> Option<BadFlag> {
    // What go test hands on to the test has two names.
    let name = name.strip_prefix(b"test.").unwrap_or(name).to_str().ok()?;
    let takes = facts(name.as_bytes()).map(|(takes, _)| takes);
    let Some(value) = value else {
        return matches!(takes, Some(Value)).then(|| BadFlag::NoArgument { flag: shown.into() });
    };
    if matches!(takes, Some(Switch)) {
        let bad = || BadFlag::NotBoolean { flag: shown.into(), value: value.into() };
        return truth(value).is_none().then(bad);
    }
    let invalid = |why: String| {
        Some(BadFlag::BadValue { flag: shown.into(), value: value.into(), boolean: name == "buildvcs", why })
    };
    match name {
        "p" | "count" | "parallel" => match integer(value) {
            None => Some(BadFlag::NotNumber { flag: shown.into(), value: value.into() }),
            Some(number) if name == "p" && number <= 0 => {
                refused(format!("go: -p must be a positive integer: {number}"))
            }
            Some(_) => None,
        },
        "timeout" if !is_duration(value) => invalid("parse error".into()),
        "buildvcs" if !matches!(value, b"" | b"auto") && truth(value).is_none() => {
            invalid("value is neither 'auto' nor a valid bool".into())
        }
        "covermode" if !matches!(value, b"" | b"set" | b"count" | b"atomic") => {
            invalid("valid modes are \"set\", \"count\", or \"atomic\"".into())
        }
        "compiler" if !matches!(value, b"gc" | b"gccgo") => {
            invalid(format!("unknown compiler {}", quote(value.as_bstr())))
        }
        "shuffle" if !matches!(value, b"on" | b"off") && number::<i64>(value).is_none() => invalid(format!(
            "-shuffle argument must be \"on\", \"off\", or an int64: strconv.ParseInt: parsing {}: invalid syntax",
            quote(value.as_bstr())
        )),
        "asmflags" | "gcflags" | "gccgoflags" | "ldflags" => for_packages(value).and_then(invalid),
        "toolexec" | "exec" => quoted::split(value).err().and_then(|why| invalid(why.to_string())),
        "mod" if !matches!(value, b"" | b"mod" | b"readonly" | b"vendor") => refused(format!(
            "-mod={} not supported (can be '', 'mod', 'readonly', or 'vendor')",
            value.as_bstr()
        )),
        "buildmode" if !BUILD_MODES.iter().any(|mode| mode.as_bytes() == value) => {
            refused(format!("buildmode={} not supported", value.as_bstr()))
        }
        "modfile" if !value.is_empty() && !value.ends_with(b".mod") => {
            refused(format!("go: -modfile={}: file does not have .mod extension", value.as_bstr()))
        }
        _ => None,
    }
}

fn refused(said: String) -> Option<BadFlag> {
    Some(BadFlag::Refused { said })
}

/// As `strconv.ParseBool`.
pub fn truth(value: &[u8]) -> Option<bool> {
    match value {
        b"1" | b"t" | b"T" | b"true" | b"TRUE" | b"True" => Some(true),
        b"0" | b"f" | b"F" | b"false" | b"FALSE" | b"False" => Some(false),
        _ => None,
    }
}

fn number<T: std::str::FromStr>(value: &[u8]) -> Option<T> {
    value.to_str().ok()?.parse().ok()
}

/// As `strconv.ParseInt(…, 0, 64)`; of numbers with `_` those that have it between digits.
fn integer(value: &[u8]) -> Option<i64> {
    let text = value.to_str().ok()?;
    let (sign, digits) = match text.strip_prefix(['-', '+']) {
        Some(digits) => (if text.starts_with('-') { "-" } else { "" }, digits),
        None => ("", text),
    };
    let lower = digits.to_ascii_lowercase();
    let (base, digits) = match lower.as_bytes() {
        [b'0', b'x', ..] => (16, &lower[2..]),
        [b'0', b'o', ..] => (8, &lower[2..]),
        [b'0', b'b', ..] => (2, &lower[2..]),
        [b'0', _, ..] => (8, &lower[1..]),
        _ => (10, lower.as_str()),
    };
    let prefixed = lower.starts_with('0') && lower.len() > 1;
    let digits = if prefixed { digits.strip_prefix('_').unwrap_or(digits) } else { digits };
    let between = !digits.starts_with('_') && !digits.ends_with('_') && !digits.contains("__");
    // A plain number may have none.
    let may = between && (prefixed || !digits.contains('_'));
    let plain: String = digits.chars().filter(|c| *c != '_').collect();
    if !may || plain.starts_with(['-', '+']) {
        return None;
    }
    i64::from_str_radix(&format!("{sign}{plain}"), base).ok()
}

/// As `time.ParseDuration`.
fn is_duration(value: &[u8]) -> bool {
    const UNITS: [&str; 8] = ["ns", "us", "µs", "μs", "ms", "s", "m", "h"];
    let Ok(text) = value.to_str() else { return false };
    let mut rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    if rest == "0" {
        return true;
    }
    let well = !rest.is_empty();
    while !rest.is_empty() {
        let number = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (digits, behind) = rest.split_at(number);
        let figures = digits.bytes().any(|b| b.is_ascii_digit()) && digits.matches('.').count() < 2;
        let unit = behind.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(behind.len());
        if !figures || !UNITS.contains(&&behind[..unit]) {
            return false;
        }
        rest = &behind[unit..];
    }
    well
}

/// What `load.PerPackageFlag` says to `[pattern=]flags`.
fn for_packages(value: &[u8]) -> Option<String> {
    let mut flags = value.trim();
    if flags.is_empty() {
        return None;
    }
    if !flags.starts_with(b"-") {
        match flags.find_byte(b'=') {
            None => return Some("missing =<value> in <pattern>=<value>".into()),
            Some(0) => return Some("missing <pattern> in <pattern>=<value>".into()),
            Some(_) if matches!(flags[0], b'\'' | b'"') => {
                return Some(format!("parameter may not start with quote character {}", flags[0] as char));
            }
            Some(at) => flags = &flags[at + 1..],
        }
    }
    quoted::split(BStr::new(flags)).err().map(|why| why.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_go_reads_them() {
        let read = |text: &str| integer(text.as_bytes());
        assert_eq!(
            [read("0x10"), read("010"), read("0b11"), read("-3"), read("0_7")],
            [16, 8, 3, -3, 7].map(Some)
        );
        for bad in ["", "x", "0x", "1_0", "0x_", "--1", "0x-1", "9223372036854775808", "1.5"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn times_are_read_as_go_reads_them() {
        for good in ["0", "3m", "1h30m", "1.5s", ".5s", "-1ms", "10µs"] {
            assert!(is_duration(good.as_bytes()), "{good}");
        }
        for bad in ["", "5", "soon", "1d", "s", "1.2.3s", "-", "3 m"] {
            assert!(!is_duration(bad.as_bytes()), "{bad}");
        }
    }

    #[test]
    fn flags_for_packages_have_a_pattern_or_a_dash() {
        let said = |text: &str| for_packages(text.as_bytes());
        assert_eq!(
            [said(""), said(" -N "), said("all=-N -l"), said("all="), said("-X 'a=b c'")],
            [const { None }; 5]
        );
        assert!(
            said("x").is_some()
                && said("=-N").is_some()
                && said("'x=-N").is_some()
                && said("-X 'a").is_some()
        );
    }
}
