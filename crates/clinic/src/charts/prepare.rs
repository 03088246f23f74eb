//! Preparing a write: where the chart stands, what the entries become, sealed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diary::chart::{Chart, DoseFact, OpenedRecord, RecordDraft};
use diary::{EntryId, NewEntry, Refusal, Strand, Subject, stored};
use jiff::Timestamp;
use ledger::{Guard, Head, JobWrite, Record, Row};
use policy::DELIVERED;
use vault::StrandCode;

use super::idempotency::{Known, same_entry};
use super::writer_view::WriterView;
use super::writers::{PanelState, ReviewedState, WritePosition};
use super::writing::{Arrival, Arrived, Status, Writing, Written};
use crate::panel::row::PanelRow;
use crate::sealed::ids::{self, PANEL, REVIEWED};
use crate::sealed::rows::key_of;
use crate::tasks::reviewed::ReviewedRow;
use crate::tasks::{Reviewed, needs_same_day_review};
use crate::{ClinicError, EntryRefusal};

/// What is to be committed, and where the chart then stands.
pub(super) struct Prepared {
    pub written: Vec<Written>,
    pub new: Vec<OpenedRecord>,
    pub records: Vec<Record>,
    pub jobs: Vec<JobWrite>,
    /// That the chart is still what reviews among the entries were checked against.
    pub guards: Vec<Guard>,
    pub state: WritePosition,
}

/// The head of a strand; empty where it has no records.
pub(super) fn head_of(heads: &BTreeMap<StrandCode, Head>, strand: StrandCode) -> Head {
    heads.get(&strand).copied().unwrap_or(Head::empty(strand))
}

/// The next moment that the store tells apart.
fn just_after(moment: Timestamp) -> Timestamp {
    let next_ms = moment.as_millisecond().saturating_add(1);
    Timestamp::from_millisecond(next_ms).unwrap_or(moment)
}

