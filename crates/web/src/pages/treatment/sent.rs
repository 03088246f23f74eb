//! A form of the desk at hand, and what becomes of it.

use axum::response::Response;
use clinic::{ChartAccess, ChartView, Problem};
use diary::chart::Entry;
use diary::{NewEntry, RecordId};

use super::view::{FactPage, Known};
use crate::http::urls;
use crate::pages::forms::fact_kind::FactKind;
use crate::pages::forms::form::entry_id;
use crate::pages::forms::state::{Amended, Filled};
use crate::pages::layout::context::Around;
use crate::pages::layout::view::Place;
use crate::pages::parts::patient_header::Who;
use crate::pages::parts::same_day_answers;

/// A form at hand: for which chart, of which kind, and what it corrects.
pub struct Sent<'a> {
    pub around: &'a Around,
    /// The chart, as its address names it.
    pub chart: &'a str,
    pub access: ChartAccess,
    pub kind: FactKind,
    pub amends: Option<Amended>,
}

/// What becomes of a form that was read.
pub enum Step {
    /// It is stored.
    Store(Box<NewEntry>),
    /// First something is shown; nothing is stored.
    Show(Response),
}

impl Step {
    /// The entry is stored.
    pub fn store(entry: NewEntry) -> Self {
        Self::Store(Box::new(entry))
    }
}

impl<'a> Sent<'a> {
    /// A form that corrects an entry of the clinic.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for an entry that no form corrects.
    pub fn amending(
        around: &'a Around,
        chart: &'a str,
        access: ChartAccess,
        entry: &Entry,
        record: RecordId,
    ) -> Result<Self, Problem> {
        let kind = FactKind::of(entry).ok_or(Problem::NotFound)?;
        let amends = Some(Amended { record: record.to_string(), day: entry.date() });
        Ok(Self { around, chart, access, kind, amends })
    }

    /// The chart, opened for whoever sent the form.
    ///
    /// # Errors
    /// [`Problem::NotFound`] where the policy does not give it to them.
    pub async fn open(&self) -> Result<ChartView, Problem> {
        self.around.open_with(self.access, "facts").await
    }

    /// Where the form posts to.
    pub fn action(&self) -> String {
        match &self.amends {
            Some(old) => urls::chart_amend(self.chart, &old.record),
            None => urls::fact(self.chart, self.kind.as_str()),
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
    pub fn form_page(&self, view: &ChartView, form: Filled) -> Result<FactPage, Problem> {
        let around = self.around;
        let is_review = self.kind == FactKind::Review;
        let seen = same_day_answers::seen(view, form.value("up_to"), around.app.clinic().now());
        Ok(FactPage {
            frame: around.frame(Place::Elsewhere),
            who: Who::of(around, view),
            kind: self.kind,
            entry: entry_id(around, &form)?,
            form,
            amends: self.amends.clone(),
            known: Known::all(around.t, &view.chart, view.today),
            up_to: is_review.then(|| (around.local(seen), seen.to_string())),
            known_review: same_day_answers::known(view),
            answers: if is_review { same_day_answers::answers(around, view, seen) } else { Vec::new() },
        })
    }
}
