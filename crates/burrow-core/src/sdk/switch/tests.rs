//! Real shells prove that the line works, in homes as people have them; and that what was there comes back.

#![expect(clippy::unwrap_used, reason = "only tests use this")]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bstr::ByteSlice;
use go_rules::environ::{Environ, Os};

use super::start_line::{self, MARK};
use super::*;
use crate::env::capture::{AskerId, Shell, Source};
use crate::env::history::Author;
use crate::env::real_shells::{Home, shell};
use crate::store::{self, switches};
use crate::system::files::path_from_bytes;

fn captured(shell: &Shell, home: &Home) -> Captured {
    let start = home.start(shell);
    Captured {
        asker: AskerId::LoginShell,
        source: Source::Shell,
        shell: Some(shell.clone()),
        environ: start.clone(),
        start,
        home: Some(home.path()),
    }
}

/// What `go` is in a new shell.
fn go_in(shell: &Shell, environ: &Environ, log_in: bool) -> String {
    #[allow(clippy::disallowed_methods)]
    let mut command = std::process::Command::new(path_from_bytes(shell.program.as_bstr()).unwrap());
    if log_in {
        command.arg("-l");
    }
    command.args(["-i", "-c", "command -v go"]).env_clear();
    for (name, value) in environ.iter() {
        command.env(name.to_str().unwrap(), value.to_str().unwrap());
    }
    let output = command.stdin(std::process::Stdio::null()).output().unwrap();
    String::from_utf8_lossy(&output.stdout).trim().lines().last().unwrap_or_default().to_owned()
}

fn program(path: &Path) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, "#!/bin/sh\n").unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

fn write(deeds: &[Deed], back: bool) {
    for deed in deeds {
        let Deed::File { target, before, after } = deed else { continue };
        match if back { before } else { after } {
            Some(bytes) => {
                fs::create_dir_all(target.file.parent().unwrap()).unwrap();
                fs::write(&target.file, bytes).unwrap();
            }
            None => fs::remove_file(&target.file).unwrap(),
        }
    }
}

/// Puts the line, asks real shells, puts it a second time, and takes it back.
fn the_line_works(name: &str, files: &[(&str, &str)], terminal_too: bool) {
    let Some(shell) = shell(name) else { return };
    let files: Vec<(&str, &[u8])> = files.iter().map(|(file, text)| (*file, text.as_bytes())).collect();
    let home = Home::with(&files);
    program(&home.file("other/bin/go"));
    let bin = home.file("my data/current/bin");
    program(&bin.join("go"));
    let captured = captured(&shell, &home);
    let place = path_from_bytes(home.path().as_bstr()).unwrap();
    let before = snapshot(&place);
    let shown: Vec<_> = files.iter().map(|(file, text)| (file, text.as_bstr())).collect();
    let lines = start_line::put(&captured, &place, &bin).unwrap().unwrap();
    assert!(!lines.deeds.is_empty());
    write(&lines.deeds, false);
    let told = (start_line::reaches(&captured, &lines), go_in(&shell, &captured.start, true));
    let wanted = bin.join("go").display().to_string();
    assert_eq!(told.1, wanted, "{name} {shown:?}");
    assert_ne!(told.0, Some(false), "{name} {shown:?}");
    if terminal_too {
        assert_eq!(go_in(&shell, &captured.start, false), wanted, "{name} {shown:?}");
    }
    let again = start_line::put(&captured, &place, &bin).unwrap().unwrap();
    assert!(again.deeds.is_empty(), "{name} {shown:?}");
    assert_eq!(again.places, lines.places);
    write(&lines.deeds, true);
    assert_eq!(snapshot(&place), before);
}

fn snapshot(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for entry in fs::read_dir(dir).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            all.extend(snapshot(&path));
        } else if !path.ends_with("fish_variables") {
            all.push((path.clone(), fs::read(&path).unwrap()));
        }
    }
    all.sort();
    all
}

const DEBIAN_PROFILE: &str = "if [ -n \"$BASH_VERSION\" ]; then\n    if [ -f \"$HOME/.bashrc\" ]; then\n\t. \"$HOME/.bashrc\"\n    fi\nfi\nPATH=\"$HOME/bin:$PATH\"\n";
const DEBIAN_RC: &str =
    "case $- in\n    *i*) ;;\n      *) return;;\nesac\nexport PATH=$HOME/other/bin:$PATH\n";

