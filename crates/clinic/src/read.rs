//! Reading a chart, and who has read it.

use std::collections::HashMap;

use diary::chart::Chart;
use diary::{AccountId, ChartId, Role};
use jiff::civil::Date;
use policy::{Action, Relation};

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
    /// Today, where the clinic is.
    pub today: Date,
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

    /// Everything of a chart that its person may take home.
    ///
    /// # Errors
    /// As [`Self::chart`].
    pub async fn export(&self, cx: &Cx<'_>, chart: ChartId) -> Result<ChartView, Problem> {
        self.read_as(cx, chart, Action::Export).await
    }

    async fn read_as(&self, cx: &Cx<'_>, chart: ChartId, action: Action) -> Result<ChartView, Problem> {
        let grant = self.authorise(cx, chart, action).await?;
        let folded = self.fold(chart, grant.strands).await?;
        let person = self.person(chart).await?;
        let note = Note { action: action.as_str(), rule: grant.rule, ..Note::of(cx) };
        self.commit_access(cx, chart, &note).await?;
        Ok(ChartView { id: chart, person, chart: folded, today: self.today() })
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
        let grant = self.authorise(cx, chart, Action::ReadAccessList).await?;
        let note = Note { action: Action::ReadAccessList.as_str(), rule: grant.rule, ..Note::of(cx) };
        self.commit_access(cx, chart, &note).await?;
        let subject = self.vault.subject_pseudonym(&self.clinic_id(), &crate::ids::chart(chart))?;
        let stored = self.ledger.audit_of(self.clinic_id(), &subject, before, limit).await?;
        let mut names: HashMap<AccountId, Option<String>> = HashMap::new();
        let mut accesses = Vec::with_capacity(stored.len());
        for event in &stored {
            let mut access = self.open_event(chart.to_bytes(), event)?;
            if !names.contains_key(&access.actor) {
                let name = self.account(access.actor).await?.map(|account| account.name);
                names.insert(access.actor, name);
            }
            access.name = names.get(&access.actor).cloned().flatten();
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
