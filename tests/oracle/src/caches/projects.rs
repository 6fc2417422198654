//! Projects that need generated modules, and what real go fetches for them.

use super::graph::{Graph, package};
use super::stage::{Stage, said};
use crate::rng::Rng;
use crate::sdk::Sdk;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What kind of folder it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// go.mod and go.sum.
    Plain,
    /// With a vendor folder, which go then uses.
    Vendor,
    /// Two modules in a workspace, with a go.work.sum where go writes one.
    Workspace,
    /// A module put in place of another, one replaced by a folder, one excluded.
    Replaced,
    /// Its go.sum still names versions that it once had.
    Moved,
}

/// A project that builds.
#[derive(Debug, Clone)]
pub struct Project {
    pub folder: PathBuf,
    pub shape: Shape,
    /// Where `go` is run: the folder, or each module of the workspace.
    pub modules: Vec<PathBuf>,
}

/// Lays a project below the stage's projects, and has go of this SDK fetch and build what it needs.
///
/// # Errors
/// When something cannot be written, or go complains.
pub fn lay(
    stage: &Stage,
    sdk: &Sdk,
    graph: &Graph,
    name: &str,
    shape: Shape,
    rng: &mut Rng,
) -> io::Result<Project> {
    let folder = stage.project(name);
    let modules = match shape {
        Shape::Workspace => vec![folder.join("app"), folder.join("lib")],
        _ => vec![folder.clone()],
    };
    for (number, module) in modules.iter().enumerate() {
        let path = format!("work.example/{name}/m{number}");
        let needs = Needs::drawn(graph, rng);
        write(&module.join("go.mod"), &needs.go_mod(graph, &path, rng))?;
        write(&module.join("main.go"), &needs.main(graph))?;
        write(&module.join("main_test.go"), &needs.test(graph))?;
    }
    let project = Project { folder, shape, modules };
    match shape {
        Shape::Workspace => workspace(stage, sdk, &project)?,
        Shape::Replaced => replaced(stage, sdk, graph, &project, rng)?,
        _ => tidy(stage, sdk, &project.modules)?,
    }
    match shape {
        Shape::Vendor => drop(stage.must(sdk, &project.folder, &["mod", "vendor"])?),
        Shape::Moved => moved(stage, sdk, graph, &project, rng)?,
        _ => {}
    }
    for module in &project.modules {
        stage.must(sdk, module, &["build", "-o", null_file(), "./..."])?;
        stage.must(sdk, module, &["vet", "./..."])?;
        can_be_listed(stage, sdk, module)?;
    }
    Ok(project)
}

/// A go.sum that is enough to build may lack what a listing of the whole graph asks of it.
fn can_be_listed(stage: &Stage, sdk: &Sdk, module: &Path) -> io::Result<()> {
    let listed = |flag: &[&str]| {
        let words = [&["list", "-m"], flag, &["all"]].concat();
        said(stage.go(sdk, module).env("GOWORK", "off").args(words)).map(drop)
    };
    if module.join("vendor").is_dir() { Ok(()) } else { listed(&[]).or_else(|_| listed(&["-mod=mod"])) }
}

/// Fetches every version of every module, needed or not.
///
/// # Errors
/// When go complains.
pub fn fetch_all(stage: &Stage, sdk: &Sdk, graph: &Graph) -> io::Result<()> {
    let empty = stage.root.join("nowhere");
    fs::create_dir_all(&empty)?;
    let names: Vec<String> = graph
        .modules
        .iter()
        .flat_map(|m| m.versions.iter().map(move |v| format!("{}@{}", m.path, v.version)))
        .collect();
    let mut words = vec!["mod", "download"];
    words.extend(names.iter().map(String::as_str));
    stage.must(sdk, &empty, &words).map(drop)
}

/// Modules by number, with the version that is asked for.
struct Needs {
    of_main: Vec<(usize, usize)>,
    of_test: BTreeSet<usize>,
}

impl Needs {
    fn drawn(graph: &Graph, rng: &mut Rng) -> Needs {
        let mut of_main = Vec::new();
        for (number, module) in graph.modules.iter().enumerate() {
            if rng.chance(28) {
                of_main.push((number, rng.below(module.versions.len())));
            }
        }
        if of_main.is_empty() {
            let number = rng.below(graph.modules.len());
            of_main.push((number, rng.below(graph.modules[number].versions.len())));
        }
        let of_test = of_main.iter().map(|(number, _)| *number).filter(|_| rng.chance(30)).collect();
        Needs { of_main, of_test }
    }

    fn go_mod(&self, graph: &Graph, path: &str, rng: &mut Rng) -> String {
        let lines: String = self
            .of_main
            .iter()
            .map(|(n, v)| {
                format!("\t{} {}\n", graph.modules[*n].path, graph.modules[*n].versions[*v].version)
            })
            .collect();
        let go = rng.pick(&["1.16", "1.17", "1.18", "1.19"]);
        format!("module {path}\n\ngo {go}\n\nrequire (\n{lines})\n")
    }

