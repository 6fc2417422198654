//! What a remedy does, in one line and on a button.

use std::path::Path;

use crate::env::edit::{Draft, Edit};
use crate::remedy::Remedy;
use crate::secret::Masked;
use crate::text::{Lang, Say};

impl Say for Remedy {
    fn say(&self, lang: Lang) -> String {
        match self {
            Remedy::Settings(Draft::Edits(edits)) => {
                let each: Vec<String> = edits.iter().map(|edit| edited(edit, lang)).collect();
                each.join(lang.pick("; ", "；"))
            }
            Remedy::Settings(Draft::Text(_)) => {
                lang.pick("Write the GOENV file anew", "改写 GOENV 文件").into()
            }
            Remedy::Settings(Draft::Undo { entry }) => lang.pick(
                format!("Take back change {entry} of the GOENV file"),
                format!("撤销 GOENV 文件的第 {entry} 次更改"),
            ),
            Remedy::Profile { name } => {
                lang.pick(format!("Switch to the profile {name}"), format!("切换到配置方案 {name}"))
            }
            Remedy::Mode { file } => lang.pick(
                format!("Let nobody else read {}", file.display()),
                format!("不让他人读取 {}", file.display()),
            ),
            Remedy::InstallToolchain { version } => {
                lang.pick(format!("Install {version}"), format!("安装 {version}"))
            }
            Remedy::UseToolchain { goroot } => lang.pick(
                format!("Use {} in new terminals", goroot.display()),
                format!("在新终端中使用 {}", goroot.display()),
            ),
            Remedy::Clean(_) => lang.pick("Clean the caches", "清理缓存").into(),
            Remedy::RepairModules => lang.pick("Repair the module cache", "修复模块缓存").into(),
            Remedy::RebuildPrograms { programs } => match programs.as_slice() {
                [one] => {
                    let name =
                        one.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                    lang.pick(format!("Build {name} anew"), format!("重新构建 {name}"))
                }
                many => lang.pick(
                    format!("Build {} programs anew", many.len()),
                    format!("重新构建 {} 个程序", many.len()),
                ),
            },
        }
    }
}

/// Longer than this a value does not stand on a button.
const MOST_ON_A_BUTTON: usize = 20;

/// What stands on the button of a remedy: what is done to what, in few words; the preview behind it has the rest.
#[must_use]
pub fn remedy_label(remedy: &Remedy, lang: Lang) -> String {
    match remedy {
        Remedy::Settings(Draft::Edits(edits)) => match edits.as_slice() {
            [Edit { name, value: None }] => lang.pick(format!("Remove {name}"), format!("删除 {name}")),
            [Edit { name, value: Some(value) }] if value.chars().count() <= MOST_ON_A_BUTTON => {
                let value = Masked::value(name, value.as_bytes());
                lang.pick(format!("Set {name}={value}"), format!("设置 {name}={value}"))
            }
            [Edit { name, .. }] => lang.pick(format!("Change {name}"), format!("更改 {name}")),
            [one, two] => lang.pick(
                format!("Change {} and {}", one.name, two.name),
                format!("更改 {} 和 {}", one.name, two.name),
            ),
            _ => lang.pick("Change the settings".into(), "更改设置".into()),
        },
        Remedy::Settings(Draft::Undo { .. }) => lang.pick("Take the change back".into(), "撤销更改".into()),
        Remedy::Profile { name } => lang.pick(format!("Switch to {name}"), format!("切换到 {name}")),
        Remedy::Mode { file } => {
            let name = last(file);
            lang.pick(format!("Keep {name} to yourself"), format!("让 {name} 仅自己可读"))
        }
        // A folder that is named after its version says enough.
        Remedy::UseToolchain { goroot } => {
            let name = Some(last(goroot)).filter(|name| name.contains(|c: char| c.is_ascii_digit()));
            let name = name.unwrap_or_else(|| goroot.display().to_string());
            lang.pick(format!("Use {name} in terminals"), format!("终端使用 {name}"))
        }
        Remedy::Settings(Draft::Text(_))
        | Remedy::InstallToolchain { .. }
        | Remedy::Clean(_)
        | Remedy::RepairModules
        | Remedy::RebuildPrograms { .. } => remedy.say(lang),
    }
}

fn last(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn edited(edit: &Edit, lang: Lang) -> String {
    let name = &edit.name;
    match &edit.value {
        None => {
            lang.pick(format!("Remove {name} from the GOENV file"), format!("从 GOENV 文件中删除 {name}"))
        }
        Some(value) => {
            let value = Masked::value(name, value.as_bytes());
            lang.pick(
                format!("Set {name}={value} in the GOENV file"),
                format!("在 GOENV 文件中设置 {name}={value}"),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tests::assert_chinese;

    fn set(name: &str, value: Option<&str>) -> Edit {
        Edit { name: name.to_owned(), value: value.map(ToOwned::to_owned) }
    }

    #[test]
    fn a_button_says_in_few_words_what_is_done_to_what() {
        let long = "https://proxy.corp.example,direct";
        let labels = [
            (vec![set("GO111MODULE", None)], "Remove GO111MODULE"),
            (vec![set("GOPROXY", Some("direct"))], "Set GOPROXY=direct"),
            (vec![set("GOPROXY", Some(long))], "Change GOPROXY"),
            (vec![set("GOPROXY", Some(long)), set("GOSUMDB", None)], "Change GOPROXY and GOSUMDB"),
        ];
        for (edits, label) in labels {
            let remedy = Remedy::Settings(Draft::Edits(edits));
            assert_eq!(remedy_label(&remedy, Lang::En), label);
            assert_chinese(&remedy_label(&remedy, Lang::ZhCn));
        }
        let mode = Remedy::Mode { file: "/home/me/.netrc".into() };
        assert_eq!(remedy_label(&mode, Lang::En), "Keep .netrc to yourself");
        let named = Remedy::UseToolchain { goroot: "/home/me/sdk/go1.27.3".into() };
        assert_eq!(remedy_label(&named, Lang::En), "Use go1.27.3 in terminals");
        let plain = Remedy::UseToolchain { goroot: "/usr/local/go".into() };
        assert_eq!(remedy_label(&plain, Lang::En), "Use /usr/local/go in terminals");
    }

    #[test]
    fn no_secret_stands_on_a_button() {
        let remedy = Remedy::Settings(Draft::Edits(vec![set("GOPROXY", Some("https://a:hush@b"))]));
        assert!(!remedy_label(&remedy, Lang::En).contains("hush"));
    }
}
