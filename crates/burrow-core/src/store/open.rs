//! Opening `state.db`, whatever lies there.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

use reqwest::Url;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::{Store, schema};
use crate::system::clock;

/// How long another Burrow's write is waited for.
const BUSY: Duration = Duration::from_secs(5);
const FILE: &str = "state.db";
const LOG: &str = "state.db-wal";

/// What went wrong while opening; the store works all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// It was damaged: it lies here now, and a new one was begun.
    Damaged { aside: PathBuf },
    /// A later Burrow wrote it; it is left alone, and this process remembers in memory.
    Newer { file: PathBuf },
    /// It cannot be kept on disk; this process remembers in memory.
    InMemory { detail: String },
}

/// Opens the store in `dir`, or in memory.
pub fn open(dir: Option<&Path>) -> (Store, Option<Trouble>) {
    let Some(dir) = dir else { return memory(Trouble::InMemory { detail: "no home directory".to_owned() }) };
    if let Err(error) = fs::create_dir_all(dir) {
        return memory(Trouble::InMemory { detail: format!("{}: {error}", dir.display()) });
    }
    let file = dir.join(FILE);
    // Two Burrows that begin the same new file would each make its tables.
    let _turn = take_turn(dir);
    match connect(&file) {
        Ok(connection) => (store(connection), None),
        Err(Refusal::Newer) => memory(Trouble::Newer { file }),
        Err(Refusal::Damaged) => begin_anew(&file),
        Err(Refusal::Other(detail)) => memory(Trouble::InMemory { detail }),
    }
}

/// The store in `dir` when one is there: for who only reads, and has no reason to begin one.
pub fn open_kept(dir: Option<&Path>) -> Option<Store> {
    dir.filter(|dir| dir.join(FILE).is_file()).map(|dir| open(Some(dir)).0)
}

/// What is kept in `dir`, to be read and nothing else: no file is begun, changed or left behind. `None`: nothing is, or
/// it is not of this Burrow, or cannot be read.
pub fn open_to_read(dir: Option<&Path>) -> Option<Store> {
    let file = dir?.join(FILE);
    if !file.is_file() {
        return None;
    }
    let mut url = Url::from_file_path(&file).ok()?;
    // Without a log nobody has it open, and then SQLite needs no file beside it.
    let quiet = !file.with_file_name("state.db-wal").exists();
    url.set_query(Some(if quiet { "mode=ro&immutable=1" } else { "mode=ro" }));
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(url.as_str(), flags).ok()?;
    connection.busy_timeout(BUSY).ok()?;
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).ok()?;
    (version == schema::VERSION).then(|| store(connection))
}

/// The files in `dir` that change when somebody writes.
pub fn files(dir: &Path) -> [PathBuf; 2] {
    [dir.join(FILE), dir.join(LOG)]
}

/// Waits until no other Burrow is opening the store. Where there are no locks SQLite's own have to do.
fn take_turn(dir: &Path) -> Option<fs::File> {
    let file =
        fs::File::options().create(true).truncate(false).write(true).open(dir.join("state.lock")).ok()?;
    file.lock().ok()?;
    Some(file)
}

enum Refusal {
    Damaged,
    Newer,
    Other(String),
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Refusal::Damaged,
            _ => Refusal::Other(error.to_string()),
        }
    }
}

fn connect(file: &Path) -> Result<Connection, Refusal> {
    let mut connection = Connection::open(file)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version > schema::VERSION {
        return Err(Refusal::Newer);
    }
    let verdict: String = connection.pragma_query_value(None, "quick_check", |row| row.get(0))?;
    if verdict != "ok" {
        return Err(Refusal::Damaged);
    }
    match schema::MIGRATIONS.to_latest(&mut connection) {
        Ok(()) => Ok(connection),
        Err(rusqlite_migration::Error::RusqliteError { err, .. }) => Err(err.into()),
        // Tables that no Burrow made.
        Err(_) => Err(Refusal::Damaged),
    }
}

/// Sets a damaged file aside, with its log, and begins a new one.
fn begin_anew(file: &Path) -> (Store, Option<Trouble>) {
    let aside = file.with_file_name(format!("state.damaged-{}.db", clock::now_ms()));
    if let Err(error) = fs::rename(file, &aside) {
        // Another Burrow may have been faster.
        return match connect(file) {
            Ok(connection) => (store(connection), None),
            Err(_) => memory(Trouble::InMemory { detail: format!("{}: {error}", file.display()) }),
        };
    }
    for log in [LOG, "state.db-shm"] {
        // Without its database a log is worth nothing, and would be taken for the new one's.
        let _ = fs::remove_file(file.with_file_name(log));
    }
    match connect(file) {
        Ok(connection) => (store(connection), Some(Trouble::Damaged { aside })),
        Err(_) => memory(Trouble::Damaged { aside }),
    }
}

