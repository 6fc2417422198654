//! Asks a shell which `go` is found, that `go` what it runs, and the server what it was asked for; then compares
//! with what `burrow sdk which` says.

use std::io;

use bstr::{BStr, BString, ByteSlice};
use serde_json::Value;

use super::server::NOWHERE;
use crate::case::{Case, Entry, What};
use crate::judge::{CommandLines, Difference, Verdict, reason};
use crate::native::{bytes, path};
use crate::run::{Call, Said, run};
use crate::stage::Stage;

/// For a report: the two programs' command lines, by the `go` that the case means to be found.
pub fn command_lines(case: &Case, burrow: &BString) -> CommandLines {
    CommandLines { go: (case.go.program(), version_args(case)), burrow: (burrow.clone(), burrow_args(case)) }
}

fn version_args(case: &Case) -> Vec<BString> {
    with_chdir(case, &["version"], &[])
}

fn with_chdir(case: &Case, before: &[&str], after: &[&str]) -> Vec<BString> {
    let chdir = case.chdir.iter().flat_map(|dir| ["-C".into(), dir.clone()]);
    let words = |words: &[&str]| words.iter().map(|w| BString::from(*w)).collect::<Vec<_>>();
    words(before).into_iter().chain(chdir).chain(words(after)).collect()
}

fn burrow_args(case: &Case) -> Vec<BString> {
    let mut args: Vec<BString> = ["--lang", "en", "sdk", "which", "--json"].map(BString::from).into();
    args.extend(case.chdir.iter().flat_map(|dir| ["-C".into(), dir.clone()]));
    args
}

/// What real programs say.
struct Real {
    /// What a shell finds for `go`.
    found: Option<BString>,
    version: Said,
    /// What the server was asked meanwhile.
    asked: Vec<String>,
    /// `go env GOTOOLCHAIN`, `go env GOROOT`, when go answers that.
    setting: Option<BString>,
    goroot: Option<BString>,
}

/// # Errors
/// When the case cannot be laid on the disk, or a program cannot be started.
pub fn judge(case: &Case, burrow: &BString, stage: &Stage) -> io::Result<Verdict> {
    let case = &with_server(case, stage.server.address());
    stage.set(&case.entries, &case.cwd)?;
    stage.server.asked();
    let call = |program: &BString, args| {
        run(&Call { program: program.clone(), args, cwd: &case.cwd, env: &case.env })
    };
    let said = call(burrow, burrow_args(case))?;
    let by_burrow = stage.server.asked();
    let real = ask(case, stage, &call)?;
    let differs = |what: String| {
        let go = real.version.clone();
        Verdict::Different(Box::new(Difference { what, go, burrow: said.clone() }))
    };
    if !by_burrow.is_empty() {
        return Ok(differs(format!("Burrow asked a server: {by_burrow:?}")));
    }
    let Ok(answer) = serde_json::from_slice::<Value>(&said.stdout) else {
        return Ok(differs("Burrow gives no JSON".into()));
    };
    if let Some(refusal) = answer["error"]["message"].as_str() {
        // Go does not even come to the folder.
        let reason = reason(&real.version.stderr).map(|r| r.to_str_lossy().into_owned());
        let same = !real.version.ok && reason.is_some_and(|reason| refusal.contains(&reason));
        return Ok(if same { Verdict::BothRefused } else { differs("Burrow alone refuses".into()) });
    }
    Ok(match compare(case, &real, &Answer(&answer)) {
        Err(what) => differs(what),
        Ok(()) if said.ok != answer["error"].is_null() => {
            differs("the exit status is not that of the answer".into())
        }
        Ok(()) if real.version.ok => Verdict::Same,
        Ok(()) => Verdict::BothRefused,
    })
}

/// What real go alone does, to see whether cases are worth anything.
///
/// # Errors
/// As [`judge`].
pub fn go_only(case: &Case, stage: &Stage) -> io::Result<Said> {
    let case = &with_server(case, stage.server.address());
    stage.set(&case.entries, &case.cwd)?;
    stage.server.asked();
    let call = |program: &BString, args| {
        run(&Call { program: program.clone(), args, cwd: &case.cwd, env: &case.env })
    };
    let real = ask(case, stage, &call)?;
    let trace = Trace::of(&real.version.stderr);
    let mut said = real.version;
    let how = match downloaded(&real.asked) {
        Some(_) => "asks for a toolchain".to_owned(),
        None if !real.asked.is_empty() => {
            format!("asks: {}", real.asked[0].split('/').next().unwrap_or_default())
        }
        None if !said.ok => return Ok(said),
        None if trace.from_path => "runs what is on PATH".to_owned(),
        None if trace.from_cache => "runs what is in the module cache".to_owned(),
        None => "runs".to_owned(),
    };
    (said.ok, said.stderr) = (false, how.into());
    Ok(said)
}

/// The case with the server's address in place of the one where nothing listens.
fn with_server(case: &Case, address: &str) -> Case {
    let mut case = case.clone();
    let put = |text: &mut BString| *text = text.replace(NOWHERE, address).into();
    case.env.iter_mut().for_each(|(_, value)| put(value));
    for Entry { what, .. } in &mut case.entries {
        if let What::File { lines, .. } = what {
            lines.iter_mut().for_each(put);
        }
    }
    case
}

