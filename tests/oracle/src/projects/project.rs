//! Projects over a world: tidy or not, with replacements, exclusions, vendor folders and workspaces, and with what people
//! do to their files.

use super::odd::{Odd, Site, When};
use super::world::{Version, World, package, shown};
use crate::rng::Rng;
use crate::sdk::Sdk;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A project on the disk.
#[derive(Debug)]
pub struct Project {
    /// All of it lies here.
    pub root: PathBuf,
    /// Where go is run.
    pub folder: PathBuf,
    /// What the environment has besides.
    pub env: Vec<(String, String)>,
    /// How it came about, for a report.
    pub story: String,
}

/// Lays a project.
///
/// # Errors
/// When something cannot be written, or go not be started.
pub fn lay(
    root: &Path,
    world: &World,
    (sdks, sdk): (&[Sdk], &Sdk),
    odd: Option<&Odd>,
    rng: &mut Rng,
) -> io::Result<Project> {
    let when = odd.map_or(When::Any, |odd| odd.when);
    let is_workspace = match when {
        When::Workspace => true,
        When::Module => false,
        _ => rng.chance(18),
    };
    let members: Vec<PathBuf> =
        if is_workspace { vec![root.join("m0"), root.join("m1")] } else { vec![root.to_owned()] };
    let mut project =
        Project { root: root.to_owned(), folder: members[0].clone(), env: Vec::new(), story: String::new() };
    for (at, member) in members.iter().enumerate() {
        sources(member, at, world, sdk, rng)?;
    }
    if is_workspace {
        project.workspace(sdk, rng)?;
    }
    if let Some(odd) = odd.filter(|odd| odd.when == When::Sources) {
        project.make_odd(odd, &members[0], world, (sdks, sdk), rng)?;
    }
    for member in &members {
        project.tidy(member, world, sdk, rng)?;
    }
    if is_workspace && rng.chance(70) {
        fs::write(root.join("go.work.sum"), &world.sums)?;
    }
    if rng.chance(18) || when == When::Vendor {
        let words: &[&str] = if is_workspace { &["work", "vendor"] } else { &["mod", "vendor"] };
        project.run(words, root, world, sdk)?;
    }
    project.environment(rng);
    if let Some(odd) = odd.filter(|odd| odd.when != When::Sources) {
        project.make_odd(odd, &members[0], world, (sdks, sdk), rng)?;
    }
    // What is odd is seen best in what is well else.
    let times = if odd.is_some() { [90, 10, 0, 0] } else { [60, 28, 8, 4] };
    for _ in 0..rng.weighted(&times) {
        let member = rng.pick(&members).clone();
        project.tamper(&member, world, rng)?;
    }
    Ok(project)
}

