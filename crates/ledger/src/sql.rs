//! Every statement of the ledger, one text for all stores: parameters `$1…` first used in order, no dialect.
//!
//! A statement that is not here does not exist; nothing is ever pasted into a text.

use vault::RecordId;

/// Defines one constant for each text, and the list of all.
macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        $($(#[$doc])* pub const $name: &str = $text;)*

        /// Name and text of every statement, so that a test can prepare them all.
        pub const ALL: &[(&str, &str)] = &[$((stringify!($name), $name)),*];
    };
}

/// Ids that one question asks for; where there are fewer, one of them is asked for again.
pub const IDS_AT_ONCE: usize = 15;

/// Ids in portions of exactly [`IDS_AT_ONCE`].
pub fn portions(ids: &[RecordId]) -> impl Iterator<Item = [RecordId; IDS_AT_ONCE]> {
    ids.chunks(IDS_AT_ONCE).filter_map(|some| {
        let mut portion = [*some.first()?; IDS_AT_ONCE];
        portion.iter_mut().zip(some).for_each(|(place, id)| *place = *id);
        Some(portion)
    })
}

texts! {
    /// Position, link and clinic of one strand's head.
    HEAD = "SELECT seq, link, clinic FROM head WHERE chart = $1 AND strand = $2";
    /// Position and link of a strand's last record.
    LAST_RECORD = "SELECT seq, link FROM record WHERE chart = $1 AND strand = $2 ORDER BY seq DESC LIMIT 1";
    /// Heads of all charts of a clinic.
    CLINIC_HEADS = "SELECT chart, strand, seq, link FROM head WHERE clinic = $1";
    /// Strands that have records, after one: how many each has, and how many of them name this clinic.
    LOGS = "SELECT chart, strand, count(*) AS records, sum(CASE WHEN clinic = $1 THEN 1 ELSE 0 END) AS own
        FROM record WHERE (chart, strand) > ($2, $3) GROUP BY chart, strand ORDER BY chart, strand LIMIT $4";
    /// Heads of a chart.
    HEADS = "SELECT strand, seq, link FROM head WHERE chart = $1 ORDER BY strand";
    /// Stores where a strand stands.
    HEAD_PUT = "INSERT INTO head (clinic, chart, strand, seq, link) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (chart, strand) DO UPDATE SET seq = excluded.seq, link = excluded.link";
    /// The clinic that a chart belongs to.
    CHART_CLINIC = "SELECT clinic FROM head WHERE chart = $1 LIMIT 1";
    /// Charts of a clinic that have records, after one.
    CHARTS = "SELECT DISTINCT chart FROM head WHERE clinic = $1 AND chart > $2 ORDER BY chart LIMIT $3";
    /// Appends a record.
    RECORD_ADD = "INSERT INTO record (clinic, chart, strand, seq, id, key_id, commitment, link, sealed)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// Which of [`IDS_AT_ONCE`] ids are those of a chart's records.
    TAKEN_IDS = "SELECT id FROM record
        WHERE chart = $1 AND id IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    /// One record by its id.
    RECORD_BY_ID = "SELECT chart, strand, seq, id, key_id, commitment, link, sealed FROM record
        WHERE chart = $1 AND id = $2";
    /// One strand.
    RECORDS = "SELECT chart, strand, seq, id, key_id, commitment, link, sealed FROM record
        WHERE chart = $1 AND strand = $2 ORDER BY seq";
    /// Position and link of a clinic's audit head, and the sum that is sealed beside it.
    AUDIT_HEAD = "SELECT seq, link, state FROM audit_head WHERE clinic = $1";
    /// Stores where an audit chain stands.
    AUDIT_HEAD_PUT = "INSERT INTO audit_head (clinic, seq, link, state) VALUES ($1, $2, $3, $4)
        ON CONFLICT (clinic) DO UPDATE SET seq = excluded.seq, link = excluded.link, state = excluded.state";
    /// Appends an audit event.
    AUDIT_ADD = "INSERT INTO audit (clinic, seq, time_ms, event, subject, key_id, commitment, link, sealed)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    /// Audit events after a position.
    AUDIT = "SELECT seq, time_ms, event, subject, key_id, commitment, link, sealed FROM audit
        WHERE clinic = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    /// Audit events of one subject before a position, newest first.
    AUDIT_OF = "SELECT seq, time_ms, event, subject, key_id, commitment, link, sealed FROM audit
        WHERE clinic = $1 AND subject = $2 AND seq < $3 ORDER BY seq DESC LIMIT $4";
    /// One row.
    ROW = "SELECT key, version, value FROM row WHERE clinic = $1 AND space = $2 AND key = $3";
    /// All rows of a clinic.
    CLINIC_ROWS = "SELECT space, key, version, value FROM row WHERE clinic = $1";
    /// The spaces in which a clinic has rows, each with their number.
    SPACES = "SELECT space, count(*) AS rows FROM row WHERE clinic = $1 GROUP BY space ORDER BY space";
    /// Rows from a key on.
    ROWS_FROM = "SELECT key, version, value FROM row
        WHERE clinic = $1 AND space = $2 AND key >= $3 ORDER BY key LIMIT $4";
    /// Rows from a key up to another.
    ROWS_BETWEEN = "SELECT key, version, value FROM row
        WHERE clinic = $1 AND space = $2 AND key >= $3 AND key < $4 ORDER BY key LIMIT $5";
    /// Inserts or replaces a row.
    ROW_PUT = "INSERT INTO row (clinic, space, key, version, value) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (clinic, space, key) DO UPDATE SET version = excluded.version, value = excluded.value";
    /// Replaces a row that is there.
    ROW_REFRESH = "UPDATE row SET version = $1, value = $2 WHERE clinic = $3 AND space = $4 AND key = $5";
    /// Removes a row.
    ROW_DELETE = "DELETE FROM row WHERE clinic = $1 AND space = $2 AND key = $3";
    /// One job.
    JOB = "SELECT id, kind, chart, due_ms, closed_ms FROM job WHERE clinic = $1 AND id = $2";
    /// Jobs after one, open and closed.
    JOBS = "SELECT id, kind, chart, due_ms, closed_ms FROM job
        WHERE clinic = $1 AND id > $2 ORDER BY id LIMIT $3";
    /// All jobs of a clinic, open and closed.
    CLINIC_JOBS = "SELECT id, kind, chart, due_ms, closed_ms FROM job WHERE clinic = $1";
    /// Opens a job unless it is known.
    JOB_OPEN = "INSERT INTO job (clinic, id, kind, chart, due_ms) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (clinic, id) DO NOTHING";
    /// Opens a job, also a closed one.
    JOB_REOPEN = "INSERT INTO job (clinic, id, kind, chart, due_ms) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (clinic, id) DO UPDATE SET closed_ms = NULL";
    /// Closes a job once.
    JOB_CLOSE = "UPDATE job SET closed_ms = $1 WHERE clinic = $2 AND id = $3 AND closed_ms IS NULL";
    /// Open jobs, oldest due first.
    JOBS_OPEN = "SELECT id, kind, chart, due_ms FROM job
        WHERE clinic = $1 AND closed_ms IS NULL ORDER BY due_ms, id LIMIT $2";
    /// Charts with open jobs, and when the oldest of each is due.
    JOBS_WAITING = "SELECT chart, MIN(due_ms) AS due_ms FROM job
        WHERE clinic = $1 AND closed_ms IS NULL GROUP BY chart ORDER BY chart";
    /// Open jobs of one chart, oldest due first.
    JOBS_OPEN_OF = "SELECT id, kind, chart, due_ms FROM job
        WHERE clinic = $1 AND chart = $2 AND closed_ms IS NULL ORDER BY due_ms, id";
    /// Heads of other clinics.
    STRAY_HEADS = "SELECT count(*) AS rows FROM head WHERE clinic <> $1";
    /// Audit events of other clinics.
    STRAY_EVENTS = "SELECT (SELECT count(*) FROM audit WHERE clinic < $1)
        + (SELECT count(*) FROM audit WHERE clinic > $1) AS rows";
    /// Audit heads of other clinics.
    STRAY_AUDIT_HEADS = "SELECT count(*) AS rows FROM audit_head WHERE clinic <> $1";
    /// Rows of other clinics.
    STRAY_ROWS = "SELECT (SELECT count(*) FROM row WHERE clinic < $1)
        + (SELECT count(*) FROM row WHERE clinic > $1) AS rows";
    /// Jobs of other clinics.
    STRAY_JOBS = "SELECT (SELECT count(*) FROM job WHERE clinic < $1)
        + (SELECT count(*) FROM job WHERE clinic > $1) AS rows";
    /// What the health check left behind.
    STRAY_PROBES = "SELECT count(*) AS rows FROM probe";
    /// First half of the health check.
    PROBE_PUT = "INSERT INTO probe (one) VALUES (1)";
    /// Second half of the health check.
    PROBE_DELETE = "DELETE FROM probe";
}

