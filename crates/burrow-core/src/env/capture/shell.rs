//! Which shell a person has, and how it is started so that it reads what it reads in a new terminal.

use bstr::{BStr, BString, ByteSlice};

/// Shells by the start files they read and the language these are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ShellKind {
    Bash,
    Zsh,
    Fish,
    /// sh, dash, ash, ksh and their kin: `/etc/profile`, `~/.profile`, `$ENV`.
    Posix,
    /// csh, tcsh.
    Csh,
    /// Anything else is started with `-l -i -c` and its start files are not read by Burrow.
    Other,
}

/// A shell program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shell {
    pub program: BString,
    pub kind: ShellKind,
}

impl Shell {
    /// The shell at `program`, told by its name.
    pub fn new(program: impl Into<BString>) -> Shell {
        let program = program.into();
        let kind = kind_of(base_name(program.as_bstr()));
        Shell { program, kind }
    }

    /// `zsh`, `bash` …
    pub fn name(&self) -> String {
        base_name(self.program.as_bstr()).to_str_lossy().into_owned()
    }
}

fn base_name(program: &BStr) -> &BStr {
    let start = program.rfind_byte(b'/').map_or(0, |i| i + 1);
    program[start..].as_bstr()
}

fn kind_of(name: &BStr) -> ShellKind {
    match name.as_bytes() {
        b"bash" | b"rbash" => ShellKind::Bash,
        b"zsh" | b"rzsh" => ShellKind::Zsh,
        b"fish" => ShellKind::Fish,
        b"sh" | b"dash" | b"ash" | b"ksh" | b"ksh93" | b"mksh" | b"pdksh" | b"oksh" | b"yash" | b"posh" => {
            ShellKind::Posix
        }
        b"csh" | b"tcsh" => ShellKind::Csh,
        _ => ShellKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_is_told_by_its_name_wherever_it_lies() {
        assert_eq!(Shell::new("/opt/homebrew/bin/zsh").kind, ShellKind::Zsh);
        assert_eq!(Shell::new("bash").kind, ShellKind::Bash);
        assert_eq!(Shell::new("/usr/bin/nu").kind, ShellKind::Other);
        assert_eq!(Shell::new("/run/current-system/sw/bin/fish").name(), "fish");
    }
}
