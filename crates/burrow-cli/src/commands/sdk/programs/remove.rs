//! `burrow sdk programs remove`.

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use burrow_core::place::display_path;
use burrow_core::sdk::programs::{Program, remove};
use burrow_core::system::DiskFiles;
use burrow_core::text::Tell;
use serde::Serialize;

use super::Scene;
use crate::args::Options;
use crate::commands::show;
use crate::failure::{CANCELLED, FAILED, Failure, USAGE};

#[derive(Default, Serialize)]
struct Json {
    removed: Vec<JsonRemoved>,
    failed: Vec<JsonFailed>,
}

#[derive(Serialize)]
struct JsonRemoved {
    name: String,
    path: String,
}

#[derive(Serialize)]
struct JsonFailed {
    name: String,
    path: String,
    code: &'static str,
    message: String,
}

pub fn run(options: &Options, scene: &Scene, names: &[PathBuf], yes: bool) -> Result<ExitCode, Failure> {
    for name in names {
        one_place(scene, name)?;
    }
    let chosen = scene.named(names)?;
    if !yes && !agreed(scene, &chosen)? {
        let text = scene.lang.pick("Nothing was removed.", "什么都没有移除。");
        return Err(Failure::new(CANCELLED, "cancelled", text));
    }
    let mut json = Json::default();
    for program in chosen {
        let (name, path) = (program.name.clone(), program.path.display().to_string());
        match remove(&scene.look, &program.path, &DiskFiles) {
            Ok(()) => json.removed.push(JsonRemoved { name, path }),
            Err(why) => {
                let why = why.tell(scene.lang);
                if !options.json {
                    writeln!(io::stderr(), "{}", why.message)?;
                }
                json.failed.push(JsonFailed { name, path, code: why.code, message: why.message });
            }
        }
    }
    if options.json {
        show::json(&json)?;
    } else if !options.quiet {
        for removed in &json.removed {
            let path = &removed.path;
            let text = scene.lang.pick(format!("{path} is in the trash."), format!("{path} 已移到回收站。"));
            writeln!(io::stdout(), "{text}")?;
        }
    }
    Ok(if json.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FAILED) })
}

/// A bare name that several folders have is no safe answer to "which one shall go".
fn one_place(scene: &Scene, name: &Path) -> Result<(), Failure> {
    let meant = scene.programs.named(&scene.absolute(name));
    if meant.len() < 2 {
        return Ok(());
    }
    let name = name.display();
    let paths: Vec<String> = meant.iter().map(|program| program.path.display().to_string()).collect();
    let text = scene.lang.pick(
        format!("There are several programs {name}: {}", paths.join(", ")),
        format!("有多个程序叫 {name}：{}", paths.join("、")),
    );
    let hint = scene.lang.pick("Name the one that shall go by its path.", "用路径指明要移除哪一个。");
    Err(Failure::new(USAGE, "program-ambiguous", text).about(name.to_string()).hint(hint))
}

fn agreed(scene: &Scene, programs: &[&Program]) -> Result<bool, Failure> {
    let lang = scene.lang;
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        let text = lang.pick(
            "There is no terminal to ask whether these programs shall go.",
            "没有终端可以询问是否移除这些程序。",
        );
        let hint = lang.pick("--yes removes them without asking.", "--yes 会不经询问直接移除。");
        return Err(Failure::new(USAGE, "no-terminal", text).hint(hint));
    }
    let mut err = io::stderr().lock();
    for program in programs {
        writeln!(err, "{}", display_path(&program.path, scene.home.as_deref()))?;
    }
    write!(err, "{}", lang.pick("Move to the trash? [y/N] ", "移到回收站？[y/N] "))?;
    err.flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes" | "是"))
}
