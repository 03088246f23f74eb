//! Reading a chart, and who has read it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use diary::chart::Chart;
use diary::{AccountId, ChartId, Role};
use jiff::Timestamp;
use jiff::civil::Date;
use policy::{Action, Purpose, Relation, Request};

use crate::audit::Note;
use crate::{Access, Clinic, Cx, Person, Problem};

/// A person's chart as one reader may see it.
#[derive(Clone, Debug)]
pub struct ChartView {
    /// Which chart.
    pub id: ChartId,
    /// Who it is about.
    pub person: Person,
    /// What the reader may see.
    pub chart: Chart,
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
    pub async fn take_home(&self, chart: ChartId) -> Result<Chart, Problem> {
        self.person(chart).await?;
        let own = Request {
            role: Role::Patient,
            relation: Relation::Own,
            action: Action::Export,
            purpose: Purpose::SelfReflection,
        };
        let grant = policy::decide(&own).map_err(|_| Problem::NotFound)?;
        let (folded, opened) = self.look(chart, grant.strands).await?;
        let note = Note {
            rule: grant.rule,
            opened: &opened,
            ..crate::directory::installation_note(Action::Export.as_str())
        };
        self.ledger.commit(self.change_about(chart, &note)?).await?;
        Ok(folded)
    }

    async fn read_as(&self, cx: &Cx<'_>, chart: ChartId, action: Action) -> Result<ChartView, Problem> {
        let (_, grant) = self.authorise(cx, chart, action).await?;
        let (folded, opened) = self.look(chart, grant.strands).await?;
        let person = self.person(chart).await?;
        let note = Note { action: action.as_str(), rule: grant.rule, opened: &opened, ..Note::of(cx) };
        self.commit_access(cx, chart, &note).await?;
        let authors = self.authors(&folded).await?;
        let staff = matches!(cx.viewer.account.role, Role::Clinician | Role::CareStaff);
        let task_since = if staff { self.waiting().await?.get(&chart).copied() } else { None };
        Ok(ChartView { id: chart, person, chart: folded, task_since, authors, today: self.today() })
    }

    async fn authors(&self, chart: &Chart) -> Result<HashMap<AccountId, String>, Problem> {
        let mut names = HashMap::new();
        for version in chart.entries().iter().flat_map(diary::chart::Entry::versions) {
            if let Entry::Vacant(new) = names.entry(version.meta.author.account)
                && let Some(account) = self.account(version.meta.author.account).await?
            {
                new.insert(account.name);
            }
        }
        Ok(names)
    }

    async fn commit_access(&self, cx: &Cx<'_>, chart: ChartId, note: &Note<'_>) -> Result<(), Problem> {
        let mut change = self.change_about(chart, note)?;
        change.rows.extend(self.touch(cx.viewer)?);
        Ok(self.ledger.commit(change).await?)
    }

    /// Who did what with this chart, newest first, before the place `before`; at most `limit` lines.
    ///
    /// # Errors
    /// [`Problem::NotFound`] unless it is the reader's own.
    pub async fn accesses(
        &self,
        cx: &Cx<'_>,
        chart: ChartId,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<Access>, Problem> {
        let (_, grant) = self.authorise(cx, chart, Action::ReadAccessList).await?;
        let note = Note { action: Action::ReadAccessList.as_str(), rule: grant.rule, ..Note::of(cx) };
        self.commit_access(cx, chart, &note).await?;
        let subject = self.vault.subject_pseudonym(&self.clinic_id(), &crate::ids::chart(chart))?;
        let stored = self.ledger.audit_of(self.clinic_id(), &subject, before, limit).await?;
        let mut names: HashMap<AccountId, Option<String>> = HashMap::new();
        let mut accesses = Vec::with_capacity(stored.len());
        for event in &stored {
            let mut access = self.open_event(chart.to_bytes(), event)?;
            access.name = match names.entry(access.actor) {
                Entry::Occupied(known) => known.get().clone(),
                Entry::Vacant(new) => {
                    let name = self.account(access.actor).await?.map(|account| account.name);
                    new.insert(name).clone()
                }
            };
            accesses.push(access);
        }
        Ok(accesses)
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
