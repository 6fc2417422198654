//! launchd agents that set a variable for the whole session when a person logs in (macOS): property lists that run
//! `launchctl setenv NAME value`, by themselves or in a shell's command.
//!
//! `EnvironmentVariables` in a property list is not looked at: that is for the agent's own program only. Lists in
//! the binary form have no lines and are left out.

use bstr::{BStr, BString, ByteSlice};
use go_rules::files::Files;

use super::script::ast::{Command, Dialect, Node, Word};
use super::script::parse_from;
use crate::env::session_files::{Assignment, join};

/// What the agents set, those for everybody first.
pub fn assignments(home: Option<&BStr>, files: &dyn Files) -> Vec<Assignment> {
    let mut found = Vec::new();
    for file in agents(home, files) {
        let Ok(text) = files.read(file.as_bstr()) else { continue };
        let settings = in_list(&text).into_iter();
        found.extend(settings.map(|(name, value, line)| Assignment {
            name,
            value,
            file: file.clone(),
            line,
        }));
    }
    found
}

/// The property lists of all agents.
pub fn agents(home: Option<&BStr>, files: &dyn Files) -> Vec<BString> {
    let own = home.map(|home| join(home, "Library/LaunchAgents"));
    let dirs = [BString::from("/Library/LaunchAgents")].into_iter().chain(own);
    let lists =
        dirs.flat_map(|dir| files.list(dir.as_bstr()).into_iter().map(move |name| join(dir.as_bstr(), name)));
    lists.filter(|file| file.ends_with(b".plist")).collect()
}

/// A name, its value, and the line of the value.
type Setting = (BString, BString, u32);

fn in_list(text: &[u8]) -> Vec<Setting> {
    let strings = strings(text);
    let mut found = Vec::new();
    for (at, (string, line)) in strings.iter().enumerate() {
        if string == "setenv" && at > 0 && is_launchctl(&strings[at - 1].0) {
            let pairs = strings[at + 1..].chunks_exact(2).take_while(|pair| is_plain(&pair[0].0));
            found.extend(pairs.map(|pair| (pair[0].0.clone(), pair[1].0.clone(), pair[1].1)));
        } else if string.contains_str("setenv") && string.contains(&b' ') {
            in_commands(&parse_from(string, Dialect::Posix, *line), &mut found);
        }
    }
    found
}

fn is_launchctl(program: &BString) -> bool {
    program == "launchctl" || program.ends_with(b"/launchctl")
}

fn is_plain(name: &BString) -> bool {
    !name.is_empty() && name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_')
}

/// `launchctl setenv NAME value …` in a shell's command, as far as it is plain text.
fn in_commands(script: &[Node], found: &mut Vec<Setting>) {
    for node in script {
        match &node.command {
            Command::AndOr { first, rest } => {
                in_commands(std::slice::from_ref(first), found);
                rest.iter().for_each(|(_, node)| in_commands(std::slice::from_ref(node), found));
            }
            Command::Simple { words, .. } => in_words(words, found),
            _ => {}
        }
    }
}

fn in_words(words: &[Word], found: &mut Vec<Setting>) {
    let text = |word: &Word| word.literal();
    let [program, command, pairs @ ..] = words else { return };
    if text(program).is_some_and(|p| is_launchctl(&p)) && text(command).is_some_and(|c| c == "setenv") {
        for pair in pairs.chunks_exact(2) {
            if let (Some(name), Some(value)) = (text(&pair[0]), text(&pair[1])) {
                found.push((name, value, pair[1].line));
            }
        }
    }
}

/// The `<string>` elements of a list and the lines on which they begin, comments left out.
fn strings(text: &[u8]) -> Vec<(BString, u32)> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut line = 1;
    while let Some(next) = text[at..].find_byte(b'<').map(|next| at + next) {
        let rest = &text[next..];
        let (string, len) = if rest.starts_with(b"<!--") {
            (None, rest.find("-->").map_or(rest.len(), |end| end + 3))
        } else if let Some(inside) = rest.strip_prefix(b"<string>") {
            let len = inside.find("</string>").unwrap_or(inside.len());
            (Some(&inside[..len]), len + 8)
        } else {
            (None, 1)
        };
        line += newlines(&text[at..next]);
        found.extend(string.map(|s| (plain(s), line)));
        at = (next + len).min(text.len());
        line += newlines(&text[next..at]);
    }
    found
}

fn newlines(text: &[u8]) -> u32 {
    u32::try_from(text.iter().filter(|&&b| b == b'\n').count()).unwrap_or(0)
}

/// Without XML's entities.
fn plain(text: &[u8]) -> BString {
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    pairs.iter().fold(text.to_vec(), |text, (from, to)| text.replace(from, to)).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setting(name: &str, value: &str, line: u32) -> Setting {
        (name.into(), value.into(), line)
    }

    #[test]
    fn an_agent_that_runs_launchctl_gives_its_values_their_lines() {
        let list =
            b"<plist>\n<dict>\n<key>ProgramArguments</key>\n<array>\n<string>/bin/launchctl</string>\n\
            <string>setenv</string>\n<!-- <string>GOBIN</string> -->\n<string>GOPROXY</string>\n\
            <string>https://a?b&amp;c</string>\n</array>\n</dict></plist>";
        assert_eq!(in_list(list), [setting("GOPROXY", "https://a?b&c", 9)]);
    }

    #[test]
    fn an_agent_that_runs_a_shell_is_read_as_its_command() {
        let list = b"<array>\n<string>/bin/sh</string>\n<string>-c</string>\n\
            <string>launchctl setenv GOPROXY 'direct' &amp;&amp;\nlaunchctl setenv GOFLAGS \"-x -v\"; launchctl setenv X $Y</string>\n</array>";
        assert_eq!(in_list(list), [setting("GOPROXY", "direct", 4), setting("GOFLAGS", "-x -v", 5)]);
    }

    #[test]
    fn what_an_agent_sets_for_itself_only_does_not_count() {
        let list =
            b"<key>EnvironmentVariables</key>\n<dict>\n<key>GOPROXY</key>\n<string>direct</string>\n</dict>";
        assert_eq!(in_list(list), []);
    }
}
