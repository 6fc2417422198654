//! The one line in a shell's start file that puts the `current` link first on PATH: which file, which words, and
//! whether it does what it should.
//!
//! The line goes to the end of the file that a new terminal reads last. bash reads other files when it logs in; where
//! these do not lead to `.bashrc`, the line stands in both. A line is known again by its comment.

use std::path::{Path, PathBuf};

use bstr::{BStr, BString, ByteSlice};

use super::overlay;
use super::plan::{Deed, SwitchError};
use crate::env::capture::{Captured, ShellKind};
use crate::env::edit::{self, Target};
use crate::env::origin::{Ending, endings};
use crate::env::session_files::config_home;
use crate::system::files::{path_from_bytes, path_to_bytes};
use crate::system::overlay::Overlay;

/// What every line of Burrow's ends with.
pub(super) const MARK: &str = "# added by Burrow: the Go chosen with burrow sdk use";

/// The files that change, and where the lines then stand.
pub(super) struct Lines {
    pub deeds: Vec<Deed>,
    /// File and line, also of those that were there.
    pub places: Vec<(PathBuf, u32)>,
}

/// The changes that make new terminals of `captured` find what is in `bin` first. `None`: Burrow does not write this
/// shell's language.
///
/// # Errors
/// A start file cannot be read.
pub(super) fn put(captured: &Captured, home: &Path, bin: &Path) -> Result<Option<Lines>, SwitchError> {
    let Some(shell) = &captured.shell else { return Ok(None) };
    let Some(words) = words(shell.kind, bin, home) else { return Ok(None) };
    let there = Lines { deeds: Vec::new(), places: standing(captured, home, &words)? };
    if !there.places.is_empty() && reaches(captured, &there) != Some(false) {
        return Ok(Some(there));
    }
    let mut lines = Lines { deeds: Vec::new(), places: Vec::new() };
    let Some(file) = own_file(shell.kind, captured, home) else { return Ok(None) };
    lines.add(file, &words)?;
    if shell.kind == ShellKind::Bash && at_log_in(captured, &lines) == Some(false) {
        lines.add(bash_log_in(home), &words)?;
    }
    Ok(Some(lines))
}

/// The file that a new terminal of this shell reads last.
fn own_file(kind: ShellKind, captured: &Captured, home: &Path) -> Option<PathBuf> {
    match kind {
        ShellKind::Bash => Some(home.join(".bashrc")),
        ShellKind::Zsh => Some(zsh_folder(captured, home).join(".zshrc")),
        ShellKind::Fish => {
            let home = path_to_bytes(home);
            let config = config_home(Some(home.as_bstr()), &captured.environ)?;
            Some(path_from_bytes(config.as_bstr())?.join("fish").join("config.fish"))
        }
        ShellKind::Posix => Some(home.join(".profile")),
        ShellKind::Csh | ShellKind::Other => None,
    }
}

/// Every file in which a line of Burrow's may stand.
fn all_files(captured: &Captured, home: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        [".bashrc", ".bash_profile", ".bash_login", ".profile"].map(|name| home.join(name)).into();
    files.extend(own_file(ShellKind::Zsh, captured, home));
    files.extend(own_file(ShellKind::Fish, captured, home));
    files
}

/// Where the line stands already.
fn standing(captured: &Captured, home: &Path, words: &str) -> Result<Vec<(PathBuf, u32)>, SwitchError> {
    let mut places = Vec::new();
    for file in all_files(captured, home) {
        let text = edit::file::read(&Target::of(&file)?.file)?.unwrap_or_default();
        places.extend(find(&text, words).map(|line| (file, line)));
    }
    Ok(places)
}

/// The changes that take every line of Burrow's away again.
///
/// # Errors
/// A start file cannot be read.
pub(super) fn remove(captured: &Captured, home: &Path) -> Result<Vec<Deed>, SwitchError> {
    let mut deeds = Vec::new();
    for file in all_files(captured, home) {
        let target = Target::of(&file)?;
        let Some(before) = edit::file::read(&target.file)? else { continue };
        let after = without(&before);
        if after != before {
            deeds.push(Deed::File { target, before: Some(before), after: Some(after) });
        }
    }
    Ok(deeds)
}

impl Lines {
    /// A line that something has overtaken goes to the end.
    fn add(&mut self, file: PathBuf, words: &str) -> Result<(), SwitchError> {
        let target = Target::of(&file)?;
        let before = edit::file::read(&target.file)?;
        let after = with(&without(before.as_deref().unwrap_or_default()), words);
        let line = find(&after, words).unwrap_or(1);
        self.deeds.push(Deed::File { target, before, after: Some(after) });
        self.places.push((file, line));
        Ok(())
    }
}

/// Whether a login shell ends with one of the lines; `None`: it cannot be told.
fn at_log_in(captured: &Captured, lines: &Lines) -> Option<bool> {
    let endings = endings(captured, BStr::new("PATH"), &overlay::after(&lines.deeds));
    first_in(endings.iter().find(|ending| ending.log_in)?, lines)
}

