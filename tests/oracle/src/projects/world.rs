//! Modules in versions drawn at random, published to a folder that go takes for a proxy, and fetched once by real go:
//! nested paths, capitals, private hosts, packages that come and go, files for other systems, tests with needs of
//! their own.

use super::special;
use crate::caches::proxy::{Proxy, Release};
use crate::native::path;
use crate::rng::Rng;
use crate::sdk::Sdk;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A module needs only those after it.
const PATHS: [&str; 9] = [
    "ex.com/a",
    "ex.com/a/inner",
    "ex.com/b",
    "ex.com/b/v2",
    "ex.com/Cap",
    "corp.ex/d",
    "ex.com/e",
    "ex.com/e/deep",
    "ex.com/f",
];

/// A version of a module.
#[derive(Debug, Clone)]
pub struct Version {
    pub module: &'static str,
    pub version: String,
    /// Packages by their folders; the root is empty.
    pub packages: Vec<&'static str>,
}

/// The modules of one world.
#[derive(Debug)]
pub struct World {
    pub root: PathBuf,
    pub versions: Vec<Version>,
    /// What only odd projects ask for.
    pub special: Vec<Version>,
    pub proxy: Proxy,
    /// Where real go has fetched everything.
    pub full: PathBuf,
    /// A go.sum with every line there is.
    pub sums: String,
}

impl World {
    /// Lays a world.
    ///
    /// # Errors
    /// When something cannot be written, or go complains.
    pub fn lay(root: &Path, sdk: &Sdk, rng: &mut Rng) -> io::Result<World> {
        let versions = versions(rng);
        let proxy = Proxy::at(&root.join("proxy"));
        for version in &versions {
            proxy.publish(&release(version, &versions, sdk.minor, rng))?;
        }
        let special = special::publish(&proxy)?;
        let (root, full) = (root.to_owned(), root.join("full"));
        let mut world = World { root, versions, special, proxy, full, sums: String::new() };
        let empty = world.root.join("empty");
        fs::create_dir_all(&empty)?;
        let all: Vec<String> = world.all().map(|it| format!("{}@{}", it.module, it.version)).collect();
        let words: Vec<&str> =
            ["mod", "download", "-modcacherw"].into_iter().chain(all.iter().map(String::as_str)).collect();
        let said = world.go(sdk, &empty, &world.full, &world.proxy.url(), &[]).args(words).output()?;
        if !said.status.success() {
            return Err(io::Error::other(shown(&said)));
        }
        world.special.extend(special::put(&world.proxy, &world.full)?);
        world.sums = sums(&world)?;
        Ok(world)
    }

    /// Every version that there is.
    pub fn all(&self) -> impl Iterator<Item = &Version> {
        self.versions.iter().chain(&self.special)
    }

    /// A go that asks nobody but this proxy.
    pub fn go(
        &self,
        sdk: &Sdk,
        folder: &Path,
        cache: &Path,
        goproxy: &str,
        more: &[(String, String)],
    ) -> Command {
        let mut go = Command::new(path(&sdk.program()));
        go.current_dir(folder).stdin(Stdio::null()).env_clear();
        for name in ["SystemRoot", "SystemDrive", "WINDIR"] {
            go.envs(std::env::var_os(name).map(|value| (name, value)));
        }
        go.envs(self.environment(sdk, cache, more)).env("PWD", folder).env("GOPROXY", goproxy);
        go
    }

    /// What go and Burrow are asked in, but for PWD.
    pub fn environment(&self, sdk: &Sdk, cache: &Path, more: &[(String, String)]) -> Vec<(String, String)> {
        let text = |path: &Path| path.display().to_string();
        let home = text(&self.root.join("home"));
        let homes = ["HOME", "USERPROFILE", "AppData", "LocalAppData", "TMPDIR", "TMP"];
        let mut all: Vec<(String, String)> =
            homes.map(|name| (name.to_owned(), home.clone())).into_iter().collect();
        let gocache = text(&self.root.join(format!("gocache{}", sdk.minor)));
        for (name, value) in [
            ("PATH", text(&sdk.goroot.join("bin"))),
            ("GOMODCACHE", text(cache)),
            ("GOCACHE", gocache),
            ("GOPROXY", self.proxy.url()),
            ("GOSUMDB", "off".into()),
            ("GOTOOLCHAIN", "local".into()),
            ("GOENV", "off".into()),
            ("CGO_ENABLED", "0".into()),
        ] {
            all.push((name.to_owned(), value));
        }
        for (name, value) in more {
            all.retain(|(known, _)| known != name);
            all.push((name.clone(), value.clone()));
        }
        fs::create_dir_all(&home).ok();
        all
    }
}

