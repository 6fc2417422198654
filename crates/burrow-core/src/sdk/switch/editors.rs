//! What editors are told about Go in their own settings, as far as their files say it: VS Code and its kin, and the
//! IDEs of JetBrains.

use std::path::{Path, PathBuf};

use go_rules::environ::{Environ, Os};
use serde_json::{Map, Value};

use crate::place::Place;
use crate::system::files::path_from_bytes;

/// Larger settings are not written by people.
const LARGEST: u64 = 4 << 20;

/// A setting of an editor that says which Go it uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditorSetting {
    /// `VS Code`, `VSCodium` …
    pub editor: String,
    /// `go.goroot`, `go.toolsEnvVars.GOTOOLCHAIN` …
    pub name: String,
    pub value: String,
    pub place: Place,
}

/// An editor that was found, and what it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editor {
    pub name: String,
    /// Empty: it takes what it finds.
    pub settings: Vec<EditorSetting>,
}

/// VS Code and its kin, as far as they have settings for this person or for the folder.
pub fn vscode(environ: &Environ, home: &Path, dir: &Path) -> Vec<Editor> {
    let kin = [
        ("Code", "VS Code"),
        ("Code - Insiders", "VS Code Insiders"),
        ("Code - OSS", "Code - OSS"),
        ("VSCodium", "VSCodium"),
        ("Cursor", "Cursor"),
    ];
    let Some(base) = config(environ, home) else { return Vec::new() };
    let mut found: Vec<Editor> = Vec::new();
    for (folder, name) in kin {
        let user = base.join(folder).join("User");
        if user.is_dir() {
            found.push(Editor {
                name: name.to_owned(),
                settings: settings(name, &user.join("settings.json")),
            });
        }
    }
    let workspace = dir.ancestors().map(|at| at.join(".vscode").join("settings.json")).find(|f| f.is_file());
    if let Some(file) = workspace {
        let own = settings("VS Code", &file);
        match found.first_mut() {
            // A folder's settings are stronger than the person's.
            Some(editor) => editor.settings.splice(0..0, own).for_each(drop),
            None => found.push(Editor { name: "VS Code".to_owned(), settings: own }),
        }
    }
    found
}

fn config(environ: &Environ, home: &Path) -> Option<PathBuf> {
    let variable = |name: &str| environ.set(name).and_then(path_from_bytes).filter(|p| p.is_absolute());
    match environ.os() {
        Os::Windows => variable("APPDATA"),
        Os::MacOs => Some(home.join("Library").join("Application Support")),
        Os::Linux | Os::Unix => Some(variable("XDG_CONFIG_HOME").unwrap_or_else(|| home.join(".config"))),
    }
}

fn settings(editor: &str, file: &Path) -> Vec<EditorSetting> {
    let small = std::fs::metadata(file).is_ok_and(|facts| facts.is_file() && facts.len() <= LARGEST);
    let Some(text) = small.then(|| std::fs::read_to_string(file).ok()).flatten() else { return Vec::new() };
    let Ok(Value::Object(all)) = serde_json::from_str(&plain_json(&text)) else { return Vec::new() };
    let mut found = Vec::new();
    let mut add = |name: String, key: &str, value: &Value| {
        if let Some(value) = value.as_str().filter(|value| !value.is_empty()) {
            let place = match line_of(&text, key) {
                Some(line) => Place::line(file, line),
                None => Place::file(file),
            };
            found.push(EditorSetting { editor: editor.to_owned(), name, value: value.to_owned(), place });
        }
    };
    if let Some(value) = all.get("go.goroot") {
        add("go.goroot".into(), "go.goroot", value);
    }
    for (group, keys) in [
        ("go.alternateTools", &["go"][..]),
        ("go.toolsEnvVars", &["GOROOT", "GOTOOLCHAIN"][..]),
        ("terminal.integrated.env.linux", &["GOROOT", "GOTOOLCHAIN"][..]),
        ("terminal.integrated.env.osx", &["GOROOT", "GOTOOLCHAIN"][..]),
        ("terminal.integrated.env.windows", &["GOROOT", "GOTOOLCHAIN"][..]),
    ] {
        let empty = Map::new();
        let values = all.get(group).and_then(Value::as_object).unwrap_or(&empty);
        for key in keys {
            if let Some(value) = values.get(*key) {
                add(format!("{group}.{key}"), key, value);
            }
        }
    }
    found
}

