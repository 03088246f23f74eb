//! Settings under which an acknowledged write survives a power cut. They are set, then read back: what SQLite does
//! not confirm is refused. Source: the pragma and `sqlite3_db_config` pages of sqlite.org.

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use crate::OpenError;

/// How long a statement waits for a lock that another process holds.
pub(crate) const BUSY_TIMEOUT_MS: i64 = 2_000;

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The one connection that changes the database.
    Write,
    /// A connection that cannot change anything.
    Read,
}

/// Numeric pragmas of every connection. `synchronous` 2 is FULL, `temp_store` 2 is memory alone; deleted content is
/// overwritten; memory mapping is off because a failing device would end the process; `fullfsync` matters on macOS.
const PRAGMAS: &[(&str, i64)] = &[
    ("busy_timeout", BUSY_TIMEOUT_MS),
    ("synchronous", 2),
    ("foreign_keys", 1),
    ("trusted_schema", 0),
    ("cell_size_check", 1),
    ("secure_delete", 1),
    ("recursive_triggers", 1),
    ("ignore_check_constraints", 0),
    ("temp_store", 2),
    ("mmap_size", 0),
    ("fullfsync", 1),
    ("checkpoint_fullfsync", 1),
];

/// Switches of every connection; defensive mode forbids SQL that could damage the file.
const SWITCHES: &[(DbConfig, &str, bool)] = &[
    (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, "defensive", true),
    (DbConfig::SQLITE_DBCONFIG_WRITABLE_SCHEMA, "writable_schema", false),
    (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, "triggers", true),
    (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, "views", false),
    (DbConfig::SQLITE_DBCONFIG_DQS_DML, "double_quoted_strings_dml", false),
    (DbConfig::SQLITE_DBCONFIG_DQS_DDL, "double_quoted_strings_ddl", false),
    (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_CREATE, "attach_create", false),
    (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE, "attach_write", false),
];

/// The log is folded into the database at this many pages, and cut back to this size afterwards.
const CHECKPOINT_PAGES: i64 = 4_000;
const LOG_LIMIT_BYTES: i64 = 64 * 1024 * 1024;

/// Bytes of a page in a database that is made now; one that is there keeps its own. A check-in is sealed in 1,053 bytes: on
/// pages of 4,096 an index entry of that length needs a page of its own beside the tree.
const PAGE_BYTES: i64 = 8_192;

/// What the writer keeps of the database, in KiB as SQLite counts (negative): the pages that every change touches, the heads,
/// the ends of the logs and the upper pages of every index, of several thousand charts. A reader lets go of all it has
/// whenever the writer commits, so more than SQLite's own 2 MiB would not serve it.
const WRITER_CACHE_KIB: i64 = -32 * 1024;

/// Sets everything, then checks it.
pub(crate) fn apply(connection: &Connection, role: Role) -> Result<(), OpenError> {
    for (switch, _, on) in SWITCHES {
        connection.set_db_config(*switch, *on)?;
    }
    for (name, value) in PRAGMAS {
        connection.pragma_update(None, name, value)?;
    }
    match role {
        Role::Write => {
            connection.pragma_update(None, "page_size", PAGE_BYTES)?;
            connection.pragma_update(None, "journal_mode", "wal")?;
            connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
            connection.pragma_update(None, "journal_size_limit", LOG_LIMIT_BYTES)?;
            connection.pragma_update(None, "cache_size", WRITER_CACHE_KIB)?;
        }
        Role::Read => connection.pragma_update(None, "query_only", 1)?,
    }
    check(connection, role)
}

/// Reads every setting back.
///
/// # Errors
/// [`OpenError::Setting`] names the first one that is not as it must be.
pub fn check(connection: &Connection, role: Role) -> Result<(), OpenError> {
    for (switch, name, on) in SWITCHES {
        if connection.db_config(*switch)? != *on {
            return Err(OpenError::Setting(name));
        }
    }
    for (name, value) in PRAGMAS {
        require(connection, name, *value)?;
    }
    require(connection, "query_only", i64::from(role == Role::Read))?;
    let journal: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    if journal == "wal" { Ok(()) } else { Err(OpenError::Setting("journal_mode")) }
}

fn require(connection: &Connection, name: &'static str, value: i64) -> Result<(), OpenError> {
    let found: i64 = connection.pragma_query_value(None, name, |row| row.get(0))?;
    if found == value { Ok(()) } else { Err(OpenError::Setting(name)) }
}
