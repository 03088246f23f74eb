//! Opening and sealing the strands of a chart.

use diary::chart::OpenedRecord;
use diary::stored;
use diary::{ChartId, Strand};
use ledger::{Head, LedgerError, Record};
use vault::{Context, Linker, RecordPlace, Sealed, StrandCode, Subject};

use super::{SealedStore, ids};
use crate::ClinicError;

/// How often a log and its heads are read again while writers keep coming between the two readings.
const READINGS: u32 = 50;

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
    /// [`vault::Error::Tampered`] where records are missing between others, or do not end with their head.
    pub(crate) async fn whole(
        &self,
        owner: vault::ChartId,
        strands: &[StrandCode],
    ) -> Result<Vec<Record>, ClinicError> {
        let (mut records, mut heads) =
            tokio::try_join!(self.ledger.records(owner, strands), self.ledger.heads_of(owner, strands))?;
        for _ in 0..READINGS {
            if end_with(&records, &heads, strands) {
                check_chain(&self.linker, &records)?;
                return Ok(records);
            }
            // A writer may have come between the two readings: then the heads have moved.
            records = self.ledger.records(owner, strands).await?;
            let now = self.ledger.heads_of(owner, strands).await?;
            if now == heads && !end_with(&records, &heads, strands) {
                return Err(vault::Error::Tampered.into());
            }
            heads = now;
        }
        Err(LedgerError::Busy.into())
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
        let place = RecordPlace { chart: &chart, strand, seq, id: &id, commitment: &commitment };
        let link = self.linker.record(&head.link, place);
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
pub(crate) fn check_chain(linker: &Linker, records: &[Record]) -> Result<(), ClinicError> {
    let mut last: Option<Head> = None;
    for record in records {
        let before = last.filter(|head| head.strand == record.strand).unwrap_or(Head::empty(record.strand));
        last = Some(ledger::next_head(linker, before, record).map_err(|_| vault::Error::Tampered)?);
    }
    Ok(())
}

/// Whether the records of each of these strands end with its head. Where a head was set back with them, only `verify` can
/// tell, by the sum of all that stands there.
fn end_with(records: &[Record], heads: &[Head], strands: &[StrandCode]) -> bool {
    strands.iter().all(|strand| {
        let head = heads.iter().find(|head| head.strand == *strand).copied().unwrap_or(Head::empty(*strand));
        let last = records.iter().rev().find(|record| record.strand == *strand);
        last.map_or(Head::empty(*strand), |last| Head { strand: *strand, seq: last.seq, link: last.link })
            == head
    })
}
