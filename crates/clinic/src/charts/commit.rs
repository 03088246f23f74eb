//! Storing what was prepared, or all over again where another writer was faster.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diary::{EntryId, RecordId, Strand};
use ledger::{Change, Guard, Head, LedgerError, RowWrite};
use policy::DELIVERED;
use vault::{KeyId, StrandCode};

use super::idempotency::{Known, Repeats};
use super::prepare::{Prepared, head_of};
use super::writers::{PanelState, ReviewedState, WritePosition};
use super::writing::{Arrival, Preconditions, Status, Writing, Written};
use crate::ClinicError;
use crate::audit::{AuditDraft, Outcome};
use crate::sealed::ids::{self, PANEL, REVIEWED};
use crate::sealed::rows::key_of;
use crate::tasks::reviewed::ReviewedRow;

/// How often a write is folded and sealed again when another node was faster.
const TRIES: u32 = 5;

impl Writing<'_> {
    /// Writes the entries, all or none, one call a chart and process at a time:
    ///
    /// 1. [`Self::state_for`]: where the chart stands, as the last writer left it or as the store has it;
    /// 2. [`Self::prepare`]: what the entries become, checked against the chart where that is needed, and sealed;
    /// 3. [`Self::change`]: records, rows, jobs and audit events, guarded by where the chart stood;
    /// 4. commit. Where a guard of the chart failed, another writer was faster or an entry was sent before: from 1 again.
    ///
    /// # Errors
    /// [`ClinicError::Refused`] and [`ClinicError::Conflict`], which are written down; a failed guard of a cached row, with which
    /// the caller decides again.
    pub(super) async fn write(&self, preconditions: &Preconditions<'_>) -> Result<Vec<Written>, ClinicError> {
        let slot = self.charts.writers.get_or_default(&self.chart, self.sealed.now_ms());
        let mut turn = slot.lock().await;
        let mut repeats = self.repeats();
        for _ in 0..TRIES {
            let state = self.state_for(turn.take()).await?;
            let known = match repeats {
                Repeats::NoticedByCommit => Known::new(),
                Repeats::LookedUp => self.known().await?,
            };
            let before = Before::of(&state);
            let mut prepared = match self.prepare(state, &known).await {
                Ok(prepared) => prepared,
                Err(ClinicError::Refused(_) | ClinicError::Conflict(_))
                    if repeats == Repeats::NoticedByCommit =>
                {
                    // Sent before, it is not refused for what has changed since.
                    repeats = Repeats::LookedUp;
                    continue;
                }
                Err(error) => return Err(self.audit_refusal(preconditions, error).await?),
            };
            let mut change = self.change(&before, &mut prepared, &preconditions.draft)?;
            change.rows.extend(preconditions.touch.clone());
            let callers = preconditions.guards.len();
            let mut guards = preconditions.guards.clone();
            if repeats == Repeats::NoticedByCommit {
                guards.push(Guard::RecordsAbsent(ids::chart(self.chart), self.ids_of()?));
            }
            guards.append(&mut change.guards);
            change.guards = guards;
            let written: Vec<Strand> = prepared.new.iter().map(|stored| stored.strand).collect();
            let done = self.sealed.store(change).await;
            self.charts.forget_among(self.chart, &written);
            match done {
                Ok(()) => {
                    *turn = Some(prepared.state);
                    return Ok(prepared.written);
                }
                // Something was sent before, or another writer was faster.
                Err(ClinicError::Ledger(LedgerError::GuardFailed(at))) if at >= callers => {
                    if at == callers {
                        repeats = Repeats::LookedUp;
                    }
                    if let Some(strands) = self.review_strands() {
                        self.charts.opened.remove(&(self.chart, strands));
                    }
                }
                // Also a cached row that has changed: the caller decides again with fresh rows.
                Err(error) => return Err(error),
            }
        }
        Err(ClinicError::Ledger(LedgerError::Busy))
    }

    /// Says what would be written. What is there already was opened to find that out: that is written down.
    pub(super) async fn dry_run(
        &self,
        preconditions: &Preconditions<'_>,
    ) -> Result<Vec<Written>, ClinicError> {
        let (state, known) = (self.load_state().await?, self.known().await?);
        let written = match self.prepare(state, &known).await {
            Ok(prepared) => prepared.written,
            Err(error) => return Err(self.audit_refusal(preconditions, error).await?),
        };
        if written.iter().any(|written| written.status == Status::AlreadyStored) {
            let draft =
                AuditDraft { action: "look_over", chart: Some(self.chart), ..preconditions.draft.clone() };
            self.sealed.store(self.sealed.change_about_clinic(&draft)?).await?;
        }
        Ok(written)
    }

    /// Where the chart stands, as the last writer left it behind or as the store has it.
    async fn state_for(&self, left: Option<WritePosition>) -> Result<WritePosition, ClinicError> {
        let is_known = |left: &WritePosition| self.strands().is_subset(&left.known);
        let may_be_used = |left: &WritePosition| left.may_be_used(self.sealed, self.chart);
        let mut state = match left.filter(|left| is_known(left) && may_be_used(left)) {
            Some(state) => state,
            None => self.load_state().await?,
        };
        if state.panel.is_none() && self.opens_care() {
            state.panel = Some(self.load_panel(&state.heads).await?);
        }
        state.taken_up_at = match self.arrival {
            Arrival::Now => Some(self.sealed.now()),
            Arrival::AsStated => None,
        };
        Ok(state)
    }

    /// Writes down that entries were refused after stored records were opened, on the clinic's own list like every denial.
    pub(super) async fn audit_refusal(
        &self,
        preconditions: &Preconditions<'_>,
        error: ClinicError,
    ) -> Result<ClinicError, ClinicError> {
        let rule = match error {
            ClinicError::Refused(_) => "refused",
            ClinicError::Conflict(_) => "conflict",
            // Nobody hears more than that it failed.
            other => return Ok(other),
        };
        let action = self.entries.first().map_or(preconditions.draft.action, |arrived| arrived.action);
        let chart = Some(self.chart);
        let draft =
            AuditDraft { action, rule, chart, outcome: Outcome::Denied, ..preconditions.draft.clone() };
        let mut change = self.sealed.change_about_clinic(&draft)?;
        change.guards.clone_from(&preconditions.guards);
        change.rows.extend(preconditions.touch.clone());
        self.sealed.store(change).await?;
        Ok(error)
    }

    /// The change that stores what was prepared, guarded by where the chart stood.
    fn change(
        &self,
        before: &Before,
        prepared: &mut Prepared,
        draft: &AuditDraft<'_>,
    ) -> Result<Change, ClinicError> {
        let chart = self.chart;
        let mut change = self.events(prepared, draft)?;
        let mut strands: BTreeSet<_> = prepared.records.iter().map(|record| record.strand).collect();
        if !prepared.jobs.is_empty() {
            // Which tasks wait follows from answers and reviews together: none of them may have come between.
            strands.extend(DELIVERED.iter().copied().map(ids::code));
        }
        for strand in strands {
            change.guards.push(Guard::Head(ids::chart(chart), head_of(&before.heads, strand)));
        }
        change.records = std::mem::take(&mut prepared.records);
        if let Some(panel) = prepared.state.panel.as_mut().filter(|panel| panel.version != before.panel) {
            let (guard, row) = self.panel_write(before, panel)?;
            change.guards.push(guard);
            change.rows.push(row);
        }
        if prepared.state.reviewed.version != before.reviewed {
            let (guard, row) = self.reviewed_write(before.reviewed, &mut prepared.state.reviewed)?;
            change.guards.push(guard);
            change.rows.push(row);
        }
        for guard in std::mem::take(&mut prepared.guards) {
            if !change.guards.contains(&guard) {
                change.guards.push(guard);
            }
        }
        change.jobs = std::mem::take(&mut prepared.jobs);
        Ok(change)
    }

    /// The panel row as it is now, and that it takes the place of what was there.
    fn panel_write(&self, before: &Before, panel: &mut PanelState) -> Result<(Guard, RowWrite), ClinicError> {
        let (at, care) = (self.chart.to_bytes().to_vec(), self.sealed.strand_key(self.chart, Strand::Care));
        let guard = match before.panel {
            0 => Guard::RowAbsent(PANEL, at.clone()),
            old => Guard::RowIs(PANEL, at.clone(), old),
        };
        let row = self.sealed.row(&care, PANEL, at, panel.version, &panel.row)?;
        if let Some(key) = &before.key {
            // Destroyed since the turn began, what it closed must not live on under the key that followed it.
            self.sealed.vault.still_opens(&care, key)?;
        }
        panel.key = key_of(&row);
        Ok((guard, RowWrite::Put(row)))
    }

    /// The row of what was reviewed as it is now, and that it takes the place of what was there.
    pub(super) fn reviewed_write(
        &self,
        before: u64,
        reviewed: &mut ReviewedState,
    ) -> Result<(Guard, RowWrite), ClinicError> {
        let (at, person) = (self.chart.to_bytes().to_vec(), self.sealed.person_key(self.chart));
        let guard = match before {
            0 => Guard::RowAbsent(REVIEWED, at.clone()),
            old => Guard::RowIs(REVIEWED, at.clone(), old),
        };
        let content = ReviewedRow { up_to_ms: reviewed.up_to_ms };
        let row = self.sealed.row(&person, REVIEWED, at, reviewed.version, &content)?;
        reviewed.key = key_of(&row);
        Ok((guard, RowWrite::Put(row)))
    }

    /// One event for each kind of action, with the records it added.
    fn events(&self, prepared: &Prepared, draft: &AuditDraft<'_>) -> Result<Change, ClinicError> {
        let mut objects: BTreeMap<(&'static str, &'static str), Vec<RecordId>> = BTreeMap::new();
        let mut kinds: HashMap<EntryId, (&'static str, &'static str)> = HashMap::new();
        for arrived in &self.entries {
            let kind = (arrived.action, arrived.grant.rule);
            objects.entry(kind).or_default();
            kinds.entry(arrived.entry.id).or_insert(kind);
        }
        for stored in &prepared.new {
            let kind = kinds.get(&stored.payload.meta.entry);
            kind.and_then(|kind| objects.get_mut(kind)).into_iter().for_each(|list| list.push(stored.id));
        }
        let request = Some(self.sealed.vault.new_id()?);
        let mut change: Option<Change> = None;
        for ((action, rule), objects) in &objects {
            let draft = AuditDraft { action, rule, objects, request, ..draft.clone() };
            match &mut change {
                None => change = Some(self.sealed.change_about(self.chart, &draft)?),
                Some(change) => change.also(self.sealed.audit_about(self.chart, &draft)?),
            }
        }
        change.map_or_else(|| self.sealed.change_about(self.chart, draft), Ok)
    }
}

/// Where a chart stood before a write.
struct Before {
    heads: BTreeMap<StrandCode, Head>,
    /// Version of the panel row.
    panel: u64,
    /// What that was sealed under.
    key: Option<KeyId>,
    /// Version of the row that says up to when the chart was reviewed.
    reviewed: u64,
}

impl Before {
    fn of(state: &WritePosition) -> Self {
        let panel = state.panel.as_ref();
        Self {
            heads: state.heads.clone(),
            panel: panel.map_or(0, |panel| panel.version),
            key: panel.and_then(|panel| panel.key),
            reviewed: state.reviewed.version,
        }
    }
}

impl Writing<'_> {
    /// New entries are nearly always sent for the first time. An amendment reads the chart in any case, and what is
    /// brought in is often brought in again.
    fn repeats(&self) -> Repeats {
        let amends = self.entries.iter().any(|arrived| arrived.entry.amends.is_some());
        match self.arrival {
            Arrival::Now if !amends => Repeats::NoticedByCommit,
            _ => Repeats::LookedUp,
        }
    }
}
