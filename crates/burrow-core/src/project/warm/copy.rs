//! Copies of the project's own files for `go mod download` to write into. Every version of go adds the hashes of go.mod
//! files to go.sum, and in a workspace those of zips to go.work.sum; some mend go.mod besides. `-mod=readonly` keeps none
//! of them from it (the flag is not for this command), so go is led to copies: of a module by `-modfile`, which leaves
//! its root, and with it what `replace` lines mean, where it is; of a workspace by GOWORK, with folders made absolute.
//! The project is not written at all, so nothing has to be put back when go is killed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use bstr::{BStr, BString, ByteSlice};
use go_rules::environ::Environ;
use go_rules::filepath;
use go_rules::go_quote::quote;
use go_rules::gomod::{Replacement, WorkFile};
use go_rules::user_dirs::temp_dir;
use tempfile::TempDir;

use super::{WarmError, Wish};
use crate::project::needs::read::read;
use crate::system::files::{path_from_bytes, path_to_bytes};

/// The copies, gone when this is dropped.
pub struct Copies {
    dir: TempDir,
    workspace: bool,
}

impl Copies {
    /// Makes them.
    ///
    /// # Errors
    /// [`WarmError::File`]: a file of the project cannot be read. [`WarmError::Start`]: there is no place for copies.
    pub fn of(wish: &Wish) -> Result<Copies, WarmError> {
        let temp = path_from_bytes(temp_dir(&wish.environ).as_bstr()).unwrap_or_default();
        let dir = tempfile::Builder::new().prefix("burrow-warm-").tempdir_in(&temp);
        let dir = dir.map_err(|why| WarmError::Start { reason: format!("{}: {why}", temp.display()) })?;
        let put = |name: &str, text: &[u8]| {
            let file = dir.path().join(name);
            fs::write(&file, text).map_err(|why| failed(&file, &why))
        };
        if let Some(work) = &wish.work {
            put("go.work", &workspace(work, &required(work)?, &wish.environ)?)?;
            put("go.work.sum", &optional(&beside(work, ".sum"))?)?;
        } else {
            let file = wish.modfile.as_deref().unwrap_or(wish.file.path());
            put("go.mod", &required(file)?)?;
            // As go names it: `go.sum` beside `go.mod`, `alt.sum` beside `alt.mod`.
            put("go.sum", &optional(&file.with_extension("sum"))?)?;
        }
        Ok(Copies { dir, workspace: wish.work.is_some() })
    }

    /// What leads go to the copy of a module; a workspace's is led by the environment.
    pub fn argument(&self) -> Option<BString> {
        let file = path_to_bytes(&self.dir.path().join("go.mod"));
        (!self.workspace).then(|| [b"-modfile=".as_slice(), &file].concat().into())
    }

    /// The environment that leads go to the copy of a workspace.
    pub fn environ(&self, environ: &Environ) -> Environ {
        match self.workspace {
            true => environ.with("GOWORK", Some(&path_to_bytes(&self.dir.path().join("go.work")))),
            false => environ.clone(),
        }
    }

    /// What go says of the copies, with the names of the project's own files.
    pub fn named(&self, said: &[u8], wish: &Wish) -> BString {
        let own = if self.workspace { wish.work.as_deref() } else { wish.modfile.as_deref() };
        let folder = own.unwrap_or(wish.file.path()).parent().unwrap_or(Path::new(""));
        said.replace(path_to_bytes(self.dir.path()), path_to_bytes(folder)).into()
    }
}

/// A workspace's file with every folder in it absolute.
fn workspace(file: &Path, text: &[u8], environ: &Environ) -> Result<Vec<u8>, WarmError> {
    let os = environ.os();
    let work = WorkFile::read(os, text)
        .map_err(|bad| WarmError::File { file: file.to_path_buf(), reason: bad.text })?;
    let base = path_to_bytes(file.parent().unwrap_or(Path::new("")));
    let absolute = |folder: &BStr| match filepath::is_abs(os, folder) {
        true => folder.to_owned(),
        false => filepath::join(os, &[base.as_bstr(), folder]),
    };
    let mut out = String::new();
    for (word, value) in [("go", &work.go), ("toolchain", &work.toolchain)] {
        if let Some(value) = value {
            out += &format!("{word} {value}\n");
        }
    }
    for line in &work.uses {
        out += &format!("use {}\n", quote(absolute(line.path.as_bstr()).as_bstr()));
    }
    for line in &work.replace {
        let old = match line.old.version.is_empty() {
            true => line.old.module.to_string(),
            false => format!("{} {}", line.old.module, line.old.version),
        };
        let new = match &line.new {
            Replacement::Module(version) => format!("{} {}", version.module, version.version),
            Replacement::Folder(folder) => quote(absolute(folder.as_bstr()).as_bstr()),
        };
        out += &format!("replace {old} => {new}\n");
    }
    Ok(out.into_bytes())
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn required(file: &Path) -> Result<Vec<u8>, WarmError> {
    read(file).map_err(|why| failed(file, &why))
}

fn optional(file: &Path) -> Result<Vec<u8>, WarmError> {
    match read(file) {
        Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        other => other.map_err(|why| failed(file, &why)),
    }
}

fn failed(file: &Path, why: &io::Error) -> WarmError {
    WarmError::File { file: file.to_path_buf(), reason: why.to_string() }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use go_rules::environ::Os;

    use super::*;

    #[test]
    fn folders_of_a_workspace_are_named_from_anywhere() {
        let text = b"go 1.22.0\ntoolchain go1.24.1\nuse (\n\t\"./a b\"\n\t/abs\n)\nreplace x.test => ../x\nreplace y.test v1.0.0 => z.test v1.2.0\n";
        let environ = Environ::new(Os::Linux, []);
        let copy = workspace(Path::new("/w/go.work"), text, &environ).unwrap();
        let told = "go 1.22.0\ntoolchain go1.24.1\nuse \"/w/a b\"\nuse \"/abs\"\nreplace x.test => \"/x\"\nreplace y.test v1.0.0 => z.test v1.2.0\n";
        assert_eq!(copy.as_bstr(), told);
        assert!(WorkFile::read(Os::Linux, &copy).is_ok());
    }
}
