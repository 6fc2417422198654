//! Fish's universal variables: `fish_variables`, a file that fish itself writes.

use bstr::{BStr, BString, ByteSlice};
use go_rules::files::Files;

use super::run::{Event, State, Tri, Value};
use crate::env::c_escapes::unescape;

/// Takes over the variables of `file` that nothing inherited hides.
pub fn import(file: &BStr, files: &dyn Files, state: &mut State, events: &mut Vec<Event>) {
    let Ok(text) = files.read(file) else { return };
    for (line, bytes) in (1..).zip(text.lines()) {
        let Some((name, value, exported)) = variable(bytes) else { continue };
        if state.is_set(&name) == Tri::Yes {
            continue;
        }
        events.push(Event { name: name.clone(), file: file.into(), line, doubtful: false });
        state.set_by(&name, Value::Known(value), exported, events.len() - 1);
    }
}

/// `SETUVAR --export NAME:value`, the elements of a list separated by `\x1e`.
fn variable(line: &[u8]) -> Option<(BString, BString, bool)> {
    let mut rest = line.strip_prefix(b"SETUVAR ")?;
    let (mut exported, mut is_path) = (false, false);
    while let Some((option, after)) = rest.split_once_str(" ").filter(|(option, _)| option.starts_with(b"--"))
    {
        exported |= option == b"--export";
        is_path |= option == b"--path";
        rest = after;
    }
    let (name, value) = rest.split_once_str(":")?;
    let separator: &[u8] = if is_path || name.ends_with(b"PATH") { b":" } else { b" " };
    Some((name.into(), unescape(value).replace(b"\x1e", separator).into(), exported))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_file_is_a_variable() {
        let line = br"SETUVAR --export GOPROXY:https\x3a//a\x2cdirect";
        assert_eq!(variable(line), Some(("GOPROXY".into(), "https://a,direct".into(), true)));
        let line = br"SETUVAR --export --path GOPATH:/a\x1e/b";
        assert_eq!(variable(line), Some(("GOPATH".into(), "/a:/b".into(), true)));
        assert_eq!(variable(br"SETUVAR fish_greeting:"), Some(("fish_greeting".into(), "".into(), false)));
        assert_eq!(variable(b"# This file contains fish universal variable definitions."), None);
    }
}
