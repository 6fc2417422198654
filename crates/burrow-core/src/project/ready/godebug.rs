//! `godebug` lines that go does not take (`modload.CheckGodebug`): which keys there are stands in its own sources.

use std::fs;

use bstr::{BString, ByteSlice};
use go_rules::gomod::Godebug;
use go_rules::version::{self, Version};

use super::report::Blocker;
use super::setup::Setup;
use crate::place::Place;
use crate::project::needs::read::{Project, Says};

/// The first that go stops at. In a workspace only those of the go.work are looked at.
pub fn refused(setup: &Setup, project: &Project) -> Option<Blocker> {
    let (file, lines) = match &project.says {
        Says::Module(file) => {
            (setup.modfile.clone().unwrap_or_else(|| project.file.path().to_path_buf()), &file.godebug)
        }
        Says::Workspace { file, .. } => (project.file.path().to_path_buf(), &file.godebug),
    };
    if lines.is_empty() {
        return None;
    }
    let table = setup.std.as_ref().and_then(|std| fs::read(std.join("internal/godebugs/table.go")).ok());
    let why = |line: &Godebug| Some((line.line, why(line, &setup.version, table.as_deref())?));
    let (line, why) = lines.iter().find_map(why)?;
    Some(Blocker::File { place: Place { file, line: Some(line) }, why })
}

fn why(line: &Godebug, local: &BString, table: Option<&[u8]>) -> Option<String> {
    let (key, value) = (line.key.as_bstr(), line.value.as_bstr());
    if key == "default" {
        let go = value.strip_prefix(b"go").filter(|go| Version::parse(go).is_some());
        let Some(go) = go else { return Some("value for default= must be goVERSION".into()) };
        let is_new = version::compare(go, local).is_gt();
        return is_new.then(|| format!("default={value} too new (toolchain is go{local})"));
    }
    let name = format!("{{Name: \"{key}\",");
    let Some(row) = table?.lines().find(|row| row.contains_str(&name)) else {
        return Some(format!("unknown godebug {key:?}"));
    };
    let is_old = row.contains_str("Old: one}") && value == "1"
        || row.contains_str("Old: zero}") && value == "0"
        || row.contains_str(format!("s == \"{value}\""));
    let is_removed = row.contains_str("Removed:") && is_old;
    is_removed.then(|| format!("removed GODEBUG {key:?} set to old value {value:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_those_of_the_toolchain() {
        let table = b"\t{Name: \"panicnil\", Package: \"runtime\", Changed: 21, Old: \"1\"},\n\t{Name: \"gone\", Removed: 24, Old: one}, // x\n";
        let why = |key: &str, value: &str| {
            let line = Godebug { key: key.into(), value: value.into(), line: 1 };
            why(&line, &"1.25.1".into(), Some(table)).is_some()
        };
        for (key, value, refused) in [
            ("panicnil", "1", false),
            ("panic", "1", true),
            ("gone", "1", true),
            ("gone", "0", false),
            ("default", "go1.21", false),
            ("default", "go1.26", true),
            ("default", "1.21", true),
        ] {
            assert_eq!(why(key, value), refused, "{key}={value}");
        }
    }
}
