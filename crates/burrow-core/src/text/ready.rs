//! Whether a project builds, and the steps that lead there.

use bstr::BString;

use super::{Lang, Problem, Say, Tell};
use crate::project::ready::{LookError, ProjectReport, Readiness, Step, Vendor};

/// One sentence: does it build.
#[must_use]
pub fn readiness(report: &ProjectReport, lang: Lang) -> String {
    match report.readiness {
        Readiness::Offline => lang.pick("Ready, also without a network.", "已就绪，断网也能构建。").into(),
        Readiness::Download(0) => lang
            .pick(
                "Ready; the checksum database is asked for what go.sum lacks.",
                "已就绪；go.sum 缺少的内容会查询校验和数据库。",
            )
            .into(),
        Readiness::Download(1) => {
            lang.pick("Ready, one module to download.", "已就绪，还要下载 1 个模块。").into()
        }
        Readiness::Download(many) => lang
            .pick(format!("Ready, {many} modules to download."), format!("已就绪，还要下载 {many} 个模块。")),
        Readiness::Blocked => match report.steps.first() {
            Some(step) => {
                let title = step.say(lang);
                lang.pick(format!("Not ready: {title}"), format!("未就绪：{title}"))
            }
            None => lang.pick("Not ready.", "未就绪。").into(),
        },
    }
}

impl Say for Vendor {
    fn say(&self, lang: Lang) -> String {
        match self {
            Vendor::None => lang.pick("no vendor folder", "没有 vendor 文件夹"),
            Vendor::Used => lang.pick("the vendor folder is used", "使用 vendor 文件夹"),
            Vendor::Inconsistent => {
                lang.pick("the vendor folder disagrees with go.mod", "vendor 文件夹与 go.mod 不一致")
            }
            Vendor::Ignored => lang.pick("the vendor folder is passed over", "vendor 文件夹未被使用"),
        }
        .into()
    }
}

/// What is to be done.
impl Say for Step {
    fn say(&self, lang: Lang) -> String {
        match self {
            Step::InstallGo { wanted } => match wanted {
                Some(name) => lang.pick(format!("Install Go ({name})."), format!("安装 Go（{name}）。")),
                None => lang.pick("Install Go.".into(), "安装 Go。".into()),
            },
            Step::InstallToolchain { version } => {
                lang.pick(format!("Install the toolchain {version}."), format!("安装工具链 {version}。"))
            }
            Step::SetToolchain { wanted, .. } => lang.pick(
                format!("Let Go switch to {wanted}: GOTOOLCHAIN forbids it."),
                format!("允许 Go 切换到 {wanted}：GOTOOLCHAIN 禁止了它。"),
            ),
            Step::MendSettings { name: "GOENV", why, .. } => {
                lang.pick(format!("Mend a setting of Go: {why}."), format!("修正 Go 的设置：{why}。"))
            }
            Step::MendSettings { name, why, .. } => {
                lang.pick(format!("Mend {name}: {why}."), format!("修正 {name}：{why}。"))
            }
            Step::FollowTeamProfile { .. } => {
                lang.pick("Follow the team's settings.".into(), "采用团队的设置。".into())
            }
            Step::FixGoMod { why, .. } => lang.pick(
                format!("Mend go.mod: {}.", all(why, lang)),
                format!("修正 go.mod：{}。", all(why, lang)),
            ),
            Step::ChooseModule { .. } => lang.pick(
                "Choose a module of the workspace: Go builds nothing in this folder.".into(),
                "选择工作区里的一个模块：Go 在此文件夹中不构建任何内容。".into(),
            ),
            Step::FixVendor { .. } => lang.pick(
                "Bring the vendor folder in line with go.mod.".into(),
                "让 vendor 文件夹与 go.mod 一致。".into(),
            ),
            Step::FixGoSum { missing, mismatched, .. } => go_sum(missing.len(), mismatched.len(), lang),
            Step::RepairModules { versions } => match versions.as_slice() {
                [one] => lang
                    .pick(format!("Repair {one} in the module cache."), format!("修复模块缓存中的 {one}。")),
                many => lang.pick(
                    format!("Repair {} modules in the module cache.", many.len()),
                    format!("修复模块缓存中的 {} 个模块。", many.len()),
                ),
            },
            Step::AddCredential { host, modules } => lang.pick(
                format!("Add credentials for {host}: {} is private.", first(modules)),
                format!("为 {host} 添加凭据：{} 是私有模块。", first(modules)),
            ),
            Step::FixSource { why, .. } => lang.pick(
                format!("Mend the sources: {}.", all(why, lang)),
                format!("修正源代码：{}。", all(why, lang)),
            ),
            Step::Download { modules: 0 } => lang.pick(
                "Let Go ask the checksum database for what go.sum lacks.".into(),
                "让 Go 向校验和数据库查询 go.sum 缺少的内容。".into(),
            ),
            Step::Download { modules: 1 } => {
                lang.pick("Download one module.".into(), "下载 1 个模块。".into())
            }
            Step::Download { modules } => {
                lang.pick(format!("Download {modules} modules."), format!("下载 {modules} 个模块。"))
            }
            Step::CompleteDownloads { modules: 1 } => lang.pick(
                "Let Go complete the files of one module in the module cache: builds do not need them.".into(),
                "让 Go 补全模块缓存中 1 个模块的文件：构建用不到它们。".into(),
            ),
            Step::CompleteDownloads { modules } => lang.pick(
                format!("Let Go complete the files of {modules} modules in the module cache: builds do not need them."),
                format!("让 Go 补全模块缓存中 {modules} 个模块的文件：构建用不到它们。"),
            ),
        }
    }
}