type Start<'a> = &'a dyn Fn(&BString, Vec<BString>) -> io::Result<Said>;

fn ask(case: &Case, stage: &Stage, call: Start<'_>) -> io::Result<Real> {
    let nothing = Said { ok: false, stdout: BString::default(), stderr: "no go is found".into() };
    let Some(found) = first_on_path(case, call)? else {
        return Ok(Real { found: None, version: nothing, asked: Vec::new(), setting: None, goroot: None });
    };
    // The settings first: asked for them, go never downloads.
    let setting = call(&found, with_chdir(case, &["env"], &["GOTOOLCHAIN"]))?;
    stage.server.asked();
    let traced = {
        let mut env = case.env.clone();
        env.push(("GODEBUG".into(), "toolchaintrace=1".into()));
        run(&Call { program: found.clone(), args: version_args(case), cwd: &case.cwd, env: &env })?
    };
    let asked = stage.server.asked();
    let goroot = match traced.ok {
        true => call(&found, with_chdir(case, &["env"], &["-json=false", "-u=false", "-w=false", "GOROOT"]))?,
        false => nothing,
    };
    let value = |said: Said| said.ok.then(|| said.stdout.trim_end_with(|c| c == '\n' || c == '\r').into());
    Ok(Real { found: Some(found), version: traced, asked, setting: value(setting), goroot: value(goroot) })
}

/// As a shell finds it, absolute.
#[cfg(unix)]
fn first_on_path(case: &Case, call: Start<'_>) -> io::Result<Option<BString>> {
    let said = call(&"/bin/sh".into(), vec!["-c".into(), "command -v go".into()])?;
    let found = said.stdout.trim_end();
    if found.is_empty() {
        return Ok(None);
    }
    Ok(Some(bytes(&path(&case.cwd).join(path(found)))))
}

/// There PATH leads to what the case means, or to nothing.
#[cfg(not(unix))]
fn first_on_path(case: &Case, _call: Start<'_>) -> io::Result<Option<BString>> {
    let program = case.go.program();
    Ok(path(&program).is_file().then_some(program))
}

/// What Burrow says.
struct Answer<'a>(&'a Value);

impl Answer<'_> {
    fn text(&self, name: &str) -> Option<&BStr> {
        self.0[name].as_str().map(BStr::new)
    }

    fn expect(&self, name: &str, real: Option<&[u8]>) -> Result<(), String> {
        let mine = self.text(name);
        if mine.map(|m| m.as_bytes()) == real {
            return Ok(());
        }
        let shown = |text: Option<&[u8]>| text.map_or("null".into(), |t| t.to_str_lossy().into_owned());
        Err(format!("{name}: real {}, burrow {}", shown(real), shown(mine.map(|m| m.as_bytes()))))
    }
}

fn compare(case: &Case, real: &Real, answer: &Answer<'_>) -> Result<(), String> {
    let Some(found) = &real.found else {
        answer.expect("go", None)?;
        return match answer.0["error"].is_null() {
            true => Err("no go is found, but there is no error".into()),
            false => Ok(()),
        };
    };
    let mine = answer.text("go").unwrap_or_default();
    if std::fs::canonicalize(path(mine)).ok() != std::fs::canonicalize(path(found)).ok() {
        return Err(format!("go: a shell finds {found}, burrow {mine}"));
    }
    if is_script(found) {
        // What it runs cannot be told, and is not.
        answer.expect("local", None)?;
        return answer.expect("toolchain", None);
    }
    if let Some(setting) = &real.setting {
        answer.expect("gotoolchain", Some(setting))?;
    }
    if let Some(name) = downloaded(&real.asked) {
        answer.expect("toolchain", Some(&name))?;
        answer.expect("from", Some(b"download"))?;
        answer.expect("error", None)?;
        return present(answer, false);
    }
    if real.asked.iter().any(|line| line.contains("/sumdb/") || line.starts_with("CONNECT")) {
        return checked_online(real, answer);
    }
    if real.version.ok { runs(case, real, answer) } else { refuses(real, answer) }
}

fn present(answer: &Answer<'_>, expected: bool) -> Result<(), String> {
    let mine = answer.0["present"].as_bool();
    (mine == Some(expected)).then_some(()).ok_or_else(|| format!("present: {mine:?}, not {expected}"))
}

/// The toolchain that the server was asked for.
fn downloaded(asked: &[String]) -> Option<Vec<u8>> {
    asked.iter().find_map(|line| {
        let name = line.split("/golang.org/toolchain/@v/v0.0.1-").nth(1)?;
        let name = name.strip_suffix(".zip")?;
        Some(name.as_bytes()[..name.rfind('.')?].to_vec())
    })
}