#[test]
fn bash_finds_the_linked_go_first_however_its_files_hang_together() {
    the_line_works("bash", &[], true);
    the_line_works("bash", &[(".profile", DEBIAN_PROFILE), (".bashrc", DEBIAN_RC)], true);
    the_line_works(
        "bash",
        &[(".bash_profile", "export PATH=~/other/bin:$PATH\n"), (".bashrc", "alias l=ls")],
        true,
    );
    the_line_works(
        "bash",
        &[(".bash_profile", "[[ -f ~/.bashrc ]] && . ~/.bashrc"), (".profile", "x=1\n")],
        true,
    );
    the_line_works("bash", &[(".bash_login", "export PATH=\"$HOME/other/bin:$PATH\" \\")], true);
    the_line_works(
        "bash",
        &[(".profile", ". ~/.bashrc\nexport PATH=~/other/bin:$PATH\n"), (".bashrc", "\n")],
        true,
    );
    the_line_works("bash", &[(".bashrc", "eval \"$(echo export PATH=$HOME/other/bin:$PATH)\"\n")], true);
}

#[test]
fn zsh_finds_the_linked_go_first() {
    the_line_works("zsh", &[], true);
    the_line_works(
        "zsh",
        &[(".zshrc", "path=(~/other/bin $path)"), (".zprofile", "export PATH=/opt:$PATH\n")],
        true,
    );
    the_line_works(
        "zsh",
        &[(".zshenv", "ZDOTDIR=$HOME/.config/zsh\n"), (".config/zsh/.zshrc", "PATH=~/other/bin:$PATH\n")],
        true,
    );
}

#[test]
fn fish_finds_the_linked_go_first() {
    the_line_works("fish", &[], true);
    let files = [
        (".config/fish/config.fish", "set -gx PATH ~/other/bin $PATH\n"),
        (".config/fish/conf.d/go.fish", "fish_add_path ~/other/bin\n"),
    ];
    the_line_works("fish", &files, true);
}

#[test]
fn a_plain_shell_finds_it_when_it_logs_in() {
    the_line_works("dash", &[(".profile", "PATH=$HOME/other/bin:$PATH\nexport PATH\n")], false);
}

#[test]
fn a_line_that_was_overtaken_goes_to_the_end() {
    let Some(shell) = shell("zsh") else { return };
    let home = Home::with(&[]);
    let captured = captured(&shell, &home);
    let place = path_from_bytes(home.path().as_bstr()).unwrap();
    let bin = home.file("current/bin");
    let first = start_line::put(&captured, &place, &bin).unwrap().unwrap();
    write(&first.deeds, false);
    let rc = home.file(".zshrc");
    let text = fs::read_to_string(&rc).unwrap();
    fs::write(&rc, format!("{text}PATH=/elsewhere:$PATH\n")).unwrap();
    let second = start_line::put(&captured, &place, &bin).unwrap().unwrap();
    write(&second.deeds, false);
    let text = fs::read_to_string(&rc).unwrap();
    assert!(text.starts_with("PATH=/elsewhere:$PATH\nexport PATH="), "{text}");
    assert_eq!(text.matches(MARK).count(), 1);
}

#[test]
fn what_comes_after_the_start_file_is_told() {
    let Some(shell) = shell("zsh") else { return };
    let home = Home::with(&[(".zlogin", b"export PATH=/elsewhere:$PATH\n")]);
    let captured = captured(&shell, &home);
    let place = path_from_bytes(home.path().as_bstr()).unwrap();
    let lines = start_line::put(&captured, &place, &home.file("current/bin")).unwrap().unwrap();
    assert_eq!(start_line::reaches(&captured, &lines), Some(false));
}

/// Everything that a switch needs, in a folder of its own.
struct Desk {
    home: Home,
    askers: Vec<Captured>,
    store: Arc<store::Store>,
    history: History,
}

impl Desk {
    fn new(shell: &Shell) -> Desk {
        let home = Home::with(&[]);
        let (store, trouble) = store::open(Some(&home.file("state")));
        assert_eq!(trouble, None);
        let store = Arc::new(store);
        let history = History::new(Arc::clone(&store), Author::Command);
        let askers = vec![captured(shell, &home)];
        Desk { home, askers, store, history }
    }

