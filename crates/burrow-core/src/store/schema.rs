//! The tables of `state.db`, one migration after the other. A migration that was released is never changed.

use rusqlite_migration::{M, Migrations};

const CHANGES: &str = "
    CREATE TABLE seen (
        file TEXT PRIMARY KEY,          -- the GOENV file, links followed
        text BLOB,                      -- masked; NULL: there was no file
        print TEXT,                     -- NULL: there was no file
        expected_print TEXT,            -- what a Burrow was about to write
        expected_author TEXT,
        expected_undoes INTEGER
    ) STRICT;
    CREATE TABLE change (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        file TEXT NOT NULL,
        at INTEGER NOT NULL,            -- Unix ms
        author TEXT NOT NULL CHECK (author IN ('burrow', 'command', 'outside')),
        before_text BLOB,               -- masked; NULL with a print: too large to keep
        before_print TEXT,              -- NULL: there was no file
        after_text BLOB,
        after_print TEXT,
        undoes INTEGER
    ) STRICT;
    CREATE INDEX change_of_file ON change (file, id);
    CREATE TABLE change_name (
        change INTEGER NOT NULL REFERENCES change (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        name BLOB NOT NULL,
        before_value BLOB,              -- masked; NULL: no such line
        before_print TEXT,
        after_value BLOB,
        after_print TEXT,
        PRIMARY KEY (change, position)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
";

const SWITCHES: &str = "
    CREATE TABLE switch (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,            -- Unix ms
        author TEXT NOT NULL CHECK (author IN ('burrow', 'command', 'outside')),
        way TEXT NOT NULL CHECK (way IN ('setting', 'link', 'project')),
        before TEXT,                    -- a toolchain's name, or where the link led; NULL: nothing
        after TEXT,
        link TEXT,                      -- the link, when it was moved
        entry INTEGER,                  -- the change of the GOENV file that it made
        undoes INTEGER
    ) STRICT;
    CREATE TABLE switch_file (
        switch INTEGER NOT NULL REFERENCES switch (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        file TEXT NOT NULL,             -- links followed
        before_print TEXT,              -- NULL: there was no file
        after_print TEXT,               -- NULL: there is none any more
        start INTEGER NOT NULL,         -- of what was put there, in bytes
        put INTEGER NOT NULL,           -- how many bytes
        replaced BLOB,                  -- what stood there; NULL: not kept, it held a secret
        PRIMARY KEY (switch, position)
    ) STRICT, WITHOUT ROWID;
";

const TOOLCHAINS: &str = "
    CREATE TABLE sdk_folder (           -- where the person wants toolchains to be looked for too
        path BLOB PRIMARY KEY,
        added INTEGER NOT NULL          -- Unix ms
    ) STRICT;
    CREATE TABLE sdk_size (             -- what was measured, to show it at once the next time
        goroot BLOB PRIMARY KEY,
        print TEXT NOT NULL,            -- of what would be another if the folder had changed
        bytes INTEGER NOT NULL,
        disk_bytes INTEGER NOT NULL,
        files INTEGER NOT NULL
    ) STRICT;
";

const PROJECTS: &str = "
    CREATE TABLE project_folder (       -- where the person's projects are looked for
        path BLOB PRIMARY KEY,
        added INTEGER NOT NULL          -- Unix ms
    ) STRICT;
";

const PROBES: &str = "
    CREATE TABLE probe (                -- what the servers that go asks were like, for a week
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,            -- Unix ms
        kind TEXT NOT NULL,
        url TEXT NOT NULL,              -- without secrets
        verdict TEXT NOT NULL,
        ms REAL NOT NULL                -- from the name to the last byte, or to the failure
    ) STRICT;
    CREATE INDEX probe_of_url ON probe (url, at);
    CREATE INDEX probe_at ON probe (at);
";

const PROFILES: &str = "
    CREATE TABLE profile (
        name TEXT PRIMARY KEY COLLATE NOCASE,
        description TEXT NOT NULL
    ) STRICT;
    CREATE TABLE profile_entry (
        profile TEXT NOT NULL COLLATE NOCASE REFERENCES profile (name) ON DELETE CASCADE,
        kind TEXT NOT NULL,             -- set, unset, note
        name TEXT NOT NULL,
        value TEXT NOT NULL,            -- masked
        PRIMARY KEY (profile, kind, name)
    ) STRICT, WITHOUT ROWID;
";

const STEPS: &[M<'static>] =
    &[M::up(CHANGES), M::up(SWITCHES), M::up(TOOLCHAINS), M::up(PROJECTS), M::up(PROBES), M::up(PROFILES)];

/// Every migration in order.
pub(super) const MIGRATIONS: Migrations<'static> = Migrations::from_slice(STEPS);

/// The `user_version` of a database that this Burrow understands.
pub(super) const VERSION: i64 = STEPS.len() as i64;

#[cfg(test)]
mod tests {
    #[test]
    fn the_migrations_are_valid() {
        super::MIGRATIONS.validate().unwrap();
    }
}