/// The sources of one main module and its go.mod.
fn sources(folder: &Path, at: usize, world: &World, sdk: &Sdk, rng: &mut Rng) -> io::Result<()> {
    let mut needs: Vec<&Version> = Vec::new();
    let files = [
        ("p.go", "", 100),
        ("p_test.go", "", 50),
        ("p_windows.go", "", 25),
        ("inner/q.go", "", 60),
        ("inner/q_test.go", "", 25),
        ("tagged/t.go", "//go:build mytag\n\n", 25),
        ("old/t.go", "// +build !mytag\n\n", 20),
        ("ignored/t.go", "//go:build ignore\n\n", 15),
        ("testdata/t.go", "", 15),
        ("_x/t.go", "", 10),
        ("nested/t.go", "", 15),
        ("only/only_test.go", "", 15),
        ("new/t.go", "//go:build go1.24\n\n", 15),
    ];
    for (name, head, percent) in files {
        if !rng.chance(percent) {
            continue;
        }
        let mut text = format!("{head}package x\n\n");
        for _ in 0..rng.below(3) {
            let need = rng.pick(&world.versions);
            let need = needs.iter().copied().find(|it| it.module == need.module).unwrap_or(need);
            if !need.packages.is_empty() {
                needs.push(need);
                text.push_str(&format!("import _ \"{}\"\n", package(need, rng)));
            }
        }
        if rng.chance(1) {
            text.push_str("import _ \"ex.com/nowhere/x\"\n");
        }
        if rng.chance(3) {
            text.push_str("import _ \"unsafe\"\n");
        }
        write(&folder.join(name), &text)?;
    }
    if folder.join("nested").is_dir() {
        write(&folder.join("nested/go.mod"), "module main.ex/nested\n")?;
    }
    let mut go_mod = format!("module main.ex/m{at}\n");
    let lines: &[&str] = match sdk.minor {
        0..=20 => &["1.13", "1.16", "1.17", "1.18", "1.19"],
        21 => &["1.13", "1.16", "1.17", "1.18", "1.21", "1.21.0"],
        _ => &["1.13", "1.16", "1.17", "1.18", "1.21", "1.22", "1.22.1"],
    };
    let go = *rng.pick(lines);
    if !rng.chance(4) {
        go_mod.push_str(&format!("\ngo {go}\n"));
    }
    let mut named: Vec<&str> = Vec::new();
    for need in needs {
        if !named.contains(&need.module) && rng.chance(98) {
            named.push(need.module);
            go_mod.push_str(&format!("\nrequire {} {}\n", need.module, need.version));
        }
    }
    if rng.chance(9) {
        let of = rng.pick(&world.versions);
        let local = folder.join("local");
        let inner = if of.packages.contains(&"") { "" } else { "sub/" };
        write(&local.join(format!("{inner}l.go")), "package l\n")?;
        write(&local.join("go.mod"), &format!("module {}\n\ngo 1.17\n", of.module))?;
        go_mod.push_str(&format!("\nreplace {} => ./local\n", of.module));
    }
    if rng.chance(12) {
        let (of, by) = (rng.pick(&world.versions), rng.pick(&world.versions));
        let of_version = if rng.chance(50) { format!(" {}", of.version) } else { String::new() };
        if of.module != by.module || rng.chance(50) {
            go_mod
                .push_str(&format!("\nreplace {}{of_version} => {} {}\n", of.module, by.module, by.version));
        }
    }
    if rng.chance(10) {
        let of = rng.pick(&world.versions);
        go_mod.push_str(&format!("\nexclude {} {}\n", of.module, of.version));
    }
    write(&folder.join("go.mod"), &go_mod)
}

impl Project {
    fn workspace(&mut self, sdk: &Sdk, rng: &mut Rng) -> io::Result<()> {
        let newest = if sdk.minor >= 22 { "1.23" } else { "1.21.5" };
        let go = if sdk.minor >= 21 { *rng.pick(&["1.18", "1.21", newest, newest, newest]) } else { "1.18" };
        let go = if go == "1.23" && sdk.minor < 23 { "1.22.5" } else { go };
        write(&self.root.join("go.work"), &format!("go {go}\n\nuse (\n\t./m0\n\t./m1\n)\n"))?;
        self.story.push_str("workspace; ");
        if rng.chance(20) {
            self.folder = if rng.chance(25) { self.root.clone() } else { self.root.join("m1") };
        }
        Ok(())
    }

    fn make_odd(
        &mut self,
        odd: &Odd,
        member: &Path,
        world: &World,
        (sdks, sdk): (&[Sdk], &Sdk),
        rng: &mut Rng,
    ) -> io::Result<()> {
        self.story.push_str(&format!("odd: {}; ", odd.name));
        (odd.make)(&mut Site { project: self, member: member.to_owned(), world, sdks, sdk, rng })
    }

    /// Has go write go.mod and go.sum, or gives it a go.sum of everything.
    fn tidy(&mut self, member: &Path, world: &World, sdk: &Sdk, rng: &mut Rng) -> io::Result<()> {
        match rng.weighted(&[85, 15]) {
            0 => self.run(&["mod", "tidy", "-e"], member, world, sdk),
            _ => {
                self.story.push_str("all sums; ");
                fs::write(member.join("go.sum"), &world.sums)
            }
        }
    }

    fn run(&mut self, words: &[&str], folder: &Path, world: &World, sdk: &Sdk) -> io::Result<()> {
        let mut go = world.go(sdk, folder, &world.full, &world.proxy.url(), &[]);
        let said = go.args(words).output()?;
        let well = if said.status.success() { "done" } else { "failed" };
        self.story.push_str(&format!("go {} {well}; ", words.join(" ")));
        if !said.status.success() && words == ["work", "vendor"] {
            self.story.push_str(shown(&said).lines().next().unwrap_or_default());
        }
        Ok(())
    }

