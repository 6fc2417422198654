//! Asks both programs and compares what they say, byte by byte, and what they leave on the disk.

use crate::case::{Ask, Case, GoAt};
use crate::run::{Call, Said, run};
use crate::stage::Stage;
use crate::trace::{self, Trace};
use bstr::{BString, ByteSlice};
use std::io;

/// How a case came out.
#[derive(Debug, Clone)]
pub enum Verdict {
    /// Both answered, equally.
    Same,
    /// Both refused, for the same reason.
    BothRefused,
    /// Nothing that Burrow could be compared with; the reason.
    Beside(&'static str),
    /// The case could not be laid or did not end in time; the reason.
    Skipped(String),
    Different(Box<Difference>),
}

#[derive(Debug, Clone)]
pub struct Difference {
    pub what: String,
    pub go: Said,
    pub burrow: Said,
}

/// The two programs' command lines for a case.
#[derive(Debug, Clone)]
pub struct CommandLines {
    pub go: (BString, Vec<BString>),
    pub burrow: (BString, Vec<BString>),
}

impl CommandLines {
    /// `minor`: of the SDK that is asked; flags that it does not know are left out.
    pub fn of(case: &Case, minor: u32, burrow: &BString) -> CommandLines {
        if matches!(case.ask, Ask::Which) {
            return crate::which::judge::command_lines(case, burrow);
        }
        CommandLines {
            go: (case.go.program(), go_args(case, minor)),
            burrow: (burrow.clone(), burrow_args(case)),
        }
    }
}

/// Every flag is given, for GOFLAGS is applied to `go env` itself and could turn it into another command.
fn go_args(case: &Case, minor: u32) -> Vec<BString> {
    let mut args: Vec<BString> = vec!["env".into()];
    if let Some(dir) = &case.chdir {
        args.extend(["-C".into(), dir.clone()]);
    }
    let (json, changed, write, unset) = match &case.ask {
        Ask::Exempt(name) => {
            args.push(name.clone());
            return args;
        }
        Ask::Set(words) if words.len() == 1 && words[0].starts_with(b"GOTOOLCHAIN=") => {
            args.extend(["-w".into(), words[0].clone()]);
            return args;
        }
        Ask::Json(_) | Ask::Which => (true, false, false, false),
        Ask::Text(_) => (false, false, false, false),
        Ask::Changed { json, .. } => (*json, true, false, false),
        Ask::Set(_) => (false, false, true, false),
        Ask::Unset(_) => (false, false, false, true),
    };
    args.extend([format!("-json={json}").into(), format!("-u={unset}").into(), format!("-w={write}").into()]);
    if minor >= 23 {
        args.push(format!("-changed={changed}").into());
    }
    args.extend_from_slice(case.ask.words());
    args
}

fn burrow_args(case: &Case) -> Vec<BString> {
    let mut args: Vec<BString> = vec!["--lang".into(), "en".into()];
    if let GoAt::Root(root) = &case.go {
        args.extend(["--goroot".into(), root.clone()]);
    }
    if let Some(dir) = &case.chdir {
        args.extend(["-C".into(), dir.clone()]);
    }
    args.push("env".into());
    match &case.ask {
        Ask::Set(_) => args.push("set".into()),
        Ask::Unset(_) => args.push("unset".into()),
        Ask::Json(_) => args.push("--json".into()),
        Ask::Changed { json: true, .. } => args.extend(["--changed".into(), "--json".into()]),
        Ask::Changed { json: false, .. } => args.push("--changed".into()),
        Ask::Exempt(name) => args.push(name.clone()),
        Ask::Text(_) | Ask::Which => {}
    }
    if !case.ask.words().is_empty() {
        args.push("--".into());
        args.extend_from_slice(case.ask.words());
    }
    args
}

/// What a go before 1.23 says to `-changed`.
const UNKNOWN_CHANGED: &str = "flag provided but not defined: -changed";

/// # Errors
/// When the case cannot be laid on the disk, or a program cannot be started.
pub fn judge(case: &Case, minor: u32, burrow: &BString, stage: &Stage) -> io::Result<Verdict> {
    if matches!(case.ask, Ask::Which) {
        return crate::which::judge::judge(case, burrow, stage);
    }
    let lines = CommandLines::of(case, minor, burrow);
    let ask = |(program, args): &(BString, Vec<BString>)| {
        run(&Call { program: program.clone(), args: args.clone(), cwd: &case.cwd, env: &case.env })
    };
    let ask_go = || match ask(&lines.go)? {
        // Handed over to a toolchain that does not know the flag yet. (It does not obey it in GOFLAGS either.)
        said if said.stderr.contains_str(UNKNOWN_CHANGED) => {
            let args = lines.go.1.iter().filter(|arg| **arg != "-changed=false").cloned();
            ask(&(lines.go.0.clone(), args.collect()))
        }
        said => Ok(said),
    };
    stage.set(&case.entries, &case.cwd)?;
    let before = trace::of(stage);
    let burrow_said = ask(&lines.burrow)?;
    let burrow_left = trace::of(stage);
    let after_go;
    let go_said;
    if case.ask.changes_files() {
        stage.set(&case.entries, &case.cwd)?;
        go_said = ask_go()?;
        after_go = trace::of(stage);
    } else {
        // Burrow leaves nothing behind, so go may be asked on the same stage; what go leaves is its own affair.
        go_said = ask_go()?;
        after_go = before;
    }
    Ok(compare(case, go_said, burrow_said, &after_go, &burrow_left))
}

/// What real go alone does, to see whether cases are worth anything, and whether asking go is as harmless as it must be.
///
/// # Errors
/// As [`judge`]; also when go has changed a file that it was only to read.
pub fn go_only(case: &Case, minor: u32, stage: &Stage) -> io::Result<Said> {
    if matches!(case.ask, Ask::Which) {
        return crate::which::judge::go_only(case, stage);
    }
    stage.set(&case.entries, &case.cwd)?;
    let before = trace::of(stage);
    let said = run(&Call {
        program: case.go.program(),
        args: go_args(case, minor),
        cwd: &case.cwd,
        env: &case.env,
    })?;
    let mut after = trace::of(stage);
    after.retain(|name, _| before.contains_key(name));
    match trace::difference(&before, &after) {
        Some(what) if !case.ask.changes_files() => Err(io::Error::other(format!("go has changed {what}"))),
        _ => Ok(said),
    }
}

fn compare(case: &Case, go: Said, burrow: Said, expected: &Trace, left: &Trace) -> Verdict {
    if !go.ok && go.stderr.contains_str("GOCACHEPROG") {
        // Go has started a program of the person's and did not like its answer; Burrow starts none.
        return Verdict::Beside("go ran GOCACHEPROG");
    }
    let different = |what: String, go, burrow| Verdict::Different(Box::new(Difference { what, go, burrow }));
    if go.stderr.contains_str(UNKNOWN_CHANGED) {
        return Verdict::Beside("the toolchain that was handed over to has no -changed");
    }
    if let Some(what) = trace::difference(expected, left) {
        return different(format!("on the disk (go first): {what}"), go, burrow);
    }
    match (go.ok, burrow.ok) {
        (true, false) => different("go does it, Burrow refuses".into(), go, burrow),
        (false, true) => different("go refuses, Burrow does it".into(), go, burrow),
        (false, false) => match refusal_difference(&go, &burrow) {
            Some(what) => different(what, go, burrow),
            None => Verdict::BothRefused,
        },
        (true, true) => match answer_difference(case, &go, &burrow) {
            Some(what) => different(what, go, burrow),
            None => Verdict::Same,
        },
    }
}

fn answer_difference(case: &Case, go: &Said, burrow: &Said) -> Option<String> {
    if case.ask.changes_files() {
        return warning_difference(go, burrow);
    }
    let (mine, theirs) = (without_gogccflags(&burrow.stdout), without_gogccflags(&go.stdout));
    if mine == theirs {
        return None;
    }
    let (mine, theirs): (Vec<&[u8]>, Vec<&[u8]>) = (mine.lines().collect(), theirs.lines().collect());
    let differs = (0..mine.len().max(theirs.len())).find(|i| mine.get(*i) != theirs.get(*i))?;
    let show = |lines: &[&[u8]]| {
        lines.get(differs).map_or("nothing".to_owned(), |line| crate::native::shown(line.as_bstr()))
    };
    Some(format!("line {}:\n    go      {}\n    burrow  {}", differs + 1, show(&theirs), show(&mine)))
}

/// Its value holds the name of a temporary folder. In JSON it is one line; as text it may have more.
fn without_gogccflags(listing: &[u8]) -> BString {
    let starts = [&b"\t\"GOGCCFLAGS\": "[..], b"GOGCCFLAGS=", b"set GOGCCFLAGS="];
    let is_next = |line: &[u8]| {
        let line = line.strip_prefix(b"set ").unwrap_or(line);
        line.starts_with(b"\t\"")
            || line.starts_with(b"}")
            || line.find_byte(b'=').is_some_and(|at| {
                at > 0
                    && line[..at].iter().all(|b| b.is_ascii_uppercase() || *b == b'_' || b.is_ascii_digit())
            })
    };
    let mut kept = BString::default();
    let mut inside = false;
    for line in listing.lines_with_terminator() {
        if starts.iter().any(|start| line.starts_with(start)) {
            inside = true;
        } else if !inside || is_next(line) {
            inside = false;
            kept.extend_from_slice(line);
        }
    }
    kept
}

/// go's warnings name the variables that the environment overrides; Burrow must warn of the same.
fn warning_difference(go: &Said, burrow: &Said) -> Option<String> {
    let theirs: Vec<&[u8]> = go.stderr.lines().filter_map(overridden).collect();
    let mine: Vec<&[u8]> = burrow.stderr.lines().filter_map(overridden).collect();
    (mine != theirs).then(|| {
        format!("warnings: go {}, burrow {}", theirs.join(&b' ').as_bstr(), mine.join(&b' ').as_bstr())
    })
}

fn overridden(line: &[u8]) -> Option<&[u8]> {
    let rest = &line[line.find(b"go env -w ")? + 10..];
    Some(&rest[..rest.find(b"=... does not override")?])
}

/// The reason go gives must be in what Burrow says. A crash of go's has no reason; and where go has tried to
/// download a toolchain in vain, Burrow, which never tries, says that it is not on the machine.
fn refusal_difference(go: &Said, burrow: &Said) -> Option<String> {
    let reason = without_system_words(reason(&go.stderr)?);
    if go.stderr.contains_str("go: downloading go1.") && burrow_says_not_here(burrow) {
        return None;
    }
    let said = BString::from([&burrow.stderr[..], b"\n", &unescaped(&burrow.stdout)].concat());
    let plain = |text: &[u8]| text.to_str_lossy().split_whitespace().collect::<Vec<_>>().join(" ");
    (!plain(&said).contains(&plain(reason))).then(|| format!("another reason: go says {}", reason.as_bstr()))
}

/// On Windows the system's own words follow the deed that failed, in its language, and names of variables are
/// written as its shell has them; neither is compared.
fn without_system_words(reason: &[u8]) -> &[u8] {
    const DEEDS: [&str; 6] =
        [" GetFileAttributesEx ", " CreateFile ", ": open ", ": read ", ": mkdir ", " (from %GOFLAGS%)"];
    const FIRST: [&str; 5] = ["chdir ", "open ", "read ", "mkdir ", "unlinkat "];
    if !cfg!(windows) {
        return reason;
    }
    if FIRST.iter().any(|deed| reason.starts_with_str(deed)) {
        return &[];
    }
    let cut = DEEDS.iter().filter_map(|deed| reason.find(deed)).min();
    &reason[..cut.unwrap_or(reason.len())]
}

fn burrow_says_not_here(burrow: &Said) -> bool {
    [&burrow.stderr[..], &unescaped(&burrow.stdout)]
        .iter()
        .any(|text| text.contains_str("is not on this machine"))
}

/// With `--json` an error is an object on standard output.
fn unescaped(stdout: &[u8]) -> Vec<u8> {
    let object: Option<serde_json::Value> = serde_json::from_slice(stdout).ok();
    let message = object.as_ref().and_then(|o| o["error"]["message"].as_str());
    message.unwrap_or_default().as_bytes().to_vec()
}

pub(crate) fn reason(stderr: &[u8]) -> Option<&[u8]> {
    if stderr.contains_str("panic: ") || stderr.contains_str("fatal error: ") {
        return None;
    }
    const NO_REASON: [&[u8]; 8] = [
        b"warning: ",
        b"go: warning",
        b"usage: ",
        b"go: using ",
        b"go: upgrading toolchain to ",
        b"go: default toolchain set to ",
        b"go: downloading ",
        b"WORK=",
    ];
    let is_reason = |line: &&[u8]| {
        let line = line.trim();
        !line.is_empty() && !NO_REASON.iter().any(|start| line.starts_with(start))
    };
    // With `-x` in GOFLAGS go also tells what it runs.
    let is_go =
        |line: &&[u8]| is_reason(line) && (line.starts_with(b"go: ") || line.starts_with(b"go.exe: "));
    let mut line = stderr.lines().find(is_go).or_else(|| stderr.lines().find(is_reason))?;
    while let Some(rest) = line.strip_prefix(b"go: ").or_else(|| line.strip_prefix(b"go.exe: ")) {
        line = rest;
    }
    Some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gogccflags_is_cut_from_every_form_and_nothing_else() {
        let text = b"GOFLAGS='-x'\nGOGCCFLAGS='-fPIC\nGO'\nAR='ar'\nGOX='a\nGOGCCFLAGS'\n";
        assert_eq!(without_gogccflags(text), "GOFLAGS='-x'\nAR='ar'\nGOX='a\nGOGCCFLAGS'\n");
        let json = b"{\n\t\"A\": \"1\",\n\t\"GOGCCFLAGS\": \"-x\",\n\t\"Z\": \"\"\n}\n";
        assert_eq!(without_gogccflags(json), "{\n\t\"A\": \"1\",\n\t\"Z\": \"\"\n}\n");
    }

    #[test]
    fn the_reason_is_the_first_line_that_is_no_warning() {
        assert_eq!(
            reason(b"warning: x\ngo: go: invalid GOWORK: y\n").map(BString::from),
            Some("invalid GOWORK: y".into())
        );
        assert_eq!(reason(b"panic: runtime error\n\ngoroutine 1\n"), None);
    }
}
