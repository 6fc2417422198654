//! The other programs, as far as they are here.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Something that adds up the sizes of a tree.
#[derive(Debug, Clone)]
pub struct Peer {
    pub name: &'static str,
    program: PathBuf,
    words: &'static [&'static str],
}

/// All of them, with what they must be told to add up one folder and say little.
const ALL: [(&str, &[&str]); 6] = [
    ("du", &["-s"]),
    ("pdu", &["--silent-errors", "--max-depth=1", "--quantity=apparent-size"]),
    ("diskus", &[]),
    ("dust", &["-d", "0", "-P"]),
    ("dua", &["aggregate"]),
    ("gdu", &["-n", "-p", "-s"]),
];

/// Those found in this folder or on PATH, and the names of the others.
pub fn found(folder: &Path) -> (Vec<Peer>, Vec<&'static str>) {
    let (mut here, mut missing) = (Vec::new(), Vec::new());
    for (program, words) in ALL {
        let own = folder.join(program);
        let program_file = if own.is_file() { own } else { PathBuf::from(program) };
        let runs = Command::new(&program_file)
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .stdin(Stdio::null())
            .status()
            .is_ok_and(|status| status.success());
        if runs {
            here.push(Peer {
                name: if program == "du" { "du -s" } else { program },
                program: program_file,
                words,
            });
        } else {
            missing.push(program);
        }
    }
    (here, missing)
}

impl Peer {
    /// The command that adds up this folder.
    pub fn of(&self, folder: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.args(self.words).arg(folder).env("NO_COLOR", "1").env("TERM", "dumb");
        command
    }
}
