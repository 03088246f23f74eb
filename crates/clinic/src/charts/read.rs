//! Reading a chart, and who has read it.

use std::collections::HashMap;
use std::sync::Arc;

use diary::chart::Chart;
use diary::{AccountId, ChartId, RecordId, Role};
use jiff::Timestamp;
use jiff::civil::Date;
use ledger::{Guard, LedgerError, StoredAudit};
use policy::{Action, Grant, Kinds, Medicines, Purpose, Reasons, Relation, Request};
use vault::KeyEpoch;

use super::Charts;
use super::cache::{self, OpenedChart};
use crate::ClinicError;
use crate::accounts::Names;
use crate::accounts::access::{ChartAccess, Granted};
use crate::accounts::account::Person;
use crate::accounts::request_context::RequestContext;
use crate::accounts::session::Viewer;
use crate::audit::{Access, AuditDraft};
use crate::sealed::ids;

/// Events of a list searched at once.
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
    /// When the newest record in this view arrived: what a review of it may say was read. A same-day answer that is stored
    /// later and counts as arrived earlier, because a clock was set back, is one that the review must name.
    #[must_use]
    pub fn seen_up_to(&self) -> Timestamp {
        self.chart.last_arrival().unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

/// What was opened for a reader, with what cached rows say of the people around it.
struct ReadAudited {
    opened: Arc<OpenedChart>,
    person: Option<Person>,
    names: Option<Names>,
}

impl Charts {
    /// Opens what this reader may see of a chart. The access is on disk before anything is handed out.
    ///
    /// # Errors
    /// [`ClinicError::NotFound`] for a chart that is missing or not this reader's.
    pub async fn read(&self, cx: &RequestContext<'_>, chart: ChartId) -> Result<ChartView, ClinicError> {
        let attempt = |fresh: Option<Viewer>| async move {
            let cx = &cx.renewed(fresh.as_ref());
            let granted = self.accounts.grant(cx, chart, Action::ReadChart).await?;
            self.read_granted(cx, granted).await
        };
        self.accounts.retry_with_fresh_rows(cx, attempt).await
    }

    /// As [`Self::read`], where the reader's access to the chart was looked up before in this request.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub async fn read_with(
        &self,
        cx: &RequestContext<'_>,
        access: ChartAccess,
    ) -> Result<ChartView, ClinicError> {
        let attempt = |fresh: Option<Viewer>| async move {
            let cx = &cx.renewed(fresh.as_ref());
            let granted = match fresh {
                None => self.accounts.grant_also(cx, access, Action::ReadChart).await?,
                Some(_) => self.accounts.grant(cx, access.chart, Action::ReadChart).await?,
            };
            self.read_granted(cx, granted).await
        };
        self.accounts.retry_with_fresh_rows(cx, attempt).await
    }

    /// Everything of a chart that its person may take home, for the command line of the machine; on their access list
    /// like every other reading.
    ///
    /// # Errors
    /// [`ClinicError::NotFound`] for a chart that is not there.
    pub async fn export(&self, chart: ChartId) -> Result<Arc<Chart>, ClinicError> {
        self.sealed.with_living_keys(|epoch| self.try_export(chart, epoch)).await
    }

    async fn try_export(&self, chart: ChartId, epoch: KeyEpoch) -> Result<Arc<Chart>, ClinicError> {
        self.accounts.person(chart).await?;
        let own = Request {
            role: Role::Patient,
            relation: Relation::Own,
            action: Action::Export,
            purpose: Purpose::SelfReflection,
        };
        let grant = policy::decide(&own).map_err(|_| ClinicError::NotFound)?;
        let opened = self.load(chart, grant.strands).await?;
        let draft = AuditDraft {
            rule: grant.rule,
            opened: &opened.positions(),
            ..AuditDraft::installation(Action::Export.as_str(), epoch)
        };
        self.sealed.store(self.sealed.change_about(chart, &draft)?).await?;
        Ok(visible(&opened.chart, &grant, draft.actor, self.sealed.today()))
    }

    async fn read_granted(
        &self,
        cx: &RequestContext<'_>,
        Granted { access, grant }: Granted,
    ) -> Result<ChartView, ClinicError> {
        let (id, today) = (access.chart, self.sealed.today());
        let ReadAudited { opened, person, names } = self.read_audited(cx, access, grant).await?;
        // Who sees the chart on their panel sees there that it waits, too.
        let sees_tasks = cx.decide(access.relation, Action::ReadPanel).is_ok();
        let (person, mut authors, task_since) = tokio::try_join!(
            async {
                match person {
                    Some(person) => Ok(person),
                    None => self.accounts.person(id).await,
                }
            },
            async {
                match names {
                    Some(names) => Ok(names),
                    None => self.accounts.names(&opened.authors).await,
                }
            },
            async { if sees_tasks { self.tasks.waiting_since(id).await } else { Ok(None) } },
        )?;
        let chart = visible(&opened.chart, &grant, cx.viewer.account.id, today);
        let wrote = cache::authors(&chart);
        authors.retain(|account, _| wrote.contains(account));
        Ok(ChartView { id, person, chart, task_since, authors, today })
    }

    /// Opens what a grant covers and stores that it was read. What was opened before is shown again only if the transaction
    /// that stores the event finds every strand where it stood then; likewise whatever else comes from a cache.
    async fn read_audited(
        &self,
        cx: &RequestContext<'_>,
        access: ChartAccess,
        grant: Grant,
    ) -> Result<ReadAudited, ClinicError> {
        let chart = access.chart;
        let cached = self.cached(chart, grant.strands);
        let (opened, mut guards) = match &cached {
            Some(opened) => (Arc::clone(opened), opened.guards(chart)),
            None => (Arc::new(self.load(chart, grant.strands).await?), Vec::new()),
        };
        let (person, person_is) = self.accounts.cached_person(chart).unzip();
        let (names, authors_are) = self.accounts.cached_names(&opened.authors).unzip();
        guards.extend(access.guard());
        guards.extend(person_is);
        guards.extend(authors_are.unwrap_or_default());
        let positions = opened.positions();
        let draft = AuditDraft {
            action: Action::ReadChart.as_str(),
            rule: grant.rule,
            opened: &positions,
            ..cx.audit_draft()
        };
        let stored = self.commit_access(cx, chart, &draft, guards).await;
        if let Err(ClinicError::Ledger(LedgerError::GuardFailed(_))) = stored {
            self.opened.remove(&(chart, grant.strands));
        }
        stored?;
        if cached.is_none() {
            self.opened.insert((chart, grant.strands), &opened, opened.bytes, self.sealed.now_ms());
        }
        Ok(ReadAudited { opened, person, names })
    }

    async fn commit_access(
        &self,
        cx: &RequestContext<'_>,
        chart: ChartId,
        draft: &AuditDraft<'_>,
        guards: Vec<Guard>,
    ) -> Result<(), ClinicError> {
        let mut change = self.sealed.change_about(chart, draft)?;
        change.guards = guards;
        change.guards.extend_from_slice(cx.viewer.guards());
        change.rows.extend(self.accounts.touch(cx.viewer)?);
        self.sealed.store(change).await
    }

    /// Who did what with this chart, newest first, after the event `before` of this list; at most `limit` lines. Nothing
    /// comes after an event that is not on the list.
    ///
    /// # Errors
    /// [`ClinicError::NotFound`] unless it is the reader's own.
    pub async fn accesses(
        &self,
        cx: &RequestContext<'_>,
        access: ChartAccess,
        before: Option<RecordId>,
        limit: u32,
    ) -> Result<Vec<Access>, ClinicError> {
        let chart = access.chart;
        let attempt = |fresh: Option<Viewer>| async move {
            let cx = &cx.renewed(fresh.as_ref());
            let granted = match fresh {
                None => self.accounts.grant_also(cx, access, Action::ReadAccessList).await?,
                Some(_) => self.accounts.grant(cx, chart, Action::ReadAccessList).await?,
            };
            self.list_access(cx, granted).await
        };
        self.accounts.retry_with_fresh_rows(cx, attempt).await?;
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
    async fn list_access(&self, cx: &RequestContext<'_>, granted: Granted) -> Result<(), ClinicError> {
        let Granted { access, grant } = granted;
        let draft =
            AuditDraft { action: Action::ReadAccessList.as_str(), rule: grant.rule, ..cx.audit_draft() };
        self.commit_access(cx, access.chart, &draft, access.guard().into_iter().collect()).await
    }

    /// The place in the clinic's chain of an event on one person's list. It never leaves this room: how much it grows
    /// between two readings by one person tells how much happened to all others.
    async fn place(&self, subject: &[u8; 32], event: RecordId) -> Result<Option<u64>, ClinicError> {
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
pub(super) fn visible(opened: &Arc<Chart>, grant: &Grant, reader: AccountId, today: Date) -> Arc<Chart> {
    let chart = match grant.kinds {
        Kinds::All => Arc::clone(opened),
        Kinds::TmsSessions => Arc::new(opened.tms_sessions_alone()),
    };
    let chart = match grant.medicines {
        Medicines::History => chart,
        Medicines::InForce => Arc::new(chart.in_force(today)),
    };
    let chart = match grant.reasons {
        Reasons::All => chart,
        Reasons::NotOfStaff => Arc::new(Arc::unwrap_or_clone(chart).without_reasons_of_staff()),
    };
    // Whoever else is in the team: a working note is its writer's.
    chart.without_notes_of_others(reader).map_or(chart, Arc::new)
}
