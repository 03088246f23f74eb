//! Writing entries: decide, check, plan, seal, commit.

mod commit;
mod door;
mod prepare;
mod repeat;
mod seen;
mod task;

use diary::{AccountId, Author, ChartId, EntryId, NewEntry, Strand};
use jiff::Timestamp;
use ledger::{Guard, LedgerError, RowWrite};
use policy::{Action, Grant, Relation};

use self::door::{Refused, check_all, check_count, permitted};
use crate::audit::Note;
use crate::clinic::Allowed;
use crate::memory::anew;
use crate::rows::{RELATIONS, relation_key};
use crate::{Clinic, Cx, EntryRefusal, Outcome, Problem, ids};

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
    /// The version of the row that told the relation, where memory did.
    kept: Option<u64>,
}

/// Whether what the installation brings in is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bring {
    /// Write it.
    Write,
    /// Only say what would be written.
    Look,
}

/// When entries count as arrived.
#[derive(Clone, Copy)]
enum Arrival {
    /// When it is their turn to be written, and after all that the chart holds.
    Now,
    /// As it is told: they come from elsewhere.
    Told,
}

/// One entry with the moment it arrived, and what allows it.
struct Arrived<'a> {
    entry: &'a NewEntry,
    received_at: Timestamp,
    grant: Grant,
    action: &'static str,
}

/// Why nothing of a request is looked at any further.
enum TurnedAway {
    /// They are not this person's to write: that is written down.
    Denied(Refused),
    /// They cannot be accepted, whosever they are.
    Content(Problem),
}

/// What every commit of one call says and rests on.
struct Rests<'a> {
    /// Who, through what, why.
    note: Note<'a>,
    /// Keeps the session alive.
    touch: Option<RowWrite>,
    /// What must still be so, where memory told it.
    guards: Vec<Guard>,
}

/// Everything one call writes.
struct Writing<'a> {
    chart: ChartId,
    author: Author,
    entries: Vec<Arrived<'a>>,
    arrival: Arrival,
    /// Makes the ids of the chart's records.
    ids: vault::RecordIds,
}

impl Writing<'_> {
    /// The id of the record that an entry has, or would have, as this part in this strand.
    fn record_id(&self, entry: EntryId, strand: Strand, part: u16) -> Result<vault::RecordId, Problem> {
        let author = self.author.account.to_bytes();
        Ok(self.ids.id(&author, &entry.to_bytes(), ids::code(strand), part)?)
    }
}

impl Clinic {
    /// Lets a person to a chart's door, before what they send is looked at.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a chart that is missing or not this person's.
    pub async fn enter(&self, cx: &Cx<'_>, chart: ChartId) -> Result<Entrance, Problem> {
        self.enter_to(cx, chart, Action::ReadChart).await
    }

    /// As [`Self::enter`], for what the person means to write there.
    ///
    /// # Errors
    /// [`Problem::NotFound`] also where the policy does not let them; that is written down.
    pub async fn enter_to(&self, cx: &Cx<'_>, chart: ChartId, action: Action) -> Result<Entrance, Problem> {
        let Allowed { relation, guard, .. } = self.authorise(cx, chart, action).await?;
        let kept = guard.and_then(|guard| match guard {
            Guard::RowIs(_, _, version) => Some(version),
            _ => None,
        });
        Ok(Entrance { chart, relation, account: cx.viewer.account.id, kept })
    }

    /// Whether an entrance still holds, asked of the store: for a request that ends without storing anything.
    ///
    /// # Errors
    /// As [`Self::enter`], and [`Problem::SignIn`] where the session has ended.
    pub async fn confirm(&self, cx: &Cx<'_>, entrance: Entrance) -> Result<(), Problem> {
        let viewer = self.renewed(cx.viewer).await?;
        if entrance.kept.is_none() {
            return Ok(());
        }
        self.forget_standing(cx.viewer, entrance.chart);
        self.enter(&Cx { viewer: &viewer, ..*cx }, entrance.chart).await.map(drop)
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
        if entrance.account != cx.viewer.account.id {
            return Err(Problem::NotFound);
        }
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        let mut first = Some(entrance);
        anew!(self, cx, |cx| {
            match self.entered(&cx, first.take(), entrance.chart).await {
                Ok(entrance) => self.submit_through(&cx, entrance, &entries).await,
                Err(problem) => Err(problem),
            }
        })
    }

    /// Turns away whoever may not send these entries, before anything of the chart is opened for them; a denial is written
    /// down.
    ///
    /// # Errors
    /// As [`Self::submit`] refuses entries.
    pub async fn admit(&self, cx: &Cx<'_>, entrance: Entrance, entries: &[NewEntry]) -> Result<(), Problem> {
        if entrance.account != cx.viewer.account.id {
            return Err(Problem::NotFound);
        }
        let mut first = Some(entrance);
        anew!(self, cx, |cx| {
            match self.entered(&cx, first.take(), entrance.chart).await {
                Ok(entrance) => self.let_in(&cx, entrance, entries, self.now()).await.map(drop),
                Err(problem) => Err(problem),
            }
        })
    }

