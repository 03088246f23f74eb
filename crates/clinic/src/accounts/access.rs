//! Who may do what with a chart. Denials are always decided from the database, never from the cache, and written down.

use diary::{AccountId, ChartId};
use ledger::{Guard, LedgerError};
use policy::{Action, Denial, Grant, Relation};

use super::Accounts;
use super::request_context::RequestContext;
use super::session::Viewer;
use crate::audit::AuditDraft;
use crate::sealed::ids::{RELATIONS, relation_key};
use crate::{ClinicError, Outcome};

/// How often a request is decided because another one changed what it rested on.
const TRIES: u32 = 3;

/// One person's access to one chart, for one request: their relation to it, looked up once. The policy still decides each
/// reading and each entry by that relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChartAccess {
    pub(crate) chart: ChartId,
    pub(crate) account: AccountId,
    pub(crate) relation: Relation,
    /// The version of the cached row that says the relation; none where the store said it.
    cached: Option<u64>,
}

/// Access to a chart with what the policy grants for one action.
pub(crate) struct Granted {
    pub access: ChartAccess,
    pub grant: Grant,
}

impl ChartAccess {
    /// Which chart.
    #[must_use]
    pub const fn chart(&self) -> ChartId {
        self.chart
    }

    /// What must still be so, where a cached row says the relation.
    pub(crate) fn guard(&self) -> Option<Guard> {
        Some(Guard::RowIs(RELATIONS, relation_key(self.account, self.chart), self.cached?))
    }

    /// What must still be so, where cached rows say who the person is and what they are to the chart.
    pub(crate) fn guards(&self, cx: &RequestContext<'_>) -> Vec<Guard> {
        cx.viewer.guards().iter().cloned().chain(self.guard()).collect()
    }
}

impl Accounts {
    /// Does something for the person of `cx`, and does it again with what the store knows where a cached row was refused or keys were destroyed:
    /// `act` is given nothing at first, then the person as the store knows them.
    pub(crate) async fn retry_with_fresh_rows<T, F>(
        &self,
        cx: &RequestContext<'_>,
        act: impl Fn(Option<Viewer>) -> F,
    ) -> Result<T, ClinicError>
    where
        F: Future<Output = Result<T, ClinicError>>,
    {
        let mut fresh: Option<Viewer> = None;
        for tries_left in (0..TRIES).rev() {
            match act(fresh.clone()).await {
                Err(ClinicError::Ledger(LedgerError::GuardFailed(_) | LedgerError::KeysChanged(_))) => {
                    if tries_left == 0 {
                        break;
                    }
                }
                done => return done,
            }
            fresh = Some(self.renewed(fresh.as_ref().unwrap_or(cx.viewer)).await?);
        }
        Err(LedgerError::Busy.into())
    }

    /// Lets a person do something in a chart.
    ///
    /// # Errors
    /// [`ClinicError::NotFound`] for a chart that is missing, and where the policy does not let them; that is written down.
    pub async fn authorize(
        &self,
        cx: &RequestContext<'_>,
        chart: ChartId,
        action: Action,
    ) -> Result<ChartAccess, ClinicError> {
        Ok(self.grant(cx, chart, action).await?.access)
    }

    /// Lets a person who has access to a chart do something else there in the same request.
    ///
    /// # Errors
    /// As [`Self::authorize`].
    pub async fn authorize_also(
        &self,
        cx: &RequestContext<'_>,
        access: ChartAccess,
        action: Action,
    ) -> Result<ChartAccess, ClinicError> {
        Ok(self.grant_also(cx, access, action).await?.access)
    }

    /// What the policy grants this person in this chart. A denial is decided by the store alone, written down, and answered
    /// like a missing chart.
    pub(crate) async fn grant(
        &self,
        cx: &RequestContext<'_>,
        chart: ChartId,
        action: Action,
    ) -> Result<Granted, ClinicError> {
        let account = cx.viewer.account.id;
        if let Some((relation, version)) = self.cached_relation(account, chart)
            && let Ok(grant) = cx.decide(relation, action)
        {
            let access = ChartAccess { chart, account, relation, cached: Some(version) };
            return Ok(Granted { access, grant });
        }
        let relation = self.relation(account, chart).await?;
        match cx.decide(relation, action) {
            Ok(grant) => {
                Ok(Granted { access: ChartAccess { chart, account, relation, cached: None }, grant })
            }
            Err(denial) => Err(self.denied(cx, Some(chart), action, denial).await?),
        }
    }

    /// The same, where the person's access to the chart was looked up before in this request.
    pub(crate) async fn grant_also(
        &self,
        cx: &RequestContext<'_>,
        access: ChartAccess,
        action: Action,
    ) -> Result<Granted, ClinicError> {
        if access.account == cx.viewer.account.id
            && let Ok(grant) = cx.decide(access.relation, action)
        {
            return Ok(Granted { access, grant });
        }
        self.grant(cx, access.chart, action).await
    }

    /// Whether access still holds, asked of the store: for a request that ends without storing anything.
    ///
    /// # Errors
    /// As [`Self::authorize`], and [`ClinicError::SignIn`] where the session has ended.
    pub async fn confirm(&self, cx: &RequestContext<'_>, access: ChartAccess) -> Result<(), ClinicError> {
        let viewer = self.renewed(cx.viewer).await?;
        if access.cached.is_none() {
            return Ok(());
        }
        self.forget_standing(cx.viewer, access.chart);
        let cx = RequestContext { viewer: &viewer, ..*cx };
        self.authorize(&cx, access.chart, Action::ReadChart).await.map(drop)
    }

    /// Access to the first chart in which this person may do this.
    ///
    /// # Errors
    /// [`ClinicError::NotFound`] where there is none; that is written down like every denial.
    pub async fn chart_for(
        &self,
        cx: &RequestContext<'_>,
        action: Action,
    ) -> Result<ChartAccess, ClinicError> {
        let viewer = self.renewed(cx.viewer).await?;
        let (cx, account) = (RequestContext { viewer: &viewer, ..*cx }, viewer.account.id);
        for (chart, relation) in self.charts_of(account).await? {
            if cx.decide(relation, action).is_ok() {
                return Ok(ChartAccess { chart, account, relation, cached: None });
            }
        }
        Err(self.denied(&cx, None, action, Denial { rule: "no-chart" }).await?)
    }

    /// Writes a denial down, on the clinic's own list; the answer to it is that of something that is not there.
    pub(crate) async fn denied(
        &self,
        cx: &RequestContext<'_>,
        chart: Option<ChartId>,
        action: Action,
        Denial { rule }: Denial,
    ) -> Result<ClinicError, ClinicError> {
        let write_down = |_| async move {
            let viewer = self.renewed(cx.viewer).await?;
            let cx = RequestContext { viewer: &viewer, ..*cx };
            let (action, outcome) = (action.as_str(), Outcome::Denied);
            let draft = AuditDraft { action, outcome, rule, chart, ..cx.audit_draft() };
            let mut change = self.sealed.change_about_clinic(&draft)?;
            change.rows.extend(self.touch(cx.viewer)?);
            self.sealed.store(change).await
        };
        self.sealed.with_living_keys(write_down).await?;
        Ok(ClinicError::NotFound)
    }

    /// Drops what cached rows say about this person, and of what they are to the chart.
    pub(crate) fn forget_standing(&self, viewer: &Viewer, chart: ChartId) {
        self.sealed.forget_rows(viewer.guards());
        let relation = relation_key(viewer.account.id, chart);
        self.sealed.forget_rows(&[Guard::RowIs(RELATIONS, relation, 0)]);
    }
}
