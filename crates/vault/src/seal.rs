//! Sealing and opening records, projection rows and audit events.

use crate::derive::constant_time_eq;
use crate::envelope::{self, Format};
use crate::error::{Error, Result};
use crate::ids::{ChartId, ClinicId, Commitment, KeyId, RecordId, StrandCode};
use crate::keystore::{KeyPurpose, Subject};
use crate::layout::{join, sha256};
use crate::padding::{self, Frame, SALT_BYTES};
use crate::random::{draw, draw_secret};
use crate::vault::Vault;
use std::fmt;
use zeroize::Zeroizing;

/// The place of a record. Commitment, key id and format version are bound beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context {
    /// The clinic.
    pub clinic: ClinicId,
    /// The chart.
    pub chart: ChartId,
    /// The log of the chart.
    pub strand: StrandCode,
    /// The dense position in the log.
    pub seq: u64,
    /// The record's id.
    pub id: RecordId,
}

/// The place of an audit event. Its position is left out: it is known only inside the commit, and the chain binds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventContext {
    /// The clinic whose chain it stands in.
    pub clinic: ClinicId,
    /// The event's id.
    pub event: RecordId,
    /// UTC, milliseconds since 1970.
    pub time_ms: i64,
    /// Pseudonym of the person concerned, or of the clinic.
    pub subject: [u8; 32],
}

/// A sealed record or audit event.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The key that opens it.
    pub key: KeyId,
    /// SHA-256(salt ‖ payload).
    pub commitment: Commitment,
    /// The envelope: format byte ‖ nonce ‖ ciphertext ‖ tag.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for Sealed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Sealed({:?}, {:?}, {} bytes)", self.key, self.commitment, self.bytes.len())
    }
}

/// A sealed projection row.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedRow {
    /// The key that opens it.
    pub key: KeyId,
    /// The envelope.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for SealedRow {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "SealedRow({:?}, {} bytes)", self.key, self.bytes.len())
    }
}

impl Vault {
    /// Seals a record under the newest key of `subject`, which is made (durably) at first use. May block on the key store.
    ///
    /// # Errors
    /// [`Error::TooLong`], [`Error::ContextMismatch`], or that the key store or the randomness failed; nothing is stored.
    pub fn seal(&self, subject: &Subject, context: &Context, now_ms: i64, payload: &[u8]) -> Result<Sealed> {
        if !record_key_fits(subject, context) {
            return Err(Error::ContextMismatch);
        }
        let bound = |key: &KeyId, commitment: &Commitment| bound_record(context, commitment, key);
        self.seal_committed(subject, Format::Record, now_ms, payload, bound)
    }

    /// Opens a record in its place and checks its commitment. The buffer wipes itself when dropped.
    ///
    /// # Errors
    /// [`Error::KeyGone`] if its key was destroyed; [`Error::Tampered`] if it is not the record of this place;
    /// [`Error::UnknownFormat`]; or that the key store failed.
    pub fn open(&self, subject: &Subject, context: &Context, sealed: &Sealed) -> Result<Zeroizing<Vec<u8>>> {
        if !record_key_fits(subject, context) {
            return Err(Error::Tampered);
        }
        let bound = bound_record(context, &sealed.commitment, &sealed.key);
        self.open_committed(subject, Format::Record, sealed, &bound)
    }

    /// Seals an audit event under the subject's audit key. As [`Self::seal`].
    ///
    /// # Errors
    /// As [`Self::seal`].
    pub fn seal_event(
        &self,
        subject: &Subject,
        context: &EventContext,
        now_ms: i64,
        payload: &[u8],
    ) -> Result<Sealed> {
        if !event_key_fits(subject, context) {
            return Err(Error::ContextMismatch);
        }
        let bound = |key: &KeyId, commitment: &Commitment| bound_event(context, commitment, key);
        self.seal_committed(subject, Format::Event, now_ms, payload, bound)
    }

    /// Opens an audit event. As [`Self::open`].
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_event(
        &self,
        subject: &Subject,
        context: &EventContext,
        sealed: &Sealed,
    ) -> Result<Zeroizing<Vec<u8>>> {
        if !event_key_fits(subject, context) {
            return Err(Error::Tampered);
        }
        let bound = bound_event(context, &sealed.commitment, &sealed.key);
        self.open_committed(subject, Format::Event, sealed, &bound)
    }

