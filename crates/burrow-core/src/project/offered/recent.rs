//! What an editor's own file says it had open: paths, and nothing else of it. A file of another form says nothing.

use std::fs;
use std::path::{Path, PathBuf};

use reqwest::Url;
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;

/// Larger lists no editor keeps.
const LARGEST: u64 = 64 << 20;

/// VS Code and its kin: the list in `state.vscdb`, that of older ones in `storage.json`, and the folder of each
/// workspace that they keep something of.
pub fn vscode(user: &Path) -> Vec<PathBuf> {
    let storage = user.join("globalStorage");
    let list = "SELECT value FROM ItemTable WHERE key = 'history.recentlyOpenedPathsList'";
    let mut found = Vec::new();
    for text in values(&storage.join("state.vscdb"), list) {
        found.extend(json(&text).map(|list| uris(&list["entries"])).unwrap_or_default());
    }
    if let Some(old) = text(&storage.join("storage.json")).and_then(|text| json(&text)) {
        let lists = &old["openedPathsList"];
        found.extend(uris(&lists["entries"]));
        found.extend(uris(&lists["workspaces3"]));
    }
    for workspace in fs::read_dir(user.join("workspaceStorage")).into_iter().flatten().flatten() {
        let file = workspace.path().join("workspace.json");
        found.extend(text(&file).and_then(|text| json(&text)).and_then(|it| folder(it["folder"].as_str()?)));
    }
    found
}

/// `{"folderUri": "file:///…"}`, `{"workspace": {"configPath": "file:///…"}}`, or the URI itself.
fn uris(entries: &Value) -> Vec<PathBuf> {
    let entry = |entry: &Value| {
        if let Some(uri) = entry["folderUri"].as_str().or(entry.as_str()) {
            return folder(uri);
        }
        Some(folder(entry["workspace"]["configPath"].as_str()?)?.parent()?.to_path_buf())
    };
    entries.as_array().into_iter().flatten().filter_map(entry).collect()
}

/// Of this machine only.
fn folder(uri: &str) -> Option<PathBuf> {
    let url = Url::parse(uri).ok().filter(|url| url.scheme() == "file")?;
    url.to_file_path().ok()
}

/// The keys of `<entry key="$USER_HOME$/src/x">`.
pub fn jetbrains(file: &Path, home: &Path) -> Vec<PathBuf> {
    let Some(text) = text(file) else { return Vec::new() };
    let keys =
        text.split("<entry key=\"").skip(1).filter_map(|rest| rest.split_once('"').map(|(key, _)| key));
    let path = |key: &str| {
        let plain =
            key.replace("&quot;", "\"").replace("&apos;", "'").replace("&lt;", "<").replace("&amp;", "&");
        match plain.strip_prefix("$USER_HOME$") {
            Some(rest) => home.join(rest.trim_start_matches('/')),
            None => PathBuf::from(plain),
        }
    };
    keys.map(path).collect()
}

/// The paths of workspaces, in the forms that its database has had.
pub fn zed(database: &Path) -> Vec<PathBuf> {
    let lists = ["SELECT paths FROM workspaces", "SELECT local_paths_array FROM workspaces"];
    let lists = lists.iter().flat_map(|query| values(database, query));
    lists
        .flat_map(|list| list.split(['\n', ',']).map(PathBuf::from).collect::<Vec<_>>())
        .filter(|path| path.is_absolute())
        .collect()
}

/// The folders of its session.
pub fn sublime(session: &Path) -> Vec<PathBuf> {
    let Some(session) = text(session).and_then(|text| json(&text)) else { return Vec::new() };
    let history = session["folder_history"].as_array().into_iter().flatten();
    history.filter_map(|folder| folder.as_str().map(PathBuf::from)).collect()
}

/// The texts that a query gives. The database is not locked and nothing is written beside it: it may be in use.
fn values(database: &Path, query: &str) -> Vec<String> {
    let read = || -> Option<Vec<String>> {
        let mut uri = Url::from_file_path(database).ok().filter(|_| database.is_file())?;
        uri.set_query(Some("mode=ro&immutable=1"));
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        let connection = Connection::open_with_flags(uri.as_str(), flags).ok()?;
        let mut select = connection.prepare(query).ok()?;
        let rows = select.query_map([], |row| row.get::<_, Option<String>>(0)).ok()?;
        Some(rows.flatten().flatten().collect())
    };
    read().unwrap_or_default()
}

fn text(file: &Path) -> Option<String> {
    let small = fs::metadata(file).is_ok_and(|facts| facts.is_file() && facts.len() <= LARGEST);
    small.then(|| fs::read_to_string(file).ok()).flatten()
}

fn json(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(dir: &tempfile::TempDir, below: &str) -> PathBuf {
        let path = dir.path().join(below);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        path
    }

    fn uri(path: &Path) -> String {
        Url::from_file_path(path).unwrap().to_string()
    }

    #[test]
    fn the_lists_of_vs_code_are_read_wherever_it_has_kept_them() {
        let dir = tempfile::tempdir().unwrap();
        let (a, b, c) = (dir.path().join("a b"), dir.path().join("w/x.code-workspace"), dir.path().join("c"));
        let database = Connection::open(at(&dir, "User/globalStorage/state.vscdb")).unwrap();
        database.execute_batch("CREATE TABLE ItemTable (key TEXT UNIQUE, value BLOB)").unwrap();
        let list = serde_json::json!({"entries": [
            {"folderUri": uri(&a)}, {"fileUri": uri(&c)}, {"folderUri": "vscode-remote://ssh/x"},
            {"workspace": {"id": "1", "configPath": uri(&b)}},
        ]});
        database
            .execute(
                "INSERT INTO ItemTable VALUES ('history.recentlyOpenedPathsList', ?1), ('secret://x', 'no')",
                [list.to_string()],
            )
            .unwrap();
        let old = serde_json::json!({"openedPathsList": {"workspaces3": [uri(&c)]}});
        fs::write(at(&dir, "User/globalStorage/storage.json"), old.to_string()).unwrap();
        let one = serde_json::json!({"folder": uri(&c)});
        fs::write(at(&dir, "User/workspaceStorage/1f/workspace.json"), one.to_string()).unwrap();
        let found = vscode(&dir.path().join("User"));
        assert_eq!(found, [a, dir.path().join("w"), c.clone(), c]);
    }

    #[test]
    fn the_databases_of_zed_and_the_session_of_sublime_are_read() {
        let dir = tempfile::tempdir().unwrap();
        let file = at(&dir, "db.sqlite");
        let database = Connection::open(&file).unwrap();
        let (a, b) = (dir.path().join("a"), dir.path().join("b"));
        database.execute_batch("CREATE TABLE workspaces (id INTEGER, paths TEXT)").unwrap();
        let both = format!("{}\n{}", a.display(), b.display());
        database.execute("INSERT INTO workspaces VALUES (1, ?1), (2, NULL)", [both]).unwrap();
        assert_eq!(zed(&file), [a.clone(), b]);
        assert!(zed(&dir.path().join("none")).is_empty());
        let session = at(&dir, "Session.sublime_session");
        fs::write(&session, serde_json::json!({"folder_history": [a]}).to_string()).unwrap();
        assert_eq!(sublime(&session), [a]);
    }
}
