//! Writing entries: decide, check, plan, seal, commit.

mod prepare;
mod repeat;

use diary::chart::Stored;
use diary::{AccountId, Author, ChartId, EntryId, NewEntry, Refusal, Role, Strand, Submission};
use jiff::Timestamp;
use ledger::{Guard, JobWrite, LedgerError};
use policy::{Action, Grant, Relation, Request};

use crate::audit::Note;
use crate::rows::PANEL;
use crate::slots::State;
use crate::{Clinic, Cx, EntryRefusal, Problem, ids};

/// What became of one entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It is stored now.
    Stored,
    /// It was stored before, with the same content.
    AlreadyStored,
}

/// One entry and what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// The entry.
    pub entry: EntryId,
    /// What became of it.
    pub status: Status,
}

/// Leave to write into one chart, for one person and one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entrance {
    chart: ChartId,
    relation: Relation,
    account: AccountId,
}

/// Whether what the installation brings in is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bring {
    /// Write it.
    Write,
    /// Only say what would be written.
    Look,
}

/// One entry with the moment it arrived.
pub(crate) type Arrived = (NewEntry, Timestamp);

/// Entries at most in one request.
const MOST_ENTRIES: usize = 200;
/// How often a write is folded and sealed again when another node was faster.
const TRIES: u32 = 5;

/// What is to be committed, and where the chart then stands.
struct Prepared {
    written: Vec<Written>,
    new: Vec<Stored>,
    records: Vec<ledger::Record>,
    state: State,
}

impl Clinic {
    /// Lets a person to a chart's door, before what they send is looked at.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a chart that is missing or not this person's.
    pub async fn enter(&self, cx: &Cx<'_>, chart: ChartId) -> Result<Entrance, Problem> {
        let (relation, _) = self.authorise(cx, chart, Action::ReadChart).await?;
        Ok(Entrance { chart, relation, account: cx.viewer.account.id })
    }

    /// Writes entries into a chart, all or none. Sending the same entries again changes nothing.
    ///
    /// # Errors
    /// [`Problem::Refused`] and [`Problem::Conflict`] name the entries, [`Problem::Ledger`] says whether anything was
    /// stored.
    pub async fn submit(
        &self,
        cx: &Cx<'_>,
        entrance: Entrance,
        entries: Vec<NewEntry>,
    ) -> Result<Vec<Written>, Problem> {
        let Entrance { chart, relation, account } = entrance;
        if account != cx.viewer.account.id {
            return Err(Problem::NotFound);
        }
        let account = &cx.viewer.account;
        let author = Author { account: account.id, role: account.role, acting_for: None };
        let received_at = self.now();
        let may = |action| policy::decide(&Request { role: account.role, relation, action, purpose: cx.purpose() });
        check_count(&entries)?;
        let grants = permitted(&entries, account.role, may)?;
        check_all(&entries, account.role, received_at)?;
        let action = entries.first().map_or(Action::WriteDiary, |entry| action_of(&entry.said, account.role));
        let rule = grants.first().map_or("", |grant| grant.rule);
        let note = Note { action: action.as_str(), rule, ..Note::of(cx) };
        let arrived: Vec<Arrived> = entries.into_iter().map(|entry| (entry, received_at)).collect();
        self.write(chart, author, &grants, &arrived, &note, self.touch(cx.viewer)?).await
    }

    /// Writes entries in the name of the installation, or only says what would be written: imports, and the demo's own
    /// people.
    ///
    /// # Errors
    /// As [`Self::submit`].
    pub async fn bring(
        &self,
        author: Author,
        chart: ChartId,
        entries: &[(NewEntry, Timestamp)],
        how: Bring,
    ) -> Result<Vec<Written>, Problem> {
        self.person(chart).await?;
        for (entry, received_at) in entries {
            let refused = |refusal| Problem::Refused(vec![EntryRefusal { entry: entry.id, refusal }]);
            entry.check(author.role, *received_at).map_err(refused)?;
        }
        let all = [Grant { strands: &Strand::ALL, rule: "installation" }];
        match how {
            Bring::Write => {
                let installation = crate::directory::installation_note("bring_in");
                let note = Note { actor: author.account, role: author.role, ..installation };
                self.write(chart, author, &all, entries, &note, None).await
            }
            Bring::Look => {
                let state = self.load_state(chart).await?;
                Ok(self.prepare(chart, author, &all, entries, state).await?.written)
            }
        }
    }

