//! Correcting entries, and taking them back: what the own pages and the desk share.

use clinic::{ChartAccess, ChartView, ClinicError};
use diary::chart::Entry;
use diary::{Code, RecordId};

use crate::http::error::HttpError;
use crate::pages::forms::form::Form;
use crate::pages::forms::state::Amended;
use crate::pages::layout::context::PageContext;

/// The own entry a form corrects.
///
/// # Errors
/// [`ClinicError::NotFound`] for an entry that is not there, or not this person's.
pub fn amended(page: &PageContext, view: &ChartView, record: RecordId) -> Result<Amended, ClinicError> {
    let entry = view.chart.entry(record).ok_or(ClinicError::NotFound)?;
    let me = page.viewer.account.id;
    if entry.author().is_none_or(|author| author.account != me) {
        return Err(ClinicError::NotFound);
    }
    Ok(Amended { record: record.to_string(), day: entry.date() })
}

/// Marks an entry of a chart as entered in error. A second press of the button finds it done.
///
/// # Errors
/// [`ClinicError::NotFound`] for an entry that is not there, or not this person's to mark.
pub async fn mark_as_mistake(
    page: &PageContext,
    access: ChartAccess,
    record: &str,
    form: Form,
) -> Result<(), HttpError> {
    let record: RecordId = record.parse().map_err(|_| ClinicError::NotFound)?;
    let clinic = page.app.clinic();
    let mut form = form.amending(record);
    if form.is_blank("id") {
        form.0.push(("id".to_owned(), clinic.new_entry_id()?.to_string()));
    }
    if form.is_blank("reason") {
        form.0.push(("reason".to_owned(), page.t.get("reason-mistake")));
    }
    let cx = page.cx("entries");
    let entry = form.entry(page, "entered_in_error").map_err(|_| ClinicError::Refused(Vec::new()))?;
    let Err(problem) = clinic.charts().submit(&cx, access, vec![entry]).await else { return Ok(()) };
    let ClinicError::Refused(refused) = &problem else { return Err(problem.into()) };
    let has = |code| refused.iter().any(|one| one.refusal.code == code);
    if has(Code::NotAmendable) {
        let view = clinic.charts().read_with(&cx, access).await?;
        let done = view.chart.entry(record).is_some_and(Entry::in_error);
        return if done { Ok(()) } else { Err(ClinicError::NotFound.into()) };
    }
    Err(if has(Code::NotYours) { ClinicError::NotFound.into() } else { problem.into() })
}
