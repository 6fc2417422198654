//! Small projects to build: each gives other lines in the record.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Project {
    /// One module with one file.
    Plain,
    /// Modules from a proxy, one of them put in place of another, and one replaced by a folder.
    Dependencies,
    /// Two modules of a workspace.
    Workspace,
    /// A module in a repository with a change that is not committed.
    Repository,
    /// A file that is named instead of a package.
    Files,
}

impl Project {
    /// What go needs to be told to build it: a go.sum is not laid.
    pub fn goflags(self) -> &'static str {
        if self == Project::Dependencies { "-modcacherw -mod=mod" } else { "-modcacherw" }
    }
}

/// Where to build, and what.
#[derive(Debug)]
pub struct Place {
    pub dir: PathBuf,
    pub packages: &'static [&'static str],
}

const MAIN: &str = "package main\n\nvar a string\n\nfunc main() { println(\"hello\", a) }\n";

/// Lays a project into a folder, and beside it the modules that it needs as a proxy has them (`proxy`).
///
/// # Errors
/// When something cannot be written, or git is missing.
pub fn lay(project: Project, folder: &Path) -> io::Result<Place> {
    let dir = folder.join("project");
    let file = |name: &str, text: &str| write(&dir.join(name), text.as_bytes());
    fs::create_dir_all(folder.join("home"))?;
    let mut packages: &[&str] = &["."];
    match project {
        Project::Plain => {
            file("go.mod", "module example.com/plain\n\ngo 1.19\n")?;
            file("main.go", MAIN)?;
        }
        Project::Files => {
            file("main.go", MAIN)?;
            packages = &["main.go"];
        }
        Project::Dependencies => dependencies(folder, &dir)?,
        Project::Workspace => {
            file("go.work", "go 1.19\n\nuse (\n\t./app\n\t./lib\n)\n")?;
            file("app/go.mod", "module example.com/app\n\ngo 1.19\n")?;
            file("app/main.go", &using(&["example.com/lib"]))?;
            file("lib/go.mod", "module example.com/lib\n\ngo 1.19\n")?;
            file("lib/lib.go", "package lib\n\nvar V = 1\n")?;
            packages = &["./app"];
        }
        Project::Repository => {
            file("go.mod", "module example.com/kept\n\ngo 1.19\n")?;
            file("main.go", MAIN)?;
            repository(&dir, &folder.join("home"))?;
            file("new.go", "package main\n\nvar New = 1\n")?;
        }
    }
    Ok(Place { dir, packages })
}

/// A program that imports these packages for their `V`.
fn using(packages: &[&str]) -> String {
    let names = |p: &&str| p.rsplit('/').next().unwrap_or_default().to_owned();
    let imports: String = packages.iter().map(|p| format!("import {p:?}\n")).collect();
    let uses: String = packages.iter().map(|p| format!("\tprintln({}.V)\n", names(p))).collect();
    format!("package main\n\n{imports}\nfunc main() {{\n{uses}}}\n")
}

fn dependencies(folder: &Path, dir: &Path) -> io::Result<()> {
    for (module, version) in [("example.com/one", "v1.2.3"), ("example.com/fork", "v0.1.0")] {
        publish(&folder.join("proxy"), module, version, module.rsplit('/').next().unwrap_or_default())?;
    }
    let go_mod = "module example.com/needs/m\n\ngo 1.19\n\nrequire (\n\texample.com/one v1.2.3\n\
        \texample.com/two v1.0.0\n\texample.com/three v0.0.0\n)\n\n\
        replace example.com/two => example.com/fork v0.1.0\n\nreplace example.com/three => ../three\n";
    write(&dir.join("go.mod"), go_mod.as_bytes())?;
    // The package of what is put in its place has another name than its path says.
    let main = using(&["example.com/one", "example.com/two", "example.com/three"]).replace("two.V", "fork.V");
    write(&dir.join("main.go"), main.as_bytes())?;
    write(&folder.join("three/go.mod"), b"module example.com/three\n\ngo 1.19\n")?;
    write(&folder.join("three/three.go"), b"package three\n\nvar V = 3\n")
}

/// A module with one package that has a `V`, laid as a module proxy lays it.
///
/// # Errors
/// When it cannot be written.
fn publish(proxy: &Path, module: &str, version: &str, package: &str) -> io::Result<()> {
    publish_file(proxy, module, version, "v.go", &format!("package {package}\n\nvar V = 1\n"))
}

/// A module with one program that says a word.
///
/// # Errors
/// When it cannot be written.
pub fn publish_command(proxy: &Path, module: &str, version: &str, dir: &str, word: &str) -> io::Result<()> {
    let file = if dir.is_empty() { "main.go".to_owned() } else { format!("{dir}/main.go") };
    let source = format!("package main\n\nfunc main() {{ println({word:?}) }}\n");
    publish_file(proxy, module, version, &file, &source)
}

fn publish_file(proxy: &Path, module: &str, version: &str, file: &str, source: &str) -> io::Result<()> {
    let at = proxy.join(module).join("@v");
    let go_mod = format!("module {module}\n\ngo 1.19\n");
    write(&at.join(format!("{version}.mod")), go_mod.as_bytes())?;
    write(&at.join(format!("{version}.info")), format!("{{\"Version\":{version:?}}}").as_bytes())?;
    write(&at.join("list"), format!("{version}\n").as_bytes())?;
    let mut zip = zip::ZipWriter::new(fs::File::create(at.join(format!("{version}.zip")))?);
    for (name, text) in [("go.mod", go_mod.as_str()), (file, source)] {
        zip.start_file(format!("{module}@{version}/{name}"), zip::write::SimpleFileOptions::default())?;
        zip.write_all(text.as_bytes())?;
    }
    zip.finish()?;
    Ok(())
}

fn repository(dir: &Path, home: &Path) -> io::Result<()> {
    for args in [
        &["init", "-q"][..],
        &["add", "."],
        &["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "first"],
        &["tag", "v1.0.0"],
    ] {
        let done = Command::new("git").args(args).current_dir(dir).env("HOME", home).output()?;
        if !done.status.success() {
            return Err(io::Error::other(String::from_utf8_lossy(&done.stderr).into_owned()));
        }
    }
    Ok(())
}

fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, content)
}
