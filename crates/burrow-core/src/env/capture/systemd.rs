//! The environment that systemd's user manager hands to what it starts, asked of `systemctl` (Linux).

use std::time::Duration;

use bstr::ByteSlice;
use go_rules::environ::{Environ, Os};

use crate::env::c_escapes::unescape;
use crate::system::process::{End, Limits, Program, listen};

const PROGRAMS: [&str; 3] = ["/usr/bin/systemctl", "/bin/systemctl", "/run/current-system/sw/bin/systemctl"];
const LIMITS: Limits = Limits { time: Duration::from_secs(2), output: 4 * 1024 * 1024 };

/// What the manager says, or `None` where there is none or it does not answer.
pub fn manager_environ(process: &Environ) -> Option<Environ> {
    PROGRAMS.iter().find_map(|path| {
        let program = Program {
            path: (*path).into(),
            called: None,
            args: vec!["--user".into(), "--no-pager".into(), "show-environment".into()],
            environ: process,
            dir: Some("/".into()),
        };
        let heard = listen(&program, LIMITS, |_| false).ok()?;
        (heard.end == End::Exited(Some(0))).then(|| parse(&heard.stdout))
    })
}

/// `NAME=value` lines; a value with anything unusual in it is written `$'…'`, by older versions `"…"`.
fn parse(text: &[u8]) -> Environ {
    let entries = text.lines().filter_map(|line| {
        let (name, value) = line.split_once_str("=")?;
        let value = match value {
            [b'$', b'\'', inside @ .., b'\''] => unescape(inside),
            [b'"', inside @ .., b'"'] => unescape(inside),
            plain => plain.into(),
        };
        (!name.is_empty()).then(|| (name.into(), value))
    });
    Environ::new(Os::Linux, entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_values_are_read_back() {
        let text = b"A=plain\nB=$'two\\nlines and \\'quotes\\' \\\\ \\x41\\101'\nC=\"old \\\"way\\\"\"\nD=\n";
        let environ = parse(text);
        assert_eq!(environ.get("A").unwrap(), "plain");
        assert_eq!(environ.get("B").unwrap(), "two\nlines and 'quotes' \\ AA");
        assert_eq!(environ.get("C").unwrap(), "old \"way\"");
        assert_eq!(environ.get("D").unwrap(), "");
    }
}
