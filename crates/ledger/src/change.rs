//! What one commit carries.

use vault::{ChartId, ClinicId, Commitment, KeyId, Link, RecordId, StrandCode, WritePass};

use crate::{JobWrite, RowWrite, Space};

/// One sealed record of a strand. Neither its kind nor any date can be read from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The chart, or the clinic's own log (its id used as a chart id).
    pub chart: ChartId,
    /// Which strand of the chart.
    pub strand: StrandCode,
    /// Dense position in the strand, from 1.
    pub seq: u64,
    /// Unique within the chart.
    pub id: RecordId,
    /// The key that opens it.
    pub key: KeyId,
    /// SHA-256 of salt and payload.
    pub commitment: Commitment,
    /// Keyed chain over the strand up to this record ([`vault::Linker::record`]).
    pub link: Link,
    /// The sealed payload.
    pub sealed: Vec<u8>,
}

/// The newest record of a strand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The strand.
    pub strand: StrandCode,
    /// Position of the newest record; 0 where the strand is empty.
    pub seq: u64,
    /// Its link; the genesis link where the strand is empty.
    pub link: Link,
}

impl Head {
    /// The head of a strand that has no record yet.
    #[must_use]
    pub const fn empty(strand: StrandCode) -> Self {
        Self { strand, seq: 0, link: Link::GENESIS }
    }
}

/// These strands, each once, in the order of their codes.
#[must_use]
pub fn in_order(strands: &[StrandCode]) -> Vec<StrandCode> {
    let mut strands = strands.to_vec();
    strands.sort_unstable();
    strands.dedup();
    strands
}

/// A condition that must hold inside the transaction before anything of the change is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Guard {
    /// The strand's head is exactly this (`seq` 0: the strand is empty).
    Head(ChartId, Head),
    /// The row exists with this version.
    RowIs(Space, Vec<u8>, u64),
    /// No such row exists.
    RowAbsent(Space, Vec<u8>),
    /// The chart has no record with any of these ids. Refused, it says that something was stored before.
    RecordsAbsent(ChartId, Vec<RecordId>),
}

/// A sealed audit event; the store gives it its place in the clinic's chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audit {
    /// Random id of the event.
    pub event: RecordId,
    /// UTC, milliseconds since 1970.
    pub time_ms: i64,
    /// Pseudonym of the person concerned, or of the clinic.
    pub subject: [u8; 32],
    /// The key that opens it.
    pub key: KeyId,
    /// SHA-256 of salt and payload.
    pub commitment: Commitment,
    /// The sealed event.
    pub sealed: Vec<u8>,
}

/// An audit event with its place in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAudit {
    /// Dense position in the clinic's chain, from 1.
    pub seq: u64,
    /// Keyed chain up to this event ([`vault::Linker::event`]).
    pub link: Link,
    /// The event.
    pub audit: Audit,
}

/// One all-or-nothing write. It cannot be built without an audit event.
#[derive(Clone, Debug)]
pub struct Change {
    /// Whose audit chain the events join and whose rows and jobs these are.
    pub clinic: ClinicId,
    /// Checked first, in order.
    pub guards: Vec<Guard>,
    /// Appended to their strands; each `seq` must follow its strand's head (or the record before it here).
    pub records: Vec<Record>,
    /// Written or deleted.
    pub rows: Vec<RowWrite>,
    /// Opened or closed.
    pub jobs: Vec<JobWrite>,
    /// What the sum of all that stands there goes on from.
    pub state: StateRule,
    audits: Vec<Audit>,
    pass: WritePass,
}

/// What the sum of all that stands in the ledger goes on from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateRule {
    /// The sum that the last change left.
    Continued,
    /// What stands there now: a person has accepted it as it is.
    Accepted,
}

impl Change {
    /// A change that so far only says that something happened.
    #[must_use]
    pub fn new(pass: WritePass, audit: Audit) -> Self {
        Self {
            clinic: pass.linker().clinic(),
            guards: Vec::new(),
            records: Vec::new(),
            rows: Vec::new(),
            jobs: Vec::new(),
            state: StateRule::Continued,
            audits: vec![audit],
            pass,
        }
    }

    /// How it is linked, and the keys it was made with.
    #[must_use]
    pub fn pass(&self) -> &WritePass {
        &self.pass
    }

    /// Adds one more event, for another subject of the same action.
    pub fn also(&mut self, audit: Audit) {
        self.audits.push(audit);
    }

    /// The events, at least one.
    #[must_use]
    pub fn audits(&self) -> &[Audit] {
        &self.audits
    }
}
