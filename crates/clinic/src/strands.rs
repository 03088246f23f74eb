//! Opening and sealing the strands of a chart.

use std::collections::BTreeMap;

use diary::chart::{Chart, Stored};
use diary::stored;
use diary::{ChartId, Strand};
use ledger::{Head, Record};
use vault::{Context, KeyPurpose, Sealed, StrandCode, Subject};

use crate::{Clinic, Problem, ids};

impl Clinic {
    /// Loads, opens and folds the named strands of a chart, with the position of each one's newest record: what exactly
    /// a look has opened. Nothing else is touched.
    pub(crate) async fn look(
        &self,
        chart: ChartId,
        strands: &[Strand],
    ) -> Result<(Chart, Vec<(u8, u64)>), Problem> {
        let records = self.records(chart, strands).await?;
        let mut opened: BTreeMap<u8, u64> = BTreeMap::new();
        for record in &records {
            opened.insert(record.strand.0, record.seq);
        }
        let stored = records.iter().map(|record| self.open_record(record)).collect::<Result<_, _>>()?;
        Ok((Chart::fold(stored), opened.into_iter().collect()))
    }

    /// Loads and opens the named strands of a chart.
    pub(crate) async fn opened(&self, chart: ChartId, strands: &[Strand]) -> Result<Vec<Stored>, Problem> {
        self.records(chart, strands).await?.iter().map(|record| self.open_record(record)).collect()
    }

    async fn records(&self, chart: ChartId, strands: &[Strand]) -> Result<Vec<Record>, Problem> {
        let codes: Vec<StrandCode> = strands.iter().map(|strand| ids::code(*strand)).collect();
        Ok(self.ledger.records(ids::chart(chart), &codes).await?)
    }

    /// Opens one record of a reader's strand.
    pub(crate) fn open_record(&self, record: &Record) -> Result<Stored, Problem> {
        let strand = Strand::from_code(record.strand.0).ok_or(Problem::Unreadable)?;
        let plain = self.open_sealed(record)?;
        Ok(Stored { id: ids::stored(record.id), strand, payload: stored::decode(&plain)? })
    }

    /// Opens one record of any log.
    pub(crate) fn open_sealed(
        &self,
        record: &Record,
    ) -> Result<impl std::ops::Deref<Target = Vec<u8>>, Problem> {
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
    ) -> Result<Record, Problem> {
        let (strand, seq) = (head.strand, head.seq + 1);
        let context = Context { clinic: self.clinic_id(), chart, strand, seq, id };
        let Sealed { key, commitment, bytes } =
            self.vault.seal(&self.log_subject(chart, strand), &context, self.now_ms(), plain)?;
        let link = vault::link(&head.link, &chart, strand, seq, &id, &commitment);
        *head = Head { strand, seq, link };
        Ok(Record { chart, strand, seq, id, key, commitment, link, sealed: bytes })
    }

    fn log_subject(&self, chart: vault::ChartId, strand: StrandCode) -> Subject {
        Subject { clinic: self.clinic_id(), owner: chart.0, purpose: KeyPurpose::Strand(strand) }
    }
}
