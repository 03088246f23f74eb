//! Storing what was prepared, or all over again where another writer was faster.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diary::{ChartId, EntryId, RecordId, Strand};
use jiff::Timestamp;
use ledger::{Change, Guard, LedgerError, RowWrite};

use super::prepare::Prepared;
use super::task::asks_for_a_look;
use super::{Arrival, Writing, Written};
use crate::audit::Note;
use crate::rows::PANEL;
use crate::slots::State;
use crate::{Clinic, Outcome, Problem, ids};

/// Strands that a look by staff may open: a review tells up to when it saw them.
const SEEN_BY_STAFF: [Strand; 4] = [Strand::Care, Strand::Sensitive, Strand::Family, Strand::Staff];
/// How often a write is folded and sealed again when another node was faster.
const TRIES: u32 = 5;

impl Clinic {
    pub(super) async fn write(
        &self,
        writing: &Writing<'_>,
        note: &Note<'_>,
        touch: Option<RowWrite>,
    ) -> Result<Vec<Written>, Problem> {
        let slot = self.slots.of(writing.chart);
        let mut turn = slot.lock().await;
        for _ in 0..TRIES {
            let mut before = match turn.take() {
                Some(state) => state,
                None => self.load_state(writing.chart).await?,
            };
            if before.newest_ms.is_none() && writing.may_ask_for_a_look() {
                before.newest_ms = Some(self.newest_ms(writing.chart).await?);
            }
            before.turn = match writing.arrival {
                Arrival::Now => Some(self.now()),
                Arrival::Told => None,
            };
            let mut prepared = match self.prepare(writing, before.clone()).await {
                Ok(prepared) => prepared,
                Err(problem) => return Err(self.not_written(writing, note, touch, problem).await?),
            };
            // Not known before is not known after: what is older than this process may have arrived later.
            prepared.state.newest_ms = before.newest_ms.and(prepared.state.newest_ms);
            let mut change = self.change(writing, &before, &prepared, note)?;
            change.rows.extend(touch.clone());
            let done = self.ledger.commit(change).await;
            self.forget(writing.chart);
            match done {
                Ok(()) => {
                    *turn = Some(prepared.state);
                    return Ok(prepared.written);
                }
                Err(LedgerError::Refused(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Problem::Ledger(LedgerError::Busy))
    }

    /// What was looked up to refuse entries is written down, on the clinic's own list like every denial.
    pub(super) async fn not_written(
        &self,
        writing: &Writing<'_>,
        note: &Note<'_>,
        touch: Option<RowWrite>,
        problem: Problem,
    ) -> Result<Problem, Problem> {
        let rule = match problem {
            Problem::Refused(_) => "refused",
            Problem::Conflict(_) => "conflict",
            // Nobody hears more than that it failed.
            other => return Ok(other),
        };
        let action = writing.entries.first().map_or(note.action, |arrived| arrived.action);
        let chart = Some(writing.chart);
        let note = Note { action, rule, chart, outcome: Outcome::Denied, ..note.clone() };
        let mut change = self.change_about_clinic(&note)?;
        change.rows.extend(touch);
        self.ledger.commit(change).await?;
        Ok(problem)
    }

    /// When the newest record arrived that the care team may have seen, from all that is stored; the beginning of time
    /// where there is none.
    async fn newest_ms(&self, chart: ChartId) -> Result<i64, Problem> {
        let stored = self.opened(chart, &SEEN_BY_STAFF).await?;
        let arrived = stored.iter().map(|stored| stored.payload.meta.received_at.as_millisecond());
        Ok(arrived.max().unwrap_or(i64::MIN))
    }

    /// The change that stores what was prepared, guarded by where the chart stood.
    fn change(
        &self,
        writing: &Writing<'_>,
        before: &State,
        prepared: &Prepared,
        note: &Note<'_>,
    ) -> Result<Change, Problem> {
        let chart = writing.chart;
        let mut change = self.events(writing, prepared, note)?;
        let mut strands: BTreeSet<_> = prepared.records.iter().map(|record| record.strand).collect();
        if !prepared.jobs.is_empty() {
            // Which tasks wait follows from answers and reviews together: none of them may have come between.
            strands.extend([Strand::Care, Strand::Sensitive, Strand::Family].map(ids::code));
        }
        for strand in strands {
            change.guards.push(Guard::Head(ids::chart(chart), before.head(strand)));
        }
        change.records.clone_from(&prepared.records);
        let (version, row) = &prepared.state.panel;
        if *version != before.panel.0 {
            let key = chart.to_bytes().to_vec();
            change.guards.push(match before.panel.0 {
                0 => Guard::RowAbsent(PANEL, key.clone()),
                old => Guard::RowIs(PANEL, key.clone(), old),
            });
            let row = self.row(&self.strand_key(chart, Strand::Care), PANEL, key, *version, row)?;
            change.rows.push(RowWrite::Put(row));
        }
        change.jobs.clone_from(&prepared.jobs);
        Ok(change)
    }

    /// One event for each kind of action, with the records it added.
    fn events(&self, writing: &Writing<'_>, prepared: &Prepared, note: &Note<'_>) -> Result<Change, Problem> {
        let mut objects: BTreeMap<(&'static str, &'static str), Vec<RecordId>> = BTreeMap::new();
        let mut kinds: HashMap<EntryId, (&'static str, &'static str)> = HashMap::new();
        for arrived in &writing.entries {
            let kind = (arrived.action, arrived.grant.rule);
            objects.entry(kind).or_default();
            kinds.entry(arrived.entry.id).or_insert(kind);
        }
        for stored in &prepared.new {
            let kind = kinds.get(&stored.payload.meta.entry);
            kind.and_then(|kind| objects.get_mut(kind)).into_iter().for_each(|list| list.push(stored.id));
        }
        let request = Some(self.vault.new_id()?);
        let mut change: Option<Change> = None;
        for ((action, rule), objects) in &objects {
            let note = Note { action, rule, objects, request, ..note.clone() };
            match &mut change {
                None => change = Some(self.change_about(writing.chart, &note)?),
                Some(change) => change.also(self.audit_about(writing.chart, &note)?),
            }
        }
        change.map_or_else(|| self.change_about(writing.chart, note), Ok)
    }
}

impl Writing<'_> {
    /// Whether an entry has a safety answer that reaches the care team.
    fn may_ask_for_a_look(&self) -> bool {
        let role = self.author.role;
        let mut parts = self.entries.iter().flat_map(|arrived| arrived.entry.parts(role));
        parts.any(|part| asks_for_a_look(part.strand, &part.body))
    }
}

impl State {
    /// The moment a safety answer counts as arrived: now, and after everything that was stored or reviewed before it.
    /// Thus no review covers an answer that came after it, whatever the clocks say.
    ///
    /// For safety answers alone: the moment of any other entry must tell a reader of one strand nothing of the others.
    pub(super) fn after_all(&self, now: Timestamp) -> Timestamp {
        let floor_ms = self.newest_ms.max(self.panel.1.reviewed_up_to_ms);
        match floor_ms {
            Some(floor_ms) if now.as_millisecond() <= floor_ms => {
                Timestamp::from_millisecond(floor_ms.saturating_add(1)).unwrap_or(now)
            }
            _ => now,
        }
    }
}