    /// Seals a projection row. `row_context` says table, key and version of the row; the subject is bound beside it.
    ///
    /// # Errors
    /// As [`Self::seal`].
    pub fn seal_row(
        &self,
        subject: &Subject,
        row_context: &[u8],
        now_ms: i64,
        payload: &[u8],
    ) -> Result<SealedRow> {
        if subject.purpose == KeyPurpose::Derivation {
            return Err(Error::ContextMismatch);
        }
        let frame = Frame::new(&[], payload)?;
        let key = self.ring.to_seal(subject, now_ms)?;
        let bound = bound_row(subject, row_context, &key.id);
        let nonce = draw(self.ring.random.as_ref())?;
        let bytes = envelope::seal(&key.cipher, Format::Row, nonce, &bound, frame)?;
        Ok(SealedRow { key: key.id, bytes })
    }

    /// Opens a projection row.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_row(
        &self,
        subject: &Subject,
        row_context: &[u8],
        sealed: &SealedRow,
    ) -> Result<Zeroizing<Vec<u8>>> {
        let key = self.ring.to_open(subject, &sealed.key)?;
        let bound = bound_row(subject, row_context, &sealed.key);
        let mut plain = envelope::open(&key.cipher, Format::Row, &bound, &sealed.bytes)?;
        let body_bytes = padding::body(&plain, 0)?.len();
        padding::keep_payload(&mut plain, 0, body_bytes);
        Ok(plain)
    }

    fn seal_committed<const N: usize>(
        &self,
        subject: &Subject,
        format: Format,
        now_ms: i64,
        payload: &[u8],
        bound: impl Fn(&KeyId, &Commitment) -> [u8; N],
    ) -> Result<Sealed> {
        let random = self.ring.random.as_ref();
        let salt = draw_secret::<SALT_BYTES>(random)?;
        let frame = Frame::new(salt.as_slice(), payload)?;
        let commitment = Commitment(sha256(frame.body()));
        let key = self.ring.to_seal(subject, now_ms)?;
        let bytes = envelope::seal(&key.cipher, format, draw(random)?, &bound(&key.id, &commitment), frame)?;
        Ok(Sealed { key: key.id, commitment, bytes })
    }

    fn open_committed(
        &self,
        subject: &Subject,
        format: Format,
        sealed: &Sealed,
        bound: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>> {
        let key = self.ring.to_open(subject, &sealed.key)?;
        let mut plain = envelope::open(&key.cipher, format, bound, &sealed.bytes)?;
        let body = padding::body(&plain, SALT_BYTES)?;
        // The tag already binds the commitment; this proves that the commitment is the payload's.
        if !constant_time_eq(&sha256(body), &sealed.commitment.0) {
            return Err(Error::Tampered);
        }
        let body_bytes = body.len();
        padding::keep_payload(&mut plain, SALT_BYTES, body_bytes);
        Ok(plain)
    }
}

/// A strand key seals its own strand alone; an identity key may stand in any log of its clinic.
fn record_key_fits(subject: &Subject, context: &Context) -> bool {
    subject.clinic == context.clinic
        && match subject.purpose {
            KeyPurpose::Strand(strand) => strand == context.strand && subject.owner == context.chart.0,
            KeyPurpose::Identity => true,
            KeyPurpose::Audit | KeyPurpose::Derivation => false,
        }
}

fn event_key_fits(subject: &Subject, context: &EventContext) -> bool {
    subject.clinic == context.clinic && subject.purpose == KeyPurpose::Audit
}

fn bound_record(
    context: &Context,
    commitment: &Commitment,
    key: &KeyId,
) -> [u8; 15 + 1 + 16 + 16 + 1 + 8 + 16 + 32 + 16] {
    join(&[
        b"namima/record/1",
        &[Format::Record.code()],
        &context.clinic.0,
        &context.chart.0,
        &[context.strand.0],
        &context.seq.to_be_bytes(),
        &context.id.0,
        &commitment.0,
        &key.0,
    ])
}

fn bound_event(
    context: &EventContext,
    commitment: &Commitment,
    key: &KeyId,
) -> [u8; 14 + 1 + 16 + 16 + 8 + 32 + 32 + 16] {
    join(&[
        b"namima/event/1",
        &[Format::Event.code()],
        &context.clinic.0,
        &context.event.0,
        &context.time_ms.to_be_bytes(),
        &context.subject,
        &commitment.0,
        &key.0,
    ])
}

fn bound_row(subject: &Subject, row_context: &[u8], key: &KeyId) -> Vec<u8> {
    let head: [u8; 12 + 1 + 16 + 16 + 2 + 16] = join(&[
        b"namima/row/1",
        &[Format::Row.code()],
        &subject.clinic.0,
        &subject.owner,
        &subject.purpose.code().to_be_bytes(),
        &key.0,
    ]);
    [&head, row_context].concat()
}
