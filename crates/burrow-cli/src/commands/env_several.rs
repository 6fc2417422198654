//! `burrow env` with `--goroot` more than once: what each of these toolchains says, in one answer.

use std::io::{self, Write};
use std::process::ExitCode;

use bstr::{BStr, BString, ByteSlice};

use super::env_show::Listed;
use crate::args::Options;
use crate::failure::{FAILED, Failure};

/// What came of one toolchain.
pub struct Answered<'a> {
    /// The folder that was named, as an absolute path.
    pub goroot: &'a BStr,
    /// Of the `go` in it; `None` when there is none.
    pub version: Option<BString>,
    pub listed: Result<Listed, Failure>,
}

/// Prints the answers in the order in which they were asked for.
pub fn print<'a>(
    options: &Options,
    answers: impl Iterator<Item = Answered<'a>>,
) -> Result<ExitCode, Failure> {
    let mut out: Vec<u8> = Vec::new();
    let mut told = Vec::new();
    let mut whole = true;
    if options.json {
        out.extend_from_slice(b"{\n\t\"toolchains\": [");
    }
    for (index, answer) in answers.enumerate() {
        whole &= answer.listed.as_ref().is_ok_and(|listed| listed.printed.complaints.is_empty());
        if options.json {
            out.extend_from_slice(if index == 0 { b"\n" } else { b",\n" });
            object(&answer, &mut out)?;
        } else {
            section(&answer, index == 0, &mut out);
        }
        told.extend(lines_about(&answer, options));
    }
    if options.json {
        out.extend_from_slice(b"\n\t]\n}\n");
    }
    io::stdout().write_all(&out)?;
    for (goroot, line) in told {
        let _ = writeln!(io::stderr(), "{goroot}: {line}");
    }
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::from(FAILED) })
}

/// What goes to standard error: everything that `go` would write there, and in text what failed.
fn lines_about<'a>(answer: &Answered<'a>, options: &Options) -> Vec<(&'a BStr, String)> {
    let mut lines = Vec::new();
    match &answer.listed {
        Ok(listed) => {
            let warnings = listed.resolved.warnings.iter().filter(|_| !options.quiet);
            lines.extend(warnings.map(ToString::to_string));
            lines.extend(listed.printed.complaints.iter().map(ToString::to_string));
        }
        Err(failure) if !options.json => lines.push(failure.message().to_owned()),
        Err(_) => {}
    }
    lines.into_iter().map(|line| (answer.goroot, line)).collect()
}

/// As a shell takes it for a comment, so that the lines below can still be read by one.
fn section(answer: &Answered<'_>, first: bool, out: &mut Vec<u8>) {
    if !first {
        out.push(b'\n');
    }
    out.extend_from_slice(if cfg!(windows) { b"REM " } else { b"# " });
    out.extend_from_slice(answer.goroot);
    if let Some(version) = &answer.version {
        out.extend_from_slice(b" (");
        out.extend_from_slice(version);
        out.push(b')');
    }
    out.push(b'\n');
    if let Ok(listed) = &answer.listed {
        out.extend_from_slice(&listed.printed.bytes);
    }
}

/// `env` is exactly what the toolchain alone prints, further to the right.
fn object(answer: &Answered<'_>, out: &mut Vec<u8>) -> Result<(), Failure> {
    let text = |bytes: &BStr| as_json(&bytes.to_str_lossy());
    let version = answer.version.as_ref().map_or_else(|| Ok("null".into()), |v| text(v.as_bstr()))?;
    let head = format!("\t\t{{\n\t\t\t\"goroot\": {},\n\t\t\t\"version\": {version}", text(answer.goroot)?);
    out.extend_from_slice(head.as_bytes());
    out.extend_from_slice(b",\n\t\t\t\"env\": ");
    let error = match &answer.listed {
        Ok(listed) => {
            out.extend(listed.printed.bytes.trim_end().replace("\n", "\n\t\t\t"));
            "null".into()
        }
        Err(failure) => {
            out.extend_from_slice(b"null");
            as_json(failure)?
        }
    };
    out.extend_from_slice(b",\n\t\t\t\"error\": ");
    out.extend_from_slice(error.as_bytes());
    out.extend_from_slice(b"\n\t\t}");
    Ok(())
}

fn as_json(value: &(impl serde::Serialize + ?Sized)) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|why| Failure::new(FAILED, "output", why.to_string()))
}
