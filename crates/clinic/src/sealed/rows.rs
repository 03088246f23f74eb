//! Rows: sealed projections of the logs. A row that does not open denies.

use ledger::{Row, Space};
use vault::{KeyId, SealedRow, Subject};

use super::SealedStore;
use super::payload::{self, Payload};
use crate::ClinicError;

/// Rows read at a time.
const PAGE: u32 = 500;

/// What a row's seal is bound to beside its key: its space, key and version.
fn context(space: Space, key: &[u8], version: u64) -> Vec<u8> {
    let mut bound = vec![space.0];
    bound.extend_from_slice(&version.to_be_bytes());
    bound.extend_from_slice(key);
    bound
}

/// The key a row is sealed under, and the sealed bytes behind it.
fn parts(row: &Row) -> Option<(KeyId, &[u8])> {
    let (key, bytes) = row.value.split_at_checked(16)?;
    Some((KeyId::from_slice(key)?, bytes))
}

/// The key a row is sealed under.
pub(crate) fn key_of(row: &Row) -> Option<KeyId> {
    parts(row).map(|(key, _)| key)
}

impl SealedStore {
    /// Seals a row as its next version.
    pub(crate) fn row<P: Payload>(
        &self,
        subject: &Subject,
        space: Space,
        key: Vec<u8>,
        version: u64,
        value: &P,
    ) -> Result<Row, ClinicError> {
        let plain = payload::encode(value)?;
        let sealed = self.vault.seal_row(subject, &context(space, &key, version), self.now_ms(), &plain)?;
        let value = [sealed.key.as_bytes().as_slice(), &sealed.bytes].concat();
        Ok(Row { space, key, version, value })
    }

    /// Opens a row.
    pub(crate) fn open_row<P: Payload>(&self, subject: &Subject, row: &Row) -> Result<P, ClinicError> {
        payload::decode(&self.unseal_row(subject, row)?)
    }

    /// Every row of a space.
    pub(crate) async fn all_rows(&self, space: Space) -> Result<Vec<Row>, ClinicError> {
        let mut all: Vec<Row> = Vec::new();
        loop {
            let after = all.last().map(|row| row.key.clone());
            let mut page = self.ledger.rows(self.clinic_id(), space, &[], after.as_deref(), PAGE).await?;
            if page.is_empty() {
                return Ok(all);
            }
            all.append(&mut page);
        }
    }

    /// What is sealed in a row.
    pub(crate) fn unseal_row(
        &self,
        subject: &Subject,
        row: &Row,
    ) -> Result<impl std::ops::Deref<Target = Vec<u8>> + use<>, ClinicError> {
        let (key, bytes) = parts(row).ok_or(ClinicError::Unreadable)?;
        let sealed = SealedRow { key, bytes: bytes.to_vec() };
        Ok(self.vault.open_row(subject, &context(row.space, &row.key, row.version), &sealed)?)
    }
}