/// It lies in the module cache, and go asks the checksum database about it; whether that knows it is not ours to say.
fn checked_online(real: &Real, answer: &Answer<'_>) -> Result<(), String> {
    if real.asked.iter().any(|line| line == "CONNECT golang.org:443") {
        answer.expect("from", Some(b"download"))?;
        answer.expect("error", None)?;
        return present(answer, false);
    }
    answer.expect("from", Some(b"module-cache"))?;
    if answer.text("obstacle").is_none() {
        return Err(format!(
            "obstacle: go asks the checksum database, burrow does not say so: {:?}",
            real.asked
        ));
    }
    present(answer, true)
}

fn runs(case: &Case, real: &Real, answer: &Answer<'_>) -> Result<(), String> {
    answer.expect("error", None)?;
    present(answer, true)?;
    let trace = Trace::of(&real.version.stderr);
    if answer.text("obstacle").is_some() {
        // Something on PATH under the name of a toolchain, whose doings cannot be told.
        return answer.expect("from", Some(b"path"));
    }
    let version = real.version.stdout.fields().nth(2).unwrap_or_default();
    answer.expect("toolchain", Some(version))?;
    if let Some(goroot) = &real.goroot {
        let real = std::fs::canonicalize(path(&case.cwd).join(path(goroot))).ok().map(|p| bytes(&p));
        answer.expect("goroot", real.as_ref().map(|p| &p[..]))?;
    }
    let from: Option<&[u8]> = match answer.text("local").is_some_and(|local| local == version) {
        true => Some(b"local"),
        false => match &real.goroot {
            _ if trace.from_path => Some(b"path"),
            _ if trace.from_cache => Some(b"module-cache"),
            Some(goroot) if goroot.contains_str("toolchain@") => Some(b"module-cache"),
            _ => None,
        },
    };
    if from.is_some() {
        answer.expect("from", from)?;
    }
    if trace.any {
        decided(case, &trace, answer)?;
    }
    Ok(())
}

/// The line that go names in its trace, and that it stands where Burrow says.
fn decided(case: &Case, trace: &Trace, answer: &Answer<'_>) -> Result<(), String> {
    let mine = &answer.0["decidedBy"];
    let Some((key, file)) = &trace.required_by else {
        return mine
            .is_null()
            .then_some(())
            .ok_or_else(|| format!("decidedBy: {mine}, but go names no line"));
    };
    let (path_, line, text) = (mine["file"].as_str(), mine["line"].as_u64(), mine["text"].as_str());
    let (Some(path_), Some(line), Some(text)) = (path_, line, text) else {
        return Err(format!("decidedBy: go names the {key} line of {file}, burrow {mine}"));
    };
    let dir = case.chdir.as_ref().map_or_else(|| path(&case.cwd), |dir| path(&case.cwd).join(path(dir)));
    let same = std::fs::canonicalize(dir.join(file)).ok() == std::fs::canonicalize(path_).ok();
    if !same || !text.starts_with(&format!("{key} ")) {
        return Err(format!("decidedBy: go names the {key} line of {file}, burrow {mine}"));
    }
    let content = std::fs::read(path_).unwrap_or_default();
    let there = content.split(|b| *b == b'\n').nth(line as usize - 1).unwrap_or_default();
    let words = |text: &[u8]| text.fields().map(BString::from).collect::<Vec<_>>();
    match words(there).starts_with(&words(text.as_bytes())) {
        true => Ok(()),
        false => Err(format!("decidedBy: line {line} is {}", there.as_bstr())),
    }
}

fn refuses(real: &Real, answer: &Answer<'_>) -> Result<(), String> {
    let Some(error) = answer.text("error") else {
        // A script under the name of a toolchain can do as it likes.
        return match answer.text("obstacle").is_some() && answer.text("from") == Some(BStr::new("path")) {
            true => Ok(()),
            false => Err("go refuses, Burrow says that something runs".into()),
        };
    };
    let Some(reason) = reason(&real.version.stderr) else { return Ok(()) };
    let plain = |text: &[u8]| text.to_str_lossy().split_whitespace().collect::<Vec<_>>().join(" ");
    match plain(error).contains(&plain(reason)) {
        true => Ok(()),
        false => Err(format!("another reason: go says {}", reason.as_bstr())),
    }
}

fn is_script(program: &BString) -> bool {
    std::fs::read(path(program)).is_ok_and(|content| content.starts_with(b"#!"))
}

/// What `GODEBUG=toolchaintrace=1` told (Go 1.24 and later).
struct Trace {
    any: bool,
    from_path: bool,
    from_cache: bool,
    /// `go` or `toolchain`, and the file as go spells it.
    required_by: Option<(String, String)>,
}

impl Trace {
    fn of(stderr: &BString) -> Trace {
        let text = stderr.to_str_lossy();
        let mut required = text.lines().filter(|line| line.starts_with("go: upgrading toolchain to "));
        let required_by = required.next_back().and_then(|line| {
            let rest = line.split("(required by ").nth(1)?;
            let (key, rest) = rest.split_once(" line in ")?;
            Some((key.to_owned(), rest.split("; upgrade allowed").next()?.to_owned()))
        });
        Trace {
            any: text.contains("go: using "),
            from_path: text.contains("toolchain located in system PATH"),
            from_cache: text.contains("toolchain from cache located at"),
            required_by,
        }
    }
}
