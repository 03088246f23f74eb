//! Storing what was prepared, or all over again where another writer was faster.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diary::{EntryId, RecordId, Strand};
use ledger::{Change, Guard, Head, LedgerError, RowWrite};
use policy::{DELIVERED, READ_BY_STAFF};
use vault::{KeyId, StrandCode};

use super::idempotency::{Known, Repeats};
use super::prepare::{Prepared, head_of};
use super::writers::{PanelState, WritePosition};
use super::writing::{Arrival, Preconditions, Status, Writing, Written};
use crate::ClinicError;
use crate::audit::{AuditDraft, Outcome};
use crate::sealed::ids::{self, PANEL};
use crate::sealed::rows::key_of;
use crate::tasks::needs_same_day_review;

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
            let known_newest = state.newest_ms.is_some();
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
            // Not known before is not known after: what is older than this process may have arrived later.
            prepared.state.newest_ms = prepared.state.newest_ms.filter(|_| known_newest);
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
        let mut state = match left.filter(|left| left.may_be_used(self.sealed, self.chart)) {
            Some(state) => state,
            None => self.load_state().await?,
        };
        if state.newest_ms.is_none() && self.may_need_same_day_review() {
            state.newest_ms = Some(self.newest_ms().await?);
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

    /// When the newest record arrived that the care team may have seen, from all that is stored; the beginning of time
    /// where there is none.
    async fn newest_ms(&self) -> Result<i64, ClinicError> {
        let stored = self.sealed.opened(self.chart, READ_BY_STAFF).await?;
        let arrived = stored.iter().map(|stored| stored.payload.meta.received_at.as_millisecond());
        Ok(arrived.max().unwrap_or(i64::MIN))
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
        if prepared.state.panel.version != before.panel {
            let (guard, row) = self.panel_write(before, &mut prepared.state.panel)?;
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
}

impl Before {
    fn of(state: &WritePosition) -> Self {
        Self { heads: state.heads.clone(), panel: state.panel.version, key: state.panel.key }
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

    /// Whether an entry has a same-day answer that reaches the care team.
    fn may_need_same_day_review(&self) -> bool {
        let role = self.author.role;
        let mut parts = self.entries.iter().flat_map(|arrived| arrived.entry.parts(role));
        parts.any(|part| needs_same_day_review(part.strand, &part.body))
    }
}