/// Statements of the store of wrapped keys.
pub mod keys {
    texts! {
        /// Living keys of a subject, by generation.
        LOAD = "SELECT key_id, clinic, owner, purpose, generation, created_ms, wrapped FROM wrapped_key
            WHERE clinic = $1 AND owner = $2 AND purpose = $3 ORDER BY generation";
        /// One living key.
        FIND = "SELECT key_id, clinic, owner, purpose, generation, created_ms, wrapped FROM wrapped_key
            WHERE key_id = $1";
        /// Living keys in order of their ids, after one, with their seals.
        PAGE = "SELECT key_id, clinic, owner, purpose, generation, created_ms, wrapped, seals FROM wrapped_key
            WHERE key_id > $1 ORDER BY key_id LIMIT $2";
        /// Whether an id was ever used, or a living key of the subject has this generation.
        TAKEN = "SELECT 1 AS taken FROM wrapped_key WHERE key_id = $1
            UNION ALL SELECT 1 FROM destroyed WHERE key_id = $1
            UNION ALL SELECT 1 FROM wrapped_key WHERE clinic = $2 AND owner = $3 AND purpose = $4 AND generation = $5
            LIMIT 1";
        /// The highest generation a subject ever had, living or destroyed; null if none.
        LAST_GENERATION = "SELECT max(known.generation) AS generation FROM (
                SELECT generation FROM wrapped_key WHERE clinic = $1 AND owner = $2 AND purpose = $3
                UNION ALL SELECT generation FROM destroyed WHERE clinic = $1 AND owner = $2 AND purpose = $3
            ) AS known";
        /// Adds a key.
        INSERT = "INSERT INTO wrapped_key (key_id, clinic, owner, purpose, generation, created_ms, seals, wrapped)
            VALUES ($1, $2, $3, $4, $5, $6, 0, $7)";
        /// How many seals a living key has made or reserved.
        SEALS = "SELECT seals FROM wrapped_key WHERE key_id = $1";
        /// Stores that number.
        SEALS_PUT = "UPDATE wrapped_key SET seals = $1 WHERE key_id = $2";
        /// Puts on record that a key is being destroyed.
        DESTROYED_ADD = "INSERT INTO destroyed (key_id, clinic, owner, purpose, generation, created_ms)
            SELECT key_id, clinic, owner, purpose, generation, created_ms FROM wrapped_key WHERE key_id = $1";
        /// Removes its wrapping; the epoch rises with it.
        DELETE = "DELETE FROM wrapped_key WHERE key_id = $1";
        /// What is left of destroyed keys.
        DESTROYED = "SELECT key_id, clinic, owner, purpose, generation FROM destroyed ORDER BY key_id";
        /// Puts a key under another wrapping, if it has this one.
        REWRAP = "UPDATE wrapped_key SET wrapped = $1 WHERE key_id = $2 AND wrapped = $3";
        /// How often keys were destroyed.
        EPOCH = "SELECT number FROM epoch";
        /// A clinic's newest checkpoint.
        CHECKPOINT = "SELECT body FROM checkpoint WHERE clinic = $1";
        /// Stores a checkpoint unless a later one is there.
        CHECKPOINT_ADVANCE = "INSERT INTO checkpoint (clinic, seq, body) VALUES ($1, $2, $3)
            ON CONFLICT (clinic) DO UPDATE SET seq = excluded.seq, body = excluded.body
            WHERE excluded.seq >= checkpoint.seq";
        /// Stores a checkpoint in place of any other.
        CHECKPOINT_REPLACE = "INSERT INTO checkpoint (clinic, seq, body) VALUES ($1, $2, $3)
            ON CONFLICT (clinic) DO UPDATE SET seq = excluded.seq, body = excluded.body";
    }
}
