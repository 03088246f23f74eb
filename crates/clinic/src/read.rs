//! Reading a chart, and who has read it.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use diary::chart::Chart;
use diary::{AccountId, ChartId, RecordId, Role};
use jiff::Timestamp;
use jiff::civil::Date;
use ledger::{Guard, LedgerError, StoredAudit};
use policy::{Action, Grant, Purpose, Relation, Request};

use crate::audit::Note;
use crate::opened::Opened;
use crate::rows::ACCOUNTS;
use crate::{Access, Clinic, Cx, Person, Problem};

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
        let versions = self.chart.entries().iter().flat_map(diary::chart::Entry::versions);
        versions.map(|version| version.meta.received_at).max().unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

/// A chart and what the signed-in person is to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The chart.
    pub chart: ChartId,
    /// The relation.
    pub relation: Relation,
}

impl Clinic {
    /// Opens what this reader may see of a chart. The access is on disk before anything is handed out.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a chart that is missing or not this reader's.
    pub async fn chart(&self, cx: &Cx<'_>, chart: ChartId) -> Result<ChartView, Problem> {
        self.read_as(cx, chart, Action::ReadChart).await
    }

    /// Everything of a chart that its person may take home, for the command line of the machine; on their access list
    /// like every other look.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a chart that is not there.
    pub async fn take_home(&self, chart: ChartId) -> Result<Arc<Chart>, Problem> {
        self.person(chart).await?;
        let own = Request {
            role: Role::Patient,
            relation: Relation::Own,
            action: Action::Export,
            purpose: Purpose::SelfReflection,
        };
        let grant = policy::decide(&own).map_err(|_| Problem::NotFound)?;
        let opened = self.look(chart, grant.strands).await?;
        let note = Note {
            rule: grant.rule,
            opened: &opened.positions(),
            ..crate::directory::installation_note(Action::Export.as_str())
        };
        self.ledger.commit(self.change_about(chart, &note)?).await?;
        Ok(opened.chart)
    }

    async fn read_as(&self, cx: &Cx<'_>, chart: ChartId, action: Action) -> Result<ChartView, Problem> {
        let (_, grant) = self.authorise(cx, chart, action).await?;
        let opened = self.looked_at(cx, chart, action, grant).await?;
        let staff = matches!(cx.viewer.account.role, Role::Clinician | Role::CareStaff);
        let waiting = async { if staff { self.waiting().await } else { Ok(HashMap::new()) } };
        let (person, authors, waiting) =
            tokio::try_join!(self.person(chart), self.names(&opened.authors), waiting)?;
        let task_since = waiting.get(&chart).copied();
        Ok(ChartView {
            id: chart,
            person,
            chart: Arc::clone(&opened.chart),
            task_since,
            authors,
            today: self.today(),
        })
    }

    /// Opens what a grant covers and stores that it was looked at. What was opened before is shown again only if the
    /// transaction that stores the look finds every strand where it stood then.
    async fn looked_at(
        &self,
        cx: &Cx<'_>,
        chart: ChartId,
        action: Action,
        grant: Grant,
    ) -> Result<Arc<Opened>, Problem> {
        let note = Note { action: action.as_str(), rule: grant.rule, ..Note::of(cx) };
        if let Some(kept) = self.kept(chart, grant.strands) {
            let note = Note { opened: &kept.positions(), ..note.clone() };
            match self.commit_access(cx, chart, &note, kept.guards(chart)).await {
                Err(Problem::Ledger(LedgerError::Refused(_))) => self.forget(chart),
                done => return done.map(|()| kept),
            }
        }
        let opened = Arc::new(self.look(chart, grant.strands).await?);
        let note = Note { opened: &opened.positions(), ..note };
        self.commit_access(cx, chart, &note, Vec::new()).await?;
        self.charts.keep((chart, grant.strands), &opened, opened.bytes, self.now_ms());
        Ok(opened)
    }

    /// Display names of accounts, as far as they are still there.
    async fn names(&self, accounts: &BTreeSet<AccountId>) -> Result<HashMap<AccountId, String>, Problem> {
        let keys: Vec<Vec<u8>> = accounts.iter().map(|account| account.to_bytes().to_vec()).collect();
        let rows = self.ledger.rows_at(self.clinic_id(), ACCOUNTS, &keys).await?;
        rows.iter().map(|row| self.open_account(row).map(|account| (account.id, account.name))).collect()
    }

    async fn commit_access(
        &self,
        cx: &Cx<'_>,
        chart: ChartId,
        note: &Note<'_>,
        guards: Vec<Guard>,
    ) -> Result<(), Problem> {
        let mut change = self.change_about(chart, note)?;
        change.guards = guards;
        change.rows.extend(self.touch(cx.viewer)?);
        Ok(self.ledger.commit(change).await?)
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
        let (_, grant) = self.authorise(cx, chart, Action::ReadAccessList).await?;
        let note = Note { action: Action::ReadAccessList.as_str(), rule: grant.rule, ..Note::of(cx) };
        self.commit_access(cx, chart, &note, Vec::new()).await?;
        let subject = self.vault.subject_pseudonym(&self.clinic_id(), &crate::ids::chart(chart))?;
        let before_seq = match before {
            None => None,
            Some(event) => match self.place(&subject, event).await? {
                None => return Ok(Vec::new()),
                place => place,
            },
        };
        let stored = self.ledger.audit_of(self.clinic_id(), &subject, before_seq, limit).await?;
        let open = |event: &StoredAudit| self.open_event(chart.to_bytes(), event);
        let mut accesses: Vec<Access> = stored.iter().map(open).collect::<Result<_, _>>()?;
        let names = self.names(&accesses.iter().map(|access| access.actor).collect()).await?;
        for access in &mut accesses {
            access.name = names.get(&access.actor).cloned();
        }
        Ok(accesses)
    }

    /// The place in the clinic's chain of an event on one person's list. It never leaves this room: how much it grows
    /// between two looks of one person tells how much happened to all others.
    async fn place(&self, subject: &[u8; 32], event: RecordId) -> Result<Option<u64>, Problem> {
        let mut before_seq = None;
        loop {
            let page = self.ledger.audit_of(self.clinic_id(), subject, before_seq, PLACES).await?;
            let found = page.iter().find(|stored| stored.audit.event == crate::ids::record(event));
            match (found, page.last()) {
                (Some(found), _) => return Ok(Some(found.seq)),
                (None, Some(last)) => before_seq = Some(last.seq),
                (None, None) => return Ok(None),
            }
        }
    }

    /// The charts the signed-in person reads as their own or as a guardian, without opening any.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn subjects(&self, cx: &Cx<'_>) -> Result<Vec<Subject>, Problem> {
        let staff = matches!(cx.viewer.account.role, Role::Clinician | Role::CareStaff);
        let charts = self.charts_of(cx.viewer.account.id).await?;
        let own = |relation: &Relation| matches!(relation, Relation::Own | Relation::Guardian);
        Ok(charts
            .into_iter()
            .filter(|(_, relation)| !staff && own(relation))
            .map(|(chart, relation)| Subject { chart, relation })
            .collect())
    }
}
