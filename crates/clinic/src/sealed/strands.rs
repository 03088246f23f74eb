//! Opening and sealing the strands of a chart.

use diary::chart::OpenedRecord;
use diary::stored;
use diary::{ChartId, Strand};
use ledger::{Head, Record};
use vault::{Context, Sealed, StrandCode, Subject};

use super::{SealedStore, ids};
use crate::ClinicError;

impl SealedStore {
    /// Loads and opens the named strands of a chart.
    pub(crate) async fn opened(
        &self,
        chart: ChartId,
        strands: &[Strand],
    ) -> Result<Vec<OpenedRecord>, ClinicError> {
        self.records(chart, strands).await?.iter().map(|record| self.open_record(record)).collect()
    }

    pub(crate) async fn records(
        &self,
        chart: ChartId,
        strands: &[Strand],
    ) -> Result<Vec<Record>, ClinicError> {
        let codes: Vec<StrandCode> = strands.iter().map(|strand| ids::code(*strand)).collect();
        self.whole(ids::chart(chart), &codes).await
    }

    /// All records of some strands, none missing before or behind another.
    ///
    /// # Errors
    /// [`vault::Error::Tampered`] where records are missing between others, or end before their head.
    pub(crate) async fn whole(
        &self,
        owner: vault::ChartId,
        strands: &[StrandCode],
    ) -> Result<Vec<Record>, ClinicError> {
        let (mut records, heads) =
            tokio::try_join!(self.ledger.records(owner, strands), self.ledger.heads(owner))?;
        if !reaches(&records, &heads, strands) {
            // A writer may have come between the two readings: what is read now is younger than the heads.
            records = self.ledger.records(owner, strands).await?;
            if !reaches(&records, &heads, strands) {
                return Err(vault::Error::Tampered.into());
            }
        }
        check_chain(owner, &records)?;
        Ok(records)
    }

    /// Opens one record of a reader's strand.
    pub(crate) fn open_record(&self, record: &Record) -> Result<OpenedRecord, ClinicError> {
        let strand = Strand::from_code(record.strand.0).ok_or(ClinicError::Unreadable)?;
        let plain = self.open_sealed(record)?;
        Ok(OpenedRecord { id: ids::from_vault(record.id), strand, payload: stored::decode(&plain)? })
    }

    /// Opens one record of any log.
    pub(crate) fn open_sealed(
        &self,
        record: &Record,
    ) -> Result<impl std::ops::Deref<Target = Vec<u8>>, ClinicError> {
        let Record { chart, strand, seq, id, key, commitment, sealed, .. } = record;
        let sealed = Sealed { key: *key, commitment: *commitment, bytes: sealed.clone() };
        let context =
            Context { clinic: self.clinic_id(), chart: *chart, strand: *strand, seq: *seq, id: *id };
        Ok(self.vault.open(&self.log_subject(*chart, *strand), &context, &sealed)?)
    }

    /// Seals the next record of a log and moves its head.
    pub(crate) fn seal_record(
        &self,
        chart: vault::ChartId,
        id: vault::RecordId,
        head: &mut Head,
        plain: &[u8],
    ) -> Result<Record, ClinicError> {
        let (strand, seq) = (head.strand, head.seq + 1);
        let (subject, context) =
            (self.log_subject(chart, strand), Context { clinic: self.clinic_id(), chart, strand, seq, id });
        if head.seq > 0 {
            self.vault.require_key(&subject)?;
        }
        let Sealed { key, commitment, bytes } = self.vault.seal(&subject, &context, self.now_ms(), plain)?;
        let link = vault::link(&head.link, &chart, strand, seq, &id, &commitment);
        *head = Head { strand, seq, link };
        Ok(Record { chart, strand, seq, id, key, commitment, link, sealed: bytes })
    }

    fn log_subject(&self, chart: vault::ChartId, strand: StrandCode) -> Subject {
        ids::log_key(self.clinic_id(), chart.0, strand)
    }
}

/// Checks that every record of each strand follows the one before, from the first on: none is missing between them, none
/// changed its place. Records come by strand, then `seq`.
///
/// # Errors
/// [`vault::Error::Tampered`] where one does not follow.
pub(crate) fn check_chain(chart: vault::ChartId, records: &[Record]) -> Result<(), ClinicError> {
    let mut last: Option<Head> = None;
    for Record { strand, seq, id, commitment, link, .. } in records {
        let before = last.filter(|head| head.strand == *strand).unwrap_or(Head::empty(*strand));
        let expected = vault::link(&before.link, &chart, *strand, *seq, id, commitment);
        if *seq != before.seq + 1 || *link != expected {
            return Err(vault::Error::Tampered.into());
        }
        last = Some(Head { strand: *strand, seq: *seq, link: *link });
    }
    Ok(())
}

/// Whether these records go as far as each of these strands' heads. Where a head was set back as well, only `verify` can
/// tell, by what the events name.
fn reaches(records: &[Record], heads: &[Head], strands: &[StrandCode]) -> bool {
    heads.iter().filter(|head| strands.contains(&head.strand)).all(|head| {
        let last = records.iter().rev().find(|record| record.strand == head.strand);
        last.is_some_and(|last| last.seq > head.seq || (last.seq == head.seq && last.link == head.link))
    })
}
