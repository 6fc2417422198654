//! `burrow env [NAME…]`: what `go env` prints, of one toolchain or of several.

use std::io::{self, Write};
use std::process::ExitCode;

use bstr::{BString, ByteSlice};
use burrow_core::env::resolve::{Asked, AtHand, resolve_at};
use burrow_core::system::DiskLook;
use go_rules::output::{self, Form, Printed};
use go_rules::vars::{Resolved, Wanted};

use super::env_several::{self, Answered};
use crate::args::{EnvArgs, Options};
use crate::context::Context;
use crate::failure::{FAILED, Failure, USAGE};

pub fn run(options: &Options, env: &EnvArgs) -> Result<ExitCode, Failure> {
    let names: Vec<BString> = env.names.iter().map(|name| BString::from(name.as_encoded_bytes())).collect();
    let listing = Listing { names: &names, form: Form { json: options.json, changed: env.changed } };
    // All toolchains ask about the same files.
    let look = DiskLook::default();
    let (context, goroots) = Context::with_goroots(options)?;
    match goroots.as_slice() {
        [] => one(options, &listing, &context.asked(), &look),
        [goroot] => {
            one(options, &listing, &Asked { goroot: Some(goroot.as_bstr()), ..context.asked() }, &look)
        }
        several => {
            let answers = several.iter().map(|goroot| {
                let asked = Asked { goroot: Some(goroot.as_bstr()), ..context.asked() };
                let (version, listed) = listing.of(&asked, &look);
                Answered { goroot: goroot.as_bstr(), version, listed }
            });
            env_several::print(options, answers)
        }
    }
}

fn one(
    options: &Options,
    listing: &Listing<'_>,
    asked: &Asked<'_>,
    look: &DiskLook,
) -> Result<ExitCode, Failure> {
    let listed = listing.of(asked, look).1?;
    if !options.quiet {
        for warning in &listed.resolved.warnings {
            let _ = writeln!(io::stderr(), "{warning}");
        }
    }
    io::stdout().write_all(&listed.printed.bytes)?;
    for complaint in &listed.printed.complaints {
        let _ = writeln!(io::stderr(), "{complaint}");
    }
    Ok(if listed.printed.complaints.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FAILED) })
}

/// What was asked for, and in which form.
struct Listing<'a> {
    names: &'a [BString],
    form: Form,
}

/// What `go env` would print.
pub struct Listed {
    pub resolved: Resolved,
    pub printed: Printed,
}

impl Listing<'_> {
    /// The version of the `go` that is asked, when there is one, and what it would print.
    fn of(&self, asked: &Asked<'_>, look: &DiskLook) -> (Option<BString>, Result<Listed, Failure>) {
        let at_hand = AtHand::find(asked, look);
        let version = at_hand.go.as_ref().map(|go| go.version.clone());
        (version, self.by(asked, &at_hand, look))
    }

    fn by(&self, asked: &Asked<'_>, at_hand: &AtHand, look: &DiskLook) -> Result<Listed, Failure> {
        let wanted = match self.names.is_empty() {
            true => Wanted::Everything,
            false => Wanted::Names { names: self.names, plain: !self.form.json && !self.form.changed },
        };
        let resolved = resolve_at(asked, at_hand, wanted, look)?;
        if self.form.changed && !resolved.rules.since(23) {
            let minor = resolved.rules.minor();
            let message = format!("flag provided but not defined: -changed (Go 1.{minor} has no such flag)");
            return Err(Failure::new(USAGE, "changed-unsupported", message));
        }
        let printed = output::print(&resolved, self.names, self.form)?;
        Ok(Listed { resolved, printed })
    }
}
