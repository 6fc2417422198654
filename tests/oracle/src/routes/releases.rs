//! The modules that can be asked for, in a folder as every server of a case has them.

use crate::caches::proxy::{Proxy, Release, escaped};
use crate::routes::sumdb::Database;
use go_rules::module::{h1, h1_of_go_mod};
use sha2::{Digest, Sha256};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The host that all of them lie on.
pub const HOST: &str = "mods.test";

/// Paths, with the versions of each in ascending order.
pub const MODULES: [(&str, &[&str]); 7] = [
    // Found by their paths alone: git is run, and no server is asked where they are.
    ("github.com/acme/quote", &["v1.0.0"]),
    ("mods.test/x/told.git", &["v1.0.0"]),
    ("mods.test/quote", &["v1.0.0", "v1.2.3", "v1.3.0-rc.1", "v2.0.0+incompatible"]),
    ("mods.test/Quote/v2", &["v2.0.0-RC.1", "v2.1.0"]),
    ("mods.test/old", &["v0.9.0", "v1.5.0"]),
    ("mods.test/pseudo", &["v0.0.0-20200101000000-abcdefabcdef"]),
    ("mods.test/deep/er/quote", &["v1.4.0-Beta.2", "v1.4.0"]),
];

/// Versions of Go that every server has. Of `golang.org/toolchain` only lists and `.info` are asked for.
const TOOLCHAINS: [&str; 9] =
    ["1.21rc2", "1.21.0", "1.24.11", "1.25.5", "1.26.1", "1.27.3", "1.28rc1", "1.28.0", "1.28.2"];

/// Modules whose repositories go knows by their paths, and where these lie below `repos`.
pub const REPOSITORIES: [(&str, &str); 2] =
    [("github.com/acme/quote", "quote"), ("mods.test/x/told.git", "told")];

/// All of them, on disk, and what the checksum database says of them.
#[derive(Debug)]
pub struct Releases {
    pub folder: PathBuf,
    pub database: Database,
    /// Every line that a go.sum may have of them.
    pub sums: Vec<String>,
}

impl Releases {
    /// # Errors
    /// When something cannot be written.
    pub fn publish(folder: &Path) -> io::Result<Releases> {
        let proxy = Proxy::at(folder);
        let mut records = Vec::new();
        for (module, versions) in MODULES {
            for version in versions {
                let go_mod = go_mod(module, version);
                let files = vec![("lib.go".to_owned(), b"package lib\n".to_vec())];
                let (module, version) = (module.to_owned(), (*version).to_owned());
                proxy.publish(&Release {
                    module: module.clone(),
                    version: version.clone(),
                    go_mod: go_mod.clone(),
                    files,
                })?;
                let zip = hash(&proxy.file(&module, &version, "zip"))?;
                let sum = h1_of_go_mod(go_mod.as_bytes());
                let record = format!("{module} {version} {zip}\n{module} {version}/go.mod {sum}\n");
                records.push((format!("{}@{}", escaped(&module), escaped(&version)), record));
            }
        }
        toolchains(folder)?;
        for (module, name) in REPOSITORIES {
            repository(&folder.join("repos").join(name), module)?;
        }
        let sums = records.iter().flat_map(|(_, record)| record.lines().map(str::to_owned)).collect();
        Ok(Releases { folder: folder.to_owned(), database: Database::new(records), sums })
    }
}

fn repository(at: &Path, module: &str) -> io::Result<()> {
    std::fs::create_dir_all(at)?;
    std::fs::write(at.join("go.mod"), go_mod(module, "v1.0.0"))?;
    std::fs::write(at.join("lib.go"), "package lib\n")?;
    let git = |args: &[&str]| -> io::Result<()> {
        let mut git = std::process::Command::new("git");
        git.current_dir(at).args(["-c", "user.name=a", "-c", "user.email=a@b.test"]).args(args);
        let done = git.stdin(std::process::Stdio::null()).output()?;
        if done.status.success() { Ok(()) } else { Err(io::Error::other(format!("git {args:?}: {done:?}"))) }
    };
    git(&["init", "-q"])?;
    git(&["add", "."])?;
    git(&["commit", "-q", "-m", "x"])?;
    git(&["tag", "v1.0.0"])
}

fn toolchains(folder: &Path) -> io::Result<()> {
    let at = folder.join("golang.org/toolchain/@v");
    std::fs::create_dir_all(&at)?;
    let mut list = String::from("v0.0.1-go1.9.odd\nv0.0.1\n");
    for go in TOOLCHAINS {
        for system in ["linux-amd64", "windows-arm64"] {
            let version = format!("v0.0.1-go{go}.{system}");
            std::fs::write(at.join(format!("{version}.info")), format!("{{\"Version\":\"{version}\"}}"))?;
            list += &format!("{version}\n");
        }
    }
    std::fs::write(at.join("list"), list)
}

/// Of `old`, the newest takes itself and an older one back.
fn go_mod(module: &str, version: &str) -> String {
    let retract = if module.ends_with("old") && version == "v1.5.0" { "\nretract v1.5.0\n" } else { "" };
    if version.ends_with("+incompatible") {
        format!("module {module}\n")
    } else {
        format!("module {module}\n\ngo 1.20\n{retract}")
    }
}

fn hash(zip: &Path) -> io::Result<String> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(zip)?)?;
    let mut files = Vec::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let sum: [u8; 32] = Sha256::digest(&bytes).into();
        files.push((file.name()?.into_owned(), sum));
    }
    h1(files.iter().map(|(name, sum)| (name.as_bytes(), *sum))).map_err(io::Error::other)
}
