//! From entries to sealed records.

use std::collections::HashMap;

use diary::chart::{Chart, Planned, Stored};
use diary::{Author, ChartId, EntryId, Meta, NewEntry, Payload, Refusal, Strand, stored};
use ledger::{Head, JobWrite, Record};
use vault::{Link, StrandCode};

use super::repeat::same_entry;
use super::task::asks_for_a_look;
use super::{Arrived, Status, Writing, Written};
use crate::panel::PanelRow;
use crate::rows::PANEL;
use crate::slots::State;
use crate::{Clinic, EntryRefusal, Problem, ids};

/// What is to be committed, and where the chart then stands.
pub(super) struct Prepared {
    pub written: Vec<Written>,
    pub new: Vec<Stored>,
    pub records: Vec<Record>,
    pub jobs: Vec<JobWrite>,
    pub state: State,
}

impl State {
    /// The head of a strand; empty where it has no records.
    pub(crate) fn head(&self, strand: StrandCode) -> Head {
        self.heads.get(&strand).copied().unwrap_or(Head { strand, seq: 0, link: Link::GENESIS })
    }
}

impl Clinic {
    /// Where a chart stands now.
    pub(super) async fn load_state(&self, chart: ChartId) -> Result<State, Problem> {
        let heads = self.ledger.heads(ids::chart(chart)).await?;
        let row = self.ledger.row(self.clinic_id(), PANEL, &chart.to_bytes()).await?;
        let panel = match row {
            Some(row) => (row.version, self.open_panel(chart, &row)?),
            None => (0, PanelRow::default()),
        };
        let heads = heads.into_iter().map(|head| (head.strand, head)).collect();
        Ok(State { heads, panel, newest_ms: None, turn: None })
    }

    /// Plans and seals what is new of the entries; what was stored before with the same content is left as it is.
    pub(super) async fn prepare(&self, writing: &Writing<'_>, state: State) -> Result<Prepared, Problem> {
        let reviewed_before_ms = state.panel.1.reviewed_up_to_ms;
        let mut prepared =
            Prepared { written: Vec::new(), new: Vec::new(), records: Vec::new(), jobs: Vec::new(), state };
        let known = self.known(writing).await?;
        let mut seen: HashMap<EntryId, &NewEntry> = HashMap::new();
        let mut conflicts = Vec::new();
        for arrived in &writing.entries {
            let entry = arrived.entry;
            let repeated = match (seen.insert(entry.id, entry), known.get(&entry.id)) {
                (Some(first), _) => Some(same_entry(entry, first)),
                (None, Some(stored)) => Some(self.same_stored(writing, arrived, stored).await?),
                (None, None) => None,
            };
            match repeated {
                Some(true) => {
                    prepared.written.push(Written { entry: entry.id, status: Status::AlreadyStored })
                }
                Some(false) => conflicts.push(entry.id),
                None => {
                    let planned = self.planned(writing, arrived, &prepared.new).await?;
                    self.seal_planned(writing, arrived, planned, &mut prepared)?;
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

    /// What an entry adds. Only an amendment needs to look at the chart.
    async fn planned(
        &self,
        writing: &Writing<'_>,
        arrived: &Arrived<'_>,
        new: &[Stored],
    ) -> Result<Vec<Planned>, Problem> {
        let Arrived { entry, grant, .. } = arrived;
        let refused = |refusal: Refusal| Problem::Refused(vec![EntryRefusal { entry: entry.id, refusal }]);
        let folded = if entry.amends.is_some() {
            let mut records = self.opened(writing.chart, grant.strands).await?;
            records.extend(new.iter().filter(|stored| grant.covers(stored.strand)).cloned());
            Chart::fold(records)
        } else {
            Chart::default()
        };
        let planned = folded.plan(entry, &writing.author).map_err(refused)?;
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
    ) -> Result<(), Problem> {
        let (chart, author, entry) = (writing.chart, writing.author, arrived.entry);
        let asks = planned.iter().any(|part| asks_for_a_look(part.strand, &part.body));
        let received_at = match prepared.state.turn {
            Some(now) if asks => prepared.state.after_all(now),
            Some(now) => now,
            None => arrived.received_at,
        };
        prepared.state.newest_ms = prepared.state.newest_ms.max(Some(received_at.as_millisecond()));
        let own = planned.iter().any(|part| part.strand == Strand::Own);
        let own_entry = planned.iter().any(|part| part.strand == Strand::Own && part.number == 0);
        for Planned { number, strand, body, amends } in planned {
            // What surrounds an entry kept to oneself stays there: others see the part that is theirs, nothing about it.
            let (beside_own, beside_own_entry) =
                (own && strand != Strand::Own, own_entry && strand != Strand::Own);
            let provenance = &entry.provenance;
            let reason = entry.amends.as_ref().map(|amends| amends.reason.clone());
            let meta = Meta {
                entry: entry.id,
                part: number,
                author,
                about: entry.about.clone(),
                entered_at: entry.entered_at,
                received_at,
                question_set: provenance.question_set.clone().filter(|_| !beside_own_entry),
                asked: if beside_own_entry { Vec::new() } else { provenance.asked.clone() },
                language: entry.provenance.language,
                client: entry.provenance.client.clone(),
                modes: entry.modes(author.role),
                amends,
                reason: reason.filter(|_| !beside_own),
            };
            let id = self.record_id(chart, author, entry.id, strand, number)?;
            let payload = Payload { meta, body };
            let mut head = prepared.state.head(ids::code(strand));
            let record =
                self.seal_record(ids::chart(chart), ids::record(id), &mut head, &stored::encode(&payload)?)?;
            prepared.state.heads.insert(head.strand, head);
            prepared.records.push(record);
            prepared.new.push(Stored { id, strand, payload });
        }
        Ok(())
    }

    pub(crate) fn record_id(
        &self,
        chart: ChartId,
        author: Author,
        entry: EntryId,
        strand: Strand,
        part: u16,
    ) -> Result<diary::RecordId, Problem> {
        let (clinic, chart) = (self.clinic_id(), ids::chart(chart));
        let (author, entry) = (author.account.to_bytes(), entry.to_bytes());
        Ok(ids::stored(self.vault.record_id(&clinic, &chart, &author, &entry, ids::code(strand), part)?))
    }

    /// Brings the panel row up to date, from the new records alone where that is enough.
    async fn follow_panel(&self, chart: ChartId, prepared: &mut Prepared) -> Result<(), Problem> {
        if !prepared.new.iter().any(|stored| stored.strand == Strand::Care) {
            return Ok(());
        }
        let (version, row) = &mut prepared.state.panel;
        if PanelRow::takes(&prepared.new) {
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
