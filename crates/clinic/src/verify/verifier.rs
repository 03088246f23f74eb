//! What is checked, and what `verify` answers.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use diary::ChartId;
use vault::KeyId;

use crate::accounts::Accounts;
use crate::checkpoint::Checkpoints;
use crate::checkpoint::comparison::Comparison;
use crate::sealed::SealedStore;
use crate::tasks::Tasks;

/// Charts, events and rows read at a time.
pub(super) const PAGE: u32 = 500;
/// How often a log and what is drawn from it are read again while a writer keeps coming between the two readings.
pub(super) const READINGS: u32 = 50;

/// The parts of a clinic whose stores are checked.
pub(crate) struct Verifier<'a> {
    pub sealed: &'a SealedStore,
    pub accounts: &'a Accounts,
    pub tasks: &'a Tasks,
    pub checkpoints: &'a Checkpoints,
    pub seals: MetSeals,
}

/// How many seals of each key were met.
#[derive(Default)]
pub(crate) struct MetSeals(Mutex<BTreeMap<KeyId, u64>>);

impl MetSeals {
    /// Counts one more.
    pub(super) fn met(&self, key: KeyId) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default() += 1;
    }

    /// Whether a key has counted fewer itself. One that is gone has counted nothing: what it sealed does not open.
    pub(super) fn outnumber(&self, counted: &BTreeMap<KeyId, u64>) -> bool {
        let met = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        met.iter().any(|(key, met)| counted.get(key).is_some_and(|counted| counted < met))
    }
}

/// The first place where something is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadPosition {
    /// What was checked, as a stable code.
    pub what: &'static str,
    /// The chart, where it is one chart's; the clinic or the account whose own log it is.
    pub chart: Option<ChartId>,
    /// The strand's code, where it is one strand's.
    pub strand: Option<u8>,
    /// The position in the strand or in the audit chain.
    pub seq: Option<u64>,
    /// The table, index or trigger, where it is one's.
    pub name: Option<String>,
}

/// What was checked, and the first bad position of each kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Charts, and the clinic's own log.
    pub charts: u64,
    /// Records whose link and seal were checked.
    pub records: u64,
    /// Records whose erasure the clinic's log tells. This version erases nothing: a key that is gone is a bad seal.
    pub erased: u64,
    /// Audit events whose link and seal were checked.
    pub events: u64,
    /// Rows compared with their logs.
    pub rows: u64,
    /// Open tasks compared with the logs.
    pub tasks: u64,
    /// How the ledger stands to the checkpoint.
    pub checkpoint: Option<Comparison>,
    /// The first bad positions.
    pub bad: Vec<BadPosition>,
}

/// An event that does not open.
const AUDIT_SEAL: &str = "audit-seal";

impl BadPosition {
    pub(super) fn new(what: &'static str) -> Self {
        Self { what, chart: None, strand: None, seq: None, name: None }
    }

    pub(super) fn of(what: &'static str, chart: ChartId) -> Self {
        Self { chart: Some(chart), ..Self::new(what) }
    }
}

impl Verified {
    pub(super) fn bad(&mut self, position: BadPosition) {
        // One line a kind is enough to act on; the rest would only repeat it.
        if !self.bad.iter().any(|bad| bad.what == position.what) {
            self.bad.push(position);
        }
    }

    /// An event that does not open. Events are not read in their order: the first of them counts.
    pub(super) fn unopened(&mut self, seq: u64) {
        match self.bad.iter_mut().find(|bad| bad.what == AUDIT_SEAL) {
            Some(bad) => bad.seq = bad.seq.min(Some(seq)),
            None => self.bad.push(BadPosition { seq: Some(seq), ..BadPosition::new(AUDIT_SEAL) }),
        }
    }
}