    fn with<T>(&self, act: impl FnOnce(&Surroundings<'_>) -> T) -> T {
        let (home, state) = (self.home.file(""), self.home.file("state"));
        let data = self.home.file("data");
        act(&Surroundings {
            askers: &self.askers,
            dir: &home,
            home: Some(&home),
            goroot: None,
            data_dir: Some(&data),
            state_dir: Some(&state),
            history: &self.history,
            store: &self.store,
        })
    }

    /// A link plan as `link::plan` makes it, to folders that need not be SDKs.
    fn link_to(&self, folder: &Path) -> SwitchPlan {
        let link = self.home.file("data/current");
        let before = link::read(&link).unwrap();
        let home = path_from_bytes(self.home.path().as_bstr()).unwrap();
        let lines = start_line::put(&self.askers[0], &home, &link.join("bin")).unwrap().unwrap();
        let shown = |path: &PathBuf| path.display().to_string();
        let mut deeds = vec![Deed::Link { link, before: before.clone(), after: Some(folder.to_path_buf()) }];
        deeds.extend(lines.deeds);
        SwitchPlan {
            way: Way::Link,
            before: before.as_ref().map(shown),
            after: Some(folder.display().to_string()),
            checks: Vec::new(),
            reach: Vec::new(),
            deeds,
            undoes: None,
        }
    }

    fn undo(&self, id: i64) -> SwitchPlan {
        self.with(|around| plan(&Wish::Undo { id }, around).unwrap())
    }

    fn apply(&self, plan: &SwitchPlan) -> i64 {
        self.with(|around| apply(plan, around).unwrap().id.unwrap())
    }
}

#[test]
fn a_link_and_its_line_go_there_and_back_byte_for_byte_through_a_linked_start_file() {
    let Some(shell) = shell("zsh") else { return };
    let desk = Desk::new(&shell);
    // As a person has it whose start files lie in a repository.
    fs::create_dir(desk.home.file("dotfiles")).unwrap();
    let real = desk.home.file("dotfiles/zshrc");
    fs::write(&real, "# mine\nexport TOKEN=hunter2").unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("dotfiles/zshrc", desk.home.file(".zshrc")).unwrap();
    for name in ["a", "b"] {
        program(&desk.home.file(&format!("{name}/bin/go")));
    }
    let first = desk.apply(&desk.link_to(&desk.home.file("a")));
    assert!(desk.home.file(".zshrc").symlink_metadata().unwrap().is_symlink());
    assert_eq!(real.metadata().unwrap().permissions().mode() & 0o777, 0o640);
    let go = go_in(&shell, &desk.askers[0].start, true);
    assert_eq!(go, desk.home.file("data/current/bin/go").display().to_string());
    let second = desk.apply(&desk.link_to(&desk.home.file("b")));
    assert!(fs::read_link(desk.home.file("data/current")).unwrap().ends_with("b"));
    // The first is no longer what stands.
    let early = desk.undo(first);
    assert!(!early.is_applicable(), "{:?}", early.checks);
    desk.apply(&desk.undo(second));
    assert!(fs::read_link(desk.home.file("data/current")).unwrap().ends_with("a"));
    desk.apply(&desk.undo(first));
    assert_eq!(fs::read(&real).unwrap(), b"# mine\nexport TOKEN=hunter2");
    assert!(desk.home.file("data/current").symlink_metadata().is_err());
    assert!(!desk.undo(first).is_applicable(), "it was taken back already");
    assert_eq!(newest_undo(&desk.store).unwrap(), None);
    let kept = format!("{:?}", desk.store.switches().unwrap());
    assert!(!kept.contains("hunter2"));
}

#[test]
fn a_start_file_that_changed_since_loses_only_burrows_line() {
    let Some(shell) = shell("zsh") else { return };
    let desk = Desk::new(&shell);
    let rc = desk.home.file(".zshrc");
    fs::write(&rc, "one\n").unwrap();
    let id = desk.apply(&desk.link_to(&desk.home.file("a")));
    let text = fs::read_to_string(&rc).unwrap();
    fs::write(&rc, format!("zero\n{text}two\n")).unwrap();
    desk.apply(&desk.undo(id));
    assert_eq!(fs::read_to_string(&rc).unwrap(), "zero\none\ntwo\n");
}

#[test]
fn a_new_start_file_goes_again_and_a_plan_from_before_is_refused() {
    let Some(shell) = shell("bash") else { return };
    let desk = Desk::new(&shell);
    let (stale, good) = (desk.link_to(&desk.home.file("a")), desk.link_to(&desk.home.file("b")));
    let id = desk.apply(&good);
    assert!(desk.home.file(".bashrc").is_file());
    let error = desk.with(|around| apply(&stale, around)).unwrap_err();
    assert_eq!(error, SwitchError::Core(crate::error::CoreError::BaseMoved));
    desk.apply(&desk.undo(id));
    assert!(!desk.home.file(".bashrc").exists() && !desk.home.file(".bash_profile").exists());
}

#[test]
fn when_a_start_file_cannot_be_written_the_link_goes_back() {
    let Some(shell) = shell("zsh") else { return };
    let desk = Desk::new(&shell);
    let mut plan = desk.link_to(&desk.home.file("a"));
    let moved = Deed::File {
        target: crate::env::edit::Target::of(&desk.home.file(".zshrc")).unwrap(),
        before: Some(b"never was".to_vec()),
        after: Some(b"x".to_vec()),
    };
    plan.deeds.push(moved);
    assert!(desk.with(|around| apply(&plan, around)).is_err());
    assert!(desk.home.file("data/current").symlink_metadata().is_err());
    assert!(!desk.home.file(".zshrc").exists());
}

#[test]
fn gotoolchain_is_set_and_taken_back_among_other_lines() {
    let Some(shell) = shell("bash") else { return };
    let desk = Desk::new(&shell);
    let file = desk.home.file(".config/go/env");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, "# mine\nGOPROXY=https://u:hunter2@corp\n").unwrap();
    let wish = Wish::Setting { toolchain: Some("go1.26.6".into()), exact: false };
    let made = desk.with(|around| plan(&wish, around).unwrap());
    assert_eq!(made.after.as_deref(), Some("go1.26.6+auto"));
    assert!(!format!("{:?}", made.files()).contains("hunter2"));
    let id = desk.apply(&made);
    let text = fs::read_to_string(&file).unwrap();
    assert_eq!(text, "# mine\nGOPROXY=https://u:hunter2@corp\nGOTOOLCHAIN=go1.26.6+auto\n");
    fs::write(&file, text.replace("+auto", "")).unwrap();
    assert!(!desk.undo(id).is_applicable(), "the value moved");
    fs::write(&file, text).unwrap();
    desk.apply(&desk.undo(id));
    assert_eq!(fs::read(&file).unwrap(), b"# mine\nGOPROXY=https://u:hunter2@corp\n");
    let switches: Vec<switches::Switch> = desk.store.switches().unwrap();
    assert_eq!(switches[0].undoes, Some(id));
}

#[test]
fn the_line_of_a_project_goes_there_and_back_and_a_later_change_stays() {
    let Some(shell) = shell("bash") else { return };
    let desk = Desk::new(&shell);
    let file = desk.home.file("go.mod");
    fs::write(&file, "module m\r\ngo 1.22\r\n").unwrap();
    let wish = Wish::Project { toolchain: Some("go1.26.6".into()) };
    let made = desk.with(|around| plan(&wish, around).unwrap());
    let id = desk.apply(&made);
    assert_eq!(fs::read(&file).unwrap(), b"module m\n\ngo 1.22\n\ntoolchain go1.26.6\n");
    assert!(desk.with(|around| plan(&wish, around).unwrap()).is_empty());
    let undo = desk.undo(id);
    fs::write(&file, "module m\n\ngo 1.23\n\ntoolchain go1.26.6\n").unwrap();
    assert!(desk.with(|around| apply(&undo, around)).is_err(), "the plan was made before");
    desk.apply(&desk.undo(id));
    assert_eq!(fs::read(&file).unwrap(), b"module m\n\ngo 1.23\n");
    assert_eq!(Os::host(), desk.askers[0].environ.os());
}
