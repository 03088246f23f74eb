//! Storing what was prepared, or all over again where another writer was faster.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diary::{ChartId, EntryId, RecordId, Strand};
use jiff::Timestamp;
use ledger::{Change, Guard, Head, LedgerError, RowWrite};
use policy::{DELIVERED, SEEN_BY_STAFF};
use vault::{KeyId, StrandCode};

use super::prepare::{Prepared, head_of};
use super::repeat::{Known, Repeats};
use super::task::asks_for_a_look;
use super::{Arrival, Rests, Writing, Written};
use crate::audit::Note;
use crate::rows::{PANEL, key_of};
use crate::slots::{PanelState, State};
use crate::{Clinic, Outcome, Problem, ids};

/// How often a write is folded and sealed again when another node was faster.
const TRIES: u32 = 5;

impl Clinic {
    pub(super) async fn write(
        &self,
        writing: &Writing<'_>,
        rests: &Rests<'_>,
    ) -> Result<Vec<Written>, Problem> {
        let slot = self.slots.of(writing.chart, self.now_ms());
        let mut turn = slot.lock().await;
        let mut repeats = writing.repeats();
        for _ in 0..TRIES {
            let state = self.state_for(writing, turn.take()).await?;
            let known_newest = state.newest_ms.is_some();
            let known = match repeats {
                Repeats::Refused => Known::new(),
                Repeats::LookedUp => self.known(writing).await?,
            };
            let before = Before::of(&state);
            let mut prepared = match self.prepare(writing, state, &known).await {
                Ok(prepared) => prepared,
                Err(Problem::Refused(_) | Problem::Conflict(_)) if repeats == Repeats::Refused => {
                    // Sent before, it is not refused for what has changed since.
                    repeats = Repeats::LookedUp;
                    continue;
                }
                Err(problem) => return Err(self.not_written(writing, rests, problem).await?),
            };
            // Not known before is not known after: what is older than this process may have arrived later.
            prepared.state.newest_ms = prepared.state.newest_ms.filter(|_| known_newest);
            let mut change = self.change(writing, &before, &mut prepared, &rests.note)?;
            change.rows.extend(rests.touch.clone());
            let own = rests.guards.len();
            let mut guards = rests.guards.clone();
            if repeats == Repeats::Refused {
                guards.push(Guard::RecordsAbsent(ids::chart(writing.chart), Self::ids_of(writing)?));
            }
            guards.append(&mut change.guards);
            change.guards = guards;
            let written: Vec<Strand> = prepared.new.iter().map(|stored| stored.strand).collect();
            let done = self.store(change).await;
            self.forget_among(writing.chart, &written);
            match done {
                Ok(()) => {
                    *turn = Some(prepared.state);
                    return Ok(prepared.written);
                }
                // Something was sent before, or another writer was faster.
                Err(Problem::Ledger(LedgerError::Refused(at))) if at >= own => {
                    if at == own {
                        repeats = Repeats::LookedUp;
                    }
                }
                // Also what memory told and is no longer so: whoever let this person in decides anew.
                Err(problem) => return Err(problem),
            }
        }
        Err(Problem::Ledger(LedgerError::Busy))
    }

    /// Where the chart stands, as the last writer left it behind or as the store has it.
    async fn state_for(&self, writing: &Writing<'_>, left: Option<State>) -> Result<State, Problem> {
        let mut state = match left.filter(|left| self.may_go_on(writing.chart, left)) {
            Some(state) => state,
            None => self.load_state(writing.chart).await?,
        };
        if state.newest_ms.is_none() && writing.may_ask_for_a_look() {
            state.newest_ms = Some(self.newest_ms(writing.chart).await?);
        }
        state.turn = match writing.arrival {
            Arrival::Now => Some(self.now()),
            Arrival::Told => None,
        };
        Ok(state)
    }

