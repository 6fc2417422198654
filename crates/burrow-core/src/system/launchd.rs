//! The variables that launchd hands to what it starts for a person (macOS).

use std::time::Duration;

use bstr::{BString, ByteSlice};
use go_rules::environ::Environ;

use super::process::{End, Limits, Program, listen};

const LIMITS: Limits = Limits { time: Duration::from_secs(3), output: 1024 * 1024 };

/// For each name one `launchctl getenv`, in a single shell; an empty answer is an unset name.
const SCRIPT: &str = "for n; do printf '%s=%s\\0' \"$n\" \"$(/bin/launchctl getenv \"$n\")\"; done";

/// The values of `names` in the person's launchd domain, unset ones left out.
///
/// # Errors
/// In the system's words, when launchctl cannot be asked.
pub fn variables(names: &[&str], process: &Environ) -> Result<Vec<(BString, BString)>, String> {
    let mut args: Vec<BString> = vec!["-c".into(), SCRIPT.into(), "sh".into()];
    args.extend(names.iter().map(|&n| BString::from(n)));
    let program =
        Program { path: "/bin/sh".into(), called: None, args, environ: process, dir: Some("/".into()) };
    let heard = listen(&program, LIMITS, |_| false).map_err(|e| e.to_string())?;
    match heard.end {
        End::Exited(Some(0)) => Ok(parse(&heard.stdout)),
        end => Err(format!("{end:?}")),
    }
}

fn parse(text: &[u8]) -> Vec<(BString, BString)> {
    let pairs = text.split(|&b| b == 0).filter_map(|entry| entry.split_once_str("="));
    pairs.filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name.into(), value.into())).collect()
}