/// What takes the step in a terminal, or what only a person can do.
#[must_use]
pub fn fix(step: &Step, lang: Lang) -> String {
    use crate::env::edit::Draft;
    use crate::project::ready::{Action, Held};
    match step {
        Step::MendSettings { name, held: Held::Environment, .. } => return out_of_environment(name, lang),
        Step::SetToolchain { held: Held::Environment, .. } => return out_of_environment("GOTOOLCHAIN", lang),
        Step::MendSettings { name, held: Held::LockedFile, draft: Some(_), .. } => {
            return format!("burrow env unset --mend {name}");
        }
        _ => {}
    }
    match step.action() {
        Some(Action::InstallToolchain { version: Some(version) }) => format!("burrow sdk install {version}"),
        Some(Action::InstallToolchain { version: None }) => "burrow sdk available".into(),
        Some(Action::Settings(Draft::Edits(edits))) => {
            let command = |edit: &crate::env::edit::Edit| match &edit.value {
                Some(value) => format!("burrow env set {}={value}", edit.name),
                None => format!("burrow env unset {}", edit.name),
            };
            edits.iter().map(command).collect::<Vec<_>>().join(" && ")
        }
        Some(Action::TeamProfile { .. }) => "burrow project team --apply".into(),
        Some(Action::Settings(_)) => lang.pick("in the app: Projects", "在应用中：项目").into(),
        Some(Action::Credentials { host }) => format!("burrow proxy credentials {host}"),
        Some(Action::RepairModules(_)) => "burrow cache verify --repair".into(),
        Some(Action::Go { words, .. }) => format!("go {}", words.join(" ")),
        Some(Action::Open(place)) => {
            let place = place.display(None);
            lang.pick(format!("look at {place}"), format!("查看 {place}"))
        }
        Some(Action::Warm) => "burrow project warm".into(),
        None => match step {
            Step::ChooseModule { folders } => folders
                .iter()
                .map(|folder| format!("burrow project {}", folder.display()))
                .collect::<Vec<_>>()
                .join("; "),
            _ => lang.pick("only a person can mend this", "这需要手动修正").into(),
        },
    }
}

/// No file changes what a stronger layer says.
fn out_of_environment(name: &str, lang: Lang) -> String {
    lang.pick(
        format!("take {name} out of the environment; `burrow env explain {name}` tells where it is set"),
        format!("从环境中去掉 {name}；`burrow env explain {name}` 会说明它在哪里设置"),
    )
}

fn go_sum(missing: usize, mismatched: usize, lang: Lang) -> String {
    match (missing, mismatched) {
        (1, 0) => lang.pick("Add a missing line to go.sum.".into(), "为 go.sum 补上缺少的 1 行。".into()),
        (lines, 0) => lang.pick(
            format!("Add {lines} missing lines to go.sum."),
            format!("为 go.sum 补上缺少的 {lines} 行。"),
        ),
        (_, 1) => lang.pick(
            "Look at the line of go.sum that disagrees with the module cache.".into(),
            "检查 go.sum 中与模块缓存不符的 1 行。".into(),
        ),
        (_, lines) => lang.pick(
            format!("Look at {lines} lines of go.sum that disagree with the module cache."),
            format!("检查 go.sum 中与模块缓存不符的 {lines} 行。"),
        ),
    }
}

fn all(whys: &[String], lang: Lang) -> String {
    match whys {
        [] => String::new(),
        [one] => one.clone(),
        [one, rest @ ..] => {
            let more = rest.len();
            lang.pick(format!("{one}, and {more} more"), format!("{one}，另有 {more} 处"))
        }
    }
}

