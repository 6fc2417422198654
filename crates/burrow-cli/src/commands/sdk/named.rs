//! What a person means by `go1.26.6`, `1.26` or a folder.

use std::path::{Path, PathBuf};

use bstr::{BString, ByteSlice};
use burrow_core::sdk::inventory::{Sdk, SdkState};
use burrow_core::system::working_dir;
use burrow_core::text::Lang;
use go_rules::version;

use crate::failure::{FAILED, Failure, USAGE};

/// A toolchain that was named on the command line.
#[derive(Debug, Clone)]
pub struct Named {
    /// As it was typed.
    text: String,
    folder: Option<PathBuf>,
    /// The name of a toolchain, or another value of GOTOOLCHAIN.
    name: Option<String>,
    /// The SDKs of that version, the best first.
    pub sdks: Vec<Sdk>,
}

/// Understands what was typed, where `all` are the SDKs of this machine.
///
/// # Errors
/// It is neither a version nor a folder.
pub fn named(text: &str, all: &[Sdk], lang: Lang) -> Result<Named, Failure> {
    if let Some(folder) = folder(text)? {
        let sdks: Vec<Sdk> = all.iter().filter(|sdk| sdk.goroot == folder).cloned().collect();
        let version = sdks.first().and_then(|sdk| sdk.version.clone()).or_else(|| version_of(&folder));
        let name = version.map(|version| version.to_str_lossy().into_owned());
        return Ok(Named { text: text.to_owned(), folder: Some(folder), name, sdks });
    }
    if matches!(text, "local" | "auto" | "path") || text.contains('+') {
        return Ok(Named {
            text: text.to_owned(),
            folder: None,
            name: Some(text.to_owned()),
            sdks: Vec::new(),
        });
    }
    let name = if text.starts_with("go") { text.to_owned() } else { format!("go{text}") };
    let Some(asked) = version::of_toolchain(name.as_bytes()) else {
        let message = lang.pick(
            format!("{text} is neither a Go version nor a folder."),
            format!("{text} 既不是 Go 版本，也不是文件夹。"),
        );
        return Err(Failure::new(USAGE, "no-such-toolchain", message).about(text));
    };
    let minor = version::is_language(asked) || !asked.contains_str(".");
    let mut sdks: Vec<Sdk> = all.iter().filter(|sdk| fits(sdk, &name, asked, minor)).cloned().collect();
    sdks.sort_by(better);
    let found = sdks.first().and_then(|sdk| sdk.version.as_ref()).map(|v| v.to_str_lossy().into_owned());
    Ok(Named { text: text.to_owned(), folder: None, name: Some(found.unwrap_or(name)), sdks })
}

/// A folder that is there, and is spelt as one.
fn folder(text: &str) -> Result<Option<PathBuf>, Failure> {
    let looks = text.contains(std::path::is_separator) || matches!(text, "." | "..");
    if !looks {
        return Ok(None);
    }
    let here = working_dir().map_err(|why| Failure::working_dir(&why))?;
    let path = here.join(text);
    match dunce::canonicalize(&path) {
        Ok(folder) => Ok(Some(folder)),
        Err(why) => Err(Failure::no_folder(&path, &why)),
    }
}

fn version_of(goroot: &Path) -> Option<BString> {
    let file = std::fs::read(goroot.join("VERSION")).ok()?;
    let first = file.lines().next()?.trim().as_bstr();
    version::of_toolchain(first).is_some().then(|| first.into())
}

fn fits(sdk: &Sdk, name: &str, asked: &[u8], minor: bool) -> bool {
    let Some(has) = &sdk.version else { return false };
    if has == name.as_bytes() {
        return true;
    }
    let Some(number) = version::of_toolchain(has) else { return false };
    minor && number.strip_prefix(asked).is_some_and(|rest| rest.starts_with(b"."))
}

/// The newest first; of equal ones a whole one before a broken one.
fn better(a: &Sdk, b: &Sdk) -> std::cmp::Ordering {
    let number = |sdk: &Sdk| -> BString {
        let version = sdk.version.as_ref().and_then(|v| version::of_toolchain(v));
        version.map(Into::into).unwrap_or_default()
    };
    let broken = |sdk: &Sdk| sdk.state() == SdkState::Broken;
    version::compare(&number(b), &number(a)).then(broken(a).cmp(&broken(b)))
}

impl Named {
    pub fn is_folder(&self) -> bool {
        self.folder.is_some()
    }

    /// Whether its name is no use to go: before 1.21.
    pub fn is_before_switching(&self) -> bool {
        let number = self.name.as_deref().and_then(|name| version::of_toolchain(name.as_bytes()));
        number.is_some_and(|number| version::compare(number, b"1.21").is_lt())
    }

    /// The name of the toolchain.
    ///
    /// # Errors
    /// A folder that does not tell its version.
    pub fn name(&self, lang: Lang) -> Result<String, Failure> {
        self.name.clone().ok_or_else(|| {
            let message = lang.pick(
                format!("{} does not tell which Go it is.", self.text),
                format!("{} 没有说明它是哪个 Go。", self.text),
            );
            Failure::new(FAILED, "version-unknown", message).about(&self.text)
        })
    }

    /// The folder of the SDK.
    ///
    /// # Errors
    /// No SDK of that version is here.
    pub fn goroot(&self, lang: Lang) -> Result<PathBuf, Failure> {
        let found = self.folder.clone().or_else(|| self.sdks.first().map(|sdk| sdk.goroot.clone()));
        found.ok_or_else(|| {
            let message = lang.pick(
                format!("{} is not on this machine.", self.text),
                format!("这台机器上没有 {}。", self.text),
            );
            Failure::new(FAILED, "not-installed", message).about(&self.text).hint(lang.pick(
                "`burrow sdk list` shows what is here; `burrow sdk install` fetches another.",
                "`burrow sdk list` 会列出这里有哪些；`burrow sdk install` 可以安装别的。",
            ))
        })
    }
}
