//! Reading a chart, and who has read it.

use std::collections::HashMap;
use std::sync::Arc;

use diary::chart::Chart;
use diary::{AccountId, ChartId, RecordId, Role};
use jiff::Timestamp;
use jiff::civil::Date;
use ledger::{Guard, LedgerError, StoredAudit};
use policy::{Action, Grant, Medicines, Purpose, Reasons, Relation, Request};

use super::Charts;
use super::cache::{self, Opened};
use crate::Problem;
use crate::accounts::Names;
use crate::accounts::access::{Allowed, anew};
use crate::accounts::account::Person;
use crate::accounts::request_context::Cx;
use crate::audit::{Access, Note};
use crate::sealed::ids;

/// Events of a list looked through at once.
const PLACES: u32 = 1_000;

/// A person's chart as one reader may see it.
#[derive(Clone, Debug)]
pub struct ChartView {
    /// Which chart.
    pub id: ChartId,
    /// Who it is about.
    pub person: Person,
    /// What the reader may see.
    pub chart: Arc<Chart>,
    /// Since when a task waits, for the care team.
    pub task_since: Option<Timestamp>,
    /// Display names of the people who wrote it.
    pub authors: HashMap<AccountId, String>,
    /// Today, where the clinic is.
    pub today: Date,
}

