//! The page: the rows of one person's patients, in an order that can be read.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use diary::{ChartId, Strand};
use jiff::Timestamp;
use jiff::civil::Date;
use ledger::Row;
use policy::{Action, Grant, Relation};

use super::past_days::PanelDay;
use super::row::{PanelDose, PanelRow};
use super::view::{MOST_BYTES, Rows, Shown};
use crate::ClinicError;
use crate::accounts::Accounts;
use crate::accounts::account::Person;
use crate::accounts::request_context::RequestContext;
use crate::accounts::session::Viewer;
use crate::audit::AuditDraft;
use crate::cache::{IDLE_MS, InUse};
use crate::sealed::SealedStore;
use crate::sealed::ids::{self, PANEL, PEOPLE};
use crate::sealed::payload;
use crate::tasks::Tasks;

/// One patient on the panel.
#[derive(Clone, Debug)]
pub struct PanelPatient {
    /// Their chart.
    pub chart: ChartId,
    /// Who they are.
    pub person: Person,
    /// The last 28 days that say anything; days without entries are absent.
    pub days: BTreeMap<Date, PanelDay>,
    /// Medicines with their doses.
    pub doses: Vec<PanelDose>,
    /// The day of the first own entry: changes of dose before it are left out of every calculation.
    pub first_entry: Option<Date>,
    /// Date of the last entry.
    pub last_entry: Option<Date>,
    /// The patient's entries since the last review.
    pub unread: u32,
    /// Everything received up to here was reviewed.
    pub reviewed_up_to: Option<Timestamp>,
    /// Since when a task waits.
    pub task_since: Option<Timestamp>,
    /// Whether their row does not open: then nothing above is known but who they are. The chart itself may be whole.
    pub unreadable: bool,
}

impl PanelPatient {
    /// The day of the last dose change since the diary began, on or before `today`.
    #[must_use]
    pub fn last_step(&self, today: Date) -> Option<Date> {
        let last = |dose: &PanelDose| Some(dose.lane.last_change(self.first_entry, today)?.step.date);
        self.doses.iter().filter_map(last).max()
    }
}

/// One page of the panel.
#[derive(Clone, Debug)]
pub struct PanelPage {
    /// Patients: those with a waiting task first, the longest waiting at the top; then by last dose change, newest
    /// first; then by chart number.
    pub patients: Vec<PanelPatient>,
    /// How many there are in all.
    pub total: usize,
    /// How many of them have a waiting task.
    pub tasks: usize,
    /// Where the next page begins.
    pub next: Option<ChartId>,
    /// Today, where the clinic is.
    pub today: Date,
}

/// The most rows of one page.
pub(super) const MOST: usize = 100;

/// The panels of a clinic: what its people see of all their patients.
pub struct Panel {
    pub(super) sealed: Arc<SealedStore>,
    pub(super) accounts: Arc<Accounts>,
    tasks: Arc<Tasks>,
    rows: Rows,
}

impl Panel {
    pub(crate) fn new(sealed: Arc<SealedStore>, accounts: Arc<Accounts>, tasks: Arc<Tasks>) -> Self {
        Self { sealed, accounts, tasks, rows: Rows::new(MOST_BYTES, IDLE_MS, InUse::Goes) }
    }

    /// Drops rows that are unused.
    pub(crate) fn drop_unused(&self, now_ms: i64) {
        self.rows.drop_unused(now_ms);
    }

    /// One page of the signed-in person's patients, after the patient `after`.
    ///
    /// The view is one event of the clinic and, in the same commit, one on the access list of each person shown.
    ///
    /// # Errors
    /// [`ClinicError::NotFound`] for people who have no panel.
    pub async fn page(
        &self,
        cx: &RequestContext<'_>,
        limit: usize,
        after: Option<ChartId>,
    ) -> Result<PanelPage, ClinicError> {
        let grant = match cx.decide(Relation::None, Action::ReadPanel) {
            Ok(grant) => grant,
            Err(denial) => return Err(self.accounts.denied(cx, None, Action::ReadPanel, denial).await?),
        };
        let attempt = |fresh: Option<Viewer>| async move {
            self.page_for(&cx.renewed(fresh.as_ref()), grant, limit, after).await
        };
        self.accounts.retry_with_fresh_rows(cx, attempt).await
    }

    async fn page_for(
        &self,
        cx: &RequestContext<'_>,
        grant: Grant,
        limit: usize,
        after: Option<ChartId>,
    ) -> Result<PanelPage, ClinicError> {
        let ranked = self.ranked(cx).await?;
        let total = ranked.len();
        let tasks = ranked.iter().filter(|patient| patient.task_since.is_some()).count();
        let start =
            after.map_or(0, |after| ranked.iter().position(|p| p.chart == after).map_or(total, |at| at + 1));
        let limit = limit.clamp(1, MOST);
        let patients: Vec<PanelPatient> = ranked.into_iter().skip(start).take(limit).collect();
        let next = (start + patients.len() < total).then(|| patients.last().map(|last| last.chart)).flatten();
        let (action, request) = (Action::ReadPanel.as_str(), Some(self.sealed.vault.new_id()?));
        let draft = AuditDraft { action, rule: grant.rule, request, ..cx.audit_draft() };
        let mut change = self.sealed.change_about_clinic(&draft)?;
        for patient in &patients {
            change.also(self.sealed.audit_about(patient.chart, &draft)?);
        }
        change.guards.extend_from_slice(cx.viewer.guards());
        change.rows.extend(self.accounts.touch(cx.viewer)?);
        self.sealed.store(change).await?;
        Ok(PanelPage { patients, total, tasks, next, today: self.sealed.today() })
    }

