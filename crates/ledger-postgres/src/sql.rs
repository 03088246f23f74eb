//! The texts that this store has beside those of [`ledger::sql`].

/// Locks the audit head of a clinic until the end of the transaction.
pub const AUDIT_HEAD_LOCK: &str = "SELECT seq, link, state FROM audit_head WHERE clinic = $1 FOR UPDATE";
/// Makes the row to lock.
pub const AUDIT_HEAD_FIRST: &str = "INSERT INTO audit_head (clinic, seq, link, state) VALUES ($1, 0, $2, $3) ON CONFLICT (clinic) DO NOTHING";
/// Locks a key until the end of the transaction.
pub const SEALS_LOCK: &str = "SELECT seals FROM wrapped_key WHERE key_id = $1 FOR UPDATE";
/// Locks a key until the end of the transaction, to put it under another wrapping.
pub const WRAPPED_LOCK: &str = "SELECT wrapped FROM wrapped_key WHERE key_id = $1 FOR UPDATE";
/// Removes dead wrappings from the file.
pub const FORGET_DEAD_KEYS: &str = "SELECT forget_dead_keys()";
/// Whether this role could change or remove a line of the logs.
pub const MAY_REWRITE: &str =
    "SELECT bool_or(has_any_column_privilege(log, 'UPDATE') OR has_table_privilege(log, 'DELETE, TRUNCATE'))
    FROM unnest(ARRAY['record', 'audit']) AS log";
/// The server's settings.
pub const SETTINGS: &str = "SELECT name, setting FROM pg_settings";
/// Whether any migration was ever run, and whether one was of before the first release.
pub const HAS_HISTORY: &str =
    "SELECT to_regclass('schema_history') IS NOT NULL, to_regclass('refinery_schema_history') IS NOT NULL";
/// Shares the keys with other holders until the end of the transaction; whoever destroys one waits ([`SETUP_KEYS`] and the
/// triggers of its tables).
pub const KEYS_HOLD: &str = "SELECT pg_advisory_xact_lock_shared(7310294118370231)";
/// Everything that is defined in the schema, a line each, in words of the catalogue.
pub const DEFINITIONS: &str = include_str!("../sql/definitions.sql");
/// One node at a time brings a database up to date, however long that takes; the number is ours alone.
pub const MIGRATION_LOCK: &str =
    "SET statement_timeout = 0; SET lock_timeout = 0; SELECT pg_advisory_lock(7310294118370230)";

/// Sets what a session may choose: bounded waiting, and names that nobody can shadow. A later reload of the server's
/// configuration no longer weakens this session's `synchronous_commit`. Every text finds its rows by a key, so plans are
/// made once and never depend on what the planner believes about a table that was empty a minute ago.
pub const SESSION: &str = "SET search_path = public, pg_temp;
    SET lock_timeout = 2000;
    SET statement_timeout = 10000;
    SET idle_in_transaction_session_timeout = 10000;
    SET client_min_messages = error;
    SET plan_cache_mode = force_generic_plan;
    SET enable_seqscan = off;
    SET enable_bitmapscan = off;
    SET jit = off;
    SELECT set_config('synchronous_commit', current_setting('synchronous_commit'), false);";

/// Makes the roles of the ledger and closes its database to all others.
pub const SETUP_LEDGER: &str = include_str!("../sql/setup_ledger.sql");
/// Makes the roles of the key store and closes its database to all others.
pub const SETUP_KEYS: &str = include_str!("../sql/setup_keys.sql");
