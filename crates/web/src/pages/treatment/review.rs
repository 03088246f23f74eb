//! A review: read with what its writer says to have seen.

use diary::{NewEntry, ReviewClaim, Submission};

use super::sent::Sent;
use crate::http::error::HttpError;
use crate::pages::forms::form::Form;
use crate::pages::parts::same_day_answers::covered_up_to;

/// A review with the same-day answers that its writer ticked.
///
/// # Errors
/// Which field is wrong; [`clinic::ClinicError::NotFound`] for a chart that is not this reader's.
pub async fn read(sent: &Sent<'_>, form: &Form) -> Result<NewEntry, HttpError> {
    let page = sent.page;
    let view = sent.open().await?;
    let now = page.app.clinic().now();
    let ticks = form.0.iter().filter(|(name, _)| name == "seen");
    let ticked = ReviewClaim {
        seen: ticks.map(|(_, value)| value.clone()).collect(),
        known: form.value("known").map(str::to_owned),
    };
    let up_to = covered_up_to(&view, form.value("up_to").unwrap_or_default(), now);
    let mut form = form.clone();
    form.0.retain(|(name, _)| name != "up_to");
    form.0.push(("up_to".to_owned(), up_to.to_string()));
    let mut entry = form.entry(page, sent.kind.entry_kind())?;
    if let Submission::Review { claim, .. } = &mut entry.content {
        *claim = ticked;
    }
    Ok(entry)
}