    /// What was looked up to refuse entries is written down, on the clinic's own list like every denial.
    pub(super) async fn not_written(
        &self,
        writing: &Writing<'_>,
        rests: &Rests<'_>,
        problem: Problem,
    ) -> Result<Problem, Problem> {
        let rule = match problem {
            Problem::Refused(_) => "refused",
            Problem::Conflict(_) => "conflict",
            // Nobody hears more than that it failed.
            other => return Ok(other),
        };
        let action = writing.entries.first().map_or(rests.note.action, |arrived| arrived.action);
        let chart = Some(writing.chart);
        let note = Note { action, rule, chart, outcome: Outcome::Denied, ..rests.note.clone() };
        let mut change = self.change_about_clinic(&note)?;
        change.guards.clone_from(&rests.guards);
        change.rows.extend(rests.touch.clone());
        self.store(change).await?;
        Ok(problem)
    }

    /// When the newest record arrived that the care team may have seen, from all that is stored; the beginning of time
    /// where there is none.
    async fn newest_ms(&self, chart: ChartId) -> Result<i64, Problem> {
        let stored = self.opened(chart, SEEN_BY_STAFF).await?;
        let arrived = stored.iter().map(|stored| stored.payload.meta.received_at.as_millisecond());
        Ok(arrived.max().unwrap_or(i64::MIN))
    }

    /// The change that stores what was prepared, guarded by where the chart stood.
    fn change(
        &self,
        writing: &Writing<'_>,
        before: &Before,
        prepared: &mut Prepared,
        note: &Note<'_>,
    ) -> Result<Change, Problem> {
        let chart = writing.chart;
        let mut change = self.events(writing, prepared, note)?;
        let mut strands: BTreeSet<_> = prepared.records.iter().map(|record| record.strand).collect();
        if !prepared.jobs.is_empty() {
            // Which tasks wait follows from answers and reviews together: none of them may have come between.
            strands.extend(DELIVERED.iter().copied().map(ids::code));
        }
        for strand in strands {
            change.guards.push(Guard::Head(ids::chart(chart), head_of(&before.heads, strand)));
        }
        change.records = std::mem::take(&mut prepared.records);
        if prepared.state.panel.version != before.panel {
            let (guard, row) = self.panel_write(chart, before, &mut prepared.state.panel)?;
            change.guards.push(guard);
            change.rows.push(row);
        }
        change.jobs = std::mem::take(&mut prepared.jobs);
        Ok(change)
    }

    /// The panel row as it is now, and that it takes the place of what was there.
    fn panel_write(
        &self,
        chart: ChartId,
        before: &Before,
        panel: &mut PanelState,
    ) -> Result<(Guard, RowWrite), Problem> {
        let (at, care) = (chart.to_bytes().to_vec(), self.strand_key(chart, Strand::Care));
        let guard = match before.panel {
            0 => Guard::RowAbsent(PANEL, at.clone()),
            old => Guard::RowIs(PANEL, at.clone(), old),
        };
        let row = self.row(&care, PANEL, at, panel.version, &panel.row)?;
        if let Some(key) = &before.key {
            // Destroyed since the turn began, what it closed must not live on under the key that followed it.
            self.vault.still_opens(&care, key)?;
        }
        panel.key = key_of(&row);
        Ok((guard, RowWrite::Put(row)))
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

/// Where a chart stood before a write.
struct Before {
    heads: BTreeMap<StrandCode, Head>,
    /// Version of the panel row.
    panel: u64,
    /// What that was sealed under.
    key: Option<KeyId>,
}

impl Before {
    fn of(state: &State) -> Self {
        Self { heads: state.heads.clone(), panel: state.panel.version, key: state.panel.key }
    }
}

impl Writing<'_> {
    /// New entries are nearly always sent for the first time. An amendment looks at the chart in any case, and what is
    /// brought in is often brought in again.
    fn repeats(&self) -> Repeats {
        let amends = self.entries.iter().any(|arrived| arrived.entry.amends.is_some());
        match self.arrival {
            Arrival::Now if !amends => Repeats::Refused,
            _ => Repeats::LookedUp,
        }
    }

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
        let floor_ms = self.newest_ms.max(self.panel.row.reviewed_up_to_ms);
        match floor_ms {
            Some(floor_ms) if now.as_millisecond() <= floor_ms => {
                Timestamp::from_millisecond(floor_ms.saturating_add(1)).unwrap_or(now)
            }
            _ => now,
        }
    }
}