fn store(connection: Connection) -> Store {
    let store = Store { connection: Mutex::new(connection), version: AtomicI64::default() };
    // What was written until now is known.
    store.was_written_by_others();
    store
}

fn memory(trouble: Trouble) -> (Store, Option<Trouble>) {
    (store(in_memory()), Some(trouble))
}

fn in_memory() -> Connection {
    let opened = Connection::open_in_memory().map(|mut connection| {
        // A schema that its own test accepts; failing here leaves a store that answers with errors.
        let _ = schema::MIGRATIONS.to_latest(&mut connection);
        connection
    });
    match opened {
        Ok(connection) => connection,
        // SQLite without memory: nothing in this process would work any more.
        Err(error) => panic!("SQLite cannot open a database in memory: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_store_is_opened_and_opened_again_without_trouble() {
        let dir = tempfile::tempdir().unwrap();
        let state = dir.path().join("a/b");
        assert_eq!(open(Some(&state)).1, None);
        assert_eq!(open(Some(&state)).1, None);
    }

    #[test]
    fn reading_leaves_nothing_behind_and_sees_what_was_kept() {
        let dir = tempfile::tempdir().unwrap();
        let state = dir.path().join(if cfg!(windows) { "my %20 状态#1" } else { "my %20 状态#1?" });
        assert!(open_to_read(Some(&state)).is_none());
        assert!(!state.exists());
        open(Some(&state)).0.add_project_folder(Path::new("/src"), 1).unwrap();
        let names = || {
            let mut names: Vec<_> = fs::read_dir(&state).unwrap().map(|e| e.unwrap().file_name()).collect();
            names.sort();
            names
        };
        let before = names();
        let kept = open_to_read(Some(&state)).unwrap();
        assert_eq!(kept.project_folders().unwrap(), [Path::new("/src")]);
        assert_eq!(names(), before);
        drop(kept);
        // While another Burrow has it open, its latest is seen too.
        let (other, _) = open(Some(&state));
        other.add_project_folder(Path::new("/more"), 2).unwrap();
        assert_eq!(open_to_read(Some(&state)).unwrap().project_folders().unwrap().len(), 2);
    }

    #[test]
    fn many_that_open_a_new_store_at_once_all_get_it() {
        let dir = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for _ in 0..12 {
                scope.spawn(|| assert_eq!(open(Some(dir.path())).1, None));
            }
        });
    }

    #[test]
    fn a_damaged_store_is_set_aside_whole_and_a_new_one_begun() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(FILE), b"this is no database, it only lies where one should").unwrap();
        let (_store, trouble) = open(Some(dir.path()));
        let Some(Trouble::Damaged { aside }) = trouble else { panic!("{trouble:?}") };
        assert!(fs::read(aside).unwrap().starts_with(b"this is no database"));
        assert_eq!(open(Some(dir.path())).1, None);
    }

    #[test]
    fn a_store_with_pages_overwritten_is_set_aside() {
        let dir = tempfile::tempdir().unwrap();
        drop(open(Some(dir.path())));
        let path = dir.path().join(FILE);
        let mut bytes = fs::read(&path).unwrap();
        let len = bytes.len();
        bytes[1024..len].fill(0xa5);
        fs::write(&path, bytes).unwrap();
        let (_store, trouble) = open(Some(dir.path()));
        assert!(matches!(trouble, Some(Trouble::Damaged { .. })), "{trouble:?}");
    }

    #[test]
    fn a_later_burrows_store_is_left_as_it_is() {
        let dir = tempfile::tempdir().unwrap();
        drop(open(Some(dir.path())));
        let path = dir.path().join(FILE);
        Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
        assert_eq!(open(Some(dir.path())).1, Some(Trouble::Newer { file: path.clone() }));
        let version: i64 =
            Connection::open(&path).unwrap().pragma_query_value(None, "user_version", |r| r.get(0)).unwrap();
        assert_eq!(version, 99);
    }

    #[test]
    fn where_nothing_can_be_kept_memory_has_to_do() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("file"), "").unwrap();
        assert!(matches!(open(Some(&dir.path().join("file"))).1, Some(Trouble::InMemory { .. })));
        assert!(matches!(open(None).1, Some(Trouble::InMemory { .. })));
    }
}
