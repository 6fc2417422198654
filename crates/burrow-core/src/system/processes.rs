//! The programs that run on this machine now, as far as this account may see them.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use sysinfo::{ProcessRefreshKind, ProcessesToUpdate, System, UpdateKind};

/// A program that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    pub pid: u32,
    pub parent: Option<u32>,
    /// As the system calls it.
    pub name: OsString,
    /// Its file; `None`: the system does not tell this account.
    pub file: Option<PathBuf>,
    /// What it was told, its own name first.
    pub args: Vec<OsString>,
    pub dir: Option<PathBuf>,
    pub since: SystemTime,
}

/// What runs now, as far as its name is `wanted`: that of its file, or where the system does not tell this account, what
/// the system calls it.
#[must_use]
pub fn processes(wanted: impl Fn(&OsStr) -> bool) -> Vec<Process> {
    let told = ProcessRefreshKind::nothing()
        .with_exe(UpdateKind::Always)
        .with_cmd(UpdateKind::Always)
        .with_cwd(UpdateKind::Always)
        .without_tasks();
    let named = named(&wanted);
    let which = match &named {
        Some(pids) if pids.is_empty() => return Vec::new(),
        Some(pids) => ProcessesToUpdate::Some(pids),
        None => ProcessesToUpdate::All,
    };
    // A system that tells nothing about programs has none for Burrow.
    let Ok(mut system) = System::new() else { return Vec::new() };
    system.refresh_processes_specifics(which, true, told);
    let process = |(pid, process): (&sysinfo::Pid, &sysinfo::Process)| Process {
        pid: pid.as_u32(),
        parent: process.parent().map(sysinfo::Pid::as_u32),
        name: process.name().to_owned(),
        file: process.exe().map(Into::into),
        args: process.cmd().to_vec(),
        dir: process.cwd().map(Into::into),
        since: SystemTime::UNIX_EPOCH + Duration::from_secs(process.start_time()),
    };
    let all = system.processes().iter().map(process);
    all.filter(|one| one.file.as_deref().and_then(Path::file_name).is_some_and(&wanted) || wanted(&one.name))
        .collect()
}

/// Those with a wanted name, by one look at each: asking for everything about everything takes fifty times as long.
/// `None`: this system has no such list.
#[cfg(target_os = "linux")]
fn named(wanted: &impl Fn(&OsStr) -> bool) -> Option<Vec<sysinfo::Pid>> {
    use std::os::unix::ffi::OsStrExt;
    let is_wanted = |folder: &Path| match std::fs::read_link(folder.join("exe")) {
        Ok(file) => file.file_name().is_some_and(wanted),
        // A thread of the kernel has none, and somebody else's is not told.
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => false,
        Err(_) => std::fs::read(folder.join("comm"))
            .is_ok_and(|name| wanted(OsStr::from_bytes(name.trim_ascii_end()))),
    };
    let pids = std::fs::read_dir("/proc").ok()?.flatten().filter_map(|entry| {
        let pid: u32 = entry.file_name().to_str()?.parse().ok()?;
        is_wanted(&entry.path()).then(|| sysinfo::Pid::from_u32(pid))
    });
    Some(pids.collect())
}

#[cfg(not(target_os = "linux"))]
fn named(_wanted: &impl Fn(&OsStr) -> bool) -> Option<Vec<sysinfo::Pid>> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_test_is_among_those_of_its_name_and_no_others() {
        let here = std::env::current_exe().unwrap();
        let own = |name: &OsStr| Some(name) == here.file_name();
        let found = processes(own);
        let this = found.iter().find(|process| process.pid == std::process::id()).unwrap();
        assert!(this.file.as_deref().is_some_and(Path::is_absolute));
        assert!(this.since > SystemTime::UNIX_EPOCH);
        if cfg!(target_os = "linux") {
            assert!(!this.args.is_empty() && this.dir.is_some());
        }
        let named = |process: &Process| process.file.as_deref().and_then(Path::file_name).is_some_and(own);
        assert!(found.iter().all(|process| named(process) || own(&process.name)));
        assert_eq!(processes(|_| false), []);
    }
}
