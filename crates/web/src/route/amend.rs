//! Correcting one's own entries, and taking them back.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use clinic::{ChartView, Entrance, Problem};
use diary::chart::Entry;
use diary::{Body, ChartId, Code, RecordId};
use policy::Action;

use super::form::Form;
use super::frame::Around;
use super::prefill;
use super::sheet::Sheet;
use crate::failure::Failure;
use crate::page::{Amended, Filled, Menu, Place, path};
use crate::wire::WireError;

/// The own entry a form corrects.
///
/// # Errors
/// [`Problem::NotFound`] for an entry that is not there, or not this person's.
pub fn amended(around: &Around, view: &ChartView, record: RecordId) -> Result<Amended, Problem> {
    let own =
        |entry: &&Entry| entry.author().is_some_and(|author| author.account == around.viewer.account.id);
    let entry = view.chart.entry(record).filter(own).ok_or(Problem::NotFound)?;
    Ok(Amended { record: record.to_string(), day: entry.date() })
}

/// A form that knows which version of an entry its writer has before them.
pub fn newest(form: Filled, entry: &Entry) -> Filled {
    form.with("newest", entry.newest_record().map(|record| record.to_string()).unwrap_or_default())
}

/// Shows an own entry to be corrected.
pub async fn show(around: Around, Path(record): Path<String>) -> Result<Response, Failure> {
    around.answer(form_of(&around, &record)).await
}

async fn form_of(around: &Around, record: &str) -> Result<Response, Problem> {
    let chart = around.own_chart("days").await?;
    let record: RecordId = record.parse().map_err(|_| Problem::NotFound)?;
    let view = around.app.clinic().charts().chart(&around.cx("days"), chart).await?;
    let amends = Some(amended(around, &view, record)?);
    let entry = view.chart.entry(record).filter(|entry| entry.stands()).ok_or(Problem::NotFound)?;
    let filled = newest(prefill::filled(entry), entry);
    let sheet = match entry.first_body() {
        Some(Body::CheckIn(_)) => Sheet::Evening,
        Some(Body::Sleep(_)) => Sheet::Morning,
        _ => return Err(Problem::NotFound),
    };
    sheet.drawn(around, &view, filled, amends, StatusCode::OK)
}

/// Stores a correction.
pub async fn send(around: Around, Path(record): Path<String>, form: Form) -> Result<Response, Failure> {
    form.belongs(&around, &path::amend(&record))?;
    let stored = async {
        let record: RecordId = record.parse().map_err(|_| Problem::NotFound)?;
        let form = form.amending(record);
        // The form's own fields say which of the two it is: only the sleep card asks when someone woke.
        let morning = form.value("final_wake").is_some() || form.value("try_sleep").is_some();
        let sheet = if morning { Sheet::Morning } else { Sheet::Evening };
        sheet.store(&around, form, Some(record)).await
    };
    around.answer(stored).await
}

/// Marks an own entry as a mistake.
pub async fn mistake(around: Around, Path(record): Path<String>, form: Form) -> Result<Response, Failure> {
    form.belongs(&around, &path::mistake(&record))?;
    let marked = async {
        let chart = around.chart_for("entries", Action::WriteDiary).await?;
        let entrance = around.app.clinic().accounts().enter(&around.cx("entries"), chart).await?;
        mark(&around, chart, entrance, &record, form).await?;
        let family = around.frame(Place::Elsewhere).menu == Menu::Guardian;
        let back = if family { path::FAMILY } else { path::DAYS };
        Ok(Redirect::to(back).into_response())
    };
    around.answer(marked).await
}

/// Marks an entry of a chart as entered in error.
pub async fn mark(
    around: &Around,
    chart: ChartId,
    entrance: Entrance,
    record: &str,
    form: Form,
) -> Result<(), Problem> {
    let record: RecordId = record.parse().map_err(|_| Problem::NotFound)?;
    let mut form = form.amending(record);
    let has = |form: &Form, name: &str| form.value(name).is_some_and(|value| !value.trim().is_empty());
    if !has(&form, "id") {
        form.0.push(("id".to_owned(), around.app.clinic().new_entry_id()?.to_string()));
    }
    if !has(&form, "reason") {
        form.0.push(("reason".to_owned(), around.t.get("reason-mistake")));
    }
    let clinic = around.app.clinic();
    let cx = around.cx("entries");
    let entry = form.entry(around, "entered_in_error").map_err(|_| Problem::Refused(Vec::new()))?;
    match clinic.charts().submit(&cx, entrance, vec![entry]).await {
        Err(Problem::Refused(refused)) if refused.iter().any(|r| r.refusal.code == Code::NotAmendable) => {
            // A second press of the button finds it done.
            let view = clinic.charts().chart(&cx, chart).await?;
            let done = view.chart.entry(record).is_some_and(Entry::in_error);
            if done { Ok(()) } else { Err(Problem::NotFound) }
        }
        Err(Problem::Refused(refused)) if refused.iter().any(|r| r.refusal.code == Code::NotYours) => {
            Err(Problem::NotFound)
        }
        other => other.map(|_| ()),
    }
}

impl Form {
    /// The same form, to be shown again with what is wrong. Where the entry that it corrects was corrected elsewhere
    /// meanwhile, and the writer is told so, it may be sent again.
    pub fn again(self, errors: &[WireError], view: &ChartView, amended: Option<RecordId>) -> Filled {
        let form = self.filled(errors).on(view.today);
        let told = errors.iter().any(|error| error.code == Code::ChangedMeanwhile);
        match amended.filter(|_| told).and_then(|record| view.chart.entry(record)) {
            Some(entry) => newest(form, entry),
            None => form,
        }
    }

    /// The same form, correcting the entry of its address and no other.
    pub fn amending(mut self, record: RecordId) -> Self {
        self.0.retain(|(name, _)| name != "amends");
        self.0.push(("amends".to_owned(), record.to_string()));
        self
    }
}