    async fn ranked(&self, cx: &RequestContext<'_>) -> Result<Vec<PanelPatient>, ClinicError> {
        let charts = self.accounts.charts_of(cx.viewer.account.id).await?;
        let allowed = |relation: &Relation| cx.decide(*relation, Action::ReadPanel).is_ok();
        let charts: Vec<ChartId> =
            charts.into_iter().filter(|(_, relation)| allowed(relation)).map(|(chart, _)| chart).collect();
        let keys: Vec<Vec<u8>> = charts.iter().map(|chart| chart.to_bytes().to_vec()).collect();
        let clinic = self.sealed.clinic_id();
        let (rows, tasks, people) = tokio::try_join!(
            async { Ok(self.sealed.ledger.rows_at(clinic, PANEL, &keys).await?) },
            self.tasks.waiting(),
            async { Ok(self.sealed.ledger.rows_at(clinic, PEOPLE, &keys).await?) },
        )?;
        let mut rows: HashMap<Vec<u8>, Row> = rows.into_iter().map(|row| (row.key.clone(), row)).collect();
        let people: HashMap<&[u8], &Row> = people.iter().map(|row| (row.key.as_slice(), row)).collect();
        let mut patients = Vec::with_capacity(charts.len());
        for (chart, key) in charts.into_iter().zip(&keys) {
            let Some(person) = self.listed(chart, people.get(key.as_slice()).copied()).await? else {
                continue;
            };
            let task_since = tasks.get(&chart).copied();
            let shown = match rows.remove(key) {
                Some(row) => self.shown(chart, row),
                None => self.shown_without_row(chart).await,
            };
            patients.push(match shown {
                Ok(shown) => patient(chart, person, &shown, task_since),
                // One row must not hide the others, nor anyone who waits.
                Err(error) if error.is_damage() => {
                    tracing::error!(code = error.code(), "a panel row does not open; run verify");
                    let unknown = patient(chart, person, &Shown::default(), task_since);
                    PanelPatient { unreadable: true, ..unknown }
                }
                Err(error) => return Err(error),
            });
        }
        let today = self.sealed.today();
        patients.sort_by_cached_key(|p| {
            let task = p.task_since.map_or((1, i64::MAX), |since| (0, since.as_millisecond()));
            (task, Reverse(p.last_step(today)), p.person.number.clone(), p.chart)
        });
        Ok(patients)
    }

    /// Whose line it is; nobody's where their keys are gone, or the clinic never opened this chart.
    pub(super) async fn listed(
        &self,
        chart: ChartId,
        row: Option<&Row>,
    ) -> Result<Option<Person>, ClinicError> {
        match self.accounts.person_of(chart, row).await {
            Ok(person) => Ok(Some(person)),
            Err(error) if error.lacks_key() => {
                tracing::error!(code = error.code(), "a person is left out of a panel; run verify");
                Ok(None)
            }
            Err(error) if error == ClinicError::NotFound || error.is_damage() => {
                if self.accounts.is_enrolled(chart).await? {
                    Err(vault::Error::Tampered.into())
                } else {
                    Ok(None)
                }
            }
            Err(error) => Err(error),
        }
    }

    /// What is shown of a chart for which no row was found: nothing, where nothing of it was written yet.
    async fn shown_without_row(&self, chart: ChartId) -> Result<Arc<Shown>, ClinicError> {
        if self.sealed.head(ids::chart(chart), ids::code(Strand::Care)).await?.seq == 0 {
            return Ok(Arc::default());
        }
        // They are written together: what came in between has its row by now, and otherwise it is lost.
        let row = self.sealed.ledger.row(self.sealed.clinic_id(), PANEL, &chart.to_bytes()).await?;
        self.shown(chart, row.ok_or(vault::Error::Tampered)?)
    }

    /// What a chart's row says. It is unsealed every time, so that its key and its place are proven; only what is in it is
    /// not read again while it stays the same.
    fn shown(&self, chart: ChartId, row: Row) -> Result<Arc<Shown>, ClinicError> {
        let now_ms = self.sealed.now_ms();
        let plain = self.sealed.unseal_row(&self.sealed.strand_key(chart, Strand::Care), &row)?;
        if let Some(cached) = self.rows.get(&chart, now_ms).filter(|cached| cached.sealed == row.value) {
            return Ok(cached);
        }
        let read: PanelRow = payload::decode(&plain)?;
        let bytes = row.value.len();
        let shown = Arc::new(Shown::of(read, row.value)?);
        self.rows.insert(chart, &shown, bytes, now_ms);
        Ok(shown)
    }
}

fn patient(chart: ChartId, person: Person, shown: &Shown, task_since: Option<Timestamp>) -> PanelPatient {
    PanelPatient {
        chart,
        person,
        days: shown.days.clone(),
        doses: shown.doses.clone(),
        first_entry: shown.first_entry,
        last_entry: shown.last_entry,
        unread: shown.unread,
        reviewed_up_to: shown.reviewed_up_to,
        task_since,
        unreadable: false,
    }
}
