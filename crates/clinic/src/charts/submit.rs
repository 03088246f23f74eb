//! Writing entries: decide, check, plan, seal, commit.

use diary::{Author, ChartId, NewEntry};
use jiff::Timestamp;
use policy::{Action, Grant};

use super::Charts;
use super::writing::{Arrival, Arrived, Rests, Writing, Written};
use crate::accounts::access::{Entrance, anew};
use crate::accounts::request_context::Cx;
use crate::audit::Note;
use crate::{EntryRefusal, Problem};

/// Whether what the installation brings in is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bring {
    /// Write it.
    Write,
    /// Only say what would be written.
    Look,
}

impl Charts {
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
        anew!(self.accounts, cx, |cx| {
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
        anew!(self.accounts, cx, |cx| {
            match self.entered(&cx, first.take(), entrance.chart).await {
                Ok(entrance) => self.let_in(&cx, entrance, entries, self.sealed.now()).await.map(drop),
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
            None => self.accounts.enter(cx, chart).await,
        }
    }

    async fn submit_through(
        &self,
        cx: &Cx<'_>,
        entrance: Entrance,
        entries: &[NewEntry],
    ) -> Result<Vec<Written>, Problem> {
        let (chart, account) = (entrance.chart, &cx.viewer.account);
        let arrived = self.let_in(cx, entrance, entries, self.sealed.now()).await?;
        let author = Author { account: account.id, role: account.role, acting_for: None };
        let ids = self.sealed.record_ids(chart)?;
        let writing = Writing {
            charts: self,
            sealed: &self.sealed,
            chart,
            author,
            entries: arrived,
            arrival: Arrival::Now,
            ids,
        };
        let (touch, guards) = (self.accounts.touch(cx.viewer)?, entrance.guards(cx));
        writing.write(&Rests { note: cx.note(), touch, guards }).await
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
        self.accounts.person(chart).await?;
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
        let (entries, ids) = (arrived.collect(), self.sealed.record_ids(chart)?);
        let writing = Writing {
            charts: self,
            sealed: &self.sealed,
            chart,
            author,
            entries,
            arrival: Arrival::Told,
            ids,
        };
        let installation = Note::installation(Action::BringIn.as_str());
        let note = Note { actor: author.account, role: author.role, ..installation };
        let rests = Rests { note, touch: None, guards: Vec::new() };
        match how {
            Bring::Write => writing.write(&rests).await,
            Bring::Look => writing.look_over(&rests).await,
        }
    }
}