/// The line of the first `"key"` that is followed by a colon.
fn line_of(text: &str, key: &str) -> Option<u32> {
    let quoted = format!("\"{key}\"");
    let fits = |line: &str| {
        let at = line.find(&quoted)?;
        line[at + quoted.len()..].trim_start().starts_with(':').then_some(())
    };
    let at = text.lines().position(|line| fits(line).is_some())?;
    u32::try_from(at + 1).ok()
}

/// JSON without the comments and the last commas that these files may have.
fn plain_json(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('"', _) => {
                out.push('"');
                while let Some(c) = chars.next() {
                    out.push(c);
                    match c {
                        '"' => break,
                        '\\' => out.extend(chars.next()),
                        _ => {}
                    }
                }
            }
            ('/', Some('/')) => while chars.next_if(|&c| c != '\n').is_some() {},
            ('/', Some('*')) => {
                let mut last = ' ';
                chars.next();
                for c in chars.by_ref() {
                    if last == '*' && c == '/' {
                        break;
                    }
                    last = c;
                }
            }
            ('}' | ']', _) => {
                let kept = out.trim_end().trim_end_matches(',').len();
                out.truncate(kept);
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

/// The IDEs of JetBrains that have a folder of settings, and the GOROOT that a project in or above `dir` names.
pub fn jetbrains(environ: &Environ, home: &Path, dir: &Path) -> Option<Editor> {
    let base = config(environ, home)?.join("JetBrains");
    let product = std::fs::read_dir(base).into_iter().flatten().flatten().find_map(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        ["GoLand", "IntelliJIdea"].iter().any(|p| name.starts_with(p)).then_some(name)
    });
    let project = dir.ancestors().find_map(|at| {
        let file = at.join(".idea").join("workspace.xml");
        let text = std::fs::read_to_string(&file).ok()?;
        let (line, url) = goroot_of(&text)?;
        Some(EditorSetting {
            editor: "JetBrains".to_owned(),
            name: "GOROOT".to_owned(),
            value: url,
            place: Place::line(file, line),
        })
    });
    if product.is_none() && project.is_none() {
        return None;
    }
    let name = product.unwrap_or_else(|| "JetBrains".to_owned());
    Some(Editor { name, settings: project.into_iter().collect() })
}

/// `<component name="GOROOT" url="file:///usr/local/go" />`
fn goroot_of(text: &str) -> Option<(u32, String)> {
    let (at, line) = text.lines().enumerate().find(|(_, line)| line.contains("name=\"GOROOT\""))?;
    let (_, rest) = line.split_once("url=\"")?;
    let (url, _) = rest.split_once('"')?;
    let path = url.strip_prefix("file://").unwrap_or(url);
    Some((u32::try_from(at + 1).ok()?, path.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_with_comments_and_last_commas_are_read_with_their_lines() {
        let dir = tempfile::tempdir().unwrap();
        let user = dir.path().join(".config/Code/User");
        std::fs::create_dir_all(&user).unwrap();
        let text = "{\n  // where Go lies\n  \"go.goroot\": \"/opt/go\", /* old */\n  \"url\": \"http://x//y\",\n  \
                    \"go.toolsEnvVars\": {\n    \"GOTOOLCHAIN\": \"local\",\n  },\n}\n";
        std::fs::write(user.join("settings.json"), text).unwrap();
        let environ = Environ::new(Os::Linux, []);
        let found = vscode(&environ, dir.path(), Path::new("/"));
        let told: Vec<_> =
            found[0].settings.iter().map(|s| (s.name.as_str(), s.value.as_str(), s.place.line)).collect();
        assert_eq!(
            told,
            [("go.goroot", "/opt/go", Some(3)), ("go.toolsEnvVars.GOTOOLCHAIN", "local", Some(6))]
        );
    }

    #[test]
    fn the_goroot_of_a_jetbrains_project_is_found_above_the_folder() {
        let dir = tempfile::tempdir().unwrap();
        let inner = dir.path().join("p/cmd");
        std::fs::create_dir_all(dir.path().join("p/.idea")).unwrap();
        std::fs::create_dir_all(dir.path().join(".config/JetBrains/GoLand2026.1")).unwrap();
        std::fs::create_dir_all(&inner).unwrap();
        let text = "<project>\n  <component name=\"GOROOT\" url=\"file:///sdk/go1.22\" />\n</project>\n";
        std::fs::write(dir.path().join("p/.idea/workspace.xml"), text).unwrap();
        let found = jetbrains(&Environ::new(Os::Linux, []), dir.path(), &inner).unwrap();
        assert_eq!(found.name, "GoLand2026.1");
        assert_eq!(
            (found.settings[0].value.as_str(), found.settings[0].place.line),
            ("/sdk/go1.22", Some(2))
        );
    }
}
