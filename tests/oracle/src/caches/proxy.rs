//! A folder as go takes it for a module proxy (`GOPROXY=file://…`), and the releases in it.

use crate::programs::build::file_url;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;

/// One version of a module as its author would publish it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    pub module: String,
    pub version: String,
    pub go_mod: String,
    /// Names with `/`, without the `go.mod`; in any order.
    pub files: Vec<(String, Vec<u8>)>,
}

/// A proxy that holds what was published to it.
#[derive(Debug, Clone)]
pub struct Proxy {
    folder: PathBuf,
}

impl Proxy {
    /// The folder is made by the first release.
    pub fn at(folder: &Path) -> Proxy {
        Proxy { folder: folder.to_owned() }
    }

    /// As `GOPROXY` wants it.
    pub fn url(&self) -> String {
        file_url(&self.folder)
    }

    /// Where a file of a version lies: `ending` is `mod`, `info` or `zip`.
    pub fn file(&self, module: &str, version: &str, ending: &str) -> PathBuf {
        self.versions(module).join(format!("{}.{ending}", escaped(version)))
    }

    /// The `@v` folder of a module.
    pub fn versions(&self, module: &str) -> PathBuf {
        let parts = escaped(module);
        parts.split('/').fold(self.folder.clone(), |at, part| at.join(part)).join("@v")
    }

    /// Publishes a release; the same version again is laid anew.
    ///
    /// # Errors
    /// When something cannot be written.
    pub fn publish(&self, release: &Release) -> io::Result<()> {
        let Release { module, version, go_mod, files } = release;
        fs::create_dir_all(self.versions(module))?;
        fs::write(self.file(module, version, "mod"), go_mod)?;
        let info = format!("{{\"Version\":{version:?},\"Time\":\"2026-01-02T03:04:05Z\"}}");
        fs::write(self.file(module, version, "info"), &info)?;
        // Asked for where the list is empty, as it is with pseudo-versions only.
        fs::write(self.versions(module).with_file_name("@latest"), info)?;
        let mut zip = zip::ZipWriter::new(fs::File::create(self.file(module, version, "zip"))?);
        let mut names: Vec<(&str, &[u8])> = files.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
        // Of a version from before modules, the go.mod is the proxy's invention.
        if !version.ends_with("+incompatible") {
            names.push(("go.mod", go_mod.as_bytes()));
        }
        names.sort_unstable();
        for (name, content) in names {
            zip.start_file(format!("{module}@{version}/{name}"), SimpleFileOptions::default())?;
            zip.write_all(content)?;
        }
        zip.finish()?;
        self.list(module, version)
    }

    /// Go leaves pseudo-versions out of a list, and so does every proxy.
    fn list(&self, module: &str, version: &str) -> io::Result<()> {
        let file = self.versions(module).join("list");
        let before = fs::read_to_string(&file).unwrap_or_default();
        let pseudo = version.rsplit('-').next().is_some_and(|end| end.len() == 12) && version.contains('-');
        if pseudo || before.lines().any(|line| line == version) {
            return fs::write(file, before);
        }
        fs::write(file, format!("{before}{version}\n"))
    }
}

/// A path or a version as it stands on a disk that may not tell `A` from `a`.
pub fn escaped(name: &str) -> String {
    name.chars().fold(String::new(), |mut so_far, c| {
        if c.is_ascii_uppercase() {
            so_far.push('!');
        }
        so_far.push(c.to_ascii_lowercase());
        so_far
    })
}
