//! Every statement of the ledger, one text for all stores: parameters `$1…` first used in order, no dialect.
//!
//! A statement that is not here does not exist; nothing is ever pasted into a text.

use vault::RecordId;

/// Defines a constant a text, and the list of all.
macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident = $file:literal;)*) => {
        $($(#[$doc])* pub const $name: &str = include_str!(concat!("../sql/", $file));)*

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
    HEAD = "head.sql";
    /// Heads of a chart.
    HEADS = "heads.sql";
    /// Moves a head.
    HEAD_PUT = "head_put.sql";
    /// The clinic that a chart belongs to.
    CHART_CLINIC = "chart_clinic.sql";
    /// Charts of a clinic that have records, after one.
    CHARTS = "charts.sql";
    /// Appends a record.
    RECORD_ADD = "record_add.sql";
    /// Which of [`IDS_AT_ONCE`] ids are those of a chart's records.
    RECORDS_KNOWN = "records_known.sql";
    /// One record by its id.
    RECORD_BY_ID = "record_by_id.sql";
    /// One strand.
    RECORDS = "records.sql";
    /// Position and link of a clinic's audit head.
    AUDIT_HEAD = "audit_head.sql";
    /// Moves an audit head.
    AUDIT_HEAD_PUT = "audit_head_put.sql";
    /// Appends an audit event.
    AUDIT_ADD = "audit_add.sql";
    /// Audit events after a position.
    AUDIT = "audit.sql";
    /// Audit events of one subject before a position, newest first.
    AUDIT_OF = "audit_of.sql";
    /// One row.
    ROW = "row.sql";
    /// The version of a row.
    ROW_VERSION = "row_version.sql";
    /// Rows from a key on.
    ROWS_FROM = "rows_from.sql";
    /// Rows from a key up to another.
    ROWS_BETWEEN = "rows_between.sql";
    /// Inserts or replaces a row.
    ROW_PUT = "row_put.sql";
    /// Replaces a row that is there.
    ROW_REFRESH = "row_refresh.sql";
    /// Removes a row.
    ROW_DELETE = "row_delete.sql";
    /// Opens a job unless it is known.
    JOB_OPEN = "job_open.sql";
    /// Opens a job, also a closed one.
    JOB_REOPEN = "job_reopen.sql";
    /// Closes a job once.
    JOB_CLOSE = "job_close.sql";
    /// Open jobs, oldest due first.
    JOBS_OPEN = "jobs_open.sql";
    /// Open jobs of one chart, oldest due first.
    JOBS_OPEN_OF = "jobs_open_of.sql";
    /// First half of the health check.
    PROBE_PUT = "probe_put.sql";
    /// Second half of the health check.
    PROBE_DELETE = "probe_delete.sql";
}

/// Statements of the store of wrapped keys.
pub mod keys {
    texts! {
        /// Living keys of a subject, by generation.
        LOAD = "keys/load.sql";
        /// One living key.
        FIND = "keys/find.sql";
        /// Living keys in order of their ids, after one.
        PAGE = "keys/page.sql";
        /// Whether an id was ever used, or a living key of the subject has this generation.
        TAKEN = "keys/taken.sql";
        /// The highest generation a subject ever had, living or destroyed; null if none.
        LAST_GENERATION = "keys/last_generation.sql";
        /// Adds a key.
        INSERT = "keys/insert.sql";
        /// How many seals a living key has made or reserved.
        SEALS = "keys/seals.sql";
        /// Stores that number.
        SEALS_PUT = "keys/seals_put.sql";
        /// Notes that a key is being destroyed.
        ENTOMB = "keys/entomb.sql";
        /// Removes its wrapping.
        DELETE = "keys/delete.sql";
    }
}