fn first(modules: &[BString]) -> String {
    modules.first().map(ToString::to_string).unwrap_or_default()
}

/// How many modules are needed, missing and damaged.
#[must_use]
pub fn counted_modules((needed, missing, damaged): (usize, usize, usize), lang: Lang) -> String {
    lang.pick(
        format!("Modules: {needed} needed, {missing} missing, {damaged} damaged."),
        format!("需要 {needed} 个模块，缺少 {missing} 个，损坏 {damaged} 个。"),
    )
}

impl Tell for LookError {
    fn tell(&self, lang: Lang) -> Problem {
        match self {
            LookError::NoProject { directory } => Problem::new(
                "no-project",
                lang.pick(
                    format!(
                        "{} has no go.mod and no go.work, and neither has a folder above it.",
                        directory.display()
                    ),
                    format!("{} 及其上级文件夹中没有 go.mod，也没有 go.work。", directory.display()),
                ),
            )
            .about(directory.display())
            .hint(lang.pick("Name the folder of a project.", "请指定项目的文件夹。")),
            LookError::Cancelled(_) => {
                Problem::new("cancelled", lang.pick("Cancelled.".into(), "已取消。".into()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use go_rules::module::ModuleVersion;

    use super::*;
    use crate::env::edit::{Draft, Edit};
    use crate::place::Place;
    use crate::project::ready::{Held, Mend, SumLine};
    use crate::text::tests::assert_chinese;

    fn steps() -> Vec<Step> {
        let version = ModuleVersion::new("a.com/a", "v1.0.0");
        let line = SumLine { version: version.clone(), of_go_mod: true };
        let go = Mend::Go { folder: "/p".into(), words: vec!["mod".into(), "tidy".into()] };
        let draft = Draft::Edits(vec![Edit { name: "GOPROXY".into(), value: None }]);
        vec![
            Step::InstallGo { wanted: None },
            Step::InstallGo { wanted: Some("go1.24.1".into()) },
            Step::InstallToolchain { version: "go1.24.1".into() },
            Step::SetToolchain { wanted: "go1.24.1".into(), held: Held::File, draft: draft.clone() },
            Step::MendSettings {
                name: "GOPROXY",
                why: "off".into(),
                held: Held::File,
                draft: Some(draft.clone()),
            },
            Step::MendSettings {
                name: "GOPATH",
                why: "~".into(),
                held: Held::LockedFile,
                draft: Some(draft.clone()),
            },
            Step::MendSettings {
                name: "GOFLAGS",
                why: "bad".into(),
                held: Held::Environment,
                draft: Some(draft),
            },
            Step::MendSettings { name: "GOENV", why: "bad".into(), held: Held::File, draft: None },
            Step::FollowTeamProfile { file: "/p/.burrow.toml".into() },
            Step::FixGoMod { why: vec!["x".into(), "y".into()], mend: Mend::Open(Place::file("/p/go.mod")) },
            Step::ChooseModule { folders: vec!["/p/a".into()] },
            Step::FixVendor { why: Vec::new(), mend: go.clone() },
            Step::FixGoSum { missing: vec![line.clone()], mismatched: Vec::new(), mend: go.clone() },
            Step::FixGoSum { missing: Vec::new(), mismatched: vec![line], mend: go },
            Step::RepairModules { versions: vec![version.clone()] },
            Step::RepairModules { versions: vec![version.clone(), version] },
            Step::AddCredential { host: "git.corp".into(), modules: vec!["git.corp/a".into()] },
            Step::FixSource { why: vec!["x".into()], place: None },
            Step::Download { modules: 0 },
            Step::Download { modules: 1 },
            Step::Download { modules: 212 },
            Step::CompleteDownloads { modules: 1 },
            Step::CompleteDownloads { modules: 11 },
        ]
    }

    #[test]
    fn every_step_is_told_in_both_languages_with_a_way_to_take_it() {
        for step in steps() {
            let (en, zh) = (step.say(Lang::En), step.say(Lang::ZhCn));
            assert_ne!(en, zh);
            assert!(en.ends_with('.') && !en.contains('!'), "{en}");
            assert_chinese(&zh);
            assert!(!fix(&step, Lang::En).is_empty());
        }
        for vendor in [Vendor::None, Vendor::Used, Vendor::Inconsistent, Vendor::Ignored] {
            assert_ne!(vendor.say(Lang::En), vendor.say(Lang::ZhCn));
        }
    }
}
