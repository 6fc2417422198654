//! Go's own words for each refusal, as they stand on its standard error.

use std::fmt;

use bstr::{BString, ByteSlice};

use super::{BadCache, BadFlag, BadToolchainSetting, Refusal};
use crate::go_quote::quote;

impl std::error::Error for Refusal {}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let q = |text: &BString| quote(text.as_bstr());
        match self {
            Refusal::BadToolchain { value, why } => match why {
                BadToolchainSetting::Name => write!(f, "go: invalid GOTOOLCHAIN {}", q(value)),
                BadToolchainSetting::Minimum(min) => {
                    write!(f, "go: invalid GOTOOLCHAIN {}: invalid minimum toolchain {}", q(value), q(min))
                }
                BadToolchainSetting::Suffix => {
                    let only = "only version suffixes are +auto and +path";
                    write!(f, "go: invalid GOTOOLCHAIN {}: {only}", q(value))
                }
            },
            Refusal::BadToolchainLine { name, file, .. } => {
                write!(f, "go: invalid toolchain {} in {file}", q(name))
            }
            Refusal::UnreadableModFile { file, why } => {
                let (deed, why) = why.deed_and_reason();
                write!(f, "go: {deed} {file}: {why}")
            }
            Refusal::ToolchainNotOnPath { name } => write!(f, "go: cannot find {} in PATH", q(name)),
            Refusal::ToolchainNotHere { name, goos, goarch } => {
                write!(
                    f,
                    "go: toolchain {name} for {goos}/{goarch} is not on this machine; go would download it"
                )
            }
            Refusal::ToolchainMismatch { has, wanted } => {
                write!(f, "go: toolchain {has} invoked to provide {wanted}")
            }
            Refusal::ToolchainUnknown { name, program } => {
                write!(
                    f,
                    "go: {program} stands for {name} but is no Go program: what it would do cannot be told"
                )
            }
            Refusal::ToolchainNotRunnable { name } => write!(f, "go: exec {name}: exec format error"),
            Refusal::ToolchainNotFetched { name, goroot } => {
                write!(f, "{name}: not downloaded. Run '{name} download' to install to {goroot}")
            }
            Refusal::ToolchainUnverified { name, goos, goarch, why } => {
                write!(f, "go: golang.org/toolchain@v0.0.1-{name}.{goos}-{goarch}: verifying module: {why}")
            }
            Refusal::ToolchainDownload { name, why } => write!(f, "go: download {name}: {why}"),
            Refusal::ToolchainNotOffered { name, language: true, .. } => write!(
                f,
                "go: invalid toolchain: {name} is a language version but not a toolchain version ({name}.x)"
            ),
            Refusal::ToolchainNotOffered { name, goos, goarch, language: false } => {
                write!(f, "go: download {name} for {goos}/{goarch}: toolchain not available")
            }
            Refusal::TooManySwitches => write!(f, "go: too many toolchain switches"),
            Refusal::ModCacheNowhere => {
                write!(f, "go: module cache not found: neither GOMODCACHE nor GOPATH is set")
            }
            Refusal::ModCacheRelative { value } => {
                write!(f, "go: GOMODCACHE entry is relative; must be absolute path: {}.", q(value))
            }
            Refusal::NoGoroot => {
                write!(f, "go: cannot find GOROOT directory: 'go' binary is trimmed and GOROOT is not set")
            }
            Refusal::GorootMissing { goroot } => write!(f, "go: cannot find GOROOT directory: {goroot}"),
            Refusal::GopathTilde { entry } => {
                write!(f, "go: GOPATH entry cannot start with shell metacharacter '~': {}", q(entry))
            }
            Refusal::GopathRelative { entry } => write!(
                f,
                "go: GOPATH entry is relative; must be absolute path: {}.\nFor more details see: 'go help gopath'",
                q(entry)
            ),
            Refusal::Goflags(flag) => bad_flag(f, flag),
            Refusal::BuildConfig { program, text, .. } => write!(f, "{program}: {text}"),
            Refusal::UnknownExperiment { name, .. } => write!(f, "go: unknown GOEXPERIMENT {name}"),
            Refusal::RegabiDependency { .. } => {
                write!(f, "go: GOEXPERIMENT regabiargs requires regabiwrappers")
            }
            Refusal::Go111Module { value } => {
                write!(f, "go: unknown environment setting GO111MODULE={value}")
            }
            Refusal::ModulesOff => {
                write!(f, "go: modules disabled by GO111MODULE=off; see 'go help modules'")
            }
            Refusal::GoworkRelative { old: true, .. } => {
                write!(f, "the path provided to GOWORK must be an absolute path")
            }
            Refusal::GoworkRelative { startup, .. } => {
                let prefix = if *startup { "go: " } else { "" };
                write!(f, "{prefix}go: invalid GOWORK: not an absolute path")
            }
            Refusal::GopathHasGoMod { .. } => write!(f, "$GOPATH/go.mod exists but should not"),
            Refusal::FipsMalformed { value } => write!(f, "go: malformed GOFIPS140 version {}", q(value)),
            Refusal::FipsUnknown { value, from: Some(from) } => {
                write!(f, "go: unknown GOFIPS140 version {} (from {})", q(value), q(from))
            }
            Refusal::FipsUnknown { value, from: None } => {
                write!(f, "go: unknown GOFIPS140 version {}", q(value))
            }
            Refusal::FipsUnverified { version, sums } => {
                write!(f, "go: verifying GOFIPS140={version}: no entry for {version}.zip in {sums}")
            }
            Refusal::FipsBoring => write!(f, "go: cannot use GOFIPS140 with GOEXPERIMENT=boringcrypto"),
            Refusal::BadVariableName { name } => {
                write!(f, "go: invalid variable name {} (use -w to set variable)", q(name))
            }
            Refusal::CompilerQuoting { name, why } => {
                write!(f, "go: {name} environment variable could not be parsed: {why}")
            }
            Refusal::CompilerRelative { name, path } => {
                write!(f, "go: {name} environment variable is relative; must be absolute path: {path}")
            }
            Refusal::FlagsQuoting { name, value, why } => {
                let value = q(value);
                write!(f, "panic: could not parse environment variable {name} with value {value}: {why}")
            }
            Refusal::EmptyProgram { .. } => {
                write!(f, "panic: runtime error: index out of range [0] with length 0")
            }
            Refusal::NoTempDir { dir, file: false } => {
                write!(f, "go: creating work dir: stat {dir}: no such file or directory")
            }
            Refusal::NoTempDir { dir, file: true } => {
                write!(f, "go: creating work dir: mkdir {dir}/go-build: not a directory")
            }
            Refusal::UnsupportedPair { goos, goarch, .. } => {
                write!(f, "go: unsupported GOOS/GOARCH pair {goos}/{goarch}")
            }
            Refusal::Cache(cache) => bad_cache(f, cache),
            Refusal::NulInValue { name } => write!(
                f,
                "go: internal error: encountered null byte in environment variable {name} on non-plan9 platform"
            ),
            Refusal::NoArguments { unset: false } => write!(f, "go: no KEY=VALUE arguments given"),
            Refusal::NoArguments { unset: true } => write!(f, "go: 'go env -u' requires an argument"),
            Refusal::NotKeyValue { argument } => {
                write!(f, "go: arguments must be KEY=VALUE: invalid argument: {argument}")
            }
            Refusal::ReadOnly { name } => write!(f, "go: {name} cannot be modified"),
            Refusal::ProcessOnly { name } => {
                write!(f, "go: {name} can only be set using the OS environment")
            }
            Refusal::Unknown { name } => write!(f, "go: unknown go command variable {name}"),
            Refusal::BadGo111Module { value } => write!(f, "go: invalid GO111MODULE value {}", q(value)),
            Refusal::SetGopathTilde { value } => {
                write!(f, "go: GOPATH entry cannot start with shell metacharacter '~': {}", q(value))
            }
            Refusal::SetGopathRelative { value } => {
                write!(f, "go: GOPATH entry is relative; must be absolute path: {}", q(value))
            }
            Refusal::SetGomodcacheRelative { value } => {
                write!(f, "go: GOMODCACHE entry is relative; must be absolute path: {}", q(value))
            }
            Refusal::SetCompilerQuoting { name, why } => write!(f, "go: invalid {name}: {why}"),
            Refusal::SetCompilerBlank { name } => write!(f, "go: {name} entry cannot contain only space"),
            Refusal::SetCompilerRelative { name, program } => {
                write!(f, "go: {name} entry is relative; must be absolute path: {}", q(program))
            }
            Refusal::InvalidUtf8 { name } => write!(f, "go: invalid UTF-8 in {name}=... value"),
            Refusal::Nul { name } => write!(f, "go: invalid NUL in {name}=... value"),
            Refusal::Newline { name } => write!(f, "go: invalid newline in {name}=... value"),
            Refusal::Repeated { name } => write!(f, "go: multiple values for key: {name}"),
            Refusal::SetGotmpdirRelative => write!(f, "go: GOTMPDIR must be an absolute path"),
            Refusal::NoGoenv { why: Some(why) } => write!(f, "go: cannot find go env config: {why}"),
            Refusal::NoGoenv { why: None } => write!(f, "go: cannot find go env config: GOENV=off"),
            Refusal::GoenvUnreadable { path, why } => {
                let (deed, why) = why.deed_and_reason();
                write!(f, "go: reading go env config: {deed} {path}: {why}")
            }
        }
    }
}

