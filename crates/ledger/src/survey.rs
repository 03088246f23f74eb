//! What a store tells of itself when it is verified.

use vault::{ChartId, StateSum, StrandCode};

use crate::AuditHead;

/// Where a clinic stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its audit head, as stored.
    pub audit: AuditHead,
    /// The sum of its heads, rows and jobs, as they stand there ([`crate::state`]).
    pub sum: StateSum,
}

/// A strand that has records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StoredLog {
    /// The chart, or the owner of another log.
    pub chart: ChartId,
    /// The strand.
    pub strand: StrandCode,
    /// How many records it has.
    pub records: u64,
    /// How many of them name the clinic that asks.
    pub own: u64,
}

/// Something that stands in a table and belongs to nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stray {
    /// The table.
    pub table: &'static str,
    /// How many rows of it.
    pub rows: u64,
}

/// How closely a store looks at what protects it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemaCheck {
    /// The definitions: quick enough for every start.
    Definitions,
    /// Also whether each index holds what its table holds, where the database can tell.
    Contents,
}
