//! What the writer of a ledger needs to chain and to sum what it stores: keyed functions of one clinic that open nothing.
//!
//! Somebody who can write the database and has no key can neither make a link nor find another set of rows with the same
//! sum, so that what stands there is what was written there, in its order.

use crate::error::Result;
use crate::hkdf::{Deriver, hkdf};
use crate::ids::{ChartId, ClinicId, Commitment, Link, RecordId, StrandCode};
use crate::layout::join;
use crate::state::{StateSeal, StateSum, StateTerm};
use aws_lc_rs::hmac;
use std::fmt;
use std::sync::Arc;

/// The place of an audit event in its clinic's chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventPlace<'a> {
    /// Dense position, from 1.
    pub seq: u64,
    /// UTC, milliseconds since 1970.
    pub time_ms: i64,
    /// The event's id.
    pub event: &'a RecordId,
    /// Pseudonym of the person concerned, or of the clinic.
    pub subject: &'a [u8; 32],
    /// What the event's seal commits to.
    pub commitment: &'a Commitment,
}

/// The place of a record in its strand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordPlace<'a> {
    /// The chart, or the owner of another log.
    pub chart: &'a ChartId,
    /// The strand.
    pub strand: StrandCode,
    /// Dense position, from 1.
    pub seq: u64,
    /// The record's id.
    pub id: &'a RecordId,
    /// What the record's seal commits to.
    pub commitment: &'a Commitment,
}

/// Links and sums of one clinic. Cheap to clone; its keys never leave it.
#[derive(Clone)]
pub struct Linker {
    clinic: ClinicId,
    keys: Arc<Keys>,
}

struct Keys {
    link: hmac::Key,
    state: hmac::Key,
}

impl fmt::Debug for Linker {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Linker({:?}, redacted)", self.clinic)
    }
}

impl Linker {
    /// Derives the keys: HKDF-SHA-256(derivation key, "namima/1/link" or "namima/1/state" ‖ 0 ‖ clinic).
    pub(crate) fn derive(deriver: &Deriver, clinic: &ClinicId) -> Result<Self> {
        let link = hkdf(&deriver.0, &[b"namima/1/link\0", &clinic.0])?;
        let state = hkdf(&deriver.0, &[b"namima/1/state\0", &clinic.0])?;
        let keys = Keys {
            link: hmac::Key::new(hmac::HMAC_SHA256, link.as_slice()),
            state: hmac::Key::new(hmac::HMAC_SHA512, state.as_slice()),
        };
        Ok(Self { clinic: *clinic, keys: Arc::new(keys) })
    }

    /// Whose links these are.
    #[must_use]
    pub fn clinic(&self) -> ClinicId {
        self.clinic
    }

    /// The link of a record: HMAC-SHA-256(link key, "namima/link/1" ‖ previous ‖ clinic ‖ chart ‖ strand ‖ seq (u64) ‖ id ‖
    /// commitment). Key id and ciphertext are left out: a record may be sealed again under a new key, or be erased.
    #[must_use]
    pub fn record(&self, previous: &Link, place: RecordPlace<'_>) -> Link {
        let bound: [u8; 13 + 32 + 16 + 16 + 1 + 8 + 16 + 32] = join(&[
            b"namima/link/1",
            &previous.0,
            &self.clinic.0,
            &place.chart.0,
            &[place.strand.0],
            &place.seq.to_be_bytes(),
            &place.id.0,
            &place.commitment.0,
        ]);
        Link(mac(&self.keys.link, &bound))
    }

    /// The link of an audit event: HMAC-SHA-256(link key, "namima/audit-link/1" ‖ previous ‖ clinic ‖ seq (u64) ‖ time in ms
    /// (i64) ‖ event id ‖ subject pseudonym ‖ commitment). The key id is left out: an event may be sealed again.
    #[must_use]
    pub fn event(&self, previous: &Link, place: EventPlace<'_>) -> Link {
        let bound: [u8; 19 + 32 + 16 + 8 + 8 + 16 + 32 + 32] = join(&[
            b"namima/audit-link/1",
            &previous.0,
            &self.clinic.0,
            &place.seq.to_be_bytes(),
            &place.time_ms.to_be_bytes(),
            &place.event.0,
            place.subject,
            &place.commitment.0,
        ]);
        Link(mac(&self.keys.link, &bound))
    }

    /// What one thing that stands in the ledger adds to the sum of all: HMAC-SHA-512(state key, 1 ‖ `laid_out`). The caller
    /// lays out each thing without ambiguity.
    #[must_use]
    pub fn term(&self, laid_out: &[u8]) -> StateTerm {
        StateTerm::of(&mac(&self.keys.state, &[&[1], laid_out].concat()))
    }

    /// The sum as it is stored beside the newest event of the audit chain: masked with HMAC-SHA-512(state key, 0 ‖ clinic ‖
    /// seq (u64) ‖ link), so that two stored sums tell nothing of their difference.
    #[must_use]
    pub fn seal_state(&self, sum: StateSum, seq: u64, link: &Link) -> StateSeal {
        StateSeal::of(sum.plus(self.mask(seq, link)))
    }

    /// The sum that was sealed beside this event.
    #[must_use]
    pub fn open_state(&self, seal: &StateSeal, seq: u64, link: &Link) -> StateSum {
        seal.masked().minus(self.mask(seq, link))
    }

    fn mask(&self, seq: u64, link: &Link) -> StateTerm {
        let bound: [u8; 1 + 16 + 8 + 32] = join(&[&[0], &self.clinic.0, &seq.to_be_bytes(), &link.0]);
        StateTerm::of(&mac(&self.keys.state, &bound))
    }
}

/// A MAC of exactly its algorithm's length.
fn mac<const N: usize>(key: &hmac::Key, bytes: &[u8]) -> [u8; N] {
    let mut out = [0; N];
    for (to, from) in out.iter_mut().zip(hmac::sign(key, bytes).as_ref()) {
        *to = *from;
    }
    out
}
