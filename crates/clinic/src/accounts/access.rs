//! Who may do what with a chart. Denials are always decided from the database, never from the cache, and written down.

use diary::{AccountId, ChartId};
use ledger::Guard;
use policy::{Action, Denial, Grant, Relation};

use super::Accounts;
use super::request_context::Cx;
use super::session::Viewer;
use crate::audit::Note;
use crate::sealed::ids::{RELATIONS, relation_key};
use crate::{Outcome, Problem};

/// How often a request is decided anew because another one changed what it rested on.
pub(crate) const TRIES: u32 = 3;

/// Does something for the person of `$cx`, and does it again with what the store knows where memory was refused.
macro_rules! anew {
    ($accounts:expr, $cx:expr, |$now:ident| $act:expr) => {{
        let mut renewed: Option<$crate::Viewer> = None;
        let mut tries = 0;
        loop {
            let $now = $crate::Cx { viewer: renewed.as_ref().unwrap_or($cx.viewer), ..*$cx };
            match $act {
                Err($crate::Problem::Ledger(ledger::LedgerError::Refused(_))) => {}
                done => break done,
            }
            tries += 1;
            if tries == $crate::accounts::access::TRIES {
                break Err($crate::Problem::Ledger(ledger::LedgerError::Busy));
            }
            match $accounts.renewed($now.viewer).await {
                Ok(viewer) => renewed = Some(viewer),
                Err(problem) => break Err(problem),
            }
        }
    }};
}
pub(crate) use anew;

/// What a person may do with a chart.
pub(crate) struct Allowed {
    /// What they are to it.
    pub relation: Relation,
    pub grant: Grant,
    /// What must still be so, where memory told the relation.
    pub guard: Option<Guard>,
}

/// Leave to write into one chart, for one person and one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entrance {
    pub(crate) chart: ChartId,
    pub(crate) relation: Relation,
    pub(crate) account: AccountId,
    /// The version of the row that told the relation, where memory did.
    kept: Option<u64>,
}

impl Entrance {
    /// What must still be so, where memory told of the person and of the relation.
    pub(crate) fn guards(&self, cx: &Cx<'_>) -> Vec<Guard> {
        let relation = |version| Guard::RowIs(RELATIONS, relation_key(self.account, self.chart), version);
        cx.viewer.guards().iter().cloned().chain(self.kept.map(relation)).collect()
    }
}

impl Accounts {
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

    /// The first chart in which this person may do this, without opening any.
    ///
    /// # Errors
    /// [`Problem::NotFound`] where there is none; that is written down like every denial.
    pub async fn chart_for(&self, cx: &Cx<'_>, action: Action) -> Result<ChartId, Problem> {
        let viewer = self.renewed(cx.viewer).await?;
        let cx = Cx { viewer: &viewer, ..*cx };
        let charts = self.charts_of(viewer.account.id).await?;
        match charts.iter().find(|(_, relation)| cx.asks(*relation, action).is_ok()) {
            Some((chart, _)) => Ok(*chart),
            None => Err(self.denied(&cx, None, action, Denial { rule: "no-chart" }).await?),
        }
    }

    /// What this person may do with this chart. A denial is decided by the store alone, written down, and answered like a
    /// missing chart.
    pub(crate) async fn authorise(
        &self,
        cx: &Cx<'_>,
        chart: ChartId,
        action: Action,
    ) -> Result<Allowed, Problem> {
        let account = cx.viewer.account.id;
        if let Some((relation, guard)) = self.cached_relation(account, chart)
            && let Ok(grant) = cx.asks(relation, action)
        {
            return Ok(Allowed { relation, grant, guard: Some(guard) });
        }
        let relation = self.relation(account, chart).await?;
        match cx.asks(relation, action) {
            Ok(grant) => Ok(Allowed { relation, grant, guard: None }),
            Err(denial) => Err(self.denied(cx, Some(chart), action, denial).await?),
        }
    }

    /// Writes a denial down, on the clinic's own list; the answer to it is that of something that is not there.
    pub(crate) async fn denied(
        &self,
        cx: &Cx<'_>,
        chart: Option<ChartId>,
        action: Action,
        Denial { rule }: Denial,
    ) -> Result<Problem, Problem> {
        let viewer = self.renewed(cx.viewer).await?;
        let cx = Cx { viewer: &viewer, ..*cx };
        let (action, outcome) = (action.as_str(), Outcome::Denied);
        let note = Note { action, outcome, rule, chart, ..cx.note() };
        let mut change = self.sealed.change_about_clinic(&note)?;
        change.rows.extend(self.touch(cx.viewer)?);
        self.sealed.store(change).await?;
        Ok(Problem::NotFound)
    }

    /// Drops what cached rows say about this person, and of what they are to the chart.
    pub(crate) fn forget_standing(&self, viewer: &Viewer, chart: ChartId) {
        self.sealed.forget_rows(viewer.guards());
        let relation = relation_key(viewer.account.id, chart);
        self.sealed.forget_rows(&[Guard::RowIs(RELATIONS, relation, 0)]);
    }
}