fn bad_flag(f: &mut fmt::Formatter<'_>, flag: &BadFlag) -> fmt::Result {
    match flag {
        BadFlag::Chdir { flag, value: Some(value) } => write!(
            f,
            "go: invalid value {} for flag {flag} (from $GOFLAGS): -C flag must be first flag on command line",
            quote(value.as_bstr())
        ),
        BadFlag::Chdir { flag, value: None } => {
            write!(f, "go: flag needs an argument: {flag} (from $GOFLAGS)")
        }
        BadFlag::NotBoolean { flag, value } => write!(
            f,
            "go: invalid boolean value {} for flag {flag} (from $GOFLAGS): parse error",
            quote(value.as_bstr())
        ),
        BadFlag::Quoting(why) => write!(f, "go: parsing $GOFLAGS: {why}"),
        BadFlag::NoFlag { word } => write!(f, "go: parsing $GOFLAGS: non-flag {}", quote(word.as_bstr())),
        BadFlag::Unknown { name } => write!(f, "go: parsing $GOFLAGS: unknown flag -{name}"),
        BadFlag::NoArgument { flag } => write!(f, "go: flag needs an argument: {flag} (from $GOFLAGS)"),
        BadFlag::NotNumber { flag, value } => write!(
            f,
            "go: invalid value {} for flag {flag} (from $GOFLAGS): parse error",
            quote(value.as_bstr())
        ),
        BadFlag::BadValue { flag, value, boolean, why } => write!(
            f,
            "go: invalid {}value {} for flag {flag} (from $GOFLAGS): {why}",
            if *boolean { "boolean " } else { "" },
            quote(value.as_bstr())
        ),
        BadFlag::Refused { said } => f.write_str(said),
        BadFlag::EmptyWord => write!(f, "panic: runtime error: slice bounds out of range [1:0]"),
    }
}

fn bad_cache(f: &mut fmt::Formatter<'_>, cache: &BadCache) -> fmt::Result {
    match cache {
        BadCache::Off => {
            write!(f, "build cache is disabled by GOCACHE=off, but required as of Go 1.12")
        }
        BadCache::Relative => {
            write!(f, "build cache is required, but could not be located: GOCACHE is not an absolute path")
        }
        BadCache::Nowhere(why) => {
            write!(f, "build cache is required, but could not be located: GOCACHE is not defined and {why}")
        }
        BadCache::NotADirectory { cache, obstacle } => {
            write!(f, "failed to initialize build cache at {cache}: mkdir {obstacle}: not a directory")
        }
    }
}
