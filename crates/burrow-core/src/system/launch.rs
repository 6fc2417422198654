//! Starting a program for the person, such as their editor, and leaving it alone.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The program that `name` means: as it is when it holds a folder, else the first on this process's PATH.
pub fn find(name: &str) -> Option<PathBuf> {
    which::which(name).ok()
}

/// Starts a program and does not wait for it. It has Burrow's environment and none of its input and output.
///
/// # Errors
/// When the system cannot start it.
pub fn start(program: &Path, args: &[OsString]) -> io::Result<()> {
    #[expect(clippy::disallowed_methods, reason = "this is the door through which programs are started")]
    let mut command = Command::new(program);
    let mut child =
        command.args(args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    // Waited for by someone, or it would stay as a zombie for as long as Burrow runs.
    std::thread::spawn(move || child.wait());
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    #[test]
    fn a_program_is_started_with_its_arguments_and_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let mark = folder.path().join("mark");
        let begin = Instant::now();
        let shell = find("sh").unwrap();
        let script = OsString::from("sleep 0.3; echo \"$1\" > \"$0\"");
        start(&shell, &["-c".into(), script, mark.clone().into(), "two words".into()]).unwrap();
        assert!(begin.elapsed() < Duration::from_millis(250));
        while begin.elapsed() < Duration::from_secs(10) {
            if std::fs::read_to_string(&mark).is_ok_and(|text| text == "two words\n") {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("it did not run");
    }

    #[test]
    fn what_is_not_installed_is_not_found() {
        assert_eq!(find("burrow-no-such-program"), None);
    }
}
