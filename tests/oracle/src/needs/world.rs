//! Generated modules, laid into a module cache as go would have left them after `go mod download`, without the zips:
//! only their go.mod files matter here. They need each other in circles, in versions that are not there, and under
//! names that are not theirs.

use crate::caches::proxy::escaped;
use crate::rng::Rng;
use bstr::ByteSlice;
use go_rules::module::h1_of_go_mod;
use go_rules::mvs::Actual;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Paths, and the versions that each may have.
const MODULES: [(&str, &[&str]); 14] = [
    ("a.example/A", &["v1.0.0", "v1.1.0-RC1", "v1.1.0", "v1.10.0", "v1.9.0"]),
    ("a.example/A/v2", &["v2.0.0", "v2.1.0-rc.2", "v2.1.0-rc.10"]),
    ("a.example/A/sub", &["v0.1.0", "v0.2.0", "v1.0.0"]),
    ("b.example/b", &["v1.0.0", "v1.2.3", "v1.3.0"]),
    ("c.example/c", &["v0.0.0-20200102030405-abcdefabcdef", "v0.0.0-20210102030405-abcdefabcdef", "v0.1.0"]),
    (
        "old.example/old",
        &["v1.0.0", "v2.0.0+incompatible", "v3.1.0+incompatible", "v2.1.0-Beta+incompatible"],
    ),
    ("gopkg.in/yaml.v2", &["v2.0.0", "v2.4.0"]),
    ("gopkg.in/check.v1", &["v1.0.0-20161208181325-20d25e280405", "v1.0.0"]),
    ("d.example/Dee_dum", &["v1.0.0", "v1.0.1-0.20200102030405-abcdefabcdef"]),
    ("e.example/e", &["v1.0.0", "v1.1.0"]),
    ("f.example/f", &["v1.0.0", "v1.1.0"]),
    ("g.example/g/v3", &["v3.0.0", "v3.0.1", "v3.1.0"]),
    ("h.example/h", &["v0.9.0", "v1.0.0"]),
    ("main.example/m", &["v1.0.0", "v1.5.0"]),
];

/// A version of a module.
#[derive(Debug, Clone)]
pub struct Version {
    pub module: &'static str,
    pub version: &'static str,
    pub go_mod: String,
}

/// The modules of one world.
#[derive(Debug)]
pub struct World {
    pub versions: Vec<Version>,
    /// GOMODCACHE.
    pub cache: PathBuf,
    /// The lines of a go.sum that knows them all.
    pub sums: String,
}

impl World {
    /// Thinks up a world for a go of this minor version, and lays it.
    ///
    /// # Errors
    /// When something cannot be written.
    pub fn lay(root: &Path, minor: u32, rng: &mut Rng) -> io::Result<World> {
        let cache = root.join("modcache");
        let mut world = World { versions: Vec::new(), cache, sums: String::new() };
        for (module, versions) in MODULES {
            for version in versions {
                // Now and then one that others name is not there.
                if rng.chance(3) {
                    continue;
                }
                let go_mod = go_mod(module, minor, rng);
                world.versions.push(Version { module, version, go_mod });
            }
        }
        for version in &world.versions {
            version.lay(&world.cache)?;
            let Version { module, version, go_mod } = version;
            world.sums.push_str(&format!("{module} {version}/go.mod {}\n", h1_of_go_mod(go_mod.as_bytes())));
        }
        Ok(world)
    }

    /// Whether a module is there. Of a folder go asks nothing.
    pub fn has(&self, module: &Actual) -> bool {
        let Actual::Module(wanted) = module else { return true };
        self.versions.iter().any(|it| wanted.module == it.module && wanted.version == it.version)
    }
}

impl Version {
    /// Into this module cache.
    ///
    /// # Errors
    /// When something cannot be written.
    pub fn lay(&self, cache: &Path) -> io::Result<()> {
        let folder = cache.join("cache/download").join(escaped(self.module)).join("@v");
        fs::create_dir_all(&folder)?;
        let name = escaped(self.version);
        fs::write(folder.join(format!("{name}.mod")), &self.go_mod)?;
        let info = format!("{{\"Version\":{:?},\"Time\":\"2026-01-02T03:04:05Z\"}}", self.version);
        fs::write(folder.join(format!("{name}.info")), info)
    }
}

/// A go version that a go of this minor version reads; empty: no go line.
pub fn go_version(minor: u32, rng: &mut Rng) -> String {
    let old: &[&str] = &["", "1.11", "1.15", "1.16", "1.16", "1.17", "1.17", "1.18", "1.19"];
    if minor < 21 || rng.chance(75) {
        return (*rng.pick(old)).to_owned();
    }
    let minor = 20 + rng.below(minor as usize - 19);
    match rng.below(4) {
        0 if minor > 20 => format!("1.{minor}.0"),
        1 if minor > 20 => format!("1.{minor}rc1"),
        _ => format!("1.{minor}"),
    }
}

/// A requirement on something that may be there.
pub fn requirement(rng: &mut Rng) -> (&'static str, &'static str) {
    let (module, versions) = rng.pick(&MODULES);
    (module, rng.pick::<&str>(versions))
}

fn go_mod(module: &str, minor: u32, rng: &mut Rng) -> String {
    let declared = if rng.chance(1) { "other.example/name" } else { module };
    let mut text = format!("module {declared}\n\n");
    let go = go_version(minor, rng);
    if !go.is_empty() {
        text.push_str(&format!("go {go}\n"));
    }
    let number = if rng.chance(40) { 0 } else { rng.below(4) };
    let lines: Vec<String> = (0..number)
        .map(|_| {
            let (module, version) = requirement(rng);
            let comment = if rng.chance(30) { " // indirect" } else { "" };
            format!("{module} {version}{comment}")
        })
        .collect();
    match rng.chance(50) {
        true => lines.iter().for_each(|line| text.push_str(&format!("require {line}\n"))),
        false => text.push_str(&format!("require (\n\t{}\n)\n", lines.join("\n\t"))),
    }
    // What counts in a main module only.
    if rng.chance(20) {
        let (module, version) = requirement(rng);
        text.push_str(&format!("replace {module} => ../nowhere\nexclude {module} {version}\n"));
    }
    if rng.chance(10) {
        text.push_str("retract [v0.0.1, v0.0.2] // why\nfuture directive\n");
    }
    if rng.chance(1) {
        text.push_str("require broken\n");
    }
    text
}

/// What a program printed, for a report.
pub fn shown(bytes: &[u8]) -> String {
    bytes.to_str_lossy().trim_end().to_owned()
}
