//! What the events say was written and seen, against the records that are there: both ways.
//!
//! Somebody with the files alone can cut off a log with its head, and the chain of events with its own. But an event that
//! stays names the records that went, and a record that stays misses the event that named it.

use std::collections::{BTreeMap, HashSet};

use diary::{ChartId, RecordId};
use vault::StrandCode;

use super::chart::StoredRecord;
use super::verifier::{BadPosition, PAGE, Verified, Verifier};
use crate::ClinicError;
use crate::sealed::ids::{self, DIRECTORY, IDENTITY};

/// What all events about one person, or the clinic, say together.
#[derive(Default)]
pub(super) struct EventClaims {
    objects: HashSet<RecordId>,
    /// Records that events of an earlier version wrote without naming them.
    unnamed: u64,
    /// The furthest position of each strand that somebody saw.
    opened: BTreeMap<u8, u64>,
    /// The first event that does not open.
    unopened: Option<u64>,
    /// Place of the newest event in the clinic's chain.
    newest: u64,
}

/// The records of a clinic's own log, of its accounts and of who its patients are: the clinic's own events name them.
pub(super) struct Directories {
    claims: EventClaims,
    stored_records: Vec<StoredRecord>,
}

impl EventClaims {
    /// The first of these records that no event names.
    fn unnamed<'a>(&self, stored_records: &'a [StoredRecord]) -> Option<&'a StoredRecord> {
        // Where an event does not open, which that says, nobody knows what it named.
        let mut missing = stored_records.iter().filter(|record| !self.objects.contains(&record.id));
        let first = missing.next().filter(|_| self.unopened.is_none())?;
        let count = u64::try_from(missing.count()).unwrap_or(u64::MAX).saturating_add(1);
        (count > self.unnamed).then_some(first)
    }

    /// The named records that are not among these.
    fn gone(&self, stored_records: &[StoredRecord]) -> Vec<RecordId> {
        let stored_records: HashSet<RecordId> = stored_records.iter().map(|record| record.id).collect();
        self.objects.difference(&stored_records).copied().collect()
    }
}

impl StoredRecord {
    /// Whether the clinic's own events name it.
    fn is_directory(&self) -> bool {
        [DIRECTORY, IDENTITY].contains(&self.strand)
    }

    fn bad(&self, what: &'static str) -> BadPosition {
        BadPosition { strand: Some(self.strand.0), seq: Some(self.seq), ..BadPosition::of(what, self.owner) }
    }
}

impl Directories {
    /// Takes in the records of one log; the others are the chart's.
    pub(super) fn take(&mut self, stored_records: Vec<StoredRecord>) -> Vec<StoredRecord> {
        let (own, others) = stored_records.into_iter().partition(StoredRecord::is_directory);
        self.stored_records.extend::<Vec<StoredRecord>>(own);
        others
    }
}

impl Verifier<'_> {
    /// What the clinic's own events say, read before anything they are compared with.
    pub(super) async fn directories(&self) -> Result<Directories, ClinicError> {
        let claims = self.claims(ChartId::from_bytes(self.sealed.id.to_bytes()), 0).await?;
        Ok(Directories { claims, stored_records: Vec::new() })
    }

    /// Compares them once all records were met. What was written meanwhile is named by newer events.
    pub(super) async fn verify_directories(
        &self,
        Directories { mut claims, stored_records }: Directories,
        found: &mut Verified,
    ) -> Result<(), ClinicError> {
        let own = ChartId::from_bytes(self.sealed.id.to_bytes());
        if !claims.gone(&stored_records).is_empty() {
            found.bad(BadPosition::of("records-missing", own));
        }
        if claims.unnamed(&stored_records).is_some() {
            let newer = self.claims(own, claims.newest).await?;
            claims.objects.extend(newer.objects);
            claims.unopened = claims.unopened.or(newer.unopened);
        }
        claims
            .unnamed(&stored_records)
            .into_iter()
            .for_each(|record| found.bad(record.bad("record-unnamed")));
        claims.unopened.into_iter().for_each(|seq| found.unopened(seq));
        Ok(())
    }

    /// Compares what events say about a chart with the records that were read before. A record that an event names and
    /// that was not among them is looked for again: a writer may have come between.
    pub(super) async fn verify_claims(
        &self,
        chart: ChartId,
        stored_records: &[StoredRecord],
        found: &mut Verified,
    ) -> Result<(), ClinicError> {
        let claims = self.claims(chart, 0).await?;
        claims.unopened.into_iter().for_each(|seq| found.unopened(seq));
        claims.unnamed(stored_records).into_iter().for_each(|record| found.bad(record.bad("record-unnamed")));
        for (strand, seq) in &claims.opened {
            let last = stored_records
                .iter()
                .filter(|record| record.strand.0 == *strand)
                .map(|record| record.seq)
                .max();
            let last = last.unwrap_or(0);
            if last < *seq && self.sealed.head(ids::chart(chart), StrandCode(*strand)).await?.seq < *seq {
                found.bad(BadPosition {
                    strand: Some(*strand),
                    seq: Some(last + 1),
                    ..BadPosition::of("records-missing", chart)
                });
            }
        }
        let gone: Vec<vault::RecordId> = claims.gone(stored_records).into_iter().map(ids::record).collect();
        if !gone.is_empty() && self.sealed.ledger.find(ids::chart(chart), &gone).await?.len() < gone.len() {
            found.bad(BadPosition::of("records-missing", chart));
        }
        Ok(())
    }

    /// What the events about one person, or the clinic, say behind a place in the chain; read page by page.
    async fn claims(&self, owner: ChartId, after_seq: u64) -> Result<EventClaims, ClinicError> {
        let (mut claims, mut before) = (EventClaims::default(), None);
        let subject = self.sealed.vault.subject_pseudonym(&self.sealed.clinic_id(), &ids::chart(owner))?;
        loop {
            let page = self.sealed.ledger.audit_of(self.sealed.clinic_id(), &subject, before, PAGE).await?;
            for stored in page.iter().take_while(|stored| stored.seq > after_seq) {
                claims.newest = claims.newest.max(stored.seq);
                let Ok(event) = self.sealed.claims(owner.to_bytes(), stored) else {
                    claims.unopened = Some(stored.seq);
                    continue;
                };
                claims.objects.extend(event.objects);
                claims.unnamed = claims.unnamed.saturating_add(event.unnamed);
                for (strand, seq) in event.opened {
                    let opened = claims.opened.entry(strand).or_default();
                    *opened = seq.max(*opened);
                }
            }
            match page.last() {
                Some(last) if last.seq > after_seq => before = Some(last.seq),
                _ => return Ok(claims),
            }
        }
    }
}
