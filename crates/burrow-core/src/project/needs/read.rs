//! The files of a project, read as strictly as go reads them: go.mod or go.work, go.sum, go.work.sum and
//! vendor/modules.txt.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use bstr::{BStr, ByteSlice};
use go_rules::environ::Os;
use go_rules::filepath;
use go_rules::gomod::{BadModFile, ModFile, ModKind, SumLine, Vendored, WorkFile, sums_until, vendored};

use super::NeedsError;
use crate::project::ProjectFile;
use crate::system::files::{path_from_bytes, path_to_bytes};

/// No file of these is larger for a good reason.
const LARGEST: u64 = 64 << 20;

/// A project, read.
pub struct Project {
    pub file: ProjectFile,
    pub says: Says,
    /// Of every file of hashes that go reads there, the one beside `file` first.
    pub sums: Vec<SumLine>,
    /// How many of them are of the file beside; the others are of the modules of a workspace.
    pub sums_beside: usize,
    /// Why go reads no further in one of the files of sums, where it looks into them.
    pub bad_sums: Option<NeedsError>,
    pub vendored: Vec<Vendored>,
}

/// What its file says.
pub enum Says {
    Module(ModFile),
    Workspace { file: WorkFile, modules: Vec<Member> },
}

/// A module of a workspace.
pub struct Member {
    /// Where its go.mod lies.
    pub folder: PathBuf,
    pub file: ModFile,
}

impl Project {
    /// The go.mod files of a workspace.
    pub fn members(&self) -> Vec<ProjectFile> {
        match &self.says {
            Says::Module(_) => Vec::new(),
            Says::Workspace { modules, .. } => {
                modules.iter().filter_map(|member| ProjectFile::of(member.folder.join("go.mod"))).collect()
            }
        }
    }
}

/// Reads a project.
///
/// # Errors
/// The first file that go would not read.
pub fn project(file: &ProjectFile, os: Os) -> Result<Project, NeedsError> {
    let project = project_by(file, None, os)?;
    project.bad_sums.clone().map_or(Ok(project), Err)
}

/// Reads a project, with sums that go may not read. `modfile`: what `-modfile` names, which is read in the place of a
/// go.mod, with the sums beside it.
///
/// # Errors
/// The first file that go would not read, but for those of sums.
pub fn project_by(file: &ProjectFile, modfile: Option<&Path>, os: Os) -> Result<Project, NeedsError> {
    let folder = file.folder();
    let modfile = modfile.filter(|_| file.kind() == ModKind::Mod);
    let (mut sums, mut bad_sums) = sums_of(&file.sums_with(modfile));
    let sums_beside = sums.len();
    let says = match file.kind() {
        ModKind::Mod => Says::Module(mod_file(modfile.unwrap_or(file.path()), os)?),
        ModKind::Work => {
            let work = work_file(file.path(), os)?;
            let modules = members(file.path(), &work, os)?;
            for member in &modules {
                let (more, bad) = sums_of(&member.folder.join("go.sum"));
                sums.extend(more);
                bad_sums = bad_sums.or(bad);
            }
            Says::Workspace { file: work, modules }
        }
    };
    let vendored = optional(&folder.join("vendor").join("modules.txt"))?.map(|text| vendored(&text));
    let vendored = vendored.unwrap_or_default();
    Ok(Project { file: file.clone(), says, sums, sums_beside, bad_sums, vendored })
}

fn mod_file(file: &Path, os: Os) -> Result<ModFile, NeedsError> {
    ModFile::read(os, &required(file)?).map_err(|bad| refused(file, bad))
}

fn work_file(file: &Path, os: Os) -> Result<WorkFile, NeedsError> {
    WorkFile::read(os, &required(file)?).map_err(|bad| refused(file, bad))
}

/// The modules of the `use` lines (`modload.LoadWorkFile`).
fn members(file: &Path, work: &WorkFile, os: Os) -> Result<Vec<Member>, NeedsError> {
    let base = path_to_bytes(file.parent().unwrap_or(Path::new("")));
    let mut modules: Vec<Member> = Vec::new();
    for line in &work.uses {
        let bad = |reason: String| NeedsError::Refused { file: file.into(), line: Some(line.line), reason };
        let folder = folder_of(os, base.as_bstr(), line.path.as_bstr())
            .ok_or_else(|| bad(format!("{} is not there", line.path)))?;
        if modules.iter().any(|member| member.folder == folder) {
            return Err(bad(format!("path {} appears multiple times in workspace", folder.display())));
        }
        let go_mod = folder.join("go.mod");
        let text = match read(&go_mod) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(bad(format!("{} is not there", go_mod.display())));
            }
            other => other.map_err(|error| denied(&go_mod, &error))?,
        };
        let file = ModFile::read(os, &text).map_err(|why| refused(&go_mod, why))?;
        modules.push(Member { folder, file });
    }
    Ok(modules)
}

/// Where a `use` line leads, as go joins it.
fn folder_of(os: Os, base: &BStr, written: &BStr) -> Option<PathBuf> {
    let path = match filepath::is_abs(os, written) {
        true => filepath::clean(os, written),
        false => filepath::join(os, &[base, written]),
    };
    path_from_bytes(path.as_bstr())
}

/// The lines as far as they are any, and what is wrong with the next one.
fn sums_of(file: &Path) -> (Vec<SumLine>, Option<NeedsError>) {
    let text = match optional(file) {
        Ok(text) => text.unwrap_or_default(),
        Err(error) => return (Vec::new(), Some(error)),
    };
    let (lines, bad) = sums_until(&text);
    let bad = bad.map(|bad| NeedsError::Refused {
        file: file.into(),
        line: Some(bad.line),
        reason: format!("malformed go.sum: wrong number of fields {}", bad.words),
    });
    (lines, bad)
}

fn refused(file: &Path, bad: BadModFile) -> NeedsError {
    NeedsError::Refused { file: file.into(), line: (bad.line > 0).then_some(bad.line), reason: bad.text }
}

fn required(file: &Path) -> Result<Vec<u8>, NeedsError> {
    read(file).map_err(|error| denied(file, &error))
}

fn denied(file: &Path, error: &io::Error) -> NeedsError {
    NeedsError::Io { file: file.into(), reason: error.to_string() }
}

fn optional(file: &Path) -> Result<Option<Vec<u8>>, NeedsError> {
    match read(file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => Err(denied(file, &error)),
    }
}

/// A whole file. What is no file, or has the size of none, is not waited for.
pub fn read(file: &Path) -> io::Result<Vec<u8>> {
    let facts = fs::metadata(file)?;
    if facts.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !facts.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    if facts.len() > LARGEST {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    fs::read(file)
}