    /// The entrance at hand, or a new one.
    async fn entered(
        &self,
        cx: &Cx<'_>,
        at_hand: Option<Entrance>,
        chart: ChartId,
    ) -> Result<Entrance, Problem> {
        match at_hand {
            Some(entrance) => Ok(entrance),
            None => self.enter(cx, chart).await,
        }
    }

    async fn submit_through(
        &self,
        cx: &Cx<'_>,
        entrance: Entrance,
        entries: &[NewEntry],
    ) -> Result<Vec<Written>, Problem> {
        let (chart, account) = (entrance.chart, &cx.viewer.account);
        let arrived = self.let_in(cx, entrance, entries, self.now()).await?;
        let author = Author { account: account.id, role: account.role, acting_for: None };
        let ids = self.record_ids(chart)?;
        let writing = Writing { chart, author, entries: arrived, arrival: Arrival::Now, ids };
        let guards = rests_on(cx, entrance);
        self.write(&writing, &Rests { note: Note::of(cx), touch: self.touch(cx.viewer)?, guards }).await
    }

    /// The entries with what allows them; a denial is written down.
    async fn let_in<'a>(
        &self,
        cx: &Cx<'_>,
        entrance: Entrance,
        entries: &'a [NewEntry],
        received_at: Timestamp,
    ) -> Result<Vec<Arrived<'a>>, Problem> {
        match self.admitted(cx, entrance, entries, received_at) {
            Ok(arrived) => Ok(arrived),
            Err(_) if !rests_on(cx, entrance).is_empty() => {
                // Who is turned away, is turned away by the store alone.
                self.forget_standing(cx.viewer, entrance.chart);
                Err(LedgerError::Refused(0).into())
            }
            Err(TurnedAway::Denied(refused)) => Err(self.refuse(cx, entrance.chart, refused).await?),
            Err(TurnedAway::Content(problem)) => Err(problem),
        }
    }

    /// The entries with what allows them, or why none of them is looked at any further.
    fn admitted<'a>(
        &self,
        cx: &Cx<'_>,
        Entrance { relation, .. }: Entrance,
        entries: &'a [NewEntry],
        received_at: Timestamp,
    ) -> Result<Vec<Arrived<'a>>, TurnedAway> {
        let role = cx.viewer.account.role;
        let may = |action| cx.asks(relation, action);
        check_count(entries).map_err(TurnedAway::Content)?;
        let grants = permitted(entries, role, may).map_err(TurnedAway::Denied)?;
        check_all(entries, role, received_at).map_err(TurnedAway::Content)?;
        let arrived = entries.iter().zip(grants).map(|(entry, grant)| {
            let action = Action::to_write(&entry.said, role).as_str();
            Arrived { entry, received_at, grant, action }
        });
        Ok(arrived.collect())
    }

    /// Writes down that entries were not allowed, on the clinic's own list.
    async fn refuse(&self, cx: &Cx<'_>, chart: ChartId, refused: Refused) -> Result<Problem, Problem> {
        let Refused { action, entries } = refused;
        let denied =
            Note { action: action.as_str(), outcome: Outcome::Denied, rule: "not-yours", ..Note::of(cx) };
        let mut change = self.change_about_clinic(&Note { chart: Some(chart), ..denied })?;
        change.rows.extend(self.touch(cx.viewer)?);
        self.store(change).await?;
        Ok(Problem::Refused(entries))
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
        let arrived = entries.iter().map(|(entry, received_at)| Arrived {
            entry,
            received_at: *received_at,
            grant: Grant::installation(),
            action: Action::BringIn.as_str(),
        });
        let (entries, ids) = (arrived.collect(), self.record_ids(chart)?);
        let writing = Writing { chart, author, entries, arrival: Arrival::Told, ids };
        let installation = crate::directory::installation_note(Action::BringIn.as_str());
        let note = Note { actor: author.account, role: author.role, ..installation };
        let rests = Rests { note, touch: None, guards: Vec::new() };
        match how {
            Bring::Write => self.write(&writing, &rests).await,
            Bring::Look => self.look_over(&writing, &rests).await,
        }
    }

    /// Says what would be written. What is there already was opened to find that out: that is written down.
    async fn look_over(&self, writing: &Writing<'_>, rests: &Rests<'_>) -> Result<Vec<Written>, Problem> {
        let (state, known) = (self.load_state(writing.chart).await?, self.known(writing).await?);
        let written = match self.prepare(writing, state, &known).await {
            Ok(prepared) => prepared.written,
            Err(problem) => return Err(self.not_written(writing, rests, problem).await?),
        };
        if written.iter().any(|written| written.status == Status::AlreadyStored) {
            let note = Note { action: "look_over", chart: Some(writing.chart), ..rests.note.clone() };
            self.store(self.change_about_clinic(&note)?).await?;
        }
        Ok(written)
    }
}

impl Entrance {
    /// What must still be so, where memory told the relation.
    fn guard(&self) -> Option<Guard> {
        Some(Guard::RowIs(RELATIONS, relation_key(self.account, self.chart), self.kept?))
    }
}

/// What must still be so, where memory told of the person and of the relation.
fn rests_on(cx: &Cx<'_>, entrance: Entrance) -> Vec<Guard> {
    cx.viewer.guards().iter().cloned().chain(entrance.guard()).collect()
}