    async fn write(
        &self,
        chart: ChartId,
        author: Author,
        grants: &[Grant],
        entries: &[Arrived],
        note: &Note<'_>,
        touch: Option<ledger::RowWrite>,
    ) -> Result<Vec<Written>, Problem> {
        let slot = self.slots.of(chart);
        let mut turn = slot.lock().await;
        for _ in 0..TRIES {
            let state = match turn.take() {
                Some(state) => state,
                None => self.load_state(chart).await?,
            };
            let before = state.clone();
            let prepared = self.prepare(chart, author, grants, entries, state).await?;
            let mut change = self.change(chart, &before, &prepared, note)?;
            change.rows.extend(touch.clone());
            match self.ledger.commit(change).await {
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

    /// The change that stores what was prepared, guarded by where the chart stood.
    fn change(
        &self,
        chart: ChartId,
        before: &State,
        prepared: &Prepared,
        note: &Note<'_>,
    ) -> Result<ledger::Change, Problem> {
        let objects: Vec<_> = prepared.new.iter().map(|stored| stored.id).collect();
        let mut change = self.change_about(chart, &Note { objects: &objects, ..note.clone() })?;
        for strand in prepared.records.iter().map(|record| record.strand).collect::<std::collections::BTreeSet<_>>() {
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
            change.rows.push(self.row(&self.strand_key(chart, Strand::Care), PANEL, key, *version, row)?);
        }
        change.jobs = self.jobs(chart, prepared);
        Ok(change)
    }

    /// A delivered safety answer opens a task; a review closes those that had arrived.
    fn jobs(&self, chart: ChartId, prepared: &Prepared) -> Vec<JobWrite> {
        let opened = prepared.new.iter().filter_map(|stored| task_of(chart, stored).map(JobWrite::Open));
        let closed = prepared.state.closing.iter().map(|id| JobWrite::Close(*id, self.now_ms()));
        opened.chain(closed).collect()
    }
}

/// The one kind of job there is: someone should look at this chart.
pub(crate) const TASK: u16 = 1;

/// The task a record opens: a safety answer that reached the care team.
pub(crate) fn task_of(chart: ChartId, stored: &Stored) -> Option<ledger::Job> {
    let delivered = matches!(stored.strand, Strand::Sensitive | Strand::Family);
    let safety = matches!(stored.payload.body, diary::Body::Safety(_));
    (delivered && safety).then(|| ledger::Job {
        id: stored.id.to_bytes(),
        kind: TASK,
        chart: ids::chart(chart),
        due_ms: stored.payload.meta.received_at.as_millisecond(),
    })
}

/// What the policy is asked about an entry of this kind.
fn action_of(said: &Submission, role: Role) -> Action {
    let own_voice = matches!(role, Role::Patient | Role::Guardian);
    match said {
        Submission::CheckIn { .. } | Submission::Sleep(_) | Submission::Note(_) => Action::WriteDiary,
        Submission::Review(_) => Action::Review,
        Submission::StaffNote(_) => Action::WriteStaffNote,
        Submission::Started(_) | Submission::Dose(_) | Submission::Tms(_) => Action::WriteFacts,
        Submission::ImportedSet(_) | Submission::ImportedRow(_) => Action::WriteFacts,
        _ if own_voice => Action::WriteDiary,
        _ => Action::WriteFacts,
    }
}

fn check_count(entries: &[NewEntry]) -> Result<(), Problem> {
    match entries.get(MOST_ENTRIES) {
        Some(first) => {
            let refusal = Refusal::new("entries", diary::Code::TooMany);
            Err(Problem::Refused(vec![EntryRefusal { entry: first.id, refusal }]))
        }
        None => Ok(()),
    }
}

/// One grant an entry, or every entry whose kind this person does not write.
fn permitted(
    entries: &[NewEntry],
    role: Role,
    may: impl Fn(Action) -> Result<Grant, policy::Denial>,
) -> Result<Vec<Grant>, Problem> {
    let imports = |said: &Submission| matches!(said, Submission::ImportedSet(_) | Submission::ImportedRow(_));
    let (mut grants, mut refused) = (Vec::new(), Vec::new());
    for entry in entries {
        match may(action_of(&entry.said, role)) {
            Ok(grant) if !imports(&entry.said) => grants.push(grant),
            _ => refused.push(EntryRefusal {
                entry: entry.id,
                refusal: Refusal::new("kind", diary::Code::NotYours),
            }),
        }
    }
    if refused.is_empty() { Ok(grants) } else { Err(Problem::Refused(refused)) }
}

fn check_all(entries: &[NewEntry], role: Role, received_at: Timestamp) -> Result<(), Problem> {
    let refused: Vec<EntryRefusal> = entries
        .iter()
        .filter_map(|entry| {
            let refusal = entry.check(role, received_at).err()?;
            Some(EntryRefusal { entry: entry.id, refusal })
        })
        .collect();
    if refused.is_empty() { Ok(()) } else { Err(Problem::Refused(refused)) }
}
