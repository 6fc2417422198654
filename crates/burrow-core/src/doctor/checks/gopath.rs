//! GOPATH where it must not be: in GOROOT, in a module, or nowhere Go takes it.

use std::path::{Path, PathBuf};

use bstr::{BString, ByteSlice};
use go_rules::environ::Os;
use go_rules::filepath;
use go_rules::vars::Layer;
use go_rules::vars::lockout::Reason;

use crate::doctor::{CheckId, Evidence, Finding, Remedy, Seen, SetBy, SettingsWrong, Severity, Skip};
use crate::system::files::path_from_bytes;

const NAME: &str = "GOPATH";

/// The entries of GOPATH as they are written.
fn entries(seen: &Seen) -> Vec<BString> {
    let all = filepath::split_list(seen.resolved().os, seen.value(NAME));
    all.into_iter().filter(|entry| !entry.is_empty()).collect()
}

fn folders(seen: &Seen) -> impl Iterator<Item = PathBuf> {
    entries(seen)
        .into_iter()
        .filter_map(|entry| path_from_bytes(entry.as_bstr()))
        .filter(|path| path.is_absolute())
}

fn evidence(seen: &Seen, set: Option<&SetBy>) -> Evidence {
    match set {
        Some(set) => Evidence::setting(NAME, &set.value, set.place.clone()),
        None => Evidence::setting(NAME, seen.value(NAME), None),
    }
}

/// `gopath-is-goroot`.
pub fn is_goroot(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let Some(goroot) = path_from_bytes(seen.resolved().goroot.as_bstr()).filter(|path| path.is_absolute())
    else {
        return Ok(Vec::new());
    };
    let real = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let Some(folder) = folders(seen).find(|folder| real(folder) == real(&goroot)) else {
        return Ok(Vec::new());
    };
    let set = seen.set_by(NAME);
    let process = set.as_ref().is_some_and(|set| set.layer == Layer::Process);
    let fixes = if process { Vec::new() } else { elsewhere(seen, set.as_ref(), &real(&goroot)) };
    Ok(vec![Finding {
        check: CheckId::GopathIsGoroot,
        severity: Severity::Warning,
        subject: NAME.to_owned(),
        evidence: vec![
            evidence(seen, set.as_ref()),
            Evidence::setting("GOROOT", &seen.resolved().goroot, None),
        ],
        wrong: SettingsWrong::GopathIsGoroot { folder, by_default: set.is_none() }.into(),
        fixes,
    }])
}

/// The default where that is another folder, else one beside it.
fn elsewhere(seen: &Seen, set: Option<&SetBy>, not: &Path) -> Vec<Remedy> {
    let Some(home) = &seen.ground().home else { return Vec::new() };
    let default = home.join("go");
    let is_free = std::fs::canonicalize(&default).map_or(default != not, |default| default != not);
    match set {
        Some(_) if is_free => vec![seen.without(NAME)],
        _ => vec![seen.with(NAME, home.join("gopath").display().to_string())],
    }
}

/// `gopath-in-module`.
pub fn in_module(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let module_of =
        |folder: &Path| folder.ancestors().map(|dir| dir.join("go.mod")).find(|file| file.is_file());
    let Some((gopath, module)) =
        folders(seen).find_map(|folder| Some((module_of(&folder)?, folder))).map(|(m, f)| (f, m))
    else {
        return Ok(Vec::new());
    };
    let set = seen.set_by(NAME);
    let default = seen.ground().home.as_ref().map(|home| home.join("go"));
    let mends = default.is_some_and(|default| module_of(&default).is_none());
    let by_file = set.as_ref().is_some_and(|set| set.layer == Layer::User);
    Ok(vec![Finding {
        check: CheckId::GopathInModule,
        severity: Severity::Warning,
        subject: NAME.to_owned(),
        evidence: vec![evidence(seen, set.as_ref()), Evidence::path(&module)],
        wrong: SettingsWrong::GopathInModule { gopath, module }.into(),
        fixes: if by_file && mends { vec![seen.without(NAME)] } else { Vec::new() },
    }])
}

/// `gopath-invalid`.
pub fn invalid(seen: &Seen) -> Result<Vec<Finding>, Skip> {
    let Some(set) = seen.set_by(NAME) else { return Ok(Vec::new()) };
    let os = seen.resolved().os;
    let bad = |entry: &BString| {
        if entry.starts_with(b"~") {
            return Some(Reason::Tilde);
        }
        if !filepath::is_abs(os, entry) {
            return Some(Reason::Relative);
        }
        path_from_bytes(entry.as_bstr())?.is_file().then_some(Reason::NotAccepted)
    };
    let Some((entry, reason)) =
        entries(seen).into_iter().find_map(|entry| Some((bad(&entry)?, entry))).map(|(r, e)| (e, r))
    else {
        return Ok(Vec::new());
    };
    let fixes = if set.layer == Layer::User { mended(seen) } else { Vec::new() };
    Ok(vec![Finding {
        check: CheckId::GopathInvalid,
        severity: Severity::Error,
        subject: NAME.to_owned(),
        evidence: vec![evidence(seen, Some(&set))],
        wrong: SettingsWrong::GopathInvalid {
            entry: entry.to_str_lossy().into_owned(),
            reason,
            layer: set.layer,
        }
        .into(),
        fixes,
    }])
}

/// `~` becomes the home, where that gives a list that Go takes; else the line goes.
fn mended(seen: &Seen) -> Vec<Remedy> {
    let (home, os) = (seen.ground().home.as_deref(), seen.resolved().os);
    let list: Option<Vec<String>> = entries(seen).iter().map(|entry| whole(entry, home, os)).collect();
    let fixed = list.map(|list| list.join(if cfg!(windows) { ";" } else { ":" }));
    let mut fixes: Vec<Remedy> = fixed.map(|value| seen.with(NAME, value)).into_iter().collect();
    fixes.push(seen.without(NAME));
    fixes
}

/// An entry as Go takes it; `None` where nobody can tell which folder is meant.
fn whole(entry: &BString, home: Option<&Path>, os: Os) -> Option<String> {
    let entry = entry.to_str().ok()?;
    let path = match entry.strip_prefix('~') {
        None => PathBuf::from(entry),
        Some("") => home?.to_path_buf(),
        // `~ada/go` is somebody else's.
        Some(rest) => home?.join(rest.strip_prefix(['/', '\\'])?),
    };
    let text = path.display().to_string();
    (filepath::is_abs(os, text.as_bytes()) && !path.is_file()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_mended_only_to_one_that_go_takes() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("go.mod");
        std::fs::write(&file, "").unwrap();
        let mended = |entry: &str| whole(&entry.into(), Some(dir.path()), Os::host());
        let below = |name: &str| Some(dir.path().join(name).display().to_string());
        assert_eq!(mended("~/go"), below("go"));
        assert_eq!(mended("~"), Some(dir.path().display().to_string()));
        assert_eq!(mended(&dir.path().join("x").display().to_string()), below("x"));
        for lost in ["rel", "~ada/go", "~/go.mod", &file.display().to_string()] {
            assert_eq!(mended(lost), None, "{lost}");
        }
    }
}