    fn environment(&mut self, rng: &mut Rng) {
        let mut flags: Vec<&str> = Vec::new();
        if rng.chance(15) {
            flags.push("-tags=mytag");
        }
        match rng.weighted(&[88, 5, 4, 3]) {
            1 => flags.push("-mod=mod"),
            2 => flags.push("-mod=readonly"),
            3 => flags.push("-mod=vendor"),
            _ => {}
        }
        if !flags.is_empty() {
            self.env.push(("GOFLAGS".into(), flags.join(" ")));
        }
        match rng.weighted(&[88, 4, 4, 4]) {
            1 => self.env.push(("GOPRIVATE".into(), "corp.ex".into())),
            2 => self.env.push(("GOWORK".into(), "off".into())),
            3 => self.env.push(("GOPROXY".into(), "off".into())),
            _ => {}
        }
    }

    /// What people do to their files.
    fn tamper(&mut self, member: &Path, world: &World, rng: &mut Rng) -> io::Result<()> {
        let (go_mod, go_sum) = (member.join("go.mod"), member.join("go.sum"));
        match rng.below(11) {
            0..=2 => self.change(&go_sum, "a sum goes", rng, |_, _| None),
            3..=4 => self.change(&go_sum, "a sum is wrong", rng, |line, _| {
                let (head, hash) = line.rsplit_once("h1:")?;
                let flipped = if hash.starts_with('A') { "B" } else { "A" };
                Some(format!("{head}h1:{flipped}{}", &hash[1..]))
            }),
            5 => self.change(&go_mod, "a line goes", rng, |line, _| {
                if line.contains(" v1.") || line.contains(" v2.") { None } else { Some(line.to_owned()) }
            }),
            6 => {
                let other = rng.pick(&world.versions).version.clone();
                self.change(&go_mod, "another version", rng, move |line, _| {
                    let (path, _) =
                        line.trim().strip_prefix("require ").unwrap_or(line.trim()).split_once(" v1.")?;
                    let indirect = if line.contains("indirect") { " // indirect" } else { "" };
                    let start = if line.starts_with("require") { "require " } else { "\t" };
                    match other.starts_with("v1") && !line.contains("=>") {
                        true => Some(format!("{start}{path} {other}{indirect}")),
                        false => Some(line.to_owned()),
                    }
                })
            }
            7 => {
                let file = self.root.join("vendor").join("modules.txt");
                self.change(&file, "a vendored line goes", rng, |_, _| None)
            }
            8 => {
                let of = rng.pick(&world.versions);
                if let (false, Ok(text)) = (of.packages.is_empty(), fs::read_to_string(member.join("p.go"))) {
                    let text = format!("{text}import _ \"{}\"\n", package(of, rng));
                    self.story.push_str("one import more; ");
                    fs::write(member.join("p.go"), text)?;
                }
                Ok(())
            }
            9 => {
                self.story.push_str("no go.sum; ");
                fs::remove_file(&go_sum).or(Ok(()))
            }
            _ => {
                let of = rng.pick(&world.versions);
                let text = fs::read_to_string(&go_mod)?;
                self.story.push_str("one requirement more; ");
                fs::write(&go_mod, format!("{text}\nrequire {} {}\n", of.module, of.version))
            }
        }
    }

    /// Changes a line of a file that is there, and has more than one.
    fn change(
        &mut self,
        file: &Path,
        what: &str,
        rng: &mut Rng,
        by: impl Fn(&str, &mut Rng) -> Option<String>,
    ) -> io::Result<()> {
        let Ok(text) = fs::read_to_string(file) else { return Ok(()) };
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        if lines.is_empty() {
            return Ok(());
        }
        let at = rng.below(lines.len());
        match by(&lines[at].clone(), rng) {
            Some(line) => lines[at] = line,
            None => _ = lines.remove(at),
        }
        self.story.push_str(&format!("{what}; "));
        fs::write(file, lines.join("\n") + "\n")
    }
}

fn write(file: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, text)
}
