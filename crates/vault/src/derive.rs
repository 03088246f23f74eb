//! Purpose keys by HKDF-SHA-256 with named contexts, and what is made with them. Nothing here is stored.
//!
//! Each info begins with a label ending in a zero byte, then fixed-width ids; a name of free length only comes last.

use crate::error::{Error, Result};
use crate::hkdf::{Deriver, hkdf};
use crate::ids::{ChartId, ClinicId, RecordId, StrandCode};
use crate::layout::join;
use crate::vault::Vault;
use aws_lc_rs::{constant_time, hmac};
use std::fmt;

/// What a derived key is for.
#[derive(Debug, Clone, Copy)]
enum Purpose<'a> {
    /// Ids of one chart's records.
    ChartRecordId { clinic: &'a ClinicId, chart: &'a ChartId },
    /// MACs over forms that one clinic hands out and takes back. The label's name is older than that.
    FormMac { clinic: &'a ClinicId },
    /// Pseudonyms of audit subjects of one clinic.
    Subject { clinic: &'a ClinicId },
    /// Ids of one clinic's jobs.
    JobId { clinic: &'a ClinicId },
    /// Hashes of session and sign-in tokens.
    SessionHash,
    /// MACs over checkpoints of one clinic.
    Checkpoint { clinic: &'a ClinicId },
}

/// Compares secrets, MACs or token hashes in time that does not depend on where they differ. Other lengths are unequal.
#[must_use]
pub fn constant_time_eq(one: &[u8], other: &[u8]) -> bool {
    constant_time::verify_slices_are_equal(one, other).is_ok()
}

impl Deriver {
    fn key(&self, purpose: Purpose<'_>) -> Result<hmac::Key> {
        let key = match purpose {
            Purpose::ChartRecordId { clinic, chart } => {
                hkdf(&self.0, &[b"namima/1/record-id\0", &clinic.0, &chart.0])
            }
            Purpose::FormMac { clinic } => hkdf(&self.0, &[b"namima/1/row-mac\0", &clinic.0]),
            Purpose::Subject { clinic } => hkdf(&self.0, &[b"namima/1/subject\0", &clinic.0]),
            Purpose::JobId { clinic } => hkdf(&self.0, &[b"namima/1/job-id\0", &clinic.0]),
            Purpose::SessionHash => hkdf(&self.0, &[b"namima/1/session\0"]),
            Purpose::Checkpoint { clinic } => hkdf(&self.0, &[b"namima/1/checkpoint\0", &clinic.0]),
        }?;
        Ok(hmac::Key::new(hmac::HMAC_SHA256, key.as_slice()))
    }

    fn mac(&self, purpose: Purpose<'_>, bytes: &[u8]) -> Result<[u8; 32]> {
        hmac::sign(&self.key(purpose)?, bytes).as_ref().try_into().map_err(|_| Error::Provider)
    }
}

/// Makes the ids of one chart's records. It holds the chart's id key, because deriving that takes longer than an id.
pub struct RecordIds(hmac::Key);

impl RecordIds {
    /// The id of a record: the first 128 bits of HMAC-SHA-256(chart's id key, author ‖ entry ‖ strand ‖ part (u16)). The
    /// same entry gives the same id, so one look-up finds a repeat; nobody learns another author's ids.
    ///
    /// # Errors
    /// [`Error::Provider`] only.
    pub fn id(&self, author: &[u8; 16], entry: &[u8; 16], strand: StrandCode, part: u16) -> Result<RecordId> {
        let named: [u8; 16 + 16 + 1 + 2] = join(&[author, entry, &[strand.0], &part.to_be_bytes()]);
        let mac = hmac::sign(&self.0, &named);
        mac.as_ref().first_chunk().copied().map(RecordId).ok_or(Error::Provider)
    }
}

impl fmt::Debug for RecordIds {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("RecordIds(redacted)")
    }
}

impl Vault {
    /// What makes the ids of a chart's records.
    ///
    /// # Errors
    /// [`Error::Provider`] only.
    pub fn record_ids(&self, clinic: &ClinicId, chart: &ChartId) -> Result<RecordIds> {
        self.deriver.key(Purpose::ChartRecordId { clinic, chart }).map(RecordIds)
    }

    /// The id of the job that a record asks for: the first 128 bits of HMAC-SHA-256(clinic's job key, chart ‖ record).
    /// Without the key nobody can tell which record it was.
    ///
    /// # Errors
    /// [`Error::Provider`] only.
    pub fn job_id(&self, clinic: &ClinicId, chart: &ChartId, record: &RecordId) -> Result<[u8; 16]> {
        let named: [u8; 16 + 16] = join(&[&chart.0, &record.0]);
        let mac = self.deriver.mac(Purpose::JobId { clinic }, &named)?;
        mac.first_chunk().copied().ok_or(Error::Provider)
    }

    /// The name under which a chart stands in its clinic's audit chain.
    ///
    /// # Errors
    /// [`Error::Provider`] only.
    pub fn subject_pseudonym(&self, clinic: &ClinicId, chart: &ChartId) -> Result<[u8; 32]> {
        self.deriver.mac(Purpose::Subject { clinic }, &chart.0)
    }

    /// The MAC that binds a form to its session and route. The caller lays out the parts without ambiguity.
    ///
    /// # Errors
    /// [`Error::Provider`] only.
    pub fn form_mac(&self, clinic: &ClinicId, bytes: &[u8]) -> Result<[u8; 32]> {
        self.deriver.mac(Purpose::FormMac { clinic }, bytes)
    }

    /// The MAC of a checkpoint, so that nobody without the key can make one. The caller lays it out without ambiguity.
    ///
    /// # Errors
    /// [`Error::Provider`] only.
    pub fn checkpoint_mac(&self, clinic: &ClinicId, bytes: &[u8]) -> Result<[u8; 32]> {
        self.deriver.mac(Purpose::Checkpoint { clinic }, bytes)
    }

    /// What is stored of a session or sign-in token.
    ///
    /// # Errors
    /// [`Error::Provider`] only.
    pub fn token_hash(&self, token: &[u8]) -> Result<[u8; 32]> {
        self.deriver.mac(Purpose::SessionHash, token)
    }
}
