//! From entries to sealed records.

use std::collections::{BTreeMap, HashMap};

use diary::chart::{Chart, Planned, Stored};
use diary::{ChartId, EntryId, NewEntry, Refusal, Strand, stored};
use ledger::{Head, JobWrite, Record, Row};
use policy::SEEN_BY_STAFF;
use vault::StrandCode;

use super::repeat::{Known, same_entry};
use super::seen::Seen;
use super::task::asks_for_a_look;
use super::{Arrived, Status, Writing, Written};
use crate::panel::PanelRow;
use crate::rows::{PANEL, key_of};
use crate::slots::{PanelState, State};
use crate::{Clinic, EntryRefusal, Problem, ids};

/// What is to be committed, and where the chart then stands.
pub(super) struct Prepared {
    pub written: Vec<Written>,
    pub new: Vec<Stored>,
    pub records: Vec<Record>,
    pub jobs: Vec<JobWrite>,
    pub state: State,
}

/// The head of a strand; empty where it has no records.
pub(super) fn head_of(heads: &BTreeMap<StrandCode, Head>, strand: StrandCode) -> Head {
    heads.get(&strand).copied().unwrap_or(Head::empty(strand))
}

impl Clinic {
    /// Where a chart stands now.
    pub(super) async fn load_state(&self, chart: ChartId) -> Result<State, Problem> {
        let heads = self.ledger.heads(ids::chart(chart)).await?;
        let row = self.ledger.row(self.clinic_id(), PANEL, &chart.to_bytes()).await?;
        let has_care = heads.iter().any(|head| head.strand == ids::code(Strand::Care));
        let panel = match row {
            Some(row) => self.panel_or_anew(chart, &row).await?,
            // Every record of that strand comes with the row.
            None if has_care => {
                tracing::error!("a panel row is lost; drawn anew from its log");
                PanelState { version: 0, row: self.panel_anew(chart).await?, key: None }
            }
            None => PanelState::default(),
        };
        let heads = heads.into_iter().map(|head| (head.strand, head)).collect();
        Ok(State { heads, panel, newest_ms: None, turn: None })
    }

    /// What the panel row says; drawn anew from the log where it does not open. Writing goes on, and mends it.
    async fn panel_or_anew(&self, chart: ChartId, sealed: &Row) -> Result<PanelState, Problem> {
        let version = sealed.version;
        match self.open_panel(chart, sealed) {
            Ok(row) => Ok(PanelState { version, row, key: key_of(sealed) }),
            Err(problem) if problem.is_damage() => {
                tracing::error!(code = problem.code(), "a panel row does not open; drawn anew from its log");
                Ok(PanelState { version, row: self.panel_anew(chart).await?, key: None })
            }
            Err(problem) => Err(problem),
        }
    }

    async fn panel_anew(&self, chart: ChartId) -> Result<PanelRow, Problem> {
        Ok(PanelRow::of(&Chart::fold(self.opened(chart, &[Strand::Care]).await?)))
    }

    /// Plans and seals what is new of the entries; what was stored before with the same content is left as it is.
    pub(super) async fn prepare(
        &self,
        writing: &Writing<'_>,
        state: State,
        known: &Known,
    ) -> Result<Prepared, Problem> {
        let reviewed_before_ms = state.panel.row.reviewed_up_to_ms;
        let mut prepared =
            Prepared { written: Vec::new(), new: Vec::new(), records: Vec::new(), jobs: Vec::new(), state };
        let mut met: HashMap<EntryId, &NewEntry> = HashMap::new();
        let mut seen = Seen::default();
        let mut conflicts = Vec::new();
        for arrived in &writing.entries {
            let entry = arrived.entry;
            let repeated = match (met.insert(entry.id, entry), known.get(&entry.id)) {
                (Some(first), _) => Some(same_entry(entry, first)),
                (None, Some(stored)) => Some(self.same_stored(writing, arrived, stored, &mut seen).await?),
                (None, None) => None,
            };
            match repeated {
                Some(true) => {
                    prepared.written.push(Written { entry: entry.id, status: Status::AlreadyStored })
                }
                Some(false) => conflicts.push(entry.id),
                None => {
                    let planned = self.planned(writing, arrived, &mut seen).await?;
                    let new = self.seal_planned(writing, arrived, planned, &mut prepared)?;
                    seen.follow(&new);
                    prepared.new.extend(new);
                    prepared.written.push(Written { entry: entry.id, status: Status::Stored });
                }
            }
        }
        if !conflicts.is_empty() {
            return Err(Problem::Conflict(conflicts));
        }
        self.follow_panel(writing.chart, &mut prepared).await?;
        self.follow_tasks(writing.chart, reviewed_before_ms, &mut prepared).await?;
        Ok(prepared)
    }