    fn main(&self, graph: &Graph) -> String {
        let imports: String = self
            .of_main
            .iter()
            .map(|(n, _)| format!("import m{n} \"{}\"\n", graph.modules[*n].path))
            .collect();
        let calls: String = self.of_main.iter().map(|(n, _)| format!("\tprintln(m{n}.V())\n")).collect();
        format!("package main\n\n{imports}\nfunc main() {{\n{calls}}}\n")
    }

    fn test(&self, graph: &Graph) -> String {
        let imports: String = self
            .of_test
            .iter()
            .map(|n| format!("import e{n} \"{}/extra\"\n", graph.modules[*n].path))
            .collect();
        let calls: String = self.of_test.iter().map(|n| format!("\tt.Log(e{n}.V())\n")).collect();
        format!(
            "package main\n\nimport \"testing\"\n{imports}\nfunc TestMain_(t *testing.T) {{\n\tt.Log()\n{calls}}}\n"
        )
    }
}

fn tidy(stage: &Stage, sdk: &Sdk, modules: &[PathBuf]) -> io::Result<()> {
    for module in modules {
        // Else go refuses, where the version before pruning would select something else.
        let compat = go_line(module).filter(|go| go != "1.16").map(|go| format!("-compat={go}"));
        let words = ["mod", "tidy"].into_iter().chain(compat.as_deref());
        stage.must(sdk, module, &words.collect::<Vec<_>>())?;
    }
    Ok(())
}

fn workspace(stage: &Stage, sdk: &Sdk, project: &Project) -> io::Result<()> {
    tidy(stage, sdk, &project.modules)?;
    let go = project.modules.iter().filter_map(|m| go_line(m)).max().unwrap_or_default().max("1.18".into());
    write(&project.folder.join("go.work"), &format!("go {go}\n\nuse (\n\t./app\n\t./lib\n)\n"))?;
    // Versions that only both together select are fetched, and noted in go.work.sum.
    stage.must(sdk, &project.folder, &["work", "sync"])?;
    stage.must(sdk, &project.folder, &["list", "-m", "all"])?;
    // Each by itself again: it may ask for more now than its go.sum knows.
    tidy(stage, sdk, &project.modules)
}

/// The line of a go.mod that says `go`.
fn go_line(module: &Path) -> Option<String> {
    let text = fs::read_to_string(module.join("go.mod")).ok()?;
    text.lines().find_map(|line| line.strip_prefix("go ")).map(str::to_owned)
}

fn replaced(stage: &Stage, sdk: &Sdk, graph: &Graph, project: &Project, rng: &mut Rng) -> io::Result<()> {
    let folder = &project.folder;
    let mut lines = String::new();
    let with_many: Vec<_> = graph.modules.iter().filter(|m| m.versions.len() > 1).collect();
    if let Some(module) = with_many.first() {
        let version = &rng.pick(&module.versions).version;
        lines.push_str(&format!("replace {0} => {0} {version}\n", module.path));
    }
    if let Some(module) = with_many.last() {
        lines.push_str(&format!("replace {} => ./here\n", module.path));
        let text = format!("package {}\n\nfunc V() string {{ return \"here\" }}\n", package(module.path));
        write(&folder.join("here/lib.go"), &text)?;
        write(&folder.join("here/extra/extra.go"), "package extra\n\nfunc V() string { return \"here\" }\n")?;
        write(&folder.join("here/go.mod"), &format!("module {}\n\ngo 1.16\n", module.path))?;
    }
    let text = fs::read_to_string(folder.join("go.mod"))?;
    write(&folder.join("go.mod"), &format!("{text}\n{lines}"))?;
    tidy(stage, sdk, &project.modules)
}

/// Asks for other versions of what it has: the lines of the former ones stay in go.sum.
fn moved(stage: &Stage, sdk: &Sdk, graph: &Graph, project: &Project, rng: &mut Rng) -> io::Result<()> {
    let text = fs::read_to_string(project.folder.join("go.mod"))?;
    for module in &graph.modules {
        let named = text.lines().any(|l| l.split_whitespace().any(|word| word == module.path));
        if named && rng.chance(60) {
            let wanted = format!("{}@{}", module.path, rng.pick(&module.versions).version);
            stage.must(sdk, &project.folder, &["get", &wanted])?;
        }
    }
    // What is needed and went with a downgrade; unlike `tidy`, this leaves go.sum's old lines.
    stage.must(sdk, &project.folder, &["get", "-t", "./..."]).map(drop)
}

/// Where a program is built to when only the building matters.
pub const fn null_file() -> &'static str {
    if cfg!(windows) { "NUL" } else { "/dev/null" }
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, text)
}
