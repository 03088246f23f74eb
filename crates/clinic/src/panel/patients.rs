//! One person's patients by name alone: for who works with them and opens nothing more of their charts.

use std::collections::HashMap;

use diary::ChartId;
use ledger::Row;
use policy::{Action, Grant, Relation};

use super::page::{MOST, Panel};
use crate::ClinicError;
use crate::accounts::account::Person;
use crate::accounts::request_context::RequestContext;
use crate::accounts::session::Viewer;
use crate::audit::AuditDraft;
use crate::sealed::ids::PEOPLE;

/// A patient by name.
#[derive(Clone, Debug)]
pub struct ListedPatient {
    /// Their chart.
    pub chart: ChartId,
    /// Who they are.
    pub person: Person,
}

/// One page of names.
#[derive(Clone, Debug)]
pub struct PatientNames {
    /// By chart number.
    pub patients: Vec<ListedPatient>,
    /// Where the next page begins.
    pub next: Option<ChartId>,
}

impl Panel {
    /// One page of the names of the signed-in person's patients, after the patient `after`. Nothing of a chart is opened.
    ///
    /// The view is one event of the clinic and, in the same commit, one on the access list of each person shown.
    ///
    /// # Errors
    /// [`ClinicError::NotFound`] for people who have no such list.
    pub async fn names(
        &self,
        cx: &RequestContext<'_>,
        limit: usize,
        after: Option<ChartId>,
    ) -> Result<PatientNames, ClinicError> {
        let grant = match cx.decide(Relation::None, Action::ListPatients) {
            Ok(grant) => grant,
            Err(denial) => return Err(self.accounts.denied(cx, None, Action::ListPatients, denial).await?),
        };
        let attempt = |fresh: Option<Viewer>| async move {
            self.names_for(&cx.renewed(fresh.as_ref()), grant, limit, after).await
        };
        self.accounts.retry_with_fresh_rows(cx, attempt).await
    }

    async fn names_for(
        &self,
        cx: &RequestContext<'_>,
        grant: Grant,
        limit: usize,
        after: Option<ChartId>,
    ) -> Result<PatientNames, ClinicError> {
        let all = self.by_number(cx).await?;
        let start = after.map_or(0, |after| {
            all.iter().position(|patient| patient.chart == after).map_or(all.len(), |at| at + 1)
        });
        let total = all.len();
        let patients: Vec<ListedPatient> = all.into_iter().skip(start).take(limit.clamp(1, MOST)).collect();
        let next = (start + patients.len() < total).then(|| patients.last().map(|last| last.chart)).flatten();
        let (action, request) = (Action::ListPatients.as_str(), Some(self.sealed.vault.new_id()?));
        let draft = AuditDraft { action, rule: grant.rule, request, ..cx.audit_draft() };
        let mut change = self.sealed.change_about_clinic(&draft)?;
        for patient in &patients {
            change.also(self.sealed.audit_about(patient.chart, &draft)?);
        }
        change.guards.extend_from_slice(cx.viewer.guards());
        change.rows.extend(self.accounts.touch(cx.viewer)?);
        self.sealed.store(change).await?;
        Ok(PatientNames { patients, next })
    }

    async fn by_number(&self, cx: &RequestContext<'_>) -> Result<Vec<ListedPatient>, ClinicError> {
        let mut charts = self.accounts.charts_of(cx.viewer.account.id).await?;
        charts.retain(|(_, relation)| cx.decide(*relation, Action::ListPatients).is_ok());
        let keys: Vec<Vec<u8>> = charts.iter().map(|(chart, _)| chart.to_bytes().to_vec()).collect();
        let people = self.sealed.ledger.rows_at(self.sealed.clinic_id(), PEOPLE, &keys).await?;
        let people: HashMap<&[u8], &Row> = people.iter().map(|row| (row.key.as_slice(), row)).collect();
        let mut patients = Vec::with_capacity(charts.len());
        for ((chart, _), key) in charts.into_iter().zip(&keys) {
            let person = self.listed(chart, people.get(key.as_slice()).copied()).await?;
            patients.extend(person.map(|person| ListedPatient { chart, person }));
        }
        patients.sort_by_cached_key(|patient| (patient.person.number.clone(), patient.chart));
        Ok(patients)
    }
}
