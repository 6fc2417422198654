//! What a person waits for when a cache is cleaned: from the consent until it is gone. The plan was there before, and is
//! not counted. Run as a program of its own, so that it can be started as an ordinary person.

use crate::timed::{Taken, here};
use burrow_core::cache::plan::{Ground, Target, Wish, plan};
use burrow_core::cache::quarantine::{How, Surroundings, prove, take};
use burrow_core::cache::running::may_build;
use burrow_core::cache::{Root, Roots};
use burrow_core::job::Cancel;
use burrow_core::system::clock;
use std::io;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// The word that makes the bench this program.
pub const WORD: &str = "felt";

/// The command that cleans this kind in this folder.
///
/// # Errors
/// When the bench does not know where it lies itself.
pub fn command(kind: &str, root: &Path) -> io::Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(WORD).arg(kind).arg(root);
    Ok(command)
}

/// Cleans, and prints what that took in nanoseconds: wall, CPU.
///
/// # Errors
/// When it is not cleaned wholly.
pub fn run(kind: &str, root: &Path) -> io::Result<()> {
    let target = Target::from_id(kind).ok_or(io::ErrorKind::InvalidInput)?;
    let root = std::path::absolute(root)?;
    let at = |target_of: Target| match target_of.cache() == target.cache() {
        true => Root::At(root.clone()),
        false => Root::Off,
    };
    let roots = Roots {
        gocache: at(Target::Build),
        gomodcache: at(Target::Modcache),
        gopath: Vec::new(),
        home: None,
        temp: None,
    };
    let cancel = Cancel::new();
    let ground = Ground { roots: &roots, needs: None, may_be_gone: &|_| false, now: clock::now() };
    let wish = Wish::Kinds { targets: vec![target], safe: false };
    let plan = plan(&wish, &ground, &cancel).map_err(io::Error::other)?;
    let proven = prove(&root, target.cache(), &Surroundings::of(&roots)).map_err(io::Error::other)?;
    let (taken, done) = here(|| {
        let how = How { purge: false, beside_builds: may_build() };
        take(&plan, &[proven], how, &cancel, &()).map_err(io::Error::other)
    })?;
    if done.items != plan.items.len() as u64 || done.size.bytes != plan.size.bytes {
        return Err(io::Error::other(format!("{} of {} items went", done.items, plan.items.len())));
    }
    println!("{} {}", taken.wall.as_nanos(), taken.cpu.as_nanos());
    Ok(())
}

/// What [`run`] printed.
///
/// # Errors
/// When it is something else.
pub fn read(line: &str) -> io::Result<Taken> {
    let mut numbers = line.split_whitespace().map(|word| word.parse().map(Duration::from_nanos));
    match (numbers.next(), numbers.next()) {
        (Some(Ok(wall)), Some(Ok(cpu))) => Ok(Taken { wall, cpu }),
        _ => Err(io::Error::other(format!("not two numbers: {line}"))),
    }
}
