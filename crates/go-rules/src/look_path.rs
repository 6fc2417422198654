//! `exec.LookPath`: which program a bare name means, by PATH (and PATHEXT on Windows).

use std::borrow::Cow;

use bstr::{BStr, BString, ByteSlice};

use crate::environ::{Environ, Os};
use crate::filepath;
use crate::files::{FileKind, Files};

/// What a search came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The path as Go would spell it: PATH's entry joined with the name.
    At(BString),
    /// There is one, but through a relative entry of PATH, which Go refuses (`exec.ErrDot`).
    Relative(BString),
    /// PATH has none.
    Nowhere,
}

impl Found {
    /// The path when Go accepts it.
    pub fn path(self) -> Option<BString> {
        match self {
            Found::At(path) => Some(path),
            Found::Relative(_) | Found::Nowhere => None,
        }
    }
}

/// Looks for `name`. `dir` is the working directory, against which relative entries are looked up.
pub fn look_path(environ: &Environ, dir: &BStr, files: &dyn Files, name: &[u8]) -> Found {
    match environ.os() {
        Os::Windows => windows(environ, dir, files, name),
        os => unix(os, environ, dir, files, name),
    }
}

/// `path` as the system would take it in `dir`.
pub fn against<'a>(os: Os, dir: &BStr, path: &'a [u8]) -> Cow<'a, BStr> {
    // A stat of "" fails everywhere; joined it would be the directory itself.
    let stays = path.is_empty()
        || filepath::is_abs(os, path)
        || (os == Os::Windows && filepath::is_separator(os, path[0]));
    if stays {
        return Cow::Borrowed(path.as_bstr());
    }
    let mut out = BString::from(dir.as_bytes());
    if !out.last().copied().is_some_and(|b| filepath::is_separator(os, b)) {
        out.push(if os == Os::Windows { b'\\' } else { b'/' });
    }
    out.extend_from_slice(path);
    Cow::Owned(out)
}

fn unix(os: Os, environ: &Environ, dir: &BStr, files: &dyn Files, name: &[u8]) -> Found {
    let executable = |path: &[u8]| {
        matches!(files.kind(against(os, dir, path).as_bstr()), Some(FileKind::File { executable: true }))
    };
    if matches!(name, b"" | b"." | b"..") {
        return Found::Nowhere;
    }
    if name.contains(&b'/') {
        return if executable(name) { Found::At(name.into()) } else { Found::Nowhere };
    }
    let path = environ.set("PATH").unwrap_or_default();
    if path.is_empty() {
        return Found::Nowhere;
    }
    for entry in path.split(|b| *b == b':') {
        let entry = if entry.is_empty() { b"." } else { entry };
        let candidate = filepath::join(os, &[entry, name]);
        if executable(&candidate) {
            let absolute = filepath::is_abs(os, &candidate) || allows_dot(environ);
            return if absolute { Found::At(candidate) } else { Found::Relative(candidate) };
        }
    }
    Found::Nowhere
}

/// `GODEBUG=execerrdot=0` takes the refusal of relative entries back.
fn allows_dot(environ: &Environ) -> bool {
    let setting = environ.set("GODEBUG").unwrap_or_default();
    setting.split(|b| *b == b',').rev().find_map(|s| s.strip_prefix(b"execerrdot=")) == Some(b"0")
}

fn windows(environ: &Environ, dir: &BStr, files: &dyn Files, name: &[u8]) -> Found {
    let os = Os::Windows;
    let exts = path_exts(environ);
    let is_file = |path: &[u8]| {
        matches!(files.kind(against(os, dir, path).as_bstr()), Some(FileKind::File { .. } | FileKind::Other))
    };
    let find = |file: &[u8]| -> Option<BString> {
        if exts.is_empty() || (has_ext(file) && is_file(file)) {
            return is_file(file).then(|| file.into());
        }
        exts.iter().map(|ext| BString::from(bstr::concat([file, ext]))).find(|f| is_file(f))
    };
    if matches!(name, b"" | b"." | b"..") {
        return Found::Nowhere;
    }
    if name.iter().any(|b| matches!(b, b':' | b'\\' | b'/')) {
        return find(name).map_or(Found::Nowhere, Found::At);
    }
    let mut here = None;
    if environ.get("NoDefaultCurrentDirectoryInExePath").is_none() {
        here = find(&filepath::join(os, &[b".".as_slice(), name]));
        if let (Some(found), true) = (&here, allows_dot(environ)) {
            return Found::At(found.clone());
        }
    }
    let path = environ.set("PATH").unwrap_or_default();
    for entry in filepath::split_list(os, path).iter().filter(|e| !e.is_empty()) {
        let Some(found) = find(&filepath::join(os, &[entry.as_slice(), name])) else { continue };
        if let Some(here) = &here
            && !files.same(against(os, dir, here).as_bstr(), against(os, dir, &found).as_bstr())
        {
            return Found::Relative(here.clone());
        }
        if !filepath::is_abs(os, &found) && !allows_dot(environ) {
            here.get_or_insert(found);
            continue;
        }
        return Found::At(found);
    }
    here.map_or(Found::Nowhere, Found::Relative)
}

fn has_ext(file: &[u8]) -> bool {
    match file.rfind_byte(b'.') {
        Some(dot) => !file[dot..].iter().any(|b| matches!(b, b':' | b'\\' | b'/')),
        None => false,
    }
}

/// The endings a program may have, lower case, each with its dot.
pub fn path_exts(environ: &Environ) -> Vec<BString> {
    match environ.set("PATHEXT") {
        None => [".com", ".exe", ".bat", ".cmd"].map(BString::from).to_vec(),
        Some(list) => list
            .to_lowercase()
            .split_str(";")
            .filter(|e| !e.is_empty())
            .map(|e| if e[0] == b'.' { e.into() } else { BString::from(bstr::concat([b".", e])) })
            .collect(),
    }
}