/// Whether every new shell ends with one of the lines.
pub(super) fn reaches(captured: &Captured, lines: &Lines) -> Option<bool> {
    let endings = endings(captured, BStr::new("PATH"), &overlay::after(&lines.deeds));
    let told: Vec<Option<bool>> = endings.iter().map(|ending| first_in(ending, lines)).collect();
    match told.is_empty() {
        true => None,
        false if told.contains(&Some(false)) => Some(false),
        false => told.into_iter().find(Option::is_none).unwrap_or(Some(true)),
    }
}

fn first_in(ending: &Ending, lines: &Lines) -> Option<bool> {
    let ours = |place: &Option<crate::place::Place>| {
        let Some(place) = place else { return false };
        lines.places.iter().any(|(file, line)| *file == place.file && Some(*line) == place.line)
    };
    let count = ending.outcomes.iter().filter(|(_, place)| ours(place)).count();
    match count {
        0 => Some(false),
        n if n == ending.outcomes.len() => Some(true),
        _ => None,
    }
}

/// The first that bash would read, or would if it were there.
fn bash_log_in(home: &Path) -> PathBuf {
    let names = [".bash_profile", ".bash_login", ".profile"].map(|name| home.join(name));
    let found = names.iter().find(|file| file.exists());
    found.unwrap_or(&names[0]).clone()
}

/// ZDOTDIR as the start files leave it, else the home.
fn zsh_folder(captured: &Captured, home: &Path) -> PathBuf {
    let is_zsh = captured.shell.as_ref().is_some_and(|shell| shell.kind == ShellKind::Zsh);
    let ends = if is_zsh { endings(captured, BStr::new("ZDOTDIR"), &Overlay::default()) } else { Vec::new() };
    let read = ends.first().and_then(|ending| match ending.outcomes.as_slice() {
        [(value, _)] => value.clone(),
        _ => None,
    });
    let moved = read.or_else(|| captured.environ.set("ZDOTDIR").map(BString::from));
    let moved = moved.filter(|dir| !dir.is_empty()).and_then(|dir| path_from_bytes(dir.as_bstr()));
    moved.filter(|dir| dir.is_absolute()).unwrap_or_else(|| home.to_path_buf())
}

/// The line itself, without its end. `None`: this shell's language is not written, or PATH cannot hold the folder.
fn words(kind: ShellKind, bin: &Path, home: &Path) -> Option<String> {
    let shown = match bin.strip_prefix(home) {
        // The same line works wherever the home lies: start files are often shared between machines.
        Ok(below) => format!("$HOME/{}", quoted(below.to_str()?)),
        Err(_) => quoted(bin.to_str()?),
    };
    if shown.contains([':', '\n', '\r']) {
        return None;
    }
    match kind {
        ShellKind::Bash | ShellKind::Zsh | ShellKind::Posix => {
            Some(format!("export PATH=\"{shown}:$PATH\" {MARK}"))
        }
        ShellKind::Fish => Some(format!("set -gx PATH \"{shown}\" $PATH {MARK}")),
        ShellKind::Csh | ShellKind::Other => None,
    }
}

/// For within double quotes, of all these shells.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '"' | '$' | '`') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The number of the line, counted from 1.
fn find(text: &[u8], words: &str) -> Option<u32> {
    let at = text.lines().position(|line| line == words.as_bytes())?;
    u32::try_from(at + 1).ok()
}

fn with(text: &[u8], words: &str) -> Vec<u8> {
    let mut out = text.to_vec();
    if !out.is_empty() && !out.ends_with(b"\n") {
        out.push(b'\n');
        // A backslash at the very end would swallow the line.
        if text.ends_with(b"\\") {
            out.push(b'\n');
        }
    }
    out.extend_from_slice(words.as_bytes());
    out.push(b'\n');
    out
}

/// Without any line of Burrow's.
pub(super) fn without(text: &[u8]) -> Vec<u8> {
    let ours = |line: &&[u8]| !line.trim_end().ends_with(MARK.as_bytes());
    text.lines_with_terminator().filter(ours).collect::<Vec<_>>().concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_written_for_each_shell_and_speaks_of_the_home() {
        let (home, bin) = (Path::new("/home/ada"), Path::new("/home/ada/my $d/current/bin"));
        let of = |kind| words(kind, bin, home).unwrap();
        assert_eq!(of(ShellKind::Zsh), format!("export PATH=\"$HOME/my \\$d/current/bin:$PATH\" {MARK}"));
        assert_eq!(of(ShellKind::Fish), format!("set -gx PATH \"$HOME/my \\$d/current/bin\" $PATH {MARK}"));
        assert_eq!(words(ShellKind::Csh, bin, home), None);
        assert_eq!(words(ShellKind::Bash, Path::new("/a:b/bin"), home), None);
    }

    #[test]
    fn a_line_is_put_at_the_end_once_and_taken_away_whole() {
        let words = format!("export PATH=\"/b:$PATH\" {MARK}");
        for text in ["", "a\n", "a", "a \\", "a\r\nb\r\n"] {
            let once = with(text.as_bytes(), &words);
            assert!(once.ends_with(format!("\n{words}\n").as_bytes()) || text.is_empty());
            assert_eq!(with(&without(&once), &words), once);
        }
        assert_eq!(find(&with(b"a\nb", &words), &words), Some(3));
    }
}
