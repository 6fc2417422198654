//! How long it takes to find and read 30 SDKs, inside a running program, once the system remembers their files.

use super::sdk::{Damage, Store};
use crate::native::{bytes, join};
use bstr::BString;
use burrow_core::sdk::inventory::{Hunt, hunt};
use burrow_core::system::DiskFiles;
use go_rules::environ::{Environ, Os};
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

/// So many are found in the home that is timed.
pub const SDKS: usize = 30;

/// One entry a round.
///
/// # Errors
/// When the home cannot be laid, or not everything is found in it.
pub fn times(base: &Path, store: &Store, rounds: usize) -> io::Result<Vec<Duration>> {
    let home = base.join("thirty");
    for number in 0..SDKS {
        let dir = [".goenv/versions", ".gvm/gos", "sdk"][number % 3];
        store.lay(number % store.sdks.len(), &home.join(dir).join(format!("go1.{number}")), Damage::None)?;
    }
    let machine = std::env::var_os("PATH").map(|path| bytes(Path::new(&path))).unwrap_or_default();
    let separator = if cfg!(windows) { ";" } else { ":" };
    let path = bstr::join(separator, [join(bytes(&home), "sdk/go1.2/bin"), machine]);
    let entries: [(BString, BString); 2] = [("HOME".into(), bytes(&home)), ("PATH".into(), path.into())];
    let wanted = Hunt {
        environ: Environ::new(Os::host(), entries),
        dir: home.clone(),
        home: Some(home.clone()),
        goenv_goroot: None,
        gomodcache: Some(home.join("go/pkg/mod")),
        gopath: vec![home.join("go")],
        installed: None,
        folders: Vec::new(),
        active: None,
    };
    let mut times = Vec::new();
    for round in 0..=rounds {
        let began = Instant::now();
        let found = hunt(&wanted, &DiskFiles);
        let took = began.elapsed();
        let here = found.iter().filter(|sdk| sdk.goroot.starts_with(&home)).count();
        if here != SDKS {
            return Err(io::Error::other(format!("{here} of {SDKS} SDKs were found")));
        }
        if round > 0 {
            times.push(took);
        }
    }
    Ok(times)
}
