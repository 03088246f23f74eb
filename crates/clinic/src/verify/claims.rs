//! What the events say was written and seen, against the records that are there: both ways.
//!
//! Somebody with the files alone can cut off a log with its head, and the chain of events with its own. But an event that
//! stays names the records that went, and a record that stays misses the event that named it.

use std::collections::{BTreeMap, HashSet};

use diary::{ChartId, RecordId};
use vault::StrandCode;

use super::chart::There;
use super::verifier::{BadPosition, PAGE, Verified, Verifier};
use crate::Problem;
use crate::sealed::ids::{self, DIRECTORY, IDENTITY};

/// What all events about one person, or the clinic, say together.
#[derive(Default)]
pub(super) struct Told {
    objects: HashSet<RecordId>,
    /// Records that events of an earlier version wrote without naming them.
    unnamed: u64,
    /// The furthest position of each strand that somebody saw.
    seen: BTreeMap<u8, u64>,
    /// The first event that does not open.
    unopened: Option<u64>,
    /// Place of the newest event in the clinic's chain.
    newest: u64,
}

/// The records of a clinic's own log, of its accounts and of who its patients are: the clinic's own events name them.
pub(super) struct Directories {
    told: Told,
    there: Vec<There>,
}

impl Told {
    /// The first of these records that no event names.
    fn unnamed<'a>(&self, there: &'a [There]) -> Option<&'a There> {
        // Where an event does not open, which that says, nobody knows what it named.
        let mut missing = there.iter().filter(|record| !self.objects.contains(&record.id));
        let first = missing.next().filter(|_| self.unopened.is_none())?;
        let count = u64::try_from(missing.count()).unwrap_or(u64::MAX).saturating_add(1);
        (count > self.unnamed).then_some(first)
    }

    /// The named records that are not among these.
    fn gone(&self, there: &[There]) -> Vec<RecordId> {
        let there: HashSet<RecordId> = there.iter().map(|record| record.id).collect();
        self.objects.difference(&there).copied().collect()
    }
}

impl There {
    /// Whether the clinic's own events name it.
    fn is_directory(&self) -> bool {
        [DIRECTORY, IDENTITY].contains(&self.strand)
    }

    fn bad(&self, what: &'static str) -> BadPosition {
        BadPosition { what, chart: Some(self.owner), strand: Some(self.strand.0), seq: Some(self.seq) }
    }
}

impl Directories {
    /// Takes in the records of one log; the others are the chart's.
    pub(super) fn take(&mut self, there: Vec<There>) -> Vec<There> {
        let (own, others) = there.into_iter().partition(There::is_directory);
        self.there.extend::<Vec<There>>(own);
        others
    }
}

impl Verifier<'_> {
    /// What the clinic's own events say, read before anything they are compared with.
    pub(super) async fn directories(&self) -> Result<Directories, Problem> {
        let told = self.told(ChartId::from_bytes(self.sealed.id.to_bytes()), 0).await?;
        Ok(Directories { told, there: Vec::new() })
    }

    /// Compares them once all records were met. What was written meanwhile is named by newer events.
    pub(super) async fn verify_directories(
        &self,
        Directories { mut told, there }: Directories,
        found: &mut Verified,
    ) -> Result<(), Problem> {
        let own = ChartId::from_bytes(self.sealed.id.to_bytes());
        if !told.gone(&there).is_empty() {
            found.bad(BadPosition::of("records-missing", own));
        }
        if told.unnamed(&there).is_some() {
            let newer = self.told(own, told.newest).await?;
            told.objects.extend(newer.objects);
            told.unopened = told.unopened.or(newer.unopened);
        }
        told.unnamed(&there).into_iter().for_each(|record| found.bad(record.bad("record-unnamed")));
        told.unopened.into_iter().for_each(|seq| found.unopened(seq));
        Ok(())
    }

    /// Compares what is told about a chart with the records that were there before. What is told of and was not there is
    /// looked for again: a writer may have come between.
    pub(super) async fn verify_told(
        &self,
        chart: ChartId,
        there: &[There],
        found: &mut Verified,
    ) -> Result<(), Problem> {
        let told = self.told(chart, 0).await?;
        told.unopened.into_iter().for_each(|seq| found.unopened(seq));
        told.unnamed(there).into_iter().for_each(|record| found.bad(record.bad("record-unnamed")));
        for (strand, seq) in &told.seen {
            let last =
                there.iter().filter(|record| record.strand.0 == *strand).map(|record| record.seq).max();
            let last = last.unwrap_or(0);
            if last < *seq && self.sealed.head(ids::chart(chart), StrandCode(*strand)).await?.seq < *seq {
                found.bad(BadPosition {
                    strand: Some(*strand),
                    seq: Some(last + 1),
                    ..BadPosition::of("records-missing", chart)
                });
            }
        }
        let gone: Vec<vault::RecordId> = told.gone(there).into_iter().map(ids::record).collect();
        if !gone.is_empty() && self.sealed.ledger.find(ids::chart(chart), &gone).await?.len() < gone.len() {
            found.bad(BadPosition::of("records-missing", chart));
        }
        Ok(())
    }

    /// What the events about one person, or the clinic, say behind a place in the chain; read page by page.
    async fn told(&self, owner: ChartId, after_seq: u64) -> Result<Told, Problem> {
        let (mut told, mut before) = (Told::default(), None);
        let subject = self.sealed.vault.subject_pseudonym(&self.sealed.clinic_id(), &ids::chart(owner))?;
        loop {
            let page = self.sealed.ledger.audit_of(self.sealed.clinic_id(), &subject, before, PAGE).await?;
            for stored in page.iter().take_while(|stored| stored.seq > after_seq) {
                told.newest = told.newest.max(stored.seq);
                let Ok(claims) = self.sealed.claims(owner.to_bytes(), stored) else {
                    told.unopened = Some(stored.seq);
                    continue;
                };
                told.objects.extend(claims.objects);
                told.unnamed = told.unnamed.saturating_add(claims.unnamed);
                for (strand, seq) in claims.opened {
                    let seen = told.seen.entry(strand).or_default();
                    *seen = seq.max(*seen);
                }
            }
            match page.last() {
                Some(last) if last.seq > after_seq => before = Some(last.seq),
                _ => return Ok(told),
            }
        }
    }
}
