//! A form of the desk at hand, and what becomes of it.

use axum::response::Response;
use clinic::{ChartAccess, ChartView, ClinicError};
use diary::chart::Entry;
use diary::{NewEntry, RecordId};

use super::view::{Known, OfThatDay, TreatmentPage};
use crate::http::urls;
use crate::pages::forms::desk_form::DeskForm;
use crate::pages::forms::form::entry_id;
use crate::pages::forms::state::{Amended, FormState};
use crate::pages::layout::context::PageContext;
use crate::pages::layout::view::NavItem;
use crate::pages::parts::patient_header::Who;
use crate::pages::parts::same_day_answers;

/// A form at hand: for which chart, of which kind, and what it corrects.
pub struct Sent<'a> {
    pub page: &'a PageContext,
    /// The chart, as its address names it.
    pub chart: &'a str,
    pub access: ChartAccess,
    pub kind: DeskForm,
    pub amends: Option<Amended>,
}

/// What becomes of a form that was read.
pub enum NextMove {
    Store(Box<NewEntry>),
    /// First something is shown; nothing is stored.
    Show(Response),
}

impl NextMove {
    /// The entry is stored.
    pub fn store(entry: NewEntry) -> Self {
        Self::Store(Box::new(entry))
    }
}

impl<'a> Sent<'a> {
    /// A form that corrects an entry of the clinic.
    ///
    /// # Errors
    /// [`ClinicError::NotFound`] for an entry that no form corrects.
    pub fn amending(
        page: &'a PageContext,
        chart: &'a str,
        access: ChartAccess,
        entry: &Entry,
        record: RecordId,
    ) -> Result<Self, ClinicError> {
        let kind = DeskForm::of(entry).ok_or(ClinicError::NotFound)?;
        let amends = Some(Amended { record: record.to_string(), day: entry.date() });
        Ok(Self { page, chart, access, kind, amends })
    }

    /// The chart, opened for whoever sent the form.
    ///
    /// # Errors
    /// [`ClinicError::NotFound`] where the policy does not give it to them.
    pub async fn open(&self) -> Result<ChartView, ClinicError> {
        self.page.open_with(self.access, "facts").await
    }

    /// Where the form posts to.
    pub fn form_address(&self) -> String {
        match &self.amends {
            Some(old) => urls::chart_amend(self.chart, &old.record),
            None => urls::treatment(self.chart, self.kind.as_str()),
        }
    }

    /// The record of the entry that it corrects.
    pub fn amended_record(&self) -> Option<RecordId> {
        self.amends.as_ref().and_then(|old| old.record.parse().ok())
    }

    /// The form as it is filled in.
    ///
    /// # Errors
    /// Where randomness fails.
    pub fn form_page(&self, view: &ChartView, form: FormState) -> Result<TreatmentPage, ClinicError> {
        let page = self.page;
        let is_review = self.kind == DeskForm::Review;
        let up_to = same_day_answers::covered_up_to(view, form.value("up_to"), page.app.clinic().now());
        Ok(TreatmentPage {
            layout: page.layout(NavItem::Elsewhere),
            who: Who::of(page, view),
            kind: self.kind,
            entry: entry_id(page, &form)?,
            amends: self.amends.clone(),
            of_that_day: form
                .problem("known")
                .and_then(|_| OfThatDay::find(page.t, &view.chart, self.chart, &form)),
            known: Known::all(page.t, &view.chart, view.today),
            up_to: is_review.then(|| (page.local(up_to), up_to.to_string())),
            known_review: same_day_answers::known(view),
            form,
            answers: if is_review { same_day_answers::answers(page, view, up_to) } else { Vec::new() },
        })
    }
}
