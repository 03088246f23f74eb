//! Writing entries: decide, check, plan, seal, commit.

mod commit;
mod door;
mod prepare;
mod repeat;
mod seen;
mod task;

use diary::{AccountId, Author, ChartId, EntryId, NewEntry, Strand};
use jiff::Timestamp;
use policy::{Action, Grant, Relation, Request};

use self::door::{Refused, action_of, check_all, check_count, permitted};
use crate::audit::Note;
use crate::{Clinic, Cx, EntryRefusal, Outcome, Problem};

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

/// Everything one call writes.
struct Writing<'a> {
    chart: ChartId,
    author: Author,
    entries: Vec<Arrived<'a>>,
    arrival: Arrival,
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

    /// As [`Self::enter`], for what the person means to write there.
    ///
    /// # Errors
    /// [`Problem::NotFound`] also where the policy does not let them; that is written down.
    pub async fn enter_to(&self, cx: &Cx<'_>, chart: ChartId, action: Action) -> Result<Entrance, Problem> {
        let (relation, _) = self.authorise(cx, chart, action).await?;
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
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        let account = &cx.viewer.account;
        let author = Author { account: account.id, role: account.role, acting_for: None };
        let received_at = self.now();
        let may =
            |action| policy::decide(&Request { role: account.role, relation, action, purpose: cx.purpose() });
        check_count(&entries)?;
        let grants = match permitted(&entries, account.role, may) {
            Ok(grants) => grants,
            Err(refused) => return Err(self.refuse(cx, chart, refused).await?),
        };
        check_all(&entries, account.role, received_at)?;
        let arrived = entries.iter().zip(grants).map(|(entry, grant)| {
            let action = action_of(&entry.said, account.role).as_str();
            Arrived { entry, received_at, grant, action }
        });
        let writing = Writing { chart, author, entries: arrived.collect(), arrival: Arrival::Now };
        self.write(&writing, &Note::of(cx), self.touch(cx.viewer)?).await
    }

    /// Writes down that entries were not allowed, on the clinic's own list.
    async fn refuse(&self, cx: &Cx<'_>, chart: ChartId, refused: Refused) -> Result<Problem, Problem> {
        let Refused { action, entries } = refused;
        let denied =
            Note { action: action.as_str(), outcome: Outcome::Denied, rule: "not-yours", ..Note::of(cx) };
        let mut change = self.change_about_clinic(&Note { chart: Some(chart), ..denied })?;
        change.rows.extend(self.touch(cx.viewer)?);
        self.ledger.commit(change).await?;
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
        let grant = Grant { strands: &Strand::ALL, rule: "installation" };
        let arrived = entries.iter().map(|(entry, received_at)| Arrived {
            entry,
            received_at: *received_at,
            grant,
            action: "bring_in",
        });
        let writing = Writing { chart, author, entries: arrived.collect(), arrival: Arrival::Told };
        let installation = crate::directory::installation_note("bring_in");
        let note = Note { actor: author.account, role: author.role, ..installation };
        match how {
            Bring::Write => self.write(&writing, &note, None).await,
            Bring::Look => self.look_over(&writing, &note).await,
        }
    }

    /// Says what would be written. What is there already was opened to find that out: that is written down.
    async fn look_over(&self, writing: &Writing<'_>, note: &Note<'_>) -> Result<Vec<Written>, Problem> {
        let state = self.load_state(writing.chart).await?;
        let written = match self.prepare(writing, state).await {
            Ok(prepared) => prepared.written,
            Err(problem) => return Err(self.not_written(writing, note, None, problem).await?),
        };
        if written.iter().any(|written| written.status == Status::AlreadyStored) {
            let note = Note { action: "look_over", chart: Some(writing.chart), ..note.clone() };
            self.ledger.commit(self.change_about_clinic(&note)?).await?;
        }
        Ok(written)
    }
}
