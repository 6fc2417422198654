//! The real SDKs and what they say of themselves in an empty environment.

use crate::native::{bytes, join};
use crate::run::{Call, run};
use bstr::{BString, ByteSlice};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// One SDK.
#[derive(Debug, Clone)]
pub struct Sdk {
    pub goroot: PathBuf,
    /// `go1.27.3`.
    pub version: String,
    /// 27.
    pub minor: u32,
    pub os: String,
    pub arch: String,
    /// The names of its listing.
    pub names: Vec<BString>,
    /// The listing itself, in an empty environment but for HOME.
    pub listing: BTreeMap<String, String>,
}

#[derive(Debug, thiserror::Error)]
pub enum SdkError {
    #[error("no SDKs in {0}: run `node tests/sdks/fetch.mjs` first")]
    None(PathBuf),
    #[error("{0}: its go does not list its environment: {1}")]
    Silent(PathBuf, String),
}

/// The SDKs that `tests/sdks/fetch.mjs` has laid in this folder, oldest first.
///
/// # Errors
/// When there are none, or one of them does not run.
pub fn in_folder(folder: &Path) -> Result<Vec<Sdk>, SdkError> {
    let mut sdks = Vec::new();
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for place in entries.map(|e| e.path()) {
        let debian = place.join("usr/lib/go-1.19");
        let exe = if cfg!(windows) { "bin/go.exe" } else { "bin/go" };
        for goroot in [debian, place] {
            let hidden = folder_name(&goroot).starts_with('.');
            if goroot.join(exe).is_file() && !hidden && for_this_system(&goroot) {
                sdks.push(Sdk::at(&goroot)?);
            }
        }
    }
    sdks.sort_by_key(|sdk| (sdk.minor, sdk.version.clone()));
    if sdks.is_empty() { Err(SdkError::None(folder.to_owned())) } else { Ok(sdks) }
}

fn folder_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// SDKs for other systems lie beside ours, their folders ending in `.<platform>`.
fn for_this_system(goroot: &Path) -> bool {
    folder_name(goroot).split('.').all(|part| !part.contains("x64") && !part.contains("arm64"))
}

impl Sdk {
    /// # Errors
    /// When its go does not run.
    pub fn at(goroot: &Path) -> Result<Sdk, SdkError> {
        let program = join(bytes(goroot), if cfg!(windows) { "bin/go.exe" } else { "bin/go" });
        let silent = |why: String| SdkError::Silent(goroot.to_owned(), why);
        let temp = tempfile::tempdir().map_err(|e| silent(e.to_string()))?;
        let home = bytes(temp.path());
        let env: Vec<(BString, BString)> =
            ["HOME", "USERPROFILE", "AppData", "LocalAppData", "TMPDIR", "TMP"]
                .iter()
                .map(|name| ((*name).into(), home.clone()))
                .collect();
        let args = vec!["env".into(), "-json".into()];
        let said = run(&Call { program, args, cwd: &home, env: &env }).map_err(|e| silent(e.to_string()))?;
        let listing: BTreeMap<String, String> =
            serde_json::from_slice(&said.stdout).map_err(|e| silent(format!("{e}: {}", said.stderr)))?;
        let fact = |name: &str| listing.get(name).cloned().unwrap_or_default();
        let version = fact("GOVERSION");
        let minor = version.split('.').nth(1).and_then(|m| m.parse().ok()).unwrap_or(0);
        Ok(Sdk {
            goroot: goroot.to_owned(),
            minor,
            version,
            os: fact("GOHOSTOS"),
            arch: fact("GOHOSTARCH"),
            names: listing.keys().map(|name| name.as_bytes().as_bstr().to_owned()).collect(),
            listing,
        })
    }

    pub fn root(&self) -> BString {
        bytes(&self.goroot)
    }

    pub fn program(&self) -> BString {
        join(self.root(), if cfg!(windows) { "bin/go.exe" } else { "bin/go" })
    }
}
