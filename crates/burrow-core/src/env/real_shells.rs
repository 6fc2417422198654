//! For tests: the shells of this machine and homes to let them loose in.

#![expect(clippy::unwrap_used, clippy::print_stderr, reason = "only tests use this")]

use std::path::Path;

use bstr::BString;
use go_rules::environ::{Environ, Os};

use super::capture::Shell;
use crate::system::files::path_to_bytes;

/// The shell at its usual place. A machine that lacks it skips the test and says so; with `CI` set it must be there.
pub fn shell(name: &str) -> Option<Shell> {
    let found = ["/usr/bin", "/bin", "/usr/local/bin", "/opt/homebrew/bin"]
        .iter()
        .map(|dir| Path::new(dir).join(name))
        .find(|path| path.is_file());
    match found {
        Some(path) => Some(Shell::new(path_to_bytes(&path))),
        None => {
            let required = crate::system::process_environ().set("CI").is_some();
            assert!(!required, "CI is set and {name} is not installed");
            eprintln!("SKIPPED: {name} is not installed; with CI set this would fail");
            None
        }
    }
}

/// A home directory with start files.
pub struct Home {
    dir: tempfile::TempDir,
}

impl Home {
    pub fn with(files: &[(&str, &[u8])]) -> Home {
        let home = Home { dir: tempfile::tempdir().unwrap() };
        for (name, text) in files {
            home.write(name, text);
        }
        home
    }

    pub fn write(&self, name: &str, text: &[u8]) {
        let path = self.dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn path(&self) -> BString {
        path_to_bytes(self.dir.path())
    }

    pub fn file(&self, name: &str) -> std::path::PathBuf {
        self.dir.path().join(name)
    }

    /// What a terminal would start `shell` with here, and nothing else.
    pub fn start(&self, shell: &Shell) -> Environ {
        let entries = [
            ("HOME", self.path()),
            ("SHELL", shell.program.clone()),
            ("PATH", "/usr/local/bin:/usr/bin:/bin".into()),
            ("USER", "ada".into()),
            ("LOGNAME", "ada".into()),
            ("TERM", "xterm-256color".into()),
            ("BURROW_RESOLVING", "1".into()),
        ];
        Environ::new(Os::host(), entries.map(|(n, v)| (n.into(), v)))
    }
}
