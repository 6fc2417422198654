//! `burrow sdk programs`: the list.

use std::io::{self, Write};
use std::process::ExitCode;

use burrow_core::place::display_path;
use burrow_core::sdk::programs::{Folder, FolderKind, Program, Strange};
use burrow_core::system::clock;
use burrow_core::text::{self, Lang, ProgramWord, Say, Tell};
use serde::Serialize;

use super::Scene;
use crate::args::Options;
use crate::commands::show;
use crate::commands::table::{Side, Table};
use crate::failure::Failure;

#[derive(Serialize)]
struct Json {
    go: Option<String>,
    folders: Vec<JsonFolder>,
    programs: Vec<JsonProgram>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonFolder {
    path: String,
    kind: &'static str,
    platform: Option<String>,
    on_path: bool,
    installs: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonProgram {
    name: String,
    path: String,
    link_to: Option<String>,
    state: &'static str,
    package: Option<String>,
    module: Option<String>,
    version: Option<String>,
    built_by: Option<String>,
    goos: Option<String>,
    goarch: Option<String>,
    bytes: u64,
    modified: Option<String>,
    first_on_path: bool,
    hidden_by: Option<String>,
    outdated: bool,
    rebuild: Option<String>,
    problem: Option<JsonProblem>,
}

#[derive(Serialize)]
struct JsonProblem {
    code: &'static str,
    message: String,
}

pub fn run(options: &Options, scene: &Scene) -> Result<ExitCode, Failure> {
    if options.json {
        show::json(&Json {
            go: scene.programs.go.as_ref().map(ToString::to_string),
            folders: scene.programs.folders.iter().map(folder).collect(),
            programs: scene.programs.programs.iter().map(|p| program(p, scene.lang)).collect(),
        })?;
    } else {
        print(scene, options.quiet)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn folder(folder: &Folder) -> JsonFolder {
    let (kind, platform) = match &folder.kind {
        FolderKind::Gobin(_) => ("gobin", None),
        FolderKind::Gopath(_) => ("gopath", None),
        FolderKind::Cross { goos, goarch } => ("cross", Some(format!("{goos}/{goarch}"))),
    };
    let path = folder.path.display().to_string();
    JsonFolder { path, kind, platform, on_path: folder.on_path, installs: folder.installs }
}

fn program(program: &Program, lang: Lang) -> JsonProgram {
    let info = program.info.as_ref().ok();
    let module = info.and_then(|info| info.main_module());
    let problem = match (&program.info, &program.rebuild) {
        (Err(strange), _) => Some(strange.tell(lang)),
        (Ok(_), Err(why)) => Some(why.tell(lang)),
        (Ok(_), Ok(_)) => None,
    };
    JsonProgram {
        name: program.name.clone(),
        path: program.path.display().to_string(),
        link_to: program.leads_to.as_ref().map(|path| path.display().to_string()),
        state: state(program),
        package: info.and_then(|info| info.main_package()).map(ToString::to_string),
        module: module.map(|module| module.path.to_string()),
        version: module.map(|module| module.version.to_string()).filter(|version| !version.is_empty()),
        built_by: info.map(|info| info.version.to_string()),
        goos: info.map(|info| info.goos.to_string()),
        goarch: info.map(|info| info.goarch.to_string()),
        bytes: program.bytes,
        modified: program.modified.map(clock::rfc3339_ms),
        first_on_path: program.first_on_path,
        hidden_by: program.hidden_by.as_ref().map(|path| path.display().to_string()),
        outdated: program.outdated,
        rebuild: program.rebuild.as_ref().ok().map(ToString::to_string),
        problem: problem.map(|problem| JsonProblem { code: problem.code, message: problem.message }),
    }
}

fn state(program: &Program) -> &'static str {
    match program.info {
        Ok(_) => "go",
        Err(Strange::Script) => "script",
        Err(Strange::NotGo) => "not-go",
        Err(Strange::Wasm) => "wasm",
        Err(Strange::Unreadable) => "unreadable",
        Err(Strange::Damaged) => "damaged",
        Err(Strange::BrokenLink) => "broken-link",
    }
}

fn print(scene: &Scene, quiet: bool) -> Result<(), Failure> {
    let (lang, home) = (scene.lang, scene.home.as_deref());
    let mut out = io::stdout().lock();
    if scene.programs.programs.is_empty() {
        writeln!(out, "{}", ProgramWord::None.say(lang))?;
    }
    for (number, folder) in scene.programs.folders.iter().enumerate() {
        let programs: Vec<&Program> = scene.programs.programs.iter().filter(|p| p.folder == number).collect();
        if number > 0 {
            writeln!(out)?;
        }
        write!(out, "{}  ({})", display_path(&folder.path, home), folder.kind.say(lang))?;
        if !folder.on_path && !folder.kind.is_cross() {
            write!(out, "  ! {}", ProgramWord::FolderNotOnPath.say(lang))?;
        }
        writeln!(out)?;
        table(scene, folder, &programs, quiet && number > 0).print(&mut out)?;
    }
    Ok(())
}

fn table(scene: &Scene, folder: &Folder, programs: &[&Program], bare: bool) -> Table<5> {
    let lang = scene.lang;
    let mut table = Table::new([Side::Left, Side::Left, Side::Left, Side::Right, Side::Left]);
    if !bare && !programs.is_empty() {
        use ProgramWord::{BuiltBy, Name, Package, Size, Version};
        table.row([Name, Version, BuiltBy, Size, Package].map(|word| word.say(lang)));
    }
    for program in programs {
        let json = self::program(program, lang);
        let dash = || "–".to_owned();
        table.row([
            program.name.clone(),
            json.version.unwrap_or_else(dash),
            json.built_by.unwrap_or_else(dash),
            text::bytes(program.bytes),
            json.package.unwrap_or_else(|| problem(program, lang).unwrap_or_else(dash)),
        ]);
        for note in notes(scene, folder, program) {
            table.note(note);
        }
    }
    table
}

fn problem(program: &Program, lang: Lang) -> Option<String> {
    program.info.as_ref().err().map(|strange| strange.tell(lang).message)
}

fn notes(scene: &Scene, folder: &Folder, program: &Program) -> Vec<String> {
    let (lang, home) = (scene.lang, scene.home.as_deref());
    let mut notes = Vec::new();
    if let Some(path) = &program.hidden_by {
        notes.push(format!("! {}", ProgramWord::HiddenBy(&display_path(path, home)).say(lang)));
    } else if !program.first_on_path && folder.on_path && program.info.is_ok() {
        notes.push(format!("! {}", ProgramWord::NotOnPath.say(lang)));
    }
    if program.outdated {
        let how = match &program.rebuild {
            Ok(recipe) => recipe.to_string(),
            Err(why) => why.tell(lang).message,
        };
        let colon = lang.pick(": ", "：");
        notes.push(format!("{}{colon}{how}", ProgramWord::Outdated.say(lang)));
    }
    notes
}