/// What a program said.
pub fn shown(said: &Output) -> String {
    String::from_utf8_lossy(&[said.stdout.as_slice(), &said.stderr].concat()).into_owned()
}

fn versions(rng: &mut Rng) -> Vec<Version> {
    let mut all = Vec::new();
    for module in PATHS {
        let major = if module.ends_with("/v2") { 2 } else { 1 };
        for minor in 0..1 + rng.below(3) {
            let mut packages = vec![];
            // A root without Go files now and then, and packages that only some versions have.
            for (package, percent) in [("", 96), ("sub", 85), ("inner", 10), ("sub/deep", 30)] {
                if rng.chance(percent) {
                    packages.push(package);
                }
            }
            all.push(Version { module, version: format!("v{major}.{minor}.0"), packages });
        }
    }
    all
}

fn release(of: &Version, all: &[Version], minor: u32, rng: &mut Rng) -> Release {
    let at = PATHS.iter().position(|path| *path == of.module).unwrap_or(0);
    let later: Vec<&Version> = all.iter().filter(|it| PATHS[at + 1..].contains(&it.module)).collect();
    let mut needs: Vec<&Version> = Vec::new();
    let mut files = vec![("README.md".to_owned(), of.version.clone().into_bytes())];
    for package in &of.packages {
        let mut lines = String::new();
        for _ in 0..rng.below(3) {
            lines.push_str(&import(&later, &mut needs, rng));
        }
        let name =
            |file: &str| if package.is_empty() { file.to_owned() } else { format!("{package}/{file}") };
        files.push((name("x.go"), format!("package x\n\n{lines}").into_bytes()));
        if rng.chance(30) {
            let line = import(&later, &mut needs, rng);
            files.push((name("x_windows.go"), format!("package x\n\n{line}").into_bytes()));
        }
        if rng.chance(30) {
            let line = import(&later, &mut needs, rng);
            files.push((name("x_test.go"), format!("package x\n\n{line}").into_bytes()));
        }
        if rng.chance(15) {
            let line = import(&later, &mut needs, rng);
            files.push((name("tagged.go"), format!("//go:build mytag\n\npackage x\n\n{line}").into_bytes()));
        }
    }
    let mut go_mod = format!("module {}\n", of.module);
    let newest = if minor >= 21 { minor.min(23) } else { 19 };
    let line = *rng.pick(&["", "1.12", "1.16", "1.17", "1.18", "1.19", "1.19", "top"]);
    match line {
        "" => {}
        "top" => go_mod.push_str(&format!("\ngo 1.{newest}\n")),
        line => go_mod.push_str(&format!("\ngo {line}\n")),
    }
    let mut named: Vec<&str> = Vec::new();
    for need in needs {
        if !named.contains(&need.module) {
            named.push(need.module);
            go_mod.push_str(&format!("\nrequire {} {}\n", need.module, need.version));
        }
    }
    Release { module: of.module.to_owned(), version: of.version.clone(), go_mod, files }
}

/// An import of a package of one of these.
fn import<'a>(of: &[&'a Version], needs: &mut Vec<&'a Version>, rng: &mut Rng) -> String {
    if of.is_empty() {
        return String::new();
    }
    // The same version of a module throughout, if it is needed already.
    let drawn = *rng.pick(of);
    let need = needs.iter().copied().find(|it| it.module == drawn.module).unwrap_or(drawn);
    if need.packages.is_empty() {
        return String::new();
    }
    needs.push(need);
    format!("import _ \"{}\"\n", package(need, rng))
}

/// The path of a package of a version.
pub fn package(of: &Version, rng: &mut Rng) -> String {
    match *rng.pick(&of.packages) {
        "" => of.module.to_owned(),
        package => format!("{}/{package}", of.module),
    }
}

/// Every line that a go.sum may have.
fn sums(world: &World) -> io::Result<String> {
    let mut lines = String::new();
    let fetched = Proxy::at(&world.full.join("cache").join("download"));
    for Version { module, version, .. } in world.all() {
        let zip = fs::read_to_string(fetched.file(module, version, "ziphash"))?;
        let go_mod = go_rules::module::h1_of_go_mod(&fs::read(fetched.file(module, version, "mod"))?);
        lines.push_str(&format!("{module} {version} {zip}\n{module} {version}/go.mod {go_mod}\n"));
    }
    Ok(lines)
}