impl ChartView {
    /// When the newest record in this view arrived: what a review of it may say was read. A safety answer that is stored
    /// later also counts as arrived later, so that no review covers one that nobody saw.
    #[must_use]
    pub fn seen_up_to(&self) -> Timestamp {
        self.chart.last_arrival().unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

/// What a look has opened, with what memory told of the people around it.
struct Looked {
    opened: Arc<Opened>,
    person: Option<Person>,
    names: Option<Names>,
}

impl Charts {
    /// Opens what this reader may see of a chart. The access is on disk before anything is handed out.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a chart that is missing or not this reader's.
    pub async fn chart(&self, cx: &Cx<'_>, chart: ChartId) -> Result<ChartView, Problem> {
        anew!(self.accounts, cx, |cx| self.read_as(&cx, chart, Action::ReadChart).await)
    }

    /// Everything of a chart that its person may take home, for the command line of the machine; on their access list
    /// like every other look.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a chart that is not there.
    pub async fn take_home(&self, chart: ChartId) -> Result<Arc<Chart>, Problem> {
        self.accounts.person(chart).await?;
        let own = Request {
            role: Role::Patient,
            relation: Relation::Own,
            action: Action::Export,
            purpose: Purpose::SelfReflection,
        };
        let grant = policy::decide(&own).map_err(|_| Problem::NotFound)?;
        let opened = self.load(chart, grant.strands).await?;
        let note = Note {
            rule: grant.rule,
            opened: &opened.positions(),
            ..Note::installation(Action::Export.as_str())
        };
        self.sealed.store(self.sealed.change_about(chart, &note)?).await?;
        Ok(shown(&opened.chart, &grant, note.actor, self.sealed.today()))
    }

    async fn read_as(&self, cx: &Cx<'_>, chart: ChartId, action: Action) -> Result<ChartView, Problem> {
        let allowed = self.accounts.authorise(cx, chart, action).await?;
        let (today, grant) = (self.sealed.today(), allowed.grant);
        // Who sees the chart on their panel sees there that it waits, too.
        let told_of_tasks = cx.asks(allowed.relation, Action::ReadPanel).is_ok();
        let Looked { opened, person, names } = self.looked_at(cx, chart, action, allowed).await?;
        let waiting = async { if told_of_tasks { self.tasks.waiting_since(chart).await } else { Ok(None) } };
        let person =
            async { if let Some(kept) = person { Ok(kept) } else { self.accounts.person(chart).await } };
        let authors = async {
            if let Some(kept) = names { Ok(kept) } else { self.accounts.names(&opened.authors).await }
        };
        let (person, mut authors, task_since) = tokio::try_join!(person, authors, waiting)?;
        let chart = (chart, shown(&opened.chart, &grant, cx.viewer.account.id, today));
        let wrote = cache::authors(&chart.1);
        authors.retain(|account, _| wrote.contains(account));
        Ok(ChartView { id: chart.0, person, chart: chart.1, task_since, authors, today })
    }

    /// Opens what a grant covers and stores that it was looked at. What was opened before is shown again only if the
    /// transaction that stores the look finds every strand where it stood then; likewise whatever else memory told.
    async fn looked_at(
        &self,
        cx: &Cx<'_>,
        chart: ChartId,
        action: Action,
        Allowed { grant, guard, .. }: Allowed,
    ) -> Result<Looked, Problem> {
        let kept = self.cached(chart, grant.strands);
        let (opened, heads) = match &kept {
            Some(kept) => (Arc::clone(kept), kept.guards(chart)),
            None => (Arc::new(self.load(chart, grant.strands).await?), Vec::new()),
        };
        let (person, person_is) = self.accounts.cached_person(chart).unzip();
        let (names, authors_are) = self.accounts.cached_names(&opened.authors).unzip();
        let mut guards = heads;
        guards.extend(guard.into_iter().chain(person_is).chain(authors_are.into_iter().flatten()));
        let note = Note { action: action.as_str(), rule: grant.rule, ..cx.note() };
        let note = Note { opened: &opened.positions(), ..note };
        let stored = self.commit_access(cx, chart, &note, guards).await;
        if let Err(Problem::Ledger(LedgerError::Refused(_))) = stored {
            self.opened.remove(&(chart, grant.strands));
        }
        stored?;
        if kept.is_none() {
            self.opened.keep((chart, grant.strands), &opened, opened.bytes, self.sealed.now_ms());
        }
        Ok(Looked { opened, person, names })
    }

    async fn commit_access(
        &self,
        cx: &Cx<'_>,
        chart: ChartId,
        note: &Note<'_>,
        guards: Vec<Guard>,
    ) -> Result<(), Problem> {
        let mut change = self.sealed.change_about(chart, note)?;
        change.guards = guards;
        change.guards.extend_from_slice(cx.viewer.guards());
        change.rows.extend(self.accounts.touch(cx.viewer)?);
        self.sealed.store(change).await
    }

    /// Who did what with this chart, newest first, after the event `before` of this list; at most `limit` lines. Nothing
    /// comes after an event that is not on the list.
    ///
    /// # Errors
    /// [`Problem::NotFound`] unless it is the reader's own.
    pub async fn accesses(
        &self,
        cx: &Cx<'_>,
        chart: ChartId,
        before: Option<RecordId>,
        limit: u32,
    ) -> Result<Vec<Access>, Problem> {
        anew!(self.accounts, cx, |cx| self.list_access(&cx, chart).await)?;
        let subject = self.sealed.vault.subject_pseudonym(&self.sealed.clinic_id(), &ids::chart(chart))?;
        let before_seq = match before {
            None => None,
            Some(event) => match self.place(&subject, event).await? {
                None => return Ok(Vec::new()),
                place => place,
            },
        };
        let stored =
            self.sealed.ledger.audit_of(self.sealed.clinic_id(), &subject, before_seq, limit).await?;
        let open = |event: &StoredAudit| self.sealed.open_event(chart.to_bytes(), event);
        let mut accesses: Vec<Access> = stored.iter().map(open).collect::<Result<_, _>>()?;
        let names = self.accounts.names(&accesses.iter().map(|access| access.actor).collect()).await?;
        for access in &mut accesses {
            access.name = names.get(&access.actor).cloned();
        }
        Ok(accesses)
    }

    /// Stores that the list of a chart's accesses is read.
    async fn list_access(&self, cx: &Cx<'_>, chart: ChartId) -> Result<(), Problem> {
        let Allowed { grant, guard, .. } = self.accounts.authorise(cx, chart, Action::ReadAccessList).await?;
        let note = Note { action: Action::ReadAccessList.as_str(), rule: grant.rule, ..cx.note() };
        self.commit_access(cx, chart, &note, guard.into_iter().collect()).await
    }

    /// The place in the clinic's chain of an event on one person's list. It never leaves this room: how much it grows
    /// between two looks of one person tells how much happened to all others.
    async fn place(&self, subject: &[u8; 32], event: RecordId) -> Result<Option<u64>, Problem> {
        let mut before_seq = None;
        loop {
            let page =
                self.sealed.ledger.audit_of(self.sealed.clinic_id(), subject, before_seq, PLACES).await?;
            let found = page.iter().find(|stored| stored.audit.event == ids::record(event));
            match (found, page.last()) {
                (Some(found), _) => return Ok(Some(found.seq)),
                (None, Some(last)) => before_seq = Some(last.seq),
                (None, None) => return Ok(None),
            }
        }
    }
}

/// What a grant shows of what it opened.
fn shown(opened: &Arc<Chart>, grant: &Grant, reader: AccountId, today: Date) -> Arc<Chart> {
    let chart = match grant.medicines {
        Medicines::History => Arc::clone(opened),
        Medicines::InForce => Arc::new(opened.in_force(today)),
    };
    let chart = match grant.reasons {
        Reasons::All => chart,
        Reasons::NotOfStaff => Arc::new(Arc::unwrap_or_clone(chart).without_reasons_of_staff()),
    };
    // Whoever else is in the team: a working note is its writer's.
    chart.without_notes_of_others(reader).map_or(chart, Arc::new)
}