    /// What an entry adds. Only an amendment, and what rests on another day, needs to look at the chart.
    async fn planned(
        &self,
        writing: &Writing<'_>,
        arrived: &Arrived<'_>,
        seen: &mut Seen,
    ) -> Result<Vec<Planned>, Problem> {
        let Arrived { entry, grant, .. } = arrived;
        let refused = |refusal: Refusal| Problem::Refused(vec![EntryRefusal { entry: entry.id, refusal }]);
        let planned = if entry.amends.is_some() || entry.says_same() {
            self.chart_seen(writing, grant.strands, seen).await?.plan(entry, &writing.author)
        } else {
            Chart::default().plan(entry, &writing.author)
        };
        let planned = planned.map_err(refused)?;
        if planned.iter().all(|part| grant.covers(part.strand)) {
            Ok(planned)
        } else {
            Err(refused(Refusal::new("kind", diary::Code::NotYours)))
        }
    }

    fn seal_planned(
        &self,
        writing: &Writing<'_>,
        arrived: &Arrived<'_>,
        planned: Vec<Planned>,
        prepared: &mut Prepared,
    ) -> Result<Vec<Stored>, Problem> {
        let (chart, author, entry) = (writing.chart, writing.author, arrived.entry);
        let asks = planned.iter().any(|part| asks_for_a_look(part.strand, &part.body));
        let received_at = match prepared.state.turn {
            Some(now) if asks => prepared.state.after_all(now),
            Some(now) => now,
            None => arrived.received_at,
        };
        if planned.iter().any(|part| SEEN_BY_STAFF.contains(&part.strand)) {
            prepared.state.newest_ms = prepared.state.newest_ms.max(Some(received_at.as_millisecond()));
        }
        let mut new = Vec::with_capacity(planned.len());
        for (strand, payload) in entry.records(&author, received_at, planned) {
            let id = writing.record_id(entry.id, strand, payload.meta.part)?;
            let mut head = head_of(&prepared.state.heads, ids::code(strand));
            let record = self.seal_record(ids::chart(chart), id, &mut head, &stored::encode(&payload)?)?;
            prepared.state.heads.insert(head.strand, head);
            prepared.records.push(record);
            new.push(Stored { id: ids::stored(id), strand, payload });
        }
        Ok(new)
    }

    pub(crate) fn record_ids(&self, chart: ChartId) -> Result<vault::RecordIds, Problem> {
        Ok(self.vault.record_ids(&self.clinic_id(), &ids::chart(chart))?)
    }

    /// Brings the panel row up to date, from the new records alone where that is enough.
    async fn follow_panel(&self, chart: ChartId, prepared: &mut Prepared) -> Result<(), Problem> {
        if !prepared.new.iter().any(|stored| stored.strand == Strand::Care) {
            return Ok(());
        }
        let PanelState { version, row, .. } = &mut prepared.state.panel;
        if row.takes(&prepared.new) {
            row.take(&prepared.new);
        } else {
            let mut care = self.opened(chart, &[Strand::Care]).await?;
            care.extend(prepared.new.iter().filter(|stored| stored.strand == Strand::Care).cloned());
            *row = PanelRow::of(&Chart::fold(care));
        }
        *version += 1;
        Ok(())
    }
}