impl Writing<'_> {
    /// Where a chart stands now. What is drawn from `care` is opened only for writers who may open that.
    pub(super) async fn load_state(&self) -> Result<WritePosition, ClinicError> {
        let known = self.strands();
        let codes: Vec<StrandCode> = known.iter().copied().collect();
        let heads = self.sealed.ledger.heads_of(ids::chart(self.chart), &codes).await?;
        let heads = heads.into_iter().map(|head| (head.strand, head)).collect();
        let reviewed = self.load_reviewed().await?;
        let panel = if self.opens_care() { Some(self.load_panel(&heads).await?) } else { None };
        Ok(WritePosition { known, heads, panel, reviewed, taken_up_at: None })
    }

    /// The strands whose heads these entries need: those that their writer may open, and those that answers are delivered in.
    pub(super) fn strands(&self) -> BTreeSet<StrandCode> {
        let granted = self.entries.iter().flat_map(|arrived| arrived.grant.strands);
        granted.chain(DELIVERED).copied().map(ids::code).collect()
    }

    /// Whether these entries' writer may open the strand in which reviews stand.
    pub(super) fn opens_care(&self) -> bool {
        self.entries.iter().any(|arrived| arrived.grant.covers(Strand::Care))
    }

    /// What the row of what was reviewed says. One that is lost or damaged says nothing: an answer then opens a task, whatever was reviewed.
    pub(super) async fn load_reviewed(&self) -> Result<ReviewedState, ClinicError> {
        let clinic = self.sealed.clinic_id();
        let Some(row) = self.sealed.ledger.row(clinic, REVIEWED, &self.chart.to_bytes()).await? else {
            return Ok(ReviewedState::default());
        };
        let version = row.version;
        match self.sealed.open_row::<ReviewedRow>(&self.sealed.person_key(self.chart), &row) {
            Ok(ReviewedRow { up_to_ms }) => Ok(ReviewedState { version, up_to_ms, key: key_of(&row) }),
            Err(error) if error.is_damage() => {
                tracing::error!(code = error.code(), "a row of what was reviewed does not open");
                Ok(ReviewedState { version, ..ReviewedState::default() })
            }
            Err(error) => Err(error),
        }
    }

    /// What the panel row says; rebuilt where it is lost.
    pub(super) async fn load_panel(
        &self,
        heads: &BTreeMap<StrandCode, Head>,
    ) -> Result<PanelState, ClinicError> {
        let row = self.sealed.ledger.row(self.sealed.clinic_id(), PANEL, &self.chart.to_bytes()).await?;
        match row {
            Some(row) => self.open_or_rebuild_panel(&row).await,
            // Every record of that strand comes with the row.
            None if heads.contains_key(&ids::code(Strand::Care)) => {
                tracing::error!("a panel row is lost; rebuilt from its log");
                Ok(PanelState { version: 0, row: self.rebuild_panel().await?, key: None })
            }
            None => Ok(PanelState::default()),
        }
    }

    /// What the panel row says; rebuilt from the log where it does not open. Writing goes on, and repairs it.
    async fn open_or_rebuild_panel(&self, sealed: &Row) -> Result<PanelState, ClinicError> {
        let version = sealed.version;
        match PanelRow::open(self.sealed, self.chart, sealed) {
            Ok(row) => Ok(PanelState { version, row, key: key_of(sealed) }),
            Err(error) if error.is_damage() => {
                tracing::error!(code = error.code(), "a panel row does not open; rebuilt from its log");
                Ok(PanelState { version, row: self.rebuild_panel().await?, key: None })
            }
            Err(error) => Err(error),
        }
    }

    async fn rebuild_panel(&self) -> Result<PanelRow, ClinicError> {
        Ok(PanelRow::of(&Chart::fold(self.sealed.opened(self.chart, &[Strand::Care]).await?)))
    }

    /// Plans and seals what is new of the entries; what was stored before with the same content is left as it is.
    pub(super) async fn prepare(&self, state: WritePosition, known: &Known) -> Result<Prepared, ClinicError> {
        let before_ms = state.reviewed_up_to_ms();
        let mut guards = self.check_reviews(known).await?;
        guards.extend(self.night_guards(&state, known));
        let mut prepared = Prepared {
            written: Vec::new(),
            new: Vec::new(),
            records: Vec::new(),
            jobs: Vec::new(),
            guards,
            state,
        };
        let mut met: HashMap<EntryId, &NewEntry> = HashMap::new();
        let mut view = WriterView::default();
        let mut conflicts = Vec::new();
        for arrived in &self.entries {
            let entry = arrived.entry;
            let repeated = match (met.insert(entry.id, entry), known.get(&entry.id)) {
                (Some(first), _) => Some(same_entry(entry, first)),
                (None, Some(stored)) => Some(self.same_stored(arrived, stored, &mut view).await?),
                (None, None) => None,
            };
            match repeated {
                Some(true) => {
                    prepared.written.push(Written { entry: entry.id, status: Status::AlreadyStored })
                }
                Some(false) => conflicts.push(entry.id),
                None => {
                    let planned = self.planned(arrived, &mut view).await?;
                    let last_dose = self.last_dose(arrived, &mut view).await?;
                    let new = self.seal_planned(arrived, planned, last_dose, &mut prepared)?;
                    view.follow(&new);
                    prepared.new.extend(new);
                    prepared.written.push(Written { entry: entry.id, status: Status::Stored });
                }
            }
        }
        if !conflicts.is_empty() {
            return Err(ClinicError::Conflict(conflicts));
        }
        self.follow_panel(&mut prepared).await?;
        let after_ms = prepared.state.reviewed_up_to_ms();
        if prepared.state.reviewed.up_to_ms != after_ms {
            prepared.state.reviewed.up_to_ms = after_ms;
            prepared.state.reviewed.version += 1;
        }
        let reviewed = Reviewed { before_ms, after_ms };
        prepared.jobs = self.charts.tasks.follow(self.chart, &prepared.new, reviewed).await?;
        Ok(prepared)
    }

    /// What an entry adds. Of most entries that does not rest on the chart, which then stays closed; where it does, the
    /// strands of the writer's own grant are opened.
    async fn planned(
        &self,
        arrived: &Arrived<'_>,
        view: &mut WriterView,
    ) -> Result<Vec<RecordDraft>, ClinicError> {
        let Arrived { entry, grant, .. } = arrived;
        let refused =
            |refusal: Refusal| ClinicError::Refused(vec![EntryRefusal { entry: entry.id, refusal }]);
        let planned = if entry.rests_on_chart() || self.takes_place_of_doses(arrived) {
            view.chart(self, grant.strands).await?.record_drafts(entry, &self.author)
        } else {
            Chart::default().record_drafts(entry, &self.author)
        };
        let planned = planned.map_err(refused)?;
        if planned.iter().all(|draft| grant.covers(draft.part.strand)) {
            Ok(planned)
        } else {
            Err(refused(Refusal::new("kind", diary::Code::NotYours)))
        }
    }

    /// That no strand in which a writer's other night could stand has grown since: one may be shared, the other for the
    /// patient alone, and two nodes may store at the same time.
    fn night_guards(&self, state: &WritePosition, known: &Known) -> Vec<Guard> {
        let mut guards = Vec::new();
        for Arrived { entry, grant, .. } in &self.entries {
            if !entry.is_new_night() || known.contains_key(&entry.id) {
                continue;
            }
            for strand in grant.strands {
                let guard = Guard::Head(ids::chart(self.chart), head_of(&state.heads, ids::code(*strand)));
                if !guards.contains(&guard) {
                    guards.push(guard);
                }
            }
        }
        guards
    }

    /// Whether an entry says what is taken of a medicine from a day on, and arrives now: of what is imported the file has the
    /// order.
    fn takes_place_of_doses(&self, arrived: &Arrived<'_>) -> bool {
        let is_dose = arrived.entry.content.kind().subject == Subject::Treatment
            && arrived.entry.parts(self.author.role).iter().any(|part| part.body.dosing().is_some());
        is_dose && matches!(self.arrival, Arrival::Now)
    }

    /// The moment that a dose must arrive after: when the last one of this chart did. The one received last holds, so that two
    /// must not arrive in one moment. It is read from doses alone, which whoever reads this one sees as well.
    async fn last_dose(
        &self,
        arrived: &Arrived<'_>,
        view: &mut WriterView,
    ) -> Result<Option<Timestamp>, ClinicError> {
        if !self.takes_place_of_doses(arrived) {
            return Ok(None);
        }
        let chart = view.chart(self, arrived.grant.strands).await?;
        Ok(chart.dose_facts().iter().map(DoseFact::received_at).max())
    }

    fn seal_planned(
        &self,
        arrived: &Arrived<'_>,
        planned: Vec<RecordDraft>,
        last_dose: Option<Timestamp>,
        prepared: &mut Prepared,
    ) -> Result<Vec<OpenedRecord>, ClinicError> {
        let (author, entry) = (self.author, arrived.entry);
        let needs_review =
            planned.iter().any(|RecordDraft { part, .. }| needs_same_day_review(part.strand, &part.body));
        let received_at = match prepared.state.taken_up_at {
            Some(now) if needs_review => prepared.state.after_reviewed(now),
            Some(now) => now,
            None => arrived.received_at,
        };
        let received_at = last_dose.map_or(received_at, |last| received_at.max(just_after(last)));
        let mut new = Vec::with_capacity(planned.len());
        for (strand, payload) in entry.records(&author, received_at, planned) {
            let id = self.record_id(entry.id, strand, payload.meta.part)?;
            let mut head = head_of(&prepared.state.heads, ids::code(strand));
            let record =
                self.sealed.seal_record(ids::chart(self.chart), id, &mut head, &stored::encode(&payload)?)?;
            prepared.state.heads.insert(head.strand, head);
            prepared.records.push(record);
            new.push(OpenedRecord { id: ids::from_vault(id), strand, payload });
        }
        Ok(new)
    }

    /// Brings the panel row up to date, from the new records alone where that is enough.
    async fn follow_panel(&self, prepared: &mut Prepared) -> Result<(), ClinicError> {
        if !prepared.new.iter().any(|stored| stored.strand == Strand::Care) {
            return Ok(());
        }
        // Whoever writes into the strand may open it.
        let Some(PanelState { version, row, .. }) = &mut prepared.state.panel else {
            return Err(ClinicError::Unreadable);
        };
        if row.takes(&prepared.new) {
            row.take(&prepared.new);
        } else {
            let mut care = self.sealed.opened(self.chart, &[Strand::Care]).await?;
            care.extend(prepared.new.iter().filter(|stored| stored.strand == Strand::Care).cloned());
            *row = PanelRow::of(&Chart::fold(care));
        }
        *version += 1;
        Ok(())
    }
}
